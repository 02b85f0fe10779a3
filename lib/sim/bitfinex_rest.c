/* Bitfinex: GET /v2/... Errors come with HTTP 500 as a list, paths that are not
 * there as a page. Source: docs.bitfinex.com, "REST General" and the reference
 * of the public endpoints. */
#include <stdio.h>

#include "sim/bitfinex.h"

#define PARTS 5
#define MOST 10000 /* rows of a list */

struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	struct xg_buf *b;	   /* the answer's body */
	struct xg_str part[PARTS]; /* of the path, behind /v2/ */
	int parts;
	struct xg_buf val; /* owned: a parameter */
};

static void fail(struct call *c, const char *why)
{
	c->a->status = 500;
	xg_buf_clear(c->b);
	xg_buf_printf(c->b, "[\"error\",10020,\"%s\"]", why);
}

static void absent(struct call *c)
{
	c->a->status = 404;
	xg_buf_clear(c->b);
	xg_buf_text(&c->a->headers, "Content-Type: text/html\n");
	xg_buf_text(c->b, "<!DOCTYPE html><html><body><pre>Cannot ");
	xg_buf_text(c->b, xg_str_is_text(c->r->method, "GET") ? "GET" : "POST");
	xg_buf_text(c->b, "</pre></body></html>");
}

static struct xg_str get(struct call *c, const char *name)
{
	if (xg_sim_param(&c->val, c->r->query, name) != 1)
		return (struct xg_str){ "", 0 };
	return xg_buf_view(&c->val);
}

static int64_t whole(struct call *c, const char *name, int64_t usual)
{
	int64_t n;

	return xg_str_i64(get(c, name), &n) == 0 && n >= 0 ? n : usual;
}

static struct xg_sim_mkt *market(struct call *c, struct xg_str symbol)
{
	struct xg_sim_mkt *m = xg_sim_find(&c->f->venue, NULL, symbol);

	if (!m)
		fail(c, "symbol: invalid");
	return m;
}

/* Lists by time: limit, start and end (ms), sort (1: oldest first). */
struct window {
	int64_t n, from, to;
	bool newest;
};

static struct window window(struct call *c, int64_t usual)
{
	struct window w = { .n = whole(c, "limit", usual),
		.from = whole(c, "start", 0),
		.to = whole(c, "end", INT64_MAX) };

	w.newest = !xg_str_is_text(get(c, "sort"), "1");
	if (w.n > MOST)
		w.n = MOST;
	return w;
}

/* ---- endpoints ---- */

static void platform(struct call *c)
{
	const struct xg_bfx_state *s = c->f->state;

	if (!xg_str_is_text(c->part[1], "status")) {
		absent(c);
		return;
	}
	xg_buf_printf(c->b, "[%d]", !s->away);
}

static void conf(struct call *c)
{
	struct xg_str labels = c->part[1];

	xg_buf_char(c->b, '[');
	while (labels.n) {
		xg_json_comma(c->b);
		xg_bfx_conf(c->b, c->f, xg_str_cut(&labels, ','));
	}
	xg_buf_char(c->b, ']');
}

static void ticker_row(struct call *c, const struct xg_sim_mkt *m)
{
	xg_json_comma(c->b);
	xg_buf_printf(c->b, "[\"%s\"", m->spec.native);
	xg_bfx_ticker(c->b, m);
	xg_buf_char(c->b, ']');
}

/* A list of names, or ALL; names that there are not are left out. */
static void each(struct call *c, struct xg_str names, bool derivatives,
	void (*row)(struct call *c, const struct xg_sim_mkt *m))
{
	const struct xg_sim_venue *v = &c->f->venue;
	bool all = xg_str_is_text(names, "ALL");

	xg_buf_char(c->b, '[');
	for (size_t i = 0; all && i < v->mkts; i++)
		if (!derivatives || !xg_bfx_is_spot(v->mkt[i]))
			row(c, v->mkt[i]);
	while (!all && names.n) {
		const struct xg_sim_mkt *m =
			xg_sim_find(v, NULL, xg_str_cut(&names, ','));

		if (m && (!derivatives || !xg_bfx_is_spot(m)))
			row(c, m);
	}
	xg_buf_char(c->b, ']');
}

static void tickers(struct call *c)
{
	struct xg_str names = get(c, "symbols");

	if (!names.n)
		fail(c, "symbols: invalid");
	else
		each(c, names, false, ticker_row);
}

static void ticker(struct call *c)
{
	const struct xg_sim_mkt *m = market(c, c->part[1]);

	if (!m)
		return;
	xg_buf_char(c->b, '[');
	xg_bfx_ticker(c->b, m);
	xg_buf_char(c->b, ']');
}

static void trades(struct call *c)
{
	struct window w = window(c, 120);
	const struct xg_sim_mkt *m;

	if (!xg_str_is_text(c->part[2], "hist")) {
		absent(c);
		return;
	}
	m = market(c, c->part[1]);
	if (!m)
		return;
	xg_buf_char(c->b, '[');
	xg_bfx_trades(c->b, m, w.n, w.from, w.to, w.newest);
	xg_buf_char(c->b, ']');
}

static void book(struct call *c)
{
	struct xg_bfx_row rows[2][XG_BFX_DEPTH];
	struct xg_bfx_view v = { .side = { rows[0], rows[1] } };
	const struct xg_sim_mkt *m = market(c, c->part[1]);
	int prec = xg_bfx_prec(c->part[2]), len;

	if (!m)
		return;
	len = get(c, "len").n ? xg_bfx_len(xg_buf_view(&c->val)) : 25;
	if (prec < 0 || len < 0) {
		fail(c, prec < 0 ? "prec: invalid" : "len: invalid");
		return;
	}
	c->f->now = c->r->now;
	xg_bfx_book_flush(c->f, m);
	xg_bfx_view(m, prec, (size_t)len, &v);
	xg_buf_char(c->b, '[');
	xg_bfx_rows(c->b, prec, &v);
	xg_buf_char(c->b, ']');
}

static void candles(struct call *c)
{
	bool last = xg_str_is_text(c->part[2], "last");
	struct window w = window(c, last ? 1 : 100);
	const struct xg_sim_mkt *m;
	struct xg_str symbol;
	int span = xg_bfx_candle_key(c->part[1], &symbol);

	if (!last && !xg_str_is_text(c->part[2], "hist")) {
		absent(c);
		return;
	}
	if (span < 0) {
		fail(c, "time_interval: invalid");
		return;
	}
	m = market(c, symbol);
	if (!m)
		return;
	if (last) {
		xg_bfx_candles(c->b, m, span, 1, 0, INT64_MAX, true);
		if (!c->b->len)
			xg_buf_text(c->b, "[]");
		return;
	}
	xg_buf_char(c->b, '[');
	xg_bfx_candles(c->b, m, span, w.n, w.from, w.to, w.newest);
	xg_buf_char(c->b, ']');
}

static void status_row(struct call *c, const struct xg_sim_mkt *m)
{
	struct xg_bfx_state *s = c->f->state;
	struct xg_bfx_status *row = &s->status[m->index];

	if (!row->ts)
		xg_bfx_status_renew(row, m, c->r->now);
	xg_json_comma(c->b);
	xg_buf_printf(c->b, "[\"%s\"", m->spec.native);
	xg_bfx_status(c->b, m, row);
	xg_buf_char(c->b, ']');
}

static void status(struct call *c)
{
	if (!xg_str_is_text(c->part[1], "deriv"))
		absent(c);
	else
		each(c, get(c, "keys"), true, status_row);
}

static const struct {
	const char *name;
	int parts;
	enum xg_bfx_limit limit;
	void (*answer)(struct call *c);
} routes[] = {
	{ "platform", 2, XG_BFX_PLATFORM, platform },
	{ "conf", 2, XG_BFX_OTHERS, conf },
	{ "tickers", 1, XG_BFX_TICKERS, tickers },
	{ "ticker", 2, XG_BFX_OTHERS, ticker },
	{ "trades", 3, XG_BFX_OTHERS, trades },
	{ "book", 3, XG_BFX_BOOKS, book },
	{ "candles", 3, XG_BFX_OTHERS, candles },
	{ "status", 2, XG_BFX_OTHERS, status },
};

/* ---- requests ---- */

static int hex(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch = (char)(ch | 32);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* %3A -> ':'. Returns the length, -1 when out is too small. */
static int decode(char *out, size_t size, struct xg_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? hex(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex(s.p[i + 2]) : -1;

		if (n == size)
			return -1;
		out[n++] = low < 0 ? s.p[i] : (char)(high * 16 + low);
		i += low < 0 ? 0 : 2;
	}
	return (int)n;
}

static void route(struct call *c)
{
	struct xg_bfx_state *s = c->f->state;

	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (!xg_str_is_text(c->part[0], routes[i].name) ||
			c->parts != routes[i].parts)
			continue;
		if (xg_sim_bucket_take(
			    &s->limit[routes[i].limit], 1, c->r->now) < 0) {
			c->a->status = 429;
			xg_buf_text(c->b, "{\"error\":\"ERR_RATE_LIMIT\"}");
			return;
		}
		routes[i].answer(c);
		return;
	}
	absent(c);
}

void xg_bfx_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct call c = { .f = f, .r = r, .a = a, .b = &a->body };
	char path[2048];
	int n = decode(path, sizeof path, r->path);
	struct xg_str rest = { path, n < 0 ? 0 : (size_t)n };

	if (!xg_bfx_ready(f)) {
		a->status = 503;
		return;
	}
	if (!xg_str_has_prefix(rest, XG_STR("/v2/")) ||
		!xg_str_is_text(r->method, "GET")) {
		absent(&c);
		return;
	}
	rest.p += 4;
	rest.n -= 4;
	while (rest.n && c.parts < PARTS)
		c.part[c.parts++] = xg_str_cut(&rest, '/');
	route(&c);
	xg_buf_release(&c.val);
}
