#!/usr/bin/env bats
# xg-replay: order, pace and bounds of recordings.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >a <<'EOF'
{"type":"inst","venue":"okx","sym":"BTC-USDT","rx":1000000,"kind":"spot"}
{"type":"tick","rx":2000000}
{"type":"alert","code":"untimed"}
{"type":"tick",  "rx":4000000, "n":"a"}
EOF
	cat >b <<'EOF'
{"type":"order","id":"1","sym":"A-B","side":"buy","kind":"market","qty":1,"ts":1500000}
{"type":"tick","rx":4000000,"n":"b"}
{"type":"tick","rx":3000000,"n":"back"}
{"type":"tick","rx":5000000}
EOF
}

replay() {
	"$XG_BIN/xg-replay" "$@"
}

@test "files are merged by rx, else ts, byte for byte; equal times in the order of operands" {
	run -0 replay -s max a b
	[ "${lines[0]}" = "$(sed -n 1p a)" ]
	[ "${lines[1]}" = "$(sed -n 1p b)" ]
	[ "${lines[2]}" = "$(sed -n 2p a)" ]
	[ "${lines[3]}" = "$(sed -n 3p a)" ] # untimed: with the one before it
	[ "${lines[4]}" = "$(sed -n 4p a)" ]
	[ "${lines[5]}" = "$(sed -n 2p b)" ]
	[ "${lines[6]}" = "$(sed -n 3p b)" ] # order within a file is kept
	[ "${lines[7]}" = "$(sed -n 4p b)" ]
	[ "${#lines[@]}" -eq 8 ]
}

@test "one of the files may be stdin, and the last line needs no LF" {
	printf '%s' '{"rx":2500000}' | replay -s max a - >out
	[ "$(sed -n 4p out)" = '{"rx":2500000}' ]
	run -2 --separate-stderr replay - - <a
	[[ "$stderr" == *"only once"* ]]
}

@test "--from and --to cut; instruments before --from are kept" {
	run -0 replay -s max --from 2000000 --to 1970-01-01T00:00:04Z a b
	[ "${#lines[@]}" -eq 3 ]
	[[ "${lines[0]}" == *'"inst"'* ]]
	[[ "${lines[1]}" == *'"rx":2000000'* ]]
	[[ "${lines[2]}" == *'untimed'* ]]
}

@test "the pace is that of the recording, divided by --speed" {
	start=$(date +%s%N)
	run -0 replay --speed 10 a
	took=$((($(date +%s%N) - start) / 1000000))
	[ "${#lines[@]}" -eq 4 ]
	[ "$took" -ge 300 ]
}

@test "a record is out when it is due, though the next one is far" {
	printf '%s\n' '{"rx":1}' '{"rx":3600000000}' >far
	"$XG_BIN/xg-replay" far >out 3>&- &
	pid=$!
	for _ in $(seq 300); do
		[ -s out ] && break
		sleep 0.1
	done
	kill -TERM $pid
	wait $pid && rc=0 || rc=$?
	[ "$rc" -eq 0 ]
	[ "$(cat out)" = '{"rx":1}' ]
}

@test "speeds and times that are none are usage errors" {
	for s in 0 -1 fast 1e9 ""; do
		run -2 --separate-stderr replay -s "$s" a
		[[ "$stderr" == *"--speed"* ]]
	done
	run -2 --separate-stderr replay --from noon a
	[[ "$stderr" == *"--from"*"noon"* ]]
	run -2 replay
}

@test "a file that is not there is told before anything is played" {
	run -1 --separate-stderr replay -s max a none
	[ -z "$output" ]
	[[ "$stderr" == *"cannot open none: No such file"* ]]
}

@test "bad lines: place, --bad, alert, status 3; all else is played" {
	{
		printf '\000\377\n'
		head -c 1100000 /dev/zero | tr '\0' x
		echo
		printf '[%.0s' $(seq 100)
		echo
		echo '{"rx":99999999999999999999}'
		cat a
	} >bad
	run -3 --separate-stderr replay -s max --bad kept bad
	for at in 1 2 3; do
		[[ "$stderr" == *"bad:$at: "* ]]
	done
	[ "$(wc -l <kept)" -eq 3 ]
	[ "$(wc -c <kept)" -eq 1100105 ] # each as it was
	[ "$(grep -vc bad_input <<<"$output")" -eq 5 ]
	[ "$(grep -c bad_input <<<"$output")" -eq 3 ]
	run -3 --separate-stderr replay -s max --strict bad
	[ "${#lines[@]}" -eq 1 ]
}

@test "--where selects" {
	run -0 replay -s max --where '.type == "order"' b
	[ "$output" = "$(sed -n 1p b)" ]
}

@test "help and man page" {
	run -0 replay --help
	[ -z "$(awk 'length > 80' <<<"$output")" ]
	replay --spec >/dev/null
	mandoc -Tlint -Wwarning "$BATS_TEST_DIRNAME/../../man/xg-replay.1"
}
