/* What the files of the simulated Bitget share. Written from the venue's sheet of
 * facts, apart from lib/venue/bitget. Market data of v2 (classic) and v3 (unified
 * accounts) over the same books: orders are not taken yet. */
#ifndef XG_SIM_BITGET_H
#define XG_SIM_BITGET_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

/* Categories: the lower-case name is in spec.market. */
enum xg_bg_cat { XG_BG_SPOT, XG_BG_USDT, XG_BG_USDC, XG_BG_COIN, XG_BG_CATS };
extern const char *const xg_bg_cats[XG_BG_CATS + 1]; /* "spot" ... */
enum xg_bg_cat xg_bg_cat_of(const struct xg_sim_mkt *m);
/* In any case; XG_BG_CATS: unknown. */
enum xg_bg_cat xg_bg_cat_from(struct xg_str name);

enum xg_bg_chan {
	XG_BG_BOOKS,
	XG_BG_BOOKS1,
	XG_BG_BOOKS5,
	XG_BG_BOOKS15, /* v2 */
	XG_BG_BOOKS50, /* v3 */
	XG_BG_TRADE,
	XG_BG_TICKER,
	XG_BG_LIQ, /* v3; of a category, without symbol */
	XG_BG_CANDLE_1M,
	XG_BG_CANDLE_5M,
	XG_BG_CANDLE_1H,
	XG_BG_CHANS
};
/* The channel of a name and (v3) interval, -1: there is none. */
int xg_bg_chan(int version, struct xg_str name, struct xg_str interval);
int xg_bg_depth(int chan);   /* levels of books1 to books50 */
int xg_bg_minutes(int chan); /* of a candle */

/* ---- state ---- */

#define XG_BG_TICK_MAX 1024

struct xg_bg_mkt {
	int wanted[XG_BG_CHANS];   /* subscribers */
	int64_t told_at;	   /* of the last change of the book; us */
	char tick[XG_BG_TICK_MAX]; /* the ticker as it was told (v3) */
	int64_t minute, candle_at;
};
struct xg_bg_state {
	struct xg_bg_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip;
	struct xg_buf data, frame; /* owned scratch */
};
static inline struct xg_bg_mkt *xg_bg_mkt(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_bg_state *s = f->state;

	return (size_t)m->index < s->mkts ? &s->mkt[m->index] : NULL;
}
struct xg_bg_conn {
	int version;	/* 2 or 3 */
	uint32_t *mask; /* owned; channels by index of the market */
	struct xg_sim_bucket hour, second;
};

/* ---- texts: v2 writes all places of tick and lot, v3 the shortest form ---- */

void xg_bg_px(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	struct xg_dec v);
void xg_bg_qty(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	struct xg_dec v);
/* "key":[["px","qty"], ...] */
void xg_bg_levels(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	const char *key, const struct xg_level *l, size_t n);
/* CRC-32 of the best 25 levels as they are written; never 0. */
int32_t xg_bg_sum(int version, const struct xg_sim_mkt *m);
void xg_bg_trade_id(char out[static 24], int64_t id);
struct xg_dec xg_bg_last(const struct xg_sim_mkt *m);
struct xg_dec xg_bg_oi(const struct xg_sim_mkt *m);
/* The row of a ticker. */
void xg_bg_ticker(
	struct xg_buf *b, int version, const struct xg_sim_mkt *m, int64_t now);

/* ---- streams ---- */

void xg_bg_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_bg_tick(struct xg_sim_front *f, int64_t now);
/* What a new subscriber gets first. */
void xg_bg_first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
/* The arg of a channel of a market, with its braces; upper: as v2 has it. */
void xg_bg_arg(
	struct xg_buf *b, int version, int chan, const struct xg_sim_mkt *m);

int xg_bg_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_bg_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_bg_ws_shut(struct xg_sim_conn *c);

void xg_bg_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
void xg_bg_fail(struct xg_sim_answer *a, int64_t now, const char *code,
	const char *msg);

#endif
