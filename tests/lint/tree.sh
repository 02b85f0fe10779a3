#!/bin/bash
# Everything has all its parts.
. tests/lint/lib.sh
for f in cmd/*.c; do
	c=$(basename "$f" .c)
	[ -e "man/$c.1" ] || echo "$c: no man/$c.1"
	[ -e "tests/cli/$c.bats" ] || echo "$c: no tests/cli/$c.bats"
	grep -q "\`$c\`" README.md || echo "$c: not in README.md"
done | clean "each command has its page, its tests and a line in README"

for d in lib/venue/*/; do
	v=$(basename "$d")
	grep -q "[_&]$v\b" lib/venue/registry.c || echo "$v: not in lib/venue/registry.c"
	[ -e "tests/venue/$v/sign.tsv" ] || grep -q '\.sign = NULL' "$d"*.c || echo "$v: no tests/venue/$v/sign.tsv"
	ls tests/unit/venue-"$v"* >/dev/null 2>&1 || echo "$v: no unit test tests/unit/venue-$v-*.c"
done | clean "each venue has its row, its vectors and its tests"

for f in tests/fuzz/*.c; do
	n=$(basename "$f" .c)
	[ -n "$(ls -A "tests/fuzz/seeds/$n" 2>/dev/null)" ] || echo "$f: no seeds"
done | clean "each fuzz target has seeds"

for f in tests/unit/*.c; do
	m=$(basename "$f")
	grep -q "^${m%%-*}:" lib/LAYERS || echo "$f: there is no module ${m%%-*}"
done | clean "each unit test is of a module"

git ls-files 2>/dev/null | sed 's|/.*||' | sort -u |
	grep -vxE 'cmd|lib|completions|man|tests|Makefile|examples|README\.md|LICENSE|\..*' |
	clean "the top of the tree holds nothing else"
git ls-files 2>/dev/null | grep -E '\.(o|a|so|d)$|node_modules/|(^|/)build/' |
	clean "nothing that is made is kept"
{
	find tests/support tests/lint .ci examples -type f 2>/dev/null | while read -r f; do
		head -c 2 "$f" | grep -q '#!' && [ ! -x "$f" ] && echo "$f: cannot be run"
	done
	find lib cmd man -type f -perm /111
} | clean "scripts can be run, and sources cannot"
finish
