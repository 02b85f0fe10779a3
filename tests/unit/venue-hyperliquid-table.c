/* The table: topics, frames that subscribe, requests and their answers, words of
 * errors, and the tick at a price. */
#include "hyperliquid-world.h"
#include "venue/hyperliquid/hyperliquid.h"

static const struct xg_venue *v;

static const struct xg_instr *inst_of(const char *sym)
{
	return xg_insts_sym(&t.insts, XG_HYPERLIQUID, xg_str_from(sym));
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

#define SUB(more) "{'method':'subscribe','subscription':{'type':" more "}}"

static void topics(void)
{
	static const char perp[] = "BTC-USD-PERP", spot[] = "BTC-USDC";
	struct xg_topic one = { .text = "bbo:BTC" };
	const struct xg_topic *list[] = { &one, &one };
	struct xg_buf b = { 0 };

	topic(perp, XG_CH_BOOK, "l2Book:BTC",
		SUB("'l2Book','coin':'BTC','fast':true"));
	one = (struct xg_topic){ .text = "l2Book:BTC", .book = 1 };
	v->subscribe(&b, list, 1, 8, true);
	is_text(b.p, b.len, q(SUB("'l2Book','coin':'BTC'")),
		"deep books are those without a word");
	xg_buf_clear(&b);
	ok(!strcmp(v->books[1].name, "deep") && v->books[1].levels == 20 &&
			v->books[1].stale_us == 15000000 && !v->books[2].name,
		"20 levels, stale after 15 s");
	one = (struct xg_topic){ .text = "bbo:BTC" };
	topic("PURR-USDC", XG_CH_BOOK, "l2Book:PURR/USDC",
		SUB("'l2Book','coin':'PURR/USDC','fast':true"));
	topic("~xyz:TSLA", XG_CH_BBO, "bbo:xyz:TSLA",
		SUB("'bbo','coin':'xyz:TSLA'"));
	topic(spot, XG_CH_TRADE, "trades:@142", SUB("'trades','coin':'@142'"));
	topic(perp, XG_CH_FUNDING, "activeAssetCtx:BTC",
		SUB("'activeAssetCtx','coin':'BTC'"));
	topic(perp, XG_CH_MARK, "activeAssetCtx:BTC",
		SUB("'activeAssetCtx','coin':'BTC'"));
	topic(perp, XG_CH_OI, "activeAssetCtx:BTC",
		SUB("'activeAssetCtx','coin':'BTC'"));
	topic(spot, XG_CH_CANDLE, "candle:@142",
		SUB("'candle','coin':'@142','interval':'1m'"));
	topic(spot, XG_CH_FUNDING, NULL, NULL);
	topic(spot, XG_CH_MARK, NULL, NULL);
	topic(spot, XG_CH_OI, NULL, NULL);
	topic(perp, XG_CH_LIQ, NULL, NULL);
	v->subscribe(&b, list, 1, 8, false);
	is_text(b.p, b.len,
		q("{'method':'unsubscribe','subscription':{'type':'bbo','coin'"
		  ":'BTC'}}"),
		"the end of a subscription");
	is_int(v->subscribe(&b, list, 2, 8, true), XG_ERR_LIMIT,
		"a message has one topic");
	xg_buf_release(&b);
	is_int(v->links[0].topics_per_frame, 1, "which the engine knows");
	ok(60000000 / v->links[0].frame_gap_us < 2000,
		"an address sends less than 2000 messages a minute");
	ok(v->links[0].max_topics * 5 <= 1000,
		"5 connections have at most 1000 subscriptions");
	ok(v->links[0].ping_us == 20000000 && v->links[0].pong_us == 10000000,
		"a ping every 20 s, its pong within 10 s");
	is_text(v->links[0].ping, strlen(v->links[0].ping),
		q("{'method':'ping'}"), "in these words");
	ok(!v->seq_proof && !v->checksum,
		"nothing proves that no frame was lost: the table says so");
}

static void request(int op, const char *market, const char *sym, int cost,
	const char *want, const char *why)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market),
		.inst = sym ? inst_of(sym) : NULL };
	struct xg_req req = { 0 };
	struct xg_error err = { 0 };

	if (v->request(&req, &ask, &err) < 0) {
		ok(!want && err.text[0], "%s: %s", why, err.text);
	} else {
		is_text(req.body.p, req.body.len, want ? q(want) : "(none)",
			"%s", why);
		ok(!strcmp(req.method, "POST") &&
				xg_str_is_text(
					xg_buf_view(&req.path), "/info") &&
				xg_str_is_text(
					xg_header(xg_buf_view(&req.headers),
						"content-type"),
					"application/json"),
			"is posted to /info, as JSON");
		ok(!req.is_signed && req.limit == 0 && req.cost == cost,
			"has the weight %d, and is not signed", cost);
	}
	xg_req_release(&req);
}

static void requests(void)
{
	request(XG_OP_TIME, "perp", NULL, 2, "{'type':'l2Book','coin':'BTC'}",
		"a book has the time");
	request(XG_OP_INSTS, "perp", NULL, 20, "{'type':'allPerpMetas'}",
		"perpetuals of all exchanges");
	request(XG_OP_INSTS, "spot", NULL, 20, "{'type':'spotMeta'}", "pairs");
	request(XG_OP_SNAPSHOT, "", "BTC-USDC", 2,
		"{'type':'l2Book','coin':'@142'}", "a book");
	request(XG_OP_SNAPSHOT, "perp", NULL, 0, NULL, "a book of what?");
	request(XG_OP_INSTS, "swap", NULL, 0, NULL, "a market that is none");
	request(XG_OP_PLACE, "", "BTC-USDC", 0, NULL, "orders come later");
	request(XG_OP_OI, "", "BTC-USD-PERP", 0, NULL, "it is in the stream");
}

static struct xg_answer answer(int op, int http, const char *body)
{
	struct xg_ask ask = { .op = (enum xg_op)op, .market = XG_STR("perp") };
	struct xg_answer a;

	v->answer(&a, &ask, http, (struct xg_str){ NULL, 0 },
		xg_str_from(q(body)), 1, &t.insts, &t.d.sink);
	return a;
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, 200,
		"{'coin':'BTC','time':1700000000123,'levels':[[],[]]}");

	ok(a.result == XG_RES_OK && a.venue_time == 1700000000123000,
		"the time of a book is the venue's");
	is_int(answer(XG_OP_TIME, 200, "{}").result, XG_RES_BAD,
		"no time is told");
	is_int(answer(XG_OP_TIME, 200, "null").result, XG_RES_BAD,
		"so is null");
	a = answer(XG_OP_TIME, 429, "null");
	ok(a.result == XG_RES_LIMITED && a.reason == XG_WHY_RATE_LIMITED &&
			a.retry_us > 0,
		"HTTP 429 is a limit, without a time: we wait");
	a = answer(XG_OP_TIME, 422, "Failed to deserialize");
	ok(a.result == XG_RES_REJECTED &&
			!strcmp(a.detail, "Failed to deserialize"),
		"HTTP 422 has plain words");
	a = answer(XG_OP_TIME, 502, "<html>");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_VENUE_DOWN,
		"HTTP 5xx says nothing of what happened");
	is_int(answer(XG_OP_TIME, 0, "").result, XG_RES_UNKNOWN,
		"nor does no answer");
	is_int(answer(XG_OP_TIME, 200, "").result, XG_RES_UNKNOWN,
		"nor an empty one");
	is_int(answer(XG_OP_TIME, 200, "{").result, XG_RES_UNKNOWN,
		"nor half of one");
	a = answer(XG_OP_TIME, 200,
		"{'status':'err','response':'User or API Wallet 0x0 does not "
		"exist.'}");
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_AUTH,
		"a refusal comes with HTTP 200");
}

/* tests/venue/hyperliquid/errors.tsv: result, reason, the venue's words. */
static void on_words(void *ctx, struct xg_str line, int n)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	struct xg_str rest = line, result = xg_str_cut(&rest, '\t'),
		      reason = xg_str_cut(&rest, '\t');
	int why, got;

	if (!line.n || line.p[0] == '#')
		return;
	++*(int *)ctx;
	got = xg_hyperliquid_words(rest, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %.*s is %s, %.*s", n, XG_STR_ARG(rest), results[got],
		XG_STR_ARG(reason));
}

static void tick_is(const char *px, const char *finest, const char *want)
{
	struct xg_instr inst = { 0 };
	struct xg_dec p, w, got;

	if (xg_dec_from(&p, xg_str_from(px)) < 0 ||
		xg_dec_from(&w, xg_str_from(want)) < 0 ||
		xg_dec_from(&inst.i.tick, xg_str_from(finest)) < 0)
		abort();
	ok(v->tick(&got, &inst, p) == 0 && xg_dec_cmp(got, w) == 0,
		"the tick at %s is %s (finest: %s)", px, want, finest);
}

static void ticks(void)
{
	struct xg_instr inst = { 0 };
	struct xg_dec got;

	tick_is("1234.56", "0.000001", "0.1");
	tick_is("1234.50", "0.000001", "0.1");
	tick_is("999.99", "0.000001", "0.01");
	tick_is("1000", "0.000001", "0.1");
	tick_is("123456.7", "0.1", "1");
	tick_is("12345678", "0.1", "1");
	tick_is("0.00123456", "0.0001", "0.0001");
	tick_is("0.0012345678", "0.000001", "0.000001");
	tick_is("0.12345678", "0.000001", "0.00001");
	tick_is("25.12349", "0.000001", "0.001");
	is_int(v->tick(&got, &inst, xg_dec_int(0)), XG_ERR_RANGE,
		"at zero there is none");
	is_int(v->tick(&got, &inst, xg_dec_int(-1)), XG_ERR_RANGE, "nor below");
}

/* The worked examples of the venue's sheet: the nearest valid price. */
static void example(struct xg_str row)
{
	struct xg_str px, dec, spot, wire;
	struct xg_rec rec;
	struct xg_instr inst = { 0 };
	struct xg_dec p, tick, near;
	char text[XG_DEC_TEXT];
	int kind;

	if (xg_json_find(row, "px", &px) <= 0 ||
		xg_json_find(row, "sz_decimals", &dec) <= 0 ||
		xg_json_find(row, "spot", &spot) <= 0 ||
		xg_json_find(row, "wire", &wire) <= 0)
		abort();
	kind = xg_str_is_text(spot, "true") ? XG_SPOT : XG_PERP;
	xg_rec_start(&rec, XG_REC_INST, XG_HYPERLIQUID, XG_STR("x"), 0, 1);
	if (xg_hyperliquid_rules(&rec, kind, dec) < 0)
		abort();
	inst.i = rec.u.inst;
	px = (struct xg_str){ px.p + 1, px.n - 2 };
	wire = (struct xg_str){ wire.p + 1, wire.n - 2 };
	if (xg_dec_from(&p, px) < 0 || v->tick(&tick, &inst, p) < 0 ||
		xg_dec_round_step(&near, p, tick, XG_ROUND_NEAREST) < 0)
		abort();
	xg_dec_fmt(text, near);
	ok(xg_str_is_text(wire, text), "%.*s with %.*s decimals of size is %s",
		XG_STR_ARG(px), XG_STR_ARG(dec), text);
}

static void on_vector(void *ctx, struct xg_str line, int n)
{
	char path[24];
	struct xg_str vec, row;

	(void)n;
	if (xg_json_find(line, "vec", &vec) <= 0 ||
		!xg_str_is_text(vec, "\"hl.round_price\""))
		return;
	for (int i = 0;; i++) {
		snprintf(path, sizeof path, "rows.%d", i);
		if (xg_json_find(line, path, &row) <= 0)
			return;
		example(row);
		++*(int *)ctx;
	}
}

int main(void)
{
	static const char vectors[] =
		"../shared/venues/hyperliquid/vectors.ndjson";
	int words = 0, examples = 0;

	v = xg_venue_find(XG_STR("hyperliquid-spot"));
	open_world();
	topics();
	requests();
	answers();
	ticks();
	ok(decode_file("tests/venue/hyperliquid/errors.tsv", on_words, &words) >
				0 &&
			words > 20,
		"%d texts were tried", words);
	if (decode_file(vectors, on_vector, &examples) < 0)
		ok(true, "examples of ticks # skip %s is not here", vectors);
	else
		is_int(examples, 12, "all examples were tried");
	decode_close(&t);
	return done();
}
