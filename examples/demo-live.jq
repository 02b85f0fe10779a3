# Records as lines for people: what a demo shows while it runs.
def at: .rx / 1000000 | strftime("%H:%M:%S");
def pad(n): tostring | . + " " * ([0, n - length] | max);
def ms: . / 10 | round / 100;

if .type == "status" then
	"\(at)  \(.venue | pad(8)) \(.event)\(if .channel then " \(.channel)" else "" end)"
elif .type == "exec" and .event == "sent" then
	"\(at)  \(.venue | pad(8)) order   \(.side | pad(4)) \(.qty) \(.sym) \(if .px then "at \(.px)" else "at the market" end)"
elif .type == "exec" and (.event | IN("filled", "expired", "canceled", "rejected", "unknown")) then
	"\(at)  \(.venue | pad(8)) \(.event | pad(7)) \(.side | pad(4)) \(.filled) of \(.qty)\(if .avg_px then " at \(.avg_px)" else "" end)"
elif .type == "exec" and .event == "group" then
	"\(at)           group   \(.detail)"
elif .type == "reject" then
	"\(at)  \(.by | pad(8)) reject  \(.rule): \(.detail)"
elif .type == "alert" and .level != "info" then
	"\(at)  \(.venue // "" | pad(8)) alert   \(.msg)"
else
	empty
end
