#!/bin/bash
# A report, not a judgement: files over 400 lines (commands 200), functions over
# 60. It never fails.
. tests/lint/lib.sh
find lib cmd -name '*.c' -exec wc -l {} + | awk '
	$2 != "total" && $1 > ($2 ~ /^cmd/ ? 200 : 400) {
		print "# " $2 ": " $1 " lines" }'
find lib cmd -name "*.c" | while read -r f; do
	awk -v f="$f" '/^{/ { start = NR }
		/^}/ && start { if (NR - start > 60) print "# " f ":" start ": a function of " NR - start " lines"; start = 0 }' "$f"
done
: | clean "sizes are reported above"
finish
