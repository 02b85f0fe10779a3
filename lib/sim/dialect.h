/* A dialect: how one venue speaks, on top of the simulated exchange (sim.h).
 * No I/O and no clock: requests and texts come in with the time, answers and
 * texts go out through functions of the server. Written from the venue's sheet
 * and apart from lib/venue, so that each proves the other. */
#ifndef XG_SIM_DIALECT_H
#define XG_SIM_DIALECT_H

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sim/fault.h"
#include "sim/sim.h"

#define XG_SIM_TICK_US INT64_C(100000) /* flush of books, then dialect.tick */

/* A request. Slices live during the call. */
struct xg_sim_http {
	struct xg_str method;	   /* "GET" */
	struct xg_str target;	   /* as sent: path and query */
	struct xg_str path, query; /* query without '?' */
	struct xg_str headers;	   /* "Name: value\n" lines */
	struct xg_str body;
	int64_t now; /* the venue's clock, us */
};
/* Case-insensitive; empty when absent. */
struct xg_str xg_sim_header(const struct xg_sim_http *r, const char *name);

/* Zero-filled means 200 and an empty body. */
struct xg_sim_answer {
	int status;
	struct xg_buf headers; /* "Name: value\n" lines; length is added */
	struct xg_buf body;    /* JSON */
};

/* Form and query parameters ("a=1&b=2"): the decoded value of a name in out
 * (cleared first). 1, 0 absent, <0 malformed. The first of several counts. */
int xg_sim_param(struct xg_buf *out, struct xg_str form, const char *name);

/* A fixed-window rate limit. Set window_us and max. */
struct xg_sim_bucket {
	int64_t window_us, start;
	int max, used;
};
/* Takes cost: the use after it, or -1 when it would go over max (then nothing
 * is taken). */
int xg_sim_bucket_take(struct xg_sim_bucket *b, int cost, int64_t now);
/* Time until the window ends. */
int64_t xg_sim_bucket_wait(const struct xg_sim_bucket *b, int64_t now);

struct xg_sim_front;

/* A WebSocket connection. */
struct xg_sim_conn {
	struct xg_sim_front *front;
	struct xg_sim_conn *prev, *next; /* in front->conns */
	int64_t id;			 /* from 1 */
	void *state;			 /* dialect.conn_size bytes, zeroed */
	int64_t opened, heard;		 /* last bytes that came */
	int64_t told;			 /* last message that went */
	bool stalled;			 /* fault: nothing goes out any more */
	void *io;			 /* the server's */
};

struct xg_sim_cred {
	char key[80], secret[80], passphrase[40];
};

/* One venue as it is served. */
struct xg_sim_front {
	struct xg_sim_venue venue;
	const struct xg_sim_dialect *dialect;
	void *state; /* dialect.state_size bytes, zeroed */
	struct xg_sim_cred cred;
	struct xg_sim_conn *conns;
	struct xg_faults *faults;
	int64_t now; /* the venue's clock at the current call */
	/* The server's. send: a text message of a class on a connection (sym:
	 * unified symbol or ""); faults act there. close: close frame. */
	void (*send)(struct xg_sim_conn *c, struct xg_str text,
		enum xg_fault_on on, const char *sym);
	void (*close)(struct xg_sim_conn *c, int code, const char *why);
	void *io;
};

struct xg_sim_dialect {
	const char *name;		 /* "binance": the venue */
	const struct xg_sim_spec *specs; /* what it lists; sym "" ends */
	size_t state_size, conn_size;
	int64_t ping_us; /* the server sends ping frames so often; 0 = never */
	int64_t idle_us; /* it closes a connection that was not heard of for
			  * this long, with idle_code; 0 = never */
	bool idle_both;	 /* only where it sent nothing for that long, either */
	int idle_code;	 /* 1006: it is cut without a close frame */
	/* Fills native, market, assets and fees of a symbol that is not in
	 * specs (a recording's): sym, kind, tick, lot ... are set. */
	void (*name_spec)(struct xg_sim_spec *spec);
	/* Once, after all symbols are listed. 0 or XG_ERR_*. NULL = nothing. */
	int (*open)(struct xg_sim_front *f);
	void (*shut)(struct xg_sim_front *f);
	/* A record has listed a symbol since: room for it in the dialect's own
	 * tables. 0 or XG_ERR_*. NULL = it has none by market. */
	int (*grow)(struct xg_sim_front *f);

	/* What a request is about, for faults: ORDER, CANCEL, AMEND or REST.
	 * NULL = all are REST: there are no orders. */
	enum xg_fault_on (*classify)(const struct xg_sim_http *r);
	void (*rest)(struct xg_sim_front *f, const struct xg_sim_http *r,
		struct xg_sim_answer *a);
	/* The answer of a fault: 429, 418, 5XX or MAINTENANCE; wait_us is how
	 * long the client shall stay away. */
	void (*refuse)(struct xg_sim_front *f, enum xg_fault_kind kind,
		int64_t wait_us, struct xg_sim_answer *a);

	/* A client wants a WebSocket at r->path: 0, or the HTTP status that
	 * refuses it. It is not open yet: nothing can be sent from here. */
	int (*ws_open)(struct xg_sim_conn *c, const struct xg_sim_http *r);
	void (*ws_text)(struct xg_sim_conn *c, struct xg_str text, int64_t now);
	void (*ws_shut)(struct xg_sim_conn *c); /* may be NULL */
	/* Something happened in the market or the account. */
	void (*event)(struct xg_sim_front *f, const struct xg_sim_event *ev);
	/* Every 100 ms, after the books were flushed. */
	void (*tick)(struct xg_sim_front *f, int64_t now);
	/* Fault SHUTDOWN: the venue's notice on every connection. */
	void (*farewell)(struct xg_sim_front *f, int64_t now);
};
/* Is it time to close a connection for its silence? Times of one clock. */
bool xg_sim_is_idle(const struct xg_sim_dialect *d, const struct xg_sim_conn *c,
	int64_t now);

extern const struct xg_sim_dialect xg_sim_binance;
extern const struct xg_sim_dialect xg_sim_bitfinex;
extern const struct xg_sim_dialect xg_sim_bitget;
extern const struct xg_sim_dialect xg_sim_bybit;
extern const struct xg_sim_dialect xg_sim_coinbase;
extern const struct xg_sim_dialect xg_sim_coinbase_exchange;
extern const struct xg_sim_dialect xg_sim_deribit;
extern const struct xg_sim_dialect xg_sim_dydx;
extern const struct xg_sim_dialect xg_sim_gate;
extern const struct xg_sim_dialect xg_sim_hyperliquid;
extern const struct xg_sim_dialect xg_sim_kraken;
extern const struct xg_sim_dialect xg_sim_kucoin;
extern const struct xg_sim_dialect xg_sim_okx;

/* Shared by dialects: a text in constant time; hex or Base64 HMAC-SHA256. */
bool xg_sim_same(struct xg_str a, struct xg_str b);
int xg_sim_hmac_hex(struct xg_buf *out, struct xg_str key, struct xg_str text);

/* A list with items [from, to) zeroed behind those that there are, and one more.
 * NULL: no memory, and the list is as it was. */
static inline void *xg_sim_longer(
	void *list, size_t each, size_t from, size_t to)
{
	char *p = realloc(list, (to + 1) * each);

	if (p)
		memset(p + from * each, 0, (to + 1 - from) * each);
	return p;
}

/* The same for an array of each connection: the pointer stands at `at` of the
 * connection's state. */
static inline int xg_sim_longer_each(
	struct xg_sim_front *f, size_t at, size_t size, size_t had, size_t n)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		char *where = (char *)c->state + at;
		void *p;

		memcpy(&p, where, sizeof p);
		p = xg_sim_longer(p, size, had, n);
		if (!p)
			return XG_ERR_MEMORY;
		memcpy(where, &p, sizeof p);
	}
	return 0;
}

#endif
