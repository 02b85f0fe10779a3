#!/usr/bin/env bats
# xg-feed against the simulated Bitget as of a classic account: v2 over TLS, whose
# books are proven by checksums alone; after each fault they are the venue's.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/bitget
	cd "$BATS_TEST_TMPDIR"
	sim_start bitget --sym 'BTC-*' --sym 'ETH-*'
	account_kind bitget classic
}

teardown() {
	feed_stop || true
	sim_stop
}

is_right() {
	is_right_at "$1" "$2" 50
}

spot_is_right() {
	is_right BTC-USDT '/api/v2/spot/market/orderbook?symbol=BTCUSDT&type=step0'
	[ -z "$(broken_chain)" ]
}

mix_is_right() {
	is_right "$1" "/api/v2/mix/market/merge-depth?productType=$2&symbol=$3"
}

@test "every category in v2: books are the venue's, checksums are right" {
	every_category
	wait_for saw '.event == "subscribed" and .detail == "5 of 5 topics"'
	spot_is_right
	mix_is_right BTC-USDT-PERP USDT-FUTURES BTCUSDT
	mix_is_right BTC-USDC-PERP USDC-FUTURES BTCPERP
	mix_is_right BTC-USD-PERP COIN-FUTURES BTCUSD
	mix_is_right BTC-USD-20301230 COIN-FUTURES BTCUSDZ30
	run ! saw '.event == "checksum" or .event == "gap" or .event == "resync"'
	[ "$(jq -c 'select(.event == "connected")' "$out" | wc -l)" -eq 1 ]
	[ ! -s "$err" ]
}

@test "every channel of v2, and no liquidations" {
	feed_start 'bitget:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "candle" and .sym == "BTC-USDT"'
	wait_for saw '.event == "subscribed" and (.detail | test("^([0-9]+) of \\1 topics$"))'
	feed_stop
	[ ! -s "$err" ]
	sim_get bitget '/api/v2/mix/market/fills?productType=COIN-FUTURES&symbol=BTCUSD&limit=500' |
		jq -c '.data[] | [.tradeId, .price, .size, .side]' |
		trades_are_theirs
	feed_start bitget:BTC-USDT-PERP -c liq
	wait_for grep -q 'has none of these channels' "$err"
}

@test "R8: a missing update is found by the next checksum, and costs one symbol a snapshot" {
	an_update_is_missing checksum ,on=book
}

@test "R9: a wrong checksum costs one symbol a snapshot" {
	a_checksum_is_wrong
}

@test "a snapshot that nobody asked for is a reset" {
	start
	sim_fault "maintenance,on=book,max=1,sym=BTC-USDT"
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "checksum" or .event == "resync" or .event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	a_connection_drops
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	sim_fault "stall,max=1"
	wait_for saw '.event == "stale" and .channel == "book"'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
}

@test "a topic that the venue does not have fails alone" {
	"$XG_BIN/xg-inst" bitget >insts
	[ "$(jq -r 'select(.sym == "BTC-USD-20301230") | [.tick, .lot, .kind] | @csv' insts)" = '0.1,0.001,"future"' ]
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitget --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/bitget.classic.ndjson"
	feed_start bitget:BTC-USDT bitget:ETH-USDT -c book
	wait_for saw '.event == "error" and .sym == "ETH-USDT" and (.detail | contains("refused"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
}

@test "both kinds list the same instruments; v2 has no least quantity of spot" {
	"$XG_BIN/xg-inst" bitget | jq -S -c 'del(.rx)' | sort >classic
	account_kind bitget unified
	"$XG_BIN/xg-inst" bitget |
		jq -S -c 'del(.rx) | if .kind == "spot" then del(.min_qty) else . end' | sort >unified
	[ -s classic ]
	diff classic unified
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	: >rec.ndjson
	"$XG_BIN/xg-feed" --raw 'bitget:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"action":"snapshot","arg":{"instType":"COIN-FUTURES","channel":"ticker"' rec.ndjson
	wait_for grep -q '"action":"update","arg":{"instType":"SPOT","channel":"books"' rec.ndjson
	wait_for grep -q '"action":"update","arg":{"instType":"SPOT","channel":"candle1m"' rec.ndjson
	feed_stop
	run ! grep -q '/v3/ws' rec.ndjson
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
