#!/bin/bash
# The main job in one go, on this machine alone: simulated venues over TLS, live
# books, opportunities after fees, routing, risk checks, orders, and what came of
# them. Called by `make demo`. DEMO_SECONDS and DEMO_SEED change the run.
set -u
here=$(cd "$(dirname "$0")" && pwd)
bin=${XG_BIN:-$here/../build/bin}
seconds=${DEMO_SECONDS:-15}
export PATH="$bin:$PATH"

command -v jq >/dev/null || {
	echo "demo: jq is not installed; run make deps" >&2
	exit 1
}

# A world of its own: nothing of yours is read or changed.
dir=$(mktemp -d)
export XDG_RUNTIME_DIR=$dir/run XDG_STATE_HOME=$dir/state
export XDG_CACHE_HOME=$dir/cache XDG_CONFIG_HOME=$dir/config
mkdir -m 700 "$XDG_RUNTIME_DIR"
sim=
end() {
	[ -z "$sim" ] || kill "$sim" 2>/dev/null
	wait
	[ -n "${DEMO_KEEP:-}" ] && echo "The records are in $dir." || rm -rf "$dir"
}
trap end EXIT
trap 'exit 130' INT TERM

echo "Starting simulated venues (HTTPS and WebSocket over TLS on loopback):"
xg-sim binance okx --sym 'BTC-USDT' --seed "${DEMO_SEED:-7}" 2>"$dir/sim.log" &
sim=$!
for _ in $(seq 100); do
	[ -e "$XDG_RUNTIME_DIR/xg/sim.json" ] && break
	kill -0 "$sim" 2>/dev/null || break
	sleep 0.1
done
sed 's/^xg-sim: /  /' "$dir/sim.log"
[ -e "$XDG_RUNTIME_DIR/xg/sim.json" ] || {
	echo "demo: the simulator did not start" >&2
	exit 1
}

cat <<EOF

Running for $seconds seconds:

  xg-feed binance:BTC-USDT okx:BTC-USDT -c book,trade |
    xg-arb cross --max-notional 15000 |
    xg-route |
    xg-risk -l examples/limits.json |
    xg-order --env paper

EOF
{
	timeout -s TERM "$seconds" \
		xg-feed binance:BTC-USDT okx:BTC-USDT -c book,trade |
		xg-arb cross --max-notional 15000 |
		tee "$dir/arb.ndjson" |
		xg-route |
		xg-risk -l "$here/limits.json" |
		xg-order --env paper
} 2>"$dir/words" | tee "$dir/out.ndjson" |
	jq --unbuffered -rf "$here/demo-live.jq"
cat "$dir/words"
grep -h '"type":"arb"' "$dir/arb.ndjson" >>"$dir/out.ndjson"
jq -rsf "$here/demo-summary.jq" "$dir/out.ndjson"
xg-order journal verify
