/* Book synchronisation: from the venue's frames to book records of which a
 * consumer can prove that none is missing. Nothing is emitted as `book` before
 * a symbol is in sync (R8), every (re)connect clears (R7), a gap, a bad
 * checksum or a crossed book resyncs that symbol only (R9). */
#ifndef XG_VENUE_SYNC_H
#define XG_VENUE_SYNC_H

#include "base/map.h"
#include "book/book.h"
#include "rec/rec.h"

struct xg_decoder;
struct xg_instr;

enum xg_sync_rule {
	/* REST snapshot L; drop u <= L; first U <= L+1 <= u; then U <= last+1
	 * (u <= last is ignored). Binance spot. */
	XG_SYNC_FIRST_LAST,
	/* REST snapshot L; drop u < L; first U <= L <= u (or prev == L); then
	 * prev == last. Binance futures. */
	XG_SYNC_PREV,
	/* Snapshot in the stream; then prev == last; seq == prev is a
	 * heartbeat; seq < prev is a reset. OKX. */
	XG_SYNC_STREAM,
	/* Snapshot in the stream; then first <= last + 1 and no hole: u counts
	 * by one (first = last = u) or U..u follow. Bybit, Gate obu, KuCoin obu.
	 */
	XG_SYNC_STREAM_NEXT,
	/* Snapshot in the stream, then updates without a number of the
	 * symbol's own: what is lost shows by a checksum or by the number of
	 * the connection, or not at all. Ids are counted here. Kraken, Bitget
	 * v2, Coinbase, dYdX. */
	XG_SYNC_STREAM_BARE,
	/* Each message is a whole book (xg_sync_snapshot every time). Ids are
	 * counted here. Hyperliquid, depth-N channels. */
	XG_SYNC_FULL,
};

enum xg_sync_state { XG_SYNC_NONE, XG_SYNC_WAIT, XG_SYNC_LIVE };

/* One update as the venue sent it, quantities already in base units. */
struct xg_delta {
	int64_t first, last, prev; /* U, u, pu; STREAM: last = seqId */
	int64_t ts;
	struct xg_levels bids, asks;
	/* NULL, or: is the book as the venue's checksum says, now that these
	 * levels went in? Asked before anything is emitted; false is
	 * XG_ST_CHECKSUM. Only for rules with the snapshot in the stream. */
	bool (*holds)(void *ctx, const struct xg_book *book);
	void *ctx;
	/* Of a snapshot: the levels a side that it has at most. A side that
	 * has as many is cut: nothing is known behind its last, and updates
	 * that tell of it are left out (R28). 0 = it is whole, or updates keep
	 * so many levels (depth). */
	size_t limit;
};

struct xg_sync {
	const struct xg_instr *inst;
	enum xg_sync_rule rule;
	enum xg_sync_state state;
	int64_t conn;
	int64_t from;	   /* connection of the frame in work */
	int64_t last;	   /* last applied id */
	int64_t emitted;   /* seq of the last book record */
	int64_t wanted_at; /* when a snapshot was last wanted (rx), 0 = not */
	int64_t last_rx;   /* receive time of the last frame */
	int tries;	   /* snapshots wanted since last in sync */
	int lost;	   /* times lost in a row, each soon after the last */
	int64_t lost_at;   /* rx of the last loss */
	/* Levels that the venue keeps on a side, 0 = all. What falls out is
	 * deleted in the record that pushed it out (R9). Set by the venue. */
	int depth;
	struct xg_level *cut[2]; /* owned scratch: updates with deletions */
	size_t cut_cap[2];
	/* R28: a side is known up to a price only. When that has become near,
	 * a snapshot is wanted while the book stays LIVE; updates since then
	 * wait in `pending`, too, where it comes by REST. */
	struct xg_dec known[2]; /* bids, asks */
	bool bounded[2];
	size_t limit; /* of the snapshot that the bounds are of */
	bool renew;
	bool first_pending;    /* LIVE but the first event is still to come */
	struct xg_book book;   /* owned */
	struct xg_buf pending; /* owned: events that wait for the snapshot */
	int pending_n;
};

struct xg_syncs {
	struct xg_map by_key; /* "market native" -> struct xg_sync * */
	struct xg_sync **list;
	size_t n, cap;
};
void xg_syncs_release(struct xg_syncs *s);

/* The sync of an instrument on a connection, made on first use. A newer
 * connection takes over and starts anew; what an older one still sends is
 * ignored. conn < 0: not from a connection (a REST snapshot). NULL: no memory. */
struct xg_sync *xg_sync_of(struct xg_decoder *d, const struct xg_instr *inst,
	enum xg_sync_rule rule, int64_t conn);
/* An update or a snapshot; emits book records, statuses and wants. 0 or <0 from
 * the sink. `seq` of a snapshot is its last id. */
int xg_sync_delta(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *delta);
int xg_sync_snapshot(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *snap);
/* Not in sync any more (gap, checksum, reset): status + want + clear. */
int xg_sync_lost(
	struct xg_decoder *d, struct xg_sync *s, int event, const char *detail);
/* The book as it is, as a snapshot record with the seq of the last one: for a
 * reader who has lost some. Nothing when it is not in sync: then a snapshot is
 * under way. */
int xg_sync_again(struct xg_decoder *d, struct xg_sync *s);
/* A connection opened or closed: all its symbols start anew. */
int xg_sync_conn(struct xg_decoder *d, int64_t conn);
/* Time has passed: snapshots that were wanted and did not come within 5 s are
 * wanted again. */
int xg_sync_tick(struct xg_decoder *d, int64_t now);

#endif
