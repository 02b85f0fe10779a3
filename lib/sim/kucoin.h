/* What the files of the simulated KuCoin share. Written from the venue's sheet of
 * facts, apart from lib/venue/kucoin. Market data: orders are not taken yet.
 * Spot and futures are on one server here; both dialects of streams are served:
 * the classic one with a token, the unified one without. */
#ifndef XG_SIM_KUCOIN_H
#define XG_SIM_KUCOIN_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

#define XG_KU_PING_MS 18000
#define XG_KU_PONG_MS 10000
#define XG_KU_LIFE_US (INT64_C(86400) * 1000000) /* of a token */
#define XG_KU_BEST 500 /* levels of "increment@10ms" */
#define XG_KU_TOPICS 400
#define XG_KU_INTERVALS 10 /* of candles */
#define XG_KU_OI "6748176" /* open interest of each contract, lots */

/* What can be subscribed, by market. */
enum xg_ku_chan {
	XG_KU_MATCH,  /* match, execution */
	XG_KU_LEVEL2, /* increments */
	XG_KU_TOP,    /* level1, tickerV2 */
	XG_KU_TICKER,
	XG_KU_DEPTH5,
	XG_KU_DEPTH50,
	XG_KU_INST, /* marks and funding */
	XG_KU_OBU_1,
	XG_KU_OBU_5,
	XG_KU_OBU_50,
	XG_KU_OBU_ALL,	/* "increment" */
	XG_KU_OBU_BEST, /* "increment@10ms" */
	XG_KU_CANDLE,	/* and one for each further interval */
	/* unified, besides its books */
	XG_KU_U_TRADE = XG_KU_CANDLE + XG_KU_INTERVALS,
	XG_KU_U_TICKER,
	XG_KU_U_MARK,
	XG_KU_U_RATE,
	XG_KU_U_KLINE, /* and one for each further interval */
	XG_KU_CHANS = XG_KU_U_KLINE + XG_KU_INTERVALS
};

struct xg_ku_mkt {
	int64_t seq; /* number of the last change that was told */
	int wanted[XG_KU_CHANS];
	int64_t top_seq, shown_seq, mark_at, rate_at, candle_at;
	int64_t unified_at, unified_rate_at;
	/* the best levels as "increment@10ms" has told them */
	struct xg_level *best[2]; /* owned; NULL = none */
	size_t n[2];
	int64_t best_seq;
};

struct xg_ku_state {
	struct xg_ku_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket pool;
	int64_t tokens;	       /* how many were given */
	struct xg_buf b, data; /* owned scratch */
};

struct xg_ku_conn {
	bool unified, welcomed, expired;
	int64_t token_end; /* classic: when its token expires */
	char id[40];	   /* connectId */
	uint64_t *mask;	   /* owned; channels by index of the market */
	int topics;
};

static inline struct xg_ku_mkt *xg_ku_of(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_ku_state *s = f->state;

	return (size_t)m->index < s->mkts ? &s->mkt[m->index] : NULL;
}
static inline bool xg_ku_is_futures(const struct xg_sim_mkt *m)
{
	return m->spec.kind != XG_SPOT;
}

/* ---- kucoin_text.c ---- */

/* The venue's name of an asset: XBT among futures. */
const char *xg_ku_asset(const struct xg_sim_mkt *m, const char *name);
/* A price as text by the places of the tick; a size by those of the lot. */
void xg_ku_px(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v);
void xg_ku_qty(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v);
/* "key":[["px","qty"],...]; futures of the classic dialect have numbers as
 * sizes, and in REST answers as prices, too. */
enum xg_ku_form { XG_KU_TEXTS, XG_KU_LOTS, XG_KU_NUMBERS };
void xg_ku_levels(struct xg_buf *b, const struct xg_sim_mkt *m, const char *key,
	const struct xg_level *l, size_t n, enum xg_ku_form form);
void xg_ku_ns(struct xg_buf *b, const char *key, int64_t us);
struct xg_dec xg_ku_last(const struct xg_sim_mkt *m);
/* Interval i of candles: its name and minutes; NULL behind the last. */
const char *xg_ku_interval(int i, int *minutes);

/* ---- kucoin_topic.c ---- */

/* The channel of a classic topic without its symbols; -1 when there is none. */
int xg_ku_topic(struct xg_str name, bool *futures);
/* "XBTUSDTM_1min" of candle topics: cuts the interval off; its channel or -1. */
int xg_ku_candle_of(struct xg_str *symbol);
/* The channel of a depth of `obu`; -1. */
int xg_ku_depth(struct xg_str depth);
/* The topic of a channel and market, as pushed. */
void xg_ku_put_topic(struct xg_buf *b, int chan, const struct xg_sim_mkt *m);

/* ---- kucoin_unified.c ---- */

/* What a unified subscription names. */
struct xg_ku_wish {
	struct xg_str channel, depth, interval;
	bool futures;
};
/* Its channel; -1 and *why. */
int xg_ku_unified(const struct xg_ku_wish *w, const char **why);
void xg_ku_unified_trade(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_ku_unified_tick(struct xg_sim_front *f, const struct xg_sim_mkt *m);

/* ---- kucoin_feed.c, kucoin_book.c, kucoin_ws.c, kucoin_rest.c ---- */

/* A classic message to all subscribers, or to `only`. */
void xg_ku_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	const char *subject, struct xg_str data, enum xg_fault_on on);
/* Any text to all subscribers of a channel, or to `only`. */
void xg_ku_send_text(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, struct xg_str text, enum xg_fault_on on,
	struct xg_sim_conn *only);
void xg_ku_book_delta(struct xg_sim_front *f, const struct xg_sim_event *ev);
/* The snapshot that an `obu` subscription begins with. */
void xg_ku_obu_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
/* Books of few levels, where the market has changed. */
void xg_ku_book_tick(struct xg_sim_front *f, struct xg_sim_mkt *m);
void xg_ku_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_ku_tick(struct xg_sim_front *f, int64_t now);
void xg_ku_greet(struct xg_sim_front *f, int64_t now);
int xg_ku_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_ku_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_ku_ws_shut(struct xg_sim_conn *c);
/* A request being answered. */
struct xg_ku_call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	struct xg_sim_mkt *m; /* of routes that need one */
	struct xg_buf val;    /* owned: the parameter that was looked up last */
};
/* {"code":"200000","data": ... } */
struct xg_buf *xg_ku_begin(struct xg_ku_call *c, const char *open);
void xg_ku_end(struct xg_ku_call *c, const char *close);
/* kucoin_public.c, kucoin_bars.c */
typedef void xg_ku_fn(struct xg_ku_call *c);
xg_ku_fn xg_ku_symbols, xg_ku_contracts, xg_ku_nothing, xg_ku_book20,
	xg_ku_book100, xg_ku_book, xg_ku_trades, xg_ku_ticker, xg_ku_tickers,
	xg_ku_stats, xg_ku_candles, xg_ku_klines, xg_ku_funding, xg_ku_one;
void xg_ku_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
void xg_ku_fail(
	struct xg_sim_answer *a, int status, const char *code, const char *msg);

#endif
