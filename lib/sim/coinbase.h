/* What the files of the simulated Coinbase share: Advanced Trade, and the
 * Exchange feed as a venue of its own. Written from the venue's sheet of facts,
 * apart from lib/venue/coinbase. Market data: orders are not taken yet. */
#ifndef XG_SIM_COINBASE_H
#define XG_SIM_COINBASE_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

enum xg_cb_chan {
	XG_CB_LEVEL2,
	XG_CB_TRADES,
	XG_CB_TICKER,
	XG_CB_BATCH,
	XG_CB_CANDLES,
	XG_CB_STATUS,
	XG_CB_BEATS,
	XG_CB_CHANS
};

struct xg_cb_mkt {
	int64_t told_trade; /* the last that market_trades has told */
};

/* Of both venues. */
struct xg_cb_state {
	struct xg_cb_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip;
	int64_t trades_at, batch_at, candles_at, beats_at, beats;
	struct xg_buf events, frame; /* owned scratch */
};

struct xg_cb_conn {
	uint32_t *mask; /* owned; channels by index of the market */
	bool beats;	/* heartbeats are subscribed */
	bool asked;	/* has subscribed to something */
	int64_t seq;	/* of the next frame */
	struct xg_sim_bucket texts;
};

int xg_cb_open(struct xg_sim_front *f);
void xg_cb_shut(struct xg_sim_front *f);
int xg_cb_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_cb_ws_shut(struct xg_sim_conn *c);
void xg_cb_refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a);

/* ---- texts ---- */

/* "key":"2026-09-07T23:37:22.278739Z" */
void xg_cb_time(struct xg_buf *b, const char *key, int64_t us);
void xg_cb_dec(struct xg_buf *b, const char *key, struct xg_dec v);
struct xg_dec xg_cb_last(const struct xg_sim_mkt *m);
/* The market of a product: X-USDC shows the book of X-USD. NULL: unknown. */
struct xg_sim_mkt *xg_cb_product(
	const struct xg_sim_front *f, struct xg_str product);

/* ---- Advanced Trade ---- */

extern const char *const xg_cb_chans[XG_CB_CHANS]; /* as subscribed */
/* A frame with these events on a connection; it takes the next number. */
void xg_cb_send(struct xg_sim_conn *c, const char *channel,
	struct xg_str events, enum xg_fault_on on, const char *sym);
/* What a new subscriber gets first. */
void xg_cb_first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
void xg_cb_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_cb_tick(struct xg_sim_front *f, int64_t now);
/* What is told by the clock: trades, tickers, candles. */
void xg_cb_push(struct xg_sim_front *f, int64_t now);
void xg_cb_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_cb_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
void xg_cb_farewell(struct xg_sim_front *f, int64_t now);

/* ---- the Exchange feed ---- */

/* Bits of a product on a connection. level2 and level2_batch are one. */
enum { XG_CBX_BOOK, XG_CBX_MATCHES, XG_CBX_TICKER, XG_CBX_BEAT, XG_CBX_STATUS };
bool xg_cbx_has(
	const struct xg_sim_conn *c, const struct xg_sim_mkt *m, int chan);
/* The beginning of a frame in the scratch of the venue. */
struct xg_buf *xg_cbx_start(struct xg_sim_front *f, const char *type);
/* What a new subscriber gets first. */
void xg_cbx_first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
void xg_cbx_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);

#endif
