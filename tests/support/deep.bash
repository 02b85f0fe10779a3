# A market that is deeper than what a venue tells of it, and moves when the test says
# so: load after sim.bash and feed.bash. deep_stop belongs into teardown, before
# sim_stop.

# deep_start VENUE SYM LEVELS: so many levels a side, one apart, of one each.
deep_start() {
	deep_venue=$1 deep_sym=$2 deep_n=1
	mkfifo "$BATS_TEST_TMPDIR/market"
	# Open for both, so that neither side waits for the other.
	exec {deep_fd}<>"$BATS_TEST_TMPDIR/market"
	SIM_IN=$BATS_TEST_TMPDIR/market sim_start "$1" --from -
	awk -v head="$(deep_head)" -v n="$3" 'BEGIN {
		for (i = 0; i < n; i++) {
			bids = bids (i ? "," : "") "[" 60000 - i ",1]"
			asks = asks (i ? "," : "") "[" 60001 + i ",1]"
		}
		printf "%s,\"seq\":1,\"snap\":true,\"bids\":[%s],\"asks\":[%s]}\n", head, bids, asks
	}' >&"$deep_fd"
}

deep_head() {
	printf '{"type":"book","venue":"%s","sym":"%s","ts":1700000000000000' \
		"$deep_venue" "$deep_sym"
}

deep_stop() {
	[[ -n ${deep_fd:-} ]] || return 0
	exec {deep_fd}>&-
	deep_fd=
}

# deep_eat N: the N best bids go, one by one, and as many come far below.
deep_eat() {
	local head i
	head=$(deep_head)
	for ((i = 0; i < $1; i++, deep_n++)); do
		printf '%s,"seq":%d,"prev":%d,"snap":false,"bids":[[%d,0],[%d,2]],"asks":[]}\n' \
			"$head" $((deep_n + 1)) "$deep_n" $((60001 - deep_n)) $((55000 - deep_n)) \
			>&"$deep_fd"
		((i % 20)) || sleep 0.02
	done
}

# The book that the feed tells has been replaced.
deep_renewed() {
	[ "$(books_of "$deep_venue" "$deep_sym" | grep -c '"snap":true')" -ge 2 ]
}

# Are the N best levels of both sides the venue's?
deep_is_theirs() {
	cmp -s <(grep '^{"type":"book",.*}$' "$out" | "$XG_BIN/xg-book" -n --depth "$1" |
		tail -n 1 | jq -c '[.bids, .asks]') \
		<(sim_book "$deep_venue" "$deep_sym" "$1" | jq -c '[.bids, .asks]')
}

# Nothing behind the bound of the first snapshot was told before the second.
deep_kept_bound() {
	books_of "$deep_venue" "$deep_sym" | jq -s -e '.[0].down as $down |
		.[:(map(.snap) | .[1:] | index(true)) + 1] | map(.bids[][0]) | min >= $down' >&2
}

# deep_is_cut N: the first snapshot has N levels a side, and says how far they go.
deep_is_cut() {
	books_of "$deep_venue" "$deep_sym" | head -n 1 | jq -e --argjson n "$1" '.snap and
		(.bids | length) == $n and (.asks | length) == $n and
		.down == .bids[-1][0] and .up == .asks[-1][0]' >&2
}
