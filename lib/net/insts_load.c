#include "net/insts_load.h"

#include <sys/stat.h>

#include "io/clock.h"
#include "io/file.h"
#include "io/loop.h"
#include "io/xdg.h"
#include "net/http.h"

#define FILE_MAX ((size_t)32 << 20)
#define TRIES 3

/* VENUE, then the region and the kind of account where they are not the usual
 * ones. */
static int cache_path(struct xg_buf *out, enum xg_env env,
	const struct xg_venue *v, const char *region, bool make,
	struct xg_error *err)
{
	bool usual = xg_venue_find(xg_str_from(v->name)) == v;
	const char *kind = !usual && v->account_kind ? v->account_kind : "";
	char name[100];

	snprintf(name, sizeof name, "%s/%s%s%s%s%s.ndjson", xg_env_word(env),
		v->name, region[0] ? "." : "", region, kind[0] ? "." : "",
		kind);
	if (!make)
		return xg_dir_path(out, XG_DIR_CACHE, name, err);
	return xg_dir_make(out, XG_DIR_CACHE, name, err);
}

int xg_insts_cached(struct xg_buf *text, enum xg_env env,
	const struct xg_venue *v, const char *region, int64_t now,
	int64_t *age_us, struct xg_error *err)
{
	struct xg_buf path = { 0 };
	struct stat st;
	int rc = cache_path(&path, env, v, region, false, err);

	*age_us = INT64_MAX;
	if (rc == 0 && stat(path.p, &st) < 0)
		rc = xg_error_set(err, XG_ERR_ABSENT,
			"no instruments of %s are cached", v->name);
	if (rc == 0)
		rc = xg_file_read(text, path.p, FILE_MAX, err);
	if (rc == 0)
		*age_us = now - ((int64_t)st.st_mtim.tv_sec * 1000000 +
					st.st_mtim.tv_nsec / 1000);
	xg_buf_release(&path);
	return rc;
}

int64_t xg_insts_ttl(enum xg_env env, int64_t now)
{
	struct xg_buf path = { 0 };
	struct stat st;
	int64_t ttl = XG_INSTS_TTL_US, age;

	if (env == XG_ENV_PAPER &&
		xg_dir_path(&path, XG_DIR_RUNTIME, "sim.json", NULL) == 0 &&
		stat(path.p, &st) == 0) {
		age = now - ((int64_t)st.st_mtim.tv_sec * 1000000 +
				    st.st_mtim.tv_nsec / 1000);
		if (age < ttl)
			ttl = age;
	}
	xg_buf_release(&path);
	return ttl;
}

int xg_insts_parse(struct xg_insts *t, struct xg_str text, struct xg_error *err)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_error bad = { 0 };
	int n = 0, rc = 0;

	while (rc >= 0 && text.n) {
		struct xg_str line = xg_str_cut(&text, '\n');
		struct xg_rec rec;

		rc = xg_rec_read(
			&reader, line, XG_REC_BIT(XG_REC_INST), &rec, &bad);
		if (rc >= 0 && rec.type == XG_REC_INST) {
			rc = xg_insts_put(t, &rec);
			n++;
		}
	}
	xg_rec_reader_release(&reader);
	if (rc < 0)
		return xg_error_set(err, rc,
			"the cached instruments are "
			"damaged at record %d (%s); xg-inst --refresh makes "
			"them anew",
			n + 1, bad.text);
	return n;
}

static struct xg_str whole_line(struct xg_str text, const char *hit)
{
	const char *from = hit,
		   *to = memchr(hit, '\n', (size_t)(text.p + text.n - hit));

	while (from > text.p && from[-1] != '\n')
		from--;
	return (struct xg_str){ from,
		(size_t)((to ? to : text.p + text.n) - from) };
}

static int line_with(struct xg_str text, const char *key, struct xg_str value,
	size_t *at, struct xg_str *line)
{
	char want[160];
	int n = snprintf(
		want, sizeof want, "\"%s\":\"%.*s\"", key, XG_STR_ARG(value));
	const char *hit;

	if (n < 0 || (size_t)n >= sizeof want || *at >= text.n)
		return 0;
	hit = memmem(text.p + *at, text.n - *at, want, (size_t)n);
	if (!hit)
		return 0;
	*line = whole_line(text, hit);
	*at = (size_t)(line->p - text.p) + line->n;
	return 1;
}

int xg_insts_line(struct xg_str text, struct xg_str sym, struct xg_str *line)
{
	size_t at = 0;

	return line_with(text, "sym", sym, &at, line);
}

int xg_insts_native_line(struct xg_str text, struct xg_str native, size_t *at,
	struct xg_str *line)
{
	return line_with(text, "native", native, at, line);
}

/* ---- asking the venue ---- */

struct xg_insts_load {
	struct xg_net *net;
	const struct xg_venue *v;
	const struct xg_hosts *hosts;
	struct xg_lease *lease;
	xg_insts_done *done;
	void *ctx;
	struct xg_insts none;
	struct xg_req req;
	struct xg_buf text;
	struct xg_error err;
	struct xg_timer *timer;
	char cursor[XG_CURSOR];
	int64_t http;
	int market, tries, mirror;
};

static void next(struct xg_insts_load *l);

static void over(struct xg_insts_load *l, int rc)
{
	struct xg_buf path = { 0 };
	struct xg_error ignored = { 0 };

	if (rc == 0 && l->text.failed)
		rc = xg_error_set(&l->err, XG_ERR_LIMIT,
			"%s: too many instruments", l->v->name);
	/* A cache that can't be written costs time, not correctness. */
	if (rc == 0 && cache_path(&path, l->hosts->env, l->v, l->hosts->region,
			       true, &ignored) == 0)
		xg_file_write(path.p, xg_buf_view(&l->text), 0600, &ignored);
	xg_buf_release(&path);
	l->done(l->ctx, rc, xg_buf_view(&l->text), &l->err);
}

static void again(struct xg_insts_load *l, int64_t wait_us, const char *why)
{
	l->mirror++;
	if (++l->tries >= TRIES) {
		xg_error_set(&l->err, XG_ERR_NET,
			"cannot get the instruments "
			"of %s: %s",
			l->v->name, why);
		over(l, XG_ERR_NET);
		return;
	}
	xg_timer_set(l->timer, wait_us ? wait_us : 500000 * l->tries, 0);
}

static int take_rec(void *ctx, const struct xg_rec *rec)
{
	struct xg_insts_load *l = ctx;

	return rec->type == XG_REC_INST ? xg_rec_write(&l->text, rec) : 0;
}

static struct xg_ask ask_of(const struct xg_insts_load *l)
{
	return (struct xg_ask){ .op = XG_OP_INSTS,
		.market = xg_str_from(l->v->markets[l->market]),
		.cursor = xg_str_from(l->cursor) };
}

static void on_answer(void *ctx, const struct xg_http_res *res)
{
	struct xg_insts_load *l = ctx;
	const struct xg_sink sink = { .ctx = l, .rec = take_rec };
	struct xg_ask ask = ask_of(l);
	struct xg_answer a = { .used = -1 };
	char why[400];

	l->http = 0;
	if (!res->status || res->too_big) {
		again(l, 0,
			res->too_big ? "the answer is too big" : res->error);
		return;
	}
	l->v->answer(&a, &ask, res->status, res->headers, res->body,
		xg_clock_us(), &l->none, &sink);
	if (a.result != XG_RES_OK) {
		snprintf(why, sizeof why, "HTTP %d %s", res->status, a.detail);
		again(l, a.retry_us, why);
		return;
	}
	l->tries = 0;
	memcpy(l->cursor, a.cursor, sizeof l->cursor);
	if (!l->cursor[0])
		l->market++;
	next(l);
}

static void on_timer(struct xg_timer *t, void *arg)
{
	(void)t;
	next(arg);
}

static int64_t lease_wait(struct xg_insts_load *l)
{
	const struct xg_limit *b = &l->v->limits[l->req.limit];
	char name[100];
	struct xg_lease_ask ask = { .name = name,
		.window_us = b->window_us,
		.max = b->max,
		.cost = l->req.cost,
		.share = 50 };

	snprintf(name, sizeof name, "%s-%s-%s", xg_env_word(l->hosts->env),
		l->v->name, b->name);
	return l->lease ? xg_lease_take(l->lease, &ask, xg_clock_us()) : 0;
}

/* The request of the market in turn, or the end. */
static void next(struct xg_insts_load *l)
{
	struct xg_buf url = { 0 };
	struct xg_http_req q = { .timeout_us = 30000000 };
	const char *base;
	struct xg_ask ask;
	int64_t wait;
	int rc;

	if (!l->v->markets[l->market]) {
		over(l, 0);
		return;
	}
	ask = ask_of(l);
	xg_req_clear(&l->req);
	rc = l->v->request(&l->req, &ask, &l->err);
	base = rc < 0 ? NULL : xg_hosts_base(l->hosts, l->req.host, l->mirror);
	if (rc < 0 || !base) {
		/* Not in this environment (COIN-M on a test net): none of it. */
		if (rc == XG_ERR_SUPPORT || rc == 0) {
			l->market++;
			xg_timer_set(l->timer, 0, 0);
			return;
		}
		over(l, rc);
		return;
	}
	wait = lease_wait(l);
	if (wait > 0) {
		xg_timer_set(l->timer, wait, 0);
		return;
	}
	xg_buf_printf(&url, "%s%.*s%s%.*s", base,
		XG_STR_ARG(xg_buf_view(&l->req.path)),
		l->req.query.len ? "?" : "",
		XG_STR_ARG(xg_buf_view(&l->req.query)));
	q.method = l->req.method;
	q.url = url.p;
	q.headers = xg_buf_view(&l->req.headers);
	q.body = xg_buf_view(&l->req.body);
	l->http = xg_http_send(l->net, &q, on_answer, l, &l->err);
	xg_buf_release(&url);
	if (l->http < 0)
		over(l, (int)l->http);
}

struct xg_insts_load *xg_insts_fetch(struct xg_net *net,
	const struct xg_venue *v, const struct xg_hosts *hosts,
	struct xg_lease *lease, xg_insts_done *done, void *ctx)
{
	struct xg_insts_load *l = calloc(1, sizeof *l);

	if (!l)
		return NULL;
	*l = (struct xg_insts_load){ .net = net,
		.v = v,
		.hosts = hosts,
		.lease = lease,
		.done = done,
		.ctx = ctx };
	l->timer = xg_timer_new(xg_net_loop(net), on_timer, l);
	if (!l->timer) {
		free(l);
		return NULL;
	}
	xg_timer_set(l->timer, 0, 0);
	return l;
}

void xg_insts_load_free(struct xg_insts_load *l)
{
	if (!l)
		return;
	if (l->http > 0)
		xg_http_cancel(l->net, l->http);
	xg_timer_free(l->timer);
	xg_insts_release(&l->none);
	xg_req_release(&l->req);
	xg_buf_release(&l->text);
	free(l);
}
