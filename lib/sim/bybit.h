/* What the files of the simulated Bybit share. Written from the venue's sheet of
 * facts, apart from lib/venue/bybit. Market data: orders are not taken yet. */
#ifndef XG_SIM_BYBIT_H
#define XG_SIM_BYBIT_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

/* Categories: the name is in spec.market. */
enum xg_by_cat {
	XG_BY_SPOT,
	XG_BY_LINEAR,
	XG_BY_INVERSE,
	XG_BY_OPTION,
	XG_BY_CATS
};
extern const char *const xg_by_cats[XG_BY_CATS + 1];
enum xg_by_cat xg_by_cat_of(const struct xg_sim_mkt *m);
enum xg_by_cat xg_by_cat_from(struct xg_str name); /* XG_BY_CATS: unknown */

/* ---- topics ---- */

/* The order books of the depths, and what else is subscribed. */
enum xg_by_chan {
	XG_BY_BOOK_1,
	XG_BY_BOOK_25,
	XG_BY_BOOK_50,
	XG_BY_BOOK_100,
	XG_BY_BOOK_200,
	XG_BY_BOOK_1000,
	XG_BY_BOOKS,
	XG_BY_TRADE = XG_BY_BOOKS,
	XG_BY_TICKER,
	XG_BY_LIQ,
	XG_BY_KLINE, /* and one for each further interval */
	XG_BY_CHANS = XG_BY_KLINE + 11
};
int xg_by_depth(int chan);		/* levels of an order book */
int xg_by_minutes(int chan);		/* of a kline channel */
int xg_by_interval(struct xg_str text); /* minutes; 0 = unknown */
/* The channel of a topic, and its symbol (an asset for trades of options);
 * -1 when the category has no such topic. */
int xg_by_topic(struct xg_str topic, enum xg_by_cat cat, struct xg_str *symbol);
void xg_by_put_topic(struct xg_buf *b, int chan, const struct xg_sim_mkt *m);

/* ---- state ---- */

/* One order book topic: what all its subscribers have been told. */
struct xg_by_win {
	int64_t u, told_at;
	size_t n[2];
	struct xg_level *side[2]; /* owned: as many as its depth; NULL = none */
};

enum {
	XG_BY_F_LAST,
	XG_BY_F_MARK,
	XG_BY_F_INDEX,
	XG_BY_F_OI,
	XG_BY_F_RATE,
	XG_BY_F_NEXT,
	XG_BY_F_BID,
	XG_BY_F_BID_QTY,
	XG_BY_F_ASK,
	XG_BY_F_ASK_QTY,
	XG_BY_FIELDS
};

struct xg_by_mkt {
	struct xg_by_win win[XG_BY_BOOKS];
	char tick[XG_BY_FIELDS][XG_DEC_TEXT]; /* of the ticker, as told */
	int wanted[XG_BY_CHANS];	      /* subscribers */
	int64_t minute, kline_at;
};

struct xg_by_state {
	struct xg_by_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip;
	struct xg_buf data, frame; /* owned scratch */
};
/* Room for all markets that are listed by now: records bring new ones. At the
 * beginning of whatever comes from outside. False: no memory. */
bool xg_by_ready(struct xg_sim_front *f);
static inline struct xg_by_mkt *xg_by_mkt(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_by_state *s = f->state;

	return (size_t)m->index < s->mkts ? &s->mkt[m->index] : NULL;
}

struct xg_by_conn {
	enum xg_by_cat cat;
	uint32_t *mask; /* owned; channels by index of the market */
	size_t chars;	/* of all its arguments */
};

/* ---- texts ---- */

/* Decimals as the venue writes them: by the places of tick or lot. */
void xg_by_px(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v);
void xg_by_qty(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v);
void xg_by_put_px(struct xg_buf *b, const char *key, const struct xg_sim_mkt *m,
	struct xg_dec v);
void xg_by_put_qty(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, struct xg_dec v);
void xg_by_levels(struct xg_buf *b, const struct xg_sim_mkt *m, const char *key,
	const struct xg_level *l, size_t n);
/* A trade's id: a number on spot, else a UUID. */
void xg_by_trade_id(
	char out[static 40], const struct xg_sim_mkt *m, int64_t id);
struct xg_dec xg_by_last(const struct xg_sim_mkt *m);
/* What a ticker says now. */
void xg_by_tick_now(
	const struct xg_sim_mkt *m, char out[static XG_BY_FIELDS][XG_DEC_TEXT]);
extern const char *const xg_by_tick_names[XG_BY_FIELDS];
bool xg_by_tick_has(enum xg_by_cat cat, int field);

/* ---- streams ---- */

/* A frame of a topic to all its subscribers, or to `only`. cts 0 = none. */
void xg_by_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	const char *type, struct xg_str data, int64_t cts, enum xg_fault_on on,
	struct xg_sim_conn *only);
/* The book of a topic as its subscribers have it; of a topic without any, as
 * the market is. NULL: no memory. */
struct xg_by_win *xg_by_book(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int chan);
/* What has changed, to all. */
void xg_by_book_push(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int chan, int64_t now);
void xg_by_book_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
void xg_by_tick_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m);

void xg_by_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_by_tick(struct xg_sim_front *f, int64_t now);
int xg_by_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_by_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_by_ws_shut(struct xg_sim_conn *c);

void xg_by_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
/* An instrument's object, with a comma before it where one belongs. */
void xg_by_inst_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, enum xg_by_cat cat);
void xg_by_fail(
	struct xg_sim_answer *a, int64_t now, int code, const char *msg);

#endif
