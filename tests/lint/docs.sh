#!/bin/bash
# Manual pages, help, README and the tables of the commands say the same.
. tests/lint/lib.sh
bin=$B/bin
spec=$(mktemp -d)
trap 'rm -rf "$spec"' EXIT
commands=$(cd cmd && printf '%s\n' *.c | sed 's/\.c$//')
for c in $commands; do
	"$bin/$c" --spec >"$spec/$c" || echo "$c --spec failed"
done | clean "each command's tables are sound"

# The text of a section of a page, without its heading.
section() { # PAGE NAME
	awk -v want="$2" '/^\.Sh / { on = $0 == ".Sh " want; next } on' "$1"
}

# Options as "--name ARG": from the page, and from the tables.
page_options() {
	sed -n 's/^\.It //p' "$1" | sed -E 's/^Fl .( Ar [^ ]+)? , //' |
		grep -E '^Fl -[a-z]' |
		sed -E 's/^Fl -([a-z0-9-]+)( Ns)?( Ar ([^ ]+))?.*/--\1 \4/; s/ $//' |
		sort -u
}
for c in $commands; do
	page=man/$c.1
	[ -e "$page" ] || continue
	{
		jq -r '(.options + [.verbs[].options[]])[] | "--" + .name + if .arg then " " + .arg else "" end' "$spec/$c"
		[ "$c" = xg ] && jq -r '.common[] | "--" + .name + if .arg then " " + .arg else "" end' "$spec/$c"
	} | sort -u >"$spec/want"
	page_options "$page" >"$spec/have"
	comm -23 "$spec/want" "$spec/have" | sed "s|^|$page: does not tell of |"
	comm -13 "$spec/want" "$spec/have" | sed "s|^|$page: tells of what is not there: |"
done | clean "each page has exactly the command's options and their arguments"

for c in $commands; do
	page=man/$c.1
	[ -e "$page" ] || continue
	# A negative default is how a table says "not given".
	jq -r '(.options + [.verbs[].options[]])[] |
		select(.default and (.default | startswith("-") | not)) |
		[.name, .default] | @tsv' "$spec/$c" |
		while IFS=$'\t' read -r name def; do
			awk -v n="-$name" '
				/^\.(It|El)/ { on = 0; for (i = 1; i <= NF; i++) if ($i == n) on = 1 }
				on' "$page" | grep -qwF -- "$def" ||
				echo "$page: --$name: the default $def is not told"
		done
	jq -r '(.options + [.verbs[].options[]])[] | select(.env) | .env' "$spec/$c" |
		while read -r v; do
			grep -q "$v" "$page" || echo "$page: $v is not told"
		done
done | clean "defaults and environment variables are told"

for c in $commands; do
	page=man/$c.1
	[ -e "$page" ] || continue
	section "$page" 'EXIT STATUS' | sed -n 's/^\.It \([0-9]\)$/\1/p' | sort -u >"$spec/have"
	if [ "$c" = xg ]; then
		seq 0 6 >"$spec/want"
	else
		jq -r '.exits[]' "$spec/$c" | sort -u >"$spec/want"
	fi
	diff "$spec/want" "$spec/have" | sed -n "s|^< |$page: EXIT STATUS lacks |p; s|^> |$page: EXIT STATUS has one that is not used: |p"
done | clean "EXIT STATUS lists exactly the statuses of the command"

for c in $commands; do
	page=man/$c.1
	[ -e "$page" ] || continue
	for io in INPUT:takes OUTPUT:gives; do
		text=$(section "$page" "${io%:*}")
		for t in $(jq -r ".${io#*:}[]" "$spec/$c"); do
			grep -qwE "$t" <<<"$text" || echo "$page: ${io%:*} does not tell of $t records"
		done
	done
done | clean "INPUT and OUTPUT tell of the record types"

# Lines of commands: of --help, and of the page.
examples() { # COMMAND
	jq -r '.examples[]?' "$spec/$1"
	section "man/$1.1" EXAMPLES |
		awk '/^\.Dl / { sub(/^\.Dl /, ""); print; next }
			/^\.Bd/ { on = 1; next } /^\.Ed/ { on = 0 } on' |
		sed 's/\\(dq/"/g; s/\\(aq/'"'"'/g; s/\\&//g; s/\\-/-/g; s/\\(ba/|/g; s/\\e/\\/g'
}
for c in $commands; do
	[ -e "man/$c.1" ] || continue
	grep -qxF ".Nd $(jq -r .summary "$spec/$c")" "man/$c.1" ||
		echo "man/$c.1: .Nd is not the command's own summary"
	[ -n "$(section "man/$c.1" EXAMPLES)" ] || echo "man/$c.1: no EXAMPLES"
	# In each command of each pipeline, only options that it has.
	examples "$c" | sed "s/'[^']*'/Q/g"' ; s/"[^"]*"/Q/g' | tr '|;()' '\n' |
		while read -r word rest; do
			if [ "$word" = xg ] && [ -e "$spec/xg-${rest%% *}" ]; then
				word=xg-${rest%% *}
			fi
			case $word in xg | xg-*) ;; *) continue ;; esac
			if [ ! -e "$spec/$word" ]; then
				echo "$c: an example has $word, which is no command"
				continue
			fi
			for o in $rest; do
				o=${o%%=*}
				case $o in --*) ;; *) continue ;; esac
				jq -e --arg o "${o#--}" '[.options, .common, .verbs[].options] |
					add | any(.name == $o)' "$spec/$word" >/dev/null ||
					echo "$c: an example gives $word the option $o, which it has not"
			done
		done
done | clean "NAME has the summary, and examples only commands and options that exist"

for c in $commands; do
	"$bin/$c" --help >"$spec/help" 2>"$spec/err"
	[ -s "$spec/err" ] && echo "$c --help writes to stderr"
	awk -v c="$c" 'length($0) > 80 { print c ": --help is over 80 columns: " $0 }' "$spec/help"
	for v in $(jq -r '.verbs[].name' "$spec/$c"); do
		"$bin/$c" "$v" --help | awk -v c="$c $v" 'length($0) > 80 { print c ": --help is over 80 columns: " $0 }'
	done
	n=$(jq '.examples | length' "$spec/$c")
	[ "$n" -ge 2 ] || echo "$c: --help has $n examples, two or three are due"
done | clean "--help fits 80 columns and ends with examples"

{
	sed -n 's/^\.It Xr \(xg-[a-z]*\) 1$/\1/p' man/xg.1 | sort >"$spec/have"
	for c in $commands; do [ "$c" = xg ] || echo "$c"; done | sort >"$spec/want"
	comm -23 "$spec/want" "$spec/have" | sed 's/^/xg(1) does not list /'
	comm -13 "$spec/want" "$spec/have" | sed 's/^/xg(1) lists what is not there: /'
	for c in $(<"$spec/want"); do
		[ -e "$spec/$c" ] || continue
		awk -v c=".It Xr $c 1" '$0 == c { getline; print; exit }' man/xg.1 |
			grep -qxF "$(jq -r .summary "$spec/$c")" ||
			echo "xg(1): the line of $c is not its summary: $(jq -r .summary "$spec/$c")"
	done
} | clean "xg(1) lists exactly the commands, with their summaries"

if [ -e README.md ]; then
	sed -n 's/^| `\(xg[a-z-]*\)` |.*/\1/p' README.md | sort -u >"$spec/have"
	tr ' ' '\n' <<<"$commands" | sort -u >"$spec/want"
	{
		comm -23 "$spec/want" "$spec/have" | sed 's/^/README.md does not list /'
		comm -13 "$spec/want" "$spec/have" | sed 's/^/README.md lists what is not there: /'
	} | clean "README lists exactly the commands"
	"$bin/xg-inst" --venues | jq -r '"| `\(.venue)` | \(.markets | join(", ")) | \(
		if .orders == [] then "no" else "yes" end) | \(
		[.proof[] | split(", ")[]] | unique | reverse | join(", ")) |"' | sort >"$spec/want"
	awk '/^## / { on = $0 == "## Venues" } on && /^\| `/' README.md |
		sort >"$spec/have"
	{
		comm -23 "$spec/want" "$spec/have" | sed 's/^/README.md lacks: /'
		comm -13 "$spec/want" "$spec/have" | sed 's/^/README.md has, wrongly: /'
	} | clean "README lists exactly the venues, and what they do"
	grep -oE '`(lib|cmd|man|tests|examples|completions)/[A-Za-z0-9_./-]+`' README.md |
		tr -d '`' | while read -r f; do
		[ -e "$f" ] || echo "README.md: there is no $f"
	done | clean "README names only files that exist"
fi
finish
