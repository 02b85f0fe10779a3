#!/usr/bin/env bats
# xg-merge: whole lines of live inputs, by arrival or by time.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
}

merge() {
	"$XG_BIN/xg-merge" "$@"
}

@test "lines of all inputs, each whole and in the order of its input" {
	seq -f '{"a":%.0f,"pad":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}' 20000 >a
	seq -f '{"b":%.0f,"pad":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"}' 20000 >b
	merge <(cat a) <(cat b) >out
	[ "$(wc -l <out)" -eq 40000 ]
	grep '"a"' out | cmp - a
	grep '"b"' out | cmp - b
}

@test "lines over 4 KiB that come in pieces are not torn" {
	long=$(printf 'x%.0s' $(seq 30000))
	piece() {
		for _ in 1 2 3; do
			printf '"%s' "$1${long:0:9000}"
			sleep 0.05
			printf '%s"\n' "${long:9000}"
		done
	}
	merge <(piece a) <(piece b) >out
	[ "$(wc -l <out)" -eq 6 ]
	[ -z "$(awk 'length != 30003' out)" ]
}

@test "a line is out at once, though all inputs stay open" {
	mkfifo f g
	"$XG_BIN/xg-merge" f g >out 3>&- &
	pid=$!
	exec 8>f 9>g
	echo '{"n":1}' >&8
	for _ in $(seq 300); do
		[ -s out ] && break
		sleep 0.1
	done
	[ "$(cat out)" = '{"n":1}' ]
	exec 8>&- 9>&-
	wait $pid
}

@test "a fifo whose writer comes late does not end the run nor hold the others" {
	mkfifo late
	"$XG_BIN/xg-merge" late <(echo '{"n":1}') >out 3>&- &
	pid=$!
	for _ in $(seq 300); do
		[ -s out ] && break
		sleep 0.1
	done
	echo '{"n":2}' >late
	wait $pid
	[ "$(cat out)" = '{"n":1}
{"n":2}' ]
}

@test "--by rx: the order of times, while every input has lines" {
	printf '{"rx":%d}\n' 1 4 5 9 >a
	printf '{"rx":%d}\n' 2 3 6 7 8 >b
	run -0 merge --by rx --window 1h a b
	[ "$(tr -dc '0-9\n' <<<"$output")" = "$(seq 9)" ]
}

@test "--by rx: a silent input holds the others for the window only" {
	mkfifo quiet
	"$XG_BIN/xg-merge" --by rx --window 300ms quiet <(printf '{"rx":%d}\n' 1 2) >out 3>&- &
	pid=$!
	exec 9>quiet
	for _ in $(seq 300); do
		[ "$(wc -l <out)" -eq 2 ] && break
		sleep 0.1
	done
	[ "$(wc -l <out)" -eq 2 ]
	echo '{"rx":1}' >&9 # too late for its place: in its turn
	exec 9>&-
	wait $pid
	[ "$(tail -n 1 out)" = '{"rx":1}' ]
}

@test "--by rx: lines without a time go with the one before; ts stands in for rx" {
	printf '%s\n' '{"rx":1}' '{"x":1}' '{"ts":5}' >a
	printf '%s\n' '{"rx":3}' >b
	run -0 merge --by rx -w 1h a b
	[ "$output" = '{"rx":1}
{"x":1}
{"rx":3}
{"ts":5}' ]
}

@test "--by rx: more than is held waits in its writer, and nothing is lost" {
	seq -f '{"rx":%.0f,"pad":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}' 200000 >a
	merge --by rx -w 1s <(cat a) <(sleep 0.5; echo '{"rx":0}') >out
	[ "$(wc -l <out)" -eq 200001 ]
	grep pad out | cmp - a
}

@test "SIGTERM ends it with status 0" {
	mkfifo f
	"$XG_BIN/xg-merge" f >out 3>&- &
	pid=$!
	exec 9>f
	echo '{"n":1}' >&9
	for _ in $(seq 300); do
		[ -s out ] && break
		sleep 0.1
	done
	kill -TERM $pid
	wait $pid && rc=0 || rc=$?
	exec 9>&-
	[ "$rc" -eq 0 ]
}

@test "an input that cannot be opened, stdin twice, no input" {
	echo '{"n":1}' >a
	run -1 --separate-stderr merge a none
	[ "$stderr" = "xg-merge: cannot open none: No such file or directory" ]
	run -2 merge - - <a
	run -2 merge
}

@test "an input that fails is told; the others are read to their ends" {
	echo '{"n":1}' >a
	run -1 --separate-stderr merge . a
	[ "$output" = '{"n":1}' ]
	[[ "$stderr" == *"Is a directory"* ]]
}

@test "bad lines: place, --bad, alert, status 3; nothing else is lost" {
	{
		echo '{"rx":1}'
		head -c 1100000 /dev/zero | tr '\0' x
		echo
		printf '\000\377\n'
		echo '{"rx":2}'
	} >bad
	run -3 --separate-stderr merge --by rx --bad kept bad
	[[ "$stderr" == *"bad:2: the line is longer than 1 MiB"*"bad:3: "* ]]
	[ "$(wc -l <kept)" -eq 2 ]
	[ "$(grep -c '"rx":[12]}' <<<"$output")" -eq 2 ]
	[ "$(grep -c bad_input <<<"$output")" -eq 2 ]
}

@test "help and man page" {
	run -0 merge --help
	[ -z "$(awk 'length > 80' <<<"$output")" ]
	merge --spec >/dev/null
	mandoc -Tlint -Wwarning "$BATS_TEST_DIRNAME/../../man/xg-merge.1"
}
