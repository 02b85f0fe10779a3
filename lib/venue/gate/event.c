/* What the venue says about subscriptions and itself. Source: WebSocket v4
 * documents, "system API", "server response", service upgrade. */
#include "venue/gate/gate.h"

#define TOPIC_MAX 128

struct reply {
	struct xg_gate_in *in;
	struct xg_str detail;
	int64_t id;
};

static int want(const struct reply *r, enum xg_want_kind kind,
	struct xg_str topic, bool again)
{
	struct xg_want w = { .kind = kind,
		.conn = r->in->conn,
		.id = r->id,
		.topic = topic,
		.detail = r->detail,
		.again = again };

	return xg_decoder_want(r->in->d, &w);
}

/* Our topic of a channel and what stands in its payload; false: too long. */
static bool add_text(char out[static TOPIC_MAX], size_t *n, struct xg_str s)
{
	if (s.n >= TOPIC_MAX - *n)
		return false;
	if (s.n)
		memcpy(out + *n, s.p, s.n);
	*n += s.n;
	return true;
}

/* Books and candles have one topic a message, made of all parts. */
static bool is_joined(enum xg_gate_kind kind)
{
	return kind == XG_GATE_DIFF || kind == XG_GATE_OBU ||
	       kind == XG_GATE_CANDLE;
}

/* An answer without a number (tools that send none): the payload says which
 * topics it is about. */
static int by_payload(const struct reply *r, enum xg_want_kind kind)
{
	char text[TOPIC_MAX];
	size_t head = 0, n;
	struct xg_json j;
	int rc = 0;

	if (!r->in->payload.n || r->in->payload.p[0] != '[' ||
		!add_text(text, &head, r->in->channel) ||
		!add_text(text, &head, XG_STR(":")))
		return 0;
	n = head;
	xg_json_init(&j, r->in->payload.p, r->in->payload.n);
	xg_json_next(&j);
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_STR) {
		if (is_joined(r->in->kind) && n > head)
			add_text(text, &n, XG_STR(","));
		else
			n = head;
		if (!add_text(text, &n, j.val))
			return 0;
		if (!is_joined(r->in->kind))
			rc = want(r, kind, (struct xg_str){ text, n }, false);
	}
	if (rc < 0 || !is_joined(r->in->kind) || n == head)
		return rc;
	return want(r, kind, (struct xg_str){ text, n }, false);
}

/* "unknown contract X_Y", "unknown currency pair: X_Y": the code in it. */
static struct xg_str code_in(struct xg_str msg)
{
	static const char cuts[] = " ,:;.[](){}\"'\\";
	struct xg_str none = { NULL, 0 };

	while (msg.n) {
		struct xg_str word = { msg.p, 0 };
		size_t skip;

		while (word.n < msg.n && !strchr(cuts, word.p[word.n]))
			word.n++;
		skip = word.n + (word.n < msg.n);
		msg.p += skip;
		msg.n -= skip;
		if (word.n > 2 && memchr(word.p + 1, '_', word.n - 2) &&
			word.p[0] <= 'Z')
			return word;
	}
	return none;
}

/* One code that is unknown fails all of its message: the others are asked
 * again. */
static int refused(const struct reply *r)
{
	char text[TOPIC_MAX];
	struct xg_str none = { NULL, 0 }, code = code_in(r->detail);
	size_t n = 0;

	if (xg_str_has_prefix(r->detail, XG_STR("Alert sub ob")))
		return r->id ? want(r, XG_WANT_ACK, none, false)
			     : by_payload(r, XG_WANT_ACK);
	if (!r->id)
		return by_payload(r, XG_WANT_NACK);
	if (!code.n || is_joined(r->in->kind) ||
		!add_text(text, &n, r->in->channel) ||
		!add_text(text, &n, XG_STR(":")) || !add_text(text, &n, code))
		return want(r, XG_WANT_NACK, none, false);
	return want(r, XG_WANT_NACK, (struct xg_str){ text, n }, true);
}

static int complaint(const struct reply *r, struct xg_str code)
{
	return xg_decoder_status(r->in->d, XG_ST_ERROR,
		(struct xg_str){ NULL, 0 }, r->in->conn,
		"the venue says of %.*s: %.*s %.*s",
		(int)(r->in->channel.n < 40 ? r->in->channel.n : 40),
		r->in->channel.n ? r->in->channel.p : "",
		(int)(code.n < 16 ? code.n : 16), code.n ? code.p : "",
		(int)(r->detail.n < 120 ? r->detail.n : 120),
		r->detail.n ? r->detail.p : "");
}

int xg_gate_event(struct xg_gate_in *in)
{
	static const char *const error_keys[] = { "code", "message" };
	static const char *const result_keys[] = { "status" };
	struct xg_str none = { NULL, 0 }, e[2] = { none, none }, status = none;
	struct reply r = { .in = in };

	if (in->error.n && xg_scan_text(in->error, error_keys, e, 2) < 0)
		return XG_ERR_TYPE;
	r.detail = e[1];
	if (xg_str_i64(in->id, &r.id) < 0 || r.id < 0)
		r.id = 0;
	if (xg_str_is_text(in->event, "unsubscribe"))
		return 0;
	if (!xg_str_is_text(in->event, "subscribe"))
		return in->error.n ? complaint(&r, e[0]) : 0;
	if (in->error.n)
		return refused(&r);
	/* obu: the event stands behind the result, which was looked at. */
	if (in->data.n)
		xg_scan_text(in->data, result_keys, &status, 1);
	if (status.n && !xg_str_is_text(status, "success")) {
		r.detail = status;
		return r.id ? want(&r, XG_WANT_NACK, none, false)
			    : by_payload(&r, XG_WANT_NACK);
	}
	return r.id ? want(&r, XG_WANT_ACK, none, false)
		    : by_payload(&r, XG_WANT_ACK);
}

int xg_gate_upgrade(struct xg_gate_in *in)
{
	struct xg_str none = { NULL, 0 };
	struct reply r = { .in = in, .detail = XG_STR("the service restarts") };
	int rc = xg_decoder_status(in->d, XG_ST_MAINTENANCE, none, in->conn,
		"the service restarts soon");

	return rc < 0 ? rc : want(&r, XG_WANT_RECONNECT, none, false);
}
