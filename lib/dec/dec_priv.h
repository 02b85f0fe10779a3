/* Shared by the files of dec only. */
#ifndef XG_DEC_DEC_PRIV_H
#define XG_DEC_DEC_PRIV_H

#include "dec/dec.h"

__extension__ typedef __int128 xg_i128;
__extension__ typedef unsigned __int128 xg_u128;

static const int64_t xg_pow10[19] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000, 1000000000, INT64_C(10000000000),
	INT64_C(100000000000), INT64_C(1000000000000), INT64_C(10000000000000),
	INT64_C(100000000000000), INT64_C(1000000000000000),
	INT64_C(10000000000000000), INT64_C(100000000000000000),
	INT64_C(1000000000000000000) };

/* Divides by d > 0 and rounds; *exact says whether there was no rest. */
static inline xg_i128 xg_dec_divide(
	xg_i128 v, xg_i128 d, enum xg_round how, bool *exact)
{
	xg_i128 q = v / d, r = v % d;

	*exact = r == 0;
	if (r == 0)
		return q;
	switch (how) {
	case XG_ROUND_DOWN:
		return r < 0 ? q - 1 : q;
	case XG_ROUND_UP:
		return r > 0 ? q + 1 : q;
	case XG_ROUND_NEAREST:
		/* |r| >= d/2 without overflow */
		if ((r < 0 ? -r : r) >= d - (r < 0 ? -r : r))
			return r < 0 ? q - 1 : q + 1;
		return q;
	default:
		return q;
	}
}

/* v * 10^e as a decimal: exponents over 0 are multiplied in when small, more
 * than 18 digits are rounded by how. */
int xg_dec_pack(struct xg_dec *out, xg_i128 v, int e, enum xg_round how);

#endif
