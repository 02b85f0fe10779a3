/* OKX, API v5: private to its folder. Protocol facts: OKX v5 documentation of
 * 2026-07 (sections in brackets at the place of use). Quirks, each with a test
 * in tests/unit/venue-okx-*.c:
 * - the books checksum is 0 since 2026-06: 0 or absent is not verified
 * - "pong" is text, not JSON
 * - a market BUY on spot is sized in quote unless tgtCcy says base_ccy
 * - client ids are letters and digits only
 * - sizes of contracts are contracts, not base units
 * - the orders channel gives no snapshot, and may push an event twice */
#ifndef XG_VENUE_OKX_OKX_H
#define XG_VENUE_OKX_OKX_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/frame.h"
#include "venue/venue.h"

/* ---- scan.c: cold objects ---- */

/* Reads the object whose OBJ token was just read: the text of each key in keys
 * (n of them) into vals (n = 0 where absent or null; numbers as text; objects
 * and arrays as their JSON). 0 or XG_ERR_SYNTAX. */
int xg_okx_scan(struct xg_json *j, const char *const *keys, struct xg_str *vals,
	size_t n);
/* Exact decimal of a text that may be empty: 1 read, 0 empty, <0 bad. */
int xg_okx_dec(struct xg_dec *out, struct xg_str text);
/* Milliseconds as text -> us; 0 when empty or bad. */
int64_t xg_okx_ms(struct xg_str text);

/* ---- sym.c ---- */

/* The market ("spot", "swap", "futures", "option") of an instId, by its form. */
struct xg_str xg_okx_market(struct xg_str native);
/* "SPOT" for "spot" ...; "ANY" if unknown. */
const char *xg_okx_inst_type(struct xg_str market);
/* One row of public/instruments (its OBJ token was read) -> an inst record in
 * the decoder or sink. 1 emitted, 0 skipped (events, margin), <0 bad. */
int xg_okx_inst(struct xg_json *j, int64_t rx, const struct xg_sink *sink);

/* ---- family.c: options are listed by family ---- */

bool xg_okx_is_families(const struct xg_ask *ask);
/* The family that is asked for now; empty: which families there are. */
struct xg_str xg_okx_family(const struct xg_ask *ask);
/* The families of an answer, for the pages that follow. 0, or XG_ERR_*. */
int xg_okx_families(struct xg_answer *a, struct xg_str data);
/* The families behind the one that was asked for. */
void xg_okx_family_next(struct xg_answer *a, const struct xg_ask *ask);

/* ---- sum.c: the legacy checksum ---- */

#define XG_OKX_TEXT 31

struct xg_okx_row {
	struct xg_dec px;
	char pxt[XG_OKX_TEXT + 1], szt[XG_OKX_TEXT + 1];
};
struct xg_okx_side {
	struct xg_okx_row *row; /* owned; best first */
	size_t n, cap;
};
struct xg_okx_text_book {
	struct xg_okx_side bids, asks;
	bool live; /* has had its snapshot */
};
void xg_okx_text_release(struct xg_okx_text_book *b);
int xg_okx_text_set(struct xg_okx_text_book *b, bool bid, struct xg_dec px,
	struct xg_str pxt, struct xg_str szt, bool gone);
/* CRC-32 over the top 25 of both sides, as the venue signs it. */
int32_t xg_okx_text_sum(const struct xg_okx_text_book *b);

/* ---- ws.c: frames ---- */

/* A level as it is written. */
struct xg_okx_raw {
	struct xg_str px, sz;
};
struct xg_okx_held;
struct xg_okx_state {
	struct xg_level *lv[2];	   /* owned scratch: bids, asks */
	struct xg_okx_raw *raw[2]; /* owned: the same levels, as written */
	size_t n[2], cap[2];
	struct xg_map sums; /* native -> struct xg_okx_text_book * (owned) */
	struct xg_okx_held *held; /* owned: records of the frame in work */
	size_t held_n, held_cap;
};

/* The pushes of a books frame: what is needed of the last one. */
struct xg_okx_push {
	const struct xg_instr *inst;
	struct xg_str data; /* the array, when it has more than one push */
	size_t n;
	int64_t ts, seq, prev, sum;
	bool has_sum;
};

/* What a frame says, read but not yet emitted. */
struct xg_okx_head {
	struct xg_str channel, native, type, action, event, code, msg, id;
	struct xg_str data;  /* when it came before its head */
	bool is_read;	     /* data was read */
	struct xg_str insts; /* an array of instruments */
	struct xg_okx_push push;
	int64_t conn;
};

int xg_okx_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_okx_decoder_release(struct xg_decoder *d);
/* event.c: acks, refusals, logins, notices -> wants and statuses. */
int xg_okx_event(struct xg_decoder *d, struct xg_okx_head *f);

/* ---- channel.c: one row each (its OBJ or ARR token was read) ---- */

/* The instrument of an instId; NULL for a contract that is not known. */
const struct xg_instr *xg_okx_inst_of(
	struct xg_decoder *d, struct xg_str native);
#define XG_OKX_ROW(name) \
	int xg_okx_on_##name(struct xg_decoder *d, struct xg_okx_head *f, \
		struct xg_json *j)
XG_OKX_ROW(trade);
XG_OKX_ROW(ticker);
XG_OKX_ROW(bbo);
XG_OKX_ROW(funding);
XG_OKX_ROW(mark);
XG_OKX_ROW(oi);
XG_OKX_ROW(liq);
XG_OKX_ROW(candle);
/* Seconds of a candle channel ("candle1m", "candle4Hutc"); 0 for months, whose
 * length varies, and for other channels. */
int64_t xg_okx_candle_s(struct xg_str channel);

/* ---- book.c ---- */

/* Reads the data array of a books frame (its ARR token was read) into the
 * decoder's scratch and f->push, and emits nothing. */
int xg_okx_books_read(
	struct xg_decoder *d, struct xg_json *j, struct xg_okx_head *f);
/* Applies what was read. */
int xg_okx_books_apply(struct xg_decoder *d, const struct xg_okx_head *f);

/* ---- user.c: own orders, fills, balances, positions ---- */

/* One row of the orders channel or of trade/order: exec, and a fill when it
 * carries one and `stream`. */
int xg_okx_order_row(struct xg_json *j, const struct xg_insts *insts,
	int64_t rx, bool stream, const struct xg_sink *sink,
	struct xg_str *ord_id);
/* bill_id (may be NULL): the cursor of the next page. */
int xg_okx_fill_row(struct xg_json *j, const struct xg_insts *insts, int64_t rx,
	const struct xg_sink *sink, struct xg_str *bill_id);
int xg_okx_balance_rows(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink);
int xg_okx_position_row(struct xg_json *j, const struct xg_insts *insts,
	int64_t rx, const struct xg_sink *sink);

/* ---- rest.c, sign.c, resp.c, err.c ---- */

int xg_okx_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
int xg_okx_sign(struct xg_req *req, const struct xg_cred *cred, int64_t now,
	struct xg_error *err);
int xg_okx_login(struct xg_buf *out, const struct xg_link *link, int step,
	const struct xg_cred *cred, int64_t now);
void xg_okx_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What a code means: result and reason. Code "0" is OK. */
enum xg_result xg_okx_code(struct xg_str code, int *reason);

#endif
