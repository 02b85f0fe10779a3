#!/usr/bin/env bats
# The simulated Bitfinex over TLS, without a client of ours: numbers of frames,
# notices, and what faults do to a connection.

bats_require_minimum_version 1.5.0
load ../support/sim

book='{"event":"subscribe","channel":"book","symbol":"tBTCUSD"}'
trades='{"event":"subscribe","channel":"trades","symbol":"tBTCUSD"}'

setup() {
	cd "$BATS_TEST_TMPDIR"
	sim_start bitfinex --sym BTC-USD --seed 3
}

teardown() {
	sim_stop
}

# ws SECONDS TEXT...: what comes on a connection, a line each, in the file got.
ws() {
	node "$BATS_TEST_DIRNAME/../support/ws-client.mjs" \
		"$(sim_url bitfinex ws)/ws/2" "$SIM_CA" "$@" >got 3>&-
}

# Waits (at most 20 s) until a command succeeds.
eventually() {
	local i
	for ((i = 0; i < 200; i++)); do
		"$@" 2>/dev/null && return 0
		sleep 0.1
	done
	echo "never: $*"
	return 1
}

# How often the number of a frame is not that of the one before it plus one.
jumps() {
	jq -s '[.[] | arrays | .[-1]] | . as $n |
		[range(1; length) | select($n[.] != $n[. - 1] + 1)] | length' got
}

@test "frames of all channels are numbered from 1; one that is lost makes a jump" {
	ws 3 '{"event":"conf","flags":65536}' "$book" "$trades"
	[ "$(jq -s '[.[] | arrays] | length > 20 and .[0][-1] == 1' got)" = true ]
	[ "$(jumps)" -eq 0 ]
	sim_fault gap,nth=10,max=1
	ws 3 '{"event":"conf","flags":65536}' "$book" "$trades"
	[ "$(jumps)" -eq 1 ]
}

@test "maintenance is told, and nothing else comes until its end is told" {
	ws 6 "$book" "$trades" 3>&- &
	eventually grep -q '"tu"' got
	sim_fault maintenance,on=market,at=100ms,for=1s
	wait $!
	[ "$(jq -rs '[.[] | objects | .code // empty] | join(" ")' got)" = "20060 20061" ]
	sed -n '/20060/,/20061/p' got >between
	[ "$(wc -l <between)" -eq 2 ]
	[ "$(sed '1,/20061/d' got | jq -s length)" -gt 5 ]
}

@test "a restart is announced, then the connection is closed" {
	sim_fault shutdown,nth=20,max=1
	run -8 ws 20 "$book"
	[ "$(tail -1 got | jq -r '.event, .code' | paste -sd' ')" = "info 20051" ]
}

@test "a stalled connection is open and silent, a disconnect cuts it" {
	sim_fault stall,nth=10,max=1
	ws 3 "$book"
	[ "$(wc -l <got)" -eq 9 ]
	sim_fault disconnect,nth=10,max=1
	run -6 ws 20 "$book"
}

@test "a slow ack comes late, but before the snapshot of its channel" {
	sim_fault delay,on=reply,by=500ms
	ws 3 "$book"
	[ "$(jq -rs '[.[0, 1] | .event] | join(" ")' got)" = "info subscribed" ]
	[ "$(jq -s '.[2] as [$id, $rows] | $id == .[1].chanId and ($rows | length) > 40' got)" = true ]
}
