/* One simulated exchange without protocol, I/O or clock: listed symbols, each
 * with a matching engine that holds the outside liquidity and the user's orders
 * in one queue (price-time priority, R32); one account; orders; fills. What
 * happens is told by events, after the call's own work is done.
 *
 * Units: prices in quote units; sizes as the venue counts them (base units, or
 * contracts where the symbol has contracts). All times are microseconds since
 * the Unix epoch and given by the caller. */
#ifndef XG_SIM_SIM_H
#define XG_SIM_SIM_H

#include "base/err.h"
#include "base/map.h"
#include "rec/rec.h"
#include "sim/match.h"

#define XG_SIM_BALANCES 64
#define XG_SIM_POSITIONS 128
#define XG_SIM_TRADES 1000	/* prints kept of a symbol */
#define XG_SIM_CANDLES 1500	/* minutes kept of a symbol */
#define XG_SIM_ORDERS_MAX 65536 /* of a venue; the oldest that ended go */
#define XG_SIM_ID_MAX 64
enum { XG_SIM_OUTSIDE = 0, XG_SIM_USER = 1 }; /* owners in the engine */

/* A symbol as its venue lists it. */
struct xg_sim_spec {
	char sym[64];		  /* unified: "BTC-USDT-PERP" */
	char native[64];	  /* "BTCUSDT" */
	char market[16];	  /* "spot", "usdm", "swap" */
	char base[16], quote[16]; /* assets by the venue's names */
	char settle[16];	  /* derivatives; "" for spot */
	int kind;		  /* enum xg_inst_kind */
	struct xg_dec tick, lot, min_qty, max_qty, min_notional;
	struct xg_dec contract;	    /* 1 where sizes are in base units */
	struct xg_dec maker, taker; /* fees as fractions */
	bool inverse;		    /* contract is in quote units */
	int64_t code;		    /* the venue's number, e.g. instIdCode */
	int wallet;		    /* which of the account's wallets */
	int leverage_max;
	int64_t expiry;
};

struct xg_sim_trade {
	int64_t id, ts;
	struct xg_dec px, qty;
	bool sell;			   /* the aggressor sold */
	uint64_t maker_order, taker_order; /* 0 = outside */
};

struct xg_sim_candle {
	int64_t start;
	struct xg_dec open, high, low, close, vol, quote_vol;
	int64_t n, first, last; /* number of trades; their ids */
};

/* Levels that changed since the last flush; qty is absolute, 0 = gone. The
 * numbers count changes of the symbol's book: first..last are in this delta,
 * prev is the last number of the delta before. */
struct xg_sim_delta {
	int64_t first, last, prev;
	struct xg_levels bids, asks; /* best first */
};

struct xg_sim_venue;

struct xg_sim_mkt {
	struct xg_sim_spec spec;
	struct xg_sim_venue *venue;
	int index; /* in the venue's list */
	struct xg_match match;
	int64_t seq;		 /* number of the last change of the book */
	int64_t flushed;	 /* seq at the last flush */
	struct xg_level best[2]; /* as last told; 0 bid, 1 ask; qty 0 = none */
	int64_t last_trade;	 /* id of the last print */
	struct xg_sim_trade *trade; /* ring, owned: trade id % XG_SIM_TRADES */
	struct xg_sim_candle *candle; /* ring, owned: minute % XG_SIM_CANDLES */
	int64_t first_minute, last_minute;  /* 0 = none */
	struct xg_dec mark, index_px, rate; /* derivatives */
	int64_t next_funding, funding_us;   /* time; interval */
	int leverage;
	bool isolated;
	bool halted;		    /* takes no new orders */
	bool deep;		    /* private: records gave whole books */
	struct xg_sim_dirty *dirty; /* private, owned */
	size_t dirty_n, dirty_cap;
};

struct xg_sim_balance {
	char ccy[16];
	int wallet;
	struct xg_dec total;
	struct xg_dec held; /* by open spot orders; total - held is free */
	bool changed;	    /* during EV_ACCOUNT: since the one before */
};

enum xg_sim_leg { XG_LEG_NET, XG_LEG_LONG, XG_LEG_SHORT };

struct xg_sim_pos {
	struct xg_sim_mkt *mkt;
	enum xg_sim_leg leg;
	struct xg_dec qty;  /* signed */
	struct xg_dec cost; /* signed value at entry, in the settle asset */
	struct xg_dec realized;
	int64_t updated;
	bool changed;
};

enum xg_sim_state {
	XG_SIM_NEW,
	XG_SIM_PARTIAL,
	XG_SIM_FILLED,
	XG_SIM_CANCELED,
	XG_SIM_EXPIRED,
	XG_SIM_REJECTED
};

/* Why an order ended without being filled. */
enum xg_sim_end {
	XG_SIM_END_NONE,
	XG_SIM_END_USER, /* cancelled by request */
	XG_SIM_END_IOC,	 /* the rest of an IOC or market order */
	XG_SIM_END_FOK,
	XG_SIM_END_CROSSED, /* post-only */
	XG_SIM_END_SELF,    /* self-trade prevention */
	XG_SIM_END_REDUCE,  /* nothing left to reduce */
	XG_SIM_END_DEADMAN,
	XG_SIM_END_AMEND /* an amendment failed or cut it to nothing */
};

struct xg_sim_order {
	uint64_t id; /* the venue's */
	char cid[XG_SIM_ID_MAX];
	struct xg_sim_mkt *mkt;
	bool sell, reduce;
	enum xg_sim_leg leg;
	enum xg_match_kind kind;
	enum xg_match_self self;
	struct xg_dec px, qty;	     /* qty: the whole, with what has filled */
	struct xg_dec quote_qty;     /* market order by amount; 0 = by qty */
	struct xg_dec filled, value; /* value: sum of px * qty of its fills */
	struct xg_dec held;	     /* spot: what it still holds */
	struct xg_dec fee, realized;
	char fee_ccy[16];
	enum xg_sim_state state;
	enum xg_sim_end end;
	int64_t created, updated;
	int amends;
	/* The dialect's own words, kept for its answers. */
	char type[24], tif[12], tag[36], mode[16], req[36];
};

struct xg_sim_fill {
	int64_t trade_id, ts;
	uint64_t order;
	char cid[XG_SIM_ID_MAX];
	struct xg_sim_mkt *mkt;
	bool sell, maker;
	enum xg_sim_leg leg;
	struct xg_dec px, qty, fee; /* fee > 0 is paid */
	char fee_ccy[16];
	struct xg_dec realized;
};

enum xg_sim_exec {
	XG_SIM_EXEC_NEW,
	XG_SIM_EXEC_TRADE,
	XG_SIM_EXEC_CANCELED,
	XG_SIM_EXEC_EXPIRED,
	XG_SIM_EXEC_AMENDED,
	XG_SIM_EXEC_AMEND_FAILED
};

enum xg_sim_ev {
	XG_SIM_EV_TRADE,   /* trade */
	XG_SIM_EV_DELTA,   /* delta; at each flush with changes */
	XG_SIM_EV_BBO,	   /* mkt->best has changed */
	XG_SIM_EV_MARK,	   /* mark, index, rate of mkt */
	XG_SIM_EV_LIQ,	   /* trade: a liquidation of somebody outside */
	XG_SIM_EV_ORDER,   /* exec, order (as it was then), fill if TRADE */
	XG_SIM_EV_ACCOUNT, /* wallet; balances and positions with `changed` */
	XG_SIM_EV_FUNDING  /* trade.qty = amount paid (+) or got (-) */
};

/* Valid during the call that gives it. */
struct xg_sim_event {
	enum xg_sim_ev kind;
	int64_t ts;
	struct xg_sim_mkt *mkt; /* NULL for ACCOUNT */
	struct xg_sim_trade trade;
	struct xg_sim_delta delta;
	enum xg_sim_exec exec;
	struct xg_sim_order order;
	struct xg_sim_fill fill;
	int wallet;
};

struct xg_sim_acct {
	struct xg_sim_balance balance[XG_SIM_BALANCES];
	size_t balances;
	struct xg_sim_pos pos[XG_SIM_POSITIONS];
	size_t positions;
	bool hedge; /* long and short positions side by side */
};

/* Zero-filled is valid; set emit and ctx first. */
struct xg_sim_venue {
	struct xg_sim_mkt **mkt; /* owned */
	size_t mkts;
	struct xg_sim_acct acct;
	struct xg_sim_order **order; /* owned; by id, ascending */
	size_t orders, order_cap;
	struct xg_map by_cid;	  /* "market cid" -> id of the newest */
	struct xg_sim_fill *fill; /* owned; oldest first */
	size_t fills, fill_cap;
	uint64_t next_order;   /* the id that the next order gets; set it to
				* where the venue's ids begin */
	int64_t next_trade;    /* likewise, for all symbols */
	uint64_t next_outside; /* private: ids of outside orders */
	int64_t now;	       /* private: time of the current call */
	void (*emit)(void *ctx, const struct xg_sim_event *ev);
	void *ctx;
	struct xg_sim_queue *queue; /* private, owned */
};

void xg_sim_release(struct xg_sim_venue *v);
/* Lists a symbol. XG_ERR_DUP, RANGE (tick, lot), MEMORY. */
int xg_sim_list(struct xg_sim_venue *v, const struct xg_sim_spec *spec,
	struct xg_sim_mkt **out);
/* NULL if unknown. market NULL = any. */
struct xg_sim_mkt *xg_sim_find(
	const struct xg_sim_venue *v, const char *market, struct xg_str native);
struct xg_sim_mkt *xg_sim_find_sym(
	const struct xg_sim_venue *v, struct xg_str sym);

/* ---- the market from outside (generator, records) ---- */

/* Makes the outside size at a price equal qty: more joins the end of the queue,
 * less leaves from its end, so the user's place in it never gets better by
 * what others withdraw. Where it crosses, it trades with the user's orders and
 * replaces the outside ones. XG_ERR_RANGE, LIMIT. */
int xg_sim_set_level(struct xg_sim_mkt *m, bool sell, struct xg_dec px,
	struct xg_dec qty, int64_t now);
/* Replaces all outside liquidity. */
int xg_sim_set_book(struct xg_sim_mkt *m, const struct xg_levels *bids,
	const struct xg_levels *asks, int64_t now);
/* A print of the outside market: takes what rests up to px in the order of the
 * queue; what the book cannot give is printed nevertheless. */
int xg_sim_print(struct xg_sim_mkt *m, bool sell, struct xg_dec px,
	struct xg_dec qty, int64_t now);
/* next = 0 keeps the time. Positions pay when it passes (xg_sim_time). */
void xg_sim_set_mark(struct xg_sim_mkt *m, struct xg_dec mark,
	struct xg_dec index, struct xg_dec rate, int64_t next, int64_t now);
void xg_sim_liq(struct xg_sim_mkt *m, bool sell, struct xg_dec px,
	struct xg_dec qty, int64_t now);
/* Tells what changed since the last flush (EV_DELTA). Before a snapshot is
 * made for a stream, so that the next delta follows it. */
void xg_sim_flush(struct xg_sim_mkt *m, int64_t now);
/* Time has passed: funding that is due. */
void xg_sim_time(struct xg_sim_venue *v, int64_t now);

/* All that traded in minutes [from, to) since the epoch, as one candle, as far
 * as they are kept; its start is that of `from`. n = 0: nothing traded. */
struct xg_sim_candle xg_sim_candle(
	const struct xg_sim_mkt *m, int64_t from, int64_t to);
/* The best levels of a side, at most max. Returns how many. */
size_t xg_sim_levels(const struct xg_sim_mkt *m, bool sell,
	struct xg_level *out, size_t max);

/* The outside size at a price. */
struct xg_dec xg_sim_outside(
	const struct xg_sim_mkt *m, bool sell, struct xg_dec px);

/* ---- orders ---- */

enum xg_sim_no {
	XG_SIM_OK,
	XG_SIM_NO_TICK,
	XG_SIM_NO_LOT,
	XG_SIM_NO_MIN_QTY,
	XG_SIM_NO_MAX_QTY,
	XG_SIM_NO_MIN_NOTIONAL,
	XG_SIM_NO_BAND, /* more than 5 times or under a fifth of the market */
	XG_SIM_NO_FUNDS,
	XG_SIM_NO_DUP,	  /* an open order has this client id */
	XG_SIM_NO_REDUCE, /* reduce-only and nothing to reduce */
	XG_SIM_NO_LEG,	  /* long/short does not fit the account's mode */
	XG_SIM_NO_HALTED,
	XG_SIM_NO_LIQUIDITY, /* market order and nobody there */
	XG_SIM_NO_ROOM,	     /* too many open orders */
	XG_SIM_NO_ORDER,     /* absent or ended */
	XG_SIM_NO_MEMORY
};

/* Places an order. Set in *o: cid ("" = the venue makes one from the id), mkt,
 * sell, reduce, leg, kind, self, px, qty (or quote_qty), and the dialect's
 * words; the rest is zero. On XG_SIM_OK *o is the order as it stands after
 * matching: a post-only that would cross and an FOK that cannot fill are
 * accepted and end at once (EXPIRED, end says why; EV_ORDER NEW does not come
 * for a crossed one). check_only: only the rules, nothing happens. */
enum xg_sim_no xg_sim_place(struct xg_sim_venue *v, struct xg_sim_order *o,
	bool check_only, int64_t now);
/* NULL if unknown. Pointers live until the next xg_sim_place. */
const struct xg_sim_order *xg_sim_order_id(
	const struct xg_sim_venue *v, uint64_t id);
const struct xg_sim_order *xg_sim_order_cid(
	const struct xg_sim_venue *v, const char *market, struct xg_str cid);
static inline bool xg_sim_is_open(const struct xg_sim_order *o)
{
	return o->state <= XG_SIM_PARTIAL;
}
enum xg_sim_no xg_sim_cancel(
	struct xg_sim_venue *v, uint64_t id, enum xg_sim_end why, int64_t now);
/* New price and whole size (with what has filled). A smaller size at the same
 * price keeps the place in the queue; else it goes to the end, and may trade.
 * A size not over what has filled cancels it (END_AMEND). */
enum xg_sim_no xg_sim_amend(struct xg_sim_venue *v, uint64_t id,
	struct xg_dec px, struct xg_dec qty, int64_t now);
/* Would trade at once? For dialects that refuse such before accepting. */
bool xg_sim_would_cross(
	const struct xg_sim_mkt *m, bool sell, struct xg_dec px);

/* ---- account ---- */

/* The balance of an asset, made (0) if new; NULL when there are too many. */
struct xg_sim_balance *xg_sim_balance(
	struct xg_sim_venue *v, int wallet, struct xg_str ccy);
/* total - held - margins + profit: what a new order can use. */
struct xg_dec xg_sim_free(
	struct xg_sim_venue *v, int wallet, struct xg_str ccy);
/* NULL when there never was one. */
struct xg_sim_pos *xg_sim_pos(const struct xg_sim_venue *v,
	const struct xg_sim_mkt *m, enum xg_sim_leg leg);
struct xg_dec xg_sim_entry(const struct xg_sim_pos *p);	 /* average price */
struct xg_dec xg_sim_upnl(const struct xg_sim_pos *p);	 /* at mark */
struct xg_dec xg_sim_margin(const struct xg_sim_pos *p); /* initial */
/* Value in the settle (spot: quote) asset of a size at a price. */
int xg_sim_value(struct xg_dec *out, const struct xg_sim_mkt *m,
	struct xg_dec px, struct xg_dec qty);
bool xg_sim_has_open(const struct xg_sim_venue *v, const struct xg_sim_mkt *m);

#endif
