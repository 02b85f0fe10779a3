/* The state of one order: moves only forward, counts each fill once, and is
 * final only when its fills add up to what the venue says (R3, R21, R22). */
#ifndef XG_ORDER_ORDER_H
#define XG_ORDER_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "rec/rec.h"

#define XG_ACCOUNT_MAX 48

enum xg_ord_state {
	XG_ORD_NONE,
	XG_ORD_SENT,	/* journaled; bytes may be on their way */
	XG_ORD_UNKNOWN, /* the venue may have it: ask */
	XG_ORD_NEW,	/* resting or accepted */
	XG_ORD_PARTIAL,
	XG_ORD_FILLED,	 /* final */
	XG_ORD_CANCELED, /* final */
	XG_ORD_REJECTED, /* final */
	XG_ORD_EXPIRED	 /* final */
};

/* Zero-filled apart from rec is a new order. */
struct xg_ord {
	struct xg_rec *rec; /* owned copy of the order record */
	char wire_id[64], venue_id[64];
	char account[XG_ACCOUNT_MAX]; /* it was sent to; "" = not known */
	enum xg_ord_state state;
	enum xg_ord_state final_as; /* the venue's final word that still waits
				     * for fills; NONE = none */
	int reason;		    /* enum xg_reason of a reject or expiry */
	struct xg_dec filled;	    /* sum of fills, base units */
	struct xg_dec notional;	    /* sum of px * qty of fills */
	struct xg_dec venue_cum;    /* largest cumulative quantity reported */
	struct xg_map trades;	    /* trade ids counted */
	int64_t sent_at;	    /* us, wall clock of the send */
	int64_t asked_at;	    /* last query; 0 never */
	int64_t amended_at;	    /* last amend sent or answered; 0 never */
	int asks;		    /* queries since it became unknown */
	int not_found;		    /* "no such order" answers in a row */
	bool query_busy;	    /* a query is under way */
	bool confirmed; /* the venue told its state, not only its id */
	bool cancel_asked, cancel_busy; /* busy: a cancel is under way */
	int64_t cancel_at;		/* when the last one was sent */
	char cursor[128];		/* of the next page of fills */
	bool fills_asked;		/* fills fetched for the final word */
	/* Quantities are made from contracts by a price (inverse contracts):
	 * sums agree only to 7 digits. */
	bool inexact;
};

/* Copies the order record. NULL when memory is out. */
struct xg_ord *xg_ord_new(const struct xg_rec *order, const char *wire_id);
void xg_ord_free(struct xg_ord *o);

/* No more changes of state possible (late fills still count). */
bool xg_ord_is_final(const struct xg_ord *o);
/* What is left to fill; zero when more was filled than ordered. */
struct xg_dec xg_ord_left(const struct xg_ord *o);
/* Average price of the fills (at most 12 decimals); zero when none. */
struct xg_dec xg_ord_avg(const struct xg_ord *o);
/* Fills do not add up to the venue's cumulative quantity. */
bool xg_ord_owes_fills(const struct xg_ord *o);

/* Counts a fill. 1 counted, 0 seen before (same trade id), <0 RANGE/MEMORY. */
int xg_ord_fill(struct xg_ord *o, const struct xg_rec *fill);

/* Takes an exec from the venue (event, filled). 1 when the state moved or is
 * news for the user, 0 when it is old (backward or repeated). A final word with
 * fills missing is kept in final_as: 0, until xg_ord_settle. */
int xg_ord_exec(struct xg_ord *o, const struct xg_rec *exec);

/* Takes price and quantity of a limit order from the venue's exec. */
void xg_ord_terms(struct xg_ord *o, const struct xg_rec *exec);

/* After a fill or a fetch of fills: if the final word waited and the fills are
 * complete (or force), becomes final: 1, else 0. */
int xg_ord_settle(struct xg_ord *o, bool force);

/* Fills an exec record for the state as it is now (id, venue_id, venue, sym,
 * side, px, qty, filled, avg_px, event); slices point into o. */
void xg_ord_report(const struct xg_ord *o, struct xg_rec *out, int event,
	int64_t ts, int64_t rx);
int xg_ord_event_of(enum xg_ord_state state); /* enum xg_exec_event */

#endif
