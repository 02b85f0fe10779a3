#!/usr/bin/env bats
# Recordings of real venues: every frame is read, every book is right.

bats_require_minimum_version 1.5.0

setup() {
	rec="$BATS_TEST_DIRNAME/../../../shared/recordings"
	cd "$BATS_TEST_TMPDIR"
}

need() {
	[ -r "$rec/$1" ] || skip "../shared/recordings/$1 is not here"
}

# Decodes without a bad frame; what -v says goes to the file `said`.
decode() {
	"$XG_BIN/xg-decode" -v --bad bad "$rec/$1" >records 2>said
	[ ! -s bad ]
}

# The best bid is under the best ask at every change of every book.
never_crossed() {
	"$XG_BIN/xg-book" -n --bbo <records >bbo
	[ -s bbo ]
	[ "$(jq -c 'select(.type != "bbo" or (.bid and .ask and .bid >= .ask))' bbo | wc -l)" -eq 0 ]
}

same_twice() {
	"$XG_BIN/xg-decode" "$rec/$1" | "$XG_BIN/xg-book" --bbo >one
	"$XG_BIN/xg-decode" <"$rec/$1" | "$XG_BIN/xg-book" --bbo >two
	[ -s one ]
	cmp one two
}

@test "okx 2022: 436 frames, 290 book pushes, 290 checksums verified, none wrong" {
	need okx-2022.ndjson
	decode okx-2022.ndjson
	[ "$(cat said)" = "xg-decode: okx: 436 frames, 0 bad; 7787 records; 290 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	pushes=$(jq -c 'select(.dir == "in" and .data.arg.channel == "books" and .data.data) | .data.data[]' "$rec/okx-2022.ndjson" | wc -l)
	[ "$pushes" -eq 290 ]
	[ "$(grep -c '^{"type":"book"' records)" -eq "$pushes" ]
	trades=$(jq -c 'select(.dir == "in" and .data.arg.channel == "trades" and .data.data) | .data.data[]' "$rec/okx-2022.ndjson" | wc -l)
	[ "$(grep -c '^{"type":"trade"' records)" -eq "$trades" ]
	[ "$(grep -c '^{"type":"status"' records || true)" -eq 0 ]
	never_crossed
}

@test "okx 2022: every update of a book names the one before it" {
	need okx-2022.ndjson
	decode okx-2022.ndjson
	jq -c 'select(.type == "book") | [.sym, .seq, (if .snap then -1 else .prev end)]' records |
		jq -sc 'reduce .[] as $b ({last: {}, bad: 0};
			if $b[2] != -1 and $b[2] != .last[$b[0]] then .bad += 1 else . end
			| .last[$b[0]] = $b[1]) | .bad' >broken
	[ "$(cat broken)" = 0 ]
}

@test "R28: okx 2022: a book of 400 levels a side keeps 400: what falls out is deleted, what comes in is told" {
	need okx-2022.ndjson
	decode okx-2022.ndjson
	grep '"type":"book".*"sym":"BTC-USDT"' records | "$XG_BIN/xg-book" -n --only --depth 1000 >depths
	[ "$(wc -l <depths)" -eq 98 ]
	[ "$(jq -c '[.bids, .asks | length]' depths | sort -u)" = '[400,400]' ]
}

@test "okx 2022: one wrong quantity is found by the checksum, and only that book starts anew" {
	need okx-2022.ndjson
	# The 100th update of a book has another quantity in its first level.
	awk '/"action":"update"/ && /"bids":\[\["/ && ++n == 100 {
		sub(/"bids":\[\["[^"]*","/, "&9") } { print }' "$rec/okx-2022.ndjson" >wrong.ndjson
	"$XG_BIN/xg-decode" -v wrong.ndjson >records 2>said
	[[ "$(cat said)" == *", 1 wrong;"* ]]
	[ "$(jq -r 'select(.type == "status") | .event' records)" = checksum ]
	[ "$(jq -r 'select(.type == "status") | .sym' records | wc -l)" -eq 1 ]
	never_crossed
}

@test "okx 2022: the same bytes twice, from a file and by a pipe" {
	need okx-2022.ndjson
	same_twice okx-2022.ndjson
}

@test "okx 2022: replayed at full speed it gives the same" {
	need okx-2022.ndjson
	"$XG_BIN/xg-replay" -s max "$rec/okx-2022.ndjson" | cmp - "$rec/okx-2022.ndjson"
}

@test "binance spot 2021: every frame is read, every book is in sync and never crossed" {
	need binance-spot-2021.ndjson
	decode binance-spot-2021.ndjson
	grep -q ' 0 bad; .* 0 gaps, 0 resyncs, 0 crossed books' said
	[ "$(jq -r 'select(.type == "book" and .snap) | .sym' records | sort -u | wc -l)" -ge 1 ]
	never_crossed
}

@test "binance spot 2021: the same bytes twice" {
	need binance-spot-2021.ndjson
	same_twice binance-spot-2021.ndjson
}

@test "bitget spot v1 2022: 688 frames, 443 checksums verified, none wrong; trades are all there" {
	need bitget-spot-v1-2022.ndjson
	decode bitget-spot-v1-2022.ndjson
	[ "$(cat said)" = "xg-decode: bitget: 688 frames, 0 bad; 1228 records; 443 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	pushes=$(jq -c 'select(.dir == "in" and .data.arg.channel == "books" and .data.action) | .data.data[]' "$rec/bitget-spot-v1-2022.ndjson" | wc -l)
	[ "$(grep -c '^{"type":"book"' records)" -eq "$pushes" ]
	trades=$(jq -c 'select(.dir == "in" and .data.arg.channel == "trade" and .data.action) | .data.data[]' "$rec/bitget-spot-v1-2022.ndjson" | wc -l)
	[ "$(grep -c '^{"type":"trade"' records)" -eq "$trades" ]
	[ "$(grep -c '^{"type":"status"' records || true)" -eq 0 ]
	never_crossed
}

@test "bitget spot v1 2022: a lost frame is found by the next checksum, and only that book starts anew" {
	need bitget-spot-v1-2022.ndjson
	awk '!(/"action":"update"/ && /"channel":"books"/ && ++n == 100)' "$rec/bitget-spot-v1-2022.ndjson" >lost.ndjson
	"$XG_BIN/xg-decode" -v lost.ndjson >records 2>said
	[[ "$(cat said)" == *", 1 wrong;"* ]]
	[ "$(jq -r 'select(.type == "status") | .event' records)" = checksum ]
	never_crossed
}

@test "coinbase exchange 2021: every frame is read, every book is in sync and never crossed" {
	need coinbase-exchange-2021.ndjson
	decode coinbase-exchange-2021.ndjson
	[ "$(cat said)" = "xg-decode: coinbase: 9948 frames, 0 bad; 9988 records; 0 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	# 10 snapshots and 9719 updates; 97 matches, last_match is the one before.
	[ "$(grep -c '^{"type":"book"' records)" -eq 9729 ]
	[ "$(grep -c '^{"type":"trade"' records)" -eq 97 ]
	[ "$(grep -c '^{"type":"status"' records || true)" -eq 0 ]
	never_crossed
}

@test "coinbase exchange 2021: a match has the other side than its ticker, which tells the taker's" {
	need coinbase-exchange-2021.ndjson
	decode coinbase-exchange-2021.ndjson
	jq -r 'select(.dir == "in" and .data.type? == "ticker") | .data | "\(.product_id) \(.trade_id) \(.side)"' \
		"$rec/coinbase-exchange-2021.ndjson" 2>/dev/null | sort >tickers
	jq -r 'select(.type == "trade") | "\(.sym) \(.id) \(.side)"' records | sort >trades
	[ "$(comm -12 tickers trades | wc -l)" -eq 97 ]
}

@test "coinbase exchange 2021: the same bytes twice" {
	need coinbase-exchange-2021.ndjson
	same_twice coinbase-exchange-2021.ndjson
}

@test "deribit 2021: every frame is read, every update of a book names the one before it" {
	need deribit-2021.ndjson
	decode deribit-2021.ndjson
	[ "$(cat said)" = "xg-decode: deribit: 141 frames, 0 bad; 1241 records; 0 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	# 10 snapshots and 36 changes; 89 tickers of options.
	[ "$(grep -c '^{"type":"book"' records)" -eq 46 ]
	[ "$(grep -c '^{"type":"mark"' records)" -eq 89 ]
	[ "$(grep -c '^{"type":"status"' records || true)" -eq 0 ]
	never_crossed
}

@test "deribit 2021: a change that is missing is a gap of that book, and no other notices" {
	need deribit-2021.ndjson
	grep -v '"prev_change_id":33195894164,' "$rec/deribit-2021.ndjson" >holed
	[ "$(wc -l <holed)" -eq "$(($(wc -l <"$rec/deribit-2021.ndjson") - 1))" ]
	decode deribit-2021.ndjson
	"$XG_BIN/xg-decode" holed >fewer
	[ "$(jq -c 'select(.type == "status") | [.event, .sym]' fewer)" = '["gap","BTC-USD-20210924-8000-P"]' ]
	[ "$(jq -c 'select(.type == "book" and .sym == "BTC-USD-20210924-8000-P")' fewer | wc -l)" -eq 1 ]
	of='"type":"book".*"sym":"BTC-USD-20210924-8000-P"'
	cmp <(grep -v "$of" records) <(grep -v -e "$of" -e '"type":"status"' fewer)
}

@test "deribit 2021: the same bytes twice" {
	need deribit-2021.ndjson
	same_twice deribit-2021.ndjson
}

@test "gate spot 2021: every frame is read, every book is in sync and never crossed" {
	need gate-spot-2021.ndjson
	decode gate-spot-2021.ndjson
	[ "$(cat said)" = "xg-decode: gate: 251 frames, 0 bad; 1636 records; 0 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	# 10 pairs; candles of that year tell no base volume, so there are none.
	[ "$(jq -r 'select(.type == "book" and .snap) | .sym' records | sort | uniq -d)" = "" ]
	[ "$(jq -r 'select(.type == "book" and .snap) | .sym' records | wc -l)" -eq 10 ]
	trades=$(jq -c 'select(.dir == "in" and .data.channel? == "spot.trades" and .data.event == "update")' "$rec/gate-spot-2021.ndjson" | wc -l)
	[ "$(grep -c '^{"type":"trade"' records)" -eq "$trades" ]
	[ "$(grep -c '^{"type":"candle"' records || true)" -eq 0 ]
	never_crossed
}

@test "gate spot 2021: every update of a book names the one before it" {
	need gate-spot-2021.ndjson
	decode gate-spot-2021.ndjson
	jq -c 'select(.type == "book") | [.sym, .seq, (if .snap then -1 else .prev end)]' records |
		jq -sc 'reduce .[] as $b ({last: {}, bad: 0};
			if $b[2] != -1 and $b[2] != .last[$b[0]] then .bad += 1 else . end
			| .last[$b[0]] = $b[1]) | .bad' >broken
	[ "$(cat broken)" = 0 ]
}

@test "gate spot 2021: the same bytes twice" {
	need gate-spot-2021.ndjson
	same_twice gate-spot-2021.ndjson
}

@test "kraken spot v1 2021: 4,434 frames, 4,269 checksums verified, none wrong" {
	need kraken-spot-v1-2021.ndjson
	decode kraken-spot-v1-2021.ndjson
	[ "$(cat said)" = "xg-decode: kraken: 4434 frames, 0 bad; 4600 records; 4269 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	books=$(jq -c 'select(.dir == "in" and (.data | type) == "array" and .data[-2] == "book-1000")' "$rec/kraken-spot-v1-2021.ndjson" | wc -l)
	[ "$(grep -c '^{"type":"book"' records)" -eq "$books" ]
	[ "$(grep -c '^{"type":"trade"' records)" -eq 10 ]
	[ "$(grep -c '^{"type":"status"' records || true)" -eq 0 ]
	never_crossed
}

@test "kraken spot v1 2021: one wrong quantity is found by the checksum, and only that book starts anew" {
	need kraken-spot-v1-2021.ndjson
	awk '/\{"a":\[\["/ && ++n == 200 { sub(/\{"a":\[\["[^"]*","/, "&9") } { print }' "$rec/kraken-spot-v1-2021.ndjson" >wrong.ndjson
	"$XG_BIN/xg-decode" -v wrong.ndjson >records 2>said
	[[ "$(cat said)" == *", 1 wrong;"* ]]
	[ "$(jq -r 'select(.type == "status") | .event' records)" = checksum ]
	never_crossed
}

@test "kraken futures 2021: 7,014 updates of 10 books, numbered by one, and no gap" {
	need kraken-futures-2021.ndjson
	decode kraken-futures-2021.ndjson
	[ "$(cat said)" = "xg-decode: kraken: 7177 frames, 0 bad; 7044 records; 0 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	[ "$(jq -c 'select(.type == "book" and (.snap | not))' records | wc -l)" -eq 7014 ]
	[ "$(jq -c 'select(.type == "book" and (.snap | not) and .seq != .prev + 1)' records | wc -l)" -eq 0 ]
	[ "$(jq -r 'select(.type == "book" and .snap) | .sym' records | sort -u | wc -l)" -eq 10 ]
	never_crossed
}

@test "kraken 2021: the same bytes twice, from a file and by a pipe" {
	need kraken-futures-2021.ndjson
	same_twice kraken-futures-2021.ndjson
	same_twice kraken-spot-v1-2021.ndjson
}

@test "kucoin spot 2021: every frame is read, 9 books of 3,853 updates, no gap" {
	need kucoin-spot-2021.ndjson
	decode kucoin-spot-2021.ndjson
	[ "$(cat said)" = "xg-decode: kucoin: 4732 frames, 0 bad; 5302 records; 0 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books" ]
	[ "$(grep -c '^{"type":"trade"' records)" -eq 18 ]
	[ "$(grep -c '^{"type":"status"' records || true)" -eq 0 ]
	[ "$(jq -r 'select(.type == "book" and .snap) | .sym' records | sort -u | wc -l)" -eq 9 ]
	never_crossed
}

@test "kucoin spot 2021: rows with the price 0 are no levels, but each update follows the one before" {
	need kucoin-spot-2021.ndjson
	decode kucoin-spot-2021.ndjson
	[ "$(jq -r 'select(.data.subject? == "trade.l2update") | .data.data.changes | .asks[], .bids[] | select(.[0] == "0") | 1' "$rec/kucoin-spot-2021.ndjson" | wc -l)" -eq 1355 ]
	[ "$(jq -r 'select(.type == "book") | (.bids[], .asks[]) | select(.[0] == 0) | 1' records | wc -l)" -eq 0 ]
	jq -c 'select(.type == "book") | [.sym, .seq, (if .snap then -1 else .prev end)]' records |
		jq -sc 'reduce .[] as $b ({last: {}, bad: 0};
			if $b[2] != -1 and $b[2] != .last[$b[0]] then .bad += 1 else . end
			| .last[$b[0]] = $b[1]) | .bad' >broken
	[ "$(cat broken)" = 0 ]
}

@test "kucoin spot 2021: an update that is missing is a gap of that book" {
	need kucoin-spot-2021.ndjson
	awk '/trade.l2update/ && ++n == 2000 { next } { print }' "$rec/kucoin-spot-2021.ndjson" >wrong.ndjson
	"$XG_BIN/xg-decode" -v wrong.ndjson >records 2>said
	[[ "$(cat said)" == *"1 gaps, 1 resyncs"* ]]
	[ "$(jq -r 'select(.type == "status") | .event' records)" = gap ]
	never_crossed
}

@test "kucoin spot 2021: the same bytes twice" {
	need kucoin-spot-2021.ndjson
	same_twice kucoin-spot-2021.ndjson
}

@test "R27: times of each venue are microseconds, of the venue and of the receipt apart" {
	local r
	need okx-2022.ndjson
	for r in "$rec"/*.ndjson; do
		decode "$(basename "$r")"
		# Between 2015 and 2030, a day from the receipt at most: no unit is
		# taken for another, and no receipt for the venue's time.
		jq -c 'select(.ts and (.type == "trade" or .type == "book" or .type == "bbo"))
			| select(.ts < 1420070400000000 or .ts > 1893456000000000
				or (.rx and ((.rx - .ts | fabs) > 86400e6 or .rx == .ts)))' records >odd
		[ ! -s odd ]
		[ "$(jq -c 'select(.type == "trade" and .ts)' records | head -n 1 | wc -l)" -eq 1 ] ||
			[ "$(basename "$r")" = deribit-2021.ndjson ]
	done
}
