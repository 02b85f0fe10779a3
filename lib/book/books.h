/* The books of many markets, driven by records: which of them are in sync, and
 * which of them may be traded on. */
#ifndef XG_BOOK_BOOKS_H
#define XG_BOOK_BOOKS_H

#include "base/map.h"
#include "book/book.h"
#include "book/lead.h"

#define XG_BOOKS_MAX 20000     /* markets in one set */
#define XG_BOOKS_VENUES_MAX 64 /* markets of one symbol */
#define XG_BOOKS_TAKES \
	(XG_REC_BIT(XG_REC_BOOK) | XG_REC_BIT(XG_REC_BBO) | \
		XG_REC_BIT(XG_REC_STATUS) | XG_REC_BIT(XG_REC_TICK))

enum xg_market_state {
	XG_MARKET_NONE,	   /* no snapshot yet */
	XG_MARKET_LIVE,	   /* every update since the snapshot was applied */
	XG_MARKET_SUSPECT, /* a connection of the venue was lost, perhaps its:
			    * the next update that follows in sequence heals */
	XG_MARKET_STALE,   /* told to be silent; the next update heals (R10) */
	XG_MARKET_OUT,	   /* gap or crossed: only a snapshot heals (R7) */
};

struct xg_markets;
/* One symbol at one venue. Never moves; lives as long as the set. */
struct xg_market {
	struct xg_str venue, sym; /* owned by the set */
	struct xg_markets *of;	  /* all markets of the symbol */
	size_t id;		  /* 0, 1, 2 ... in the whole set */
	size_t place;		  /* the same within `of` */
	struct xg_book book;
	struct xg_lead *lead; /* owned; over the book; NULL = none yet */
	enum xg_market_state state;
	bool by_book;	   /* book records come: bbo records don't replace it */
	bool dirty;	   /* changed since the caller last set it to false */
	int64_t ts;	   /* venue time of the last change; 0 unknown */
	int64_t rx;	   /* stream time of the last change */
	struct xg_fee fee; /* cache of book/fees.h */
	uint64_t fee_gen;
};

/* The markets of one symbol, in order of their first record. */
struct xg_markets {
	struct xg_str sym; /* owned by the set */
	size_t id;
	struct xg_market **m; /* owned */
	size_t n, cap;
	bool dirty;
};

/* Zero-filled is valid. */
struct xg_books {
	/* Best prices that are ahead of a book count (R28): bbo records with a
	 * seq greater than the book's. The caller's to set. */
	bool merge_bbo;
	struct xg_market **list; /* owned */
	size_t n, cap;
	struct xg_markets **syms; /* owned */
	size_t sym_n, sym_cap;
	struct xg_map by_key; /* "venue sym" -> xg_market */
	struct xg_map by_sym; /* "sym" -> xg_markets */
	int64_t now;	      /* stream time: the latest rx (else ts) so far */
};

void xg_books_release(struct xg_books *s);

/* Applies a record (types of XG_BOOKS_TAKES; others do nothing). *m (may be
 * NULL) is the market it was about, or NULL. 1 = its levels changed, 0 = not.
 * XG_ERR_STATE: the market has just gone out of sync (a gap, or crossed by this
 * record); told once, *err says why. Other errors (XG_ERR_RANGE, _LIMIT): the
 * record is bad, and the market is out of sync too. */
int xg_books_apply(struct xg_books *s, const struct xg_rec *rec,
	struct xg_market **m, struct xg_error *err);

/* NULL when there is none. */
struct xg_market *xg_books_get(
	const struct xg_books *s, struct xg_str venue, struct xg_str sym);
struct xg_markets *xg_books_sym(const struct xg_books *s, struct xg_str sym);

/* In sync, and (max_age > 0) changed within max_age microseconds of now. */
bool xg_market_is_healthy(
	const struct xg_market *m, int64_t now, int64_t max_age);
/* Healthy, and neither crossed nor locked: fit to trade on (R6). */
bool xg_market_is_usable(
	const struct xg_market *m, int64_t now, int64_t max_age);

/* Fills an alert about a market that went out of sync, from the error of
 * xg_books_apply. The record points into m and err. */
void xg_market_alert(const struct xg_market *m, int64_t now,
	const struct xg_error *err, struct xg_rec *out);

/* The levels of all healthy markets of a symbol merged, best first, at most
 * max; equal prices in order of first record. side: XG_BUY for bids. max_age as
 * above. Venue texts point into the markets. Returns how many. */
size_t xg_markets_top(const struct xg_markets *s, int side, int64_t now,
	int64_t max_age, struct xg_clevel *out, size_t max);

#endif
