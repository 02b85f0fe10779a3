#!/usr/bin/env bats
# xg-order without a venue: dry runs, refusals, the journal.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_STATE_HOME="$PWD/state" XDG_RUNTIME_DIR="$PWD/run"
	export XDG_CACHE_HOME="$PWD/cache" XDG_CONFIG_HOME="$PWD/config"
	mkdir -m 700 run
	mkdir -p cache/xg/paper state/xg/paper config/xg
	cat >cache/xg/paper/okx.ndjson <<-'END'
		{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.00000001,"min_qty":0.00001,"status":"trading","market":"spot"}
		{"type":"inst","venue":"okx","sym":"BTC-USDT-PERP","base":"BTC","quote":"USDT","settle":"USDT","kind":"perp","native":"BTC-USDT-SWAP","tick":0.1,"lot":0.0001,"min_qty":0.0001,"contract":0.01,"status":"trading","market":"swap"}
	END
	printf '%s\n' xg-fake-key-okx-0001 XGFAKESECRETOKX00000000000000001 \
		xg-Fake-Pass-1 >cred
	chmod 600 cred
}

dry() {
	"$XG_BIN/xg-order" --dry-run --cred-file cred \
		--sign-time 1700000000000 --venue okx "$@"
}

@test "--dry-run prints the request of the published vector, signature and all" {
	run -0 --separate-stderr dry buy 0.001 BTC-USDT --px 42000.1 \
		--id xg000001
	[ -z "$stderr" ]
	[ "$(jq -r .method <<<"$output")" = POST ]
	[ "$(jq -r .url <<<"$output")" = \
		https://openapi.okx.com/api/v5/trade/order ]
	[ "$(jq -r .body <<<"$output")" = '{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"xg000001","side":"buy","ordType":"limit","px":"42000.1","sz":"0.001"}' ]
	[ "$(jq -r '.headers["OK-ACCESS-SIGN"]' <<<"$output")" = \
		DzokJGDj1ETvqvWHnLsvXz3Ih7hri3nOmoulJWCoXjw= ]
	[ "$(jq -r .id <<<"$output")" = xg000001 ]
}

@test "a name that means a region: the order goes there, and nowhere else" {
	mkdir -p cache/xg/live
	cp cache/xg/paper/okx.ndjson cache/xg/live/okx.eea.ndjson
	run -0 "$XG_BIN/xg-order" buy 0.001 BTC-USDT --px 42000.1 --dry-run \
		--cred-file cred --env live --venue myokx
	[ "$(jq -r .url <<<"$output")" = https://eea.okx.com/api/v5/trade/order ]
	[ "$(jq -r .venue <<<"$output")" = okx ]
	run -2 "$XG_BIN/xg-order" --dry-run --cred-file cred --env live \
		--venue okx --venue myokx </dev/null
	[ "$output" = "xg-order: okx is named in two regions (the usual one, eea); give each a command of its own" ]
}

@test "R25: secret and passphrase are in no output; without --sign-time the key is cut and the signature hidden" {
	run -0 dry sell 0.001 BTC-USDT --px 42000.1 -v
	[[ "$output" != *XGFAKESECRET* ]]
	[[ "$output" != *xg-Fake-Pass* ]]
	run -0 "$XG_BIN/xg-order" sell 0.001 BTC-USDT --dry-run \
		--cred-file cred --venue okx
	[[ "$output" != *XGFAKESECRET* ]]
	[[ "$output" != *xg-fake-key* ]]
	[ "$(jq -r '.headers["OK-ACCESS-KEY"]' <<<"$output")" = ...0001 ]
	[ "$(jq -r '.headers["OK-ACCESS-SIGN"]' <<<"$output")" = '***' ]
}

@test "without a simulator a paper dry run shows the request unsigned" {
	run -0 "$XG_BIN/xg-order" buy 0.001 BTC-USDT --venue okx --dry-run
	[ "$(jq -c .headers <<<"$output")" = '{}' ]
	[[ "$(jq -r .body <<<"$output")" == *'"ordType":"market"'*'"tgtCcy":"base_ccy"'* ]]
}

@test "as a filter: orders, cancels, amends become requests, others pass byte for byte" {
	cat >in <<-'END'
		{"type":"trade","venue":"okx","sym":"BTC-USDT","odd":1e0}
		{"type":"order","venue":"okx","sym":"BTC-USDT-PERP","id":"a1","side":"sell","kind":"limit","px":42000,"qty":0.05,"tif":"gtx"}
		{"type":"cancel","id":"a1"}
		{"type":"amend","id":"a1","px":41000}
		not json
	END
	run -3 --separate-stderr bash -c 'cat in | "$XG_BIN/xg-order" \
		--dry-run --cred-file cred --venue okx --bad bad'
	[ "${lines[0]}" = '{"type":"trade","venue":"okx","sym":"BTC-USDT","odd":1e0}' ]
	[ "$(jq -r 'select(.type=="request") | .op' <<<"$output" |
		tr '\n' ' ')" = 'place cancel amend ' ]
	[ "$(jq -r 'select(.op=="place") | .body | fromjson | .sz' <<<"$output")" = 5 ]
	[ "$(jq -r 'select(.op=="amend") | .body | fromjson | .newPx' <<<"$output")" = 41000 ]
	[ "$(cat bad)" = 'not json' ]
	[[ "$stderr" == *stdin:5:* ]]
	[ ! -e state/xg/paper/journal.ndjson ]
}

@test "tick, lot, symbol, venue, duplicates: one sentence each and exit 1" {
	run -1 dry buy 0.001 BTC-USDT --px 42000.15
	[[ "$output" == *"not a multiple of the tick"* ]]
	run -1 dry buy 0.000000001 BTC-USDT --px 42000
	[[ "$output" == *lot* ]]
	run -1 dry buy 1 NO-SUCH --px 1
	[[ "$output" == *"no such instrument"* ]]
	run -2 "$XG_BIN/xg-order" buy 1 BTC-USDT --venue mars
	[ "$output" = "xg-order: this version knows no venue 'mars'; xg-inst --venues lists those that it knows" ]
	o='{"type":"order","venue":"okx","sym":"BTC-USDT","id":"a","side":"buy","kind":"market","qty":1}'
	run -1 bash -c "printf '%s\n%s\n' '$o' '$o' |
		\"\$XG_BIN/xg-order\" --dry-run --cred-file cred --venue okx"
	[[ "$output" == *duplicate_id* ]]
	[ "$(grep -c '"op":"place"' <<<"$output")" = 1 ]
}

@test "usage: what is missing or wrong is said" {
	run -2 "$XG_BIN/xg-order" buy 1 --venue okx
	[[ "$output" == *"quantity, the symbol and one --venue"* ]]
	run -2 "$XG_BIN/xg-order" buy -- -1 BTC-USDT --venue okx
	run -2 "$XG_BIN/xg-order" buy 1 'BTC USDT' --venue okx
	[[ "$output" == *"no symbol"* ]]
	run -2 "$XG_BIN/xg-order" amend x
	run -2 "$XG_BIN/xg-order" journal
	run -2 "$XG_BIN/xg-order" --sign-time 1 </dev/null
	[[ "$output" == *"--dry-run only"* ]]
	run -2 "$XG_BIN/xg-order" --env prod </dev/null
}

@test "R17: a price that has become zero or less makes no market order" {
	for px in 0 0.00 0e5 -5 ''; do
		run -2 dry buy 0.001 BTC-USDT --px "$px"
		[[ "$output" == "xg-order: --px: '$px' is not a"* ]]
		run -2 dry amend a1 --px "$px" --qty 1
	done
	run -2 dry amend a1 --px 5 --qty 0
	[ "$output" = "xg-order: --qty: '0' is not a number above zero; see xg-order amend --help" ]
}

@test "R26: live needs to be armed in the configuration, too; paper needs the simulator" {
	run -4 "$XG_BIN/xg-order" buy 1 BTC-USDT --venue okx --env live
	[[ "$output" == *'"live": true'* ]]
	echo '{"live": true}' >config/xg/config.json
	run -4 "$XG_BIN/xg-order" buy 1 BTC-USDT --venue okx --env live \
		--key-file cred
	[[ "$output" != *'"live": true'* ]]
	run -4 "$XG_BIN/xg-order" buy 1 BTC-USDT --venue okx
	[[ "$output" == *xg-sim* ]]
}

# A journal of one order that went out with a key: ENV ACCOUNT.
journal_of() {
	local jn=0 jp line
	jp=$(printf '0%.0s' {1..64})
	mkdir -p "state/xg/$1"
	for line in '{"type":"order","venue":"okx","sym":"BTC-USDT","rx":1700000000000000,"id":"a1","side":"buy","kind":"limit","px":42000.1,"qty":0.001' \
		'{"type":"exec","venue":"okx","sym":"BTC-USDT","rx":1700000000000000,"id":"a1","event":"sent","account":"'"$2"'"'; do
		line="$line,\"jn\":$((++jn)),\"jp\":\"$jp\"}"
		echo "$line"
		jp=$(printf %s "$line" | sha256sum | cut -d' ' -f1)
	done >"state/xg/$1/journal.ndjson"
	chmod 600 "state/xg/$1/journal.ndjson"
}

@test "R4: orders that went out with another key or to another region are left alone, and told" {
	(umask 077 && echo "correct horse battery" >pass)
	"$XG_BIN/xg-key" add okx --env test --key-file pass <cred
	mkdir cache/xg/test
	cp cache/xg/paper/okx.ndjson cache/xg/test
	# Nobody is there: what it does before it has asked anybody is enough.
	echo '{"hosts": {"test": {"okx": {"rest": "https://127.0.0.1:1", "ws": "wss://127.0.0.1:1"}}}}' >config/xg/config.json
	mine=$(head -n 1 cred | tr -d '\n' | sha256sum | cut -c 1-8)
	as() {
		"$XG_BIN/xg-order" --env test --key-file pass --venue okx "$@" </dev/null
	}
	journal_of test "$mine@eea"
	run -5 --separate-stderr as
	[ "$(jq -r 'select(.code == "other_account") | [.level, .code, .msg] | join(" ")' <<<"$output")" = \
		"crit other_account 1 orders without an end went to another account (key $mine@eea, now $mine) and are left alone: use that key, or --same-account if this one has replaced it" ]
	[ "$(wc -l <state/xg/test/journal.ndjson)" -eq 2 ]
	run -5 --separate-stderr as --same-account
	[[ "$output" != *other_account* ]]
	[[ "$output" == *'"id":"a1","event":"unknown"'* ]]
	"$XG_BIN/xg-order" journal verify --env test
	[ "$(sed -n 3p state/xg/test/journal.ndjson | jq -r '[.event, .account] | join(" ")')" = "sent $mine" ]
	journal_of test "$mine"
	run -5 --separate-stderr as
	[[ "$output" != *other_account* ]]
}

@test "R26: a simulator that claims to be on another host is refused" {
	mkdir -m 700 run/xg
	echo '{"ca":"/tmp/ca.pem","venues":{"okx":{"rest":"https://www.okx.com","ws":"wss://ws.okx.com","key":"kkkkkkkkkkkk","secret":"s","passphrase":"p"}}}' >run/xg/sim.json
	chmod 600 run/xg/sim.json
	run -4 "$XG_BIN/xg-order" buy 1 BTC-USDT --venue okx
	[[ "$output" == *"not this one"* || "$output" == *loopback* ]]
}

@test "journal verify: good, changed, torn, absent" {
	printf '%s\n' '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"a","side":"buy","kind":"market","qty":1,"jn":1,"jp":"0000000000000000000000000000000000000000000000000000000000000000"}' >j
	sum=$(head -c -1 j | sha256sum | cut -d' ' -f1)
	printf '{"type":"fill","id":"a","jn":2,"jp":"%s"}\n' "$sum" >>j
	cp j state/xg/paper/journal.ndjson
	run -0 "$XG_BIN/xg-order" journal verify
	[[ "$output" == "2 lines, unchanged"* ]]
	run -0 "$XG_BIN/xg-order" journal why a
	[ "${#lines[@]}" = 2 ]
	[ "${lines[0]}" = "$(head -1 j)" ]
	run -1 "$XG_BIN/xg-order" journal why b
	printf '{"type":"exec","id' >>state/xg/paper/journal.ndjson
	run -0 "$XG_BIN/xg-order" journal verify
	[[ "$output" == *"torn line"* ]]
	sed 's/"qty":1/"qty":2/' j >state/xg/paper/journal.ndjson
	run -1 "$XG_BIN/xg-order" journal verify
	[[ "$output" == *"line 2 does not follow"* ]]
	rm state/xg/paper/journal.ndjson
	run -4 "$XG_BIN/xg-order" journal verify
}

@test "hostile input: truncated, binary, huge, deep, wrong types are kept, exit 3" {
	{
		printf '{"type":"order","venue":"okx","id"\n'
		printf '\001\002\377\n'
		head -c 1200000 /dev/zero | tr '\0' x
		echo
		printf '{"type":"order","id":%s}\n' \
			"$(printf '[%.0s' $(seq 200))"
		printf '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"a","side":"up","kind":"limit","px":1,"qty":1}\n'
		printf '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"b","side":"buy","kind":"limit","px":1e99,"qty":1}\n'
		printf '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"good","side":"buy","kind":"limit","px":1,"qty":1}\n'
	} >in
	run -3 --separate-stderr bash -c '"$XG_BIN/xg-order" --dry-run \
		--cred-file cred --venue okx --bad bad <in'
	[ "$(grep -c '"type":"request"' <<<"$output")" = 1 ]
	[[ "$output" == *'"id":"good"'* ]]
	[ "$(wc -l <bad)" -ge 6 ]
}
