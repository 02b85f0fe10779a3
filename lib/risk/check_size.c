/* Variance budget and dynamic leverage: statistics, so doubles. */
#include "risk/risk_priv.h"

#define YEAR (365.25 * 86400 * 1e6)

/* Value per series of what is held and open, in the direction that is worse;
 * the order is added to its own. */
static void amounts(const struct check *c, double out[static XG_SIZE_SERIES])
{
	const struct xg_risk *r = c->r;
	struct xg_dec unit;
	double value = xg_dec_double(c->qty) * xg_dec_double(c->unit);
	int k = xg_size_series(&r->size, c->m->sym);

	memset(out, 0, XG_SIZE_SERIES * sizeof *out);
	if (k >= 0)
		out[k] = c->side == XG_BUY ? value : -value;
	for (size_t i = 0; i < r->actives; i++) {
		const struct rmarket *m = r->active[i];

		if (!risk_unit(r, m, &unit))
			continue;
		k = xg_size_series(&r->size, m->sym);
		/* Open orders that would lower the risk may never fill. */
		value = xg_dec_double(m->pos) +
			(c->side == XG_BUY ? xg_dec_double(m->buys)
					   : -xg_dec_double(m->sells));
		if (k >= 0)
			out[k] += value * xg_dec_double(unit);
	}
}

static bool few(struct check *c, const char *rule)
{
	return risk_refuse(c, XG_WHY_STALE_DATA, rule,
		"there are fewer than %d returns to judge by", XG_SIZE_LEAST);
}

static bool check_sigma(struct check *c, const double *amount)
{
	const struct xg_lim_set *top = &c->r->limits.top;
	double sigma = xg_size_sigma(&c->r->size, amount,
		xg_lim_int(top, XG_LIM_SIZE_HORIZON) * 1000000);
	struct xg_dec v;

	if (sigma < 0 || xg_size_series(&c->r->size, c->m->sym) < 0)
		return few(c, "max_sigma");
	if (xg_dec_from_double(&v, sigma, 2) < 0)
		return risk_refuse(c, XG_WHY_OTHER, "max_sigma",
			"the risk is too large to be told");
	return risk_within(c, XG_LIM_SIZE_SIGMA, v, XG_WHY_LIMIT);
}

/* Leverage times the volatility of what is held stays under the target. */
static bool check_vol(struct check *c, const double *amount)
{
	double sigma = xg_size_sigma(&c->r->size, amount, (int64_t)YEAR);
	struct xg_dec equity, v;
	double of;

	if (sigma < 0 || xg_size_series(&c->r->size, c->m->sym) < 0)
		return few(c, "target_vol");
	if (!risk_equity(c->r, &equity) || xg_dec_sign(equity) <= 0)
		return risk_refuse(c, XG_WHY_STALE_DATA, "target_vol",
			"the equity is not known");
	of = sigma / xg_dec_double(equity);
	if (xg_dec_from_double(&v, of, 6) < 0)
		return risk_refuse(c, XG_WHY_OTHER, "target_vol",
			"the risk is too large to be told");
	return risk_within(c, XG_LIM_SIZE_TARGET_VOL, v, XG_WHY_LIMIT);
}

bool risk_check_size(struct check *c)
{
	const struct xg_lim_set *top = &c->r->limits.top;
	bool sigma = xg_lim_has(top, XG_LIM_SIZE_SIGMA);
	bool vol = xg_lim_has(top, XG_LIM_SIZE_TARGET_VOL);
	double amount[XG_SIZE_SERIES];

	if (!sigma && !vol)
		return true;
	amounts(c, amount);
	return (!sigma || check_sigma(c, amount)) &&
	       (!vol || check_vol(c, amount));
}
