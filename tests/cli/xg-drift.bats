#!/usr/bin/env bats
# xg-drift: raw frames against the pinned shape of messages.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >day.ndjson <<'EOF'
{"type":"raw","venue":"okx","rx":1,"conn":1,"ch":"ws","dir":"in","market":"public","data":{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"px":"1","sz":"2"}]}}
{"type":"raw","venue":"okx","rx":2,"conn":1,"ch":"ws","dir":"in","market":"public","data":{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"px":"1","sz":"2","note":null}]}}
EOF
	cat >today.ndjson <<'EOF'
{"type":"raw","venue":"okx","rx":3,"conn":1,"ch":"ws","dir":"in","market":"public","data":{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"px":1,"extra":"x"}]}}
{"type":"raw","venue":"okx","rx":4,"conn":1,"ch":"ws","dir":"in","market":"public","data":{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"px":1,"extra":"x"}]}}
{"type":"raw","venue":"okx","rx":5,"conn":1,"ch":"ws","dir":"out","market":"public","data":{"op":"subscribe"}}
{"type":"raw","venue":"okx","rx":6,"conn":1,"ch":"ws","dir":"in","market":"public","text":"pong"}
{"type":"mine","x":[1, 2]}
EOF
}

drift() {
	"$XG_BIN/xg-drift" "$@"
}

@test "pin prints the shape of what comes, a line a kind" {
	run -0 --separate-stderr drift pin <day.ndjson
	[ "$output" = '{"kind":"ws trades","members":{"":"object","arg":"object","arg.channel":"string","arg.instId":"string","data":"array","data[]":"object","data[].px":"string","data[].sz":"string","data[].note":"null?"}}' ]
	[ -z "$stderr" ]
}

@test "new, missing and retyped members are alerts, each told once, and exit 1" {
	drift pin <day.ndjson >pins
	run -1 --separate-stderr drift -n --pins okx=pins <today.ndjson
	[ "$(jq -r '.venue + " " + .code + " " + .msg' <<<"$output")" = "okx drift_type ws trades: member data[].px is number, it was string
okx drift_new ws trades: new member data[].extra (string)
okx drift_missing ws trades: member data[].sz (string) is missing" ]
	[ -z "$stderr" ]
}

@test "nothing changed is silence and exit 0" {
	drift pin <day.ndjson >pins
	run -0 --separate-stderr drift -n --pins okx=pins <day.ndjson
	[ -z "$output$stderr" ]
}

@test "frames and foreign records go on byte for byte" {
	drift pin <day.ndjson >pins
	run -1 bash -c '"$XG_BIN/xg-drift" --pins okx=pins <today.ndjson | grep -v "\"alert\"" | cmp - today.ndjson; exit ${PIPESTATUS[0]}'
	[ -z "$output" ]
}

@test "built-in pins know a venue's messages" {
	run -1 drift -n <today.ndjson
	[[ "$output" == *'"venue":"okx"'*'member data[].px is number, it was string'* ]]
}

@test "a venue without pins is named, and is no change" {
	sed 's/okx/nowhere/' day.ndjson >other.ndjson
	run -0 --separate-stderr drift -n <other.ndjson
	[ -z "$output" ]
	[ "$stderr" = "xg-drift: nowhere has no pins: its frames were not compared; make some with xg-drift pin" ]
}

@test "wrong pins are refused with their place" {
	echo '{"kind":"a","members":{"x":"text"}}' >pins
	run -4 --separate-stderr drift --pins okx=pins <day.ndjson
	[[ "$stderr" == "xg-drift: pins of okx:1:"*"not a line of pins"* ]]
	run -4 --separate-stderr drift --pins okx=absent <day.ndjson
	[[ "$stderr" == *"absent"*"No such file"* ]]
	run -2 --separate-stderr drift --pins pins <day.ndjson
	[[ "$stderr" == *"VENUE=FILE"* ]]
}

@test "bad lines are reported, kept, counted, and lose nothing else" {
	drift pin <day.ndjson >pins
	{ head -1 day.ndjson; echo '{"type":"raw","venue":"okx"'; printf 'a\0b\n'; tail -1 day.ndjson; } >in
	run -3 --separate-stderr drift --pins okx=pins --bad bad <in
	[ "$(grep -c '"type":"raw"' <<<"$output")" -eq 2 ]
	[ "$(grep -c '"code":"bad_input"' <<<"$output")" -eq 2 ]
	[[ "$stderr" == *"stdin:2:"* ]]
	[[ "$stderr" == *"stdin:3:"* ]]
	[ "$(wc -l <bad)" -eq 2 ]
}

@test "the built-in pins agree with the recordings" {
	for r in "$BATS_TEST_DIRNAME"/../../../shared/recordings/*.ndjson; do
		[ -e "$r" ] || skip "$r is not here"
		run -0 --separate-stderr drift -n <"$r"
		[ -z "$output$stderr" ]
	done
}

@test "the built-in pins agree with hand-made frames of bybit" {
	jq -c 'select(.ch == "ws")' "$BATS_TEST_DIRNAME/../venue/bybit/frames.ndjson" >frames.ndjson
	run -0 --separate-stderr drift -n <frames.ndjson
	[ -z "$output$stderr" ]
}

@test "venues of one folder share its pins" {
	cat >frames.ndjson <<'EOF'
{"type":"raw","venue":"coinbase-exchange","rx":1,"conn":1,"ch":"ws","dir":"in","market":"exchange","data":{"type":"heartbeat","sequence":"90","last_trade_id":20,"product_id":"BTC-USD","time":"2014-11-07T08:19:28.464459Z"}}
EOF
	run -1 --separate-stderr drift -n <frames.ndjson
	[ "$(jq -r .msg <<<"$output")" = "exchange heartbeat: member sequence is string, it was number" ]
	[ -z "$stderr" ]
}
