#!/usr/bin/env bats
# xg-feed against the simulated Coinbase when connections fail.

bats_require_minimum_version 1.5.0

setup() {
	load ../support/sim
	load ../support/feed
	load ../support/coinbase
	cd "$BATS_TEST_TMPDIR"
	sim_start coinbase coinbase-exchange --sym 'BTC-*' --sym 'ETH-USD'
}

teardown() {
	feed_stop || true
	sim_stop
}

@test "disconnect: dialled anew, books from new snapshots" {
	feed_start coinbase:BTC-USD coinbase-exchange:BTC-USD -c book
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase-exchange BTC-USD
	mark
	sim_fault disconnect,venue=coinbase,max=1,every=100ms
	sim_fault disconnect,venue=coinbase-exchange,max=1,every=100ms
	wait_for saw '.event == "disconnected"'
	wait_for has_snap coinbase BTC-USD
	wait_for has_snap coinbase-exchange BTC-USD
	same_state coinbase BTC-USD
	same_state coinbase-exchange BTC-USD
}

@test "stall: without a heartbeat the connection is dead, although it answers pings" {
	feed_start coinbase:BTC-USD -c book
	wait_for has_snap coinbase BTC-USD
	mark
	sim_fault stall,venue=coinbase,max=1,every=100ms
	wait_for saw '.event == "disconnected" and (.detail | test("heartbeat"))'
	wait_for has_snap coinbase BTC-USD
	same_state coinbase BTC-USD
}

@test "shutdown: the venue closes without a word, and is dialled again" {
	feed_start coinbase:BTC-USD -c book
	wait_for has_snap coinbase BTC-USD
	mark
	sim_fault shutdown,venue=coinbase,max=1,every=100ms
	wait_for saw '.event == "disconnected"'
	wait_for has_snap coinbase BTC-USD
	same_state coinbase BTC-USD
}

@test "slow acks: waited for, and what comes before them is not lost" {
	sim_fault delay,venue=coinbase,on=reply,by=3s,max=2
	feed_start coinbase:BTC-USD -c book
	wait_for saw '.event == "subscribed"'
	wait_for has_snap coinbase BTC-USD
	same_state coinbase BTC-USD
	run ! saw '.event == "disconnected" or .event == "resync"'
}
