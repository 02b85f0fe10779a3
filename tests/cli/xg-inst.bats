#!/usr/bin/env bats
# xg-inst: instruments from the cache (R29), their names, and what venues can do.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_CACHE_HOME="$PWD/cache" XDG_RUNTIME_DIR="$PWD/run" XG_ENV=live
	export XDG_CONFIG_HOME="$PWD/config"
	mkdir -p -m 700 run cache/xg/live config/xg
	# Nobody listens there: the venue cannot be reached.
	cat >config/xg/config.json <<'JSON'
{"hosts": {"live": {"okx": {"rest": "https://127.0.0.1:1"},
  "binance": {"spot-rest": "https://127.0.0.1:1",
    "usdm-rest": "https://127.0.0.1:1", "coinm-rest": "https://127.0.0.1:1"}}}}
JSON
	cat >cache/xg/live/binance.ndjson <<'JSON'
{"type":"inst","venue":"binance","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTCUSDT","tick":0.01,"lot":0.00001,"status":"trading","market":"spot"}
{"type":"inst","venue":"binance","sym":"BTC-USDT-PERP","base":"BTC","quote":"USDT","settle":"USDT","kind":"perp","native":"BTCUSDT","tick":0.1,"lot":0.001,"status":"trading","market":"usdm"}
{"type":"inst","venue":"binance","sym":"ETH-USDT-PERP","base":"ETH","quote":"USDT","settle":"USDT","kind":"perp","native":"ETHUSDT","tick":0.1,"lot":0.001,"status":"trading","market":"usdm"}
{"type":"inst","venue":"binance","sym":"OLD-USDT-PERP","base":"OLD","quote":"USDT","settle":"USDT","kind":"perp","native":"OLDUSDT","tick":0.1,"lot":0.001,"status":"break","market":"usdm"}
JSON
}

inst() {
	"$XG_BIN/xg-inst" "$@"
}

# The line of a symbol in the cache.
cached() {
	sed -n "$1p" cache/xg/live/binance.ndjson
}

@test "R29: what is cached needs no network and comes byte for byte" {
	run -0 inst binance
	[ "$output" = "$(cat cache/xg/live/binance.ndjson)" ]
	run -0 inst binance:BTC-USDT
	[ "$output" = "$(cached 1)" ]
}

@test "what is cached of the whole world is not taken for a region's, nor back" {
	local one='{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"market":"spot"}'

	echo "$one" >cache/xg/live/okx.ndjson
	echo "${one/0.1/0.5}" >cache/xg/live/okx.eea.ndjson
	run -0 inst okx
	[ "$output" = "$one" ]
	jq '.region = {okx: "eea"}' config/xg/config.json >eea.json
	run -0 inst okx --config eea.json
	[ "$output" = "${one/0.1/0.5}" ]
	jq '.region = {okx: "us"}' config/xg/config.json >us.json
	run -5 inst okx --config us.json
	[[ $output == *"cannot get the instruments of okx"* ]]
	jq '.region = {okx: "mars"}' config/xg/config.json >mars.json
	run -4 inst okx --config mars.json
	[[ $output == *"region.okx"* ]]
}

@test "names that mean a region: its instruments, whatever the configuration says" {
	local one='{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"market":"spot"}'

	echo "$one" >cache/xg/live/okx.ndjson
	echo "${one/0.1/0.5}" >cache/xg/live/okx.eea.ndjson
	run -0 inst myokx:BTC-USDT
	[ "$output" = "${one/0.1/0.5}" ]
	jq '.region = {okx: "us"}' config/xg/config.json >us.json
	run -0 inst myokx --config us.json
	[ "$output" = "${one/0.1/0.5}" ]
	run -5 inst okxus
	[[ $output == *"cannot get the instruments of okx"* ]]
}

@test "a venue in two regions: nothing is printed, one sentence and status 2" {
	echo '{"region": {"okx": "eea"}}' >eea.json
	run -2 inst binance okx myokx
	[ "$output" = "xg-inst: okx is named in two regions (the usual one, eea); give each a command of its own" ]
	run -2 inst --config eea.json okx:BTC-USDT okxus:BTC-USDT
	[ "$output" = "xg-inst: okx is named in two regions (eea, us); give each a command of its own" ]
	# One region by two names, and two venues in two regions, are as good.
	run -2 inst --config eea.json okx myokx okex bybiteu bybit
	[ "$output" = "xg-inst: bybit is named in two regions (eu, the usual one); give each a command of its own" ]
}

@test "names of ccxt and tardis are understood" {
	run -0 inst binance:BTC/USDT:USDT
	[ "$output" = "$(cached 2)" ]
	run -0 inst binance-futures:ETH/USDT:USDT
	[ "$output" = "$(cached 3)" ]
	run -0 inst binanceusdm:~ETHUSDT
	[ "$output" = "$(cached 3)" ]
}

@test "a pattern names what can be traded now, a name also what cannot" {
	run -0 inst 'binance:*-USDT-PERP'
	[ "$output" = "$(cached 2,3)" ]
	run -0 inst 'binance:*/USDT:USDT'
	[ "$output" = "$(cached 2,3)" ]
	run -0 inst binance:OLD-USDT-PERP
	[ "$output" = "$(cached 4)" ]
}

@test "codes there and back" {
	run -0 inst --native binance BTC-USDT ETH/USDT:USDT
	[ "$output" = $'BTCUSDT\nETHUSDT' ]
	run -0 inst --unified binance BTCUSDT ETHUSDT
	[ "$output" = $'BTC-USDT\nBTC-USDT-PERP\nETH-USDT-PERP' ]
}

@test "--where and --map see the records" {
	run -0 inst binance --where 'kind == "spot"' --map .tick
	[ "$output" = 0.01 ]
}

@test "a code of several instruments is a question, not an answer" {
	run -2 inst binance:~BTCUSDT
	[ "$output" = "xg-inst: binance:~BTCUSDT is BTC-USDT and BTC-USDT-PERP; say which" ]
}

@test "a symbol that is not there: what is near, and status 2" {
	run -2 inst binance:BTC-USDC
	[[ "$output" == *"xg-inst: binance has no BTC-USDC; did you mean binance:BTC-USDT?" ]]
	run -2 inst --unified binance NOPE
	[[ "$output" == *"binance has no instrument with the code NOPE" ]]
	run -2 inst 'binance:Q*'
	[[ "$output" == *"binance lists nothing like Q*; see xg-inst binance" ]]
}

@test "a kind of account that is none: one sentence and status 4, whatever is cached" {
	echo '{"account_kind": {"bitget": 2, "binance": "unified"}}' >kinds.json
	run -4 inst --config kinds.json bitget
	[ "$output" = 'xg-inst: account_kind.bitget of the configuration is 2; write "unified" or "classic"' ]
	run -4 inst --config kinds.json binance
	[[ "$output" == *"binance has one kind of account"* ]]
	run -0 inst --venues
	[ "$(jq -c 'select(.venue == "bitget") | .account_kinds | map(.kind)' <<<"$output")" = '["unified","classic"]' ]
	[ "$(jq -c 'select(.venue == "bitget") | .account_kinds[1] | [.proof.spot, (.channels | index("liq"))]' <<<"$output")" = '["checksum",null]' ]
	[ "$(jq -c 'select(.venue == "okx") | .account_kinds' <<<"$output")" = '[]' ]
}

@test "an unknown venue: one sentence and status 2" {
	run -2 inst nowhere
	[ "$output" = "xg-inst: this version knows no venue 'nowhere'; xg-inst --venues lists those that it knows" ]
	run -2 inst
	run -2 inst --native binance
	run -2 inst --native --unified binance BTCUSDT
}

@test "no network and nothing cached: one sentence and status 5" {
	run -5 inst okx
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == "xg-inst: cannot get the instruments of okx: "* ]]
}

@test "R29: an old cache is better than no answer, and it is told" {
	touch -d '2 days ago' cache/xg/live/binance.ndjson
	run -0 --separate-stderr inst binance:BTC-USDT
	[ "$output" = "$(cached 1)" ]
	[[ "$stderr" == "xg-inst: cannot get the instruments of binance: "*"; these are of an earlier time" ]]
}

@test "a damaged cache is told, not believed" {
	sed -i '2s/"tick":0.1/"tick":x/' cache/xg/live/binance.ndjson
	run -1 --separate-stderr inst binance
	[ "$output" = "$(cached 1)" ]
	[[ "$stderr" == "xg-inst: the cached instruments of binance are damaged ("*"); --refresh makes them anew" ]]
}

@test "no simulator: one sentence and status 4" {
	run -4 inst --env paper okx
	[ "$output" = "xg-inst: $PWD/run/xg/sim.json is not there; start xg-sim for the paper environment" ]
}

@test "--venues is one JSON object a line" {
	run -0 inst --venues
	[ "$(jq -r .venue <<<"$output")" = "$(jq -r .venue <<<"$output" | sort)" ]
	[ "$(jq -c 'select(.venue == "okx") | [.type, .channels[0], .seq_proof, .passphrase]' <<<"$output")" = '["venue","trade",true,true]' ]
	[ "$(jq -c 'select(.venue == "binance") | .orders' <<<"$output")" = '["gtc","ioc","fok","gtx","market"]' ]
}

@test "R28: --venues says how deep books are: of each market, 0 for all" {
	run -0 inst --venues
	[ "$(jq -c 'select(.venue == "kraken") | .depth' <<<"$output")" = '{"spot":1000,"futures":0}' ]
	[ "$(jq -c 'select(.venue == "deribit") | .depth | add' <<<"$output")" = 0 ]
	# Where there is a choice: that of the usual kind.
	[ "$(jq -c 'select(.venue == "gate") | [.depth.spot, .books[0].levels]' <<<"$output")" = '[400,400]' ]
	[ "$(jq -c 'select(.venue == "hyperliquid") | .depth.perp' <<<"$output")" = 5 ]
	[ "$(jq -c 'select(.venue == "gate") | .depth.delivery' <<<"$output")" = 100 ]
	[ "$(jq -c 'select((.depth | keys) != (.markets | sort))' <<<"$output")" = "" ]
}

@test "xg-venues(7) lists the venues as --venues does" {
	local top="$BATS_TEST_DIRNAME/../.."
	inst --venues | jq -r -f "$top/tests/support/venues.jq" >want
	sed -n '/^\.Sh VENUES$/,/^\.El$/p' "$top/man/xg-venues.7" |
		sed '1,2d;$d' >have
	diff -u have want
}
