# The book of --arg venue, sym after the record with --argjson seq: the sides
# best first, or null when no such record came. Input: records, slurped.
def apply($side): reduce $side[] as $l (.;
	if $l[1] == 0 then del(.["\($l[0])"]) else .["\($l[0])"] = $l end);
[.[] | select(.type == "book" and .venue == $venue and .sym == $sym)]
| (map(.seq) | rindex($seq)) as $n
| if $n == null then null else
	.[:$n + 1] | reduce .[] as $r ({b: {}, a: {}};
		(if $r.snap then {b: {}, a: {}} else . end)
		| .b |= apply($r.bids) | .a |= apply($r.asks))
	| {bids: ([.b[]] | sort_by(-.[0])), asks: ([.a[]] | sort_by(.[0]))}
  end
