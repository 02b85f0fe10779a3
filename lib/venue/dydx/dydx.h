/* dYdX (the Indexer of the v4 chain): what the files of this folder share.
 * Protocol facts: the Indexer's sources and documents of 2026-03/04. Quirks, each
 * with a test in tests/unit/venue-dydx-*.c:
 * - the venue speaks first ("connected"); an acknowledgement has the snapshot
 * - message_id counts the frames of a connection over all channels; an error may
 *   repeat it
 * - a book has no number of its own and is often crossed: the older of two levels
 *   that cross goes (book.c); stale levels may stay, so that each book is asked
 *   for again from time to time
 * - batched frames have an array of contents
 * - the first trades are a backlog, newest first
 * - one subscription (v4_markets) has the oracle prices, funding rates and open
 *   interest of all markets, a change at a time
 * - members of a frame come in any order */
#ifndef XG_VENUE_DYDX_DYDX_H
#define XG_VENUE_DYDX_DYDX_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/numbered.h"
#include "venue/scan.h"
#include "venue/venue.h"

#define XG_DYDX XG_STR("dydx")

/* The links, in the order of the table: each channel has its own limit. */
enum { XG_DYDX_BOOKS, XG_DYDX_TRADES, XG_DYDX_CANDLES, XG_DYDX_MARKETS };

/* ---- sym.c ---- */

/* The answer to perpetualMarkets -> inst records. A row that can't be read is told
 * by a status and costs no other. Rows read, or <0. */
int xg_dydx_insts(struct xg_str body, int64_t rx, const struct xg_sink *sink);

/* ---- ladder.c: a book whose levels remember the frame that touched them ---- */

struct xg_dydx_level {
	struct xg_dec px, qty;
	int64_t stamp;
};
/* One side, best first. Zero-filled is valid. */
struct xg_dydx_side {
	struct xg_dydx_level *lv; /* owned */
	size_t n, cap;
};
struct xg_dydx_ladder {
	struct xg_dydx_side side[2]; /* bids, asks */
};
/* A list of levels that changed. Zero-filled is valid. */
struct xg_dydx_list {
	struct xg_level *lv; /* owned */
	size_t n, cap;
};
void xg_dydx_ladder_release(struct xg_dydx_ladder *b);
void xg_dydx_ladder_clear(struct xg_dydx_ladder *b);
/* Sets (or with qty 0 deletes) a level. 1: something changed, 0: a level that was
 * not there was deleted, XG_ERR_LIMIT, XG_ERR_MEMORY. */
int xg_dydx_ladder_set(struct xg_dydx_ladder *b, int side, struct xg_dec px,
	struct xg_dec qty, int64_t stamp);
/* The quantity at a price, 0 when there is none. */
struct xg_dec xg_dydx_ladder_qty(
	const struct xg_dydx_ladder *b, int side, struct xg_dec px);
/* While the best bid reaches the best ask, the one that was touched earlier goes;
 * of equal age, the smaller size is taken from both. Prices whose quantity changed
 * are appended to changed[side]. */
int xg_dydx_ladder_uncross(
	struct xg_dydx_ladder *b, struct xg_dydx_list changed[static 2]);
int xg_dydx_list_add(struct xg_dydx_list *l, struct xg_level level);

/* ---- state of a decoder ---- */

/* What is known of one instrument besides its book; conn 0: nothing. */
struct xg_dydx_sym {
	const struct xg_instr *inst;
	struct xg_dydx_ladder book; /* owned */
	int64_t snap_rx; /* when the last snapshot came, or was asked */
	int64_t trade_conn;
	char last_id[48]; /* of the newest trade that was told */
	int64_t candle_conn;
	struct xg_candle candle; /* the running one */
};

/* A trade that waits for the end of its frame. */
struct xg_dydx_held {
	struct xg_rec rec;
	struct xg_dydx_sym *sym;
	bool is_liq;
};

struct xg_dydx_state {
	struct xg_dydx_list in[2];	/* owned scratch: levels of a frame */
	struct xg_dydx_list changed[2]; /* and those that changed */
	struct xg_dydx_held *held;	/* owned: trades of a frame */
	size_t held_n, held_cap;
	struct xg_map syms; /* unified symbol -> struct xg_dydx_sym (owned) */
	struct xg_numbered numbered;
	size_t turn; /* whose book is looked at next */
};
/* NULL: no memory. */
struct xg_dydx_sym *xg_dydx_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst);

/* ---- frames ---- */

enum xg_dydx_type {
	XG_DYDX_NO_TYPE,
	XG_DYDX_OTHER_TYPE,
	XG_DYDX_CONNECTED,
	XG_DYDX_SUBSCRIBED,
	XG_DYDX_DATA, /* also in batches */
	XG_DYDX_ERROR
};
enum xg_dydx_kind {
	XG_DYDX_NO_CHANNEL,
	XG_DYDX_OTHER, /* a channel that we do not ask for */
	XG_DYDX_BOOK,
	XG_DYDX_TRADE,
	XG_DYDX_MARKET,
	XG_DYDX_CANDLE
};

/* A frame as it is read; nothing of it is emitted before all of it was. */
struct xg_dydx_in {
	struct xg_decoder *d;
	struct xg_dydx_state *st;
	int64_t conn;
	enum xg_dydx_type type;
	enum xg_dydx_kind kind;
	struct xg_str channel, id, message;
	int64_t message_id; /* -1: none */
	bool has_contents, is_read;
	struct xg_str contents; /* when they are read later */
};

int xg_dydx_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_dydx_decoder_release(struct xg_decoder *d);
/* The instrument of a ticker; NULL when it is not known: XG_ERR_ABSENT then has
 * its sentence. */
const struct xg_instr *xg_dydx_inst_of(
	const struct xg_dydx_in *in, struct xg_str native);

/* conn.c: takes the frame's number. 1: go on, 0: to be ignored, <0: the sink. */
int xg_dydx_conn_take(struct xg_dydx_in *in);
/* book.c: one object of the contents (its OBJ token was read); then all. */
xg_frame_fn xg_dydx_book_read; /* ctx: struct xg_dydx_in */
int xg_dydx_book_apply(struct xg_dydx_in *in);
/* trade.c: the same. */
xg_frame_fn xg_dydx_trades_read; /* ctx: struct xg_dydx_in */
int xg_dydx_trades_apply(struct xg_dydx_in *in);
/* market.c: the text of the contents -> records. */
int xg_dydx_markets(struct xg_dydx_in *in);
int xg_dydx_candles(struct xg_dydx_in *in);

/* ---- rest.c ---- */

int xg_dydx_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_dydx_answer(struct xg_answer *out, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);

#endif
