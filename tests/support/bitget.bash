# For tests of the simulated Bitget, of both kinds of accounts: load after feed.bash.

# Is the book of SYM the one that the venue gives by REST at PATH (LIMIT levels),
# where both have the same time? REST has no number.
is_right_at() {
	local sym=$1 path=$2 limit=$3 i theirs ts seq ours
	for ((i = 0; i < 100; i++)); do
		theirs=$(sim_get bitget "$path&limit=$limit" | jq -c '.data')
		ts=$(jq -r .ts <<<"$theirs")000
		await_after bitget "$sym" "$ts"
		# Of several changes at one time the last one counts.
		seq=$(books_of bitget "$sym" | jq -r --argjson ts "$ts" 'select(.ts == $ts) | .seq' | tail -n 1)
		[ -n "$seq" ] || continue
		ours=$(books_of bitget "$sym" | up_to "$seq" | jq -s -c --arg venue bitget --arg sym "$sym" \
			--argjson seq "$seq" -f "$BATS_TEST_DIRNAME/../support/book.jq")
		diff <(jq -S --argjson n "$limit" 'map_values(.[:$n])' <<<"$ours") \
			<(jq -S '{bids: (.b // .bids), asks: (.a // .asks)} | map_values(map(map(tonumber)))' <<<"$theirs") >&2
		return
	done
	echo "no common state of $sym in 100 tries" >&2
	return 1
}

start() {
	feed_start bitget:BTC-USDT -c book,bbo "$@"
	wait_for has_snap bitget BTC-USDT
	wait_for saw '.event == "subscribed"'
	mark
}

# Waits for the books of every category.
every_category() {
	feed_start bitget:BTC-USDT bitget:BTC-USDT-PERP bitget:BTC-USDC-PERP \
		bitget:BTC-USD-PERP bitget:BTC-USD-20301230 -c book
	for s in BTC-USDT BTC-USDT-PERP BTC-USDC-PERP BTC-USD-PERP BTC-USD-20301230; do
		wait_for has_snap bitget "$s"
	done
}

# No trade twice, and each as the venue's answer on stdin, [id, px, qty, side] a
# line, has it; coin futures in base units.
trades_are_theirs() {
	[ -z "$(jq -r 'select(.type == "trade") | .sym + " " + .id' "$out" | sort | uniq -d)" ]
	cat >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD-PERP")
		| [.id, .px, .qty, .side]' "$out" >ours
	trades_agree
}

# A lost frame (where: $2) shows as the event $1.
an_update_is_missing() {
	loses_update bitget BTC-USDT spot_is_right ETH-USDT "gap,max=1,sym=BTC-USDT$2" "$1"
}

a_checksum_is_wrong() {
	start
	sim_fault "checksum,max=1,sym=BTC-USDT"
	wait_for saw '.event == "checksum" and .sym == "BTC-USDT"'
	wait_for has_snap bitget BTC-USDT
	spot_is_right
	run ! saw '.event == "disconnected"'
}

a_connection_drops() {
	start
	drops bitget BTC-USDT spot_is_right
}
