#!/usr/bin/env bats
# Records and other tools: what jq, awk and node do to them keeps their values.

bats_require_minimum_version 1.5.0

setup() {
	canon="$XG_BUILD/tool/rec-canon"
	[ -x "$canon" ] || skip "build/tool/rec-canon is not built (make test builds it)"
	golden="$BATS_TEST_DIRNAME/../golden/records-all"
	cd "$BATS_TEST_TMPDIR"
	# raw and liquidity have free JSON, which is the tool's to write
	for f in "$golden"/*.ndjson; do
		case "$f" in
		*/raw.* | */liquidity.* | */alert.* | */order.* | */regime.*) ;;
		*) cat "$f" ;;
		esac
	done >all
}

@test "R17, R18: records that went through jq are the same, byte for byte" {
	jq -c . all | "$canon" >back
	cmp all back
}

@test "R17, R18: also when jq changed another member" {
	jq -c '.note = "seen"' all | "$canon" >back
	cmp all back
}

@test "R17, R18: records that went through node are the same" {
	command -v node >/dev/null || skip "there is no node here"
	node -e 'for (const l of require("fs").readFileSync(0, "utf8").split("\n"))
		if (l) console.log(JSON.stringify(JSON.parse(l)))' <all | "$canon" >back
	cmp all back
}

@test "R17: free JSON members keep their values through jq" {
	for t in raw liquidity alert order regime; do
		jq -c . "$golden/$t.ndjson" | "$canon" | jq -S . >a
		jq -S . "$golden/$t.ndjson" >b
		cmp a b
	done
}
