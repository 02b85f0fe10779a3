#!/usr/bin/env bats
# xg-feed against the simulated Hyperliquid over TLS: every channel, and what happens
# when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start hyperliquid
}

teardown() {
	feed_stop || true
	sim_stop
}

# The venue's book of a coin: whole books have a time each.
venue_book() {
	sim_get hyperliquid /info -H 'Content-Type: application/json' \
		-d "{\"type\":\"l2Book\",\"coin\":\"$1\"}"
}

# Is the book of SYM the one that the venue gives by REST, at a time that both
# have? The feed's has 5 levels a side, or those of $3.
is_right() {
	local sym=$1 coin=$2 depth=${3:-5} theirs ts ours i
	for ((i = 0; i < 200; i++)); do
		theirs=$(venue_book "$coin")
		ts=$(jq '.time * 1000' <<<"$theirs")
		await_after hyperliquid "$sym" "$ts"
		ours=$(books_of hyperliquid "$sym" | grep "\"ts\":$ts," | tail -n 1)
		[[ -n $ours ]] || continue
		diff <(jq -c '[.bids, .asks]' <<<"$ours") \
			<(jq -c --argjson n "$depth" '.levels | map(.[:$n] | map([(.px, .sz) | tonumber]))' <<<"$theirs") >&2
		return
	done
	echo "no common time of $sym in 200 tries" >&2
	return 1
}

btc_is_right() {
	is_right BTC-USD-PERP BTC
	[ -z "$(broken_chain)" ]
}

# A machine that is busy for 3 s must not look like a venue that is silent.
start() {
	feed_start hyperliquid:BTC-USD-PERP -c book,bbo --stale 30s "$@"
	wait_for has_snap hyperliquid BTC-USD-PERP
	wait_for saw '.event == "subscribed"'
	mark
}

@test "perpetuals, another exchange's, and spot: books are the venue's" {
	feed_start hyperliquid:BTC-USD-PERP 'hyperliquid:~xyz:ETH' hyperliquid:BTC-USDC -c book --stale 30s
	for s in BTC-USD-PERP '~xyz:ETH' BTC-USDC; do
		wait_for has_snap hyperliquid "$s"
	done
	is_right BTC-USD-PERP BTC
	is_right '~xyz:ETH' xyz:ETH
	is_right BTC-USDC @142
	wait_for saw '.event == "subscribed" and .channel == "book" and (.detail | contains("no proof"))'
	[ -z "$(broken_chain)" ]
	[ ! -s "$err" ]
}

# They come every 5 s: only a market that stands still has a time in common.
@test "deep books are 20 levels a side, by book.hyperliquid of the configuration" {
	sim_stop
	rm -f "$SIM_JSON"
	"$XG_BIN/xg-sim" --dump 3s --sym 'BTC-*' >market
	sim_start hyperliquid --sym 'BTC-*' --from market --speed 0
	echo '{"book": {"hyperliquid": "deep"}}' >deep.json
	feed_start hyperliquid:BTC-USD-PERP -c book --stale 30s --config deep.json
	wait_for has_snap hyperliquid BTC-USD-PERP
	is_right BTC-USD-PERP BTC 20
	[ "$(books_of hyperliquid BTC-USD-PERP | tail -n 1 | jq '.bids | length')" -eq 20 ]
	feed_stop
	[ ! -s "$err" ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	feed_start 'hyperliquid:BTC-*' -c trade,bbo,mark,funding,oi,candle --stale 30s
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	for t in trade bbo candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USDC\""
	done
	feed_stop
	[ ! -s "$err" ]
	# No trade twice, though the first frame is a backlog.
	[ -z "$(jq -r 'select(.type == "trade") | .sym + .id' "$out" | sort | uniq -d)" ]
}

@test "R7: a connection that drops is dialled again; missed trades are made good, known ones not told again" {
	feed_start hyperliquid:BTC-USD-PERP -c book,trade --stale 30s
	wait_for has_snap hyperliquid BTC-USD-PERP
	wait_for saw '.type == "trade"'
	mark
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap hyperliquid BTC-USD-PERP
	wait_for saw '.type == "trade"'
	btc_is_right
	[ -z "$(jq -r 'select(.type == "trade") | .id' "$out" | sort | uniq -d)" ]
}

@test "a book that is lost on the way is mended by the next one" {
	start
	sim_fault "gap,on=book,max=1,sym=BTC-USD-PERP"
	wait_for has_snap hyperliquid BTC-USD-PERP
	btc_is_right
	run ! saw '.event == "disconnected"'
}

@test "R10: a connection that is silent is found out by its symbols, by the venue's own limit" {
	feed_start hyperliquid:BTC-USD-PERP -c book
	wait_for has_snap hyperliquid BTC-USD-PERP
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "stall,max=1"
	wait_for saw '.event == "stale" and .channel == "book"
		and (.detail | capture("for (?<n>[0-9]+) ms").n | tonumber) < 20000'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap hyperliquid BTC-USD-PERP
	wait_for saw '.event == "recovered"'
	btc_is_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	sim_stop
	rm -f "$SIM_JSON"
	sim_start hyperliquid --fault delay,on=reply,by=7s,max=1
	feed_start hyperliquid:BTC-USD-PERP -c book --stale 30s
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 1 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	btc_is_right
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'hyperliquid:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		--stale 30s \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"channel":"candle"' rec.ndjson
	wait_for grep -q '"channel":"l2Book"' rec.ndjson
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
