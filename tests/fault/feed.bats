#!/usr/bin/env bats
# xg-feed when venues misbehave: it recovers by itself, says so in band, and its
# books are the venue's again.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/deep
	cd "$BATS_TEST_TMPDIR"
	sim_start binance okx --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	local p
	for p in "${pid[@]}"; do
		kill "$p" 2>/dev/null || true
	done
	feed_stop || true
	deep_stop
	sim_stop
}

start() {
	feed_start binance:BTC-USDT okx:BTC-USDT -c book "$@"
	wait_for has_snap binance BTC-USDT
	wait_for has_snap okx BTC-USDT
	mark
}

# From the first record that matches to the next snapshot of the venue's book: how
# often it was dialled, and the longest wait that was decided on, in ms.
healing() {
	grep -e '"event":' -e '"snap":true' "$out" | jq -R 'fromjson?' | jq -s -r --arg venue "$1" '
		map(select(.venue == $venue))
		| .[map('"$2"') | index(true):]
		| .[:map(.type == "book" and .snap) | index(true)]
		| "\(map(select(.event == "connecting")) | length) \(map(.retry_ms // 0) | max)"'
}

# healed VENUE CONDITION DIALS MS: so it was, after no longer wait than that.
healed() {
	local dials wait
	read -r dials wait < <(healing "$1" "$2") || return
	((dials == $3 && wait <= $4))
}

both_are_right() {
	same_book binance BTC-USDT
	same_book okx BTC-USDT
	[ -z "$(broken_chain)" ]
}

@test "R7: a connection that drops is dialled again, and the books start anew" {
	local v
	start
	for v in binance okx; do
		mark
		sim_fault "disconnect,max=1,venue=$v"
		wait_for saw '.venue == "'$v'" and .event == "disconnected"'
		wait_for has_snap $v BTC-USDT
		wait_for saw '.venue == "'$v'" and .event == "subscribed"'
		healed $v '.event == "disconnected"' 1 500
	done
	both_are_right
}

@test "R8: a missing update is found, told, and costs one symbol a snapshot" {
	local v
	start
	for v in binance okx; do
		mark
		sim_fault "gap,max=1,venue=$v,sym=BTC-USDT"
		wait_for saw '.venue == "'$v'" and .event == "gap" and .sym == "BTC-USDT"'
		wait_for has_snap $v BTC-USDT
		healed $v '.event == "gap"' 0 0
		run ! saw '.venue == "'$v'" and .event == "disconnected"'
	done
	both_are_right
}

@test "R9: a wrong checksum starts that symbol anew" {
	sim_stop
	rm -f "$SIM_JSON"
	sim_start binance okx --sym 'BTC-*' --sym 'ETH-*' \
		--fault checksum,nth=40,max=1,venue=okx,sym=BTC-USDT
	feed_start okx:BTC-USDT okx:ETH-USDT -c book
	wait_for has_snap okx BTC-USDT
	wait_for has_snap okx ETH-USDT
	wait_for saw '.event == "checksum" and .sym == "BTC-USDT"'
	mark=$(grep -b -m 1 '"event":"checksum"' "$out" | cut -d: -f1)
	wait_for has_snap okx BTC-USDT
	healed okx '.event == "checksum"' 0 0
	same_book okx BTC-USDT
	same_book okx ETH-USDT
	run ! has_snap okx ETH-USDT
	run ! saw '.event == "disconnected"'
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	sim_fault "stall,venue=okx,max=1"
	wait_for saw '.venue == "okx" and .event == "stale" and .channel == "book"'
	wait_for saw '.venue == "okx" and .event == "disconnected"'
	wait_for has_snap okx BTC-USDT
	wait_for saw '.venue == "okx" and .event == "recovered"'
	healed okx '.event == "stale"' 1 500
	both_are_right
}

@test "R13: a refused snapshot waits as long as the venue says" {
	start
	sim_fault "429,on=rest,venue=binance,max=1"
	sim_fault "disconnect,max=1,venue=binance"
	wait_for saw '.venue == "binance" and .event == "ratelimit" and .retry_ms > 0'
	wait_for has_snap binance BTC-USDT
	both_are_right
}

@test "a venue's server errors are sat out" {
	start
	sim_fault "5xx,on=rest,venue=binance,max=2"
	sim_fault "disconnect,max=1,venue=binance"
	wait_for saw '.venue == "binance" and .event == "error"'
	wait_for has_snap binance BTC-USDT
	# Two answers of this kind: the third request, after twice the first wait.
	healed binance '.event == "disconnected"' 1 1000
	[ "$(since '.venue == "binance" and .event == "error"' | wc -l)" -eq 2 ]
	both_are_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	local v
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start binance okx --sym 'BTC-*' \
		--fault delay,on=reply,by=7s,max=1,venue=binance \
		--fault delay,on=reply,by=7s,max=1,venue=okx
	feed_start binance:BTC-USDT okx:BTC-USDT -c book,trade
	for v in binance okx; do
		wait_for saw '.venue == "'$v'" and .event == "error" and (.detail | contains("not confirmed"))'
		wait_for saw '.venue == "'$v'" and .event == "subscribed" and .detail == "2 of 2 topics"'
		wait_for saw '.venue == "'$v'" and .type == "trade"'
		wait_for has_snap $v BTC-USDT
	done
	run ! saw '(.detail // "") | contains("refused")'
	both_are_right
}

@test "R28: a book is known down to where its snapshot was cut, and renewed before it is used up" {
	sim_stop
	rm -f "$SIM_JSON"
	deep_start binance BTC-USDT 1600
	feed_start binance:BTC-USDT -c book
	wait_for saw '.event == "subscribed"'
	deep_eat 1 # the snapshot is asked for at the first update
	wait_for has_snap binance BTC-USDT
	deep_is_cut 1000
	deep_eat 1200
	wait_for deep_renewed
	wait_for deep_is_theirs 50
	deep_kept_bound
	[ -z "$(broken_chain)" ]
	run ! saw '.event == "gap" or .event == "resync"'
}

@test "maintenance: it goes on trying and comes back" {
	start
	sim_fault "disconnect,max=1,venue=okx"
	sim_fault "maintenance,venue=okx,at=0s,for=3s,max=1"
	wait_for saw '.venue == "okx" and .event == "disconnected"'
	wait_for has_snap okx BTC-USDT
	both_are_right
}

opened_twice() {
	[ "$(grep -c '"dir":"open"' "$out")" -ge 2 ]
}

@test "R33: a recording tells its holes, and that it is of two runs" {
	feed_start --raw okx:BTC-USDT -c book,trade
	wait_for saw '.dir == "open"'
	wait_for grep -q '"action":"update"' "$out"
	sim_fault "gap,max=1,venue=okx"
	wait_for grep -q '"op":"unsubscribe"\|"event":"unsubscribe"' "$out"
	sim_fault "disconnect,max=1,venue=okx"
	wait_for saw '.dir == "close"'
	wait_for opened_twice
	mark
	wait_for saw '.type == "raw" and .data.action == "update"'
	# Killed: nothing of it is closed.
	kill -KILL "$FEED_PID"
	wait "$FEED_PID" || true
	mv "$out" first
	feed_start --raw okx:BTC-USDT -c book,trade
	wait_for grep -q '"action":"update"' "$out"
	wait_for grep -q '"channel":"trades".*"tradeId"' "$out"
	feed_stop
	sed '$d' first | cat - "$out" >both.ndjson
	"$XG_BIN/xg-decode" both.ndjson >decoded.ndjson
	[ "$(grep -c '"event":"gap"' decoded.ndjson)" -eq 1 ]
	grep -q '"event":"disconnected"' decoded.ndjson
	[ -z "$(broken_chain decoded.ndjson)" ]
	# A snapshot at each of the two starts, and after the cut.
	[ "$(grep -c '"snap":true' decoded.ndjson)" -ge 3 ]
	[ "$(jq -r 'select(.type == "trade") | .id' decoded.ndjson | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "a connection that the venue is about to close: no trade is missing, none comes twice" {
	feed_start binance:BTC-USDT binance:ETH-USDT -c trade,book
	wait_for has_snap binance BTC-USDT
	mark
	sim_fault "shutdown,max=1,by=6s,venue=binance"
	wait_for saw '.event == "connected"'
	wait_for saw '.event == "disconnected"'
	mark
	wait_for saw '.type == "trade" and .sym == "BTC-USDT"'
	wait_for saw '.type == "trade" and .sym == "ETH-USDT"'
	feed_stop
	# The venue numbers the trades of a symbol by one.
	jq -r -R 'fromjson? | select(.type == "trade") | "\(.sym) \(.id)"' "$out" |
		awk '{ if ($1 in last && $2 != last[$1] + 1) bad = 1; last[$1] = $2; n++ }
			END { exit bad || n < 10 }'
	[ -z "$(broken_chain)" ]
}

# A feed whose reader has opened its pipe and sleeps: NAME [options].
sleepy() {
	local name=$1
	shift
	mkfifo "$name.pipe"
	"$XG_BIN/xg-feed" --buffer 1 --tick 1ms "$@" 'binance:*' 'okx:*' \
		-c book,trade,bbo >"$name.pipe" 2>"$name.err" 3>&- &
	pid[$name]=$!
	exec {fd[$name]}<"$name.pipe"
}

# It wakes up.
awake() {
	cat <&"${fd[$1]}" >"$1.out" 3>&- &
	exec {fd[$1]}<&-
	out=$1.out
	err=$1.err
	mark=0
	FEED_PID=${pid[$1]}
}

peak_kib() {
	awk '/VmHWM/ { print $2 }' "/proc/$1/status"
}

# Has a venue's connection that lost records been dialled again, and then told?
opened_after_loss() {
	awk -v venue="\"venue\":\"$1\"" '!index($0, venue) { next }
		/"event":"disconnected".*"records were lost"/ { lost = 1 }
		lost && /"type":"raw".*"dir":"open"/ { found = 1; exit }
		END { exit !found }' "$out"
}

@test "R11, R12: readers that sleep: memory is bounded, and each policy does what it says" {
	declare -gA pid fd
	sleepy conflate
	sleepy drop --on-lag drop
	sleepy halt --on-lag halt
	sleepy raw --raw
	# The shared limits of dials let some begin later than others: none is woken
	# before the one that ends by itself has kept as much as it may, and then some.
	wait_for grep -q 'more than 1 MiB behind' halt.err
	sleep 12
	for name in conflate drop halt raw; do
		[ -n "${ASAN_OPTIONS:-}" ] || [ "$(peak_kib "${pid[$name]}")" -lt 40000 ]
	done

	awake conflate
	wait_for saw '.event == "lag" and .count > 0 and .limit == 1048576'
	wait_for saw '.event == "recovered" and (.detail | startswith("the reader has caught up")) and .count > 0'
	same_book binance BTC-USDT
	same_book okx BTC-USDT
	feed_stop
	[ -z "$(broken_chain)" ]

	awake drop
	wait_for saw '.event == "gap" and .channel == "book" and .count > 0'
	wait_for saw '.event == "gap" and .channel == "trade" and .count > 0'
	wait_for saw '.event == "recovered" and (.detail | startswith("the reader has caught up"))'
	wait_for has_snap okx BTC-USDT
	same_book binance BTC-USDT
	same_book okx BTC-USDT
	feed_stop
	[ -z "$(broken_chain)" ]

	awake halt
	FEED_PID=
	rc=0
	wait "${pid[halt]}" || rc=$?
	[ "$rc" -eq 1 ]
	[[ "$(cat halt.err)" == "xg-feed: the reader is more than 1 MiB behind; read faster, or give a larger --buffer or another --on-lag" ]]
	wait_for grep -q 'halted: the buffer is full; nothing was lost up to here' halt.out
	[ -z "$(broken_chain)" ]
	[ -z "$(since '.event == "gap"')" ]

	awake raw
	wait_for saw '.event == "gap" and .channel == "raw" and .count > 0'
	wait_for opened_after_loss binance
	wait_for opened_after_loss okx
	sleep 1
	feed_stop
	"$XG_BIN/xg-decode" raw.out >decoded.ndjson
	[ -z "$(broken_chain decoded.ndjson)" ]
}
