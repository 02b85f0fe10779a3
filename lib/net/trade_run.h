/* Performs what the order engine decides (sess/trade.h): requests that are
 * signed as they go out, private streams, clocks, the journal's file. It moves
 * bytes and time; the decisions are the engine's. */
#ifndef XG_NET_TRADE_RUN_H
#define XG_NET_TRADE_RUN_H

#include "net/hosts.h"
#include "net/journal_file.h"
#include "net/lease.h"
#include "net/net.h"
#include "sess/trade.h"

struct xg_trade_run;

struct xg_trade_run_opts {
	enum xg_env env;
	struct xg_trade_conf conf;
	struct xg_lease *lease; /* borrowed; NULL = no shared limits */
	int64_t timeout_us;	/* of a request; 0 = 10 s */
	/* Callbacks; all are needed but ready. */
	int (*emit)(void *ctx, const struct xg_rec *rec);
	bool (*halted)(void *ctx, struct xg_str venue);
	/* All venues' clocks and account modes are known. */
	void (*ready)(void *ctx);
	/* It cannot go on: XG_ERR_NET (a venue does not answer at start),
	 * XG_ERR_AUTH (it refuses the key), or a result of emit. Free the run
	 * later, not inside. */
	void (*fail)(void *ctx, int rc, const char *why);
	void *ctx;
};

/* All is borrowed and must outlive the run. NULL when memory is out. */
struct xg_trade_run *xg_trade_run_new(
	struct xg_net *net, const struct xg_trade_run_opts *opts);
void xg_trade_run_free(struct xg_trade_run *run);
/* A venue with its instruments, addresses and credentials. */
int xg_trade_run_add(struct xg_trade_run *run, const struct xg_venue *v,
	struct xg_insts *insts, const struct xg_hosts *hosts,
	const struct xg_cred *cred);
/* Opens the journal and reads it back: XG_ERR_STATE (another process has it,
 * or it was changed), XG_ERR_SYSTEM. Call after all venues are added. */
int xg_trade_run_journal(struct xg_trade_run *run, struct xg_error *err);
/* Clocks, modes, private streams, and what the journal left open. */
void xg_trade_run_start(struct xg_trade_run *run);
bool xg_trade_run_is_ready(const struct xg_trade_run *run);

/* The engine, for its records, stop and state. */
struct xg_trades *xg_trade_run_engine(struct xg_trade_run *run);

#endif
