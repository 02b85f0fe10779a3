#!/bin/bash
# Pure modules do no I/O, read no clock and keep no globals: shown on their
# objects. pure.sh [OBJECT ...]: look at these instead.
. tests/lint/lib.sh

# What pure code may call: memory, texts, sorting, mathematics.
allowed='xg_[a-z0-9_]*|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail'
allowed+='|malloc|calloc|realloc|free|abort'
allowed+='|mem(cpy|move|set|cmp|chr|rchr|mem)|explicit_bzero'
allowed+='|str(len|cmp|ncmp|chr|rchr|str|nlen|spn|cspn|pbrk|casecmp|ncasecmp|n?dup)'
allowed+='|v?snprintf|__(v?snprintf|memcpy|memset|memmove)_chk'
allowed+='|qsort|bsearch|strto(l|ul|ll|ull|d)'
allowed+='|f?(abs|floor|ceil|round|trunc|sqrt|exp|exp2|log|log2|log10|pow|mod|fmod|min|max)'
allowed+='|lround|llround|ldexp|frexp|isnan|isinf|cbrt'

if [ $# -eq 0 ]; then
	modules=$(sed -n 's/^pure://p' lib/LAYERS)
	for m in $modules; do
		mapfile -t objects < <(find "$B/obj/lib/$m" -name '*.o' 2>/dev/null)
		set -- "$@" "${objects[@]}"
	done
	[ -e "$B/obj/lib/sim/match.o" ] && set -- "$@" "$B/obj/lib/sim/match.o"
fi
[ $# -gt 0 ] || {
	echo "not ok 1 - there are objects to look at"
	echo "1..1"
	exit 1
}

# What the tree itself defines is looked at where it is defined; crypto, which
# is no pure module because libraries are behind it, is let through by name.
own=$(find "$B/obj/lib" -name '*.o' -exec nm --defined-only -g {} + 2>/dev/null |
	awk 'NF == 3 { print $3 }' | sort -u | paste -sd'|')
allowed+="|__[a-z]+[td]i[0-9]|nearbyint${own:+|$own}"

for o in "$@"; do
	nm -u "$o" | awk '{ print $2 }' | grep -vxE "$allowed" | sed "s|^|$o: calls |"
done | clean "pure objects call only memory, text and mathematics"
for o in "$@"; do
	size -A "$o" | awk -v o="$o" '
		$1 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 {
			print o ": " $1 " of " $2 " bytes" }'
done | clean "pure objects hold no data that can be written"
finish
