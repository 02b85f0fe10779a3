/* R11: a server that makes up symbols can't fill the memory. */
#include "tap.h"
#include "venue/decoder.h"

int main(void)
{
	static const struct xg_venue fake = { .name = "fake" };
	struct xg_sink sink = { 0 };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	const struct xg_instr *inst = NULL;
	char native[32];
	int known = 0;

	xg_decoder_init(&d, &fake, &insts, &sink);
	for (int i = 0; i < 2 * XG_DECODER_UNKNOWN_MAX; i++) {
		snprintf(native, sizeof native, "S%d", i);
		inst = xg_decoder_inst(&d, XG_STR("spot"), xg_str_from(native));
		known += inst != NULL;
	}
	is_int(known, XG_DECODER_UNKNOWN_MAX,
		"R11: only so many unknown symbols are taken");
	is_int(insts.n, XG_DECODER_UNKNOWN_MAX, "R11: and kept");
	ok(!inst, "R11: further ones are refused");
	inst = xg_decoder_inst(&d, XG_STR("spot"), XG_STR("S7"));
	ok(inst && xg_str_is_text(inst->sym, "~S7"),
		"R11: those that are known stay known");
	ok(!xg_decoder_inst(&d, XG_STR("usdm"), XG_STR("S7")),
		"a contract is never made up: its size is not known");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return done();
}
