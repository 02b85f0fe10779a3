#!/usr/bin/env bats
# xg-feed against the simulated dYdX over TLS: every channel, and what happens when
# the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/deep
	cd "$BATS_TEST_TMPDIR"
	sim_start dydx
}

teardown() {
	feed_stop || true
	deep_stop
	sim_stop
}

# The venue's book of a ticker: it has neither time nor number.
venue_book() {
	sim_get dydx "/v4/orderbooks/perpetualMarket/$1"
}

# Was the book that the venue gives by REST one that the feed had? Books after each
# record since the mark, as text.
states_of() {
	tail -c +$((mark + 1)) "$out" | books_of dydx "$1" - | jq -c -n '
		def apply($side): reduce $side[] as $l (.;
			if $l[1] == 0 then del(.["\($l[0])"]) else .["\($l[0])"] = $l end);
		foreach (inputs | select(.snap or true)) as $r ({b: {}, a: {}, on: false};
			(if $r.snap then {b: {}, a: {}, on: true} else . end)
			| .b |= apply($r.bids) | .a |= apply($r.asks);
			select(.on) | [([.b[]] | sort_by(-.[0])), ([.a[]] | sort_by(.[0]))])'
}
is_right() {
	local i
	: >theirs
	for ((i = 0; i < 60; i++)); do
		venue_book "$2" | jq -c '[.bids, .asks] |
			map(map([(.price, .size) | tonumber]))' >>theirs
		sleep 0.4
		states_of "$1" >states
		# Ours may come late: earlier ones of theirs count, too.
		grep -qxFf theirs states && return
	done
	echo "not one of 60 books of $1 was the venue's; its last, and ours:" >&2
	tail -n 1 theirs >&2
	tail -n 1 states >&2
	return 1
}

# No book is ever crossed.
is_uncrossed() {
	[ -z "$(states_of "$1" | jq -c 'select(all(.[]; length > 0) and .[0][0][0] >= .[1][0][0])')" ]
}

btc_is_right() {
	is_right BTC-USD-PERP BTC-USD
	is_uncrossed BTC-USD-PERP
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start dydx:BTC-USD-PERP -c book,trade "$@"
	wait_for has_snap dydx BTC-USD-PERP
	wait_for saw '.type == "trade"'
	mark
}

# What was sent is crossed when it is put together as it came.
is_told_crossed() {
	jq -c -n 2>/dev/null '
		def apply($side): reduce $side[] as $l (.;
			if ($l[1] | tonumber) == 0 then del(.[$l[0]]) else .[$l[0]] = $l end);
		foreach (inputs | select(.dir == "in" and .data.channel? == "v4_orderbook" and
				.data.id == "BTC-USD") | .data) as $f ({b: {}, a: {}};
			if $f.type == "subscribed" then
				.b = ($f.contents.bids | map({(.price): [.price, .size]}) | add)
				| .a = ($f.contents.asks | map({(.price): [.price, .size]}) | add)
			else .b |= apply($f.contents.bids // []) | .a |= apply($f.contents.asks // [])
			end;
			select(([.b[][0] | tonumber] | max) >= ([.a[][0] | tonumber] | min)) | 1)' \
		"$out" | grep -q 1
}

@test "all markets: books are the venue's, though it tells them crossed" {
	feed_start 'dydx:*' -c book --raw
	wait_for is_told_crossed
	feed_stop
	feed_start 'dydx:*' -c book
	for s in BTC ETH SOL; do
		wait_for has_snap dydx "$s-USD-PERP"
	done
	for s in BTC ETH SOL; do
		is_right "$s-USD-PERP" "$s-USD"
		is_uncrossed "$s-USD-PERP"
	done
	wait_for saw '.event == "subscribed" and .channel == "book" and (.detail | contains("no proof"))'
	[ -z "$(broken_chain)" ]
	[ ! -s "$err" ]
}

@test "every channel: trades, liquidations, marks, funding, open interest, candles" {
	feed_start 'dydx:*' -c trade,liq,mark,funding,oi,candle
	for t in trade mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "liq"'
	feed_stop
	[ ! -s "$err" ]
	# A liquidation is a trade, too; no trade comes twice.
	id=$(jq -r 'select(.type == "liq") | .id // empty' "$out" | head -n 1)
	[ -z "$id" ] || jq -e --arg id "$id" 'select(.type == "trade" and .id == $id)' "$out"
	[ -z "$(jq -r 'select(.type == "trade") | .sym + .id' "$out" | sort | uniq -d)" ]
}

@test "R7: a connection that drops is dialled again; missed trades are made good, known ones not told again" {
	start
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap dydx BTC-USD-PERP
	wait_for saw '.type == "trade"'
	btc_is_right
	[ -z "$(jq -r 'select(.type == "trade") | .id' "$out" | sort | uniq -d)" ]
}

@test "R8: a frame that is lost shows in the numbers of the connection, which is dialled again" {
	start
	sim_fault "gap,on=book,max=1"
	wait_for saw '.event == "gap" and .sym == "BTC-USD-PERP" and (.detail | contains("1 frames"))'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap dydx BTC-USD-PERP
	btc_is_right
	# Between the gap and the snapshot there is no book.
	[ "$(tail -c +$((mark + 1)) "$out" | jq -R 'fromjson? | select(.event == "gap" or .type == "book")' |
		jq -s '.[map(.event == "gap") | index(true) + 1].snap')" = true ]
}

@test "R8: a trade that is lost ends its connection, too, and is made good" {
	start
	sim_fault "gap,on=trade,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for saw '.event == "subscribed" and .channel == "trade" and .count > 0'
	mark
	wait_for saw '.type == "trade"'
	feed_stop || true
	# The venue counts trades in the last 8 digits of their ids: each is there
	# once; the one that was lost comes behind the one that showed it.
	local id n last=
	jq -r 'select(.type == "trade") | .id[-8:]' "$out" | sort >ids
	[ "$(wc -l <ids)" -gt 2 ]
	while read -r id; do
		n=$((16#$id))
		[ -z "$last" ] || [ "$n" -eq $((last + 1)) ] || {
			echo "after $last came $n" >&2
			return 1
		}
		last=$n
	done <ids
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	sim_fault "stall,on=book,max=1"
	wait_for saw '.event == "stale" and .channel == "book"'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap dydx BTC-USD-PERP
	wait_for saw '.event == "recovered"'
	btc_is_right
}

has_books() {
	(($(tail -c +$((mark + 1)) "$out" | books_of dydx BTC-USD-PERP - | wc -l) >= $1))
}

@test "levels that are gone without a word: newer ones uncross the book" {
	start
	sim_fault "maintenance,on=book"
	wait_for has_books 30
	is_uncrossed BTC-USD-PERP
}

@test "the service restarts: connections are closed and dialled again" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap dydx BTC-USD-PERP
	btc_is_right
}

@test "a first book that the venue cannot fetch is asked for again" {
	sim_stop
	rm -f "$SIM_JSON"
	sim_start dydx --fault 5xx,on=reply,max=1
	feed_start dydx:BTC-USD-PERP -c book
	wait_for saw '.event == "error" and (.detail | contains("could not fetch data"))'
	wait_for has_snap dydx BTC-USD-PERP
	btc_is_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	sim_stop
	rm -f "$SIM_JSON"
	sim_start dydx --fault delay,on=reply,by=7s,max=1
	feed_start dydx:BTC-USD-PERP -c book
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 1 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	btc_is_right
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'dydx:BTC-*' -c book,trade,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"channel":"v4_candles"' rec.ndjson
	wait_for grep -q '"channel":"v4_orderbook"' rec.ndjson
	wait_for grep -q '"channel":"v4_markets","version"' rec.ndjson
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}

@test "R28: a book is known down to the 100 levels of its first answer, and asked for again before it is used up" {
	sim_stop
	rm -f "$SIM_JSON"
	deep_start dydx BTC-USD-PERP 160
	feed_start dydx:BTC-USD-PERP -c book
	wait_for has_snap dydx BTC-USD-PERP
	deep_is_cut 100
	deep_eat 95
	wait_for deep_renewed
	deep_eat 20
	wait_for deep_is_theirs 50
	deep_kept_bound
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "gap" or .event == "resync"'
}
