/* Simulated Gate: the table, what it lists, its refusals. Source: sheet gate,
 * sections 1 to 4, 7 and 9. */
#include "sim/gate.h"

#include <stdio.h>
#include <stdlib.h>

const char *const xg_gt_ats[XG_GT_ATS + 1] = { "spot", "usdt", "btc",
	"delivery", NULL };

enum xg_gt_at xg_gt_at_of(const struct xg_sim_mkt *m)
{
	int i = 0;

	while (i < XG_GT_ATS && strcmp(m->spec.market, xg_gt_ats[i]) != 0)
		i++;
	return (enum xg_gt_at)i;
}

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define SPOT(b, q, tk, lt, least) \
	{ \
		.sym = b "-" q, .native = b "_" q, .market = "spot", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = lt, .max_qty = D(90000, 0), .min_notional = least, \
		.contract = ONE, .maker = D(2, -3), .taker = D(2, -3) \
	}
/* Sizes are contracts. */
#define PERP(b, tk, one) \
	{ \
		.sym = b "-USDT-PERP", .native = b "_USDT", .market = "usdt", \
		.base = b, .quote = "USDT", .settle = "USDT", .kind = XG_PERP, \
		.tick = tk, .lot = ONE, .min_qty = ONE, \
		.max_qty = D(1000000, 0), .contract = one, .maker = D(2, -4), \
		.taker = D(5, -4), .leverage_max = 100 \
	}
#define DATE INT64_C(1924243200000000) /* 2030-12-23 08:00 UTC */

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDT", D(1, -1), D(1, -6), D(3, 0)),
	SPOT("ETH", "USDT", D(1, -2), D(1, -4), D(3, 0)),
	SPOT("SOL", "USDT", D(1, -2), D(1, -3), D(3, 0)),
	SPOT("ETH", "BTC", D(1, -6), D(1, -4), D(1, -4)),
	PERP("BTC", D(1, -1), D(1, -4)),
	PERP("ETH", D(1, -2), D(1, -2)),
	PERP("SOL", D(1, -2), D(1, 0)),
	{ .sym = "BTC-USD-PERP",
		.native = "BTC_USD",
		.market = "btc",
		.base = "BTC",
		.quote = "USD",
		.settle = "BTC",
		.kind = XG_PERP,
		.tick = D(1, -1),
		.lot = ONE,
		.min_qty = ONE,
		.max_qty = D(1000000, 0),
		.contract = ONE,
		.maker = D(2, -4),
		.taker = D(5, -4),
		.inverse = true,
		.leverage_max = 100 },
	{ .sym = "BTC-USDT-20301223",
		.native = "BTC_USDT_20301223",
		.market = "delivery",
		.base = "BTC",
		.quote = "USDT",
		.settle = "USDT",
		.kind = XG_FUTURE,
		.tick = D(1, -1),
		.lot = ONE,
		.min_qty = ONE,
		.max_qty = D(1000000, 0),
		.contract = D(1, -4),
		.maker = D(2, -4),
		.taker = D(5, -4),
		.leverage_max = 50,
		.expiry = DATE },
	{ .sym = "" },
};

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	struct xg_str date = xg_str_from(s->sym);
	bool spot = s->kind == XG_SPOT;
	bool usd = strcmp(s->quote, "USD") == 0 && !spot;

	snprintf(s->native, sizeof s->native, "%.15s_%.15s", s->base, s->quote);
	snprintf(s->market, sizeof s->market, "%s",
		spot		       ? "spot"
		: s->kind == XG_FUTURE ? "delivery"
		: usd		       ? "btc"
				       : "usdt");
	if (s->kind == XG_FUTURE && date.n > 8)
		snprintf(s->native, sizeof s->native, "%.15s_%.15s_%.8s",
			s->base, s->quote, date.p + date.n - 8);
	if (!spot && !s->settle[0])
		memcpy(s->settle, usd ? s->base : s->quote, sizeof s->settle);
	s->inverse |= usd;
	s->maker = spot ? xg_dec_make(2, -3) : xg_dec_make(2, -4);
	s->taker = spot ? xg_dec_make(2, -3) : xg_dec_make(5, -4);
	s->leverage_max = spot ? 0 : 100;
}

static int grow(struct xg_sim_front *f)
{
	struct xg_gt_state *s = f->state;
	size_t n = f->venue.mkts;
	void *p = xg_sim_longer(s->mkt, sizeof *s->mkt, s->mkts, n);

	if (!p)
		return XG_ERR_MEMORY;
	s->mkt = p;
	if (xg_sim_longer_each(f, offsetof(struct xg_gt_conn, sub),
		    sizeof *((struct xg_gt_conn *)0)->sub, s->mkts, n) < 0)
		return XG_ERR_MEMORY;
	s->mkts = n;
	return 0;
}

/* 200 requests in 10 s for an address. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_gt_state *s = f->state;

	s->ip = (struct xg_sim_bucket){ .window_us = 10000000, .max = 200 };
	return grow(f);
}

static void release(struct xg_gt_mkt *k)
{
	for (int side = 0; side < 2; side++) {
		for (int i = 0; i < XG_GT_OBUS; i++)
			free(k->win[i].side[side]);
		for (int i = 0; i < XG_GT_DIFFS; i++)
			free(k->diff[i].side[side]);
	}
}

static void shut(struct xg_sim_front *f)
{
	struct xg_gt_state *s = f->state;

	for (size_t i = 0; s->mkt && i < s->mkts; i++)
		release(&s->mkt[i]);
	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->data);
	xg_buf_release(&s->frame);
}

static void html(struct xg_sim_answer *a, int status, const char *text)
{
	a->status = status;
	xg_buf_text(&a->headers, "Content-Type: text/html\n");
	xg_buf_printf(&a->body, "<html><body>%s</body></html>", text);
}

static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	switch (kind) {
	case XG_FAULT_429:
		xg_buf_printf(&a->headers,
			"X-Gate-RateLimit-Requests-Remain: 0\n"
			"X-Gate-RateLimit-Limit: 200\n"
			"X-Gate-RateLimit-Reset-Timestamp: %lld\n",
			(long long)((f->now + wait_us + 999999) / 1000000));
		xg_gt_fail(a, 429, "TOO_MANY_REQUESTS",
			"Request Rate Limit Exceeded");
		break;
	case XG_FAULT_418:
		html(a, 403, "error code: 1015");
		break;
	case XG_FAULT_MAINTENANCE:
		html(a, 503, "System maintenance");
		break;
	default:
		xg_gt_fail(a, 500, "SERVER_ERROR", "Internal server error");
		break;
	}
}

static void farewell(struct xg_sim_front *f, int64_t now)
{
	struct xg_gt_state *s = f->state;

	xg_buf_clear(&s->frame);
	xg_buf_printf(&s->frame,
		"{\"time\":%lld,\"time_ms\":%lld,\"channel\":\"\",\"event\":"
		"\"upgrade\",\"type\":\"service_upgrade\",\"msg\":"
		"\"Connection needs to be upgraded, please reconnect\"}",
		(long long)(now / 1000000), (long long)(now / 1000));
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		next = c->next;
		f->send(c, xg_buf_view(&s->frame), XG_ON_ANY, "");
	}
}

const struct xg_sim_dialect xg_sim_gate = {
	.name = "gate",
	.specs = specs,
	.state_size = sizeof(struct xg_gt_state),
	.conn_size = sizeof(struct xg_gt_conn),
	.ping_us = INT64_C(20) * 1000000,
	.idle_us = INT64_C(60) * 1000000,
	.idle_code = 1000,
	.name_spec = name_spec,
	.open = open_front,
	.grow = grow,
	.shut = shut,
	.rest = xg_gt_rest,
	.refuse = refuse,
	.ws_open = xg_gt_ws_open,
	.ws_text = xg_gt_ws_text,
	.ws_shut = xg_gt_ws_shut,
	.event = xg_gt_event,
	.tick = xg_gt_tick,
	.farewell = farewell,
};
