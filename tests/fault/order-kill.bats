#!/usr/bin/env bats
# shellcheck disable=SC2086,SC2016
# xg-order is killed again and again; nothing is sent twice, nothing is lost.

bats_require_minimum_version 1.5.0
load ../support/sim

teardown() {
	sim_stop
}

journal() {
	cat "$XDG_STATE_HOME/xg/paper/journal.ndjson"
}

# The state of every order, as VENUE ID END FILLED, as the journal has it: those
# of which the venue never heard are left out.
of_journal() {
	journal | jq -s -r '
		def final: ["filled","canceled","expired","rejected"];
		(map(select(.type=="fill")) | group_by([.venue, .id]) |
			map({key: (.[0].venue + " " + .[0].id),
				value: (map(.qty * 1000) | add | round)}) |
			from_entries) as $fill |
		map(select(.type=="exec" and .event!="group" and .event!="sent"
			and .event!="amended" and .event!="cancel_rejected")) |
		group_by([.venue, .id]) | map(.[-1])[] |
		select(.event!="rejected") |
		[.venue, .id,
			(if .event=="new" or .event=="partial" then "open"
			elif .event=="filled" then "filled" else "ended" end),
			($fill[.venue + " " + .id] // 0)] | @tsv' | sort
}

of_venue() {
	sim_account "$1" | jq -r --arg v "$1" '.orders[] |
		select(.state!="rejected") |
		[$v, .cid, (if .state=="new" or .state=="partial" then "open"
			elif .state=="filled" then "filled" else "ended" end),
			(.filled * 1000 | round)] | @tsv'
}

agree() {
	local v
	for v in "$@"; do
		# no client id was accepted twice
		[ -z "$(sim_account $v | jq -r '.orders[].cid' | sort | uniq -d)" ]
		# every fill once, and none that is not the venue's
		diff <(sim_account $v | jq -r '.fills[].trade_id' | sort) \
			<(journal | jq -r --arg v $v 'select(.type=="fill" and
				.venue==$v) | .trade_id' | sort)
	done
	diff <(for v in "$@"; do of_venue $v; done | sort) <(of_journal)
	"$XG_BIN/xg-order" journal verify
}

# Was there something to lose? On a slow machine it is killed before it has begun.
enough() {
	[ "$(journal | grep -c '"event":"sent"')" -gt 100 ] &&
		[ "$(sim_account okx | jq '.orders | length')" -gt 10 ] &&
		[ "$(sim_account binance | jq '.orders | length')" -gt 10 ]
}

@test "200 kills while acks and connections are lost: journal and venues agree" {
	sim_start --seed 5 --fault lost-ack,prob=0.1 --fault drop,prob=0.1 \
		--fault disconnect,on=user,prob=0.02 --fault dup,prob=0.1 \
		binance okx
	run -0 "$XG_BUILD/tool/order-kill" "$XG_BIN/xg-order" 200 1 400 binance okx
	[[ "$output" == *"200 kills"* ]]
	for seed in 2 3 4 5; do
		enough && break
		run -0 "$XG_BUILD/tool/order-kill" "$XG_BIN/xg-order" 50 $seed \
			$((seed * 800)) binance okx
	done
	enough
	agree binance okx
}

@test "a full disk: the journal can't be written, so nothing is sent" {
	sim_start --seed 5 okx
	mkdir -p "$XDG_STATE_HOME/xg/paper"
	# A limit of the file size is for the journal what a full disk is: its
	# append fails half-way.
	run bash -c 'trap "" XFSZ; ulimit -f 1
		for i in 1 2 3 4 5 6 7 8; do
			echo "{\"type\":\"order\",\"venue\":\"okx\",\"sym\":\"BTC-USDT\",\"id\":\"full$i\",\"side\":\"buy\",\"kind\":\"market\",\"qty\":0.01}"
		done | timeout 60 "$XG_BIN/xg-order" --dead-man 0 2>&1 | cat'
	[[ "$output" == *"journal can"* ]]
	sent=$(grep -c '"event":"sent"' <<<"$output")
	known=$(sim_account okx | jq '.orders | length')
	[ "$known" -lt 8 ]
	[ "$known" -le "$sent" ]
	# and the next run knows what the venue knows
	run timeout 60 "$XG_BIN/xg-order" </dev/null
	"$XG_BIN/xg-order" journal verify
	diff <(of_venue okx | cut -f2 | sort) <(of_journal | cut -f2 | sort)
}
