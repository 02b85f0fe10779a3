#!/usr/bin/env bats
# What every command has in common, tried on all that are built (xg(1)).

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	golden=$BATS_TEST_DIRNAME/../golden/records
	export HOME=$PWD XDG_CONFIG_HOME=$PWD/c XDG_STATE_HOME=$PWD/s
	export XDG_CACHE_HOME=$PWD/h XDG_RUNTIME_DIR=$PWD/r
	unset XG_CONFIG NO_COLOR
	mkdir -p r
}

commands() {
	local c
	for c in "$XG_BIN"/xg "$XG_BIN"/xg-*; do echo "${c##*/}"; done
}

# Filters: the words with which each starts, and a type that it takes.
filters() {
	local c words type
	for c in $(commands); do
		"$XG_BIN/$c" --spec >spec
		jq -e '.input == "records" and (.loop | not)' spec >/dev/null || continue
		words=$c
		case $c in
		xg-arb) words="$c cross" ;;
		xg-risk)
			echo '{"max_order_notional": 1000, "equity": 10000, "max_position": 20}' >limits.json
			words="$c -l limits.json"
			;;
		esac
		type=$(jq -r '.takes | map(select(. != "tick")) | .[0]' spec)
		# Raw frames may be longer than other records.
		jq -e '.takes | index("raw")' spec >/dev/null && type=raw
		echo "$type $words"
	done
}

run_it() { # WORDS [MORE...]: a filter by its words
	local words
	read -ra words <<<"$1"
	shift
	"$XG_BIN/${words[0]}" "${words[@]:1}" "$@"
}

fail() {
	echo "$*"
	return 1
}

@test "there are filters to try" {
	[ "$(filters | wc -l)" -ge 4 ]
}

@test "--help goes to stdout, fits 80 columns, ends with examples, says nothing on stderr" {
	for c in $(commands); do
		"$XG_BIN/$c" --help >out 2>err || fail "$c --help: $?"
		[ ! -s err ] || fail "$c --help: $(<err)"
		grep -q "^usage: $c " out || fail "$c: no usage"
		grep -q '^examples:$' out || fail "$c: no examples"
		[ "$(awk 'length($0) > 80' out | wc -l)" -eq 0 ] || fail "$c: too wide"
		"$XG_BIN/$c" -h | cmp - out
		for v in $("$XG_BIN/$c" --spec | jq -r '.verbs[].name'); do
			"$XG_BIN/$c" "$v" --help >out 2>err || fail "$c $v --help"
			[ ! -s err ] && grep -q "^usage: $c $v " out || fail "$c $v --help"
		done
	done
}

@test "--version is one line on stdout" {
	for c in $(commands); do
		"$XG_BIN/$c" --version >out 2>err
		[ ! -s err ]
		grep -qxE "$c [0-9]+\.[0-9]+\.[0-9]+" out || fail "$c: $(<out)"
		[ "$(wc -l <out)" -eq 1 ]
	done
}

@test "--spec is one JSON object whose tables are sound" {
	for c in $(commands); do
		"$XG_BIN/$c" --spec >out 2>err || fail "$c: $(<err)"
		jq -es 'length == 1 and .[0].name == "'"$c"'"' out >/dev/null || fail "$c"
	done
}

@test "an unknown option ends with 2, one sentence and the nearest name" {
	for c in $(commands); do
		s=0
		"$XG_BIN/$c" --strct </dev/null >out 2>err || s=$?
		[ "$s" -eq 2 ] || fail "$c: $s"
		[ ! -s out ]
		[ "$(<err)" = "$c: unknown option --strct (did you mean --strict?); see $c --help" ] ||
			fail "$c: $(<err)"
		s=0
		"$XG_BIN/$c" --where </dev/null >out 2>err || s=$?
		[ "$s" -eq 2 ] || fail "$c: $s"
		grep -q "^$c: --where needs a value" err || fail "$c: $(<err)"
	done
}

@test "a closed stdout ends help and filters quietly" {
	for c in $(commands); do
		run -0 --separate-stderr bash -c 'set -o pipefail; "$1" --help | head -c 1 >/dev/null' - "$XG_BIN/$c"
		[ -z "$stderr" ] || fail "$c: $stderr"
	done
	for _ in {1..20000}; do echo '{"type":"weather","temp":1.50}'; done >many
	filters | while read -r _ words; do
		run_it "$words" <many 2>err | head -1 >/dev/null
		[ "${PIPESTATUS[0]}" -eq 0 ] || fail "$words: status"
		[ ! -s err ] || fail "$words: $(<err)"
	done
}

@test "a full disk is an error: /dev/full" {
	for c in $(commands); do
		s=0
		"$XG_BIN/$c" --help >/dev/full 2>err || s=$?
		[ "$s" -eq 1 ] || fail "$c: $s"
		grep -q "^$c: stdout: .*No space left" err || fail "$c: $(<err)"
	done
	filters | while read -r _ words; do
		s=0
		echo '{"type":"weather"}' | run_it "$words" >/dev/full 2>err || s=$?
		[ "$s" -eq 1 ] || fail "$words: $s"
		grep -q "stdout: .*No space left" err || fail "$words: $(<err)"
	done
}

@test "colours come only on a terminal, and never with NO_COLOR" {
	command -v script >/dev/null || skip "no script(1) here"
	for c in xg-book xg-arb; do
		"$XG_BIN/$c" --nonsense 2>err || true
		run ! grep -q $'\033' err
		TERM=xterm script -qec "$XG_BIN/$c --nonsense" typed >/dev/null || true
		grep -q $'\033\[1m' typed
		NO_COLOR=1 TERM=xterm script -qec "$XG_BIN/$c --nonsense" typed >/dev/null || true
		run ! grep -q $'\033\[' typed
		TERM=dumb script -qec "$XG_BIN/$c --nonsense" typed >/dev/null || true
		run ! grep -q $'\033\[' typed
	done
}

@test "records of other types pass byte for byte, and -n drops them" {
	printf '%s\n' '{"type":"weather","temp":1.50,"n":12345678901234567890}' \
		'  { "a" : [ 1 , 2 ] , "type" : "weather" } ' \
		'{"no":"type"}' '{"type":7}' '{"type":"wëather","x":"\u00e9\ud83d\ude00"}' \
		"{\"type\":\"deep\",\"x\":$(printf '[%.0s' {1..60})$(printf ']%.0s' {1..60})}" >in
	filters | while read -r _ words; do
		run_it "$words" <in >out 2>err || fail "$words: $? $(<err)"
		cmp in out || fail "$words: bytes"
		[ ! -s err ] || fail "$words: $(<err)"
		run_it "$words" -n <in >out 2>err || fail "$words -n"
		[ ! -s out ] && [ ! -s err ] || fail "$words -n: $(head -2 out err)"
		printf '{"type":"weather"}' | run_it "$words" >out
		[ "$(<out)" = '{"type":"weather"}' ] || fail "$words: a last line without newline"
	done
}

long_for() { # TYPE: bytes that are too many
	case $1 in
	raw) echo 34000000 ;;
	*) echo 1100000 ;;
	esac
}

# Lines that are wrong in one way each, for a type: to bad.1 bad.2 ...
corpus() { # TYPE
	local line=$golden/$1.ndjson
	rm -f bad.*
	head -c 40 "$line" >bad.truncated
	sed 's/"type":"[a-z]*",/&"x":"\x00",/' "$line" | tr -d '\n' >bad.nul
	printf '\001\002\377\376{}' >bad.binary
	printf 'no json at all' >bad.text
	sed 's/"rx":[0-9]*/"rx":"soon"/' "$line" | tr -d '\n' >bad.kind
	sed 's/"rx":[0-9]*/"rx":99999999999999999999/' "$line" | tr -d '\n' >bad.range
	sed 's/^{/{"deep":'"$(printf '[%.0s' {1..5000})$(printf ']%.0s' {1..5000})"',/' "$line" | tr -d '\n' >bad.deep
	{
		sed 's/}$//' "$line" | tr -d '\n'
		printf ',"long":"'
		head -c "$(long_for "$1")" /dev/zero | tr '\0' a
		printf '"}'
	} >bad.long
}

@test "each kind of bad line is told with its place, kept, counted, and costs nothing else" {
	filters | while read -r type words; do
		corpus "$type"
		for b in bad.*; do
			[ "$b" != bad.kept ] || continue
			{
				echo '{"type":"before"}'
				cat "$b"
				echo
				echo '{"type":"after"}'
			} >in
			rm -f bad.kept
			s=0
			run_it "$words" --bad bad.kept <in >out 2>err || s=$?
			[ "$s" -eq 3 ] || fail "$words: $b: status $s: $(head -c 300 err)"
			[ "$(wc -l <err)" -eq 1 ] || fail "$words: $b: $(head -c 300 err)"
			grep -qE "^${words%% *}: stdin:2(:[0-9]+)?: .{5,}" err ||
				fail "$words: $b: $(head -c 300 err)"
			{
				cat "$b"
				echo
			} | cmp - bad.kept || fail "$words: $b: not kept as it was"
			[ "$(sed -n 1p out)" = '{"type":"before"}' ] || fail "$words: $b: before"
			[ "$(tail -n 1 out)" = '{"type":"after"}' ] || fail "$words: $b: after"
			[ "$(wc -l <out)" -eq 3 ] || fail "$words: $b: $(head -c 500 out)"
			sed -n 2p out | jq -e '.type == "alert" and .code == "bad_input" and
				(.msg | startswith("stdin:2"))' >/dev/null || fail "$words: $b: alert"
		done
	done
}

@test "a line that is too long leaves memory bounded" {
	{
		printf '{"type":"x","a":"'
		head -c 60000000 /dev/zero | tr '\0' a
		printf '"}\n{"type":"after"}\n'
	} >in
	filters | while read -r _ words; do
		s=0
		(
			[ -n "${ASAN_OPTIONS:-}" ] || ulimit -v 2000000
			run_it "$words" <in >out 2>err
		) || s=$?
		[ "$s" -eq 3 ] || fail "$words: $s"
		[ "$(tail -n 1 out)" = '{"type":"after"}' ] || fail "$words"
		grep -qE 'stdin:1: the line is longer than (1|32) MiB' err || fail "$words: $(<err)"
	done
}

@test "--strict stops at the first bad line with 3" {
	printf '%s\n' '{"type":"before"}' 'bad' '{"type":"after"}' >in
	filters | while read -r _ words; do
		s=0
		run_it "$words" --strict <in >out 2>err || s=$?
		[ "$s" -eq 3 ] || fail "$words: $s"
		run ! grep -q after out
	done
}

@test "-q says nothing, and the status still tells" {
	filters | while read -r _ words; do
		s=0
		echo bad | run_it "$words" -q >/dev/null 2>err || s=$?
		[ "$s" -eq 3 ] && [ ! -s err ] || fail "$words: $s $(<err)"
	done
}

@test "many bad lines are all kept and alerted, and not all printed" {
	for i in {1..300}; do echo "bad $i"; done >in
	filters | while read -r _ words; do
		rm -f kept
		s=0
		run_it "$words" --bad kept <in >out 2>err || s=$?
		[ "$s" -eq 3 ]
		cmp in kept || fail "$words: kept"
		[ "$(grep -c bad_input out)" -eq 300 ] || fail "$words: alerts"
		[ "$(wc -l <err)" -eq 101 ] || fail "$words: $(wc -l <err)"
		tail -n 1 err | grep -q '200 more bad lines were not shown here' || fail "$words: $(tail -n 1 err)"
	done
}

@test "the same input gives the same bytes, however it arrives" {
	cat "$golden"/*.ndjson >in
	filters | while read -r _ words; do
		run_it "$words" <in >a 2>/dev/null || true
		run_it "$words" <in >b 2>/dev/null || true
		cmp a b || fail "$words: twice"
		while IFS= read -r l; do echo "$l"; done <in | run_it "$words" 2>/dev/null >b || true
		cmp a b || fail "$words: line by line"
		dd bs=7 <in 2>/dev/null | run_it "$words" 2>/dev/null >b || true
		cmp a b || fail "$words: in slices of 7"
	done
}

@test "without state, two inputs behind each other give both results" {
	filters | while read -r _ words; do
		for t in $(jq -r '.type' "$golden"/*.ndjson); do
			"$XG_BIN/${words%% *}" --spec | jq -e --arg t "$t" '.takes | index($t)' >/dev/null ||
				cat "$golden/$t.ndjson"
		done >a
		tac a >b
		[ -s a ]
		run_it "$words" <a >want
		run_it "$words" <b >>want
		cat a b | run_it "$words" | cmp - want || fail "$words"
	done
}

@test "a file of --bad or --config that cannot be used is one sentence" {
	for c in xg-book xg-arb\ cross; do
		s=0
		run_it "$c" --bad no/such/folder/f </dev/null >out 2>err || s=$?
		[ "$s" -eq 1 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q 'no/such/folder/f' err
		s=0
		run_it "$c" --config none.json </dev/null >out 2>err || s=$?
		[ "$s" -eq 4 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q 'none.json' err
	done
}

@test "closed descriptors do no harm" {
	filters | while read -r _ words; do
		echo '{"type":"x"}' | run_it "$words" 2>&- >out || fail "$words: stderr closed"
		[ "$(<out)" = '{"type":"x"}' ]
		s=0
		run_it "$words" <&- >out 2>err || s=$?
		[ "$s" -eq 0 ] && [ ! -s out ] || fail "$words: stdin closed: $s $(<err)"
	done
}
