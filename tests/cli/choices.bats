#!/usr/bin/env bats
# Where the configuration chooses: region, account_kind and book of a venue. A wrong
# word ends every command that talks to venues in one way.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_CACHE_HOME="$PWD/cache" XDG_RUNTIME_DIR="$PWD/run"
	export XDG_CONFIG_HOME="$PWD/config" XDG_STATE_HOME="$PWD/state"
	mkdir -p -m 700 run cache/xg/live
	printf '%s\n' xg-fake-key-0001 XGFAKESECRET01 pass >cred
	chmod 600 cred
}

# All commands say SENTENCE and end with STATUS, for VENUE and a configuration.
all_say() {
	local status=$1 venue=$2 sentence=$3 env
	echo "$4" >conf.json
	for env in live paper; do
		run "-$status" "$XG_BIN/xg-feed" --config conf.json --env $env "$venue:BTC-USDT"
		[ "$output" = "xg-feed: $sentence" ]
		run "-$status" "$XG_BIN/xg-inst" --config conf.json --env $env "$venue:BTC-USDT"
		[ "$output" = "xg-inst: $sentence" ]
		run "-$status" "$XG_BIN/xg-order" --config conf.json --env $env --venue "$venue" </dev/null
		[ "$output" = "xg-order: $sentence" ]
		run "-$status" "$XG_BIN/xg-order" --config conf.json --env $env --venue "$venue" \
			--dry-run --cred-file cred buy 1 BTC-USDT
		[ "$output" = "xg-order: $sentence" ]
		run "-$status" "$XG_BIN/xg-acct" balances --config conf.json --env $env --venue "$venue"
		[ "$output" = "xg-acct: $sentence" ]
		run "-$status" "$XG_BIN/xg-key" check "$venue" --config conf.json --env $env
		[ "$output" = "xg-key: $sentence" ]
	done
}

@test "a word that is none: which there are, and status 4, in every command and environment" {
	all_say 4 okx 'region.okx of the configuration is "mars"; write "us", "eea" or "tr"' \
		'{"region": {"okx": "mars"}}'
	all_say 4 bitget 'account_kind.bitget of the configuration is "hybrid"; write "unified" or "classic"' \
		'{"account_kind": {"bitget": "hybrid"}}'
	all_say 4 hyperliquid 'book.hyperliquid of the configuration is 7; write "fast" or "deep"' \
		'{"book": {"hyperliquid": 7}}'
}

@test "a word where there is no choice: status 4 as well" {
	all_say 4 binance 'region.binance of the configuration says nothing: binance has no regions; take it out' \
		'{"region": {"binance": "us"}}'
	all_say 4 okx 'account_kind.okx of the configuration says nothing: okx has one kind of account; take it out' \
		'{"account_kind": {"okx": "unified"}}'
	all_say 4 okx 'book.okx of the configuration says nothing: okx has one kind of books; take it out' \
		'{"book": {"okx": "deep"}}'
}

@test "a venue by another of its names is not passed over: orders would go elsewhere" {
	all_say 4 okx 'region.okex of the configuration means okx; write region.okx' \
		'{"region": {"okex": "eea"}}'
	all_say 4 bybit 'region of the configuration is "eu"; write {"VENUE": "WORD"}' \
		'{"region": "eu"}'
}

@test "a name that means a region does not hide a wrong word" {
	all_say 4 myokx 'region.okx of the configuration is "mars"; write "us", "eea" or "tr"' \
		'{"region": {"okx": "mars"}}'
}

@test "a pattern of venues: a wrong word is told before anything is dialled" {
	echo '{"region": {"okx": "mars"}}' >conf.json
	run -4 "$XG_BIN/xg-feed" --config conf.json --env live 'ok*:BTC-USDT' 'b*:BTC-USDT'
	[ "$output" = 'xg-feed: region.okx of the configuration is "mars"; write "us", "eea" or "tr"' ]
}

@test "what is wrong of a venue that is not used is no matter" {
	echo '{"region": {"okx": "mars"}, "book": {"hyperliquid": 7}}' >conf.json
	run -4 "$XG_BIN/xg-feed" --config conf.json bybit:BTC-USDT
	[[ "$output" == *"start xg-sim"* ]]
}
