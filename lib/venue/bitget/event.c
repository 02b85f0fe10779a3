/* What the venue says about subscriptions, logins and itself. Source: WebSocket
 * introduction, error codes. */
#include "venue/bitget/bitget.h"

#define TOPIC_MAX 128

static size_t put(char *out, size_t n, size_t max, struct xg_str part)
{
	if (!part.n)
		return n;
	if (n + part.n + 1 >= max)
		return max;
	if (n)
		out[n++] = ':';
	memcpy(out + n, part.p, part.n);
	return n + part.n;
}

struct xg_str xg_bitget_topic(char *out, size_t max, struct xg_str type,
	struct xg_str name, struct xg_str key, struct xg_str interval)
{
	size_t n = put(out, 0, max, type);

	for (size_t i = 0; i < n && n < max; i++) {
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] - 'A' + 'a');
	}
	n = put(out, n, max, name);
	n = put(out, n, max, key);
	n = put(out, n, max, interval);
	return n < max ? (struct xg_str){ out, n } : (struct xg_str){ NULL, 0 };
}

static int want(const struct xg_bitget_in *in, enum xg_want_kind kind)
{
	char text[TOPIC_MAX];
	struct xg_want w = {
		.kind = kind, .conn = in->conn, .detail = in->msg
	};

	/* Only v3 has the interval beside the channel's name. */
	if ((kind == XG_WANT_ACK || kind == XG_WANT_NACK) && in->channel.n)
		w.topic = xg_bitget_topic(text, sizeof text, in->type,
			in->channel, in->native,
			in->dialect == XG_BITGET_V3
				? in->interval
				: (struct xg_str){ NULL, 0 });
	return xg_decoder_want(in->d, &w);
}

static int say(const struct xg_bitget_in *in, int event, const char *what)
{
	struct xg_str none = { NULL, 0 };

	return xg_decoder_status(in->d, event, none, in->conn, "%s (%.*s %.*s)",
		what, (int)(in->code.n < 16 ? in->code.n : 16),
		in->code.n ? in->code.p : "",
		(int)(in->msg.n < 120 ? in->msg.n : 120),
		in->msg.n ? in->msg.p : "");
}

/* 30004, 30005 and 30011 to 30015 are of logins. */
static bool is_login(int64_t code)
{
	return code == 30004 || code == 30005 ||
	       (code >= 30011 && code <= 30015);
}

static int refused(struct xg_bitget_in *in)
{
	int64_t code = 0;

	xg_str_i64(in->code, &code);
	/* What was not looked at is asked again when its answer stays out; after
	 * 30007 the venue cuts, and a new connection asks. */
	if (code == 30006 || code == 30007)
		return say(in, XG_ST_RATELIMIT,
			"the venue is asked too often on this connection");
	if (is_login(code))
		return want(in, XG_WANT_LOGIN_BAD);
	return want(in, XG_WANT_NACK);
}

int xg_bitget_event(struct xg_bitget_in *in)
{
	if (xg_str_is_text(in->event, "subscribe"))
		return want(in, XG_WANT_ACK);
	if (xg_str_is_text(in->event, "login"))
		return want(in, xg_str_is_text(in->code, "0")
					? XG_WANT_LOGIN_OK
					: XG_WANT_LOGIN_BAD);
	if (xg_str_is_text(in->event, "error"))
		return refused(in);
	return 0; /* unsubscribe; answers about orders come later */
}
