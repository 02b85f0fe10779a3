#!/usr/bin/env bats
# xg-feed against the simulated Bitget over TLS: every category and channel, and
# what happens when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start bitget --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

# Is the book of SYM the one that the venue gives by REST, where both have the
# same time? REST has no number.
is_right() {
	local sym=$1 category=$2 native=$3 limit=100 i theirs ts seq ours
	for ((i = 0; i < 100; i++)); do
		theirs=$(sim_get bitget "/api/v3/market/orderbook?category=$category&symbol=$native&limit=$limit" |
			jq -c '.data')
		ts=$(jq -r .ts <<<"$theirs")000
		sleep 0.25
		# Of several changes at one time the last one counts.
		seq=$(books_of bitget "$sym" | jq -r --argjson ts "$ts" 'select(.ts == $ts) | .seq' | tail -n 1)
		[ -n "$seq" ] || continue
		ours=$(books_of bitget "$sym" | up_to "$seq" | jq -s -c --arg venue bitget --arg sym "$sym" \
			--argjson seq "$seq" -f "$BATS_TEST_DIRNAME/../support/book.jq")
		diff <(jq -S --argjson n "$limit" 'map_values(.[:$n])' <<<"$ours") \
			<(jq -S '{bids: .b, asks: .a} | map_values(map(map(tonumber)))' <<<"$theirs") >&2
		return
	done
	echo "no common state of $sym in 100 tries" >&2
	return 1
}

spot_is_right() {
	is_right BTC-USDT SPOT BTCUSDT
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start bitget:BTC-USDT -c book,bbo "$@"
	wait_for has_snap bitget BTC-USDT
	wait_for saw '.event == "subscribed"'
	mark
}

@test "every category over one connection: books are the venue's, checksums are right" {
	feed_start bitget:BTC-USDT bitget:BTC-USDT-PERP bitget:BTC-USDC-PERP \
		bitget:BTC-USD-PERP bitget:BTC-USD-20301230 -c book
	for s in BTC-USDT BTC-USDT-PERP BTC-USDC-PERP BTC-USD-PERP BTC-USD-20301230; do
		wait_for has_snap bitget "$s"
	done
	is_right BTC-USDT SPOT BTCUSDT
	is_right BTC-USDT-PERP USDT-FUTURES BTCUSDT
	is_right BTC-USDC-PERP USDC-FUTURES BTCPERP
	is_right BTC-USD-PERP COIN-FUTURES BTCUSD
	is_right BTC-USD-20301230 COIN-FUTURES BTCUSDZ30
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "checksum" or .event == "gap" or .event == "resync"'
	[ "$(jq -c 'select(.event == "connected")' "$out" | wc -l)" -eq 1 ]
	[ ! -s "$err" ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	feed_start 'bitget:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "candle" and .sym == "BTC-USDT"'
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USD-20301230")' "$out")" ]
	[ -z "$(jq -c 'select(.type == "mark" and .sym == "BTC-USDT")' "$out")" ]
	# No trade twice, and each as the venue has it; coin futures in base units.
	[ -z "$(jq -r 'select(.type == "trade") | .sym + " " + .id' "$out" | sort | uniq -d)" ]
	sim_get bitget '/api/v3/market/fills?category=COIN-FUTURES&symbol=BTCUSD&limit=500' |
		jq -c '.data[] | [.execId, .price, .size, .side]' >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD-PERP")
		| [.id, .px, .qty, .side]' "$out" >ours
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] as $v | .[1] == ($v[0] | tonumber)
			and .[2] == ($v[1] | tonumber) and .[3] == $v[2])' ours
}

@test "R8: a missing update is found by seq and pseq, told, and costs one symbol a snapshot" {
	feed_start bitget:BTC-USDT bitget:ETH-USDT -c book
	wait_for has_snap bitget BTC-USDT
	wait_for has_snap bitget ETH-USDT
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "gap,max=1,sym=BTC-USDT"
	wait_for saw '.event == "gap" and .sym == "BTC-USDT"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! has_snap bitget ETH-USDT
	run ! saw '.event == "disconnected"'
}

@test "R9: a wrong checksum costs one symbol a snapshot" {
	start
	sim_fault "checksum,max=1,sym=BTC-USDT"
	wait_for saw '.event == "checksum" and .sym == "BTC-USDT"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "disconnected"'
}

@test "a snapshot that nobody asked for is a reset, and no gap" {
	start
	sim_fault "maintenance,on=book,max=1,sym=BTC-USDT"
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "gap" or .event == "resync" or .event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	start
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap bitget BTC-USDT
	wait_for saw '.event == "subscribed"'
	spot_is_right
}

@test "trades of a time without connection come with the next snapshot, none twice" {
	feed_start bitget:BTC-USDT-PERP -c trade
	wait_for saw '.type == "trade"'
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for saw '.event == "subscribed"'
	wait_for saw '.type == "trade"'
	feed_stop
	[ -z "$(jq -r 'select(.type == "trade") | .id' "$out" | sort | uniq -d)" ]
	# Ids count by one here: between the first and the last none is missing.
	jq -r 'select(.type == "trade") | .id' "$out" >ids
	sim_get bitget '/api/v3/market/fills?category=USDT-FUTURES&symbol=BTCUSDT&limit=500' |
		jq -r '.data[].execId' | tac >all
	first=$(head -n 1 ids) last=$(tail -n 1 ids)
	sed -n "/^$first\$/,/^$last\$/p" all >theirs
	diff ids theirs
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	sim_fault "stall,max=1"
	wait_for saw '.event == "stale" and .channel == "book"'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap bitget BTC-USDT
	wait_for saw '.event == "recovered"'
	spot_is_right
}

@test "a venue that closes without a word is dialled again" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitget --sym 'BTC-*' --fault delay,on=reply,by=7s,max=1
	feed_start bitget:BTC-USDT-PERP -c book,trade
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	wait_for saw '.type == "trade"'
	is_right BTC-USDT-PERP USDT-FUTURES BTCUSDT
	[ -z "$(broken_chain)" ]
}

@test "a topic that the venue does not have fails alone, not its whole request" {
	# A pair that has been delisted since its instruments were cached.
	"$XG_BIN/xg-inst" bitget >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bitget --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/bitget.ndjson"
	feed_start bitget:BTC-USDT bitget:ETH-USDT -c book
	wait_for saw '.event == "error" and .sym == "ETH-USDT" and (.detail | contains("refused"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "error" and .sym == "BTC-USDT"'
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'bitget:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"topic":"ticker".*"instType":"coin-futures"\|"instType":"coin-futures","topic":"ticker"' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
