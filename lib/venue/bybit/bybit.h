/* Bybit, API v5: what the files of this folder share. Protocol facts: the
 * venue's documents of 2026-07. Quirks, each with a test in
 * tests/unit/venue-bybit-*.c:
 * - spot and linear have the same symbols: the connection says which is meant
 * - BTCPERP is BTC-USDC-PERP: names come from the assets, never from the text
 * - inverse sizes are contracts of 1 USD
 * - acknowledgements have four forms, and a pong may say that it is a ping
 * - one bad topic fails a whole request
 * - depth 1 is repeated with the same number; older frames of it are changes
 * - any snapshot, and any frame with the number 1, replaces the book
 * - a ticker's change leaves out what did not change; "" takes a value back
 * - the side of a liquidation is the position's: its order had the other
 * - members of a frame come in any order */
#ifndef XG_VENUE_BYBIT_BYBIT_H
#define XG_VENUE_BYBIT_BYBIT_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

/* ---- sym.c ---- */

/* A category of the venue; the index is also that of its link. */
enum xg_bybit_cat {
	XG_BYBIT_SPOT,
	XG_BYBIT_LINEAR,
	XG_BYBIT_INVERSE,
	XG_BYBIT_OPTION,
	XG_BYBIT_CATS
};
/* By name of the market; XG_BYBIT_CATS if there is no such. */
enum xg_bybit_cat xg_bybit_cat(struct xg_str name);
const char *xg_bybit_cat_name(enum xg_bybit_cat cat);
/* The list of an instruments-info answer (text of the array) -> inst records.
 * A row that can't be read is told by a status and costs no other. Rows read,
 * or <0. */
int xg_bybit_insts(struct xg_str list, enum xg_bybit_cat cat, int64_t rx,
	const struct xg_sink *sink);
/* A size of the venue becomes base units, in place: inverse ones are contracts
 * of 1 USD and need the price. XG_ERR_RANGE. */
int xg_bybit_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px);

/* ---- state of a decoder ---- */

/* Members of a ticker that are kept from frame to frame. */
enum {
	XG_BYBIT_MARK,
	XG_BYBIT_INDEX,
	XG_BYBIT_OI,
	XG_BYBIT_RATE,
	XG_BYBIT_NEXT,
	XG_BYBIT_HOURS,
	XG_BYBIT_BID,
	XG_BYBIT_BID_QTY,
	XG_BYBIT_ASK,
	XG_BYBIT_ASK_QTY,
	XG_BYBIT_TICKS
};

/* What is known of one instrument besides its book; conn 0: nothing. */
struct xg_bybit_sym {
	int64_t top_conn, top_u;
	bool top_live, top_asked;
	bool has_top[2]; /* bid, ask */
	struct xg_level top[2];
	int64_t tick_conn;
	unsigned has_tick; /* bit per XG_BYBIT_MARK .. */
	struct xg_dec tick[XG_BYBIT_TICKS];
};

struct xg_bybit_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks */
	size_t n[2], cap[2];
	struct xg_map syms; /* unified symbol -> struct xg_bybit_sym (owned) */
};
/* NULL: no memory. */
struct xg_bybit_sym *xg_bybit_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst);

/* ---- frames ---- */

/* What a frame is about, by its topic. */
enum xg_bybit_kind {
	XG_BYBIT_NO_TOPIC, /* an answer to what we sent, if anything */
	XG_BYBIT_OTHER,	   /* a topic that we do not ask for */
	XG_BYBIT_NOTICE, /* of the venue; the topics below have data to read */
	XG_BYBIT_BOOK,
	XG_BYBIT_TRADE,
	XG_BYBIT_TICKER,
	XG_BYBIT_CANDLE,
	XG_BYBIT_LIQ
};

/* A frame as it is read; nothing of it is emitted before all of it was. */
struct xg_bybit_in {
	struct xg_decoder *d;
	enum xg_bybit_cat cat;
	int64_t conn;

	struct xg_str topic, type;
	enum xg_bybit_kind kind;
	struct xg_str mid, native; /* of the topic: depth or interval, symbol */
	int64_t ts, cts;	   /* us; 0 = not given */
	bool has_data, is_read;
	struct xg_str data; /* when it came before the topic, or is not ours */
	/* of a book */
	struct xg_str book_sym;
	int64_t u;
	bool has_u, has_b, has_a;
	struct xg_str tick[XG_BYBIT_TICKS]; /* of a ticker */
	/* of an answer */
	struct xg_str op, req_id, msg, code;
	bool has_success, success;
};

int xg_bybit_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_bybit_decoder_release(struct xg_decoder *d);
/* The instrument of a native code in the frame's category; NULL when it is not
 * known: XG_ERR_ABSENT then has its sentence. */
const struct xg_instr *xg_bybit_inst_of(
	const struct xg_bybit_in *in, struct xg_str native);

/* book.c: `data` of an order book (its OBJ token was read), and what it means
 * when all of the frame was read. */
int xg_bybit_book_read(struct xg_bybit_in *in, struct xg_json *j);
int xg_bybit_book_apply(struct xg_bybit_in *in);
/* top.c: an order book of depth 1 is the best prices. */
int xg_bybit_top_apply(struct xg_bybit_in *in, const struct xg_instr *inst,
	bool snap, int64_t ts);
/* rows.c: one row of `data` (its OBJ token was read) -> held records. Their ctx is
 * a struct xg_bybit_in. */
xg_frame_fn xg_bybit_trade_row, xg_bybit_liq_row, xg_bybit_candle_row;
/* Seconds of an interval ("5", "D"); 0 for months, whose length varies. */
int64_t xg_bybit_interval_s(struct xg_str text);
/* ticker.c */
int xg_bybit_ticker_read(struct xg_bybit_in *in, struct xg_json *j);
int xg_bybit_ticker_apply(struct xg_bybit_in *in);
/* One row of a tickers answer -> an oi record in the sink. */
int xg_bybit_oi_row(struct xg_json *j, enum xg_bybit_cat cat,
	const struct xg_insts *insts, int64_t ts, int64_t rx,
	const struct xg_sink *sink);
/* event.c: acks, refusals, pongs, logins; notices of the venue. */
int xg_bybit_event(struct xg_bybit_in *in);
int xg_bybit_notice(struct xg_bybit_in *in);

/* ---- rest.c, resp.c, err.c ---- */

int xg_bybit_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_bybit_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What a code means: result and reason. 0 is OK. msg: the venue's own words. */
enum xg_result xg_bybit_code(int64_t code, struct xg_str msg, int *reason);

#endif
