#!/bin/bash
# clang-tidy on what is shipped; a file that has not changed is not looked at
# again (stamps in $B/tidy).
. tests/lint/lib.sh
FLAGS=$(flags)
mkdir -p "$B/tidy"
key=$({ cat .clang-tidy "$B/flags"; find lib -name '*.h' -exec cat {} +; } | cksum)
export B key FLAGS

one() {
	local file=$1 stamp=$B/tidy/${1//\//_} sum out f
	sum="$key $(cksum <"$file")"
	[ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return
	eval "f=($FLAGS)"
	out=$(clang-tidy --quiet "$file" -- "${f[@]}" -DXG_STAGE=xg_book_stage 2>/dev/null |
		grep -E '(warning|error):')
	if [ -z "$out" ]; then
		echo "$sum" >"$stamp"
	else
		echo "$out"
	fi
}
export -f one
find lib cmd -name '*.c' | sort | xargs -P2 -I{} bash -c 'one {}' |
	clean "clang-tidy finds nothing in lib and cmd"
finish
