#!/bin/bash
# Each header compiles alone, and is guarded by its own name.
. tests/lint/lib.sh
FLAGS=$(flags)
export FLAGS
one() {
	local f h=$1
	eval "f=($FLAGS)"
	printf '#include "%s"\nextern int nothing;\n' "${h#lib/}" |
		gcc "${f[@]}" -fsyntax-only -x c - 2>&1 | grep -E 'error|warning' |
		sed "s|^|$h: |"
}
export -f one
find lib -name '*.h' | sort | xargs -P2 -I{} bash -c 'one {}' |
	clean "each header compiles alone"
find lib -name '*.h' | sort | while read -r h; do
	want=XG_$(sed 's|^lib/||; s|[/.]|_|g' <<<"$h" | tr a-z A-Z)
	grep -q "^#ifndef $want\$" "$h" || {
		# x_priv.h of a module may leave out the repetition of its name.
		grep -qE "^#ifndef XG_[A-Z0-9_]+_H\$" "$h" || echo "$h: no guard"
	}
done | clean "each header is guarded"
finish
