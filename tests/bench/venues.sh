#!/bin/bash
# venues.sh: market data of each venue through xg-decode | xg-book (fused) and through
# the handlers and books of ccxt.pro and tardis-dev, one after the other. What is
# counted is frames; lists of instruments are read before them, by the peers before
# the clock starts, by xg once. Recordings where there are any, frames of xg-sim
# where there are none. Prints a JSON line a venue: frames a second of each, null
# for what a peer has no handlers for (tests/peers/frames-known.mjs says why). xg's
# time has the start of the process in it; the peers' has not.
set -u
cd "$(dirname "$0")/../.." || exit 1
recordings=${1:-../shared/recordings}
bin=${XG_BIN:-$PWD/build/bin}
data=$(mktemp -d)
sim=
end() {
	[ -z "$sim" ] || kill "$sim" 2>/dev/null
	wait
	rm -rf "$data"
}
trap end EXIT
export PATH=$bin:$PATH XG_BIN=$bin

# per_s FILE FRAMES: frames a second, the best of five.
per_s() {
	local best=0 t
	for _ in 1 2 3 4 5; do
		t=$(date +%s%N)
		xg-run "xg-decode -q '$1' | xg-book -n --bbo -q" >/dev/null 2>&1
		t=$(($(date +%s%N) - t))
		if [ "$best" -eq 0 ] || [ "$t" -lt "$best" ]; then best=$t; fi
	done
	echo $(($2 * 1000000000 / best))
}

peer() {
	node tests/bench/venue-peers.mjs "$@" 2>/dev/null | jq .per_s
}

# row NAME SOURCE BYTES FILE FRAMES: FILE is xg's; $ccxt and $tardis are known.
row() {
	jq -nc --arg name "$1" --arg source "$2" --argjson bytes "$3" \
		--argjson xg "$(per_s "$4" "$5")" --argjson ccxt "${ccxt:-null}" \
		--argjson tardis "${tardis:-null}" '$ARGS.named'
}

while read -r name dialect peers; do
	[ -e "$recordings/$name.ndjson" ] || continue
	: >"$data/lists"
	awk -v lists="$data/lists" '/"ch":"rest"/ &&
		!/"req":"[^"]*(\/depth|\/order_book|\/level2)\?/ { print >lists; next } { print }' \
		"$recordings/$name.ndjson" >"$data/frames"
	# Many times over, so that the lists and the start of a process do not count.
	n=$(wc -l <"$data/frames")
	times=$((40000 / n + 1))
	{
		cat "$data/lists"
		for ((i = 0; i < times; i++)); do cat "$data/frames"; done
	} >"$data/all"
	ccxt=null tardis=null
	case $peers in *c*) ccxt=$(peer ccxt "$name" "$dialect") ;; esac
	case $peers in *t*) tardis=$(peer tardis "$name" "$dialect") ;; esac
	row "$name" recorded $(($(wc -c <"$data/frames") / n)) "$data/all" $((n * times))
done <<'END'
binance-spot-2021 binance ct
bitget-spot-v1-2022 bitget c
coinbase-exchange-2021 coinbase ct
deribit-2021 deribit ct
gate-spot-2021 gate ct
kraken-futures-2021 kraken-futures ct
kraken-spot-v1-2021 kraken-v1 t
kucoin-spot-2021 kucoin ct
okx-2022 okx ct
END

# ---- venues without a recording ----

rows=('bitfinex spot and perpetual' 'bybit spot' 'bybit linear' 'dydx perp'
	'hyperliquid perp and spot')
export XDG_RUNTIME_DIR=$data/run XDG_STATE_HOME=$data/state
export XDG_CACHE_HOME=$data/cache XDG_CONFIG_HOME=$data/config
mkdir -m 700 "$XDG_RUNTIME_DIR"
xg-sim --seed 11 bitfinex bybit dydx hyperliquid 2>"$data/sim.err" &
sim=$!
for _ in {1..300}; do
	[ -s "$XDG_RUNTIME_DIR/xg/sim.json" ] && break
	sleep 0.1
done
node tests/bench/venue-record.mjs "$data" "${SECONDS_OF_SIM:-15}" "${rows[@]}" || exit 1
kill "$sim" && wait "$sim" 2>/dev/null
sim=
for name in "${rows[@]}"; do
	file=$data/$name
	n=$(wc -l <"$file.ndjson")
	ccxt=$(peer ccxt "$name" "$file.ndjson" "$file.list")
	tardis=$(peer tardis "$name" "$file.ndjson" "$file.list")
	# Many times over, too, each time on connections of their own.
	times=$((40000 / n + 1))
	awk -v times=$times '/^{"type":"inst"/ { print; next } { line[++n] = $0 }
		END {
			for (t = 0; t < times; t++)
				for (i = 1; i <= n; i++) {
					l = line[i]
					sub(/"conn":/, "&" (t + 1) "0", l)
					print l
				}
		}' "$file.xg" >"$data/all"
	row "$name" simulated $(($(wc -c <"$file.ndjson") / n)) "$data/all" $((n * times))
done
