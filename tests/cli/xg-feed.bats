#!/usr/bin/env bats
# xg-feed without a venue to talk to: what it says, and how it ends.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_CACHE_HOME="$PWD/cache" XDG_RUNTIME_DIR="$PWD/run"
	export XDG_CONFIG_HOME="$PWD/config"
	mkdir -p -m 700 run cache/xg/live config/xg
	# Nobody listens there: the venue cannot be reached.
	cat >config/xg/config.json <<'JSON'
{"hosts": {"live": {"okx": {"rest": "https://127.0.0.1:1",
  "ws": ["wss://127.0.0.1:1", "wss://127.0.0.1:2"]}}}}
JSON
	cat >okx.ndjson <<'JSON'
{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.00001,"status":"trading","market":"spot"}
{"type":"inst","venue":"okx","sym":"BTC-USDT-PERP","base":"BTC","quote":"USDT","settle":"USDT","kind":"perp","native":"BTC-USDT-SWAP","tick":0.1,"lot":0.001,"contract":0.01,"status":"trading","market":"swap"}
JSON
}

teardown() {
	[ -z "${feed_pid:-}" ] || kill -KILL "$feed_pid" 2>/dev/null || true
}

feed() {
	"$XG_BIN/xg-feed" "$@"
}

# Waits until a command succeeds.
wait_for() {
	local i
	for ((i = 0; i < 1200; i++)); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}

@test "an unknown venue: one sentence and status 2" {
	run -2 feed --env live nowhere:BTC-USDT
	[ "$output" = "xg-feed: this version knows no venue 'nowhere'; xg-inst --venues lists those that it knows" ]
	run -2 feed --env live 'now*:BTC-USDT'
	[ "$output" = "xg-feed: this version knows no venue like 'now*'; xg-inst --venues lists those that it knows" ]
}

@test "what is no subscription or channel: one sentence and status 2" {
	run -2 feed --env live okx
	[ "$output" = "xg-feed: 'okx' is no subscription; write VENUE:SYMBOL, such as binance:BTC-USDT" ]
	run -2 feed --env live okx:BTC-USDT -c book,books
	[[ "$output" == "xg-feed: -c: there is no channel 'books'; there are trade, book"* ]]
	run -2 feed
	run -2 feed --on-lag wait okx:BTC-USDT
	run -2 feed --buffer 0 okx:BTC-USDT
}

@test "no simulator: one sentence and status 4" {
	run -4 feed okx:BTC-USDT
	[ "$output" = "xg-feed: $PWD/run/xg/sim.json is not there; start xg-sim for the paper environment" ]
}

@test "R26: paper refuses an address that is not loopback" {
	mkdir -m 700 run/xg
	echo '{"ca":"/dev/null","venues":{"okx":{"rest":"https://openapi.okx.com","ws":"wss://ws.okx.com"}}}' >run/xg/sim.json
	: >run/xg/ca.pem
	run -4 feed okx:BTC-USDT
	[[ "$output" == *"xg-feed: "* ]]
	[[ "$output" != *'"type"'* ]]
}

@test "no network and nothing cached: one sentence and status 5" {
	run -5 --separate-stderr feed --env live --tick 0 okx:BTC-USDT
	[ -z "$output" ]
	[[ "$stderr" == "xg-feed: cannot get the instruments of okx: "* ]]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "a venue in two regions: their records would have one name, so it is refused" {
	run -2 feed --env live okx:BTC-USDT myokx:BTC-USDT
	[ "$output" = "xg-feed: okx is named in two regions (the usual one, eea); give each a command of its own" ]
	run -2 feed --env live myokx:BTC-USDT okxus:BTC-USDT
	[ "$output" = "xg-feed: okx is named in two regions (eea, us); give each a command of its own" ]
	# A pattern of venues takes each where the others name it, so it adds no region.
	run -2 feed --env live '*:BTC-USDT' myokx:BTC-USDT okx:BTC-USDT
	[ "$output" = "xg-feed: okx is named in two regions (eea, the usual one); give each a command of its own" ]
}

@test "the region of the configuration and a name that means the same are one region" {
	mkdir -p cache/xg/live
	echo '{"region": {"okx": "eea"}}' >eea.json
	run -2 feed --env live --config eea.json okx:BTC-USDT okxus:BTC-USDT
	[ "$output" = "xg-feed: okx is named in two regions (eea, us); give each a command of its own" ]
	cp okx.ndjson cache/xg/live/okx.eea.ndjson
	run -2 feed --env live --tick 0 --config eea.json okx:BTC-USDC myokx:BTC-USDT
	[[ "$output" == *"xg-feed: okx has no BTC-USDC; did you mean okx:BTC-USDT?" ]]
	# The simulator has no regions.
	run -4 feed myokx:BTC-USDT okx:BTC-USDT
	[[ "$output" == *"start xg-sim for the paper environment" ]]
}

@test "a symbol that the venue has not: what is near, and status 2" {
	cp okx.ndjson cache/xg/live/
	run -2 feed --env live --tick 0 okx:BTC-USDC
	[[ "$output" == *"xg-feed: okx has no BTC-USDC; did you mean okx:BTC-USDT?" ]]
	# Not what begins alike: what is written most alike.
	sed 's/BTC-USDT-PERP/BTC-USD-PERP/' okx.ndjson >cache/xg/live/okx.ndjson
	run -2 feed --env live --tick 0 okx:BTC-USDC-PERP
	[[ "$output" == *"xg-feed: okx has no BTC-USDC-PERP; did you mean okx:BTC-USD-PERP?" ]]
	run -2 feed --env live --tick 0 okx:DOGE-EUR
	[[ "$output" == *"xg-feed: okx has no DOGE-EUR; xg-inst okx lists what it has" ]]
}

@test "a channel that no instrument named has is an error, else it is left out" {
	cp okx.ndjson cache/xg/live/
	run -2 feed --env live --tick 0 -c funding okx:BTC-USDT
	[[ "$output" == *"xg-feed: okx has none of these channels for BTC-USDT" ]]
}

@test "with a cache and no network it goes on trying, in band and in words, until a signal" {
	cp okx.ndjson cache/xg/live/
	"$XG_BIN/xg-feed" --env live 'okx:BTC/USDT:USDT' >out 2>err 3>&- &
	feed_pid=$!
	wait_for grep -q '"disconnected"' out
	wait_for grep -q '"type":"tick"' out
	wait_for test "$(grep -c '"connecting"' out)" -ge 1
	kill -TERM $feed_pid
	wait $feed_pid
	feed_pid=
	[ "$(head -1 out)" = "$(sed -n 2p okx.ndjson | sed 's/"BTC-USDT-PERP",/&"rx":RX,/' | sed "s/RX/$(jq .rx out | head -1)/")" ]
	grep -q '"event":"connecting".*"detail":"wss://127.0.0.1:1/ws/v5/public"' out
	grep -q '^xg-feed: okx: .*; trying again$' err
	[ "$(grep -c 'trying again' err)" -eq 1 ]
}

@test "endpoint mirrors: after a failure the next address is dialled" {
	cp okx.ndjson cache/xg/live/
	"$XG_BIN/xg-feed" --env live okx:BTC-USDT >out 2>err 3>&- &
	feed_pid=$!
	wait_for grep -q 'wss://127.0.0.1:2/ws/v5/public' out
	kill -INT $feed_pid
	wait $feed_pid
	feed_pid=
}

@test "a closed reader ends it quietly" {
	cp okx.ndjson cache/xg/live/
	run -0 --separate-stderr bash -c \
		"'$XG_BIN/xg-feed' -q --env live okx:BTC-USDT | head -1"
	[ -z "$stderr" ]
	[[ "$output" == '{"type":"inst","venue":"okx","sym":"BTC-USDT"'* ]]
}

@test "a subscription may be a pattern of venues" {
	cp okx.ndjson cache/xg/live/
	run -0 bash -c "'$XG_BIN/xg-feed' -q --env live 'o*x:*' | head -2"
	[ "$(jq -r .sym <<<"$output" | paste -sd ' ')" = "BTC-USDT BTC-USDT-PERP" ]
	run -2 feed --env live 'q*:*'
}
