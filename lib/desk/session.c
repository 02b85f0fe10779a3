#include "desk/session.h"

#include <stdlib.h>

#include "io/clock.h"
#include "io/loop.h"

#define WAIT_MAX 100000 /* records before the venues are ready */
#define LOOK_US 20000

static void over(struct xg_session *s, int rc, const char *why)
{
	int open = 0;
	bool doubt = false;

	if (s->is_over)
		return;
	s->is_over = true;
	xg_timer_clear(s->timer);
	if (s->run)
		doubt = xg_trade_is_busy(xg_trade_run_engine(s->run), &open);
	s->o.over(s->o.ctx, rc, why, open, doubt);
}

static int op_emit(void *ctx, const struct xg_rec *rec)
{
	struct xg_session *s = ctx;

	return s->o.emit(s->o.ctx, rec);
}

static bool op_halted(void *ctx, struct xg_str venue)
{
	struct xg_session *s = ctx;

	xg_halt_look(&s->halt);
	return xg_halt_is(&s->halt, venue, NULL);
}

static void give_waiting(struct xg_session *s)
{
	struct xg_trades *t = xg_trade_run_engine(s->run);

	for (size_t i = 0; i < s->wait_n; i++) {
		if (!s->is_over &&
			xg_trade_record(t, s->wait[i], xg_clock_us()) < 0)
			over(s, XG_ERR_STATE, "");
		xg_rec_free(s->wait[i]);
	}
	s->wait_n = 0;
}

/* What is left to do before the end. */
static void wind_down(struct xg_session *s)
{
	struct xg_trades *t = xg_trade_run_engine(s->run);

	xg_trade_stop(t, s->cancel, xg_clock_us());
}

static void on_ready(void *ctx)
{
	struct xg_session *s = ctx;

	give_waiting(s);
	if (s->ending && !s->is_over)
		wind_down(s);
}

static void on_fail(void *ctx, int rc, const char *why)
{
	over(ctx, rc, why);
}

static int start(struct xg_session *s, struct xg_error *err)
{
	struct xg_trade_run_opts o = { .env = s->o.desk.env,
		.conf = s->o.conf,
		.lease = &s->desk.lease,
		.emit = op_emit,
		.halted = op_halted,
		.ready = on_ready,
		.fail = on_fail,
		.ctx = s };
	int rc = 0;

	s->run = xg_trade_run_new(s->net, &o);
	if (!s->run)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	for (int i = 0; i < s->desk.n && rc >= 0; i++) {
		struct xg_desk_venue *v = &s->desk.venue[i];

		rc = xg_trade_run_add(
			s->run, v->v, &v->insts, &v->hosts, &v->cred);
	}
	if (rc < 0)
		return xg_error_set(err, rc, "%s", xg_err_text(rc));
	rc = xg_trade_run_journal(s->run, err);
	if (rc == 0)
		xg_trade_run_start(s->run);
	return rc;
}

/* A key that can be stolen must not be able to empty the account (R24). */
static int on_key(void *ctx, const struct xg_rec *rec)
{
	struct xg_session *s = ctx;

	if (rec->type == XG_REC_KEYINFO && rec->u.keyinfo.withdraw &&
		!s->o.allow_withdraw)
		snprintf(s->key_why, sizeof s->key_why,
			"the key of %.*s may withdraw; take one that may not, "
			"or give --allow-withdraw-key for this run",
			XG_STR_ARG(rec->venue));
	return 0;
}

static void on_keys(void *ctx, int rc, const char *why)
{
	struct xg_session *s = ctx;
	struct xg_error err = { 0 };

	if (rc == 0 && s->key_why[0])
		rc = xg_error_set(&err, XG_ERR_AUTH, "%s", s->key_why);
	else if (rc == 0)
		rc = start(s, &err);
	else
		xg_str_copy(err.text, sizeof err.text, xg_str_from(why));
	if (rc < 0)
		over(s, rc, err.text);
}

/* What the keys may do is asked before anything is sent with them. */
static int ask_keys(struct xg_session *s, struct xg_error *err)
{
	const struct xg_asker_opts o = {
		.op = XG_OP_KEYINFO, .emit = on_key, .done = on_keys, .ctx = s
	};

	s->asker = xg_asker_new(&s->desk, s->net, &o, err);
	return s->asker ? 0 : err->code;
}

static void on_loaded(void *ctx, int rc, const char *why)
{
	struct xg_session *s = ctx;
	struct xg_error err = { 0 };

	if (rc == 0)
		rc = s->o.desk.env == XG_ENV_LIVE ? ask_keys(s, &err)
						  : start(s, &err);
	else
		xg_str_copy(err.text, sizeof err.text, xg_str_from(why));
	if (rc < 0)
		over(s, rc, err.text);
}

static void on_timer(struct xg_timer *timer, void *arg)
{
	struct xg_session *s = arg;
	bool ready = s->run && xg_trade_run_is_ready(s->run);
	int open = 0;
	bool busy = true;

	(void)timer;
	if (!s->ending || s->is_over)
		return;
	if (ready)
		busy = xg_trade_is_busy(xg_trade_run_engine(s->run), &open);
	if ((!busy && (!s->cancel || open == 0)) ||
		xg_clock_mono_us() >= s->end_at)
		over(s, 0, "");
}

int xg_session_open(struct xg_session *s, struct xg_loop *loop,
	const struct xg_session_opts *o, struct xg_error *err)
{
	int rc;

	*s = (struct xg_session){ .o = *o, .loop = loop };
	rc = xg_desk_open(&s->desk, &o->desk, err);
	if (rc == 0)
		rc = xg_halt_open(&s->halt, xg_env_word(o->desk.env), err);
	if (rc < 0)
		return rc;
	s->timer = xg_timer_new(loop, on_timer, s);
	s->net = xg_desk_net(&s->desk, loop, err);
	if (!s->net || !s->timer)
		return s->net ? xg_error_set(
					err, XG_ERR_MEMORY, "out of memory")
			      : XG_ERR_CONFIG;
	xg_timer_set(s->timer, LOOK_US, LOOK_US);
	return xg_desk_load(&s->desk, s->net, on_loaded, s, err);
}

void xg_session_release(struct xg_session *s)
{
	for (size_t i = 0; i < s->wait_n; i++)
		xg_rec_free(s->wait[i]);
	free(s->wait);
	xg_asker_free(s->asker);
	xg_trade_run_free(s->run);
	if (s->timer)
		xg_timer_free(s->timer);
	/* Loads use the network, the network the loop. */
	for (int i = 0; i < s->desk.n; i++) {
		xg_insts_load_free(s->desk.venue[i].load);
		s->desk.venue[i].load = NULL;
	}
	xg_net_free(s->net);
	xg_halt_release(&s->halt);
	xg_desk_release(&s->desk);
	*s = (struct xg_session){ 0 };
}

int xg_session_give(struct xg_session *s, const struct xg_rec *rec)
{
	struct xg_rec *copy, **more;

	if (s->run && xg_trade_run_is_ready(s->run))
		return xg_trade_record(
			xg_trade_run_engine(s->run), rec, xg_clock_us());
	if (s->wait_n == WAIT_MAX)
		return XG_ERR_LIMIT;
	if (s->wait_n == s->wait_cap) {
		size_t cap = s->wait_cap ? s->wait_cap * 2 : 64;

		more = realloc(s->wait, cap * sizeof *more);
		if (!more)
			return XG_ERR_MEMORY;
		s->wait = more;
		s->wait_cap = cap;
	}
	copy = xg_rec_dup(rec);
	if (!copy)
		return XG_ERR_MEMORY;
	s->wait[s->wait_n++] = copy;
	return 0;
}

void xg_session_end(struct xg_session *s, bool cancel)
{
	if (!s->ending)
		s->end_at = xg_clock_mono_us() + s->o.drain_us;
	s->ending = true;
	s->cancel = s->cancel || cancel;
	if (s->run && xg_trade_run_is_ready(s->run))
		wind_down(s);
}

const struct xg_trades *xg_session_engine(const struct xg_session *s)
{
	return s->run ? xg_trade_run_engine(s->run) : NULL;
}
