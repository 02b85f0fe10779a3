/* Inside of the feed engine. */
#ifndef XG_SESS_FEED_PRIV_H
#define XG_SESS_FEED_PRIV_H

#include "base/rng.h"
#include "sess/feed.h"

#define NEVER INT64_MAX
#define S_US INT64_C(1000000)

/* Times of the engine, in microseconds. */
#define DIAL_US (15 * S_US)   /* a connection must be open by then */
#define ACK_US (5 * S_US)     /* R31: a missing ack is subscribed again */
#define STABLE_US (60 * S_US) /* R31: then back-off starts anew */
#define BACKOFF_US (S_US / 2) /* first range of the full jitter */
#define BACKOFF_MAX_US (60 * S_US)
#define BEAT_US (30 * S_US) /* ping after this silence */
#define PONG_US (10 * S_US)
#define POLL_US (15 * S_US) /* channels that only REST has */
#define REST_US (15 * S_US) /* an answer must be there by then */
#define ACK_TRIES 3	    /* then the connection is replaced */
#define REST_TRIES 4
#define OVERLAP_US (10 * S_US) /* of a connection and its successor, at most */
#define GRACE_US S_US	       /* of them, when the new one is subscribed */
#define MAX_LIMITS 16

enum topic_state { T_OFF, T_LEAVE, T_SENT, T_ON, T_REFUSED };
struct topic {
	struct xg_topic t;
	int line; /* index in lines */
	enum topic_state state;
	int64_t id, sent_at; /* of the subscribe frame */
	int64_t since;	     /* first asked for on this connection; 0 = not */
	int tries;
	bool alone; /* was refused among others: is asked for by itself */
};

/* A symbol and channel that must not fall silent. */
struct watch {
	const struct xg_instr *inst;
	int channel, topic;	       /* topic -1: polled */
	int64_t limit;		       /* what makes it stale; NEVER */
	int64_t last, next_try, whole; /* whole: since when it is not stale */
	int tries;		       /* to cure it, of late */
	int vain;		       /* since it is stale */
	bool stale, poll;	       /* poll: asked for by REST */
};

enum line_state { L_WAIT, L_DIAL, L_OPEN };
/* A planned connection: it has a link and topics whatever becomes of the
 * sockets that carry it. */
struct line {
	int link, n_topics;
	enum line_state state;
	int64_t conn, opened, last_rx, since, wait, ping_at;
	int64_t last_msg; /* as last_rx, but pongs do not count */
	int64_t next_conn, next_since, next_wait; /* the successor */
	/* The one before, which goes on until the present one is subscribed. */
	int64_t old_conn, old_until;
	const char *old_why;
	int fails, mirror;
	int64_t frame_at;      /* when the next frame may be sent */
	struct xg_buf queue;   /* frames that wait: text LF text LF */
	bool announced, leave; /* leave: replace it */
	bool drop;	       /* it has lost data: dial anew */
	bool hello_due, ready; /* what a link's hello and greets ask for */
	int64_t beat_at;       /* when the next regular ping is due */
	bool has_token;	       /* url is a fresh address for the next dial */
	char url[1600];
	const char *leave_why;
};

struct rest {
	int64_t id, not_before, sent_at; /* sent_at 0 = waits */
	enum xg_op op;
	const struct xg_instr *inst;
	int tries, limit;
	const char *method;
	char url[512];
	int line; /* whose token this asks for; -1 = none */
};

struct act {
	struct xg_feed_action a;
	/* In xg_feed.texts. */
	size_t text, text_n, headers, headers_n, body, body_n;
};

struct xg_feed {
	const struct xg_venue *v;
	struct xg_insts *insts;
	struct xg_feed_opts o;
	struct xg_sink sink;
	struct xg_decoder dec;
	struct xg_rng rng;
	struct topic *topic;
	size_t topics, topic_cap;
	struct watch *watch;
	size_t watches, watch_cap;
	struct line *line;
	int lines;
	struct rest *rest;
	size_t rests, rest_cap;
	struct act *act;
	size_t acts, act_cap, act_at;
	struct xg_buf texts;
	struct xg_map topic_of, watch_of;
	struct xg_rec **later;
	size_t laters, later_cap; /* statuses */
	struct xg_buf scratch;
	struct xg_req req;
	int64_t next_conn, next_id, deadline, stale_at, now;
	int64_t tat[MAX_LIMITS], hold[MAX_LIMITS];
	int rest_mirror, rc;
	bool decoding, stopped, dirty;
};

/* feed.c */
void feed_want(struct xg_feed *f, int64_t at); /* lowers the deadline */
void feed_act(struct xg_feed *f, const struct xg_feed_action *a);
void feed_raw(struct xg_feed *f, const struct xg_rec *raw);
void feed_status(struct xg_feed *f, int event, const struct xg_instr *inst,
	int channel, int64_t conn, int64_t retry_us, const char *fmt, ...)
	XG_PRINTF(7, 8);
int feed_pump(struct xg_feed *f);
void feed_put_payload(struct xg_feed *f, struct xg_rec *rec, struct xg_str s);
/* The base of a host and a path; false when it has none here. */
bool feed_url(struct xg_feed *f, char *out, size_t size, const char *host,
	const char *path, int mirror);
int feed_record(void *ctx, const struct xg_rec *rec);
void *feed_grow(void *list, size_t n, size_t *cap, size_t size);

/* feed_line.c */
struct line *feed_line_of(struct xg_feed *f, int64_t conn);
/* Where conn is the one before. */
struct line *feed_line_old(struct xg_feed *f, int64_t conn);
void feed_line_pump(struct xg_feed *f, struct line *l);
/* A connection is asked for: its number, or 0 while its token is under way. */
int64_t feed_line_dial(struct xg_feed *f, struct line *l);
void feed_line_close(struct xg_feed *f, int64_t conn, const char *why);
/* The raw record of an edge: dir is "open" (with its url) or "close". */
void feed_line_event(struct xg_feed *f, const struct line *l, int64_t conn,
	const char *dir, const char *url);
void feed_line_lost(
	struct xg_feed *f, struct line *l, int64_t retry_us, const char *why);
void feed_line_drop(struct xg_feed *f, struct line *l, const char *why);
int64_t feed_jitter(struct xg_feed *f, int fails);

/* feed_next.c */
void feed_next_pump(struct xg_feed *f, struct line *l);
/* The one before ends, if there is one. */
void feed_next_end(struct xg_feed *f, struct line *l);

/* feed_subs.c */
void feed_subs_clear(struct xg_feed *f, int line);
void feed_subs_pump(struct xg_feed *f, struct line *l);
void feed_subs_ack(struct xg_feed *f, const struct xg_want *w, bool good);
void feed_subs_again(struct xg_feed *f, struct topic *t);
void feed_queue(struct xg_feed *f, struct line *l, struct xg_str text);

/* feed_stale.c */
void feed_alive(struct xg_feed *f, int channel, struct xg_str sym);
void feed_touch(struct xg_feed *f, const struct xg_rec *rec);
void feed_stale_pump(struct xg_feed *f);

/* feed_rest.c */
void feed_rest_add(struct xg_feed *f, enum xg_op op,
	const struct xg_instr *inst, int64_t at);
void feed_rest_pump(struct xg_feed *f);
/* Asks for the token of a line's next connection, unless that is under way. */
void feed_rest_token(struct xg_feed *f, struct line *l);

/* feed_plan.c */
int feed_plan(struct xg_feed *f, struct xg_error *err);

#endif
