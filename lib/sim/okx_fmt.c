#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

void xg_sim_okx_dec(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_put_dec_text(b, key, v);
}

void xg_sim_okx_ms(struct xg_buf *b, const char *key, int64_t us)
{
	xg_json_key(b, key);
	(void)xg_buf_printf(b, "\"%lld\"", (long long)(us / XG_US_PER_MS));
}

void xg_sim_okx_u64(struct xg_buf *b, const char *key, uint64_t v)
{
	xg_json_key(b, key);
	(void)xg_buf_printf(b, "\"%llu\"", (unsigned long long)v);
}

void xg_sim_okx_blank(struct xg_buf *b, const char *keys)
{
	struct xg_str rest = xg_str_from(keys);

	while (rest.n) {
		struct xg_str key = xg_str_cut(&rest, ' ');

		xg_json_comma(b);
		(void)xg_buf_printf(b, "\"%.*s\":\"\"", XG_STR_ARG(key));
	}
}

void xg_sim_okx_open(struct xg_buf *b)
{
	xg_json_comma(b);
	(void)xg_buf_char(b, '{');
}

void xg_sim_okx_close(struct xg_buf *b)
{
	(void)xg_buf_char(b, '}');
}

static const struct {
	const char *word;
	int kind;
} types[] = {
	{ "ANY", XG_INST_NONE },
	{ "SPOT", XG_SPOT },
	{ "SWAP", XG_PERP },
	{ "FUTURES", XG_FUTURE },
	{ "OPTION", XG_OPTION },
};

const char *xg_sim_okx_type(const struct xg_sim_mkt *m)
{
	size_t i;

	for (i = 1; i < sizeof types / sizeof *types; i++)
		if (types[i].kind == m->spec.kind)
			return types[i].word;
	return "SPOT";
}

int xg_sim_okx_kind_of(struct xg_str type)
{
	size_t i;

	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (xg_str_is_text(type, types[i].word))
			return types[i].kind;
	return -1;
}

/* The first two parts of the name: "BTC-USD", "BTC-USD_UM". */
struct xg_str xg_sim_okx_family_of(const struct xg_sim_mkt *m)
{
	struct xg_str all = xg_str_from(m->spec.native), rest = all;

	(void)xg_str_cut(&rest, '-');
	(void)xg_str_cut(&rest, '-');
	if (rest.n)
		all.n -= rest.n + 1;
	return all;
}

void xg_sim_okx_family(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	char uly[40];

	(void)snprintf(uly, sizeof uly, "%s-%s", m->spec.base, m->spec.quote);
	xg_json_put_str(b, "instFamily", xg_sim_okx_family_of(m));
	xg_json_put_text(b, "uly", uly);
}

struct xg_dec xg_sim_okx_coins(
	const struct xg_sim_mkt *m, struct xg_dec qty, struct xg_dec px)
{
	struct xg_dec v = qty;

	if (m->spec.kind == XG_SPOT)
		return qty;
	if (xg_dec_mul(&v, qty, m->spec.contract, XG_ROUND_NEAREST))
		return xg_dec_int(0);
	if (m->spec.inverse && xg_dec_div(&v, v, px, 8, XG_ROUND_NEAREST))
		return xg_dec_int(0);
	return v;
}

void xg_sim_okx_levels(
	struct xg_buf *b, const char *key, const struct xg_level *l, size_t n)
{
	char px[XG_DEC_TEXT], qty[XG_DEC_TEXT];
	size_t i;

	xg_json_key(b, key);
	(void)xg_buf_char(b, '[');
	for (i = 0; i < n; i++) {
		xg_dec_fmt(px, l[i].px);
		xg_dec_fmt(qty, l[i].qty);
		(void)xg_buf_printf(b, "%s[\"%s\",\"%s\",\"0\",\"%d\"]",
			i ? "," : "", px, qty, !xg_dec_is_zero(l[i].qty));
	}
	(void)xg_buf_char(b, ']');
}

struct xg_dec xg_sim_okx_mid(const struct xg_sim_mkt *m)
{
	const struct xg_level *best = m->best;
	struct xg_dec sum;

	if (xg_dec_sign(best[0].qty) > 0 && xg_dec_sign(best[1].qty) > 0 &&
		xg_dec_add(&sum, best[0].px, best[1].px) == 0 &&
		xg_dec_div(&sum, sum, xg_dec_int(2), 10, XG_ROUND_NEAREST) == 0)
		return sum;
	if (m->last_trade)
		return m->trade[m->last_trade % XG_SIM_TRADES].px;
	return xg_dec_int(0);
}

bool xg_sim_okx_band(const struct xg_sim_mkt *m, struct xg_dec *lowest,
	struct xg_dec *highest)
{
	struct xg_dec at =
		m->spec.kind == XG_SPOT ? xg_sim_okx_mid(m) : m->mark;

	if (xg_dec_sign(at) <= 0)
		at = xg_sim_okx_mid(m);
	if (xg_dec_sign(at) <= 0 ||
		xg_dec_mul(lowest, at, xg_dec_make(95, -2), XG_ROUND_ZERO) ||
		xg_dec_mul(highest, at, xg_dec_make(105, -2), XG_ROUND_ZERO) ||
		xg_dec_round_step(lowest, *lowest, m->spec.tick, XG_ROUND_UP) ||
		xg_dec_round_step(
			highest, *highest, m->spec.tick, XG_ROUND_DOWN))
		return false;
	return xg_dec_sign(*lowest) > 0;
}
