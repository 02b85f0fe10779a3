/* Answers of REST [REST API]: {"code","msg","data":[...]}; each row of an order
 * request has its own sCode. */
#include "venue/okx/okx.h"

static void put_detail(struct xg_answer *a, struct xg_str raw)
{
	struct xg_buf b = { .max = 4096 };

	if (xg_json_unescape(&b, raw) == 0)
		xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
}

static void set_code(struct xg_answer *a, struct xg_str code, struct xg_str msg)
{
	a->result = xg_okx_code(code, &a->reason);
	xg_str_copy(a->code, sizeof a->code, code);
	if (a->result != XG_RES_OK)
		put_detail(a, msg);
	if (a->result == XG_RES_LIMITED)
		a->retry_us = 2000000; /* no Retry-After: windows are 2 s */
}

/* A row of place, cancel, amend: its sCode is the truth of the order. */
static int ack_row(struct xg_answer *a, struct xg_json *j)
{
	static const char *const keys[] = { "ordId", "sCode", "sMsg",
		"subCode" };
	struct xg_str v[XG_LEN(keys)];

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	xg_str_copy(a->venue_id, sizeof a->venue_id, v[0]);
	if (v[1].n)
		set_code(a, v[1], v[2]);
	return 0;
}

static int time_row(struct xg_answer *a, struct xg_json *j)
{
	static const char *const keys[] = { "ts" };
	struct xg_str v[1];

	if (xg_okx_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	a->venue_time = xg_okx_ms(v[0]);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

static bool has_word(struct xg_str list, const char *word)
{
	while (list.n) {
		if (xg_str_is_text(xg_str_cut(&list, ','), word))
			return true;
	}
	return false;
}

static int config_row(struct xg_answer *a, const struct xg_ask *ask,
	struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	static const char *const keys[] = { "perm", "ip", "acctLv", "posMode" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	a->hedge = xg_str_is_text(v[3], "long_short_mode");
	a->margin_mode = xg_str_is_text(v[2], "3") || xg_str_is_text(v[2], "4");
	if (ask->op != XG_OP_KEYINFO)
		return 0;
	xg_rec_start(&rec, XG_REC_KEYINFO, XG_STR("okx"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, keyinfo.trade, has_word(v[0], "trade"));
	XG_REC_SET(&rec, keyinfo.withdraw, has_word(v[0], "withdraw"));
	XG_REC_SET(&rec, keyinfo.ip_bound, v[1].n > 0);
	return sink->rec(sink->ctx, &rec);
}

static int fee_row(const struct xg_ask *ask, struct xg_json *j, int64_t rx,
	const struct xg_sink *sink)
{
	static const char *const keys[] = { "maker", "taker" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec maker, taker;
	struct xg_rec rec;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	/* Absent is not free of charge. */
	if (xg_okx_dec(&maker, v[0]) <= 0 || xg_okx_dec(&taker, v[1]) <= 0)
		return XG_ERR_RANGE;
	/* the venue's sign: negative is what we pay */
	xg_rec_start(&rec, XG_REC_FEE, XG_STR("okx"),
		ask->inst ? ask->inst->sym : (struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, fee.maker, xg_dec_neg(maker));
	XG_REC_SET(&rec, fee.taker, xg_dec_neg(taker));
	return sink->rec(sink->ctx, &rec);
}

static int oi_row(const struct xg_insts *insts, struct xg_json *j, int64_t rx,
	const struct xg_sink *sink)
{
	static const char *const keys[] = { "instId", "oiCcy", "ts" };
	struct xg_str v[XG_LEN(keys)];
	const struct xg_instr *inst;
	struct xg_rec rec;
	struct xg_dec qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = xg_insts_native(insts, XG_STR("okx"), xg_okx_market(v[0]), v[0]);
	if (!inst)
		return 0;
	if (xg_dec_from(&qty, v[1]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(
		&rec, XG_REC_OI, XG_STR("okx"), inst->sym, xg_okx_ms(v[2]), rx);
	XG_REC_SET(&rec, oi.qty, qty);
	return sink->rec(sink->ctx, &rec);
}

static int row(struct xg_answer *a, const struct xg_ask *ask, struct xg_json *j,
	int64_t rx, const struct xg_insts *insts, const struct xg_sink *sink)
{
	struct xg_str ord = { NULL, 0 };
	int rc;

	switch (ask->op) {
	case XG_OP_PLACE:
	case XG_OP_CANCEL:
	case XG_OP_AMEND:
		return ack_row(a, j);
	case XG_OP_TIME:
		return time_row(a, j);
	case XG_OP_INSTS:
		return xg_okx_inst(j, rx, sink);
	case XG_OP_OI:
		return oi_row(insts, j, rx, sink);
	case XG_OP_QUERY:
	case XG_OP_OPEN:
		rc = xg_okx_order_row(j, insts, rx, false, sink, &ord);
		xg_str_copy(ask->op == XG_OP_QUERY ? a->venue_id : a->cursor,
			sizeof a->venue_id, ord);
		return rc;
	case XG_OP_FILLS:
		rc = xg_okx_fill_row(j, insts, rx, sink, &ord);
		xg_str_copy(a->cursor, sizeof a->cursor, ord);
		return rc;
	case XG_OP_BALANCES:
		return xg_okx_balance_rows(j, rx, sink);
	case XG_OP_POSITIONS:
		return xg_okx_position_row(j, insts, rx, sink);
	case XG_OP_FEES:
		return fee_row(ask, j, rx, sink);
	case XG_OP_KEYINFO:
	case XG_OP_MODE:
		return config_row(a, ask, j, rx, sink);
	default:
		return xg_json_skip(j, NULL);
	}
}

static int read_rows(struct xg_answer *a, const struct xg_ask *ask,
	struct xg_str data, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, data.p, data.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = row(a, ask, &j, rx, insts, sink);

		if (rc < 0)
			return rc;
		a->n++;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_SYNTAX;
}

/* No clear word: for what changes something, nobody knows what happened. */
static void unclear(struct xg_answer *a, const char *why, int http)
{
	a->result = XG_RES_UNKNOWN;
	a->reason = http ? XG_WHY_VENUE_DOWN : XG_WHY_TIMEOUT;
	xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

static bool is_order_op(const struct xg_ask *ask)
{
	return ask->op == XG_OP_PLACE || ask->op == XG_OP_CANCEL ||
	       ask->op == XG_OP_AMEND;
}

static void bad_form(struct xg_answer *a)
{
	a->result = XG_RES_BAD;
	put_detail(a, XG_STR("the answer is not of the documented form"));
}

/* A family that the venue does not know (51000, 51001, 51014 ...) has no options:
 * the others are asked for nevertheless. */
static void read_family(struct xg_answer *a, const struct xg_ask *ask,
	struct xg_str data, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink)
{
	bool list = !ask->cursor.n;

	if (!list && a->result == XG_RES_REJECTED && a->code[0] == '5' &&
		a->code[1] == '1')
		a->result = XG_RES_OK;
	else if (a->result == XG_RES_OK &&
		 (!data.n ||
			 (list ? xg_okx_families(a, data)
			       : read_rows(a, ask, data, rx, insts, sink)) < 0))
		bad_form(a);
	if (!list && a->result == XG_RES_OK)
		xg_okx_family_next(a, ask);
}

static void read_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str body, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink)
{
	static const char *const keys[] = { "code", "msg", "data" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_json j;

	if (http == 0) {
		unclear(a, "no answer came", 0);
		return;
	}
	if (xg_json_check(body, NULL, NULL) < 0) {
		if (http == 429) {
			set_code(a, XG_STR("50011"), XG_STR("HTTP 429"));
			return;
		}
		unclear(a,
			http >= 500 ? "the venue is out of order (HTTP 5xx)"
				    : "the answer is not JSON",
			http);
		return;
	}
	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_OBJ ||
		xg_okx_scan(&j, keys, v, XG_LEN(keys)) < 0 || !v[0].n) {
		if (http == 429)
			set_code(a, XG_STR("50011"), XG_STR("HTTP 429"));
		else
			unclear(a, "the answer has no code", http);
		return;
	}
	set_code(a, v[0], v[1]);
	if (http >= 500 && a->result == XG_RES_REJECTED &&
		a->reason != XG_WHY_VENUE_DOWN)
		a->result = XG_RES_UNKNOWN;
	if (ask->op == XG_OP_INSTS && xg_okx_is_families(ask)) {
		read_family(a, ask, v[2], rx, insts, sink);
		return;
	}
	if (!v[2].n)
		return;
	/* Code 1 and 2: the rows say which failed and why. */
	if (a->result == XG_RES_OK || xg_str_is_text(v[0], "1") ||
		xg_str_is_text(v[0], "2")) {
		int rc = read_rows(a, ask, v[2], rx, insts, sink);

		if (rc < 0)
			bad_form(a);
	}
	/* Pages of 100: a short one is the last. */
	if (a->n < 100)
		a->cursor[0] = '\0';
}

void xg_okx_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	(void)headers; /* the venue sends no usage headers */
	*a = (struct xg_answer){ .used = -1 };
	read_answer(a, ask, http, body, rx, insts, sink);
	/* An order that was "taken" without a row for it: nobody knows. */
	if (is_order_op(ask) && a->result == XG_RES_OK && a->n == 0)
		unclear(a, "the answer has no row for the order", http);
	if (is_order_op(ask) && a->result == XG_RES_BAD)
		a->result = XG_RES_UNKNOWN;
}
