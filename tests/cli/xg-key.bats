#!/usr/bin/env bats
# xg-key: keys in the vault, and that they are nowhere else.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_STATE_HOME="$PWD/state" XDG_RUNTIME_DIR="$PWD/run"
	mkdir -m 700 run
	(umask 077 && echo "correct horse battery" >pass)
	printf 'api-key-000000001234\nTOPSECRETVALUE\nTOPPASSPHRASE\n' >cred
}

key() {
	"$XG_BIN/xg-key" "$@" --env test --key-file pass
}

@test "a key is added and listed masked, and the secret is in no output" {
	run -0 key add okx <cred
	[ -z "$output" ]
	run -0 key list
	[[ "$output" == okx$'\t'main$'\t'test$'\t'hmac$'\t'...1234$'\t'* ]]
	[[ "$output" != *api-key* ]]
	[[ "$output" != *TOP* ]]
	run -1 grep -raE 'TOPSECRET|TOPPASS|api-key' state
	[ "$(stat -c %a state/xg/test/vault)" = 600 ]
}

@test "the same key twice is refused, rotate replaces it, rm forgets it" {
	key add okx <cred
	run -1 key add okx <cred
	[[ "$output" == *"rotate"* ]]
	sed -i 's/1234/9876/' cred
	run -0 key rotate okx <cred
	run -0 key list
	[[ "$output" == *...9876* ]]
	run -0 key rm okx
	run -0 key list
	[ -z "$output" ]
	run -1 key rm okx
}

@test "another passphrase opens it after rotate, the old one does not" {
	key add okx <cred
	run -0 bash -c 'echo new horse | "$XG_BIN/xg-key" rotate --env test \
		--key-file pass --new-pass-fd 0'
	run -4 key list
	[[ "$output" == *"wrong passphrase"* ]]
	run -0 bash -c 'echo new horse | "$XG_BIN/xg-key" list --env test \
		--pass-fd 0'
}

@test "files that others may read are refused" {
	key add okx <cred
	chmod 644 state/xg/test/vault
	run -4 key list
	[[ "$output" == *"chmod 600"* ]]
	chmod 600 state/xg/test/vault
	chmod 640 pass
	run -4 key list
	[[ "$output" == *"chmod 600"* ]]
}

@test "environments are separate" {
	key add okx <cred
	run -4 "$XG_BIN/xg-key" list --env live --key-file pass
	run -4 "$XG_BIN/xg-key" list --env prod --key-file pass
}

@test "a private key that cannot sign, or an empty secret, is refused" {
	run -4 key add binance --kind ed25519 <cred
	[[ "$output" != *TOPSECRET* ]]
	run -4 key add binance </dev/null
	printf 'some-api-key-5678\n%064d\n' 7 >seed
	run -0 key add binance --kind ed25519 <seed
}

@test "while it waits, the secret is not in its arguments or environment" {
	mkfifo in
	"$XG_BIN/xg-key" add okx --env test --key-file pass <in 3>&- &
	pid=$!
	exec 9>in
	cat cred >&9
	for _ in $(seq 100); do
		[ -e state/xg/test/vault.lock ] && break
		sleep 0.05
	done
	limits=$(cat /proc/$pid/limits)
	args=$(tr '\0' ' ' </proc/$pid/cmdline)
	environ=$(tr '\0' ' ' </proc/$pid/environ || true)
	exec 9>&-
	wait $pid
	[[ "$args" == *xg-key* ]]
	[[ "$args$environ" != *TOPSECRET* ]]
	grep -q 'core file size  *0  *0' <<<"${limits,,}"
}
