/* Unified symbols and the spellings that are read as such. */
#include "rec/sym.h"

static bool is_asset(struct xg_str s)
{
	if (s.n == 0 || s.n > 32)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == '-' || c == ':' || c == '/' || c == '~' ||
			c == '"' || c == '\\' || c == '*' || c == '?' ||
			c == 0x7f)
			return false;
	}
	return true;
}

static bool is_number(struct xg_str s)
{
	struct xg_dec d;

	return xg_dec_from(&d, s) == 0 && d.m > 0;
}

static int date_of(struct xg_str s, int64_t *out)
{
	if (s.n != 8 || xg_str_i64(s, out) < 0)
		return XG_ERR_SYNTAX;
	if (*out / 10000 < 2000 || *out / 100 % 100 < 1 ||
		*out / 100 % 100 > 12 || *out % 100 < 1 || *out % 100 > 31)
		return XG_ERR_RANGE;
	return 0;
}

int xg_sym_parse(struct xg_sym *out, struct xg_str text)
{
	struct xg_str rest = text, main_part, part;

	*out = (struct xg_sym){ 0 };
	if (text.n == 0 || text.n >= XG_SYM_MAX)
		return XG_ERR_SYNTAX;
	if (text.p[0] == '~') {
		out->native = (struct xg_str){ text.p + 1, text.n - 1 };
		return out->native.n ? 0 : XG_ERR_SYNTAX;
	}
	main_part = xg_str_cut(&rest, ':');
	if (main_part.n < text.n && !is_asset(rest))
		return XG_ERR_SYNTAX;
	out->settle = rest;
	out->base = xg_str_cut(&main_part, '-');
	out->quote = xg_str_cut(&main_part, '-');
	if (!is_asset(out->base) || !is_asset(out->quote))
		return XG_ERR_SYNTAX;
	out->kind = XG_SPOT;
	if (main_part.n == 0)
		return 0;
	part = xg_str_cut(&main_part, '-');
	if (xg_str_is_text(part, "PERP")) {
		out->kind = XG_PERP;
		return main_part.n ? XG_ERR_SYNTAX : 0;
	}
	if (date_of(part, &out->expiry) < 0)
		return XG_ERR_SYNTAX;
	out->kind = XG_FUTURE;
	if (main_part.n == 0)
		return 0;
	out->kind = XG_OPTION;
	out->strike = xg_str_cut(&main_part, '-');
	if (!is_number(out->strike) || main_part.n != 1 ||
		(main_part.p[0] != 'C' && main_part.p[0] != 'P'))
		return XG_ERR_SYNTAX;
	out->cp = main_part.p[0];
	return 0;
}

int xg_sym_fmt(char out[static XG_SYM_MAX], const struct xg_sym *s)
{
	struct xg_buf b = { .max = XG_SYM_MAX - 1 };
	int n;

	if (s->native.n) {
		xg_buf_char(&b, '~');
		xg_buf_str(&b, s->native);
	} else {
		xg_buf_str(&b, s->base);
		xg_buf_char(&b, '-');
		xg_buf_str(&b, s->quote);
		if (s->kind == XG_PERP)
			xg_buf_text(&b, "-PERP");
		if (s->expiry) {
			xg_buf_char(&b, '-');
			xg_buf_i64(&b, s->expiry);
		}
		if (s->kind == XG_OPTION) {
			xg_buf_char(&b, '-');
			xg_buf_str(&b, s->strike);
			xg_buf_char(&b, '-');
			xg_buf_char(&b, s->cp);
		}
		if (s->settle.n) {
			xg_buf_char(&b, ':');
			xg_buf_str(&b, s->settle);
		}
	}
	n = b.failed || b.len >= XG_SYM_MAX ? XG_ERR_LIMIT : (int)b.len;
	if (n >= 0)
		xg_str_copy(out, XG_SYM_MAX, xg_buf_view(&b));
	xg_buf_release(&b);
	return n;
}

/* Other names of the same asset. */
static struct xg_str asset(struct xg_str a)
{
	if (xg_str_is_text(a, "XBT"))
		return XG_STR("BTC");
	if (xg_str_is_text(a, "XDG"))
		return XG_STR("DOGE");
	return a;
}

/* ccxt: BASE/QUOTE[:SETTLE[-YYMMDD[-STRIKE-C|P]]] */
static int from_ccxt(struct xg_sym *s, struct xg_str text)
{
	struct xg_str rest = text, tail;

	*s = (struct xg_sym){ .kind = XG_SPOT };
	s->base = xg_str_cut(&rest, '/');
	s->quote = xg_str_cut(&rest, ':');
	if (rest.n == 0)
		return 0;
	s->kind = XG_PERP;
	tail = rest;
	rest = xg_str_cut(&tail, '-');
	/* Settled in quote or base is the plain one. */
	if (!xg_str_is(rest, s->quote) && !xg_str_is(rest, s->base))
		s->settle = rest;
	if (tail.n == 0)
		return 0;
	rest = xg_str_cut(&tail, '-');
	if (rest.n != 6 || xg_str_i64(rest, &s->expiry) < 0)
		return XG_ERR_SYNTAX;
	s->expiry += 20000000;
	s->kind = XG_FUTURE;
	if (tail.n == 0)
		return 0;
	s->kind = XG_OPTION;
	s->strike = xg_str_cut(&tail, '-');
	if (tail.n != 1)
		return XG_ERR_SYNTAX;
	s->cp = tail.p[0];
	return 0;
}

int xg_sym_normal(char out[static XG_SYM_MAX], struct xg_str text)
{
	char made[XG_SYM_MAX];
	struct xg_sym s;
	int rc;

	if (text.n && text.p[0] != '~' && xg_str_find(text, '/') < text.n)
		rc = from_ccxt(&s, text);
	else
		rc = xg_sym_parse(&s, text);
	if (rc < 0)
		return rc;
	if (!s.native.n) {
		s.base = asset(s.base);
		s.quote = asset(s.quote);
	}
	rc = xg_sym_fmt(made, &s);
	if (rc < 0)
		return rc;
	/* What was made must be a symbol itself. */
	if (xg_sym_parse(&s, (struct xg_str){ made, (size_t)rc }) < 0)
		return XG_ERR_SYNTAX;
	memcpy(out, made, (size_t)rc + 1);
	return rc;
}

int xg_sub_split(struct xg_str sub, struct xg_str *venue, struct xg_str *sym)
{
	*venue = xg_str_cut(&sub, ':');
	*sym = sub;
	return venue->n && sym->n ? 0 : XG_ERR_SYNTAX;
}
