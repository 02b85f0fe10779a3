/* Order entry without I/O: records and answers in; journal lines, requests and
 * records out, through the caller's functions. What must hold (design, safety):
 * an order is in the journal before its first byte goes out; it is never sent
 * twice; what may have happened is asked for, never repeated (R1, R2); a refused
 * cancel ends nothing (R3); fills count once and orders end when their fills add
 * up (R22). */
#ifndef XG_SESS_TRADE_H
#define XG_SESS_TRADE_H

#include "base/map.h"
#include "order/journal.h"
#include "order/orders.h"
#include "venue/venue.h"

struct xg_trade_ops {
	/* Appends `line` (JSON object without LF) to the journal; sync = must be
	 * on disk when it returns. <0: it is not: nothing may be sent. */
	int (*journal)(void *ctx, struct xg_str line, bool sync);
	/* Builds, signs with the venue time of the moment, and sends. The answer
	 * comes as xg_trade_answer(flight); slices of ask live until then. <0:
	 * nothing was sent (*err says why). */
	int (*request)(void *ctx, int venue, int64_t flight,
		const struct xg_ask *ask, struct xg_error *err);
	int (*emit)(void *ctx, const struct xg_rec *rec);
	/* Is a halt in force (everywhere, or for the venue)? */
	bool (*halted)(void *ctx, struct xg_str venue);
};

enum xg_unwind { XG_UNWIND_MARKET, XG_UNWIND_LIMIT, XG_UNWIND_NONE };

struct xg_trade_conf {
	int64_t deadman_us;    /* cancel-all-after; 0 = off */
	int64_t group_wait_us; /* the legs of a group must come within this */
	int64_t forget_us;     /* after this long without it being found, an
				 * unacknowledged order does not exist: the
				 * venue's receive window and a margin */
	bool same_account;     /* orders of other keys in the journal are of the
			    * accounts of this run's: keys were replaced */
	enum xg_unwind unwind;
	struct xg_dec unwind_bps; /* how far a limit unwind may go */
};

/* One venue of a run. */
struct xg_trade_venue {
	const struct xg_venue *v;
	const struct xg_insts *insts; /* borrowed */
	/* What tells its accounts apart: of the key, and of the region. "" where
	 * there is one only (paper). */
	char account[XG_ACCOUNT_MAX];
	bool hedge, margin_mode;
	int64_t offset, offset_rtt; /* venue time minus ours, us; best RTT */
	bool offset_known, time_busy;
	int64_t limited_until;
	struct xg_map armed; /* dead-man switches: symbol (one "" where it
			      * covers all) -> when to arm again */
	bool halt_seen;	     /* its open orders were cancelled by a halt */
	int64_t skew_at;     /* last alert about the clock */
	bool stream_up;
	int64_t account_at; /* when balances and positions are asked again */
	/* The last answer to OP_MODE that was no OK: why; "" = none. */
	char mode_why[256];
	int mode_reason; /* enum xg_reason */
};

/* A request under way. */
struct xg_flight {
	int64_t id;
	int venue;
	struct xg_ask ask;
	struct xg_ord *ord; /* NULL when it is not about one order */
	int64_t sent_at;
	int tries;
	/* TIME: after the clock is measured, send this again, once. */
	bool has_again;
	struct xg_ask again;
	struct xg_flight *next;
};

struct xg_group;

struct xg_trade_stats {
	int64_t orders, sent, rejected, unknown, fills, dup_fills, cancels,
		queries, foreign;
};

struct xg_trades {
	const struct xg_trade_ops *ops;
	void *ctx;
	struct xg_trade_conf conf;
	struct xg_trade_venue venue[16];
	int venues;
	struct xg_orders orders;
	struct xg_flight *flights; /* owned list */
	struct xg_group *groups;   /* owned list */
	struct xg_map group_by_id; /* to what the list owns */
	int64_t next_flight;
	struct xg_buf line;
	struct xg_trade_stats stats;
	bool stopping; /* refuse new orders */
	bool broken;   /* the journal failed: refuse new orders */
	int64_t now;   /* of the call in work */
};

void xg_trade_init(struct xg_trades *t, const struct xg_trade_ops *ops,
	void *ctx, const struct xg_trade_conf *conf);
void xg_trade_release(struct xg_trades *t);
/* Index of the venue, or XG_ERR_LIMIT. Call before records of it. account: see
 * struct xg_trade_venue. */
int xg_trade_add_venue(struct xg_trades *t, const struct xg_venue *v,
	const struct xg_insts *insts, const char *account);

/* Before the run: one line of the journal, in order. XG_ERR_* if it is not. */
int xg_trade_recover(struct xg_trades *t, struct xg_str line,
	struct xg_rec_reader *reader, struct xg_error *err);
/* After the last line: asks for every order without a final state. Those that
 * went to another account are left alone, with an alert: "no such order" of this
 * one would say nothing about them. */
void xg_trade_recovered(struct xg_trades *t, int64_t now);

/* An order, cancel or amend record. Its refusal is a reject record. 0, or <0
 * when emit failed. */
int xg_trade_record(struct xg_trades *t, const struct xg_rec *rec, int64_t now);
/* The answer to a flight; http 0: none came. */
int xg_trade_answer(struct xg_trades *t, int64_t flight, int http,
	struct xg_str headers, struct xg_str body, int64_t now);
/* The request of a flight did not go out, surely: no byte of it. */
int xg_trade_unsent(
	struct xg_trades *t, int64_t flight, const char *why, int64_t now);
/* A question that is about no order of ours (TIME, MODE): the engine learns
 * from the answer. 0 or <0 with *err. */
int xg_trade_probe(struct xg_trades *t, int venue, const struct xg_ask *ask,
	int64_t now, struct xg_error *err);
/* exec, fill, balance, position of the private stream. */
int xg_trade_stream(struct xg_trades *t, const struct xg_rec *rec, int64_t now);
/* The private stream of a venue came up (reconciles) or went down. */
int xg_trade_link(struct xg_trades *t, int venue, bool up, int64_t now);
/* Time passes: queries, missing fills, dead-man switch, groups. */
int xg_trade_tick(struct xg_trades *t, int64_t now);
/* Refuse new orders; cancel (or not) what this run placed and is open. */
int xg_trade_stop(struct xg_trades *t, bool cancel, int64_t now);

/* Requests under way, unknown orders, missing fills, incomplete groups:
 * something would be lost by ending now. open (may be NULL): orders resting. */
bool xg_trade_is_busy(const struct xg_trades *t, int *open);

/* The venue's time now, for signing. */
int64_t xg_trade_venue_time(const struct xg_trades *t, int venue, int64_t now);

#endif
