#!/usr/bin/env bats
# xg-feed against the simulated Kraken over TLS: spot by WebSocket v2 and Futures,
# and what happens when the venue misbehaves; after each fault the books are its
# own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start kraken --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

# What the venue's book is, as numbers: [[px, qty] ...] of both sides.
theirs_of() {
	if [[ $1 == */* ]]; then
		sim_get kraken "/0/public/Depth?pair=$2&count=500" | jq -S '.result[] |
			{bids, asks} | map_values(map(.[:2] | map(tonumber)))'
	else
		sim_get kraken "/derivatives/api/v3/orderbook?symbol=$2" | jq -S '.orderBook |
			{bids, asks}'
	fi
}

# Every state of the kept book of SYM, one a line; inverse contracts in USD.
ours_of() {
	local scale='.[1]'
	[[ $1 != *:BTC ]] || scale='(.[1] | tonumber) * .[0] | round'
	books_of kraken "$1" | "$XG_BIN/xg-book" -n --only --depth 500 |
		jq -cS '{bids, asks} | map_values(map([.[0], ('"$scale"')]))'
}

# Is the book of SYM the venue's? Neither answer has a number: the venue's state
# must be one that was kept.
is_right() {
	local sym=$1 native=$2 pair=$3 i
	: >theirs
	for ((i = 0; i < 60; i++)); do
		theirs_of "$native" "$pair" | jq -cS . >>theirs
		sleep 0.3
		ours_of "$sym" >states
		# Ours may come late: earlier ones of theirs count, too.
		! grep -qxFf theirs states || return 0
	done
	echo "no state of $sym is the venue's in 60 tries" >&2
	diff <(tail -1 theirs | jq .) <(tail -1 states | jq .) >&2
	return 1
}

spot_is_right() {
	is_right BTC-USD BTC/USD XBTUSD
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start kraken:BTC-USD -c book,trade "$@"
	wait_for has_snap kraken BTC-USD
	wait_for saw '.event == "subscribed"'
	mark
}

@test "spot, linear, inverse and dated: books are the venue's" {
	feed_start kraken:BTC-USD kraken:ETH-BTC kraken:BTC-USD-PERP \
		kraken:BTC-USD-PERP:BTC kraken:BTC-USD-20301223:BTC -c book
	for s in BTC-USD ETH-BTC BTC-USD-PERP BTC-USD-PERP:BTC BTC-USD-20301223:BTC; do
		wait_for has_snap kraken "$s"
	done
	is_right BTC-USD BTC/USD XBTUSD
	is_right ETH-BTC ETH/BTC ETHXBT
	is_right BTC-USD-PERP PF PF_XBTUSD
	is_right BTC-USD-PERP:BTC PI PI_XBTUSD
	is_right BTC-USD-20301223:BTC FI FI_XBTUSD_301223
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "checksum" or .event == "gap" or .event == "resync"'
	[ ! -s "$err" ]
}

@test "every channel: trades, quotes, marks, funding, open interest, candles" {
	feed_start 'kraken:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP:BTC\""
	done
	for t in trade bbo candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD\""
	done
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USD-20301223:BTC")' "$out")" ]
	# Each trade is one of the venue's, and none comes twice.
	sim_get kraken '/0/public/Trades?pair=XBTUSD' |
		jq -c '.result.XBTUSD[] | [(.[6] | tostring), (.[0] | tonumber), (.[1] | tonumber), .[3]]' >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD") | [.id, .px, .qty, .side[:1]]' "$out" >ours
	[ -s ours ]
	[ -z "$(sort ours | uniq -d)" ]
	[ -z "$(sort ours | comm -23 - <(sort theirs))" ]
}

@test "R9: a message that is lost is found by the checksum, and costs one symbol a snapshot" {
	feed_start kraken:BTC-USD kraken:ETH-USD -c book
	wait_for has_snap kraken BTC-USD
	wait_for has_snap kraken ETH-USD
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "gap,on=book,max=1,sym=BTC-USD"
	wait_for saw '.event == "checksum" and .sym == "BTC-USD"'
	wait_for has_snap kraken BTC-USD
	spot_is_right
	run ! has_snap kraken ETH-USD
	run ! saw '.event == "disconnected"'
}

@test "R8: on Futures it is found by its number" {
	feed_start kraken:BTC-USD-PERP -c book
	wait_for has_snap kraken BTC-USD-PERP
	mark
	sim_fault "gap,on=book,max=1,sym=BTC-USD-PERP"
	wait_for saw '.event == "gap" and .sym == "BTC-USD-PERP"'
	wait_for has_snap kraken BTC-USD-PERP
	is_right BTC-USD-PERP PF PF_XBTUSD
	[ -z "$(broken_chain)" ]
}

@test "R9: a wrong checksum is told, and its book is not; three in a row, and the connection goes" {
	start
	sim_fault "checksum,max=1,sym=BTC-USD"
	wait_for saw '.event == "checksum" and .sym == "BTC-USD"'
	wait_for has_snap kraken BTC-USD
	spot_is_right
	run ! saw '.event == "disconnected"'
	mark
	sim_fault "checksum,max=6,sym=BTC-USD"
	wait_for saw '.event == "disconnected" and (.detail | contains("data was lost"))'
	wait_for has_snap kraken BTC-USD
	spot_is_right
}

@test "R7: a connection that drops is dialled again: books start anew, and no trade is missed" {
	start
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap kraken BTC-USD
	wait_for saw '.event == "subscribed"'
	spot_is_right
	wait_for saw '.type == "trade"'
	feed_stop
	jq -r 'select(.type == "trade" and .sym == "BTC-USD") | .id' "$out" >ids
	[ -z "$(sort ids | uniq -d)" ]
	first=$(head -1 ids) last=$(tail -1 ids)
	[ "$(sim_get kraken '/0/public/Trades?pair=XBTUSD' | jq --argjson a "$first" --argjson b "$last" \
		'[.result.XBTUSD[] | select(.[6] >= $a and .[6] <= $b)] | length')" -eq "$(wc -l <ids)" ]
}

@test "R10: 5 s of silence, where there is a heartbeat a second, and the connection goes" {
	start
	sim_fault "stall,max=1"
	wait_for saw '.event == "disconnected" and (.detail | contains("no answer to a ping"))'
	wait_for has_snap kraken BTC-USD
	spot_is_right
}

@test "maintenance is told, and so is its end" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "maintenance" and (.detail | contains("maintenance"))'
	wait_for has_snap kraken BTC-USD
	wait_for saw '.event == "recovered" and (.detail | contains("online"))'
	spot_is_right
}

@test "R31: acknowledgements that are slow: asked again, and nothing is lost" {
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start kraken --sym 'BTC-*' --fault delay,on=reply,by=7s,max=1
	feed_start kraken:BTC-USD-PERP -c book,trade
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	wait_for saw '.type == "trade"'
	is_right BTC-USD-PERP PF PF_XBTUSD
	[ -z "$(broken_chain)" ]
}

@test "a pair that the venue does not have fails alone" {
	# Delisted since its instruments were cached.
	"$XG_BIN/xg-inst" kraken >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start kraken --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/kraken.ndjson"
	feed_start kraken:BTC-USD kraken:ETH-USD -c book
	wait_for saw '.event == "error" and .sym == "ETH-USD" and (.detail | contains("refused book:ETH/USD"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap kraken BTC-USD
	spot_is_right
	run ! saw '.event == "error" and .sym == "BTC-USD"'
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'kraken:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"feed":"ticker"' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
