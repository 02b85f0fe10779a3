#!/bin/bash
# venues.sh: each venue's recording through xg-decode | xg-book (fused) and through
# the handlers and books of ccxt.pro and tardis-dev, one after the other. Prints a
# JSON line a venue: lines a second of each, null for what a peer has no handlers
# for (tests/peers/frames-known.mjs says why). xg's time has the start of the
# process in it; the peers' has not.
set -u
cd "$(dirname "$0")/../.." || exit 1
recordings=${1:-../shared/recordings}
bin=${XG_BIN:-$PWD/build/bin}
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export PATH=$bin:$PATH

# per_s FILE LINES: lines a second, the best of five.
per_s() {
	local best=0 t
	for _ in 1 2 3 4 5; do
		t=$(date +%s%N)
		xg-run "xg-decode -q $1 | xg-book -n --bbo -q" >/dev/null 2>&1
		t=$(($(date +%s%N) - t))
		if [ "$best" -eq 0 ] || [ "$t" -lt "$best" ]; then best=$t; fi
	done
	echo $(($2 * 1000000000 / best))
}

peer() {
	node tests/bench/venue-peers.mjs "$@" 2>/dev/null | jq .per_s
}

while read -r name dialect peers; do
	[ -e "$recordings/$name.ndjson" ] || continue
	# Many times over, so that the start of a process does not count.
	n=$(wc -l <"$recordings/$name.ndjson")
	times=$((40000 / n + 1))
	for ((i = 0; i < times; i++)); do cat "$recordings/$name.ndjson"; done >"$data/all"
	ccxt=null tardis=null
	case $peers in *c*) ccxt=$(peer ccxt "$name" "$dialect") ;; esac
	case $peers in *t*) tardis=$(peer tardis "$name" "$dialect") ;; esac
	jq -nc --arg name "$name" --argjson bytes $(($(wc -c <"$recordings/$name.ndjson") / n)) \
		--argjson xg "$(per_s "$data/all" $((n * times)))" \
		--argjson ccxt "${ccxt:-null}" --argjson tardis "${tardis:-null}" '$ARGS.named'
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
