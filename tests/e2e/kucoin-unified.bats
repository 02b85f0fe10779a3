#!/usr/bin/env bats
# xg-feed against the simulated KuCoin as of a unified account: every channel without
# a token, over TLS; after each fault the books are the venue's.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/kucoin
	cd "$BATS_TEST_TMPDIR"
	sim_start kucoin --sym 'BTC-*' --sym 'ETH-*'
	account_kind kucoin unified
}

teardown() {
	feed_stop || true
	sim_stop
}

@test "every market: books are the venue's, in base units, over two connections without a token" {
	every_market_is_right book,trade
	[ "$(jq -c 'select(.event == "connected")' "$out" | wc -l)" -eq 2 ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	every_channel_comes
}

@test "R8: a missing update is found, told, and costs one symbol a snapshot" {
	an_update_is_missing
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	a_connection_drops
}

@test "R10: a connection that is silent is found out by its symbols" {
	a_connection_is_silent
}

@test "a recording decodes to the same, has the shape that is pinned, and no token" {
	out=rec.ndjson err=rec.err
	: >rec.ndjson
	"$XG_BIN/xg-feed" --raw 'kucoin:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	for t in kline.FUTURES kline.SPOT trade.SPOT trade.FUTURES mark-price funding-fee; do
		wait_for grep -q "\"T\":\"$t\"" rec.ndjson
	done
	feed_stop
	run ! grep -q 'token\|bullet\|"topic"' rec.ndjson
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
