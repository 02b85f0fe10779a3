#!/usr/bin/env bats
# xg: dispatch, help, doctor.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export HOME=$PWD XDG_CONFIG_HOME=$PWD/config XDG_STATE_HOME=$PWD/state
	export XDG_CACHE_HOME=$PWD/cache XDG_RUNTIME_DIR=$PWD/run
	unset XG_CONFIG
	mkdir -m 700 run
}

xg() {
	"$XG_BIN/xg" "$@"
}

@test "xg foo is xg-foo with all words behind it, options too" {
	echo '{"type":"x"}' >in
	run -0 --separate-stderr xg book --bbo -n --where 'bid > 1' <in
	[ -z "$output$stderr" ]
	run -0 xg book --version
	[[ "$output" == "xg-book "* ]]
	run -2 --separate-stderr xg book --bboo
	[[ "$stderr" == "xg-book: unknown option --bboo (did you mean --bbo?)"* ]]
}

@test "an unknown command is refused with the nearest name" {
	run -2 --separate-stderr xg bok
	[ "$stderr" = "xg: there is no command bok (did you mean book?); see xg help" ]
	run -2 --separate-stderr xg ../../bin/true
	[[ "$stderr" == "xg: there is no command ../../bin/true"* ]]
}

@test "help lists each command that is installed, with its summary" {
	run -0 --separate-stderr xg help
	[ -z "$stderr" ]
	for c in "$XG_BIN"/xg-*; do
		want=$("$c" --spec | jq -r .summary)
		grep -qE "^  $(basename "$c") +$want\$" <<<"$output"
	done
	a=$output
	run -0 xg
	[ "$a" = "$output" ]
}

@test "help foo is the help of xg-foo" {
	run -0 xg help book
	[ "$output" = "$("$XG_BIN/xg-book" --help)" ]
	run -2 xg help nothing-like-it
}

@test "help --records tells every type with its members" {
	run -0 --separate-stderr xg help --records
	[ "${#lines[@]}" -eq 29 ]
	[ "$(jq -r 'select(.name == "trade") | .members | map(.name) | join(" ")' <<<"$output")" = "venue sym ts rx id side px qty off" ]
	[ "$(jq -c 'select(.name == "order") | .members[] | select(.name == "side") | .words' <<<"$output")" = '["buy","sell"]' ]
}

@test "doctor finds nothing wrong with a fresh user, and says what to do" {
	run -0 --separate-stderr xg doctor
	[ -z "$stderr" ]
	for l in "${lines[@]}"; do
		[[ "$l" =~ ^(ok|note|poor)\ + ]]
	done
	[[ "$output" == *"none is running; --env paper needs one: xg-sim"* ]]
	[[ "$output" == *"xg-key add makes it"* ]]
	[ ! -e state ] && [ ! -e config ] && [ ! -e cache ] && [ ! -e run/xg ]
}

@test "doctor sees folders that others may write to" {
	mkdir -p state/xg
	chmod 777 state/xg
	run -1 xg doctor
	[[ "$output" == *"WRONG state folder   others may write into $PWD/state/xg; run: chmod go-w"* ]]
}

@test "doctor tells the line and column of a bad configuration" {
	mkdir -p config/xg
	printf '{\n  "feed": {\n    "buffer": ]\n' >config/xg/config.json
	run -1 xg doctor
	[[ "$output" =~ WRONG\ config\ +.*config\.json:3:15: ]]
	echo '{"live": true}' >config/xg/config.json
	run -0 xg doctor
	[[ "$output" == *'note  live'*'"live" is true'* ]]
	run -4 --separate-stderr xg doctor --config nowhere.json
	[[ "$stderr" == "xg: "*"nowhere.json"* ]]
}

@test "doctor tells the words of the configuration that choose, right ones and wrong ones" {
	mkdir -p config/xg
	cat >config/xg/config.json <<'END'
{"region": {"okx": "eea", "bybit": "mars", "binance": "us", "okex": "us", "nowhere": "x"},
 "account_kind": {"bitget": "classic"}, "book": "deep"}
END
	run -1 xg doctor
	grep -E '^[A-Za-z]+ +(region|account_kind|book) ' <<<"$output" | sort >found
	sort >want <<'END'
WRONG region         region.binance of the configuration says nothing: binance has no regions; take it out
WRONG region         region.bybit of the configuration is "mars"; write "nl", "tr", "kz", "ge", "ae", "eu", "id" or "jp"
WRONG region         region.okex of the configuration means okx; write region.okx
WRONG region         region.nowhere of the configuration is of no venue that this version knows; xg-inst --venues lists them
WRONG book           book of the configuration is "deep"; write {"VENUE": "WORD"}
ok    account_kind   bitget: classic
END
	diff want found
	echo '{"region": {"okx": "eea"}, "book": {"hyperliquid": "deep"}}' >config/xg/config.json
	run -0 xg doctor
	[[ "$output" == *"ok    region         okx: eea"* ]]
	[[ "$output" == *"ok    book           hyperliquid: deep"* ]]
	[[ "$output" != *account_kind* ]]
}

@test "doctor looks at the file that --config or XG_CONFIG names" {
	echo '{"region": {"okx": "eea"}}' >other.json
	run -0 xg doctor --config other.json
	[[ "$output" == *"ok    config         other.json is valid"* ]]
	[[ "$output" == *"okx: eea"* ]]
	XG_CONFIG=other.json run -0 xg doctor
	[[ "$output" == *"okx: eea"* ]]
}

@test "doctor sees a vault that others may read" {
	mkdir -p state/xg/live
	echo x >state/xg/live/vault
	chmod 644 state/xg/live/vault
	run -1 xg doctor
	[[ "$output" == *"WRONG vault live"* ]]
	chmod 600 state/xg/live/vault
	run -0 xg doctor
	[[ "$output" == *"ok    vault live"* ]]
}

@test "doctor sees that the simulator has ended" {
	mkdir -m 700 run/xg
	touch ca.pem
	echo "{\"ca\":\"$PWD/ca.pem\",\"venues\":{\"okx\":{\"rest\":\"https://127.0.0.1:1\",\"ws\":\"wss://127.0.0.1:1\",\"key\":\"k\",\"secret\":\"s\",\"passphrase\":\"p\"}}}" >run/xg/sim.json
	chmod 600 run/xg/sim.json
	run -1 xg doctor
	[[ "$output" == *"WRONG simulator"*"okx: nobody answers at https://127.0.0.1:1: it has ended; start xg-sim"* ]]
	[[ "$output" != *'"s"'* ]]
	chmod 644 run/xg/sim.json
	run -1 xg doctor
	[[ "$output" == *"WRONG simulator"* ]]
}

@test "doctor tells of halts that are in force" {
	mkdir -p state/xg/live
	chmod 700 state/xg/live
	touch state/xg/live/halt
	run -0 xg doctor
	[[ "$output" == *"poor  halt live"*"no order passes"*"xg-risk resume"* ]]
}
