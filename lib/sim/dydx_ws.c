/* dYdX: connections, and what clients say on them. Source: sheet dydx, section 4;
 * the texts of errors by the service's own source. */
#include <stdlib.h>

#include "sim/dydx.h"

#define WINDOW_US INT64_C(1000000)
#define TRIES 2 /* in a window */
#define FIRST_ROWS 100

int xg_dy_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_dy_state *s = c->front->state;
	struct xg_dy_conn *d = c->state;

	if (!xg_str_is_text(r->path, "/v4/ws"))
		return 404;
	d->slots = xg_dy_slots(s);
	d->sub = calloc(d->slots + 1, sizeof *d->sub);
	d->message = -1; /* the greeting is number 0 */
	return d->sub ? 0 : 503;
}

static void count(struct xg_sim_front *f, size_t i, bool batched, int by)
{
	struct xg_dy_state *s = f->state;

	if (batched)
		s->topic[i].batched += by;
	else
		s->topic[i].plain += by;
}

void xg_dy_ws_shut(struct xg_sim_conn *c)
{
	struct xg_dy_state *s = c->front->state;
	struct xg_dy_conn *d = c->state;

	for (size_t i = 0; d->sub && s->topic && i < d->slots; i++)
		if (d->sub[i].on)
			count(c->front, i, d->sub[i].batched, -1);
	free(d->sub);
	d->sub = NULL;
	d->slots = 0;
}

void xg_dy_greet(struct xg_sim_front *f)
{
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		struct xg_dy_conn *d = c->state;
		struct xg_buf *b;

		next = c->next;
		if (d->greeted)
			continue;
		d->greeted = true;
		b = xg_dy_begin(c, "connected");
		xg_buf_char(b, '}');
		f->send(c, xg_buf_view(b), XG_ON_ANY, "");
	}
}

/* ---- messages ---- */

/* What a client asks: slices of its text, without quotes. */
struct ask {
	struct xg_sim_conn *c;
	struct xg_str channel, id;
	bool has_id, batched;
	struct xg_sim_mkt *m;
	int chan;
};

/* An error takes no number of its own. why is followed by what is given, which is
 * escaped already as it came. */
static void error(struct xg_sim_conn *c, const struct ask *a, const char *why,
	struct xg_str given, const char *tail)
{
	struct xg_dy_conn *d = c->state;
	struct xg_buf b = { 0 };
	struct xg_buf *head;

	d->message--;
	head = xg_dy_begin(c, "error");
	xg_buf_str(&b, xg_buf_view(head));
	xg_buf_printf(&b, ",\"message\":\"%s", why);
	xg_buf_str(&b, given);
	xg_buf_printf(&b, "%s\"", tail);
	if (a && a->chan >= 0) {
		xg_json_put_text(&b, "channel", xg_dy_name(a->chan));
		if (a->has_id) {
			xg_buf_text(&b, ",\"id\":\"");
			xg_buf_str(&b, a->id);
			xg_buf_char(&b, '"');
		}
	}
	xg_buf_char(&b, '}');
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* About a subscription: its channel, with_id and its id, stand in the text. */
static void refuse(
	const struct ask *a, const char *why, bool with_id, const char *tail)
{
	struct xg_buf name = { 0 };

	xg_buf_str(&name, a->channel);
	if (with_id) {
		xg_buf_char(&name, '-');
		xg_buf_str(&name, a->has_id ? a->id : a->channel);
	}
	error(a->c, a, why, xg_buf_view(&name), tail);
	xg_buf_release(&name);
}

static void banish(struct xg_sim_conn *c)
{
	c->front->close(c, 1008, "{\"message\":\"Rate limited\"}");
}

/* A message that makes no sense: the third within a second ends the connection. */
static void invalid(struct xg_sim_conn *c, const char *why, struct xg_str given)
{
	struct xg_dy_conn *d = c->state;
	int64_t now = c->front->now;

	if (now - d->bad_since >= WINDOW_US) {
		d->bad_since = now;
		d->bad = 0;
	}
	if (d->bad++ < TRIES) {
		error(c, NULL, why, given, "");
		return;
	}
	error(c, NULL,
		"Too many invalid messages. Please reconnect and try again.",
		XG_STR(""), "");
	banish(c);
}

/* The value of a text; false: it is absent or no text. */
static bool text_of(struct xg_str json, const char *name, struct xg_str *out)
{
	struct xg_str v;

	*out = XG_STR("");
	if (xg_json_find(json, name, &v) != 1 || v.n < 2 || v.p[0] != '"')
		return false;
	*out = (struct xg_str){ v.p + 1, v.n - 2 };
	return true;
}

/* ---- what is asked for ---- */

/* "address/number": there is nobody here. */
static bool is_account(struct xg_str channel)
{
	return xg_str_is_text(channel, "v4_subaccounts") ||
	       xg_str_is_text(channel, "v4_parent_subaccounts");
}

static int chan_of(struct xg_str channel)
{
	static const int first[] = { XG_DY_BOOK, XG_DY_TRADES, XG_DY_CANDLE,
		XG_DY_MARKETS, XG_DY_HEIGHT };

	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (xg_str_is_text(channel, xg_dy_name(first[i])))
			return first[i];
	return -1;
}

/* The market, and of candles the interval, that the id says. */
static bool find(struct ask *a)
{
	struct xg_str span = a->id, ticker = a->id;

	if (a->chan >= XG_DY_PER_MKT)
		return true;
	if (a->chan == XG_DY_CANDLE) {
		int chan;

		ticker = xg_str_cut(&span, '/');
		chan = xg_dy_span_from(span);
		if (chan < 0)
			return false;
		a->chan = chan;
	}
	a->m = xg_sim_find(&a->c->front->venue, NULL, ticker);
	return a->m && (size_t)a->m->index <
			       ((struct xg_dy_state *)a->c->front->state)->mkts;
}

/* Subscriptions of the connection in the same channel. */
static int used(const struct ask *a)
{
	const struct xg_dy_conn *d = a->c->state;
	int from = a->chan < XG_DY_CANDLE ? a->chan : XG_DY_CANDLE;
	int to = a->chan < XG_DY_CANDLE ? a->chan + 1 : XG_DY_PER_MKT;
	int n = 0;

	for (size_t i = XG_DY_GLOBAL; i < d->slots; i++) {
		int chan = (int)((i - XG_DY_GLOBAL) % XG_DY_PER_MKT);

		n += d->sub[i].on && chan >= from && chan < to;
	}
	return n;
}

static void put_first(struct xg_buf *b, const struct ask *a)
{
	struct xg_sim_front *f = a->c->front;
	int64_t minute = f->now / 60000000;

	if (a->chan == XG_DY_BOOK) {
		xg_dy_book(b, a->m);
	} else if (a->chan == XG_DY_TRADES) {
		xg_dy_trades(b, f, a->m, FIRST_ROWS);
	} else if (a->chan == XG_DY_MARKETS) {
		xg_dy_markets(b, f, NULL);
	} else if (a->chan == XG_DY_HEIGHT) {
		xg_buf_printf(b, "{\"height\":\"%lld\"",
			(long long)xg_dy_height(f->now));
		xg_dy_time(b, "time", f->now);
		xg_buf_char(b, '}');
	} else {
		xg_dy_candles(b, a->m, a->chan, 0, minute, FIRST_ROWS);
	}
}

/* The answer has the first contents. */
static void confirm(const struct ask *a)
{
	struct xg_buf *b = xg_dy_begin(a->c, "subscribed");

	xg_json_put_text(b, "channel", xg_dy_name(a->chan));
	if (a->chan != XG_DY_MARKETS) {
		xg_buf_text(b, ",\"id\":\"");
		xg_dy_id(b, a->m, a->chan);
		xg_buf_char(b, '"');
	}
	xg_buf_text(b, ",\"contents\":");
	put_first(b, a);
	xg_buf_char(b, '}');
	a->c->front->send(
		a->c, xg_buf_view(b), XG_ON_REPLY, a->m ? a->m->spec.sym : "");
}

/* False: too often; the connection ends. */
static bool may_try(const struct ask *a, struct xg_dy_sub *sub)
{
	int64_t now = a->c->front->now;

	if (now - sub->since >= WINDOW_US) {
		sub->since = now;
		sub->tries = 0;
	}
	if (sub->tries < TRIES) {
		sub->tries++;
		return true;
	}
	refuse(a, "Too many subscribe attempts for channel ", true,
		". Please reconnect and try again.");
	banish(a->c);
	return false;
}

static bool fails(const struct ask *a)
{
	struct xg_sim_front *f = a->c->front;

	return f->faults &&
	       xg_fault_ask(f->faults, XG_FAULT_5XX, "dydx",
		       a->m ? a->m->spec.sym : "", XG_ON_REPLY, f->now, NULL);
}

static void join(const struct ask *a, size_t i)
{
	struct xg_sim_front *f = a->c->front;
	struct xg_dy_conn *d = a->c->state;

	/* What came before is in the first contents. */
	if (a->chan == XG_DY_BOOK)
		xg_sim_flush(a->m, f->now);
	xg_dy_flush(f, a->m, a->chan);
	confirm(a);
	d->sub[i].on = true;
	d->sub[i].batched = a->batched;
	count(f, i, a->batched, 1);
}

/* The number is taken when the request is accepted, also when it fails then. */
static void subscribe(struct ask *a)
{
	struct xg_dy_conn *d = a->c->state;
	struct xg_dy_sub *sub;
	size_t i;

	if (!find(a)) {
		d->message++;
		refuse(a, "Invalid subscription id for channel: (", true, ")");
		return;
	}
	i = xg_dy_slot(a->m, a->chan);
	if (i >= d->slots)
		return;
	sub = &d->sub[i];
	d->message++;
	if (!may_try(a, sub))
		return;
	if (fails(a)) {
		refuse(a,
			"Internal error, could not fetch data for subscription: ",
			false, ".");
	} else if (sub->on) {
		refuse(a, "Invalid subscribe message: already subscribed (",
			true, ")");
	} else if (a->chan < XG_DY_PER_MKT && used(a) >= XG_DY_SUBS) {
		refuse(a, "Per-connection subscription limit reached for ",
			false, " (limit=32).");
	} else {
		d->message--;
		join(a, i);
	}
}

/* Also of what was not subscribed. */
static void unsubscribe(struct ask *a)
{
	struct xg_dy_conn *d = a->c->state;
	struct xg_buf *b;

	if (a->chan >= 0 && find(a)) {
		size_t i = xg_dy_slot(a->m, a->chan);

		if (i < d->slots && d->sub[i].on) {
			count(a->c->front, i, d->sub[i].batched, -1);
			d->sub[i].on = false;
		}
	}
	b = xg_dy_begin(a->c, "unsubscribed");
	xg_buf_text(b, ",\"channel\":\"");
	xg_buf_str(b, a->channel);
	xg_buf_char(b, '"');
	if (a->has_id && a->chan != XG_DY_MARKETS) {
		xg_buf_text(b, ",\"id\":\"");
		xg_buf_str(b, a->id);
		xg_buf_char(b, '"');
	}
	xg_buf_char(b, '}');
	a->c->front->send(a->c, xg_buf_view(b), XG_ON_REPLY, "");
}

/* An address that nobody knows has empty contents and no updates. */
static void account(const struct ask *a)
{
	struct xg_buf *b = xg_dy_begin(a->c, "subscribed");

	xg_buf_text(b, ",\"channel\":\"");
	xg_buf_str(b, a->channel);
	xg_buf_text(b, "\",\"id\":\"");
	xg_buf_str(b, a->id);
	xg_buf_text(b, "\",\"contents\":{}}");
	a->c->front->send(a->c, xg_buf_view(b), XG_ON_REPLY, "");
}

static void request(struct xg_sim_conn *c, struct xg_str text, bool on)
{
	struct ask a = { .c = c };
	struct xg_str batched;

	if (!text_of(text, "channel", &a.channel) || !a.channel.n) {
		error(c, NULL, "Invalid subscribe message: channel is required",
			XG_STR(""), "");
		return;
	}
	a.chan = chan_of(a.channel);
	if (a.chan < 0 && !is_account(a.channel)) {
		error(c, NULL, "Invalid channel: ", a.channel, "");
		return;
	}
	a.has_id = text_of(text, "id", &a.id);
	if (!a.has_id && a.chan < XG_DY_PER_MKT) {
		error(c, NULL, "Invalid id: undefined", XG_STR(""), "");
		return;
	}
	a.batched = xg_json_find(text, "batched", &batched) == 1 &&
		    xg_str_is_text(batched, "true");
	if (!on)
		unsubscribe(&a);
	else if (a.chan < 0)
		account(&a);
	else
		subscribe(&a);
}

void xg_dy_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_str type;

	c->front->now = now;
	/* Some clients do not wait for it, but it comes first. */
	xg_dy_greet(c->front);
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n) {
		invalid(c, "Invalid message: could not parse", XG_STR(""));
	} else if (text.p[0] != '{' || !text_of(text, "type", &type) ||
		   !type.n) {
		invalid(c, "Invalid message: type is required", XG_STR(""));
	} else if (xg_str_is_text(type, "subscribe") ||
		   xg_str_is_text(type, "unsubscribe")) {
		request(c, text, xg_str_is_text(type, "subscribe"));
	} else if (!xg_str_is_text(type, "ping")) {
		invalid(c, "Invalid message type: ", type);
	}
}
