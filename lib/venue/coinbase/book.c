/* Channel level2, whose frames are called l2_data: rows of both sides mixed, in
 * no order, with absolute quantities. Source: Advanced Trade WebSocket channels,
 * level2. */
#include "venue/coinbase/coinbase.h"

/* Does the text at *p begin with this? Then *p is behind it. */
static bool eat(const char **p, const char *end, const char *text, size_t n)
{
	if ((size_t)(end - *p) < n || memcmp(*p, text, n) != 0)
		return false;
	*p += n;
	return true;
}
#define EAT(p, end, literal) eat((p), (end), (literal), sizeof(literal) - 1)

/* A plain text up to its quote, which is eaten. */
static bool text_at(const char **p, const char *end, struct xg_str *out)
{
	const char *from = *p, *to = from;

	while (to < end && *to != '"' && *to != '\\' && *to > ' ' && *to < 0x7f)
		to++;
	if (to >= end || *to != '"')
		return false;
	*out = (struct xg_str){ from, (size_t)(to - from) };
	*p = to + 1;
	return true;
}

int xg_coinbase_level(struct xg_coinbase_in *in, struct xg_coinbase_part *part,
	int side, struct xg_str pxt, struct xg_str qtyt)
{
	struct xg_dec px, qty;

	if (side < 0 || xg_dec_from(&px, pxt) < 0 || xg_dec_sign(px) <= 0) {
		part->bad = true;
		return 0;
	}
	if (xg_dec_from(&qty, qtyt) < 0 || xg_dec_sign(qty) < 0) {
		in->bad_rows++;
		qty = (struct xg_dec){ 0 };
	}
	return xg_coinbase_push(in->st, side, px, qty);
}

/* Rows in the usual form, without blanks; others are left to the parser. */
static int usual_rows(struct xg_coinbase_in *in, struct xg_json *j,
	struct xg_coinbase_part *part, bool first)
{
	const char *p = j->p, *end = j->end, *done = NULL;
	int rc = 0;

	while (rc == 0) {
		struct xg_str at, px, qty;
		int side;

		if (!first && !EAT(&p, end, ","))
			break;
		if (!EAT(&p, end, "{\"side\":\""))
			break;
		side = EAT(&p, end, "bid\"")	 ? 0
		       : EAT(&p, end, "offer\"") ? 1
						 : -1;
		if (side < 0 || !EAT(&p, end, ",\"event_time\":\"") ||
			!text_at(&p, end, &at) ||
			!EAT(&p, end, ",\"price_level\":\"") ||
			!text_at(&p, end, &px) ||
			!EAT(&p, end, ",\"new_quantity\":\"") ||
			!text_at(&p, end, &qty) || !EAT(&p, end, "}"))
			break;
		rc = xg_coinbase_level(in, part, side, px, qty);
		done = p;
		first = false;
	}
	if (done)
		xg_json_resume(j, done);
	return rc;
}

static int side_of(struct xg_str text)
{
	return xg_str_is_text(text, "bid")     ? 0
	       : xg_str_is_text(text, "offer") ? 1
					       : -1;
}

static int any_row(struct xg_coinbase_in *in, struct xg_json *j,
	struct xg_coinbase_part *part)
{
	static const char *const keys[] = { "side", "price_level",
		"new_quantity" };
	struct xg_str v[XG_LEN(keys)];

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	return xg_coinbase_level(in, part, side_of(v[0]), v[1], v[2]);
}

/* The array of `updates` (its ARR token was read). */
static int read_rows(struct xg_coinbase_in *in, struct xg_json *j,
	struct xg_coinbase_part *part)
{
	enum xg_json_tok tok;
	int rc = usual_rows(in, j, part, true);

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_OBJ) {
		rc = any_row(in, j, part);
		if (rc == 0)
			rc = usual_rows(in, j, part, false);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0
	       : tok == XG_JSON_ERR   ? XG_ERR_SYNTAX
				      : XG_ERR_TYPE;
}

int xg_coinbase_l2_event(struct xg_coinbase_in *in, struct xg_json *j)
{
	struct xg_coinbase_state *st = in->st;
	struct xg_str product = { NULL, 0 }, type = { NULL, 0 };
	struct xg_coinbase_part *part = xg_coinbase_part(in, product, false);
	enum xg_json_tok tok;
	bool rows = false;
	int rc = 0;

	if (!part)
		return XG_ERR_MEMORY;
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "type")) {
			rc = xg_json_text(j, &type);
		} else if (XG_JSON_KEY_IS(j, "product_id")) {
			rc = xg_json_text(j, &product);
		} else if (XG_JSON_KEY_IS(j, "updates")) {
			tok = xg_json_next(j);
			if (tok == XG_JSON_NULL)
				rows = true; /* an empty book */
			else if (tok != XG_JSON_ARR || rows)
				rc = tok == XG_JSON_ERR ? XG_ERR_SYNTAX
							: XG_ERR_TYPE;
			else
				rc = read_rows(in, j, part);
			rows = true;
		} else {
			rc = xg_json_skip(j, NULL);
		}
	}
	if (rc < 0)
		return rc;
	part->product = product;
	part->snap = xg_str_is_text(type, "snapshot");
	part->n[0] = st->n[0] - part->from[0];
	part->n[1] = st->n[1] - part->from[1];
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	if (!product.n || !rows ||
		(!part->snap && !xg_str_is_text(type, "update")))
		return XG_ERR_TYPE;
	return 0;
}
