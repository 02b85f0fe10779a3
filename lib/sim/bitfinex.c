/* Simulated Bitfinex: the table, what it lists, its refusals. Source:
 * docs.bitfinex.com, "General", "Requirements and Limitations", "Derivatives". */
#include "sim/bitfinex.h"

#include <stdio.h>
#include <stdlib.h>

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
/* Prices have five digits, sizes eight decimals: ticks are those of the price
 * at which the market stands. */
#define SPOT(b, q, name, tk, least, most) \
	{ \
		.sym = b "-" q, .native = name, .market = "spot", .base = b, \
		.quote = q, .kind = XG_SPOT, .tick = tk, .lot = D(1, -8), \
		.min_qty = least, .max_qty = D(most, 0), .contract = ONE, \
		.maker = D(1, -3), .taker = D(2, -3) \
	}
#define PERP(b, q, name, tk, least, most) \
	{ \
		.sym = b "-" q "-PERP", .native = name, .market = "perp", \
		.base = b, .quote = q, .settle = q, .kind = XG_PERP, \
		.tick = tk, .lot = D(1, -8), .min_qty = least, \
		.max_qty = D(most, 0), .contract = ONE, .maker = D(2, -4), \
		.taker = D(65, -5), .leverage_max = 100 \
	}
static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USD", "tBTCUSD", ONE, D(4, -5), 2000),
	SPOT("BTC", "USDT", "tBTCUST", ONE, D(4, -5), 2000),
	SPOT("ETH", "USD", "tETHUSD", D(1, -1), D(6, -4), 5000),
	SPOT("ETH", "BTC", "tETHBTC", D(1, -6), D(6, -4), 5000),
	SPOT("SOL", "USD", "tSOLUSD", D(1, -2), D(2, -2), 50000),
	SPOT("DOGE", "USD", "tDOGE:USD", D(1, -5), D(14, 0), 10000000),
	PERP("BTC", "USDT", "tBTCF0:USTF0", ONE, D(4, -5), 100),
	PERP("ETH", "USDT", "tETHF0:USTF0", D(1, -1), D(6, -4), 1000),
	PERP("SOL", "USDT", "tSOLF0:USTF0", D(1, -2), D(2, -2), 20000),
	PERP("ETH", "BTC", "tETHF0:BTCF0", D(1, -6), D(6, -4), 1000),
	{ .sym = "" },
};

bool xg_bfx_is_spot(const struct xg_sim_mkt *m)
{
	return m->spec.kind == XG_SPOT;
}

void xg_bfx_ccy(char out[static 24], const char *ccy, bool spot)
{
	static const char *const own[][2] = { { "USDT", "UST" },
		{ "USDC", "UDC" }, { "DASH", "DSH" }, { "ALGO", "ALG" },
		{ "ATOM", "ATO" }, { "IOTA", "IOT" }, { "QTUM", "QTM" } };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(ccy, own[i][0]) == 0)
			ccy = own[i][1];
	snprintf(out, 24, "%.16s%s", ccy, spot ? "" : "F0");
}

/* A symbol of a recording: a colon stands where a code has more than three
 * letters. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT;
	char base[24], quote[24];

	xg_bfx_ccy(base, s->base, spot);
	xg_bfx_ccy(quote, s->quote, spot);
	snprintf(s->native, sizeof s->native, "t%s%s%s", base,
		strlen(base) > 3 || strlen(quote) > 3 ? ":" : "", quote);
	snprintf(s->market, sizeof s->market, "%s", spot ? "spot" : "perp");
	if (!spot && !s->settle[0])
		memcpy(s->settle, s->quote, sizeof s->settle);
	s->maker = spot ? xg_dec_make(1, -3) : xg_dec_make(2, -4);
	s->taker = spot ? xg_dec_make(2, -3) : xg_dec_make(65, -5);
	s->leverage_max = spot ? 0 : 100;
}

bool xg_bfx_ready(struct xg_sim_front *f)
{
	struct xg_bfx_state *s = f->state;
	size_t n = f->venue.mkts, from = s->mkts;
	struct xg_bfx_status *p;

	if (s->status && n <= from)
		return true;
	p = realloc(s->status, (n + 1) * sizeof *p);
	if (!p)
		return false;
	s->status = p;
	memset(p + from, 0, (n + 1 - from) * sizeof *p);
	s->mkts = n;
	return true;
}

/* Requests a minute, by what is asked for; connections a minute. */
static int open_front(struct xg_sim_front *f)
{
	static const int most[XG_BFX_LIMITS] = { [XG_BFX_PLATFORM] = 30,
		[XG_BFX_TICKERS] = 30,
		[XG_BFX_BOOKS] = 240,
		[XG_BFX_OTHERS] = 90,
		[XG_BFX_DIALS] = 20 };
	struct xg_bfx_state *s = f->state;

	for (int i = 0; i < XG_BFX_LIMITS; i++)
		s->limit[i] = (struct xg_sim_bucket){ .window_us = 60000000,
			.max = most[i] };
	return xg_bfx_ready(f) ? 0 : XG_ERR_MEMORY;
}

static int grow(struct xg_sim_front *f)
{
	return xg_bfx_ready(f) ? 0 : XG_ERR_MEMORY;
}

static void shut(struct xg_sim_front *f)
{
	struct xg_bfx_state *s = f->state;

	free(s->status);
	s->status = NULL;
	xg_buf_release(&s->data);
	xg_buf_release(&s->frame);
}

/* Who asks too often is away for a minute; no header says how long. */
static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	(void)f;
	(void)wait_us;
	if (kind == XG_FAULT_429 || kind == XG_FAULT_418) {
		a->status = 429;
		xg_buf_text(&a->body, "{\"error\":\"ERR_RATE_LIMIT\"}");
	} else if (kind == XG_FAULT_MAINTENANCE) {
		a->status = 500;
		xg_buf_text(&a->body, "[\"error\",20060,\"maintenance\"]");
	} else {
		a->status = 503;
		xg_buf_text(&a->body,
			"{\"code\":503,\"error\":\"temporarily_unavailable\","
			"\"error_description\":\"Sorry, the service is "
			"temporarily unavailable. See https://www.bitfinex.com/"
			" for more info.\"}");
	}
}

/* "Stop/Restart Websocket Server (please reconnect)". */
static void farewell(struct xg_sim_front *f, int64_t now)
{
	f->now = now;
	for (struct xg_sim_conn *c = f->conns; c; c = c->next)
		xg_bfx_info(c, 20051, "Stopping. Please try to reconnect");
}

/* A connection with channels may be silent: see xg_bfx_tick. */
const struct xg_sim_dialect xg_sim_bitfinex = {
	.name = "bitfinex",
	.specs = specs,
	.state_size = sizeof(struct xg_bfx_state),
	.conn_size = sizeof(struct xg_bfx_conn),
	.name_spec = name_spec,
	.open = open_front,
	.grow = grow,
	.shut = shut,
	.rest = xg_bfx_rest,
	.refuse = refuse,
	.ws_open = xg_bfx_ws_open,
	.ws_text = xg_bfx_ws_text,
	.ws_shut = xg_bfx_ws_shut,
	.event = xg_bfx_event,
	.tick = xg_bfx_tick,
	.farewell = farewell,
};
