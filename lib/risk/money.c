/* Equity, exposure and profit, in the currency of the limits. */
#include <stdlib.h>

#include "book/walk.h"
#include "risk/risk_priv.h"

#define DAY INT64_C(86400000000)

static struct rbalance *make_balance(struct xg_risk *r, struct rvenue *v,
	struct xg_str ccy, struct xg_str key)
{
	size_t cap = r->balance_cap ? r->balance_cap * 2 : 32;
	struct rbalance *b;
	union xg_map_val *slot;
	void *p;

	if (r->balances >= BALANCES_MAX)
		return NULL;
	if (r->balances == r->balance_cap) {
		p = realloc(r->balance, cap * sizeof(void *));
		if (!p)
			return NULL;
		r->balance = p;
		r->balance_cap = cap;
	}
	b = calloc(1, sizeof *b + ccy.n);
	slot = b ? xg_map_put(&r->by_bal, key, NULL) : NULL;
	if (!slot) {
		free(b);
		return NULL;
	}
	memcpy(b + 1, ccy.p, ccy.n);
	b->ccy = (struct xg_str){ (char *)(b + 1), ccy.n };
	b->v = v;
	slot->ptr = b;
	r->balance[r->balances++] = b;
	return b;
}

/* Does total differ from free and used by more than the tolerance? */
static bool adds_up(const struct rvenue *v, const struct xg_balance *b)
{
	struct xg_dec sum, diff, most;

	return xg_dec_add(&sum, b->free, b->used) == 0 &&
	       xg_dec_sub(&diff, sum, b->total) == 0 &&
	       xg_dec_mul(&most, xg_dec_abs(b->total),
		       v->lim.v[XG_LIM_BRK_BALANCE], XG_ROUND_UP) == 0 &&
	       xg_dec_cmp(xg_dec_abs(diff), most) <= 0;
}

int risk_balance(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err)
{
	const struct xg_balance *b = &rec->u.balance;
	bool total = XG_REC_HAS(rec, balance.total);
	bool parts =
		XG_REC_HAS(rec, balance.free) && XG_REC_HAS(rec, balance.used);
	struct rvenue *v = risk_venue(r, rec->venue, true);
	struct xg_dec amount = b->total;
	struct rbalance *to;
	union xg_map_val *slot;
	char key[160];
	int n = snprintf(key, sizeof key, "%.*s %.*s %.*s",
		XG_STR_ARG(rec->venue), XG_STR_ARG(b->account),
		XG_STR_ARG(b->ccy));

	if (!total && !XG_REC_HAS(rec, balance.free))
		return xg_error_set(err, XG_ERR_ABSENT,
			"a balance has neither total nor free");
	if (!total && xg_dec_add(&amount, b->free, b->used) < 0)
		return xg_error_set(
			err, XG_ERR_RANGE, "the balance is too large");
	if (!v || n < 0 || (size_t)n >= sizeof key)
		return xg_error_set(
			err, XG_ERR_LIMIT, "this balance cannot be kept");
	slot = xg_map_get(&r->by_bal, (struct xg_str){ key, (size_t)n });
	to = slot ? slot->ptr
		  : make_balance(
			    r, v, b->ccy, (struct xg_str){ key, (size_t)n });
	if (!to)
		return xg_error_set(
			err, XG_ERR_LIMIT, "this balance cannot be kept");
	to->total = amount;
	v->has_balance = true;
	if (total && parts && xg_lim_has(&v->lim, XG_LIM_BRK_BALANCE) &&
		!adds_up(v, b))
		risk_breaker(r, v, XG_BRK_BALANCE, 0);
	return 0;
}

bool risk_equity(const struct xg_risk *r, struct xg_dec *out)
{
	struct xg_dec rate;

	if (xg_lim_has(&r->limits.top, XG_LIM_EQUITY)) {
		*out = r->limits.top.v[XG_LIM_EQUITY];
		return true;
	}
	*out = (struct xg_dec){ 0, 0 };
	/* What has no price counts as nothing: that only tightens limits. */
	for (size_t i = 0; i < r->balances; i++) {
		const struct rbalance *b = r->balance[i];

		if (risk_rate(r, b->ccy, &rate) &&
			xg_money_add_mul(out, rate, b->total) < 0)
			return false;
	}
	for (size_t i = 0; i < r->actives; i++) {
		const struct rmarket *m = r->active[i];

		if (!xg_dec_is_zero(m->upnl) && m->inst &&
			risk_rate(r, m->inst->i.settle, &rate) &&
			xg_money_add_mul(out, rate, m->upnl) < 0)
			return false;
	}
	return r->balances > 0;
}

bool risk_worst(const struct rmarket *m, struct xg_dec *long_if,
	struct xg_dec *short_if)
{
	*long_if = *short_if = m->pos;
	return xg_money_add(long_if, m->buys) == 0 &&
	       xg_money_add(short_if, xg_dec_neg(m->sells)) == 0;
}

bool risk_gross(
	const struct xg_risk *r, const struct rvenue *v, struct xg_dec *out)
{
	struct xg_dec unit, lo, hi, most;

	*out = (struct xg_dec){ 0, 0 };
	for (size_t i = 0; i < r->actives; i++) {
		const struct rmarket *m = r->active[i];

		if (v && m->v != v)
			continue;
		if (!risk_worst(m, &hi, &lo))
			return false;
		most = xg_dec_max(hi, xg_dec_neg(lo));
		if (xg_dec_sign(most) <= 0)
			continue;
		if (!risk_unit(r, m, &unit) ||
			xg_money_add_mul(out, unit, most) < 0)
			return false;
	}
	return true;
}

void risk_profit(struct xg_risk *r)
{
	struct xg_dec sum = { 0, 0 }, value, rate;
	int64_t day = r->now / DAY;

	for (size_t i = 0; i < r->actives; i++) {
		const struct rmarket *m = r->active[i];

		value = m->cash;
		if (!m->has_last || !m->inst ||
			!risk_rate(r, m->inst->i.quote, &rate) ||
			xg_money_add_mul(&value, m->last, m->pos) < 0 ||
			xg_money_add_mul(&sum, rate, value) < 0)
			continue;
	}
	r->profit = sum;
	r->peak = xg_dec_max(r->peak, sum);
	if (day != r->day) {
		r->day = day;
		r->day_base = sum;
		r->loss_told = false;
	}
}
