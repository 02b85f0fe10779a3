/* Orders, fills, balances and positions as OKX writes them. Source: sheet okx,
 * sections 7 and 8; samples of the sheet. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

static const char *state_word(const struct xg_sim_order *o)
{
	switch (o->state) {
	case XG_SIM_NEW:
		return "live";
	case XG_SIM_PARTIAL:
		return "partially_filled";
	case XG_SIM_FILLED:
		return "filled";
	case XG_SIM_CANCELED:
	case XG_SIM_EXPIRED:
	case XG_SIM_REJECTED:
		break;
	}
	return "canceled";
}

static const char *cancel_source(const struct xg_sim_order *o)
{
	switch (o->end) {
	case XG_SIM_END_USER:
	case XG_SIM_END_AMEND:
		return "1";
	case XG_SIM_END_IOC:
		return "14";
	case XG_SIM_END_FOK:
		return "13";
	case XG_SIM_END_CROSSED:
		return "31";
	case XG_SIM_END_SELF:
		return "32";
	case XG_SIM_END_REDUCE:
		return "22";
	case XG_SIM_END_DEADMAN:
		return "20";
	case XG_SIM_END_NONE:
		break;
	}
	return "";
}

const char *xg_sim_okx_pos_side(enum xg_sim_leg leg)
{
	return leg == XG_LEG_LONG    ? "long"
	       : leg == XG_LEG_SHORT ? "short"
				     : "net";
}

static const char *stp_word(enum xg_match_self self)
{
	return self == XG_SELF_TAKER  ? "cancel_taker"
	       : self == XG_SELF_BOTH ? "cancel_both"
				      : "cancel_maker";
}

/* Charged is negative in fee; a rebate is positive, in its own member. */
static void put_fee(struct xg_buf *b, struct xg_dec fee, const char *ccy)
{
	bool pays = xg_dec_sign(fee) >= 0;

	xg_sim_okx_dec(b, "fee", pays ? xg_dec_neg(fee) : xg_dec_int(0));
	xg_json_put_text(b, "feeCcy", ccy);
	xg_sim_okx_dec(b, "rebate", pays ? xg_dec_int(0) : xg_dec_neg(fee));
	xg_json_put_text(b, "rebateCcy", ccy);
}

static const struct xg_sim_fill *last_fill(
	const struct xg_sim_venue *v, uint64_t order)
{
	size_t i;

	for (i = v->fills; i > 0; i--)
		if (v->fill[i - 1].order == order)
			return &v->fill[i - 1];
	return NULL;
}

static void put_fill(
	struct xg_buf *b, const struct xg_sim_fill *fill, bool push)
{
	if (!fill) {
		xg_sim_okx_blank(b, "fillPx fillTime tradeId");
		xg_json_put_text(b, "fillSz", push ? "0" : "");
		if (push)
			xg_sim_okx_blank(b, "execType fillFeeCcy");
		if (push)
			xg_json_put_text(b, "fillFee", "0");
		return;
	}
	xg_sim_okx_dec(b, "fillPx", fill->px);
	xg_sim_okx_dec(b, "fillSz", fill->qty);
	xg_sim_okx_ms(b, "fillTime", fill->ts);
	xg_sim_okx_u64(b, "tradeId", (uint64_t)fill->trade_id);
	if (!push)
		return;
	xg_json_put_text(b, "execType", fill->maker ? "M" : "T");
	xg_sim_okx_dec(b, "fillFee", xg_dec_neg(fill->fee));
	xg_json_put_text(b, "fillFeeCcy", fill->fee_ccy);
	xg_sim_okx_dec(b, "fillPnl", fill->realized);
}

static void put_prices(struct xg_buf *b, const struct xg_sim_order *o)
{
	struct xg_dec avg = { 0 };
	bool by_value = !xg_dec_is_zero(o->quote_qty);
	bool filled = xg_dec_sign(o->filled) > 0 &&
		      xg_dec_div(&avg, o->value, o->filled, 12,
			      XG_ROUND_NEAREST) == 0;

	xg_sim_okx_dec(b, "accFillSz", o->filled);
	if (filled)
		xg_sim_okx_dec(b, "avgPx", avg);
	else
		xg_json_put_text(b, "avgPx", "");
	if (o->kind == XG_MATCH_MARKET)
		xg_json_put_text(b, "px", "");
	else
		xg_sim_okx_dec(b, "px", o->px);
	xg_sim_okx_dec(b, "sz", by_value ? o->quote_qty : o->qty);
	xg_json_put_text(b, "tgtCcy", o->tif);
}

void xg_sim_okx_order_row(struct xg_buf *b, const struct xg_sim_venue *v,
	const struct xg_sim_order *o, const struct xg_sim_fill *fill, bool push)
{
	const struct xg_sim_mkt *m = o->mkt;

	xg_json_put_text(b, "instType", xg_sim_okx_type(m));
	xg_json_put_text(b, "instId", m->spec.native);
	xg_sim_okx_u64(b, "ordId", o->id);
	xg_json_put_text(b, "clOrdId", o->cid);
	xg_json_put_text(b, "tag", o->tag);
	xg_json_put_text(b, "side", o->sell ? "sell" : "buy");
	xg_json_put_text(b, "posSide", xg_sim_okx_pos_side(o->leg));
	xg_json_put_text(b, "tdMode", o->mode);
	xg_json_put_text(b, "ordType", o->type);
	xg_json_put_text(b, "state", state_word(o));
	put_prices(b, o);
	put_fill(b, push ? fill : last_fill(v, o->id), push);
	put_fee(b, o->fee, o->fee_ccy);
	xg_sim_okx_dec(b, "pnl", o->realized);
	xg_json_put_text(b, "reduceOnly", o->reduce ? "true" : "false");
	if (m->spec.kind == XG_SPOT) {
		xg_json_put_text(b, "lever", "");
	} else {
		xg_sim_okx_u64(b, "lever", (uint64_t)m->leverage);
	}
	xg_json_put_text(b, "cancelSource", cancel_source(o));
	xg_json_put_text(b, "stpMode", stp_word(o->self));
	xg_json_put_text(b, "category", "normal");
	xg_json_put_text(b, "isTpLimit", "false");
	xg_sim_okx_ms(b, "cTime", o->created);
	xg_sim_okx_ms(b, "uTime", o->updated);
	xg_sim_okx_blank(b,
		"ccy cancelSourceReason algoClOrdId algoId attachAlgoClOrdId pxType pxUsd pxVol quickMgnType slOrdPx slTriggerPx slTriggerPxType source stpId tpOrdPx tpTriggerPx tpTriggerPxType tradeQuoteCcy");
	xg_json_put_raw(b, "attachAlgoOrds", XG_STR("[]"));
	xg_json_put_raw(b, "linkedAlgoOrd", XG_STR("{\"algoId\":\"\"}"));
}

void xg_sim_okx_fill_row(struct xg_buf *b, const struct xg_sim_fill *f)
{
	xg_json_put_text(b, "instType", xg_sim_okx_type(f->mkt));
	xg_json_put_text(b, "instId", f->mkt->spec.native);
	xg_sim_okx_u64(b, "tradeId", (uint64_t)f->trade_id);
	xg_sim_okx_u64(b, "ordId", f->order);
	xg_json_put_text(b, "clOrdId", f->cid);
	xg_sim_okx_u64(
		b, "billId", (uint64_t)f->trade_id * 2 + (f->maker ? 1 : 0));
	xg_sim_okx_blank(b, "tag fillFwdPx fillMarkVol fillPxUsd fillPxVol");
	xg_sim_okx_dec(b, "fillPx", f->px);
	xg_sim_okx_dec(b, "fillSz", f->qty);
	xg_sim_okx_dec(b, "fillPnl", f->realized);
	xg_sim_okx_dec(b, "fillMarkPx", f->mkt->mark);
	xg_sim_okx_dec(b, "fillIdxPx", f->mkt->index_px);
	xg_json_put_text(b, "side", f->sell ? "sell" : "buy");
	xg_json_put_text(b, "posSide", xg_sim_okx_pos_side(f->leg));
	xg_json_put_text(b, "execType", f->maker ? "M" : "T");
	xg_json_put_text(b, "subType", f->sell ? "2" : "1");
	xg_json_put_text(b, "feeCcy", f->fee_ccy);
	xg_sim_okx_dec(b, "fee", xg_dec_neg(f->fee));
	xg_sim_okx_dec(b, "feeRate",
		xg_dec_neg(f->maker ? f->mkt->spec.maker : f->mkt->spec.taker));
	xg_sim_okx_ms(b, "ts", f->ts);
	xg_sim_okx_ms(b, "fillTime", f->ts);
}

/* Worth of one unit in dollars: 1 for dollars, else by the spot market. */
static struct xg_dec worth(const struct xg_sim_venue *v, const char *ccy)
{
	size_t i;

	if (strncmp(ccy, "USD", 3) == 0)
		return xg_dec_int(1);
	for (i = 0; i < v->mkts; i++) {
		const struct xg_sim_spec *s = &v->mkt[i]->spec;

		if (s->kind == XG_SPOT && strcmp(s->base, ccy) == 0 &&
			strncmp(s->quote, "USD", 3) == 0)
			return xg_sim_okx_mid(v->mkt[i]);
	}
	return xg_dec_int(0);
}

static bool wanted(struct xg_str only, const char *ccy)
{
	if (only.n == 0)
		return true;
	while (only.n)
		if (xg_str_is_text(xg_str_cut(&only, ','), ccy))
			return true;
	return false;
}

/* Margins and profit of the positions that settle in an asset. */
static void sums(const struct xg_sim_venue *v, const char *ccy,
	struct xg_dec *upl, struct xg_dec *imr)
{
	size_t i;

	*upl = *imr = xg_dec_int(0);
	for (i = 0; i < v->acct.positions; i++) {
		const struct xg_sim_pos *p = &v->acct.pos[i];

		if (strcmp(p->mkt->spec.settle, ccy) != 0 ||
			xg_dec_is_zero(p->qty))
			continue;
		(void)xg_dec_add(upl, *upl, xg_sim_upnl(p));
		(void)xg_dec_add(imr, *imr, xg_sim_margin(p));
	}
}

static void put_detail(struct xg_buf *b, struct xg_sim_venue *v,
	const struct xg_sim_balance *bal, int64_t now, struct xg_dec *total)
{
	struct xg_dec upl, imr, eq, usd, free, frozen;

	free = xg_sim_free(v, bal->wallet, xg_str_from(bal->ccy));
	sums(v, bal->ccy, &upl, &imr);
	if (xg_dec_add(&eq, bal->total, upl))
		eq = bal->total;
	if (xg_dec_sub(&frozen, eq, free))
		frozen = bal->held;
	if (xg_dec_mul(&usd, eq, worth(v, bal->ccy), XG_ROUND_NEAREST))
		usd = xg_dec_int(0);
	if (xg_dec_rescale(&usd, usd, -8, XG_ROUND_NEAREST) == 0)
		(void)xg_dec_add(total, *total, usd);
	xg_sim_okx_open(b);
	xg_json_put_text(b, "ccy", bal->ccy);
	xg_sim_okx_dec(b, "eq", eq);
	xg_sim_okx_dec(b, "cashBal", bal->total);
	xg_sim_okx_dec(b, "availBal", free);
	xg_sim_okx_dec(b, "availEq", free);
	xg_sim_okx_dec(b, "frozenBal", frozen);
	xg_sim_okx_dec(b, "ordFrozen", bal->held);
	xg_sim_okx_dec(b, "upl", upl);
	xg_sim_okx_dec(b, "imr", imr);
	xg_sim_okx_dec(b, "eqUsd", usd);
	xg_sim_okx_dec(b, "disEq", usd);
	xg_sim_okx_ms(b, "uTime", now);
	xg_json_put_text(b, "isoEq", "0");
	xg_json_put_text(b, "mmr", "0");
	xg_json_put_text(b, "notionalLever", "0");
	xg_sim_okx_blank(b,
		"liab crossLiab isoLiab uplLiab interest maxLoan mgnRatio twap coinUsdPrice");
	xg_sim_okx_close(b);
}

void xg_sim_okx_balance_row(struct xg_buf *b, struct xg_sim_venue *v,
	struct xg_str only, int64_t now)
{
	struct xg_dec total = { 0 };
	size_t i;

	xg_json_key(b, "details");
	(void)xg_buf_char(b, '[');
	for (i = 0; i < v->acct.balances; i++)
		if (wanted(only, v->acct.balance[i].ccy))
			put_detail(b, v, &v->acct.balance[i], now, &total);
	(void)xg_buf_char(b, ']');
	xg_sim_okx_dec(b, "totalEq", total);
	xg_json_put_text(b, "isoEq", "0");
	xg_sim_okx_blank(b,
		"adjEq availEq borrowFroz imr mgnRatio mmr notionalUsd ordFroz upl");
	xg_sim_okx_ms(b, "uTime", now);
}

void xg_sim_okx_position_row(struct xg_buf *b, const struct xg_sim_venue *v,
	const struct xg_sim_pos *p)
{
	const struct xg_sim_mkt *m = p->mkt;
	struct xg_dec value = { 0 };
	struct xg_dec size = p->leg == XG_LEG_NET ? p->qty : xg_dec_abs(p->qty);

	(void)v;
	(void)xg_sim_value(&value, m, m->mark, xg_dec_abs(p->qty));
	xg_json_put_text(b, "instType", xg_sim_okx_type(m));
	xg_json_put_text(b, "instId", m->spec.native);
	xg_json_put_text(b, "mgnMode", m->isolated ? "isolated" : "cross");
	xg_sim_okx_u64(b, "posId",
		(uint64_t)m->index * 3 + (uint64_t)p->leg + 1000001);
	xg_json_put_text(b, "posSide", xg_sim_okx_pos_side(p->leg));
	xg_sim_okx_dec(b, "pos", size);
	xg_sim_okx_dec(
		b, "availPos", p->leg == XG_LEG_NET ? xg_dec_abs(size) : size);
	xg_json_put_text(b, "ccy", m->spec.settle);
	if (xg_dec_is_zero(p->qty))
		xg_json_put_text(b, "avgPx", "");
	else
		xg_sim_okx_dec(b, "avgPx", xg_sim_entry(p));
	xg_sim_okx_dec(b, "markPx", m->mark);
	xg_sim_okx_dec(b, "idxPx", m->index_px);
	xg_sim_okx_dec(b, "last",
		m->last_trade ? m->trade[m->last_trade % XG_SIM_TRADES].px
			      : m->mark);
	xg_sim_okx_dec(b, "upl", xg_sim_upnl(p));
	xg_sim_okx_dec(b, "realizedPnl", p->realized);
	xg_sim_okx_dec(b, "pnl", p->realized);
	xg_sim_okx_dec(b, "imr", xg_sim_margin(p));
	xg_sim_okx_dec(b, "notionalUsd", value);
	xg_sim_okx_u64(b, "lever", (uint64_t)m->leverage);
	xg_json_put_text(b, "adl", "1");
	xg_json_put_text(b, "mmr", "0");
	xg_sim_okx_ms(b, "cTime", p->updated);
	xg_sim_okx_ms(b, "uTime", p->updated);
	xg_sim_okx_blank(b,
		"liqPx margin mgnRatio interest posCcy liab liabCcy uplRatio optVal bePx tradeId usdPx");
}
