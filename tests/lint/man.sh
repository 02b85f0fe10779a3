#!/bin/bash
# The manual pages are clean mdoc, and name only pages that exist.
. tests/lint/lib.sh
for page in man/*.[157]; do
	mandoc -Tlint -Wwarning "$page" | grep -v 'STYLE'
done | clean "mandoc has nothing to warn of"
for page in man/*.[157]; do
	sed -n 's/^\.Xr \(xg[a-z-]*\) \([157]\).*/\1.\2/p' "$page" | sort -u |
		while read -r other; do
			[ -e "man/$other" ] || echo "$page: there is no page $other"
		done
done | clean "pages refer only to pages that exist"
finish
