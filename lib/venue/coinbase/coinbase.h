/* Coinbase: private to its folder. Two venues live here, since they have other
 * keys, accounts, hosts and proofs: Advanced Trade ("coinbase": spot, and
 * futures of CDE and INTX) and the Exchange feed ("coinbase-exchange").
 * Recordings of the Exchange feed under the name "coinbase" say so by their
 * market, "exchange". Protocol facts: docs.cdp.coinbase.com as of autumn 2026
 * (Advanced Trade WebSocket channels and overview, Exchange WebSocket feed,
 * public products). Quirks, each with a test in tests/unit/venue-coinbase-*.c:
 * - market_trades and match tell the maker's side; the Exchange ticker the
 *   taker's
 * - sequence_num counts the frames of a connection over all channels, acks and
 *   heartbeats too; data may come before the ack
 * - an ack is the full list of what is subscribed
 * - rows of a snapshot come in no order, both sides mixed; event_time may be
 *   1970; a frame may have events of several products
 * - X-USDC may be a view of the book of X-USD: its frames name X-USD
 * - a row that cannot be read costs its book or itself, not the frame */
#ifndef XG_VENUE_COINBASE_COINBASE_H
#define XG_VENUE_COINBASE_COINBASE_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/numbered.h"
#include "venue/scan.h"
#include "venue/venue.h"

/* ---- sym.c: instruments ---- */

/* "spot", or "future": its codes have two dashes (BIT-24APR26-CDE). */
struct xg_str xg_coinbase_market(struct xg_str native);
/* The market of views of another book: X-USDC of X-USD. */
#define XG_COINBASE_ALIAS "alias"
/* The code whose book an instrument shows ("BTC-USD" of "BTC-USDC"); n = 0 when
 * it does not fit. */
struct xg_str xg_coinbase_book_code(
	char out[static 64], const struct xg_instr *inst);
/* The rows of {"products":[...]} -> inst records; *rows counts all that were
 * there, also those that can't be an instrument. Emitted, or <0. */
int xg_coinbase_insts(
	struct xg_str body, int64_t rx, const struct xg_sink *sink, int *rows);
/* The Exchange's array of products, for the venue of that name. */
int xg_coinbase_exchange_insts(struct xg_str body, struct xg_str venue,
	int64_t rx, const struct xg_sink *sink);
/* One product -> oi, funding of a contract. Emitted, or <0. */
int xg_coinbase_product(struct xg_str body, const struct xg_instr *inst,
	int64_t rx, const struct xg_sink *sink);
/* RFC 3339 -> us; 0 when it is none, or of no real day (0001, 1970). */
int64_t xg_coinbase_time(struct xg_str text);

/* ---- state of a decoder ---- */

/* What a frame says of the book of one product: ranges of the levels. */
struct xg_coinbase_part {
	struct xg_str product;
	bool snap, bad; /* bad: a level of it has no price or side */
	size_t from[2], n[2];
};
/* A trade, best prices or candle that waits for the end of its frame; its
 * symbol is put in for each instrument that shows this product. */
struct xg_coinbase_row {
	struct xg_rec rec;
	struct xg_str product;
	int64_t id; /* of a trade; -1: no number */
	int event;
	bool snap;
};
struct xg_coinbase_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks */
	size_t n[2], cap[2];
	struct xg_level *sort; /* owned scratch */
	size_t sort_cap;
	struct xg_coinbase_part *part; /* owned */
	size_t parts, part_cap;
	struct xg_coinbase_row *row; /* owned */
	size_t rows, row_cap;
	struct xg_map last_trade; /* native -> number of its last trade */
	struct xg_numbered numbered;
	char unknown[64]; /* the contract that was last looked for in vain */
};
void xg_coinbase_decoder_release(struct xg_decoder *d);

/* A frame of either feed, read but not yet applied. */
struct xg_coinbase_in {
	struct xg_decoder *d;
	struct xg_coinbase_state *st;
	struct xg_str market; /* of its instruments: "exchange", or empty */
	int64_t conn, ts;
	int event;    /* index of the event in work */
	int bad_rows; /* that were left out */
};

/* ---- hold.c: what waits for the end of its frame ---- */

/* The part of a product that levels are then pushed to. NULL: no memory. */
struct xg_coinbase_part *xg_coinbase_part(
	struct xg_coinbase_in *in, struct xg_str product, bool snap);
int xg_coinbase_push(struct xg_coinbase_state *st, int side, struct xg_dec px,
	struct xg_dec qty);
/* A level as it is written. One whose size is none ("0.-10000" occurs) is no
 * liquidity and counts as a bad row; without a price the whole part is bad. */
int xg_coinbase_level(struct xg_coinbase_in *in, struct xg_coinbase_part *part,
	int side, struct xg_str px, struct xg_str qty);
/* Room for more levels without a call for each. */
int xg_coinbase_reserve(struct xg_coinbase_state *st, int side, size_t more);
/* A row to fill in. NULL: no memory. */
struct xg_coinbase_row *xg_coinbase_row(struct xg_coinbase_in *in, int type);
/* All books, then all rows, become records. 0 or <0 of the sink. */
int xg_coinbase_apply(struct xg_coinbase_in *in);
/* The instruments that show a product, at most two: as it is called, and as a
 * view of it. */
int xg_coinbase_shown(const struct xg_coinbase_in *in, struct xg_str product,
	const struct xg_instr *out[static 2]);

/* ---- ws.c, book.c, rows.c, ack.c, exchange.c: frames ---- */

int xg_coinbase_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
/* One event of channel l2_data (its OBJ token was read). */
int xg_coinbase_l2_event(struct xg_coinbase_in *in, struct xg_json *j);
/* One event of market_trades, ticker(_batch), candles. */
int xg_coinbase_trades_event(struct xg_coinbase_in *in, struct xg_json *j);
int xg_coinbase_tickers_event(struct xg_coinbase_in *in, struct xg_json *j);
int xg_coinbase_candles_event(struct xg_coinbase_in *in, struct xg_json *j);
/* {"level2":["BTC-USD"],"heartbeats":["heartbeats"]}: the whole list each time;
 * what is confirmed already is confirmed again, which means nothing. */
int xg_coinbase_acks(struct xg_coinbase_in *in, struct xg_str event);
/* The products of one channel (the ARR token of the array was read). */
int xg_coinbase_ack_list(
	struct xg_coinbase_in *in, struct xg_str name, struct xg_json *j);
/* {"type":"error","message":...,"reason":...}: the oldest frame that waits was
 * refused. */
int xg_coinbase_error(
	struct xg_coinbase_in *in, struct xg_str message, struct xg_str reason);
/* A frame of the Exchange feed. */
int xg_coinbase_exchange_frame(
	struct xg_coinbase_in *in, struct xg_str text, size_t *at);

/* ---- rest.c, resp.c, err.c ---- */

int xg_coinbase_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_coinbase_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
int xg_coinbase_exchange_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_coinbase_exchange_answer(struct xg_answer *out,
	const struct xg_ask *ask, int http, struct xg_str headers,
	struct xg_str body, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink);
#define XG_COINBASE_PAGE 500 /* products a page */
/* What a reason of the venue means (enum xg_reason). */
int xg_coinbase_reason(struct xg_str code);

#endif
