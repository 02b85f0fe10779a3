# xg-feed against xg-sim, for tests: load after sim.bash. Records go to $out,
# words to $err; feed_stop belongs into teardown.

feed_start() {
	out=$BATS_TEST_TMPDIR/feed.out
	err=$BATS_TEST_TMPDIR/feed.err
	"$XG_BIN/xg-feed" "$@" >"$out" 2>"$err" 3>&- &
	FEED_PID=$!
}

# Ends it as a user would; its exit status.
feed_stop() {
	local pid=${FEED_PID:-}
	[[ -n $pid ]] || return 0
	FEED_PID=
	kill "$pid" 2>/dev/null || true
	wait "$pid"
}

# Waits until a command succeeds: at most 60 s, however long a try takes, but no
# less than 20 tries.
wait_for() {
	local tries=0 end=$((SECONDS + 60))
	until "$@"; do
		if ((++tries >= 20 && SECONDS >= end)); then
			echo "waited in vain for: $*" >&2
			tail -n 5 "$out" "$err" >&2
			return 1
		fi
		sleep 0.05
	done
}

# How many records match a jq condition, from byte $mark on.
mark=0
mark() {
	mark=$(stat -c %s "$out")
}
since() {
	tail -c +$((mark + 1)) "$out" | likely "$1" |
		jq -c -R 'fromjson? | select('"$1"')'
}
saw() {
	[[ -n "$(since "$1" | head -n 1)" ]]
}

# Of lines those that a jq condition may be true of, since jq is slow: the texts
# that it must find, where it is a plain list of what must be so.
likely() {
	local rest=$1 texts=()
	local is='\.(type|venue|event|sym) == "([^"\\]*)"'
	if [[ $rest != *" or "* && $rest != *[\|]* && $rest != *not* ]]; then
		while [[ $rest =~ $is ]]; do
			texts+=("\"${BASH_REMATCH[1]}\":\"${BASH_REMATCH[2]}\"")
			rest=${rest#*"${BASH_REMATCH[0]}"}
		done
	fi
	[[ $1 != *.event* ]] || texts+=('"event":')
	awk -v n=${#texts[@]} 'BEGIN { for (i = 1; i <= n; i++) { text[i] = ARGV[i]; ARGV[i] = "" } }
		{ for (i = 1; i <= n; i++) if (!index($0, text[i])) next; print }' "${texts[@]}"
}

# Book records of a venue and symbol, as text.
books_of() {
	grep "^{\"type\":\"book\",\"venue\":\"$1\",\"sym\":\"$2\",.*}\$" "${3:-$out}"
}

# Has a snapshot of its book come since the mark?
has_snap() {
	tail -c +$((mark + 1)) "$out" | books_of "$1" "$2" - |
		grep -q '"snap":true'
}

# Of a book's records, as text: from its last snapshot up to the first that has the
# number $1; nothing where there is none.
up_to() {
	awk -v seq="\"seq\":$1," 'index($0, "\"snap\":true") { n = 0 }
		{ line[++n] = $0 }
		index($0, seq) { for (i = 1; i <= n; i++) print line[i]; exit }'
}

# Waits until the book of a venue and symbol has come to a number, or is 3 s late.
await_seq() {
	local seq=$3 file=${4:-$out} last i
	for ((i = 0; i < 60; i++)); do
		last=$(books_of "$1" "$2" "$file" | tail -n 1)
		[[ $last =~ \"seq\":([0-9]+) ]] && ((BASH_REMATCH[1] >= seq)) && return
		sleep 0.05
	done
	return 0
}

# The same for its time: until a book of a later one has come.
await_after() {
	local ts=$3 file=${4:-$out} last i
	for ((i = 0; i < 60; i++)); do
		last=$(books_of "$1" "$2" "$file" | tail -n 1)
		[[ $last =~ \"ts\":([0-9]+) ]] && ((BASH_REMATCH[1] > ts)) && return
		sleep 0.05
	done
	return 0
}

# Is the book of the reader the venue's? Compared where both have the same seq;
# the venue counts contracts.
same_book() {
	local venue=$1 sym=$2 file=${3:-$out} i theirs seq ours size
	size=$(grep -m 1 "\"inst\",\"venue\":\"$venue\",\"sym\":\"$sym\"," "$file" |
		jq '.contract // 1')
	for ((i = 0; i < 100; i++)); do
		theirs=$(sim_book "$venue" "$sym" 1000)
		seq=$(jq .seq <<<"$theirs")
		await_seq "$venue" "$sym" "$seq" "$file"
		ours=$(books_of "$venue" "$sym" "$file" | up_to "$seq" | jq -s -c --arg venue "$venue" \
			--arg sym "$sym" --argjson seq "$seq" \
			-f "$BATS_TEST_DIRNAME/../support/book.jq")
		[[ "$ours" != null ]] || continue
		diff <(jq -S . <<<"$ours") \
			<(jq -S --argjson size "$size" '{bids, asks} | map_values(map(
				[.[0], (.[1] * $size * 1e9 | round / 1e9)]))' <<<"$theirs") >&2
		return
	done
	echo "no common state of $venue:$sym in 100 tries" >&2
	return 1
}

# Is the book of VENUE:SYM the one that a command gives (from $6 on), where both have
# the same number? jq: the number in its answer, then ours and the answer as they are
# compared.
same_numbered() {
	local venue=$1 sym=$2 number=$3 as_ours=$4 as_theirs=$5 i theirs seq ours
	shift 5
	for ((i = 0; i < 100; i++)); do
		theirs=$("$@")
		seq=$(jq "$number" <<<"$theirs")
		await_seq "$venue" "$sym" "$seq"
		books_of "$venue" "$sym" | grep -q "\"seq\":$seq," || continue
		ours=$(books_of "$venue" "$sym" | up_to "$seq" | jq -s -c --arg venue "$venue" \
			--arg sym "$sym" --argjson seq "$seq" \
			-f "$BATS_TEST_DIRNAME/../support/book.jq")
		diff <(jq -S "$as_ours" <<<"$ours") <(jq -S "$as_theirs" <<<"$theirs") >&2
		return
	done
	echo "no common state of $venue:$sym in 100 tries" >&2
	return 1
}

# ---- what a feed of VENUE:SYM does about faults; then the book is right, as a
# function of the test finds ----

# drops VENUE SYM IS_RIGHT: a connection that drops is dialled again.
drops() {
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap "$1" "$2"
	wait_for saw '.event == "subscribed"'
	"$3"
}

# is_silent VENUE SYM IS_RIGHT: one that is silent is found out by its symbols.
is_silent() {
	sim_fault "stall,max=1"
	wait_for saw '.event == "stale" and .channel == "book"'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap "$1" "$2"
	wait_for saw '.event == "recovered"'
	"$3"
}

# loses_update VENUE SYM IS_RIGHT OTHER FAULT EVENT: a missing update costs one symbol
# a snapshot, and no other.
loses_update() {
	feed_start "$1:$2" "$1:$4" -c book
	wait_for has_snap "$1" "$2"
	wait_for has_snap "$1" "$4"
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "$5"
	wait_for saw ".event == \"$6\" and .sym == \"$2\""
	wait_for has_snap "$1" "$2"
	"$3"
	run ! has_snap "$1" "$4"
	run ! saw '.event == "disconnected"'
}

# The trades in the file ours are those of the file theirs, [id, px, qty, side] a line,
# where both have the id: there are some.
trades_agree() {
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] as $v | .[1] == ($v[0] | tonumber)
			and .[2] == ($v[1] | tonumber) and .[3] == $v[2])' ours
}

# Does each book record follow the one before it? Prints those that do not.
broken_chain() {
	grep '^{"type":"book",.*}$' "${1:-$out}" | jq -c -n '
		reduce (inputs | select(.type == "book")) as $r ({last: {}, bad: []};
			"\($r.venue) \($r.sym)" as $k
			| (if ($r.snap | not) and .last[$k] != $r.prev
				then .bad += [$r] else . end)
			| .last[$k] = $r.seq) | .bad[]'
}

# Has each frame of a recording the shape that is pinned? The simulator leaves
# out members that nobody reads: only what is new or of another type counts.
shape_is_pinned() {
	local said status=0
	[[ -s $1 ]] || return 1
	said=$("$XG_BIN/xg-drift" -n <"$1") || status=$?
	((status <= 1)) || return 1
	jq -c 'select(.code != "drift_missing")' <<<"$said" >&2
	[[ -z "$(jq -c 'select(.code != "drift_missing")' <<<"$said")" ]]
}
