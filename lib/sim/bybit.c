/* Simulated Bybit: the table, what it lists, its refusals. Source: sheet bybit,
 * sections 2, 3, 7 and 9. */
#include "sim/bybit.h"

#include <stdio.h>
#include <stdlib.h>

const char *const xg_by_cats[XG_BY_CATS + 1] = { "spot", "linear", "inverse",
	"option", NULL };

enum xg_by_cat xg_by_cat_from(struct xg_str name)
{
	int i = 0;

	while (i < XG_BY_CATS && !xg_str_is_text(name, xg_by_cats[i]))
		i++;
	return (enum xg_by_cat)i;
}

enum xg_by_cat xg_by_cat_of(const struct xg_sim_mkt *m)
{
	return xg_by_cat_from(xg_str_from(m->spec.market));
}

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define SPOT(b, q, tk, lt, least) \
	{ \
		.sym = b "-" q, .native = b q, .market = "spot", .base = b, \
		.quote = q, .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = lt, .max_qty = D(90000, 0), .min_notional = least, \
		.contract = ONE, .maker = D(1, -3), .taker = D(1, -3) \
	}
#define PERP(b, q, name, tk, lt) \
	{ \
		.sym = b "-" q "-PERP", .native = name, .market = "linear", \
		.base = b, .quote = q, .settle = q, .kind = XG_PERP, \
		.tick = tk, .lot = lt, .min_qty = lt, .max_qty = D(1190, 0), \
		.min_notional = D(5, 0), .contract = ONE, .maker = D(2, -4), \
		.taker = D(55, -5), .leverage_max = 100 \
	}
#define INVERSE(b, tail, name, how, at, tk) \
	{ \
		.sym = b "-USD-" tail, .native = name, .market = "inverse", \
		.base = b, .quote = "USD", .settle = b, .kind = how, \
		.tick = tk, .lot = ONE, .min_qty = ONE, \
		.max_qty = D(1000000, 0), .contract = ONE, .maker = D(2, -4), \
		.taker = D(55, -5), .inverse = true, .leverage_max = 100, \
		.expiry = at \
	}
#define DATE INT64_C(1924243200000000) /* 2030-12-23 08:00 UTC */

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDT", D(1, -2), D(1, -6), D(5, 0)),
	SPOT("ETH", "USDT", D(1, -2), D(1, -5), D(5, 0)),
	SPOT("SOL", "USDT", D(1, -2), D(1, -3), D(5, 0)),
	SPOT("ETH", "BTC", D(1, -6), D(1, -4), D(1, -4)),
	SPOT("BTC", "USDC", D(1, -2), D(1, -6), D(5, 0)),
	PERP("BTC", "USDT", "BTCUSDT", D(1, -1), D(1, -3)),
	PERP("ETH", "USDT", "ETHUSDT", D(1, -2), D(1, -2)),
	PERP("SOL", "USDT", "SOLUSDT", D(1, -2), D(1, -1)),
	PERP("BTC", "USDC", "BTCPERP", D(1, -1), D(1, -3)),
	{ .sym = "BTC-USDT-20301223",
		.native = "BTCUSDT-23DEC30",
		.market = "linear",
		.base = "BTC",
		.quote = "USDT",
		.settle = "USDT",
		.kind = XG_FUTURE,
		.tick = D(1, -1),
		.lot = D(1, -3),
		.min_qty = D(1, -3),
		.max_qty = D(1190, 0),
		.min_notional = D(5, 0),
		.contract = ONE,
		.maker = D(2, -4),
		.taker = D(55, -5),
		.leverage_max = 50,
		.expiry = DATE },
	INVERSE("BTC", "PERP", "BTCUSD", XG_PERP, 0, D(1, -1)),
	INVERSE("ETH", "PERP", "ETHUSD", XG_PERP, 0, D(1, -2)),
	INVERSE("BTC", "20301223", "BTCUSDZ30", XG_FUTURE, DATE, D(1, -1)),
	{ .sym = "BTC-USDT-20301223-90000-C",
		.native = "BTC-23DEC30-90000-C-USDT",
		.market = "option",
		.base = "BTC",
		.quote = "USDT",
		.settle = "USDT",
		.kind = XG_OPTION,
		.tick = D(5, 0),
		.lot = D(1, -2),
		.min_qty = D(1, -2),
		.max_qty = D(500, 0),
		.contract = ONE,
		.maker = D(2, -4),
		.taker = D(3, -4),
		.expiry = DATE },
	{ .sym = "" },
};

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT;
	bool usd = strcmp(s->quote, "USD") == 0 && !spot;

	snprintf(s->native, sizeof s->native, "%.30s%.30s", s->base,
		s->kind == XG_PERP && strcmp(s->quote, "USDC") == 0 ? "PERP"
								    : s->quote);
	snprintf(s->market, sizeof s->market, "%s",
		spot		       ? "spot"
		: s->kind == XG_OPTION ? "option"
		: usd		       ? "inverse"
				       : "linear");
	if (!spot && !s->settle[0])
		memcpy(s->settle, usd ? s->base : s->quote, sizeof s->settle);
	s->inverse |= usd && s->kind != XG_OPTION;
	s->maker = spot ? xg_dec_make(1, -3) : xg_dec_make(2, -4);
	s->taker = spot ? xg_dec_make(1, -3) : xg_dec_make(55, -5);
	s->leverage_max = spot ? 0 : 100;
}

/* A connection has a mask for each market. */
static bool grow_masks(struct xg_sim_front *f, size_t from, size_t to)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct xg_by_conn *b = c->state;
		void *p = realloc(b->mask, (to + 1) * sizeof *b->mask);

		if (!p)
			return false;
		b->mask = p;
		memset(b->mask + from, 0, (to + 1 - from) * sizeof *b->mask);
	}
	return true;
}

/* Numbers of books begin anywhere. */
bool xg_by_ready(struct xg_sim_front *f)
{
	struct xg_by_state *s = f->state;
	size_t n = f->venue.mkts, from = s->mkts;
	void *p;

	if (s->mkt && n <= from)
		return true;
	p = realloc(s->mkt, (n + 1) * sizeof *s->mkt);
	if (p)
		s->mkt = p;
	if (!p || !grow_masks(f, from, n))
		return false;
	memset(s->mkt + from, 0, (n + 1 - from) * sizeof *s->mkt);
	for (size_t i = from; i < n; i++)
		for (int k = 0; k < XG_BY_BOOKS; k++)
			s->mkt[i].win[k].u =
				(int64_t)(7000000 + 10000 * i) + 1000 * k;
	s->mkts = n;
	return true;
}

/* 600 requests in 5 s for an address. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_by_state *s = f->state;

	s->ip = (struct xg_sim_bucket){ .window_us = 5000000, .max = 600 };
	return xg_by_ready(f) ? 0 : XG_ERR_MEMORY;
}

static int grow(struct xg_sim_front *f)
{
	return xg_by_ready(f) ? 0 : XG_ERR_MEMORY;
}

static void shut(struct xg_sim_front *f)
{
	struct xg_by_state *s = f->state;

	for (size_t i = 0; s->mkt && i < s->mkts; i++)
		for (int k = 0; k < XG_BY_BOOKS; k++) {
			free(s->mkt[i].win[k].side[0]);
			free(s->mkt[i].win[k].side[1]);
		}
	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->data);
	xg_buf_release(&s->frame);
}

/* A limit comes with HTTP 200; who goes on gets 403 in plain words. */
static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	switch (kind) {
	case XG_FAULT_429:
		xg_buf_printf(&a->headers,
			"X-Bapi-Limit: 10\nX-Bapi-Limit-Status: 0\n"
			"X-Bapi-Limit-Reset-Timestamp: %lld\n",
			(long long)((f->now + wait_us) / 1000));
		xg_by_fail(a, f->now, 10006, "Too many visits!");
		break;
	case XG_FAULT_418:
		a->status = 403;
		xg_buf_text(&a->body, "access too frequent");
		break;
	case XG_FAULT_MAINTENANCE:
		xg_by_fail(a, f->now, 10016, "System maintenance.");
		break;
	default:
		a->status = 503;
		xg_by_fail(a, f->now, 10000, "Server Timeout");
		break;
	}
}

/* The notice of a service that drains before it restarts. */
static void farewell(struct xg_sim_front *f, int64_t now)
{
	(void)now;
	for (struct xg_sim_conn *c = f->conns; c; c = c->next)
		f->send(c,
			XG_STR("{\"retCode\":10019,\"retMsg\":\"ws service is "
			       "restarting, please reconnect\"}"),
			XG_ON_ANY, "");
}

const struct xg_sim_dialect xg_sim_bybit = {
	.name = "bybit",
	.specs = specs,
	.state_size = sizeof(struct xg_by_state),
	.conn_size = sizeof(struct xg_by_conn),
	.idle_us = INT64_C(600) * 1000000,
	.idle_code = 1006,
	.name_spec = name_spec,
	.open = open_front,
	.shut = shut,
	.grow = grow,
	.rest = xg_by_rest,
	.refuse = refuse,
	.ws_open = xg_by_ws_open,
	.ws_text = xg_by_ws_text,
	.ws_shut = xg_by_ws_shut,
	.event = xg_by_event,
	.tick = xg_by_tick,
	.farewell = farewell,
};
