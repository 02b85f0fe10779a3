/* Shared by trade_run.c, trade_call.c, trade_probe.c and trade_link.c only. */
#ifndef XG_NET_TRADE_RUN_PRIV_H
#define XG_NET_TRADE_RUN_PRIV_H

#include "io/clock.h"
#include "io/loop.h"
#include "net/http.h"
#include "net/trade_run.h"
#include "net/ws.h"
#include "venue/decoder.h"

#define XG_TRADE_MARKETS 8
#define XG_TRADE_LINKS 8

struct xg_trade_unit;

/* A request that waits for its turn or for its answer. */
struct xg_trade_call {
	struct xg_trade_call *next;
	struct xg_trade_unit *u;
	int64_t flight; /* 0: of a stream's token */
	enum xg_op op;
	int market;  /* MODE: index in v->markets */
	int64_t due; /* when it may go out; 0 = it is out */
	int64_t since;
	int64_t http;
	char wire[64]; /* client id of the order, for the journal */
	struct xg_req req;
};

enum xg_trade_link_state {
	XG_LINK_DOWN,  /* dial again at `at` */
	XG_LINK_TOKEN, /* waits for its listen key */
	XG_LINK_DIAL,
	XG_LINK_LOGIN,
	XG_LINK_UP
};

/* A private stream. */
struct xg_trade_link {
	struct xg_trade_unit *u;
	const struct xg_link *link;
	struct xg_ws *ws;
	enum xg_trade_link_state state;
	int64_t conn; /* number of the connection */
	int64_t at;   /* DOWN: dial then; others: give up then; 0 = never */
	int64_t opened, last_rx, ping_at;
	int64_t keep_at; /* keep the token alive then */
	int tries, step;
	char token[1024];
	bool told; /* that it does not work */
};

struct xg_trade_unit {
	struct xg_trade_run *run;
	int index;
	const struct xg_venue *v;
	struct xg_insts *insts;
	const struct xg_hosts *hosts;
	struct xg_cred cred;
	struct xg_decoder decoder;
	struct xg_trade_call *calls;
	struct xg_trade_link link[XG_TRADE_LINKS];
	int links;
	int64_t clock_at; /* measure again then */
	int clock_tries;  /* without an answer since the start */
	bool clock_known;
	/* Account modes by market. */
	bool mode_needed[XG_TRADE_MARKETS], mode_known[XG_TRADE_MARKETS];
	int mode_as[XG_TRADE_MARKETS]; /* told by the answer for that one */
	int modes_left;
	bool mode_everywhere; /* no market works without it */
	char why[256];	      /* of the last failure */
	char key_tag[16];     /* names the key's buckets */
};

struct xg_trade_run {
	struct xg_net *net;
	struct xg_trade_run_opts o;
	struct xg_trades t;
	struct xg_journal_file journal;
	struct xg_trade_unit unit[16];
	int units;
	struct xg_timer *timer;
	struct xg_buf text; /* scratch */
	int64_t next_conn;
	bool started, ready, failed;
};

void xg_trade_run_result(struct xg_trade_run *run, int rc, const char *why);
/* A request of the engine, as the number flight: sent by xg_trade_calls_send. 0, or
 * why there can be none. */
int xg_trade_call_new(struct xg_trade_unit *u, int64_t flight,
	const struct xg_ask *ask, struct xg_error *err);
/* Sends what waits and may go. */
void xg_trade_calls_send(struct xg_trade_unit *u, int64_t now);
/* Measures the venue's clock when it is time to. */
void xg_trade_measure_clock(struct xg_trade_unit *u, int64_t now);
/* Asks for the account's modes that are not remembered. */
void xg_trade_ask_modes(struct xg_trade_unit *u, int64_t now);
/* What the engine has learned from the answer to a probe (TIME, MODE). */
void xg_trade_probed(
	struct xg_trade_unit *u, enum xg_op op, int market, bool answered);
/* XG_ERR_AUTH when an order needs a mode of its market that is not known. */
int xg_trade_mode_missing(struct xg_trade_unit *u, const struct xg_ask *ask,
	struct xg_error *err);
/* Starts a request that is in c->req; frees c when it cannot even be tried. */
void xg_trade_call_send(struct xg_trade_call *c);
void xg_trade_call_free(struct xg_trade_call *c);
/* Prepares the streams of a venue; moves them on; ends them. */
int xg_trade_links_init(struct xg_trade_unit *u);
void xg_trade_links_tick(struct xg_trade_unit *u, int64_t now);
void xg_trade_links_free(struct xg_trade_unit *u);
/* The answer to a request for a token (flight 0). */
void xg_trade_links_token(struct xg_trade_unit *u, struct xg_trade_call *c,
	const struct xg_http_res *res);

#endif
