#!/bin/bash
# many.sh [VENUES [TRADES [SYMBOLS[:GAP] ...]]]: one xg-feed on 10, 100 and 1,000
# symbols of venues of xg-sim, spread over them, the same number of trades each time,
# one each GAP us (50). Prints a JSON line for each: processor time a message, memory
# at the start, in the middle and at the end, and how long after the venue's time a
# message was there, where the venue sends each at once.
#
# A frame that comes alone costs a wakeup, a read and a write of its own, about twice
# its decoding: to compare numbers of symbols, each connection must carry as many
# messages a second.
set -eu
read -ra venues <<<"${1:-okx}"
trades=${2:-100000}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- 10 100 1000
dir=$(mktemp -d)
sim='' feed=''
end() {
	[ -z "$feed" ] || kill "$feed" 2>/dev/null || true
	[ -z "$sim" ] || kill "$sim" 2>/dev/null || true
	wait
	rm -rf "$dir"
}
trap end EXIT
rss_of() { awk '/VmRSS/ { print $2 }' "/proc/$feed/status"; }
come() { grep -c '"type":"trade"' "$dir/$n/out" || true; }
# Waits for so many trades, or until none come: those before a venue was subscribed
# are not told.
reached() {
	local have=0 now still=0
	while [ "$still" -lt 15 ]; do
		now=$(come)
		[ "$now" -ge "$1" ] && return
		if [ "$now" -eq "$have" ]; then still=$((still + 1)); else still=0; fi
		have=$now
		sleep 0.2
	done
}
cpu_of() { cut -d' ' -f1 "/proc/$feed/schedstat"; } # ns, of its only thread
for n; do
	gap=50
	[[ $n != *:* ]] || gap=${n#*:} n=${n%:*}
	export XDG_RUNTIME_DIR=$dir/$n/run XDG_STATE_HOME=$dir/$n/state
	export XDG_CACHE_HOME=$dir/$n/cache XDG_CONFIG_HOME=$dir/$n/config
	mkdir -p "$dir/$n"
	mkdir -m 700 "$XDG_RUNTIME_DIR"
	left=$n i=${#venues[@]}
	for v in "${venues[@]}"; do
		"$XG_BUILD/bench/many" "$v" $((left / i)) $((trades / ${#venues[@]})) "$gap" \
			>"$dir/$n/of-$v"
		left=$((left - left / i)) i=$((i - 1))
	done
	"$XG_BIN/xg-replay" -s max "$dir/$n"/of-* >"$dir/$n/market"
	"$XG_BIN/xg-sim" "${venues[@]}" --from "$dir/$n/market" 2>"$dir/$n/sim.err" &
	sim=$!
	for _ in $(seq 200); do
		[ -s "$XDG_RUNTIME_DIR/xg/sim.json" ] && break
		sleep 0.1
	done
	"$XG_BIN/xg-feed" "${venues[@]/%/:S*-USDT}" -c trade --tick 1s \
		>"$dir/$n/out" 2>"$dir/$n/err" &
	feed=$!
	# What subscribing costs is not the cost of a message.
	for _ in $(seq 300); do
		grep -qm1 '"type":"trade"' "$dir/$n/out" && break
		sleep 0.02
	done
	kill -0 "$feed" || { cat "$dir/$n/err" "$dir/$n/sim.err" >&2; exit 1; }
	before=$(cpu_of)
	rss0=$(rss_of)
	reached $((trades / 2))
	rss1=$(rss_of)
	reached $((trades / ${#venues[@]} * ${#venues[@]}))
	cpu=$(cpu_of)
	rss=$(rss_of)
	kill "$feed"
	wait "$feed" || true
	kill "$sim"
	wait "$sim" || true
	feed='' sim=''
	# Coinbase and Deribit gather trades for 250 and 100 ms: that is no delay.
	got=$(come)
	grep '"type":"trade"' "$dir/$n/out" |
		grep -v '"venue":"\(coinbase\|deribit\)"' |
		jq -c '.rx - .ts' | sort -n >"$dir/$n/late"
	told=$(wc -l <"$dir/$n/late")
	at() { sed -n "$((told * $1 / 1000 + 1))p" "$dir/$n/late"; }
	jq -nc --argjson n "$n" --argjson got "$got" --argjson cpu "$cpu" --argjson before "$before" \
		--argjson gap "$gap" --argjson rss "[$rss0, $rss1, $rss]" \
		--argjson p50 "$(at 500)" --argjson p99 "$(at 990)" --argjson p999 "$(at 999)" \
		'{name: "many", symbols: $n, messages: $got, gap_us: $gap,
		us: (($cpu - $before) / 1e3 / $got * 100 | round / 100),
		start_ms: ($before / 1e6 | round),
		rss_kb: $rss[2], rss_kb_over_time: $rss, late_p50_us: $p50, late_p99_us: $p99, late_p999_us: $p999}'
done
