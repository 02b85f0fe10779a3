/* Hostile Base64: what is accepted is written back to the same text. Hostile
 * percent-encoding: what is written is read back to the same bytes. */
#include <stdlib.h>

#include "crypto/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_str text = { (const char *)p, n };
	struct xg_buf raw = { 0 }, back = { 0 };

	if (xg_b64_decode(&raw, text) == 0) {
		xg_b64_add(&back, raw.p, raw.len);
		if (!xg_str_is(xg_buf_view(&back), text))
			abort();
	}
	xg_buf_clear(&raw);
	(void)xg_pct_decode(&raw, text, true);
	xg_buf_clear(&raw);
	xg_buf_clear(&back);
	xg_pct_add(&raw, text);
	if (xg_pct_decode(&back, xg_buf_view(&raw), false) < 0 ||
		!xg_str_is(xg_buf_view(&back), text))
		abort();
	xg_buf_release(&raw);
	xg_buf_release(&back);
	return 0;
}
