/* xg records: one JSON object on one line. The types, their members in memory,
 * reading and writing. The text form is described in xg-records(5); the table
 * of all members is rec/fields.c, the one source for reader, writer and docs. */
#ifndef XG_REC_REC_H
#define XG_REC_REC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "dec/dec.h"

#define XG_REC_LINE_MAX ((size_t)1 << 20)
/* A raw record holds what a venue sent: lists of instruments are longer. */
#define XG_REC_RAW_MAX ((size_t)32 << 20)

enum xg_rec_type {
	XG_REC_FOREIGN, /* not ours: only `type` was looked at; forward raw */
	XG_REC_TRADE,
	XG_REC_BOOK,
	XG_REC_BBO,
	XG_REC_FUNDING,
	XG_REC_MARK,
	XG_REC_LIQ,
	XG_REC_OI,
	XG_REC_CANDLE,
	XG_REC_INST,
	XG_REC_RAW,
	XG_REC_TICK,
	XG_REC_STATUS,
	XG_REC_DEPTH,
	XG_REC_CBOOK,
	XG_REC_LIQUIDITY,
	XG_REC_FEAT,
	XG_REC_REGIME,
	XG_REC_ARB,
	XG_REC_ORDER,
	XG_REC_CANCEL,
	XG_REC_AMEND,
	XG_REC_EXEC,
	XG_REC_FILL,
	XG_REC_REJECT,
	XG_REC_BALANCE,
	XG_REC_POSITION,
	XG_REC_FEE,
	XG_REC_KEYINFO,
	XG_REC_ALERT,
	XG_REC_TYPES
};
#define XG_REC_BIT(t) (UINT64_C(1) << (t))

/* Enumerations of members. 0 is "not given" in all of them. */
enum xg_side { XG_SIDE_NONE, XG_BUY, XG_SELL };
enum xg_order_kind { XG_KIND_NONE, XG_LIMIT, XG_MARKET };
enum xg_tif { XG_TIF_NONE, XG_GTC, XG_IOC, XG_FOK, XG_GTX, XG_GTD };
enum xg_pos { XG_POS_NONE, XG_POS_LONG, XG_POS_SHORT };
enum xg_inst_kind { XG_INST_NONE, XG_SPOT, XG_PERP, XG_FUTURE, XG_OPTION };
enum xg_arb_kind {
	XG_ARB_NONE,
	XG_ARB_CROSS,
	XG_ARB_TRI,
	XG_ARB_FUNDING,
	XG_ARB_STAT
};
enum xg_exec_event {
	XG_EXEC_NONE,
	XG_EXEC_SENT,
	XG_EXEC_NEW,
	XG_EXEC_PARTIAL,
	XG_EXEC_FILLED,
	XG_EXEC_CANCELED,
	XG_EXEC_REJECTED,
	XG_EXEC_EXPIRED,
	XG_EXEC_UNKNOWN,
	XG_EXEC_AMENDED,
	XG_EXEC_CANCEL_REJECTED,
	XG_EXEC_GROUP /* summary */
};
enum xg_status_event {
	XG_ST_NONE,
	XG_ST_CONNECTING,
	XG_ST_CONNECTED,
	XG_ST_SUBSCRIBED,
	XG_ST_DISCONNECTED,
	XG_ST_STALE,
	XG_ST_GAP,
	XG_ST_RESYNC,
	XG_ST_CHECKSUM,
	XG_ST_RATELIMIT,
	XG_ST_MAINTENANCE,
	XG_ST_RECOVERED,
	XG_ST_LAG,
	XG_ST_CLOCK,
	XG_ST_ERROR
};
/* Why a trade is none with the book that all see: its price and size say nothing
 * of it. */
enum xg_off {
	XG_OFF_NONE,
	XG_OFF_BLOCK,	/* agreed elsewhere, the venue only clears it */
	XG_OFF_COMBO,	/* a leg: priced by the combo's trade */
	XG_OFF_RPI,	/* with an order that the book does not show */
	XG_OFF_INTERNAL /* the venue moved a position: insurance fund, ADL */
};
enum xg_level_word { XG_LEVEL_NONE, XG_INFO, XG_WARN, XG_CRIT };
/* The closed list of reasons of rejects and venue errors. */
enum xg_reason {
	XG_WHY_NONE,
	XG_WHY_INSUFFICIENT_FUNDS,
	XG_WHY_MIN_NOTIONAL,
	XG_WHY_MIN_QTY,
	XG_WHY_TICK,
	XG_WHY_LOT,
	XG_WHY_PRICE_BAND,
	XG_WHY_RATE_LIMITED,
	XG_WHY_WOULD_CROSS,
	XG_WHY_DUPLICATE_ID,
	XG_WHY_AUTH,
	XG_WHY_PERMISSION,
	XG_WHY_UNKNOWN_SYMBOL,
	XG_WHY_NOT_FOUND,
	XG_WHY_MARKET_CLOSED,
	XG_WHY_VENUE_DOWN,
	XG_WHY_TIMEOUT,
	XG_WHY_STALE_DATA,
	XG_WHY_HALTED,
	XG_WHY_LIMIT,
	XG_WHY_OTHER
};

struct xg_level {
	struct xg_dec px, qty;
};
struct xg_levels {
	const struct xg_level *p; /* borrowed; best first */
	size_t n;
};
struct xg_clevel { /* of a consolidated book */
	struct xg_dec px, qty;
	struct xg_str venue;
};
struct xg_clevels {
	const struct xg_clevel *p;
	size_t n;
};
struct xg_leg { /* of an arb */
	struct xg_str venue, sym;
	int side;
	struct xg_dec px, qty, fee_bps;
};
struct xg_legs {
	const struct xg_leg *p;
	size_t n;
};

/* The members of each type after venue, sym, ts, rx; the order here is the
 * order of the text. Texts of free JSON (algo, figures) are raw JSON slices. */
struct xg_trade {
	struct xg_str id;
	int side;
	struct xg_dec px, qty;
	int off; /* enum xg_off; absent: a trade with the book */
};
struct xg_book_rec {
	int64_t seq, prev;
	bool snap;
	struct xg_levels bids, asks;
	/* Of a snapshot that is cut: bids below, asks above are not known, now
	 * or by any update until the next snapshot (R28). Absent: not cut. */
	struct xg_dec down, up;
};
struct xg_bbo {
	struct xg_dec bid, bid_qty, ask, ask_qty;
	int64_t seq; /* in the numbering of the book's seq, where it is one */
};
struct xg_funding {
	struct xg_dec rate;
	int64_t next, interval_s;
	struct xg_dec mark, index;
};
struct xg_mark {
	struct xg_dec mark, index;
};
struct xg_liq {
	int side;
	struct xg_dec px, qty;
};
struct xg_oi {
	struct xg_dec qty;
};
struct xg_candle {
	struct xg_dec open, high, low, close, vol;
	int64_t start, interval_s;
	bool closed;
};
/* market: the venue's own division ("spot", "usdm", "swap"); code: the venue's
 * number for it (OKX instIdCode); contract: base units per contract, or quote
 * units when inverse. status: "trading" or the venue's word. */
struct xg_inst {
	struct xg_str base, quote, settle;
	int kind;
	struct xg_str native;
	struct xg_dec tick, lot, min_qty, min_notional, contract;
	struct xg_str status;
	struct xg_dec maker, taker;
	struct xg_str market;
	bool inverse;
	int64_t code;
	int64_t expiry;
	int64_t funding_s;
};
struct xg_json_kept;
/* Raw frames. conn: number of the connection. On `in` and `out` exactly one of
 * data (JSON text) and text (any other text, unescaped). */
struct xg_raw {
	int64_t conn;
	struct xg_str ch, dir, market, url, req;
	int64_t http; /* HTTP status of a rest answer; absent = 200 */
	struct xg_str data, text;
	/* Levels in data that were read while it was checked: borrowed from the
	 * reader, NULL when there are none. Not a member of the record. */
	const struct xg_json_kept *kept;
};
struct xg_status {
	int event;
	int64_t conn;
	struct xg_str chan, detail;
	int64_t latency_us, used, limit, retry_ms, count;
};
struct xg_depth {
	struct xg_levels bids, asks;
};
struct xg_cbook {
	struct xg_clevels bids, asks;
};
struct xg_liquidity {
	struct xg_dec spread_bps, mid, micro, imbalance;
	struct xg_str depth, venues; /* raw JSON */
};
struct xg_feat {
	struct xg_str venues, name;
	double value;
	int64_t window_s;
};
struct xg_regime {
	struct xg_str regime, votes;
	double confidence;
	int64_t since;
};
struct xg_arb {
	int kind;
	struct xg_str id;
	struct xg_legs legs;
	struct xg_dec gross_bps, net_bps, profit;
	struct xg_str ccy;
	int64_t ttl_ms;
};
struct xg_order {
	struct xg_str id, parent;
	int side, kind;
	struct xg_dec px, qty;
	int tif;
	int64_t expire;
	bool reduce;
	int pos;
	struct xg_str group;
	struct xg_str algo;
	int64_t legs; /* orders in the group */
};
struct xg_cancel {
	struct xg_str id;
	bool all;
};
struct xg_amend {
	struct xg_str id;
	struct xg_dec px, qty;
};
struct xg_exec {
	struct xg_str id, venue_id;
	int event;
	int side;
	struct xg_dec px, qty, filled, avg_px;
	int reason;
	struct xg_str detail;
	int64_t latency_us;
	struct xg_str account;
};
struct xg_fill {
	struct xg_str id, venue_id, trade_id;
	int side;
	struct xg_dec px, qty, fee;
	struct xg_str fee_ccy;
	bool maker;
};
struct xg_reject {
	struct xg_str id, by, rule;
	int reason;
	struct xg_str detail;
};
/* account: which wallet of a venue that keeps several; absent: the only one */
struct xg_balance {
	struct xg_str ccy;
	struct xg_dec total, free, used;
	struct xg_str account;
};
struct xg_position {
	struct xg_dec qty, entry, mark, upnl, leverage, margin;
};
struct xg_fee {
	struct xg_dec maker, taker;
};
struct xg_keyinfo {
	struct xg_str key;
	bool trade, withdraw, ip_bound;
	int64_t expires;
};
struct xg_alert {
	int level;
	struct xg_str code, msg, figures;
};

/* Presence: bits 0-3 are venue, sym, ts, rx; bit 4+i is member i (text order)
 * of the type's own list. Setters below keep it right. */
#define XG_HAS_VENUE UINT64_C(1)
#define XG_HAS_SYM UINT64_C(2)
#define XG_HAS_TS UINT64_C(4)
#define XG_HAS_RX UINT64_C(8)
#define XG_HAS(i) (UINT64_C(16) << (i))

struct xg_rec {
	int type;	   /* enum xg_rec_type */
	struct xg_str raw; /* the line without LF as it was read; n = 0: made */
	uint64_t has;
	struct xg_str venue, sym;
	int64_t ts, rx; /* microseconds since the epoch */
	union {
		struct xg_trade trade;
		struct xg_book_rec book;
		struct xg_bbo bbo;
		struct xg_funding funding;
		struct xg_mark mark;
		struct xg_liq liq;
		struct xg_oi oi;
		struct xg_candle candle;
		struct xg_inst inst;
		struct xg_raw rawf;
		struct xg_status status;
		struct xg_depth depth;
		struct xg_cbook cbook;
		struct xg_liquidity liquidity;
		struct xg_feat feat;
		struct xg_regime regime;
		struct xg_arb arb;
		struct xg_order order;
		struct xg_cancel cancel;
		struct xg_amend amend;
		struct xg_exec exec;
		struct xg_fill fill;
		struct xg_reject reject;
		struct xg_balance balance;
		struct xg_position position;
		struct xg_fee fee;
		struct xg_keyinfo keyinfo;
		struct xg_alert alert;
	} u;
};

/* Is the member u.X.NAME present, by its offset: XG_REC_HAS(rec, trade.id).
 * And the same to mark it as set. Unknown offsets are a programming error. */
#define XG_REC_HAS(rec, member) \
	xg_rec_has_at((rec), offsetof(struct xg_rec, u.member))
#define XG_REC_SET(rec, member, ...) \
	((rec)->u.member = (__VA_ARGS__), \
		xg_rec_mark_at((rec), offsetof(struct xg_rec, u.member)))
bool xg_rec_has_at(const struct xg_rec *rec, size_t off);
void xg_rec_mark_at(struct xg_rec *rec, size_t off);

/* Starts a record that a stage makes: zeroed, with type and the common members
 * (venue or sym with n = 0, ts or rx 0: absent). */
void xg_rec_start(struct xg_rec *rec, int type, struct xg_str venue,
	struct xg_str sym, int64_t ts, int64_t rx);
/* A member whose struct was filled by hand: marks members first..last (by
 * index in the text order) as present. */
#define XG_REC_ALL UINT64_C(0x00fffffffffffff0)

/* ---- reading ---- */

/* Owns the arrays (levels, legs, unescaped texts) that the last record points
 * to. Zero-filled is valid. After warm-up it allocates nothing. */
struct xg_rec_reader {
	struct xg_level *level;
	size_t levels, level_cap;
	struct xg_clevel *clevel;
	size_t clevels, clevel_cap;
	struct xg_leg *leg;
	size_t legs, leg_cap;
	struct xg_buf text;
	struct xg_buf number;
	struct xg_raw_reading *raw; /* owned: rec/read_raw.c */
};
void xg_rec_reader_release(struct xg_rec_reader *r);

/* Only the type of a line ("type" may be anywhere in the object, first is
 * fastest): enum xg_rec_type, XG_REC_FOREIGN for an object of another or no
 * type; XG_ERR_SYNTAX when the line is no JSON object as far as it looked. */
int xg_rec_peek(struct xg_str line);

/* Reads a line. Types outside `want` (bits) are only peeked at and come back
 * with raw set and nothing else but type. Slices point into line or into the
 * reader and live until the next read. Required members missing, wrong types,
 * numbers out of range, duplicate members: error with column and sentence. */
int xg_rec_read(struct xg_rec_reader *r, struct xg_str line, uint64_t want,
	struct xg_rec *out, struct xg_error *err);

/* Levels at the fast pace of xg_json_pairs (json/pull.h); for venues, too. */
struct xg_json;
size_t xg_levels_pairs(struct xg_json *j, struct xg_level *out, size_t max);

/* ---- writing ---- */

/* Appends the canonical line with LF. Members present only; the order of the
 * table. XG_ERR_LIMIT when it would be over 1 MiB (raw: 32 MiB), XG_ERR_ABSENT (a required
 * member is not set). */
int xg_rec_write(struct xg_buf *out, const struct xg_rec *rec);

/* Copies a record so that it outlives the reader: all slices and arrays are in
 * one heap block. Free with xg_rec_free. */
struct xg_rec *xg_rec_dup(const struct xg_rec *rec);
void xg_rec_free(struct xg_rec *rec);

/* ---- names ---- */

const char *xg_rec_type_name(int type);	  /* "trade"; "foreign" for FOREIGN */
int xg_rec_type_from(struct xg_str name); /* XG_REC_FOREIGN if unknown */

enum xg_word_list {
	XG_WORDS_SIDE,
	XG_WORDS_KIND,
	XG_WORDS_TIF,
	XG_WORDS_POS,
	XG_WORDS_INST_KIND,
	XG_WORDS_ARB_KIND,
	XG_WORDS_EXEC,
	XG_WORDS_STATUS,
	XG_WORDS_LEVEL,
	XG_WORDS_REASON,
	XG_WORDS_OFF
};
/* The word of an enum value ("buy"), NULL for 0 or out of range. */
const char *xg_word(enum xg_word_list list, int value);
/* The value of a word, 0 if it is not in the list. */
int xg_word_from(enum xg_word_list list, struct xg_str word);

/* ---- the table of members (rec/fields.c) ---- */

enum xg_field_kind {
	XG_F_STR,
	XG_F_DEC,
	XG_F_I64,
	XG_F_BOOL,
	XG_F_DOUBLE,
	XG_F_WORD,
	XG_F_LEVELS,
	XG_F_CLEVELS,
	XG_F_LEGS,
	XG_F_JSON
};
struct xg_field {
	const char *name;
	uint8_t name_n; /* its length */
	enum xg_field_kind kind;
	uint16_t off; /* in struct xg_rec */
	bool required;
	uint8_t words;	  /* enum xg_word_list when kind is WORD */
	const char *unit; /* "us", "base", "quote", "bps", "fraction" or "" */
	const char *help;
};
struct xg_rec_desc {
	const char *name, *help;
	uint8_t common;	  /* bits XG_HAS_VENUE.. that the type has */
	uint8_t required; /* those of them that must be there */
	const struct xg_field *fields;
	size_t n;
};
const struct xg_rec_desc *xg_rec_describe(int type); /* NULL for FOREIGN */

#endif
