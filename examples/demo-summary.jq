# What a run was, in words. Figures are for people: doubles, rounded.
def cents: . * 100 | round / 100;
def quantile(q): sort | if length == 0 then null else .[(length - 1) * q | floor] end;
def ms: if . == null then "-" else "\(. / 10 | round / 100) ms" end;
def count(f): map(select(f)) | length;

. as $all
| (map(select(.type == "fill"))) as $fills
| ($fills | map(if .side == "sell" then .qty * .px else -(.qty * .px) end) | add // 0) as $cash
| ($fills | map(if .side == "buy" then .qty else -.qty end
	- (if .fee_ccy == "BTC" then .fee else 0 end)) | add // 0) as $coins
| ($fills | map(if .fee_ccy == "BTC" then .fee * .px else .fee end) | add // 0) as $fees
| (map(select(.type == "book")) | last | (.bids[0][0] // .asks[0][0] // null)) as $last
| ($fills | last | .px // 0) as $px
| ($cash + $coins * $px - ($fills | map(select(.fee_ccy != "BTC") | .fee) | add // 0)) as $profit
| (map(select(.type == "exec" and .latency_us and .event == "new") | .latency_us)) as $acks
| "
What happened
  records            \(length)  (\(count(.type == "book")) book updates, \(count(.type == "trade")) trades)
  opportunities      \(count(.type == "arb"))  after fees, on executable depth
  rejected           \(count(.type == "reject"))  by routing or risk, before anything was sent
  orders sent        \(count(.type == "exec" and .event == "sent"))  in \(count(.type == "exec" and .event == "group")) groups
  fills              \($fills | length)  worth \($fills | map(.qty * .px) | add // 0 | cents) USDT, fees \($fees | cents) USDT
  profit after fees  \($profit | cents) USDT  (what is left in BTC at \($px))
  order to ack       p50 \($acks | quantile(0.5) | ms), p99 \($acks | quantile(0.99) | ms), over TLS, on this machine
"
+ "
Where to go next
  man ./man/xg.1                     conventions of all commands, and their list
  build/bin/xg-feed --help           live market data; every command has --help
  build/bin/xg doctor                is everything here as it should be?
  DEMO_KEEP=1 make demo              keeps the records to look at with jq or grep

The order journal of this run (xg-order journal verify):"
