# shellcheck shell=bash
# Sourced by the checks beside it: each is one TAP program that stands at the
# top of the tree, with the build in $B (default build).
set -u
shopt -s lastpipe # clean counts, at the end of a pipe
export LC_ALL=C
B=${B:-build}
checks=0
bad=0

# clean TITLE [FILE]: what is in FILE (or stdin) are complaints: none is good.
clean() {
	local found
	found=$(cat "${2:-/dev/stdin}")
	checks=$((checks + 1))
	if [ -z "$found" ]; then
		echo "ok $checks - $1"
	else
		bad=$((bad + 1))
		echo "not ok $checks - $1"
		head -200 <<<"$found" | sed 's/^/# /'
	fi
}

skip() { # TITLE REASON
	checks=$((checks + 1))
	echo "ok $checks - $1 # skip $2"
}

finish() {
	echo "1..$checks"
	exit $((bad > 0))
}

c_files() { find lib cmd tests -name '*.[ch]' -not -path '*/node_modules/*' | sort; }

# The compiler's flags, as the Makefile uses them.
flags() {
	sed 's/^[^-]*//; s/ -Wl,[^ ]*//g' "$B/flags"
}
