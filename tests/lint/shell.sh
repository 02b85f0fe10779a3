#!/bin/bash
# Every shell file of the tree, the tests too.
. tests/lint/lib.sh
shells() {
	find .ci cmd tests examples completions -type f \
		-not -path '*/node_modules/*' 2>/dev/null | while read -r file; do
		case $file in
		*.bats | *.sh | *.bash) echo "$file" ;;
		*) head -c 64 "$file" | head -1 | grep -qE '^#! ?/.*\b(ba)?sh$' &&
			echo "$file" ;;
		esac
	done | sort
}
# What is off: files that are followed elsewhere, cd in a test's own folder,
# texts for other programs in single quotes, variables that bats sets, functions
# that xargs calls, variables that a sourced file reads, modes of folders that
# a test makes for itself.
shells | xargs -P2 -n12 shellcheck -f gcc -x -P SCRIPTDIR \
	-e SC1091,SC2016,SC2164,SC2154,SC2030,SC2031 \
	-e SC2317,SC2119,SC2120,SC2018,SC2019,SC2034,SC2174,SC2015 2>&1 |
	# This version does not know {array[member]} as a descriptor.
	grep -vE "feed\.bats:.*\[SC(1083|2086)\]" |
	clean "shellcheck finds nothing"
finish
