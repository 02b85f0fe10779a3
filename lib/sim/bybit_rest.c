/* Bybit: public REST answers. Source: sheet bybit, sections 3, 4 and 9. */
#include <stdio.h>

#include "sim/bybit.h"

#define MINUTE_US INT64_C(60000000)

/* A request being answered. */
struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	enum xg_by_cat cat;
	struct xg_sim_mkt *m; /* NULL when no symbol was given */
	struct xg_buf val;    /* owned: the parameter that was looked up last */
};

void xg_by_fail(struct xg_sim_answer *a, int64_t now, int code, const char *msg)
{
	struct xg_buf *b = &a->body;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "retCode", code);
	xg_json_put_text(b, "retMsg", msg);
	xg_buf_printf(b, ",\"result\":{},\"retExtInfo\":{},\"time\":%lld}",
		(long long)(now / 1000));
}

static void fail(struct call *c, int code, const char *msg)
{
	xg_by_fail(c->a, c->r->now, code, msg);
}

static struct xg_str get(struct call *c, const char *name)
{
	if (xg_sim_param(&c->val, c->r->query, name) != 1)
		return (struct xg_str){ "", 0 };
	return xg_buf_view(&c->val);
}

static int64_t number(
	struct call *c, const char *name, int64_t usual, int64_t max)
{
	struct xg_str text = get(c, name);
	int64_t n = usual;

	if (text.n && (xg_str_i64(text, &n) < 0 || n < 1))
		n = usual;
	return n > max ? max : n;
}

/* {"retCode":0,...,"result":{ ... up to its members, and behind them. */
static struct xg_buf *begin(struct call *c)
{
	struct xg_buf *b = &c->a->body;

	xg_buf_text(b, "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{");
	return b;
}

static struct xg_buf *begin_list(struct call *c)
{
	struct xg_buf *b = begin(c);

	xg_json_put_text(b, "category", xg_by_cats[c->cat]);
	if (c->m)
		xg_json_put_text(b, "symbol", c->m->spec.native);
	xg_buf_text(b, ",\"list\":[");
	return b;
}

static void end(struct call *c, const char *close)
{
	xg_buf_printf(&c->a->body, "%s},\"retExtInfo\":{},\"time\":%lld}",
		close, (long long)(c->r->now / 1000));
}

static void server_time(struct call *c)
{
	xg_buf_printf(begin(c),
		"\"timeSecond\":\"%lld\",\"timeNano\":\"%lld000\"",
		(long long)(c->r->now / 1000000), (long long)c->r->now);
	end(c, "");
}

/* ---- instruments ---- */

/* Options of BTC alone unless another asset, or All, was asked for. */
static bool asks_for(const struct call *c, const struct xg_sim_mkt *m,
	const char *base, const char *status)
{
	if (xg_by_cat_of(m) != c->cat || (c->m && c->m != m))
		return false;
	if (status[0] && strcmp(status, m->halted ? "Closed" : "Trading") != 0)
		return false;
	if (!base[0] && (c->cat != XG_BY_OPTION || c->m))
		return true;
	return strcmp(base[0] ? base : "BTC", m->spec.base) == 0 ||
	       strcmp(base, "All") == 0;
}

static void instruments(struct call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	bool paged = c->cat != XG_BY_SPOT;
	int64_t limit = number(c, "limit", 500, 1000);
	char base[32] = "", status[32] = "", next[32] = "";
	struct xg_str cursor;
	int64_t from = 0, n = 0;
	struct xg_buf *b;

	(void)xg_str_copy(base, sizeof base, get(c, "baseCoin"));
	(void)xg_str_copy(status, sizeof status, get(c, "status"));
	cursor = get(c, "cursor");
	if (paged && xg_str_has_prefix(cursor, XG_STR("at="))) {
		cursor.p += 3;
		cursor.n -= 3;
		if (xg_str_i64(cursor, &from) < 0 || from < 0)
			from = 0;
	}
	b = begin_list(c);
	for (size_t i = (size_t)from; i < v->mkts && !next[0]; i++) {
		if (!asks_for(c, v->mkt[i], base, status))
			continue;
		if (paged && n == limit)
			snprintf(next, sizeof next, "at%%3D%zu", i);
		else
			xg_by_inst_row(b, v->mkt[i], c->cat);
		n++;
	}
	xg_buf_text(b, "]");
	xg_json_put_text(b, "nextPageCursor", next);
	end(c, "");
}

/* ---- one symbol ---- */

/* The book of the stream whose depth is enough, cut: its number is u. */
static void order_book(struct call *c)
{
	static const int others[] = { XG_BY_BOOK_1, XG_BY_BOOK_50,
		XG_BY_BOOK_200, XG_BY_BOOK_1000 };
	bool option = c->cat == XG_BY_OPTION;
	int64_t limit = number(
		c, "limit", c->cat == XG_BY_SPOT ? 1 : 25, option ? 25 : 1000);
	int chan = XG_BY_BOOK_25;
	const struct xg_by_mkt *k = xg_by_mkt(c->f, c->m);
	struct xg_by_win *w;
	struct xg_buf *b;
	size_t n[2];
	int64_t at;

	for (size_t i = 0; !option && i < sizeof others / sizeof *others; i++) {
		chan = others[i];
		if (xg_by_depth(chan) >= limit)
			break;
	}
	if (option && k && k->wanted[XG_BY_BOOK_100])
		chan = XG_BY_BOOK_100;
	w = xg_by_book(c->f, c->m, chan);
	if (!w) {
		fail(c, 10016, "out of memory");
		return;
	}
	for (int s = 0; s < 2; s++)
		n[s] = w->n[s] < (size_t)limit ? w->n[s] : (size_t)limit;
	at = w->told_at ? w->told_at : c->r->now; /* when it was made */
	b = begin(c);
	xg_json_put_text(b, "s", c->m->spec.native);
	xg_by_levels(b, c->m, "b", w->side[0], n[0]);
	xg_by_levels(b, c->m, "a", w->side[1], n[1]);
	xg_json_put_i64(b, "ts", at / 1000);
	xg_json_put_i64(b, "u", w->u);
	xg_json_put_i64(b, "seq", c->m->seq);
	xg_json_put_i64(b, "cts", at / 1000);
	end(c, "");
}

static void recent_trade(struct call *c)
{
	int64_t n = number(c, "limit", c->cat == XG_BY_SPOT ? 60 : 500,
		c->cat == XG_BY_SPOT ? 60 : 1000);
	const struct xg_sim_mkt *m = c->m;
	int64_t id = m->last_trade;
	struct xg_buf *b = begin_list(c);

	for (; n > 0 && id > 0; id--, n--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];
		char text[40];

		if (t->id != id)
			break;
		xg_by_trade_id(text, m, id);
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "execId", text);
		xg_json_put_text(b, "symbol", m->spec.native);
		xg_by_put_px(b, "price", m, t->px);
		xg_by_put_qty(b, "size", m, t->qty);
		xg_json_put_text(b, "side", t->sell ? "Sell" : "Buy");
		xg_buf_printf(
			b, ",\"time\":\"%lld\"", (long long)(t->ts / 1000));
		xg_json_put_bool(b, "isBlockTrade", false);
		xg_json_put_bool(b, "isRPITrade", false);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
	end(c, "");
}

static void kline(struct call *c)
{
	int64_t each = xg_by_interval(get(c, "interval"));
	int64_t n = number(c, "limit", 200, 1000), at;
	struct xg_buf *b;

	if (!each) {
		fail(c, 10001, "Invalid period!");
		return;
	}
	b = begin_list(c);
	at = c->r->now / MINUTE_US / each * each;
	for (; n-- > 0 && at > 0; at -= each) {
		struct xg_sim_candle k = xg_sim_candle(c->m, at, at + each);

		if (!k.n)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "[\"%lld\",", (long long)(at * 60000));
		xg_by_px(b, c->m, k.open);
		xg_buf_char(b, ',');
		xg_by_px(b, c->m, k.high);
		xg_buf_char(b, ',');
		xg_by_px(b, c->m, k.low);
		xg_buf_char(b, ',');
		xg_by_px(b, c->m, k.close);
		xg_buf_char(b, ',');
		xg_by_qty(b, c->m, k.vol);
		xg_buf_char(b, ',');
		xg_json_dec_value(b, k.quote_vol);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
	end(c, "");
}

static void ticker_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	int64_t to = now / MINUTE_US + 1;
	struct xg_sim_candle d = xg_sim_candle(m, to - 1440, to);
	char text[XG_BY_FIELDS][XG_DEC_TEXT];

	xg_by_tick_now(m, text);
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	for (int i = 0; i < XG_BY_FIELDS; i++)
		if (i >= XG_BY_F_BID || xg_by_tick_has(xg_by_cat_of(m), i))
			xg_json_put_text(b, xg_by_tick_names[i], text[i]);
	xg_by_put_px(b, "prevPrice24h", m, d.open);
	xg_by_put_px(b, "highPrice24h", m, d.high);
	xg_by_put_px(b, "lowPrice24h", m, d.low);
	xg_by_put_qty(b, "volume24h", m, d.vol);
	xg_json_put_dec_text(b, "turnover24h", d.quote_vol);
	xg_buf_char(b, '}');
}

static void tickers(struct call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = begin_list(c);

	for (size_t i = 0; i < v->mkts; i++)
		if (asks_for(c, v->mkt[i], "All", ""))
			ticker_row(b, v->mkt[i], c->r->now);
	xg_buf_char(b, ']');
	end(c, "");
}

static void open_interest(struct call *c)
{
	char text[XG_BY_FIELDS][XG_DEC_TEXT];
	struct xg_buf *b = begin_list(c);

	xg_by_tick_now(c->m, text);
	xg_buf_printf(b, "{\"openInterest\":\"%s\",\"timestamp\":\"%lld\"}]",
		text[XG_BY_F_OI], (long long)(c->r->now / 1000));
	end(c, "");
}

static void funding_history(struct call *c)
{
	xg_buf_char(begin_list(c), ']');
	end(c, "");
}

/* ---- paths ---- */

static const struct {
	const char *path;
	void (*fn)(struct call *c);
	enum { NOTHING, CATEGORY, SYMBOL } needs;
} routes[] = {
	{ "/v5/market/time", server_time, NOTHING },
	{ "/v5/market/instruments-info", instruments, CATEGORY },
	{ "/v5/market/orderbook", order_book, SYMBOL },
	{ "/v5/market/recent-trade", recent_trade, SYMBOL },
	{ "/v5/market/kline", kline, SYMBOL },
	{ "/v5/market/tickers", tickers, CATEGORY },
	{ "/v5/market/open-interest", open_interest, SYMBOL },
	{ "/v5/market/funding/history", funding_history, SYMBOL },
};

/* Category and symbol; false after an answer that refuses them. */
static bool read_params(struct call *c, int needs)
{
	struct xg_str symbol;

	if (needs == NOTHING)
		return true;
	c->cat = xg_by_cat_from(get(c, "category"));
	if (c->cat == XG_BY_CATS) {
		fail(c, 10001, "params error: Category is invalid");
		return false;
	}
	symbol = get(c, "symbol");
	if (symbol.n)
		c->m = xg_sim_find(&c->f->venue, xg_by_cats[c->cat], symbol);
	if ((symbol.n || needs == SYMBOL) && !c->m) {
		fail(c, 10001, "params error: symbol invalid");
		return false;
	}
	return true;
}

void xg_by_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_by_state *s = f->state;
	struct call c = { .f = f, .r = r, .a = a };

	if (xg_sim_bucket_take(&s->ip, 1, r->now) < 0) {
		a->status = 403;
		xg_buf_text(&a->body, "access too frequent");
		return;
	}
	if (!xg_by_ready(f)) {
		fail(&c, 10016, "out of memory");
		return;
	}
	fail(&c, 10017, "Route not found.");
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (!xg_str_is_text(r->method, "GET") ||
			!xg_str_is_text(r->path, routes[i].path))
			continue;
		xg_buf_clear(&a->body);
		if (read_params(&c, routes[i].needs))
			routes[i].fn(&c);
		break;
	}
	xg_buf_release(&c.val);
}
