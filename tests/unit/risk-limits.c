/* risk: the limits file: what is wrong is told by line and column, and the most
 * special entry holds. */
#include "risk/limits.h"
#include "base/attr.h"
#include "rec/rec.h"
#include "tap.h"

static void wrong(const char *text, int line, int col, const char *words)
{
	struct xg_error err = { 0 };
	struct xg_limits l;
	int rc = xg_limits_parse(&l, xg_str_from(text), &err);

	ok(rc < 0 && err.line == line && err.col == col &&
			strstr(err.text, words),
		"%s: %lld:%lld: %s", text, (long long)err.line,
		(long long)err.col, err.text);
	ok(l.over == NULL && l.conf.text.p == NULL,
		"and nothing is left of it");
}

static void wrongs(void)
{
	wrong("", 1, 1, "empty");
	wrong("[]", 1, 1, "expected an object");
	wrong("{\"max_order_notional\":1", 1, 24, "");
	wrong("{\"max_order_notional\":1,\n \"x\":1}", 2, 3, "unknown key 'x'");
	wrong("{\"max_order_notional\":\"a\"}", 1, 24, "expected a number");
	wrong("{\"max_order_notional\":1,\"max_order_notional\":2}", 1, 26,
		"given before");
	wrong("{\"max_order_notional\":1,\"max_open_orders\":1.5}", 1, 43,
		"whole number");
	wrong("{\"max_order_notional\":1,\"max_open_orders\":5000}", 1, 43,
		"from 0 to 4096 orders");
	wrong("{\"max_order_notional\":1,\"breaker\":{\"max_fee_bps\":1}}", 1,
		37, "unknown key 'max_fee_bps' in breaker");
	wrong("{\"max_order_notional\":1,\"venues\":{\"okx\":"
	      "{\"max_daily_loss\":1}}}",
		1, 43, "cannot stand in an entry of venues");
	wrong("{\"max_order_notional\":1,\"symbols\":{\"A\":"
	      "{\"max_open_orders\":1}}}",
		1, 42, "cannot stand in an entry of symbols");
	wrong("{\"max_order_notional\":1,\"allow_sides\":[\"up\"]}", 1, 41,
		"buy or sell");
	wrong("{\"max_order_notional\":1,\"allow_venues\":\"okx\"}", 1, 41,
		"list");
	wrong("{\"max_order_notional\":1,\"allow_self_trade\":1}", 1, 44,
		"true or false");
	wrong("{\"max_order_notional\":1e30}", 1, 23, "must be from 0");
	wrong("{\"max_fee_bps\":1}", 1, 1, "max_order_notional is missing");
	wrong("{\"max_order_notional\":null}", 1, 1, "is missing");
}

static const char good[] =
	"{ // a comment\n"
	"\"symbols\": {\"okx:A-*\": {\"max_position\": 3, \"max_fee_bps\": "
	"null},\n"
	"  \"B-USDT\": {\"allow_sides\": [\"sell\"]}},\n"
	"\"venues\": {\"okx\": {\"max_position\": 2, \"max_order_notional\": "
	"500,\n  \"breaker\": {\"max_rejects\": 1}}},\n"
	"\"max_order_notional\": \"1000.5\", \"max_position\": 1 }\n";

static void is_dec(struct xg_lim_set *s, enum xg_lim l, const char *want,
	const char *title)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, s->v[l]);
	ok(xg_lim_has(s, l) && !strcmp(text, want), "%s: %s", title, text);
}

static void overrides(void)
{
	struct xg_error err = { 0 };
	struct xg_lim_set s;
	struct xg_limits l;

	is_int(xg_limits_parse(&l, xg_str_from(good), &err), 0, "%s", err.text);
	xg_limits_for(&l, XG_STR("gate"), XG_STR("A-USDT"), &s);
	is_dec(&s, XG_LIM_POSITION, "1", "elsewhere the general limit holds");
	is_dec(&s, XG_LIM_ORDER_NOTIONAL, "1000.5", "numbers may be texts");
	is_dec(&s, XG_LIM_FEE, "50", "defaults are there");
	xg_limits_for(&l, XG_STR("okx"), XG_STR("B-USDT"), &s);
	is_dec(&s, XG_LIM_POSITION, "2", "a venue replaces it");
	is_dec(&s, XG_LIM_BRK_REJECTS, "1", "its breaker, too");
	ok(s.sides == 1u << XG_SELL, "a symbol has its own lists");
	xg_limits_for(&l, XG_STR("okx"), XG_STR("A-USDT"), &s);
	is_dec(&s, XG_LIM_POSITION, "3",
		"a symbol goes over a venue, wherever they stand in the file");
	ok(!xg_lim_has(&s, XG_LIM_FEE), "null takes a limit away");
	xg_limits_stage(&l, xg_dec_int(100));
	xg_limits_for(&l, XG_STR("okx"), XG_STR("A-USDT"), &s);
	is_dec(&s, XG_LIM_ORDER_NOTIONAL, "100", "a stage caps overrides");
	xg_limits_release(&l);
}

/* The table is sound: defaults lie within their bounds. */
static void table(void)
{
	const struct xg_lim_key *k;
	struct xg_dec min, max, def;
	bool sound = true;
	size_t n;

	k = xg_lim_keys(&n);
	for (size_t i = 0; i < n; i++, k++) {
		sound = sound && k->name && k->help && k->unit && k->scope &&
			!xg_dec_parse(&min, k->min, strlen(k->min)) &&
			!xg_dec_parse(&max, k->max, strlen(k->max)) &&
			xg_dec_cmp(min, max) < 0;
		if (k->def)
			sound = sound &&
				!xg_dec_parse(&def, k->def, strlen(k->def)) &&
				xg_dec_cmp(min, def) <= 0 &&
				xg_dec_cmp(def, max) <= 0;
	}
	ok(sound, "every key has text, bounds, and a default within them");
}

int main(void)
{
	wrongs();
	overrides();
	table();
	return done();
}
