/* What the files of the simulated Hyperliquid share. Written from the venue's sheet
 * of facts, apart from lib/venue/hyperliquid. Market data: orders are not taken
 * yet. */
#ifndef XG_SIM_HYPERLIQUID_H
#define XG_SIM_HYPERLIQUID_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

#define XG_HL_DEPTH 20
#define XG_HL_FAST 5
#define XG_HL_BACKLOG 30

/* What can be subscribed; a bit each. From XG_HL_CANDLE on, intervals. */
enum xg_hl_chan {
	XG_HL_TRADES,
	XG_HL_SLOW,  /* l2Book: 20 levels every 5 s */
	XG_HL_QUICK, /* l2Book with fast: 5 levels every 0.5 s */
	XG_HL_BBO,
	XG_HL_CTX,
	XG_HL_CANDLE,
	XG_HL_CHANS = XG_HL_CANDLE + 13
};
/* Minutes and name of a candle channel. */
int xg_hl_minutes(int chan);
const char *xg_hl_interval(int chan);
/* By name; -1: there is none. */
int xg_hl_candle_chan(struct xg_str interval);

/* A book as it is told: by REST and by all streams the same for one time. */
struct xg_hl_book {
	int64_t ms; /* the time of its block; 0 = none yet */
	struct xg_level side[2][XG_HL_DEPTH];
	size_t n[2];
};
struct xg_hl_mkt {
	struct xg_hl_book book;
	bool dirty;	 /* the market has changed since */
	int64_t told[2]; /* when slow and quick books were sent */
	int64_t candle_at;
};
struct xg_hl_state {
	struct xg_hl_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip;
	struct xg_buf frame; /* owned scratch */
};
struct xg_hl_conn {
	uint32_t *mask; /* owned; channels by index of the market */
	size_t mkts;
};
/* Room for all markets that are listed by now. False: no memory. */
bool xg_hl_ready(struct xg_sim_front *f);
bool xg_hl_is_spot(const struct xg_sim_mkt *m);
/* The exchange of a perpetual: "" is the venue's own. */
struct xg_str xg_hl_dex(const struct xg_sim_mkt *m);
int xg_hl_decimals(const struct xg_sim_mkt *m); /* of sizes */

/* ---- texts ---- */

/* A number as the venue writes it: whole ones with ".0". */
void xg_hl_num(struct xg_buf *b, const char *key, struct xg_dec v);
/* The book as of now: {"coin","time","levels"}; depth levels a side. */
void xg_hl_book(struct xg_buf *b, struct xg_sim_front *f, struct xg_sim_mkt *m,
	size_t depth, bool fast);
void xg_hl_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t);
/* The context's members, without braces. */
void xg_hl_ctx(struct xg_buf *b, const struct xg_sim_mkt *m);
/* The candle that runs at a minute. False: nothing traded. */
bool xg_hl_candle(
	struct xg_buf *b, const struct xg_sim_mkt *m, int chan, int64_t minute);
void xg_hl_mid(struct xg_buf *b, const char *key, const struct xg_sim_mkt *m);

/* ---- requests and streams ---- */

void xg_hl_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
int xg_hl_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_hl_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_hl_ws_shut(struct xg_sim_conn *c);
void xg_hl_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_hl_tick(struct xg_sim_front *f, int64_t now);

#endif
