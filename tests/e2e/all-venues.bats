#!/usr/bin/env bats
# One xg-feed for every venue that xg-sim speaks, over TLS: what goes wrong at one
# of them leaves the others alone. The market is records that are played; it stands
# still when their player is ended, and then every book must be its venue's.

bats_require_minimum_version 1.5.0

setup_file() {
	"$XG_BIN/xg-sim" --dump 20s --sym 'BTC-*' >"$BATS_FILE_TMPDIR/market"
}

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	mkfifo market
	"$XG_BIN/xg-replay" -s 0.5 "$BATS_FILE_TMPDIR/market" >market 3>&- &
	PLAYER=$!
	SIM_IN=market sim_start --sym 'BTC-*' --from -
	"$XG_BIN/xg-inst" --venues >of-venues
	mapfile -t venues < <(comm -12 <(jq -r '.venues | keys[]' "$SIM_JSON" | sort) \
		<(jq -r .venue of-venues | sort))
	# To compare all books may take longer than a venue may be silent.
	local stale=5m
	[[ "$BATS_TEST_DESCRIPTION" != *silent* ]] || stale=30s
	feed_start "${venues[@]/%/:BTC-*}" -c book,trade,bbo --bad bad --stale $stale
	wait_for every_market_came
}

teardown() {
	stand_still
	feed_stop || true
	sim_stop
}

stand_still() {
	local pid=${PLAYER:-}
	[[ -n $pid ]] || return 0
	PLAYER=
	kill "$pid" 2>/dev/null || true
	wait "$pid" || true
}

# Has each venue told what it lists?
every_venue_listed() {
	[ -z "$(comm -3 <(printf '%s\n' "${venues[@]}") <(grep '^{"type":"inst",.*}$' "$out" |
		jq -r .venue | sort -u))" ]
}

# Has each symbol told a book, a trade, and what its venue calls best price, since
# the mark? Without those of the venue $1.
every_market_came() {
	every_venue_listed || return 1
	grep '^{"type":"inst",.*}$' "$out" | grep -v "\"venue\":\"${1:-}\"" |
		jq -r --slurpfile of of-venues '
		($of | map({key: .venue, value: .channels}) | from_entries)[.venue] as $has
		| .venue as $venue | .sym as $sym
		| ("book", "trade", "bbo") | select(IN($has[]))
		| "{\"type\":\"\(.)\",\"venue\":\"\($venue)\",\"sym\":\"\($sym)\""' |
		sort >wanted
	tail -c +$((mark + 1)) "$out" |
		grep -o '^{"type":"[a-z]*","venue":"[^"]*","sym":"[^"]*"' | sort -u >came
	[ -s wanted ] && [ -z "$(comm -23 wanted came)" ]
}

books_are_theirs() {
	local venue sym
	grep '^{"type":"inst",.*}$' "$out" >insts
	jq -r '[.venue, .sym] | @tsv' insts | while IFS=$'\t' read -r venue sym; do
		sim_book "$venue" "$sym" 1000 | jq -c --arg venue "$venue" '. + {$venue}'
	done >theirs
	grep '^{"type":"book",.*}$' "$out" | "$XG_BIN/xg-book" -n --only --depth 1000 |
		jq -s -r --slurpfile insts insts --slurpfile theirs theirs \
			-f "$BATS_TEST_DIRNAME/../support/books.jq" >differ
	[ "$(wc -l <theirs)" -ge "${#venues[@]}" ] && [ ! -s differ ]
}

# Whatever a connection tells beside data and how it comes about.
trouble() {
	since '.type == "status" and (.event
		| IN("connecting", "connected", "subscribed", "ratelimit") | not)'
}

all_is_well() {
	stand_still
	wait_for books_are_theirs || {
		cat differ >&2
		return 1
	}
	[ -z "$(broken_chain)" ]
	[ ! -s bad ]
}

@test "books, trades and best prices of every venue: each book is the venue's" {
	[ "${#venues[@]}" -ge 11 ]
	every_venue_listed
	[ -z "$(trouble)" ]
	all_is_well
	[ ! -s "$err" ]
}

# What venues have done to the reader stays with them ($1, as jq strings).
only_at() {
	[ -z "$(trouble | jq -c 'select(.venue | IN('"$1"') | not)')" ]
	[ -z "$(since '.type == "status" and .event == "connecting" and
		(.venue | IN('"$1"') | not)')" ]
	# No book of another venue began anew, where books are not all snapshots.
	[ -z "$(since '.type == "book" and .snap and
		(.venue | IN('"$1"', "hyperliquid") | not)')" ]
}

@test "venues that drop a connection or lose a frame leave the others alone" {
	wait_for saw '.venue == "deribit" and .event == "subscribed"'
	mark
	sim_fault "disconnect,venue=okx,max=1"
	sim_fault "gap,venue=coinbase,on=book,max=1"
	wait_for saw '.venue == "okx" and .event == "disconnected"'
	wait_for has_snap okx BTC-USDT
	wait_for saw '.venue == "coinbase" and .event == "gap"'
	wait_for has_snap coinbase BTC-USD
	wait_for every_market_came
	only_at '"okx", "coinbase"'
	all_is_well
}

@test "venues that fall silent or answer no request leave the others alone" {
	mark
	sim_fault "5xx,venue=binance,on=rest,max=6"
	sim_fault "disconnect,venue=binance,max=1"
	sim_fault "stall,venue=coinbase,max=1"
	wait_for saw '.venue == "binance" and .event == "disconnected"'
	wait_for saw '.venue == "coinbase" and .event == "disconnected"'
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap binance BTC-USDT
	[ -z "$(trouble | jq -c 'select(.venue | IN("binance", "coinbase") | not)')" ]
	all_is_well
}
