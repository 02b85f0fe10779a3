/* Open interest: by REST alone. USD-M tells base units; COIN-M contracts of a sum of
 * USD, without a price. Source: "Open Interest" of both. */
#include "venue/binance/binance.h"

#define NAME XG_STR("binance")

struct answer {
	const struct xg_instr *inst; /* NULL: not known */
	struct xg_dec qty;
	int64_t at;
};

static int read_answer(struct answer *a, struct xg_str body,
	const struct xg_binance_market *m, const struct xg_insts *insts)
{
	static const char *const keys[] = { "symbol", "openInterest", "time" };
	struct xg_str v[XG_LEN(keys)];

	if (xg_scan_text(body, keys, v, XG_LEN(keys)) < 0 || !v[0].n || !v[1].n)
		return XG_ERR_TYPE;
	if (xg_dec_from(&a->qty, v[1]) < 0 || xg_dec_sign(a->qty) < 0)
		return XG_ERR_RANGE;
	a->inst = xg_insts_native(insts, NAME, xg_str_from(m->name), v[0]);
	a->at = xg_scan_ms(v[2]);
	return 0;
}

static void make(struct xg_rec *rec, const struct xg_instr *inst, int64_t at,
	int64_t rx, struct xg_dec qty)
{
	xg_rec_start(rec, XG_REC_OI, NAME, inst->sym, at, rx);
	XG_REC_SET(rec, oi.qty, qty);
}

int xg_binance_oi(struct xg_str body, const struct xg_binance_market *m,
	const struct xg_insts *insts, int64_t rx, const struct xg_sink *sink)
{
	struct xg_rec rec;
	struct answer a;
	int rc = read_answer(&a, body, m, insts);

	if (rc < 0 || !a.inst || a.inst->i.inverse)
		return rc;
	make(&rec, a.inst, a.at, rx, a.qty);
	return sink->rec(sink->ctx, &rec);
}

static struct xg_binance_sym *sym_of(
	const struct xg_binance_in *in, const struct xg_instr *inst)
{
	struct xg_binance_state *st = in->d->priv;

	return xg_state_of(&st->syms, inst->sym, sizeof(struct xg_binance_sym));
}

static int tell(const struct xg_binance_in *in, const struct xg_instr *inst,
	struct xg_dec contracts, struct xg_dec mark, int64_t at)
{
	struct xg_dec qty;
	struct xg_rec rec;
	int rc = xg_base_qty(&qty, inst, contracts, mark);

	if (rc < 0)
		return rc;
	make(&rec, inst, at, in->d->rx, qty);
	return xg_decoder_emit(in->d, &rec);
}

int xg_binance_oi_poll(const struct xg_binance_in *in, struct xg_str body)
{
	struct xg_binance_sym *sym;
	struct answer a;
	int rc = read_answer(&a, body, in->m, in->d->insts);

	if (rc < 0 || !a.inst)
		return rc;
	if (!a.inst->i.inverse)
		return xg_binance_oi(
			body, in->m, in->d->insts, in->d->rx, &in->d->sink);
	sym = sym_of(in, a.inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (!xg_dec_is_zero(sym->mark))
		return tell(in, a.inst, a.qty, sym->mark, a.at);
	sym->contracts = a.qty;
	sym->at = a.at;
	return 0;
}

int xg_binance_oi_mark(const struct xg_binance_in *in,
	const struct xg_instr *inst, struct xg_dec mark)
{
	struct xg_binance_sym *sym = sym_of(in, inst);
	int64_t at;

	if (!sym)
		return XG_ERR_MEMORY;
	if (xg_dec_sign(mark) <= 0)
		return 0;
	sym->mark = mark;
	at = sym->at;
	sym->at = 0;
	return at ? tell(in, inst, sym->contracts, mark, at) : 0;
}
