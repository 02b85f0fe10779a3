# For tests of the simulated KuCoin, of both kinds of accounts: load after feed.bash.

# Is the book of SYM the one that the venue gives by REST, where both have the
# same number? The venue counts lots of futures: SCALE turns a level of ours.
is_right() {
	local sym=$1 path=$2 scale=$3 i theirs seq ours
	for ((i = 0; i < 100; i++)); do
		theirs=$(sim_get kucoin "$path" | jq -c .data)
		seq=$(jq '.sequence | tonumber' <<<"$theirs")
		await_seq kucoin "$sym" "$seq"
		books_of kucoin "$sym" | grep -q "\"seq\":$seq," || continue
		ours=$(books_of kucoin "$sym" | up_to "$seq" | jq -s -c --arg venue kucoin --arg sym "$sym" \
			--argjson seq "$seq" -f "$BATS_TEST_DIRNAME/../support/book.jq")
		diff <(jq -S 'map_values(.[:100] | map([.[0], ('"$scale"')]))' <<<"$ours") \
			<(jq -S '{bids, asks} | map_values(map(map(tonumber)))' <<<"$theirs") >&2
		return
	done
	echo "no common state of $sym in 100 tries" >&2
	return 1
}

spot_is_right() {
	is_right BTC-USDT '/api/v1/market/orderbook/level2_100?symbol=BTC-USDT' '.[1]'
	[ -z "$(broken_chain)" ]
}

start() {
	feed_start kucoin:BTC-USDT -c book "$@"
	wait_for has_snap kucoin BTC-USDT
	wait_for saw '.event == "subscribed"'
	mark
}

# ---- what holds for both kinds ----

# Books of every market, with the channels $1.
every_market_is_right() {
	feed_start kucoin:BTC-USDT kucoin:BTC-USDT-PERP kucoin:BTC-USD-PERP \
		kucoin:BTC-USD-20301220 -c "$1"
	for s in BTC-USDT BTC-USDT-PERP BTC-USD-PERP BTC-USD-20301220; do
		wait_for has_snap kucoin "$s"
	done
	spot_is_right
	is_right BTC-USDT-PERP '/api/v1/level2/depth100?symbol=XBTUSDTM' '.[1] * 1000 | round'
	is_right BTC-USD-PERP '/api/v1/level2/depth100?symbol=XBTUSDM' '(.[1] | tonumber) * .[0] | round'
	is_right BTC-USD-20301220 '/api/v1/level2/depth100?symbol=XBTMZ30' '(.[1] | tonumber) * .[0] | round'
	[ -z "$(broken_chain)" ]
	[ ! -s "$err" ]
}

every_channel_comes() {
	feed_start 'kucoin:BTC-*' -c trade,bbo,mark,funding,oi,candle
	for t in trade bbo mark funding oi candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USD-PERP\""
	done
	for t in trade bbo candle; do
		wait_for saw ".type == \"$t\" and .sym == \"BTC-USDT\""
	done
	feed_stop
	[ ! -s "$err" ]
	[ -z "$(jq -c 'select(.type == "funding" and .sym == "BTC-USD-20301220")' "$out")" ]
	[ -z "$(jq -c 'select(.type == "bbo" and .bid >= .ask)' "$out")" ]
	# Trades of an inverse contract in base units, as the venue's in lots.
	sim_get kucoin '/api/v1/trade/history?symbol=XBTUSDM' |
		jq -c '.data[] | [.tradeId, .price, .size, .side]' >theirs
	jq -c 'select(.type == "trade" and .sym == "BTC-USD-PERP")
		| [.id, .px, (.px * (.qty | tonumber) | round), .side]' "$out" >ours
	jq -s -e --slurpfile theirs theirs '
		($theirs | map({key: .[0], value: .[1:]}) | from_entries) as $t
		| map(select($t[.[0]] != null))
		| length > 0 and all(.[]; $t[.[0]] as $v | .[1] == ($v[0] | tonumber)
			and .[2] == ($v[1] | tonumber) and .[3] == $v[2])' ours
}

an_update_is_missing() {
	feed_start kucoin:BTC-USDT kucoin:ETH-USDT -c book
	wait_for has_snap kucoin BTC-USDT
	wait_for has_snap kucoin ETH-USDT
	wait_for saw '.event == "subscribed"'
	mark
	sim_fault "gap,max=1,on=book,sym=BTC-USDT"
	wait_for saw '.event == "gap" and .sym == "BTC-USDT"'
	wait_for has_snap kucoin BTC-USDT
	spot_is_right
	run ! has_snap kucoin ETH-USDT
	run ! saw '.event == "disconnected"'
}

a_connection_drops() {
	start
	sim_fault "disconnect,max=1"
	wait_for saw '.event == "disconnected"'
	wait_for has_snap kucoin BTC-USDT
	wait_for saw '.event == "subscribed"'
	spot_is_right
}

a_connection_is_silent() {
	start --stale 2s
	sim_fault "stall,max=1"
	wait_for saw '.event == "stale" and .channel == "book"'
	wait_for saw '.event == "disconnected"'
	wait_for has_snap kucoin BTC-USDT
	wait_for saw '.event == "recovered"'
	spot_is_right
}
