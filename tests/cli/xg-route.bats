#!/usr/bin/env bats
# xg-route: parent orders over venues, opportunities as groups.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >market.ndjson <<'EOF'
{"type":"inst","venue":"okx","sym":"BTC-USDT","base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","tick":0.1,"lot":0.001,"min_qty":0.001,"min_notional":5,"status":"trading"}
{"type":"book","venue":"okx","sym":"BTC-USDT","rx":1000000,"seq":1,"snap":true,"bids":[[100,1],[99.5,2]],"asks":[[100.1,3],[101,1]]}
{"type":"book","venue":"binance","sym":"BTC-USDT","rx":1000200,"seq":7,"snap":true,"bids":[[100,1.23456],[99.9,2]],"asks":[[100.1,3],[103,1]]}
EOF
}

# order MEMBERS: the market, then one order.
order() {
	cat market.ndjson
	echo '{"type":"order","sym":"BTC-USDT","id":"o1",'"$1}"
}

route() {
	"$XG_BIN/xg-route" -n "$@"
}

@test "a market order takes the cheapest depth after fees, in bounded orders" {
	order '"side":"buy","kind":"market","qty":4' >in
	run -0 route --no-balances <in
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" = '{"type":"order","venue":"okx","sym":"BTC-USDT","rx":1000200,"id":"o1.1","parent":"o1","side":"buy","kind":"limit","px":100.1,"qty":1,"tif":"ioc"}' ]
	[ "${lines[1]}" = '{"type":"order","venue":"binance","sym":"BTC-USDT","rx":1000200,"id":"o1.2","parent":"o1","side":"buy","kind":"limit","px":100.1,"qty":3,"tif":"ioc"}' ]
}

@test "R28: --merge-bbo: an order goes where the best prices are now, when they are ahead of the book" {
	sed -i '$a{"type":"bbo","venue":"binance","sym":"BTC-USDT","rx":1000300,"bid":99,"bid_qty":1,"ask":99.5,"ask_qty":2,"seq":9}' market.ndjson
	order '"side":"buy","kind":"market","qty":2' >in
	run -0 route --no-balances --merge-bbo <in
	[ "$(jq -c '[.venue, .px, .qty]' <<<"$output")" = '["binance",99.5,2]' ]
	run -0 route --no-balances <in
	[ "$(jq -c '[.venue, .px, .qty]' <<<"$output")" = '["binance",100.1,2]' ]
}

@test "a limit order's prices go to each tick, its rest rests" {
	order '"side":"buy","kind":"limit","px":101.17,"qty":10' >in
	run -0 route --no-balances <in
	[ "$(jq -s -c 'map([.venue, .px, .qty, .tif])' <<<"$output")" = '[["okx",101.1,7,null],["binance",101.17,3,null]]' ]
}

@test "what has no place is told by an alert" {
	order '"side":"buy","kind":"limit","px":101.17,"tif":"ioc","qty":40' >in
	run -0 route --no-balances <in
	[ "$(jq -r 'select(.type == "alert") | .code, .msg' <<<"$output")" = "route_short
33 of order o1 has no place within limit, depth and balance" ]
}

@test "fill or kill is rejected when it cannot be filled at once" {
	order '"side":"buy","kind":"limit","px":101.17,"tif":"fok","qty":40' >in
	run -1 route --no-balances <in
	[ "$(jq -c '[.type, .by, .rule]' <<<"$output")" = '["reject","route","depth"]' ]
}

@test "post only goes to one venue where it does not cross" {
	order '"side":"sell","kind":"limit","px":101.17,"tif":"gtx","qty":2' >in
	run -0 route --no-balances --prefer binance <in
	[ "$(jq -c '[.venue, .px, .qty, .tif]' <<<"$output")" = '["binance",101.17,2,"gtx"]' ]
	order '"side":"sell","kind":"limit","px":99,"tif":"gtx","qty":2' >in
	run -1 route --no-balances <in
	[ "$(jq -r '.reason' <<<"$output")" = would_cross ]
}

@test "without balances it fails closed" {
	order '"side":"buy","kind":"market","qty":4' >in
	run -1 route <in
	[ "$(jq -c '[.type, .reason, .detail]' <<<"$output")" = '["reject","stale_data","okx: its balance is not known"]' ]
}

@test "no venue gets more than its balance pays for, until the next balance" {
	{
		echo '{"type":"balance","venue":"okx","ccy":"USDT","free":200}'
		echo '{"type":"balance","venue":"binance","ccy":"USDT","total":150,"used":50}'
		order '"side":"buy","kind":"market","qty":4'
		echo '{"type":"order","sym":"BTC-USDT","id":"o2","side":"buy","kind":"market","qty":1}'
	} >in
	run -1 route <in
	[ "$(jq -s -c 'map(select(.type == "order")) | map([.id, .venue, .qty < 2])' <<<"$output")" = '[["o1.1","okx",true],["o1.2","binance",true]]' ]
	[ "$(jq -r 'select(.type == "reject") | .id' <<<"$output")" = o2 ]
}

@test "--prefer breaks ties only" {
	sed -i 1d market.ndjson
	order '"side":"buy","kind":"market","qty":1' >in
	run -0 route --no-balances --fee okx=10 --fee binance=10 --prefer binance,okx <in
	[ "$(jq -r '.venue' <<<"$output")" = binance ]
	run -0 route --no-balances --fee okx=10 --fee binance=10 --prefer okx <in
	[ "$(jq -r '.venue' <<<"$output")" = okx ]
	run -0 route --no-balances --fee okx=10 --fee binance=11 --prefer binance <in
	[ "$(jq -r '.venue' <<<"$output")" = okx ]
}

@test "stale and lost venues are passed over for the others" {
	echo '{"type":"status","venue":"binance","rx":1000300,"event":"disconnected"}' >>market.ndjson
	order '"side":"buy","kind":"market","qty":2' >in
	run -0 route --no-balances <in
	[ "$(jq -r 'select(.type == "order") | .venue' <<<"$output")" = okx ]
	echo '{"type":"status","venue":"okx","sym":"BTC-USDT","rx":1000300,"event":"stale"}' >>market.ndjson
	order '"side":"buy","kind":"market","qty":2' >in
	run -1 route --no-balances <in
	[ "$(jq -r 'select(.type == "reject") | .detail' <<<"$output")" = "okx: its book is stale" ]
}

@test "what a venue that is down rejected goes to the others, with ids of its own" {
	{
		order '"side":"buy","kind":"market","qty":4'
		echo '{"type":"exec","id":"o1.2","venue":"binance","rx":1000300,"event":"rejected","reason":"venue_down"}'
		echo '{"type":"order","sym":"BTC-USDT","id":"o2","side":"buy","kind":"market","qty":1}'
	} >in
	run -0 route --no-balances <in
	[ "$(jq -s -c 'map([.type, .id, .venue, .qty])' <<<"$output")" = '[["order","o1.1","okx",1],["order","o1.2","binance",3],["order","o1.2.1","okx",3],["order","o2.1","okx",1]]' ] || {
		echo "$output"
		false
	}
}

@test "orders rejected for their own faults, or timed out, are not sent again" {
	{
		order '"side":"buy","kind":"market","qty":4'
		echo '{"type":"exec","id":"o1.2","venue":"binance","rx":1000300,"event":"rejected","reason":"lot"}'
		echo '{"type":"exec","id":"o1.1","venue":"okx","rx":1000300,"event":"unknown","reason":"timeout"}'
		echo '{"type":"exec","id":"o9","venue":"okx","rx":1000300,"event":"rejected","reason":"venue_down"}'
	} >in
	run -0 route --no-balances <in
	[ "${#lines[@]}" -eq 2 ]
}

@test "a venue that limits the rate is left alone as long as it says" {
	{
		cat market.ndjson
		echo '{"type":"status","venue":"binance","rx":1000300,"event":"ratelimit","retry_ms":1000}'
		order '"side":"buy","kind":"market","qty":1' | tail -n 1
		echo '{"type":"tick","rx":2000301}'
		order '"side":"buy","kind":"market","qty":1' | tail -n 1
	} >in
	run -0 route --no-balances <in
	[ "$(jq -s -c 'map(.venue)' <<<"$output")" = '["okx","binance"]' ]
}

@test "--explain says on stderr what each venue gets" {
	order '"side":"buy","kind":"market","qty":2' >in
	run -0 --separate-stderr route --no-balances --explain <in
	[[ "$stderr" == *"o1: okx        nothing: others are better, fee 15 bps"* ]]
	[[ "$stderr" == *"o1: binance    2 at 100.1 or better, fee 10 bps"* ]]
}

@test "orders with a venue pass as they are" {
	echo '{"type":"order","venue":"okx","sym":"A-B","id":"x","side":"buy","kind":"market","qty":1.50}' >in
	run -0 "$XG_BIN/xg-route" <in
	[ "$output" = "$(cat in)" ]
}

@test "an opportunity becomes a group of orders" {
	{
		cat market.ndjson
		echo '{"type":"arb","rx":1000200,"kind":"cross","id":"c9","legs":[{"venue":"okx","sym":"BTC-USDT","side":"buy","px":100.1,"qty":3,"fee_bps":15},{"venue":"binance","sym":"BTC-USDT","side":"sell","px":101,"qty":3,"fee_bps":10}],"ttl_ms":500}'
	} >in
	run -0 route --no-balances <in
	[ "${lines[0]}" = '{"type":"order","venue":"okx","sym":"BTC-USDT","rx":1000200,"id":"c9.1","parent":"c9","side":"buy","kind":"limit","px":100.1,"qty":3,"tif":"ioc","group":"c9","legs":2}' ]
	[ "$(jq -s -c 'map([.id, .group, .legs])' <<<"$output")" = '[["c9.1","c9",2],["c9.2","c9",2]]' ]
	run -1 route <in
	[ "$(jq -s -c 'map([.id, .reason])' <<<"$output")" = '[["c9","stale_data"]]' ]
}

@test "legs shrink to what the balances pay for, by both lots, or are rejected" {
	arb='{"type":"arb","rx":1000200,"kind":"cross","id":"c9","legs":[{"venue":"okx","sym":"BTC-USDT","side":"buy","px":100.1,"qty":3,"fee_bps":15},{"venue":"binance","sym":"BTC-USDT","side":"sell","px":101,"qty":3,"fee_bps":10}],"ttl_ms":500}'
	{
		cat market.ndjson
		echo '{"type":"balance","venue":"okx","rx":1000200,"ccy":"USDT","free":200}'
		echo '{"type":"balance","venue":"binance","rx":1000200,"ccy":"BTC","free":2.5}'
		echo "$arb"
	} >in
	# 200 / (100.1 * 1.0015) = 1.99501..., in lots of 0.001
	run -0 route <in
	[ "$(jq -s -c 'map([.venue, .qty])' <<<"$output")" = '[["okx",1.995],["binance",1.995]]' ]
	sed -i 's/"free":200}/"free":0.05}/' in
	run -1 route <in
	[ "$(jq -s -c 'map([.id, .rule])' <<<"$output")" = '[["c9","lot"]]' ]
}

@test "an opportunity on an unknown book, an old one or a wrong lot is rejected" {
	leg='{"venue":"okx","sym":"BTC-USDT","side":"buy","px":100.1,"qty":3,"fee_bps":15}'
	{
		cat market.ndjson
		echo '{"type":"tick","rx":2000000}'
		echo '{"type":"arb","rx":1000200,"kind":"cross","id":"a1","legs":['"$leg"'],"ttl_ms":500}'
		echo '{"type":"arb","rx":2000000,"kind":"cross","id":"a2","legs":['"${leg/okx/gate}"'],"ttl_ms":500}'
		echo '{"type":"arb","rx":2000000,"kind":"cross","id":"a3","legs":['"${leg/\"qty\":3/\"qty\":0.0005}"'],"ttl_ms":500}'
	} >in
	run -1 route --no-balances <in
	[ "$(jq -s -c 'map([.id, .rule])' <<<"$output")" = '[["a1","ttl"],["a2","book"],["a3","lot"]]' ]
}

@test "--follow takes balances from a file that grows" {
	echo '{"type":"balance","venue":"okx","ccy":"USDT","free":0}' >journal
	printf '{"type":"balance","venue":"okx","cc' >>journal
	mkfifo in
	"$XG_BIN/xg-route" -n --follow journal <in >out 2>err 3>&- &
	exec 9>in
	order '"side":"buy","kind":"market","qty":1' >&9
	for _ in $(seq 1200); do [ -s out ] && break; sleep 0.05; done
	printf 'y":"USDT","free":1000}\n' >>journal
	echo '{"type":"order","sym":"BTC-USDT","id":"o2","side":"buy","kind":"market","qty":1}' >&9
	exec 9>&-
	wait "$!" || [ "$?" -eq 1 ]
	[ "$(jq -s -c 'map([.type, .id])' out)" = '[["reject","o1"],["order","o2.1"]]' ]
	[ ! -s err ]
}

@test "--follow needs the file" {
	run -4 --separate-stderr route --follow nothere </dev/null
	[[ "$stderr" == *"nothere"* ]]
}
