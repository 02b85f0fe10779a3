/* What the venue says about subscriptions, connections and itself. Source:
 * connect (four forms of acknowledgements and pongs), system status. */
#include "venue/bybit/bybit.h"

static int want(const struct xg_bybit_in *in, enum xg_want_kind kind,
	int64_t id, struct xg_str topic, bool again)
{
	struct xg_want w = { .kind = kind,
		.conn = in->conn,
		.id = id,
		.topic = topic,
		.detail = in->msg,
		.again = again };

	return xg_decoder_want(in->d, &w);
}

/* Cuts the next word of a message that has the form of a topic. */
static struct xg_str next_topic(struct xg_str *msg)
{
	static const char cuts[] = " ,:;[](){}\"'\\";

	while (msg->n) {
		struct xg_str word = { msg->p, 0 };
		size_t skip;

		while (word.n < msg->n && !strchr(cuts, word.p[word.n]))
			word.n++;
		skip = word.n + (word.n < msg->n);
		msg->p += skip;
		msg->n -= skip;
		if (word.n > 2 && memchr(word.p + 1, '.', word.n - 2))
			return word;
	}
	return (struct xg_str){ NULL, 0 };
}

static bool says(struct xg_str msg, const char *part)
{
	return memmem(msg.n ? msg.p : "", msg.n, part, strlen(part)) != NULL;
}

/* A request was refused: the whole of it for one topic that is bad, or that is
 * subscribed already ("error:already subscribed,topic:..."). That one is
 * settled, and the others of the request are asked again. */
static int refused(const struct xg_bybit_in *in, int64_t id)
{
	bool have = says(in->msg, "already subscribed");
	enum xg_want_kind kind = have ? XG_WANT_ACK : XG_WANT_NACK;
	struct xg_str rest = in->msg, topic = next_topic(&rest);
	int rc = 0;

	if (!topic.n)
		return want(in, kind, id, topic, false);
	while (rc >= 0 && topic.n) {
		struct xg_str next = next_topic(&rest);

		rc = want(in, kind, next.n ? 0 : id, topic, !next.n);
		topic = next;
	}
	return rc;
}

/* Wants for the texts of an array; what else is in it means nothing. */
static int each(const struct xg_bybit_in *in, struct xg_str list,
	enum xg_want_kind kind)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (rc >= 0 && (tok = xg_json_next(&j)) > XG_JSON_ARR_END)
		if (tok == XG_JSON_STR)
			rc = want(in, kind, 0, j.val, false);
	return rc;
}

static bool is_list(struct xg_str text)
{
	return !text.n || text.p[0] == '[';
}

/* Options: each topic by itself. */
static int command(struct xg_bybit_in *in)
{
	static const char *const keys[] = { "successTopics", "failTopics" };
	struct xg_str v[XG_LEN(keys)];
	int rc;

	if (xg_scan_text(in->data, keys, v, XG_LEN(keys)) < 0 ||
		!is_list(v[0]) || !is_list(v[1]))
		return XG_ERR_TYPE;
	rc = each(in, v[0], XG_WANT_ACK);
	if (!in->msg.n)
		in->msg = XG_STR("it is among the failed topics");
	return rc < 0 ? rc : each(in, v[1], XG_WANT_NACK);
}

/* 10016: out of order; 10019: the service restarts. A new connection goes on. */
static int draining(const struct xg_bybit_in *in)
{
	struct xg_str none = { NULL, 0 };
	int rc = xg_decoder_status(in->d, XG_ST_MAINTENANCE, none, in->conn,
		"the service restarts (%.*s %.*s)",
		(int)(in->code.n < 16 ? in->code.n : 16), in->code.p,
		(int)(in->msg.n < 120 ? in->msg.n : 120),
		in->msg.n ? in->msg.p : "");

	return rc < 0 ? rc : want(in, XG_WANT_RECONNECT, 0, none, false);
}

int xg_bybit_event(struct xg_bybit_in *in)
{
	struct xg_str none = { NULL, 0 };
	bool good =
		in->has_success ? in->success : xg_str_is_text(in->code, "0");
	int64_t id = 0;

	if (xg_str_is_text(in->code, "10016") ||
		xg_str_is_text(in->code, "10019"))
		return draining(in);
	if (xg_str_is_text(in->type, "COMMAND_RESP"))
		return command(in);
	/* The answer to a ping says "ping" or "pong". */
	if (xg_str_is_text(in->op, "ping") || xg_str_is_text(in->op, "pong") ||
		xg_str_is_text(in->op, "unsubscribe"))
		return 0;
	if (xg_str_is_text(in->op, "auth") && (in->has_success || in->code.n))
		return want(in, good ? XG_WANT_LOGIN_OK : XG_WANT_LOGIN_BAD, 0,
			none, false);
	if (!in->has_success)
		return 0;
	/* An empty id: of what was sent, all. */
	if (xg_str_i64(in->req_id, &id) < 0 || id < 0)
		id = 0;
	return in->success ? want(in, XG_WANT_ACK, id, none, false)
			   : refused(in, id);
}

static int notice_row(struct xg_bybit_in *in, struct xg_json *j)
{
	static const char *const keys[] = { "title", "state" };
	struct xg_str v[XG_LEN(keys)];

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	return xg_decoder_status(in->d, XG_ST_MAINTENANCE,
		(struct xg_str){ NULL, 0 }, in->conn, "%.*s: %.*s",
		(int)(v[1].n < 40 ? v[1].n : 40), v[1].n ? v[1].p : "",
		(int)(v[0].n < 120 ? v[0].n : 120), v[0].n ? v[0].p : "");
}

int xg_bybit_notice(struct xg_bybit_in *in)
{
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, in->data.p, in->data.n);
	if (!in->data.n || xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ)
		rc = notice_row(in, &j);
	return rc;
}
