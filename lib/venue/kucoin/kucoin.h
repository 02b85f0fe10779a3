/* KuCoin spot and futures: what the files of this folder share. Protocol facts:
 * the venue's specification of 2025-11 and documents of 2026. Two dialects: the
 * classic one (a token for each connection, topics) and the unified one (no token).
 * Of a classic account trades, best prices, marks, funding and candles are asked
 * for in the classic one and books in the unified one, since that sends their
 * snapshot in the stream (classic books are decoded, too); of a unified account
 * all is asked for in the unified one. Lists of instruments are the same.
 * Quirks, each with a test in tests/unit/venue-kucoin-*.c:
 * - nothing may be sent before the venue's welcome
 * - times are in s, ms, us or ns, as number or as text: the size tells the unit
 * - a row with the price 0 is no level, but its number counts
 * - rows of an update are to be applied by their own numbers, both sides mixed
 * - futures send one level a frame, as text: "price,side,size"
 * - futures sizes are lots; XBT is BTC there; inverse lots are 1 USD each
 * - a pair that was renamed keeps its old symbol
 * - an id comes back as text, whatever it was
 * - the candle's order is open, close, high, low
 * - numbers in lists of contracts may be in e-notation
 * - members of a frame come in any order
 * - unified sides are in upper or in lower case, and trade ids texts or numbers
 * - unified candles have a flag of which nobody says the same: it is left alone
 * - the unified ticker tells best prices only when there is a trade: they come
 *   from books of one level */
#ifndef XG_VENUE_KUCOIN_KUCOIN_H
#define XG_VENUE_KUCOIN_KUCOIN_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

#define XG_KUCOIN XG_STR("kucoin")

/* ---- sym.c ---- */

/* Is it about futures? By the name of a market or a link ("futures-book"); -1 if
 * there is no such. */
int xg_kucoin_is_futures(struct xg_str name);
/* A time of any unit as text -> us; 0 when absent or none. By magnitude: under
 * 1e11 s, under 1e14 ms, under 1e17 us, else ns. */
int64_t xg_kucoin_time(struct xg_str text);
/* The array of a symbols or a contracts answer -> inst records. A row that can't
 * be read is told by a status and costs no other. Rows read, or <0. */
int xg_kucoin_insts(struct xg_str list, bool futures, int64_t rx,
	const struct xg_sink *sink);
/* A size of the venue becomes base units, in place (lots of futures; inverse
 * ones need the price). XG_ERR_RANGE. */
int xg_kucoin_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px);

/* ---- msg.c: a message in one pass ---- */

/* Members of `data` (`d` of the unified dialect) that mean something. */
enum xg_kucoin_slot {
	XG_KUCOIN_SYMBOL,
	XG_KUCOIN_SEQ,
	XG_KUCOIN_FIRST,
	XG_KUCOIN_LAST,
	XG_KUCOIN_TIME,
	XG_KUCOIN_SIDE,
	XG_KUCOIN_PX,
	XG_KUCOIN_QTY,
	XG_KUCOIN_ID,
	XG_KUCOIN_CHANGE,
	XG_KUCOIN_BID,
	XG_KUCOIN_BID_QTY,
	XG_KUCOIN_ASK,
	XG_KUCOIN_ASK_QTY,
	XG_KUCOIN_CANDLES,
	XG_KUCOIN_MARK,
	XG_KUCOIN_INDEX,
	XG_KUCOIN_RATE,
	XG_KUCOIN_SPAN, /* granularity */
	XG_KUCOIN_DUE,	/* fundingTime */
	XG_KUCOIN_OI,
	XG_KUCOIN_OPEN,
	XG_KUCOIN_CLOSE,
	XG_KUCOIN_HIGH,
	XG_KUCOIN_LOW,
	XG_KUCOIN_VOLUME,
	XG_KUCOIN_INTERVAL,
	XG_KUCOIN_SLOTS
};
struct xg_kucoin_msg {
	/* Of the frame: n = 0 where absent. text: `data` that is text, `reason`
	 * or `message`. */
	struct xg_str topic, subject, type, id, code, text;
	struct xg_str push, depth, action; /* T, dp, t */
	struct xg_str pushed;		   /* P: when */
	bool rpi;		 /* an order was in it that no book shows */
	bool has_result, result; /* the unified answer */
	struct xg_str v[XG_KUCOIN_SLOTS];
	bool has_side[2]; /* levels of bids, of asks are in the state */
	bool numbered;	  /* and each has a number of its own */
};

struct xg_kucoin_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks as sent */
	int64_t *seq[2];	/* owned: numbers of the levels */
	size_t n[2], cap[2];
	const struct xg_json_kept *kept; /* levels of the frame in work */
};
/* The whole text: a frame, or an answer of REST with a book in `data`. */
int xg_kucoin_read(struct xg_kucoin_state *st, struct xg_str text,
	struct xg_kucoin_msg *m);

/* ---- ws.c, public.c, book.c: market data ---- */

int xg_kucoin_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_kucoin_decoder_release(struct xg_decoder *d);

/* One message in work. */
struct xg_kucoin_in {
	struct xg_decoder *d;
	int64_t conn; /* -1: an answer of REST */
	size_t limit; /* levels a side that this has at most; 0 = all */
	bool futures;
	struct xg_str native; /* of the topic */
	const struct xg_kucoin_msg *m;
};
/* The instrument of the message; NULL: not known, the error says so. */
const struct xg_instr *xg_kucoin_inst_of(const struct xg_kucoin_in *in);

int xg_kucoin_trade(const struct xg_kucoin_in *in);
int xg_kucoin_bbo(const struct xg_kucoin_in *in);  /* a ticker */
int xg_kucoin_best(const struct xg_kucoin_in *in); /* of levels */
int xg_kucoin_mark(const struct xg_kucoin_in *in);
int xg_kucoin_funding(const struct xg_kucoin_in *in);
int xg_kucoin_candle(const struct xg_kucoin_in *in);
int xg_kucoin_kline(const struct xg_kucoin_in *in);  /* unified */
int xg_kucoin_marked(const struct xg_kucoin_in *in); /* unified: and oi */
/* Seconds of an interval ("1min"); 0 for months, whose length varies. */
int64_t xg_kucoin_interval_s(struct xg_str text);
/* One contract of an answer -> an oi record in the sink. 0 or <0. */
int xg_kucoin_oi(struct xg_str contract, const struct xg_insts *insts,
	int64_t rx, const struct xg_sink *sink);

int xg_kucoin_update(const struct xg_kucoin_in *in);   /* classic spot */
int xg_kucoin_change(const struct xg_kucoin_in *in);   /* classic futures */
int xg_kucoin_snapshot(const struct xg_kucoin_in *in); /* of REST */
int xg_kucoin_obu(const struct xg_kucoin_in *in);      /* unified */
/* Levels that the unified books with depth "increment@10ms" keep on a side. */
#define XG_KUCOIN_BEST 500

/* ---- unified.c: what is asked for in that dialect ---- */

/* Kinds of connections; those of one table are in the order of the other's. */
enum xg_kucoin_link {
	XG_KUCOIN_SPOT,
	XG_KUCOIN_FUTURES,
	XG_KUCOIN_SPOT_BOOK,
	XG_KUCOIN_FUTURES_BOOK
};
/* The topics of an instrument and channel over the links SPOT and FUTURES, as in
 * xg_venue.topics. */
int xg_kucoin_unified_topics(const struct xg_instr *inst, int channel,
	struct xg_topic *out, int max);
/* The message that subscribes (or not) a topic. */
int xg_kucoin_unified_subscribe(
	struct xg_buf *out, const struct xg_topic *t, int64_t id, bool on);

/* ---- rest.c, sign.c, resp.c, err.c ---- */

int xg_kucoin_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
int xg_kucoin_sign(struct xg_req *req, const struct xg_cred *cred, int64_t now,
	struct xg_error *err);
void xg_kucoin_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What a code means: result and reason. 200000 is OK. msg: the venue's words. */
enum xg_result xg_kucoin_code(
	struct xg_str code, struct xg_str msg, int *reason);

#endif
