#include "net/feeds.h"

#include <stdlib.h>

#include "io/clock.h"
#include "io/loop.h"
#include "net/feeds_priv.h"
#include "rec/sym.h"
#include "sess/subs.h"

#define TICK_US INT64_C(100000) /* of the engines, when none is wanted */

void feeds_fail(struct xg_feeds *f, int code, const char *text)
{
	if (f->failed)
		return;
	f->failed = true;
	f->ev.fail(f->ev.ctx, code, text);
}

static void on_fail(void *ctx, int rc)
{
	feeds_fail(ctx, rc, rc == XG_ERR_STATE ? "" : xg_err_text(rc));
}

static void on_tick(struct xg_timer *t, void *arg)
{
	struct xg_feeds *f = arg;
	int64_t now = xg_clock_us();
	struct xg_rec rec;
	int rc = 0;

	(void)t;
	for (size_t i = 0; rc == 0 && i < f->units; i++) {
		if (f->unit[i].state == U_RUN)
			rc = xg_feed_tick(f->unit[i].feed, now);
	}
	if (rc == 0 && f->o.tick_us > 0) {
		xg_rec_start(&rec, XG_REC_TICK, (struct xg_str){ 0 },
			(struct xg_str){ 0 }, 0, now);
		rc = f->ev.rec(f->ev.ctx, &rec);
	}
	if (rc < 0)
		on_fail(f, rc);
	else
		xg_feed_run_kick(f->run);
}

static int open_net(struct xg_feeds *f, struct xg_error *err)
{
	struct xg_net_opts o = { .loopback_only = f->o.env == XG_ENV_PAPER };
	struct xg_buf ca = { 0 };
	int rc = 0;

	if (o.loopback_only) {
		rc = xg_hosts_sim(&f->sim, err);
		if (rc == 0)
			rc = xg_hosts_sim_ca(&ca, xg_buf_view(&f->sim), err);
		o.ca_file = ca.p;
	}
	if (rc == 0) {
		f->net = xg_net_new(f->loop, &o, err);
		rc = f->net ? 0 : XG_ERR_CONFIG;
	}
	xg_buf_release(&ca);
	return rc;
}

struct xg_feeds *xg_feeds_new(struct xg_loop *loop,
	const struct xg_feeds_opts *opts, const struct xg_feeds_events *events,
	struct xg_error *err)
{
	struct xg_feeds *f = calloc(1, sizeof *f);

	if (f) {
		f->loop = loop;
		f->o = *opts;
		f->choices = (struct xg_choices){ .env = opts->env,
			.conf = opts->conf,
			.ctx = opts->conf_ctx };
		f->ev = *events;
		while (xg_venue_at(f->units))
			f->units++;
		f->unit = calloc(f->units + 1, sizeof *f->unit);
		f->ticker = xg_timer_new(loop, on_tick, f);
	}
	if (!f || !f->unit || !f->ticker) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		xg_feeds_free(f);
		return NULL;
	}
	for (size_t i = 0; i < f->units; i++)
		f->unit[i] = (struct unit){ .all = f, .v = xg_venue_at(i) };
	return f;
}

void xg_feeds_free(struct xg_feeds *f)
{
	if (!f)
		return;
	xg_feed_run_free(f->run);
	for (size_t i = 0; f->unit && i < f->units; i++)
		feeds_unit_release(&f->unit[i]);
	free(f->unit);
	xg_timer_free(f->ticker);
	xg_net_free(f->net);
	if (f->has_lease)
		xg_lease_release(&f->lease);
	xg_buf_release(&f->sim);
	free(f);
}

int xg_feeds_add(struct xg_feeds *f, struct xg_str sub, struct xg_error *err)
{
	struct xg_str venue, sym;
	const struct xg_choice *choice = NULL;
	int n = 0;

	if (xg_sub_split(sub, &venue, &sym) < 0)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"'%.*s' is no subscription; write VENUE:SYMBOL, "
			"such as binance:BTC-USDT",
			(int)(sub.n < 64 ? sub.n : 64), sub.p);
	if (!xg_sub_is_pattern(venue)) {
		choice = xg_choices_name(&f->choices, venue, err);
		if (!choice)
			return err->code;
	}
	for (size_t i = 0; i < f->units; i++) {
		bool by_name =
			choice && !strcmp(choice->v->name, f->unit[i].v->name);

		if (choice ? !by_name
			   : !xg_str_glob(
				     venue, xg_str_from(f->unit[i].v->name)))
			continue;
		if (feeds_unit_add(&f->unit[i], sym, !by_name) < 0)
			return xg_error_set(
				err, XG_ERR_MEMORY, "out of memory");
		n++;
	}
	if (n == 0)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"this version knows no venue like '%.*s'; xg-inst "
			"--venues lists those that it knows",
			(int)(venue.n < 64 ? venue.n : 64), venue.p);
	return 0;
}

static bool any_unit(const struct xg_feeds *f)
{
	for (size_t i = 0; i < f->units; i++) {
		if (f->unit[i].state != U_OFF)
			return true;
	}
	return false;
}

/* Before anything is dialled: a venue of a pattern may be chosen wrongly. */
static int choose(struct xg_feeds *f, struct xg_error *err)
{
	for (size_t i = 0; i < f->units; i++) {
		struct unit *u = &f->unit[i];

		if (!u->subs)
			continue;
		u->choice = xg_choices_venue(&f->choices, u->v, err);
		if (!u->choice)
			return err->code;
		u->v = u->choice->v;
	}
	return 0;
}

int xg_feeds_start(struct xg_feeds *f, struct xg_error *err)
{
	int64_t tick = f->o.tick_us > 0 ? f->o.tick_us : TICK_US;
	struct xg_error ignored = { 0 };
	size_t n = 0;
	int rc = choose(f, err);

	if (rc == 0)
		rc = open_net(f, err);
	if (rc < 0)
		return rc;
	/* Without shared limits each process keeps to its own. */
	f->has_lease = xg_lease_open(&f->lease, NULL, &ignored) == 0;
	if (!f->has_lease)
		f->ev.say(f->ev.ctx, ignored.text);
	f->run = xg_feed_run_new(
		f->net, f->o.env, f->has_lease ? &f->lease : NULL, on_fail, f);
	if (!f->run)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < f->units; i++) {
		if (f->unit[i].subs)
			f->unit[n++] = f->unit[i];
		else
			feeds_unit_release(&f->unit[i]);
	}
	f->units = n;
	xg_timer_set(f->ticker, tick, tick);
	for (size_t i = 0; rc == 0 && !f->failed && i < n; i++)
		rc = feeds_unit_start(&f->unit[i], err);
	if (rc == 0 && !f->failed && !any_unit(f))
		rc = xg_error_set(err, XG_ERR_CONFIG,
			"no venue that matches is here; start xg-sim with one");
	return rc;
}

void xg_feeds_stop(struct xg_feeds *f)
{
	int64_t now = xg_clock_us();

	xg_timer_clear(f->ticker);
	for (size_t i = 0; i < f->units; i++) {
		if (f->unit[i].state == U_RUN)
			xg_feed_stop(f->unit[i].feed, now);
		f->unit[i].state = U_WAIT;
	}
	f->failed = true; /* nobody is told any more */
	if (f->run)
		xg_feed_run_kick(f->run);
}

void xg_feeds_again(struct xg_feeds *f, struct xg_str venue, struct xg_str sym)
{
	for (size_t i = 0; i < f->units; i++) {
		if (f->unit[i].state == U_RUN &&
			xg_str_is_text(venue, f->unit[i].v->name))
			xg_feed_again(f->unit[i].feed, sym, xg_clock_us());
	}
}

void xg_feeds_restart(struct xg_feeds *f)
{
	for (size_t i = 0; i < f->units; i++) {
		if (f->unit[i].state == U_RUN)
			xg_feed_restart(f->unit[i].feed, xg_clock_us());
	}
	xg_feed_run_kick(f->run);
}
