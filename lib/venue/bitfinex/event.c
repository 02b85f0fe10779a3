/* What the venue says about subscriptions, connections and itself [general: info
 * messages, configuration, error codes]. */
#include "venue/bitfinex/bitfinex.h"

enum {
	EVENT,
	CHANNEL,
	CHAN_ID,
	SYMBOL,
	KEY,
	PREC,
	FREQ,
	LEN,
	SUB_ID,
	MSG,
	CODE,
	VERSION,
	PLATFORM,
	STATUS,
	FLAGS,
	KEYS
};
static const char *const keys[KEYS] = { "event", "channel", "chanId", "symbol",
	"key", "prec", "freq", "len", "subId", "msg", "code", "version",
	"platform", "status", "flags" };

enum {
	INFO_RESTART = 20051,
	INFO_DOWN = 20060,
	INFO_UP = 20061,
	ERR_DUP = 10301,
	ERR_UNSUBSCRIBE = 10400,
	ERR_NOT_SUBSCRIBED = 10401
};

static const struct xg_str none;

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_str *v = ctx, other;

	for (size_t i = 0; i < KEYS; i++) {
		if (xg_json_key_is_text(j, keys[i]))
			return xg_scan_value(j, &v[i]);
	}
	return xg_scan_value(j, &other);
}

/* ---- topics ---- */

/* The topic that an event is about, in our words; false: it names none. */
static bool topic_of(char out[static XG_BITFINEX_TOPIC], const struct xg_str *v)
{
	bool book = xg_str_is_text(v[CHANNEL], "book");
	struct xg_str arg = v[KEY].n ? v[KEY] : v[SYMBOL];
	int n;

	if (!v[CHANNEL].n || !arg.n)
		return false;
	n = snprintf(out, XG_BITFINEX_TOPIC, "%.*s%s%.*s:%.*s",
		XG_STR_ARG(v[CHANNEL]), book ? ":" : "",
		book ? (int)v[LEN].n : 0, book && v[LEN].n ? v[LEN].p : "",
		XG_STR_ARG(arg));
	return n > 0 && n < XG_BITFINEX_TOPIC;
}

/* "1m" -> 60; 0: none of ours. */
static int seconds(struct xg_str s)
{
	static const struct {
		const char *word;
		int s;
	} spans[] = { { "1m", 60 }, { "5m", 300 }, { "15m", 900 },
		{ "30m", 1800 }, { "1h", 3600 }, { "3h", 10800 },
		{ "6h", 21600 }, { "12h", 43200 }, { "1D", 86400 },
		{ "1W", 604800 }, { "14D", 1209600 } };

	for (size_t i = 0; i < XG_LEN(spans); i++)
		if (xg_str_is_text(s, spans[i].word))
			return spans[i].s;
	return 0;
}

/* What a channel carries, and of which instrument: its code is the end of the
 * topic. Codes that begin with t are pairs; others are of the funding market. */
static void classify(struct xg_bitfinex_chan *ch, const struct xg_str *v)
{
	struct xg_str key = v[KEY], head = xg_str_cut(&key, ':');
	struct xg_str code = v[SYMBOL], channel = v[CHANNEL];

	ch->kind = XG_BITFINEX_OTHER;
	if (xg_str_is_text(channel, "status")) {
		if (xg_str_is_text(v[KEY], "liq:global"))
			ch->kind = XG_BITFINEX_LIQ;
		if (ch->kind == XG_BITFINEX_LIQ ||
			!xg_str_is_text(head, "deriv"))
			return;
		ch->kind = XG_BITFINEX_DERIV;
		code = key;
	} else if (xg_str_is_text(channel, "candles")) {
		ch->interval_s = seconds(xg_str_cut(&key, ':'));
		if (!xg_str_is_text(head, "trade") || !ch->interval_s)
			return;
		ch->kind = XG_BITFINEX_CANDLE;
		code = key;
	} else if (xg_str_is_text(channel, "trades")) {
		ch->kind = XG_BITFINEX_TRADE;
	} else if (xg_str_is_text(channel, "ticker")) {
		ch->kind = XG_BITFINEX_TICKER;
	} else if (xg_str_is_text(channel, "book") &&
		   xg_str_is_text(v[PREC], "P0")) {
		ch->kind = xg_str_is_text(v[LEN], "1") ? XG_BITFINEX_TOP
						       : XG_BITFINEX_BOOK;
	}
	if (!code.n || code.p[0] != 't' ||
		!xg_str_has_suffix(xg_str_from(ch->topic), code)) {
		ch->kind = XG_BITFINEX_OTHER;
		return;
	}
	ch->native_at = strlen(ch->topic) - code.n;
}

static int subscribed(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	struct xg_want w = { .kind = XG_WANT_ACK, .conn = in->conn };
	struct xg_bitfinex_chan *ch;
	char topic[XG_BITFINEX_TOPIC];
	bool early;

	if (xg_str_i64(v[CHAN_ID], &w.number) < 0 || w.number <= 0 ||
		!topic_of(topic, v) || memchr(topic, '\\', strlen(topic)))
		return XG_ERR_TYPE;
	ch = xg_bitfinex_chan_put(in->c, w.number);
	if (!ch)
		return XG_ERR_LIMIT;
	early = ch->kind == XG_BITFINEX_NONE && ch->begun;
	*ch = (struct xg_bitfinex_chan){
		.used = true, .id = w.number, .begun = early
	};
	memcpy(ch->topic, topic, sizeof topic);
	classify(ch, v);
	w.topic = xg_str_from(ch->topic);
	return xg_decoder_want(in->d, &w);
}

static int unsubscribed(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	struct xg_bitfinex_chan *ch;
	int64_t id;

	if (xg_str_i64(v[CHAN_ID], &id) < 0)
		return XG_ERR_TYPE;
	ch = xg_bitfinex_chan_of(in->c, id);
	if (ch)
		ch->used = false;
	return 0;
}

/* ---- refusals ---- */

static int say(struct xg_bitfinex_in *in, int event, const char *what,
	const struct xg_str *v)
{
	return xg_decoder_status(in->d, event, none, in->conn, "%s %.*s: %.*s",
		what, (int)v[CODE].n, v[CODE].n ? v[CODE].p : "",
		(int)(v[MSG].n < 160 ? v[MSG].n : 160),
		v[MSG].n ? v[MSG].p : "");
}

/* Already subscribed: it is there, and this is its number. */
static bool is_there(struct xg_bitfinex_in *in, struct xg_want *w)
{
	for (size_t i = 0; i < XG_BITFINEX_CHANS; i++) {
		const struct xg_bitfinex_chan *ch = &in->c->chan[i];

		if (ch->used && xg_str_is_text(w->topic, ch->topic)) {
			w->kind = XG_WANT_ACK;
			w->number = ch->id;
			return true;
		}
	}
	return false;
}

/* The request is echoed where it was one; else its subId tells, or it was the
 * oldest. */
static int refused(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	struct xg_want w = { .kind = XG_WANT_NACK, .conn = in->conn };
	char topic[XG_BITFINEX_TOPIC];
	int64_t code = 0;

	xg_str_i64(v[CODE], &code);
	if (xg_bitfinex_is_rate(code, v[MSG]))
		return say(in, XG_ST_RATELIMIT, "error", v);
	if (code == ERR_UNSUBSCRIBE || code == ERR_NOT_SUBSCRIBED)
		return say(in, XG_ST_ERROR, "error", v);
	w.detail = v[MSG];
	if (topic_of(topic, v))
		w.topic = xg_str_from(topic);
	else
		xg_str_i64(v[SUB_ID], &w.id);
	if (code == ERR_DUP && w.topic.n && is_there(in, &w))
		w.detail = none;
	return xg_decoder_want(in->d, &w);
}

/* ---- the venue itself ---- */

static int want(struct xg_bitfinex_in *in, enum xg_want_kind kind)
{
	struct xg_want w = { .kind = kind, .conn = in->conn };

	return xg_decoder_want(in->d, &w);
}

static int up(struct xg_bitfinex_in *in)
{
	bool was_down = in->st->down;

	in->st->down = false;
	return was_down ? xg_decoder_status(in->d, XG_ST_RECOVERED, none,
				  in->conn, "the venue is operative")
			: 0;
}

static int down(struct xg_bitfinex_in *in)
{
	in->st->down = true;
	return xg_decoder_status(in->d, XG_ST_MAINTENANCE, none, in->conn,
		"the venue is in maintenance");
}

/* It greets: subscriptions may go, unless it is in maintenance. */
static int hello(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	static const char *const names[] = { "status" };
	struct xg_str state = { NULL, 0 };
	int rc;

	if (!xg_str_is_text(v[VERSION], "2"))
		return xg_decoder_status(in->d, XG_ST_ERROR, none, in->conn,
			"the venue speaks version %.*s, and not 2",
			(int)(v[VERSION].n < 20 ? v[VERSION].n : 20),
			v[VERSION].p);
	if (v[PLATFORM].n && xg_scan_text(v[PLATFORM], names, &state, 1) < 0)
		return XG_ERR_TYPE;
	if (xg_str_is_text(state, "0"))
		return down(in);
	rc = up(in);
	return rc < 0 ? rc : want(in, XG_WANT_READY);
}

/* "It is advised to unsubscribe/subscribe again all channels." */
static int again(struct xg_bitfinex_in *in)
{
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < in->d->syncs.n; i++) {
		struct xg_sync *s = in->d->syncs.list[i];

		if (s->conn == in->conn && s->state == XG_SYNC_LIVE)
			rc = xg_sync_lost(in->d, s, XG_ST_RESYNC,
				"the venue was in maintenance");
	}
	for (size_t i = 0; rc >= 0 && i < XG_BITFINEX_CHANS; i++) {
		const struct xg_bitfinex_chan *ch = &in->c->chan[i];
		struct xg_want w = { .kind = XG_WANT_RESUB,
			.conn = in->conn,
			.topic = xg_str_from(ch->topic) };

		if (ch->used && ch->kind > XG_BITFINEX_OTHER &&
			ch->kind != XG_BITFINEX_BOOK)
			rc = xg_decoder_want(in->d, &w);
	}
	return rc;
}

static int info(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	int64_t code;
	int rc;

	if (v[VERSION].n)
		return hello(in, v);
	if (xg_str_i64(v[CODE], &code) < 0)
		return XG_ERR_TYPE;
	switch (code) {
	case INFO_RESTART:
		rc = say(in, XG_ST_MAINTENANCE, "info", v);
		return rc < 0 ? rc : want(in, XG_WANT_RECONNECT);
	case INFO_DOWN:
		return down(in);
	case INFO_UP:
		in->st->down = true;
		rc = up(in);
		if (rc >= 0)
			rc = again(in);
		return rc < 0 ? rc : want(in, XG_WANT_READY);
	default:
		return say(in, XG_ST_ERROR, "info", v);
	}
}

/* Without numbers nothing proves a book: not confirmed is not good. */
static int conf(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	int64_t flags = XG_BITFINEX_FLAGS;
	int rc;

	if (v[FLAGS].n && xg_str_i64(v[FLAGS], &flags) < 0)
		return XG_ERR_TYPE;
	if (xg_str_is_text(v[STATUS], "OK")) {
		in->c->flags = flags;
		return 0;
	}
	rc = xg_decoder_status(in->d, XG_ST_ERROR, none, in->conn,
		"the venue does not number its messages (conf: %.*s)",
		(int)(v[STATUS].n < 40 ? v[STATUS].n : 40),
		v[STATUS].n ? v[STATUS].p : "");
	return rc < 0 ? rc : want(in, XG_WANT_DROP);
}

int xg_bitfinex_event(struct xg_bitfinex_in *in, struct xg_json *j)
{
	struct xg_str v[KEYS];
	int rc;

	memset(v, 0, sizeof v);
	rc = xg_frame_object(j, read_member, v);
	if (rc < 0)
		return rc;
	if (xg_str_is_text(v[EVENT], "subscribed"))
		return subscribed(in, v);
	if (xg_str_is_text(v[EVENT], "unsubscribed"))
		return unsubscribed(in, v);
	if (xg_str_is_text(v[EVENT], "error"))
		return refused(in, v);
	if (xg_str_is_text(v[EVENT], "info"))
		return info(in, v);
	if (xg_str_is_text(v[EVENT], "conf"))
		return conf(in, v);
	return v[EVENT].n ? 0 : XG_ERR_TYPE; /* pong, auth */
}
