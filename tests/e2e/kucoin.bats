#!/usr/bin/env bats
# xg-feed against the simulated KuCoin over TLS: both dialects, every channel, and
# what happens when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/kucoin
	cd "$BATS_TEST_TMPDIR"
	sim_start kucoin --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

@test "every market: books are the venue's, in base units" {
	every_market_is_right book
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	every_channel_comes
}

@test "R25: a token is asked for each classic connection, and shown nowhere" {
	feed_start --raw kucoin:BTC-USDT kucoin:BTC-USDT-PERP -c trade
	wait_for grep -q '"market":"futures".*/contractMarket/execution' "$out"
	wait_for grep -q '"market":"spot".*/market/match' "$out"
	feed_stop
	run ! grep -q 'token=\|KU\.' "$out" "$err"
	grep -q '"url":"wss://127.0.0.1:[0-9]*/endpoint"' "$out"
}

@test "R8: a missing update is found, told, and costs one symbol a snapshot" {
	an_update_is_missing
}

@test "what comes twice changes nothing" {
	start
	sim_fault "dup,max=3,on=book"
	sleep 1
	spot_is_right
	run ! saw '.event == "gap" or .event == "resync"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	a_connection_drops
}

@test "a close without a notice: the venue has none" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap kucoin BTC-USDT
	spot_is_right
}

@test "R10: a connection that is silent is found out by its symbols" {
	a_connection_is_silent
}

@test "a token that expires: a new one, and the next connection is there before the old one goes" {
	feed_start kucoin:BTC-USDT kucoin:BTC-USDT-PERP -c trade
	wait_for saw '.type == "trade" and .sym == "BTC-USDT"'
	wait_for saw '.type == "trade" and .sym == "BTC-USDT-PERP"'
	mark
	# Tokens are good for a day of the venue's clock.
	sim_fault "skew,by=25h"
	wait_for saw '.event == "disconnected" and .detail == "replaced: its token has expired"'
	wait_for saw '.event == "subscribed"'
	mark
	wait_for saw '.type == "trade" and .sym == "BTC-USDT"'
	wait_for saw '.type == "trade" and .sym == "BTC-USDT-PERP"'
}

@test "no token is to be had for a while: asked again until there is one" {
	"$XG_BIN/xg-inst" kucoin >insts
	sim_fault "429,on=rest,max=1"
	feed_start kucoin:BTC-USDT -c trade
	wait_for saw '.event == "ratelimit" and (.detail | contains("public"))'
	wait_for saw '.type == "trade"'
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	sim_fault "delay,on=reply,by=7s,nth=2,max=1"
	feed_start kucoin:BTC-USDT-PERP -c book
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 1 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	is_right BTC-USDT-PERP '/api/v1/level2/depth100?symbol=XBTUSDTM' '.[1] * 1000 | round'
	[ -z "$(broken_chain)" ]
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'kucoin:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q 'limitCandle:XBTUSDM' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
