/* Gate, API v4: what the files of this folder share. Protocol facts: the venue's
 * documents of 2026 (API 4.104), "obu" channels of 2025-05, the size-decimal
 * header of 2026-03. Quirks, each with a test in tests/unit/venue-gate-*.c:
 * - spot and perpetuals have the same codes: the connection says which is meant
 * - sizes of contracts are signed contracts: the sign is the taker's side
 * - without X-Gate-Size-Decimal fractions of contracts are cut to 0
 * - times come in s, ms and (2021) us, as numbers and as texts with decimals
 * - `result` is an object or a list for the same channel, once a list of lists
 * - ids of messages must fit 32 bits
 * - "Alert sub ob" is no refusal: the book is subscribed already
 * - an empty best price has empty texts and sizes 0
 * - trades of the insurance fund and of ADL are among the market's
 * - an unknown spot pair is confirmed like any other and stays silent
 * - REST snapshots lag the stream by up to a second */
#ifndef XG_VENUE_GATE_GATE_H
#define XG_VENUE_GATE_GATE_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

/* ---- sym.c: markets and instruments ---- */

enum xg_gate_index {
	XG_GATE_SPOT,
	XG_GATE_USDT,
	XG_GATE_BTC,
	XG_GATE_DELIVERY,
	XG_GATE_MARKETS
};
struct xg_gate_market {
	enum xg_gate_index index; /* also that of its link */
	const char *name;	  /* as in records */
	const char *host;	  /* of REST */
	const char *path;	  /* its REST paths begin so */
	const char *list;	  /* instruments, behind path */
	const char *prefix;	  /* of its channels: "spot", "futures" */
	const char *settle;	  /* "USDT"; NULL = spot */
	bool obu;		  /* books come whole by the stream */
};
/* By name ("spot", "usdt"); NULL if unknown. */
const struct xg_gate_market *xg_gate_market(struct xg_str name);
/* The rows of a list of instruments (an array) -> inst records; rows that can't
 * be instruments are told by a status. Number of records or <0. */
int xg_gate_insts(struct xg_str body, const struct xg_gate_market *m,
	int64_t rx, const struct xg_sink *sink);

/* ---- num.c ---- */

/* A time of any unit (s below 1e11, ms below 1e14, else us), perhaps with
 * decimals, as us; 0 = none. XG_ERR_RANGE for what is no time. Sources: the
 * documents' ms and s, a 2021 recording's us. */
int xg_gate_time(int64_t *us, struct xg_str text);
/* Contracts (signed) become base units without a sign, in place. px: the price
 * that an inverse contract needs. Spot sizes are base units already. */
int xg_gate_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px);
/* Seconds of "1m", "10s", "8h"; 0 if unknown. */
int64_t xg_gate_interval(struct xg_str text);

/* ---- ws.c: frames ---- */

enum xg_gate_kind {
	XG_GATE_NO_CHANNEL,
	XG_GATE_OTHER, /* not asked for; acks and pongs are looked at */
	XG_GATE_OBU,
	XG_GATE_DIFF,
	XG_GATE_TRADE,
	XG_GATE_BBO,
	XG_GATE_TICKER,
	XG_GATE_LIQ,
	XG_GATE_CANDLE
};

/* What a book says besides its levels, which are in the decoder's scratch. */
struct xg_gate_book {
	struct xg_str sym;
	int64_t first, last, id, ts;
	int64_t depth; /* of the subscription; 0 = not told */
	bool full, has_first, has_last, has_id, has_b, has_a;
};

/* Private state of a decoder. */
struct xg_gate_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks */
	size_t n[2], cap[2];
	struct xg_level *tmp; /* owned scratch of sorting */
	size_t tmp_cap;
};

/* A frame in work. */
struct xg_gate_in {
	struct xg_decoder *d;
	const struct xg_gate_market *m;
	int64_t conn;
	enum xg_gate_kind kind;
	struct xg_str channel, event, id, error, payload, symbol, data;
	int64_t ts; /* of the frame */
	bool has_result, is_read;
	struct xg_gate_book book;
};

int xg_gate_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_gate_decoder_release(struct xg_decoder *d);
/* The instrument of a native code; NULL (with *err) when it is not known. */
const struct xg_instr *xg_gate_inst_of(
	const struct xg_gate_in *in, struct xg_str native);

/* event.c: answers to subscriptions, notices -> wants and statuses. */
int xg_gate_event(struct xg_gate_in *in);
/* The service is about to restart. */
int xg_gate_upgrade(struct xg_gate_in *in);

/* rows.c, ticker.c: one row (its OBJ token was read) -> held records; ctx is a
 * struct xg_gate_in. Marks, funding rates and open interest are in one row. */
xg_frame_fn xg_gate_trade_row, xg_gate_bbo_row, xg_gate_liq_row;
xg_frame_fn xg_gate_candle_row, xg_gate_ticker_row;
/* A row of REST tickers -> an oi record, when its contract is known. */
int xg_gate_oi_row(struct xg_json *j, const struct xg_gate_market *m,
	const struct xg_insts *insts, int64_t rx, const struct xg_sink *sink);

/* book.c */

/* The object of a book (its OBJ token was read) into in->book and the scratch;
 * emits nothing. */
int xg_gate_book_read(struct xg_gate_in *in, struct xg_json *j);
/* Applies what was read: an update, a whole book, or a snapshot. */
int xg_gate_book_apply(struct xg_gate_in *in);
/* A REST snapshot of one instrument (the whole answer); what was asked for. */
int xg_gate_snapshot(
	struct xg_gate_in *in, struct xg_str query, struct xg_str body);

/* ---- rest.c, resp.c, err.c ---- */

/* Levels of a side that REST snapshots and updates beside them have. */
#define XG_GATE_DEPTH 100

int xg_gate_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_gate_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What an error's label means; msg tells apart what shares a label. */
enum xg_result xg_gate_label(
	struct xg_str label, struct xg_str msg, int *reason);

#endif
