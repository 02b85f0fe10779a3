#!/bin/bash
# The checks can fail: a mistake is planted for each, in a copy of the tree, and
# the check must turn red; and so must the runner of the tests.
. tests/lint/lib.sh
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
B=$(realpath "$B")
export B
tar -cf - --exclude=node_modules .clang-format .clang-tidy .ci lib cmd man tests \
	completions Makefile README.md | tar -xf - -C "$copy"
cd "$copy" || exit 1
ln -s "$B" build

# red CHECK WHAT COMMAND...: after COMMAND the check complains of something that
# it did not complain of before; then all is undone.
declare -A before
red() {
	local name=$1 what=$2
	shift 2
	[ "${before[$name]+set}" ] ||
		before[$name]=$(bash "tests/lint/$name.sh" 2>&1 | grep '^#' | sort)
	cp -a . "$copy.save"
	rm -f "$copy.save/build"
	"$@"
	if bash "tests/lint/$name.sh" >"$copy.log" 2>&1; then
		echo "$name.sh is content"
	elif ! grep '^#' "$copy.log" | sort |
		comm -13 <(echo "${before[$name]}") - | grep -q .; then
		echo "$name.sh does not tell of it"
		tail -3 "$copy.log"
	fi | clean "$name sees $what"
	rm -f "$copy.log"
	cp -a "$copy.save/." .
	for f in $PLANTED; do [ -e "$copy.save/$f" ] || rm -rf "${copy:?}/$f"; done
	rm -rf "$copy.save"
}
PLANTED='lib/book/planted.h lib/planted cmd/xg-planted.c build.planted'

put() { printf '%b' "$2" >>"$1"; }
red format "a line out of style" put lib/book/book.c 'int  x( void ) ;\n'
red layers "an include upwards" put lib/book/book.c '#include "stage/stage.h"\n'
red layers "a private header elsewhere" put cmd/xg-book.c '#include "stage/stage_priv.h"\n'
red layers "a library outside of its module" put lib/book/book.c '#include <curl/curl.h>\n'
red headers "a header that does not compile alone" put lib/book/planted.h \
	'#ifndef XG_BOOK_PLANTED_H\n#define XG_BOOK_PLANTED_H\nstruct xg_str2 { size_tt n; };\n#endif\n'
red clang "a warning" put lib/book/book.c 'static int planted;\n'
red banned "something left for later" put lib/book/book.c '/* TO''DO */\n'
red banned "a print in a library" put lib/book/book.c 'void f(void) { printf("x"); }\n'
red shell "an unquoted variable" put tests/support/fuzz-run 'rm $1\n'
red man "a bad macro" put man/xg-book.1 '.Sy\n'
red man "a reference to no page" put man/xg-book.1 '.Xr xg-nothing 1\n'
red docs "an option that a page forgot" sed -i '/^\.It Fl -bbo/d' man/xg-book.1
red docs "an option that is not there" put man/xg-book.1 '.It Fl -planted Ar n\n'
red docs "an exit status that a page forgot" sed -i '/^\.It 3$/d' man/xg-arb.1
red docs "a command that README forgot" sed -i '/`xg-arb` |/d' README.md
red docs "a venue that README forgot" sed -i '/^| `okx` |/d' README.md
red records "a member that the page forgot" sed -i '/^\.It Va tick /d' man/xg-records.5
red records "a wrong unit" sed -i 's/^\.It Va bid_qty Pq decimal, base/.It Va bid_qty Pq decimal, quote/' man/xg-records.5
red tree "a command without its parts" put cmd/xg-planted.c 'int x;\n'
red tree "a script that cannot be run" chmod -x tests/support/deps.sh

# Objects: something that is not pure.
printf '#include <time.h>\nlong f(void);\nlong f(void) { return time(0); }\n' >o.c
gcc -c -o o.o o.c
{ bash tests/lint/pure.sh o.o | grep -q "^not ok 1" || echo "not seen"; } |
	clean "pure sees a call of the clock"
printf 'int planted = 1;\n' >o.c
gcc -c -o o.o o.c
{ bash tests/lint/pure.sh o.o | grep -q "^not ok 2" || echo "not seen"; } |
	clean "pure sees a global"

# The runner of the tests.
mkdir t
cat >t/a.bats <<'END'
@test "planted" { [ 1 -eq 2 ]; }
END
printf '#!/bin/sh\necho "1..2"; echo "ok 1"; echo "not ok 2"\n' >t/b
printf '#!/bin/sh\necho "1..2"; echo "ok 1"\n' >t/c
printf '#!/bin/sh\necho "1..1"; echo "ok 1"; exit 3\n' >t/d
printf '#!/bin/sh\necho "1..1"; echo "ok 1"\n' >t/good
chmod +x t/*
for f in t/a.bats t/b t/c t/d; do
	prove -e tests/support/tap-run "$f" >/dev/null 2>&1 && echo "$f passes"
done | clean "a test that fails, ends early or dies turns the suite red"
{ prove -e tests/support/tap-run t/good >/dev/null 2>&1 || echo "t/good fails"; } |
	clean "and a good one does not"
finish
