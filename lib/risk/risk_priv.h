/* What the files of lib/risk share. */
#ifndef XG_RISK_PRIV_H
#define XG_RISK_PRIV_H

#include "book/rules.h"
#include "risk/breaker.h"
#include "risk/risk.h"
#include "risk/size.h"

#define ID_MAX 128
#define OPEN_MAX 4096
#define OPEN_BUCKETS 4096
#define SEEN_MAX 16384
#define SEEN_KEY 104
#define RECENT 32
#define MARKETS_MAX 20000
#define VENUES_MAX 256
#define BALANCES_MAX 20000
#define LEGS_MAX 8
#define GROUPS_MAX 32
#define OUTS_MAX 256
#define RATE_MAX 1000

struct rmarket;

/* An order that is at the venue or on its way. */
struct ropen {
	char id[ID_MAX];
	size_t id_n;
	struct rmarket *m;
	int side, kind;
	bool has_px, is_final;
	bool told;     /* an exec spoke of it: it was sent */
	bool answered; /* and the breaker knows how it went */
	struct xg_dec px, qty;
	struct xg_dec filled;	   /* sum of its fills */
	struct xg_dec cum;	   /* the venue's word at the end */
	struct ropen *chain;	   /* same bucket, or the next free one */
	struct ropen *next, *prev; /* of the market */
};

struct rvenue {
	struct xg_str name; /* owned */
	struct xg_breaker breaker;
	struct xg_lim_set lim;
	int open;	/* orders */
	bool has_insts; /* some instrument of it is known */
	bool has_balance;
};

struct rmarket {
	struct xg_str venue, sym; /* owned: one block */
	struct rvenue *v;
	struct xg_market *book; /* NULL: no market data yet */
	const struct xg_instr *inst;
	struct xg_lim_set lim;
	struct xg_dec last; /* middle of the book, or price of a fill */
	bool has_last, active;
	struct xg_dec pos, cash; /* base, quote: from fills */
	struct xg_dec upnl;	 /* from position records */
	int64_t pos_ts;		 /* of the last position record */
	struct {
		int64_t ts;
		struct xg_dec qty; /* signed */
	} recent[RECENT];	   /* fills */
	size_t recent_at;
	struct xg_dec buys, sells; /* open, not filled */
	int open;
	struct ropen *orders;
};

struct rbalance {
	struct xg_str ccy; /* owned */
	struct rvenue *v;
	struct xg_dec total;
};

struct verdict {
	int reason; /* XG_WHY_NONE: passes */
	const char *rule;
	char detail[300];
};

struct rout {
	enum { OUT_PASS, OUT_REJECT, OUT_ALERT, OUT_FIGURES } kind;
	const struct xg_rec *rec;
	struct verdict v;
	int level;
	const char *code;
	struct xg_str venue;
};

struct rleg {
	struct xg_rec_reader reader;
	struct xg_buf line;
	struct xg_rec rec;
};

struct rgroup {
	char id[ID_MAX];
	size_t id_n;
	int want, have; /* want 0: free, once its results were taken */
	bool held;	/* its legs are in results */
	int64_t since;
	struct rleg leg[LEGS_MAX];
};

struct xg_risk {
	struct xg_limits limits;
	xg_risk_halted_fn *halted;
	void *halted_arg;
	bool explain;
	bool past; /* what comes is history: breakers don't hear it */
	int64_t now;

	struct xg_books books;
	struct xg_fees fees;
	struct xg_insts insts;
	struct xg_map by_key; /* "venue sym" -> rmarket */
	struct rmarket **market;
	size_t markets, market_cap;
	struct rmarket **active; /* markets with orders or positions, ever */
	size_t actives, active_cap;
	struct rvenue venue[VENUES_MAX];
	size_t venues;
	struct xg_map by_bal; /* "venue ccy" */
	struct rbalance **balance;
	size_t balances, balance_cap;

	struct ropen *pool; /* owned: OPEN_MAX */
	struct ropen *free;
	struct ropen *bucket[OPEN_BUCKETS];
	int open;

	struct {
		char key[SEEN_KEY];
		size_t n;
		int32_t next;
	} * seen; /* owned: fills that were counted, the oldest goes first */
	int32_t seen_bucket[SEEN_MAX];
	size_t seen_at, seen_n;

	int64_t sent_at[RATE_MAX]; /* of the last orders, a ring */
	size_t sent_n;

	int64_t day; /* days since the epoch of day_base */
	struct xg_dec profit, day_base, peak;
	bool loss_told, drawdown_told, many_open;

	struct xg_size size;
	struct rgroup *group; /* owned: GROUPS_MAX */
	struct rout out[OUTS_MAX];
	size_t outs, out_at;
	int64_t alerts_lost;
	struct xg_buf figures, text;
};

/* market.c */
struct rvenue *risk_venue(struct xg_risk *r, struct xg_str name, bool make);
struct rmarket *risk_market(
	struct xg_risk *r, struct xg_str venue, struct xg_str sym, bool make);
void risk_activate(struct xg_risk *r, struct rmarket *m);
void risk_relimit(struct xg_risk *r);
/* Value of one unit of ccy in the currency of the limits. */
bool risk_rate(const struct xg_risk *r, struct xg_str ccy, struct xg_dec *out);
/* Value of one base unit of m in that currency. false: not known. */
bool risk_unit(
	const struct xg_risk *r, const struct rmarket *m, struct xg_dec *out);
/* Middle of a book; false when a side is empty. */
bool risk_mid(const struct xg_market *m, struct xg_dec *out);

/* own.c */
/* Was an order of this id open before? Remembers it. An order that has ended
 * must not be opened anew when it comes once more on another way. */
bool risk_order_seen(struct xg_risk *r, struct xg_str id);
struct ropen *risk_open_find(const struct xg_risk *r, struct xg_str id);
/* NULL: the pool is empty, or the id is too long or known. */
struct ropen *risk_open_add(
	struct xg_risk *r, struct rmarket *m, const struct xg_rec *order);
void risk_open_drop(struct xg_risk *r, struct ropen *o);
/* What may still be filled of it. */
struct xg_dec risk_open_left(const struct ropen *o);
/* Puts it into (sign 1) or out of (-1) the sums of its market. */
void risk_open_count(struct ropen *o, int sign);
int risk_fill(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err);
int risk_position(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err);
void risk_exec(struct xg_risk *r, const struct xg_rec *rec);
void risk_rejected(struct xg_risk *r, const struct xg_rec *rec);

/* money.c */
int risk_balance(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err);
/* Equity in the currency; false: not known. */
bool risk_equity(const struct xg_risk *r, struct xg_dec *out);
/* Profit, its highest, and the day anew. */
void risk_profit(struct xg_risk *r);
/* The largest position that open orders can lead to, in one direction. */
bool risk_worst(const struct rmarket *m, struct xg_dec *long_if,
	struct xg_dec *short_if);
/* Value of the worst positions: of a venue (NULL: all). */
bool risk_gross(
	const struct xg_risk *r, const struct rvenue *v, struct xg_dec *out);

/* trip.c: what the breakers are told */
void risk_breaker(struct xg_risk *r, struct rvenue *v, enum xg_brk_event event,
	int64_t value);
void risk_breaker_status(struct xg_risk *r, const struct xg_rec *rec);
void risk_breaker_say(struct xg_risk *r, struct rvenue *v);
void risk_alert(struct xg_risk *r, struct xg_str venue, int level,
	const char *code, const char *fmt, ...) XG_PRINTF(5, 6);
struct rout *risk_out(struct xg_risk *r);

/* One order being judged. */
struct check {
	struct xg_risk *r;
	const struct xg_rec *rec; /* as a message names it */
	struct rmarket *m;
	const struct xg_lim_set *lim;
	int side, kind, tif;
	bool has_px;
	struct xg_dec px;   /* limit; of a market order the worst level used */
	struct xg_dec qty;  /* that may still be filled */
	struct xg_dec mid;  /* of the book */
	struct xg_dec unit; /* value of one base unit in the currency */
	struct ropen *amended;
	struct verdict *v;
};

bool risk_refuse(struct check *c, int reason, const char *rule, const char *fmt,
	...) XG_PRINTF(4, 5);
/* value <= limit, if there is such a limit; else the verdict. */
bool risk_within(
	struct check *c, enum xg_lim l, struct xg_dec value, int reason);
/* For what a reason and a limit both exist: names both, notes the figure. */
void risk_figure(struct check *c, const char *rule, struct xg_dec value,
	struct xg_dec limit);

/* judge.c: a verdict on one order; passes, it is open from now on (else NULL).
 */
struct ropen *risk_judge_order(
	struct xg_risk *r, const struct xg_rec *rec, struct verdict *v);
/* Puts a result behind the others; rec lives until they are taken. */
void risk_give(
	struct xg_risk *r, const struct xg_rec *rec, const struct verdict *v);
void risk_give_figures(struct xg_risk *r, const struct xg_rec *rec);
void risk_refuse_rec(struct xg_risk *r, const struct xg_rec *rec, int reason,
	const char *rule, const char *detail);

/* group.c */
void risk_group_add(struct xg_risk *r, const struct xg_rec *rec);
void risk_group_refuse(
	struct xg_risk *r, struct rgroup *g, int reason, const char *detail);
/* Groups whose other legs have not come in time. */
void risk_groups_expire(struct xg_risk *r);

bool risk_check_gate(struct check *c);	 /* halt, breaker, lists, ids */
bool risk_check_market(struct check *c); /* instrument, book, price */
bool risk_check_held(struct check *c);	 /* positions, exposure, loss */
bool risk_check_size(struct check *c);	 /* variance, leverage */

#endif
