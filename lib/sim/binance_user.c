/* Binance: private streams. Source: sheet binance, section 8. */
#include "sim/binance.h"

/* Sends a spot event to all its subscriptions over the WebSocket API. */
static void tell_spot(struct xg_sim_front *f, struct xg_str event,
	enum xg_fault_on on, const char *sym)
{
	struct xg_bn_state *s = f->state;

	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_bn_conn *b = c->state;

		if (b->kind != XG_BN_API || b->market != XG_BN_SPOT)
			continue;
		for (int i = 0; i < b->next_user && i < 16; i++) {
			if (!b->user[i])
				continue;
			xg_buf_clear(&s->frame);
			xg_buf_printf(&s->frame,
				"{\"subscriptionId\":%d,\"event\":", i);
			xg_buf_str(&s->frame, event);
			xg_buf_char(&s->frame, '}');
			f->send(c, xg_buf_view(&s->frame), on, sym);
		}
	}
}

static void tell_futures(struct xg_sim_front *f, enum xg_bn_market market,
	struct xg_str event, enum xg_fault_on on, const char *sym)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_bn_conn *b = c->state;

		if (b->kind == XG_BN_USER && b->market == market)
			f->send(c, event, on, sym);
	}
}

static const char *exec_word(enum xg_sim_exec x, const struct xg_sim_order *o)
{
	static const char *const words[] = { "NEW", "TRADE", "CANCELED",
		"EXPIRED", "AMENDMENT", "REPLACED" };

	if (x == XG_SIM_EXEC_AMENDED && o->mkt->spec.kind == XG_SPOT)
		return "REPLACED";
	return words[x];
}

/* ---- spot ---- */

static void report(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_bn_state *s = f->state;
	const struct xg_sim_order *o = &ev->order;
	const struct xg_sim_fill *t = &ev->fill;
	bool trade = ev->exec == XG_SIM_EXEC_TRADE;
	bool canceled = ev->exec == XG_SIM_EXEC_CANCELED;
	struct xg_dec none = { 0 }, last = { 0 };
	struct xg_buf *b = &s->text;

	s->execution++;
	if (trade)
		(void)xg_sim_value(&last, o->mkt, t->px, t->qty);
	xg_buf_clear(b);
	xg_buf_printf(b, "{\"e\":\"executionReport\",\"E\":%lld,\"s\":\"%s\"",
		(long long)(ev->ts / 1000), o->mkt->spec.native);
	xg_json_put_text(
		b, "c", canceled && s->cancel_id[0] ? s->cancel_id : o->cid);
	xg_json_put_text(b, "S", o->sell ? "SELL" : "BUY");
	xg_json_put_text(b, "o", o->type);
	xg_json_put_text(b, "f", o->tif);
	xg_bn_put(b, "q", XG_BN_SPOT, o->qty);
	xg_bn_put(b, "p", XG_BN_SPOT, o->px);
	xg_bn_put(b, "P", XG_BN_SPOT, none);
	xg_bn_put(b, "F", XG_BN_SPOT, none);
	xg_json_put_i64(b, "g", -1);
	xg_json_put_text(b, "C", canceled ? o->cid : "");
	xg_json_put_text(b, "x", exec_word(ev->exec, o));
	xg_json_put_text(b, "X", xg_bn_status(o));
	xg_json_put_text(b, "r", "NONE");
	xg_json_put_i64(b, "i", (int64_t)o->id);
	xg_bn_put(b, "l", XG_BN_SPOT, trade ? t->qty : none);
	xg_bn_put(b, "z", XG_BN_SPOT, o->filled);
	xg_bn_put(b, "L", XG_BN_SPOT, trade ? t->px : none);
	xg_bn_put(b, "n", XG_BN_SPOT, trade ? t->fee : none);
	if (trade)
		xg_json_put_text(b, "N", t->fee_ccy);
	else
		xg_json_put_raw(b, "N", XG_STR("null"));
	xg_json_put_i64(b, "T", ev->ts / 1000);
	xg_json_put_i64(b, "t", trade ? t->trade_id : -1);
	xg_json_put_i64(b, "I", s->execution);
	xg_json_put_bool(b, "w", xg_sim_is_open(o));
	xg_json_put_bool(b, "m", trade && t->maker);
	xg_json_put_bool(b, "M", false);
	xg_json_put_i64(b, "O", o->created / 1000);
	xg_bn_put(b, "Z", XG_BN_SPOT, o->value);
	xg_bn_put(b, "Y", XG_BN_SPOT, last);
	xg_bn_put(b, "Q", XG_BN_SPOT, o->quote_qty);
	xg_json_put_i64(b, "W", o->created / 1000);
	xg_json_put_text(b, "V", o->mode);
	if (ev->exec == XG_SIM_EXEC_EXPIRED)
		xg_json_put_text(b, "eR",
			o->end == XG_SIM_END_IOC
				? "UNFILLED_IOC_QUANTITY_EXPIRED"
			: o->end == XG_SIM_END_FOK
				? "UNFILLED_FOK_ORDER_EXPIRED"
				: "EXCHANGE_CANCELED");
	xg_buf_char(b, '}');
	tell_spot(f, xg_buf_view(b), trade ? XG_ON_FILL : XG_ON_USER,
		o->mkt->spec.sym);
}

static void account_spot(struct xg_sim_front *f, int64_t now)
{
	struct xg_bn_state *s = f->state;
	const struct xg_sim_acct *a = &f->venue.acct;
	struct xg_buf *b = &s->text;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"e\":\"outboundAccountPosition\",\"E\":%lld,\"u\":%lld,"
		"\"B\":[",
		(long long)(now / 1000), (long long)(now / 1000));
	for (size_t i = 0; i < a->balances; i++) {
		const struct xg_sim_balance *k = &a->balance[i];
		struct xg_dec left = k->total;

		if (k->wallet != 0 || !k->changed)
			continue;
		(void)xg_dec_sub(&left, k->total, k->held);
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "a", k->ccy);
		xg_bn_put(b, "f", XG_BN_SPOT, left);
		xg_bn_put(b, "l", XG_BN_SPOT, k->held);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "]}");
	tell_spot(f, xg_buf_view(b), XG_ON_USER, "");
}

/* ---- futures ---- */

static const char *const legs[] = { "BOTH", "LONG", "SHORT" };

static void update(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_bn_state *s = f->state;
	const struct xg_sim_order *o = &ev->order;
	const struct xg_sim_fill *t = &ev->fill;
	enum xg_bn_market k = xg_bn_market_of(o->mkt);
	bool trade = ev->exec == XG_SIM_EXEC_TRADE;
	struct xg_dec avg = { 0 }, none = { 0 };
	struct xg_buf *b = &s->text;

	if (o->filled.m)
		(void)xg_dec_div(
			&avg, o->value, o->filled, 8, XG_ROUND_NEAREST);
	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"e\":\"ORDER_TRADE_UPDATE\",\"E\":%lld,\"T\":%lld,\"o\":{",
		(long long)(ev->ts / 1000), (long long)(ev->ts / 1000));
	xg_json_put_text(b, "s", o->mkt->spec.native);
	xg_json_put_text(b, "c", o->cid);
	xg_json_put_text(b, "S", o->sell ? "SELL" : "BUY");
	xg_json_put_text(b, "o", o->type);
	xg_json_put_text(b, "f", o->tif);
	xg_bn_put(b, "q", k, o->qty);
	xg_bn_put(b, "p", k, o->px);
	xg_bn_put(b, "ap", k, xg_dec_trim(avg));
	xg_bn_put(b, "sp", k, none);
	xg_json_put_text(b, "x", exec_word(ev->exec, o));
	xg_json_put_text(b, "X", xg_bn_status(o));
	xg_json_put_i64(b, "i", (int64_t)o->id);
	xg_bn_put(b, "l", k, trade ? t->qty : none);
	xg_bn_put(b, "z", k, o->filled);
	xg_bn_put(b, "L", k, trade ? t->px : none);
	if (trade) {
		xg_json_put_text(b, "N", t->fee_ccy);
		xg_bn_put(b, "n", k, t->fee);
	}
	xg_json_put_i64(b, "T", ev->ts / 1000);
	xg_json_put_i64(b, "t", trade ? t->trade_id : 0);
	xg_buf_text(b, ",\"b\":\"0\",\"a\":\"0\"");
	xg_json_put_bool(b, "m", trade && t->maker);
	xg_json_put_bool(b, "R", o->reduce && o->leg == XG_LEG_NET);
	xg_json_put_text(b, "wt", "CONTRACT_PRICE");
	xg_json_put_text(b, "ot", o->type);
	xg_json_put_text(b, "ps", legs[o->leg]);
	xg_json_put_bool(b, "cp", false);
	xg_bn_put(b, "rp", k, trade ? t->realized : none);
	xg_buf_text(b, ",\"pP\":false,\"si\":0,\"ss\":0");
	xg_json_put_text(b, "V", o->mode);
	xg_buf_text(b, ",\"pm\":\"NONE\",\"gtd\":0}}");
	tell_futures(f, k, xg_buf_view(b), trade ? XG_ON_FILL : XG_ON_USER,
		o->mkt->spec.sym);
}

static void account_futures(
	struct xg_sim_front *f, enum xg_bn_market k, int64_t now)
{
	struct xg_bn_state *s = f->state;
	const struct xg_sim_acct *a = &f->venue.acct;
	struct xg_buf *b = &s->text;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"e\":\"ACCOUNT_UPDATE\",\"E\":%lld,\"T\":%lld,\"a\":{"
		"\"m\":\"ORDER\",\"B\":[",
		(long long)(now / 1000), (long long)(now / 1000));
	for (size_t i = 0; i < a->balances; i++) {
		const struct xg_sim_balance *w = &a->balance[i];

		if (w->wallet != (int)k || !w->changed)
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "a", w->ccy);
		xg_bn_put(b, "wb", XG_BN_SPOT, w->total);
		xg_bn_put(b, "cw", XG_BN_SPOT, w->total);
		xg_buf_text(b, ",\"bc\":\"0\"}");
	}
	xg_buf_text(b, "],\"P\":[");
	for (size_t i = 0; i < a->positions; i++) {
		const struct xg_sim_pos *p = &a->pos[i];

		if (!p->changed || xg_bn_market_of(p->mkt) != k)
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "s", p->mkt->spec.native);
		xg_bn_put(b, "pa", k, p->qty);
		xg_bn_put(b, "ep", k, xg_sim_entry(p));
		xg_bn_put(b, "bep", k, xg_sim_entry(p));
		xg_bn_put(b, "cr", k, p->realized);
		xg_bn_put(b, "up", k, xg_sim_upnl(p));
		xg_json_put_text(
			b, "mt", p->mkt->isolated ? "isolated" : "cross");
		xg_json_put_text(b, "iw", "0");
		xg_json_put_text(b, "ps", legs[p->leg]);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "]}}");
	tell_futures(f, k, xg_buf_view(b), XG_ON_USER, "");
}

void xg_bn_user_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	switch (ev->kind) {
	case XG_SIM_EV_ORDER:
		if (ev->mkt->spec.kind == XG_SPOT)
			report(f, ev);
		else
			update(f, ev);
		break;
	case XG_SIM_EV_ACCOUNT:
		/* Wallets have the markets' numbers. */
		if (ev->wallet == 0)
			account_spot(f, ev->ts);
		else
			account_futures(
				f, (enum xg_bn_market)ev->wallet, ev->ts);
		break;
	default:
		break;
	}
}
