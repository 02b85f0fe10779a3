# The list of xg-venues(7) from `xg-inst --venues`.
def yes: if . then "yes" else "no" end;
def words: if length == 0 then "none" else join(", ") end;
def proof: if (map(.) | unique | length) == 1 then map(.)[0] else to_entries | map("\(.value) (\(.key))") | join(", ") end;
".It \(.venue)",
"Markets: \(.markets | words).",
".br",
"Channels: \(.channels | words).",
(.books | if length > 0 then ".br",
	"Books: \(map("\(.kind) (\(.levels) levels every \(.every_s) s\(if .stale_s then ", stale after \(.stale_s) s" else "" end))") | words)." else empty end),
".br",
"Orders: \(.orders | words).",
".br",
"Books are proven by: \(.proof | proof);",
"amend: \(.amend | yes); dead man's switch: \(.deadman | yes);",
"passphrase: \(.passphrase | yes).",
".br",
"Depth of books: \(.depth | map_values(if . == 0 then "all" else "\(.)" end) | proof).",
".br",
(.account_kinds as [$usual, $other] | if $other then
	"Accounts: \($usual.kind); where account_kind.\(.venue) says \($other.kind): channels \($other.channels | words), books proven by \($other.proof | proof)\(if $other.evidence == $usual.evidence then "" else "; proven against: \($other.evidence)" end).",
	".br" else empty end),
"Limits: \([(.limits[] | "\(.max) \(.name) in \(.window_s) s"),
	(.host | (.connections // empty | "\(.) connections"),
		(.subscriptions // empty | "\(.) subscriptions"),
		(if .dials then "\(.dials) new connections in \(.dials_s) s" else empty end),
		(if .messages then "\(.messages) subscribing messages in \(.messages_s) s" else empty end),
		(if .life_s then "connections live \(.life_s / 3600) h" else empty end)),
	(.stale_s | if .book == .bbo then "stale after \(.book) s"
		else "stale after \(.book) s (books) and \(.bbo) s (best prices)" end)] | words).",
".br",
"Other names: \(.aliases + (.regions | to_entries | map("\(.key) (region \(.value))")) | words).",
".br",
"Proven against: \(.evidence)."
