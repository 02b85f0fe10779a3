#!/usr/bin/env bats
# xg-acct without venues that answer: usage, keys, symbols. What it tells of an
# account is in tests/e2e/order.bats.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export XDG_STATE_HOME="$PWD/state" XDG_RUNTIME_DIR="$PWD/run"
	export XDG_CACHE_HOME="$PWD/cache" XDG_CONFIG_HOME="$PWD/config"
	mkdir -m 700 run
}

@test "it needs a verb that it knows" {
	run -2 "$XG_BIN/xg-acct"
	run -2 "$XG_BIN/xg-acct" money
	[[ "$output" == *money* ]]
}

@test "without a simulator the paper environment says to start one" {
	run -4 "$XG_BIN/xg-acct" balances
	[[ "$output" == *xg-sim* ]]
	[ "${#lines[@]}" = 1 ]
}

@test "an unknown venue, symbol or environment is named" {
	run -2 "$XG_BIN/xg-acct" balances --venue mars
	[ "$output" = "xg-acct: this version knows no venue 'mars'; xg-inst --venues lists those that it knows" ]
	run -2 "$XG_BIN/xg-acct" fills 'BTC USDT'
	[[ "$output" == *"no symbol"* ]]
	run -2 "$XG_BIN/xg-acct" balances --env prod
}

@test "live and test take keys from the vault: without one it says what to do" {
	run -4 "$XG_BIN/xg-acct" balances --env live --key-file /dev/null
	[[ "$output" == *vault* || "$output" == *key* ]]
	(umask 077 && echo "correct horse battery" >pass)
	printf 'api-key-000000001234\nTOPSECRETVALUE\nTOPPASSPHRASE\n' |
		"$XG_BIN/xg-key" add okx --env test --key-file pass
	run -4 "$XG_BIN/xg-acct" keys --env test --key-file pass \
		--venue binance
	[[ "$output" == *"there is no key of binance for test"* ]]
	[[ "$output" != *TOPSECRET* ]]
}

@test "it reads no standard input" {
	echo junk | run -4 "$XG_BIN/xg-acct" positions
}

@test "a simulator whose port is closed: one sentence, exit 5" {
	mkdir -m 700 run/xg
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem \
		-out ca.pem -subj /CN=x -days 1 2>/dev/null
	echo '{"ca":"'"$PWD"'/ca.pem","venues":{"okx":{"rest":"https://127.0.0.1:1","ws":"wss://127.0.0.1:1","key":"kkkkkkkkkkkk","secret":"s","passphrase":"p"}}}' >run/xg/sim.json
	chmod 600 run/xg/sim.json
	run -5 "$XG_BIN/xg-acct" balances
	[[ "$output" == *okx* ]]
	[ "${#lines[@]}" = 1 ]
}
