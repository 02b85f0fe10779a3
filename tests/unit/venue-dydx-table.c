/* The table: topics and how they are subscribed, markets and their names, requests
 * and answers. */
#include "dydx-world.h"
#include "venue/dydx/dydx.h"

static const struct xg_venue *v;

static void topic(
	int channel, const char *link, const char *want, const char *sent)
{
	const struct xg_instr *inst =
		xg_insts_sym(&t.insts, XG_DYDX, XG_STR("BTC-USD-PERP"));
	struct xg_topic out;
	const struct xg_topic *list[] = { &out };
	struct xg_buf b = { 0 };
	int n = v->topics(inst, channel, &out, 1);

	if (!want) {
		is_int(n, XG_ERR_SUPPORT, "there is no %s",
			xg_channel_name(channel));
		return;
	}
	ok(n == 1 && !strcmp(out.text, want) && !out.snapshot &&
			!strcmp(v->links[out.link].name, link),
		"%s over %s", want, link);
	v->subscribe(&b, list, 1, 7, true);
	is_text(b.p, b.len, q(sent), "which is subscribed by this");
	xg_buf_clear(&b);
	v->subscribe(&b, list, 1, 7, false);
	ok(memmem(b.p, b.len, "\"unsubscribe\"", 13) &&
			!memmem(b.p, b.len, "batched", 7),
		"and given up likewise");
	is_int(v->subscribe(&b, list, 2, 7, true), XG_ERR_LIMIT,
		"a message has one topic");
	xg_buf_release(&b);
}

#define SUB(channel, id) \
	"{'type':'subscribe','channel':'" channel "'" id ",'batched':false}"

static void topics(void)
{
	topic(XG_CH_BOOK, "orderbook", "v4_orderbook:BTC-USD",
		SUB("v4_orderbook", ",'id':'BTC-USD'"));
	topic(XG_CH_TRADE, "trades", "v4_trades:BTC-USD",
		SUB("v4_trades", ",'id':'BTC-USD'"));
	topic(XG_CH_LIQ, "trades", "v4_trades:BTC-USD",
		SUB("v4_trades", ",'id':'BTC-USD'"));
	topic(XG_CH_CANDLE, "candles", "v4_candles:BTC-USD/1MIN",
		SUB("v4_candles", ",'id':'BTC-USD/1MIN'"));
	topic(XG_CH_MARK, "markets", "v4_markets", SUB("v4_markets", ""));
	topic(XG_CH_FUNDING, "markets", "v4_markets", SUB("v4_markets", ""));
	topic(XG_CH_OI, "markets", "v4_markets", SUB("v4_markets", ""));
	topic(XG_CH_BBO, NULL, NULL, NULL);
	for (const struct xg_link *l = v->links; l->name; l++)
		ok(l->max_topics == 32 && l->greets && !l->ping,
			"%s: 32 topics a connection, which greets, and is "
			"pinged by the protocol",
			l->name);
	ok(!v->seq_proof, "a book proves nothing: the table says so");
	ok(xg_venue_find(XG_STR("dydx-v4")) == v, "tardis' name");
}

static struct xg_buf text;

static int take(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	return xg_rec_write(&text, rec);
}

static struct xg_answer answer(int op, int http, const char *body)
{
	const struct xg_sink sink = { .rec = take };
	struct xg_ask ask = { .op = (enum xg_op)op, .market = XG_STR("perp") };
	struct xg_answer a;

	xg_buf_clear(&text);
	v->answer(&a, &ask, http, (struct xg_str){ NULL, 0 },
		xg_str_from(q(body)), 9, &t.insts, &sink);
	return a;
}

#define ROW(ticker, status, more) \
	"'" ticker "':{'clobPairId':'5','ticker':'" ticker \
	"','status':'" status "'," more "}"
#define RULES "'tickSize':'0.01','stepSize':'0.10'"
#define INST(sym, base, native, status) \
	"{'type':'inst','venue':'dydx','sym':'" sym "','rx':9,'base':'" base \
	"','quote':'USD','settle':'USDC','kind':'perp','native':'" native \
	"','tick':0.01,'lot':0.1,'min_qty':0.1,'contract':1,'status':'" status \
	"','market':'perp','code':5}\n"
#define BAD(ticker) \
	"{'type':'status','venue':'dydx','rx':9,'event':'error','detail':" \
	"'dydx: the instrument \\'" ticker "\\' could not be read'}\n"

static void insts(void)
{
	struct xg_answer a = answer(XG_OP_INSTS, 200,
		"{'markets':{" ROW("ETH-USD", "ACTIVE", RULES) "," ROW(
			"DOT-USD", "CANCEL_ONLY",
			RULES) "," ROW("PEPE,RAYDIUM,ABC-USD", "ACTIVE",
			RULES) "," ROW("A-B-USD", "ACTIVE",
			RULES) "," ROW("NOQUOTE", "ACTIVE",
			RULES) "," ROW("X-USD", "ACTIVE",
			"'tickSize':'0','stepSize':'1'") "," ROW("Y-USD",
			"ACTIVE", "'a':1") "}}");

	ok(a.result == XG_RES_OK && a.n == 7 && !a.cursor[0],
		"the list is read");
	is_text(text.p, text.len,
		q(INST("ETH-USD-PERP", "ETH", "ETH-USD", "trading") INST(
			"DOT-USD-PERP", "DOT", "DOT-USD",
			"CANCEL_ONLY") INST("PEPE,RAYDIUM,ABC-USD-PERP",
			"PEPE,RAYDIUM,ABC", "PEPE,RAYDIUM,ABC-USD",
			"trading") INST("~A-B-USD", "A-B", "A-B-USD", "trading")
				BAD("NOQUOTE") BAD("X-USD") BAD("Y-USD")),
		"the quote is behind the last dash; what can't be read is told "
		"and costs no other");
	is_int(answer(XG_OP_INSTS, 200, "{}").result, XG_RES_BAD, "no list");
	is_int(answer(XG_OP_INSTS, 200, "{'markets':[]}").result, XG_RES_BAD,
		"another list");
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, 200,
		"{'iso':'2025-12-08T16:11:56.125Z','epoch':1765210316.125}");

	ok(a.result == XG_RES_OK && a.venue_time == 1765210316125000,
		"the time");
	is_int(answer(XG_OP_TIME, 200, "{}").result, XG_RES_BAD, "or none");
	a = answer(XG_OP_TIME, 429, "{'errors':[{'msg':'Too many requests'}]}");
	ok(a.result == XG_RES_LIMITED && a.retry_us > 0 &&
			!strcmp(a.detail, "Too many requests"),
		"HTTP 429 is a limit, in the venue's words");
	a = answer(XG_OP_TIME, 403, "{'errors':[{'msg':'No'}]}");
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_PERMISSION,
		"HTTP 403 is a country that is not served");
	is_int(answer(XG_OP_TIME, 404, "").reason, XG_WHY_NOT_FOUND,
		"HTTP 404");
	is_int(answer(XG_OP_TIME, 400, "").result, XG_RES_REJECTED, "HTTP 400");
	is_int(answer(XG_OP_TIME, 502, "<html>").result, XG_RES_UNKNOWN,
		"HTTP 5xx");
	is_int(answer(XG_OP_TIME, 0, "").result, XG_RES_UNKNOWN, "no answer");
	is_int(answer(XG_OP_TIME, 200, "x").result, XG_RES_UNKNOWN, "no JSON");
}

static void request(int op, const char *market, bool inst, const char *want,
	const char *why)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_req req = { 0 };
	struct xg_error err = { 0 };

	if (inst)
		ask.inst =
			xg_insts_sym(&t.insts, XG_DYDX, XG_STR("BTC-USD-PERP"));
	if (v->request(&req, &ask, &err) < 0)
		ok(!want && err.text[0], "%s: %s", why, err.text);
	else
		ok(want && !strcmp(req.method, "GET") &&
				!strcmp(req.path.p, want) && !req.query.len &&
				!req.is_signed && req.cost == 1,
			"%s: %s", why, req.path.p);
	xg_req_release(&req);
}

static void requests(void)
{
	request(XG_OP_TIME, "perp", false, "/v4/time", "the time");
	request(XG_OP_INSTS, "perp", false, "/v4/perpetualMarkets", "markets");
	request(XG_OP_SNAPSHOT, "", true,
		"/v4/orderbooks/perpetualMarket/BTC-USD", "a book");
	request(XG_OP_SNAPSHOT, "perp", false, NULL, "a book of what?");
	request(XG_OP_INSTS, "spot", false, NULL, "a market that is none");
	request(XG_OP_PLACE, "", true, NULL, "orders come later");
}

int main(void)
{
	v = xg_venue_find(XG_STR("dydx"));
	open_world();
	topics();
	insts();
	answers();
	requests();
	xg_buf_release(&text);
	decode_close(&t);
	return done();
}
