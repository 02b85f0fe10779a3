#!/usr/bin/env bats
# xg-feed against the simulated Coinbase: Advanced Trade and the Exchange feed.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/coinbase
	cd "$BATS_TEST_TMPDIR"
	sim_start coinbase coinbase-exchange --sym 'BTC-*' --sym 'ETH-USD'
}

teardown() {
	feed_stop || true
	sim_stop
}

@test "books, trades, candles, funding, open interest: the books are the venue's" {
	feed_start coinbase:BTC-USD coinbase:BTC-USD-PERP coinbase-exchange:ETH-USD -c book,trade,candle,funding,oi
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase BTC-USD-PERP
	wait_for has_snap coinbase-exchange ETH-USD
	wait_for saw '.venue == "coinbase" and .event == "subscribed"'
	wait_for saw '.venue == "coinbase-exchange" and .event == "subscribed"'
	for t in trade candle funding oi; do
		wait_for saw ".venue == \"coinbase\" and .type == \"$t\""
	done
	wait_for saw '.venue == "coinbase-exchange" and .type == "trade"'
	same_state coinbase BTC-USD
	same_state coinbase BTC-USD-PERP
	same_state coinbase-exchange ETH-USD
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "gap" or .event == "resync"'
}

@test "a trade has the aggressor's side and is told once" {
	feed_start coinbase:BTC-USD coinbase-exchange:BTC-USD -c trade
	for v in coinbase coinbase-exchange; do
		wait_for saw ".venue == \"$v\" and .type == \"trade\""
	done
	sleep 1
	id=$(since '.venue == "coinbase" and .type == "trade"' | tail -n 1 | jq -r .id)
	[ "$(since '.venue == "coinbase" and .type == "trade"' | jq -r .id | sort | uniq -d | wc -l)" -eq 0 ]
	# The venue tells the maker's side.
	maker=$(sim_get coinbase "/api/v3/brokerage/market/products/BTC-USD/ticker?limit=500" |
		jq -r --arg id "$id" '.trades[] | select(.trade_id == $id) | .side')
	mine=$(since '.venue == "coinbase" and .type == "trade"' | jq -r --arg id "$id" 'select(.id == $id) | .side')
	[ "$maker $mine" = "BUY sell" ] || [ "$maker $mine" = "SELL buy" ]
}

@test "X-USDC is a view of X-USD: both names, one subscription" {
	feed_start --raw coinbase:BTC-USDC coinbase:BTC-USD -c book
	wait_for grep -q '"type":"snapshot"' "$out"
	sleep 1
	feed_stop
	[ "$(grep -c '"dir":"out".*"channel":"level2"' "$out")" -eq 1 ]
	"$XG_BIN/xg-decode" "$out" >records
	for s in BTC-USD BTC-USDC; do
		books_of coinbase $s records | jq -c 'del(.sym)' >"book.$s"
		[ -s "book.$s" ]
	done
	cmp book.BTC-USD book.BTC-USDC
}

@test "gap: a missing frame of any channel ends the connection with all its books" {
	feed_start coinbase:BTC-USD coinbase:ETH-USD -c book,trade
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase ETH-USD
	mark
	sim_fault gap,venue=coinbase,on=trade,max=1,every=100ms
	wait_for saw '.event == "gap" and (.detail | test("1 frames of the connection are missing"))'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase ETH-USD
	same_state coinbase BTC-USD
	same_state coinbase ETH-USD
	[ -z "$(broken_chain)" ]
}
