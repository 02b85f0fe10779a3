/* Deribit, API v2: JSON-RPC 2.0 over one WebSocket. What the files of this
 * folder share. Protocol facts: the venue's documents and its log of changes of
 * 2026. Quirks, each with a test in tests/unit/venue-deribit-*.c:
 * - the answer to a subscription lists what was subscribed; what is missing in
 *   it was refused without a word
 * - without set_heartbeat there are none; a test_request that is not answered by
 *   public/test ends the connection
 * - amounts of inverse futures are USD; those of all others are base units
 * - an inverse option is priced in its base asset, and named by its counter
 *   currency
 * - a change whose prev_change_id is 0 starts from an empty book
 * - one price has several texts: 42500, 42500.0, 5.0e-4
 * - a hole in trade_seq means lost trades
 * - liquidations are a flag of trades
 * - combos (BTC-FS-25DEC26_PERP) may trade at negative prices: they have no
 *   unified name and give no records */
#ifndef XG_VENUE_DERIBIT_DERIBIT_H
#define XG_VENUE_DERIBIT_DERIBIT_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

/* ---- sym.c ---- */

/* The venue's kinds of instruments are its markets. */
enum xg_deribit_market {
	XG_DERIBIT_FUTURE, /* perpetuals, too */
	XG_DERIBIT_OPTION,
	XG_DERIBIT_SPOT,
	XG_DERIBIT_COMBO, /* not mapped */
	XG_DERIBIT_MARKETS
};
/* By the form of a native code. */
enum xg_deribit_market xg_deribit_market_of(struct xg_str native);
const char *xg_deribit_market_name(enum xg_deribit_market m);
/* By name ("future"); XG_DERIBIT_MARKETS if there is no such. */
enum xg_deribit_market xg_deribit_market(struct xg_str name);
/* The list of a get_instruments answer (text of the array) -> inst records. A
 * row that can't be read is told by a status and costs no other. Rows read, or
 * <0. */
int xg_deribit_insts(
	struct xg_str list, int64_t rx, const struct xg_sink *sink);
/* An amount of the venue becomes base units, in place: inverse ones are USD and
 * need the price. XG_ERR_RANGE. */
int xg_deribit_base(
	struct xg_dec *amount, const struct xg_instr *inst, struct xg_dec px);

/* ---- state of a decoder ---- */

struct xg_deribit_bar {
	int64_t start; /* us; 0 = none */
	struct xg_dec open, high, low, close, vol;
};

/* What is known of one instrument besides its book. */
struct xg_deribit_sym {
	bool has_seq;
	int64_t trade_conn, seq, trade_ts; /* of the last trade */
	int64_t bar_conn, bar_s;	   /* and its length */
	struct xg_deribit_bar bar;
	int64_t odd_at; /* rx of the first odd change of a minute */
	int odd;	/* changes of levels that were not as told */
};

/* A trade that waits for the end of its frame. */
struct xg_deribit_trade {
	struct xg_rec rec;
	const struct xg_instr *inst;
	bool has_seq, liq_taker, liq_maker;
	int64_t seq;
};

struct xg_deribit_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks */
	size_t n[2], cap[2];
	int64_t grown[2]; /* new levels less deleted ones, as told */
	struct xg_deribit_trade *held; /* owned */
	size_t held_n, held_cap;
	struct xg_map
		syms; /* unified symbol -> struct xg_deribit_sym (owned) */
};
/* NULL: no memory. */
struct xg_deribit_sym *xg_deribit_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst);

/* ---- frames ---- */

enum xg_deribit_kind {
	XG_DERIBIT_NO_CHANNEL, /* an answer, a heartbeat */
	XG_DERIBIT_OTHER,      /* a channel that we do not ask for */
	XG_DERIBIT_BOOK,       /* changes */
	XG_DERIBIT_TOP,	       /* the best levels, whole */
	XG_DERIBIT_TRADE,
	XG_DERIBIT_QUOTE,
	XG_DERIBIT_TICKER,
	XG_DERIBIT_CANDLE,
	XG_DERIBIT_PLATFORM
};

/* Members of objects that have few: ticker, quote, candle, platform state. */
enum {
	XG_DERIBIT_TS,
	XG_DERIBIT_NAME,
	XG_DERIBIT_V0, /* the first of each kind's own */
	XG_DERIBIT_VALS = XG_DERIBIT_V0 + 6
};

/* A frame as it is read; nothing of it is emitted before all of it was. */
struct xg_deribit_in {
	struct xg_decoder *d;
	int64_t conn;

	struct xg_str channel, method, type;
	enum xg_deribit_kind kind;
	struct xg_str native, part; /* of the channel: name, interval */
	int depth;		    /* of TOP */
	bool has_data, is_read;
	struct xg_str data; /* when it came before the channel */
	/* of a book */
	struct xg_str book_type, book_sym;
	int64_t ts, change, prev;
	bool has_change, has_prev, has_side[2];
	struct xg_str val[XG_DERIBIT_VALS];
	/* of an answer */
	int64_t id;
	bool has_id, has_result;
	struct xg_str result, error;
};

int xg_deribit_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_deribit_decoder_release(struct xg_decoder *d);
/* The instrument of a native code. NULL: *rc is 0 for a combo, which gives
 * nothing, or XG_ERR_ABSENT with its sentence. */
const struct xg_instr *xg_deribit_inst_of(
	const struct xg_deribit_in *in, struct xg_str native, int *rc);

/* book.c: `data` of a book (its OBJ token was read), and what it means when all
 * of the frame was read. */
int xg_deribit_book_read(struct xg_deribit_in *in, struct xg_json *j);
int xg_deribit_book_apply(struct xg_deribit_in *in);
/* trade.c: one row of `data` (its OBJ token was read). */
xg_frame_fn xg_deribit_trade_row; /* ctx: struct xg_deribit_in */
int xg_deribit_trades_apply(struct xg_deribit_in *in);
/* ticker.c: `data` is one object. */
int xg_deribit_object_read(struct xg_deribit_in *in, struct xg_json *j);
int xg_deribit_ticker_apply(struct xg_deribit_in *in);
int xg_deribit_quote_apply(struct xg_deribit_in *in);
int xg_deribit_candle_apply(struct xg_deribit_in *in);
/* A ticker answer (its OBJ token was read) -> an oi record in the sink. */
int xg_deribit_oi_row(struct xg_json *j, const struct xg_insts *insts,
	int64_t rx, const struct xg_sink *sink);
/* event.c: answers, heartbeats; notices of the venue. */
int xg_deribit_event(struct xg_deribit_in *in);
int xg_deribit_platform_apply(struct xg_deribit_in *in);

/* Numbers of our requests: those of subscriptions are the engine's own, those
 * that end one have this added, and the others are above. */
#define XG_DERIBIT_ID_LEAVE INT64_C(1000000000)
#define XG_DERIBIT_ID_HELLO INT64_C(9000000001)
#define XG_DERIBIT_ID_TEST INT64_C(9000000002)
#define XG_DERIBIT_ID_PLATFORM INT64_C(9000000003)

/* ---- rest.c, resp.c, err.c ---- */

int xg_deribit_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_deribit_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What a code of an error means: result and reason. */
enum xg_result xg_deribit_code(int64_t code, int *reason);

#endif
