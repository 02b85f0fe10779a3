#include "sess/subs.h"

#include <stdlib.h>
#include <strings.h>

#include "rec/sym.h"
#include "sess/near.h"

void xg_picks_release(struct xg_picks *p)
{
	free(p->list);
	*p = (struct xg_picks){ 0 };
}

bool xg_sub_is_pattern(struct xg_str sym)
{
	return xg_str_find(sym, '*') < sym.n || xg_str_find(sym, '?') < sym.n;
}

static int add(struct xg_picks *p, const struct xg_instr *inst)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->list[i] == inst)
			return 0;
	}
	if (p->n == p->cap) {
		size_t cap = p->cap ? 2 * p->cap : 16;
		void *list = realloc(p->list, cap * sizeof *p->list);

		if (!list)
			return XG_ERR_MEMORY;
		p->list = list;
		p->cap = cap;
	}
	p->list[p->n++] = inst;
	return 0;
}

static bool is_open(const struct xg_instr *inst)
{
	return !inst->i.status.n || xg_str_is_text(inst->i.status, "trading");
}

/* BASE/QUOTE[:SETTLE] with * and ?, as xg writes it; else the text itself. */
static struct xg_str unified(char *out, size_t size, struct xg_str text)
{
	struct xg_str rest = text, base, quote;
	bool odd;
	int n;

	if (xg_str_find(text, '/') == text.n)
		return text;
	base = xg_str_cut(&rest, '/');
	quote = xg_str_cut(&rest, ':');
	odd = rest.n && !xg_str_is(rest, quote) && !xg_str_is(rest, base);
	n = snprintf(out, size, "%.*s-%.*s%s%s%.*s", XG_STR_ARG(base),
		XG_STR_ARG(quote), rest.n ? "-PERP" : "", odd ? ":" : "",
		odd ? (int)rest.n : 0, rest.p ? rest.p : "");
	if (n < 0 || (size_t)n >= size)
		return text;
	return (struct xg_str){ out, (size_t)n };
}

static int pick_pattern(struct xg_picks *out, const struct xg_insts *insts,
	const char *venue, struct xg_str sym, struct xg_error *err)
{
	char text[2 * XG_SYM_MAX];
	struct xg_str pattern = unified(text, sizeof text, sym);
	int n = 0;

	for (size_t i = 0; i < insts->n; i++) {
		const struct xg_instr *inst = insts->list[i];

		if (!xg_str_is_text(inst->venue, venue) || !is_open(inst) ||
			!xg_str_glob(pattern, inst->sym))
			continue;
		if (add(out, inst) < 0)
			return XG_ERR_MEMORY;
		n++;
	}
	if (n == 0)
		return xg_error_set(err, XG_ERR_ABSENT,
			"%s lists nothing like %.*s; see xg-inst %s", venue,
			XG_STR_ARG(sym), venue);
	return n;
}

static bool same_code(struct xg_str a, struct xg_str b)
{
	return a.n == b.n && a.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* The instrument with a native code; *second: another one that has it. */
static const struct xg_instr *by_code(const struct xg_insts *insts,
	const char *venue, struct xg_str code, const struct xg_instr **second)
{
	const struct xg_instr *first = NULL;

	*second = NULL;
	for (size_t i = 0; i < insts->n && !*second; i++) {
		const struct xg_instr *inst = insts->list[i];

		if (!xg_str_is_text(inst->venue, venue) ||
			!same_code(inst->i.native, code))
			continue;
		if (first)
			*second = inst;
		else
			first = inst;
	}
	return first;
}

static int pick_native(struct xg_picks *out, const struct xg_insts *insts,
	const char *venue, struct xg_str code, struct xg_error *err)
{
	const struct xg_instr *second;
	const struct xg_instr *first = by_code(insts, venue, code, &second);

	if (second)
		return xg_error_set(err, XG_ERR_DUP,
			"%s:~%.*s is %.*s and %.*s; say which", venue,
			XG_STR_ARG(code), XG_STR_ARG(first->sym),
			XG_STR_ARG(second->sym));
	if (!first)
		return xg_error_set(err, XG_ERR_ABSENT,
			"%s has no instrument with the code %.*s", venue,
			XG_STR_ARG(code));
	return add(out, first) < 0 ? XG_ERR_MEMORY : 1;
}

/* sym is as the user wrote it, name as xg writes it. */
static int absent(const struct xg_insts *insts, const char *venue,
	struct xg_str sym, struct xg_str name, struct xg_error *err)
{
	const struct xg_instr *second;
	const struct xg_instr *near = by_code(insts, venue, sym, &second);

	if (!near)
		near = xg_near(insts, venue, name);
	if (near)
		return xg_error_set(err, XG_ERR_ABSENT,
			"%s has no %.*s; did you mean %s:%.*s?", venue,
			(int)(sym.n < 64 ? sym.n : 64), sym.p, venue,
			XG_STR_ARG(near->sym));
	return xg_error_set(err, XG_ERR_ABSENT,
		"%s has no %.*s; xg-inst %s lists what it has", venue,
		(int)(sym.n < 64 ? sym.n : 64), sym.p, venue);
}

int xg_subs_pick(struct xg_picks *out, const struct xg_insts *insts,
	const char *venue, struct xg_str sym, struct xg_error *err)
{
	char text[XG_SYM_MAX];
	const struct xg_instr *inst;
	struct xg_str name;
	int n;

	if (sym.n == 0 || sym.n >= XG_SYM_MAX)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"%s: a symbol has 1 to %d bytes", venue,
			XG_SYM_MAX - 1);
	if (sym.p[0] == '~')
		return pick_native(out, insts, venue,
			(struct xg_str){ sym.p + 1, sym.n - 1 }, err);
	if (xg_sub_is_pattern(sym))
		return pick_pattern(out, insts, venue, sym, err);
	n = xg_sym_normal(text, sym);
	if (n < 0)
		return absent(insts, venue, sym, sym, err);
	name = (struct xg_str){ text, (size_t)n };
	inst = xg_insts_sym(insts, xg_str_from(venue), name);
	if (!inst)
		return absent(insts, venue, sym, name, err);
	return add(out, inst) < 0 ? XG_ERR_MEMORY : 1;
}
