#!/usr/bin/env bats
# xg-arb cross: opportunities after fees on executable depth.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >in.ndjson <<'EOF'
{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.001,"min_qty":0.001,"min_notional":5,"status":"trading"}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":1000000,"seq":1,"snap":true,"bids":[[100,1],[99.5,2]],"asks":[[100.1,3],[101,1]]}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1000200,"seq":7,"snap":true,"bids":[[101.3,1.23456],[101,2]],"asks":[[102,3],[103,1]]}
EOF
}

arb() {
	"$XG_BIN/xg-arb" cross "$@"
}

@test "an opportunity has legs with limit prices, fees and what is left" {
	run -0 arb -n <in.ndjson
	[ "${#lines[@]}" -eq 1 ]
	[ "$(jq -c '.legs' <<<"$output")" = '[{"venue":"okx","sym":"BTC-USDT","side":"buy","px":100.1,"qty":3,"fee_bps":15},{"venue":"binance","sym":"BTC-USDT","side":"sell","px":101,"qty":3,"fee_bps":10}]' ]
	# 1.23456*101.3 + 1.76544*101 - 300.3 - 300.3*0.0015 - 303.370368*0.001
	[ "$(jq -c '[.kind, .gross_bps, .net_bps, .profit, .ccy, .ttl_ms]' <<<"$output")" = '["cross",102.2433,77.1411,2.31654763,"USDT",500]' ]
}

@test "the input goes on before what it gave rise to" {
	run -0 arb <in.ndjson
	[ "${#lines[@]}" -eq 4 ]
	[ "${lines[2]}" = "$(sed -n 3p in.ndjson)" ]
	[[ "${lines[3]}" == '{"type":"arb",'* ]]
}

@test "R28: --merge-bbo: best prices that are ahead of a book are an opportunity, or are none any more" {
	sed -i 's/101.3,1.23456/100,1.23456/; s/101,2/99.9,2/' in.ndjson
	cat >>in.ndjson <<'EOF'
{"type":"bbo","venue":"binance","sym":"BTC-USDT","rx":1000300,"bid":101.3,"bid_qty":1,"ask":102,"ask_qty":3,"seq":9}
EOF
	run -0 arb -n --merge-bbo <in.ndjson
	[ "$(jq -c '.legs | map([.venue, .side, .px, .qty])' <<<"$output")" = '[["okx","buy",100.1,1],["binance","sell",101.3,1]]' ]
	run -0 arb -n <in.ndjson
	[ -z "$output" ]
	# As old as the book: nothing.
	sed -i 's/"seq":9/"seq":7/' in.ndjson
	run -0 arb -n --merge-bbo <in.ndjson
	[ -z "$output" ]
}

@test "--min-bps leaves depth that brings less, and lots round down" {
	run -0 arb -n --min-bps 90 <in.ndjson
	[ "$(jq -c '[.legs[].qty]' <<<"$output")" = '[1.234,1.234]' ]
	run -0 arb -n --min-bps 100 <in.ndjson
	[ -z "$output" ]
}

@test "--max-notional bounds what is paid" {
	run -0 arb -n --max-notional 50 <in.ndjson
	[ "$(jq -c '.legs[0].qty' <<<"$output")" = 0.499 ]
}

@test "--min-profit and --fee decide whether it is worth telling" {
	run -0 arb -n --min-profit 2.4 <in.ndjson
	[ -z "$output" ]
	run -0 arb -n --min-profit 2.4 --fee okx=1 --fee binance=1 <in.ndjson
	[ "$(jq -c '[.legs[].fee_bps]' <<<"$output")" = '[1,1]' ]
	run -0 arb -n --fee okx=150 <in.ndjson
	[ -z "$output" ]
	run -2 --separate-stderr arb --fee okx </dev/null
	[[ "$stderr" == *"VENUE=BPS"* ]]
}

@test "fee records win over the usual rates" {
	sed -i '1i {"type":"fee","venue":"okx","maker":0.0001,"taker":0.0002}' in.ndjson
	run -0 arb -n <in.ndjson
	[ "$(jq -c '.legs[0].fee_bps' <<<"$output")" = 2 ]
}

@test "books older than --max-age are refused" {
	sed -i 's/"rx":1000200/"rx":2000201/' in.ndjson
	run -0 arb -n <in.ndjson
	[ -z "$output" ]
	run -0 arb -n --max-age 2s <in.ndjson
	[ "${#lines[@]}" -eq 1 ]
}

@test "locked books and books out of sync are refused" {
	sed 's/\[\[102,3\]/[[101.3,1],[102,3]/' in.ndjson >locked.ndjson
	run -0 arb -n <locked.ndjson
	[ -z "$output" ]
	{
		sed -n 1,2p in.ndjson
		echo '{"type":"status","venue":"okx","sym":"BTC-USDT","rx":1000100,"event":"gap"}'
		sed -n 3p in.ndjson
	} >gap.ndjson
	run -0 arb -n <gap.ndjson
	[ -z "$output" ]
}

@test "it is told again only when the profit changed, after the cool-down" {
	cat >>in.ndjson <<'EOF'
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1000300,"seq":8,"prev":7,"bids":[[101,0]],"asks":[]}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1600300,"seq":9,"prev":8,"bids":[[101.3,1.2]],"asks":[]}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1700300,"seq":10,"prev":9,"bids":[[101.3,9]],"asks":[]}
EOF
	run -0 arb -n <in.ndjson
	[ "$(jq -s -c 'map(.rx)' <<<"$output")" = '[1000200,1600300]' ]
	[ "$(jq -s -c 'map(.id) | unique | length' <<<"$output")" = 2 ]
	run -0 arb -n --cool-down 0s <in.ndjson
	[ "$(jq -s -c 'map(.rx)' <<<"$output")" = '[1000200,1000300,1700300]' ]
}

@test "instruments that are not trading or have inverse contracts are left" {
	sed -i 's/"status":"trading"/"status":"halt"/' in.ndjson
	run -0 arb -n <in.ndjson
	[ -z "$output" ]
}

@test "xg-route makes a group of orders of what it finds" {
	run -0 bash -c '"$XG_BIN/xg-arb" cross <in.ndjson |
		"$XG_BIN/xg-route" -n --no-balances'
	[ "$(jq -s -c 'map([.venue, .side, .px, .qty, .tif, .legs])' <<<"$output")" = '[["okx","buy",100.1,3,"ioc",2],["binance","sell",101,3,"ioc",2]]' ]
	[ "$(jq -s -c 'map(.group) | unique | length' <<<"$output")" = 1 ]
}

@test "the same input gives the same bytes" {
	arb <in.ndjson >a
	arb <in.ndjson >b
	cmp a b
}
