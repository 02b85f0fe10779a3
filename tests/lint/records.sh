#!/bin/bash
# xg-records(5) has exactly the members of lib/rec/fields.c.
. tests/lint/lib.sh
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$B/bin/xg" help --records >"$dir/json"

jq -r '.name as $t | .members[] | "\($t) \(.name) \(.kind)" +
	(if .unit != "" then ", " + .unit else "" end) +
	(if .required then ", required" else "" end)' "$dir/json" >"$dir/want"
awk '/^\.Ss / { t = $2; next } /^\.Sh / { t = "" }
	/^\.It Va / && t { name = $3; sub(/^\.It Va [^ ]+ Pq /, ""); print t " " name " " $0 }' \
	man/xg-records.5 >"$dir/have"
diff "$dir/want" "$dir/have" | sed -n 's/^</the page lacks:/p; s/^>/the page has, and the table has not:/p' |
	clean "members, order, kinds, units and requirement are those of the table"

jq -r '.name as $t | .members[] | select(.words) | "\($t) \(.name) \(.words | join(", "))"' "$dir/json" >"$dir/want"
awk '/^\.Ss / { t = $2; next }
	/^\.It Va / { flush(); name = $3; text = ""; next }
	/^\./ { flush(); name = ""; next }
	{ text = text " " $0 }
	function flush() { if (name && text ~ /One of: /) { sub(/.*One of: /, "", text); sub(/\.$/, "", text); print t " " name " " text } }' \
	man/xg-records.5 >"$dir/have"
diff "$dir/want" "$dir/have" | sed -n 's/^</the page lacks:/p; s/^>/the page has:/p' |
	clean "words are those of the table"

for t in $(jq -r .name "$dir/json"); do
	f=tests/golden/records/$t.ndjson
	[ -e "$f" ] || { echo "no $f"; continue; }
	sed 's/\\e/\\/g' man/xg-records.5 | grep -qxF -- "$(<"$f")" || echo "$f is not in the page"
done | clean "the page shows the canonical line of each type"
{
	grep -q "^This page describes version 1\.$" man/xg-records.5 || echo "no version"
	grep -q "^\.Sh CHANGES$" man/xg-records.5 || echo "no CHANGES"
} | clean "the page has a version and a list of changes"
finish
