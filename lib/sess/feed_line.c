/* Connections: dialled with full-jitter back-off, kept alive, replaced by a
 * successor before the venue cuts them. */
#include "sess/feed_priv.h"

struct line *feed_line_of(struct xg_feed *f, int64_t conn)
{
	for (int i = 0; conn && i < f->lines; i++)
		if (f->line[i].conn == conn)
			return &f->line[i];
	return NULL;
}

static struct line *successor_of(struct xg_feed *f, int64_t conn)
{
	for (int i = 0; conn && i < f->lines; i++)
		if (f->line[i].next_conn == conn)
			return &f->line[i];
	return NULL;
}

struct line *feed_line_old(struct xg_feed *f, int64_t conn)
{
	for (int i = 0; conn && i < f->lines; i++)
		if (f->line[i].old_conn == conn)
			return &f->line[i];
	return NULL;
}

static const struct xg_link *link_of(
	const struct xg_feed *f, const struct line *l)
{
	return &f->v->links[l->link];
}

/* Full jitter: anything between nothing and the range, which doubles. */
int64_t feed_jitter(struct xg_feed *f, int fails)
{
	int64_t range = BACKOFF_US << (fails < 10 ? fails : 10);

	if (range > BACKOFF_MAX_US)
		range = BACKOFF_MAX_US;
	return (int64_t)xg_rng_below(&f->rng, (uint64_t)range);
}

void feed_line_event(struct xg_feed *f, const struct line *l, int64_t conn,
	const char *dir, const char *url)
{
	struct xg_rec r;

	xg_rec_start(&r, XG_REC_RAW, xg_str_from(f->v->name),
		(struct xg_str){ 0 }, 0, f->now);
	XG_REC_SET(&r, rawf.conn, conn);
	XG_REC_SET(&r, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&r, rawf.dir, xg_str_from(dir));
	XG_REC_SET(&r, rawf.market, xg_str_from(link_of(f, l)->name));
	if (url)
		XG_REC_SET(&r, rawf.url, xg_str_from(url));
	feed_raw(f, &r);
}

/* The address of a line as records show it: without a token. */
static bool shown_url(struct xg_feed *f, const struct line *l, char url[512])
{
	const struct xg_link *k = link_of(f, l);

	if (k->token) {
		size_t n = strcspn(l->url, "?");

		snprintf(url, 512, "%.*s", (int)(n < 500 ? n : 500), l->url);
		return true;
	}
	if (f->o.test && k->test_path)
		return feed_url(f, url, 512, k->host, k->test_path, l->mirror);
	return feed_url(
		f, url, 512, k->host, k->path ? k->path : "", l->mirror);
}

/* A connection is asked for: its number, or 0 while its token is under way. */
int64_t feed_line_dial(struct xg_feed *f, struct line *l)
{
	const struct xg_link *k = link_of(f, l);
	char url[512];

	if (k->token && !l->has_token) {
		feed_rest_token(f, l);
		return 0;
	}
	if (!shown_url(f, l, url)) {
		f->rc = XG_ERR_CONFIG;
		return 0;
	}
	f->next_conn++;
	feed_act(f, &(struct xg_feed_action){ .kind = XG_FEED_DIAL,
			    .conn = f->next_conn,
			    .cost = l->n_topics,
			    .text = xg_str_from(k->token ? l->url : url),
			    .headers = xg_str_from(k->headers) });
	l->has_token = false;
	feed_status(f, XG_ST_CONNECTING, NULL, -1, f->next_conn, 0, "%s", url);
	return f->next_conn;
}

void feed_line_close(struct xg_feed *f, int64_t conn, const char *why)
{
	feed_act(f, &(struct xg_feed_action){ .kind = XG_FEED_CLOSE,
			    .conn = conn,
			    .text = xg_str_from(why) });
}

/* The connection of a line is gone or useless. */
void feed_line_lost(
	struct xg_feed *f, struct line *l, int64_t retry_us, const char *why)
{
	int64_t wait = feed_jitter(f, l->fails), conn = l->conn;
	bool was_open = l->state == L_OPEN;

	if (l->state == L_WAIT)
		return;
	feed_next_end(f, l);
	if (wait < retry_us)
		wait = retry_us;
	if (!was_open)
		l->mirror++;
	feed_line_close(f, conn, why);
	if (was_open)
		feed_line_event(f, l, l->conn, "close", NULL);
	l->fails++;
	l->leave = false;
	xg_buf_clear(&l->queue);
	feed_subs_clear(f, (int)(l - f->line));
	if (l->next_conn) { /* it becomes the connection: no waiting */
		l->conn = l->next_conn;
		l->since = l->next_since;
		l->next_conn = 0;
		l->state = L_DIAL;
		wait = 0;
	} else {
		l->conn = 0;
		l->state = L_WAIT;
		l->wait = f->now + wait;
	}
	feed_status(f, XG_ST_DISCONNECTED, NULL, -1, conn, wait, "%s", why);
	f->dirty = true;
}

void feed_line_drop(struct xg_feed *f, struct line *l, const char *why)
{
	feed_next_end(f, l);
	if (l->next_conn)
		feed_line_close(f, l->next_conn, why);
	l->next_conn = 0;
	if (l->state == L_WAIT)
		return;
	feed_line_close(f, l->conn, why);
	if (l->state == L_OPEN)
		feed_line_event(f, l, l->conn, "close", NULL);
	l->state = L_WAIT;
	l->conn = 0;
}

static void now_open(struct xg_feed *f, struct line *l)
{
	const struct xg_link *k = link_of(f, l);
	char url[512] = "";

	shown_url(f, l, url);
	l->state = L_OPEN;
	l->hello_due = k->hello != NULL;
	l->ready = !k->greets;
	l->beat_at = f->now + k->ping_us;
	l->opened = l->last_rx = l->last_msg = l->frame_at = f->now;
	l->ping_at = 0;
	l->announced = l->leave = l->drop = false;
	xg_buf_clear(&l->queue);
	feed_subs_clear(f, (int)(l - f->line));
	feed_line_event(f, l, l->conn, "open", url);
	feed_status(f, XG_ST_CONNECTED, NULL, -1, l->conn, 0, "%s", k->name);
}

int xg_feed_opened(struct xg_feed *f, int64_t conn, int64_t now)
{
	struct line *l = feed_line_of(f, conn), *s = successor_of(f, conn);

	f->now = now;
	if (s) { /* make before break */
		feed_next_end(f, s);
		s->old_conn = s->conn;
		s->old_why = s->leave_why;
		s->old_until = now + OVERLAP_US;
		s->conn = s->next_conn;
		s->next_conn = 0;
		now_open(f, s);
	} else if (l && l->state == L_DIAL) {
		now_open(f, l);
	}
	return feed_pump(f);
}

int xg_feed_closed(struct xg_feed *f, int64_t conn, int code, int http,
	int64_t retry_us, const char *why, int64_t now)
{
	struct line *l = feed_line_of(f, conn), *s = successor_of(f, conn);
	struct line *before = feed_line_old(f, conn);
	char text[200];

	f->now = now;
	if (http)
		snprintf(text, sizeof text, "%s (HTTP %d)", why, http);
	else
		snprintf(text, sizeof text, "%s (%d)", why, code);
	if (s) {
		s->next_conn = 0;
		s->mirror++;
		s->next_wait = now + feed_jitter(f, ++s->fails);
		if (s->next_wait < now + retry_us)
			s->next_wait = now + retry_us;
	}
	if (before)
		feed_next_end(f, before);
	if (l)
		feed_line_lost(f, l, retry_us, text);
	return feed_pump(f);
}

int xg_feed_defer_dial(
	struct xg_feed *f, int64_t conn, int64_t wait_us, int64_t now)
{
	struct line *l = feed_line_of(f, conn), *s = successor_of(f, conn);

	f->now = now;
	if (s) {
		s->next_conn = 0;
		s->next_wait = now + wait_us;
	}
	if (l && l->state == L_DIAL) {
		l->state = L_WAIT;
		l->conn = 0;
		l->wait = now + wait_us;
		feed_status(f, XG_ST_RATELIMIT, NULL, -1, conn, wait_us,
			"the host's budget of connections is used up");
	}
	f->dirty = true;
	return f->rc;
}

int xg_feed_frame(
	struct xg_feed *f, int64_t conn, struct xg_str payload, int64_t now)
{
	struct line *l = feed_line_of(f, conn);
	struct xg_rec r;

	f->now = now;
	if (!l)
		l = feed_line_old(f, conn);
	if (!l || (l->conn == conn && l->state != L_OPEN))
		return f->rc;
	if (l->conn == conn) {
		l->last_rx = l->last_msg = now;
		l->ping_at = 0;
	}
	xg_rec_start(&r, XG_REC_RAW, xg_str_from(f->v->name),
		(struct xg_str){ 0 }, 0, now);
	XG_REC_SET(&r, rawf.conn, conn);
	XG_REC_SET(&r, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&r, rawf.dir, XG_STR("in"));
	XG_REC_SET(&r, rawf.market, xg_str_from(link_of(f, l)->name));
	feed_put_payload(f, &r, payload);
	feed_raw(f, &r);
	return f->dirty || now >= f->deadline ? feed_pump(f) : f->rc;
}

int xg_feed_pong(struct xg_feed *f, int64_t conn, int64_t now)
{
	struct line *l = feed_line_of(f, conn);

	f->now = now;
	if (l) {
		l->last_rx = now;
		l->ping_at = 0;
	}
	return f->rc;
}

/* The venue's own ping where it has one, else that of the protocol. */
static void send_ping(struct xg_feed *f, struct line *l, bool own)
{
	const struct xg_link *k = link_of(f, l);

	xg_buf_clear(&f->scratch);
	if (own && f->v->ping && f->v->ping(&f->scratch, k, f->now) >= 0)
		feed_queue(f, l, xg_buf_view(&f->scratch));
	else if (own && k->ping)
		feed_queue(f, l, xg_str_from(k->ping));
	else
		feed_act(f, &(struct xg_feed_action){
				    .kind = XG_FEED_PING, .conn = l->conn });
}

/* False: the line was given up. */
static bool beat(struct xg_feed *f, struct line *l)
{
	const struct xg_link *k = link_of(f, l);
	int64_t idle = k->idle_us > 0 ? k->idle_us : BEAT_US;
	int64_t pong = k->pong_us > 0 ? k->pong_us : PONG_US;

	if (k->silence_us > 0) {
		if (f->now - l->last_msg >= k->silence_us) {
			feed_line_lost(
				f, l, 0, "no message, not even a heartbeat");
			return false;
		}
		feed_want(f, l->last_msg + k->silence_us);
	}
	if (k->ping_us > 0 && l->ready) {
		if (f->now >= l->beat_at) {
			send_ping(f, l, true);
			l->beat_at = f->now + k->ping_us;
		}
		feed_want(f, l->beat_at);
	}
	if (!l->ping_at && f->now - l->last_rx >= idle) {
		l->ping_at = f->now;
		send_ping(f, l, k->idle_us > 0);
	}
	if (!l->ping_at) {
		feed_want(f, l->last_rx + idle);
		return true;
	}
	if (f->now >= l->ping_at + pong) {
		feed_line_lost(f, l, 0, "no answer to a ping");
		return false;
	}
	feed_want(f, l->ping_at + pong);
	return true;
}

static void pump_wait(struct xg_feed *f, struct line *l)
{
	if (l->state == L_WAIT && f->now >= l->wait) {
		l->conn = feed_line_dial(f, l);
		l->state = l->conn ? L_DIAL : L_WAIT;
		l->since = f->now;
		l->wait = f->now + REST_US; /* or when the token comes */
	}
	if (l->state == L_WAIT)
		feed_want(f, l->wait);
	else if (f->now >= l->since + DIAL_US)
		feed_line_lost(f, l, 0, "not open in time");
	else
		feed_want(f, l->since + DIAL_US);
}

void feed_line_pump(struct xg_feed *f, struct line *l)
{
	if (l->state != L_OPEN) {
		pump_wait(f, l);
		if (l->state == L_WAIT)
			feed_want(f, l->wait);
		return;
	}
	if (l->drop) {
		feed_line_lost(f, l, 0, "data was lost on the connection");
		feed_want(f, l->wait);
		return;
	}
	if (l->fails) {
		if (f->now - l->opened >= STABLE_US)
			l->fails = 0;
		else
			feed_want(f, l->opened + STABLE_US);
	}
	feed_next_pump(f, l);
	if (l->state != L_OPEN)
		return;
	if (!l->ready && f->now >= l->opened + DIAL_US) {
		feed_line_lost(f, l, 0, "no greeting");
		feed_want(f, l->wait);
		return;
	}
	if (!l->ready)
		feed_want(f, l->opened + DIAL_US);
	if (beat(f, l) && l->ready)
		feed_subs_pump(f, l);
	if (l->state == L_WAIT)
		feed_want(f, l->wait);
}
