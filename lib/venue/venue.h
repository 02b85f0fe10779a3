/* The contract of a venue: data and pure functions that say what bytes to send
 * and what received bytes mean. No sockets, clock, environment or globals.
 *
 * To add a venue: a folder lib/venue/NAME with NAME.c (the table), one row in
 * registry.c, tests/venue/NAME/, the simulator's dialect lib/sim/NAME_*.c, a
 * row in xg-venues(7). tests/lint/tree.sh fails when one is missing. */
#ifndef XG_VENUE_VENUE_H
#define XG_VENUE_VENUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "rec/insts.h"
#include "rec/rec.h"

struct xg_decoder; /* venue/decoder.h */

enum xg_env { XG_ENV_PAPER, XG_ENV_TEST, XG_ENV_LIVE };

/* Channels as users name them (-c). */
enum xg_channel {
	XG_CH_TRADE,
	XG_CH_BOOK,
	XG_CH_BBO,
	XG_CH_FUNDING,
	XG_CH_MARK,
	XG_CH_LIQ,
	XG_CH_OI,
	XG_CH_CANDLE,
	XG_CHANNELS
};
const char *xg_channel_name(int channel);
int xg_channel_from(struct xg_str name); /* -1 if unknown */

/* A server by name. Base URLs without path; a config file may replace them. In
 * paper, the base is the simulator's: its rest or its ws URL by scheme. */
struct xg_host {
	const char *name; /* "spot-rest", "spot-ws", "usdm-ws" */
	const char *live, *test;
	const char *const *mirrors; /* further live bases, NULL-terminated */
};

/* A kind of WebSocket connection. */
struct xg_link {
	const char *name;      /* "spot", "usdm-public": is raw.market */
	const char *host;      /* xg_host.name */
	const char *path;      /* "/stream" */
	const char *test_path; /* where it differs in the test environment */
	const char *headers; /* "Name: value\n" lines of the upgrade request */
	bool is_private;
	int max_topics;	      /* a connection */
	int topics_per_frame; /* one subscribe message */
	bool one_channel;     /* and all of them of the same channel */
	int64_t frame_gap_us; /* least time between frames that we send */
	int64_t life_us;      /* the venue cuts then; 0 = no limit */
	int64_t idle_us;      /* send `ping` after this silence; 0 = never */
	int64_t pong_us;      /* and expect anything within this time */
	const char *ping;     /* text; NULL = WebSocket ping frame */
	int64_t ping_us;      /* ping this often, whatever comes; 0 = never */
	int64_t silence_us;   /* no message for so long, whatever is ponged:
			       * dead; 0 = never (the venue has heartbeats) */
	const char *hello;    /* text to send first, or NULL */
	/* The venue speaks first: nothing is sent before XG_WANT_READY. */
	bool greets;
	/* A public link whose URL needs a token: before each dial the engine
	 * asks XG_OP_STREAM_NEW (ask.market = the link's name) and dials what
	 * private_path makes of answer.token, at answer.url if that is set. */
	bool token;
};

/* A rate-limit bucket. Requests name one and a cost. */
struct xg_limit {
	const char *name;
	int64_t window_us;
	int max;	    /* cost in a window */
	bool per_key;	    /* else per IP address */
	const char *header; /* response header that tells the use, or NULL */
};

/* What the venue takes from one address, whatever the number of processes; 0 =
 * it does not say. */
struct xg_budget {
	int conns, topics; /* connections, subscriptions at a time */
	int dials;	   /* new connections in a window */
	int64_t dials_us;
	int frames; /* messages that subscribe in a window */
	int64_t frames_us;
};

/* Silence after which a symbol's book, or its best prices, are stale; 0 =
 * XG_STALE_US. A venue that sends whole books by the clock is found out sooner,
 * one that says nothing for longer when nothing changes has more time. */
#define XG_STALE_US INT64_C(30000000)
struct xg_stale {
	int64_t book_us, bbo_us;
};

/* A kind of book, where the venue has several that a user may want
 * (`book.VENUE` of the configuration). */
struct xg_book_kind {
	const char *name;
	int levels;	  /* a side */
	int64_t every_us; /* how often it comes */
	int64_t stale_us; /* as in xg_stale; 0 = as there */
};

/* What a subscription needs. */
struct xg_topic {
	int link;    /* index in xg_venue.links */
	int channel; /* enum xg_channel */
	const struct xg_instr *inst;
	char text[128]; /* the venue's topic text, unique on the link */
	bool snapshot;	/* the book needs a REST snapshot */
	bool alone;	/* it needs a subscribe message of its own */
	/* The channel comes by XG_OP_OI, as without a topic; this one brings
	 * what is needed to tell it. */
	bool poll;
	int book;	  /* index in xg_venue.books, set by the engine */
	int64_t stale_us; /* as in xg_stale, for this topic; 0 = as there */
	/* The venue's number of the subscription, as its XG_WANT_ACK told it;
	 * 0 = not confirmed, or the venue has none. */
	int64_t number;
};

enum xg_op {
	XG_OP_TIME,
	XG_OP_INSTS,
	XG_OP_SNAPSHOT,
	XG_OP_OI,
	XG_OP_PLACE,
	XG_OP_CANCEL,
	XG_OP_CANCEL_ALL,
	XG_OP_AMEND,
	XG_OP_QUERY, /* one order by client id (or venue id) */
	XG_OP_OPEN,  /* open orders */
	XG_OP_FILLS, /* own fills of a symbol (or of one order) */
	XG_OP_BALANCES,
	XG_OP_POSITIONS,
	XG_OP_FEES,
	XG_OP_KEYINFO,
	XG_OP_DEADMAN, /* cancel-all-after; ask.timeout_us, 0 = off */
	XG_OP_STREAM_NEW,
	XG_OP_STREAM_KEEP, /* listen keys and tokens */
	XG_OP_MODE	   /* account mode: hedge or net, account level */
};

/* A question to a venue, in xg's terms. Absent members are zero. */
struct xg_ask {
	enum xg_op op;
	struct xg_str market;	       /* "spot", "usdm", "swap" ... */
	const struct xg_instr *inst;   /* where the op is about a symbol */
	struct xg_str wire_id;	       /* client id as the venue sees it */
	struct xg_str venue_id;	       /* the venue's order id */
	int side, kind, tif, pos;      /* enums of rec.h */
	struct xg_dec px, qty;	       /* qty in base units, always */
	struct xg_dec old_px, old_qty; /* AMEND: as the venue has them */
	int64_t expire;
	bool reduce;
	bool hedge;		   /* account is in hedge mode */
	bool margin_mode;	   /* OKX acctLv 3, 4: spot needs cross */
	int64_t since, timeout_us; /* us */
	bool old; /* FILLS: from days ago; lists of recent ones lack them */
	struct xg_str cursor; /* from the previous page */
	int limit;	      /* levels of a snapshot; rows of a page */
};

/* A request as bytes. Zero-filled is valid; xg_req_clear keeps the memory. */
struct xg_req {
	const char *method;  /* "GET" */
	const char *host;    /* xg_host.name */
	struct xg_buf path;  /* "/api/v3/order" */
	struct xg_buf query; /* without '?', percent-encoded as sent */
	struct xg_buf body;
	struct xg_buf headers; /* "Name: value\n" lines */
	bool is_signed;	       /* sign() must be called before sending */
	int limit, cost;       /* index in xg_venue.limits */
};
void xg_req_clear(struct xg_req *r);
void xg_req_release(struct xg_req *r);

/* Credentials, borrowed from locked memory for the time of a call. */
struct xg_hmac; /* crypto/hmac.h */
struct xg_cred {
	struct xg_str key, secret, passphrase;
	enum { XG_CRED_HMAC, XG_CRED_ED25519, XG_CRED_RSA } kind;
	bool demo; /* OKX: x-simulated-trading */
	/* HMAC-SHA-256 keyed with the secret, owned by whoever made the
	 * credentials; NULL = keyed anew for each message. */
	struct xg_hmac *mac;
};
/* HMAC-SHA-256 of a text with the secret. 0 or XG_ERR_*. */
int xg_cred_mac(const struct xg_cred *cred, unsigned char out[static 32],
	struct xg_str text);

enum xg_result {
	XG_RES_OK,
	XG_RES_REJECTED, /* the venue said no; nothing happened */
	XG_RES_UNKNOWN,	 /* it may have happened: ask, never repeat */
	XG_RES_LIMITED,	 /* not processed; wait retry_us */
	XG_RES_CLOCK,	 /* timestamp refused: measure and sign anew, once */
	XG_RES_BAD	 /* the answer is not what the venue documents */
};
#define XG_CURSOR 512
struct xg_answer {
	enum xg_result result;
	int reason;	  /* enum xg_reason */
	char detail[256]; /* the venue's own words */
	char code[32];	  /* the venue's code */
	char venue_id[64];
	char cursor[XG_CURSOR];	 /* next page; "" = last */
	char token[1024];	 /* listen key */
	char url[256];		 /* STREAM_NEW: base URL to dial; "" = host */
	int64_t retry_us;	 /* LIMITED: wait this long; 0 = unknown */
	int64_t banned_until;	 /* us since the epoch; 0 = not banned */
	int64_t used;		 /* of the bucket, from headers; -1 unknown */
	int64_t venue_time;	 /* us, for OP_TIME */
	bool hedge, margin_mode; /* OP_MODE */
	int n;			 /* records emitted */
};

/* Where decoded records and wishes go. Slices live during the call only. */
enum xg_want_kind {
	XG_WANT_SNAPSHOT,  /* fetch the REST book of inst (market) */
	XG_WANT_RESUB,	   /* unsubscribe and subscribe topic on conn */
	XG_WANT_ACK,	   /* the venue confirmed id or topic on conn */
	XG_WANT_NACK,	   /* it refused id or topic (neither: the oldest frame
			    * that waits for its ack); detail says why */
	XG_WANT_SEND,	   /* send text on conn */
	XG_WANT_RECONNECT, /* conn is about to go or useless: replace it */
	XG_WANT_ALIVE, /* nothing has changed for inst, channel: not stale */
	XG_WANT_DROP,  /* conn has lost data: close it, dial anew */
	XG_WANT_READY, /* the venue's greeting came: subscribe now */
	XG_WANT_LOGIN_OK,
	XG_WANT_LOGIN_BAD,
	XG_WANT_TOKEN /* private token has expired */
};
struct xg_want {
	enum xg_want_kind kind;
	int64_t conn;
	const struct xg_instr *inst;
	int channel;
	int64_t id;	/* id of the subscribe frame; 0 = by topic */
	int64_t number; /* ACK: the venue's number of the subscription */
	struct xg_str topic, text, detail;
	/* ACK, NACK of a topic: the venue refused its frame whole (id, or the
	 * one that the topic went in); the other topics are asked for again. */
	bool again;
};
struct xg_sink {
	void *ctx;
	int (*rec)(void *ctx, const struct xg_rec *rec);    /* <0 stops */
	int (*want)(void *ctx, const struct xg_want *want); /* may be NULL */
};

/* A response header set as "Name: value\n" lines; case-insensitive look-up. */
struct xg_str xg_header(struct xg_str headers, const char *name);

/* A name that means the venue in one of its regions ("bybiteu"), and the kind of
 * books that is usual there. */
struct xg_regional {
	const char *name, *region;
	int book; /* index in xg_venue.books */
};

struct xg_venue {
	/* ---- data ---- */
	const char *name;		    /* "binance" */
	const char *const *aliases;	    /* ccxt and tardis names */
	const struct xg_regional *regional; /* NULL = none */
	/* Aliases of a part whose accounts have other keys than those of name;
	 * they are kept under the first one. NULL = none. */
	const char *const *own_keys;
	/* Where the kind of an account decides which API there is: the kind of
	 * this table ("unified", "classic"), and the table of the other kind,
	 * which names this one. Name, aliases, markets, hosts, frame and answer
	 * of both are the same; the registry has the one that holds unless the
	 * user says otherwise. NULL: accounts are of one kind. */
	const char *account_kind;
	const struct xg_venue *other_kind;
	const struct xg_host *hosts; /* ends with a zero row, as all lists */
	const struct xg_link *links;
	const struct xg_limit *limits;
	struct xg_budget budget;
	struct xg_stale stale;
	/* The first one is the usual one; NULL = there is no choice. The engine
	 * tells topics() the kind by out[].book, and puts it there for the
	 * others. */
	const struct xg_book_kind *books;
	const char *const *markets; /* "spot", "usdm" */
	uint32_t channels;	    /* bit per enum xg_channel */
	int wire_id_max;	    /* longest client id */
	const char *wire_id_punct;  /* allowed besides letters and digits */
	/* Where markets differ: how each proves its books ("sequence",
	 * "checksum", "nothing"), in the order of markets; NULL = as the two
	 * flags below say. */
	const char *const *proofs;
	/* Levels of a side that its books have at most, in the order of markets:
	 * behind the last nothing is known (R28). 0 = all; NULL = as the
	 * usual one of `books`, or all. */
	const int *depths;
	bool seq_proof, checksum, has_deadman, has_amend, needs_passphrase;
	bool deadman_by_sym;  /* one dead-man switch per symbol, not one for all
			      * (its request may refuse an instrument) */
	const char *evidence; /* what it was proven against */
	/* Members whose values say what a message is, for xg-drift (rules of
	 * xg_shape_kind in drift/shape.h); "@market" first = raw.market counts,
	 * too, up to its first "-". NULL-terminated. */
	const char *const *kinds;
	size_t decoder_size; /* private state in a decoder; zeroed */

	/* ---- market data ---- */
	/* The topics of one instrument and channel (0..max). Number written,
	 * XG_ERR_SUPPORT when the venue has no such channel for it. */
	int (*topics)(const struct xg_instr *inst, int channel,
		struct xg_topic *out, int max);
	/* The tick at a price, where it depends on the price (inst.tick is then
	 * the finest); NULL = inst.tick. XG_ERR_RANGE. */
	int (*tick)(struct xg_dec *out, const struct xg_instr *inst,
		struct xg_dec px);
	/* Appends the frame that subscribes (or not) n topics of one link;
	 * nothing = there is nothing to say. */
	int (*subscribe)(struct xg_buf *out, const struct xg_topic *const *t,
		int n, int64_t id, bool subscribe);
	/* The same where the frame carries the time (now: us since the epoch);
	 * one of both is NULL. */
	int (*subscribe_at)(struct xg_buf *out, const struct xg_topic *const *t,
		int n, int64_t id, bool subscribe, int64_t now);
	/* One raw record (ws or rest, in; also open and close) -> records and
	 * wants, through xg_decoder_emit and xg_decoder_want. XG_ERR_SYNTAX,
	 * _TYPE, _RANGE with *err for hostile or unknown bytes: the frame is
	 * skipped whole (nothing of it was emitted) and reported. */
	int (*frame)(struct xg_decoder *d, const struct xg_rec *raw,
		struct xg_error *err);
	void (*decoder_release)(struct xg_decoder *d); /* NULL = nothing */

	/* ---- requests ---- */
	int (*request)(struct xg_req *out, const struct xg_ask *ask,
		struct xg_error *err);
	/* Adds timestamp, key and signature. now = venue time in us. */
	int (*sign)(struct xg_req *req, const struct xg_cred *cred, int64_t now,
		struct xg_error *err);
	/* What an answer means. http 0 = no answer (timeout, reset). Emits exec,
	 * fill, balance, position, fee, keyinfo, inst records; exec and fill
	 * carry the wire id in `id`. insts translates native codes. */
	void (*answer)(struct xg_answer *out, const struct xg_ask *ask,
		int http, struct xg_str headers, struct xg_str body, int64_t rx,
		const struct xg_insts *insts, const struct xg_sink *sink);

	/* ---- private stream ---- */
	/* Frame number `step` (0, 1, ...) that logs in and subscribes on a
	 * private link; 0 = nothing more. now as in sign. token = listen key. */
	int (*login)(struct xg_buf *out, const struct xg_link *link, int step,
		const struct xg_cred *cred, int64_t now);
	/* The path of a private link that carries a token; NULL = link->path. */
	int (*private_path)(struct xg_buf *out, const struct xg_link *link,
		struct xg_str token);
	/* The text of an application ping where it changes (a time, an id);
	 * NULL = link->ping. now: us since the epoch. */
	int (*ping)(
		struct xg_buf *out, const struct xg_link *link, int64_t now);
};

/* By name or alias (ccxt, tardis spellings), those of regions, too; NULL if
 * unknown. */
const struct xg_venue *xg_venue_find(struct xg_str name);
/* The venue's own name, which records have, where `name` is another one of it; NULL
 * where it is that name itself or no venue's. */
const char *xg_venue_meant(struct xg_str name);
/* The region that such a name means; NULL = none. */
const char *xg_venue_region(struct xg_str name);
/* What the key of an account is kept under, for any name of its venue: accounts of
 * regions and of own_keys are other accounts. NULL for an unknown name. */
const char *xg_venue_key(struct xg_str name);
/* The name that means a region of a venue; NULL when there is none. */
const char *xg_venue_in(const struct xg_venue *v, const char *region);
/* The i-th venue, NULL behind the last. */
const struct xg_venue *xg_venue_at(size_t i);
const struct xg_host *xg_venue_host(const struct xg_venue *v, const char *name);

/* The client id on the wire, a pure function of the record's id: the id itself
 * where the venue's rules allow it, else "xg" and hex of its SHA-256, cut to the
 * venue's length. Returns the length. R1, R21. */
size_t xg_wire_id(
	const struct xg_venue *v, char out[static 64], struct xg_str id);

/* Base units of a quantity in contracts and back (inverse contracts need a
 * price). Exact or rounded toward zero at 18 digits. XG_ERR_RANGE. */
int xg_base_qty(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_dec contracts, struct xg_dec px);
int xg_contract_qty(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_dec base, struct xg_dec px);

#endif
