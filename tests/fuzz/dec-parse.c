/* Any text is no decimal, or one that is written and read back the same. */
#include <stdlib.h>
#include <string.h>

#include "dec/dec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xg_dec d, back, sum;
	char out[XG_DEC_TEXT];
	size_t n;

	if (xg_dec_parse(&d, (const char *)data, size) < 0)
		return 0;
	n = xg_dec_fmt(out, d);
	if (n >= XG_DEC_TEXT || strlen(out) != n ||
		xg_dec_parse(&back, out, n) < 0 || xg_dec_cmp(d, back) != 0)
		abort();
	if (xg_dec_add(&sum, d, xg_dec_neg(d)) < 0 || !xg_dec_is_zero(sum))
		abort();
	if (xg_dec_mul(&sum, d, xg_dec_int(1), XG_ROUND_EXACT) < 0 ||
		xg_dec_cmp(sum, d) != 0)
		abort();
	return 0;
}
