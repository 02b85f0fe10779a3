#!/usr/bin/env bats
# xg-feed against the simulated Bitfinex over TLS: every channel, and what happens
# when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start bitfinex --sym 'BTC-*' --sym 'DOGE-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

# What the venue's book is, as numbers: [[px, qty] ...] of both sides.
theirs_of() {
	sim_get bitfinex "/v2/book/$1/P0?len=250" | jq -cS '
		{bids: map(select(.[2] > 0) | [.[0], .[2]]),
		asks: map(select(.[2] < 0) | [.[0], -.[2]])}'
}

# Is the book of SYM the venue's? Its answer has no number: it must be a state that
# was kept.
is_right() {
	local i
	: >theirs
	for ((i = 0; i < 60; i++)); do
		theirs_of "$2" >>theirs
		sleep 0.3
		books_of bitfinex "$1" | "$XG_BIN/xg-book" -n --only --depth 1000 |
			jq -cS '{bids, asks}' >states
		# Ours may come late: earlier ones of theirs count, too.
		! grep -qxFf theirs states || return 0
	done
	echo "no state of $1 is the venue's in 60 tries" >&2
	diff <(tail -1 theirs | jq .) <(tail -1 states | jq .) >&2
	return 1
}

btc_is_right() {
	is_right BTC-USD tBTCUSD
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start bitfinex:BTC-USD bitfinex:BTC-USDT-PERP -c book,trade "$@"
	wait_for has_snap bitfinex BTC-USD
	wait_for has_snap bitfinex BTC-USDT-PERP
	wait_for saw '.event == "subscribed"'
	mark
}

@test "pairs and perpetuals: books are the venue's, and no checksum is wrong" {
	feed_start 'bitfinex:*' -c book
	for s in BTC-USD BTC-USDT DOGE-USD BTC-USDT-PERP; do
		wait_for has_snap bitfinex "$s"
	done
	btc_is_right
	is_right BTC-USDT tBTCUST
	is_right DOGE-USD tDOGE:USD
	is_right BTC-USDT-PERP tBTCF0:USTF0
	run ! saw '.event == "checksum" or .event == "gap" or .event == "resync"'
	[ ! -s "$err" ]
}

@test "every channel: trades, quotes, marks, funding, open interest, candles" {
	feed_start 'bitfinex:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USDT-PERP\""
	done
	for t in trade bbo candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD\""
	done
	wait_for saw '.event == "subscribed" and .detail == "11 of 11 topics"'
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "bbo" and (.bid == null or .ask == null or .bid >= .ask))' "$out")" ]
	# Each trade is one of the venue's, and none comes twice.
	sim_get bitfinex '/v2/trades/tBTCUSD/hist?limit=1000' | jq -c '.[] |
		[(.[0] | tostring), .[3], (.[2] | fabs), (if .[2] > 0 then "buy" else "sell" end)]' >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD") | [.id, .px, .qty, .side]' "$out" >ours
	[ -s ours ]
	[ -z "$(sort ours | uniq -d)" ]
	[ -z "$(sort ours | comm -23 - <(sort theirs))" ]
}

@test "R8: a message that is lost is found by its number, whatever channel it was of" {
	start
	sim_fault "gap,on=book,max=1,sym=BTC-USD"
	wait_for saw '.event == "gap"'
	wait_for saw '.event == "disconnected" and (.detail | contains("data was lost"))'
	wait_for has_snap bitfinex BTC-USD
	btc_is_right
	wait_for has_snap bitfinex BTC-USDT-PERP
	mark
	sim_fault "gap,on=trade,max=1"
	wait_for saw '.event == "gap"'
	wait_for has_snap bitfinex BTC-USDT-PERP
	is_right BTC-USDT-PERP tBTCF0:USTF0
	[ -z "$(broken_chain)" ]
}

@test "R9: a wrong checksum costs its symbol a snapshot, and nothing else" {
	start
	sim_fault "checksum,max=1,sym=BTC-USD"
	wait_for saw '.event == "checksum" and .sym == "BTC-USD"'
	wait_for has_snap bitfinex BTC-USD
	btc_is_right
	run ! has_snap bitfinex BTC-USDT-PERP
	run ! saw '.event == "disconnected" or .event == "gap"'
	# Its subscription was ended by the venue's number, and is a new one.
	run ! saw '.event == "error"'
}

@test "R7: a connection that drops is dialled again: books start anew, and no trade is missed" {
	start
	wait_for saw '.type == "trade" and .sym == "BTC-USD"'
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap bitfinex BTC-USD
	wait_for saw '.event == "subscribed" and .detail == "4 of 4 topics"'
	btc_is_right
	feed_stop
	jq -r 'select(.type == "trade" and .sym == "BTC-USD") | .id' "$out" >ids
	[ -z "$(sort ids | uniq -d)" ]
	first=$(head -1 ids) last=$(tail -1 ids)
	[ "$(sim_get bitfinex '/v2/trades/tBTCUSD/hist?limit=1000' | jq --argjson a "$first" --argjson b "$last" \
		'[.[] | select(.[0] >= $a and .[0] <= $b)] | length')" -eq "$(wc -l <ids)" ]
}

@test "R10: a connection on which nothing comes, not even a pong, is dialled again" {
	start
	sim_fault "stall,max=1"
	wait_for saw '.event == "disconnected" and (.detail | contains("no answer to a ping"))'
	wait_for has_snap bitfinex BTC-USD
	btc_is_right
}

@test "a restart is told, and another connection takes over" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "maintenance" and (.detail | contains("20051"))'
	wait_for has_snap bitfinex BTC-USD
	btc_is_right
}

@test "maintenance is told, and at its end everything is subscribed again" {
	start
	sim_fault "maintenance,on=market,at=100ms,for=1s"
	wait_for saw '.event == "maintenance"'
	wait_for saw '.event == "recovered"'
	wait_for has_snap bitfinex BTC-USD
	wait_for has_snap bitfinex BTC-USDT-PERP
	btc_is_right
	wait_for saw '.type == "trade"'
}

@test "R31: acknowledgements that are slow: asked again, and nothing is lost" {
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitfinex --sym 'BTC-*' --fault delay,on=reply,by=7s,max=1
	feed_start bitfinex:BTC-USD -c book,trade
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	wait_for saw '.type == "trade"'
	btc_is_right
}

@test "a pair that the venue does not have fails alone" {
	# Delisted since its instruments were cached.
	"$XG_BIN/xg-inst" bitfinex >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitfinex --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/bitfinex.ndjson"
	feed_start bitfinex:BTC-USD bitfinex:DOGE-USD -c book
	wait_for saw '.event == "error" and .sym == "DOGE-USD" and (.detail | contains("refused book:250:tDOGE:USD"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap bitfinex BTC-USD
	btc_is_right
	run ! saw '.event == "error" and .sym == "BTC-USD"'
}

@test "R31: 26 topics need a second connection" {
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitfinex
	"$XG_BIN/xg-inst" bitfinex >insts
	n=$(grep -c . insts)
	((n * 4 > 25)) || skip "the simulator has only $n instruments"
	feed_start 'bitfinex:*' -c trade,book,bbo,candle
	wait_for saw '.event == "subscribed" and .conn == 2'
	run ! saw '.event == "error"'
	for s in $(jq -r .sym insts); do
		wait_for has_snap bitfinex "$s"
	done
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'bitfinex:BTC-*' -c book,trade,bbo,mark,funding,oi,candle,liq \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"cs"' rec.ndjson
	wait_for grep -q '"deriv:tBTCF0:USTF0"' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
