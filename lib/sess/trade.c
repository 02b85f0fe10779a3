#include "sess/trade_priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "json/write.h"

void xg_trade_init(struct xg_trades *t, const struct xg_trade_ops *ops,
	void *ctx, const struct xg_trade_conf *conf)
{
	*t = (struct xg_trades){ .ops = ops, .ctx = ctx, .conf = *conf };
}

void xg_trade_release(struct xg_trades *t)
{
	struct xg_flight *f, *next;

	for (f = t->flights; f; f = next) {
		next = f->next;
		free(f);
	}
	xg_groups_free(t);
	for (int i = 0; i < t->venues; i++)
		xg_map_release(&t->venue[i].armed);
	xg_orders_release(&t->orders);
	xg_buf_release(&t->line);
	*t = (struct xg_trades){ 0 };
}

int xg_trade_add_venue(struct xg_trades *t, const struct xg_venue *v,
	const struct xg_insts *insts, const char *account)
{
	if (t->venues == (int)XG_LEN(t->venue))
		return XG_ERR_LIMIT;
	t->venue[t->venues] = (struct xg_trade_venue){ .v = v, .insts = insts };
	xg_str_copy(t->venue[t->venues].account, XG_ACCOUNT_MAX,
		xg_str_from(account));
	return t->venues++;
}

int xg_trade_venue_of(const struct xg_trades *t, struct xg_str venue)
{
	for (int i = 0; i < t->venues; i++) {
		if (xg_str_is_text(venue, t->venue[i].v->name))
			return i;
	}
	return -1;
}

int xg_trade_of(const struct xg_trades *t, const struct xg_ord *o)
{
	int vi = xg_trade_venue_of(t, o->rec->venue);

	return vi >= 0 && o->account[0] && t->venue[vi].account[0] &&
			       strcmp(o->account, t->venue[vi].account) != 0
		       ? -1
		       : vi;
}

int64_t xg_trade_venue_time(const struct xg_trades *t, int venue, int64_t now)
{
	return now + t->venue[venue].offset;
}

int xg_trade_journal_rec(
	struct xg_trades *t, const struct xg_rec *rec, bool sync)
{
	struct xg_str line;
	int rc;

	xg_buf_clear(&t->line);
	rc = xg_rec_write(&t->line, rec);
	if (rc < 0)
		return rc;
	line = xg_buf_view(&t->line);
	line.n--; /* without LF */
	rc = t->ops->journal(t->ctx, line, sync);
	if (rc < 0)
		xg_trade_broken(t);
	return rc;
}

void xg_trade_broken(struct xg_trades *t)
{
	if (t->broken)
		return;
	t->broken = true;
	xg_trade_alert(t, XG_CRIT, "journal", (struct xg_str){ NULL, 0 },
		(struct xg_str){ NULL, 0 },
		"the journal can't be written: no order is sent any more");
}

int xg_trade_tell(struct xg_trades *t, const struct xg_rec *rec)
{
	/* News is emitted even when the journal is full: losing it too would
	 * be worse. New orders are refused from then on (broken). */
	xg_trade_journal_rec(t, rec, false);
	return t->ops->emit(t->ctx, rec);
}

int xg_trade_tell_exec(struct xg_trades *t, struct xg_ord *o, int event,
	int reason, struct xg_str detail, int64_t ts, int64_t latency)
{
	struct xg_rec rec;

	xg_ord_report(o, &rec, event, ts, t->now);
	if (reason)
		XG_REC_SET(&rec, exec.reason, reason);
	if (detail.n)
		XG_REC_SET(&rec, exec.detail, detail);
	if (latency)
		XG_REC_SET(&rec, exec.latency_us, latency);
	return xg_trade_tell(t, &rec);
}

int xg_trade_refuse(struct xg_trades *t, const struct xg_rec *rec,
	struct xg_str id, const char *rule, int reason, const char *detail)
{
	struct xg_rec out;

	t->stats.rejected++;
	xg_rec_start(&out, XG_REC_REJECT, rec->venue, rec->sym, 0, t->now);
	XG_REC_SET(&out, reject.id, id);
	XG_REC_SET(&out, reject.by, XG_STR("order"));
	XG_REC_SET(&out, reject.rule, xg_str_from(rule));
	XG_REC_SET(&out, reject.reason, reason);
	XG_REC_SET(&out, reject.detail, xg_str_from(detail));
	return xg_trade_tell(t, &out);
}

int xg_trade_alert(struct xg_trades *t, int level, const char *code,
	struct xg_str venue, struct xg_str sym, const char *fmt, ...)
{
	struct xg_rec out;
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	xg_rec_start(&out, XG_REC_ALERT, venue, sym, 0, t->now);
	XG_REC_SET(&out, alert.level, level);
	XG_REC_SET(&out, alert.code, xg_str_from(code));
	XG_REC_SET(&out, alert.msg, xg_str_from(text));
	return t->ops->emit(t->ctx, &out);
}

int xg_trade_ask(struct xg_trades *t, int venue, struct xg_ord *o,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_flight *f = calloc(1, sizeof *f);
	int rc;

	if (!f)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	f->id = ++t->next_flight;
	f->venue = venue;
	f->ask = *ask;
	f->ord = o;
	f->sent_at = t->now;
	f->next = t->flights;
	t->flights = f;
	rc = t->ops->request(t->ctx, venue, f->id, &f->ask, err);
	if (rc < 0) {
		t->flights = f->next;
		free(f);
	}
	return rc;
}

int xg_trade_probe(struct xg_trades *t, int venue, const struct xg_ask *ask,
	int64_t now, struct xg_error *err)
{
	t->now = now;
	return xg_trade_ask(t, venue, NULL, ask, err);
}

struct xg_ask xg_trade_ask_of(
	const struct xg_trades *t, const struct xg_ord *o, enum xg_op op)
{
	int vi = xg_trade_of(t, o);
	const struct xg_order *r = &o->rec->u.order;
	struct xg_ask ask = { .op = op };

	if (vi < 0)
		return ask;
	ask.inst = xg_insts_sym(t->venue[vi].insts, o->rec->venue, o->rec->sym);
	ask.wire_id = xg_str_from(o->wire_id);
	ask.venue_id = xg_str_from(o->venue_id);
	ask.hedge = t->venue[vi].hedge;
	ask.margin_mode = t->venue[vi].margin_mode;
	if (ask.inst)
		ask.market = ask.inst->i.market;
	ask.side = r->side;
	ask.kind = r->kind;
	ask.tif = r->tif;
	ask.pos = r->pos;
	ask.px = r->px;
	ask.qty = r->qty;
	ask.expire = r->expire;
	ask.reduce = r->reduce;
	return ask;
}

int xg_trade_cancel(struct xg_trades *t, struct xg_ord *o)
{
	struct xg_ask ask = xg_trade_ask_of(t, o, XG_OP_CANCEL);
	struct xg_error err = { 0 };
	int rc;

	o->cancel_asked = true;
	/* Not before the order is known to be there: the cancel could overtake
	 * it and find nothing. It goes out with the answer. */
	if (o->state <= XG_ORD_SENT)
		return 0;
	o->cancel_at = t->now;
	o->asks = 0;
	o->asked_at = t->now;
	t->stats.cancels++;
	if (!ask.inst)
		return 0;
	rc = xg_trade_ask(t, xg_trade_of(t, o), o, &ask, &err);
	if (rc < 0)
		return xg_trade_tell_exec(t, o, XG_EXEC_CANCEL_REJECTED,
			XG_WHY_OTHER, xg_str_from(err.text), 0, 0);
	o->cancel_busy = true;
	return 0;
}

int xg_trade_cancel_waiting(struct xg_trades *t, struct xg_ord *o)
{
	if (!o->cancel_asked || o->cancel_busy || o->cancel_at ||
		o->state <= XG_ORD_SENT || xg_ord_is_final(o) ||
		o->final_as != XG_ORD_NONE)
		return 0;
	return xg_trade_cancel(t, o);
}

int xg_trade_query(struct xg_trades *t, struct xg_ord *o)
{
	struct xg_ask ask = xg_trade_ask_of(t, o, XG_OP_QUERY);
	struct xg_error err = { 0 };

	if (o->query_busy || !ask.inst)
		return 0;
	o->asked_at = t->now;
	o->asks++;
	t->stats.queries++;
	if (xg_trade_ask(t, xg_trade_of(t, o), o, &ask, &err) == 0)
		o->query_busy = true;
	return 0;
}

#define OLD_US (INT64_C(24) * 3600 * 1000000)

int xg_trade_fetch_fills(struct xg_trades *t, struct xg_ord *o)
{
	struct xg_ask ask = xg_trade_ask_of(t, o, XG_OP_FILLS);
	struct xg_error err = { 0 };

	if (o->query_busy || !ask.inst)
		return 0;
	o->asked_at = t->now;
	o->asks++;
	o->fills_asked = true;
	ask.old = o->sent_at && t->now - o->sent_at > OLD_US;
	if (!ask.venue_id.n)
		ask.since = o->sent_at ? o->sent_at - 60 * 1000000 : 0;
	t->stats.queries++;
	if (xg_trade_ask(t, xg_trade_of(t, o), o, &ask, &err) == 0)
		o->query_busy = true;
	return 0;
}

static bool needs_answer(const struct xg_ord *o)
{
	return o->state == XG_ORD_SENT || o->state == XG_ORD_UNKNOWN ||
	       (o->final_as != XG_ORD_NONE && !xg_ord_is_final(o)) ||
	       xg_ord_owes_fills(o);
}

/* Orders that end by themselves at once: their end must be waited for. */
static bool is_instant(const struct xg_ord *o)
{
	const struct xg_order *r = &o->rec->u.order;

	return r->kind == XG_MARKET || r->tif == XG_IOC || r->tif == XG_FOK;
}

bool xg_trade_is_unsure(const struct xg_ord *o)
{
	return o->state == XG_ORD_NEW && !o->confirmed &&
	       o->rec->u.order.tif == XG_GTX;
}

bool xg_trade_is_busy(const struct xg_trades *t, int *open)
{
	bool busy = t->flights != NULL || xg_group_is_busy(t);
	int n = 0;

	for (size_t i = t->orders.first_live; i < t->orders.n; i++) {
		const struct xg_ord *o = t->orders.list[i];

		if (xg_trade_of(t, o) < 0)
			continue; /* another run's venue or account */
		if (needs_answer(o))
			busy = true;
		if (!xg_ord_is_final(o)) {
			n++;
			if (is_instant(o) || xg_trade_is_unsure(o) ||
				o->cancel_asked)
				busy = true;
		}
	}
	if (open)
		*open = n;
	return busy;
}

int xg_trade_stop(struct xg_trades *t, bool cancel, int64_t now)
{
	t->now = now;
	t->stopping = true;
	return cancel ? xg_trade_cancel_open(t, (struct xg_str){ NULL, 0 },
				(struct xg_str){ NULL, 0 })
		      : 0;
}

int xg_trade_cancel_open(
	struct xg_trades *t, struct xg_str venue, struct xg_str sym)
{
	int rc = 0;

	for (size_t i = t->orders.first_live; i < t->orders.n && rc >= 0; i++) {
		struct xg_ord *o = t->orders.list[i];

		if (xg_ord_is_final(o) || o->cancel_asked ||
			(venue.n && !xg_str_is(venue, o->rec->venue)) ||
			(sym.n && !xg_str_is(sym, o->rec->sym)))
			continue;
		if (xg_trade_of(t, o) >= 0)
			rc = xg_trade_cancel(t, o);
	}
	return rc;
}
