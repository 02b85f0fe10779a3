/* What the files of the simulated Deribit share. Written from the venue's sheet
 * of facts, apart from lib/venue/deribit. Market data: orders are not taken yet.
 * Sizes are amounts: USD on inverse futures, base units elsewhere. */
#ifndef XG_SIM_DERIBIT_H
#define XG_SIM_DERIBIT_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

/* What can be subscribed of an instrument. */
enum xg_dr_chan {
	XG_DR_BOOK,
	XG_DR_TOP_1,
	XG_DR_TOP_10,
	XG_DR_TOP_20,
	XG_DR_TRADE,
	XG_DR_QUOTE,
	XG_DR_TICKER,
	XG_DR_CHART,
	XG_DR_CHANS
};

/* One side of a book as the subscribers of its changes have it, best first. */
struct xg_dr_side {
	struct xg_level *l; /* owned */
	size_t n, cap;
};

struct xg_dr_mkt {
	bool told; /* side and change are as the market was at a flush */
	struct xg_dr_side side[2];
	int64_t change, changed; /* change_id of the last update, its time */
	struct xg_buf trades;	 /* owned: those since the last tick, as rows */
	int liq; /* the next trade of this side (enum xg_side) is one */
	int64_t ticker_at, ticker_seq, chart_at;
	struct xg_dec mark;
};

struct xg_dr_state {
	struct xg_dr_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip;
	struct xg_buf data, frame; /* owned scratch */
};
static inline struct xg_dr_mkt *xg_dr_mkt(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_dr_state *s = f->state;

	return (size_t)m->index < s->mkts ? &s->mkt[m->index] : NULL;
}

struct xg_dr_conn {
	uint16_t *mask; /* owned; channels by index of the market */
	size_t mkts;
	bool platform; /* platform_state */
	struct xg_sim_bucket subs;
	int64_t beat_us, beat_at; /* heartbeats; 0 = none */
	bool tested;		  /* a test_request is not answered yet */
};

/* Room for all markets that are listed by now: records bring new ones. At the
 * beginning of whatever comes from outside. False: no memory. */
bool xg_dr_ready(struct xg_sim_front *f);

/* ---- texts ---- */

/* "42500.0", "5.0e-4": as the venue writes floats. */
void xg_dr_num(struct xg_buf *b, struct xg_dec v);
void xg_dr_put_num(struct xg_buf *b, const char *key, struct xg_dec v);
void xg_dr_ticker(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_dr_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool liquidation);
/* The candle of minute [from, from + 1). */
struct xg_sim_candle xg_dr_candle(const struct xg_sim_mkt *m, int64_t from);

/* ---- methods: JSON-RPC over both transports ---- */

/* Where parameters come from: an object of JSON, or a query. */
struct xg_dr_call {
	struct xg_sim_front *f;
	struct xg_str json, query;
	int64_t now;
	struct xg_buf val; /* owned: the parameter that was looked up last */
	struct xg_buf out; /* owned: the result */
	int code;	   /* an error instead; 0 = none */
	const char *message, *reason;
};
/* A parameter as text; empty when absent. Lives until the next one. */
struct xg_str xg_dr_get(struct xg_dr_call *c, const char *name);
/* Runs public/METHOD that both transports have; false: there is no such. */
bool xg_dr_method(struct xg_dr_call *c, struct xg_str method);
/* The whole answer; id is a JSON text or empty. */
void xg_dr_answer(
	struct xg_buf *b, const struct xg_dr_call *c, struct xg_str id);
void xg_dr_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);

/* ---- streams ---- */

/* The channel and market of a text; -1: there is no such, or not for us. */
int xg_dr_channel(
	struct xg_sim_front *f, struct xg_str text, struct xg_sim_mkt **m);
/* A notification to all subscribers, or to `only`. */
void xg_dr_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	struct xg_str data, enum xg_fault_on on, struct xg_sim_conn *only);
bool xg_dr_wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan);
/* The first data of a new subscription. */
void xg_dr_begin(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
/* What has changed is told to all; afterwards the book of the streams is the
 * market's. False: no memory. */
bool xg_dr_book_ready(struct xg_sim_front *f, struct xg_sim_mkt *m);
void xg_dr_book_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_dr_book_free(struct xg_dr_mkt *k);
void xg_dr_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_dr_tick(struct xg_sim_front *f, int64_t now);
void xg_dr_book_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);

int xg_dr_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_dr_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_dr_ws_shut(struct xg_sim_conn *c);
/* Heartbeats that are due. */
void xg_dr_ws_beat(struct xg_sim_front *f, int64_t now);

#endif
