/* Acks and refusals of Advanced Trade. Source: live captures of 2026-09. */
#include "venue/coinbase/coinbase.h"

#define TOPIC_MAX 128

static int ack(
	struct xg_coinbase_in *in, struct xg_str name, struct xg_str code)
{
	char text[TOPIC_MAX];
	struct xg_want w = { .kind = XG_WANT_ACK, .conn = in->conn };
	int n = snprintf(text, sizeof text, "%.*s:%.*s",
		(int)(name.n < TOPIC_MAX ? name.n : TOPIC_MAX), name.p,
		(int)(code.n < TOPIC_MAX ? code.n : TOPIC_MAX), code.p);

	if (n < 0 || (size_t)n >= sizeof text)
		return 0; /* none that was asked for */
	w.topic = (struct xg_str){ text, (size_t)n };
	return xg_decoder_want(in->d, &w);
}

int xg_coinbase_ack_list(
	struct xg_coinbase_in *in, struct xg_str name, struct xg_json *j)
{
	enum xg_json_tok tok;
	int rc = 0;

	while (rc >= 0 && (tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok == XG_JSON_STR)
			rc = ack(in, name, j->val);
		else if (tok == XG_JSON_ERR || tok == XG_JSON_END ||
			 xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
	}
	return rc < 0 ? rc : 0;
}

int xg_coinbase_acks(struct xg_coinbase_in *in, struct xg_str event)
{
	struct xg_json j;
	int rc = 0;

	if (!event.n)
		return 0;
	xg_json_init(&j, event.p, event.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_KEY) {
		struct xg_str name = j.val;

		if (xg_json_next(&j) == XG_JSON_ARR)
			rc = xg_coinbase_ack_list(in, name, &j);
		else if (xg_json_skip(&j, NULL) < 0)
			return XG_ERR_SYNTAX;
	}
	return rc;
}

int xg_coinbase_error(
	struct xg_coinbase_in *in, struct xg_str message, struct xg_str reason)
{
	struct xg_want w = { .kind = XG_WANT_NACK, .conn = in->conn };
	char text[160];
	int n = snprintf(text, sizeof text, "%.*s%s%.*s",
		(int)(message.n < 60 ? message.n : 60),
		message.n ? message.p : "", reason.n ? ": " : "",
		(int)(reason.n < 90 ? reason.n : 90), reason.n ? reason.p : "");

	w.detail = (struct xg_str){ text, n > 0 ? (size_t)n : 0 };
	return xg_decoder_want(in->d, &w);
}
