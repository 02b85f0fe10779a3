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

static int tell(const struct answer *a, int64_t rx, const struct xg_sink *sink)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_OI, NAME, a->inst->sym, a->at, rx);
	XG_REC_SET(&rec, oi.qty, a->qty);
	return sink->rec(sink->ctx, &rec);
}

int xg_binance_oi(struct xg_str body, const struct xg_binance_market *m,
	const struct xg_insts *insts, int64_t rx, const struct xg_sink *sink)
{
	struct answer a;
	int rc = read_answer(&a, body, m, insts);

	return rc < 0 || !a.inst || a.inst->i.inverse ? rc : tell(&a, rx, sink);
}

static struct xg_binance_sym *sym_of(
	const struct xg_binance_in *in, const struct xg_instr *inst)
{
	struct xg_binance_state *st = in->d->priv;

	return xg_state_of(&st->syms, inst->sym, sizeof(struct xg_binance_sym));
}

static int feed(const struct xg_binance_in *in, const struct answer *a)
{
	const struct xg_sink sink = { .ctx = in->d, .rec = xg_decoder_take };

	return tell(a, in->d->rx, &sink);
}

/* Contracts of an inverse one, at its mark price. */
static int feed_at(
	const struct xg_binance_in *in, struct answer a, struct xg_dec mark)
{
	int rc = xg_base_qty(&a.qty, a.inst, a.qty, mark);

	return rc < 0 ? rc : feed(in, &a);
}

int xg_binance_oi_poll(const struct xg_binance_in *in, struct xg_str body)
{
	struct xg_binance_sym *sym;
	struct answer a;
	int rc = read_answer(&a, body, in->m, in->d->insts);

	if (rc < 0 || !a.inst)
		return rc;
	if (!a.inst->i.inverse)
		return feed(in, &a);
	sym = sym_of(in, a.inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (!xg_dec_is_zero(sym->mark))
		return feed_at(in, a, sym->mark);
	sym->contracts = a.qty;
	sym->at = a.at;
	return 0;
}

int xg_binance_oi_mark(const struct xg_binance_in *in,
	const struct xg_instr *inst, struct xg_dec mark)
{
	struct xg_binance_sym *sym = sym_of(in, inst);
	struct answer a = { .inst = inst };

	if (!sym)
		return XG_ERR_MEMORY;
	if (xg_dec_sign(mark) <= 0)
		return 0;
	sym->mark = mark;
	a.qty = sym->contracts;
	a.at = sym->at;
	sym->at = 0;
	return a.at ? feed_at(in, a, mark) : 0;
}
