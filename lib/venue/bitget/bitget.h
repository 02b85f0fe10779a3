/* Bitget: what the files of this folder share. Three dialects, of which all are
 * read: v1 (recordings of 2022), v2 (classic accounts), v3 (unified accounts,
 * and public data for anyone). We subscribe in v3 unless the account is said to be
 * classic: books of v3 carry seq and pseq, which prove that none is missing, while
 * v2 has only a checksum; and only v3 tells liquidations. Protocol facts: the
 * venue's documents of v2 and v3, change log up to 2026-05. Quirks,
 * each with a test in tests/unit/venue-bitget-*.c:
 * - instType is upper case in v2, lower case in v3, "sp" and "mc" in v1; v3
 *   says topic and symbol where the others say channel and instId
 * - spot and futures have the same symbols; BTCPERP is BTC-USDC-PERP
 * - sizes are base units everywhere, those of coin futures, too
 * - "ping" and "pong" are bare texts
 * - a checksum of 0 is none: snapshots of v2 and v3 have no other
 * - the checksum is over the text as it was received
 * - any snapshot replaces the book, and may come at any time
 * - trades come newest first, and again when subscribed again
 * - liquidations come for all symbols at once
 * - prices of tickers may have more digits than a decimal; those of best bid and
 *   ask are rounded there: best prices come from books1 */
#ifndef XG_VENUE_BITGET_BITGET_H
#define XG_VENUE_BITGET_BITGET_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

/* ---- sym.c ---- */

/* A category (v3), product type (v2): our market. */
enum xg_bitget_cat {
	XG_BITGET_SPOT,
	XG_BITGET_USDT,
	XG_BITGET_USDC,
	XG_BITGET_COIN,
	XG_BITGET_CATS
};
/* By instType, category or product type in any case, also of v1 (but "mc"). */
enum xg_bitget_cat xg_bitget_cat(struct xg_str name);
/* "usdt-futures": the market, and instType of v3. */
const char *xg_bitget_cat_name(enum xg_bitget_cat cat);
/* "USDT-FUTURES": category and product type of requests. */
const char *xg_bitget_cat_code(enum xg_bitget_cat cat);
/* The rows of a list of instruments of any dialect (text of the array) -> inst
 * records; cat is the category of rows that do not tell theirs. A row that can't
 * be read is told by a status and costs no other. Rows read, or <0. */
int xg_bitget_insts(struct xg_str list, enum xg_bitget_cat cat, int64_t rx,
	const struct xg_sink *sink);

/* ---- sum.c: the checksum ---- */

#define XG_BITGET_TEXT 31 /* longest text of a price or size */

struct xg_bitget_row {
	struct xg_dec px;
	char pxt[XG_BITGET_TEXT + 1], szt[XG_BITGET_TEXT + 1];
};
struct xg_bitget_side {
	struct xg_bitget_row *row; /* owned; the best is the last */
	size_t n, cap;
};
/* A book as it is written. */
struct xg_bitget_texts {
	struct xg_bitget_side side[2]; /* bids, asks */
	bool live;		       /* in use */
};
/* A level as it is written. */
struct xg_bitget_raw {
	struct xg_str px, sz;
};
void xg_bitget_texts_release(struct xg_bitget_texts *t);
void xg_bitget_texts_clear(struct xg_bitget_texts *t);
/* Sets or removes (gone) a level. XG_ERR_LIMIT, XG_ERR_MEMORY. */
int xg_bitget_texts_set(struct xg_bitget_texts *t, int side, struct xg_dec px,
	const struct xg_bitget_raw *raw, bool gone);
/* Fills it from a book whose texts have the shortest form. */
int xg_bitget_texts_fill(struct xg_bitget_texts *t, const struct xg_book *book);
/* CRC-32, signed, over the best 25 levels of both sides. */
int32_t xg_bitget_texts_sum(const struct xg_bitget_texts *t);
/* The same of a book whose texts have the shortest form. */
int32_t xg_bitget_book_sum(const struct xg_book *book);
/* Is the text the shortest form of its decimal: what xg_dec_fmt makes of it? */
bool xg_bitget_is_short(struct xg_str text);

/* ---- state of a decoder ---- */

#define XG_BITGET_SEEN 256 /* trades that are remembered */

/* What is known of one instrument besides its book. */
struct xg_bitget_sym {
	struct xg_bitget_texts texts;
	int64_t top_conn; /* connection of its best prices; 0: none */
	int64_t seen[XG_BITGET_SEEN];
	size_t seen_n, seen_at;
};

struct xg_bitget_state {
	struct xg_level *lv[2];	      /* owned scratch: bids, asks */
	struct xg_bitget_raw *raw[2]; /* owned: the same, as written */
	size_t n[2], cap[2];
	struct xg_map syms; /* unified symbol -> struct xg_bitget_sym (owned) */
};
/* NULL: no memory. */
struct xg_bitget_sym *xg_bitget_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst);

/* ---- frames ---- */

enum xg_bitget_dialect { XG_BITGET_V1 = 1, XG_BITGET_V2, XG_BITGET_V3 };

enum xg_bitget_kind {
	XG_BITGET_OTHER, /* a channel that we do not ask for, or none */
	XG_BITGET_BOOK,	 /* books: a snapshot, then changes */
	XG_BITGET_FULL,	 /* books5, books15, books50: whole each time */
	XG_BITGET_TOP,	 /* books1 */
	XG_BITGET_TRADE,
	XG_BITGET_TICKER,
	XG_BITGET_CANDLE,
	XG_BITGET_LIQ
};

/* A frame as it is read; nothing of it is emitted before all of it was. */
struct xg_bitget_in {
	struct xg_decoder *d;
	int64_t conn;

	enum xg_bitget_dialect dialect;
	enum xg_bitget_kind kind;
	struct xg_str type, channel, native, interval; /* of arg */
	enum xg_bitget_cat cat;
	int depth; /* of FULL */
	const struct xg_instr *inst;
	struct xg_str action, event, code, msg;
	int64_t ts; /* us; 0 = not given */
	bool snap, has_arg, has_data, is_read;
	struct xg_str data; /* when it came before arg */
	/* of books: the last row, and how many there were */
	struct xg_str rows;
	size_t n;
	int64_t book_ts, seq, pseq, sum;
	bool has_seq, has_pseq, has_side[2];
	bool with_text; /* raw[] of the state is filled */
	bool all_short; /* all texts so far were in their shortest form */
};

int xg_bitget_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_bitget_decoder_release(struct xg_decoder *d);
/* The instrument of a native code in the frame's category; NULL: not known, and
 * XG_ERR_ABSENT has its sentence. */
const struct xg_instr *xg_bitget_inst_of(
	const struct xg_bitget_in *in, struct xg_str native);

/* book.c: one row of `data` (its OBJ token was read), and what all mean when the
 * frame was read. */
xg_frame_fn xg_bitget_book_row; /* ctx: struct xg_bitget_in */
int xg_bitget_book_apply(struct xg_bitget_in *in);
/* rows.c: one row of `data` (its OBJ or ARR token was read) -> held records. */
xg_frame_fn xg_bitget_trade_row;  /* ctx: struct xg_bitget_in */
xg_frame_fn xg_bitget_liq_row;	  /* ctx: struct xg_bitget_in */
xg_frame_fn xg_bitget_candle_row; /* ctx: struct xg_bitget_in */
/* The held trades, oldest first, without those that were seen before. */
int xg_bitget_trades_apply(struct xg_bitget_in *in);
/* The newest of the held candles and the one before it, which is final. */
int xg_bitget_candles_apply(struct xg_bitget_in *in);
/* Seconds of an interval ("1m", "4H", "1Dutc"); 0 for months, whose length
 * varies, and for what is none. */
int64_t xg_bitget_interval_s(struct xg_str text);
/* ticker.c */
xg_frame_fn xg_bitget_ticker_row; /* ctx: struct xg_bitget_in */
/* event.c: acks, refusals, logins. */
int xg_bitget_event(struct xg_bitget_in *in);
/* "usdt-futures:books:BTCUSDT", as in our topics; empty: too long. */
struct xg_str xg_bitget_topic(char *out, size_t max, struct xg_str type,
	struct xg_str name, struct xg_str key, struct xg_str interval);

/* ---- rest.c, resp.c, err.c ---- */

/* In v3. */
int xg_bitget_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
/* In v2. */
int xg_bitget_classic_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_bitget_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What a code means: result and reason; "00000" is OK. msg: the venue's own
 * words. */
enum xg_result xg_bitget_code(
	struct xg_str code, struct xg_str msg, int *reason);

#endif
