/* Raw frames -> records, for one venue: the code that xg-feed (live) and
 * xg-decode (recordings) share. Feed it raw records in order; it calls the
 * venue's frame function and keeps what all venues have in common:
 * instruments, connections, books in sync. */
#ifndef XG_VENUE_DECODER_H
#define XG_VENUE_DECODER_H

#include "book/book.h"
#include "venue/recent.h"
#include "venue/sync.h"
#include "venue/venue.h"

struct xg_decoder_stats {
	int64_t frames, records, bad, checksums, checksum_bad, gaps, resyncs,
		crossed;
};

#define XG_DECODER_OPENED 64 /* numbers of connections that are remembered */

struct xg_decoder {
	const struct xg_venue *venue;
	struct xg_str name;	/* of the venue */
	struct xg_insts *insts; /* borrowed; learned instruments go in */
	struct xg_sink sink;
	struct xg_syncs syncs;	 /* owned: a book per market and symbol */
	struct xg_recent recent; /* owned */
	int64_t conn;		 /* of the WebSocket frame in work; 0 = none */
	/* A recording may be of several runs, each of which numbers its
	 * connections from 1: base is added to those of the present one. */
	int64_t base, newest, opened[XG_DECODER_OPENED];
	size_t opened_n;
	struct xg_decoder_stats stats;
	int64_t rx;		  /* of the frame in work */
	int unknown;		  /* symbols that no instrument explains */
	bool keep_checksum_books; /* verify checksums where they are sent */
	struct xg_error *err;	  /* of the frame in work; NULL: none */
	/* Levels of the frame in work that its reader has kept; NULL: none. */
	const struct xg_json_kept *kept;
	struct xg_rec *held; /* owned: what the frame in work holds back */
	size_t held_n, held_cap;
	void *priv; /* owned: venue.decoder_size bytes */
};

int xg_decoder_init(struct xg_decoder *d, const struct xg_venue *v,
	struct xg_insts *insts, const struct xg_sink *sink);
void xg_decoder_release(struct xg_decoder *d);

/* One record of the stream: RAW is decoded, INST is learned (and emitted on);
 * TICK advances time (snapshots that do not come are wanted again). 0, or the
 * error of a bad frame (*err), after which the decoder goes on. */
int xg_decoder_rec(
	struct xg_decoder *d, const struct xg_rec *rec, struct xg_error *err);

/* For venue code: an instrument from the venue's own list goes into insts, and
 * is emitted. 0 or <0 from the sink. */
int xg_decoder_learn(struct xg_decoder *d, const struct xg_rec *inst);
/* The same as a sink's function, for what reads answers: instruments are
 * learned, other records are emitted. */
int xg_decoder_take(void *decoder, const struct xg_rec *rec);

/* For venue code. emit fills nothing in. */
int xg_decoder_emit(struct xg_decoder *d, const struct xg_rec *rec);
int xg_decoder_want(struct xg_decoder *d, const struct xg_want *want);
/* Keeps a record until its frame was read; its texts are of the frame or of
 * instruments. What a frame leaves is dropped. 0 or XG_ERR_MEMORY. */
int xg_decoder_hold(struct xg_decoder *d, const struct xg_rec *rec);
/* Those that are held and have no time get ts, unless it is 0. */
void xg_decoder_date(struct xg_decoder *d, int64_t ts);
/* Emits all that is held, dated. 0 or <0 of the sink. */
int xg_decoder_held(struct xg_decoder *d, int64_t ts);
/* A status record of this venue (sym may be empty). */
int xg_decoder_status(struct xg_decoder *d, int event, struct xg_str sym,
	int64_t conn, const char *fmt, ...) XG_PRINTF(5, 6);
/* Another connection has told this trade: emitted again, it is left out. */
bool xg_decoder_is_told(
	const struct xg_decoder *d, struct xg_str sym, struct xg_str id);
/* Says that the n trades that follow are from before the subscription. */
int xg_decoder_backlog(
	struct xg_decoder *d, struct xg_str sym, int64_t conn, int64_t n);
/* The instrument of a native code; an unknown one gives a ~NATIVE symbol with
 * no conversions for spot, NULL for contracts (their size is unknown), and the
 * frame's error says so: the reader gives up with XG_ERR_ABSENT. So many unknown
 * ones as no venue has are made up: NULL for more (R11). */
#define XG_DECODER_UNKNOWN_MAX 5000
const struct xg_instr *xg_decoder_inst(
	struct xg_decoder *d, struct xg_str market, struct xg_str native);

#endif
