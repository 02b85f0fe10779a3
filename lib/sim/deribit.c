/* Simulated Deribit: the table, what it lists, its refusals. Source: sheet
 * deribit, sections 2, 3, 9 and 10. */
#include "sim/deribit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define DATE INT64_C(1924243200000000) /* 2030-12-23 08:00 UTC */
#define SPOT(b, q, tk, lt) \
	{ \
		.sym = b "-" q, .native = b "_" q, .market = "spot", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = lt, .max_qty = D(100000, 0), .contract = ONE \
	}
#define FUTURE(b, q, s, how, name, tail, at, tk, lt, inv) \
	{ \
		.sym = b "-" q "-" tail, .native = name, .market = "future", \
		.base = b, .quote = q, .settle = s, .kind = how, .tick = tk, \
		.lot = lt, .min_qty = lt, .max_qty = D(10000000, 0), \
		.contract = ONE, .taker = D(5, -4), .inverse = inv, \
		.leverage_max = 50, .expiry = at \
	}

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDC", D(1, 0), D(1, -4)),
	SPOT("ETH", "USDC", D(1, -1), D(1, -3)),
	SPOT("ETH", "BTC", D(1, -5), D(1, -4)),
	FUTURE("BTC", "USD", "BTC", XG_PERP, "BTC-PERPETUAL", "PERP", 0,
		D(5, -1), D(10, 0), true),
	FUTURE("ETH", "USD", "ETH", XG_PERP, "ETH-PERPETUAL", "PERP", 0,
		D(5, -2), ONE, true),
	FUTURE("BTC", "USD", "BTC", XG_FUTURE, "BTC-23DEC30", "20301223", DATE,
		D(25, -1), D(10, 0), true),
	FUTURE("BTC", "USDC", "USDC", XG_PERP, "BTC_USDC-PERPETUAL", "PERP", 0,
		D(5, -1), D(1, -3), false),
	FUTURE("ETH", "USDC", "USDC", XG_PERP, "ETH_USDC-PERPETUAL", "PERP", 0,
		D(5, -2), D(1, -2), false),
	FUTURE("BTC", "USDC", "USDC", XG_FUTURE, "BTC_USDC-23DEC30", "20301223",
		DATE, D(25, -1), D(1, -3), false),
	{ .sym = "BTC-USDC-20301223-90000-C",
		.native = "BTC_USDC-23DEC30-90000-C",
		.market = "option",
		.base = "BTC",
		.quote = "USDC",
		.settle = "USDC",
		.kind = XG_OPTION,
		.tick = D(5, 0),
		.lot = D(1, -2),
		.min_qty = D(1, -2),
		.max_qty = D(5000, 0),
		.contract = ONE,
		.maker = D(3, -4),
		.taker = D(3, -4),
		.expiry = DATE },
	{ .sym = "" },
};

/* 25DEC26 of a time: no leading zero. */
static void put_date(char out[static 24], int64_t expiry)
{
	static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
	struct xg_civil c = xg_time_civil(expiry);

	snprintf(out, 24, "%d%.3s%02d", (int)c.day,
		months + (size_t)(c.month - 1) * 3, (int)(c.year % 100));
}

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT;
	bool usd = strcmp(s->quote, "USD") == 0 && !spot;
	const char *strike = strrchr(s->sym, '-');
	char asset[40], date[24] = "PERPETUAL";

	snprintf(asset, sizeof asset, usd ? "%.15s" : "%.15s_%.15s", s->base,
		s->quote);
	if (s->expiry)
		put_date(date, s->expiry);
	/* -90000-C is what is behind the last dash but one. */
	while (s->kind == XG_OPTION && strike && strike > s->sym &&
		*--strike != '-')
		;
	if (spot)
		snprintf(s->native, sizeof s->native, "%s", asset);
	else if (s->kind == XG_OPTION && strike)
		snprintf(s->native, sizeof s->native, "%s-%s%.20s", asset, date,
			strike);
	else
		snprintf(s->native, sizeof s->native, "%s-%s", asset, date);
	snprintf(s->market, sizeof s->market, "%s",
		spot		       ? "spot"
		: s->kind == XG_OPTION ? "option"
				       : "future");
	if (!spot && !s->settle[0])
		memcpy(s->settle, usd ? s->base : s->quote, sizeof s->settle);
	s->inverse |= usd && s->kind != XG_OPTION;
	s->taker = spot ? xg_dec_make(0, 0) : xg_dec_make(5, -4);
	s->leverage_max = spot ? 0 : 50;
}

/* A connection has a mask for each market. */
static bool grow_masks(struct xg_sim_front *f, size_t n)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct xg_dr_conn *d = c->state;
		void *p = realloc(d->mask, (n + 1) * sizeof *d->mask);

		if (!p)
			return false;
		d->mask = p;
		memset(d->mask + d->mkts, 0,
			(n + 1 - d->mkts) * sizeof *d->mask);
		d->mkts = n;
	}
	return true;
}

bool xg_dr_ready(struct xg_sim_front *f)
{
	struct xg_dr_state *s = f->state;
	size_t n = f->venue.mkts, from = s->mkts;
	void *p;

	if (s->mkt && n <= from)
		return true;
	p = realloc(s->mkt, (n + 1) * sizeof *s->mkt);
	if (p)
		s->mkt = p;
	if (!p || !grow_masks(f, n))
		return false;
	memset(s->mkt + from, 0, (n + 1 - from) * sizeof *s->mkt);
	s->mkts = n;
	return true;
}

/* 20 requests a second, 100 at once. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_dr_state *s = f->state;

	s->ip = (struct xg_sim_bucket){ .window_us = 5000000, .max = 100 };
	return xg_dr_ready(f) ? 0 : XG_ERR_MEMORY;
}

static void shut(struct xg_sim_front *f)
{
	struct xg_dr_state *s = f->state;

	for (size_t i = 0; s->mkt && i < s->mkts; i++)
		xg_dr_book_free(&s->mkt[i]);
	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->data);
	xg_buf_release(&s->frame);
}

static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	struct xg_dr_call c = { .f = f, .now = f->now };

	(void)wait_us; /* the venue does not say */
	a->status = 400;
	if (kind == XG_FAULT_5XX) {
		a->status = 502;
		xg_buf_text(&a->body, "<html>Bad Gateway</html>");
		return;
	}
	c.code = kind == XG_FAULT_MAINTENANCE ? 11051 : 10028;
	c.message = kind == XG_FAULT_MAINTENANCE ? "system_maintenance"
						 : "too_many_requests";
	xg_dr_answer(&a->body, &c, (struct xg_str){ NULL, 0 });
}

/* The notice that the platform is locked: connections end soon after. */
static void farewell(struct xg_sim_front *f, int64_t now)
{
	(void)now;
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_dr_conn *d = c->state;

		if (d->platform)
			f->send(c,
				XG_STR("{\"jsonrpc\":\"2.0\",\"method\":"
				       "\"subscription\",\"params\":{"
				       "\"channel\":\"platform_state\","
				       "\"data\":{\"locked\":true}}}"),
				XG_ON_ANY, "");
	}
}

static void tick(struct xg_sim_front *f, int64_t now)
{
	xg_dr_tick(f, now);
	xg_dr_ws_beat(f, now);
}

const struct xg_sim_dialect xg_sim_deribit = {
	.name = "deribit",
	.specs = specs,
	.state_size = sizeof(struct xg_dr_state),
	.conn_size = sizeof(struct xg_dr_conn),
	.name_spec = name_spec,
	.open = open_front,
	.shut = shut,
	.rest = xg_dr_rest,
	.refuse = refuse,
	.ws_open = xg_dr_ws_open,
	.ws_text = xg_dr_ws_text,
	.ws_shut = xg_dr_ws_shut,
	.event = xg_dr_event,
	.tick = tick,
	.farewell = farewell,
};
