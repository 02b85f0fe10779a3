/* Trades and liquidations. Source: v4_trades: the first frame has the last trades
 * from before the subscription, newest first; ids grow with time in a market. */
#include "base/room.h"
#include "base/time.h"
#include "venue/dydx/dydx.h"

static int hold(struct xg_dydx_state *st, const struct xg_dydx_held *h)
{
	int rc = XG_ROOM(st->held, st->held_n, st->held_cap, XG_ROOM_ANY);

	if (rc < 0)
		return rc;
	st->held[st->held_n++] = *h;
	return 0;
}

/* side is the taker's. LIQUIDATED: the taker was the liquidation's order. */
static int trade_row(struct xg_dydx_in *in, struct xg_json *j)
{
	enum { ID, SIDE, PX, QTY, AT, TYPE, KEYS };
	static const char *const keys[KEYS] = { "id", "side", "price", "size",
		"createdAt", "type" };
	struct xg_dydx_held h = { 0 };
	struct xg_str v[KEYS];
	struct xg_dec px, qty;
	int64_t ts;
	int side;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	side = xg_str_is_text(v[SIDE], "BUY")	 ? XG_BUY
	       : xg_str_is_text(v[SIDE], "SELL") ? XG_SELL
						 : XG_SIDE_NONE;
	if (!side || !v[ID].n || memchr(v[ID].p, '\\', v[ID].n) ||
		v[ID].n >= sizeof h.sym->last_id)
		return XG_ERR_TYPE;
	if (xg_dec_from(&px, v[PX]) < 0 || xg_dec_from(&qty, v[QTY]) < 0 ||
		xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0 ||
		xg_time_parse_iso(v[AT], &ts) < 0)
		return XG_ERR_RANGE;
	h.is_liq = xg_str_is_text(v[TYPE], "LIQUIDATED");
	xg_rec_start(&h.rec, XG_REC_TRADE, XG_DYDX, (struct xg_str){ NULL, 0 },
		ts, in->d->rx);
	XG_REC_SET(&h.rec, trade.id, v[ID]);
	XG_REC_SET(&h.rec, trade.side, side);
	XG_REC_SET(&h.rec, trade.px, px);
	XG_REC_SET(&h.rec, trade.qty, qty);
	if (xg_str_is_text(v[TYPE], "DELEVERAGED"))
		XG_REC_SET(&h.rec, trade.off, XG_OFF_INTERNAL);
	return hold(in->st, &h);
}

int xg_dydx_trades_read(void *ctx, struct xg_json *j)
{
	struct xg_dydx_in *in = ctx;
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (!XG_JSON_KEY_IS(j, "trades")) {
			rc = xg_json_skip(j, NULL);
			continue;
		}
		if (xg_json_next(j) != XG_JSON_ARR)
			return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX
						     : XG_ERR_TYPE;
		while (rc == 0 && xg_json_next(j) == XG_JSON_OBJ)
			rc = trade_row(in, j);
		if (rc == 0 && j->tok != XG_JSON_ARR_END)
			rc = j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX
						   : XG_ERR_TYPE;
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

static bool is_newer(const struct xg_dydx_held *h, const char *last)
{
	return xg_str_cmp(h->rec.u.trade.id, xg_str_from(last)) > 0;
}

static int tell(struct xg_dydx_in *in, struct xg_dydx_held *h,
	const struct xg_instr *inst)
{
	const struct xg_trade *t = &h->rec.u.trade;
	struct xg_rec liq;
	int rc;

	h->rec.sym = inst->sym;
	h->rec.has |= XG_HAS_SYM;
	rc = xg_decoder_emit(in->d, &h->rec);
	if (rc < 0 || !h->is_liq)
		return rc;
	xg_rec_start(
		&liq, XG_REC_LIQ, XG_DYDX, inst->sym, h->rec.ts, in->d->rx);
	XG_REC_SET(&liq, liq.side, t->side);
	XG_REC_SET(&liq, liq.px, t->px);
	XG_REC_SET(&liq, liq.qty, t->qty);
	return xg_decoder_emit(in->d, &liq);
}

/* Says what the trades that follow are. */
static int flag_backlog(
	struct xg_dydx_in *in, const struct xg_instr *inst, const char *last)
{
	int64_t n = 0;

	for (size_t i = 0; i < in->st->held_n; i++)
		n += is_newer(&in->st->held[i], last) &&
		     !xg_decoder_is_told(
			     in->d, inst->sym, in->st->held[i].rec.u.trade.id);
	return n ? xg_decoder_backlog(in->d, inst->sym, in->conn, n) : 0;
}

/* What is not newer than what was told before this frame was told already. */
int xg_dydx_trades_apply(struct xg_dydx_in *in)
{
	const struct xg_instr *inst = xg_dydx_inst_of(in, in->id);
	bool backlog = in->type == XG_DYDX_SUBSCRIBED;
	bool whole = xg_numbered_is_whole(&in->st->numbered, in->conn);
	size_t n = in->st->held_n;
	struct xg_dydx_sym *sym;
	char last[sizeof sym->last_id];
	int rc = 0;

	if (!inst)
		return XG_ERR_ABSENT;
	sym = xg_dydx_sym_of(in->d, inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->trade_conn)
		return 0; /* a connection that has been replaced */
	sym->trade_conn = in->conn;
	memcpy(last, sym->last_id, sizeof last);
	if (backlog)
		rc = flag_backlog(in, inst, last);
	for (size_t i = 0; i < n && rc >= 0; i++) {
		struct xg_dydx_held *h = &in->st->held[backlog ? n - 1 - i : i];

		if (!is_newer(h, last))
			continue;
		if (whole && is_newer(h, sym->last_id))
			xg_str_copy(sym->last_id, sizeof sym->last_id,
				h->rec.u.trade.id);
		if (!xg_decoder_is_told(in->d, inst->sym, h->rec.u.trade.id))
			rc = tell(in, h, inst);
	}
	return rc;
}
