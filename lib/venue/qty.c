/* Contracts and base units. contract = base units of one contract, or quote
 * units of one when the instrument is inverse. */
#include "venue/venue.h"

static bool is_plain(const struct xg_instr *inst)
{
	return inst->i.kind == XG_SPOT || inst->i.kind == XG_INST_NONE;
}

int xg_base_qty(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_dec contracts, struct xg_dec px)
{
	struct xg_dec v;
	int rc;

	if (is_plain(inst)) {
		*out = contracts;
		return 0;
	}
	if (xg_dec_sign(inst->i.contract) <= 0)
		return XG_ERR_RANGE;
	rc = xg_dec_mul(&v, contracts, inst->i.contract, XG_ROUND_ZERO);
	if (rc == 0 && inst->i.inverse)
		rc = xg_dec_sign(px) > 0
			     ? xg_dec_div(&v, v, px, 18, XG_ROUND_ZERO)
			     : XG_ERR_RANGE;
	if (rc == 0)
		*out = v;
	return rc;
}

int xg_contract_qty(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_dec base, struct xg_dec px)
{
	struct xg_dec v = base;
	int rc = 0;

	if (is_plain(inst)) {
		*out = base;
		return 0;
	}
	if (xg_dec_sign(inst->i.contract) <= 0)
		return XG_ERR_RANGE;
	if (inst->i.inverse)
		rc = xg_dec_sign(px) > 0
			     ? xg_dec_mul(&v, base, px, XG_ROUND_ZERO)
			     : XG_ERR_RANGE;
	if (rc == 0)
		rc = xg_dec_div(&v, v, inst->i.contract, 18, XG_ROUND_ZERO);
	if (rc == 0)
		*out = v;
	return rc;
}
