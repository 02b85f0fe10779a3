/* The Coinbase dialect: what it lists, its table, what both feeds share. Source:
 * sheet coinbase, sections 1 to 4 and 9. */
#include "sim/coinbase.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

#define D(m, e) \
	{ \
		m, e \
	}
#define SPOT(b, q, t, l, least, money) \
	{ \
		.sym = b "-" q, .native = b "-" q, .market = "spot", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = t, .lot = l, \
		.min_qty = least, .max_qty = D(3400, 0), \
		.min_notional = money, .contract = D(1, 0), .maker = D(6, -3), \
		.taker = D(12, -3) \
	}
/* Perpetuals of CDE: nano contracts with a far expiry. */
#define PERP(b, code, t, size) \
	{ \
		.sym = b "-USD-PERP", .native = code "-20DEC30-CDE", \
		.market = "future", .base = b, .quote = "USD", \
		.settle = "USD", .kind = XG_PERP, .tick = t, .lot = D(1, 0), \
		.min_qty = D(1, 0), .max_qty = D(5000, 0), .contract = size, \
		.maker = D(0, 0), .taker = D(2, -4), .leverage_max = 10 \
	}

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USD", D(1, -2), D(1, -8), D(1, -8), D(1, 0)),
	SPOT("ETH", "USD", D(1, -2), D(1, -8), D(1, -8), D(1, 0)),
	SPOT("SOL", "USD", D(1, -2), D(1, -8), D(1, -8), D(1, 0)),
	SPOT("ETH", "BTC", D(1, -5), D(1, -8), D(1, -5), D(1, -6)),
	PERP("BTC", "BIP", D(5, 0), D(1, -2)),
	PERP("ETH", "ETP", D(5, -1), D(1, -1)),
	{ .sym = "" },
};

static void name_spec(struct xg_sim_spec *s)
{
	if (s->kind == XG_SPOT) {
		snprintf(s->native, sizeof s->native, "%.30s-%.30s", s->base,
			s->quote);
		(void)xg_str_copy(s->market, sizeof s->market, XG_STR("spot"));
	} else {
		snprintf(s->native, sizeof s->native, "%.20s-20DEC30-CDE",
			s->base);
		(void)xg_str_copy(
			s->market, sizeof s->market, XG_STR("future"));
		(void)xg_str_copy(
			s->settle, sizeof s->settle, xg_str_from(s->quote));
	}
	s->maker = xg_dec_make(6, -3);
	s->taker = xg_dec_make(12, -3);
}

int xg_cb_open(struct xg_sim_front *f)
{
	struct xg_cb_state *s = f->state;

	s->mkts = f->venue.mkts;
	s->mkt = calloc(s->mkts + 1, sizeof *s->mkt);
	s->ip = (struct xg_sim_bucket){ .window_us = XG_US_PER_S, .max = 10 };
	return s->mkt ? 0 : XG_ERR_MEMORY;
}

void xg_cb_shut(struct xg_sim_front *f)
{
	struct xg_cb_state *s = f->state;

	free(s->mkt);
	xg_buf_release(&s->events);
	xg_buf_release(&s->frame);
	*s = (struct xg_cb_state){ 0 };
}

int xg_cb_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_cb_state *s = c->front->state;
	struct xg_cb_conn *k = c->state;

	if (r->path.n > 1)
		return 404;
	k->mask = calloc(s->mkts + 1, sizeof *k->mask);
	k->texts = (struct xg_sim_bucket){ .window_us = XG_US_PER_S, .max = 8 };
	return k->mask ? 0 : 503;
}

void xg_cb_ws_shut(struct xg_sim_conn *c)
{
	struct xg_cb_conn *k = c->state;

	free(k->mask);
	k->mask = NULL;
}

/* ---- texts ---- */

void xg_cb_time(struct xg_buf *b, const char *key, int64_t us)
{
	char text[32];

	xg_time_iso(text, us, 6);
	xg_json_put_text(b, key, text);
}

void xg_cb_dec(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_put_dec_text(b, key, v);
}

struct xg_dec xg_cb_last(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

struct xg_sim_mkt *xg_cb_product(
	const struct xg_sim_front *f, struct xg_str product)
{
	struct xg_sim_mkt *m = xg_sim_find(&f->venue, NULL, product);

	if (m || !xg_str_has_suffix(product, XG_STR("-USDC")))
		return m;
	product.n--;
	return xg_sim_find(&f->venue, "spot", product);
}

/* ---- REST that went wrong ---- */

void xg_cb_refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	(void)f, (void)wait_us; /* the venue does not say how long */
	if (kind == XG_FAULT_429 || kind == XG_FAULT_418) {
		a->status = 429;
		xg_buf_text(&a->body,
			"{\"errors\":[{\"id\":\"rate_limit_exceeded\","
			"\"message\":\"Too many requests\"}]}");
		return;
	}
	a->status = kind == XG_FAULT_MAINTENANCE ? 503 : 500;
	xg_buf_text(&a->body, "{\"error\":\"INTERNAL\",\"message\":\"\"}");
}

const struct xg_sim_dialect xg_sim_coinbase = {
	.name = "coinbase",
	.specs = specs,
	.state_size = sizeof(struct xg_cb_state),
	.conn_size = sizeof(struct xg_cb_conn),
	.name_spec = name_spec,
	.open = xg_cb_open,
	.shut = xg_cb_shut,
	.rest = xg_cb_rest,
	.refuse = xg_cb_refuse,
	.ws_open = xg_cb_ws_open,
	.ws_text = xg_cb_ws_text,
	.ws_shut = xg_cb_ws_shut,
	.event = xg_cb_event,
	.tick = xg_cb_tick,
	.farewell = xg_cb_farewell,
};
