/* What the files of the simulated Kraken share: spot (REST 0, WebSocket v2) and
 * Futures (REST v3, WebSocket v1) behind one address. Written from the venue's
 * sheet of facts, apart from lib/venue/kraken. Market data: orders are not taken
 * yet. */
#ifndef XG_SIM_KRAKEN_H
#define XG_SIM_KRAKEN_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

enum xg_kr_chan {
	XG_KR_BOOK_10,
	XG_KR_BOOK_25,
	XG_KR_BOOK_100,
	XG_KR_BOOK_500,
	XG_KR_BOOK_1000, /* the only one that Futures have */
	XG_KR_BOOKS,
	XG_KR_TRADE = XG_KR_BOOKS,
	XG_KR_TICKER,
	XG_KR_OHLC,
	XG_KR_CHANS
};
int xg_kr_depth(int chan);

/* A book of a depth: what all its subscribers have been told. */
struct xg_kr_win {
	int64_t seq; /* futures: of the last message */
	size_t n[2];
	struct xg_level *side[2]; /* owned: depth levels; NULL = none */
};
struct xg_kr_mkt {
	struct xg_kr_win win[XG_KR_BOOKS];
	int wanted[XG_KR_CHANS]; /* subscribers */
	int64_t told_at;	 /* ticker and candle */
	struct xg_level best[2]; /* as the ticker told them */
};
struct xg_kr_state {
	struct xg_kr_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_buf data, frame; /* owned scratch */
};
static inline struct xg_kr_mkt *xg_kr_mkt(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	return &((struct xg_kr_state *)f->state)->mkt[m->index];
}

struct xg_kr_conn {
	bool futures, greeted;
	bool beats; /* something is subscribed */
	int64_t beat_at;
	uint32_t *mask; /* owned; channels by index, as many as state.mkts */
};

static inline bool xg_kr_is_spot(const struct xg_sim_mkt *m)
{
	return m->spec.kind == XG_SPOT;
}
/* "XBT" of BTC, "XDG" of DOGE. */
const char *xg_kr_asset(const char *ccy);

/* ---- texts ---- */

/* Numbers with all places of the step, without quotes. */
void xg_kr_num(struct xg_buf *b, struct xg_dec step, struct xg_dec v);
void xg_kr_px(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v);
void xg_kr_qty(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v);
/* "key":"2023-09-25T09:04:31.742599Z" */
void xg_kr_iso(struct xg_buf *b, const char *key, int64_t us);
void xg_kr_uid(char out[static 40], int64_t id);
/* CRC-32 of the best ten of each side, as the venue prints them. */
uint32_t xg_kr_sum(const struct xg_sim_mkt *m, const struct xg_kr_win *w);

/* ---- streams ---- */

/* A text to all that have a channel of a market, or to `only`. */
void xg_kr_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	struct xg_str text, enum xg_fault_on on, struct xg_sim_conn *only);
bool xg_kr_book_ready(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan);
void xg_kr_book_push(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan);
void xg_kr_book_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
void xg_kr_trade_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m);
void xg_kr_ticker_send(
	struct xg_sim_front *f, struct xg_sim_mkt *m, struct xg_sim_conn *only);
void xg_kr_ohlc_send(struct xg_sim_front *f, struct xg_sim_mkt *m);
void xg_kr_instruments(struct xg_sim_conn *c);
void xg_kr_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_kr_tick(struct xg_sim_front *f, int64_t now);

int xg_kr_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_kr_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_kr_ws_shut(struct xg_sim_conn *c);
void xg_kr_status(struct xg_sim_conn *c, const char *state);

void xg_kr_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);

#endif
