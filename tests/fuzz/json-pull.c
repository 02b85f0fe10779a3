/* Any bytes are refused, or are JSON by all ways of reading; texts that are
 * quoted come back. */
#include <stdlib.h>
#include <string.h>

#include "json/pull.h"
#include "json/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xg_str text = { (const char *)data, size }, whole;
	struct xg_buf b = { 0 };
	enum xg_json_tok tok;
	bool good = xg_json_check(text, NULL, NULL) == 0, skipped;
	struct xg_json j;

	xg_json_init(&j, text.p, text.n);
	while ((tok = xg_json_next(&j)) > XG_JSON_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_KEY)
			continue;
		xg_buf_clear(&b);
		if (xg_json_unescape(&b, j.val) < 0)
			abort();
	}
	if (good != (tok == XG_JSON_END))
		abort();
	xg_json_init(&j, text.p, text.n);
	skipped = xg_json_next(&j) > XG_JSON_END &&
		  xg_json_skip(&j, &whole) == 0 &&
		  xg_json_next(&j) == XG_JSON_END;
	if (skipped != good)
		abort();
	xg_buf_clear(&b);
	xg_json_quote(&b, text);
	if (xg_json_check(xg_buf_view(&b), NULL, NULL) < 0)
		abort();
	xg_buf_release(&b);
	return 0;
}
