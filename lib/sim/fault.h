/* Faults on request: which happen, when, to what. Pure and seeded: the same
 * script, seed, times and messages give the same faults. See xg-faults(7). */
#ifndef XG_SIM_FAULT_H
#define XG_SIM_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/rng.h"
#include "base/str.h"

enum xg_fault_kind {
	XG_FAULT_DISCONNECT, /* WebSocket cut without a close frame */
	XG_FAULT_SHUTDOWN,   /* the venue's own notice, then a close frame */
	XG_FAULT_GAP,	     /* a message is left out */
	XG_FAULT_CHECKSUM,   /* a wrong checksum, where the venue has one */
	XG_FAULT_DUP,	     /* a message comes twice (duplicate fill) */
	XG_FAULT_DELAY,	     /* messages or answers are late by `by` */
	XG_FAULT_STALL,	     /* the connection stays open and is silent */
	XG_FAULT_429,
	XG_FAULT_418,
	XG_FAULT_5XX, /* executed or not: half and half */
	XG_FAULT_MAINTENANCE,
	XG_FAULT_SKEW,	   /* the venue's clock is off by `by` */
	XG_FAULT_LOST_ACK, /* executed, then cut before the answer */
	XG_FAULT_DROP,	   /* cut before it is executed */
	XG_FAULTS
};

/* What is being sent or answered. */
enum xg_fault_on {
	XG_ON_ANY,
	XG_ON_BOOK,
	XG_ON_TRADE,
	XG_ON_MARKET, /* other market data */
	XG_ON_USER,   /* private stream */
	XG_ON_FILL,   /* private: a fill */
	XG_ON_REPLY,  /* answers to WebSocket requests */
	XG_ON_REST,   /* public or reading requests */
	XG_ON_ORDER,  /* placing */
	XG_ON_CANCEL,
	XG_ON_AMEND
};

#define XG_FAULT_RULES 64

struct xg_fault {
	enum xg_fault_kind kind;
	enum xg_fault_on on;
	char venue[24], sym[64]; /* "" = all */
	int64_t at, every;	 /* us since the start; 0 = not by time */
	int64_t span, by;	 /* `for`, `by` */
	int64_t nth;		 /* each n-th message; 0 = not by count */
	int64_t max;		 /* at most so many times; 0 = no limit */
	uint64_t prob;		 /* of 2^32; 0 = not by chance */
	int64_t seen, done;	 /* private */
	int64_t next;		 /* private: us since the start */
};

/* Zero-filled is valid: no faults. */
struct xg_faults {
	struct xg_fault rule[XG_FAULT_RULES];
	int n;
	struct xg_rng rng;
	int64_t start;
};

/* One rule: KIND[,key=value...]. XG_ERR_SYNTAX with the word that is wrong,
 * XG_ERR_LIMIT. */
int xg_fault_add(struct xg_faults *f, struct xg_str rule, struct xg_error *err);
void xg_fault_start(struct xg_faults *f, uint64_t seed, int64_t now);
/* Does this fault happen to this message or request? *amount (may be NULL)
 * gets `by` of a delay, else how long it still lasts (0 = unknown). Each
 * question counts as one message. sym "" fits only rules of all symbols. */
bool xg_fault_ask(struct xg_faults *f, enum xg_fault_kind kind,
	const char *venue, const char *sym, enum xg_fault_on on, int64_t now,
	int64_t *amount);
/* By how much a venue's clock is off now. */
int64_t xg_fault_skew(struct xg_faults *f, const char *venue, int64_t now);
const char *xg_fault_name(enum xg_fault_kind kind);

#endif
