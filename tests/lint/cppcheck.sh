#!/bin/bash
# A second opinion on what is shipped.
. tests/lint/lib.sh
mkdir -p "$B/cppcheck"
cppcheck -q -j2 --std=c11 --enable=warning,portability --inline-suppr \
	--cppcheck-build-dir="$B/cppcheck" --suppressions-list=tests/lint/cppcheck.txt \
	--template='{file}:{line}: {id}: {message}' -Ilib -D_GNU_SOURCE \
	-DXG_VERSION='""' lib cmd 2>&1 | grep -vE '^$|checkersReport' |
	clean "cppcheck finds nothing"
finish
