#!/usr/bin/env bats
# xg-feed against the simulated Deribit over TLS: every market and channel, and
# what happens when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start deribit --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

# Is the book of SYM the one that the venue gives by REST, where both have the
# same number? The venue counts USD on inverse contracts.
is_right() {
	local sym=$1 native=$2 scale='.[1]'
	[[ $native == *_* ]] || scale='(.[1] | tonumber) * .[0] | round'
	same_numbered deribit "$sym" .result.change_id \
		"{bids, asks} | map_values(map([.[0], ($scale)]))" '.result | {bids, asks}' \
		sim_get deribit "/api/v2/public/get_order_book?instrument_name=$native&depth=10000"
}

perp_is_right() {
	is_right BTC-USD-PERP BTC-PERPETUAL
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start deribit:BTC-USD-PERP -c book,bbo "$@"
	wait_for has_snap deribit BTC-USD-PERP
	wait_for saw '.event == "subscribed"'
	mark
}

@test "every market: books are the venue's" {
	feed_start deribit:BTC-USDC deribit:BTC-USD-PERP deribit:BTC-USDC-PERP \
		deribit:BTC-USD-20301223 deribit:BTC-USDC-20301223-90000-C -c book
	for s in BTC-USDC BTC-USD-PERP BTC-USDC-PERP BTC-USD-20301223 BTC-USDC-20301223-90000-C; do
		wait_for has_snap deribit "$s"
	done
	is_right BTC-USDC BTC_USDC
	is_right BTC-USD-PERP BTC-PERPETUAL
	is_right BTC-USDC-PERP BTC_USDC-PERPETUAL
	is_right BTC-USD-20301223 BTC-23DEC30
	is_right BTC-USDC-20301223-90000-C BTC_USDC-23DEC30-90000-C
	[ -z "$(broken_chain)" ]
	[ ! -s "$err" ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	feed_start 'deribit:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "trade" and .sym == "BTC-USDC-20301223-90000-C"'
	wait_for saw '.type == "candle" and .sym == "BTC-USDC"'
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USD-20301223")' "$out")" ]
	[ -z "$(jq -c 'select(.type == "status" and .event == "gap")' "$out")" ]
	# Trades of an inverse contract in base units, as the venue's in USD.
	sim_get deribit '/api/v2/public/get_last_trades_by_instrument?instrument_name=BTC-PERPETUAL&count=1000' |
		jq -c '.result.trades[] | [.trade_id, .price, .amount, .direction]' >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD-PERP")
		| [.id, .px, (.px * (.qty | tonumber) | round), .side]' "$out" >ours
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] == .[1:])' ours
}

@test "R8: a missing update is found, told, and costs one symbol a snapshot" {
	loses_update deribit BTC-USD-PERP perp_is_right ETH-USD-PERP "gap,max=1,on=book,sym=BTC-USD-PERP" gap
}

@test "trades that are missing are told by their numbers" {
	feed_start deribit:BTC-USD-PERP -c trade
	wait_for saw '.type == "trade"'
	mark
	sim_fault "gap,max=1,on=trade,sym=BTC-USD-PERP"
	wait_for saw '.event == "gap" and .channel == "trade" and .count >= 1'
	run ! saw '.event == "disconnected" or .event == "resync"'
}

@test "an update that begins from 0 replaces the book, and is no gap" {
	start
	sim_fault "maintenance,on=book,max=1,sym=BTC-USD-PERP"
	wait_for has_snap deribit BTC-USD-PERP
	perp_is_right
	run ! saw '.event == "gap" or .event == "resync" or .event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	start
	drops deribit BTC-USD-PERP perp_is_right
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	is_silent deribit BTC-USD-PERP perp_is_right
}

@test "a platform that is locked: the next connection is there before the old one goes" {
	feed_start --raw deribit:BTC-USD-PERP -c book
	# Its notices are asked for when all else has been.
	wait_for grep -q '"result":\["platform_state"\]' "$out"
	sim_fault "shutdown,max=1"
	wait_for grep -q '"channel":"platform_state","data":{"locked":true}' "$out"
	wait_for grep -q '"conn":2,"ch":"ws","dir":"in".*"type":"snapshot"' "$out"
	feed_stop
	"$XG_BIN/xg-decode" "$out" >later
	[ "$(jq -r 'select(.event == "maintenance") | .detail' later)" = "the platform is locked " ]
	[ -z "$(broken_chain later)" ]
}

@test "heartbeats: a test_request is answered, and the connection stays" {
	"$XG_BIN/xg-feed" --raw deribit:BTC-USD-PERP -c book >raw.ndjson 2>raw.err 3>&- &
	FEED_PID=$!
	out=raw.ndjson err=raw.err
	wait_for grep -q '"type":"test_request"' raw.ndjson
	wait_for grep -q '"dir":"out".*"method":"public/test"' raw.ndjson
	wait_for grep -q '"dir":"in".*"version":"1.2.26"' raw.ndjson
	feed_stop
	[ "$(jq -c 'select(.dir == "out") | .data.method' raw.ndjson | head -n 1)" = '"public/set_heartbeat"' ]
	[ "$(grep -c '"dir":"close"' raw.ndjson || true)" -le 1 ]
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start deribit --sym 'BTC-*' --fault delay,on=reply,by=7s,max=2
	feed_start deribit:BTC-USD-PERP -c book,trade
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	wait_for saw '.type == "trade"'
	perp_is_right
}

@test "a channel that the venue drops without a word is found and told" {
	# A contract that has been delisted since its instruments were cached.
	"$XG_BIN/xg-inst" deribit >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start deribit --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/deribit.ndjson"
	feed_start deribit:BTC-USD-PERP deribit:ETH-USD-PERP -c book
	wait_for saw '.event == "error" and .sym == "ETH-USD-PERP" and (.detail | contains("refused book.ETH-PERPETUAL.100ms"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap deribit BTC-USD-PERP
	perp_is_right
	run ! saw '.event == "error" and .sym == "BTC-USD-PERP"'
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'deribit:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"channel":"chart.trades' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
