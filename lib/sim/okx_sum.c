#include "sim/okx_sum.h"

#include "crypto/crc32.h"

static uint32_t add(
	uint32_t crc, const struct xg_sim_okx_text_level *l, bool first)
{
	if (!first)
		crc = xg_crc32(crc, ":", 1);
	crc = xg_crc32(crc, l->px.p, l->px.n);
	crc = xg_crc32(crc, ":", 1);
	return xg_crc32(crc, l->qty.p, l->qty.n);
}

int32_t xg_sim_okx_sum(const struct xg_sim_okx_text_level *bids, size_t nb,
	const struct xg_sim_okx_text_level *asks, size_t na)
{
	uint32_t crc = 0;
	bool first = true;
	size_t i;

	for (i = 0; i < XG_SIM_OKX_SUM_LEVELS; i++) {
		if (i < nb) {
			crc = add(crc, &bids[i], first);
			first = false;
		}
		if (i < na) {
			crc = add(crc, &asks[i], first);
			first = false;
		}
	}
	return (int32_t)crc;
}
