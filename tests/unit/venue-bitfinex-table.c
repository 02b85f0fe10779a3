/* Bitfinex: the table: names, topics, messages that subscribe, limits, requests and
 * their answers, errors. */
#include "decode.h"
#include "venue-kit.h"
#include "venue/bitfinex/bitfinex.h"

static const struct xg_venue *v;
static struct kit k;

static const struct xg_instr *inst_of(const char *sym)
{
	return xg_insts_sym(&k.insts, XG_BITFINEX, xg_str_from(sym));
}

static void topic(
	const char *sym, int channel, const char *want, const char *sent)
{
	struct xg_topic out;
	const struct xg_topic *list[] = { &out };
	struct xg_buf b = { 0 };
	int n = v->topics(inst_of(sym), channel, &out, 1);

	if (!want) {
		is_int(n, XG_ERR_SUPPORT, "%s: there is no %s", sym,
			xg_channel_name(channel));
		return;
	}
	ok(n == 1 && !strcmp(out.text, want) && !out.snapshot, "%s: %s", sym,
		want);
	v->subscribe(&b, list, 1, 7, true);
	is_text(b.p, b.len, q(sent), "which is subscribed by this");
	xg_buf_release(&b);
}

#define SUB(more) "{'event':'subscribe','channel':" more ",'subId':7}"

static void topics(void)
{
	static const char perp[] = "BTC-USDT-PERP", spot[] = "BTC-USD";

	topic(spot, XG_CH_TRADE, "trades:tBTCUSD",
		SUB("'trades','symbol':'tBTCUSD'"));
	topic("DOGE-USD", XG_CH_BOOK, "book:250:tDOGE:USD",
		SUB("'book','symbol':'tDOGE:USD','prec':'P0','freq':'F0','len'"
		    ":'250'"));
	topic(perp, XG_CH_BBO, "book:1:tBTCF0:USTF0",
		SUB("'book','symbol':'tBTCF0:USTF0','prec':'P0','freq':'F0',"
		    "'len':'1'"));
	for (int c = XG_CH_FUNDING; c <= XG_CH_OI; c++) {
		if (c == XG_CH_LIQ)
			continue;
		topic(perp, c, "status:deriv:tBTCF0:USTF0",
			SUB("'status','key':'deriv:tBTCF0:USTF0'"));
		topic(spot, c, NULL, NULL);
	}
	topic(perp, XG_CH_LIQ, "status:liq:global",
		SUB("'status','key':'liq:global'"));
	topic(spot, XG_CH_LIQ, "status:liq:global",
		SUB("'status','key':'liq:global'"));
	topic("DOGE-USD", XG_CH_CANDLE, "candles:trade:1m:tDOGE:USD",
		SUB("'candles','key':'trade:1m:tDOGE:USD'"));
}

static void leaving(void)
{
	struct xg_topic one = { .text = "trades:tBTCUSD", .number = 17470 };
	const struct xg_topic *list[] = { &one, &one };
	struct xg_buf b = { 0 };

	is_int(v->subscribe(&b, list, 1, 8, false), 0, "the end");
	is_text(b.p, b.len, q("{'event':'unsubscribe','chanId':17470}"),
		"of a subscription, by the number that the venue gave it");
	xg_buf_clear(&b);
	one.number = 0;
	is_int(v->subscribe(&b, list, 1, 8, false), 0, "without a number");
	is_int((int64_t)b.len, 0, "there is nothing to end");
	is_int(v->subscribe(&b, list, 2, 8, true), XG_ERR_LIMIT,
		"a message has one topic");
	xg_buf_release(&b);
}

static void table(void)
{
	const struct xg_link *l = &v->links[0];

	ok(xg_venue_find(XG_STR("bitfinex-derivatives")) == v &&
			xg_venue_find(XG_STR("bitfinex2")) == v,
		"the peers' names are known");
	is_text(l->hello, strlen(l->hello),
		q("{'event':'conf','flags':537100288}"),
		"times, numbers, checksums and whole changes are asked for");
	ok(l->greets, "when the venue has greeted");
	ok(l->max_topics == 25 && l->topics_per_frame == 1,
		"25 channels a connection, one a message");
	is_text(l->ping, strlen(l->ping), q("{'event':'ping','cid':1}"),
		"an own ping");
	ok(l->silence_us > 2 * 15000000,
		"channels beat every 15 s: two that are missing are an end");
	ok(v->budget.dials == 20 && v->budget.dials_us == 60000000,
		"R14: 20 new connections a minute");
	ok(v->seq_proof && v->checksum && !v->sign,
		"books are proven twice; orders are a later matter");
}

static void requests(void)
{
	struct xg_ask ask = { .op = XG_OP_INSTS, .market = XG_STR("spot") };
	struct xg_error err = { 0 };
	struct xg_req req = { 0 };

	ok(v->request(&req, &ask, &err) == 0 &&
			xg_str_is_text(xg_buf_view(&req.path),
				"/v2/conf/pub:info:pair,pub:map:currency:sym"),
		"pairs and names");
	ask.market = XG_STR("deriv");
	ok(v->request(&req, &ask, &err) == 0 &&
			xg_str_is_text(xg_buf_view(&req.path),
				"/v2/conf/pub:info:pair:futures,pub:map:"
				"currency:sym"),
		"perpetuals and names");
	is_int(req.limit, 0, "of the limit of configs");
	ask.market = XG_STR("swap");
	ok(v->request(&req, &ask, &err) == XG_ERR_SUPPORT && err.text[0],
		"a market that is none: %s", err.text);
	ask = (struct xg_ask){ .op = XG_OP_TIME };
	ok(v->request(&req, &ask, &err) == XG_ERR_SUPPORT && err.text[0],
		"the venue tells its time nowhere: %s", err.text);
	ask.op = XG_OP_PLACE;
	is_int(v->request(&req, &ask, &err), XG_ERR_SUPPORT,
		"orders come later");
	xg_req_release(&req);
}

static struct xg_answer answer(int http, const char *body)
{
	struct xg_ask ask = { .op = XG_OP_INSTS, .market = XG_STR("spot") };
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;

	kit_clear(&k);
	v->answer(&a, &ask, http, (struct xg_str){ NULL, 0 },
		xg_str_from(q(body)), 1, &k.insts, &sink);
	return a;
}

static void answers(void)
{
	struct xg_answer a =
		answer(200, "[[['BTCUSD',[null,null,null,'0.1']]],[]]");

	ok(a.result == XG_RES_OK && a.n == 1 && k.out.len > 0, "a list");
	is_int(answer(200, "[[['BTCUSD']]]").result, XG_RES_BAD,
		"not of the documented form");
	a = answer(200, "['error',10020,'symbol: invalid']");
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_UNKNOWN_SYMBOL &&
			!strcmp(a.code, "10020"),
		"a refusal may come with HTTP 200");
	a = answer(500, "['error',11010,'ratelimit: error']");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 60000000,
		"R13: too many: a minute");
	a = answer(429, "{'error':'ERR_RATE_LIMIT'}");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 60000000,
		"R13: by HTTP 429, too");
	a = answer(200, "{'error':'ERR_RATE_LIMIT'}");
	is_int(a.result, XG_RES_LIMITED, "R13: and without it");
	a = answer(503,
		"{'code':503,'error':'temporarily_unavailable',"
		"'error_description':'Sorry, the service is temporarily "
		"unavailable.'}");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_VENUE_DOWN &&
			strstr(a.detail, "Sorry"),
		"out of order, in the venue's words");
	is_int(answer(502, "<html>").result, XG_RES_UNKNOWN, "and without");
	is_int(answer(0, "").result, XG_RES_UNKNOWN, "no answer");
	is_int(answer(200, "").result, XG_RES_UNKNOWN, "an empty one");
	a = answer(404, "not found");
	ok(a.result == XG_RES_REJECTED && !strcmp(a.detail, "not found"),
		"plain words");
}

/* tests/venue/bitfinex/errors.tsv: code, result, reason, words. */
static void on_error(void *ctx, struct xg_str line, int n)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	struct xg_str rest = line, code = xg_str_cut(&rest, '\t'),
		      result = xg_str_cut(&rest, '\t'),
		      reason = xg_str_cut(&rest, '\t');
	int64_t num;
	int why, got;

	if (!line.n || line.p[0] == '#')
		return;
	++*(int *)ctx;
	if (xg_str_i64(code, &num) < 0)
		abort();
	got = xg_bitfinex_error(num, rest, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %lld %.*s is %s, %.*s", n, (long long)num,
		XG_STR_ARG(rest), results[got], XG_STR_ARG(reason));
}

int main(void)
{
	int n = 0;

	v = xg_venue_find(XG_STR("bitfinex"));
	kit_start(&k, "bitfinex");
	kit_inst(&k, "{'type':'inst','venue':'bitfinex','sym':'BTC-USD','base':"
		     "'BTC','quote':'USD','kind':'spot','native':'tBTCUSD',"
		     "'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'bitfinex','sym':'DOGE-USD','base':"
		"'DOGE','quote':'USD','kind':'spot','native':'tDOGE:USD',"
		"'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'bitfinex','sym':'BTC-USDT-PERP',"
		"'base':'BTC','quote':'USDT','settle':'USDT','kind':'perp',"
		"'native':'tBTCF0:USTF0','contract':1,'market':'deriv'}");
	topics();
	leaving();
	table();
	requests();
	answers();
	ok(decode_file("tests/venue/bitfinex/errors.tsv", on_error, &n) > 0 &&
			n > 10,
		"%d errors were tried", n);
	kit_end(&k);
	return done();
}
