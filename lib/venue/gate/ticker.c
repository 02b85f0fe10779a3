/* futures.tickers: mark and index price, funding rate, open interest. How often
 * funding is paid is in the list of contracts, and when next is told there only:
 * records leave it out. */
#include "venue/gate/gate.h"

#define NAME XG_STR("gate")

enum { CONTRACT, MARK, INDEX, RATE, SIZE, KEYS };
static const char *const keys[KEYS] = { "contract", "mark_price", "index_price",
	"funding_rate", "total_size" };

/* Figures of a row; has: what of it was told. */
struct figures {
	struct xg_dec mark, index, rate, size;
	int has_mark, has_index, has_rate, has_size;
};

static int read_figures(
	struct figures *f, const struct xg_instr *inst, const struct xg_str *v)
{
	f->has_mark = xg_scan_dec(&f->mark, v[MARK]);
	f->has_index = xg_scan_dec(&f->index, v[INDEX]);
	f->has_rate = xg_scan_dec(&f->rate, v[RATE]);
	f->has_size = xg_scan_dec(&f->size, v[SIZE]);
	if (f->has_mark < 0 || f->has_index < 0 || f->has_rate < 0 ||
		f->has_size < 0)
		return XG_ERR_RANGE;
	/* A contract that was never traded has no price yet. */
	f->has_mark = f->has_mark && xg_dec_sign(f->mark) > 0;
	f->has_index = f->has_index && xg_dec_sign(f->index) > 0;
	if (f->has_size && xg_dec_sign(f->size) < 0)
		return XG_ERR_RANGE;
	/* Contracts of USD are worth what the mark says. */
	if (inst->i.inverse && !f->has_mark)
		f->has_size = 0;
	return f->has_size ? xg_gate_base(&f->size, inst, f->mark) : 0;
}

int xg_gate_ticker_row(void *ctx, struct xg_json *j)
{
	struct xg_gate_in *in = ctx;
	const struct xg_instr *inst;
	struct figures f = { 0 };
	struct xg_str v[KEYS];
	struct xg_rec rec;
	int rc = 0;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	inst = xg_gate_inst_of(in, v[CONTRACT]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (read_figures(&f, inst, v) < 0)
		return XG_ERR_RANGE;
	if (f.has_mark) {
		xg_rec_start(&rec, XG_REC_MARK, NAME, inst->sym, 0, in->d->rx);
		XG_REC_SET(&rec, mark.mark, f.mark);
		if (f.has_index)
			XG_REC_SET(&rec, mark.index, f.index);
		rc = xg_decoder_hold(in->d, &rec);
	}
	if (rc >= 0 && f.has_rate && inst->i.kind == XG_PERP) {
		xg_rec_start(
			&rec, XG_REC_FUNDING, NAME, inst->sym, 0, in->d->rx);
		XG_REC_SET(&rec, funding.rate, f.rate);
		if (inst->i.funding_s > 0)
			XG_REC_SET(&rec, funding.interval_s, inst->i.funding_s);
		if (f.has_mark)
			XG_REC_SET(&rec, funding.mark, f.mark);
		if (f.has_index)
			XG_REC_SET(&rec, funding.index, f.index);
		rc = xg_decoder_hold(in->d, &rec);
	}
	if (rc >= 0 && f.has_size) {
		xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym, 0, in->d->rx);
		XG_REC_SET(&rec, oi.qty, f.size);
		rc = xg_decoder_hold(in->d, &rec);
	}
	return rc;
}

int xg_gate_oi_row(struct xg_json *j, const struct xg_gate_market *m,
	const struct xg_insts *insts, int64_t rx, const struct xg_sink *sink)
{
	const struct xg_instr *inst;
	struct figures f = { 0 };
	struct xg_str v[KEYS];
	struct xg_rec rec;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	inst = xg_insts_native(insts, NAME, xg_str_from(m->name), v[CONTRACT]);
	if (!inst)
		return 0;
	if (read_figures(&f, inst, v) < 0)
		return XG_ERR_RANGE;
	if (!f.has_size)
		return 0;
	xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym, 0, rx);
	XG_REC_SET(&rec, oi.qty, f.size);
	return sink->rec(sink->ctx, &rec);
}
