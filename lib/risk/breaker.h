/* The circuit breaker of one venue: closed (orders pass), open (none does),
 * half-open (one at a time, to see). Pure: time and limits come with each call. */
#ifndef XG_RISK_BREAKER_H
#define XG_RISK_BREAKER_H

#include "risk/limits.h"

#define XG_BRK_CELLS 8

enum xg_brk_state { XG_BRK_CLOSED, XG_BRK_OPEN, XG_BRK_HALF };

enum xg_brk_event {
	XG_BRK_GOOD,	    /* an order was answered as it should be */
	XG_BRK_REJECTED,    /* or rejected */
	XG_BRK_UNKNOWN,	    /* or not answered */
	XG_BRK_LATENCY,	    /* value: us */
	XG_BRK_GAP,	    /* sequence gap or wrong checksum */
	XG_BRK_CLOCK,	    /* value: offset in us */
	XG_BRK_DISLOCATION, /* value: 1/100 bps */
	XG_BRK_BALANCE,	    /* balances do not add up */
	XG_BRK_DOWN,	    /* the venue says maintenance */
};

/* Zero-filled is a closed breaker. */
struct xg_breaker {
	enum xg_brk_state state;
	int64_t since;	  /* of the state, us */
	int64_t probe_at; /* half-open: an order is under way; 0 = none */
	int64_t cell_at;  /* number of the cell that counts now */
	struct {
		int answers, errors, gaps;
	} cell[XG_BRK_CELLS];
	int rejects, slow; /* in a row */
	char why[120];	   /* why it opened: words with limit and value */
};

/* Takes an event. true when the state has changed. */
bool xg_breaker_event(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, enum xg_brk_event event, int64_t value);
/* May an order pass now? Becomes half-open when the time has come (*changed);
 * the caller reports the order by xg_breaker_sent. */
bool xg_breaker_lets(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, bool *changed);
void xg_breaker_sent(struct xg_breaker *b, int64_t now);
const char *xg_breaker_word(enum xg_brk_state state);

#endif
