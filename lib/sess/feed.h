/* One venue's market data session without I/O: what is told to it (a frame
 * came, a connection opened, time has passed) makes records for the sink and
 * actions for whoever moves the bytes (net/feed_run.h). It plans topics over
 * few connections, paces subscriptions and accounts for their acks, backs off,
 * keeps alive, replaces connections before the venue cuts them, watches every
 * symbol and channel for silence, and fetches snapshots within the limits.
 * All times are microseconds since the epoch and given by the caller. */
#ifndef XG_SESS_FEED_H
#define XG_SESS_FEED_H

#include "venue/decoder.h"
#include "venue/venue.h"

#define XG_FEED_CONNS 5 /* most connections of a venue */

enum xg_feed_act {
	XG_FEED_DIAL, /* open `conn` to the URL in text */
	XG_FEED_SEND, /* send text on conn */
	XG_FEED_PING, /* a WebSocket ping on conn */
	XG_FEED_REST, /* request `id`: method, URL in text, body */
	XG_FEED_CLOSE /* close conn and forget it: no event is expected */
};
struct xg_feed_action {
	enum xg_feed_act kind;
	int64_t conn, id;
	const char *method;
	int limit; /* REST: bucket in venue.limits */
	int cost;  /* REST: of the request; DIAL: topics it will carry */
	struct xg_str text, headers, body;
};

/* The base URLs of a host, first choice first; NULL ends the list. */
struct xg_feed_host {
	const char *name;
	const char *const *base;
};

struct xg_feed_opts {
	const struct xg_feed_host *hosts; /* borrowed; ends with a zero row */
	int max_conns;			  /* 0 = XG_FEED_CONNS */
	/* Silence after which a symbol is stale: a book or bbo, and everything
	 * else. Negative = never; 0 = what the venue says for the first, never
	 * for the rest. */
	int64_t stale_us, stale_other_us;
	int book;      /* index in xg_venue.books */
	uint64_t seed; /* of the jitter */
	bool raw;      /* emit raw frames and not what they mean */
	bool test;     /* the test environment: links have other paths there */
	/* Asked before each message that subscribes: 0 = it goes, else how long
	 * to wait (us). NULL = it goes. */
	int64_t (*may_subscribe)(void *ctx, int64_t now);
	void *ctx;
};

struct xg_feed;

/* insts: borrowed, may grow. rec gets what the feed emits; a negative result
 * of it is returned by the function that caused it. NULL when memory is out. */
struct xg_feed *xg_feed_new(const struct xg_venue *v, struct xg_insts *insts,
	const struct xg_feed_opts *opts, const struct xg_sink *sink);
void xg_feed_free(struct xg_feed *f);

/* Before start: one channel of an instrument (all channels of an instrument in
 * a row keep them on one connection). XG_ERR_SUPPORT when the venue has no such
 * channel for it. */
int xg_feed_sub(struct xg_feed *f, const struct xg_instr *inst, int channel);
/* Emits the `inst` records of what was subscribed and dials. XG_ERR_LIMIT when
 * it needs more than max_conns connections, XG_ERR_CONFIG without a host. */
int xg_feed_start(struct xg_feed *f, int64_t now, struct xg_error *err);
/* Closes everything; emits what belongs to it. */
int xg_feed_stop(struct xg_feed *f, int64_t now);

/* The next action: 1, or 0 when there is none. Its slices live until the next
 * call of any function here. */
int xg_feed_next(struct xg_feed *f, struct xg_feed_action *a);
/* Call xg_feed_timer then, or earlier. INT64_MAX = nothing is due. */
int64_t xg_feed_deadline(const struct xg_feed *f);

/* Events. 0 or the negative result of the sink. Unknown conns and ids are
 * ignored: they belong to what was closed. */
int xg_feed_opened(struct xg_feed *f, int64_t conn, int64_t now);
int xg_feed_closed(struct xg_feed *f, int64_t conn, int code, int http,
	int64_t retry_us, const char *why, int64_t now);
int xg_feed_frame(
	struct xg_feed *f, int64_t conn, struct xg_str payload, int64_t now);
int xg_feed_pong(struct xg_feed *f, int64_t conn, int64_t now);
/* http 0 = no answer; why then says it in words. */
int xg_feed_answer(struct xg_feed *f, int64_t id, int http,
	struct xg_str headers, struct xg_str body, const char *why,
	int64_t now);
/* A REST action or DIAL was not performed: the host's budget is used up for
 * that long. */
int xg_feed_defer(struct xg_feed *f, int64_t id, int64_t wait_us, int64_t now);
int xg_feed_defer_dial(
	struct xg_feed *f, int64_t conn, int64_t wait_us, int64_t now);
int xg_feed_timer(struct xg_feed *f, int64_t now);
/* Time of the stream: a `tick` record goes to the decoder. */
int xg_feed_tick(struct xg_feed *f, int64_t now);
/* The reader has lost records: start all books anew by new connections. */
int xg_feed_restart(struct xg_feed *f, int64_t now);

/* The reader has lost updates of the book of sym: emits it as a snapshot. */
int xg_feed_again(struct xg_feed *f, struct xg_str sym, int64_t now);

struct xg_decoder *xg_feed_decoder(struct xg_feed *f);
/* When a REST answer told a ban or a hold of a bucket (index in venue.limits):
 * until when, 0 = none. For the lease that all processes share. */
int64_t xg_feed_hold(const struct xg_feed *f, int limit);

#endif
