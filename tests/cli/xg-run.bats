#!/usr/bin/env bats
# xg-run: a pipeline in one process gives what pipes give, byte for byte.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	shared=$BATS_TEST_DIRNAME/../../../shared/recordings
	PATH=$XG_BIN:$PATH
	cat >mixed.ndjson <<'END'
{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.001,"min_qty":0.001,"min_notional":5,"status":"trading"}
{"type":"inst","venue":"binance","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTCUSDT","tick":0.1,"lot":0.001,"status":"trading"}
{"type":"balance","venue":"okx","ccy":"USDT","free":100000,"rx":900000}
{"type":"balance","venue":"binance","ccy":"BTC","free":100,"rx":900000}
{"type":"weather","temp":1.50,"note":"not ours"}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":1000000,"seq":1,"snap":true,"bids":[[100,1],[99.5,2]],"asks":[[100.1,3],[101,1]]}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1000200,"seq":7,"snap":true,"bids":[[101.3,1.23456],[101,2]],"asks":[[102,3],[103,1]]}
{"type":"tick","rx":1000300}
  {"sym" : "BTC-USDT","type":"trade","venue":"okx", "rx":1000400,"id":"1","side":"buy","px":1e2,"qty":"0.10"}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1000500,"seq":8,"prev":7,"bids":"wrong","asks":[]}
no json at all
{"type":"status","venue":"okx","sym":"BTC-USDT","rx":1000600,"event":"gap"}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":1000700,"seq":9,"prev":5,"bids":[[100,2]],"asks":[]}

{"type":"order","id":"o1","sym":"BTC-USDT","side":"buy","kind":"limit","px":103,"qty":1.5}
END
}

# Both ways of running a pipeline over a file: the same stdout and the same
# words on stderr; the status of the fused one is the gravest.
same() { # FILE COMMAND ...
	local file=$1 text=$2 s worst=0
	shift 2
	for s; do text+=" | $s"; done
	bash -c "($text); exit \${PIPESTATUS[0]}" <"$file" >p.out 2>p.err || true
	bash -c "$text; echo \"\${PIPESTATUS[*]}\" >p.status" <"$file" >/dev/null 2>&1
	for s in $(<p.status); do
		[ "$s" -eq 0 ] || worst=1
	done
	s=0
	xg-run "$text" <"$file" >f.out 2>f.err || s=$?
	cmp p.out f.out || {
		diff p.out f.out | head
		return 1
	}
	diff <(sort p.err) <(sort f.err)
	[ "$worst" -eq $((s != 0)) ] || {
		echo "pipes: $(cat p.status), fused: $s, text: $text"
		return 1
	}
}

@test "its words are those that the shell makes" {
	for t in "xg-book a 'b c' \"d e\"" "xg-book it\\'s \"x'y\"" \
		"xg-book '' --where 'px > 1 and sym == \"A-B\"'" \
		'xg-book a\ b"c d"e'\''f g'\''' "xg-book 'a|b' \\| x#y a~b"; do
		eval "printf '%s\n' $t" | jq -R . | jq -sc . >want
		xg-run --dry-run "$t" >got
		cmp want got
	done
}

@test "what is no command of xg is refused, with the nearest name" {
	run -2 --separate-stderr xg-run 'xg-bok --bbo'
	[ -z "$output" ]
	[ "$stderr" = "xg-run: xg-bok is no command of xg (did you mean xg-book?)" ]
	run -2 --separate-stderr xg-run 'xg-book | jq .'
	[[ "$stderr" == *"jq is no command of xg that can run fused; join it by a pipe"* ]]
	run -2 --separate-stderr xg-run 'xg-run xg-book'
	run -2 --separate-stderr xg-run 'xg-book >f'
	[[ "$stderr" == *"column 9: redirect xg-run itself"* ]]
}

@test "a wrong option of a command inside is that command's sentence" {
	run -2 --separate-stderr xg-run 'xg-arb cross | xg-book --dept 3'
	[ "$stderr" = "xg-book: unknown option --dept (did you mean --depth?); see xg-book --help" ]
}

@test "a command that reads no records can only be the first" {
	run -2 --separate-stderr xg-run 'xg-book | xg-key list'
	[ -n "$stderr" ]
}

@test "xg book inside is xg-book" {
	xg-run 'xg book --bbo -n' <mixed.ndjson >a 2>/dev/null || true
	xg-book --bbo -n <mixed.ndjson >b 2>/dev/null || true
	[ -s a ]
	cmp a b
}

@test "each filter alone gives fused what it gives between pipes" {
	for f in 'xg-book' 'xg-book --bbo' 'xg-book --depth 2 -n' \
		'xg-book --consolidate' 'xg-book --liquidity' 'xg-arb cross' \
		'xg-arb cross -n' 'xg-route --no-balances' 'xg-route -n' \
		'xg-decode' 'xg-decode -n' \
		'xg-book --bbo --where "bid > 100"' \
		'xg-book --bbo --map .bid' 'xg-arb cross --strict'; do
		same mixed.ndjson "$f"
	done
}

@test "R28: best prices that are ahead of a book count fused as they do between pipes" {
	sed -n 1,7p mixed.ndjson | sed 's/"bids":\[\[101.3.*"asks"/"bids":[[100,1]],"asks"/' >ahead.ndjson
	echo '{"type":"bbo","venue":"binance","sym":"BTC-USDT","rx":1000300,"bid":101.3,"bid_qty":1,"ask":102,"ask_qty":3,"seq":9}' >>ahead.ndjson
	for f in 'xg-book --bbo --merge-bbo' 'xg-arb cross --merge-bbo -n' \
		'xg-route -n --no-balances --merge-bbo'; do
		same ahead.ndjson "$f"
	done
	same ahead.ndjson 'xg-arb cross --merge-bbo' 'xg-route -n --no-balances --merge-bbo'
	grep -q '"type":"order"' f.out
	same ahead.ndjson 'xg-arb cross' 'xg-route -n --no-balances'
	[ ! -s f.out ]
}

@test "pairs and longer chains give fused what they give between pipes" {
	for a in 'xg-book --bbo' 'xg-arb cross' 'xg-route --no-balances' \
		'xg-decode' 'xg-book --consolidate --where "sym != null"'; do
		for b in 'xg-book --depth 1' 'xg-arb cross -n' 'xg-route -n' \
			'xg-book --bbo --map "[.bid,.ask]"'; do
			same mixed.ndjson "$a" "$b"
		done
	done
	same mixed.ndjson 'xg-decode' 'xg-book --bbo' 'xg-arb cross' \
		'xg-route --no-balances' 'xg-book --liquidity'
}

@test "the recordings give the same bytes by pipes and fused" {
	[ -d "$shared" ] || skip "no recordings beside the repository"
	xg-decode -n --venue binance --market spot \
		"$shared/binance-spot-2021.ndjson" >r.ndjson 2>/dev/null || true
	[ -s r.ndjson ] || xg-decode "$shared/binance-spot-2021.ndjson" \
		>r.ndjson 2>/dev/null || true
	[ "$(wc -l <r.ndjson)" -gt 1000 ] || cat "$shared"/*2021.ndjson >r.ndjson
	same r.ndjson 'xg-book --bbo'
	same r.ndjson 'xg-book --depth 5' 'xg-arb cross'
	same r.ndjson 'xg-book --bbo' 'xg-arb cross' \
		'xg-route --no-balances' 'xg-book --consolidate' 'xg-book -n --liquidity'
	same "$shared/okx-2022.ndjson" 'xg-decode' 'xg-book --bbo -n'
}

# What a filter cannot start without.
words_of() {
	case $1 in
	xg-arb) echo "$1 cross" ;;
	xg-risk)
		echo '{"max_order_notional": 1000, "equity": 10000, "max_position": 20}' >limits.json
		echo "$1 -l limits.json"
		;;
	*) echo "$1" ;;
	esac
}

@test "every filter of this build gives the same both ways" {
	n=0
	for c in "$XG_BIN"/xg-*; do
		jq -e '.input != "none" and (.loop | not) and
			(.verb_optional or (.verbs | length == 0) or
			.name == "xg-arb")' \
			<<<"$("$c" --spec)" >/dev/null || continue
		text=$(words_of "$(basename "$c")")
		same mixed.ndjson "$text"
		[[ " $(<p.status) " != *" 2 "* && " $(<p.status) " != *" 4 "* ]]
		n=$((n + 1))
	done
	[ "$n" -ge 4 ]
}

@test "a closed stdout ends it quietly" {
	for _ in {1..3000}; do cat mixed.ndjson; done >big.ndjson
	run -0 --separate-stderr bash -c "xg-run 'xg-book -q | xg-book -q' <big.ndjson | head -1"
	[ "${#lines[@]}" -eq 1 ]
	[ -z "$stderr" ]
}
