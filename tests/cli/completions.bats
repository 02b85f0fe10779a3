#!/usr/bin/env bats
# Completion in real shells: the three drivers only ask the command.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	dir=$BATS_TEST_DIRNAME/../../completions
	PATH=$XG_BIN:$PATH
	export XDG_CACHE_HOME=$PWD/cache HOME=$PWD
	mkdir -p cache/xg
	printf 'okx:BTC-USDT\tspot\nokx:ETH-USDT\tspot\nbinance:BTC-USDT\tspot\n' >cache/xg/symbols
	touch day.ndjson
}

# What bash would offer for a line with the cursor at its end.
in_bash() {
	bash --norc --noprofile -c '
		. "$1/xg.bash"
		COMP_LINE=$2 COMP_POINT=${#2}
		IFS=" :=" read -ra COMP_WORDS <<<"$2"
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		f=$(complete -p "${2%% *}") && f=${f#*-F } && ${f%% *} "${2%% *}"
		printf "%s\n" "${COMPREPLY[@]}"' - "$dir" "$1" 2>/dev/null | sort
}

# The same of fish, without the descriptions.
in_fish() {
	mkdir -p fish
	for c in "$XG_BIN"/xg*; do ln -sf "$dir/xg.fish" "fish/$(basename "$c").fish"; done
	fish --no-config -c 'set fish_complete_path $argv[1]
		complete -C $argv[2]' "$PWD/fish" "$1" | cut -f1 | sort
}

# zsh in a terminal: what stands there after a tab.
in_zsh() {
	zsh -f -c '
		zmodload zsh/zpty
		zpty z zsh -f -i
		zpty -w z "stty -echo cols 200; PS1= PROMPT=; fpath=($1 \$fpath)
			autoload -Uz compinit; compinit -u -D; zle_highlight=(none:)
			LISTMAX=0; setopt nobeep; echo REA\"\"DY"
		while zpty -r z line && [[ $line != *READY* ]]; do :; done
		zpty -w -n z "$2"$'\''\t'\''
		text=
		for i in {1..100}; do
			zpty -r -t z line && text+=$line || sleep 0.05
			[[ $text == *$3* ]] && break
		done
		zpty -d z
		print -r -- $text' - "$dir" "$1" "$2"
}

@test "the drivers have at most 40 lines and name no option" {
	for f in xg.bash _xg xg.fish; do
		[ "$(wc -l <"$dir/$f")" -le 40 ]
		run ! grep -qE -- '--(depth|bbo|where|config)' "$dir/$f"
	done
}

@test "bash: options, values, verbs, commands, symbols, files" {
	[ "$(in_bash 'xg-book --de')" = --depth ]
	[ "$(in_bash 'xg-book --every 1s --bb')" = --bbo ]
	[ "$(in_bash 'xg-book --clock ')" = "record
wall" ]
	[ "$(in_bash 'xg-book --clock=w')" = wall ]
	[ "$(in_bash 'xg-arb c')" = cross ]
	[ "$(in_bash 'xg-arb cross --min-p')" = --min-profit ]
	[ "$(in_bash 'xg boo')" = book ]
	[ "$(in_bash 'xg book --de')" = --depth ]
	[ "$(in_bash 'xg help boo')" = book ]
	[ "$(in_bash 'xg-decode da')" = day.ndjson ]
	[ "$(in_bash 'xg-book --config da')" = day.ndjson ]
}

@test "bash: a symbol is completed behind its colon" {
	[ -x "$XG_BIN/xg-feed" ] || skip "xg-feed is not built"
	[ "$(in_bash 'xg-feed okx:B')" = BTC-USDT ]
	[ "$(in_bash 'xg-feed okx:')" = "BTC-USDT
ETH-USDT" ]
}

@test "fish: options, values, verbs, commands, symbols, files" {
	command -v fish >/dev/null || skip "no fish here"
	[ "$(in_fish 'xg-book --de')" = --depth ]
	[ "$(in_fish 'xg-book --clock ')" = "record
wall" ]
	[ "$(in_fish 'xg-book --clock=w')" = --clock=wall ]
	[ "$(in_fish 'xg-arb c')" = cross ]
	[ "$(in_fish 'xg boo')" = book ]
	[ "$(in_fish 'xg book --de')" = --depth ]
	[ "$(in_fish 'xg-decode da')" = day.ndjson ]
	[ ! -x "$XG_BIN/xg-feed" ] || [ "$(in_fish 'xg-feed okx:B')" = okx:BTC-USDT ]
}

@test "zsh: options, verbs, commands, symbols, files" {
	command -v zsh >/dev/null || skip "no zsh here"
	[[ "$(in_zsh 'xg-book --de' --depth)" == *--depth* ]]
	[[ "$(in_zsh 'xg-arb c' cross)" == *cross* ]]
	[[ "$(in_zsh 'xg boo' 'xg book')" == *"xg book"* ]]
	[[ "$(in_zsh 'xg book --de' --depth)" == *--depth* ]]
	[[ "$(in_zsh 'xg-book --clock=w' wall)" == *--clock=wall* ]]
	[[ "$(in_zsh 'xg-decode da' day.ndjson)" == *day.ndjson* ]]
	[ ! -x "$XG_BIN/xg-feed" ] || [[ "$(in_zsh 'xg-feed okx:B' okx:BTC-USDT)" == *okx:BTC-USDT* ]]
}

@test "completion writes nothing and says nothing when the words make no sense" {
	for w in '--nonsense=' '--where' 'x y z' '-'; do
		for c in "$XG_BIN"/xg*; do
			# shellcheck disable=SC2086
			"$c" --complete -- $w >out 2>err
			[ ! -s err ]
		done
	done
}
