#!/usr/bin/env bats
# xg-feed against the simulated Coinbase: Advanced Trade and the Exchange feed.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start coinbase coinbase-exchange --sym 'BTC-*' --sym 'ETH-USD'
}

teardown() {
	feed_stop || true
	sim_stop
}

# Is the reader's book one that the venue has? The venue's updates have no number
# of the book: some state of the reader's last seconds must be the one that the
# simulator told meanwhile.
same_state() {
	local venue=$1 sym=$2 theirs size i
	size=$(grep -m 1 "\"inst\",\"venue\":\"$venue\",\"sym\":\"$sym\"," "$out" |
		jq '.contract // 1')
	for ((i = 0; i < 40; i++)); do
		theirs=$(sim_book "$venue" "$sym" 1000 | jq -c --argjson size "$size" \
			'[.bids, .asks] | map(map([.[0], (.[1] * $size * 1e8 | round / 1e8)]))')
		sleep 0.3
		books_of "$venue" "$sym" | "$XG_BIN/xg-book" --only -d 1000 2>/dev/null |
			tail -n 12 | jq -c '[.bids, .asks]' | grep -Fxq "$theirs" && return
	done
	echo "no state of $venue:$sym is the venue's, $theirs" >&2
	return 1
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

@test "disconnect: dialled anew, books from new snapshots" {
	feed_start coinbase:BTC-USD coinbase-exchange:BTC-USD -c book
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase-exchange BTC-USD
	mark
	sim_fault disconnect,venue=coinbase,max=1,every=100ms
	sim_fault disconnect,venue=coinbase-exchange,max=1,every=100ms
	wait_for saw '.event == "disconnected"'
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase-exchange BTC-USD
	same_state coinbase BTC-USD
	same_state coinbase-exchange BTC-USD
}

@test "stall: without a heartbeat the connection is dead, although it answers pings" {
	feed_start coinbase:BTC-USD -c book
	wait_for has_snap coinbase BTC-USD
	mark
	sim_fault stall,venue=coinbase,max=1,every=100ms
	wait_for saw '.event == "disconnected" and (.detail | test("heartbeat"))'
	wait_for has_snap coinbase BTC-USD
	same_state coinbase BTC-USD
}

@test "shutdown: the venue closes without a word, and is dialled again" {
	feed_start coinbase:BTC-USD -c book
	wait_for has_snap coinbase BTC-USD
	mark
	sim_fault shutdown,venue=coinbase,max=1,every=100ms
	wait_for saw '.event == "disconnected"'
	wait_for has_snap coinbase BTC-USD
	same_state coinbase BTC-USD
}

@test "slow acks: waited for, and what comes before them is not lost" {
	sim_fault delay,venue=coinbase,on=reply,by=3s,max=2
	feed_start coinbase:BTC-USD -c book
	wait_for saw '.event == "subscribed"'
	wait_for has_snap coinbase BTC-USD
	same_state coinbase BTC-USD
	run ! saw '.event == "disconnected" or .event == "resync"'
}
