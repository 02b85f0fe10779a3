/* Simulated Hyperliquid: the table, what it lists, its refusals. Source: sheet
 * hyperliquid, sections 2, 3, 9 and 10. */
#include "sim/hyperliquid.h"

#include <stdio.h>
#include <stdlib.h>

#define D(m, e) \
	{ \
		m, e \
	}
/* Ticks are those of the price at which the market stands. */
#define PERP(unified, coin, asset, tk, lt) \
	{ \
		.sym = unified, .native = coin, .market = "perp", \
		.base = asset, .quote = "USD", .settle = "USDC", \
		.kind = XG_PERP, .tick = tk, .lot = lt, .min_qty = lt, \
		.max_qty = D(1000000, 0), .min_notional = D(10, 0), \
		.contract = D(1, 0), .maker = D(15, -5), .taker = D(45, -5), \
		.leverage_max = 40 \
	}
#define SPOT(b, coin, number, tk, lt) \
	{ \
		.sym = b "-USDC", .native = coin, .market = "spot", .base = b, \
		.quote = "USDC", .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = lt, .max_qty = D(1000000, 0), \
		.min_notional = D(10, 0), .contract = D(1, 0), \
		.maker = D(4, -4), .taker = D(7, -4), .code = number \
	}
static const struct xg_sim_spec specs[] = {
	PERP("BTC-USD-PERP", "BTC", "BTC", D(1, 0), D(1, -5)),
	PERP("ETH-USD-PERP", "ETH", "ETH", D(1, -1), D(1, -4)),
	PERP("SOL-USD-PERP", "SOL", "SOL", D(1, -2), D(1, -2)),
	PERP("~xyz:ETH", "xyz:ETH", "ETH", D(1, -1), D(1, -4)),
	SPOT("BTC", "@142", 142, D(1, 0), D(1, -5)),
	SPOT("ETH", "@151", 151, D(1, -1), D(1, -4)),
	SPOT("SOL", "@156", 156, D(1, -2), D(1, -3)),
	{ .sym = "" },
};

bool xg_hl_is_spot(const struct xg_sim_mkt *m)
{
	return m->spec.kind == XG_SPOT;
}

struct xg_str xg_hl_dex(const struct xg_sim_mkt *m)
{
	struct xg_str s = xg_str_from(m->spec.native);
	size_t at = xg_str_find(s, ':');

	return (struct xg_str){ s.p, at < s.n ? at : 0 };
}

int xg_hl_decimals(const struct xg_sim_mkt *m)
{
	return xg_dec_places(m->spec.lot);
}

/* A symbol of a recording: its coin, or an index that its name gives. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT;

	s->code = (int64_t)(xg_str_hash(xg_str_from(s->sym)) % 90000) + 1000;
	if (spot)
		snprintf(s->native, sizeof s->native, "@%lld",
			(long long)s->code);
	else
		snprintf(s->native, sizeof s->native, "%s", s->base);
	snprintf(s->market, sizeof s->market, "%s", spot ? "spot" : "perp");
	if (!spot && !s->settle[0])
		snprintf(s->settle, sizeof s->settle, "USDC");
	s->maker = spot ? xg_dec_make(4, -4) : xg_dec_make(15, -5);
	s->taker = spot ? xg_dec_make(7, -4) : xg_dec_make(45, -5);
	s->leverage_max = spot ? 0 : 40;
}

bool xg_hl_ready(struct xg_sim_front *f)
{
	struct xg_hl_state *s = f->state;
	size_t n = f->venue.mkts, from = s->mkts;
	void *p;

	if (s->mkt && n <= from)
		return true;
	p = realloc(s->mkt, (n + 1) * sizeof *s->mkt);
	if (!p)
		return false;
	s->mkt = p;
	memset(s->mkt + from, 0, (n + 1 - from) * sizeof *s->mkt);
	s->mkts = n;
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct xg_hl_conn *h = c->state;

		p = realloc(h->mask, (n + 1) * sizeof *h->mask);
		if (!p)
			return false;
		h->mask = p;
		memset(h->mask + h->mkts, 0,
			(n + 1 - h->mkts) * sizeof *h->mask);
		h->mkts = n;
	}
	return true;
}

/* 1200 weight a minute for an address. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_hl_state *s = f->state;

	s->ip = (struct xg_sim_bucket){ .window_us = 60000000, .max = 1200 };
	return xg_hl_ready(f) ? 0 : XG_ERR_MEMORY;
}

static void shut(struct xg_sim_front *f)
{
	struct xg_hl_state *s = f->state;

	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->frame);
}

/* No header says how long to wait. */
static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	(void)f;
	(void)wait_us;
	if (kind == XG_FAULT_429 || kind == XG_FAULT_418) {
		a->status = 429;
		xg_buf_text(&a->body, "null");
		return;
	}
	a->status = kind == XG_FAULT_MAINTENANCE ? 503 : 502;
	xg_buf_text(&a->headers, "Content-Type: text/html\n");
	xg_buf_text(&a->body, "<html><body>Bad Gateway</body></html>");
}

const struct xg_sim_dialect xg_sim_hyperliquid = {
	.name = "hyperliquid",
	.specs = specs,
	.state_size = sizeof(struct xg_hl_state),
	.conn_size = sizeof(struct xg_hl_conn),
	.idle_us = INT64_C(60) * 1000000,
	.idle_both = true,
	.idle_code = 1000,
	.name_spec = name_spec,
	.open = open_front,
	.shut = shut,
	.rest = xg_hl_rest,
	.refuse = refuse,
	.ws_open = xg_hl_ws_open,
	.ws_text = xg_hl_ws_text,
	.ws_shut = xg_hl_ws_shut,
	.event = xg_hl_event,
	.tick = xg_hl_tick,
	.farewell = NULL,
};
