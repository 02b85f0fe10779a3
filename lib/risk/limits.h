/* The limits file of xg-risk (xg-limits(5)): parsed text in, one checked set of
 * numbers per venue and symbol out. The table of keys is the one source of
 * names, units, bounds, defaults and of the manual page. */
#ifndef XG_RISK_LIMITS_H
#define XG_RISK_LIMITS_H

#include "base/map.h"
#include "dec/dec.h"
#include "json/conf.h"

/* Numbers, in the order of the table. */
enum xg_lim {
	/* of an order */
	XG_LIM_ORDER_NOTIONAL,
	XG_LIM_ORDER_QTY,
	XG_LIM_PRICE_BAND,
	XG_LIM_SLIPPAGE,
	XG_LIM_FEE,
	XG_LIM_DATA_AGE,
	XG_LIM_ORDER_AGE,
	XG_LIM_SELF_TRADE,
	XG_LIM_OPEN_ORDERS,
	XG_LIM_ORDERS_PER_S,
	/* of what is held */
	XG_LIM_POSITION,
	XG_LIM_SYMBOL_POSITION,
	XG_LIM_VENUE_NOTIONAL,
	XG_LIM_VENUE_EXPOSURE,
	XG_LIM_TOTAL_EXPOSURE,
	XG_LIM_LEVERAGE,
	XG_LIM_DAILY_LOSS,
	XG_LIM_DRAWDOWN,
	XG_LIM_EQUITY,
	XG_LIM_GROUP_WAIT,
	/* circuit breaker */
	XG_LIM_BRK_WINDOW,
	XG_LIM_BRK_MIN_ORDERS,
	XG_LIM_BRK_ERROR_RATE,
	XG_LIM_BRK_REJECTS,
	XG_LIM_BRK_LATENCY,
	XG_LIM_BRK_GAPS,
	XG_LIM_BRK_CLOCK,
	XG_LIM_BRK_DISLOCATION,
	XG_LIM_BRK_BALANCE,
	XG_LIM_BRK_OPEN,
	XG_LIM_BRK_VENUES,
	/* sizing */
	XG_LIM_SIZE_SAMPLE,
	XG_LIM_SIZE_WINDOW,
	XG_LIM_SIZE_HORIZON,
	XG_LIM_SIZE_SIGMA,
	XG_LIM_SIZE_TARGET_VOL,
	XG_LIM_N
};

enum xg_lim_kind { XG_LIMK_DEC, XG_LIMK_INT, XG_LIMK_BOOL };

/* Where a key may stand. */
#define XG_LIM_TOP 1
#define XG_LIM_IN_VENUE 2
#define XG_LIM_IN_SYMBOL 4

struct xg_lim_key {
	const char *section; /* "breaker", "size" or NULL */
	const char *name;
	enum xg_lim_kind kind;
	unsigned scope;	       /* bits XG_LIM_TOP.. */
	const char *def;       /* NULL: no limit */
	const char *min, *max; /* inclusive */
	const char *unit;
	const char *help;
};
const struct xg_lim_key *xg_lim_keys(size_t *n);
/* "breaker.max_rejects" for messages and as the name of the rule. */
const char *xg_lim_rule(enum xg_lim l);

/* One number per key; a key without bit has no limit. */
struct xg_lim_set {
	struct xg_dec v[XG_LIM_N];
	uint64_t has;
	unsigned sides; /* bit per enum xg_side that is allowed */
	unsigned kinds; /* bit per enum xg_order_kind that is allowed */
};
static inline bool xg_lim_has(const struct xg_lim_set *s, enum xg_lim l)
{
	return s->has >> l & 1;
}
/* 0 when there is no such limit. */
int64_t xg_lim_int(const struct xg_lim_set *s, enum xg_lim l);

struct xg_lim_over {	       /* one member of "venues" or "symbols" */
	struct xg_str name;    /* pattern; points into the text */
	struct xg_lim_set set; /* what it gives */
	uint64_t given;	       /* keys in it, null too */
	bool has_sides, has_kinds;
};

#define XG_LIM_OVERS 256
#define XG_LIM_NAMES 256

struct xg_limits {
	struct xg_conf conf; /* owned: all texts point into it */
	struct xg_lim_set top;
	struct xg_str currency;
	struct xg_str venue[XG_LIM_NAMES], symbol[XG_LIM_NAMES];
	size_t venues, symbols; /* allow lists; 0 with has_: nothing */
	bool has_venues, has_symbols;
	struct xg_lim_over *over; /* owned; venues first, then symbols */
	size_t overs, venue_overs;
};

void xg_limits_release(struct xg_limits *l);
/* Reads the text of a limits file. XG_ERR_CONFIG with line, column and a
 * sentence; then *l is empty. */
int xg_limits_parse(
	struct xg_limits *l, struct xg_str text, struct xg_error *err);
/* Caps every notional of an order at `cap` (--stage). */
void xg_limits_stage(struct xg_limits *l, struct xg_dec cap);
/* What holds for a symbol at a venue: the general set, then each entry of
 * "venues" that matches, then each of "symbols"; later ones replace. */
void xg_limits_for(const struct xg_limits *l, struct xg_str venue,
	struct xg_str sym, struct xg_lim_set *out);
bool xg_limits_allow_venue(const struct xg_limits *l, struct xg_str venue);
bool xg_limits_allow_symbol(
	const struct xg_limits *l, struct xg_str venue, struct xg_str sym);

#endif
