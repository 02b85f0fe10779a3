#!/usr/bin/env bats
# xg-feed against the simulated Bitget over TLS: every category and channel, and
# what happens when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/bitget
	cd "$BATS_TEST_TMPDIR"
	sim_start bitget --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

is_right() {
	is_right_at "$1" "/api/v3/market/orderbook?category=$2&symbol=$3" 100
}

spot_is_right() {
	is_right BTC-USDT SPOT BTCUSDT
	[ -z "$(broken_chain)" ]
}

@test "every category over one connection: books are the venue's, checksums are right" {
	every_category
	is_right BTC-USDT SPOT BTCUSDT
	is_right BTC-USDT-PERP USDT-FUTURES BTCUSDT
	is_right BTC-USDC-PERP USDC-FUTURES BTCPERP
	is_right BTC-USD-PERP COIN-FUTURES BTCUSD
	is_right BTC-USD-20301230 COIN-FUTURES BTCUSDZ30
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "checksum" or .event == "gap" or .event == "resync"'
	[ "$(jq -c 'select(.event == "connected")' "$out" | wc -l)" -eq 1 ]
	[ ! -s "$err" ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	feed_start 'bitget:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "candle" and .sym == "BTC-USDT"'
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USD-20301230")' "$out")" ]
	[ -z "$(jq -c 'select(.type == "mark" and .sym == "BTC-USDT")' "$out")" ]
	sim_get bitget '/api/v3/market/fills?category=COIN-FUTURES&symbol=BTCUSD&limit=500' |
		jq -c '.data[] | [.execId, .price, .size, .side]' |
		trades_are_theirs
}

@test "R8: a missing update is found by seq and pseq, told, and costs one symbol a snapshot" {
	an_update_is_missing gap
}

@test "R9: a wrong checksum costs one symbol a snapshot" {
	a_checksum_is_wrong
}

@test "a snapshot that nobody asked for is a reset, and no gap" {
	start
	sim_fault "maintenance,on=book,max=1,sym=BTC-USDT"
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "gap" or .event == "resync" or .event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	a_connection_drops
}

@test "trades of a time without connection come with the next snapshot, none twice" {
	feed_start bitget:BTC-USDT-PERP -c trade
	wait_for saw '.type == "trade"'
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for saw '.event == "subscribed"'
	wait_for saw '.type == "trade"'
	feed_stop
	[ -z "$(jq -r 'select(.type == "trade") | .id' "$out" | sort | uniq -d)" ]
	# Ids count by one here: between the first and the last none is missing.
	jq -r 'select(.type == "trade") | .id' "$out" >ids
	sim_get bitget '/api/v3/market/fills?category=USDT-FUTURES&symbol=BTCUSDT&limit=500' |
		jq -r '.data[].execId' | tac >all
	first=$(head -n 1 ids) last=$(tail -n 1 ids)
	sed -n "/^$first\$/,/^$last\$/p" all >theirs
	diff ids theirs
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	is_silent bitget BTC-USDT spot_is_right
}

@test "a venue that closes without a word is dialled again" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitget --sym 'BTC-*' --fault delay,on=reply,by=7s,max=1
	feed_start bitget:BTC-USDT-PERP -c book,trade
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	wait_for saw '.type == "trade"'
	is_right BTC-USDT-PERP USDT-FUTURES BTCUSDT
	[ -z "$(broken_chain)" ]
}

@test "a topic that the venue does not have fails alone, not its whole request" {
	# A pair that has been delisted since its instruments were cached.
	"$XG_BIN/xg-inst" bitget >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitget --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/bitget.ndjson"
	feed_start bitget:BTC-USDT bitget:ETH-USDT -c book
	wait_for saw '.event == "error" and .sym == "ETH-USDT" and (.detail | contains("refused"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "error" and .sym == "BTC-USDT"'
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'bitget:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"topic":"ticker".*"instType":"coin-futures"\|"instType":"coin-futures","topic":"ticker"' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
