/* What the WebSocket channels push: by events, and by time. Source: sheet okx,
 * sections 4 and 8. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

#define ACCOUNT_US (5 * XG_US_PER_S)
#define MARK_US (10 * XG_US_PER_S)
#define FUNDING_US (30 * XG_US_PER_S)
#define INTEREST_US (3 * XG_US_PER_S)

bool xg_sim_okx_fits(const struct xg_sim_okx_feed *d, enum xg_sim_okx_kind kind,
	const struct xg_sim_mkt *m)
{
	if (d->chan->kind != kind)
		return false;
	if (!m)
		return true;
	/* An index is one for spot and contracts. */
	if (kind == XG_SIM_OKX_INDEX && d->mkt)
		return strcmp(d->mkt->spec.base, m->spec.base) == 0 &&
		       strcmp(d->mkt->spec.quote, m->spec.quote) == 0;
	if (d->mkt)
		return d->mkt == m;
	return d->kind == 0 || d->kind == m->spec.kind;
}

static void tell_one(struct xg_sim_conn *c, const struct xg_sim_okx_feed *d,
	const char *head, struct xg_str row, enum xg_fault_on on,
	const struct xg_sim_mkt *m)
{
	struct xg_buf b = { 0 };
	/* Rows of candles are arrays already. */
	bool bare = d->chan->kind == XG_SIM_OKX_CANDLE;

	(void)xg_buf_printf(&b, "{\"arg\":{%s", d->arg);
	if (d->chan->socket == XG_SIM_OKX_PRIVATE)
		(void)xg_buf_text(&b, ",\"uid\":\"" XG_SIM_OKX_UID "\"");
	(void)xg_buf_printf(&b, "},%s\"data\":[%s", head, bare ? "" : "{");
	(void)xg_buf_str(&b, row);
	(void)xg_buf_text(&b, bare ? "]}" : "}]}");
	if (!b.failed)
		c->front->send(c, xg_buf_view(&b), on, m ? m->spec.sym : "");
	xg_buf_release(&b);
}

void xg_sim_okx_tell(struct xg_sim_front *f, enum xg_sim_okx_kind kind,
	struct xg_sim_mkt *m, const char *head, struct xg_str row,
	enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_sim_conn *c, *next;
	size_t i;

	for (c = only ? only : f->conns; c; c = next) {
		struct xg_sim_okx_conn *k = xg_sim_okx_at(c);

		next = only ? NULL : c->next;
		for (i = 0; i < k->feeds; i++)
			if (xg_sim_okx_fits(&k->feed[i], kind, m))
				tell_one(c, &k->feed[i], head, row, on, m);
	}
}

static bool is_followed(const struct xg_sim_front *f, enum xg_sim_okx_kind kind,
	const struct xg_sim_mkt *m)
{
	const struct xg_sim_conn *c;
	size_t i;

	for (c = f->conns; c; c = c->next) {
		const struct xg_sim_okx_conn *k = xg_sim_okx_at(c);

		for (i = 0; i < k->feeds; i++)
			if (xg_sim_okx_fits(&k->feed[i], kind, m))
				return true;
	}
	return false;
}

typedef void row_fn(struct xg_buf *, const struct xg_sim_mkt *, int64_t);

static void tell_row(struct xg_sim_front *f, enum xg_sim_okx_kind kind,
	struct xg_sim_mkt *m, row_fn *row, int64_t now,
	struct xg_sim_conn *only)
{
	struct xg_buf b = { 0 };

	if (only || is_followed(f, kind, m)) {
		row(&b, m, now);
		xg_sim_okx_tell(
			f, kind, m, "", xg_buf_view(&b), XG_ON_MARKET, only);
	}
	xg_buf_release(&b);
}

/* ---- market ---- */

static void on_trade(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_buf b = { 0 };

	xg_sim_okx_trade_row(&b, ev->mkt, &ev->trade, true);
	xg_sim_okx_tell(f, XG_SIM_OKX_TRADES, ev->mkt, "", xg_buf_view(&b),
		XG_ON_TRADE, NULL);
	xg_sim_okx_tell(f, XG_SIM_OKX_TRADES_ALL, ev->mkt, "", xg_buf_view(&b),
		XG_ON_TRADE, NULL);
	xg_buf_release(&b);
}

static void on_liq(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_trade *t = &ev->trade;
	struct xg_buf b = { 0 };

	xg_json_put_text(&b, "instType", xg_sim_okx_type(ev->mkt));
	xg_json_put_text(&b, "instId", ev->mkt->spec.native);
	xg_sim_okx_family(&b, ev->mkt);
	xg_json_key(&b, "details");
	(void)xg_buf_char(&b, '[');
	xg_sim_okx_open(&b);
	xg_json_put_text(&b, "side", t->sell ? "sell" : "buy");
	xg_json_put_text(&b, "posSide", t->sell ? "long" : "short");
	xg_sim_okx_dec(&b, "bkPx", t->px);
	xg_sim_okx_dec(&b, "sz", t->qty);
	xg_json_put_text(&b, "bkLoss", "0");
	xg_json_put_text(&b, "ccy", "");
	xg_sim_okx_ms(&b, "ts", ev->ts);
	xg_sim_okx_close(&b);
	(void)xg_buf_char(&b, ']');
	xg_sim_okx_tell(f, XG_SIM_OKX_LIQ, ev->mkt, "", xg_buf_view(&b),
		XG_ON_MARKET, NULL);
	xg_buf_release(&b);
}

static void tell_mark(struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_okx_win *w = &xg_sim_okx_of(f)->win[m->index];

	w->mark_at = now;
	tell_row(f, XG_SIM_OKX_MARK, m, xg_sim_okx_mark_row, now, NULL);
	tell_row(f, XG_SIM_OKX_INDEX, m, xg_sim_okx_index_row, now, NULL);
	tell_row(f, XG_SIM_OKX_LIMITS, m, xg_sim_okx_limit_row, now, NULL);
}

static bool ticker_changed(struct xg_sim_okx_win *w, const struct xg_sim_mkt *m)
{
	bool same = w->ticker_id == m->last_trade;
	int s;

	for (s = 0; s < 2; s++)
		same = same &&
		       xg_dec_cmp(w->ticker[s].px, m->best[s].px) == 0 &&
		       xg_dec_cmp(w->ticker[s].qty, m->best[s].qty) == 0;
	w->ticker_id = m->last_trade;
	memcpy(w->ticker, m->best, sizeof w->ticker);
	return !same;
}

static void tell_candles(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_conn *c;
	size_t i;

	for (c = f->conns; c; c = c->next) {
		struct xg_sim_okx_conn *k = xg_sim_okx_at(c);

		for (i = 0; i < k->feeds; i++) {
			struct xg_sim_okx_feed *d = &k->feed[i];
			struct xg_buf b = { 0 };
			int64_t start;

			if (!xg_sim_okx_fits(d, XG_SIM_OKX_CANDLE, m))
				continue;
			start = xg_sim_okx_bar_start(&d->bar, now);
			/* The bar before has closed since the last push. */
			if (d->told && start > d->told &&
				xg_sim_okx_candle(&b, m, &d->bar, d->told, now))
				tell_one(c, d, "", xg_buf_view(&b),
					XG_ON_MARKET, m);
			xg_buf_clear(&b);
			if (xg_sim_okx_candle(&b, m, &d->bar, start, now))
				tell_one(c, d, "", xg_buf_view(&b),
					XG_ON_MARKET, m);
			d->told = start;
			xg_buf_release(&b);
		}
	}
}

static void tick_mkt(struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_okx_win *w = &xg_sim_okx_of(f)->win[m->index];
	bool contract = m->spec.kind != XG_SPOT;

	xg_sim_okx_book_push(f, m, now);
	xg_sim_okx_book_five(f, m, now, NULL);
	if (ticker_changed(w, m))
		tell_row(f, XG_SIM_OKX_TICKERS, m, xg_sim_okx_ticker_row, now,
			NULL);
	if (now - w->candle_at >= XG_US_PER_S / 2) {
		w->candle_at = now;
		tell_candles(f, m, now);
	}
	if (contract && now - w->mark_at >= MARK_US)
		tell_mark(f, m, now);
	if (contract && now - w->funding_at >= FUNDING_US) {
		w->funding_at = now;
		tell_row(f, XG_SIM_OKX_FUNDING, m, xg_sim_okx_funding_row, now,
			NULL);
	}
	if (contract && now - w->interest_at >= INTEREST_US) {
		w->interest_at = now;
		tell_row(f, XG_SIM_OKX_INTEREST, m, xg_sim_okx_interest_row,
			now, NULL);
	}
}

/* ---- account ---- */

static const char *amend_result(enum xg_sim_exec exec)
{
	return exec == XG_SIM_EXEC_AMENDED	  ? "0"
	       : exec == XG_SIM_EXEC_AMEND_FAILED ? "-1"
						  : "";
}

static void on_order(struct xg_sim_front *f, const struct xg_sim_event *ev)
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

static void tell_account(struct xg_sim_front *f, const char *type, int64_t now,
	struct xg_sim_conn *only)
{
	struct xg_buf b = { 0 }, head = { 0 };

	if (only || is_followed(f, XG_SIM_OKX_ACCOUNT, NULL)) {
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
static void tell_positions(struct xg_sim_front *f, const char *type, bool all,
	struct xg_sim_conn *only)
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

static void tell_balpos(struct xg_sim_front *f, const char *type, bool all,
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

void xg_sim_okx_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	switch (ev->kind) {
	case XG_SIM_EV_TRADE:
		on_trade(f, ev);
		return;
	case XG_SIM_EV_DELTA:
		xg_sim_okx_book_push(f, ev->mkt, ev->ts);
		return;
	case XG_SIM_EV_BBO:
		if (is_followed(f, XG_SIM_OKX_BBO, ev->mkt))
			xg_sim_okx_book_bbo(f, ev->mkt, ev->ts, NULL);
		return;
	case XG_SIM_EV_MARK:
		tell_mark(f, ev->mkt, ev->ts);
		return;
	case XG_SIM_EV_LIQ:
		on_liq(f, ev);
		return;
	case XG_SIM_EV_ORDER:
		on_order(f, ev);
		return;
	case XG_SIM_EV_ACCOUNT:
		tell_account(f, "event_update", ev->ts, NULL);
		tell_positions(f, "event_update", false, NULL);
		tell_balpos(f, "filled", false, ev->ts, NULL);
		return;
	case XG_SIM_EV_FUNDING: /* the account's event follows */
		return;
	}
}

void xg_sim_okx_tick(struct xg_sim_front *f, int64_t now)
{
	struct xg_sim_okx_state *s = xg_sim_okx_of(f);
	struct xg_sim_venue *v = &f->venue;
	size_t i, k;

	for (i = 0; i < v->mkts; i++)
		tick_mkt(f, v->mkt[i], now);
	if (now - s->account_at >= ACCOUNT_US) {
		s->account_at = now;
		tell_account(f, "interval_update", now, NULL);
		tell_positions(f, "interval_update", true, NULL);
	}
	for (i = 0; i < XG_SIM_OKX_MEN; i++) {
		struct xg_sim_okx_man *man = &s->man[i];

		if (!man->due || now < man->due)
			continue;
		man->due = 0;
		for (k = v->orders; k > 0; k--) {
			const struct xg_sim_order *o = v->order[k - 1];

			if (xg_sim_is_open(o) &&
				(!*man->tag || strcmp(man->tag, o->tag) == 0))
				(void)xg_sim_cancel(
					v, o->id, XG_SIM_END_DEADMAN, now);
		}
	}
}

void xg_sim_okx_first(
	struct xg_sim_conn *c, const struct xg_sim_okx_feed *d, int64_t now)
{
	static const struct {
		enum xg_sim_okx_kind kind;
		row_fn *row;
	} rows[] = {
		{ XG_SIM_OKX_TICKERS, xg_sim_okx_ticker_row },
		{ XG_SIM_OKX_MARK, xg_sim_okx_mark_row },
		{ XG_SIM_OKX_INDEX, xg_sim_okx_index_row },
		{ XG_SIM_OKX_FUNDING, xg_sim_okx_funding_row },
		{ XG_SIM_OKX_INTEREST, xg_sim_okx_interest_row },
		{ XG_SIM_OKX_LIMITS, xg_sim_okx_limit_row },
	};
	struct xg_sim_front *f = c->front;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (d->chan->kind == rows[i].kind)
			tell_row(f, rows[i].kind, d->mkt, rows[i].row, now, c);
	if (d->chan->kind == XG_SIM_OKX_BOOKS)
		xg_sim_okx_book_snap(c, d->mkt, now);
	else if (d->chan->kind == XG_SIM_OKX_BOOKS5)
		xg_sim_okx_book_five(f, d->mkt, now, c);
	else if (d->chan->kind == XG_SIM_OKX_BBO)
		xg_sim_okx_book_bbo(f, d->mkt, now, c);
	else if (d->chan->kind == XG_SIM_OKX_ACCOUNT)
		tell_account(f, "snapshot", now, c);
	else if (d->chan->kind == XG_SIM_OKX_POSITIONS)
		tell_positions(f, "snapshot", true, c);
	else if (d->chan->kind == XG_SIM_OKX_BALPOS)
		tell_balpos(f, "snapshot", true, now, c);
}
