#!/usr/bin/env bats
# xg-book: what it keeps, prints, and says about broken input.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >two.ndjson <<'EOF'
{"type":"book","venue":"okx","sym":"BTC-USDT","ts":1000000,"rx":1000100,"seq":1,"snap":true,"bids":[[100,1],[99.5,2]],"asks":[[100.1,3],[101,1]]}
{"type":"book","venue":"gate","sym":"BTC-USDT","ts":1000000,"rx":1000200,"seq":7,"snap":true,"bids":[[100.05,1],[99,2]],"asks":[[100.15,3],[101,1]]}
{"type":"trade","venue":"okx","sym":"BTC-USDT","side":"buy","px":1,"qty":2}
{"type":"book","venue":"okx","sym":"BTC-USDT","ts":1100000,"rx":1100100,"seq":2,"prev":1,"bids":[[99.5,0]],"asks":[]}
{"type":"tick","rx":2000000}
EOF
}

book() {
	"$XG_BIN/xg-book" "$@"
}

@test "without options it prints ten levels at each change" {
	run -0 book <two.ndjson
	[ "${#lines[@]}" -eq 5 ]
	[ "${lines[0]}" = '{"type":"depth","venue":"okx","sym":"BTC-USDT","ts":1000000,"rx":1000100,"bids":[[100,1],[99.5,2]],"asks":[[100.1,3],[101,1]]}' ]
	[ "${lines[3]}" = '{"type":"depth","venue":"okx","sym":"BTC-USDT","ts":1100000,"rx":1100100,"bids":[[100,1]],"asks":[[100.1,3],[101,1]]}' ]
}

@test "records that are not of books go through byte for byte" {
	run -0 book <two.ndjson
	[ "${lines[2]}" = '{"type":"trade","venue":"okx","sym":"BTC-USDT","side":"buy","px":1,"qty":2}' ]
	[ "${lines[4]}" = '{"type":"tick","rx":2000000}' ]
	run -0 book -n <two.ndjson
	[ "${#lines[@]}" -eq 3 ]
}

@test "--bbo prints only when the best prices change" {
	run -0 book -n --bbo <two.ndjson
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[1]}" = '{"type":"bbo","venue":"gate","sym":"BTC-USDT","ts":1000000,"rx":1000200,"bid":100.05,"bid_qty":1,"ask":100.15,"ask_qty":3}' ]
}

@test "--depth bounds the levels" {
	run -0 book -n --depth 1 <two.ndjson
	[ "${lines[0]}" = '{"type":"depth","venue":"okx","sym":"BTC-USDT","ts":1000000,"rx":1000100,"bids":[[100,1]],"asks":[[100.1,3]]}' ]
}

@test "--consolidate merges the venues, best first" {
	run -0 book -n --consolidate -d 2 <two.ndjson
	[ "${lines[1]}" = '{"type":"cbook","sym":"BTC-USDT","rx":1000200,"bids":[[100.05,1,"gate"],[100,1,"okx"]],"asks":[[100.1,3,"okx"],[100.15,3,"gate"]]}' ]
}

@test "--liquidity sums the depth in bands and tells shares" {
	run -0 book -n --liquidity --every 1s <two.ndjson
	[ "${#lines[@]}" -eq 1 ]
	[ "$(jq -c '[.rx, .spread_bps, .mid, .imbalance]' <<<"$output")" = '[2000000,4.9963,100.075,-0.5]' ]
	[ "$(jq -c '.depth' <<<"$output")" = '[[1,0,0],[5,1,3],[10,2,6],[25,2,6],[50,2,6],[100,2,8]]' ]
	[ "$(jq -c '[.venues[].share] | add' <<<"$output")" = 1 ]
}

@test "--every prints once in a period, the state before its end" {
	run -0 book -n --every 1s -d 1 <two.ndjson
	[ "${#lines[@]}" -eq 2 ]
	[ "$(jq -c '[.venue, .rx]' <<<"${lines[0]}")" = '["okx",1100100]' ]
}

@test "--every refuses what is no time" {
	run -2 --separate-stderr book --every never </dev/null
	[[ "$stderr" == *"--every"*"never"* ]]
}

@test "a gap is an alert, and silence until the next snapshot" {
	cat >>two.ndjson <<'EOF'
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":2100000,"seq":4,"prev":3,"bids":[[99,1]],"asks":[]}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":2200000,"seq":5,"prev":4,"bids":[[98,1]],"asks":[]}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":2300000,"seq":9,"snap":true,"bids":[[97,1]],"asks":[[98,1]]}
EOF
	run -0 bash -c '"$XG_BIN/xg-book" -n <two.ndjson | tail -n +4'
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = '{"type":"alert","venue":"okx","sym":"BTC-USDT","rx":2100000,"level":"warn","code":"book_out_of_sync","msg":"updates are missing between seq 2 and 3"}' ]
	[ "$(jq -c '.bids' <<<"${lines[1]}")" = '[[97,1]]' ]
}

@test "a crossed book is an alert, and leaves the consolidated book" {
	cat >>two.ndjson <<'EOF'
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":2100000,"seq":3,"prev":2,"bids":[[100.2,1]],"asks":[]}
EOF
	run -0 bash -c '"$XG_BIN/xg-book" -n --consolidate <two.ndjson | tail -n 2'
	[ "$(jq -r '.msg' <<<"${lines[0]}")" = "the book is crossed: bid 100.2 is over ask 100.1" ]
	[ "$(jq -c '[.bids[][2]] | unique' <<<"${lines[1]}")" = '["gate"]' ]
}

@test "a lost connection takes its venue out of the consolidated book" {
	echo '{"type":"status","venue":"gate","rx":2100000,"event":"disconnected"}' >>two.ndjson
	run -0 bash -c '"$XG_BIN/xg-book" --consolidate <two.ndjson | tail -n 2'
	[ "$(jq -r '.event' <<<"${lines[0]}")" = disconnected ]
	[ "$(jq -c '[.bids[][2]] | unique' <<<"${lines[1]}")" = '["okx"]' ]
}

@test "bbo records alone make a book of one level" {
	echo '{"type":"bbo","venue":"x","sym":"A-B","rx":5,"bid":1,"bid_qty":2,"ask":3,"ask_qty":4}' >bbo.ndjson
	run -0 book <bbo.ndjson
	[ "$output" = '{"type":"depth","venue":"x","sym":"A-B","rx":5,"bids":[[1,2]],"asks":[[3,4]]}' ]
}

@test "R28: --merge-bbo: best prices that are ahead of the book change it, until it is as new" {
	cat >ahead.ndjson <<'EOF'
{"type":"book","venue":"binance","sym":"A-B","rx":1,"seq":10,"snap":true,"bids":[[100,1],[99,2]],"asks":[[101,1]]}
{"type":"bbo","venue":"binance","sym":"A-B","rx":2,"bid":99,"bid_qty":7,"ask":100,"ask_qty":4,"seq":12}
{"type":"book","venue":"binance","sym":"A-B","rx":3,"seq":12,"prev":10,"bids":[[100,0],[99,6]],"asks":[]}
EOF
	run -0 bash -c '"$XG_BIN/xg-book" -n --bbo --merge-bbo <ahead.ndjson | jq -c "[.rx, .bid, .bid_qty, .ask]"'
	[ "$output" = $'[1,100,1,101]\n[2,99,7,100]\n[3,99,6,101]' ]
	run -0 bash -c '"$XG_BIN/xg-book" -n --bbo <ahead.ndjson | jq -c "[.rx, .bid, .bid_qty, .ask]"'
	[ "$output" = $'[1,100,1,101]\n[3,99,6,101]' ]
}

@test "a price that cannot be kept is bad input: alert and status 3" {
	echo '{"type":"book","venue":"okx","sym":"BTC-USDT","rx":2100000,"seq":3,"prev":2,"bids":[[-1,1]],"asks":[]}' >>two.ndjson
	run -3 --separate-stderr book -n <two.ndjson
	[[ "$stderr" == *"stdin:6:"* ]]
	[[ "${lines[3]}" == *'"code":"bad_input"'* ]]
	run -3 book --strict <two.ndjson
}

@test "the same input gives the same bytes" {
	book --consolidate --liquidity --bbo <two.ndjson >a
	book --consolidate --liquidity --bbo <two.ndjson >b
	cmp a b
}
