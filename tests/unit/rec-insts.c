/* Instruments by symbol and by the venue's own code; told again, they replace. */
#include "rec/insts.h"
#include "tap.h"

static int put(struct xg_insts *t, const char *sym, const char *native,
	const char *market)
{
	struct xg_rec r;

	xg_rec_start(&r, XG_REC_INST, XG_STR("okx"), xg_str_from(sym), 0, 0);
	XG_REC_SET(&r, inst.kind, XG_SPOT);
	XG_REC_SET(&r, inst.native, xg_str_from(native));
	XG_REC_SET(&r, inst.market, xg_str_from(market));
	return xg_insts_put(t, &r);
}

int main(void)
{
	struct xg_insts t = { 0 };
	const struct xg_instr *i;
	struct xg_rec r;

	is_int(put(&t, "A-B", "AB", "spot"), 0, "an instrument is kept");
	put(&t, "A-B-PERP", "AB", "swap");
	i = xg_insts_sym(&t, XG_STR("okx"), XG_STR("A-B"));
	ok(i && xg_str_is(i->i.market, XG_STR("spot")), "found by its symbol");
	i = xg_insts_native(&t, XG_STR("okx"), XG_STR("swap"), XG_STR("AB"));
	ok(i && xg_str_is(i->sym, XG_STR("A-B-PERP")),
		"and by the venue's code, which markets may share");
	ok(!xg_insts_sym(&t, XG_STR("gate"), XG_STR("A-B")),
		"another venue's is another one");

	/* A venue's code tells an instrument again with one member changed: the
	 * record is made of slices of the table's own. */
	i = xg_insts_sym(&t, XG_STR("okx"), XG_STR("A-B"));
	xg_rec_start(&r, XG_REC_INST, i->venue, i->sym, 0, 0);
	r.u.inst = i->i;
	r.has |= i->has & XG_REC_ALL;
	XG_REC_SET(&r, inst.status, XG_STR("halted"));
	is_int(xg_insts_put(&t, &r), 0, "an instrument may be told again");
	xg_insts_told(&t, r.venue, r.sym);
	i = xg_insts_sym(&t, r.venue, r.sym);
	ok(i && i->told && xg_str_is(i->i.status, XG_STR("halted")) &&
			xg_str_is(i->i.native, XG_STR("AB")),
		"by slices of what it replaces, which live on for a while");
	is_int(t.n, 2, "and is still one");
	r.type = XG_REC_TRADE;
	is_int(xg_insts_put(&t, &r), XG_ERR_TYPE, "other records are refused");
	xg_insts_release(&t);
	return done();
}
