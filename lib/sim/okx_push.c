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

bool xg_sim_okx_is_followed(const struct xg_sim_front *f,
	enum xg_sim_okx_kind kind, const struct xg_sim_mkt *m)
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

	if (only || xg_sim_okx_is_followed(f, kind, m)) {
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
		if (xg_sim_okx_is_followed(f, XG_SIM_OKX_BBO, ev->mkt))
			xg_sim_okx_book_bbo(f, ev->mkt, ev->ts, NULL);
		return;
	case XG_SIM_EV_MARK:
		tell_mark(f, ev->mkt, ev->ts);
		return;
	case XG_SIM_EV_LIQ:
		on_liq(f, ev);
		return;
	case XG_SIM_EV_ORDER:
		xg_sim_okx_on_order(f, ev);
		return;
	case XG_SIM_EV_ACCOUNT:
		xg_sim_okx_tell_account(f, "event_update", ev->ts, NULL);
		xg_sim_okx_tell_positions(f, "event_update", false, NULL);
		xg_sim_okx_tell_balpos(f, "filled", false, ev->ts, NULL);
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
		xg_sim_okx_tell_account(f, "interval_update", now, NULL);
		xg_sim_okx_tell_positions(f, "interval_update", true, NULL);
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
		xg_sim_okx_tell_account(f, "snapshot", now, c);
	else if (d->chan->kind == XG_SIM_OKX_POSITIONS)
		xg_sim_okx_tell_positions(f, "snapshot", true, c);
	else if (d->chan->kind == XG_SIM_OKX_BALPOS)
		xg_sim_okx_tell_balpos(f, "snapshot", true, now, c);
}
