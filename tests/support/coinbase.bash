# For tests of the simulated Coinbase: load after feed.bash.

# Is the reader's book one that the venue has? The venue's updates have no number
# of the book: some state of the reader's last seconds must be the one that the
# simulator told meanwhile.
same_state() {
	local venue=$1 sym=$2 size i
	: >theirs
	size=$(grep -m 1 "\"inst\",\"venue\":\"$venue\",\"sym\":\"$sym\"," "$out" |
		jq '.contract // 1')
	for ((i = 0; i < 40; i++)); do
		sim_book "$venue" "$sym" 1000 | jq -c --argjson size "$size" \
			'[.bids, .asks] | map(map([.[0], (.[1] * $size * 1e8 | round / 1e8)]))' >>theirs
		sleep 0.3
		books_of "$venue" "$sym" | "$XG_BIN/xg-book" --only -d 1000 2>/dev/null |
			tail -n 200 | jq -c '[.bids, .asks]' >states
		# Ours may come late: earlier ones of theirs count, too.
		! grep -Fxqf theirs states || return 0
	done
	echo "no state of $venue:$sym is the venue's, $(tail -n 1 theirs)" >&2
	return 1
}
