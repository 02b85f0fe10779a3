#!/usr/bin/env bats
# xg-feed against the simulated Gate over TLS: every market and channel, and what
# happens when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/deep
	cd "$BATS_TEST_TMPDIR"
	sim_start gate --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	deep_stop
	sim_stop
}

# Is the book of SYM the one that the venue gives by REST, where both have the
# same number? The venue counts contracts; `scale` makes them of base units.
is_right() {
	local sym=$1 path=$2 key=$3 native=$4 scale=$5
	same_numbered gate "$sym" .id "map_values(map([.[0], ($scale)]))" \
		'{bids, asks} | map_values(map(if type == "object" then [.p, .s] else . end
			| map(tonumber)))' \
		sim_get gate "/api/v4/$path/order_book?$key=$native&limit=100&with_id=true"
}

spot_is_right() {
	is_right BTC-USDT spot currency_pair BTC_USDT '.[1]'
	[ -z "$(broken_chain)" ]
}
perp_is_right() {
	is_right BTC-USDT-PERP futures/usdt contract BTC_USDT '.[1] * 10000 | round'
}
inverse_is_right() {
	is_right BTC-USD-PERP futures/btc contract BTC_USD '(.[1] | tonumber) * .[0] | round'
}
dated_is_right() {
	is_right BTC-USDT-20301223 delivery/usdt contract BTC_USDT_20301223 '.[1] * 10000 | round'
}

start() {
	feed_start gate:BTC-USDT -c book,bbo "$@"
	wait_for has_snap gate BTC-USDT
	wait_for saw '.event == "subscribed"'
	mark
}

@test "every market: books are the venue's, whole by the stream or joined by REST" {
	feed_start 'gate:BTC-*' -c book
	for s in BTC-USDT BTC-USDT-PERP BTC-USD-PERP BTC-USDT-20301223; do
		wait_for has_snap gate "$s"
	done
	spot_is_right
	perp_is_right
	inverse_is_right
	dated_is_right
	[ -z "$(broken_chain)" ]
	[ ! -s "$err" ]
}

@test "the other kind of books, by book.gate of the configuration: joined by REST in every market" {
	echo '{"book": {"gate": "update"}}' >update.json
	feed_start gate:BTC-USDT gate:BTC-USDT-PERP -c book --config update.json --raw
	wait_for grep -q 'spot.order_book_update.*"event":"update"' "$out"
	wait_for grep -q 'futures.order_book_update.*"event":"update"' "$out"
	feed_stop
	run ! grep -q '\.obu' "$out"
	feed_start gate:BTC-USDT gate:BTC-USDT-PERP -c book --config update.json
	wait_for has_snap gate BTC-USDT
	wait_for has_snap gate BTC-USDT-PERP
	perp_is_right
	spot_is_right
	[ ! -s "$err" ]
}

@test "R28: a book that is joined by REST stays one of 100 levels, all of them the venue's" {
	sim_stop
	rm -f "$SIM_JSON"
	deep_start gate BTC-USDT 160
	echo '{"book": {"gate": "update"}}' >update.json
	feed_start gate:BTC-USDT -c book --config update.json
	wait_for saw '.event == "subscribed"'
	deep_eat 1 # the snapshot is asked for at the first update
	wait_for has_snap gate BTC-USDT
	deep_eat 140
	wait_for deep_is_theirs 100
	# What it lost at the front came in behind: no more, no less.
	"$XG_BIN/xg-book" -n --depth 1000 <"$out" | tail -n 1 |
		jq -e '[.bids, .asks | length] == [100, 100]' >&2
	[ -z "$(broken_chain)" ]
	[ "$(books_of gate BTC-USDT | grep -c '"snap":true')" -eq 1 ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	feed_start 'gate:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "funding" and .sym == "BTC-USDT-PERP" and .interval_s > 0'
	wait_for saw '.type == "trade" and .sym == "BTC-USDT"'
	wait_for saw '.type == "bbo" and .sym == "BTC-USDT-20301223"'
	wait_for saw '.type == "candle" and .sym == "BTC-USDT"'
	sim_get gate '/api/v4/futures/btc/trades?contract=BTC_USD' |
		jq -c '.[] | [(.id | tostring), .price, (.size | tonumber)]' >theirs
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USDT-20301223")' "$out")" ]
	# Trades of an inverse contract in base units, as the venue's in USD: the
	# sign is the side.
	jq -c 'select(.type == "trade" and .sym == "BTC-USD-PERP")
		| [.id, .px, ((.px * (.qty | tonumber) | round) * (if .side == "sell" then -1 else 1 end))]' "$out" >ours
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] as $v | .[1] == ($v[0] | tonumber) and .[2] == $v[1])' ours
}

@test "R8: a missing update is found, told, and costs one symbol a whole book" {
	loses_update gate BTC-USDT spot_is_right ETH-USDT "gap,max=1,sym=BTC-USDT" gap
}

@test "R8: a missing update of a book that is joined by REST costs a snapshot" {
	feed_start gate:BTC-USDT-20301223 -c book
	wait_for has_snap gate BTC-USDT-20301223
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "gap,max=1,on=book"
	wait_for saw '.event == "gap"'
	wait_for has_snap gate BTC-USDT-20301223
	dated_is_right
	run ! saw '.event == "disconnected"'
}

@test "a whole book out of turn replaces, and is no gap" {
	start
	sim_fault "maintenance,on=book,max=1,sym=BTC-USDT"
	wait_for has_snap gate BTC-USDT
	spot_is_right
	run ! saw '.event == "gap" or .event == "resync" or .event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	start
	drops gate BTC-USDT spot_is_right
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	is_silent gate BTC-USDT spot_is_right
}

@test "an upgrade that is announced: the next connection is there before the old one goes" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "maintenance"'
	wait_for has_snap gate BTC-USDT
	spot_is_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start gate --sym 'BTC-*' --fault delay,on=reply,by=7s,max=1
	feed_start gate:BTC-USDT-PERP -c book,trade
	# The book that is asked for twice is subscribed already.
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	wait_for saw '.type == "trade"'
	perp_is_right
	[ -z "$(broken_chain)" ]
}

@test "a contract that the venue does not have fails alone, not its whole request" {
	# One that has been delisted since its instruments were cached.
	"$XG_BIN/xg-inst" gate >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start gate --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/gate.ndjson"
	feed_start gate:BTC-USDT-PERP gate:ETH-USDT-PERP -c trade
	wait_for saw '.event == "error" and .sym == "ETH-USDT-PERP" and (.detail | contains("unknown contract ETH_USDT"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for saw '.type == "trade" and .sym == "BTC-USDT-PERP"'
	run ! saw '.event == "error" and .sym == "BTC-USDT-PERP"'
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'gate:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q 'futures.order_book_update","event":"update"' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
