/* Events: what the venue says about subscriptions, logins and connections
 * [WebSocket API, overview; notification]. */
#include "venue/okx/okx.h"

#define TOPIC_MAX 128

static int want(struct xg_decoder *d, const struct xg_okx_head *f,
	enum xg_want_kind kind, struct xg_str topic)
{
	struct xg_want w = {
		.kind = kind, .conn = f->conn, .topic = topic, .detail = f->msg
	};

	if (f->id.n)
		xg_str_i64(f->id, &w.id);
	return xg_decoder_want(d, &w);
}

static bool is_login_code(struct xg_str code)
{
	static const char *const codes[] = { "60004", "60005", "60006", "60007",
		"60009", "60022", "60024", "60032" };

	for (size_t i = 0; i < XG_LEN(codes); i++) {
		if (xg_str_is_text(code, codes[i]))
			return true;
	}
	return false;
}

/* "channel:instId", or with instType: as in our topics. Empty: too long. */
static struct xg_str topic_of(
	char out[static TOPIC_MAX], struct xg_str channel, struct xg_str key)
{
	int n;

	if (channel.n + key.n + 2 > TOPIC_MAX)
		return (struct xg_str){ NULL, 0 };
	n = snprintf(out, TOPIC_MAX, "%.*s:%.*s", (int)channel.n,
		channel.n ? channel.p : "", (int)key.n, key.n ? key.p : "");
	return (struct xg_str){ out, (size_t)n };
}

/* What follows `word` in a message, up to a comma, space or the end. */
static struct xg_str behind(struct xg_str msg, const char *word)
{
	const char *at =
		msg.n ? memmem(msg.p, msg.n, word, strlen(word)) : NULL;
	struct xg_str out = { NULL, 0 };

	if (!at)
		return out;
	out.p = at + strlen(word);
	while (out.p + out.n < msg.p + msg.n && out.p[out.n] != ',' &&
		out.p[out.n] != ' ' && out.p[out.n] != '.')
		out.n++;
	return out;
}

/* One argument of a frame of many may be refused ("Wrong URL or
 * channel:books,instId:X doesn't exist"): then only that one. */
static int on_error(struct xg_decoder *d, struct xg_okx_head *f)
{
	char text[TOPIC_MAX];
	struct xg_str channel = behind(f->msg, "channel:");
	struct xg_str key = behind(f->msg, "instId:");
	struct xg_str topic = { NULL, 0 };

	if (is_login_code(f->code))
		return want(d, f, XG_WANT_LOGIN_BAD, topic);
	if (!key.n)
		key = behind(f->msg, "instType:");
	if (channel.n && key.n)
		topic = topic_of(text, channel, key);
	if (topic.n)
		f->id.n = 0;
	return want(d, f, XG_WANT_NACK, topic);
}

int xg_okx_event(struct xg_decoder *d, struct xg_okx_head *f)
{
	char text[TOPIC_MAX];
	struct xg_str topic =
		topic_of(text, f->channel, f->native.n ? f->native : f->type);

	if (topic.n == 0)
		return XG_ERR_LIMIT;
	if (xg_str_is_text(f->event, "subscribe")) {
		f->id.n = 0; /* each argument is confirmed by itself */
		return want(d, f, XG_WANT_ACK, topic);
	}
	if (xg_str_is_text(f->event, "login"))
		return want(d, f,
			xg_str_is_text(f->code, "0") ? XG_WANT_LOGIN_OK
						     : XG_WANT_LOGIN_BAD,
			(struct xg_str){ NULL, 0 });
	if (xg_str_is_text(f->event, "error"))
		return on_error(d, f);
	if (xg_str_is_text(f->event, "channel-conn-count-error"))
		return want(d, f, XG_WANT_NACK, topic);
	if (xg_str_is_text(f->event, "notice")) {
		int rc = xg_decoder_status(d, XG_ST_MAINTENANCE,
			(struct xg_str){ NULL, 0 }, f->conn, "%.*s",
			XG_STR_ARG(f->msg));

		/* 64008: the connection closes within 60 s. */
		if (rc < 0 || !xg_str_is_text(f->code, "64008"))
			return rc;
		return want(
			d, f, XG_WANT_RECONNECT, (struct xg_str){ NULL, 0 });
	}
	return 0; /* unsubscribe, channel-conn-count */
}
