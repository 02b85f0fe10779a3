/* dYdX: the Indexer's REST. Source: sheet dydx, sections 3, 4, 7 and 9. */
#include <stdio.h>

#include "base/time.h"
#include "sim/dydx.h"

#define MINUTE_US INT64_C(60000000)
#define ROWS_MAX 1000
#define HOUR_US (60 * MINUTE_US)

void xg_dy_fail(struct xg_sim_answer *a, int status, const char *msg)
{
	a->status = status;
	xg_buf_clear(&a->body);
	xg_buf_text(&a->body, "{\"errors\":[{");
	xg_json_put_text(&a->body, "msg", msg);
	xg_buf_text(&a->body, "}]}");
}

/* A request being answered. */
struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	struct xg_sim_mkt *m; /* of routes that need one */
	struct xg_buf val;    /* owned: the parameter that was looked up last */
};

static bool param(struct call *c, const char *name)
{
	return xg_sim_param(&c->val, c->r->query, name) == 1;
}

/* How many rows: 1 to 1000, 100 unless told; 0: the request was refused. */
static int64_t limit(struct call *c)
{
	int64_t n = 100;

	if (param(c, "limit") && (xg_str_i64(xg_buf_view(&c->val), &n) < 0 ||
					 n < 1 || n > ROWS_MAX)) {
		xg_dy_fail(c->a, 400,
			"limit must be a positive integer that is not greater "
			"than max: 1000");
		return 0;
	}
	return n;
}

/* ---- routes ---- */

static void markets(struct call *c)
{
	const struct xg_sim_mkt *only = NULL;

	if (param(c, "ticker")) {
		only = xg_sim_find(&c->f->venue, NULL, xg_buf_view(&c->val));
		if (!only) {
			xg_dy_fail(c->a, 400,
				"ticker must be a valid ticker (BTC-USD, etc)");
			return;
		}
	}
	xg_dy_markets(&c->a->body, c->f, only);
}

/* The book that the stream tells: what has changed is told first. */
static void book(struct call *c)
{
	xg_sim_flush(c->m, c->r->now);
	xg_dy_book(&c->a->body, c->m);
}

static void trades(struct call *c)
{
	int64_t n = limit(c);

	if (n)
		xg_dy_trades(&c->a->body, c->f, c->m, n);
}

/* In minutes; usual where it is absent or no time. */
static int64_t minute(struct call *c, const char *name, int64_t usual)
{
	int64_t us;

	return param(c, name) &&
			       xg_time_parse_iso(xg_buf_view(&c->val), &us) == 0
		       ? us / MINUTE_US
		       : usual;
}

static void candles(struct call *c)
{
	int64_t n = limit(c), now = c->r->now / MINUTE_US;
	int64_t from = minute(c, "fromISO", 0);
	int64_t to = minute(c, "toISO", now + 1) - 1; /* without its end */
	int chan = param(c, "resolution")
			   ? xg_dy_span_from(xg_buf_view(&c->val))
			   : -1;

	if (!n)
		return;
	if (chan < 0) {
		xg_dy_fail(c->a, 400,
			"resolution must be a valid Candle Resolution, one of "
			"1MIN,5MINS,15MINS,30MINS,1HOUR,4HOURS,1DAY");
		return;
	}
	xg_dy_candles(&c->a->body, c->m, chan, from, to, n);
}

/* The rates of the last hours; all are the one that stands. */
static void funding(struct call *c)
{
	int64_t n = limit(c), at = c->r->now / HOUR_US * HOUR_US;
	struct xg_buf *b = &c->a->body;

	if (!n)
		return;
	xg_buf_text(b, "{\"historicalFunding\":[");
	for (int64_t i = 0; i < n && i < 24; i++, at -= HOUR_US) {
		xg_buf_text(b, i ? ",{" : "{");
		xg_json_put_text(b, "ticker", c->m->spec.native);
		xg_json_put_dec_text(b, "rate", c->m->rate);
		xg_json_put_dec_text(b, "price", c->m->index_px);
		xg_buf_printf(b, ",\"effectiveAtHeight\":\"%lld\"",
			(long long)xg_dy_height(at));
		xg_dy_time(b, "effectiveAt", at);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "]}");
}

static void clock_time(struct call *c)
{
	int64_t now = c->r->now;

	xg_buf_char(&c->a->body, '{');
	xg_dy_time(&c->a->body, "iso", now);
	xg_buf_printf(&c->a->body, ",\"epoch\":%lld.%03d}",
		(long long)(now / 1000000), (int)(now / 1000 % 1000));
}

static void height(struct call *c)
{
	xg_buf_printf(&c->a->body, "{\"height\":\"%lld\"",
		(long long)xg_dy_height(c->r->now));
	xg_dy_time(&c->a->body, "time", c->r->now);
	xg_buf_char(&c->a->body, '}');
}

static const struct {
	const char *path; /* ends with '/': a ticker follows */
	void (*fn)(struct call *c);
} routes[] = {
	{ "/v4/perpetualMarkets", markets },
	{ "/v4/orderbooks/perpetualMarket/", book },
	{ "/v4/trades/perpetualMarket/", trades },
	{ "/v4/candles/perpetualMarkets/", candles },
	{ "/v4/historicalFunding/", funding },
	{ "/v4/time", clock_time },
	{ "/v4/height", height },
};

static bool is_route(struct xg_str path, const char *route, struct xg_str *rest)
{
	struct xg_str r = xg_str_from(route);

	if (r.p[r.n - 1] != '/')
		return xg_str_is(path, r);
	*rest = (struct xg_str){ path.p + r.n, path.n - r.n };
	return xg_str_has_prefix(path, r);
}

static void answer(struct call *c, size_t i, struct xg_str ticker)
{
	struct xg_dy_state *s = c->f->state;
	struct xg_sim_bucket *most =
		routes[i].fn == candles ? &s->candles : &s->ip;

	if (xg_sim_bucket_take(most, 1, c->r->now) < 0) {
		c->f->dialect->refuse(c->f, XG_FAULT_429,
			xg_sim_bucket_wait(most, c->r->now), c->a);
		return;
	}
	if (ticker.n)
		c->m = xg_sim_find(&c->f->venue, NULL, ticker);
	if (routes[i].path[strlen(routes[i].path) - 1] == '/' && !c->m)
		xg_dy_fail(c->a, 400,
			"ticker must be a valid ticker (BTC-USD, etc)");
	else
		routes[i].fn(c);
}

void xg_dy_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct call c = { .f = f, .r = r, .a = a };
	struct xg_str ticker = { "", 0 };
	size_t i = 0;

	f->now = r->now;
	while (i < XG_LEN(routes) &&
		!is_route(r->path, routes[i].path, &ticker))
		i++;
	if (i == XG_LEN(routes) || !xg_str_is_text(r->method, "GET")) {
		xg_dy_fail(a, 404, "Not Found");
		return;
	}
	xg_buf_text(&a->headers, "Cache-Control: public, max-age=1\n");
	if (routes[i].path[strlen(routes[i].path) - 1] != '/')
		ticker.n = 0;
	answer(&c, i, ticker);
	xg_buf_release(&c.val);
}
