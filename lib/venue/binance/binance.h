/* Binance spot, USD-M and COIN-M futures: what the files of this folder share.
 * Protocol facts: the venue's documents as of late 2026. Quirks, each with a test
 * in tests/unit/venue-binance-*.c:
 * - spot and USD-M have the same symbols: the connection says which is meant
 * - the spot bookTicker has no event type and no time
 * - on futures U is not the previous u + 1: only pu joins updates
 * - futures send the levels of bids from the worst to the best
 * - merged futures streams carry both markets: `st` tells them apart
 * - a cancelled spot order has the cancel's id in `c` and ours in `C`
 * - COIN-M sizes are contracts of a fixed sum of USD; open interest comes without
 *   the price that makes base units of them
 * - an unknown stream is acknowledged like any other and stays silent
 * - 5xx, -1006 and -1007 say nothing about what happened */
#ifndef XG_VENUE_BINANCE_BINANCE_H
#define XG_VENUE_BINANCE_BINANCE_H

#include "json/pull.h"
#include "venue/decoder.h"
#include "venue/frame.h"
#include "venue/scan.h"
#include "venue/venue.h"

/* ---- sym.c ---- */

enum { XG_BINANCE_SPOT, XG_BINANCE_USDM, XG_BINANCE_COINM };

/* What differs between the three markets. */
struct xg_binance_market {
	int index;	    /* XG_BINANCE_SPOT .. */
	const char *name;   /* as in records */
	const char *host;   /* of REST */
	const char *prefix; /* of most REST paths */
	bool futures;
	bool inverse;	/* sizes in contracts of quote units */
	const char *st; /* this market in merged streams; NULL = not in any */
	int lim_weight, lim_orders; /* index in the venue's limits */
	enum xg_sync_rule rule;
};
/* By name of the market or of a link ("usdm", "usdm-public"); NULL if unknown. */
const struct xg_binance_market *xg_binance_market(struct xg_str name);
/* One row of exchangeInfo (its OBJ token was read) -> an inst record. 1 emitted,
 * 0 skipped (a row that can't be one), <0 bad JSON or stopped by the sink. */
int xg_binance_inst(struct xg_json *j, const struct xg_binance_market *m,
	int64_t rx, const struct xg_sink *sink);
/* All rows of an exchangeInfo answer. Number emitted or <0. */
int xg_binance_insts(struct xg_str body, const struct xg_binance_market *m,
	int64_t rx, const struct xg_sink *sink);
/* A size of the venue becomes base units, in place. px is the price that it was
 * or will be filled at (inverse contracts need it). XG_ERR_RANGE. */
int xg_binance_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px);

/* ---- event.c: one event in one pass ---- */

/* Members of an event with more than one letter that decoders need. */
enum {
	XG_BINANCE_PU = 'z' - 'A' + 1,
	XG_BINANCE_ST,
	XG_BINANCE_AP,
	XG_BINANCE_SLOTS
};
struct xg_binance_event {
	/* By letter: v['E' - 'A']; see xg_binance_has, xg_binance_val. */
	struct xg_str v[XG_BINANCE_SLOTS];
	uint64_t has;
	bool esc; /* a value has backslashes */
	struct xg_str stream;
	struct xg_str whole; /* the event's JSON */
};
static inline bool xg_binance_has(const struct xg_binance_event *e, int slot)
{
	return e->has >> slot & 1;
}
/* Text of a member; n = 0 when it is absent or null. */
static inline struct xg_str xg_binance_val(
	const struct xg_binance_event *e, int slot)
{
	return e->has >> slot & 1 ? e->v[slot] : (struct xg_str){ NULL, 0 };
}
#define XG_BINANCE_V(e, letter) xg_binance_val((e), (letter) - 'A')

struct xg_binance_state {
	struct xg_level *lv[2]; /* owned scratch: bids, asks as sent */
	size_t n[2], cap[2];
	struct xg_buf text; /* owned scratch */
	struct xg_map syms; /* COIN-M symbol -> struct xg_binance_sym */
};
/* What is known of an inverse contract: open interest comes in contracts, and is
 * told in base units at the last mark price. */
struct xg_binance_sym {
	struct xg_dec mark;	 /* zero: none yet */
	struct xg_dec contracts; /* that wait for a mark */
	int64_t at;		 /* their time; 0 = none wait */
};
/* Reads the member whose KEY token was just read into e, levels of `b` and `a`
 * into st. XG_ERR_SYNTAX, _TYPE, _RANGE, _LIMIT, _MEMORY. */
int xg_binance_member(struct xg_binance_state *st, struct xg_json *j,
	struct xg_binance_event *e);
/* The event whose OBJ token was just read. */
int xg_binance_event(struct xg_binance_state *st, struct xg_json *j,
	struct xg_binance_event *e);
/* An array of levels (its ARR token was just read) into st->lv[side]. */
int xg_binance_levels(struct xg_binance_state *st, struct xg_json *j, int side);

/* ---- ws.c, poll.c, public.c, book.c: market data ---- */

int xg_binance_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err);
void xg_binance_decoder_release(struct xg_decoder *d);
/* One frame in work. */
struct xg_binance_in {
	struct xg_decoder *d;
	const struct xg_binance_market *m;
	int64_t conn;
};
/* The instrument of a native code; NULL (with *err) when it is not known. */
const struct xg_instr *xg_binance_inst_of(
	const struct xg_binance_in *in, struct xg_str native);
/* An answer to a request of the feed: exchangeInfo, depth, openInterest; others
 * mean nothing here. */
int xg_binance_poll(const struct xg_binance_in *in, const struct xg_rec *raw);
int xg_binance_trade(
	const struct xg_binance_in *in, const struct xg_binance_event *e);
int xg_binance_bbo(
	const struct xg_binance_in *in, const struct xg_binance_event *e);
int xg_binance_mark(
	const struct xg_binance_in *in, const struct xg_binance_event *e);
int xg_binance_liq(
	const struct xg_binance_in *in, const struct xg_binance_event *e);
int xg_binance_candle(
	const struct xg_binance_in *in, const struct xg_binance_event *e);
int xg_binance_depth(
	const struct xg_binance_in *in, const struct xg_binance_event *e);
/* A REST depth answer of one symbol. */
int xg_binance_snapshot(const struct xg_binance_in *in, struct xg_str native,
	size_t limit, struct xg_str body);
/* An open interest answer -> an oi record; none for inverse contracts, whose
 * answers need a mark price: they go through the next two. */
int xg_binance_oi(struct xg_str body, const struct xg_binance_market *m,
	const struct xg_insts *insts, int64_t rx, const struct xg_sink *sink);

/* The same to the feed. */
int xg_binance_oi_poll(const struct xg_binance_in *in, struct xg_str body);
/* A mark price has come: what waits for it is told. */
int xg_binance_oi_mark(const struct xg_binance_in *in,
	const struct xg_instr *inst, struct xg_dec mark);

/* ---- user.c, account.c: own orders, fills, balances, positions ---- */

/* Who receives what an account's frame or answer means. */
struct xg_binance_out {
	const struct xg_binance_market *m;
	const struct xg_insts *insts;
	int64_t rx;
	const struct xg_sink *sink;
};
/* Events of the private streams (whole JSON objects). */
int xg_binance_exec_report(const struct xg_binance_out *o, struct xg_str event);
int xg_binance_order_update(
	const struct xg_binance_out *o, struct xg_str event);
int xg_binance_spot_balances(
	const struct xg_binance_out *o, struct xg_str event);
int xg_binance_account_update(
	const struct xg_binance_out *o, struct xg_str event);
/* One order of a REST answer (its OBJ token was read): fills that are in it,
 * then its state. *venue_id (may be NULL) is its id. */
int xg_binance_order_row(const struct xg_binance_out *o, struct xg_json *j,
	struct xg_str *venue_id);
/* One own trade; the client id is not in it: `id` is put in when not empty.
 * *trade_id is its number. */
int xg_binance_fill_row(const struct xg_binance_out *o, struct xg_json *j,
	struct xg_str id, struct xg_str *trade_id);
int xg_binance_balance_row(const struct xg_binance_out *o, struct xg_json *j);
int xg_binance_position_row(const struct xg_binance_out *o, struct xg_json *j);
int xg_binance_fee_row(const struct xg_binance_out *o, struct xg_json *j,
	const struct xg_instr *inst);
/* apiRestrictions, or (account) the account where a key can't be asked about. */
int xg_binance_keyinfo_row(
	const struct xg_binance_out *o, struct xg_json *j, bool account);

/* ---- rest.c, orders.c: requests ---- */

/* Starts a signed request in the weight bucket; path begins with '/' behind the
 * market's prefix, or is whole without one ("fapi/v3/balance"). */
void xg_binance_req(struct xg_req *r, const struct xg_binance_market *m,
	const char *method, const char *path, int cost);
/* Adds a parameter, percent-encoded, where sign() looks for it. */
void xg_binance_param(struct xg_req *r, const char *key, struct xg_str value);
void xg_binance_param_text(
	struct xg_req *r, const char *key, const char *value);
void xg_binance_param_i64(struct xg_req *r, const char *key, int64_t value);
void xg_binance_param_symbol(struct xg_req *r, const struct xg_ask *ask);
/* 0, or XG_ERR_ABSENT with its sentence. */
int xg_binance_need_inst(const struct xg_ask *ask, struct xg_error *err);
int xg_binance_unsupported(struct xg_error *err, const char *why);
/* Place, cancel, amend, query, cancel-all, dead-man switch. */
int xg_binance_order_request(struct xg_req *r,
	const struct xg_binance_market *m, const struct xg_ask *ask,
	struct xg_error *err);

/* ---- rest.c, resp.c, err.c, sign.c, login.c ---- */

int xg_binance_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err);
void xg_binance_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink);
/* What an error code with its text means on a market: result and reason. */
enum xg_result xg_binance_code(const struct xg_binance_market *m, int64_t code,
	struct xg_str text, int *reason);
/* xg_venue.sign: the parameters are in the query (GET, DELETE) or the body
 * (POST, PUT); timestamp goes in front of them, recvWindow and signature behind.
 * A request that was signed before is signed anew. Listen keys get only the key
 * header. XG_ERR_AUTH, _SYNTAX (a private key that is none), _LIMIT.
 * Source: binance-spot-api-docs, rest-api, "Request security". */
int xg_binance_sign(struct xg_req *r, const struct xg_cred *cred, int64_t now,
	struct xg_error *err);
/* Appends the signature of text: hex of HMAC-SHA256, Base64 of the others. */
int xg_binance_sign_text(
	struct xg_buf *out, const struct xg_cred *cred, struct xg_str text);
int xg_binance_login(struct xg_buf *out, const struct xg_link *link, int step,
	const struct xg_cred *cred, int64_t now);
/* Its first frame's id, by which the answer is known. */
#define XG_BINANCE_LOGIN_ID "xg-login"
int xg_binance_private_path(
	struct xg_buf *out, const struct xg_link *link, struct xg_str token);

#endif
