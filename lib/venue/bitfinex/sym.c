/* Instruments and their names [configs: pub:info:pair, pub:info:pair:futures,
 * pub:map:currency:sym]. */
#include "rec/sym.h"
#include "base/room.h"
#include "venue/bitfinex/bitfinex.h"

#include <stdlib.h>

#define SIGNIFICANT 5
#define NAMES_MAX 4096
#define CODE 32 /* bytes of an asset's name */

static bool ends_f0(struct xg_str s)
{
	return xg_str_has_suffix(s, XG_STR("F0"));
}

struct xg_str xg_bitfinex_market(struct xg_str native)
{
	return ends_f0(native) ? XG_STR("deriv") : XG_STR("spot");
}

/* Exponent of the first digit: 0 for 1..9. */
static int magnitude(struct xg_dec d)
{
	int n = d.e;

	for (int64_t m = d.m; m >= 10; m /= 10)
		n++;
	return n;
}

int xg_bitfinex_tick(
	struct xg_dec *out, const struct xg_instr *inst, struct xg_dec px)
{
	int e;

	if (px.m <= 0)
		return XG_ERR_RANGE;
	e = magnitude(px) - (SIGNIFICANT - 1);
	if (e < XG_DEC_EXP_MIN)
		e = XG_DEC_EXP_MIN;
	if (e > XG_DEC_EXP_MAX)
		return XG_ERR_RANGE;
	*out = xg_dec_max(xg_dec_make(1, e), inst->i.tick);
	return 0;
}

/* ---- names ---- */

struct names {
	struct {
		struct xg_str code, name;
	} * row; /* owned */
	size_t n, cap;
};

/* Letters and digits: what a unified symbol can hold. */
static bool is_word(struct xg_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
			!(c >= '0' && c <= '9'))
			return false;
	}
	return s.n > 0 && s.n < CODE;
}

/* [["UST","USDt"],...] */
static int read_names(struct names *out, struct xg_json *j)
{
	struct xg_str code, name;
	enum xg_json_tok tok;
	int rc = xg_frame_next(j, XG_JSON_ARR);

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_ARR) {
		rc = xg_json_text(j, &code);
		if (rc == 0)
			rc = xg_json_text(j, &name);
		if (rc == 0)
			rc = XG_ROOM(out->row, out->n, out->cap, NAMES_MAX);
		if (rc < 0)
			return rc;
		out->row[out->n].code = code;
		out->row[out->n++].name = name;
		while ((tok = xg_json_next(j)) != XG_JSON_ARR_END)
			if (tok == XG_JSON_ERR || xg_json_skip(j, NULL) < 0)
				return XG_ERR_SYNTAX;
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* The common name of a code: the venue's own list knows it, but for some; names
 * that are no words ("LEO-EOS") are of no use. */
static struct xg_str common(
	char out[static CODE], const struct names *names, struct xg_str code)
{
	static const struct {
		const char *code, *name;
	} known[] = { { "UST", "USDT" }, { "ALG", "ALGO" } };
	struct xg_str to = code;

	if (ends_f0(code) && code.n > 2)
		code.n -= 2;
	to = code;
	for (size_t i = 0; i < XG_LEN(known); i++)
		if (xg_str_is_text(code, known[i].code))
			to = xg_str_from(known[i].name);
	for (size_t i = 0; i < names->n; i++)
		if (xg_str_is(code, names->row[i].code) &&
			is_word(names->row[i].name))
			to = names->row[i].name;
	for (size_t i = 0; i < to.n; i++)
		out[i] = (char)(to.p[i] >= 'a' && to.p[i] <= 'z'
					? to.p[i] - 'a' + 'A'
					: to.p[i]);
	return (struct xg_str){ out, to.n };
}

/* BTCUSD, DOGE:USD: without a colon both codes have three letters. */
static bool split(struct xg_str pair, struct xg_str *base, struct xg_str *quote)
{
	*quote = pair;
	if (memchr(pair.n ? pair.p : "", ':', pair.n)) {
		*base = xg_str_cut(quote, ':');
	} else {
		if (pair.n != 6)
			return false;
		*base = (struct xg_str){ pair.p, 3 };
		*quote = (struct xg_str){ pair.p + 3, 3 };
	}
	return is_word(*base) && is_word(*quote);
}

/* ---- rows ---- */

struct list {
	bool deriv, renamed; /* the rows of this pass */
	int64_t rx;
	const struct xg_sink *sink;
	struct names names;
	struct xg_map seen; /* unified symbols */
	int n;
};

static int unreadable(const struct list *l, struct xg_str pair)
{
	char text[128];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"bitfinex: the instrument '%.*s' could not be read",
		(int)(pair.n < 48 ? pair.n : 48), pair.n ? pair.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_BITFINEX,
		(struct xg_str){ NULL, 0 }, 0, l->rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return l->sink->rec(l->sink->ctx, &rec);
}

/* The unified name; of two instruments with one name, the one whose codes are
 * the names has it, the other is named by its code. */
static int name_of(struct list *l, char out[static XG_SYM_MAX],
	const struct xg_sym *s, struct xg_str native)
{
	int n = xg_sym_fmt(out, s);
	bool made = false;

	if (n > 0 &&
		!xg_map_put(&l->seen, (struct xg_str){ out, (size_t)n }, &made))
		return XG_ERR_MEMORY;
	return n > 0 && made
		       ? n
		       : xg_sym_fmt(out, &(struct xg_sym){ .native = native });
}

static int put_inst(struct list *l, struct xg_str pair, struct xg_str least)
{
	char base[CODE], quote[CODE], native[2 * CODE + 2], name[XG_SYM_MAX];
	struct xg_sym s = { .kind = l->deriv ? XG_PERP : XG_SPOT };
	struct xg_str b, q, code;
	struct xg_dec min;
	struct xg_rec rec;
	int n;

	if (!split(pair, &b, &q) || ends_f0(b) != ends_f0(q) ||
		xg_scan_dec(&min, least) < 0 || xg_dec_sign(min) < 0)
		return l->renamed ? 0 : unreadable(l, pair);
	if (ends_f0(b) != l->deriv)
		return 0; /* of the other list */
	s.base = common(base, &l->names, b);
	s.quote = common(quote, &l->names, q);
	if (l->deriv)
		b.n -= 2;
	if (!xg_str_is(s.base, b) != l->renamed)
		return 0;
	n = snprintf(native, sizeof native, "t%.*s", XG_STR_ARG(pair));
	code = (struct xg_str){ native, (size_t)n };
	n = name_of(l, name, &s, code);
	if (n < 0)
		return n == XG_ERR_MEMORY ? n : unreadable(l, pair);
	xg_rec_start(&rec, XG_REC_INST, XG_BITFINEX,
		(struct xg_str){ name, (size_t)n }, 0, l->rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	if (l->deriv)
		XG_REC_SET(&rec, inst.settle, s.quote);
	XG_REC_SET(&rec, inst.kind, s.kind);
	XG_REC_SET(&rec, inst.native, code);
	/* At most 8 places, of price and amount [general]. */
	XG_REC_SET(&rec, inst.tick, xg_dec_make(1, -8));
	XG_REC_SET(&rec, inst.lot, xg_dec_make(1, -8));
	if (min.m)
		XG_REC_SET(&rec, inst.min_qty, min);
	if (l->deriv)
		XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
	XG_REC_SET(&rec, inst.status, XG_STR("trading"));
	XG_REC_SET(&rec, inst.market, xg_bitfinex_market(code));
	if (l->deriv)
		XG_REC_SET(&rec, inst.funding_s, 28800);
	l->n++;
	return l->sink->rec(l->sink->ctx, &rec);
}

#define INFO_LEAST 3 /* null, null, null, least, most, ... */

/* ["BTCUSD",[null,null,null,"0.00004","100.0",...]]; its ARR token was read. */
static int read_pair(void *ctx, struct xg_json *j)
{
	struct xg_str pair, v, least = { NULL, 0 };
	int rc = xg_json_text(j, &pair);
	enum xg_json_tok tok;

	if (rc == 0)
		rc = xg_frame_next(j, XG_JSON_ARR);
	if (rc < 0)
		return rc;
	for (int i = 0; (tok = xg_json_next(j)) != XG_JSON_ARR_END; i++) {
		if (tok == XG_JSON_ERR || xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
		v = j->val;
		if (i == INFO_LEAST &&
			(tok == XG_JSON_STR || tok == XG_JSON_NUM))
			least = v;
	}
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END)
		if (tok == XG_JSON_ERR || xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
	return put_inst(ctx, pair, least);
}

static int read_pairs(struct list *l, struct xg_str text)
{
	struct xg_json j;
	int rc;

	xg_json_init(&j, text.p, text.n);
	rc = xg_frame_next(&j, XG_JSON_ARR);
	return rc < 0 ? rc : xg_frame_rows(&j, XG_JSON_ARR, read_pair, l);
}

/* [pairs, names]: the second list may be missing. */
static int read_lists(struct list *l, struct xg_str body, struct xg_str *pairs)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int rc;

	xg_json_init(&j, body.p, body.n);
	rc = xg_frame_next(&j, XG_JSON_ARR);
	if (rc == 0)
		rc = xg_scan_value(&j, pairs);
	if (rc < 0 || !pairs->n || pairs->p[0] != '[')
		return rc < 0 ? rc : XG_ERR_TYPE;
	tok = xg_json_next(&j);
	if (tok == XG_JSON_ARR) {
		struct xg_str names;
		struct xg_json in;

		if (xg_json_skip(&j, &names) < 0)
			return XG_ERR_SYNTAX;
		xg_json_init(&in, names.p, names.n);
		return read_names(&l->names, &in);
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

int xg_bitfinex_insts(
	struct xg_str body, bool deriv, int64_t rx, const struct xg_sink *sink)
{
	struct list l = { .deriv = deriv, .rx = rx, .sink = sink };
	struct xg_str pairs;
	int rc = xg_json_check(body, NULL, NULL) < 0
			 ? XG_ERR_SYNTAX
			 : read_lists(&l, body, &pairs);

	for (int pass = 0; rc >= 0 && pass < 2; pass++) {
		l.renamed = pass;
		rc = read_pairs(&l, pairs);
	}
	free(l.names.row);
	xg_map_release(&l.seen);
	return rc < 0 ? rc : l.n;
}
