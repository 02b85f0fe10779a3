/* Bitfinex: what /v2/conf tells of pairs and currencies, one answer a label.
 * Source: docs.bitfinex.com, reference "Configs". */
#include <stdio.h>

#include "sim/bitfinex.h"

/* A pair is its symbol without the "t". */
static const char *pair(const struct xg_sim_mkt *m)
{
	return m->spec.native + 1;
}

static bool is_dollar(const struct xg_sim_mkt *m)
{
	return strcmp(m->spec.quote, "USD") == 0;
}

/* ---- pairs ---- */

static bool is_margin(const struct xg_sim_mkt *m)
{
	return xg_bfx_is_spot(m) && is_dollar(m);
}

static bool is_future(const struct xg_sim_mkt *m)
{
	return !xg_bfx_is_spot(m);
}

static bool never(const struct xg_sim_mkt *m)
{
	(void)m;
	return false;
}

static const struct {
	const char *label;
	bool (*holds)(const struct xg_sim_mkt *m);
	bool info;
} lists[] = {
	{ "pub:list:pair:exchange", xg_bfx_is_spot, false },
	{ "pub:list:pair:margin", is_margin, false },
	{ "pub:list:pair:futures", is_future, false },
	{ "pub:list:pair:securities", never, false },
	{ "pub:info:pair", xg_bfx_is_spot, true },
	{ "pub:info:pair:futures", is_future, true },
};

/* A size in quotes, with a decimal at least. */
static void size(struct xg_buf *b, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, v);
	xg_buf_printf(b, ",\"%s%s\"", text, strchr(text, '.') ? "" : ".0");
}

/* The least and the most of an order, the margins. */
static void info(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_printf(b, "[\"%s\",[null,null,null", pair(m));
	size(b, m->spec.min_qty);
	size(b, m->spec.max_qty);
	xg_buf_text(b, ",null,null,null");
	if (is_future(m))
		xg_buf_text(b, ",0.01,0.005]]");
	else if (is_margin(m))
		xg_buf_text(b, ",0.2,0.1,null,null]]");
	else
		xg_buf_text(b, ",null,null,null,null]]");
}

static bool pairs(
	struct xg_buf *b, const struct xg_sim_venue *v, struct xg_str label)
{
	size_t i = 0, n = sizeof lists / sizeof *lists;

	while (i < n && !xg_str_is_text(label, lists[i].label))
		i++;
	if (i == n)
		return false;
	for (size_t k = 0; k < v->mkts; k++) {
		if (!lists[i].holds(v->mkt[k]))
			continue;
		xg_json_comma(b);
		if (lists[i].info)
			info(b, v->mkt[k]);
		else
			xg_buf_printf(b, "\"%s\"", pair(v->mkt[k]));
	}
	return true;
}

/* ---- currencies ---- */

/* One row of an answer about a currency; spot is false for that of a
 * derivative, which has F0 behind its name. */
struct ccy {
	const char *name;  /* "USDT" */
	const char *code;  /* "UST", "USTF0" */
	const char *under; /* "UST" */
	bool spot;
};

static void listed(struct xg_buf *b, const struct ccy *c)
{
	xg_json_comma(b);
	xg_buf_printf(b, "\"%s\"", c->code);
}

static void margin(struct xg_buf *b, const struct ccy *c)
{
	if (c->spot)
		listed(b, c);
}

static void sym(struct xg_buf *b, const struct ccy *c)
{
	char text[24];

	snprintf(text, sizeof text, "%s%s", c->name, c->spot ? "" : "0");
	if (strcmp(c->name, "USDT") == 0)
		text[3] = 't';
	else if (!c->spot || strcmp(c->name, c->code) == 0)
		return;
	xg_json_comma(b);
	xg_buf_printf(b, "[\"%s\",\"%s\"]", c->code, text);
}

static void label(struct xg_buf *b, const struct ccy *c)
{
	static const char *const names[][2] = { { "BTC", "Bitcoin" },
		{ "ETH", "Ethereum" }, { "USD", "US Dollar" },
		{ "USDT", "Tether USDt" }, { "SOL", "Solana" },
		{ "DOGE", "Dogecoin" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(c->name, names[i][0]) != 0)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "[\"%s\",\"%s%s\"]", c->code, names[i][1],
			c->spot ? "" : " (deriv)");
	}
}

static void undl(struct xg_buf *b, const struct ccy *c)
{
	if (c->spot)
		return;
	xg_json_comma(b);
	xg_buf_printf(b, "[\"%s\",\"%s\"]", c->code, c->under);
}

static void pool(struct xg_buf *b, const struct ccy *c)
{
	if (!c->spot || strcmp(c->name, "USDT") != 0)
		return;
	xg_json_comma(b);
	xg_buf_printf(b, "[\"%s\",\"ETH\"]", c->code);
}

static bool has_chain(const struct ccy *c)
{
	return c->spot && strcmp(c->name, "USD") != 0;
}

static void explorer(struct xg_buf *b, const struct ccy *c)
{
	if (!has_chain(c))
		return;
	xg_json_comma(b);
	xg_buf_printf(b,
		"[\"%s\",[\"https://x.invalid\",\"https://x.invalid/a/VAL\","
		"\"https://x.invalid/t/VAL\"]]",
		c->code);
}

static void fee(struct xg_buf *b, const struct ccy *c)
{
	if (!has_chain(c))
		return;
	xg_json_comma(b);
	xg_buf_printf(b, "[\"%s\",[0,0.0004]]", c->code);
}

static void method(struct xg_buf *b, const struct ccy *c)
{
	if (!has_chain(c))
		return;
	xg_json_comma(b);
	xg_buf_printf(b, "[\"CHAIN-%s\",[\"%s\"]]", c->code, c->code);
}

static void status(struct xg_buf *b, const struct ccy *c)
{
	if (!has_chain(c))
		return;
	xg_json_comma(b);
	xg_buf_printf(b,
		"[\"CHAIN-%s\",1,1,null,null,null,null,0,0,null,null,3]",
		c->code);
}

static void none(struct xg_buf *b, const struct ccy *c)
{
	(void)b;
	(void)c;
}

static const struct {
	const char *label;
	void (*put)(struct xg_buf *b, const struct ccy *c);
} maps[] = {
	{ "pub:list:currency", listed },
	{ "pub:list:currency:margin", margin },
	{ "pub:map:currency:sym", sym },
	{ "pub:map:currency:label", label },
	{ "pub:map:currency:unit", none },
	{ "pub:map:currency:undl", undl },
	{ "pub:map:currency:pool", pool },
	{ "pub:map:currency:explorer", explorer },
	{ "pub:map:currency:tx:fee", fee },
	{ "pub:map:tx:method", method },
	{ "pub:info:tx:status", status },
};

/* An asset of a market (quote or base) by its number: two a market. */
static const char *asset(const struct xg_sim_venue *v, size_t i, bool *spot)
{
	const struct xg_sim_mkt *m = v->mkt[i / 2];

	*spot = xg_bfx_is_spot(m);
	return i % 2 ? m->spec.quote : m->spec.base;
}

static bool is_first(const struct xg_sim_venue *v, size_t i)
{
	bool spot, other;
	const char *name = asset(v, i, &spot);

	for (size_t k = 0; k < i; k++)
		if (strcmp(asset(v, k, &other), name) == 0 && other == spot)
			return false;
	return true;
}

static void currencies(
	struct xg_buf *b, const struct xg_sim_venue *v, struct xg_str text)
{
	size_t i = 0, n = sizeof maps / sizeof *maps;

	while (i < n && !xg_str_is_text(text, maps[i].label))
		i++;
	for (size_t k = 0; i < n && k < 2 * v->mkts; k++) {
		char code[24], under[24];
		struct ccy c = { .code = code, .under = under };

		if (!is_first(v, k))
			continue;
		c.name = asset(v, k, &c.spot);
		xg_bfx_ccy(code, c.name, c.spot);
		xg_bfx_ccy(under, c.name, true);
		maps[i].put(b, &c);
	}
}

void xg_bfx_conf(struct xg_buf *b, struct xg_sim_front *f, struct xg_str text)
{
	xg_buf_char(b, '[');
	if (!pairs(b, &f->venue, text))
		currencies(b, &f->venue, text);
	xg_buf_char(b, ']');
}
