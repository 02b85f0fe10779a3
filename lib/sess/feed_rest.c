/* REST: snapshots and polled channels, within the limits of the venue. */
#include "sess/feed_priv.h"

static void add(struct xg_feed *f, enum xg_op op, const struct xg_instr *inst,
	int line, int64_t at)
{
	void *p;

	for (size_t i = 0; i < f->rests; i++)
		if (f->rest[i].op == op && f->rest[i].inst == inst &&
			f->rest[i].line == line)
			return;
	p = feed_grow(f->rest, f->rests, &f->rest_cap, sizeof *f->rest);
	if (!p) {
		f->rc = XG_ERR_MEMORY;
		return;
	}
	f->rest = p;
	f->rest[f->rests++] = (struct rest){ .op = op,
		.inst = inst,
		.line = line,
		.not_before = at,
		.id = ++f->next_id };
	f->dirty = true;
}

void feed_rest_add(struct xg_feed *f, enum xg_op op,
	const struct xg_instr *inst, int64_t at)
{
	add(f, op, inst, -1, at);
}

void feed_rest_token(struct xg_feed *f, struct line *l)
{
	add(f, XG_OP_STREAM_NEW, NULL, (int)(l - f->line), f->now);
}

/* The venue's own division that a request is about. */
static struct xg_str market_of(const struct xg_feed *f, const struct rest *r)
{
	return r->inst ? r->inst->i.market
		       : xg_str_from(f->v->links[f->line[r->line].link].name);
}

static void remove_at(struct xg_feed *f, size_t i)
{
	f->rest[i] = f->rest[--f->rests];
}

/* When a request of this cost may go: evenly paced, a quarter of a window may
 * go at once, and half of the budget is left to orders and other processes. */
static int64_t paced(const struct xg_feed *f, int limit, int cost, int64_t *tat)
{
	const struct xg_limit *b = &f->v->limits[limit];
	int64_t at = f->tat[limit] > f->now ? f->tat[limit] : f->now;

	*tat = at + (b->max > 0 ? b->window_us * 2 * cost / b->max : 0);
	at -= b->window_us / 4;
	if (at < f->hold[limit])
		at = f->hold[limit];
	return at;
}

static bool build(struct xg_feed *f, struct rest *r, struct xg_ask *ask)
{
	char base[512];
	int n;

	*ask = (struct xg_ask){ .op = r->op,
		.inst = r->inst,
		.market = market_of(f, r),
		.limit = 1000 };
	xg_req_clear(&f->req);
	if (f->v->request(&f->req, ask, NULL) < 0 ||
		!feed_url(
			f, base, sizeof base, f->req.host, "", f->rest_mirror))
		return false;
	r->limit = f->req.limit >= 0 && f->req.limit < MAX_LIMITS ? f->req.limit
								  : 0;
	n = snprintf(r->url, sizeof r->url, "%s%.*s%s%.*s", base,
		(int)f->req.path.len, f->req.path.p ? f->req.path.p : "",
		f->req.query.len ? "?" : "", (int)f->req.query.len,
		f->req.query.p ? f->req.query.p : "");
	return n > 0 && (size_t)n < sizeof r->url;
}

/* False: it can't be asked for and was dropped. */
static bool try_send(struct xg_feed *f, struct rest *r)
{
	struct xg_ask ask;
	int64_t at, tat;

	if (!build(f, r, &ask)) {
		feed_status(f, XG_ST_ERROR, r->inst, -1, 0, 0,
			"no request for what is wanted");
		return false;
	}
	at = paced(f, r->limit, f->req.cost, &tat);
	if (f->now < at) {
		r->not_before = at;
		feed_want(f, at);
		return true;
	}
	f->tat[r->limit] = tat;
	r->sent_at = f->now;
	r->method = f->req.method;
	feed_want(f, f->now + REST_US);
	feed_act(f, &(struct xg_feed_action){ .kind = XG_FEED_REST,
			    .id = r->id,
			    .method = f->req.method,
			    .text = xg_str_from(r->url),
			    .limit = r->limit,
			    .cost = f->req.cost,
			    .headers = xg_buf_view(&f->req.headers),
			    .body = xg_buf_view(&f->req.body) });
	return true;
}

/* The request failed: again after a while, but not for ever; the decoder wants
 * a snapshot anew when it does not come. */
static void failed(struct xg_feed *f, size_t i, const char *why)
{
	struct rest *r = &f->rest[i];
	int64_t wait = feed_jitter(f, r->tries);

	f->rest_mirror++;
	feed_status(f, XG_ST_ERROR, r->inst, -1, 0, wait, "%s", why);
	r->sent_at = 0;
	r->id = ++f->next_id;
	r->not_before = f->now + wait;
	f->dirty = true;
	if (++r->tries >= REST_TRIES) {
		if (r->op == XG_OP_SNAPSHOT) {
			remove_at(f, i);
			return;
		}
		r->tries = 0;
		r->not_before = f->now + POLL_US;
	}
}

void feed_rest_pump(struct xg_feed *f)
{
	for (size_t i = 0; i < f->rests;) {
		struct rest *r = &f->rest[i];

		if (r->sent_at && f->now >= r->sent_at + REST_US) {
			size_t n = f->rests;

			failed(f, i, "no answer in time");
			i += f->rests == n;
			continue;
		}
		if (r->sent_at) {
			feed_want(f, r->sent_at + REST_US);
		} else if (f->now < r->not_before) {
			feed_want(f, r->not_before);
		} else if (!try_send(f, r)) {
			remove_at(f, i);
			continue;
		}
		i++;
	}
}

static int no_record(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	return 0;
}

/* Too many requests: nothing of this bucket goes out until the venue allows. */
static void limited(
	struct xg_feed *f, struct rest *r, const struct xg_answer *a)
{
	int64_t until = f->now + (a->retry_us > 0 ? a->retry_us : 5 * S_US);

	if (until < a->banned_until)
		until = a->banned_until;
	if (f->hold[r->limit] < until)
		f->hold[r->limit] = until;
	r->sent_at = 0;
	r->id = ++f->next_id;
	r->not_before = until;
	feed_status(f, XG_ST_RATELIMIT, r->inst, -1, 0, until - f->now,
		"%s: %s", f->v->limits[r->limit].name, a->detail);
}

static void refused(struct xg_feed *f, size_t i, int http,
	struct xg_str headers, struct xg_str body, const char *why)
{
	const struct xg_sink sink = { .rec = no_record };
	struct rest *r = &f->rest[i];
	struct xg_answer a = { .used = -1 };
	struct xg_ask ask = {
		.op = r->op, .inst = r->inst, .market = market_of(f, r)
	};
	char text[300];

	if (http && f->v->answer)
		f->v->answer(
			&a, &ask, http, headers, body, f->now, f->insts, &sink);
	if (http == 429 || http == 418 || a.result == XG_RES_LIMITED) {
		limited(f, r, &a);
		return;
	}
	if (http)
		snprintf(text, sizeof text, "HTTP %d: %s", http, a.detail);
	else
		snprintf(text, sizeof text, "no answer: %s", why);
	failed(f, i, text);
}

/* A token has come: its line may dial. false: it is none. */
static bool take_token(struct xg_feed *f, const struct rest *r, int http,
	struct xg_str headers, struct xg_str body)
{
	const struct xg_sink sink = { .rec = no_record };
	struct line *l = &f->line[r->line];
	const struct xg_link *k = &f->v->links[l->link];
	struct xg_ask ask = { .op = r->op, .market = market_of(f, r) };
	struct xg_answer a = { .used = -1 };
	struct xg_str path;
	size_t n;

	f->v->answer(&a, &ask, http, headers, body, f->now, f->insts, &sink);
	xg_buf_clear(&f->scratch);
	if (a.result != XG_RES_OK || !a.token[0] || !f->v->private_path ||
		f->v->private_path(&f->scratch, k, xg_str_from(a.token)) < 0)
		return false;
	if (a.url[0])
		snprintf(l->url, sizeof l->url, "%s", a.url);
	else if (!feed_url(f, l->url, sizeof l->url, k->host, "", l->mirror))
		return false;
	path = xg_buf_view(&f->scratch);
	n = strlen(l->url);
	if (path.n >= sizeof l->url - n)
		return false;
	memcpy(l->url + n, path.p, path.n);
	l->url[n + path.n] = '\0';
	l->has_token = true;
	if (l->state == L_WAIT)
		l->wait = f->now;
	l->next_wait = f->now;
	return true;
}

static void accept(struct xg_feed *f, const struct rest *r, struct xg_str body)
{
	struct xg_rec rec;
	char req[600];

	snprintf(req, sizeof req, "%s %s", r->method, r->url);
	xg_rec_start(&rec, XG_REC_RAW, xg_str_from(f->v->name),
		(struct xg_str){ 0 }, 0, f->now);
	XG_REC_SET(&rec, rawf.conn, 0);
	XG_REC_SET(&rec, rawf.ch, XG_STR("rest"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, r->inst->i.market);
	XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	feed_put_payload(f, &rec, body);
	feed_raw(f, &rec);
}

int xg_feed_answer(struct xg_feed *f, int64_t id, int http,
	struct xg_str headers, struct xg_str body, const char *why, int64_t now)
{
	size_t i = 0;

	f->now = now;
	while (i < f->rests && f->rest[i].id != id)
		i++;
	if (i == f->rests || !f->rest[i].sent_at || f->stopped)
		return f->rc;
	if (http == 200 && f->rest[i].line >= 0) {
		if (take_token(f, &f->rest[i], http, headers, body))
			remove_at(f, i);
		else
			failed(f, i, "the venue's answer has no token");
	} else if (http == 200) {
		struct rest r = f->rest[i];

		remove_at(f, i); /* the decoder may want the next one now */
		accept(f, &r, body);
		if (r.op == XG_OP_OI)
			feed_rest_add(f, r.op, r.inst, now + POLL_US);
	} else {
		refused(f, i, http, headers, body, why);
	}
	return feed_pump(f);
}

int xg_feed_defer(struct xg_feed *f, int64_t id, int64_t wait_us, int64_t now)
{
	f->now = now;
	for (size_t i = 0; i < f->rests; i++) {
		struct rest *r = &f->rest[i];

		if (r->id != id)
			continue;
		r->sent_at = 0;
		r->not_before = now + wait_us;
		if (wait_us >= S_US)
			feed_status(f, XG_ST_RATELIMIT, r->inst, -1, 0, wait_us,
				"%s: other processes of this host use it up",
				f->v->limits[r->limit].name);
	}
	f->dirty = true;
	return f->rc;
}
