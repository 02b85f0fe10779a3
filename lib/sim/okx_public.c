/* Public requests. Source: sheet okx, sections 3 and 4. */
#include <stdlib.h>

#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

#define BOOK_MAX 5000

int xg_sim_okx_get_time(struct xg_sim_okx_call *c)
{
	xg_sim_okx_open(c->out);
	xg_sim_okx_ms(c->out, "ts", c->now);
	xg_sim_okx_close(c->out);
	return 0;
}

/* "" or a decimal. */
static void put_or_blank(struct xg_buf *b, const char *key, struct xg_dec v)
{
	if (xg_dec_sign(v) > 0)
		xg_sim_okx_dec(b, key, v);
	else
		xg_json_put_text(b, key, "");
}

static void put_contract(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;
	bool spot = s->kind == XG_SPOT;

	if (spot) {
		xg_json_put_text(b, "baseCcy", s->base);
		xg_json_put_text(b, "quoteCcy", s->quote);
		xg_sim_okx_blank(b,
			"ctType ctVal ctMult ctValCcy settleCcy instFamily uly");
		xg_json_put_text(b, "lever", "");
		return;
	}
	xg_sim_okx_blank(b, "baseCcy quoteCcy");
	if (s->kind == XG_OPTION) {
		xg_json_put_text(b, "ctType", "");
		xg_json_put_text(b, "ctVal", "1");
		xg_sim_okx_dec(b, "ctMult", s->contract);
	} else {
		xg_json_put_text(
			b, "ctType", s->inverse ? "inverse" : "linear");
		xg_sim_okx_dec(b, "ctVal", s->contract);
		xg_json_put_text(b, "ctMult", "1");
	}
	xg_json_put_text(b, "ctValCcy", s->inverse ? s->quote : s->base);
	xg_json_put_text(b, "settleCcy", s->settle);
	xg_sim_okx_family(b, m);
	xg_sim_okx_u64(b, "lever", (uint64_t)s->leverage_max);
}

/* Strike and type are the last parts of the name: ...-90000-C. */
static void put_option(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	struct xg_str rest = xg_str_from(m->spec.native), strike;

	if (m->spec.kind != XG_OPTION) {
		xg_sim_okx_blank(b, "optType stk");
		return;
	}
	for (int i = 0; i < 3; i++)
		(void)xg_str_cut(&rest, '-');
	strike = xg_str_cut(&rest, '-');
	xg_json_put_str(b, "optType", rest);
	xg_json_put_str(b, "stk", strike);
}

void xg_sim_okx_inst_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_json_put_text(b, "instType", xg_sim_okx_type(m));
	xg_json_put_text(b, "instId", s->native);
	xg_json_put_i64(b, "instIdCode", s->code);
	put_contract(b, m);
	xg_sim_okx_dec(b, "tickSz", s->tick);
	xg_sim_okx_dec(b, "lotSz", s->lot);
	xg_sim_okx_dec(b, "minSz", s->min_qty);
	put_or_blank(b, "maxLmtSz", s->max_qty);
	put_or_blank(b, "maxMktSz", s->max_qty);
	put_or_blank(b, "maxStopSz", s->max_qty);
	xg_json_put_text(b, "maxLmtAmt", "20000000");
	xg_json_put_text(b, "maxMktAmt", s->kind == XG_SPOT ? "1000000" : "");
	xg_json_put_text(b, "listTime", "1573557408000");
	if (s->expiry)
		xg_sim_okx_ms(b, "expTime", s->expiry);
	else
		xg_json_put_text(b, "expTime", "");
	xg_json_put_text(b, "state", m->halted ? "suspend" : "live");
	xg_json_put_text(b, "ruleType", "normal");
	xg_json_put_text(b, "category", "1");
	xg_json_put_bool(b, "futureSettlement", false);
	xg_json_put_raw(b, "tradeQuoteCcyList", XG_STR("[]"));
	xg_sim_okx_blank(b, "alias auctionEndTime openType");
	put_option(b, m);
}

static bool is_underlying(const struct xg_sim_mkt *m, struct xg_str name)
{
	struct xg_str quote = name, base = xg_str_cut(&quote, '-');

	return xg_str_is_text(base, m->spec.base) &&
	       xg_str_is_text(quote, m->spec.quote);
}

/* One list of the underlyings of a type, each once. */
int xg_sim_okx_get_underlying(struct xg_sim_okx_call *c)
{
	int kind = xg_sim_okx_kind_of(xg_sim_okx_query(c, "instType"));
	const struct xg_sim_venue *v = &c->f->venue;
	char name[40];

	c->arg = "instType";
	if (!xg_sim_okx_query(c, "instType").n)
		return 50014;
	if (kind <= 0 || kind == XG_SPOT)
		return 51000;
	(void)xg_buf_char(c->out, '[');
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_spec *s = &v->mkt[i]->spec;
		bool told = false;

		snprintf(name, sizeof name, "%s-%s", s->base, s->quote);
		for (size_t k = 0; k < i; k++)
			told |= v->mkt[k]->spec.kind == kind &&
				is_underlying(v->mkt[k], xg_str_from(name));
		if (s->kind != kind || told)
			continue;
		xg_json_comma(c->out);
		xg_json_quote(c->out, xg_str_from(name));
	}
	(void)xg_buf_char(c->out, ']');
	return 0;
}

/* Every listed symbol of the asked type; of options those of a family or of an
 * underlying, one of which must be named. MARGIN has none. */
int xg_sim_okx_get_instruments(struct xg_sim_okx_call *c)
{
	struct xg_str type = xg_sim_okx_query(c, "instType");
	int kind = xg_sim_okx_kind_of(type);
	const struct xg_sim_venue *v = &c->f->venue;
	char only[64], family[40], uly[40];
	bool known = false;
	size_t i;

	if (type.n == 0) {
		c->arg = "instType";
		return 50014;
	}
	if (kind <= 0 && !xg_str_is_text(type, "MARGIN") &&
		!xg_str_is_text(type, "EVENTS")) {
		c->arg = "instType";
		return 51000;
	}
	if (!xg_str_copy(only, sizeof only, xg_sim_okx_query(c, "instId")))
		return 51001;
	(void)xg_str_copy(
		family, sizeof family, xg_sim_okx_query(c, "instFamily"));
	(void)xg_str_copy(uly, sizeof uly, xg_sim_okx_query(c, "uly"));
	c->arg = "instFamily";
	if (kind == XG_OPTION && !*family && !*uly)
		return 50014;
	for (i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (m->spec.kind != kind ||
			(*family && !xg_str_is_text(
					    xg_sim_okx_family_of(m), family)) ||
			(*uly && !is_underlying(m, xg_str_from(uly))))
			continue;
		known = true;
		if (*only && strcmp(only, m->spec.native) != 0)
			continue;
		xg_sim_okx_open(c->out);
		xg_sim_okx_inst_row(c->out, m);
		xg_sim_okx_close(c->out);
	}
	if (*family && !known)
		return 51000;
	return *only && c->out->len == 0 ? 51001 : 0;
}

int xg_sim_okx_get_books(struct xg_sim_okx_call *c)
{
	bool full = xg_str_has_suffix(c->r->path, XG_STR("books-full"));
	int64_t sz = xg_sim_okx_query_int(
		c, "sz", 1, 1, full ? BOOK_MAX : XG_SIM_OKX_DEPTH);
	static const char *const keys[] = { "bids", "asks" };
	struct xg_level *l;
	struct xg_sim_mkt *m;
	int code, side;

	m = xg_sim_okx_query_inst(c, &code);
	if (!m)
		return code;
	l = calloc((size_t)sz, sizeof *l);
	if (!l)
		return 50026;
	/* Up to here the streams have told: the same number is the same
	 * book. */
	xg_sim_flush(m, c->now);
	xg_sim_okx_open(c->out);
	for (side = 1; side >= 0; side--)
		xg_sim_okx_levels(c->out, keys[side], l,
			xg_sim_levels(m, side, l, (size_t)sz));
	xg_sim_okx_ms(c->out, "ts", c->now);
	xg_json_put_i64(
		c->out, "seqId", xg_sim_okx_of(c->f)->win[m->index].seq);
	xg_sim_okx_close(c->out);
	free(l);
	return 0;
}

int xg_sim_okx_get_trades(struct xg_sim_okx_call *c)
{
	int64_t limit = xg_sim_okx_query_int(c, "limit", 100, 1, 500);
	struct xg_sim_mkt *m;
	int64_t id, n = 0, least;
	int code;

	m = xg_sim_okx_query_inst(c, &code);
	if (!m)
		return code;
	least = m->last_trade - XG_SIM_TRADES;
	for (id = m->last_trade; id > 0 && id > least && n < limit; id--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			continue;
		xg_sim_okx_open(c->out);
		xg_sim_okx_trade_row(c->out, m, t, false);
		xg_sim_okx_close(c->out);
		n++;
	}
	return 0;
}

int xg_sim_okx_get_ticker(struct xg_sim_okx_call *c)
{
	struct xg_sim_mkt *m;
	int code;

	m = xg_sim_okx_query_inst(c, &code);
	if (!m)
		return code;
	xg_sim_okx_open(c->out);
	xg_sim_okx_ticker_row(c->out, m, c->now);
	xg_sim_okx_close(c->out);
	return 0;
}

/* One row for each symbol that fits instType and instId, by a function. */
static int rows(struct xg_sim_okx_call *c, bool type_needed, bool contracts,
	void (*row)(struct xg_buf *, const struct xg_sim_mkt *, int64_t))
{
	struct xg_str type = xg_sim_okx_query(c, "instType");
	int kind = type.n ? xg_sim_okx_kind_of(type) : 0;
	const struct xg_sim_venue *v = &c->f->venue;
	char only[64];
	size_t i;

	c->arg = "instType";
	if (type_needed && type.n == 0)
		return 50014;
	if (kind < 0)
		return 51000;
	if (!xg_str_copy(only, sizeof only, xg_sim_okx_query(c, "instId")))
		return 51001;
	for (i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if ((kind && m->spec.kind != kind) ||
			(contracts && m->spec.kind == XG_SPOT) ||
			(*only && strcmp(only, "ANY") != 0 &&
				strcmp(only, m->spec.native) != 0))
			continue;
		xg_sim_okx_open(c->out);
		row(c->out, m, c->now);
		xg_sim_okx_close(c->out);
	}
	return *only && c->out->len == 0 ? 51001 : 0;
}

int xg_sim_okx_get_tickers(struct xg_sim_okx_call *c)
{
	return rows(c, true, false, xg_sim_okx_ticker_row);
}

int xg_sim_okx_get_funding(struct xg_sim_okx_call *c)
{
	c->arg = "instId";
	if (xg_sim_okx_query(c, "instId").n == 0)
		return 50014;
	return rows(c, false, true, xg_sim_okx_funding_row);
}

int xg_sim_okx_get_mark(struct xg_sim_okx_call *c)
{
	return rows(c, true, true, xg_sim_okx_mark_row);
}

int xg_sim_okx_get_interest(struct xg_sim_okx_call *c)
{
	return rows(c, true, true, xg_sim_okx_interest_row);
}

int xg_sim_okx_get_limit(struct xg_sim_okx_call *c)
{
	c->arg = "instId";
	if (xg_sim_okx_query(c, "instId").n == 0)
		return 50014;
	return rows(c, false, false, xg_sim_okx_limit_row);
}

int xg_sim_okx_get_index(struct xg_sim_okx_call *c)
{
	return rows(c, false, false, xg_sim_okx_index_row);
}

int xg_sim_okx_get_status(struct xg_sim_okx_call *c)
{
	(void)c; /* no maintenance is planned */
	return 0;
}

/* Newest first; before < ts < after, as the venue names its pages. */
int xg_sim_okx_get_candles(struct xg_sim_okx_call *c)
{
	int64_t limit = xg_sim_okx_query_int(c, "limit", 100, 1, 300);
	int64_t before = xg_sim_okx_query_int(c, "before", 0, 0, INT64_MAX);
	int64_t after =
		xg_sim_okx_query_int(c, "after", INT64_MAX, 0, INT64_MAX);
	struct xg_str name = xg_sim_okx_query(c, "bar");
	struct xg_sim_okx_bar bar;
	struct xg_sim_mkt *m;
	int64_t t, n = 0, oldest;
	int code;

	c->arg = "bar";
	if (xg_sim_okx_bar_find(name.n ? name : XG_STR("1m"), &bar))
		return 51000;
	m = xg_sim_okx_query_inst(c, &code);
	if (!m)
		return code;
	oldest = c->now - XG_SIM_CANDLES * 60 * XG_US_PER_S - bar.us;
	t = xg_sim_okx_bar_start(&bar, c->now);
	for (; t > oldest && n < limit; t -= bar.us)
		if (t / XG_US_PER_MS > before && t / XG_US_PER_MS < after)
			n += xg_sim_okx_candle(c->out, m, &bar, t, c->now);
	return 0;
}
