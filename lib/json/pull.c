#include "json/pull.h"

#include "base/err.h"
#include "json/scan.h"

/* What may come next. */
enum {
	WANT_VALUE,  /* the text's one value */
	WANT_KEY1,   /* first key or } */
	WANT_KEY,    /* key after a comma */
	WANT_MEMBER, /* colon and value */
	WANT_ITEM1,  /* first item or ] */
	WANT_COMMA,  /* comma or the end of the container */
	WANT_NOTHING /* only white space */
};

void xg_json_init(struct xg_json *j, const char *p, size_t n)
{
	if (!p) /* an empty text may have no address */
		p = "";
	*j = (struct xg_json){ .p = p, .end = p + n, .start = p };
}

static enum xg_json_tok fail(struct xg_json *j, const char *at, const char *why)
{
	j->err = why;
	j->err_at = (size_t)(at - j->start);
	j->tok = XG_JSON_ERR;
	return XG_JSON_ERR;
}

static const char *blank(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
		p++;
	return p;
}

static int hex4(const char *p, const char *end)
{
	int v = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i];

		v <<= 4;
		if (c >= '0' && c <= '9')
			v |= c - '0';
		else if (c >= 'a' && c <= 'f')
			v |= c - 'a' + 10;
		else if (c >= 'A' && c <= 'F')
			v |= c - 'A' + 10;
		else
			return -1;
	}
	return v;
}

/* Behind a valid escape whose backslash is at p; NULL when it is not. */
static const char *escape(const char *p, const char *end)
{
	int v;

	if (end - p < 2)
		return NULL;
	if (p[1] != 'u')
		return strchr("\"\\/bfnrt", p[1]) && p[1] ? p + 2 : NULL;
	v = hex4(p + 2, end);
	if (v < 0 || (v >= 0xdc00 && v <= 0xdfff))
		return NULL;
	if (v < 0xd800 || v > 0xdbff)
		return p + 6;
	/* A high surrogate needs its low one. */
	if (end - p < 12 || p[6] != '\\' || p[7] != 'u')
		return NULL;
	v = hex4(p + 8, end);
	return v >= 0xdc00 && v <= 0xdfff ? p + 12 : NULL;
}

/* The string whose opening quote is at p. false after fail(). */
static bool string(struct xg_json *j, const char *p)
{
	const char *begin = ++p;
	const char *end = j->end;

	j->esc = false;
	for (;;) {
		p = xg_json_plain(p, end);
		if (p == end) {
			fail(j, p, "the string does not end");
			return false;
		}
		if (*p == '"')
			break;
		if (*p == '\\') {
			const char *next = escape(p, end);

			if (!next) {
				fail(j, p, "bad escape in a string");
				return false;
			}
			j->esc = true;
			p = next;
		} else if ((unsigned char)*p < 0x20) {
			fail(j, p, "control character in a string");
			return false;
		} else {
			size_t n = xg_json_utf8(p, end);

			if (!n) {
				fail(j, p, "the text is not UTF-8");
				return false;
			}
			p += n;
		}
	}
	j->val = (struct xg_str){ begin, (size_t)(p - begin) };
	j->p = p + 1;
	return true;
}

static bool is_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

static enum xg_json_tok number(struct xg_json *j, const char *p)
{
	const char *begin = p, *end = j->end;

	if (*p == '-')
		p++;
	if (!is_digit(p, end))
		return fail(j, p, "expected a digit");
	if (*p == '0') {
		p++;
		if (is_digit(p, end))
			return fail(j, p, "a number may not begin with 0");
	} else {
		while (is_digit(p, end))
			p++;
	}
	if (p < end && *p == '.') {
		p++;
		if (!is_digit(p, end))
			return fail(j, p, "expected a digit");
		while (is_digit(p, end))
			p++;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		if (!is_digit(p, end))
			return fail(j, p, "expected a digit");
		while (is_digit(p, end))
			p++;
	}
	j->val = (struct xg_str){ begin, (size_t)(p - begin) };
	j->p = p;
	return XG_JSON_NUM;
}

static enum xg_json_tok word(struct xg_json *j, const char *p, const char *text,
	enum xg_json_tok tok)
{
	size_t n = strlen(text);

	if ((size_t)(j->end - p) < n || memcmp(p, text, n) != 0)
		return fail(j, p, "expected a value");
	j->val = (struct xg_str){ p, n };
	j->p = p + n;
	return tok;
}

static enum xg_json_tok open_at(struct xg_json *j, const char *p, bool object)
{
	if (j->depth == XG_JSON_DEPTH)
		return fail(j, p, "nested too deeply");
	j->is_obj = j->is_obj << 1 | object;
	j->depth++;
	j->val = (struct xg_str){ p, 1 };
	j->p = p + 1;
	j->state = object ? WANT_KEY1 : WANT_ITEM1;
	j->tok = object ? XG_JSON_OBJ : XG_JSON_ARR;
	return j->tok;
}

static enum xg_json_tok close_at(struct xg_json *j, const char *p)
{
	enum xg_json_tok tok =
		j->is_obj & 1 ? XG_JSON_OBJ_END : XG_JSON_ARR_END;

	j->is_obj >>= 1;
	j->depth--;
	j->val = (struct xg_str){ p, 1 };
	j->p = p + 1;
	j->state = j->depth ? WANT_COMMA : WANT_NOTHING;
	j->tok = tok;
	return tok;
}

static enum xg_json_tok value(struct xg_json *j, const char *p)
{
	enum xg_json_tok tok;

	if (p == j->end)
		return fail(j, p, "the text ends early");
	switch (*p) {
	case '"':
		tok = string(j, p) ? XG_JSON_STR : XG_JSON_ERR;
		break;
	case '{':
		return open_at(j, p, true);
	case '[':
		return open_at(j, p, false);
	case 't':
		tok = word(j, p, "true", XG_JSON_TRUE);
		break;
	case 'f':
		tok = word(j, p, "false", XG_JSON_FALSE);
		break;
	case 'n':
		tok = word(j, p, "null", XG_JSON_NULL);
		break;
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		tok = number(j, p);
		break;
	default:
		return fail(j, p, "expected a value");
	}
	if (tok != XG_JSON_ERR)
		j->state = j->depth ? WANT_COMMA : WANT_NOTHING;
	j->tok = tok;
	return tok;
}

static enum xg_json_tok key(struct xg_json *j, const char *p)
{
	if (p == j->end)
		return fail(j, p, "the text ends early");
	if (*p != '"')
		return fail(j, p, "expected a member name");
	if (!string(j, p))
		return XG_JSON_ERR;
	j->state = WANT_MEMBER;
	j->tok = XG_JSON_KEY;
	return XG_JSON_KEY;
}

void xg_json_resume(struct xg_json *j, const char *p)
{
	j->p = p;
	j->val = (struct xg_str){ p - 1, 1 };
	j->state = WANT_COMMA;
	j->tok = XG_JSON_ARR_END;
}

void xg_json_enter(struct xg_json *j, const char *p)
{
	j->p = p;
	j->depth = 1;
	j->is_obj = 1;
	j->state = WANT_MEMBER;
	j->tok = XG_JSON_KEY;
}

enum xg_json_tok xg_json_next(struct xg_json *j)
{
	const char *p, *end = j->end;

	if (XG_UNLIKELY(j->err != NULL))
		return XG_JSON_ERR;
	p = j->p;
	/* Frames of exchanges have no blanks: look before calling. */
	if (p < end && (unsigned char)*p <= ' ')
		p = blank(p, end);
	switch (j->state) {
	case WANT_COMMA:
		if (p == end)
			return fail(j, p, "the text ends early");
		if (*p == ',') {
			p++;
			if (p < end && (unsigned char)*p <= ' ')
				p = blank(p, end);
			return j->is_obj & 1 ? key(j, p) : value(j, p);
		}
		if (*p == (j->is_obj & 1 ? '}' : ']'))
			return close_at(j, p);
		return fail(j, p, "expected a comma or the end");
	case WANT_MEMBER:
		if (p == end)
			return fail(j, p, "the text ends early");
		if (*p != ':')
			return fail(j, p, "expected a colon");
		p++;
		if (p < end && (unsigned char)*p <= ' ')
			p = blank(p, end);
		return value(j, p);
	case WANT_KEY1:
		if (p < end && *p == '}')
			return close_at(j, p);
		return key(j, p);
	case WANT_ITEM1:
		if (p < end && *p == ']')
			return close_at(j, p);
		return value(j, p);
	case WANT_VALUE:
		return value(j, p);
	default:
		if (p != end)
			return fail(j, p, "unexpected text behind the value");
		j->p = p;
		j->tok = XG_JSON_END;
		return XG_JSON_END;
	}
}
