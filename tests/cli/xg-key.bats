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

@test "a key added under another name of its venue is the venue's, and this is said" {
	run -0 --separate-stderr key add okex <cred
	[ -z "$output" ]
	[ "$stderr" = "xg-key: okex is another name of okx: this is the key okx main" ]
	run -0 --separate-stderr key list
	[[ "$output" == okx$'\t'main$'\t'* ]]
	[ -z "$stderr" ]
	run -1 key add okx-spot <cred
	[ "${lines[1]}" = "xg-key: okx main is there already; use: xg-key rotate" ]
	sed -i 's/1234/9876/' cred
	run -0 key rotate okex-swap <cred
	[[ "$output" == *"this is the key okx main" ]]
	run -0 key list
	[[ "$output" == okx$'\t'*...9876* ]]
	run -0 key rm okex
	run -1 key rm okx
	[ "$output" = "xg-key: there is no key okx main" ]
	run -2 key add mars <cred
	[ "$output" = "xg-key: this version knows no venue 'mars'; xg-inst --venues lists those that it knows" ]
	run -1 key rm mars
}

@test "commands use the key of the account that is meant: by any name, but of one region" {
	export XDG_CACHE_HOME="$PWD/cache" XDG_CONFIG_HOME="$PWD/config"
	mkdir -p cache/xg/test
	echo '{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.00000001,"min_qty":0.00001,"status":"trading","market":"spot"}' |
		tee cache/xg/test/okx.ndjson cache/xg/test/okx.us.ndjson >cache/xg/test/okx.eea.ndjson
	echo '{"region": {"okx": "eea"}}' >eea.json
	order() {
		"$XG_BIN/xg-order" buy 0.001 BTC-USDT --px 42000.1 --dry-run \
			--env test --key-file pass "$@"
	}
	used() {
		order "${@:2}" >out
		[ "$(jq -r '.headers["OK-ACCESS-KEY"]' out)" = "...$1" ]
	}
	key add okex <cred
	used 1234 --venue okx
	used 1234 --venue okx-spot
	run -4 order --venue myokx
	[ "$output" = "xg-order: there is no key of myokx for test; use: xg-key add myokx --env test" ]
	used 1234 --venue okx --config eea.json
	sed 's/1234/5678/' cred | key add myokx
	used 5678 --venue myokx
	[ "$(jq -r .url out)" = https://eea.okx.com/api/v5/trade/order ]
	used 5678 --venue okx --config eea.json
	used 1234 --venue okx
	run -4 order --venue okxus
	key rm okx
	run -4 key check
	[ "$output" = "xg-key: the vault has keys of other regions, labels or venues only (xg-key list); name the venue" ]
	key add okx <cred
	run -0 key list
	[[ "$output" == myokx$'\t'*$'\n'okx$'\t'* ]]
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
	run -2 "$XG_BIN/xg-key" list --env prod --key-file pass
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
	for _ in $(seq 1200); do
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
