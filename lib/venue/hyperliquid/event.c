/* What the venue says about subscriptions. Source: the venue's documents,
 * subscription messages: both answers repeat what was sent, without an id. */
#include "venue/hyperliquid/hyperliquid.h"

#define TEXT_MAX 4096

/* "type:coin" of a subscription, as topics() writes it; false without both. */
static bool topic_of(struct xg_str subscription, char *out, size_t size)
{
	static const char *const keys[] = { "type", "coin" };
	struct xg_str v[2];
	int n;

	if (xg_scan_text(subscription, keys, v, 2) < 0 || !v[0].n || !v[1].n)
		return false;
	n = snprintf(
		out, size, "%.*s:%.*s", XG_STR_ARG(v[0]), XG_STR_ARG(v[1]));
	return n > 0 && (size_t)n < size;
}

static int want(const struct xg_hyperliquid_in *in, enum xg_want_kind kind,
	const char *topic, struct xg_str detail)
{
	struct xg_want w = { .kind = kind,
		.conn = in->conn,
		.topic = xg_str_from(topic),
		.detail = detail };

	return xg_decoder_want(in->d, &w);
}

int xg_hyperliquid_ack(struct xg_hyperliquid_in *in)
{
	static const char *const keys[] = { "method", "subscription" };
	struct xg_str v[2], none = { NULL, 0 };
	char topic[128];

	if (xg_scan_text(in->data, keys, v, 2) < 0 || !v[0].n)
		return XG_ERR_TYPE;
	if (!xg_str_is_text(v[0], "subscribe"))
		return 0;
	/* Other subscriptions, of users, are not ours. */
	if (!topic_of(v[1], topic, sizeof topic))
		return 0;
	return want(in, XG_WANT_ACK, topic, none);
}

/* The topic of a request that an error repeats, whole or only its subscription;
 * false when there is none, or it ended a subscription. */
static bool topic_in(struct xg_str text, char *out, size_t size)
{
	static const char *const keys[] = { "method", "subscription" };
	size_t at = xg_str_find(text, '{');
	struct xg_str json = { text.p + at, text.n - at }, v[2];

	if (at == text.n || xg_scan_text(json, keys, v, 2) < 0 ||
		xg_str_is_text(v[0], "unsubscribe"))
		return false;
	return topic_of(v[1].n ? v[1] : json, out, size);
}

static int say(const struct xg_hyperliquid_in *in, struct xg_str text)
{
	bool have = xg_str_has_prefix(text, XG_STR("Already subscribed"));
	bool gone = xg_str_has_prefix(text, XG_STR("Already unsubscribed"));
	char topic[128];

	if (!gone && topic_in(text, topic, sizeof topic))
		return want(in, have ? XG_WANT_ACK : XG_WANT_NACK, topic, text);
	return xg_decoder_status(in->d, XG_ST_ERROR, (struct xg_str){ NULL, 0 },
		in->conn, "the venue says: %.*s",
		(int)(text.n < 200 ? text.n : 200), text.n ? text.p : "");
}

int xg_hyperliquid_refused(struct xg_hyperliquid_in *in)
{
	struct xg_buf text = { .max = TEXT_MAX };
	int rc = XG_ERR_LIMIT;

	if (in->data.n <= TEXT_MAX && xg_json_unescape(&text, in->data) == 0)
		rc = say(in, xg_buf_view(&text));
	xg_buf_release(&text);
	return rc;
}
