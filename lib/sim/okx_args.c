#include "sim/okx_args.h"

#include <stddef.h>

#include "base/err.h"

enum kind { TEXT, FLAG, INT };

struct field {
	const char *name;
	enum kind kind;
	size_t at, has; /* offsets; has only for INT */
};

#define ARG(n, m) \
	{ \
		n, TEXT, offsetof(struct xg_sim_okx_args, m), 0 \
	}
static const struct field order_fields[] = {
	ARG("instId", inst_id),
	ARG("tdMode", td_mode),
	ARG("side", side),
	ARG("ordType", ord_type),
	ARG("sz", sz),
	ARG("px", px),
	ARG("clOrdId", cl_ord_id),
	ARG("tag", tag),
	ARG("posSide", pos_side),
	ARG("tgtCcy", tgt_ccy),
	ARG("stpMode", stp_mode),
	ARG("ordId", ord_id),
	ARG("newSz", new_sz),
	ARG("newPx", new_px),
	ARG("reqId", req_id),
	ARG("expTime", exp_time),
	{ "reduceOnly", FLAG, offsetof(struct xg_sim_okx_args, reduce_only),
		0 },
	{ "cxlOnFail", FLAG, offsetof(struct xg_sim_okx_args, cxl_on_fail), 0 },
	{ "instIdCode", INT, offsetof(struct xg_sim_okx_args, inst_code),
		offsetof(struct xg_sim_okx_args, has_code) },
	{ NULL, TEXT, 0, 0 },
};
#undef ARG

#define SUB(n, m) \
	{ \
		n, TEXT, offsetof(struct xg_sim_okx_sub, m), 0 \
	}
static const struct field sub_fields[] = {
	SUB("channel", channel),
	SUB("instId", inst_id),
	SUB("instType", inst_type),
	SUB("instFamily", inst_family),
	SUB("ccy", ccy),
	{ NULL, TEXT, 0, 0 },
};
#undef SUB

#define LOGIN(n, m) \
	{ \
		n, TEXT, offsetof(struct xg_sim_okx_login, m), 0 \
	}
static const struct field login_fields[] = {
	LOGIN("apiKey", key),
	LOGIN("passphrase", passphrase),
	LOGIN("timestamp", timestamp),
	LOGIN("sign", sign),
	{ NULL, TEXT, 0, 0 },
};
#undef LOGIN

static const struct field *find(
	const struct field *fields, const struct xg_json *j)
{
	const struct field *f = fields;

	while (f->name && !xg_json_key_is_text(j, f->name))
		f++;
	return f->name ? f : NULL;
}

/* The value just read into its place. The venue takes flags as texts too. */
static bool put(const struct xg_json *j, const struct field *f, char *base)
{
	int64_t *i = (int64_t *)(void *)(base + f->at);

	switch (f->kind) {
	case FLAG:
		*(bool *)(base + f->at) =
			j->tok == XG_JSON_TRUE ||
			(j->tok == XG_JSON_STR &&
				xg_str_is_text(j->val, "true"));
		return j->tok == XG_JSON_TRUE || j->tok == XG_JSON_FALSE ||
		       (j->tok == XG_JSON_STR &&
			       (j->val.n == 0 ||
				       xg_str_is_text(j->val, "true") ||
				       xg_str_is_text(j->val, "false")));
	case INT:
		if ((j->tok != XG_JSON_NUM && j->tok != XG_JSON_STR) ||
			xg_str_i64(j->val, i))
			return false;
		*(bool *)(base + f->has) = true;
		return true;
	case TEXT:
		break;
	}
	if ((j->tok != XG_JSON_STR && j->tok != XG_JSON_NUM) || j->esc)
		return false;
	*(struct xg_str *)(void *)(base + f->at) = j->val;
	return true;
}

/* The members of one object, by a table. */
static int read_members(struct xg_json *j, const struct field *fields,
	void *out, const char **bad)
{
	enum xg_json_tok t;

	if (j->tok != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while ((t = xg_json_next(j)) == XG_JSON_KEY) {
		const struct field *f = j->esc ? NULL : find(fields, j);

		if (!f) {
			if (xg_json_skip(j, NULL))
				return XG_ERR_SYNTAX;
			continue;
		}
		t = xg_json_next(j);
		if (t == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if (!put(j, f, out) && !*bad && t != XG_JSON_NULL)
			*bad = f->name;
		if ((t == XG_JSON_OBJ || t == XG_JSON_ARR) &&
			xg_json_skip(j, NULL))
			return XG_ERR_SYNTAX;
	}
	return t == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

int xg_sim_okx_args_read(struct xg_json *j, struct xg_sim_okx_args *out)
{
	*out = (struct xg_sim_okx_args){ 0 };
	return read_members(j, order_fields, out, &out->bad);
}

int xg_sim_okx_sub_read(struct xg_json *j, struct xg_sim_okx_sub *out)
{
	*out = (struct xg_sim_okx_sub){ 0 };
	return read_members(j, sub_fields, out, &out->bad);
}

int xg_sim_okx_login_read(struct xg_json *j, struct xg_sim_okx_login *out)
{
	*out = (struct xg_sim_okx_login){ 0 };
	return read_members(j, login_fields, out, &out->bad);
}

bool xg_sim_okx_is_alnum(struct xg_str s, size_t max)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			    (c >= 'a' && c <= 'z')))
			return false;
	}
	return s.n > 0 && s.n <= max;
}

int xg_sim_okx_frame_read(struct xg_str text, struct xg_sim_okx_frame *out)
{
	struct xg_json j;
	enum xg_json_tok t;

	*out = (struct xg_sim_okx_frame){ .args = XG_STR("") };
	if (xg_json_check(text, NULL, NULL))
		return XG_ERR_SYNTAX;
	xg_json_init(&j, text.p, text.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while ((t = xg_json_next(&j)) == XG_JSON_KEY) {
		struct xg_str *to = NULL, whole;
		bool args = false, id = false;

		if (XG_JSON_KEY_IS(&j, "op"))
			to = &out->op;
		else if ((id = XG_JSON_KEY_IS(&j, "id")))
			to = &out->id;
		else if (XG_JSON_KEY_IS(&j, "expTime"))
			to = &out->exp_time;
		else
			args = XG_JSON_KEY_IS(&j, "args");
		t = xg_json_next(&j);
		if (to && ((t != XG_JSON_STR && t != XG_JSON_NUM) || j.esc))
			return XG_ERR_TYPE;
		if (to)
			*to = j.val;
		if (id && !xg_sim_okx_is_alnum(j.val, 32))
			return XG_ERR_RANGE;
		if (args && t != XG_JSON_ARR)
			return XG_ERR_TYPE;
		if (t != XG_JSON_OBJ && t != XG_JSON_ARR)
			continue;
		if (xg_json_skip(&j, &whole))
			return XG_ERR_SYNTAX;
		if (args)
			out->args = whole;
	}
	return out->op.n ? 0 : XG_ERR_TYPE;
}
