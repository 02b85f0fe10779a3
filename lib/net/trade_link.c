/* Private streams: dialled, logged in, kept alive, replaced. */
#include "net/trade_run_priv.h"

#define BACK_MIN_US INT64_C(250000)
#define BACK_MAX_US INT64_C(30000000)
#define LOGIN_US INT64_C(10000000)
#define KEEP_US (INT64_C(30) * 60 * 1000000)

static void down(struct xg_trade_link *l, int64_t now, const char *why);

static void status(struct xg_trade_link *l, int event, const char *detail)
{
	struct xg_trade_run *run = l->u->run;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_STATUS, xg_str_from(l->u->v->name),
		(struct xg_str){ NULL, 0 }, 0, xg_clock_us());
	XG_REC_SET(&rec, status.event, event);
	XG_REC_SET(&rec, status.chan, xg_str_from(l->link->name));
	if (detail[0])
		XG_REC_SET(&rec, status.detail, xg_str_from(detail));
	xg_trade_run_result(
		run, run->o.emit(run->o.ctx, &rec), "the output is gone");
}

/* Sends the frames of the login that need no answer before them. */
static void go_on(struct xg_trade_link *l, int64_t now)
{
	struct xg_trade_unit *u = l->u;
	struct xg_trade_run *run = u->run;
	int rc = 0;

	xg_buf_clear(&run->text);
	if (u->v->login)
		rc = u->v->login(&run->text, l->link, l->step++, &u->cred,
			xg_trade_venue_time(&run->t, u->index, now));
	if (rc > 0) {
		xg_ws_send(l->ws, xg_buf_view(&run->text));
		explicit_bzero(run->text.p, run->text.cap);
		return;
	}
	if (rc < 0) {
		down(l, now, "the login can't be made");
		return;
	}
	l->state = XG_LINK_UP;
	l->at = 0;
	l->told = false;
	status(l, XG_ST_SUBSCRIBED, "");
	xg_trade_run_result(run, xg_trade_link(&run->t, u->index, true, now),
		"the output is gone");
}

static void on_open(void *ctx)
{
	struct xg_trade_link *l = ctx;
	int64_t now = xg_clock_us();

	l->state = XG_LINK_LOGIN;
	l->opened = l->last_rx = now;
	l->at = now + LOGIN_US;
	l->ping_at = 0;
	l->step = 0;
	go_on(l, now);
}

/* The connection goes; another one comes later, each time a little later. */
static void down(struct xg_trade_link *l, int64_t now, const char *why)
{
	struct xg_trade_run *run = l->u->run;
	int n = l->tries < 7 ? l->tries : 7;
	int64_t wait = BACK_MIN_US << n;
	bool was_up = l->state == XG_LINK_UP;

	xg_ws_free(l->ws);
	l->ws = NULL;
	l->state = XG_LINK_DOWN;
	if (wait > BACK_MAX_US)
		wait = BACK_MAX_US;
	/* Only a connection that lasted makes the next one quick (R31). */
	l->tries = was_up && now - l->opened > 60000000 ? 0 : l->tries + 1;
	/* Not all processes at the same moment. */
	l->at = now + wait / 2 + now % (wait / 2);
	if (was_up || !l->told)
		status(l, XG_ST_DISCONNECTED, why);
	l->told = true;
	if (was_up)
		xg_trade_run_result(run,
			xg_trade_link(&run->t, l->u->index, false, now),
			"the output is gone");
}

static void on_closed(
	void *ctx, int code, int http, int64_t retry_us, const char *why)
{
	struct xg_trade_link *l = ctx;
	int64_t now = xg_clock_us();

	(void)code, (void)http;
	down(l, now, why);
	if (retry_us > 0)
		l->at = now + retry_us;
}

static struct xg_trade_link *link_of(struct xg_trade_unit *u, int64_t conn)
{
	for (int i = 0; i < u->links; i++) {
		if (u->link[i].conn == conn && u->link[i].ws)
			return &u->link[i];
	}
	return NULL;
}

static int on_want(void *ctx, const struct xg_want *want)
{
	struct xg_trade_unit *u = ctx;
	struct xg_trade_link *l = link_of(u, want->conn);
	int64_t now = xg_clock_us();
	char why[300];

	if (!l)
		return 0;
	switch (want->kind) {
	case XG_WANT_LOGIN_OK:
	case XG_WANT_ACK:
		if (l->state == XG_LINK_LOGIN)
			go_on(l, now);
		break;
	case XG_WANT_LOGIN_BAD:
	case XG_WANT_NACK:
		snprintf(why, sizeof why, "the login was refused: %.*s",
			XG_STR_ARG(want->detail));
		l->at = 1; /* outside of the frame: see the tick */
		xg_str_copy(u->why, sizeof u->why, xg_str_from(why));
		l->state = XG_LINK_LOGIN;
		break;
	case XG_WANT_TOKEN:
		l->token[0] = '\0';
		l->at = 1;
		break;
	case XG_WANT_RECONNECT:
		l->at = 1;
		break;
	case XG_WANT_SEND:
		xg_ws_send(l->ws, want->text);
		break;
	default:
		break;
	}
	return 0;
}

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	struct xg_trade_unit *u = ctx;

	return xg_trade_stream(&u->run->t, rec, xg_clock_us());
}

static void on_message(void *ctx, struct xg_str s, bool text, int64_t rx)
{
	struct xg_trade_link *l = ctx;
	struct xg_trade_unit *u = l->u;
	struct xg_error err = { 0 };
	struct xg_rec raw;
	int rc;

	(void)text;
	l->last_rx = rx;
	l->ping_at = 0;
	xg_rec_start(&raw, XG_REC_RAW, xg_str_from(u->v->name),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&raw, rawf.conn, l->conn);
	XG_REC_SET(&raw, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&raw, rawf.dir, XG_STR("in"));
	XG_REC_SET(&raw, rawf.market, xg_str_from(l->link->name));
	if (s.n && (s.p[0] == '{' || s.p[0] == '['))
		XG_REC_SET(&raw, rawf.data, s);
	else
		XG_REC_SET(&raw, rawf.text, s);
	rc = xg_decoder_rec(&u->decoder, &raw, &err);
	/* A frame that is not understood is told, and what it may have meant
	 * is asked for. */
	if (rc == XG_ERR_SYNTAX || rc == XG_ERR_TYPE || rc == XG_ERR_RANGE ||
		rc == XG_ERR_ABSENT) {
		status(l, XG_ST_ERROR, err.text);
		rc = xg_trade_link(&u->run->t, u->index, true, rx);
	}
	xg_trade_run_result(u->run, rc, "the output is gone");
}

static void on_pong(void *ctx, int64_t rx)
{
	struct xg_trade_link *l = ctx;

	l->last_rx = rx;
	l->ping_at = 0;
}

static const struct xg_ws_events events = { on_open, on_message, on_pong,
	on_closed };

/* ---- tokens ---- */

static void ask_token(struct xg_trade_link *l, enum xg_op op, int64_t now)
{
	struct xg_trade_unit *u = l->u;
	struct xg_ask ask = { .op = op, .market = xg_str_from(l->link->name) };
	struct xg_error err = { 0 };
	struct xg_trade_call *c = calloc(1, sizeof *c);

	if (!c)
		return;
	c->u = u;
	c->op = op;
	c->market = (int)(l - u->link);
	c->since = c->due = now;
	if (u->v->request(&c->req, &ask, &err) < 0) {
		xg_req_release(&c->req);
		free(c);
		down(l, now, err.text);
		return;
	}
	c->next = u->calls;
	u->calls = c;
}

static int no_rec(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	return 0;
}

void xg_trade_links_token(struct xg_trade_unit *u, struct xg_trade_call *c,
	const struct xg_http_res *res)
{
	struct xg_trade_link *l = &u->link[c->market];
	const struct xg_sink sink = { .rec = no_rec };
	struct xg_ask ask = { .op = c->op,
		.market = xg_str_from(l->link->name) };
	struct xg_answer a = { .used = -1 };
	int64_t now = xg_clock_us();

	u->v->answer(&a, &ask, res->status, res->headers, res->body, now,
		u->insts, &sink);
	if (c->op == XG_OP_STREAM_KEEP) {
		if (a.result != XG_RES_OK && a.result != XG_RES_UNKNOWN)
			l->token[0] = '\0'; /* a new one when it is cut */
		l->keep_at = now + (a.result == XG_RES_OK ? KEEP_US : 60000000);
		return;
	}
	if (l->state != XG_LINK_TOKEN)
		return;
	if (a.result != XG_RES_OK || !a.token[0]) {
		char why[300];

		snprintf(why, sizeof why, "no listen key: %.200s",
			a.detail[0] ? a.detail : res->error);
		down(l, now, why);
		return;
	}
	memcpy(l->token, a.token, sizeof l->token);
	l->keep_at = now + KEEP_US;
	l->state = XG_LINK_DOWN;
	l->at = now;
}

/* ---- time ---- */

static void dial(struct xg_trade_link *l, int64_t now)
{
	struct xg_trade_unit *u = l->u;
	struct xg_trade_run *run = u->run;
	const char *base = xg_hosts_base(u->hosts, l->link->host, l->tries);
	struct xg_error err = { 0 };
	struct xg_buf url = { 0 };

	if (l->link->token && !l->token[0]) {
		l->state = XG_LINK_TOKEN;
		l->at = now + LOGIN_US;
		ask_token(l, XG_OP_STREAM_NEW, now);
		return;
	}
	xg_buf_text(&url, base);
	if (u->v->private_path)
		u->v->private_path(&url, l->link, xg_str_from(l->token));
	else
		xg_buf_text(&url, l->link->path);
	l->conn = ++run->next_conn;
	l->state = XG_LINK_DIAL;
	l->at = now + 2 * LOGIN_US;
	l->ws = url.failed
			? NULL
			: xg_ws_dial(run->net, url.p, (struct xg_str){ "", 0 },
				  &events, l, &err);
	if (!l->ws)
		down(l, now, err.text);
	explicit_bzero(url.p, url.cap);
	xg_buf_release(&url);
}

/* Silence for too long: a ping; no answer: the connection is dead. */
static void keep_alive(struct xg_trade_link *l, int64_t now)
{
	if (l->link->life_us && now - l->opened > l->link->life_us * 49 / 50) {
		down(l, now, "replaced before the venue cuts it");
		l->at = now;
		return;
	}
	if (l->link->token && l->token[0] && l->keep_at <= now) {
		l->keep_at = now + KEEP_US;
		ask_token(l, XG_OP_STREAM_KEEP, now);
	}
	if (!l->link->idle_us)
		return;
	if (l->ping_at && now - l->ping_at > l->link->pong_us) {
		down(l, now, "it does not answer");
	} else if (!l->ping_at && now - l->last_rx > l->link->idle_us) {
		l->ping_at = now;
		if (l->link->ping)
			xg_ws_send(l->ws, xg_str_from(l->link->ping));
		else
			xg_ws_ping(l->ws);
	}
}

void xg_trade_links_tick(struct xg_trade_unit *u, int64_t now)
{
	for (int i = 0; i < u->links && !u->run->failed; i++) {
		struct xg_trade_link *l = &u->link[i];

		if (l->state == XG_LINK_DOWN && l->at <= now)
			dial(l, now);
		else if (l->state != XG_LINK_DOWN && l->at && l->at <= now)
			down(l, now,
				u->why[0] ? u->why : "no answer to the login");
		else if (l->state == XG_LINK_UP)
			keep_alive(l, now);
	}
}

int xg_trade_links_init(struct xg_trade_unit *u)
{
	const struct xg_sink sink = {
		.ctx = u, .rec = on_rec, .want = on_want
	};

	for (const struct xg_link *k = u->v->links; k->name; k++) {
		if (!k->is_private || u->links == XG_TRADE_LINKS ||
			!xg_hosts_base(u->hosts, k->host, 0))
			continue;
		u->link[u->links++] =
			(struct xg_trade_link){ .u = u, .link = k };
	}
	return xg_decoder_init(&u->decoder, u->v, u->insts, &sink);
}

void xg_trade_links_free(struct xg_trade_unit *u)
{
	for (int i = 0; i < u->links; i++) {
		if (u->link[i].ws) {
			xg_ws_close(u->link[i].ws, 1000);
			xg_ws_free(u->link[i].ws);
		}
		explicit_bzero(u->link[i].token, sizeof u->link[i].token);
	}
	u->links = 0;
}
