/* Requests on their way: what waits for its share of the venue's limits, is journaled,
 * signed and sent, and what its answer means for the engine. */
#include "net/trade_run.h"
#include "net/trade_run_priv.h"

#define WAIT_MAX_US INT64_C(2000000) /* an order is not queued for longer */

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
		xg_trade_probed(u, op, market, res->status != 0);
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

int xg_trade_call_new(struct xg_trade_unit *u, int64_t flight,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_trade_call *c = calloc(1, sizeof *c), **at = &u->calls;
	int rc;

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
	return 0;
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

void xg_trade_calls_send(struct xg_trade_unit *u, int64_t now)
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
