/* Hyperliquid: POST /info. Source: sheet hyperliquid, sections 2, 3, 4 and 9. */
#include <stdio.h>

#include "sim/hyperliquid.h"

/* The text of a member of the question, "" when it is absent or no text. */
static struct xg_str get(const struct xg_sim_http *r, const char *name)
{
	struct xg_str v;

	if (xg_json_find(r->body, name, &v) != 1 || v.n < 2 || v.p[0] != '"')
		return (struct xg_str){ "", 0 };
	return (struct xg_str){ v.p + 1, v.n - 2 };
}

/* Malformed questions: HTTP 422 with a plain text. */
static void malformed(struct xg_sim_answer *a)
{
	a->status = 422;
	xg_buf_clear(&a->body);
	xg_buf_text(&a->headers, "Content-Type: text/plain\n");
	xg_buf_text(&a->body,
		"Failed to deserialize the JSON body into the target type");
}

/* ---- perpetuals ---- */

static bool is_in(const struct xg_sim_mkt *m, struct xg_str dex)
{
	return !xg_hl_is_spot(m) && xg_str_is(xg_hl_dex(m), dex);
}

static void meta(
	struct xg_buf *b, const struct xg_sim_venue *v, struct xg_str dex)
{
	xg_buf_text(b, "{\"universe\":[");
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (!is_in(m, dex))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "name", m->spec.native);
		xg_json_put_i64(b, "szDecimals", xg_hl_decimals(m));
		xg_json_put_i64(b, "maxLeverage", m->spec.leverage_max);
		xg_json_put_i64(b, "marginTableId", 50);
		if (m->halted)
			xg_json_put_bool(b, "isDelisted", true);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "],\"marginTables\":[],\"collateralToken\":0}");
}

/* Each exchange once, in the order of the list; the venue's own is the first. */
static bool is_first_of_dex(const struct xg_sim_venue *v, size_t i)
{
	struct xg_str dex = xg_hl_dex(v->mkt[i]);

	if (xg_hl_is_spot(v->mkt[i]) || !dex.n)
		return false;
	for (size_t k = 0; k < i; k++)
		if (is_in(v->mkt[k], dex))
			return false;
	return true;
}

static void all_metas(struct xg_buf *b, const struct xg_sim_venue *v)
{
	xg_buf_char(b, '[');
	meta(b, v, (struct xg_str){ "", 0 });
	for (size_t i = 0; i < v->mkts; i++)
		if (is_first_of_dex(v, i)) {
			xg_buf_char(b, ',');
			meta(b, v, xg_hl_dex(v->mkt[i]));
		}
	xg_buf_char(b, ']');
}

static void perp_dexs(struct xg_buf *b, const struct xg_sim_venue *v)
{
	xg_buf_text(b, "[null");
	for (size_t i = 0; i < v->mkts; i++)
		if (is_first_of_dex(v, i)) {
			xg_buf_text(b, ",{");
			xg_json_put_str(b, "name", xg_hl_dex(v->mkt[i]));
			xg_json_put_str(b, "fullName", xg_hl_dex(v->mkt[i]));
			xg_json_put_text(b, "deployer",
				"0x0000000000000000000000000000000000000001");
			xg_buf_char(b, '}');
		}
	xg_buf_char(b, ']');
}

static void ctxs(struct xg_buf *b, const struct xg_sim_venue *v, bool spot,
	struct xg_str dex)
{
	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (spot ? !xg_hl_is_spot(m) : !is_in(m, dex))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_hl_ctx(b, m);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

/* ---- spot: tokens are numbered by their places; USDC has 0 ---- */

static const char *token_of(const char *asset)
{
	static const char *const bridged[][2] = { { "BTC", "UBTC" },
		{ "ETH", "UETH" }, { "SOL", "USOL" }, { "USDT", "USDT0" } };

	for (size_t i = 0; i < sizeof bridged / sizeof *bridged; i++)
		if (strcmp(asset, bridged[i][0]) == 0)
			return bridged[i][1];
	return asset;
}

static void token(struct xg_buf *b, const char *name, int64_t index,
	int decimals, bool canonical)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "name", name);
	xg_json_put_i64(b, "szDecimals", decimals);
	xg_json_put_i64(b, "weiDecimals", 8);
	xg_json_put_i64(b, "index", index);
	xg_buf_printf(b, ",\"tokenId\":\"0x%032llx\"", (long long)index);
	xg_json_put_bool(b, "isCanonical", canonical);
	xg_buf_text(b, ",\"evmContract\":null,\"fullName\":null}");
}

static void spot_meta(struct xg_buf *b, const struct xg_sim_venue *v)
{
	int64_t place = 0;

	xg_buf_text(b, "{\"universe\":[");
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_spec *s = &v->mkt[i]->spec;

		if (s->kind != XG_SPOT)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "{\"tokens\":[%lld,0]", (long long)++place);
		xg_json_put_text(b, "name", s->native);
		xg_json_put_i64(b, "index", s->code);
		xg_json_put_bool(b, "isCanonical", false);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "],\"tokens\":[");
	token(b, "USDC", 0, 8, true);
	place = 0;
	for (size_t i = 0; i < v->mkts; i++)
		if (xg_hl_is_spot(v->mkt[i]))
			token(b, token_of(v->mkt[i]->spec.base), ++place,
				xg_hl_decimals(v->mkt[i]), false);
	xg_buf_text(b, "]}");
}

/* ---- one coin ---- */

static void trades(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	int64_t id = m->last_trade;

	xg_buf_char(b, '[');
	for (int n = 0; n < XG_HL_BACKLOG && id > 0; n++, id--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_buf_text(b, n ? "," : "");
		xg_hl_trade(b, m, t);
	}
	xg_buf_char(b, ']');
}

static int64_t whole(
	const struct xg_sim_http *r, const char *path, int64_t usual)
{
	struct xg_str v;
	int64_t n;

	return xg_json_find(r->body, path, &v) == 1 && xg_str_i64(v, &n) == 0 &&
			       n >= 0
		       ? n
		       : usual;
}

static void candles(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_http *r, int chan)
{
	int64_t each = xg_hl_minutes(chan);
	int64_t from = whole(r, "req.startTime", 0) / 60000;
	int64_t to = whole(r, "req.endTime", r->now / 1000) / 60000;

	if (from < m->first_minute)
		from = m->first_minute;
	if (to > m->last_minute)
		to = m->last_minute;
	xg_buf_char(b, '[');
	for (from = from / each * each; from && from <= to; from += each) {
		size_t before = b->len;

		xg_buf_text(b, before && b->p[before - 1] != '[' ? "," : "");
		if (!xg_hl_candle(b, m, chan, from))
			b->len = before;
	}
	xg_buf_char(b, ']');
}

/* The question about a coin; false when there is none of that type. */
static bool of_coin(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a, struct xg_str type)
{
	bool candle = xg_str_is_text(type, "candleSnapshot");
	struct xg_sim_mkt *m = xg_sim_find(
		&f->venue, NULL, get(r, candle ? "req.coin" : "coin"));
	int chan = candle ? xg_hl_candle_chan(get(r, "req.interval")) : 0;

	if (!candle && !xg_str_is_text(type, "l2Book") &&
		!xg_str_is_text(type, "recentTrades"))
		return false;
	if (!m || chan < 0) {
		a->status = 500;
		xg_buf_text(&a->body, "null");
	} else if (candle) {
		candles(&a->body, m, r, chan);
	} else if (xg_str_is_text(type, "l2Book")) {
		xg_hl_book(&a->body, f, m, XG_HL_DEPTH, false);
	} else {
		trades(&a->body, m);
	}
	return true;
}

static void mids(struct xg_buf *b, const struct xg_sim_venue *v)
{
	xg_buf_char(b, '{');
	for (size_t i = 0; i < v->mkts; i++)
		if (!xg_hl_dex(v->mkt[i]).n && v->mkt[i]->best[0].qty.m &&
			v->mkt[i]->best[1].qty.m)
			xg_hl_mid(b, v->mkt[i]->spec.native, v->mkt[i]);
	xg_buf_char(b, '}');
}

static void answer(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a, struct xg_str type)
{
	const struct xg_sim_venue *v = &f->venue;
	struct xg_str dex = get(r, "dex");
	struct xg_buf *b = &a->body;

	if (xg_str_is_text(type, "meta")) {
		meta(b, v, dex);
	} else if (xg_str_is_text(type, "allPerpMetas")) {
		all_metas(b, v);
	} else if (xg_str_is_text(type, "perpDexs")) {
		perp_dexs(b, v);
	} else if (xg_str_is_text(type, "spotMeta")) {
		spot_meta(b, v);
	} else if (xg_str_is_text(type, "metaAndAssetCtxs")) {
		xg_buf_char(b, '[');
		meta(b, v, dex);
		xg_buf_char(b, ',');
		ctxs(b, v, false, dex);
		xg_buf_char(b, ']');
	} else if (xg_str_is_text(type, "spotMetaAndAssetCtxs")) {
		xg_buf_char(b, '[');
		spot_meta(b, v);
		xg_buf_char(b, ',');
		ctxs(b, v, true, dex);
		xg_buf_char(b, ']');
	} else if (xg_str_is_text(type, "allMids")) {
		mids(b, v);
	} else if (xg_str_is_text(type, "exchangeStatus")) {
		xg_buf_printf(b, "{\"time\":%lld,\"specialStatuses\":null}",
			(long long)(r->now / 1000));
	} else if (!of_coin(f, r, a, type)) {
		malformed(a);
	}
}

void xg_hl_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_hl_state *s = f->state;
	struct xg_str type;
	int cost;

	if (!xg_hl_ready(f)) {
		a->status = 503;
		return;
	}
	if (!xg_str_is_text(r->path, "/info")) {
		a->status = 404;
		return;
	}
	if (!xg_str_is_text(r->method, "POST")) {
		a->status = 405;
		return;
	}
	if (xg_json_check(r->body, NULL, NULL) < 0 || !r->body.n ||
		r->body.p[0] != '{' ||
		!xg_str_has_prefix(xg_sim_header(r, "content-type"),
			XG_STR("application/json"))) {
		malformed(a);
		return;
	}
	type = get(r, "type");
	cost = xg_str_is_text(type, "l2Book") ||
			       xg_str_is_text(type, "allMids") ||
			       xg_str_is_text(type, "exchangeStatus")
		       ? 2
		       : 20;
	if (xg_sim_bucket_take(&s->ip, cost, r->now) < 0) {
		a->status = 429;
		xg_buf_text(&a->body, "null");
		return;
	}
	answer(f, r, a, type);
}
