/* Spot pairs and their names. Source: the venue's documents, spot info. Anybody
 * may deploy a token, and call it as another one is called: a pair gets a plain
 * name only when nothing else in the list has a claim to it. */
#include <stdlib.h>

#include "base/room.h"
#include "rec/sym.h"
#include "venue/hyperliquid/hyperliquid.h"

#define ROWS_MAX 8192

/* Whose name counts, where several tokens would have it. */
enum { PLAIN, ALIASED, CANONICAL };

struct token {
	struct xg_str name; /* by its common name */
	struct xg_str decimals;
	int64_t index;
	int rank;
	bool sure; /* no other token has a better or equal claim */
};
struct pair {
	struct xg_str native;
	int64_t index;
	const struct token *base, *quote; /* NULL: not in the list */
	bool canonical;
};
struct list {
	struct token *token; /* owned */
	struct pair *pair;   /* owned */
	size_t tokens, pairs, token_cap, pair_cap;
};

/* Tokens of the bridge Unit, and of Tether. */
static struct xg_str common(struct xg_str name, int *rank)
{
	static const char *const known[][2] = { { "UBTC", "BTC" },
		{ "UETH", "ETH" }, { "USOL", "SOL" }, { "USDT0", "USDT" } };

	for (size_t i = 0; i < XG_LEN(known); i++) {
		if (xg_str_is_text(name, known[i][0])) {
			*rank = ALIASED;
			return xg_str_from(known[i][1]);
		}
	}
	return name;
}

static int token_row(struct xg_json *j, struct list *l)
{
	static const char *const keys[] = { "name", "szDecimals", "index",
		"isCanonical" };
	struct xg_str v[XG_LEN(keys)];
	struct token t = { 0 };
	int rc;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (xg_str_i64(v[2], &t.index) < 0 || !v[0].n ||
		memchr(v[0].p, '\\', v[0].n))
		return 0; /* its pairs have no base then, which is told */
	t.name = common(v[0], &t.rank);
	t.decimals = v[1];
	if (xg_str_is_text(v[3], "true"))
		t.rank = CANONICAL;
	rc = l->tokens < ROWS_MAX
		     ? XG_ROOM(l->token, l->tokens, l->token_cap, XG_ROOM_ANY)
		     : XG_ERR_LIMIT;
	if (rc < 0)
		return rc;
	l->token[l->tokens++] = t;
	return 0;
}

static const struct token *token_at(const struct list *l, struct xg_str index)
{
	int64_t i;

	if (xg_str_i64(index, &i) < 0)
		return NULL;
	for (size_t k = 0; k < l->tokens; k++) {
		if (l->token[k].index == i)
			return &l->token[k];
	}
	return NULL;
}

static int pair_row(struct xg_json *j, struct list *l)
{
	static const char *const keys[] = { "name", "index", "tokens",
		"isCanonical" };
	struct xg_str v[XG_LEN(keys)], base, quote;
	struct pair t = { .index = -1 };
	int rc;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	t.native = v[0];
	t.canonical = xg_str_is_text(v[3], "true");
	if (v[2].n > 2 && v[2].p[0] == '[') {
		struct xg_json k;

		xg_json_init(&k, v[2].p, v[2].n);
		xg_json_next(&k);
		if (xg_json_text(&k, &base) == 0 &&
			xg_json_text(&k, &quote) == 0) {
			t.base = token_at(l, base);
			t.quote = token_at(l, quote);
		}
	}
	if (xg_str_i64(v[1], &t.index) < 0 || !t.base || !t.quote)
		t.index = -1;
	rc = l->pairs < ROWS_MAX
		     ? XG_ROOM(l->pair, l->pairs, l->pair_cap, XG_ROOM_ANY)
		     : XG_ERR_LIMIT;
	if (rc < 0)
		return rc;
	l->pair[l->pairs++] = t;
	return 0;
}

static int rows(struct xg_str text, struct list *l,
	int (*row)(struct xg_json *j, struct list *l))
{
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, text.p, text.n);
	if (!text.n || xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = row(&j, l);

		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* Of tokens with one name the only one of the highest rank may have it. */
static void judge(struct list *l)
{
	for (size_t i = 0; i < l->tokens; i++) {
		struct token *t = &l->token[i];

		t->sure = true;
		for (size_t k = 0; k < l->tokens && t->sure; k++) {
			t->sure = k == i || l->token[k].rank < t->rank ||
				  !xg_str_is(l->token[k].name, t->name);
		}
	}
}

/* Another pair of the same two tokens takes the name away, unless this one is
 * the venue's canonical one. */
static bool is_plain(const struct list *l, const struct pair *p)
{
	if (!p->base->sure || !p->quote->sure)
		return false;
	for (size_t k = 0; k < l->pairs; k++) {
		const struct pair *o = &l->pair[k];

		if (o != p && o->index >= 0 && o->base == p->base &&
			o->quote == p->quote && o->canonical >= p->canonical)
			return false;
	}
	return true;
}

static int name_of(
	char out[static XG_SYM_MAX], const struct list *l, const struct pair *p)
{
	const struct xg_sym s = {
		.kind = XG_SPOT, .base = p->base->name, .quote = p->quote->name
	};
	struct xg_sym back;
	int n = is_plain(l, p) ? xg_sym_fmt(out, &s) : XG_ERR_SYNTAX;

	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = p->native });
}

static int emit(const struct list *l, const struct pair *p, int64_t rx,
	const struct xg_sink *sink)
{
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	int n;

	if (p->index < 0 || !p->native.n ||
		memchr(p->native.p, '\\', p->native.n))
		return xg_hyperliquid_unreadable(sink, rx, p->native);
	n = name_of(sym, l, p);
	if (n < 0)
		return xg_hyperliquid_unreadable(sink, rx, p->native);
	xg_rec_start(&rec, XG_REC_INST, XG_HYPERLIQUID,
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, p->base->name);
	XG_REC_SET(&rec, inst.quote, p->quote->name);
	XG_REC_SET(&rec, inst.kind, XG_SPOT);
	XG_REC_SET(&rec, inst.native, p->native);
	if (xg_hyperliquid_rules(&rec, XG_SPOT, p->base->decimals) < 0)
		return xg_hyperliquid_unreadable(sink, rx, p->native);
	/* 10 USDC: in another quote asset it is another number. */
	if (xg_str_is_text(p->quote->name, "USDC") && p->quote->sure)
		XG_REC_SET(&rec, inst.min_notional, xg_dec_int(10));
	XG_REC_SET(&rec, inst.status, XG_STR("trading"));
	XG_REC_SET(&rec, inst.market, XG_STR("spot"));
	XG_REC_SET(&rec, inst.code, 10000 + p->index);
	return sink->rec(sink->ctx, &rec);
}

int xg_hyperliquid_spots(
	struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	static const char *const keys[] = { "tokens", "universe" };
	struct xg_str v[XG_LEN(keys)];
	struct list l = { 0 };
	int rc;

	if (xg_scan_text(body, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_TYPE;
	rc = rows(v[0], &l, token_row);
	if (rc == 0)
		rc = rows(v[1], &l, pair_row);
	judge(&l);
	for (size_t i = 0; i < l.pairs && rc >= 0; i++)
		rc = emit(&l, &l.pair[i], rx, sink);
	free(l.token);
	free(l.pair);
	return rc < 0 ? rc : (int)l.pairs;
}
