#!/usr/bin/env bats
# xg-feed against the simulated Bybit over TLS: every category and channel, and
# what happens when the venue misbehaves; after each fault the books are its own.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	cd "$BATS_TEST_TMPDIR"
	sim_start bybit --sym 'BTC-*' --sym 'ETH-*'
}

teardown() {
	feed_stop || true
	sim_stop
}

# Is the book of SYM the one that the venue gives by REST, where both have the
# same number? The venue counts USD on inverse contracts.
is_right() {
	local sym=$1 category=$2 native=$3 limit=200 scale='.[1]'
	[[ $category != option ]] || limit=25
	[[ $category != inverse ]] || scale='(.[1] | tonumber) * .[0] | round'
	same_numbered bybit "$sym" .result.u "map_values(.[:$limit] | map([.[0], ($scale)]))" \
		'.result | {bids: .b, asks: .a} | map_values(map(map(tonumber)))' \
		sim_get bybit "/v5/market/orderbook?category=$category&symbol=$native&limit=$limit"
}

spot_is_right() {
	is_right BTC-USDT spot BTCUSDT
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start bybit:BTC-USDT -c book,bbo "$@"
	wait_for has_snap bybit BTC-USDT
	wait_for saw '.event == "subscribed"'
	mark
}

@test "every category: books are the venue's" {
	feed_start bybit:BTC-USDT bybit:BTC-USDT-PERP bybit:BTC-USDC-PERP \
		bybit:BTC-USD-PERP bybit:BTC-USDT-20301223-90000-C -c book
	for s in BTC-USDT BTC-USDT-PERP BTC-USDC-PERP BTC-USD-PERP BTC-USDT-20301223-90000-C; do
		wait_for has_snap bybit "$s"
	done
	is_right BTC-USDT spot BTCUSDT
	is_right BTC-USDT-PERP linear BTCUSDT
	is_right BTC-USDC-PERP linear BTCPERP
	is_right BTC-USD-PERP inverse BTCUSD
	is_right BTC-USDT-20301223-90000-C option BTC-23DEC30-90000-C-USDT
	[ -z "$(broken_chain)" ]
	[ ! -s "$err" ]
}

@test "every channel: trades, best prices, marks, funding, open interest, candles" {
	feed_start 'bybit:BTC-*' -c trade,bbo,mark,funding,oi,candle,liq
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	wait_for saw '.type == "trade" and .sym == "BTC-USDT-20301223-90000-C"'
	wait_for saw '.type == "bbo" and .sym == "BTC-USDT-20301223-90000-C"'
	wait_for saw '.type == "candle" and .sym == "BTC-USDT"'
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USDT-20301223")' "$out")" ]
	# Trades of an inverse contract in base units, as the venue's in USD.
	sim_get bybit '/v5/market/recent-trade?category=inverse&symbol=BTCUSD' |
		jq -c '.result.list[] | [.execId, .price, .size, .side]' >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD-PERP")
		| [.id, .px, (.px * (.qty | tonumber) | round), .side]' "$out" >ours
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] as $v | .[1] == ($v[0] | tonumber)
			and .[2] == ($v[1] | tonumber) and .[3] == ($v[2] | ascii_downcase))' ours
}

@test "R8: a missing update is found, told, and costs one symbol a snapshot" {
	loses_update bybit BTC-USDT spot_is_right ETH-USDT "gap,max=1,sym=BTC-USDT" gap
}

@test "a service that restarts counts from 1: the book is replaced, and is no gap" {
	start
	sim_fault "maintenance,on=book,max=1,sym=BTC-USDT"
	wait_for has_snap bybit BTC-USDT
	[ "$(since '.type == "book" and .snap' | head -n 1 | jq .seq)" = 1 ]
	spot_is_right
	run ! saw '.event == "gap" or .event == "resync" or .event == "disconnected"'
}

@test "R7: a connection that drops is dialled again, and books start anew" {
	start
	drops bybit BTC-USDT spot_is_right
}

@test "R10: a connection that is silent is found out by its symbols" {
	start --stale 2s
	is_silent bybit BTC-USDT spot_is_right
}

@test "a restart that is announced: the next connection is there before the old one goes" {
	start
	sim_fault "shutdown,max=1"
	wait_for saw '.event == "maintenance"'
	wait_for has_snap bybit BTC-USDT
	spot_is_right
}

@test "R31: acknowledgements that are slow: asked again, nothing is lost or refused" {
	feed_stop || true
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bybit --sym 'BTC-*' --fault delay,on=reply,by=7s,max=1
	feed_start bybit:BTC-USDT-PERP -c book,trade
	wait_for saw '.event == "error" and (.detail | contains("not confirmed"))'
	wait_for saw '.event == "subscribed" and .detail == "2 of 2 topics"'
	run ! saw '(.detail // "") | contains("refused")'
	wait_for saw '.type == "trade"'
	is_right BTC-USDT-PERP linear BTCUSDT
	[ -z "$(broken_chain)" ]
}

@test "a topic that the venue does not have fails alone, not its whole request" {
	# A pair that has been delisted since its instruments were cached.
	"$XG_BIN/xg-inst" bybit >insts
	sim_stop
	rm -f "$SIM_JSON"
	sim_start bybit --sym 'BTC-*'
	touch -d '+1 hour' "$XDG_CACHE_HOME/xg/paper/bybit.ndjson"
	feed_start bybit:BTC-USDT bybit:ETH-USDT -c book
	wait_for saw '.event == "error" and .sym == "ETH-USDT" and (.detail | contains("refused orderbook.200.ETHUSDT"))'
	wait_for saw '.event == "subscribed" and .detail == "1 of 2 topics"'
	wait_for has_snap bybit BTC-USDT
	spot_is_right
	run ! saw '.event == "error" and .sym == "BTC-USDT"'
}

@test "a recording decodes to the same, and has the shape that is pinned" {
	out=rec.ndjson err=rec.err
	"$XG_BIN/xg-feed" --raw 'bybit:BTC-*' -c book,trade,bbo,mark,funding,oi,candle \
		> >(tee rec.ndjson | "$XG_BIN/xg-decode" >live.ndjson) 2>rec.err 3>&- &
	FEED_PID=$!
	wait_for grep -q '"market":"option".*"dir":"in"\|"dir":"in","market":"option"' rec.ndjson
	sleep 2
	feed_stop
	"$XG_BIN/xg-decode" rec.ndjson >later.ndjson
	wait_for cmp -s live.ndjson later.ndjson
	[ -z "$(broken_chain later.ndjson)" ]
	shape_is_pinned rec.ndjson
}
