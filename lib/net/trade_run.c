#include "net/trade_run.h"

#include "crypto/hash.h"
#include "net/mode_cache.h"
#include "net/trade_run_priv.h"

#define TICK_US 20000
#define CLOCK_EVERY_US INT64_C(60000000)
#define CLOCK_TRIES 3
#define WAIT_MAX_US INT64_C(2000000) /* an order is not queued for longer */

void xg_trade_run_result(struct xg_trade_run *run, int rc, const char *why)
{
	if (rc >= 0 || run->failed)
		return;
	run->failed = true;
	run->o.fail(run->o.ctx, rc, why);
}

/* ---- requests ---- */

void xg_trade_call_free(struct xg_trade_call *c)
{
	struct xg_trade_call **at = &c->u->calls;

	while (*at && *at != c)
		at = &(*at)->next;
	if (*at)
		*at = c->next;
	if (c->req.headers.p)
		explicit_bzero(c->req.headers.p, c->req.headers.cap);
	xg_req_release(&c->req);
	free(c);
}

/* Nothing of it went out. */
static void unsent(struct xg_trade_call *c, const char *why)
{
	struct xg_trade_unit *u = c->u;
	struct xg_http_res res = { .error = why };
	int64_t flight = c->flight;

	xg_str_copy(u->why, sizeof u->why, xg_str_from(why));
	if (flight == 0)
		xg_trade_links_token(u, c, &res);
	xg_trade_call_free(c);
	if (flight)
		xg_trade_run_result(u->run,
			xg_trade_unsent(&u->run->t, flight, why, xg_clock_us()),
			why);
}

static void bucket_name(const struct xg_trade_call *c, char *name, size_t size)
{
	const struct xg_limit *b = &c->u->v->limits[c->req.limit];

	snprintf(name, size, "%s-%s-%s%s%s", xg_env_word(c->u->run->o.env),
		c->u->v->name, b->name, b->per_key ? "-" : "",
		b->per_key ? c->u->key_tag : "");
}

static struct xg_lease_ask bucket(
	const struct xg_trade_call *c, char *name, size_t size)
{
	const struct xg_limit *b = &c->u->v->limits[c->req.limit];

	bucket_name(c, name, size);
	/* Cancels always find room; questions leave some for orders. */
	return (struct xg_lease_ask){ .name = name,
		.window_us = b->window_us,
		.max = b->max,
		.cost = c->req.cost,
		.share = c->op == XG_OP_CANCEL || c->op == XG_OP_DEADMAN ? 100
			 : c->op == XG_OP_PLACE || c->op == XG_OP_AMEND	 ? 90
									 : 70 };
}

/* The venue's own count beats ours, and a hold binds all processes (R14). */
static void learn(struct xg_trade_call *c, const struct xg_http_res *res)
{
	const struct xg_limit *b = &c->u->v->limits[c->req.limit];
	int64_t now = xg_clock_us(),
		until = c->u->run->t.venue[c->u->index].limited_until;
	struct xg_lease_ask ask;
	char name[120];
	int64_t used;

	if (!c->u->run->o.lease)
		return;
	ask = bucket(c, name, sizeof name);
	if (b->header &&
		xg_str_i64(xg_header(res->headers, b->header), &used) == 0)
		xg_lease_used(c->u->run->o.lease, &ask, used, now);
	if (until > now)
		xg_lease_ban(c->u->run->o.lease, name, until);
}

static bool all_ready(const struct xg_trade_run *run)
{
	for (int i = 0; i < run->units; i++) {
		if (!run->unit[i].clock_known || run->unit[i].modes_left)
			return false;
	}
	return true;
}

static void check_ready(struct xg_trade_run *run)
{
	if (run->ready || run->failed || !all_ready(run))
		return;
	run->ready = true;
	if (run->o.ready)
		run->o.ready(run->o.ctx);
}

/* What the engine has learned from the answer to a probe. */
static void after_probe(
	struct xg_trade_unit *u, enum xg_op op, int market, bool answered)
{
	const struct xg_trade_venue *v = &u->run->t.venue[u->index];
	char why[400];

	if (op == XG_OP_TIME) {
		u->clock_at = xg_clock_us() +
			      (v->offset_known ? CLOCK_EVERY_US : 500000);
		if (v->offset_known || (answered && u->clock_tries >= 2))
			u->clock_known = true;
		else if (!u->clock_known && ++u->clock_tries >= CLOCK_TRIES) {
			snprintf(why, sizeof why, "cannot reach %s: %s",
				u->v->name,
				u->why[0] ? u->why
					  : "it does not tell its time");
			xg_trade_run_result(u->run, XG_ERR_NET, why);
		}
	} else if (op == XG_OP_MODE) {
		u->modes_left--;
		u->mode_known[market] = answered && !v->mode_why[0];
		if (u->mode_known[market])
			xg_mode_write(
				&(struct xg_mode){ v->hedge, v->margin_mode },
				xg_env_word(u->run->o.env), u->v->name,
				u->v->markets[market], u->key_tag,
				xg_clock_us());
		if (!u->mode_known[market] && u->mode_everywhere &&
			(v->mode_reason == XG_WHY_AUTH ||
				v->mode_reason == XG_WHY_PERMISSION)) {
			snprintf(why, sizeof why, "%s refuses the key: %s",
				u->v->name, v->mode_why);
			xg_trade_run_result(u->run, XG_ERR_AUTH, why);
		} else if (!u->mode_known[market]) {
			xg_str_copy(u->why, sizeof u->why,
				xg_str_from(v->mode_why));
		}
	}
	check_ready(u->run);
}

static void on_http(void *ctx, const struct xg_http_res *res)
{
	struct xg_trade_call *c = ctx;
	struct xg_trade_unit *u = c->u;
	struct xg_trade_run *run = u->run;
	enum xg_op op = c->op;
	int market = c->market;
	int64_t now = xg_clock_us(), flight = c->flight;
	int rc;

	if (!res->status)
		xg_str_copy(u->why, sizeof u->why, xg_str_from(res->error));
	if (flight == 0) {
		xg_trade_links_token(u, c, res);
		xg_trade_call_free(c);
		return;
	}
	c->flight = -1; /* out of the engine's sight */
	rc = !res->status && !res->sent
		     ? xg_trade_unsent(&run->t, flight, res->error, now)
		     : xg_trade_answer(&run->t, flight, res->status,
			       res->headers, res->body, now);
	learn(c, res);
	xg_trade_call_free(c);
	xg_trade_run_result(run, rc, "the output is gone");
	if (op == XG_OP_TIME || op == XG_OP_MODE)
		after_probe(u, op, market, res->status != 0);
}

static void put_url(
	struct xg_buf *out, const char *base, const struct xg_req *r)
{
	xg_buf_clear(out);
	xg_buf_text(out, base);
	xg_buf_str(out, xg_buf_view(&r->path));
	if (r->query.len)
		xg_buf_char(out, '?');
	xg_buf_str(out, xg_buf_view(&r->query));
}

static bool changes(enum xg_op op)
{
	return op == XG_OP_PLACE || op == XG_OP_CANCEL || op == XG_OP_AMEND ||
	       op == XG_OP_CANCEL_ALL;
}

/* Before it is signed: neither key nor signature is in it. */
static void journal_request(struct xg_trade_call *c, const char *base)
{
	struct xg_trade_run *run = c->u->run;
	struct xg_str venue = xg_str_from(c->u->v->name);
	const struct xg_ord *o =
		xg_orders_wire(&run->t.orders, venue, xg_str_from(c->wire));
	struct xg_buf line = { .max = XG_REC_LINE_MAX };
	struct xg_error err = { 0 };

	if (!changes(c->op) || !o)
		return;
	put_url(&run->text, base, &c->req);
	xg_journal_request(&line, o->rec->u.order.id, venue,
		c->op == XG_OP_PLACE	? "place"
		: c->op == XG_OP_CANCEL ? "cancel"
					: "amend",
		xg_clock_us(), c->req.method, xg_buf_view(&run->text),
		xg_buf_view(&c->req.body));
	if (!line.failed)
		xg_journal_append(
			&run->journal, xg_buf_view(&line), false, &err);
	xg_buf_release(&line);
}

void xg_trade_call_send(struct xg_trade_call *c)
{
	struct xg_trade_unit *u = c->u;
	struct xg_trade_run *run = u->run;
	const char *base = xg_hosts_base(u->hosts, c->req.host, 0);
	int64_t now = xg_clock_us();
	struct xg_error err = { 0 };
	struct xg_http_req q = { .method = c->req.method,
		.timeout_us = run->o.timeout_us,
		.secret = true,
		.once = changes(c->op) };

	c->due = 0;
	if (!base) {
		unsent(c, "the venue has no such address in this environment");
		return;
	}
	journal_request(c, base);
	if (changes(c->op) && run->journal.broken && c->op != XG_OP_CANCEL) {
		unsent(c, "the journal can't be written, so it was not sent");
		return;
	}
	/* The time stamp is of this moment, after any waiting (R16). */
	if (c->req.is_signed &&
		u->v->sign(&c->req, &u->cred,
			xg_trade_venue_time(&run->t, u->index, now),
			&err) < 0) {
		unsent(c, err.text);
		return;
	}
	put_url(&run->text, base, &c->req);
	q.url = run->text.p;
	q.headers = xg_buf_view(&c->req.headers);
	q.body = xg_buf_view(&c->req.body);
	c->http = xg_http_send(run->net, &q, on_http, c, &err);
	explicit_bzero(run->text.p, run->text.cap);
	if (c->http < 0)
		unsent(c, err.text);
}

/* When may it go? 0 = now. */
static int64_t wait_of(struct xg_trade_call *c)
{
	struct xg_lease_ask ask;
	char name[120];
	int64_t wait;

	if (!c->u->run->o.lease)
		return 0;
	ask = bucket(c, name, sizeof name);
	wait = xg_lease_take(c->u->run->o.lease, &ask, xg_clock_us());
	/* Files that do not work are no reason to be mute: the venue counts. */
	return wait > 0 ? wait : 0;
}

/* Sends what waits and may go. */
static void send_due(struct xg_trade_unit *u, int64_t now)
{
	struct xg_trade_call *c, *next;

	for (c = u->calls; c; c = next) {
		int64_t wait;

		next = c->next;
		if (!c->due || c->due > now)
			continue;
		wait = wait_of(c);
		if (wait == 0)
			xg_trade_call_send(c);
		else if (c->op == XG_OP_PLACE &&
			 now + wait - c->since > WAIT_MAX_US)
			unsent(c, "our share of the venue's rate limit is "
				  "used up");
		else
			c->due = now + wait;
	}
}

static int mode_missing(
	struct xg_trade_unit *u, const struct xg_ask *ask, struct xg_error *err)
{
	for (int i = 0; i < XG_TRADE_MARKETS && u->v->markets[i]; i++) {
		if (!xg_str_is_text(ask->inst->i.market, u->v->markets[i]) ||
			!u->mode_needed[i] || u->mode_known[u->mode_as[i]])
			continue;
		return xg_error_set(err, XG_ERR_AUTH,
			"the account's mode is not known: %.180s",
			u->why[0] ? u->why : "no answer yet");
	}
	return 0;
}

static int op_request(void *ctx, int venue, int64_t flight,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_trade_run *run = ctx;
	struct xg_trade_unit *u = &run->unit[venue];
	struct xg_trade_call *c, **at = &u->calls;
	int rc = ask->op == XG_OP_PLACE ? mode_missing(u, ask, err) : 0;

	if (rc < 0)
		return rc;
	c = calloc(1, sizeof *c);
	if (!c)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	c->u = u;
	c->flight = flight;
	c->op = ask->op;
	rc = u->v->request(&c->req, ask, err);
	if (rc < 0) {
		xg_trade_call_free(c);
		return rc;
	}
	c->since = xg_clock_us();
	c->due = c->since;
	for (int i = 0; ask->op == XG_OP_MODE && u->v->markets[i]; i++) {
		if (xg_str_is_text(ask->market, u->v->markets[i]))
			c->market = i;
	}
	xg_str_copy(c->wire, sizeof c->wire, ask->wire_id);
	while (*at)
		at = &(*at)->next;
	*at = c;
	/* Not from in here: the engine is in the middle of its work. */
	xg_timer_set(run->timer, 0, TICK_US);
	return 0;
}

/* ---- the engine's other needs ---- */

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

/* ---- time ---- */

static void probe(struct xg_trade_unit *u, enum xg_op op, const char *market)
{
	struct xg_ask ask = { .op = op, .market = xg_str_from(market) };
	struct xg_error err = { 0 };

	if (xg_trade_probe(&u->run->t, u->index, &ask, xg_clock_us(), &err) < 0)
		xg_str_copy(u->why, sizeof u->why, xg_str_from(err.text));
}

static void measure_clock(struct xg_trade_unit *u, int64_t now)
{
	if (!u->clock_at || u->clock_at > now)
		return;
	u->clock_at = now + CLOCK_EVERY_US;
	probe(u, XG_OP_TIME, u->v->markets[0]);
}

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

		send_due(u, now);
		if (!run->started)
			continue;
		measure_clock(u, now);
		xg_trade_links_tick(u, now);
	}
}

/* One question for the markets that would be asked in the same words. */
static void plan_modes(struct xg_trade_unit *u)
{
	struct xg_req req[XG_TRADE_MARKETS] = { 0 };
	struct xg_error err = { 0 };
	int i, n;

	u->mode_everywhere = true;
	for (n = 0; n < XG_TRADE_MARKETS && u->v->markets[n]; n++) {
		struct xg_ask ask = { .op = XG_OP_MODE,
			.market = xg_str_from(u->v->markets[n]) };

		u->mode_as[n] = n;
		u->mode_needed[n] = u->v->request(&req[n], &ask, &err) == 0 &&
				    xg_hosts_base(u->hosts, req[n].host, 0);
		u->mode_everywhere = u->mode_everywhere && u->mode_needed[n];
		for (i = 0; u->mode_needed[n] && i < n; i++) {
			if (u->mode_needed[i] && req[i].host == req[n].host &&
				xg_str_is(xg_buf_view(&req[i].path),
					xg_buf_view(&req[n].path)))
				break;
		}
		u->mode_as[n] = i < n ? u->mode_as[i] : n;
		u->modes_left += u->mode_needed[n] && u->mode_as[n] == n;
	}
	for (i = 0; i < n; i++)
		xg_req_release(&req[i]);
}

static bool remembers_mode(struct xg_trade_unit *u, int market, int64_t now)
{
	struct xg_trade_venue *v = &u->run->t.venue[u->index];
	struct xg_mode m;

	if (!xg_mode_read(&m, xg_env_word(u->run->o.env), u->v->name,
		    u->v->markets[market], u->key_tag, now))
		return false;
	v->hedge = v->hedge || m.hedge;
	v->margin_mode = v->margin_mode || m.margin;
	u->mode_known[market] = true;
	u->modes_left--;
	return true;
}

void xg_trade_run_start(struct xg_trade_run *run)
{
	int64_t now = xg_clock_us();

	run->started = true;
	for (int i = 0; i < run->units; i++) {
		struct xg_trade_unit *u = &run->unit[i];

		u->clock_at = 1;
		measure_clock(u, now);
		plan_modes(u);
		for (int m = 0; m < XG_TRADE_MARKETS && u->v->markets[m]; m++) {
			if (u->mode_needed[m] && u->mode_as[m] == m &&
				!remembers_mode(u, m, now))
				probe(u, XG_OP_MODE, u->v->markets[m]);
		}
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

/* ---- life ---- */

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

/* Eight digits of the key's hash: names its buckets without telling it. */
static void tag_key(struct xg_trade_unit *u)
{
	unsigned char sum[32];

	xg_sha256(sum, u->cred.key.p, u->cred.key.n);
	snprintf(u->key_tag, sizeof u->key_tag, "%02x%02x%02x%02x", sum[0],
		sum[1], sum[2], sum[3]);
}

int xg_trade_run_add(struct xg_trade_run *run, const struct xg_venue *v,
	struct xg_insts *insts, const struct xg_hosts *hosts,
	const struct xg_cred *cred)
{
	struct xg_trade_unit *u = &run->unit[run->units];
	int rc = xg_trade_add_venue(&run->t, v, insts);

	if (rc < 0)
		return rc;
	*u = (struct xg_trade_unit){ .run = run,
		.index = rc,
		.v = v,
		.insts = insts,
		.hosts = hosts,
		.cred = *cred };
	tag_key(u);
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
