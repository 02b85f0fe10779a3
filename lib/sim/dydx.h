/* What the files of the simulated dYdX share: the Indexer of the v4 chain. Written
 * from the venue's sheet of facts, apart from lib/venue/dydx. Market data: orders
 * go to the chain, which is not simulated. */
#ifndef XG_SIM_DYDX_H
#define XG_SIM_DYDX_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

#define XG_DY_DEPTH 100 /* levels a side of a whole book */
#define XG_DY_SUBS 32	/* subscriptions of a channel on one connection */
#define XG_DY_SPANS 7	/* intervals of candles */

/* What can be subscribed. Those up to PER_MKT are there for each market. */
enum xg_dy_chan {
	XG_DY_BOOK,
	XG_DY_TRADES,
	XG_DY_CANDLE,
	XG_DY_PER_MKT = XG_DY_CANDLE + XG_DY_SPANS,
	XG_DY_MARKETS = XG_DY_PER_MKT,
	XG_DY_HEIGHT,
	XG_DY_CHANS
};
#define XG_DY_GLOBAL (XG_DY_CHANS - XG_DY_PER_MKT)

/* One thing that is subscribed, and what waits for its batched subscribers. */
struct xg_dy_topic {
	int plain, batched;  /* subscribers */
	struct xg_buf batch; /* owned: contents with commas between */
};
struct xg_dy_mkt {
	struct xg_buf gone[2]; /* owned: levels of the last delta that are gone
				* and not told yet */
	int64_t deltas;
	int64_t told_trade, candle_trade;
	int64_t liqs; /* liquidations that are no print of the market */
	bool halted;  /* as told */
	uint8_t liq[XG_SIM_TRADES]; /* is the trade a liquidation? */
};
struct xg_dy_state {
	struct xg_dy_topic *topic; /* owned; by xg_dy_slot */
	struct xg_dy_mkt *mkt;	   /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip, candles;
	int64_t height, batch_at, candle_at;
	struct xg_buf text, frame; /* owned scratch: contents, a frame */
};
/* A connection's view of a topic. */
struct xg_dy_sub {
	int64_t since; /* of the window in which tries are counted */
	uint8_t tries;
	bool on, batched;
};
struct xg_dy_conn {
	struct xg_dy_sub *sub; /* owned; by xg_dy_slot */
	size_t slots;
	int64_t message; /* the id of the last frame */
	int64_t bad_since;
	int bad; /* messages that make no sense, since then */
	bool greeted;
};

/* Where a channel (of a market, or NULL) is in the tables. */
size_t xg_dy_slot(const struct xg_sim_mkt *m, int chan);
static inline size_t xg_dy_slots(const struct xg_dy_state *s)
{
	return XG_DY_GLOBAL + s->mkts * XG_DY_PER_MKT;
}
static inline struct xg_dy_mkt *xg_dy_mkt(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_dy_state *s = f->state;

	return (size_t)m->index < s->mkts ? &s->mkt[m->index] : NULL;
}

/* ---- dydx_text.c: contents as JSON ---- */

/* "1MIN" ... "1DAY" and the minutes of a candle channel; the channel of a name, or
 * -1. */
const char *xg_dy_span(int chan);
int64_t xg_dy_minutes(int chan);
int xg_dy_span_from(struct xg_str name);
/* Blocks come about once a second. */
int64_t xg_dy_height(int64_t now);
void xg_dy_time(struct xg_buf *b, const char *key, int64_t us);
/* {"bids":[{"price","size"}],"asks":...}: the whole book. */
void xg_dy_book(struct xg_buf *b, const struct xg_sim_mkt *m);
/* A level of an update, ["price","size"], after a comma where one is due. */
void xg_dy_level(struct xg_buf *b, const struct xg_level *l);
/* whole: as REST and the first frame have it, with the height. */
void xg_dy_trade(struct xg_buf *b, struct xg_sim_front *f,
	const struct xg_sim_mkt *m, const struct xg_sim_trade *t, bool whole);
/* {"trades":[...]}: the last ones, newest first. */
void xg_dy_trades(struct xg_buf *b, struct xg_sim_front *f,
	const struct xg_sim_mkt *m, int64_t most);
/* The candle that begins at a minute; false: nothing traded. */
bool xg_dy_candle(
	struct xg_buf *b, const struct xg_sim_mkt *m, int chan, int64_t minute);
/* {"candles":[...]}: those of [from, to] minutes, newest first. */
void xg_dy_candles(struct xg_buf *b, const struct xg_sim_mkt *m, int chan,
	int64_t from, int64_t to, int64_t most);
/* {"markets":{...}}; only: that one, NULL: all. */
void xg_dy_markets(struct xg_buf *b, const struct xg_sim_front *f,
	const struct xg_sim_mkt *only);
/* What changes of a market: "ticker":{...} of trading (with its status where that
 * has changed), and of oraclePrices. */
void xg_dy_trading(struct xg_buf *b, const struct xg_sim_mkt *m, bool status);
void xg_dy_oracle(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);

/* ---- dydx_feed.c, dydx_ws.c, dydx_rest.c ---- */

/* The channel's name, and the id that its frames have for a market. */
const char *xg_dy_name(int chan);
void xg_dy_id(struct xg_buf *b, const struct xg_sim_mkt *m, int chan);
/* The head of a frame that takes the next number of its connection. */
struct xg_buf *xg_dy_begin(struct xg_sim_conn *c, const char *type);
/* What waits for the batched subscribers of a topic is sent. */
void xg_dy_flush(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan);
void xg_dy_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_dy_tick(struct xg_sim_front *f, int64_t now);
int xg_dy_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_dy_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_dy_ws_shut(struct xg_sim_conn *c);
/* The venue speaks first. */
void xg_dy_greet(struct xg_sim_front *f);
void xg_dy_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
/* {"errors":[{"msg": ...}]} */
void xg_dy_fail(struct xg_sim_answer *a, int status, const char *msg);

#endif
