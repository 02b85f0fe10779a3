/* The one table of all record members: reader, writer, docs and lint use it. */
#include <stddef.h>

#include "rec/rec.h"

#define OFF(m) (uint16_t) offsetof(struct xg_rec, u.m)
#define STR(n, m, req, help) \
	{ \
		n, sizeof(n) - 1, XG_F_STR, OFF(m), req, 0, "", help \
	}
#define DEC(n, m, req, unit, help) \
	{ \
		n, sizeof(n) - 1, XG_F_DEC, OFF(m), req, 0, unit, help \
	}
#define I64(n, m, req, unit, help) \
	{ \
		n, sizeof(n) - 1, XG_F_I64, OFF(m), req, 0, unit, help \
	}
#define BOOL(n, m, req, help) \
	{ \
		n, sizeof(n) - 1, XG_F_BOOL, OFF(m), req, 0, "", help \
	}
#define DBL(n, m, req, help) \
	{ \
		n, sizeof(n) - 1, XG_F_DOUBLE, OFF(m), req, 0, "", help \
	}
#define WORD(n, m, req, list, help) \
	{ \
		n, sizeof(n) - 1, XG_F_WORD, OFF(m), req, XG_WORDS_##list, "", \
			help \
	}
#define LEVELS(n, m, help) \
	{ \
		n, sizeof(n) - 1, XG_F_LEVELS, OFF(m), true, 0, "", help \
	}
#define JSON(n, m, req, help) \
	{ \
		n, sizeof(n) - 1, XG_F_JSON, OFF(m), req, 0, "", help \
	}

static const struct xg_field trade[] = {
	STR("id", trade.id, false, "the venue's trade id"),
	WORD("side", trade.side, true, SIDE, "the aggressor's side"),
	DEC("px", trade.px, true, "quote", "price"),
	DEC("qty", trade.qty, true, "base", "quantity"),
	WORD("off", trade.off, false, OFF, "why it is none with the book"),
};
static const struct xg_field book[] = {
	I64("seq", book.seq, true, "", "number of this update"),
	I64("prev", book.prev, false, "", "seq of the record before it"),
	BOOL("snap", book.snap, false, "replaces the whole book"),
	LEVELS("bids", book.bids, "[[px, qty] ...] best first; qty 0 removes"),
	LEVELS("asks", book.asks, "[[px, qty] ...] best first; qty 0 removes"),
	DEC("down", book.down, false, "quote", "bids are known down to it"),
	DEC("up", book.up, false, "quote", "asks are known up to it"),
};
static const struct xg_field bbo[] = {
	DEC("bid", bbo.bid, false, "quote", "best bid"),
	DEC("bid_qty", bbo.bid_qty, false, "base", "quantity at it"),
	DEC("ask", bbo.ask, false, "quote", "best ask"),
	DEC("ask_qty", bbo.ask_qty, false, "base", "quantity at it"),
	I64("seq", bbo.seq, false, "", "in the numbers of the book's seq"),
};
static const struct xg_field funding[] = {
	DEC("rate", funding.rate, true, "fraction", "rate of the period"),
	I64("next", funding.next, false, "us", "time of the next payment"),
	I64("interval_s", funding.interval_s, false, "s", "length of a period"),
	DEC("mark", funding.mark, false, "quote", "mark price"),
	DEC("index", funding.index, false, "quote", "index price"),
};
static const struct xg_field mark[] = {
	DEC("mark", mark.mark, true, "quote", "mark price"),
	DEC("index", mark.index, false, "quote", "index price"),
};
static const struct xg_field liq[] = {
	WORD("side", liq.side, true, SIDE, "side of the liquidation order"),
	DEC("px", liq.px, true, "quote", "price"),
	DEC("qty", liq.qty, true, "base", "quantity"),
};
static const struct xg_field oi[] = {
	DEC("qty", oi.qty, true, "base", "open interest"),
};
static const struct xg_field candle[] = {
	DEC("open", candle.open, true, "quote", "first price"),
	DEC("high", candle.high, true, "quote", "highest price"),
	DEC("low", candle.low, true, "quote", "lowest price"),
	DEC("close", candle.close, true, "quote", "last price"),
	DEC("vol", candle.vol, true, "base", "volume"),
	I64("start", candle.start, true, "us", "start of the interval"),
	I64("interval_s", candle.interval_s, true, "s", "its length"),
	BOOL("closed", candle.closed, false, "final"),
};
static const struct xg_field inst[] = {
	STR("base", inst.base, true, "base asset"),
	STR("quote", inst.quote, true, "quote asset"),
	STR("settle", inst.settle, false, "settlement asset"),
	WORD("kind", inst.kind, true, INST_KIND, "what it is"),
	STR("native", inst.native, true, "the venue's code"),
	DEC("tick", inst.tick, false, "quote", "price step"),
	DEC("lot", inst.lot, false, "base",
		"quantity step; contracts when inverse"),
	DEC("min_qty", inst.min_qty, false, "base",
		"least quantity; contracts when inverse"),
	DEC("min_notional", inst.min_notional, false, "quote",
		"least price times quantity"),
	DEC("contract", inst.contract, false, "base",
		"base units of a contract; quote units when inverse"),
	STR("status", inst.status, false, "trading, or the venue's word"),
	DEC("maker", inst.maker, false, "fraction", "maker fee"),
	DEC("taker", inst.taker, false, "fraction", "taker fee"),
	STR("market", inst.market, false, "the venue's own division"),
	BOOL("inverse", inst.inverse, false, "settled in the base asset"),
	I64("code", inst.code, false, "", "the venue's number for it"),
	I64("expiry", inst.expiry, false, "us", "time of expiry"),
	I64("funding_s", inst.funding_s, false, "s", "between two fundings"),
};
static const struct xg_field raw[] = {
	I64("conn", rawf.conn, true, "", "number of the connection"),
	STR("ch", rawf.ch, true, "ws or rest"),
	STR("dir", rawf.dir, true, "open, in, out or close"),
	STR("market", rawf.market, false, "the venue's division or link"),
	STR("url", rawf.url, false, "address, on open"),
	STR("req", rawf.req, false, "request line, for rest"),
	I64("http", rawf.http, false, "", "HTTP status when it is not 200"),
	JSON("data", rawf.data, false, "the frame where it is JSON"),
	STR("text", rawf.text, false, "the frame where it is not"),
};
static const struct xg_field status[] = {
	WORD("event", status.event, true, STATUS, "what happened"),
	I64("conn", status.conn, false, "", "number of the connection"),
	STR("channel", status.chan, false, "channel it is about"),
	STR("detail", status.detail, false, "words"),
	I64("latency_us", status.latency_us, false, "us", "latency"),
	I64("used", status.used, false, "", "used of a limit"),
	I64("limit", status.limit, false, "", "the limit"),
	I64("retry_ms", status.retry_ms, false, "ms", "next try in"),
	I64("count", status.count, false, "", "how many"),
};
static const struct xg_field depth[] = {
	LEVELS("bids", depth.bids, "top levels, best first"),
	LEVELS("asks", depth.asks, "top levels, best first"),
};
static const struct xg_field cbook[] = {
	{ "bids", 4, XG_F_CLEVELS, OFF(cbook.bids), true, 0, "",
		"[[px, qty, venue] ...] best first" },
	{ "asks", 4, XG_F_CLEVELS, OFF(cbook.asks), true, 0, "",
		"[[px, qty, venue] ...] best first" },
};
static const struct xg_field liquidity[] = {
	DEC("spread_bps", liquidity.spread_bps, false, "bps", "ask less bid"),
	DEC("mid", liquidity.mid, false, "quote", "middle of bid and ask"),
	DEC("micro", liquidity.micro, false, "quote",
		"middle weighted by the other side's quantity"),
	DEC("imbalance", liquidity.imbalance, false, "fraction",
		"bid less ask quantity over both"),
	JSON("depth", liquidity.depth, false, "[[bps, bid_qty, ask_qty] ...]"),
	JSON("venues", liquidity.venues, false, "[{venue, share} ...]"),
};
static const struct xg_field feat[] = {
	STR("venues", feat.venues, false, "venues, comma between"),
	STR("name", feat.name, true, "feature"),
	DBL("value", feat.value, true, "statistic (binary double)"),
	I64("window_s", feat.window_s, false, "s", "window"),
};
static const struct xg_field regime[] = {
	STR("regime", regime.regime, true, "regime"),
	JSON("votes", regime.votes, false, "{model: regime}"),
	DBL("confidence", regime.confidence, false, "0 to 1"),
	I64("since", regime.since, false, "us", "since when"),
};
static const struct xg_field arb[] = {
	WORD("kind", arb.kind, true, ARB_KIND, "kind of opportunity"),
	STR("id", arb.id, true, "its id"),
	{ "legs", 4, XG_F_LEGS, OFF(arb.legs), true, 0, "",
		"[{venue, sym, side, px, qty, fee_bps} ...]" },
	DEC("gross_bps", arb.gross_bps, false, "bps", "before fees"),
	DEC("net_bps", arb.net_bps, false, "bps", "after fees"),
	DEC("profit", arb.profit, false, "ccy", "after fees"),
	STR("ccy", arb.ccy, false, "currency of profit"),
	I64("ttl_ms", arb.ttl_ms, false, "ms", "how long it may be acted on"),
};
static const struct xg_field order[] = {
	STR("id", order.id, true, "client id, unique"),
	STR("parent", order.parent, false, "order that it is part of"),
	WORD("side", order.side, true, SIDE, "buy or sell"),
	WORD("kind", order.kind, true, KIND, "limit or market"),
	DEC("px", order.px, false, "quote", "limit price"),
	DEC("qty", order.qty, true, "base", "quantity"),
	WORD("tif", order.tif, false, TIF, "gtc, ioc, fok, gtx, gtd"),
	I64("expire", order.expire, false, "us", "end of a gtd order"),
	BOOL("reduce", order.reduce, false, "may only reduce a position"),
	WORD("pos", order.pos, false, POS, "long or short (hedge mode)"),
	STR("group", order.group, false, "orders that belong together"),
	JSON("algo", order.algo, false, "{name, params}"),
	I64("legs", order.legs, false, "", "orders in the group"),
};
static const struct xg_field cancel[] = {
	STR("id", cancel.id, false, "order to cancel"),
	BOOL("all", cancel.all, false, "cancel all (of venue, sym)"),
};
static const struct xg_field amend[] = {
	STR("id", amend.id, true, "order to change"),
	DEC("px", amend.px, false, "quote", "new price"),
	DEC("qty", amend.qty, false, "base", "new total quantity"),
};
static const struct xg_field exec[] = {
	STR("id", exec.id, true, "client id"),
	STR("venue_id", exec.venue_id, false, "the venue's order id"),
	WORD("event", exec.event, true, EXEC, "what happened to the order"),
	WORD("side", exec.side, false, SIDE, "buy or sell"),
	DEC("px", exec.px, false, "quote", "limit price"),
	DEC("qty", exec.qty, false, "base", "ordered"),
	DEC("filled", exec.filled, false, "base", "filled so far"),
	DEC("avg_px", exec.avg_px, false, "quote", "average price of fills"),
	WORD("reason", exec.reason, false, REASON, "why"),
	STR("detail", exec.detail, false, "the venue's own words"),
	I64("latency_us", exec.latency_us, false, "us", "request to answer"),
	STR("account", exec.account, false,
		"in the journal: where it was sent to, eight digits of the "
		"key's hash and @REGION"),
};
static const struct xg_field fill[] = {
	STR("id", fill.id, true, "client id of the order"),
	STR("venue_id", fill.venue_id, false, "the venue's order id"),
	STR("trade_id", fill.trade_id, true, "the venue's trade id"),
	WORD("side", fill.side, true, SIDE, "buy or sell"),
	DEC("px", fill.px, true, "quote", "price"),
	DEC("qty", fill.qty, true, "base", "quantity"),
	DEC("fee", fill.fee, false, "fee_ccy", "paid; negative = rebate"),
	STR("fee_ccy", fill.fee_ccy, false, "asset of the fee"),
	BOOL("maker", fill.maker, false, "was the order resting"),
};
static const struct xg_field reject[] = {
	STR("id", reject.id, true, "client id"),
	STR("by", reject.by, true, "risk, route or order"),
	STR("rule", reject.rule, true, "the check that failed"),
	WORD("reason", reject.reason, false, REASON, "why"),
	STR("detail", reject.detail, false, "words, with limit and value"),
};
static const struct xg_field balance[] = {
	STR("ccy", balance.ccy, true, "asset"),
	DEC("total", balance.total, false, "ccy", "all of it"),
	DEC("free", balance.free, false, "ccy", "available for orders"),
	DEC("used", balance.used, false, "ccy", "locked by orders"),
	STR("account", balance.account, false,
		"wallet, where there are several"),
};
static const struct xg_field position[] = {
	DEC("qty", position.qty, true, "base", "signed: short is negative"),
	DEC("entry", position.entry, false, "quote", "average entry price"),
	DEC("mark", position.mark, false, "quote", "mark price"),
	DEC("upnl", position.upnl, false, "settle", "unrealised profit"),
	DEC("leverage", position.leverage, false, "", "leverage"),
	DEC("margin", position.margin, false, "settle", "margin held"),
};
static const struct xg_field fee[] = {
	DEC("maker", fee.maker, true, "fraction", "maker fee"),
	DEC("taker", fee.taker, true, "fraction", "taker fee"),
};
static const struct xg_field keyinfo[] = {
	STR("key", keyinfo.key, false, "last 4 of the key"),
	BOOL("trade", keyinfo.trade, false, "may trade"),
	BOOL("withdraw", keyinfo.withdraw, false, "may withdraw"),
	BOOL("ip_bound", keyinfo.ip_bound, false, "bound to addresses"),
	I64("expires", keyinfo.expires, false, "us", "end of its rights"),
};
static const struct xg_field alert[] = {
	WORD("level", alert.level, true, LEVEL, "info, warn or crit"),
	STR("code", alert.code, true, "what kind"),
	STR("msg", alert.msg, true, "one sentence"),
	JSON("figures", alert.figures, false, "the figures"),
};

#define V XG_HAS_VENUE
#define S XG_HAS_SYM
#define T XG_HAS_TS
#define R XG_HAS_RX
#define ROW(type, n, help, common, req) \
	[XG_REC_##type] = { #n, help, common, req, n, XG_LEN(n) }
static const struct xg_rec_desc desc[XG_REC_TYPES] = {
	ROW(TRADE, trade, "a public trade", V | S | T | R, V | S),
	ROW(BOOK, book, "a change or snapshot of a book", V | S | T | R, V | S),
	ROW(BBO, bbo, "best bid and offer", V | S | T | R, V | S),
	ROW(FUNDING, funding, "funding rate of a perpetual", V | S | T | R,
		V | S),
	ROW(MARK, mark, "mark and index price", V | S | T | R, V | S),
	ROW(LIQ, liq, "a liquidation", V | S | T | R, V | S),
	ROW(OI, oi, "open interest", V | S | T | R, V | S),
	ROW(CANDLE, candle, "open, high, low, close", V | S | T | R, V | S),
	ROW(INST, inst, "an instrument", V | S | T | R, V | S),
	ROW(RAW, raw, "a frame as it came or went", V | S | T | R, V),
	[XG_REC_TICK] = { "tick", "time passes", R, R, NULL, 0 },
	ROW(STATUS, status, "state of a connection or stream", V | S | T | R,
		0),
	ROW(DEPTH, depth, "top levels of a kept book", V | S | T | R, V | S),
	ROW(CBOOK, cbook, "book over all venues", S | R, S),
	ROW(LIQUIDITY, liquidity, "liquidity of a symbol", S | R, S),
	ROW(FEAT, feat, "a feature for models", V | S | R, S),
	ROW(REGIME, regime, "market regime", S | R, S),
	ROW(ARB, arb, "an opportunity", R, 0),
	ROW(ORDER, order, "an order", V | S | T | R, S),
	ROW(CANCEL, cancel, "a cancel", V | S | T | R, 0),
	ROW(AMEND, amend, "a change of an order", V | S | T | R, 0),
	ROW(EXEC, exec, "what became of an order", V | S | T | R, 0),
	ROW(FILL, fill, "an own trade", V | S | T | R, V | S),
	ROW(REJECT, reject, "an order that went no further", V | S | T | R, 0),
	ROW(BALANCE, balance, "balance of an asset", V | T | R, V),
	ROW(POSITION, position, "a position", V | S | T | R, V | S),
	ROW(FEE, fee, "fees of an account", V | S | T | R, V),
	ROW(KEYINFO, keyinfo, "what a key may do", V | T | R, V),
	ROW(ALERT, alert, "something a person should know", V | S | T | R, 0),
};

const struct xg_rec_desc *xg_rec_describe(int type)
{
	if (type <= XG_REC_FOREIGN || type >= XG_REC_TYPES)
		return NULL;
	return &desc[type];
}

static int index_of(const struct xg_rec *rec, size_t off)
{
	const struct xg_rec_desc *d = xg_rec_describe(rec->type);

	for (size_t i = 0; d && i < d->n; i++) {
		if (d->fields[i].off == off)
			return (int)i;
	}
	return -1;
}

bool xg_rec_has_at(const struct xg_rec *rec, size_t off)
{
	int i = index_of(rec, off);

	return i >= 0 && rec->has & XG_HAS(i);
}

void xg_rec_mark_at(struct xg_rec *rec, size_t off)
{
	int i = index_of(rec, off);

	if (i >= 0)
		rec->has |= XG_HAS(i);
}

void xg_rec_start(struct xg_rec *rec, int type, struct xg_str venue,
	struct xg_str sym, int64_t ts, int64_t rx)
{
	*rec = (struct xg_rec){
		.type = type, .venue = venue, .sym = sym, .ts = ts, .rx = rx
	};
	rec->has = (venue.n ? XG_HAS_VENUE : 0) | (sym.n ? XG_HAS_SYM : 0) |
		   (ts ? XG_HAS_TS : 0) | (rx ? XG_HAS_RX : 0);
}
