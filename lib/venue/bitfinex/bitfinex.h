/* Bitfinex: WebSocket v2 and REST v2, pairs and perpetuals. Private to its
 * folder. Protocol facts: Bitfinex's documentation (the places in brackets) and
 * its own clients. Quirks, each with a test in tests/unit/venue-bitfinex-*.c:
 * - data are arrays by channel numbers, which each connection gives anew
 * - messages are numbered over all channels of a connection, heartbeats and
 *   checksums too; only then is a message that is lost seen
 * - a list of levels is the snapshot if it is the first of its channel, and an
 *   update (BULK_UPDATES) later
 * - the checksum comes behind the updates, as a message of its own, over the
 *   venue's own text: 1.7e-7 below a millionth, and asks negative
 * - the sizes of the ticker are sums of 25 levels: the best ones are in a book of
 *   length 1
 * - each trade comes twice, te and tu; only te counts
 * - candles are open, close, high, low
 * - times may have a fraction of a millisecond
 * - UST is USDT, and USTF0 too */
#ifndef XG_VENUE_BITFINEX_BITFINEX_H
#define XG_VENUE_BITFINEX_BITFINEX_H

#include "venue/frame.h"
#include "venue/numbered.h"
#include "venue/scan.h"
#include "venue/venue.h"

#define XG_BITFINEX XG_STR("bitfinex")
#define XG_BITFINEX_LEN 250 /* levels that we subscribe to */

/* Flags of conf [general, configuration]: what is asked for first. */
enum {
	XG_BITFINEX_TIMESTAMP = 32768,
	XG_BITFINEX_SEQ_ALL = 65536,
	XG_BITFINEX_OB_CHECKSUM = 131072,
	XG_BITFINEX_BULK_UPDATES = 536870912,
	XG_BITFINEX_FLAGS = XG_BITFINEX_TIMESTAMP | XG_BITFINEX_SEQ_ALL |
			    XG_BITFINEX_OB_CHECKSUM | XG_BITFINEX_BULK_UPDATES
};

/* ---- sym.c ---- */

/* "spot" or "deriv", by the form of a native code (tBTCF0:USTF0). */
struct xg_str xg_bitfinex_market(struct xg_str native);
/* An answer of conf [configs]: labels says which lists, in their order; emits
 * inst records of a market. How many, or <0 bad. */
int xg_bitfinex_insts(
	struct xg_str body, bool deriv, int64_t rx, const struct xg_sink *sink);
/* Five significant digits [general, price precision]. */
int xg_bitfinex_tick(
	struct xg_dec *out, const struct xg_instr *inst, struct xg_dec px);

/* ---- sum.c: the venue's own text, and the checksum over it ---- */

#define XG_BITFINEX_TEXT 40 /* bytes of a number in a book */

/* The text of a number as the venue prints it (as JavaScript does). The length;
 * out is not terminated. */
size_t xg_bitfinex_print(char out[static XG_DEC_TEXT], struct xg_dec d);
/* Is it printed like that? */
bool xg_bitfinex_is_usual(struct xg_str text, struct xg_dec d);

/* A level whose text is not the usual one. */
struct xg_bitfinex_odd {
	struct xg_dec px;
	int side;
	uint8_t px_n, qty_n;
	char px_text[XG_BITFINEX_TEXT], qty_text[XG_BITFINEX_TEXT];
};
struct xg_bitfinex_odds {
	struct xg_bitfinex_odd *row; /* owned */
	size_t n, cap;
};
/* CRC-32 of bid:amount:ask:amount:... over the best 25 of each side [WebSocket
 * checksum]. */
int32_t xg_bitfinex_sum(
	const struct xg_book *b, const struct xg_bitfinex_odds *odds);

/* ---- conn.c: connections and their channels ---- */

enum xg_bitfinex_kind {
	XG_BITFINEX_NONE,  /* nobody has subscribed to it */
	XG_BITFINEX_OTHER, /* funding, other precisions */
	XG_BITFINEX_TRADE,
	XG_BITFINEX_BOOK,
	XG_BITFINEX_TOP, /* a book of length 1 */
	XG_BITFINEX_TICKER,
	XG_BITFINEX_CANDLE,
	XG_BITFINEX_DERIV,
	XG_BITFINEX_LIQ
};

#define XG_BITFINEX_CONNS 16
#define XG_BITFINEX_CHANS 48 /* a connection; the venue allows 25 or 30 */
#define XG_BITFINEX_TOPIC 80

struct xg_bitfinex_chan {
	int64_t id;
	enum xg_bitfinex_kind kind;
	bool begun;		     /* its snapshot came, or was missed */
	bool used;		     /* the slot */
	int interval_s;		     /* of candles */
	size_t native_at;	     /* in topic: the native code is its end */
	const struct xg_instr *inst; /* once it was looked up */
	char topic[XG_BITFINEX_TOPIC];
};
struct xg_bitfinex_conn {
	int64_t conn;
	bool used, told; /* told: that there is a channel of nobody */
	int64_t flags;	 /* as confirmed; -1: not yet */
	size_t at;	 /* of the channel that came last */
	struct xg_bitfinex_chan chan[XG_BITFINEX_CHANS];
};

/* A row of a list: the text of each cell, n = 0 for null. */
#define XG_BITFINEX_CELLS 24
struct xg_bitfinex_row {
	struct xg_str v[XG_BITFINEX_CELLS];
	int64_t pos; /* of the held record with this index: a position */
};

#define XG_BITFINEX_TOPS 8
#define XG_BITFINEX_LIQS 64

struct xg_bitfinex_state {
	struct xg_numbered numbered;
	struct xg_bitfinex_conn conn[XG_BITFINEX_CONNS];
	struct xg_level *lv[2]; /* owned scratch: bids, asks of the frame */
	size_t n[2], cap[2];
	struct xg_bitfinex_odds odd; /* owned scratch: of the frame */
	struct xg_bitfinex_row *row; /* owned scratch: rows of the frame */
	size_t rows, row_cap;
	struct xg_map syms; /* unified symbol -> struct xg_bitfinex_sym */
	struct {	    /* liquidations that were told */
		int64_t pos, ts;
	} liq[XG_BITFINEX_LIQS];
	size_t liq_at;
	bool down; /* the venue is in maintenance */
};

/* What is kept of a symbol besides its book. */
struct xg_bitfinex_sym {
	struct xg_bitfinex_odds odd; /* owned: of the book */
	int64_t trade;		     /* the highest number */
	bool has_trade, has_candle;
	int64_t candle_conn;	 /* the newest that told one; 0: it is gone */
	struct xg_candle candle; /* the one that is not closed */
	/* the book of length 1, best first: a change may come in two parts */
	int64_t top_conn;
	bool top_live;
	size_t top_n[2];
	struct xg_level top[2][XG_BITFINEX_TOPS];
};

struct xg_bitfinex_sym *xg_bitfinex_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst);
void xg_bitfinex_decoder_release(struct xg_decoder *d);
/* The state of a connection, made on first use; the oldest makes room. */
struct xg_bitfinex_conn *xg_bitfinex_conn_of(
	struct xg_bitfinex_state *st, int64_t conn);
/* It opened or closed. */
void xg_bitfinex_conn_reset(struct xg_bitfinex_state *st, int64_t conn);
/* The channel of a number; NULL: unknown. */
struct xg_bitfinex_chan *xg_bitfinex_chan_of(
	struct xg_bitfinex_conn *c, int64_t id);
/* A free one, or the one with this number; NULL: there are too many. */
struct xg_bitfinex_chan *xg_bitfinex_chan_put(
	struct xg_bitfinex_conn *c, int64_t id);
struct xg_str xg_bitfinex_native(const struct xg_bitfinex_chan *ch);

/* ---- frames ---- */

/* A frame as it is read; nothing of it is emitted before all of it was. */
struct xg_bitfinex_in {
	struct xg_decoder *d;
	struct xg_bitfinex_state *st;
	struct xg_bitfinex_conn *c;
	int64_t conn;
	/* of an array */
	int64_t id;
	struct xg_bitfinex_chan *chan; /* NULL: of nobody */
	struct xg_str word;	       /* "hb", "te" ...; n = 0: data */
	bool list;		       /* the data is a list of rows */
	int64_t sum, seq, ts;	       /* seq -1, ts 0: not there */
};

int xg_bitfinex_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
/* event.c: an object (its first token was not read). */
int xg_bitfinex_event(struct xg_bitfinex_in *in, struct xg_json *j);
/* A refusal's code or words: does it only say that we are too fast? */
bool xg_bitfinex_is_rate(int64_t code, struct xg_str msg);

/* book.c: the data of a book (its ARR token was read) into the scratch, and what
 * it means; the checksum that came. */
int xg_bitfinex_levels(struct xg_bitfinex_in *in, struct xg_json *j);
int xg_bitfinex_book(struct xg_bitfinex_in *in, const struct xg_instr *inst);
int xg_bitfinex_top(struct xg_bitfinex_in *in, const struct xg_instr *inst);
int xg_bitfinex_check(struct xg_bitfinex_in *in, const struct xg_instr *inst);

/* rows.c: the data of other channels (its ARR token was read) as rows; what they
 * mean: first records that are held, then they are told. */
int xg_bitfinex_rows(struct xg_bitfinex_in *in, struct xg_json *j);
int xg_bitfinex_hold(struct xg_bitfinex_in *in, const struct xg_instr *inst);
int xg_bitfinex_tell(struct xg_bitfinex_in *in, const struct xg_instr *inst);
/* Milliseconds, with or without a fraction -> us. 0 or <0. */
int xg_bitfinex_time(struct xg_str text, int64_t *us);
void xg_bitfinex_start(struct xg_bitfinex_in *in, struct xg_rec *rec, int type,
	const struct xg_instr *inst, int64_t ts);
/* series.c: the same of trades and of candles; v: the cells of a row. */
int xg_bitfinex_hold_trade(struct xg_bitfinex_in *in,
	const struct xg_instr *inst, const struct xg_str *v);
int xg_bitfinex_hold_candle(struct xg_bitfinex_in *in,
	const struct xg_instr *inst, const struct xg_str *v);
int xg_bitfinex_tell_trades(
	struct xg_bitfinex_in *in, const struct xg_instr *inst);
int xg_bitfinex_tell_candles(
	struct xg_bitfinex_in *in, const struct xg_instr *inst);

/* ---- rest.c, err.c ---- */

int xg_bitfinex_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_bitfinex_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What a code and its words mean: result and reason. */
enum xg_result xg_bitfinex_error(int64_t code, struct xg_str msg, int *reason);

#endif
