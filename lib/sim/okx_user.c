/* What the private channels push: orders, fills, the account. Source: sheet okx,
 * section 8. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

static const char *amend_result(enum xg_sim_exec exec)
{
	return exec == XG_SIM_EXEC_AMENDED	  ? "0"
	       : exec == XG_SIM_EXEC_AMEND_FAILED ? "-1"
						  : "";
}

void xg_sim_okx_on_order(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	bool trade = ev->exec == XG_SIM_EXEC_TRADE;
	bool amend = ev->exec == XG_SIM_EXEC_AMENDED ||
		     ev->exec == XG_SIM_EXEC_AMEND_FAILED;
	const struct xg_sim_fill *fill = trade ? &ev->fill : NULL;
	struct xg_dec usd = { 0 };
	struct xg_buf b = { 0 };

	xg_sim_okx_order_row(&b, &f->venue, &ev->order, fill, true);
	if (trade)
		(void)xg_sim_value(&usd, ev->mkt, fill->px, fill->qty);
	xg_sim_okx_dec(&b, "fillNotionalUsd", usd);
	xg_json_put_text(&b, "amendResult", amend_result(ev->exec));
	xg_json_put_text(&b, "amendSource", amend ? "1" : "");
	xg_json_put_text(&b, "reqId", amend ? ev->order.req : "");
	xg_json_put_text(&b, "code", "0");
	xg_json_put_text(&b, "msg", "");
	xg_sim_okx_dec(&b, "lastPx", xg_sim_okx_mid(ev->mkt));
	xg_json_put_text(&b, "notionalUsd", "");
	xg_sim_okx_tell(f, XG_SIM_OKX_ORDERS, ev->mkt, "", xg_buf_view(&b),
		trade ? XG_ON_FILL : XG_ON_USER, NULL);
	xg_buf_release(&b);
	if (!trade)
		return;
	xg_json_put_text(&b, "instId", ev->mkt->spec.native);
	xg_sim_okx_dec(&b, "fillSz", fill->qty);
	xg_sim_okx_dec(&b, "fillPx", fill->px);
	xg_json_put_text(&b, "side", fill->sell ? "sell" : "buy");
	xg_sim_okx_ms(&b, "ts", fill->ts);
	xg_sim_okx_u64(&b, "ordId", fill->order);
	xg_json_put_text(&b, "clOrdId", fill->cid);
	xg_sim_okx_u64(&b, "tradeId", (uint64_t)fill->trade_id);
	xg_json_put_text(&b, "execType", fill->maker ? "M" : "T");
	xg_json_put_text(&b, "count", "1");
	xg_sim_okx_tell(f, XG_SIM_OKX_FILLS, ev->mkt, "", xg_buf_view(&b),
		XG_ON_FILL, NULL);
	xg_buf_release(&b);
}

void xg_sim_okx_tell_account(struct xg_sim_front *f, const char *type,
	int64_t now, struct xg_sim_conn *only)
{
	struct xg_buf b = { 0 }, head = { 0 };

	if (only || xg_sim_okx_is_followed(f, XG_SIM_OKX_ACCOUNT, NULL)) {
		(void)xg_buf_printf(&head,
			"\"eventType\":\"%s\",\"curPage\":1,"
			"\"lastPage\":true,",
			type);
		xg_sim_okx_balance_row(&b, &f->venue, XG_STR(""), now);
		xg_sim_okx_tell(f, XG_SIM_OKX_ACCOUNT, NULL, head.p,
			xg_buf_view(&b), XG_ON_USER, only);
	}
	xg_buf_release(&b);
	xg_buf_release(&head);
}

/* Positions that changed, or all that are not flat. */
void xg_sim_okx_tell_positions(struct xg_sim_front *f, const char *type,
	bool all, struct xg_sim_conn *only)
{
	const struct xg_sim_acct *a = &f->venue.acct;
	struct xg_buf b = { 0 }, head = { 0 };
	size_t i;

	(void)xg_buf_printf(&head,
		"\"eventType\":\"%s\",\"curPage\":1,\"lastPage\":true,", type);
	for (i = 0; i < a->positions; i++) {
		const struct xg_sim_pos *p = &a->pos[i];

		if (all ? xg_dec_is_zero(p->qty) : !p->changed)
			continue;
		xg_buf_clear(&b);
		xg_sim_okx_position_row(&b, &f->venue, p);
		xg_sim_okx_tell(f, XG_SIM_OKX_POSITIONS, p->mkt, head.p,
			xg_buf_view(&b), XG_ON_USER, only);
	}
	xg_buf_release(&b);
	xg_buf_release(&head);
}

static void put_brief(struct xg_buf *b, const struct xg_sim_pos *p)
{
	xg_sim_okx_open(b);
	xg_sim_okx_u64(b, "posId",
		(uint64_t)p->mkt->index * 3 + (uint64_t)p->leg + 1000001);
	xg_json_put_text(b, "instId", p->mkt->spec.native);
	xg_json_put_text(b, "instType", xg_sim_okx_type(p->mkt));
	xg_json_put_text(b, "mgnMode", p->mkt->isolated ? "isolated" : "cross");
	xg_json_put_text(b, "posSide", xg_sim_okx_pos_side(p->leg));
	xg_sim_okx_dec(
		b, "pos", p->leg == XG_LEG_NET ? p->qty : xg_dec_abs(p->qty));
	xg_json_put_text(b, "ccy", p->mkt->spec.settle);
	if (xg_dec_is_zero(p->qty))
		xg_json_put_text(b, "avgPx", "");
	else
		xg_sim_okx_dec(b, "avgPx", xg_sim_entry(p));
	xg_sim_okx_blank(b, "posCcy tradeId nonSettleAvgPx settledPnl");
	xg_sim_okx_ms(b, "uTime", p->updated);
	xg_sim_okx_close(b);
}

void xg_sim_okx_tell_balpos(struct xg_sim_front *f, const char *type, bool all,
	int64_t now, struct xg_sim_conn *only)
{
	const struct xg_sim_acct *a = &f->venue.acct;
	struct xg_buf b = { 0 };
	size_t i;

	xg_sim_okx_ms(&b, "pTime", now);
	xg_json_put_text(&b, "eventType", type);
	xg_json_key(&b, "balData");
	(void)xg_buf_char(&b, '[');
	for (i = 0; i < a->balances; i++) {
		if (!all && !a->balance[i].changed)
			continue;
		xg_sim_okx_open(&b);
		xg_json_put_text(&b, "ccy", a->balance[i].ccy);
		xg_sim_okx_dec(&b, "cashBal", a->balance[i].total);
		xg_sim_okx_ms(&b, "uTime", now);
		xg_sim_okx_close(&b);
	}
	(void)xg_buf_char(&b, ']');
	xg_json_key(&b, "posData");
	(void)xg_buf_char(&b, '[');
	for (i = 0; i < a->positions; i++)
		if (all ? !xg_dec_is_zero(a->pos[i].qty) : a->pos[i].changed)
			put_brief(&b, &a->pos[i]);
	(void)xg_buf_char(&b, ']');
	xg_json_put_raw(&b, "trades", XG_STR("[]"));
	xg_sim_okx_tell(f, XG_SIM_OKX_BALPOS, NULL, "", xg_buf_view(&b),
		XG_ON_USER, only);
	xg_buf_release(&b);
}
