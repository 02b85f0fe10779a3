#!/usr/bin/env bats
# xg-feed against the simulated venues: records, recordings, books.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/deep
	cd "$BATS_TEST_TMPDIR"
	sim_start binance okx --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	deep_stop
	sim_stop
}

@test "two venues, four channels: instruments first, then what was asked for" {
	feed_start binance:BTC-USDT okx:BTC/USDT:USDT -c trade,book,bbo,mark
	for v in binance okx; do
		for c in trade book bbo; do
			wait_for saw ".venue == \"$v\" and .type == \"$c\""
		done
	done
	wait_for saw '.venue == "okx" and .type == "mark"'
	feed_stop
	[ ! -s "$err" ]
	jq -e . "$out" >/dev/null
	[ "$(jq -r 'select(.type != "tick") | .type' "$out" | head -1)" = inst ]
	[ "$(jq -r 'select(.type != "tick" and .type != "status") | .sym' "$out" | sort -u | paste -sd ' ')" = "BTC-USDT BTC-USDT-PERP" ]
	[ -z "$(broken_chain)" ]
}

@test "books are the venue's" {
	feed_start binance:BTC-USDT binance:BTC-USDT-PERP okx:BTC-USDT okx:BTC-USDT-PERP -c book
	wait_for has_snap binance BTC-USDT
	wait_for has_snap binance BTC-USDT-PERP
	wait_for has_snap okx BTC-USDT
	wait_for has_snap okx BTC-USDT-PERP
	same_book binance BTC-USDT
	same_book binance BTC-USDT-PERP
	same_book okx BTC-USDT
	same_book okx BTC-USDT-PERP
}

# The simulator has 10,000,000 lots of open interest: contracts of 100 USD.
@test "open interest of Binance, linear and inverse, in base units" {
	feed_start 'binance:BTC-USDT-PERP' 'binance:BTC-USD-PERP' 'binance:BTC-USD-20301227' -c oi
	for s in BTC-USDT-PERP BTC-USD-PERP BTC-USD-20301227; do
		wait_for saw '.type == "oi" and .sym == "'$s'"'
	done
	feed_stop
	[ ! -s "$err" ]
	[ "$(jq -r 'select(.type == "oi" and .sym == "BTC-USDT-PERP").qty' "$out" | sort -u)" = 10000 ]
	[ -z "$(jq -c -n 'reduce inputs as $r ({mark: {}, odd: []};
		if $r.type == "mark" then .mark[$r.sym] = $r.mark
		elif $r.type == "oi" and ($r.sym | startswith("BTC-USD-")) and
			($r.qty * .mark[$r.sym] / 1e9 - 1 | fabs) > 1e-9 then .odd += [$r]
		else . end) | .odd[]' "$out")" ]
}

@test "dated futures, linear and inverse: books are the venue's, and no funding" {
	local v s
	local -A dated=([binance]="BTC-USDT-20301227 BTC-USD-20301227"
		[okx]="BTC-USDT-20301223 BTC-USD-20301223")
	feed_start 'binance:BTC-*-20301227' 'okx:BTC-*-20301223' -c book,trade,mark,funding
	for v in binance okx; do
		for s in ${dated[$v]}; do
			wait_for has_snap $v $s
			wait_for saw '.venue == "'$v'" and .sym == "'$s'" and .type == "trade"'
			wait_for saw '.venue == "'$v'" and .sym == "'$s'" and .type == "mark"'
		done
		same_book $v "${dated[$v]%% *}"
	done
	run ! saw '.type == "funding"'
	feed_stop
	[ -z "$(broken_chain)" ]
	[ "$(jq -c 'select(.type == "inst" and .inverse) | [.venue, .kind, .settle]' "$out" | paste -sd ' ')" = '["binance","future","BTC"] ["okx","future","BTC"]' ]
}

@test "a recording decodes to the same bytes, live and later" {
	out=rec.ndjson err=feed.err
	"$XG_BIN/xg-feed" --raw binance:BTC-USDT okx:BTC-USDT \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>feed.err 3>&- &
	FEED_PID=$!
	for v in binance okx; do
		for t in book trade; do
			wait_for grep -q "\"type\":\"$t\",\"venue\":\"$v\"" live.ndjson
		done
	done
	wait_for grep -q '"type":"tick"' live.ndjson
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	# The live decoder may still be at its last lines.
	wait_for cmp -s live.ndjson later.ndjson
	cmp live.ndjson later.ndjson
	[ "$(jq -r '.type' later.ndjson | sort -u | paste -sd ' ')" = "book inst status tick trade" ]
	[ -z "$(broken_chain later.ndjson)" ]
	run ! grep -q '"dir":"in"' later.ndjson
	shape_is_pinned rec.ndjson
}

@test "patterns name what the venue lists" {
	feed_start 'okx:*-USDT-PERP' -c funding
	wait_for saw '.type == "funding"'
	feed_stop
	[ "$(jq -r 'select(.type == "inst") | .sym' "$out" | sort | paste -sd ' ')" = "BTC-USDT-PERP ETH-USDT-PERP" ]
}

@test "a symbol that the simulator has not: one sentence, status 2" {
	run -2 "$XG_BIN/xg-feed" -q --tick 0 okx:DOGE-EUR
	[[ "$output" == "xg-feed: okx has no DOGE-EUR; xg-inst okx lists what it has" ]]
}

@test "xg-inst: the simulator's instruments, codes there and back, from the cache" {
	run -0 "$XG_BIN/xg-inst" binance:BTC-USDT
	[ "$(jq -c '[.type, .native, .market]' <<<"$output")" = '["inst","BTCUSDT","spot"]' ]
	run -0 "$XG_BIN/xg-inst" --native okx BTC/USDT:USDT
	[ "$output" = BTC-USDT-SWAP ]
	run -0 "$XG_BIN/xg-inst" --unified okx BTC-USDT-SWAP
	[ "$output" = BTC-USDT-PERP ]
	sim_stop
	run -0 "$XG_BIN/xg-inst" okx:BTC-USDT
	[ "$(jq -r .native <<<"$output")" = BTC-USDT ]
}

@test "okx: options of all families are listed, and their books kept" {
	run -0 "$XG_BIN/xg-inst" okx
	[ "$(jq -r 'select(.kind == "option") | .native' <<<"$output" | sort | paste -sd ' ')" = \
		"BTC-USD-301223-90000-C BTC-USD-301223-90000-P BTC-USD_UM-301223-90000-C ETH-USD-301223-5000-C" ]
	[ "$(jq -r 'select(.native == "BTC-USD_UM-301223-90000-C") | .sym' <<<"$output")" = \
		BTC-USD-20301223-90000-C:USDC ]
	feed_start okx:BTC-USD-20301223-90000-C:USDC okx:ETH-USD-20301223-5000-C -c book
	wait_for has_snap okx ETH-USD-20301223-5000-C
	wait_for has_snap okx BTC-USD-20301223-90000-C:USDC
	same_book okx ETH-USD-20301223-5000-C
	same_book okx BTC-USD-20301223-90000-C:USDC
	feed_stop
}

@test "fused: xg-run gives records of the feed to a filter" {
	"$XG_BIN/xg-run" 'xg-feed okx:BTC-USDT -c book | xg-book -n --bbo' \
		>fused.ndjson 2>fused.err 3>&- &
	FEED_PID=$!
	out=fused.ndjson err=fused.err
	wait_for saw '.type == "bbo" and .venue == "okx"'
	feed_stop
	[ "$(jq -r .type fused.ndjson | sort -u)" = bbo ]
}

@test "xg-sim --from: a market that records list later is served as any other" {
	local v
	for v in bitget gate kucoin; do
		sim_stop
		rm -f "$SIM_JSON" market
		deep_start $v BTC-USDT 20
		feed_start $v:BTC-USDT -c book
		wait_for has_snap $v BTC-USDT
		deep_eat 5
		wait_for deep_is_theirs 10
		feed_stop
		deep_stop
	done
}
