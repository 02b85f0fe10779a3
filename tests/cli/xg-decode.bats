#!/usr/bin/env bats
# xg-decode: frames become records; what is no frame is told, kept and skipped.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >frames.txt <<'EOF'
{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","tradeId":"7","px":"100.50","sz":"0.010","side":"buy","ts":"1700000000000"}]}
{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","tradeId":"8","px":"100.4","sz":"2","side":"sell","ts":"1700000000100"}]}
EOF
	inst='{"type":"inst","venue":"okx","sym":"BTC-USDT","rx":1700000000000000,"base":"BTC","quote":"USDT","kind":"spot","native":"BTC-USDT","market":"spot"}'
	swap='{"type":"inst","venue":"okx","sym":"BTC-USDT-PERP","base":"BTC","quote":"USDT","settle":"USDT","kind":"perp","native":"BTC-USDT-SWAP","contract":0.01,"market":"swap"}'
	{
		echo "$inst"
		echo '{"type":"raw","venue":"okx","rx":1700000000000001,"conn":1,"ch":"ws","dir":"open","market":"public","url":"wss://x"}'
		raw 2 "$(sed -n 1p frames.txt)"
		echo '{"type":"tick","rx":1700000000000003}'
		raw 4 "$(sed -n 2p frames.txt)"
		echo '{"type":"status","venue":"okx","rx":1700000000000005,"event":"stale"}'
	} >raw.ndjson
	trade7='{"type":"trade","venue":"okx","sym":"BTC-USDT","ts":1700000000000000,"rx":1700000000000002,"id":"7","side":"buy","px":100.5,"qty":0.01}'
	trade8='{"type":"trade","venue":"okx","sym":"BTC-USDT","ts":1700000000100000,"rx":1700000000000004,"id":"8","side":"sell","px":100.4,"qty":2}'
}

# A raw record of a frame that came at microsecond $1.
raw() {
	printf '{"type":"raw","venue":"okx","rx":%d,"conn":1,"ch":"ws","dir":"in","market":"public","data":%s}\n' $((1700000000000000 + $1)) "$2"
}

decode() {
	"$XG_BIN/xg-decode" "$@"
}

@test "raw frames become records in their places; all else goes on byte for byte" {
	run -0 --separate-stderr decode raw.ndjson
	[ "${#lines[@]}" -eq 5 ]
	[ "${lines[0]}" = "$inst" ]
	[ "${lines[1]}" = "$trade7" ]
	[ "${lines[2]}" = '{"type":"tick","rx":1700000000000003}' ]
	[ "${lines[3]}" = "$trade8" ]
	[ "${lines[4]}" = '{"type":"status","venue":"okx","rx":1700000000000005,"event":"stale"}' ]
	[ -z "$stderr" ]
}

@test "-n drops what is not decoded" {
	run -0 decode -n raw.ndjson
	[ "${#lines[@]}" -eq 3 ]
	[ "${lines[2]}" = "$trade8" ]
}

@test "files are read one after another, - is stdin" {
	head -n 3 raw.ndjson >one
	tail -n 3 raw.ndjson >three
	decode one three >a
	decode one - <three >b
	decode <raw.ndjson >c
	cmp a b
	cmp a c
}

@test "the last line of a file without LF is not joined to the next file" {
	printf '%s' "$inst" >one
	run -0 decode one raw.ndjson
	[ "${#lines[@]}" -eq 6 ]
}

@test "a file that is not there is told before anything is read" {
	run -1 --separate-stderr decode raw.ndjson none.ndjson
	[ -z "$output" ]
	[ "$stderr" = "xg-decode: cannot open none.ndjson: No such file or directory" ]
}

@test "a folder is no input" {
	run -1 --separate-stderr decode .
	[[ "$stderr" == *"Is a directory"* ]]
}

@test "a bad line of the second file is reported by its name and line there" {
	head -n 3 raw.ndjson >one
	echo '{"type":"raw",' >two
	tail -n 2 raw.ndjson >>two
	run -3 --separate-stderr decode --bad bad one two
	[[ "$stderr" == "xg-decode: two:1:15: "* ]]
	[ "$(cat bad)" = '{"type":"raw",' ]
	[ "${#lines[@]}" -eq 5 ]
	[[ "${lines[2]}" == *'"code":"bad_input"'* ]]
	[ "${lines[3]}" = "$trade8" ]
}

@test "a frame that is not the venue's is skipped whole: place, --bad, alert, status 3" {
	raw 3 '{"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"px":"x"}]}' >bad.ndjson
	cat bad.ndjson >>raw.ndjson
	raw 9 "$(sed -n 1p frames.txt)" >>raw.ndjson
	run -3 --separate-stderr decode -n --bad kept raw.ndjson
	[[ "$stderr" == "xg-decode: raw.ndjson:7:"*"okx: "* ]]
	cmp kept bad.ndjson
	[ "${#lines[@]}" -eq 5 ]
	[[ "${lines[3]}" == *'"level":"warn","code":"bad_input"'* ]]
	[[ "${lines[4]}" == *'"type":"trade"'* ]]
	run -3 --separate-stderr decode -n --strict raw.ndjson
	[ "${#lines[@]}" -eq 4 ]
}

@test "a contract that is not known is told, and not guessed" {
	raw 1 '{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","tradeId":"7","px":"100","sz":"3","side":"buy","ts":"1700000000000"}]}' >swap.ndjson
	run -3 --separate-stderr decode -n swap.ndjson
	[[ "$stderr" == *"BTC-USDT-SWAP"* ]]
	[[ "$output" != *'"trade"'* ]]
	echo "$swap" >insts.ndjson
	run -0 decode -n --inst insts.ndjson swap.ndjson
	[ "$output" = '{"type":"trade","venue":"okx","sym":"BTC-USDT-PERP","ts":1700000000000000,"rx":1700000000000001,"id":"7","side":"buy","px":100,"qty":0.03}' ]
}

@test "a venue that this version does not know is told" {
	sed 's/"okx"/"nowhere"/' raw.ndjson >other
	run -3 --separate-stderr decode --bad kept <other
	[[ "$stderr" == *"stdin:2: "*"'nowhere'"* ]]
	[ "$(wc -l <kept)" -eq 3 ]
}

@test "--inst that is bad or absent ends at once" {
	run -1 --separate-stderr decode --inst none raw.ndjson
	[[ "$stderr" == *none* ]]
	echo '{"type":"inst","venue":1}' >bad
	run -3 --separate-stderr decode --inst bad raw.ndjson
	[[ "$stderr" == *"bad:1:"* ]]
}

@test "bare frames of a foreign recording: no times, epochs, ISO times, CR LF" {
	run -0 decode -V okx -m public frames.txt
	[ "${lines[0]}" = "$(sed 's/,"rx":[0-9]*//; s/BTC/~BTC/' <<<"$trade7")" ]
	echo "$inst" >i
	sed 's/^/1700000000.000002: /' frames.txt >secs
	run -0 decode -V okx --inst i secs
	[ "${lines[0]}" = "$trade7" ]
	sed 's/^/2023-11-14T22:13:20.0000020Z /; s/$/\r/' frames.txt >iso
	run -0 decode -V okex --inst i iso
	[ "${lines[0]}" = "$trade7" ]
	sed 's/^/1700000000000002000 /' frames.txt >ns
	run -0 decode -V okx --inst i ns
	[ "${lines[0]}" = "$trade7" ]
}

@test "bare frames: an empty line is a lost connection, books start anew" {
	snap='{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":[["101","1","0","1"]],"bids":[["100","1","0","1"]],"ts":"1700000000000","seqId":5,"prevSeqId":-1}]}'
	up='{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[["100","2","0","1"]],"ts":"1700000000000","seqId":6,"prevSeqId":5}]}'
	printf '%s\n' "$snap" "$up" >whole
	run -0 decode -V okx whole
	[ "${#lines[@]}" -eq 2 ]
	printf '%s\n' "$snap" "" "$up" >lost
	run -0 decode -V okx lost
	[ "${#lines[@]}" -eq 1 ]
}

@test "bare lines that are no frames are reported with their place" {
	printf '%s\n' 'not json' '{"arg":' >>frames.txt
	run -3 --separate-stderr decode -V okx --bad kept frames.txt
	[[ "$stderr" == *"frames.txt:3: "*"frames.txt:4:"* ]]
	[ "$(cat kept)" = "$(tail -n 2 frames.txt)" ]
	[ "${lines[0]:0:15}" = '{"type":"trade"' ]
}

@test "--market alone and unknown venues are usage errors" {
	run -2 --separate-stderr decode -m spot frames.txt
	[[ "$stderr" == *"--venue"* ]]
	run -2 --separate-stderr decode -V nowhere frames.txt
	[[ "$stderr" == *"'nowhere'"* ]]
}

@test "hostile lines: binary, huge, deep, wrong types; all are kept, nothing else is lost" {
	{
		head -n 3 raw.ndjson
		printf '\000\001\377\n'
		head -c 1100000 /dev/zero | tr '\0' x
		echo
		raw 3 "$(printf '[%.0s' $(seq 100))"
		echo '{"type":"raw","venue":7,"rx":1}'
		echo '{"type":"raw","venue":"okx","rx":99999999999999999999,"conn":1,"ch":"ws","dir":"in"}'
		tail -n 2 raw.ndjson
	} >hostile
	run -3 --separate-stderr decode --bad kept hostile
	for at in 4 5 6 7 8; do
		[[ "$stderr" == *"hostile:$at:"* ]]
	done
	[ "$(wc -l <kept)" -eq 5 ]
	[ "${lines[1]}" = "$trade7" ]
	[ "${lines[7]}" = "$trade8" ]
	[ "$(grep -c bad_input <<<"$output")" -eq 5 ]
}

@test "-v sums up each venue at the end" {
	run -0 --separate-stderr decode -v raw.ndjson
	[[ "$stderr" == *"xg-decode: okx: 3 frames, 0 bad; 3 records; 0 checksums verified, 0 wrong; 0 gaps, 0 resyncs, 0 crossed books"* ]]
}

@test "--where selects records" {
	run -0 decode -n --where '.side == "sell"' raw.ndjson
	[ "$output" = "$trade8" ]
}

@test "help, table of options, man page" {
	run -0 decode --help
	[ "${lines[0]}" = "usage: xg-decode [options] [file ...]" ]
	[ -z "$(awk 'length > 80' <<<"$output")" ]
	decode --spec | jq -e '.files and .input == "records"'
	mandoc -Tlint -Wwarning "$BATS_TEST_DIRNAME/../../man/xg-decode.1"
}
