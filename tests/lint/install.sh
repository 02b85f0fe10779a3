#!/bin/bash
# make install puts exactly these files there, and uninstall leaves none.
. tests/lint/lib.sh
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
quiet() { env -u MAKEFLAGS -u MAKELEVEL make B="$B" DESTDIR="$root" PREFIX=/opt/xg "$@" >"$root.log" 2>&1 || cat "$root.log"; rm -f "$root.log"; }
cc=$(head -1 "$B/flags" | sed 's/ -std=.*//')
quiet CC="$cc" install | clean "make install succeeds"
{
	for c in cmd/*.c; do
		c=$(basename "$c" .c)
		echo "bin/$c"
		echo "share/bash-completion/completions/$c"
		echo "share/fish/vendor_completions.d/$c.fish"
	done
	for p in man/*.[157]; do echo "share/man/man${p##*.}/$(basename "$p")"; done
	echo share/man/man7/xg.7 # xg(7) is xg(1): the conventions
	echo share/zsh/site-functions/_xg
} | sort >"$root/want"
(cd "$root/opt/xg" && find . ! -type d | sed 's|^\./||' | sort) >"$root/have"
diff "$root/want" "$root/have" | clean "the files that are installed are exactly these"
find "$root/opt" -type f -path '*/bin/*' ! -perm 755 -o -type f ! -path '*/bin/*' ! -perm 644 |
	clean "commands are 755, the rest 644"
{
	for l in "$root"/opt/xg/share/{bash-completion/completions,fish/vendor_completions.d}/*; do
		[ -e "$l" ] || echo "$l points nowhere"
	done
	env -i PATH=/usr/bin:/bin HOME="$root" "$root/opt/xg/bin/xg" help | grep -q xg-book ||
		echo "the installed xg does not find its commands"
} | clean "what is installed works from there"
quiet CC="$cc" uninstall | clean "make uninstall succeeds"
find "$root/opt" ! -type d | clean "uninstall leaves no file"
finish
