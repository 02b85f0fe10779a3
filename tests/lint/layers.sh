#!/bin/bash
# Who includes whom is what lib/LAYERS allows.
. tests/lint/lib.sh

find lib -name '*.[ch]' | sort | xargs grep -nE '^#include "' | awk '
	BEGIN {
		while ((getline line < "lib/LAYERS") > 0) {
			if (line ~ /^#/ || line !~ /:/) continue
			n = split(line, part, ":")
			if (part[1] == "pure") continue
			known[part[1]] = 1
			direct[part[1]] = part[2]
		}
		for (m in known) walk(m, m)
	}
	function walk(top, m,   a, i, k) {
		if ((top, m) in may) return
		may[top, m] = 1
		k = split(direct[m], a, " ")
		for (i = 1; i <= k; i++) {
			if (!(a[i] in known)) print "lib/LAYERS: " m ": no module " a[i]
			walk(top, a[i])
		}
	}
	{
		split($0, f, ":")
		split(f[1], path, "/")
		split($0, q, "\"")
		m = path[2]
		if (!(m in known)) { if (!told[m]++) print "lib/LAYERS does not know " m; next }
		n = split(q[2], inc, "/")
		if (n < 2) { print f[1] ":" f[2] ": include by the path from lib: " q[2]; next }
		if (!((m, inc[1]) in may)) print f[1] ":" f[2] ": " m " may not include " inc[1]
	}' | clean "each module includes what its line of LAYERS allows"

grep -nE '^#include "[^"]*_priv\.h"' -r cmd lib | awk -F'[:"]' '
	{ split($1, at, "/"); split($4, inc, "/") }
	at[1] == "cmd" || at[2] != inc[1] { print $1 ":" $2 ": " $4 " is private" }' |
	clean "private headers stay in their module"

grep -nE '^#include "venue/[a-z0-9_]+/' -r cmd lib | awk -F'[:"]' '
	{ split($1, at, "/"); split($4, inc, "/") }
	!(at[2] == "venue" && (at[3] == inc[2] || at[3] == "registry.c")) {
		print $1 ":" $2 ": " $4 " is private to its venue" }' |
	clean "the header of a venue stays in its folder"

# Which library may be called from where.
while read -r header where; do
	grep -nE "^#include <$header" -r lib cmd | grep -vE "^($where)" |
		sed "s!\$!: only in $where!"
done <<'END' | clean "libraries are called from the modules that wrap them"
curl/ lib/net/
libwebsockets.h lib/sim/|lib/net/
jq.h lib/expr/
jv.h lib/expr/
openssl/ lib/crypto/|lib/vault/|lib/net/|lib/sim/
sodium lib/crypto/|lib/vault/
uv.h lib/io/|lib/net/|lib/sim/
END
finish
