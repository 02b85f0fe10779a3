#include "net/trade_run.h"

#include "crypto/hash.h"
#include "net/trade_run_priv.h"

#define TICK_US 20000

void xg_trade_run_result(struct xg_trade_run *run, int rc, const char *why)
{
	if (rc >= 0 || run->failed)
		return;
	run->failed = true;
	run->o.fail(run->o.ctx, rc, why);
}

static int op_request(void *ctx, int venue, int64_t flight,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_trade_run *run = ctx;
	struct xg_trade_unit *u = &run->unit[venue];
	int rc =
		ask->op == XG_OP_PLACE ? xg_trade_mode_missing(u, ask, err) : 0;

	if (rc == 0)
		rc = xg_trade_call_new(u, flight, ask, err);
	if (rc < 0)
		return rc;
	/* Not from in here: the engine is in the middle of its work. */
	xg_timer_set(run->timer, 0, TICK_US);
	return 0;
}

static int op_journal(void *ctx, struct xg_str line, bool sync)
{
	struct xg_trade_run *run = ctx;
	struct xg_error err = { 0 };

	return xg_journal_append(&run->journal, line, sync, &err);
}

static int op_emit(void *ctx, const struct xg_rec *rec)
{
	struct xg_trade_run *run = ctx;

	return run->o.emit(run->o.ctx, rec);
}

static bool op_halted(void *ctx, struct xg_str venue)
{
	struct xg_trade_run *run = ctx;

	return run->o.halted(run->o.ctx, venue);
}

static const struct xg_trade_ops ops = { op_journal, op_request, op_emit,
	op_halted };

static void on_timer(struct xg_timer *t, void *arg)
{
	struct xg_trade_run *run = arg;
	int64_t now = xg_clock_us();

	(void)t;
	if (run->failed)
		return;
	if (run->started)
		xg_trade_run_result(
			run, xg_trade_tick(&run->t, now), "the output is gone");
	for (int i = 0; i < run->units && !run->failed; i++) {
		struct xg_trade_unit *u = &run->unit[i];

		xg_trade_calls_send(u, now);
		if (!run->started)
			continue;
		xg_trade_measure_clock(u, now);
		xg_trade_links_tick(u, now);
	}
}

void xg_trade_run_start(struct xg_trade_run *run)
{
	int64_t now = xg_clock_us();

	run->started = true;
	for (int i = 0; i < run->units; i++) {
		struct xg_trade_unit *u = &run->unit[i];

		u->clock_at = 1;
		xg_trade_measure_clock(u, now);
		xg_trade_ask_modes(u, now);
	}
	xg_trade_recovered(&run->t, now);
	xg_timer_set(run->timer, 0, TICK_US);
}

bool xg_trade_run_is_ready(const struct xg_trade_run *run)
{
	return run->ready;
}

struct xg_trades *xg_trade_run_engine(struct xg_trade_run *run)
{
	return &run->t;
}

struct xg_trade_run *xg_trade_run_new(
	struct xg_net *net, const struct xg_trade_run_opts *opts)
{
	struct xg_trade_run *run = calloc(1, sizeof *run);

	if (!run)
		return NULL;
	run->net = net;
	run->o = *opts;
	run->timer = xg_timer_new(xg_net_loop(net), on_timer, run);
	if (!run->timer) {
		free(run);
		return NULL;
	}
	xg_trade_init(&run->t, &ops, run, &opts->conf);
	return run;
}

void xg_trade_run_free(struct xg_trade_run *run)
{
	if (!run)
		return;
	for (int i = 0; i < run->units; i++) {
		struct xg_trade_unit *u = &run->unit[i];

		xg_trade_links_free(u);
		while (u->calls) {
			if (u->calls->http > 0)
				xg_http_cancel(run->net, u->calls->http);
			xg_trade_call_free(u->calls);
		}
		xg_decoder_release(&u->decoder);
	}
	xg_trade_release(&run->t);
	xg_journal_close(&run->journal);
	xg_timer_free(run->timer);
	xg_buf_release(&run->text);
	free(run);
}

/* Eight digits of the key's hash: tells keys apart without telling them. */
static void tag_key(char *out, size_t size, const struct xg_cred *cred)
{
	unsigned char sum[32];

	xg_sha256(sum, cred->key.p, cred->key.n);
	snprintf(out, size, "%02x%02x%02x%02x", sum[0], sum[1], sum[2], sum[3]);
}

int xg_trade_run_add(struct xg_trade_run *run, const struct xg_venue *v,
	struct xg_insts *insts, const struct xg_hosts *hosts,
	const struct xg_cred *cred)
{
	struct xg_trade_unit *u = &run->unit[run->units];
	char account[XG_ACCOUNT_MAX] = "";
	char tag[sizeof u->key_tag];
	int rc;

	tag_key(tag, sizeof tag, cred);
	/* A simulator that was started anew is another venue, with other keys. */
	if (run->o.env != XG_ENV_PAPER)
		snprintf(account, sizeof account, "%s%s%s", tag,
			hosts->region[0] ? "@" : "", hosts->region);
	rc = xg_trade_add_venue(&run->t, v, insts, account);
	if (rc < 0)
		return rc;
	*u = (struct xg_trade_unit){ .run = run,
		.index = rc,
		.v = v,
		.insts = insts,
		.hosts = hosts,
		.cred = *cred };
	xg_str_copy(u->key_tag, sizeof u->key_tag, xg_str_from(tag));
	run->units++;
	return xg_trade_links_init(u);
}

struct reading {
	struct xg_trade_run *run;
	struct xg_rec_reader reader;
};

static int on_line(void *ctx, struct xg_str line, struct xg_error *err)
{
	struct reading *r = ctx;

	return xg_trade_recover(&r->run->t, line, &r->reader, err);
}

int xg_trade_run_journal(struct xg_trade_run *run, struct xg_error *err)
{
	struct reading r = { .run = run };
	int rc = xg_journal_open(
		&run->journal, xg_env_word(run->o.env), on_line, &r, err);

	xg_rec_reader_release(&r.reader);
	return rc;
}
