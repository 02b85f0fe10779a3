/* One venue of net/feeds.h: from its instruments to a running engine. */
#include <stdlib.h>
#include <sys/random.h>

#include "io/clock.h"
#include "io/loop.h"
#include "net/budget.h"
#include "net/feeds_priv.h"
#include "sess/subs.h"

#define RETRY_US INT64_C(15000000)

/* An outage is told once in words; the statuses tell the rest. */
static void tell(struct unit *u, const struct xg_rec *rec)
{
	const struct xg_status *s = &rec->u.status;
	char text[400];

	if (s->event == XG_ST_DISCONNECTED && !u->warned && u->state == U_RUN &&
		XG_REC_HAS(rec, status.retry_ms)) {
		snprintf(text, sizeof text, "%s: %.*s; trying again",
			u->v->name,
			(int)(s->detail.n < 250 ? s->detail.n : 250),
			s->detail.p);
		u->all->ev.say(u->all->ev.ctx, text);
		u->warned = true;
	} else if (s->event == XG_ST_SUBSCRIBED && u->warned) {
		snprintf(text, sizeof text, "%s: connected again", u->v->name);
		u->all->ev.say(u->all->ev.ctx, text);
		u->warned = false;
	}
}

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	struct unit *u = ctx;

	if (rec->type == XG_REC_STATUS)
		tell(u, rec);
	return u->all->ev.rec(u->all->ev.ctx, rec);
}

static int subscribe(struct unit *u, const struct xg_picks *p, size_t from,
	const char *sub, struct xg_error *err)
{
	int n = 0, rc;

	for (size_t i = from; i < p->n; i++) {
		for (int c = 0; c < XG_CHANNELS; c++) {
			if (!(u->all->o.channels & 1u << c))
				continue;
			rc = xg_feed_sub(u->feed, p->list[i], c);
			if (rc < 0 && rc != XG_ERR_SUPPORT)
				return xg_error_set(err, rc, "%s: %s",
					u->v->name, xg_err_text(rc));
			n += rc == 0;
		}
	}
	if (n == 0 && from < p->n && !u->any_venue)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"%s has none of these channels for %s", u->v->name,
			sub);
	return n;
}

/* All subscriptions of the venue. The number of topics, or an error. */
static int subscribe_all(struct unit *u, struct xg_error *err)
{
	struct xg_picks picks = { 0 };
	int n = 0, rc = 0;

	for (size_t i = 0; rc >= 0 && i < u->subs; i++) {
		size_t from = picks.n;

		rc = xg_subs_pick(&picks, &u->insts, u->v->name,
			xg_str_from(u->sub[i]), err);
		if (rc == XG_ERR_ABSENT && u->any_venue)
			rc = 0;
		else if (rc >= 0)
			rc = subscribe(u, &picks, from, u->sub[i], err);
		n += rc > 0 ? rc : 0;
	}
	xg_picks_release(&picks);
	return rc < 0 ? rc : n;
}

static int64_t may_subscribe(void *ctx, int64_t now)
{
	struct unit *u = ctx;
	struct xg_feeds *f = u->all;

	return xg_budget_frame(
		f->has_lease ? &f->lease : NULL, f->o.env, u->v, now);
}

static int start_feed(struct unit *u, struct xg_error *err)
{
	struct xg_feeds *f = u->all;
	struct xg_sink sink = { .ctx = u, .rec = on_rec };
	struct xg_feed_opts o = { .hosts = u->hosts.host,
		.stale_us = f->o.stale_us,
		.book = u->choice->book,
		.raw = f->o.raw,
		.test = f->o.env == XG_ENV_TEST,
		.may_subscribe = may_subscribe,
		.ctx = u };
	int n;

	if (getrandom(&o.seed, sizeof o.seed, 0) < 0)
		o.seed = (uint64_t)xg_clock_mono_ns();
	u->feed = xg_feed_new(u->v, &u->insts, &o, &sink);
	if (!u->feed)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	n = subscribe_all(u, err);
	if (n < 0)
		return n;
	if (xg_feed_run_add(f->run, u->v, u->feed) < 0)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	u->state = U_RUN;
	n = xg_feed_start(u->feed, xg_clock_us(), err);
	if (n < 0)
		return n;
	xg_feed_run_kick(f->run);
	return 0;
}

static void ask(struct unit *u);

/* The venue cannot be had now. The others go on, and it is tried again; when
 * there are no others, that is the end. */
static void lost(struct unit *u, int code, const char *text)
{
	struct xg_feeds *f = u->all;
	char more[400];
	bool others = false;

	u->state = U_WAIT;
	for (size_t i = 0; i < f->units; i++)
		others = others || f->unit[i].state == U_LOAD ||
			 f->unit[i].state == U_RUN;
	if (!others || code != XG_ERR_NET) {
		feeds_fail(f, code, text);
		return;
	}
	snprintf(more, sizeof more, "%s; trying again in 15 s", text);
	f->ev.say(f->ev.ctx, more);
	xg_timer_set(u->retry, RETRY_US, 0);
}

/* With these instruments. A symbol that the cache has not may be new. */
static void take(struct unit *u, struct xg_str text)
{
	struct xg_error err = { 0 };
	int rc = xg_insts_parse(&u->insts, text, &err);

	if (rc >= 0)
		rc = start_feed(u, &err);
	if (rc >= 0)
		return;
	if (!u->asked && u->state != U_RUN) {
		xg_feed_free(u->feed);
		u->feed = NULL;
		xg_insts_release(&u->insts);
		ask(u);
		return;
	}
	if (rc == XG_ERR_STATE && !err.text[0])
		feeds_fail(u->all, rc, ""); /* the sink wants no more */
	else
		lost(u, rc, err.text[0] ? err.text : xg_err_text(rc));
}

static void on_insts(
	void *ctx, int rc, struct xg_str text, const struct xg_error *err)
{
	struct unit *u = ctx;
	char more[400];

	if (rc == 0) {
		take(u, text);
	} else if (u->cached.len) {
		snprintf(more, sizeof more,
			"%s; going on with those of an earlier time",
			err->text);
		u->all->ev.say(u->all->ev.ctx, more);
		take(u, xg_buf_view(&u->cached));
	} else {
		lost(u, rc, err->text);
	}
}

static void ask(struct unit *u)
{
	struct xg_feeds *f = u->all;

	u->asked = true;
	u->state = U_LOAD;
	xg_insts_load_free(u->load);
	u->load = xg_insts_fetch(f->net, u->v, &u->hosts,
		f->has_lease ? &f->lease : NULL, on_insts, u);
	if (!u->load)
		feeds_fail(f, XG_ERR_MEMORY, "out of memory");
}

static void on_retry(struct xg_timer *t, void *arg)
{
	(void)t;
	ask(arg);
}

int feeds_unit_start(struct unit *u, struct xg_error *err)
{
	struct xg_feeds *f = u->all;
	struct xg_error ignored = { 0 };
	int64_t now = xg_clock_us(), age;
	int rc;

	rc = xg_hosts_open(&u->hosts, u->v, f->o.env, u->choice->region,
		xg_buf_view(&f->sim), f->o.conf, f->o.conf_ctx, err);
	if (rc == XG_ERR_CONFIG && u->any_venue)
		return 0; /* a pattern means the venues that are here */
	if (rc < 0)
		return rc;
	u->state = U_LOAD;
	u->retry = xg_timer_new(f->loop, on_retry, u);
	if (!u->retry)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	rc = xg_insts_cached(&u->cached, f->o.env, u->v, u->hosts.region, now,
		&age, &ignored);
	if (rc < 0 || f->o.refresh || age > xg_insts_ttl(f->o.env, now))
		ask(u);
	else
		take(u, xg_buf_view(&u->cached));
	return 0;
}

void feeds_unit_release(struct unit *u)
{
	for (size_t i = 0; i < u->subs; i++)
		free(u->sub[i]);
	free(u->sub);
	xg_insts_load_free(u->load);
	xg_feed_free(u->feed);
	xg_insts_release(&u->insts);
	xg_hosts_release(&u->hosts);
	xg_buf_release(&u->cached);
	xg_timer_free(u->retry);
}

int feeds_unit_add(struct unit *u, struct xg_str sym, bool any_venue)
{
	void *p = realloc(u->sub, (u->subs + 1) * sizeof *u->sub);

	if (!p)
		return XG_ERR_MEMORY;
	u->sub = p;
	u->any_venue = any_venue && (u->subs == 0 || u->any_venue);
	u->sub[u->subs] = strndup(sym.p, sym.n);
	return u->sub[u->subs++] ? 0 : XG_ERR_MEMORY;
}
