/* Hostile frames and bodies to the simulated OKX: what is read lies within the
 * input, and a frame that is read has an op. */
#include <stdlib.h>

#include "sim/okx_args.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void within(struct xg_str s, struct xg_str text)
{
	if (s.n && (s.p < text.p || s.p + s.n > text.p + text.n))
		abort();
}

static void items(struct xg_str array, struct xg_str text)
{
	struct xg_json j;
	struct xg_sim_okx_args a;

	xg_json_init(&j, array.p, array.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return;
	while (xg_json_next(&j) == XG_JSON_OBJ) {
		if (xg_sim_okx_args_read(&j, &a))
			abort(); /* the frame was checked as a whole */
		within(a.inst_id, text);
		within(a.px, text);
		within(a.req_id, text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_str text = { (const char *)p, n };
	struct xg_sim_okx_frame f;
	struct xg_sim_okx_args a;
	struct xg_sim_okx_sub s;
	struct xg_sim_okx_login l;
	struct xg_json j;

	xg_json_init(&j, text.p, text.n);
	xg_json_next(&j);
	(void)xg_sim_okx_args_read(&j, &a);
	xg_json_init(&j, text.p, text.n);
	xg_json_next(&j);
	(void)xg_sim_okx_sub_read(&j, &s);
	xg_json_init(&j, text.p, text.n);
	xg_json_next(&j);
	(void)xg_sim_okx_login_read(&j, &l);
	if (xg_sim_okx_frame_read(text, &f))
		return 0;
	if (f.op.n == 0)
		abort();
	within(f.op, text);
	within(f.args, text);
	items(f.args, text);
	return 0;
}
