/* Learning, comparing and reading pins of anything. The input is two texts
 * parted by a NUL: a message and another message, or pins. */
#include <stdlib.h>

#include "drift/shape.h"

static int tell(void *ctx, const struct xg_drift *d)
{
	char text[100];

	if (ctx)
		abort(); /* what was learned is no drift */
	xg_drift_say(text, sizeof text, d);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const rules[] = { "event!", "a.b|#", "c>@", NULL };
	struct xg_str rest = { (const char *)data, size };
	struct xg_str one = xg_str_cut(&rest, '\0');
	struct xg_shape s = { 0 }, back = { 0 };
	struct xg_buf text = { 0 }, kind = { 0 };

	xg_shape_kind(&kind, XG_STR("k"), one, rules);
	xg_shape_rest_kind(&kind, one);
	if (xg_shape_learn(&s, XG_STR("k"), one) == 0) {
		xg_shape_check(&s, XG_STR("k"), one, tell, &s);
		xg_shape_check(&s, XG_STR("k"), rest, tell, NULL);
		xg_shape_learn(&s, XG_STR("k"), rest);
		if (xg_shape_write(&s, &text) == 0)
			xg_shape_read(&back, xg_buf_view(&text), NULL);
	}
	xg_shape_release(&back);
	xg_shape_read(&back, rest, NULL);
	xg_shape_release(&back);
	xg_shape_release(&s);
	xg_buf_release(&text);
	xg_buf_release(&kind);
	return 0;
}
