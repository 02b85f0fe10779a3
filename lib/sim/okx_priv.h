/* The OKX dialect, API v5 as the venue's sheet tells it: private to the files
 * okx_*.c. Sizes of derivatives are contracts, as in sim.h. */
#ifndef XG_SIM_OKX_PRIV_H
#define XG_SIM_OKX_PRIV_H

#include "sim/dialect.h"
#include "sim/okx_args.h"
#include "sim/okx_chan.h"
#include "sim/okx_sum.h"

#define XG_SIM_OKX_UID "77982378738415879"
#define XG_SIM_OKX_DEPTH 400 /* levels of the channel "books" */
#define XG_SIM_OKX_SUBS 500  /* of one connection */
#define XG_SIM_OKX_OPS 480   /* subscribe, unsubscribe, login an hour */
#define XG_SIM_OKX_MEN 20    /* dead-man switches: one a tag */
#define XG_SIM_OKX_ARG 256   /* bytes of a subscription's argument */
#define XG_SIM_OKX_FRAME ((size_t)65536) /* of a request */

/* ---- state ---- */

/* What the channel "books" has told of a symbol: the best levels of each side
 * and their number. All connections see the same numbers. */
struct xg_sim_okx_win {
	struct xg_level side[2][XG_SIM_OKX_DEPTH]; /* 0 bids */
	size_t n[2];
	int64_t seq, told_at;
	struct xg_level five[2][5]; /* as last told by books5 */
	size_t nfive[2];
	int64_t ticker_id;	   /* last trade in the last ticker */
	struct xg_level ticker[2]; /* best prices in it */
	int64_t mark_at, funding_at, interest_at, limit_at;
	int64_t candle_at;
};

struct xg_sim_okx_man {
	char tag[20];
	int64_t due; /* 0 = off */
};

struct xg_sim_okx_state {
	struct xg_sim_okx_win *win; /* owned; by market index */
	size_t wins;
	struct xg_sim_bucket *bucket; /* owned; route * (mkts + 1) + market */
	size_t buckets;
	struct xg_sim_okx_man man[XG_SIM_OKX_MEN];
	int64_t account_at, positions_at; /* of the regular pushes */
	int64_t events;			  /* numbers ids of pushes */
};

struct xg_sim_okx_feed {
	const struct xg_sim_okx_chan *chan;
	struct xg_sim_mkt *mkt;	   /* NULL: all that fit kind */
	int kind;		   /* enum xg_inst_kind; 0 = any */
	struct xg_sim_okx_bar bar; /* of candles */
	int64_t told;		   /* candles: start of the bar last told */
	char arg[XG_SIM_OKX_ARG];  /* the JSON members of "arg" */
};

struct xg_sim_okx_conn {
	enum xg_sim_okx_socket socket;
	bool login;
	struct xg_sim_okx_feed *feed; /* owned */
	size_t feeds, cap;
	int64_t hour;
	int ops;
};

static inline struct xg_sim_okx_state *xg_sim_okx_of(
	const struct xg_sim_front *f)
{
	return f->state;
}
static inline struct xg_sim_okx_conn *xg_sim_okx_at(const struct xg_sim_conn *c)
{
	return c->state;
}

/* ---- okx_fmt.c: values as the venue writes them ---- */

void xg_sim_okx_dec(struct xg_buf *b, const char *key, struct xg_dec v);
void xg_sim_okx_ms(struct xg_buf *b, const char *key, int64_t us);
void xg_sim_okx_u64(struct xg_buf *b, const char *key, uint64_t v);
/* Members with the text "" ("not applicable"): their names, by spaces. */
void xg_sim_okx_blank(struct xg_buf *b, const char *keys);
void xg_sim_okx_open(struct xg_buf *b);	 /* an object, after a comma */
void xg_sim_okx_close(struct xg_buf *b); /* its end */
const char *xg_sim_okx_type(const struct xg_sim_mkt *m); /* "SPOT" ... */
/* enum xg_inst_kind of "SPOT", "MARGIN", "SWAP" ...; -1 unknown, 0 "ANY". */
int xg_sim_okx_kind_of(struct xg_str type);
struct xg_str xg_sim_okx_family_of(const struct xg_sim_mkt *m);
void xg_sim_okx_family(struct xg_buf *b, const struct xg_sim_mkt *m);
/* Base units of a number of contracts at a price; spot: the same. */
struct xg_dec xg_sim_okx_coins(
	const struct xg_sim_mkt *m, struct xg_dec qty, struct xg_dec px);
/* [["px","qty","0","n"],...] */
void xg_sim_okx_levels(
	struct xg_buf *b, const char *key, const struct xg_level *l, size_t n);
/* The middle, or the last trade, or 0. */
struct xg_dec xg_sim_okx_mid(const struct xg_sim_mkt *m);
/* Prices between which orders are taken: 5 % around the mark or the middle.
 * false when there is no price. */
bool xg_sim_okx_band(const struct xg_sim_mkt *m, struct xg_dec *lowest,
	struct xg_dec *highest);

/* ---- okx_rows.c: orders, fills, balances, positions ---- */

/* The row of an order: of REST (fill NULL: its last fill is looked for), or of
 * the channel "orders" when push is set. Members without the braces. */
void xg_sim_okx_order_row(struct xg_buf *b, const struct xg_sim_venue *v,
	const struct xg_sim_order *o, const struct xg_sim_fill *fill,
	bool push);
void xg_sim_okx_fill_row(struct xg_buf *b, const struct xg_sim_fill *f);
/* The whole account; only = "BTC,USDT" or empty for all. */
void xg_sim_okx_balance_row(struct xg_buf *b, struct xg_sim_venue *v,
	struct xg_str only, int64_t now);
void xg_sim_okx_position_row(struct xg_buf *b, const struct xg_sim_venue *v,
	const struct xg_sim_pos *p);
const char *xg_sim_okx_pos_side(enum xg_sim_leg leg);

/* ---- okx_bars.c: candles and 24 hours ---- */

struct xg_sim_okx_day {
	struct xg_dec open, high, low, vol, quote_vol, sod0, sod8;
};
void xg_sim_okx_day(
	struct xg_sim_okx_day *out, const struct xg_sim_mkt *m, int64_t now);
/* ["ts","o","h","l","c","vol","volCcy","volCcyQuote","confirm"], for the bar
 * that begins at start; false when nothing is known of it. */
bool xg_sim_okx_candle(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_okx_bar *bar, int64_t start, int64_t now);
void xg_sim_okx_ticker_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_sim_okx_trade_row(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool push);
void xg_sim_okx_funding_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_sim_okx_mark_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_sim_okx_index_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_sim_okx_interest_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_sim_okx_limit_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now);
void xg_sim_okx_inst_row(struct xg_buf *b, const struct xg_sim_mkt *m);

/* ---- okx_enter.c: placing, cancelling and amending one order ---- */

/* One item of a request. Appends its row {"ordId":..,"sCode":..} to b; returns
 * the code (0 = done). ws: the instrument comes by instIdCode only. */
int xg_sim_okx_place(struct xg_sim_front *f, const struct xg_sim_okx_args *a,
	bool ws, struct xg_buf *b);
int xg_sim_okx_cancel(struct xg_sim_front *f, const struct xg_sim_okx_args *a,
	bool ws, struct xg_buf *b);
int xg_sim_okx_amend(struct xg_sim_front *f, const struct xg_sim_okx_args *a,
	bool ws, struct xg_buf *b);
typedef int xg_sim_okx_item(struct xg_sim_front *f,
	const struct xg_sim_okx_args *a, bool ws, struct xg_buf *b);
/* A request of one object, or an array of 1 to 20 when batch is set. rows gets
 * the items' rows; *code is 0, 1 (all failed) or 2 (some). Returns 0, or the
 * code of a request that is malformed as a whole (then *arg names what). */
int xg_sim_okx_batch(struct xg_sim_front *f, struct xg_str json, bool batch,
	bool ws, xg_sim_okx_item *item, struct xg_buf *rows, int *code,
	const char **arg);
/* What the request is: 0, or 50036 when expTime (ms) has passed. */
int xg_sim_okx_expired(struct xg_str exp_time, int64_t now);

/* ---- okx_route.c and the files of its handlers ---- */

struct xg_sim_okx_call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_buf *out;  /* items of "data" */
	struct xg_buf param; /* scratch of xg_sim_okx_query */
	int64_t now;
	int code;	 /* of the whole, when not 0: 1 or 2 */
	const char *arg; /* for the text of an error */
	char arg_text[64];
};
/* Handlers return 0 or the code that the request fails with. */
typedef int xg_sim_okx_fn(struct xg_sim_okx_call *c);

/* A parameter of the query, decoded; empty when absent. Lives until the next
 * call. */
struct xg_str xg_sim_okx_query(struct xg_sim_okx_call *c, const char *name);
/* The market of instId: NULL and *code 50014 or 51001. */
struct xg_sim_mkt *xg_sim_okx_query_inst(struct xg_sim_okx_call *c, int *code);
/* An integer parameter within bounds; usual when absent or malformed. */
int64_t xg_sim_okx_query_int(struct xg_sim_okx_call *c, const char *name,
	int64_t usual, int64_t min, int64_t max);

xg_sim_okx_fn xg_sim_okx_get_time, xg_sim_okx_get_instruments,
	xg_sim_okx_get_underlying, xg_sim_okx_get_books, xg_sim_okx_get_trades,
	xg_sim_okx_get_ticker, xg_sim_okx_get_tickers, xg_sim_okx_get_candles,
	xg_sim_okx_get_funding, xg_sim_okx_get_mark, xg_sim_okx_get_index,
	xg_sim_okx_get_interest, xg_sim_okx_get_limit, xg_sim_okx_get_status,
	xg_sim_okx_get_option_trades, xg_sim_okx_get_option_summary;
xg_sim_okx_fn xg_sim_okx_get_balance, xg_sim_okx_get_positions,
	xg_sim_okx_get_config, xg_sim_okx_get_fee, xg_sim_okx_get_leverage,
	xg_sim_okx_set_leverage, xg_sim_okx_set_mode, xg_sim_okx_get_currencies,
	xg_sim_okx_get_assets;
xg_sim_okx_fn xg_sim_okx_post_order, xg_sim_okx_post_orders,
	xg_sim_okx_post_cancel, xg_sim_okx_post_cancels, xg_sim_okx_post_amend,
	xg_sim_okx_post_amends, xg_sim_okx_get_order, xg_sim_okx_get_pending,
	xg_sim_okx_get_history, xg_sim_okx_get_fills,
	xg_sim_okx_get_fills_history, xg_sim_okx_post_deadman,
	xg_sim_okx_post_mass_cancel, xg_sim_okx_post_close;

void xg_sim_okx_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
enum xg_fault_on xg_sim_okx_classify(const struct xg_sim_http *r);
size_t xg_sim_okx_routes(void);
/* Takes one of the limit that place, cancel and amend by WebSocket share with
 * REST: false when it is used up. */
bool xg_sim_okx_take(
	struct xg_sim_front *f, const char *path, int mkt, int64_t now);

/* ---- okx_ws.c ---- */

int xg_sim_okx_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_sim_okx_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_sim_okx_ws_shut(struct xg_sim_conn *c);
void xg_sim_okx_farewell(struct xg_sim_front *f, int64_t now);

/* ---- okx_ops.c: subscriptions ---- */

void xg_sim_okx_subscribe(struct xg_sim_conn *c,
	const struct xg_sim_okx_frame *fr, bool on, int64_t now);
/* {"event":"error",...} to a client. */
void xg_sim_okx_ws_error(
	struct xg_sim_conn *c, struct xg_str id, int code, const char *arg);

/* ---- okx_book.c ---- */

/* Brings the window up to the book and tells the subscribers of books what
 * changed; once a minute, that nothing did. */
void xg_sim_okx_book_push(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now);
/* The window to one connection, after a push that the others got. */
void xg_sim_okx_book_snap(
	struct xg_sim_conn *c, struct xg_sim_mkt *m, int64_t now);
/* Five levels, when they have changed or to one connection alone. */
void xg_sim_okx_book_five(struct xg_sim_front *f, struct xg_sim_mkt *m,
	int64_t now, struct xg_sim_conn *only);
void xg_sim_okx_book_bbo(struct xg_sim_front *f, struct xg_sim_mkt *m,
	int64_t now, struct xg_sim_conn *only);
/* Changes of one side: what is in now and was not so before, and what has
 * gone, best first. Returns how many, at most max. */
size_t xg_sim_okx_diff(const struct xg_level *was, size_t nwas,
	const struct xg_level *now, size_t nnow, bool asks,
	struct xg_level *out, size_t max);

/* ---- okx_push.c ---- */

void xg_sim_okx_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_sim_okx_tick(struct xg_sim_front *f, int64_t now);
/* What a new subscriber gets at once, after its acknowledgement. */
void xg_sim_okx_first(
	struct xg_sim_conn *c, const struct xg_sim_okx_feed *d, int64_t now);
/* {"arg":{..},<head>"data":[<row>]} to the subscribers of a kind of channel
 * whose argument fits the market (NULL: any); only: to this one alone. */
void xg_sim_okx_tell(struct xg_sim_front *f, enum xg_sim_okx_kind kind,
	struct xg_sim_mkt *m, const char *head, struct xg_str row,
	enum xg_fault_on on, struct xg_sim_conn *only);
/* Whether any connection would get it. */
bool xg_sim_okx_is_followed(const struct xg_sim_front *f,
	enum xg_sim_okx_kind kind, const struct xg_sim_mkt *m);
bool xg_sim_okx_fits(const struct xg_sim_okx_feed *d, enum xg_sim_okx_kind kind,
	const struct xg_sim_mkt *m);

/* ---- okx_user.c: private channels ---- */

void xg_sim_okx_on_order(struct xg_sim_front *f, const struct xg_sim_event *ev);
/* type: "snapshot", "event_update", "interval_update"; only: to one alone. */
void xg_sim_okx_tell_account(struct xg_sim_front *f, const char *type,
	int64_t now, struct xg_sim_conn *only);
/* Positions that changed, or all that are not flat. */
void xg_sim_okx_tell_positions(struct xg_sim_front *f, const char *type,
	bool all, struct xg_sim_conn *only);
void xg_sim_okx_tell_balpos(struct xg_sim_front *f, const char *type, bool all,
	int64_t now, struct xg_sim_conn *only);

#endif
