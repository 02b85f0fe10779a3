#include "desk/ask.h"

#include "io/clock.h"
#include "io/loop.h"
#include "net/http.h"

#define TRIES 4
#define PAGES 1000 /* of one question */

/* One question: a market of a venue, or one of its instruments. */
struct item {
	const char *market;
	const struct xg_instr *inst;
};

struct lane {
	struct xg_asker *a;
	struct xg_desk_venue *v;
	struct item *item; /* owned */
	size_t n, at;
	struct xg_req req;
	struct xg_timer *timer;
	int64_t http, offset, sent_at;
	char cursor[128];
	int tries, pages;
	bool clock, clock_tried, over;
};

struct xg_asker {
	struct xg_desk *desk;
	struct xg_net *net;
	struct xg_asker_opts o;
	struct lane lane[XG_DESK_VENUES];
	int lanes, left;
	bool told;
	struct xg_buf url;
};

static void send(struct lane *l);

static void finish(struct xg_asker *a, int rc, const char *why)
{
	if (a->told)
		return;
	a->told = true;
	a->o.done(a->o.ctx, rc, why);
}

static void failed(struct lane *l, int rc, const char *why)
{
	char text[400];

	l->over = true;
	snprintf(text, sizeof text, "%s: %s", l->v->v->name, why);
	finish(l->a, rc, text);
}

static struct xg_ask ask_of(const struct lane *l)
{
	struct xg_ask ask = { .op = l->clock ? XG_OP_TIME : l->a->o.op,
		.since = l->a->o.since };

	if (l->at < l->n) {
		ask.market = xg_str_from(l->item[l->at].market);
		ask.inst = l->item[l->at].inst;
	}
	if (!l->clock)
		ask.cursor = xg_str_from(l->cursor);
	return ask;
}

static void next(struct lane *l)
{
	l->tries = l->pages = 0;
	l->cursor[0] = '\0';
	if (++l->at < l->n) {
		send(l);
		return;
	}
	l->over = true;
	if (--l->a->left == 0)
		finish(l->a, 0, "");
}

static void later(struct lane *l, int64_t us)
{
	xg_timer_set(l->timer, us, 0);
}

static int take(void *ctx, const struct xg_rec *rec)
{
	struct lane *l = ctx;
	struct xg_asker *a = l->a;
	struct xg_str key = l->v->cred.key;
	struct xg_rec own = *rec;
	int rc;

	/* Which key it is about: its end, as xg-key list shows it. */
	if (rec->type == XG_REC_KEYINFO && key.n >= 12) {
		key.p += key.n - 4;
		key.n = 4;
		XG_REC_SET(&own, keyinfo.key, key);
	}
	rc = a->told ? XG_ERR_STATE : a->o.emit(a->o.ctx, &own);

	if (rc < 0)
		finish(a, rc, "");
	return rc;
}

static void refused(struct lane *l, const struct xg_answer *r, int http)
{
	char why[400];

	snprintf(why, sizeof why, "%s (HTTP %d)",
		r->detail[0] ? r->detail : "no clear answer", http);
	failed(l,
		r->reason == XG_WHY_AUTH || r->reason == XG_WHY_PERMISSION
			? XG_ERR_AUTH
			: XG_ERR_NET,
		why);
}

static void on_time(struct lane *l, const struct xg_answer *r)
{
	int64_t now = xg_clock_us();

	l->clock = false;
	if (r->result == XG_RES_OK && r->venue_time)
		l->offset = r->venue_time - (l->sent_at + now) / 2;
	send(l);
}

static void on_answer(struct lane *l, const struct xg_answer *r, int http)
{
	switch (r->result) {
	case XG_RES_OK:
		l->tries = 0;
		if (!r->cursor[0] || strcmp(r->cursor, l->cursor) == 0 ||
			++l->pages == PAGES) {
			next(l);
			return;
		}
		memcpy(l->cursor, r->cursor, sizeof l->cursor);
		send(l);
		return;
	case XG_RES_CLOCK:
		if (l->clock_tried)
			break;
		l->clock = l->clock_tried = true;
		send(l);
		return;
	case XG_RES_LIMITED:
		if (++l->tries >= TRIES)
			break;
		later(l, r->retry_us ? r->retry_us : 2000000);
		return;
	case XG_RES_UNKNOWN:
		/* Nothing is changed by asking again. */
		if (++l->tries >= TRIES)
			break;
		later(l, 500000 * l->tries);
		return;
	default:
		break;
	}
	/* A market where this account or venue has nothing to tell. */
	if (r->result == XG_RES_REJECTED &&
		r->reason == XG_WHY_UNKNOWN_SYMBOL && !l->item[l->at].inst) {
		next(l);
		return;
	}
	refused(l, r, http);
}

static void on_http(void *ctx, const struct xg_http_res *res)
{
	struct lane *l = ctx;
	const struct xg_sink sink = { .ctx = l, .rec = take };
	struct xg_ask ask = ask_of(l);
	struct xg_answer r = { .used = -1 };

	l->http = 0;
	if (l->a->told)
		return;
	if (!res->status && ++l->tries >= TRIES) {
		failed(l, XG_ERR_NET, res->error);
		return;
	}
	if (!res->status) {
		later(l, 300000 * l->tries);
		return;
	}
	l->v->v->answer(&r, &ask, res->status, res->headers, res->body,
		xg_clock_us(), &l->v->insts, &sink);
	if (l->a->told)
		return;
	if (l->clock)
		on_time(l, &r);
	else
		on_answer(l, &r, res->status);
}

static int64_t lease_wait(struct lane *l)
{
	const struct xg_limit *b = &l->v->v->limits[l->req.limit];
	char name[100];
	struct xg_lease_ask ask = { .name = name,
		.window_us = b->window_us,
		.max = b->max,
		.cost = l->req.cost,
		.share = 50 };

	if (!l->a->desk->has_lease)
		return 0;
	snprintf(name, sizeof name, "%s-%s-%s", xg_env_word(l->a->desk->o.env),
		l->v->v->name, b->name);
	return xg_lease_take(&l->a->desk->lease, &ask, xg_clock_us());
}

static void send(struct lane *l)
{
	struct xg_asker *a = l->a;
	struct xg_ask ask = ask_of(l);
	struct xg_error err = { 0 };
	const char *base;
	int64_t wait;

	xg_req_clear(&l->req);
	if (l->v->v->request(&l->req, &ask, &err) < 0) {
		failed(l, err.code, err.text);
		return;
	}
	wait = lease_wait(l);
	if (wait > 0) {
		later(l, wait);
		return;
	}
	l->sent_at = xg_clock_us();
	base = xg_hosts_base(&l->v->hosts, l->req.host, l->tries);
	if (l->req.is_signed && l->v->v->sign(&l->req, &l->v->cred,
					l->sent_at + l->offset, &err) < 0) {
		failed(l, XG_ERR_AUTH, err.text);
		return;
	}
	xg_buf_clear(&a->url);
	xg_buf_text(&a->url, base ? base : "");
	xg_buf_str(&a->url, xg_buf_view(&l->req.path));
	if (l->req.query.len)
		xg_buf_char(&a->url, '?');
	xg_buf_str(&a->url, xg_buf_view(&l->req.query));
	struct xg_http_req q = { .method = l->req.method,
		.url = a->url.p,
		.headers = xg_buf_view(&l->req.headers),
		.body = xg_buf_view(&l->req.body),
		.secret = true };
	l->http = xg_http_send(a->net, &q, on_http, l, &err);
	explicit_bzero(a->url.p, a->url.cap);
	if (l->http < 0)
		failed(l, XG_ERR_NET, err.text);
}

static void on_timer(struct xg_timer *t, void *arg)
{
	struct lane *l = arg;

	(void)t;
	if (!l->a->told && !l->over)
		send(l);
}

/* ---- what is asked ---- */

static int add_item(struct lane *l, const char *market,
	const struct xg_instr *inst, struct xg_error *err)
{
	struct item *more = realloc(l->item, (l->n + 1) * sizeof *more);

	if (!more)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	l->item = more;
	l->item[l->n++] = (struct item){ market, inst };
	return 0;
}

static int plan_symbols(struct lane *l, struct xg_error *err)
{
	const struct xg_asker_opts *o = &l->a->o;

	for (size_t i = 0; i < o->syms; i++) {
		const struct xg_instr *inst = xg_insts_sym(&l->v->insts,
			xg_str_from(l->v->v->name), xg_str_from(o->sym[i]));

		/* Another venue may have it. */
		if (inst && add_item(l, NULL, inst, err) < 0)
			return XG_ERR_MEMORY;
	}
	return 0;
}

/* The markets that are asked in different words. */
static int plan_markets(struct lane *l, struct xg_error *err)
{
	struct xg_buf seen = { 0 };
	int rc = 0, last = 0;

	for (int i = 0; rc == 0 && l->v->v->markets[i]; i++) {
		struct xg_ask ask = { .op = l->a->o.op,
			.market = xg_str_from(l->v->v->markets[i]) };
		char key[300];

		xg_req_clear(&l->req);
		last = l->v->v->request(&l->req, &ask, err);
		if (last == XG_ERR_SUPPORT)
			continue;
		if (last < 0)
			break;
		if (!xg_hosts_base(&l->v->hosts, l->req.host, 0))
			continue;
		snprintf(key, sizeof key, "\n%s%.*s?%.*s\n", l->req.host,
			XG_STR_ARG(xg_buf_view(&l->req.path)),
			XG_STR_ARG(xg_buf_view(&l->req.query)));
		if (seen.len && strstr(seen.p, key))
			continue;
		xg_buf_text(&seen, key);
		rc = add_item(l, l->v->v->markets[i], NULL, err);
	}
	xg_buf_release(&seen);
	if (last == XG_ERR_ABSENT)
		return xg_error_set(err, XG_ERR_ABSENT,
			"%s answers this for a symbol only: name one",
			l->v->v->name);
	return rc;
}

struct xg_asker *xg_asker_new(struct xg_desk *desk, struct xg_net *net,
	const struct xg_asker_opts *o, struct xg_error *err)
{
	struct xg_asker *a = calloc(1, sizeof *a);
	int rc = 0;

	if (!a) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	a->desk = desk;
	a->net = net;
	a->o = *o;
	for (int i = 0; i < desk->n && rc == 0; i++) {
		struct lane *l = &a->lane[a->lanes++];

		l->a = a;
		l->v = &desk->venue[i];
		l->timer = xg_timer_new(xg_net_loop(net), on_timer, l);
		rc = o->syms ? plan_symbols(l, err) : plan_markets(l, err);
		l->over = l->n == 0;
		a->left += l->n > 0;
		if (rc == 0 && l->n && l->timer)
			later(l, 0);
	}
	if (rc == 0 && a->left == 0)
		rc = xg_error_set(err, XG_ERR_SUPPORT,
			o->syms ? "no venue has such a symbol"
				: "no venue can be asked for this");
	if (rc == 0)
		return a;
	xg_asker_free(a);
	return NULL;
}

void xg_asker_free(struct xg_asker *a)
{
	if (!a)
		return;
	for (int i = 0; i < a->lanes; i++) {
		struct lane *l = &a->lane[i];

		if (l->http > 0)
			xg_http_cancel(a->net, l->http);
		if (l->timer)
			xg_timer_free(l->timer);
		if (l->req.headers.p)
			explicit_bzero(l->req.headers.p, l->req.headers.cap);
		xg_req_release(&l->req);
		free(l->item);
	}
	xg_buf_release(&a->url);
	free(a);
}
