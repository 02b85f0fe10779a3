#!/usr/bin/env bats
# shellcheck disable=SC2086,SC2016
# xg-order and xg-acct against both simulated venues.

bats_require_minimum_version 1.5.0
load ../support/sim

setup() {
	sim_start --seed 11 binance okx
	cd "$BATS_TEST_TMPDIR" || return 1
}

teardown() {
	sim_stop
}

order() {
	timeout 60 "$XG_BIN/xg-order" "$@"
}

acct() {
	timeout 60 "$XG_BIN/xg-acct" "$@"
}

# mid VENUE SYM: a whole price in the middle of the book.
mid() {
	sim_book "$1" "$2" 1 | jq '(.bids[0][0] + .asks[0][0]) / 2 | floor'
}

events() {
	jq -r --arg id "$1" 'select(.type=="exec" and .id==$id) | .event' |
		tr '\n' ' '
}

# Fills that the venue knows and fills that were told are the same.
same_fills() {
	local v
	for v in binance okx; do
		diff <(sim_account $v | jq -r '.fills[].trade_id' | sort) \
			<(jq -r --arg v $v 'select(.type=="fill" and
				.venue==$v) | .trade_id' \
				"$XDG_STATE_HOME/xg/paper/journal.ndjson" |
				sort)
	done
}

@test "a market order fills at each venue, spot and derivatives; fills are the venue's" {
	for v in binance okx; do
		for sym in BTC-USDT BTC-USDT-PERP; do
			run -0 --separate-stderr order buy 0.01 $sym --venue $v
			[ "$(jq -r 'select(.type=="exec") | .event' <<<"$output" |
				tail -1)" = filled ]
			[ "$(jq -s 'map(select(.type=="fill") | .qty) | add' \
				<<<"$output")" = 0.01 ]
			[ "$(jq -s 'map(select(.type=="fill")) |
				all(.fee > 0)' <<<"$output")" = true ]
		done
	done
	same_fills
	"$XG_BIN/xg-order" journal verify
	run -0 --separate-stderr acct fills BTC-USDT BTC-USDT-PERP
	diff <(jq -r 'select(.type=="fill") | [.venue, .trade_id, .px, .qty] |
		@tsv' <<<"$output" | sort) \
		<(jq -r 'select(.type=="fill") | [.venue, .trade_id, .px, .qty] |
		@tsv' "$XDG_STATE_HOME/xg/paper/journal.ndjson" | sort)
}

@test "a limit order rests, is listed, amended and cancelled" {
	for v in binance okx; do
		px=$(($(mid $v BTC-USDT-PERP) * 97 / 100))
		run -0 --separate-stderr order buy 0.01 BTC-USDT-PERP \
			--px $px --venue $v --id rest$v
		[[ "$(events rest$v <<<"$output")" == "sent new "* ]]
		run -0 --separate-stderr acct orders --venue $v
		[ "$(jq -r 'select(.type=="exec") | .px' <<<"$output")" = $px ]
		run -0 --separate-stderr order amend rest$v --px $((px - 100))
		[[ "$(events rest$v <<<"$output")" == *amended* ]]
		run -0 --separate-stderr acct orders --venue $v
		[ "$(jq -r 'select(.type=="exec") | .px' <<<"$output")" = \
			$((px - 100)) ]
		run -0 --separate-stderr order cancel rest$v
		[[ "$(events rest$v <<<"$output")" == *canceled* ]]
		run -0 --separate-stderr acct orders --venue $v
		[ -z "$output" ]
	done
}

@test "ioc, fok and post-only end as they must" {
	for v in binance okx; do
		px=$(mid $v BTC-USDT)
		run -0 --separate-stderr order buy 0.01 BTC-USDT \
			--px $((px * 98 / 100)) --tif ioc --venue $v --id i$v
		[[ "$(events i$v <<<"$output")" == *"expired "* ||
			"$(events i$v <<<"$output")" == *"canceled "* ]]
		run -0 --separate-stderr order buy 0.01 BTC-USDT \
			--px $((px * 98 / 100)) --tif fok --venue $v --id f$v
		[[ "$(events f$v <<<"$output")" == *"expired "* ||
			"$(events f$v <<<"$output")" == *"canceled "* ]]
		run --separate-stderr order buy 0.01 BTC-USDT \
			--px $((px * 102 / 100)) --post-only --venue $v --id p$v
		[ "$status" = 1 ]
		[[ "$(events p$v <<<"$output")" == *"rejected "* ]]
		[[ "$output" == *would_cross* ]]
	done
	same_fills
}

@test "the venue's refusals: insufficient funds and an order too many of one id" {
	run -1 --separate-stderr order buy 500 BTC-USDT \
		--px "$(($(mid okx BTC-USDT) * 99 / 100))" --venue okx
	[[ "$output" == *insufficient_funds* ]]
	# shellcheck disable=SC2154  # run sets it
	[[ "$stderr" == *"was refused (insufficient_funds)"* ]]
	run -0 --separate-stderr order buy 0.01 BTC-USDT --venue okx --id twice
	run -1 --separate-stderr order buy 0.01 BTC-USDT --venue okx --id twice
	[[ "$output" == *duplicate_id* ]]
	[ "$(sim_account okx | jq '[.orders[] | select(.cid=="twice")] |
		length')" = 1 ]
}

three_rest() {
	[ "$(grep -c '"event":"new"' out)" -ge 3 ]
}

@test "as a filter: a stream of orders, cancel all, and a group of two legs" {
	p=$(mid okx BTC-USDT)
	{
		for i in 1 2 3; do
			echo '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"r'$i'","side":"buy","kind":"limit","px":'$((p * 97 / 100))',"qty":0.01}'
		done
		echo '{"type":"trade","venue":"okx","sym":"BTC-USDT","other":1}'
		# They rest before all are cancelled.
		for _ in $(seq 1200); do
			three_rest && break
			sleep 0.05
		done
		echo '{"type":"cancel","all":true}'
		for v in binance okx; do
			[ $v = okx ] && s=sell || s=buy
			echo '{"type":"order","venue":"'$v'","sym":"BTC-USDT","id":"g'$v'","side":"'$s'","kind":"market","qty":0.01,"group":"gg","legs":2}'
		done
	} | order >out
	grep -q '"other":1' out
	for i in 1 2 3; do
		[[ "$(events r$i <out)" == *"canceled "* ]]
	done
	[ "$(jq -r 'select(.event=="group") | .id' out)" = gg ]
	grep -q 'bought 0.01 of 0.01; okx:BTC-USDT sold 0.01 of 0.01' out
	run ! grep -q uneven out
	same_fills
}

@test "R5: SIGTERM with --cancel-on-exit: nothing is open any more, exit 0" {
	p=$(mid okx BTC-USDT)
	mkfifo in
	order --cancel-on-exit <in >out 3>&- &
	pid=$!
	exec 9>in
	echo '{"type":"order","venue":"okx","sym":"BTC-USDT","id":"r1","side":"buy","kind":"limit","px":'$((p * 97 / 100))',"qty":0.01}' >&9
	for _ in $(seq 1200); do
		grep -q '"event":"new"' out && break
		sleep 0.05
	done
	[ "$(sim_account okx | jq '[.orders[] | select(.state=="new")] |
		length')" = 1 ]
	kill -TERM "$(pgrep -P $pid || echo $pid)"
	wait $pid
	exec 9>&-
	[ "$(sim_account okx | jq '[.orders[] | select(.state=="new")] |
		length')" = 0 ]
	grep -q '"event":"canceled"' out
}

@test "R5: a halt refuses orders and cancels what is open" {
	mkdir -p "$XDG_STATE_HOME/xg/paper"
	touch "$XDG_STATE_HOME/xg/paper/halt"
	run -6 order buy 0.01 BTC-USDT --venue okx
	[[ "$output" == *halted* ]]
	[ "$(sim_account okx | jq '.orders | length')" = 0 ]
}

@test "R16: a clock that is off: measured, signed anew, accepted" {
	sim_fault skew,by=45s
	for v in binance okx; do
		run -0 --separate-stderr order buy 0.01 BTC-USDT --venue $v
		[ "$(jq -r 'select(.type=="exec") | .event' <<<"$output" |
			tail -1)" = filled ]
	done
}

@test "R1: the answer to an order is lost: it is asked for, and sent once" {
	sim_fault lost-ack,prob=1
	for v in binance okx; do
		run -0 --separate-stderr order buy 0.01 BTC-USDT --venue $v \
			--id lost$v
		[[ "$(events lost$v <<<"$output")" == "sent unknown "*"filled " ||
			"$(events lost$v <<<"$output")" == "sent "*"filled " ]]
		[ "$(sim_account $v | jq --arg c lost$v \
			'[.orders[] | select(.cid==$c)] | length')" = 1 ]
	done
	same_fills
}

@test "R25: neither secret nor passphrase is in any output, journal or file" {
	run -0 order buy 0.01 BTC-USDT --venue okx -v
	printf '%s\n' "$output" >all
	run -0 acct balances -v
	printf '%s\n' "$output" >>all
	cat "$XDG_STATE_HOME"/xg/paper/* >>all
	for v in binance okx; do
		for k in secret passphrase; do
			s=$(sim_cred $v $k)
			[ "$s" = null ] || [ -z "$s" ] || run ! grep -qF "$s" all
		done
	done
	run ! grep -qF "$(sim_cred okx key)" all
}

@test "bad credentials, no network: one sentence and the right status" {
	sed -i "s/$(sim_cred okx secret)/WRONGWRONGWRONG/" "$SIM_JSON"
	run -4 order buy 0.01 BTC-USDT --venue okx
	[[ "$output" == *"refuses the key"* ]]
	run -4 acct balances --venue okx
	cp "$SIM_JSON" copy
	sim_stop
	cp copy "$SIM_JSON"
	chmod 600 "$SIM_JSON"
	run -5 order buy 0.01 BTC-USDT --venue okx
	[[ "$output" == *"cannot"* ]]
}

@test "xg-acct tells balances, positions, fees and keys of both venues" {
	order buy 0.01 BTC-USDT-PERP --venue okx >/dev/null
	run -0 --separate-stderr acct balances
	[ "$(jq -r .venue <<<"$output" | sort -u | tr '\n' ' ')" = 'binance okx ' ]
	run -0 --separate-stderr acct positions --venue okx
	[ "$(jq -r 'select(.sym=="BTC-USDT-PERP") | .qty' <<<"$output")" = 0.01 ]
	run -0 --separate-stderr acct keys
	[ "$(jq -r 'select(.venue=="okx") | .withdraw' <<<"$output")" = false ]
	run -0 --separate-stderr acct fees BTC-USDT
	[ "$(jq -s 'length' <<<"$output")" = 2 ]
	run -2 acct fills NO-SUCH
}

@test "only one process has the journal" {
	mkfifo in
	order <in >out 3>&- &
	pid=$!
	exec 9>in
	for _ in $(seq 1200); do
		[ -e "$XDG_STATE_HOME/xg/paper/journal.ndjson" ] && break
		sleep 0.05
	done
	run -1 order buy 0.01 BTC-USDT --venue okx
	[[ "$output" == *"another xg-order has the journal"* ]]
	exec 9>&-
	wait $pid
}

@test "R24: xg-key check tells what the keys may do, and fails without a venue" {
	run -0 --separate-stderr timeout 60 "$XG_BIN/xg-key" check
	[ "$(jq -r 'select(.type == "keyinfo") | .venue' <<<"$output" | sort | tr '\n' ' ')" = "binance okx " ]
	[ "$(jq -r 'select(.withdraw) | .venue' <<<"$output")" = "" ]
	run -0 --separate-stderr timeout 60 "$XG_BIN/xg-key" check okx
	[ "$(jq -r .venue <<<"$output")" = okx ]
	run -2 timeout 60 "$XG_BIN/xg-key" check --env nowhere
	run -4 --separate-stderr timeout 60 "$XG_BIN/xg-key" check kraken
	[[ "$stderr" == *kraken* ]]
	sim_stop
	run -4 --separate-stderr timeout 60 "$XG_BIN/xg-key" check
	[ "${#stderr_lines[@]}" -eq 1 ]
}
