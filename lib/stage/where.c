#include "stage/where.h"

#include <stdlib.h>

#include "base/buf.h"
#include "dec/dec.h"
#include "json/pull.h"

#define ITEMS_MAX 64
#define DEPTH_MAX 32

/* The condition in reverse Polish order. */
enum kind {
	MEMBER, /* text is the path */
	NUMBER,
	TEXT,
	TRUE,
	FALSE,
	NIL, /* literals */
	EQ,
	NE,
	LT,
	LE,
	GT,
	GE,
	NOT,
	AND,
	OR,
	OPEN, /* OPEN only while parsing */
	END,
	BAD,
};

struct item {
	enum kind kind;
	char *text; /* owned; NUL at its end */
	size_t n;
	struct xg_dec num;
};

struct xg_where {
	struct item item[ITEMS_MAX];
	size_t n;
};

struct value {
	enum kind
		kind; /* NUMBER, TEXT, TRUE, FALSE, NIL; BAD = anything else */
	struct xg_str text;
	struct xg_dec num;
	bool has_num; /* a TEXT that reads as a number */
};

/* ---- words ---- */

struct scan {
	const char *p;
	struct xg_str word;
	struct xg_where *w;
	enum kind stack[DEPTH_MAX]; /* operators that wait */
	size_t depth;
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (c >= '0' && c <= '9');
}

static enum kind name(struct scan *s)
{
	static const struct {
		const char *word;
		enum kind kind;
	} words[] = { { "and", AND }, { "or", OR }, { "not", NOT },
		{ "true", TRUE }, { "false", FALSE }, { "null", NIL } };
	bool dotted = *s->p == '.';
	size_t i;

	if (dotted)
		s->p++;
	s->word.p = s->p;
	if (*s->p >= '0' && *s->p <= '9')
		return BAD;
	while (is_name(*s->p) ||
		(*s->p == '.' && is_name(s->p[1]) && s->p > s->word.p))
		s->p++;
	s->word.n = (size_t)(s->p - s->word.p);
	for (i = 0; !dotted && i < XG_LEN(words); i++) {
		if (xg_str_is_text(s->word, words[i].word))
			return words[i].kind;
	}
	return s->word.n ? MEMBER : BAD;
}

static enum kind text(struct scan *s)
{
	s->word.p = ++s->p;
	while (*s->p && *s->p != '"') {
		if (*s->p == '\\')
			return BAD; /* jq knows escapes */
		s->p++;
	}
	s->word.n = (size_t)(s->p - s->word.p);
	return *s->p++ == '"' ? TEXT : BAD;
}

static enum kind number(struct scan *s)
{
	s->word.p = s->p;
	while (is_name(*s->p) || *s->p == '.' || *s->p == '-' || *s->p == '+')
		s->p++;
	s->word.n = (size_t)(s->p - s->word.p);
	return NUMBER;
}

static enum kind next(struct scan *s)
{
	char c;

	while (*s->p == ' ' || *s->p == '\t' || *s->p == '\n')
		s->p++;
	c = *s->p;
	if (!c)
		return END;
	if (c == '"')
		return text(s);
	if (c == '-' || (c >= '0' && c <= '9'))
		return number(s);
	if (c == '.' || is_name(c))
		return name(s);
	s->p++;
	if (c == '(')
		return OPEN;
	if (c == ')')
		return c;
	if (*s->p == '=') {
		s->p++;
		return c == '='	  ? EQ
		       : c == '!' ? NE
		       : c == '<' ? LE
		       : c == '>' ? GE
				  : BAD;
	}
	return c == '<' ? LT : c == '>' ? GT : BAD;
}

/* ---- grammar ---- */

static bool put(struct scan *s, enum kind kind)
{
	struct item *it = &s->w->item[s->w->n];

	if (s->w->n == ITEMS_MAX)
		return false;
	s->w->n++;
	it->kind = kind;
	if (kind == NUMBER)
		return xg_dec_from(&it->num, s->word) == 0;
	if (kind != MEMBER && kind != TEXT)
		return true;
	it->text = malloc(s->word.n + 1);
	if (!it->text)
		return false;
	xg_str_copy(it->text, s->word.n + 1, s->word);
	it->n = s->word.n;
	return true;
}

/* Moves waiting operators that bind at least as strongly as `kind` out. */
static bool reduce(struct scan *s, enum kind kind)
{
	while (s->depth && s->stack[s->depth - 1] != OPEN &&
		s->stack[s->depth - 1] <= kind) {
		if (!put(s, s->stack[--s->depth]))
			return false;
	}
	return true;
}

static bool push(struct scan *s, enum kind kind)
{
	if (s->depth == DEPTH_MAX)
		return false;
	s->stack[s->depth++] = kind;
	return true;
}

/* Operand, perhaps behind `not` and `(`. Leaves the item out. */
static bool operand(struct scan *s)
{
	enum kind k;

	while ((k = next(s)) == NOT || k == OPEN) {
		if (!push(s, k))
			return false;
	}
	return k <= NIL && put(s, k);
}

/* Comparisons do not associate: a < b < c is refused. */
static bool parse(struct scan *s)
{
	bool compared = false;
	enum kind k;

	if (!operand(s))
		return false;
	while ((k = next(s)) != END) {
		if (k == (enum kind)')') {
			if (!reduce(s, OR) || s->depth == 0)
				return false;
			s->depth--;	 /* the OPEN */
			compared = true; /* (a) < b is left to jq */
		} else if (k >= EQ && k <= GE && !compared) {
			compared = true;
			if (!push(s, k) || !operand(s) ||
				s->stack[s->depth - 1] != k || !reduce(s, GE))
				return false;
		} else if (k == AND || k == OR) {
			compared = false;
			if (!reduce(s, k) || !push(s, k) || !operand(s))
				return false;
		} else {
			return false;
		}
	}
	return reduce(s, OR) && s->depth == 0;
}

struct xg_where *xg_where_new(const char *text_in, struct xg_error *err)
{
	struct scan s = { .p = text_in };

	s.w = calloc(1, sizeof *s.w);
	if (!s.w) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	if (parse(&s))
		return s.w;
	xg_error_set(err, XG_ERR_SUPPORT, "not a simple condition");
	xg_where_free(s.w);
	return NULL;
}

void xg_where_free(struct xg_where *w)
{
	size_t i;

	if (!w)
		return;
	for (i = 0; i < w->n; i++)
		free(w->item[i].text);
	free(w);
}

/* ---- evaluation ---- */

static struct value literal(const struct item *it)
{
	return (struct value){
		.kind = it->kind, .num = it->num, .text = { it->text, it->n }
	};
}

static struct value member(const struct item *it, struct xg_str json)
{
	struct value v = { .kind = NIL };
	struct xg_str s;

	if (xg_json_find(json, it->text, &s) != 1 || s.n == 0)
		return v;
	switch (s.p[0]) {
	case '"':
		v.kind = TEXT;
		v.text = (struct xg_str){ s.p + 1, s.n - 2 };
		v.has_num = xg_dec_from(&v.num, v.text) == 0;
		break;
	case 't':
		v.kind = TRUE;
		break;
	case 'f':
		v.kind = FALSE;
		break;
	case 'n':
		break;
	case '{':
	case '[':
		v.kind = BAD;
		break;
	default:
		v.kind = xg_dec_from(&v.num, s) == 0 ? NUMBER : BAD;
	}
	return v;
}

static bool same_kind(const struct value *a, const struct value *b, int *cmp)
{
	bool a_num = a->kind == NUMBER || (b->kind == NUMBER && a->has_num);
	bool b_num = b->kind == NUMBER || (a->kind == NUMBER && b->has_num);

	*cmp = 0;
	if (a_num && b_num) {
		*cmp = xg_dec_cmp(a->num, b->num);
		return true;
	}
	if (a->kind != b->kind || a->kind == BAD)
		return false;
	if (a->kind == TEXT)
		*cmp = xg_str_cmp(a->text, b->text);
	return true;
}

static bool compare(enum kind op, const struct value *a, const struct value *b)
{
	int c;

	if (!same_kind(a, b, &c))
		return op == NE;
	switch (op) {
	case EQ:
		return c == 0;
	case NE:
		return c != 0;
	case LT:
		return c < 0;
	case LE:
		return c <= 0;
	case GT:
		return c > 0;
	default:
		return c >= 0;
	}
}

static bool truth(const struct value *v)
{
	return v->kind != NIL && v->kind != FALSE;
}

bool xg_where_holds(const struct xg_where *w, struct xg_str json)
{
	struct value v[ITEMS_MAX];
	size_t n = 0, i;
	bool b;

	for (i = 0; i < w->n; i++) {
		const struct item *it = &w->item[i];

		if (it->kind == MEMBER) {
			v[n++] = member(it, json);
			continue;
		}
		if (it->kind <= NIL) {
			v[n++] = literal(it);
			continue;
		}
		if (it->kind == NOT) {
			b = !truth(&v[n - 1]);
		} else {
			n--;
			if (it->kind == AND)
				b = truth(&v[n - 1]) && truth(&v[n]);
			else if (it->kind == OR)
				b = truth(&v[n - 1]) || truth(&v[n]);
			else
				b = compare(it->kind, &v[n - 1], &v[n]);
		}
		v[n - 1] = (struct value){ .kind = b ? TRUE : FALSE };
	}
	return n == 1 && truth(&v[0]);
}
