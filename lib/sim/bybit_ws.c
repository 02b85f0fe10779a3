/* Bybit: connections, and what clients say on them. Source: sheet bybit, section
 * 4: four forms of acknowledgements; one bad topic fails a whole request. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/bybit.h"

#define SPOT_ARGS 10
#define CHARS_MAX 21000
#define ARGS_MAX 2000

int xg_by_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_by_state *s = c->front->state;
	static const char prefix[] = "/v5/public/";
	struct xg_by_conn *b = c->state;
	struct xg_str path = r->path;

	if (!xg_str_has_prefix(path, xg_str_from(prefix)))
		return 404;
	path.p += sizeof prefix - 1;
	path.n -= sizeof prefix - 1;
	b->cat = xg_by_cat_from(path);
	if (b->cat == XG_BY_CATS)
		return 404;
	if (!xg_by_ready(c->front))
		return 503;
	b->mask = calloc(s->mkts + 1, sizeof *b->mask);
	return b->mask ? 0 : 503;
}

static void leave(struct xg_sim_conn *c, size_t i, int chan)
{
	struct xg_by_state *s = c->front->state;
	struct xg_by_conn *b = c->state;

	if (b->mask[i] >> chan & 1)
		s->mkt[i].wanted[chan]--;
	b->mask[i] &= ~(UINT32_C(1) << chan);
}

void xg_by_ws_shut(struct xg_sim_conn *c)
{
	struct xg_by_state *s = c->front->state;
	struct xg_by_conn *b = c->state;

	for (size_t i = 0; b->mask && s->mkt && i < s->mkts; i++)
		for (int chan = 0; b->mask[i] && chan < XG_BY_CHANS; chan++)
			leave(c, i, chan);
	free(b->mask);
	b->mask = NULL;
}

/* ---- topics of a request ---- */

/* Does a topic of a channel and symbol mean this market? */
static bool means(const struct xg_sim_mkt *m, enum xg_by_cat cat, int chan,
	struct xg_str symbol)
{
	if (xg_by_cat_of(m) != cat)
		return false;
	return xg_str_is_text(symbol, cat == XG_BY_OPTION && chan == XG_BY_TRADE
					      ? m->spec.base
					      : m->spec.native);
}

enum found { NOT_FOUND, FOUND, HAVE };

static enum found look(struct xg_sim_conn *c, struct xg_str topic)
{
	const struct xg_sim_venue *v = &c->front->venue;
	const struct xg_by_state *s = c->front->state;
	const struct xg_by_conn *b = c->state;
	enum found found = NOT_FOUND;
	struct xg_str symbol;
	int chan = xg_by_topic(topic, b->cat, &symbol);

	for (size_t i = 0; chan >= 0 && i < v->mkts && i < s->mkts; i++) {
		if (!means(v->mkt[i], b->cat, chan, symbol))
			continue;
		if (!(b->mask[i] >> chan & 1))
			return FOUND;
		found = HAVE;
	}
	return found;
}

static void join(struct xg_sim_conn *c, struct xg_str topic)
{
	struct xg_sim_venue *v = &c->front->venue;
	struct xg_by_state *s = c->front->state;
	struct xg_by_conn *b = c->state;
	struct xg_str symbol;
	int chan = xg_by_topic(topic, b->cat, &symbol);

	for (size_t i = 0; chan >= 0 && i < v->mkts && i < s->mkts; i++) {
		struct xg_sim_mkt *m = v->mkt[i];

		if (!means(m, b->cat, chan, symbol) || b->mask[i] >> chan & 1)
			continue;
		if (chan < XG_BY_BOOKS && !xg_by_book(c->front, m, chan))
			continue;
		b->mask[i] |= UINT32_C(1) << chan;
		s->mkt[i].wanted[chan]++;
		if (chan < XG_BY_BOOKS)
			xg_by_book_snap(c, m, chan);
		else if (chan == XG_BY_TICKER)
			xg_by_tick_snap(c, m);
	}
}

static void part(struct xg_sim_conn *c, struct xg_str topic)
{
	struct xg_sim_venue *v = &c->front->venue;
	const struct xg_by_state *s = c->front->state;
	const struct xg_by_conn *b = c->state;
	struct xg_str symbol;
	int chan = xg_by_topic(topic, b->cat, &symbol);

	for (size_t i = 0; chan >= 0 && i < v->mkts && i < s->mkts; i++)
		if (means(v->mkt[i], b->cat, chan, symbol))
			leave(c, i, chan);
}

/* ---- answers ---- */

static void conn_id(struct xg_buf *b, const struct xg_sim_conn *c)
{
	xg_buf_printf(b, ",\"conn_id\":\"cejreaspqfm9se7usbrg-%llx\"",
		(unsigned long long)c->id);
}

static void reply(struct xg_sim_conn *c, bool good, const char *msg,
	struct xg_str req_id, const char *op)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b, "{\"success\":%s", good ? "true" : "false");
	xg_json_put_text(&b, "ret_msg", msg);
	conn_id(&b, c);
	/* A refusal does not say which request it is about. */
	if (good && req_id.n)
		xg_json_put_raw(&b, "req_id", req_id);
	xg_json_put_text(&b, "op", op);
	xg_buf_char(&b, '}');
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void put_topics(struct xg_sim_conn *c, struct xg_buf *b, const char *key,
	struct xg_str args, bool good)
{
	struct xg_json j;

	xg_json_key(b, key);
	xg_buf_char(b, '[');
	xg_json_init(&j, args.p, args.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_STR)
		if ((look(c, j.val) != NOT_FOUND) == good) {
			xg_json_comma(b);
			xg_json_quote(b, j.val);
		}
	xg_buf_char(b, ']');
}

/* Options: each topic by itself. */
static void reply_option(struct xg_sim_conn *c, struct xg_str args)
{
	struct xg_buf b = { 0 };

	xg_buf_text(&b, "{\"success\":true");
	conn_id(&b, c);
	xg_buf_text(&b, ",\"data\":{");
	put_topics(c, &b, "failTopics", args, false);
	put_topics(c, &b, "successTopics", args, true);
	xg_buf_text(&b, "},\"type\":\"COMMAND_RESP\"}");
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* True when the request may go on; else why not. */
static bool check(struct xg_sim_conn *c, struct xg_str args, bool on,
	char msg[static 160])
{
	struct xg_by_conn *b = c->state;
	struct xg_json j;
	size_t chars = 0;
	int n = 0;

	xg_json_init(&j, args.p, args.n);
	if (xg_json_next(&j) != XG_JSON_ARR) {
		snprintf(msg, 160, "Params Error");
		return false;
	}
	while (xg_json_next(&j) == XG_JSON_STR) {
		enum found found = look(c, j.val);
		int cut = (int)(j.val.n < 90 ? j.val.n : 90);

		chars += j.val.n + 3;
		n++;
		if (b->cat == XG_BY_OPTION || !on)
			continue;
		if (found == NOT_FOUND) {
			snprintf(msg, 160, "Invalid topic: %.*s", cut, j.val.p);
			return false;
		}
		if (found == HAVE) {
			snprintf(msg, 160,
				"error:already subscribed,topic:%.*s", cut,
				j.val.p);
			return false;
		}
	}
	if (j.tok != XG_JSON_ARR_END || !n) {
		snprintf(msg, 160, "Params Error");
		return false;
	}
	if (on && ((b->cat == XG_BY_SPOT && n > SPOT_ARGS) || n > ARGS_MAX ||
			  b->chars + chars > CHARS_MAX)) {
		snprintf(msg, 160, "args size >%d",
			b->cat == XG_BY_SPOT ? SPOT_ARGS : CHARS_MAX);
		return false;
	}
	b->chars = on		      ? b->chars + chars
		   : b->chars > chars ? b->chars - chars
				      : 0;
	return true;
}

static void subscribe(struct xg_sim_conn *c, struct xg_str args,
	struct xg_str req_id, bool on)
{
	const struct xg_by_conn *b = c->state;
	const char *op = on ? "subscribe" : "unsubscribe";
	char msg[160];
	struct xg_json j;

	if (!check(c, args, on, msg)) {
		reply(c, false, msg, req_id, op);
		return;
	}
	if (b->cat == XG_BY_OPTION)
		reply_option(c, args);
	else
		reply(c, true, b->cat == XG_BY_SPOT ? op : "", req_id, op);
	xg_json_init(&j, args.p, args.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_STR) {
		if (on)
			join(c, j.val);
		else
			part(c, j.val);
	}
}

static void pong(struct xg_sim_conn *c, struct xg_str req_id, int64_t now)
{
	const struct xg_by_conn *b = c->state;
	char text[64];

	if (b->cat != XG_BY_OPTION) {
		reply(c, true, "pong", req_id, "ping");
		return;
	}
	snprintf(text, sizeof text, "{\"args\":[\"%lld\"],\"op\":\"pong\"}",
		(long long)(now / 1000));
	c->front->send(c, xg_str_from(text), XG_ON_REPLY, "");
}

void xg_by_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_str op = { 0 }, args = { 0 }, req_id = { 0 };

	if (!xg_by_ready(c->front))
		return;
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{' || xg_json_find(text, "op", &op) != 1) {
		reply(c, false, "Params Error", req_id, "");
		return;
	}
	(void)xg_json_find(text, "args", &args);
	if (xg_json_find(text, "req_id", &req_id) != 1 || !req_id.n ||
		req_id.p[0] != '"')
		req_id.n = 0;
	if (xg_str_is_text(op, "\"ping\""))
		pong(c, req_id, now);
	else if (xg_str_is_text(op, "\"subscribe\""))
		subscribe(c, args, req_id, true);
	else if (xg_str_is_text(op, "\"unsubscribe\""))
		subscribe(c, args, req_id, false);
	else
		reply(c, false, "Invalid op", req_id, "");
}
