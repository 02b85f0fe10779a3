#!/usr/bin/env bats
# xg-feed of OKX's options against the simulator over TLS: priced in the coin and in
# dollars, every channel that they have; after each fault the books are the venue's.

bats_require_minimum_version 1.5.0

CALL=BTC-USD-20301223-90000-C
PUT=BTC-USD-20301223-90000-P
DOLLARS=BTC-USD-20301223-90000-C:USDC

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start okx --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

@test "books of every family are the venue's, in base units" {
	feed_start okx:$CALL okx:$PUT okx:$DOLLARS okx:ETH-USD-20301223-5000-C -c book
	for s in $CALL $PUT $DOLLARS ETH-USD-20301223-5000-C; do
		wait_for has_snap okx "$s"
	done
	same_book okx $CALL
	same_book okx $PUT
	same_book okx $DOLLARS
	same_book okx ETH-USD-20301223-5000-C
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "gap" or .event == "resync"'
	[ ! -s "$err" ]
}

@test "every channel of options: trades, best prices, marks, open interest, candles; no funding" {
	feed_start "okx:$CALL" "okx:$PUT" "okx:$DOLLARS" -c trade,bbo,mark,oi,candle,funding
	for s in $CALL $PUT $DOLLARS; do
		for t in trade bbo mark oi candle; do
			wait_for saw ".type == \"$t\" and .sym == \"$s\""
		done
	done
	wait_for saw '.event == "subscribed" and (.detail | test("^([0-9]+) of \\1 topics$"))'
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding")' "$out")" ]
	# A premium is in the coin, or in dollars; both are below the price of the coin.
	[ "$(jq -s --arg call $CALL --arg dollars $DOLLARS '
		map(select(.type == "mark")) | [
			(map(select(.sym == $call) | .mark > 0 and .mark < 1) | all),
			(map(select(.sym == $dollars) | .mark > 100 and .mark < 50000) | all)
		] | all' "$out")" = true ]
	# Each trade is the venue's, a contract being a hundredth of a coin.
	sim_get okx '/api/v5/market/trades?instId=BTC-USD-301223-90000-C&limit=500' |
		jq -c '.data[] | [.tradeId, .px, .sz, .side]' >theirs
	jq -c --arg call $CALL 'select(.type == "trade" and .sym == $call)
		| [.id, .px, (.qty * 100 | round), .side]' "$out" >ours
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] as $v | .[1] == ($v[0] | tonumber)
			and .[2] == ($v[1] | tonumber) and .[3] == $v[2])' ours
}

@test "R8: a missing update of an option costs it a snapshot, and nothing else one" {
	feed_start okx:$CALL okx:BTC-USD-20301223 -c book
	wait_for has_snap okx $CALL
	wait_for has_snap okx BTC-USD-20301223
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "gap,max=1,on=book,sym=$CALL"
	wait_for saw ".event == \"gap\" and .sym == \"$CALL\""
	wait_for has_snap okx $CALL
	same_book okx $CALL
	[ -z "$(broken_chain)" ]
	run ! has_snap okx BTC-USD-20301223
	run ! saw '.event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books of options start anew" {
	feed_start okx:$CALL -c book
	wait_for has_snap okx $CALL
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap okx $CALL
	same_book okx $CALL
}

@test "a recording of options decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	: >rec.ndjson
	"$XG_BIN/xg-feed" --raw 'okx:BTC-USD-20301223-*' -c book,trade,bbo,mark,oi,candle,liq \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	for c in books trades bbo-tbt mark-price open-interest candle1m; do
		wait_for grep -q "\"channel\":\"$c\",\"instId\":\"BTC-USD-301223-90000-C\"},\"\(action\|data\)" rec.ndjson
	done
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
