#include "net/feed_run.h"

#include "io/clock.h"
#include "io/loop.h"
#include "net/budget.h"
#include "net/http.h"
#include "net/ws.h"

#define SHARE 50 /* percent of a bucket that feeds take */

struct unit;

struct conn {
	struct conn *next;
	struct unit *unit;
	int64_t id;
	struct xg_ws *ws;
	struct xg_budget_hold hold; /* of what the host may have */
};

struct call {
	struct call *next;
	struct unit *unit;
	int64_t id, http;
	int limit;
};

/* One venue. */
struct unit {
	struct unit *next;
	struct xg_feed_run *run;
	const struct xg_venue *v;
	struct xg_feed *feed;
	struct conn *conns;
	struct call *calls;
};

struct xg_feed_run {
	struct xg_net *net;
	enum xg_env env;
	struct xg_lease *lease;
	void (*fail)(void *ctx, int rc);
	void *ctx;
	struct unit *units;
	struct xg_timer *timer;
	int64_t at; /* what the timer is set to */
	int rc;
	bool performing;
};

static void perform(struct xg_feed_run *run);

static void result(struct xg_feed_run *run, int rc)
{
	if (rc < 0 && run->rc == 0) {
		run->rc = rc;
		run->fail(run->ctx, rc);
	}
}

/* ---- events of connections ---- */

static void on_open(void *ctx)
{
	struct conn *c = ctx;
	struct xg_feed_run *run = c->unit->run;

	result(run, xg_feed_opened(c->unit->feed, c->id, xg_clock_us()));
	perform(run);
}

static void on_message(void *ctx, struct xg_str s, bool text, int64_t rx)
{
	struct conn *c = ctx;
	struct xg_feed_run *run = c->unit->run;

	(void)text;
	result(run, xg_feed_frame(c->unit->feed, c->id, s, rx));
	perform(run);
}

static void on_pong(void *ctx, int64_t rx)
{
	struct conn *c = ctx;

	result(c->unit->run, xg_feed_pong(c->unit->feed, c->id, rx));
}

static void drop(struct unit *u, int64_t id, bool polite)
{
	for (struct conn **p = &u->conns; *p; p = &(*p)->next) {
		struct conn *c = *p;

		if (c->id != id)
			continue;
		*p = c->next;
		if (polite)
			xg_ws_close(c->ws, 1000);
		xg_ws_free(c->ws);
		xg_budget_release(u->run->lease, u->run->env, u->v, &c->hold);
		free(c);
		return;
	}
}

static void on_closed(
	void *ctx, int code, int http, int64_t retry_us, const char *why)
{
	struct conn *c = ctx;
	struct unit *u = c->unit;
	int64_t id = c->id;

	result(u->run, xg_feed_closed(u->feed, id, code, http, retry_us, why,
			       xg_clock_us()));
	drop(u, id, false);
	perform(u->run);
}

static const struct xg_ws_events ws_events = { on_open, on_message, on_pong,
	on_closed };

/* ---- actions ---- */

static struct conn *conn_of(struct unit *u, int64_t id)
{
	struct conn *c = u->conns;

	while (c && c->id != id)
		c = c->next;
	return c;
}

static void dial(struct unit *u, const struct xg_feed_action *a)
{
	struct xg_feed_run *run = u->run;
	struct xg_budget_hold hold;
	int64_t now = xg_clock_us();
	int64_t wait =
		xg_budget_dial(run->lease, run->env, u->v, a->cost, &hold, now);
	struct xg_error err = { 0 };
	struct conn *c;
	char url[1600];

	if (wait > 0) {
		xg_feed_defer_dial(u->feed, a->conn, wait, now);
		return;
	}
	c = calloc(1, sizeof *c);
	if (!c) {
		xg_budget_release(run->lease, run->env, u->v, &hold);
		result(run, XG_ERR_MEMORY);
		return;
	}
	xg_str_copy(url, sizeof url, a->text);
	c->unit = u;
	c->id = a->conn;
	c->hold = hold;
	c->ws = xg_ws_dial(run->net, url, a->headers, &ws_events, c, &err);
	if (!c->ws) {
		xg_budget_release(run->lease, run->env, u->v, &c->hold);
		free(c);
		result(u->run, xg_feed_closed(u->feed, a->conn, 1006, 0, 0,
				       err.text, now));
		return;
	}
	c->next = u->conns;
	u->conns = c;
}

static void bucket(const struct unit *u, int limit, struct xg_lease_ask *ask,
	char *name, size_t size)
{
	const struct xg_limit *b = &u->v->limits[limit];

	snprintf(name, size, "%s-%s-%s", xg_env_word(u->run->env), u->v->name,
		b->name);
	*ask = (struct xg_lease_ask){ .name = name,
		.window_us = b->window_us,
		.max = b->max,
		.share = SHARE };
}

/* The venue's own count, where it tells it, beats ours; a hold that the engine
 * has learned binds every process. */
static void learn(struct unit *u, int limit, struct xg_str headers)
{
	const struct xg_limit *b = &u->v->limits[limit];
	struct xg_lease_ask ask;
	char name[100];
	int64_t used, hold = xg_feed_hold(u->feed, limit), now = xg_clock_us();

	if (!u->run->lease)
		return;
	bucket(u, limit, &ask, name, sizeof name);
	if (b->header && xg_str_i64(xg_header(headers, b->header), &used) == 0)
		xg_lease_used(u->run->lease, &ask, used, now);
	if (hold > now)
		xg_lease_ban(u->run->lease, name, hold);
}

static void on_answer(void *ctx, const struct xg_http_res *res)
{
	struct call *c = ctx, **p;
	struct unit *u = c->unit;
	struct xg_feed_run *run = u->run;

	for (p = &u->calls; *p != c; p = &(*p)->next)
		;
	*p = c->next;
	result(run,
		xg_feed_answer(u->feed, c->id, res->too_big ? 0 : res->status,
			res->headers, res->body,
			res->too_big ? "the answer is too big" : res->error,
			xg_clock_us()));
	learn(u, c->limit, res->headers);
	free(c);
	perform(run);
}

static void request(struct unit *u, const struct xg_feed_action *a)
{
	int64_t now = xg_clock_us(), wait = 0;
	struct xg_lease_ask ask;
	struct xg_error err = { 0 };
	char name[100], url[600];
	struct xg_http_req q = { .method = a->method,
		.url = url,
		.headers = a->headers,
		.body = a->body };
	struct call *c;

	bucket(u, a->limit, &ask, name, sizeof name);
	ask.cost = a->cost;
	if (u->run->lease)
		wait = xg_lease_take(u->run->lease, &ask, now);
	if (wait > 0) {
		xg_feed_defer(u->feed, a->id, wait, now);
		return;
	}
	c = calloc(1, sizeof *c);
	if (!c) {
		result(u->run, XG_ERR_MEMORY);
		return;
	}
	xg_str_copy(url, sizeof url, a->text);
	c->unit = u;
	c->id = a->id;
	c->limit = a->limit;
	c->http = xg_http_send(u->run->net, &q, on_answer, c, &err);
	if (c->http < 0) {
		free(c);
		result(u->run,
			xg_feed_answer(u->feed, a->id, 0, (struct xg_str){ 0 },
				(struct xg_str){ 0 }, err.text, now));
		return;
	}
	c->next = u->calls;
	u->calls = c;
}

static void act(struct unit *u, const struct xg_feed_action *a)
{
	struct conn *c = conn_of(u, a->conn);

	switch (a->kind) {
	case XG_FEED_DIAL:
		dial(u, a);
		break;
	case XG_FEED_SEND:
		/* A full buffer shows as missing acks, or as silence. */
		if (c)
			xg_ws_send(c->ws, a->text);
		break;
	case XG_FEED_PING:
		if (c)
			xg_ws_ping(c->ws);
		break;
	case XG_FEED_REST:
		request(u, a);
		break;
	case XG_FEED_CLOSE:
		drop(u, a->conn, true);
		break;
	}
}

static void on_timer(struct xg_timer *t, void *arg)
{
	(void)t;
	xg_feed_run_kick(arg);
}

/* Until no engine has an action left; then the next deadline. */
static void perform(struct xg_feed_run *run)
{
	int64_t at = INT64_MAX, now;
	struct xg_feed_action a;

	if (run->performing)
		return;
	run->performing = true;
	for (struct unit *u = run->units; u && run->rc == 0; u = u->next) {
		while (run->rc == 0 && xg_feed_next(u->feed, &a))
			act(u, &a);
		if (xg_feed_deadline(u->feed) < at)
			at = xg_feed_deadline(u->feed);
	}
	run->performing = false;
	if (run->rc < 0 || at == INT64_MAX ||
		(at == run->at && xg_timer_is_set(run->timer)))
		return;
	run->at = at;
	now = xg_clock_us();
	xg_timer_set(run->timer, at > now ? at - now : 0, 0);
}

void xg_feed_run_kick(struct xg_feed_run *run)
{
	int64_t now = xg_clock_us();

	for (struct unit *u = run->units; u && run->rc == 0; u = u->next)
		result(run, xg_feed_timer(u->feed, now));
	perform(run);
}

struct xg_feed_run *xg_feed_run_new(struct xg_net *net, enum xg_env env,
	struct xg_lease *lease, void (*fail)(void *ctx, int rc), void *ctx)
{
	struct xg_feed_run *run = calloc(1, sizeof *run);

	if (!run)
		return NULL;
	run->net = net;
	run->env = env;
	run->lease = lease;
	run->fail = fail;
	run->ctx = ctx;
	run->timer = xg_timer_new(xg_net_loop(net), on_timer, run);
	if (!run->timer) {
		free(run);
		return NULL;
	}
	return run;
}

void xg_feed_run_free(struct xg_feed_run *run)
{
	if (!run)
		return;
	while (run->units) {
		struct unit *u = run->units;

		run->units = u->next;
		while (u->conns)
			drop(u, u->conns->id, true);
		while (u->calls) {
			struct call *c = u->calls;

			u->calls = c->next;
			xg_http_cancel(run->net, c->http);
			free(c);
		}
		free(u);
	}
	xg_timer_free(run->timer);
	free(run);
}

int xg_feed_run_add(
	struct xg_feed_run *run, const struct xg_venue *v, struct xg_feed *feed)
{
	struct unit *u = calloc(1, sizeof *u), **at = &run->units;

	if (!u)
		return XG_ERR_MEMORY;
	*u = (struct unit){ .run = run, .v = v, .feed = feed };
	while (*at)
		at = &(*at)->next;
	*at = u;
	return 0;
}
