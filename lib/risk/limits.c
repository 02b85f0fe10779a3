#include "risk/limits.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/attr.h"
#include "json/pull.h"
#include "rec/rec.h"

/* One parse: where it stands, for messages. */
struct parse {
	struct xg_limits *l;
	struct xg_json j;
	struct xg_error *err;
};

static int bad(const struct parse *p, const char *at, const char *fmt, ...)
	XG_PRINTF(3, 4);
static int bad(const struct parse *p, const char *at, const char *fmt, ...)
{
	struct xg_error place = { 0 };
	const char *text = p->l->conf.text.p;
	char msg[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	xg_conf_place(&p->l->conf, at > text ? (size_t)(at - text) : 0, &place);
	if (p->err) {
		p->err->line = place.line;
		p->err->col = place.col;
	}
	return xg_error_set(p->err, XG_ERR_CONFIG, "%s", msg);
}

static const char *here(const struct parse *p)
{
	return p->j.start ? p->j.val.p : p->j.p;
}

/* The value of a number's key. Sets or clears its bit. */
static int number(struct parse *p, size_t k, struct xg_lim_set *s)
{
	size_t n;
	const struct xg_lim_key *key = &xg_lim_keys(&n)[k];
	struct xg_dec v, min, max;
	enum xg_json_tok tok = xg_json_next(&p->j);

	if (tok == XG_JSON_NULL) {
		s->has &= ~(UINT64_C(1) << k);
		return 0;
	}
	if (key->kind == XG_LIMK_BOOL) {
		if (tok != XG_JSON_TRUE && tok != XG_JSON_FALSE)
			return bad(p, here(p), "%s: expected true or false",
				key->name);
		v = xg_dec_int(tok == XG_JSON_TRUE);
	} else if ((tok != XG_JSON_NUM && tok != XG_JSON_STR) ||
		   xg_json_as_dec(&p->j, &v) < 0) {
		return bad(p, here(p),
			"%s: expected a number of at most 18 "
			"digits, or null for no limit",
			key->name);
	}
	xg_dec_parse(&min, key->min, strlen(key->min));
	xg_dec_parse(&max, key->max, strlen(key->max));
	if (xg_dec_cmp(v, min) < 0 || xg_dec_cmp(v, max) > 0)
		return bad(p, here(p), "%s: must be from %s to %s %s",
			key->name, key->min, key->max, key->unit);
	if (key->kind == XG_LIMK_INT && xg_dec_places(v) > 0)
		return bad(p, here(p), "%s: must be a whole number", key->name);
	s->v[k] = v;
	s->has |= UINT64_C(1) << k;
	return 0;
}

/* A list of texts; each is given to `put`. */
static int list(struct parse *p, const char *name,
	int (*put)(struct parse *p, void *to, struct xg_str item), void *to)
{
	int rc = 0;

	if (xg_json_next(&p->j) != XG_JSON_ARR)
		return bad(p, here(p), "%s: expected a list of texts", name);
	while (rc == 0 && xg_json_next(&p->j) != XG_JSON_ARR_END) {
		if (p->j.tok != XG_JSON_STR || p->j.esc || p->j.val.n == 0)
			return bad(p, here(p), "%s: expected a text", name);
		rc = put(p, to, p->j.val);
	}
	return rc;
}

struct names {
	struct xg_str *item;
	size_t *n;
};

static int put_name(struct parse *p, void *to, struct xg_str item)
{
	struct names *t = to;

	if (*t->n == XG_LIM_NAMES)
		return bad(p, item.p, "more than %d names", XG_LIM_NAMES);
	t->item[(*t->n)++] = item;
	return 0;
}

static int put_side(struct parse *p, void *to, struct xg_str item)
{
	int side = xg_word_from(XG_WORDS_SIDE, item);

	if (!side)
		return bad(p, item.p, "expected buy or sell");
	*(unsigned *)to |= 1u << side;
	return 0;
}

static int put_kind(struct parse *p, void *to, struct xg_str item)
{
	int kind = xg_word_from(XG_WORDS_KIND, item);

	if (!kind)
		return bad(p, item.p, "expected limit or market");
	*(unsigned *)to |= 1u << kind;
	return 0;
}

static size_t find_key(const char *section, struct xg_str name)
{
	size_t n;
	const struct xg_lim_key *keys = xg_lim_keys(&n);

	for (size_t i = 0; i < n; i++) {
		bool same = section ? keys[i].section &&
					      !strcmp(section, keys[i].section)
				    : !keys[i].section;

		if (same && xg_str_is_text(name, keys[i].name))
			return i;
	}
	return n;
}

static const char *scope_name(unsigned scope)
{
	return scope == XG_LIM_TOP	  ? "the file"
	       : scope == XG_LIM_IN_VENUE ? "an entry of venues"
					  : "an entry of symbols";
}

static int known_number(struct parse *p, const char *section, unsigned scope,
	struct xg_lim_set *s, uint64_t *given)
{
	struct xg_str name = p->j.val;
	size_t n, k = find_key(section, name);
	const struct xg_lim_key *keys = xg_lim_keys(&n);

	if (k == n)
		return bad(p, name.p, "unknown key '%.*s' in %s",
			name.n > 40 ? 40 : (int)name.n, name.p,
			section ? section : scope_name(scope));
	if (!(keys[k].scope & scope))
		return bad(p, name.p, "%s cannot stand in %s", keys[k].name,
			scope_name(scope));
	*given |= UINT64_C(1) << k;
	return number(p, k, s);
}

static int section(struct parse *p, const char *name, unsigned scope,
	struct xg_lim_set *s, uint64_t *given)
{
	int rc = 0;

	if (xg_json_next(&p->j) != XG_JSON_OBJ)
		return bad(p, here(p), "%s: expected an object", name);
	while (rc == 0 && xg_json_next(&p->j) == XG_JSON_KEY)
		rc = known_number(p, name, scope, s, given);
	return rc;
}

static int over_member(struct parse *p, unsigned scope, struct xg_lim_over *o)
{
	if (XG_JSON_KEY_IS(&p->j, "allow_sides")) {
		o->has_sides = true;
		return list(p, "allow_sides", put_side, &o->set.sides);
	}
	if (XG_JSON_KEY_IS(&p->j, "allow_kinds")) {
		o->has_kinds = true;
		return list(p, "allow_kinds", put_kind, &o->set.kinds);
	}
	if (XG_JSON_KEY_IS(&p->j, "breaker"))
		return section(p, "breaker", scope, &o->set, &o->given);
	return known_number(p, NULL, scope, &o->set, &o->given);
}

/* "venues" or "symbols": an object of objects. */
static int overrides(struct parse *p, const char *name, unsigned scope)
{
	struct xg_limits *l = p->l;
	int rc = 0;

	if (xg_json_next(&p->j) != XG_JSON_OBJ)
		return bad(p, here(p), "%s: expected an object", name);
	while (rc == 0 && xg_json_next(&p->j) == XG_JSON_KEY) {
		struct xg_lim_over *o = &l->over[l->overs];

		if (l->overs == XG_LIM_OVERS)
			return bad(p, here(p),
				"more than %d entries in venues "
				"and symbols",
				XG_LIM_OVERS);
		if (p->j.esc || p->j.val.n == 0)
			return bad(p, here(p), "this is no name");
		o->name = p->j.val;
		if (xg_json_next(&p->j) != XG_JSON_OBJ)
			return bad(p, here(p), "%s: expected an object", name);
		while (rc == 0 && xg_json_next(&p->j) == XG_JSON_KEY)
			rc = over_member(p, scope, o);
		l->overs++;
	}
	return rc;
}

static int top_member(struct parse *p)
{
	struct xg_limits *l = p->l;
	struct xg_str name = p->j.val;
	struct names venues = { l->venue, &l->venues };
	struct names symbols = { l->symbol, &l->symbols };
	uint64_t given = 0;

	if (xg_str_is_text(name, "currency")) {
		if (xg_json_next(&p->j) != XG_JSON_STR || p->j.esc ||
			p->j.val.n == 0 || p->j.val.n > 24)
			return bad(p, here(p),
				"currency: expected the name of "
				"an asset, such as \"USDT\"");
		l->currency = p->j.val;
		return 0;
	}
	if (xg_str_is_text(name, "allow_venues")) {
		l->has_venues = true;
		return list(p, "allow_venues", put_name, &venues);
	}
	if (xg_str_is_text(name, "allow_symbols")) {
		l->has_symbols = true;
		return list(p, "allow_symbols", put_name, &symbols);
	}
	if (xg_str_is_text(name, "allow_sides")) {
		l->top.sides = 0;
		return list(p, "allow_sides", put_side, &l->top.sides);
	}
	if (xg_str_is_text(name, "allow_kinds")) {
		l->top.kinds = 0;
		return list(p, "allow_kinds", put_kind, &l->top.kinds);
	}
	if (xg_str_is_text(name, "breaker"))
		return section(p, "breaker", XG_LIM_TOP, &l->top, &given);
	if (xg_str_is_text(name, "size"))
		return section(p, "size", XG_LIM_TOP, &l->top, &given);
	return known_number(p, NULL, XG_LIM_TOP, &l->top, &given);
}

/* Overrides of venues come first in the list, wherever they stand in the
 * file: they are read in a pass of their own. */
static int pass(struct parse *p, int which)
{
	int rc = 0;

	xg_json_init(&p->j, p->l->conf.text.p, p->l->conf.text.len);
	xg_json_next(&p->j);
	while (rc == 0 && xg_json_next(&p->j) == XG_JSON_KEY) {
		bool venues = XG_JSON_KEY_IS(&p->j, "venues");
		bool symbols = XG_JSON_KEY_IS(&p->j, "symbols");

		if (which == 1 && venues)
			rc = overrides(p, "venues", XG_LIM_IN_VENUE);
		else if (which == 2 && symbols)
			rc = overrides(p, "symbols", XG_LIM_IN_SYMBOL);
		else if (which == 0 && !venues && !symbols)
			rc = top_member(p);
		else
			rc = xg_json_skip(&p->j, NULL);
	}
	return rc;
}

static void defaults(struct xg_limits *l)
{
	size_t n;
	const struct xg_lim_key *keys = xg_lim_keys(&n);

	l->currency = XG_STR("USDT");
	l->top.sides = 1u << XG_BUY | 1u << XG_SELL;
	l->top.kinds = 1u << XG_LIMIT | 1u << XG_MARKET;
	for (size_t i = 0; i < n; i++) {
		if (!keys[i].def)
			continue;
		xg_dec_parse(&l->top.v[i], keys[i].def, strlen(keys[i].def));
		l->top.has |= UINT64_C(1) << i;
	}
}

void xg_limits_release(struct xg_limits *l)
{
	xg_conf_release(&l->conf);
	free(l->over);
	*l = (struct xg_limits){ 0 };
}

int xg_limits_parse(
	struct xg_limits *l, struct xg_str text, struct xg_error *err)
{
	struct parse p = { .l = l, .err = err };
	int rc;

	*l = (struct xg_limits){ 0 };
	rc = xg_conf_parse(&l->conf, text, err);
	if (rc == 0) {
		l->over = calloc(XG_LIM_OVERS, sizeof *l->over);
		if (!l->over)
			rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	}
	if (rc == 0) {
		defaults(l);
		rc = pass(&p, 0);
	}
	if (rc == 0)
		rc = pass(&p, 1);
	l->venue_overs = l->overs;
	if (rc == 0)
		rc = pass(&p, 2);
	if (rc == 0 && !xg_lim_has(&l->top, XG_LIM_ORDER_NOTIONAL))
		rc = bad(&p, l->conf.text.p,
			"max_order_notional is missing: "
			"every file has to say it");
	if (rc < 0)
		xg_limits_release(l);
	return rc;
}

static void cap_one(struct xg_lim_set *s, struct xg_dec cap)
{
	if (xg_lim_has(s, XG_LIM_ORDER_NOTIONAL))
		cap = xg_dec_min(cap, s->v[XG_LIM_ORDER_NOTIONAL]);
	s->v[XG_LIM_ORDER_NOTIONAL] = cap;
	s->has |= UINT64_C(1) << XG_LIM_ORDER_NOTIONAL;
}

void xg_limits_stage(struct xg_limits *l, struct xg_dec cap)
{
	cap_one(&l->top, cap);
	for (size_t i = 0; i < l->overs; i++)
		cap_one(&l->over[i].set, cap);
}

static bool matches(const struct xg_limits *l, size_t i, struct xg_str venue,
	struct xg_str sym)
{
	struct xg_str v, name = l->over[i].name;

	if (i < l->venue_overs)
		return xg_str_glob(name, venue);
	if (xg_str_find(name, ':') == name.n ||
		xg_str_glob(name, sym)) /* a symbol may hold a colon */
		return xg_str_glob(name, sym);
	v = xg_str_cut(&name, ':');
	return xg_str_glob(v, venue) && xg_str_glob(name, sym);
}

void xg_limits_for(const struct xg_limits *l, struct xg_str venue,
	struct xg_str sym, struct xg_lim_set *out)
{
	*out = l->top;
	for (size_t i = 0; i < l->overs; i++) {
		const struct xg_lim_over *o = &l->over[i];

		if (!matches(l, i, venue, sym))
			continue;
		for (size_t k = 0; k < XG_LIM_N; k++) {
			if (o->given >> k & 1)
				out->v[k] = o->set.v[k];
		}
		out->has = (out->has & ~o->given) | (o->set.has & o->given);
		if (o->has_sides)
			out->sides = o->set.sides;
		if (o->has_kinds)
			out->kinds = o->set.kinds;
	}
}

bool xg_limits_allow_venue(const struct xg_limits *l, struct xg_str venue)
{
	for (size_t i = 0; i < l->venues; i++) {
		if (xg_str_glob(l->venue[i], venue))
			return true;
	}
	return !l->has_venues;
}

bool xg_limits_allow_symbol(
	const struct xg_limits *l, struct xg_str venue, struct xg_str sym)
{
	for (size_t i = 0; i < l->symbols; i++) {
		struct xg_str name = l->symbol[i], v;

		if (xg_str_glob(name, sym))
			return true;
		if (xg_str_find(name, ':') == name.n)
			continue;
		v = xg_str_cut(&name, ':');
		if (xg_str_glob(v, venue) && xg_str_glob(name, sym))
			return true;
	}
	return !l->has_symbols;
}

int64_t xg_lim_int(const struct xg_lim_set *s, enum xg_lim l)
{
	struct xg_dec v;

	if (!xg_lim_has(s, l) ||
		xg_dec_rescale(&v, s->v[l], 0, XG_ROUND_DOWN) < 0)
		return 0;
	return v.m;
}
