#include "sess/feed.h"

#include <stdarg.h>

#include "json/pull.h"
#include "sess/feed_priv.h"

void *feed_grow(void *list, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 16;
	void *p;

	if (n < *cap)
		return list;
	p = realloc(list, more * size);
	if (!p)
		return NULL;
	memset((char *)p + *cap * size, 0, (more - *cap) * size);
	*cap = more;
	return p;
}

void feed_want(struct xg_feed *f, int64_t at)
{
	if (at < f->deadline)
		f->deadline = at;
}

int64_t xg_feed_deadline(const struct xg_feed *f)
{
	return f->dirty ? f->now : f->deadline;
}

/* ---- actions ---- */

void feed_act(struct xg_feed *f, const struct xg_feed_action *a)
{
	struct act *to;
	void *p;

	if (f->act_at == f->acts) {
		f->act_at = f->acts = 0;
		xg_buf_clear(&f->texts);
	}
	p = feed_grow(f->act, f->acts, &f->act_cap, sizeof *f->act);
	if (!p) {
		f->rc = XG_ERR_MEMORY;
		return;
	}
	f->act = p;
	to = &f->act[f->acts++];
	*to = (struct act){
		.a = *a, .text = f->texts.len, .text_n = a->text.n
	};
	xg_buf_str(&f->texts, a->text);
	to->headers = f->texts.len;
	to->headers_n = a->headers.n;
	xg_buf_str(&f->texts, a->headers);
	to->body = f->texts.len;
	to->body_n = a->body.n;
	if (xg_buf_str(&f->texts, a->body) < 0)
		f->rc = XG_ERR_MEMORY;
}

int xg_feed_next(struct xg_feed *f, struct xg_feed_action *a)
{
	const struct act *from;

	if (f->act_at == f->acts || f->texts.failed)
		return 0;
	from = &f->act[f->act_at++];
	*a = from->a;
	a->text = (struct xg_str){ f->texts.p + from->text, from->text_n };
	a->headers =
		(struct xg_str){ f->texts.p + from->headers, from->headers_n };
	a->body = (struct xg_str){ f->texts.p + from->body, from->body_n };
	return 1;
}

/* ---- records ---- */

static void emit(struct xg_feed *f, const struct xg_rec *rec)
{
	int rc;

	if (f->rc < 0)
		return;
	rc = f->sink.rec(f->sink.ctx, rec);
	if (rc < 0)
		f->rc = rc;
}

/* What the decoder gives: in raw mode a recording gives it again. */
int feed_record(void *ctx, const struct xg_rec *rec)
{
	struct xg_feed *f = ctx;

	feed_touch(f, rec);
	if (!f->o.raw)
		emit(f, rec);
	return f->rc < 0 ? f->rc : 0;
}

/* Statuses of the engine that arise while a frame is decoded follow the frame:
 * so they stand behind its records live and behind the frame in a recording. */
static void put_status(struct xg_feed *f, const struct xg_rec *rec)
{
	struct xg_rec *copy;
	void *p;

	if (!f->decoding) {
		emit(f, rec);
		return;
	}
	p = feed_grow(f->later, f->laters, &f->later_cap, sizeof *f->later);
	copy = p ? xg_rec_dup(rec) : NULL;
	if (p)
		f->later = p;
	if (!copy)
		f->rc = XG_ERR_MEMORY;
	else
		f->later[f->laters++] = copy;
}

void feed_status(struct xg_feed *f, int event, const struct xg_instr *inst,
	int channel, int64_t conn, int64_t retry_us, const char *fmt, ...)
{
	struct xg_rec r;
	char detail[256];
	va_list ap;

	xg_rec_start(&r, XG_REC_STATUS, xg_str_from(f->v->name),
		inst ? inst->sym : (struct xg_str){ 0 }, 0, f->now);
	XG_REC_SET(&r, status.event, event);
	if (conn)
		XG_REC_SET(&r, status.conn, conn);
	if (channel >= 0)
		XG_REC_SET(
			&r, status.chan, xg_str_from(xg_channel_name(channel)));
	va_start(ap, fmt);
	vsnprintf(detail, sizeof detail, fmt, ap);
	va_end(ap);
	if (detail[0])
		XG_REC_SET(&r, status.detail, xg_str_from(detail));
	if (retry_us > 0)
		XG_REC_SET(&r, status.retry_ms, (retry_us + 999) / 1000);
	put_status(f, &r);
}

/* A raw record: to the reader as it is, or by way of the decoder. */
void feed_raw(struct xg_feed *f, const struct xg_rec *raw)
{
	struct xg_error err = { 0 };
	int rc;

	if (f->o.raw)
		emit(f, raw);
	f->decoding = true;
	rc = xg_decoder_rec(&f->dec, raw, &err);
	f->decoding = false;
	if (rc < 0 && f->rc == 0 && raw->type == XG_REC_RAW)
		feed_status(f, XG_ST_ERROR, NULL, -1, raw->u.rawf.conn, 0,
			"a frame could not be read: %s", err.text);
	for (size_t i = 0; i < f->laters; i++) {
		emit(f, f->later[i]);
		xg_rec_free(f->later[i]);
	}
	f->laters = 0;
}

/* JSON stands in the record as it came; what would break the line, or is no
 * object or array, as a string. */
void feed_put_payload(struct xg_feed *f, struct xg_rec *rec, struct xg_str s)
{
	bool json = s.n && (s.p[0] == '{' || s.p[0] == '[') &&
		    !memchr(s.p, '\n', s.n) && !memchr(s.p, '\r', s.n);

	if (json && f->o.raw)
		json = xg_json_check(s, NULL, NULL) == 0;
	if (json)
		XG_REC_SET(rec, rawf.data, s);
	else
		XG_REC_SET(rec, rawf.text, s);
}

bool feed_url(struct xg_feed *f, char *out, size_t size, const char *host,
	const char *path, int mirror)
{
	const struct xg_feed_host *h = f->o.hosts;
	int n = 0, len;

	while (h && h->name && strcmp(h->name, host) != 0)
		h++;
	if (!h || !h->name || !h->base || !h->base[0])
		return false;
	while (h->base[n])
		n++;
	len = snprintf(out, size, "%s%s", h->base[mirror % n], path);
	return len > 0 && (size_t)len < size;
}

/* ---- wants of the decoder ---- */

static int on_want(void *ctx, const struct xg_want *w)
{
	struct xg_feed *f = ctx;
	struct line *l = feed_line_of(f, w->conn);

	f->dirty = true;
	switch (w->kind) {
	case XG_WANT_SNAPSHOT:
		feed_rest_add(f, XG_OP_SNAPSHOT, w->inst, f->now);
		break;
	case XG_WANT_RESUB:
		if (feed_line_old(f, w->conn))
			break; /* its successor is subscribed anew as it is */
		for (size_t i = 0; i < f->topics; i++) {
			struct topic *t = &f->topic[i];

			if (w->topic.n ? xg_str_is_text(w->topic, t->t.text)
				       : t->t.inst == w->inst &&
						 t->t.channel == w->channel)
				feed_subs_again(f, t);
		}
		break;
	case XG_WANT_ACK:
	case XG_WANT_NACK:
		feed_subs_ack(f, w, w->kind == XG_WANT_ACK);
		break;
	case XG_WANT_SEND:
		if (l)
			feed_queue(f, l, w->text);
		break;
	case XG_WANT_RECONNECT:
	case XG_WANT_TOKEN:
		if (l && !l->leave) {
			l->leave = true;
			l->leave_why = w->kind == XG_WANT_TOKEN
					       ? "its token has expired"
					       : "the venue announced its end";
		}
		break;
	case XG_WANT_ALIVE:
		feed_alive(f, w->channel, w->inst->sym);
		break;
	case XG_WANT_DROP:
		if (l)
			l->drop = true; /* not inside the decoder */
		break;
	case XG_WANT_READY:
		if (l)
			l->ready = true;
		break;
	case XG_WANT_LOGIN_OK:
	case XG_WANT_LOGIN_BAD:
		break;
	}
	return 0;
}

/* ---- life of the engine ---- */

struct xg_feed *xg_feed_new(const struct xg_venue *v, struct xg_insts *insts,
	const struct xg_feed_opts *opts, const struct xg_sink *sink)
{
	struct xg_feed *f = calloc(1, sizeof *f);
	struct xg_sink own = { .ctx = f, .rec = feed_record, .want = on_want };

	if (!f)
		return NULL;
	f->v = v;
	f->insts = insts;
	f->o = *opts;
	f->sink = *sink;
	if (f->o.max_conns <= 0 || f->o.max_conns > XG_FEED_CONNS)
		f->o.max_conns = XG_FEED_CONNS;
	f->rng.s = opts->seed;
	f->deadline = NEVER;
	if (xg_decoder_init(&f->dec, v, insts, &own) < 0) {
		xg_feed_free(f);
		return NULL;
	}
	f->dec.keep_checksum_books = true; /* as xg-decode: R9 */
	return f;
}

void xg_feed_free(struct xg_feed *f)
{
	if (!f)
		return;
	xg_decoder_release(&f->dec);
	for (int i = 0; i < f->lines; i++)
		xg_buf_release(&f->line[i].queue);
	for (size_t i = 0; i < f->laters; i++)
		xg_rec_free(f->later[i]);
	xg_map_release(&f->topic_of);
	xg_map_release(&f->watch_of);
	xg_buf_release(&f->texts);
	xg_buf_release(&f->scratch);
	xg_req_release(&f->req);
	free(f->later);
	free(f->topic);
	free(f->watch);
	free(f->line);
	free(f->rest);
	free(f->act);
	free(f);
}

struct xg_decoder *xg_feed_decoder(struct xg_feed *f)
{
	return &f->dec;
}

int64_t xg_feed_hold(const struct xg_feed *f, int limit)
{
	return limit >= 0 && limit < MAX_LIMITS ? f->hold[limit] : 0;
}

/* The record of an instrument; its slices stay the table's. */
static int emit_inst(struct xg_feed *f, const struct xg_instr *inst)
{
	struct xg_rec r, *copy;

	xg_rec_start(&r, XG_REC_INST, inst->venue, inst->sym, 0, f->now);
	r.u.inst = inst->i;
	r.has |= inst->has & XG_REC_ALL;
	copy = xg_rec_dup(&r);
	if (!copy)
		return f->rc = XG_ERR_MEMORY;
	feed_raw(f, copy);
	xg_rec_free(copy);
	return f->rc;
}

/* Those of all that is watched: what a recording begins with. */
static void emit_insts(struct xg_feed *f)
{
	const struct xg_instr *last = NULL;

	for (size_t i = 0; i < f->watches; i++) {
		if (f->watch[i].inst != last)
			emit_inst(f, last = f->watch[i].inst);
	}
}

int xg_feed_start(struct xg_feed *f, int64_t now, struct xg_error *err)
{
	int rc;

	f->now = now;
	rc = feed_plan(f, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < f->watches; i++) {
		f->watch[i].last = now;
		if (f->watch[i].poll)
			feed_rest_add(f, XG_OP_OI, f->watch[i].inst, now);
	}
	emit_insts(f);
	for (int i = 0; i < f->lines; i++) {
		char url[512];

		if (!feed_url(f, url, sizeof url,
			    f->v->links[f->line[i].link].host, "", 0))
			return xg_error_set(err, XG_ERR_CONFIG,
				"%s has no address for %s here", f->v->name,
				f->v->links[f->line[i].link].host);
	}
	f->stale_at = now + S_US;
	return feed_pump(f);
}

int xg_feed_stop(struct xg_feed *f, int64_t now)
{
	f->now = now;
	f->stopped = true;
	for (int i = 0; i < f->lines; i++)
		feed_line_drop(f, &f->line[i], "stopped");
	f->deadline = NEVER;
	f->dirty = false;
	return f->rc;
}

/* Does all that is due and finds out when the next thing will be. */
int feed_pump(struct xg_feed *f)
{
	if (f->stopped)
		return f->rc;
	f->deadline = NEVER;
	f->dirty = false;
	for (int i = 0; i < f->lines; i++)
		feed_line_pump(f, &f->line[i]);
	feed_stale_pump(f);
	feed_rest_pump(f);
	return f->rc;
}

int xg_feed_timer(struct xg_feed *f, int64_t now)
{
	f->now = now;
	if (!f->dirty && now < f->deadline)
		return f->rc;
	return feed_pump(f);
}

int xg_feed_tick(struct xg_feed *f, int64_t now)
{
	struct xg_rec r;

	f->now = now;
	xg_rec_start(&r, XG_REC_TICK, (struct xg_str){ 0 },
		(struct xg_str){ 0 }, 0, now);
	f->decoding = true;
	xg_decoder_rec(&f->dec, &r, NULL);
	f->decoding = false;
	return xg_feed_timer(f, now);
}

int xg_feed_restart(struct xg_feed *f, int64_t now)
{
	f->now = now;
	emit_insts(f); /* those that were told may be among what was lost */
	for (int i = 0; i < f->lines; i++)
		if (f->line[i].state == L_OPEN)
			feed_line_lost(f, &f->line[i], 0, "records were lost");
	return feed_pump(f);
}
