/* What the venue says about subscriptions, connections and itself. Source:
 * JSON-RPC, heartbeats, platform state. */
#include "venue/deribit/deribit.h"

static const struct xg_str none = { NULL, 0 };

static int want(const struct xg_deribit_in *in, enum xg_want_kind kind,
	int64_t id, struct xg_str topic, struct xg_str detail)
{
	struct xg_want w = { .kind = kind,
		.conn = in->conn,
		.id = id,
		.topic = topic,
		.detail = detail };

	return xg_decoder_want(in->d, &w);
}

static int send(const struct xg_deribit_in *in, struct xg_str text)
{
	struct xg_want w = {
		.kind = XG_WANT_SEND, .conn = in->conn, .text = text
	};

	return xg_decoder_want(in->d, &w);
}

/* The list has what is subscribed; what was asked for and is not in it was
 * refused without a word. */
static int subscribed(const struct xg_deribit_in *in)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, in->result.p, in->result.n);
	xg_json_next(&j);
	while (rc >= 0 && (tok = xg_json_next(&j)) > XG_JSON_ARR_END)
		if (tok == XG_JSON_STR)
			rc = want(in, XG_WANT_ACK, 0, j.val, none);
	return rc < 0 ? rc
		      : want(in, XG_WANT_NACK, in->id, none,
				XG_STR("it is not in the list of what was "
				       "subscribed"));
}

static int status(const struct xg_deribit_in *in, int event, const char *what,
	struct xg_str text)
{
	return xg_decoder_status(in->d, event, none, in->conn, "%s%.*s", what,
		(int)(text.n < 120 ? text.n : 120), text.n ? text.p : "");
}

/* What passes by is asked for again after a while: the topics stay open. */
static int refused(const struct xg_deribit_in *in)
{
	enum { CODE, MSG, DATA, KEYS };
	static const char *const keys[KEYS] = { "code", "message", "data" };
	struct xg_str v[KEYS];
	int64_t code = 0;
	int why;

	if (xg_scan_text(in->error, keys, v, KEYS) < 0 ||
		xg_str_i64(v[CODE], &code) < 0)
		return XG_ERR_TYPE;
	switch (xg_deribit_code(code, &why)) {
	case XG_RES_LIMITED:
		return status(in, XG_ST_RATELIMIT, "the venue says: ", v[MSG]);
	case XG_RES_UNKNOWN:
		return status(in, XG_ST_ERROR, "the venue says: ", v[MSG]);
	default:
		break;
	}
	if (why == XG_WHY_VENUE_DOWN || !in->has_id ||
		in->id >= XG_DERIBIT_ID_LEAVE)
		return status(in, XG_ST_ERROR, "the venue says: ", v[MSG]);
	return want(in, XG_WANT_NACK, in->id, none, v[MSG]);
}

/* Heartbeats are on; now its notices, which need no login. */
static int greeted(const struct xg_deribit_in *in)
{
	return send(
		in, XG_STR("{\"jsonrpc\":\"2.0\",\"id\":9000000003,\"method\":"
			   "\"public/subscribe\",\"params\":{\"channels\":["
			   "\"platform_state\"]}}"));
}

int xg_deribit_event(struct xg_deribit_in *in)
{
	bool list = in->result.n && in->result.p[0] == '[';

	if (xg_str_is_text(in->method, "heartbeat"))
		return xg_str_is_text(in->type, "test_request")
			       ? send(in, XG_STR("{\"jsonrpc\":\"2.0\",\"id\":"
						 "9000000002,\"method\":"
						 "\"public/test\",\"params\":"
						 "{}}"))
			       : 0;
	if (in->error.n && in->error.p[0] == '{')
		return refused(in);
	if (!in->has_result || !in->has_id)
		return 0;
	if (in->id == XG_DERIBIT_ID_HELLO)
		return greeted(in);
	if (in->id == XG_DERIBIT_ID_PLATFORM && list &&
		!memmem(in->result.p, in->result.n, "platform_state", 14))
		return status(in, XG_ST_ERROR,
			"the venue gives no notice of maintenance", none);
	return in->id < XG_DERIBIT_ID_LEAVE && list ? subscribed(in) : 0;
}

/* Of the platform as a whole, or of an index: then the connection is as good as
 * before. */
int xg_deribit_platform_apply(struct xg_deribit_in *in)
{
	const struct xg_str *v = &in->val[XG_DERIBIT_V0];
	bool on = xg_str_is_text(v[0], "true") || xg_str_is_text(v[1], "true");
	int rc;

	if (!v[0].n && !v[1].n)
		return 0;
	if (!on)
		return status(in, XG_ST_RECOVERED,
			"the platform is open again ", v[2]);
	rc = status(in, XG_ST_MAINTENANCE,
		xg_str_is_text(v[1], "true") ? "maintenance of the platform "
					     : "the platform is locked ",
		v[2]);
	return rc < 0 || v[2].n ? rc
				: want(in, XG_WANT_RECONNECT, 0, none, none);
}
