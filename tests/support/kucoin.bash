# For tests of the simulated KuCoin, of both kinds of accounts: load after feed.bash.

# is_right SYM PATH SCALE: is the book the one that the venue gives by REST at PATH? It
# counts lots of futures: SCALE turns a level of ours.
is_right() {
	same_numbered kucoin "$1" '.data.sequence | tonumber' \
		"map_values(.[:100] | map([.[0], ($3)]))" \
		'.data | {bids, asks} | map_values(map(map(tonumber)))' sim_get kucoin "$2"
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
	trades_agree
}

an_update_is_missing() {
	loses_update kucoin BTC-USDT spot_is_right ETH-USDT "gap,max=1,on=book,sym=BTC-USDT" gap
}

a_connection_drops() {
	start
	drops kucoin BTC-USDT spot_is_right
}

a_connection_is_silent() {
	start --stale 2s
	is_silent kucoin BTC-USDT spot_is_right
}
