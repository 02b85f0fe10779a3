# Books of a reader beside the venues': those that differ, as "VENUE SYM: why".
# Input: depth records, slurped, the last of a symbol counts. $insts: inst
# records; $theirs: answers of /_sim/book with the venue. Venues count contracts
# or amounts; a book that keeps only so many levels has at least five a side.
def near: . * 1e6 | round;
def index_by_name: map({key: "\(.venue) \(.sym)", value: .}) | from_entries;
def sides: [.bids, .asks] | map(map([.[0], (.[1] | near)]));
def in_units($of; $size): [.bids, .asks] | map(map(
	[.[0], (((.[1] | tonumber) * (if $of.inverse then .[0] else 1 end) / $size) | near)]));
def is_of($theirs): [., $theirs] | transpose | all(.[];
	(.[0] | length) as $n | .[0] == .[1][:$n]
	and ($n >= 5 or $n == (.[1] | length)));
index_by_name as $ours
| ($insts | index_by_name) as $inst
| $theirs[]
| "\(.venue) \(.sym)" as $name
| sides as $book
| $inst[$name] as $of
| if $ours[$name] == null then "\($name): no book"
  elif $ours[$name] | any(1, $of.contract // 1; . as $size
	| $ours[$name] | in_units($of; $size) | is_of($book)) then empty
  else "\($name): \($ours[$name] | [.bids[:2], .asks[:2]]) is not \($book | map(.[:2]))" end
