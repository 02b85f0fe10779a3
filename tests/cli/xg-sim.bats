#!/usr/bin/env bats
# xg-sim: venues on loopback over TLS, their market, orders and faults.

bats_require_minimum_version 1.5.0
load ../support/sim

setup() {
	cd "$BATS_TEST_TMPDIR"
	sim_dirs
}

teardown() {
	sim_stop
}

# The value of a jq expression in JSON on stdin equals a text.
has() {
	local is
	is=$(jq -r "$1")
	[[ $is == "$2" ]] || { echo "$1 is $is, expected $2" && false; }
}

# Waits (at most 60 s) until a command succeeds.
eventually() {
	local i
	for ((i = 0; i < 600; i++)); do
		"$@" && return 0
		sleep 0.1
	done
	echo "never: $*"
	return 1
}

@test "sim.json tells where it is while it runs, and only to its owner" {
	sim_start binance okx
	[ "$(stat -c %a "$SIM_JSON")" = 600 ]
	[ "$(stat -c %a "$XDG_STATE_HOME/xg/sim/server.key")" = 600 ]
	has '.venues | keys | join(" ")' "binance okx" <"$SIM_JSON"
	sim_get binance /api/v3/ping | has . '{}'
	sim_get okx /api/v5/public/time | has .code 0
	local pid=$SIM_PID
	sim_stop
	[ ! -e "$SIM_JSON" ]
	run -1 kill -0 "$pid"
}

@test "its certificates are made once and hold for all loopback names" {
	sim_start binance
	local port=${SIM_JSON:+$(sim_url binance)} before
	port=${port##*:}
	before=$(sha256sum "$SIM_CA")
	curl -sS --cacert "$SIM_CA" "https://localhost:$port/api/v3/ping"
	run -60 curl -sS "https://127.0.0.1:$port/api/v3/ping"
	sim_stop
	sim_start binance
	[ "$(sha256sum "$SIM_CA")" = "$before" ]
}

@test "a port in use is one sentence and status 5" {
	sim_start binance
	local port
	port=$(sim_url binance)
	run -5 --separate-stderr "$XG_BIN/xg-sim" binance --port "${port##*:}"
	[ "$(wc -l <<<"$stderr")" = 1 ]
	[[ $stderr == *"cannot listen on 127.0.0.1 port ${port##*:}: Address already in use"* ]]
	[ -e "$SIM_JSON" ]
}

@test "the same seed gives the same bytes, and its books are sound" {
	"$XG_BIN/xg-sim" --dump 3s --seed 5 >a
	"$XG_BIN/xg-sim" --dump 3s --seed 5 >b
	"$XG_BIN/xg-sim" --dump 3s --seed 6 >c
	cmp a b
	run -1 cmp -s a c
	run -0 --separate-stderr "$XG_BIN/xg-book" -n --bbo <a
	[ -z "$stderr" ]
	[ "${#lines[@]}" -gt 100 ]
}

@test "usage errors say what is wrong" {
	run -2 "$XG_BIN/xg-sim" nowhere
	[[ $output == *'no simulated venue "nowhere"'* ]]
	run -2 "$XG_BIN/xg-sim" --sym 'NO-*'
	[[ $output == *"--sym"* ]]
	run -2 "$XG_BIN/xg-sim" --fault disconect
	[[ $output == *disconect*xg-faults* ]]
	run -2 "$XG_BIN/xg-sim" --balance BTC=-1
	[[ $output == *"CCY=AMOUNT"* ]]
	run -4 "$XG_BIN/xg-sim" --from /nonexistent/x
	[[ $output == *"cannot open /nonexistent/x"* ]]
}

@test "records make the market, and bad lines are told and skipped" {
	{
		"$XG_BIN/xg-sim" --dump 200ms --sym BTC-USDT binance
		echo '{"type":"book"'
		head -c 100 /dev/urandom | tr '\n' x
		echo
		printf '{"type":"trade","x":"%s"}\n' "$(head -c 1200000 /dev/zero | tr '\0' a)"
		printf '%s1%s\n' "$(printf '[%.0s' {1..300})" "$(printf ']%.0s' {1..300})"
		echo '{"type":"trade","venue":"binance","sym":"BTC-USDT","id":"1","side":"buy","px":"x","qty":1}'
		echo '{"type":"book","venue":"binance","sym":"BTC-USDT","seq":1,"snap":true,"bids":[[100,1],[99,2]],"asks":[[101,3]]}'
		echo '{"type":"book","venue":"binance","sym":"NEW-USDT","seq":1,"snap":true,"bids":[[5,1]],"asks":[[6,3]]}'
	} >rec.ndjson
	sim_start binance --from rec.ndjson --speed 0 --bad bad.ndjson
	book_is() {
		sim_book binance BTC-USDT | jq -e '.bids == [[100,1],[99,2]] and .asks == [[101,3]]'
	}
	eventually book_is
	sim_get binance "/api/v3/depth?symbol=NEWUSDT" |
		has '.bids[0][0]' 5.00000000
	cat "$BATS_TEST_TMPDIR/sim.err"
	[ "$(grep -c 'rec.ndjson:' "$BATS_TEST_TMPDIR/sim.err")" = 5 ]
	grep -qx '{"type":"book"' bad.ndjson
	[ "$(wc -l <bad.ndjson)" = 5 ]
	kill "$SIM_PID"
	local rc=0
	wait "$SIM_PID" || rc=$?
	[ "$rc" = 3 ]
}

@test "binance: an order rests, is amended, found and canceled" {
	sim_start binance
	local q="symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC"
	sim_binance POST /api/v3/order "$q&quantity=0.01&price=60000&newClientOrderId=r1" |
		has .status NEW
	sim_binance GET /api/v3/account "" |
		has '.balances[] | select(.asset == "USDT").locked' 600.00000000
	sim_binance PUT /api/v3/order/amend/keepPriority \
		"symbol=BTCUSDT&origClientOrderId=r1&newQty=0.005" |
		has .amendedOrder.qty 0.00500000
	sim_binance GET /api/v3/openOrders "symbol=BTCUSDT" |
		has '.[].origQty' 0.00500000
	sim_binance DELETE /api/v3/order "symbol=BTCUSDT&origClientOrderId=r1" |
		has .status CANCELED
	sim_binance GET /api/v3/account "" |
		has '.balances[] | select(.asset == "USDT").locked' 0.00000000
	sim_binance GET /api/v3/order "symbol=BTCUSDT&origClientOrderId=r1" |
		has .status CANCELED
}

@test "binance: what it refuses has the venue's codes" {
	sim_start binance
	local q="symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC"
	sim_binance POST /api/v3/order "$q&quantity=0.01&price=60000.001" |
		has '"\(.code) \(.msg)"' '-1013 Filter failure: PRICE_FILTER'
	sim_binance POST /api/v3/order "$q&quantity=0.000011&price=60000" |
		has '"\(.code) \(.msg)"' '-1013 Filter failure: LOT_SIZE'
	sim_binance POST /api/v3/order "$q&quantity=0.00001&price=60000" |
		has '"\(.code) \(.msg)"' '-1013 Filter failure: NOTIONAL'
	sim_binance POST /api/v3/order "$q&quantity=10&price=60000" | has .code -2010
	sim_binance POST /api/v3/order "$q&quantity=1e3&price=60000" | has .code -1100
	sim_binance POST /api/v3/order "symbol=NOPE&side=BUY" | has .code -1121
	sim_binance POST /api/v3/order "symbol=BTCUSDT&side=BUY" | has .code -1102
	sim_binance DELETE /api/v3/order "symbol=BTCUSDT&orderId=1" | has .code -2011
	sim_binance GET /api/v3/order "symbol=BTCUSDT&orderId=1" | has .code -2013
	sim_get binance "/api/v3/account?timestamp=1&signature=00" \
		-H 'X-MBX-APIKEY: x' | has .code -2015
	sim_get binance "/api/v3/account?timestamp=$(date +%s%3N)&signature=00" \
		-H "X-MBX-APIKEY: $(sim_cred binance key)" | has .code -1022
	sim_get binance "/api/v3/account?timestamp=1700000000000&signature=00" \
		-H "X-MBX-APIKEY: $(sim_cred binance key)" | has .code -1021
	sim_get binance /api/v3/nothing -o /dev/null -w '%{http_code}' |
		has . 404
}

@test "binance: over the weight limit comes 429 with the venue's headers" {
	sim_start binance --sym BTC-USDT
	local url i
	url="$(sim_url binance)/api/v3/depth?symbol=BTCUSDT&limit=5000"
	for ((i = 0; i < 30; i++)); do
		echo "url = \"$url\""
	done >urls
	run -0 curl -sS --cacert "$SIM_CA" -K urls -w '%{http_code}\n' -D heads
	[[ $output == *'"code":-1003'* ]]
	grep -qi '^retry-after: [0-9]' heads
	grep -qi '^x-mbx-used-weight-1m: 250' heads
}

@test "R1: a lost answer leaves an order that can be asked for" {
	sim_start binance --fault lost-ack,max=1
	local q="symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01"
	run -52 sim_binance POST /api/v3/order "$q&price=60000&newClientOrderId=r1"
	sim_binance GET /api/v3/order "symbol=BTCUSDT&origClientOrderId=r1" |
		has .status NEW
	sim_fault drop,max=1
	run -52 sim_binance POST /api/v3/order "$q&price=60000&newClientOrderId=r2"
	sim_binance GET /api/v3/order "symbol=BTCUSDT&origClientOrderId=r2" |
		has .code -2013
}

@test "R16: a venue whose clock is off refuses what is signed by ours" {
	sim_start binance --fault skew,by=30s
	sim_binance GET /api/v3/account "" | has .code -1021
	sim_fault none
	sim_binance GET /api/v3/account "" | has .canTrade true
}

@test "maintenance, bans and server errors have the venue's words" {
	sim_start binance
	sim_fault maintenance,max=1
	sim_get binance /api/v3/time -w ' %{http_code}' | grep -q ' 503$'
	sim_fault 418,max=1
	sim_get binance /api/v3/time | grep -q 'IP banned until [0-9]\{13\}'
	sim_fault 5xx,max=1
	sim_get binance /api/v3/time -w ' %{http_code}' | grep -q ' 503$'
	sim_get binance /api/v3/time | has '.serverTime > 0' true
}

# A WebSocket client by curl: sends the given texts, prints what comes.
ws() { # VENUE PATH SECONDS TEXT...
	node "$BATS_TEST_DIRNAME/../support/ws-client.mjs" "$(sim_url "$1" ws)$2" \
		"$SIM_CA" "${@:3}"
}

@test "binance: streams are combined or raw, and deltas follow the snapshot (R8)" {
	sim_start binance --sym 'BTC-*'
	ws binance "/stream?streams=btcusdt@depth@100ms/btcusdt@trade" 2 >frames
	jq -e .stream frames >/dev/null
	jq -s '[.[].data | select(.e == "depthUpdate")] | length > 5 and
		([range(1; length) as $i | .[$i].U == .[$i - 1].u + 1] | all)' \
		frames | has . true
	ws binance /public/ws 2 '{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":7}' >frames
	head -1 frames | has '"\(.id) \(.result)"' "7 null"
	tail -n +2 frames | jq -s '[.[] | select(.e == "depthUpdate")] |
		length > 5 and
		([range(1; length) as $i | .[$i].pu == .[$i - 1].u] | all)' |
		has . true
}

@test "binance: fills come on the private stream, a duplicated one twice" {
	sim_start binance --sym BTC-USDT --fault dup
	local ts sig params
	ts=$(date +%s%3N)
	params="apiKey=$(sim_cred binance key)&recvWindow=20000&timestamp=$ts"
	sig=$(printf %s "$params" | openssl dgst -sha256 -r \
		-hmac "$(sim_cred binance secret)" | cut -d' ' -f1)
	ws binance /ws-api/v3 4 "$(jq -nc --arg k "$(sim_cred binance key)" \
		--arg s "$sig" --argjson t "$ts" '{id:"1",
		method:"userDataStream.subscribe.signature",params:{apiKey:$k,
		recvWindow:20000,timestamp:$t,signature:$s}}')" >frames 3>&- &
	local pid=$!
	eventually grep -q subscriptionId frames
	sim_binance POST /api/v3/order \
		"symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.0001" |
		has .status FILLED
	wait "$pid"
	jq -s '[.[].event | select(.x == "TRADE").t] | length == 2 and .[0] == .[1]' \
		frames | has . true
	jq -s '[.[].event | select(.e == "outboundAccountPosition")] | length > 0' \
		frames | has . true
}

@test "a stalled connection is open and silent, a disconnect cuts it" {
	sim_start binance --sym BTC-USDT --fault stall,nth=20,max=1
	run -0 ws binance "/ws/btcusdt@depth@100ms" 4
	[ "${#lines[@]}" -lt 21 ]
	sim_fault disconnect,nth=3
	run -6 ws binance "/ws/btcusdt@depth@100ms" 20
}

@test "more messages a second than the venue takes end the connection (R31)" {
	sim_start binance --sym BTC-USDT
	local many=() i
	for ((i = 0; i < 30; i++)); do
		many+=('{"method":"LIST_SUBSCRIPTIONS","id":1}')
	done
	run -8 ws binance /stream 20 "${many[@]}"
}

@test "hostile requests are refused and harm nobody else" {
	sim_start binance
	sim_get binance /api/v3/time -H "X: $(head -c 20000 /dev/zero | tr '\0' a)" \
		-o /dev/null -w '%{http_code}' | has . 431
	head -c 2000000 /dev/zero >big
	run sim_get binance /api/v3/order --data-binary @big -o /dev/null \
		-w '%{http_code}'
	[[ $output == *413* ]]
	sim_get binance /api/v3/order -X POST -d 'symbol=%ZZ&side=%' \
		-H "X-MBX-APIKEY: $(sim_cred binance key)" | has .code -1102
	printf 'GET \0 HTTP/1.1\r\n\r\n' | timeout 20 openssl s_client -quiet \
		-CAfile "$SIM_CA" -connect "$(sim_url binance | cut -d/ -f3)" \
		2>/dev/null | grep -q '^HTTP/1.1 400'
	run -0 --separate-stderr ws binance /ws-api/v3 1 'x' '{"id":1}' \
		'{"method":"depth","params":[]}' \
		"{\"method\":\"ping\",\"params\":$(printf '{"a":%.0s' {1..200})"
	[ "$(jq -s 'map(.status) == [400,400,400,400]' <<<"$output")" = true ]
	sim_get binance /api/v3/time | has '.serverTime > 0' true
}
