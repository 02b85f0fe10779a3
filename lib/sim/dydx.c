/* Simulated dYdX: the table, what it lists, its refusals. Source: sheet dydx,
 * sections 2, 3, 4 and 9. */
#include "sim/dydx.h"

#include <stdio.h>
#include <stdlib.h>

#define D(m, e) \
	{ \
		m, e \
	}
#define PERP(b, pair, tk, lt, lever) \
	{ \
		.sym = b "-USD-PERP", .native = b "-USD", .market = "perp", \
		.base = b, .quote = "USD", .settle = "USDC", .kind = XG_PERP, \
		.tick = tk, .lot = lt, .min_qty = lt, \
		.max_qty = D(1000000, 0), .contract = D(1, 0), \
		.maker = D(1, -4), .taker = D(5, -4), .code = pair, \
		.leverage_max = lever \
	}
static const struct xg_sim_spec specs[] = {
	PERP("BTC", 0, D(1, 0), D(1, -4), 50),
	PERP("ETH", 1, D(1, -1), D(1, -3), 50),
	PERP("SOL", 5, D(1, -2), D(1, -1), 20),
	{ .sym = "" },
};

/* A symbol of a recording: all are perpetuals in USD. */
static void name_spec(struct xg_sim_spec *s)
{
	s->code = (int64_t)(xg_str_hash(xg_str_from(s->sym)) % 90000) + 1000;
	snprintf(s->native, sizeof s->native, "%.15s-USD", s->base);
	snprintf(s->market, sizeof s->market, "perp");
	snprintf(s->settle, sizeof s->settle, "USDC");
	s->maker = xg_dec_make(1, -4);
	s->taker = xg_dec_make(5, -4);
	s->leverage_max = 20;
}

static int grow(struct xg_sim_front *f)
{
	struct xg_dy_state *s = f->state;
	size_t n = f->venue.mkts, was = s->topic ? xg_dy_slots(s) : 0;
	size_t slots = XG_DY_GLOBAL + n * XG_DY_PER_MKT;
	void *p = xg_sim_longer(s->mkt, sizeof *s->mkt, s->mkts, n);

	if (!p)
		return XG_ERR_MEMORY;
	s->mkt = p;
	p = xg_sim_longer(s->topic, sizeof *s->topic, was, slots);
	if (!p)
		return XG_ERR_MEMORY;
	s->topic = p;
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct xg_dy_conn *d = c->state;

		p = xg_sim_longer(d->sub, sizeof *d->sub, d->slots, slots);
		if (!p)
			return XG_ERR_MEMORY;
		d->sub = p;
		d->slots = slots;
	}
	s->mkts = n;
	return 0;
}

/* 100 requests in 10 s for an address, 1000 for candles. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_dy_state *s = f->state;

	s->ip = (struct xg_sim_bucket){ .window_us = 10000000, .max = 100 };
	s->candles =
		(struct xg_sim_bucket){ .window_us = 10000000, .max = 1000 };
	return grow(f);
}

static void shut(struct xg_sim_front *f)
{
	struct xg_dy_state *s = f->state;

	for (size_t i = 0; s->topic && i < xg_dy_slots(s); i++)
		xg_buf_release(&s->topic[i].batch);
	for (size_t i = 0; s->mkt && i < s->mkts; i++)
		for (int side = 0; side < 2; side++)
			xg_buf_release(&s->mkt[i].gone[side]);
	free(s->topic);
	free(s->mkt);
	s->topic = NULL;
	s->mkt = NULL;
	xg_buf_release(&s->text);
	xg_buf_release(&s->frame);
}

static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	(void)f;
	switch (kind) {
	case XG_FAULT_429:
		xg_buf_printf(&a->headers, "Retry-After: %lld\n",
			(long long)((wait_us + 999999) / 1000000));
		xg_dy_fail(a, 429, "Too many requests");
		break;
	case XG_FAULT_418:
		xg_dy_fail(a, 403, "Forbidden");
		break;
	case XG_FAULT_MAINTENANCE:
		a->status = 503;
		xg_buf_text(&a->headers, "Content-Type: text/html\n");
		xg_buf_text(&a->body,
			"<html><body>Service Temporarily Unavailable"
			"</body></html>");
		break;
	default:
		xg_dy_fail(a, 500, "Internal Server Error");
		break;
	}
}

/* There is no notice before the service restarts. */
const struct xg_sim_dialect xg_sim_dydx = {
	.name = "dydx",
	.specs = specs,
	.state_size = sizeof(struct xg_dy_state),
	.conn_size = sizeof(struct xg_dy_conn),
	.ping_us = INT64_C(30) * 1000000,
	.idle_us = INT64_C(40) * 1000000,
	.idle_code = 1011,
	.name_spec = name_spec,
	.open = open_front,
	.shut = shut,
	.grow = grow,
	.rest = xg_dy_rest,
	.refuse = refuse,
	.ws_open = xg_dy_ws_open,
	.ws_text = xg_dy_ws_text,
	.ws_shut = xg_dy_ws_shut,
	.event = xg_dy_event,
	.tick = xg_dy_tick,
	.farewell = NULL,
};
