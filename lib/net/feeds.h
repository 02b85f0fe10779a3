/* Market data of several venues from subscriptions: finds the addresses, loads
 * the instruments, starts one engine a venue (sess/feed.h) and performs what
 * the engines decide. */
#ifndef XG_NET_FEEDS_H
#define XG_NET_FEEDS_H

#include "net/hosts.h"

struct xg_loop;
struct xg_feeds;

struct xg_feeds_opts {
	enum xg_env env;
	bool raw;     /* frames, not what they mean */
	bool refresh; /* ask for the instruments although they are cached */
	uint32_t channels;  /* bit per enum xg_channel */
	int64_t tick_us;    /* tick records; 0 = none */
	int64_t stale_us;   /* of books and bbo; < 0 = never, 0 = as the
			      * venue's table says */
	xg_conf_text *conf; /* of the configuration file */
	void *conf_ctx;
};

/* They run from the loop and from xg_feeds_start; xg_feeds_free is not allowed
 * inside of them. */
struct xg_feeds_events {
	void *ctx;
	int (*rec)(void *ctx, const struct xg_rec *rec); /* < 0 stops all */
	void (*say)(void *ctx, const char *text);	 /* a warning */
	/* Nothing more will come: enum xg_err (XG_ERR_ABSENT: a symbol that
	 * the venue has not) and a sentence. */
	void (*fail)(void *ctx, int code, const char *text);
};

/* NULL and *err. loop, opts.conf_ctx and events.ctx must outlive it. */
struct xg_feeds *xg_feeds_new(struct xg_loop *loop,
	const struct xg_feeds_opts *opts, const struct xg_feeds_events *events,
	struct xg_error *err);
void xg_feeds_free(struct xg_feeds *f);
/* Before start: VENUE:SYMBOL, both may be patterns; a pattern of venues takes each
 * in the region that others name it in. XG_ERR_SYNTAX, or as xg_choices_name. */
int xg_feeds_add(struct xg_feeds *f, struct xg_str sub, struct xg_error *err);
/* XG_ERR_CONFIG (no simulator, a bad address), XG_ERR_MEMORY, or what an
 * engine says. */
int xg_feeds_start(struct xg_feeds *f, struct xg_error *err);
/* Closes all connections and emits what belongs to it. */
void xg_feeds_stop(struct xg_feeds *f);
/* The reader has lost records: of a book, or of raw frames (all start anew). */
void xg_feeds_again(struct xg_feeds *f, struct xg_str venue, struct xg_str sym);
void xg_feeds_restart(struct xg_feeds *f);

#endif
