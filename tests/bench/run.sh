#!/bin/bash
# make bench: every figure is a ratio of two measurements of this run, on this
# machine. Prints a table, writes $XG_BUILD/bench.json. No test asserts a time.
# FRAMES=200000 sets the number of generated depth frames.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${XG_BUILD:-$PWD/build}
bin=${XG_BIN:-$build/bin}
tools=$build/bench
shared=../shared/recordings
frames=${FRAMES:-200000}
tests/support/deps.sh --check build bench || {
	echo "make bench: run tests/support/deps.sh build bench" >&2
	exit 1
}
if ! cmp -s tests/peers/package-lock.json tests/peers/node_modules/.xg-lock; then
	(cd tests/peers && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 &&
		cp package-lock.json node_modules/.xg-lock) || exit 1
fi
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export PATH=$bin:$PATH LC_ALL=C
export XDG_STATE_HOME=$data/state XDG_CACHE_HOME=$data/cache XDG_RUNTIME_DIR=$data/run
export XDG_CONFIG_HOME=$data/config
mkdir -m 700 "$data/run"
: >"$data/rows"

# ---- helpers ----

now() { date +%s%N; }

# seconds COMMAND...: the best of three.
seconds() {
	local best=0 t
	for _ in 1 2 3; do
		t=$(now)
		"$@" >/dev/null 2>&1 || {
			echo "failed: $*" >&2
			return 1
		}
		t=$(($(now) - t))
		if [ "$best" -eq 0 ] || [ "$t" -lt "$best" ]; then best=$t; fi
	done
	awk "BEGIN { printf \"%.6f\", $best / 1e9 }"
}

div() { awk "BEGIN { printf \"%.${3:-2}f\", ($2) ? ($1) / ($2) : 0 }"; }

# row GROUP NAME VALUE UNIT [RATIO OF-WHAT [AIM]]
row() {
	jq -nc --arg group "$1" --arg name "$2" --argjson value "${3:-null}" --arg unit "$4" \
		--argjson ratio "${5:-null}" --arg of "${6:-}" --arg aim "${7:-}" \
		'{group: $group, name: $name, value: $value, unit: $unit} +
		(if $ratio != null then {ratio: $ratio, of: $of} else {} end) +
		(if $aim != "" then {aim: $aim} else {} end)' | tee -a "$data/rows" |
		jq -r '"  \(.name)\t\(.value) \(.unit)\t\(if .ratio then "\(.ratio) x \(.of)" else "" end)\t\(if .aim then "aim: \(.aim)" else "" end)"' |
		awk -F'\t' '{ printf "%-44s %18s  %-26s %s\n", $1, $2, $3, $4 }'
}

title() { printf '\n%s\n' "$1"; }

# ---- machine ----

machine() {
	jq -nc --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" \
		--argjson cpus "$(nproc)" --arg kernel "$(uname -sr)" \
		--arg gcc "$(gcc -dumpfullversion)" --arg node "$(node --version)" \
		--arg jq "$(jq --version)" --argjson memory_mb "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" \
		--arg load "$(cut -d' ' -f1-3 /proc/loadavg)" --arg date "$(date -u +%FT%TZ)" \
		--arg ccxt "$(jq -r .version tests/peers/node_modules/ccxt/package.json)" \
		--arg tardis "$(jq -r .version tests/peers/node_modules/tardis-dev/package.json)" '$ARGS.named'
}
machine >"$data/machine"
echo "machine:"
jq -r 'to_entries[] | "  \(.key): \(.value)"' "$data/machine"

# ---- frames ----

title "$frames depth frames of 20 levels, each into a book (frames/s)"
"$tools/frames" "$frames" raw >"$data/raw"
"$tools/frames" "$frames" bare >"$data/bare"
decode=$(div "$frames" "$(seconds xg-decode "$data/raw")" 0)
both=$(div "$frames" "$(seconds xg-run "xg-decode $data/raw | xg-book -n --bbo")" 0)
pipes=$(div "$frames" "$(seconds bash -c "xg-decode '$data/raw' | xg-book -n --bbo")" 0)
jqs=$(div "$frames" "$(seconds jq -c .data.u "$data/bare")" 0)
for p in ccxt tardis parse; do
	head -n $((frames < 50000 ? frames : 50000)) "$data/bare" >"$data/some"
	node tests/bench/depth-peers.mjs $p "$data/some" >"$data/$p.json"
done
ccxt=$(jq .per_s "$data/ccxt.json") tardis=$(jq .per_s "$data/tardis.json")
parse=$(jq .per_s "$data/parse.json")
# shellcheck disable=SC2046
g++ -O3 -march=native -o "$data/simdjson" tests/bench/simdjson.cc $(pkg-config --cflags --libs simdjson) 2>/dev/null
bare=$("$data/simdjson" "$data/bare" | jq .per_s)
row frames "ccxt.pro: parse, apply, best price" "$ccxt" /s
row frames "tardis-dev: parse, normalise, apply" "$tardis" /s
row frames "node JSON.parse alone" "$parse" /s
row frames "jq -c .data.u" "$jqs" /s
row frames "simdjson on demand, levels as text" "$bare" /s
row frames "xg-decode" "$decode" /s "$(div "$decode" "$jqs")" jq
row frames "xg-decode of the bare parse rate" "$decode" /s "$(div "$decode" "$bare")" simdjson 0.5
row frames "xg-decode | xg-book, fused" "$both" /s "$(div "$both" "$ccxt")" ccxt.pro 40
row frames "xg-decode | xg-book, fused" "$both" /s "$(div "$both" "$tardis")" tardis-dev 20
row frames "xg-decode | xg-book, by pipes" "$pipes" /s "$(div "$both" "$pipes")" "fused / pipes"
row frames "book: time of a changed level" "$("$tools/book-apply" | jq '.ns_level // .ns_per_level // .ns // null')" ns "" "" 40

# ---- recordings ----

if [ -d "$shared" ]; then
	title "recordings (records/s)"
	for f in binance-spot-2021 okx-2022; do
		for _ in {1..20}; do cat "$shared/$f.ndjson"; done >"$data/rec"
		n=$(wc -l <"$data/rec")
		d=$(div "$n" "$(seconds xg-decode -q "$data/rec")" 0)
		j=$(div "$n" "$(seconds jq -c . "$data/rec")" 0)
		row recordings "xg-decode $f" "$d" /s "$(div "$d" "$j")" "jq -c ."
		xg-decode -q -n "$data/rec" >"$data/records" 2>/dev/null
		n=$(wc -l <"$data/records")
		b=$(div "$n" "$(seconds bash -c "xg-book -n --bbo -q <'$data/records'")" 0)
		j=$(div "$n" "$(seconds jq -c . "$data/records")" 0)
		row recordings "xg-book --bbo $f" "$b" /s "$(div "$b" "$j")" "jq -c ."
	done
fi

# ---- venues ----

title "each venue's market data into books (frames/s); instruments were read before"
tests/bench/venues.sh "$shared" >"$data/venues"
while IFS=$'\t' read -r name xg ccxt tardis; do
	row venues "$name" "$xg" /s
	[ "$ccxt" = null ] || row venues "$name, ccxt.pro" "$ccxt" /s "$(div "$xg" "$ccxt" 1)" ccxt.pro
	[ "$tardis" = null ] || row venues "$name, tardis-dev" "$tardis" /s "$(div "$xg" "$tardis" 1)" tardis-dev
done < <(jq -r '[.name + (if .source == "simulated" then " (simulated)" else "" end),
	.xg, .ccxt, .tardis] | map(. // "null" | tostring) | @tsv' "$data/venues")

# ---- pipes ----

title "five stages that only pass records on"
awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "{\"type\":\"trade\",\"venue\":\"okx\",\"sym\":\"BTC-USDT\",\"ts\":1700000000%06d,\"rx\":1700000000%06d,\"id\":\"%d\",\"side\":\"buy\",\"px\":64250.1,\"qty\":0.015,\"note\":\"so that a line has about two hundred and fifty bytes, as many of them have\"}\n", i, i, i }' >"$data/trades"
cats=$(seconds bash -c "cat '$data/trades' | cat | cat | cat | cat")
five=$(seconds bash -c "xg-book <'$data/trades' | xg-book | xg-book | xg-book | xg-book")
fused=$(seconds bash -c "xg-run 'xg-book | xg-book | xg-book | xg-book | xg-book' <'$data/trades'")
row pipes "five cats, 1,000,000 records" "$(div 1000000 "$cats" 0)" /s
row pipes "five xg-book by pipes" "$(div 1000000 "$five" 0)" /s "$(div "$five" "$cats")" "the time of cats" 2
row pipes "five xg-book fused" "$(div 1000000 "$fused" 0)" /s "$(div "$five" "$fused")" "pipes / fused"

# ---- tick to trade ----

title "tick to trade: bytes of a frame in, bytes of two signed requests out (us)"
mkdir -p "$data/cache/xg/paper"
"$tools/tick" -e 1 >"$data/tick"
for v in okx binance; do
	grep '"type":"inst","venue":"'$v'"' "$data/tick" >"$data/cache/xg/paper/$v.ndjson"
done
echo '{ "max_order_notional": 1000000, "equity": 1000000000, "max_position": 1000000,
"max_open_orders": 4096, "max_orders_per_s": 1000, "max_data_age_ms": 86400000,
"max_order_age_ms": 86400000, "max_venue_exposure": 1, "price_band_bps": 1000 }' >"$data/limits.json"
printf 'key\nsecret\npass\n' >"$data/cred"
chmod 600 "$data/cred"
pipeline="xg-decode -q | xg-arb cross --change 0 --cool-down 0s --max-age 0s --max-notional 5000 |
xg-route --max-age 0s | xg-risk -l $data/limits.json |
xg-order --dry-run --cred-file $data/cred --sign-time 1700000000000 --venue okx --venue binance"
ticks() { # NAME N COMMAND...
	local name=$1 out p
	shift
	out=$("$tools/tick" "$@") || return 1
	echo "$out" >"$data/tick.$name"
	for p in p50 p99 p999; do
		row tick "$name, $p" "$(jq ".${p}_us" <<<"$out")" us
	done
}
ticks "ccxt.pro program" 1 node tests/bench/tick-peer.mjs
ticks "xg by pipes" 2 bash -c "$pipeline"
ticks "xg by pipes, on one CPU" 2 taskset -c 0 bash -c "$pipeline"
ticks "xg fused, stdin to stdout" 2 xg-run "$pipeline"
for n in "xg by pipes" "xg by pipes, on one CPU" "xg fused, stdin to stdout"; do
	[ -e "$data/tick.$n" ] && [ -e "$data/tick.ccxt.pro program" ] &&
		row tick "$n, p50" "$(jq .p50_us "$data/tick.$n")" us \
			"$(div "$(jq .p50_us "$data/tick.ccxt.pro program")" "$(jq .p50_us "$data/tick.$n")")" "faster than ccxt.pro"
done
"$tools/fused" tick "$pipeline" >"$data/fused.json"
row tick "xg fused, by calls in one process, p50" "$(jq .p50_us "$data/fused.json")" us "" "" 5
row tick "xg fused, by calls in one process, p99.9" "$(jq .p999_us "$data/fused.json")" us "" "" 25
row tick "1,000 prices through decode and book" \
	"$("$tools/fused" price 'xg-decode -q | xg-book -n --bbo --merge-bbo' | jq .ms_per_1000)" ms "" "" 0.2

# ---- many symbols ----

# many VENUES [SYMBOLS[:GAP] ...]: the rows of 10, 100 and 1,000 symbols.
many() {
	local few n us rss grown p50 p99 p999
	XG_BIN=$bin XG_BUILD=$build tests/bench/many.sh "$1" 60000 "${@:2}" >"$data/many"
	few=$(jq -s '.[0].us' "$data/many")
	while read -r n us rss grown p50 p99 p999; do
		row many "$n symbols: processor time a message" "$us" us \
			"$(div "$us" "$few")" "10 symbols" "1.1"
		row many "$n symbols: memory at the end" "$(div "$rss" 1024 1)" MB \
			"$grown" "that at half of the messages" "1.05"
		row many "$n symbols: behind the venue's time, p50" "$p50" us
		row many "$n symbols: behind the venue's time, p99" "$p99" us
		row many "$n symbols: behind the venue's time, p99.9" "$p999" us
	done < <(jq -r '"\(.symbols) \(.us) \(.rss_kb) \(.rss_kb / .rss_kb_over_time[1] * 100 | round / 100) \(.late_p50_us) \(.late_p99_us) \(.late_p999_us)"' "$data/many")
}
title "xg-feed on many symbols of a venue of xg-sim, 4,000 trades/s a connection (1, 1 and 5 of them)"
many okx 10:250 100:250 1000:50
title "the same, spread over nine venues, 20,000 trades/s in all; times of the seven that send each at once"
many "binance okx bybit kraken gate kucoin coinbase bitget deribit"

# ---- start, memory, size ----

title "start to end without input, and peak memory"
true_us=$("$tools/spawn" 200 /bin/true | jq ".ms * 1000")
row start /bin/true "$true_us" us
row start "jq ." "$("$tools/spawn" 50 jq . | jq ".ms * 1000")" us
row start "curl --version" "$("$tools/spawn" 50 curl --version | jq ".ms * 1000")" us
node_start=$("$tools/spawn" 3 node -e "require('./tests/peers/node_modules/ccxt')")
row start "node -e require('ccxt')" "$(jq ".ms * 1000" <<<"$node_start")" us
row start "node -e require('ccxt'), memory" "$(jq '.rss_kb / 1024 | round' <<<"$node_start")" MB
for c in "$bin"/xg*; do
	name=${c##*/}
	s=$("$tools/spawn" 100 "$c" --version)
	row start "$name" "$(jq ".ms * 1000" <<<"$s")" us "$(div "$(jq ".ms * 1000" <<<"$s")" "$true_us")" /bin/true "3000 us"
	row start "$name, memory" "$(jq '.rss_kb / 1024 * 10 | round / 10' <<<"$s")" MB "" "" "6 MB"
done

title "installed size"
make -s install DESTDIR="$data/inst" PREFIX=/usr >/dev/null 2>&1
strip "$data"/inst/usr/bin/* 2>/dev/null
ours=$(du -sk "$data/inst" | cut -f1) theirs=$(du -sk tests/peers/node_modules/ccxt | cut -f1)
row size "xg, all commands stripped" "$(div "$ours" 1024 1)" MB "$(div "$theirs" "$ours")" "smaller than ccxt"
row size "ccxt" "$(div "$theirs" 1024 1)" MB

jq -s --slurpfile machine "$data/machine" '{machine: $machine[0], rows: .}' "$data/rows" >"$build/bench.json"
printf '\nwritten: %s\n' "$build/bench.json"
