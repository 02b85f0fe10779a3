# bash completion of xg: the commands know the candidates themselves.
_xg() {
	local cmd=$1 cur words line
	# COMP_WORDS is cut at : and =, which symbols and options contain.
	read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
	[[ ${COMP_LINE:0:COMP_POINT} == *[[:blank:]] ]] && words+=("")
	words=("${words[@]:1}")
	if [[ ${cmd##*/} == xg && ${#words[@]} -gt 1 ]] &&
		type -P "${cmd%xg}xg-${words[0]}" >/dev/null; then
		cmd=${cmd%xg}xg-${words[0]}
		words=("${words[@]:1}")
	fi
	cur=${words[-1]}
	COMPREPLY=()
	while IFS= read -r line; do
		if [[ $line == :files ]]; then
			compopt -o filenames 2>/dev/null
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY \
				< <(compgen -f -- "${cur##*=}")
			continue
		fi
		line=${line%%$'\t'*}
		# What readline has before the last colon stays there.
		[[ $cur == *:* && $COMP_WORDBREAKS == *:* ]] &&
			line=${line#"${cur%"${cur##*:}"}"}
		COMPREPLY+=("$line")
	done < <("$cmd" --complete -- "${words[@]}" 2>/dev/null)
}
# The file is found by the name of each command; names are not listed here.
complete -F _xg xg
for _xg_path in "$(dirname "$(type -P xg || echo ./xg)")"/xg-*; do
	complete -F _xg "${_xg_path##*/}"
done
unset _xg_path
