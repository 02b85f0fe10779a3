#!/usr/bin/env bats
# xg-risk: what is over a limit, or cannot be checked, does not pass.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config
	cat >market.ndjson <<'EOM'
{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.001,"min_qty":0.001,"min_notional":5,"status":"trading"}
{"type":"inst","venue":"binance","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTCUSDT","tick":0.01,"lot":0.00001,"min_notional":5,"status":"trading"}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":1000000,"seq":1,"snap":true,"bids":[[100,100],[99,200]],"asks":[[100.2,100],[101,200]]}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1000200,"seq":7,"snap":true,"bids":[[100.01,100]],"asks":[[100.2,100]]}
EOM
	cat >limits.json <<'EOM'
// what the tests allow
{ "max_order_notional": 1000, "equity": 10000, "max_position": 20 }
EOM
}

# order ID MEMBERS: an order at okx.
order() {
	echo '{"type":"order","venue":"okx","sym":"BTC-USDT","rx":1000300,"id":"'"$1"'","side":"buy","kind":"limit","px":100,"qty":1'"${2:+,$2}}"
}

risk() {
	"$XG_BIN/xg-risk" -n -l limits.json "$@"
}

# cells EXPR: of each record of $output.
cells() {
	jq -s -c "map([$1])" <<<"$output"
}

@test "an order within its limits passes byte for byte" {
	order o1 '"tif" :  "gtc","x":{"ours":[1]}' >line
	cat market.ndjson line >in
	run -0 --separate-stderr risk <in
	[ "$output" = "$(cat line)" ]
	[ -z "$stderr" ]
}

@test "without limits nothing starts" {
	run -4 --separate-stderr "$XG_BIN/xg-risk" <market.ndjson
	[[ "$stderr" == *"there is no limits file, so no order may pass"* ]]
	[ -z "$output" ]
	run -4 --separate-stderr risk -l absent.json <market.ndjson
	[[ "$stderr" == *"absent.json"* ]]
}

@test "what is wrong with a limits file is told by line and column" {
	printf '{\n  "max_order_notional": 5,\n  "max_oder_qty": 1\n}\n' >limits.json
	run -4 --separate-stderr risk </dev/null
	[ "$stderr" = "xg-risk: limits.json:3:4: unknown key 'max_oder_qty' in the file" ]
	printf '{\n  "max_order_notional": -5 }' >limits.json
	run -4 --separate-stderr risk </dev/null
	[[ "$stderr" == "xg-risk: limits.json:2:25: max_order_notional: must be from 0 to "* ]]
	echo '{}' >limits.json
	run -4 --separate-stderr risk </dev/null
	[[ "$stderr" == *"max_order_notional is missing"* ]]
}

@test "a reject has the rule, the reason, the limit and the value" {
	{ cat market.ndjson; order o1 '"parent":"p"' | sed s/:1,/:11,/; } >in
	run -1 risk <in
	[ "$output" = '{"type":"reject","venue":"okx","sym":"BTC-USDT","rx":1000300,"id":"o1","by":"risk","rule":"max_order_notional","reason":"limit","detail":"1100 currency; the limit is 1000"}' ]
}

@test "each check has its reason" {
	{
		cat market.ndjson
		order tick '"px":100.05' | sed 's/"px":100,//'
		order lot | sed 's/"qty":1/"qty":1.0001/'
		order small | sed 's/"qty":1/"qty":0.001/'
		order band '"px":120' | sed 's/"px":100,//'
		order symbol | sed 's/BTC-USDT/ETH-USDT/'
		order venue | sed 's/"okx"/"gate"/'
		order nowhere | sed 's/"venue":"okx",//'
	} >in
	run -1 risk <in
	[ "$(cells '.id, .rule, .reason')" = '[["tick","tick","tick"],["lot","lot","lot"],["small","min_notional","min_notional"],["band","price_band_bps","price_band"],["symbol","symbol","unknown_symbol"],["venue","instrument","stale_data"],["nowhere","venue","other"]]' ]
}

@test "R5: without balances, instruments or books the order is stale_data" {
	sed -i 's/"equity": 10000, //' limits.json
	{ cat market.ndjson; order o1; } >in
	run -1 risk <in
	[ "$(cells '.rule, .reason')" = '[["max_venue_exposure","stale_data"]]' ]
	{
		cat market.ndjson
		echo '{"type":"balance","venue":"okx","ccy":"USDT","total":10000,"free":10000,"used":0}'
		order o1
	} >in
	run -0 risk <in
	[ "$(cells .id)" = '[["o1"]]' ]
	grep -v '"inst"' in | "$XG_BIN/xg-risk" -n -l limits.json >out || [ $? -eq 1 ]
	[ "$(jq -r .reason out)" = stale_data ]
	grep -v '"book"' in | "$XG_BIN/xg-risk" -n -l limits.json >out || [ $? -eq 1 ]
	[ "$(jq -r '.rule + " " + .reason' out)" = "market_data stale_data" ]
}

@test "R10: no order on a book that is old, silent or out of sync" {
	{
		cat market.ndjson
		echo '{"type":"tick","rx":3100000}'
		order old | sed 's/"rx":1000300/"rx":3100000/'
		order silent | sed 's/"rx":1000300/"rx":3100000/;s/okx/binance/'
		order aged
	} >in
	run -1 risk <in
	[ "$(cells '.id, .rule, .reason')" = '[["old","max_data_age_ms","stale_data"],["silent","max_data_age_ms","stale_data"],["aged","max_order_age_ms","stale_data"]]' ] || { echo "$output"; false; }
	{
		cat market.ndjson
		echo '{"type":"status","venue":"okx","sym":"BTC-USDT","rx":1000250,"event":"stale"}'
		order o1
	} >in
	run -1 risk <in
	[ "$(cells '.rule, .reason')" = '[["market_data","stale_data"]]' ]
}

@test "R28: --merge-bbo: an order is judged by the best prices, when they are ahead of the book" {
	echo '{ "max_order_notional": 1000, "equity": 10000, "max_position": 20, "price_band_bps": 100 }' >limits.json
	{
		grep -v binance market.ndjson
		echo '{"type":"bbo","venue":"okx","sym":"BTC-USDT","rx":1000250,"bid":90,"bid_qty":1,"ask":90.2,"ask_qty":1,"seq":2}'
		order o1
	} >in
	run -1 risk --merge-bbo <in
	[ "$(cells .rule)" = '[["price_band_bps"]]' ]
	run -0 risk <in
	[ "$(cells .id)" = '[["o1"]]' ]
}

@test "open orders count against the position, cancelled ones no more" {
	{
		cat market.ndjson
		order a '"x":0' | sed 's/"qty":1/"qty":9/'
		order b | sed 's/"qty":1/"qty":9/'
		order c | sed 's/"qty":1/"qty":3/'
		echo '{"type":"exec","id":"a","venue":"okx","sym":"BTC-USDT","rx":1000400,"event":"canceled","filled":0}'
		order d | sed 's/"qty":1/"qty":3/'
	} >in
	run -1 risk --where '.type != "exec"' <in
	[ "$(cells '.type, .id, .rule')" = '[["order","a",null],["order","b",null],["reject","c","max_position"],["order","d",null]]' ]
}

@test "a fill counts once, and so does an order that the journal tells of" {
	mkdir -p state/xg/paper
	{
		order old '"jn":1' | sed 's/"qty":1/"qty":9/'
		echo '{"type":"fill","id":"old","venue":"okx","sym":"BTC-USDT","ts":900000,"rx":900000,"trade_id":"t1","side":"buy","px":100,"qty":9}'
		order older '"jn":1' | sed 's/"qty":1/"qty":9/'
	} >state/xg/paper/journal.ndjson
	{
		cat market.ndjson
		echo '{"type":"fill","id":"old","venue":"okx","sym":"BTC-USDT","ts":900000,"rx":900000,"trade_id":"t1","side":"buy","px":100,"qty":9}'
		order a | sed 's/"qty":1/"qty":2/'
		order b | sed 's/"qty":1/"qty":0.1/'
	} >in
	run -1 risk <in
	[ "$(cells '.type, .id, .rule')" = '[["order","a",null],["reject","b","max_position"]]' ]
	run -0 risk --no-follow <in
	[ "$(cells '.type, .id')" = '[["order","a"],["order","b"]]' ]
}

@test "the journal is followed while it grows" {
	mkfifo in
	"$XG_BIN/xg-risk" -n -l limits.json <in >out 2>err 3>&- &
	exec 9>in
	{ cat market.ndjson; order a | sed 's/"qty":1/"qty":9/'; } >&9
	for _ in $(seq 1200); do [ -s out ] && break; sleep 0.05; done
	mkdir -p state/xg/paper
	echo '{"type":"fill","id":"q","venue":"okx","sym":"BTC-USDT","ts":900000,"rx":900000,"trade_id":"t1","side":"buy","px":100,"qty":11}' >state/xg/paper/journal.ndjson
	order b >&9
	exec 9>&-
	wait "$!" || [ "$?" -eq 1 ]
	[ "$(jq -s -c 'map([.type, .id, .rule])' out)" = '[["order","a",null],["reject","b","max_position"]]' ]
	[ ! -s err ]
}

@test "a group passes whole or not at all" {
	leg() {
		order "$1" "\"group\":\"$2\",\"legs\":2" | sed "s/okx/$3/;s/\"qty\":1/\"qty\":$4/"
	}
	{
		cat market.ndjson
		leg a1 a okx 1
		order x
		leg a2 a binance 1
		leg b1 b okx 1
		leg b2 b binance 1000
		leg c1 c okx 1
	} >in
	run -1 risk <in
	[ "$(cells '.type, .id, .rule, .reason')" = '[["order","x",null,null],["order","a1",null,null],["order","a2",null,null],["reject","b1","max_order_notional","limit"],["reject","b2","max_order_notional","limit"],["reject","c1","group","timeout"]]' ]
	[[ "$output" == *"another leg of the group"* ]]
}

@test "an order that would meet an own one does not pass" {
	{
		cat market.ndjson
		order a
		order b | sed 's/buy/sell/'
		order c '"px":100.1' | sed 's/buy/sell/;s/"px":100,//'
	} >in
	run -1 risk <in
	[ "$(cells '.type, .id, .rule, .reason')" = '[["order","a",null,null],["reject","b","self_trade","would_cross"],["order","c",null,null]]' ]
}

@test "an amend is judged like an order; a cancel always passes" {
	{
		cat market.ndjson
		order a
		echo '{"type":"amend","venue":"okx","sym":"BTC-USDT","rx":1000300,"id":"a","qty":2}'
		echo '{"type":"amend","venue":"okx","sym":"BTC-USDT","rx":1000300,"id":"a","qty":20}'
		echo '{"type":"amend","venue":"okx","sym":"BTC-USDT","rx":1000300,"id":"zz","qty":2}'
		echo '{"type":"cancel","venue":"okx","sym":"BTC-USDT","id":"a"}'
	} >in
	run -1 "$XG_BIN/xg-risk" -l limits.json --where '.type != "book" and .type != "inst"' <in
	[ "$(cells '.type, .id, .rule')" = '[["order","a",null],["amend","a",null],["reject","a","max_order_notional"],["reject","zz","amend"],["cancel","a",null]]' ]
}

@test "halt stops orders of every process, also later ones, until resume" {
	{ cat market.ndjson; order o1; } >in
	run -0 "$XG_BIN/xg-risk" halt --reason 'odd fills'
	run -6 "$XG_BIN/xg-risk" status
	[[ "$output" == paper*'*'*halted*"odd fills" ]]
	run -6 risk <in
	[ "$(cells '.type, .rule, .reason, .detail')" = '[["alert",null,null,null],["reject","halt","halted","halted: odd fills"]]' ]
	run -0 risk --env test <in
	run -0 "$XG_BIN/xg-risk" resume
	run -0 "$XG_BIN/xg-risk" status
	run -0 risk <in
	run -1 --separate-stderr "$XG_BIN/xg-risk" resume
	[ "$stderr" = "xg-risk: nothing was halted" ]
}

@test "one venue can be halted alone" {
	{ cat market.ndjson; order o1; order o2 | sed s/okx/binance/; } >in
	run -0 "$XG_BIN/xg-risk" halt --venue okx
	run -6 risk <in
	[ "$(cells '.type, .id')" = '[["reject","o1"],["order","o2"]]' ]
	run -0 "$XG_BIN/xg-risk" resume --venue okx
	run -4 "$XG_BIN/xg-risk" halt --env production
	run -2 "$XG_BIN/xg-risk" halt --venue 'two words'
}

@test "R5: a halt by another name of a venue halts the venue" {
	{ cat market.ndjson; order o1; } >in
	run -0 --separate-stderr "$XG_BIN/xg-risk" halt --venue okex
	[ "$stderr" = "xg-risk: okex is another name of okx
xg-risk: paper: okx is halted; other environments are not" ]
	run -6 risk <in
	[ "$(cells '.type, .id')" = '[["reject","o1"]]' ]
	run -0 "$XG_BIN/xg-risk" resume --venue myokx
	run -0 --separate-stderr "$XG_BIN/xg-risk" halt --venue okxx
	[ "${stderr_lines[0]}" = "xg-risk: this version knows no venue 'okxx'; only orders that have exactly this name are meant" ]
	run -0 --separate-stderr "$XG_BIN/xg-risk" halt --env live
	[ "$stderr" = "xg-risk: live: everything is halted; other environments are not" ]
}

@test "R5: limits for another name of a venue or symbol would bind nobody: refused" {
	for l in '"allow_venues": ["okex"]' '"venues": {"gateio": {"max_order_notional": 1}}' \
		'"symbols": {"okex:BTC-USDT": {"max_order_notional": 1}}' \
		'"allow_symbols": ["okex:*"]' '"allow_symbols": ["BTC/USDT"]' \
		'"symbols": {"okx:BTC/USDT:USDT": {"max_order_notional": 1}}' \
		'"symbols": {"BTC/USDT:USDT": {"max_order_notional": 1}}'; do
		echo "{ \"equity\": 10000, \"max_order_notional\": 100, $l }" >l.json
		run -4 --separate-stderr "$XG_BIN/xg-risk" -n -l l.json --no-follow </dev/null
		[[ "$stderr" == "xg-risk: l.json: "*" is another name of "*", which no record has; write "* ]]
	done
	echo '{ "equity": 10000, "max_order_notional": 100, "allow_venues": ["okx", "mine", "b*"],
		"allow_symbols": ["BTC-*", "okx:ETH-USDT", "*:X-Y-PERP", "BTC-USD-PERP:BTC"] }' >l.json
	run -0 "$XG_BIN/xg-risk" -n -l l.json --no-follow </dev/null
}

@test "R5: a halt file that cannot be understood halts" {
	mkdir -p state/xg/paper
	touch state/xg/paper/halt
	{ cat market.ndjson; order o1; } >in
	run -6 risk <in
	[ "$(cells '.reason')" = '[[null],["halted"]]' ]
}

@test "SIGUSR1 halts a running gate, SIGHUP reads limits, bad ones stay out" {
	mkfifo in
	"$XG_BIN/xg-risk" -n -l limits.json <in >out 2>err 3>&- &
	gate=$!
	exec 9>in
	{ cat market.ndjson; order a; } >&9
	until [ -s out ]; do sleep 0.05; done
	echo '{ "max_order_notional": 1' >limits.json
	kill -HUP "$gate"
	for _ in $(seq 1200); do grep -q "were in force stay" err && break; sleep 0.05; done
	order b >&9
	until grep -q '"b"' out; do sleep 0.05; done
	echo '{ "max_order_notional": 50, "equity": 10000 }' >limits.json
	kill -HUP "$gate"
	for _ in $(seq 1200); do grep -q "was read again" err && break; sleep 0.05; done
	order c >&9
	until grep -q '"c"' out; do sleep 0.05; done
	kill -USR1 "$gate"
	for _ in $(seq 1200); do grep -q SIGUSR1 err && break; sleep 0.05; done
	order d >&9
	exec 9>&-
	status=0
	wait "$gate" || status=$?
	[ "$status" -eq 6 ]
	[ "$(jq -s -c 'map([.type, .id, .rule])' out)" = '[["order","a",null],["order","b",null],["reject","c","max_order_notional"],["alert",null,null],["reject","d","halt"]]' ]
	grep -q "limits.json:2:1: " err
}

@test "--stage caps every order; overrides of a venue cannot lift it" {
	echo '{"max_order_notional":1000,"equity":10000,"venues":{"okx":{"max_order_notional":500}}}' >limits.json
	{ cat market.ndjson; order a; order b | sed 's/"qty":1/"qty":6/'; } >in
	run -1 risk --stage 10 <in
	[ "$(cells '.type, .detail')" = '[["reject","100 currency; the limit is 10"],["reject","600 currency; the limit is 10"]]' ]
	run -1 risk --stage 100 <in
	[ "$(cells '.type')" = '[["order"],["reject"]]' ]
	run -1 risk <in
	[ "$(cells '.detail')" = '[[null],["600 currency; the limit is 500"]]' ]
}

@test "--explain tells what was checked of an order that passes" {
	{ cat market.ndjson; order a; } >in
	run -0 risk --explain <in
	[ "$(cells '.type, .code, .level')" = '[["order",null,null],["alert","risk_pass","info"]]' ]
	[ "$(jq -c 'select(.figures) | .figures | map(select(.rule == "max_order_notional"))' <<<"$output")" = '[{"rule":"max_order_notional","value":100,"limit":1000}]' ]
}

@test "rejects in a row open the breaker of a venue, for that venue alone" {
	echo '{"max_order_notional":1000,"equity":10000,"breaker":{"max_rejects":2,"open_s":1}}' >limits.json
	{
		cat market.ndjson
		for i in 1 2 3; do
			order "o$i"
			echo '{"type":"exec","id":"o'$i'","venue":"okx","sym":"BTC-USDT","rx":1000400,"event":"rejected","reason":"other"}'
		done
		order late | sed 's/1000300/1000500/'
		order other | sed 's/1000300/1000500/;s/okx/binance/'
		order probe | sed 's/1000300/2000500/'
		order second | sed 's/1000300/2000500/'
		echo '{"type":"exec","id":"probe","venue":"okx","sym":"BTC-USDT","rx":2000600,"event":"new"}'
		order third | sed 's/1000300/2000700/'
	} >in
	run -1 risk --where '.type != "exec"' <in
	[ "$(cells '.type, .id // .code, .reason' | jq -c '.[3:]')" = '[["alert","breaker_open",null],["reject","late","venue_down"],["order","other",null],["alert","breaker_half_open",null],["order","probe",null],["reject","second","venue_down"],["alert","breaker_closed",null],["order","third",null]]' ]
}

@test "bad input is told, kept, and loses nothing else" {
	head -c 1100000 /dev/zero | tr '\0' x >huge
	{
		cat market.ndjson
		echo '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"t","side":"buy"'
		printf '\377\376\000\001\n'
		printf '{"type":"order","sym":"A-B","id":"n","side":"buy","kind":"limit","px":'
		printf '[%.0s' $(seq 200)
		echo
		echo '{"type":"fill","id":"q","venue":"okx","sym":"BTC-USDT","trade_id":"t1","side":"buy","px":-1,"qty":1}'
		order w | sed 's/"px":100/"px":true/'
		order r | sed 's/"px":100/"px":1e99/'
		cat huge; echo
		order good
	} >in
	run -3 --separate-stderr risk --bad bad <in
	[ "$(jq -s -c 'map(select(.type == "order").id)' <<<"$output")" = '["good"]' ]
	[ "$(wc -l <bad)" -eq 7 ]
	[[ "$stderr" == *"stdin:5:"* ]]
	[[ "$stderr" == *"stdin:8: a fill has no positive price"* ]]
	[[ "$stderr" == *"longer than 1 MiB"* ]]
}

@test "the limits of the demo are good" {
	{ cat market.ndjson; order o1 | sed 's/"qty":1/"qty":0.1/'; } >in
	run -0 "$XG_BIN/xg-risk" -n -l "$BATS_TEST_DIRNAME/../../examples/limits.json" <in
	[ "$(cells .type)" = '[["order"]]' ]
}
