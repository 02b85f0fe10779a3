/* Hyperliquid: what the files of this folder share. Protocol facts: the official
 * Python client 0.23.0 and the change notes up to 2026-08. Quirks, each with a
 * test in tests/unit/venue-hyperliquid-*.c:
 * - one URL for all that is read: the question is in the body of a POST
 * - one subscription a message; acknowledgements and errors have no id and repeat
 *   what was sent, errors as a text
 * - two kinds of books on one channel: 5 levels every 0.5 s (data.fast) and 20
 *   levels every 5 s; each frame is whole, none has a number
 * - the first frame of trades is a backlog, and comes again after a reconnect
 * - the tick depends on the price (tick.c)
 * - spot pairs are called @N; names of tokens are not unique
 * - contracts of a builder's exchange have its name before a colon
 * - a greeting in plain text may come first
 * - members of a frame come in any order */
#ifndef XG_VENUE_HYPERLIQUID_HYPERLIQUID_H
#define XG_VENUE_HYPERLIQUID_HYPERLIQUID_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

#define XG_HYPERLIQUID XG_STR("hyperliquid")

/* Levels a side of the two kinds of books. */
#define XG_HYPERLIQUID_DEPTH 20
#define XG_HYPERLIQUID_DEPTH_FAST 5

/* ---- sym.c, spot.c ---- */

/* "perp" or "spot" by the form of a native code; n = 0 for what is neither
 * (outcome markets). */
struct xg_str xg_hyperliquid_market(struct xg_str coin);
/* The answers to allPerpMetas (or meta) and to spotMeta -> inst records. A row
 * that can't be read is told by a status and costs no other. Rows read, or <0. */
int xg_hyperliquid_perps(
	struct xg_str body, int64_t rx, const struct xg_sink *sink);
int xg_hyperliquid_spots(
	struct xg_str body, int64_t rx, const struct xg_sink *sink);
/* Puts tick, lot and least quantity of an instrument whose sizes have so many
 * decimals. XG_ERR_RANGE. */
int xg_hyperliquid_rules(struct xg_rec *rec, int kind, struct xg_str decimals);
int xg_hyperliquid_unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native);

/* ---- tick.c ---- */

/* The tick at a price (> 0): 5 significant digits, and no more decimals than the
 * instrument's own tick, but every whole number. XG_ERR_RANGE. */
int xg_hyperliquid_tick(
	struct xg_dec *out, const struct xg_instr *inst, struct xg_dec px);

/* ---- state of a decoder ---- */

/* Trades that are remembered for each instrument; a backlog has some dozens. */
#define XG_HYPERLIQUID_SEEN 256

/* What is known of one instrument besides its book; conn 0: nothing. */
struct xg_hyperliquid_sym {
	int64_t trade_conn, book_conn, bbo_conn;
	int64_t book_ts, bbo_ts; /* of the last frame on its connection */
	uint64_t seen[XG_HYPERLIQUID_SEEN]; /* a ring: ids of trades */
	int64_t seen_ts[XG_HYPERLIQUID_SEEN];
	size_t seen_n, seen_at; /* how many; where the next one goes */
	bool in_backlog; /* the frame in work is the first of its connection */
	/* The running candle: a later start closes it. */
	int64_t candle_conn;
	struct xg_candle candle;
};

/* A trade that waits for the end of its frame. */
struct xg_hyperliquid_held {
	struct xg_rec rec;
	struct xg_hyperliquid_sym *sym;
	uint64_t tid;
};

struct xg_hyperliquid_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks */
	size_t n[2], cap[2];
	struct xg_hyperliquid_held *held; /* owned: of the frame in work */
	size_t held_n, held_cap;
	struct xg_map syms; /* unified symbol -> struct xg_hyperliquid_sym */
};
/* NULL: no memory. */
struct xg_hyperliquid_sym *xg_hyperliquid_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst);

/* ---- frames ---- */

enum xg_hyperliquid_kind {
	XG_HYPERLIQUID_NO_CHANNEL,
	XG_HYPERLIQUID_OTHER, /* a channel that we do not ask for */
	XG_HYPERLIQUID_ACK,
	XG_HYPERLIQUID_ERROR,
	XG_HYPERLIQUID_TRADES,
	XG_HYPERLIQUID_BOOK,
	XG_HYPERLIQUID_BBO,
	XG_HYPERLIQUID_CTX,
	XG_HYPERLIQUID_CANDLE
};

/* A frame as it is read; nothing of it is emitted before all of it was. */
struct xg_hyperliquid_in {
	struct xg_decoder *d;
	int64_t conn;
	enum xg_hyperliquid_kind kind;
	bool has_data, is_read;
	struct xg_str data; /* when it came before the channel; ack; error */
	/* of a book or of best prices */
	struct xg_str coin;
	int64_t ts;
	bool has_levels, is_fast;
	bool has_top[2]; /* then the levels are in lv, one a side */
};

int xg_hyperliquid_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_hyperliquid_decoder_release(struct xg_decoder *d);
/* The instrument of a native code; NULL when it is not known: XG_ERR_ABSENT then
 * has its sentence. */
const struct xg_instr *xg_hyperliquid_inst_of(
	const struct xg_hyperliquid_in *in, struct xg_str native);

/* book.c: the object behind `data` (its OBJ token was read), and what it means
 * when all of the frame was read. */
int xg_hyperliquid_book_read(struct xg_hyperliquid_in *in, struct xg_json *j);
int xg_hyperliquid_book_apply(struct xg_hyperliquid_in *in);
int xg_hyperliquid_bbo_apply(struct xg_hyperliquid_in *in);
/* trade.c: one row of `data` (its OBJ token was read) is held; then all. */
xg_frame_fn xg_hyperliquid_trade_row; /* ctx: struct xg_hyperliquid_in */
int xg_hyperliquid_trades_apply(struct xg_hyperliquid_in *in);
/* ctx.c: the text of `data` -> records. */
int xg_hyperliquid_ctx(struct xg_hyperliquid_in *in);
int xg_hyperliquid_candle(struct xg_hyperliquid_in *in);
/* event.c: acknowledgements and errors. */
int xg_hyperliquid_ack(struct xg_hyperliquid_in *in);
int xg_hyperliquid_refused(struct xg_hyperliquid_in *in);

/* ---- rest.c, err.c ---- */

int xg_hyperliquid_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_hyperliquid_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What the venue's own words of an error mean: result and reason. */
enum xg_result xg_hyperliquid_words(struct xg_str text, int *reason);

#endif
