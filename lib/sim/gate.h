/* What the files of the simulated Gate share. Written from the venue's sheet of
 * facts, apart from lib/venue/gate. Market data: orders are not taken yet. */
#ifndef XG_SIM_GATE_H
#define XG_SIM_GATE_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

/* Markets: the name is in spec.market. */
enum xg_gt_at { XG_GT_SPOT, XG_GT_USDT, XG_GT_BTC, XG_GT_DELIVERY, XG_GT_ATS };
extern const char *const xg_gt_ats[XG_GT_ATS + 1];
enum xg_gt_at xg_gt_at_of(const struct xg_sim_mkt *m);

/* ---- channels ---- */

enum xg_gt_chan {
	XG_GT_OBU_50,
	XG_GT_OBU_400,
	XG_GT_OBUS,
	XG_GT_DIFF = XG_GT_OBUS,
	XG_GT_TRADE,
	XG_GT_BBO,
	XG_GT_TICKER,
	XG_GT_LIQ,
	XG_GT_CANDLE, /* and one for each further interval */
	XG_GT_CHANS = XG_GT_CANDLE + 9
};
/* "spot.trades" -> the channel without its payload (XG_GT_OBU_50 stands for
 * both, XG_GT_CANDLE for all); -1 when a market has no such channel. */
int xg_gt_chan_from(struct xg_str name, enum xg_gt_at at);
/* "futures.trades" */
void xg_gt_put_chan(struct xg_buf *b, enum xg_gt_at at, int chan);
/* "1m" ... "7d" of a candle channel, and how many minutes. */
const char *xg_gt_span(int chan);
int xg_gt_span_from(struct xg_str name); /* the channel, or -1 */
int64_t xg_gt_minutes(int chan);
int xg_gt_depth(int chan); /* of an obu channel */

/* ---- state ---- */

/* One window: what all its subscribers have been told. on: of updates, somebody has
 * subscribed. */
struct xg_gt_win {
	bool on;
	int64_t u;
	size_t n[2];
	struct xg_level *side[2]; /* owned: as many as its depth; NULL = none */
};

#define XG_GT_DIFFS 3 /* windows of order_book_update: 20, 50, 100 levels */
struct xg_gt_mkt {
	struct xg_gt_win win[XG_GT_OBUS], diff[XG_GT_DIFFS];
	int wanted[XG_GT_CHANS]; /* subscribers */
	int64_t minute, candle_at;
};

struct xg_gt_state {
	struct xg_gt_mkt *mkt; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket ip;
	struct xg_buf data, frame; /* owned scratch */
};
static inline struct xg_gt_mkt *xg_gt_mkt(
	struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_gt_state *s = f->state;

	return (size_t)m->index < s->mkts ? &s->mkt[m->index] : NULL;
}

/* What a connection has of one market. Of order_book_update: the level that was
 * asked for, 0 = none, and that of its window. */
struct xg_gt_sub {
	uint32_t mask; /* channels */
	uint8_t level, depth;
};
struct xg_gt_conn {
	enum xg_gt_at at;
	bool decimal;	       /* it sent X-Gate-Size-Decimal: 1 */
	struct xg_gt_sub *sub; /* owned; by index of the market */
};

/* ---- texts ---- */

/* "1.50": a decimal as text, and in quotes. */
void xg_gt_num(struct xg_buf *b, struct xg_dec v);
void xg_gt_text(struct xg_buf *b, const char *key, struct xg_dec v);
/* A size: a text on spot; on futures a text for who asked for decimals, else a
 * whole number that loses its fraction. */
void xg_gt_size(struct xg_buf *b, const char *key, enum xg_gt_at at,
	bool decimal, struct xg_dec v);
/* "b":[["p","q"],...], or on futures' older forms [{"p","s"}]. */
void xg_gt_levels(struct xg_buf *b, const char *key, bool objects, bool decimal,
	enum xg_gt_at at, const struct xg_level *l, size_t n);
/* The last n candles of an interval, the oldest first, as items of a list. */
void xg_gt_bars(struct xg_buf *b, const struct xg_sim_mkt *m, int chan,
	int64_t n, int64_t now);
struct xg_dec xg_gt_last(const struct xg_sim_mkt *m);
/* The members of futures tickers, for the channel and for REST. */
void xg_gt_ticker(struct xg_buf *b, const struct xg_sim_mkt *m);
/* One trade as its channel has it; REST has other members of its own. */
void xg_gt_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool decimal, bool rest);

/* ---- streams ---- */

/* A frame of a channel (its result) to its subscribers with or without decimal
 * sizes. */
void xg_gt_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	bool decimal, struct xg_str result, enum xg_fault_on on);
bool xg_gt_obu_join(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan);
/* The book as the subscribers of a channel have it. NULL: no memory. */
struct xg_gt_win *xg_gt_obu(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int chan);
void xg_gt_obu_push(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan);
/* Brings the window of an order_book_update to the market as it was told last.
 * False: no memory. */
bool xg_gt_diff_join(struct xg_sim_front *f, struct xg_sim_mkt *m, int depth);
void xg_gt_diff(struct xg_sim_front *f, const struct xg_sim_event *ev);

void xg_gt_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_gt_tick(struct xg_sim_front *f, int64_t now);
int xg_gt_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_gt_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_gt_ws_shut(struct xg_sim_conn *c);

void xg_gt_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
void xg_gt_fail(struct xg_sim_answer *a, int status, const char *label,
	const char *msg);

#endif
