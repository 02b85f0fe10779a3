#!/bin/bash
# clang, too, has nothing to complain about.
. tests/lint/lib.sh
eval "f=($(flags))"
files=$(find lib cmd tests -name '*.c' -not -path '*/node_modules/*')
# Targets of the fuzzer and units alike: only the front end runs.
xargs -P2 -n8 clang -fsyntax-only "${f[@]}" -Itests/support -DXG_STAGE=xg_book_stage \
	<<<"$files" 2>&1 | grep -E 'warning:|error:' |
	clean "clang compiles all with -Wall -Wextra -Wpedantic -Werror"
finish
