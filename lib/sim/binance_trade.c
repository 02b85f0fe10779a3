/* Binance: cancelling and asking about orders and trades. Source: sheet
 * binance, section 7. */
#include <stdio.h>

#include "sim/binance.h"

static void put_spot(
	struct xg_buf *b, const struct xg_sim_order *o, bool with_times)
{
	xg_json_put_text(b, "symbol", o->mkt->spec.native);
	xg_json_put_i64(b, "orderId", (int64_t)o->id);
	xg_json_put_i64(b, "orderListId", -1);
	xg_json_put_text(b, "clientOrderId", o->cid);
	xg_bn_put(b, "price", XG_BN_SPOT, o->px);
	xg_bn_put(b, "origQty", XG_BN_SPOT, o->qty);
	xg_bn_put(b, "executedQty", XG_BN_SPOT, o->filled);
	xg_bn_put(b, "origQuoteOrderQty", XG_BN_SPOT, o->quote_qty);
	xg_bn_put(b, "cummulativeQuoteQty", XG_BN_SPOT, o->value);
	xg_json_put_text(b, "status", xg_bn_status(o));
	xg_json_put_text(b, "timeInForce", o->tif);
	xg_json_put_text(b, "type", o->type);
	xg_json_put_text(b, "side", o->sell ? "SELL" : "BUY");
	xg_buf_text(b, ",\"stopPrice\":\"0.00000000\",\"icebergQty\":"
		       "\"0.00000000\"");
	if (with_times) {
		xg_json_put_i64(b, "time", o->created / 1000);
		xg_json_put_i64(b, "updateTime", o->updated / 1000);
		xg_json_put_bool(b, "isWorking", xg_sim_is_open(o));
		xg_json_put_i64(b, "workingTime", o->created / 1000);
	}
	xg_json_put_text(b, "selfTradePreventionMode", o->mode);
}

static void put_futures(
	struct xg_buf *b, const struct xg_sim_order *o, bool with_times)
{
	static const char *const legs[] = { "BOTH", "LONG", "SHORT" };
	struct xg_dec avg = { 0 };

	xg_json_put_i64(b, "orderId", (int64_t)o->id);
	xg_json_put_text(b, "symbol", o->mkt->spec.native);
	xg_json_put_text(b, "status", xg_bn_status(o));
	xg_json_put_text(b, "clientOrderId", o->cid);
	xg_bn_put(b, "price", XG_BN_USDM, o->px);
	xg_bn_put(b, "origQty", XG_BN_USDM, o->qty);
	xg_bn_put(b, "executedQty", XG_BN_USDM, o->filled);
	if (with_times || o->filled.m) {
		if (o->filled.m)
			(void)xg_dec_div(
				&avg, o->value, o->filled, 8, XG_ROUND_NEAREST);
		xg_bn_put(b, "avgPrice", XG_BN_USDM, xg_dec_trim(avg));
		xg_bn_put(b, o->mkt->spec.inverse ? "cumBase" : "cumQuote",
			XG_BN_USDM, o->value);
	}
	xg_json_put_text(b, "timeInForce", o->tif);
	xg_json_put_text(b, "type", o->type);
	xg_json_put_bool(b, "reduceOnly", o->reduce && o->leg == XG_LEG_NET);
	xg_buf_text(b, ",\"closePosition\":false");
	xg_json_put_text(b, "side", o->sell ? "SELL" : "BUY");
	xg_json_put_text(b, "positionSide", legs[o->leg]);
	xg_buf_text(b, ",\"stopPrice\":\"0\",\"workingType\":"
		       "\"CONTRACT_PRICE\",\"priceMatch\":\"NONE\"");
	xg_json_put_text(b, "selfTradePreventionMode", o->mode);
	xg_buf_text(b, ",\"goodTillDate\":0,\"priceProtect\":false");
	xg_json_put_text(b, "origType", o->type);
	if (with_times)
		xg_json_put_i64(b, "time", o->created / 1000);
	xg_json_put_i64(b, "updateTime", o->updated / 1000);
}

void xg_bn_put_order(
	struct xg_buf *b, const struct xg_sim_order *o, bool with_times)
{
	xg_buf_char(b, '{');
	if (o->mkt->spec.kind == XG_SPOT)
		put_spot(b, o, with_times);
	else
		put_futures(b, o, with_times);
	xg_buf_char(b, '}');
}

void xg_bn_query(struct xg_bn_call *c)
{
	const struct xg_sim_order *o = xg_bn_named(
		c, "origClientOrderId", -2013, "Order does not exist.");

	if (o)
		xg_bn_put_order(&c->a->body, o, true);
}

/* ---- cancelling ---- */

static void name_cancel(struct xg_bn_call *c)
{
	struct xg_str id = xg_bn_get(c, "newClientOrderId");
	char *out = c->s->cancel_id;

	/* In a cancelReplace that name is the new order's. */
	if (xg_bn_get(c, "cancelReplaceMode").n)
		id = xg_bn_get(c, "cancelNewClientOrderId");
	if (!id.n || !xg_str_copy(out, sizeof c->s->cancel_id, id))
		snprintf(out, sizeof c->s->cancel_id, "simc%018lld",
			(long long)(c->now + ++c->s->update));
}

static void put_canceled(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_order *o)
{
	if (c->market != XG_BN_SPOT) {
		xg_bn_put_order(b, o, true);
		return;
	}
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", o->mkt->spec.native);
	xg_json_put_text(b, "origClientOrderId", o->cid);
	xg_json_put_i64(b, "orderId", (int64_t)o->id);
	xg_json_put_i64(b, "orderListId", -1);
	xg_json_put_text(b, "clientOrderId", c->s->cancel_id);
	xg_json_put_i64(b, "transactTime", o->updated / 1000);
	xg_bn_put(b, "price", XG_BN_SPOT, o->px);
	xg_bn_put(b, "origQty", XG_BN_SPOT, o->qty);
	xg_bn_put(b, "executedQty", XG_BN_SPOT, o->filled);
	xg_bn_put(b, "origQuoteOrderQty", XG_BN_SPOT, o->quote_qty);
	xg_bn_put(b, "cummulativeQuoteQty", XG_BN_SPOT, o->value);
	xg_json_put_text(b, "status", xg_bn_status(o));
	xg_json_put_text(b, "timeInForce", o->tif);
	xg_json_put_text(b, "type", o->type);
	xg_json_put_text(b, "side", o->sell ? "SELL" : "BUY");
	xg_json_put_text(b, "selfTradePreventionMode", o->mode);
	xg_buf_char(b, '}');
}

void xg_bn_cancel(struct xg_bn_call *c)
{
	bool replace = xg_bn_get(c, "cancelReplaceMode").n;
	const struct xg_sim_order *o = NULL;
	struct xg_str id = { 0 };

	if (replace) {
		const struct xg_sim_mkt *m = xg_bn_symbol(c);
		uint64_t n;

		if (!m)
			return;
		id = xg_bn_get(c, "cancelOrderId");
		if (id.n && xg_str_u64(id, &n) == 0)
			o = xg_sim_order_id(&c->f->venue, n);
		else
			o = xg_sim_order_cid(&c->f->venue, m->spec.market,
				xg_bn_get(c, "cancelOrigClientOrderId"));
		if (o && o->mkt != m)
			o = NULL;
		if (!o) {
			xg_bn_fail(c, 400, -2011, "Unknown order sent.");
			return;
		}
	} else {
		o = xg_bn_named(
			c, "origClientOrderId", -2011, "Unknown order sent.");
	}
	if (!o)
		return;
	name_cancel(c);
	if (xg_sim_cancel(&c->f->venue, o->id, XG_SIM_END_USER, c->now))
		xg_bn_fail(c, 400, -2011, "Unknown order sent.");
	else
		put_canceled(c, &c->a->body, o);
}

void xg_bn_cancel_all(struct xg_bn_call *c)
{
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = &c->a->body;
	int n = 0;

	if (!m)
		return;
	name_cancel(c);
	if (c->market == XG_BN_SPOT)
		xg_buf_char(b, '[');
	for (size_t i = 0; i < v->orders; i++) {
		const struct xg_sim_order *o = v->order[i];

		if (o->mkt != m || !xg_sim_is_open(o))
			continue;
		(void)xg_sim_cancel(v, o->id, XG_SIM_END_USER, c->now);
		n++;
		if (c->market != XG_BN_SPOT)
			continue;
		xg_json_comma(b);
		put_canceled(c, b, o);
	}
	if (c->market != XG_BN_SPOT)
		xg_buf_text(b, "{\"code\":200,\"msg\":\"The operation of "
			       "cancel all open order is done.\"}");
	else if (n)
		xg_buf_char(b, ']');
	else
		xg_bn_fail(c, 400, -2011, "Unknown order sent.");
}

/* ---- lists ---- */

static int64_t int_of(struct xg_bn_call *c, const char *name, int64_t usual)
{
	struct xg_str s = xg_bn_get(c, name);
	int64_t n;

	return s.n && xg_str_i64(s, &n) == 0 ? n : usual;
}

void xg_bn_open(struct xg_bn_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	const struct xg_sim_mkt *m = NULL;
	struct xg_buf *b = &c->a->body;

	if (xg_bn_get(c, "symbol").n) {
		m = xg_bn_symbol(c);
		if (!m)
			return;
	}
	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->orders; i++) {
		const struct xg_sim_order *o = v->order[i];

		if (!xg_sim_is_open(o) || (m && o->mkt != m) ||
			xg_bn_market_of(o->mkt) != c->market)
			continue;
		xg_json_comma(b);
		xg_bn_put_order(b, o, true);
	}
	xg_buf_char(b, ']');
}

void xg_bn_all(struct xg_bn_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_buf *b = &c->a->body;
	int64_t from, since, till, max, skip = 0;

	if (!m)
		return;
	from = int_of(c, "orderId", 0);
	since = int_of(c, "startTime", 0);
	till = int_of(c, "endTime", INT64_MAX);
	max = int_of(c, "limit", 500);
	/* Without a start the newest ones are given, oldest first. */
	if (!from && !since)
		for (size_t i = 0; i < v->orders; i++)
			skip += v->order[i]->mkt == m;
	skip = skip > max ? skip - max : 0;
	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->orders && max > 0; i++) {
		const struct xg_sim_order *o = v->order[i];

		if (o->mkt != m || (int64_t)o->id < from ||
			o->created / 1000 < since || o->created / 1000 > till ||
			skip-- > 0)
			continue;
		xg_json_comma(b);
		xg_bn_put_order(b, o, true);
		max--;
	}
	xg_buf_char(b, ']');
}

static void put_trade(struct xg_bn_call *c, const struct xg_sim_fill *f)
{
	static const char *const legs[] = { "BOTH", "LONG", "SHORT" };
	struct xg_buf *b = &c->a->body;
	bool spot = c->market == XG_BN_SPOT;
	struct xg_dec value = { 0 };

	(void)xg_sim_value(&value, f->mkt, f->px, f->qty);
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", f->mkt->spec.native);
	xg_json_put_i64(b, "id", f->trade_id);
	xg_json_put_i64(b, "orderId", (int64_t)f->order);
	if (spot)
		xg_json_put_i64(b, "orderListId", -1);
	else
		xg_json_put_text(b, "side", f->sell ? "SELL" : "BUY");
	xg_bn_put(b, "price", c->market, f->px);
	xg_bn_put(b, "qty", c->market, f->qty);
	if (!spot)
		xg_bn_put(b, "realizedPnl", c->market, f->realized);
	xg_bn_put(b, f->mkt->spec.inverse ? "baseQty" : "quoteQty", c->market,
		value);
	xg_bn_put(b, "commission", c->market, f->fee);
	xg_json_put_text(b, "commissionAsset", f->fee_ccy);
	xg_json_put_i64(b, "time", f->ts / 1000);
	xg_json_put_bool(b, spot ? "isBuyer" : "buyer", !f->sell);
	xg_json_put_bool(b, spot ? "isMaker" : "maker", f->maker);
	if (spot)
		xg_json_put_bool(b, "isBestMatch", true);
	else
		xg_json_put_text(b, "positionSide", legs[f->leg]);
	xg_buf_char(b, '}');
}

void xg_bn_my_trades(struct xg_bn_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	int64_t from, since, till, max, order, skip = 0;

	if (!m)
		return;
	from = int_of(c, "fromId", 0);
	since = int_of(c, "startTime", 0);
	till = int_of(c, "endTime", INT64_MAX);
	order = int_of(c, "orderId", 0);
	max = int_of(c, "limit", 500);
	if (!from && !since && !order)
		for (size_t i = 0; i < v->fills; i++)
			skip += v->fill[i].mkt == m;
	skip = skip > max ? skip - max : 0;
	xg_buf_char(&c->a->body, '[');
	for (size_t i = 0; i < v->fills && max > 0; i++) {
		const struct xg_sim_fill *f = &v->fill[i];

		if (f->mkt != m || f->trade_id < from ||
			(order && (int64_t)f->order != order) ||
			f->ts / 1000 < since || f->ts / 1000 > till ||
			skip-- > 0)
			continue;
		put_trade(c, f);
		max--;
	}
	xg_buf_char(&c->a->body, ']');
}

/* ---- dead-man switch of futures ---- */

void xg_bn_deadman_set(struct xg_bn_call *c)
{
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_bn_deadman *slot = NULL;
	int64_t ms;

	if (!m)
		return;
	ms = int_of(c, "countdownTime", -1);
	if (ms < 0) {
		xg_bn_fail(c, 400, -1102,
			"Mandatory parameter 'countdownTime' was not sent, was "
			"empty/null, or malformed.");
		return;
	}
	for (int i = 63; i >= 0; i--) {
		struct xg_bn_deadman *d = &c->s->deadman[i];

		if (d->m == m) {
			slot = d;
			break;
		}
		if (!d->m)
			slot = d;
	}
	if (slot)
		*slot = (struct xg_bn_deadman){ ms ? m : NULL,
			c->now + ms * 1000 };
	xg_buf_printf(&c->a->body,
		"{\"symbol\":\"%s\",\"countdownTime\":\"%lld\"}",
		m->spec.native, (long long)ms);
}

void xg_bn_deadman_check(struct xg_sim_front *f, int64_t now)
{
	struct xg_bn_state *s = f->state;
	struct xg_sim_venue *v = &f->venue;

	for (int i = 0; i < 64; i++) {
		struct xg_bn_deadman *d = &s->deadman[i];

		if (!d->m || now < d->at)
			continue;
		for (size_t k = 0; k < v->orders; k++)
			if (v->order[k]->mkt == d->m &&
				xg_sim_is_open(v->order[k]))
				(void)xg_sim_cancel(v, v->order[k]->id,
					XG_SIM_END_DEADMAN, now);
		d->m = NULL;
	}
}
