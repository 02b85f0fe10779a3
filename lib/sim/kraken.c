/* Simulated Kraken: the table, what it lists, its refusals. Source: sheet
 * kraken, sections 2, 3, 9 and 12. */
#include "sim/kraken.h"

#include <stdio.h>
#include <stdlib.h>

static const int depths[XG_KR_BOOKS] = { 10, 25, 100, 500, 1000 };

int xg_kr_depth(int chan)
{
	return depths[chan];
}

const char *xg_kr_asset(const char *ccy)
{
	if (strcmp(ccy, "BTC") == 0)
		return "XBT";
	return strcmp(ccy, "DOGE") == 0 ? "XDG" : ccy;
}

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define SPOT(b, q, tk, least, cost) \
	{ \
		.sym = b "-" q, .native = b "/" q, .market = "spot", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = tk, \
		.lot = D(1, -8), .min_qty = least, .max_qty = D(10000, 0), \
		.min_notional = cost, .contract = ONE, .maker = D(25, -4), \
		.taker = D(40, -4) \
	}
#define LINEAR(b, name, tk, lt) \
	{ \
		.sym = b "-USD-PERP", .native = name, .market = "futures", \
		.base = b, .quote = "USD", .settle = "USD", .kind = XG_PERP, \
		.tick = tk, .lot = lt, .min_qty = lt, .max_qty = D(1000, 0), \
		.contract = ONE, .maker = D(2, -4), .taker = D(5, -4), \
		.leverage_max = 50 \
	}
#define INVERSE(b, tail, name, how, at, tk) \
	{ \
		.sym = b "-USD-" tail ":" b, .native = name, \
		.market = "futures", .base = b, .quote = "USD", .settle = b, \
		.kind = how, .tick = tk, .lot = ONE, .min_qty = ONE, \
		.max_qty = D(1000000, 0), .contract = ONE, .maker = D(2, -4), \
		.taker = D(5, -4), .inverse = true, .leverage_max = 50, \
		.expiry = at \
	}
#define DATE INT64_C(1924243200000000) /* 2030-12-23 08:00 UTC */

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USD", D(1, -1), D(5, -5), D(5, -1)),
	SPOT("ETH", "USD", D(1, -2), D(1, -3), D(5, -1)),
	SPOT("SOL", "USD", D(1, -2), D(2, -2), D(5, -1)),
	SPOT("ETH", "BTC", D(1, -5), D(1, -3), D(2, -5)),
	SPOT("BTC", "USDT", D(1, -1), D(5, -5), D(5, -1)),
	LINEAR("BTC", "PF_XBTUSD", D(1, 0), D(1, -4)),
	LINEAR("ETH", "PF_ETHUSD", D(1, -1), D(1, -3)),
	INVERSE("BTC", "PERP", "PI_XBTUSD", XG_PERP, 0, D(5, -1)),
	INVERSE("BTC", "20301223", "FI_XBTUSD_301223", XG_FUTURE, DATE,
		D(5, -1)),
	{ .sym = "" },
};

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT;
	const char *kind = s->inverse ? "I" : "F";

	if (spot) {
		snprintf(s->native, sizeof s->native, "%.30s/%.30s", s->base,
			s->quote);
	} else {
		const char *date = strstr(s->sym, "-20");

		snprintf(s->native, sizeof s->native, "%s%s_%.16s%.16s%s%.6s",
			s->kind == XG_FUTURE ? "F" : "P", kind,
			xg_kr_asset(s->base), s->quote,
			s->kind == XG_FUTURE ? "_" : "",
			s->kind == XG_FUTURE && date ? date + 3 : "");
	}
	snprintf(s->market, sizeof s->market, "%s", spot ? "spot" : "futures");
	if (!spot && !s->settle[0])
		memcpy(s->settle, s->inverse ? s->base : s->quote,
			sizeof s->settle);
	s->maker = spot ? xg_dec_make(25, -4) : xg_dec_make(2, -4);
	s->taker = spot ? xg_dec_make(40, -4) : xg_dec_make(5, -4);
	s->leverage_max = spot ? 0 : 50;
}

/* Room for the channels of markets that were listed later. */
static bool grow_masks(struct xg_sim_front *f, size_t from, size_t to)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct xg_kr_conn *k = c->state;
		uint32_t *p =
			k->mask ? realloc(k->mask, (to + 1) * sizeof *p) : NULL;

		if (k->mask && !p)
			return false;
		if (p)
			memset(p + from, 0, (to + 1 - from) * sizeof *p);
		k->mask = p;
	}
	return true;
}

/* Numbers of books begin anywhere. */
static int grow(struct xg_sim_front *f)
{
	struct xg_kr_state *s = f->state;
	size_t n = f->venue.mkts, from = s->mkts;
	struct xg_kr_mkt *p = realloc(s->mkt, (n + 1) * sizeof *p);

	if (p)
		s->mkt = p;
	if (!p || !grow_masks(f, from, n))
		return XG_ERR_MEMORY;
	memset(p + from, 0, (n + 1 - from) * sizeof *p);
	for (size_t i = from; i < n; i++)
		p[i].win[XG_KR_BOOK_1000].seq = (int64_t)(26660000 + 10000 * i);
	s->mkts = n;
	return 0;
}

static void shut(struct xg_sim_front *f)
{
	struct xg_kr_state *s = f->state;

	for (size_t i = 0; s->mkt && i < s->mkts; i++)
		for (int k = 0; k < XG_KR_BOOKS; k++) {
			free(s->mkt[i].win[k].side[0]);
			free(s->mkt[i].win[k].side[1]);
		}
	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->data);
	xg_buf_release(&s->frame);
}

/* Refusals of the spot come with HTTP 200, but for those of the edge. */
static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	switch (kind) {
	case XG_FAULT_429:
		xg_buf_text(
			&a->body, "{\"error\":[\"EAPI:Rate limit exceeded\"]}");
		break;
	case XG_FAULT_418:
		xg_buf_printf(&a->body,
			"{\"error\":[\"EService:Throttled: %lld\"]}",
			(long long)((f->now + wait_us) / 1000000 + 1));
		break;
	case XG_FAULT_MAINTENANCE:
		xg_buf_text(&a->body, "{\"error\":[\"EService:Unavailable\"]}");
		break;
	default:
		a->status = 520;
		xg_buf_text(&a->body, "error code: 520");
		break;
	}
}

/* Maintenance is told on the status channel before connections go. */
static void farewell(struct xg_sim_front *f, int64_t now)
{
	f->now = now;
	for (struct xg_sim_conn *c = f->conns; c; c = c->next)
		if (!((struct xg_kr_conn *)c->state)->futures)
			xg_kr_status(c, "maintenance");
}

const struct xg_sim_dialect xg_sim_kraken = {
	.name = "kraken",
	.specs = specs,
	.state_size = sizeof(struct xg_kr_state),
	.conn_size = sizeof(struct xg_kr_conn),
	.idle_us = INT64_C(60) * 1000000,
	.idle_both = true,
	.idle_code = 1006,
	.name_spec = name_spec,
	.open = grow,
	.grow = grow,
	.shut = shut,
	.rest = xg_kr_rest,
	.refuse = refuse,
	.ws_open = xg_kr_ws_open,
	.ws_text = xg_kr_ws_text,
	.ws_shut = xg_kr_ws_shut,
	.event = xg_kr_event,
	.tick = xg_kr_tick,
	.farewell = farewell,
};
