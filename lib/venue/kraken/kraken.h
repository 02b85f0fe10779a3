/* Kraken: spot (REST 0, WebSocket v2), Kraken Futures (REST v3, WebSocket v1),
 * and the arrays of the spot's WebSocket v1 in recordings. Private to its
 * folder. Protocol facts: Kraken's documentation of 2026 (the places in
 * brackets), checked against recordings of 2021 and 2023. Quirks, each with a
 * test in tests/unit/venue-kraken-*.c:
 * - books of the spot have no numbers: a CRC-32 over the best ten levels of each
 *   side, printed with the pair's fixed precision, is all the proof there is
 * - what falls out of the subscribed depth is not deleted by the venue
 * - one confirmation a symbol, and the channel must be guessed from an error
 * - XBT is BTC and XDG is DOGE, but only in v1, in REST and on futures
 * - ticker rows of zeros are of what was never traded
 * - candles do not say when they are closed
 * - a futures' funding_rate is in money; relative_funding_rate is the rate
 * - a futures' trades come as a snapshot first, newest first */
#ifndef XG_VENUE_KRAKEN_KRAKEN_H
#define XG_VENUE_KRAKEN_KRAKEN_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

#define XG_KRAKEN_DEPTH 1000 /* levels that we subscribe to */
#define XG_KRAKEN_SYM 64     /* bytes of a native code */

enum { XG_KRAKEN_SPOT, XG_KRAKEN_FUTURES }; /* links */

/* ---- sym.c ---- */

/* The pair as WebSocket v2 writes it: XBT/USD -> BTC/USD; escapes of "/" are
 * undone. n = 0 when it does not fit. */
struct xg_str xg_kraken_pair(char out[static XG_KRAKEN_SYM], struct xg_str s);
/* A row of AssetPairs (its OBJ token was read) -> an inst record. 1 emitted, 0
 * skipped (dark pools), <0 bad. */
int xg_kraken_spot_inst(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink);
/* A row of Futures' instruments; indices are skipped. */
int xg_kraken_futures_inst(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink);
/* All rows of an answer. n (may be NULL) counts what was emitted. */
int xg_kraken_insts(
	struct xg_str body, int64_t rx, const struct xg_sink *sink, int *n);

/* ---- num.c ---- */

/* "1618678138.004670" -> us; 0 when it is none. */
int64_t xg_kraken_seconds(struct xg_str text);
/* "2023-07-30T15:29:58.343415Z" -> us; 0 when absent, <0 bad. */
int64_t xg_kraken_time(struct xg_str text);
/* Digits behind the point as written. */
int xg_kraken_places(struct xg_str text);

/* ---- sum.c ---- */

/* CRC-32 over the best ten asks, then bids. false: a level has more places than
 * given (then the book is not the venue's). */
bool xg_kraken_sum(
	const struct xg_book *b, int px_places, int qty_places, uint32_t *out);

/* ---- state.c: what is kept of a symbol, and what a frame holds ---- */

struct xg_kraken_sym {
	int px_places, qty_places; /* as printed; -1 = not known */
	int depth;		   /* levels a side; 0 = not known */
	int64_t trade;		   /* the highest trade number; 0 = none */
	bool has_trade, has_candle;
	int64_t candle_ts;
	struct xg_candle candle; /* the one that is not closed */
};

enum xg_kraken_what {
	XG_KRAKEN_REC,	  /* a record as it is */
	XG_KRAKEN_TRADE,  /* num: its number; old: of a snapshot */
	XG_KRAKEN_CANDLE, /* closes the one before */
	XG_KRAKEN_PAIR,	  /* precision and status of a pair */
	XG_KRAKEN_SYSTEM  /* rec.u.inst.status: the state of the venue */
};
struct xg_kraken_held {
	enum xg_kraken_what what;
	const struct xg_instr *inst;
	struct xg_rec rec;
	int64_t num;
	bool old;
};

/* One book message. Levels are in the state's scratch. */
struct xg_kraken_push {
	const struct xg_instr *inst;
	enum xg_sync_rule rule;
	bool snapshot, has_sum;
	uint32_t sum;
	int64_t ts, seq;
	int px_places, qty_places, depth; /* -1, -1, 0 = as the symbol has */
	size_t at, bids, asks;		  /* bids from `at`, then asks */
};

struct xg_kraken_state {
	struct xg_level *lv; /* owned scratch */
	size_t lv_n, lv_cap;
	struct xg_kraken_push *push; /* owned: books of the frame in work */
	size_t push_n, push_cap;
	struct xg_kraken_held *held; /* owned: records of the frame in work */
	size_t held_n, held_cap;
	struct xg_map syms; /* native -> struct xg_kraken_sym * (owned) */
	char state[24];
};

void xg_kraken_decoder_release(struct xg_decoder *d);
struct xg_kraken_sym *xg_kraken_sym_of(
	struct xg_decoder *d, struct xg_str native);
int xg_kraken_hold(struct xg_decoder *d, const struct xg_kraken_held *h);
int xg_kraken_hold_push(
	struct xg_decoder *d, const struct xg_kraken_push *push);
int xg_kraken_hold_level(struct xg_decoder *d, const struct xg_level *l);
/* What the frame held becomes records. */
int xg_kraken_commit(struct xg_decoder *d, int64_t conn);
/* book.c: applies one book message. */
int xg_kraken_apply(
	struct xg_decoder *d, const struct xg_kraken_push *push, int64_t conn);

/* ---- ws.c ---- */

/* The members of messages, as text. */
enum xg_kraken_key {
	XG_KRAKEN_K_CHANNEL,
	XG_KRAKEN_K_TYPE,
	XG_KRAKEN_K_DATA,
	XG_KRAKEN_K_METHOD,
	XG_KRAKEN_K_RESULT,
	XG_KRAKEN_K_SUCCESS,
	XG_KRAKEN_K_ERROR,
	XG_KRAKEN_K_SYMBOL,
	XG_KRAKEN_K_REQ_ID,
	XG_KRAKEN_K_FEED,
	XG_KRAKEN_K_PRODUCT,
	XG_KRAKEN_K_PRODUCTS,
	XG_KRAKEN_K_EVENT,
	XG_KRAKEN_K_MESSAGE,
	XG_KRAKEN_K_STATUS,
	XG_KRAKEN_K_SEQ,
	XG_KRAKEN_K_SIDE,
	XG_KRAKEN_K_PRICE,
	XG_KRAKEN_K_QTY,
	XG_KRAKEN_K_TIMESTAMP,
	XG_KRAKEN_K_TIME,
	XG_KRAKEN_K_UID,
	XG_KRAKEN_K_BIDS,
	XG_KRAKEN_K_ASKS,
	XG_KRAKEN_K_TRADES,
	XG_KRAKEN_K_BID,
	XG_KRAKEN_K_ASK,
	XG_KRAKEN_K_BID_SIZE,
	XG_KRAKEN_K_ASK_SIZE,
	XG_KRAKEN_K_INDEX,
	XG_KRAKEN_K_MARK,
	XG_KRAKEN_K_RATE,
	XG_KRAKEN_K_NEXT,
	XG_KRAKEN_K_OI,
	XG_KRAKEN_KEYS
};
struct xg_kraken_head {
	struct xg_str v[XG_KRAKEN_KEYS];
	int64_t conn;
	bool is_read; /* data was read */
};
int xg_kraken_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);

/* spot.c: the value of `data` of a v2 message, whose head is known. */
int xg_kraken_data(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j);
/* book.c: one row of the book channel (its OBJ token was read). */
int xg_kraken_book_row(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j);
/* Levels {"price":1,"qty":2} of the array whose ARR token was read; contracts
 * become base units where inst has them. */
int xg_kraken_levels(
	struct xg_decoder *d, const struct xg_instr *inst, struct xg_json *j);
/* v1.c: an array (its ARR token was read). */
int xg_kraken_v1(struct xg_decoder *d, struct xg_json *j);
/* futures.c: a message with a feed. */
int xg_kraken_feed(struct xg_decoder *d, const struct xg_kraken_head *f);
/* The instrument of a futures product; NULL when it is not known. */
const struct xg_instr *xg_kraken_product(
	struct xg_decoder *d, struct xg_str native);
/* event.c: answers to requests, and events -> wants and statuses. */
int xg_kraken_method(struct xg_decoder *d, const struct xg_kraken_head *f);
int xg_kraken_event(struct xg_decoder *d, const struct xg_kraken_head *f);
/* The id of a request from the engine's and the channel, and back: an error
 * names the symbol, but not the channel. */
int64_t xg_kraken_req_id(int64_t id, struct xg_str word);
const char *xg_kraken_req_word(int64_t req_id, int64_t *id);

/* ---- rest.c, resp.c, err.c ---- */

int xg_kraken_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_kraken_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What an error text or status word means: result and reason. */
enum xg_result xg_kraken_error(struct xg_str text, int *reason);

#endif
