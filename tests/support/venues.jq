# The list of xg-venues(7) from `xg-inst --venues`.
def yes: if . then "yes" else "no" end;
def words: if length == 0 then "none" else join(", ") end;
".It \(.venue)",
"Markets: \(.markets | words).",
".br",
"Channels: \(.channels | words).",
".br",
"Orders: \(.orders | words).",
".br",
"Sequence proof: \(.seq_proof | yes); checksum: \(.checksum | yes);",
"amend: \(.amend | yes); dead man's switch: \(.deadman | yes);",
"passphrase: \(.passphrase | yes).",
".br",
"Other names: \(.aliases | words).",
".br",
"Proven against: \(.evidence)."
