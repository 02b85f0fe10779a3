/* Times and sizes in the venue's many forms. */
#include "venue/gate/gate.h"

int xg_gate_time(int64_t *us, struct xg_str text)
{
	static const struct xg_dec s_max = { 1, 11 }, ms_max = { 1, 14 },
				   us_max = { 1, 17 };
	struct xg_dec t;
	int unit;

	*us = 0;
	if (!text.n)
		return 0;
	if (xg_dec_from(&t, text) < 0 || xg_dec_sign(t) < 0 ||
		xg_dec_cmp(t, us_max) >= 0)
		return XG_ERR_RANGE;
	unit = xg_dec_cmp(t, s_max) < 0 ? 6 : xg_dec_cmp(t, ms_max) < 0 ? 3 : 0;
	if (xg_dec_mul(&t, t, xg_dec_make(1, unit), XG_ROUND_ZERO) < 0 ||
		xg_dec_rescale(&t, t, 0, XG_ROUND_ZERO) < 0)
		return XG_ERR_RANGE;
	*us = t.m;
	return 0;
}

int xg_gate_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px)
{
	if (inst->i.kind == XG_SPOT)
		return xg_dec_sign(*size) < 0 ? XG_ERR_RANGE : 0;
	*size = xg_dec_abs(*size);
	return xg_dec_is_zero(*size) ? 0 : xg_base_qty(size, inst, *size, px);
}

int64_t xg_gate_interval(struct xg_str text)
{
	static const struct {
		char unit;
		int64_t s;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 604800 } };
	int64_t n;

	if (text.n < 2 || text.n > 4 ||
		xg_str_i64((struct xg_str){ text.p, text.n - 1 }, &n) < 0 ||
		n < 1)
		return 0;
	for (size_t i = 0; i < XG_LEN(units); i++) {
		if (text.p[text.n - 1] == units[i].unit)
			return n * units[i].s;
	}
	return 0;
}
