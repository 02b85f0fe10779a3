# xg-sim for tests: `load ../support/sim`, `sim_start [options and venues]` in
# setup or a test, `sim_stop` in teardown. Everything is below $BATS_TEST_TMPDIR:
# its own XDG folders, free ports. Sets SIM_JSON, SIM_CA, SIM_PID.

sim_dirs() {
	export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/run
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/config
	export XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache
	mkdir -p "$XDG_RUNTIME_DIR"
	chmod 700 "$XDG_RUNTIME_DIR"
	SIM_JSON=$XDG_RUNTIME_DIR/xg/sim.json
}

# Starts it and waits until it listens (at most 60 s). SIM_IN is its standard input.
sim_start() {
	sim_dirs
	"$XG_BIN/xg-sim" "$@" <"${SIM_IN:-/dev/null}" >"$BATS_TEST_TMPDIR/sim.out" \
		2>"$BATS_TEST_TMPDIR/sim.err" 3>&- &
	SIM_PID=$!
	local end=$((SECONDS + 60))
	while ((SECONDS < end)); do
		if [[ -s $SIM_JSON ]]; then
			SIM_CA=$(jq -r .ca "$SIM_JSON")
			return 0
		fi
		kill -0 "$SIM_PID" 2>/dev/null || break
		sleep 0.05
	done
	cat "$BATS_TEST_TMPDIR/sim.err" >&2
	return 1
}

sim_stop() {
	[[ -n ${SIM_PID:-} ]] || return 0
	kill "$SIM_PID" 2>/dev/null || true
	wait "$SIM_PID" 2>/dev/null || true
	SIM_PID=
}

# account_kind VENUE KIND: what the configuration of this test says from now on.
account_kind() {
	export XG_CONFIG=$BATS_TEST_TMPDIR/config.json
	echo "{\"account_kind\": {\"$1\": \"$2\"}}" >"$XG_CONFIG"
}

# sim_url VENUE [rest|ws], sim_cred VENUE key|secret|passphrase
sim_url() {
	jq -r --arg v "$1" --arg k "${2:-rest}" '.venues[$v][$k]' "$SIM_JSON"
}
sim_cred() {
	jq -r --arg v "$1" --arg k "$2" '.venues[$v][$k]' "$SIM_JSON"
}

# sim_get VENUE PATH [curl options]: the body of an answer.
sim_get() {
	local venue=$1 path=$2
	shift 2
	curl -sS --max-time 20 --cacert "$SIM_CA" "$@" "$(sim_url "$venue")$path"
}

# sim_fault RULE: from now on (times count from now); "none" ends all faults.
sim_fault() {
	local venue
	venue=$(jq -r '.venues | keys[0]' "$SIM_JSON")
	sim_get "$venue" /_sim/fault --data-binary "$1"
}

# sim_book VENUE SYM [DEPTH], sim_account VENUE: what the venue knows.
sim_book() {
	sim_get "$1" "/_sim/book?sym=$2&depth=${3:-20}"
}
sim_account() {
	sim_get "$1" /_sim/account
}

# sim_binance METHOD PATH QUERY [curl options]: a signed request.
sim_binance() {
	local method=$1 path=$2 query=$3 sig
	shift 3
	query="${query:+$query&}timestamp=$(date +%s%3N)&recvWindow=20000"
	sig=$(printf %s "$query" | openssl dgst -sha256 -r \
		-hmac "$(sim_cred binance secret)" | cut -d' ' -f1)
	sim_get binance "$path?$query&signature=$sig" -X "$method" \
		-H "X-MBX-APIKEY: $(sim_cred binance key)" "$@"
}
