/* Subscriptions on the WebSockets. Source: sheet okx, sections 4 and 8. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "json/write.h"
#include "sim/okx_code.h"
#include "sim/okx_priv.h"

#define CONNS_MAX 30 /* of one private channel */

static void put_conn(struct xg_buf *b, const struct xg_sim_conn *c)
{
	(void)xg_buf_printf(
		b, ",\"connId\":\"%08llx\"}", (unsigned long long)c->id);
}

static void put_id(struct xg_buf *b, struct xg_str id)
{
	if (id.n)
		(void)xg_buf_printf(b, "\"id\":\"%.*s\",", XG_STR_ARG(id));
}

void xg_sim_okx_ws_error(
	struct xg_sim_conn *c, struct xg_str id, int code, const char *arg)
{
	struct xg_buf b = { 0 }, text = { 0 };

	xg_sim_okx_code_text(&text, code, arg);
	(void)xg_buf_char(&b, '{');
	put_id(&b, id);
	(void)xg_buf_printf(
		&b, "\"event\":\"error\",\"code\":\"%d\",\"msg\":", code);
	xg_json_quote(&b, xg_buf_view(&text));
	put_conn(&b, c);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
	xg_buf_release(&text);
}

static void put_arg(struct xg_buf *b, const char *key, struct xg_str v)
{
	if (v.n)
		(void)xg_buf_printf(b, "%s\"%s\":\"%.*s\"", b->len ? "," : "",
			key, XG_STR_ARG(v));
}

/* The members of "arg", in one order whatever the client's was. */
static int write_arg(char out[XG_SIM_OKX_ARG], const struct xg_sim_okx_sub *s)
{
	struct xg_buf b = { 0 };
	bool fits;

	put_arg(&b, "channel", s->channel);
	put_arg(&b, "instType", s->inst_type);
	put_arg(&b, "instFamily", s->inst_family);
	put_arg(&b, "instId", s->inst_id);
	put_arg(&b, "ccy", s->ccy);
	fits = xg_str_copy(out, XG_SIM_OKX_ARG, xg_buf_view(&b));
	xg_buf_release(&b);
	return fits ? 0 : XG_ERR_LIMIT;
}

static int check_socket(
	const struct xg_sim_okx_conn *k, const struct xg_sim_okx_chan *chan)
{
	if (k->socket == chan->socket)
		return 0;
	if (chan->socket == XG_SIM_OKX_BUSINESS)
		return 64001;
	return k->socket == XG_SIM_OKX_BUSINESS ? 64002 : 60018;
}

/* Fills *d from a subscription: 0 or the code that refuses it. */
static int make_feed(struct xg_sim_conn *c, const struct xg_sim_okx_sub *s,
	struct xg_sim_okx_feed *d)
{
	const struct xg_sim_okx_conn *k = xg_sim_okx_at(c);
	int code;

	*d = (struct xg_sim_okx_feed){ 0 };
	if (s->bad || s->channel.n == 0 || write_arg(d->arg, s))
		return 60012;
	d->chan = xg_sim_okx_chan_find(s->channel);
	if (!d->chan)
		return 60018;
	code = check_socket(k, d->chan);
	if (code)
		return code;
	if (!k->login && (d->chan->socket == XG_SIM_OKX_PRIVATE ||
				 d->chan->kind == XG_SIM_OKX_L2))
		return 60011;
	if (d->chan->kind == XG_SIM_OKX_L2)
		return 64003; /* the simulated account is of no VIP tier */
	if (d->chan->kind == XG_SIM_OKX_CANDLE &&
		xg_sim_okx_chan_bar(s->channel, &d->bar))
		return 60018;
	if (s->inst_id.n) {
		d->mkt = xg_sim_find(&c->front->venue, NULL, s->inst_id);
		if (!d->mkt)
			return 60018;
	}
	if (d->chan->arg == XG_SIM_OKX_ARG_INST && !d->mkt)
		return 60012;
	if (d->chan->arg == XG_SIM_OKX_ARG_TYPE) {
		d->kind = xg_sim_okx_kind_of(s->inst_type);
		if (d->kind < 0 && !xg_str_is_text(s->inst_type, "MARGIN"))
			return s->inst_type.n ? 60018 : 60012;
	}
	return 0;
}

static struct xg_sim_okx_feed *find_feed(
	struct xg_sim_okx_conn *k, const char *arg)
{
	size_t i;

	for (i = 0; i < k->feeds; i++)
		if (strcmp(k->feed[i].arg, arg) == 0)
			return &k->feed[i];
	return NULL;
}

static int add_feed(struct xg_sim_okx_conn *k, const struct xg_sim_okx_feed *d)
{
	size_t cap = k->cap ? k->cap * 2 : 8;
	void *p;

	if (find_feed(k, d->arg))
		return 0;
	if (k->feeds == XG_SIM_OKX_SUBS)
		return XG_ERR_LIMIT;
	if (k->feeds == k->cap) {
		p = realloc(k->feed, cap * sizeof *k->feed);
		if (!p)
			return XG_ERR_MEMORY;
		k->feed = p;
		k->cap = cap;
	}
	k->feed[k->feeds++] = *d;
	return 0;
}

static void ack(struct xg_sim_conn *c, struct xg_str id, const char *event,
	const char *arg)
{
	struct xg_buf b = { 0 };

	(void)xg_buf_char(&b, '{');
	put_id(&b, id);
	(void)xg_buf_printf(&b, "\"event\":\"%s\",\"arg\":{%s}", event, arg);
	put_conn(&b, c);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* How many connections follow a private channel. */
static int followers(
	const struct xg_sim_front *f, const struct xg_sim_okx_chan *chan)
{
	const struct xg_sim_conn *c;
	int n = 0;
	size_t i;

	for (c = f->conns; c; c = c->next) {
		const struct xg_sim_okx_conn *k = xg_sim_okx_at(c);

		for (i = 0; i < k->feeds && k->feed[i].chan != chan; i++)
			;
		n += i < k->feeds;
	}
	return n;
}

static void tell_count(struct xg_sim_conn *c,
	const struct xg_sim_okx_chan *chan, const char *event, int n)
{
	struct xg_buf b = { 0 };

	(void)xg_buf_printf(&b,
		"{\"event\":\"%s\",\"channel\":\"%s\",\"connCount\":\"%d\"",
		event, chan->name, n);
	put_conn(&b, c);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void subscribe_one(struct xg_sim_conn *c, struct xg_str id,
	const struct xg_sim_okx_feed *d, int64_t now)
{
	struct xg_sim_okx_conn *k = xg_sim_okx_at(c);
	bool counted = d->chan->socket == XG_SIM_OKX_PRIVATE;
	int n = counted ? followers(c->front, d->chan) : 0;

	if (counted && n >= CONNS_MAX) {
		tell_count(c, d->chan, "channel-conn-count-error", n);
		return;
	}
	/* The others get what changed up to here: the snapshot that follows
	 * has the number that they have. */
	if (d->mkt && d->chan->kind == XG_SIM_OKX_BOOKS) {
		xg_sim_flush(d->mkt, now);
		xg_sim_okx_book_push(c->front, d->mkt, now);
	}
	if (add_feed(k, d)) {
		xg_sim_okx_ws_error(c, id, 60014, NULL);
		return;
	}
	ack(c, id, "subscribe", d->arg);
	if (counted)
		tell_count(c, d->chan, "channel-conn-count",
			followers(c->front, d->chan));
	xg_sim_okx_first(c, d, now);
}

static void unsubscribe_one(
	struct xg_sim_conn *c, struct xg_str id, const char *arg)
{
	struct xg_sim_okx_conn *k = xg_sim_okx_at(c);
	struct xg_sim_okx_feed *d = find_feed(k, arg);

	if (d) {
		size_t i = (size_t)(d - k->feed);

		k->feeds--;
		memmove(d, d + 1, (k->feeds - i) * sizeof *d);
	}
	ack(c, id, "unsubscribe", arg);
}

/* What an error names: the channel and instrument, as the venue does. */
static void name_sub(
	char *out, size_t size, int code, const struct xg_sim_okx_sub *s)
{
	if (code == 60018 && s->inst_id.n)
		snprintf(out, size, "channel:%.*s,instId:%.*s",
			XG_STR_ARG(s->channel), XG_STR_ARG(s->inst_id));
	else
		snprintf(out, size, "%s%.*s", code == 60018 ? "channel:" : "",
			XG_STR_ARG(s->channel));
}

void xg_sim_okx_subscribe(struct xg_sim_conn *c,
	const struct xg_sim_okx_frame *fr, bool on, int64_t now)
{
	struct xg_sim_okx_feed d;
	struct xg_sim_okx_sub s;
	struct xg_json j;
	char text[160];
	int code, n = 0;

	xg_json_init(&j, fr->args.p, fr->args.n);
	(void)xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_OBJ) {
		if (xg_sim_okx_sub_read(&j, &s))
			return;
		n++;
		code = make_feed(c, &s, &d);
		if (code) {
			name_sub(text, sizeof text, code, &s);
			xg_sim_okx_ws_error(c, fr->id, code, text);
		} else if (on) {
			subscribe_one(c, fr->id, &d, now);
		} else {
			unsubscribe_one(c, fr->id, d.arg);
		}
	}
	if (n == 0)
		xg_sim_okx_ws_error(c, fr->id, 60012, "args");
}
