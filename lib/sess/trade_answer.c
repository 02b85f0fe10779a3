/* What the venue answered to a request of ours. */
#include "sess/trade_priv.h"

#include <stdlib.h>

/* Records of an answer go where those of the private stream go; the flight's
 * order is known even when the answer names no client id. */
struct taking {
	struct xg_trades *t;
	struct xg_flight *f;
	bool spoke; /* the answer had an exec of the order */
	int rc;
};

/* The terms as the venue has them: after an amend of unknown outcome they may
 * differ from ours. Not from an answer that is older than the last amend. */
static void adopt(const struct taking *k, const struct xg_rec *rec)
{
	struct xg_ord *o = k->f->ord;

	if (k->f->ask.op != XG_OP_QUERY || k->f->sent_at < o->amended_at)
		return;
	xg_ord_terms(o, rec);
}

static int take(void *ctx, const struct xg_rec *rec)
{
	struct taking *k = ctx;

	if (k->f->ord && (rec->type == XG_REC_EXEC) &&
		xg_orders_of(&k->t->orders, rec) == k->f->ord) {
		k->spoke = true;
		adopt(k, rec);
	}
	k->rc = xg_trade_stream(k->t, rec, k->t->now);
	return k->rc;
}

static void clock_sample(
	struct xg_trades *t, struct xg_flight *f, const struct xg_answer *a)
{
	struct xg_trade_venue *v = &t->venue[f->venue];
	int64_t rtt = t->now - f->sent_at;

	v->time_busy = false;
	if (a->result != XG_RES_OK || !a->venue_time)
		return;
	/* The best of the samples: the one with the shortest way (R16). */
	if (v->offset_known && rtt > v->offset_rtt * 2)
		return;
	v->offset = a->venue_time - (f->sent_at + rtt / 2);
	v->offset_rtt = rtt;
	v->offset_known = true;
	if (llabs((long long)v->offset) > 1000000 &&
		t->now - v->skew_at > 60 * INT64_C(1000000)) {
		v->skew_at = t->now;
		xg_trade_alert(t, XG_WARN, "clock_offset",
			xg_str_from(v->v->name), (struct xg_str){ NULL, 0 },
			"the venue's clock differs from ours by %lld ms",
			(long long)(v->offset / 1000));
	}
}

static void limited(
	struct xg_trades *t, struct xg_flight *f, const struct xg_answer *a)
{
	struct xg_trade_venue *v = &t->venue[f->venue];
	int64_t until = t->now + (a->retry_us ? a->retry_us : 2000000);
	struct xg_rec rec;

	if (a->banned_until > until)
		until = a->banned_until;
	if (until > v->limited_until)
		v->limited_until = until;
	xg_rec_start(&rec, XG_REC_STATUS, xg_str_from(v->v->name),
		(struct xg_str){ NULL, 0 }, 0, t->now);
	XG_REC_SET(&rec, status.event, XG_ST_RATELIMIT);
	XG_REC_SET(&rec, status.detail, xg_str_from(a->detail));
	XG_REC_SET(&rec, status.retry_ms, (until - t->now) / 1000);
	t->ops->emit(t->ctx, &rec);
}

static int became_unknown(
	struct xg_trades *t, struct xg_ord *o, const char *detail)
{
	int rc;

	if (o->state != XG_ORD_SENT)
		return 0; /* the stream has told us already */
	o->state = XG_ORD_UNKNOWN;
	o->asks = 0;
	o->asked_at = t->now;
	t->stats.unknown++;
	rc = xg_trade_tell_exec(t, o, XG_EXEC_UNKNOWN, XG_WHY_TIMEOUT,
		xg_str_from(detail[0] ? detail : "no answer"), 0, 0);
	if (rc < 0)
		return rc;
	return xg_trade_alert(t, XG_WARN, "order_unknown", o->rec->venue,
		o->rec->sym,
		"order %.*s: no clear answer; asking the venue about it",
		XG_STR_ARG(o->rec->u.order.id));
}

static int end_as(struct xg_trades *t, struct xg_ord *o,
	enum xg_ord_state state, int reason, const char *detail,
	int64_t latency)
{
	if (xg_ord_is_final(o))
		return 0;
	o->state = state;
	o->reason = reason;
	return xg_trade_tell_exec(t, o, xg_ord_event_of(state), reason,
		xg_str_from(detail), 0, latency);
}

static int on_place(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	struct xg_ord *o = k->f->ord;
	int64_t latency = t->now - k->f->sent_at;
	int rc = 0;

	switch (a->result) {
	case XG_RES_OK:
		if (a->venue_id[0])
			xg_orders_set_venue_id(
				&t->orders, o, xg_str_from(a->venue_id));
		if (o->state == XG_ORD_SENT || o->state == XG_ORD_UNKNOWN) {
			o->state = XG_ORD_NEW;
			rc = xg_trade_tell_exec(t, o, XG_EXEC_NEW, 0,
				(struct xg_str){ NULL, 0 }, 0, latency);
		}
		return rc < 0 ? rc : xg_trade_cancel_waiting(t, o);
	case XG_RES_REJECTED:
		/* After a second try (clock) "duplicate" means that the first
		 * one is there. */
		if (a->reason == XG_WHY_DUPLICATE_ID)
			return became_unknown(t, o, a->detail);
		if (o->state != XG_ORD_SENT && o->state != XG_ORD_UNKNOWN)
			return 0;
		t->stats.rejected++;
		return end_as(
			t, o, XG_ORD_REJECTED, a->reason, a->detail, latency);
	case XG_RES_LIMITED:
		limited(t, k->f, a);
		t->stats.rejected++;
		return end_as(t, o, XG_ORD_REJECTED, XG_WHY_RATE_LIMITED,
			a->detail, latency);
	case XG_RES_CLOCK:
		if (o->state != XG_ORD_SENT)
			return 0;
		return end_as(
			t, o, XG_ORD_REJECTED, XG_WHY_AUTH, a->detail, latency);
	default:
		return became_unknown(t, o, a->detail);
	}
}

/* It is still there although it was to be cancelled: that cancel was lost, and
 * repeating one is safe. */
static bool wants_cancel(const struct xg_trades *t, const struct xg_ord *o)
{
	return o->cancel_asked && !o->cancel_busy && !xg_ord_is_final(o) &&
	       o->final_as == XG_ORD_NONE && t->now - o->cancel_at > 1000000;
}

static int on_query(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	struct xg_ord *o = k->f->ord;
	int64_t age = t->now - o->sent_at;

	o->query_busy = false;
	if (a->result == XG_RES_LIMITED)
		limited(t, k->f, a);
	if (a->result == XG_RES_OK) {
		o->not_found = 0;
		if (a->venue_id[0] && !o->venue_id[0])
			xg_orders_set_venue_id(
				&t->orders, o, xg_str_from(a->venue_id));
		if (k->spoke && wants_cancel(t, o))
			return xg_trade_cancel(t, o);
		if (xg_ord_owes_fills(o) && o->venue_id[0])
			xg_trade_fetch_fills(t, o);
		/* It exists, whatever state was told. */
		if (k->spoke &&
			(o->state == XG_ORD_SENT ||
				o->state == XG_ORD_UNKNOWN) &&
			o->final_as == XG_ORD_NONE) {
			o->state = XG_ORD_NEW;
			return xg_trade_tell_exec(t, o, XG_EXEC_NEW, 0,
				(struct xg_str){ NULL, 0 }, 0, 0);
		}
		return 0;
	}
	if (a->result != XG_RES_REJECTED || a->reason != XG_WHY_NOT_FOUND)
		return 0;
	o->not_found++;
	if (xg_ord_is_final(o))
		return 0;
	/* What was once there may have been filled before it went. */
	if (o->venue_id[0] && !o->fills_asked)
		return xg_trade_fetch_fills(t, o);
	/* Young orders may not be visible yet; a request can't be accepted
	 * after its receive window. Only then does "not found" mean never. */
	if (age < t->conf.forget_us || o->not_found < 2)
		return 0;
	if (o->state == XG_ORD_SENT || o->state == XG_ORD_UNKNOWN)
		return end_as(t, o, XG_ORD_REJECTED, XG_WHY_NOT_FOUND,
			"it never reached the venue's books", 0);
	return end_as(t, o, XG_ORD_CANCELED, XG_WHY_NOT_FOUND,
		"the venue does not know it any more", 0);
}

static int on_cancel(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	struct xg_ord *o = k->f->ord;

	o->cancel_busy = false;
	if (a->result == XG_RES_OK)
		return 0; /* the order's own end comes as an exec */
	if (a->result == XG_RES_LIMITED)
		limited(t, k->f, a);
	if (a->result == XG_RES_REJECTED || a->result == XG_RES_CLOCK) {
		int rc = xg_trade_tell_exec(t, o, XG_EXEC_CANCEL_REJECTED,
			a->reason, xg_str_from(a->detail), 0, 0);

		if (rc < 0)
			return rc;
	}
	/* A refused or lost cancel says nothing of the order: ask (R3). */
	o->cancel_asked =
		a->result != XG_RES_REJECTED && a->result != XG_RES_CLOCK;
	return xg_ord_is_final(o) ? 0 : xg_trade_query(t, o);
}

static int on_amend(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	struct xg_ord *o = k->f->ord;

	o->amended_at = t->now;
	if (a->result == XG_RES_OK) {
		o->rec->u.order.px = k->f->ask.px;
		o->rec->u.order.qty = k->f->ask.qty;
		return xg_trade_tell_exec(t, o, XG_EXEC_AMENDED, 0,
			(struct xg_str){ NULL, 0 }, 0, t->now - k->f->sent_at);
	}
	if (a->result == XG_RES_REJECTED) {
		struct xg_rec rec;

		xg_rec_start(&rec, XG_REC_AMEND, o->rec->venue, o->rec->sym, 0,
			t->now);
		xg_trade_refuse(t, &rec, o->rec->u.order.id, "amend", a->reason,
			a->detail);
	}
	return xg_ord_is_final(o) ? 0 : xg_trade_query(t, o);
}

/* Refused by the timestamp, so not processed (R16): the clock is measured, and
 * then the request is signed anew, once. */
static int measure(struct xg_trades *t, const struct xg_flight *f)
{
	struct xg_ask ask = { .op = XG_OP_TIME };
	struct xg_error err = { 0 };
	int rc;

	t->venue[f->venue].offset_known = false;
	rc = xg_trade_ask(t, f->venue, f->ord, &ask, &err);
	if (rc < 0)
		return rc;
	t->flights->has_again = true;
	t->flights->again = f->ask;
	return 0;
}

static int sign_anew(struct xg_trades *t, const struct xg_flight *f)
{
	struct xg_error err = { 0 };
	bool place = f->again.op == XG_OP_PLACE;

	if (place && f->ord->state != XG_ORD_SENT)
		return 0;
	if (xg_trade_ask(t, f->venue, f->ord, &f->again, &err) == 0) {
		t->flights->tries = 1;
		return 0;
	}
	if (place)
		return xg_trade_drop(t, f->ord, err.text);
	if (f->ord && f->again.op == XG_OP_CANCEL)
		f->ord->cancel_busy = false;
	else if (f->ord)
		f->ord->query_busy = false;
	return 0;
}

/* The dead-man switch is not armed as it should be: soon again. */
static int on_deadman(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	struct xg_trade_venue *v = &t->venue[k->f->venue];
	struct xg_str sym = k->f->ask.inst && v->v->deadman_by_sym
				    ? k->f->ask.inst->sym
				    : (struct xg_str){ "", 0 };
	union xg_map_val *at = xg_map_get(&v->armed, sym);

	if (a->result == XG_RES_OK || !k->f->ask.timeout_us)
		return 0;
	if (at)
		at->num = t->now + t->conf.deadman_us / 10;
	return xg_trade_alert(t, XG_WARN, "deadman", xg_str_from(v->v->name),
		sym, "the dead-man switch could not be armed: %s",
		a->detail[0] ? a->detail : "no answer");
}

static void on_mode(struct xg_trade_venue *v, const struct xg_answer *a)
{
	v->mode_why[0] = '\0';
	v->mode_reason = 0;
	if (a->result == XG_RES_OK) {
		v->hedge = a->hedge;
		v->margin_mode = a->margin_mode;
		return;
	}
	v->mode_reason = a->reason;
	xg_str_copy(v->mode_why, sizeof v->mode_why,
		xg_str_from(a->detail[0] ? a->detail : "no clear answer"));
}

static int on_fills(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	struct xg_ord *o = k->f->ord;
	struct xg_error err = { 0 };
	struct xg_ask ask = k->f->ask;

	if (a->result == XG_RES_LIMITED)
		limited(t, k->f, a);
	if (!o)
		return 0;
	o->query_busy = false;
	/* Further pages, as long as something is missing. */
	if (a->result != XG_RES_OK || !a->cursor[0] || !xg_ord_owes_fills(o))
		return 0;
	xg_str_copy(o->cursor, sizeof o->cursor, xg_str_from(a->cursor));
	ask.cursor = xg_str_from(o->cursor);
	o->query_busy = xg_trade_ask(t, k->f->venue, o, &ask, &err) == 0;
	return 0;
}

static int dispatch(
	struct xg_trades *t, struct taking *k, const struct xg_answer *a)
{
	if (a->result == XG_RES_CLOCK && !k->f->tries &&
		k->f->ask.op != XG_OP_TIME && measure(t, k->f) == 0)
		return 0;
	switch (k->f->ask.op) {
	case XG_OP_PLACE:
		return on_place(t, k, a);
	case XG_OP_QUERY:
		return on_query(t, k, a);
	case XG_OP_CANCEL:
		return on_cancel(t, k, a);
	case XG_OP_AMEND:
		return on_amend(t, k, a);
	case XG_OP_FILLS:
		return on_fills(t, k, a);
	case XG_OP_TIME:
		clock_sample(t, k->f, a);
		return k->f->has_again ? sign_anew(t, k->f) : 0;
	case XG_OP_DEADMAN:
		if (a->result == XG_RES_LIMITED)
			limited(t, k->f, a);
		return on_deadman(t, k, a);
	case XG_OP_MODE:
		on_mode(&t->venue[k->f->venue], a);
		return 0;
	case XG_OP_BALANCES:
	case XG_OP_POSITIONS:
		if (a->result == XG_RES_LIMITED)
			limited(t, k->f, a);
		return xg_trade_on_account(t, k->f, a);
	default:
		if (a->result == XG_RES_LIMITED)
			limited(t, k->f, a);
		return 0;
	}
}

int xg_trade_unsent(
	struct xg_trades *t, int64_t flight, const char *why, int64_t now)
{
	struct xg_flight **at = &t->flights, *f;
	struct xg_str none = { "", 0 };
	int rc;

	t->now = now;
	while (*at && (*at)->id != flight)
		at = &(*at)->next;
	f = *at;
	if (!f || f->ask.op != XG_OP_PLACE || f->ord->state != XG_ORD_SENT)
		return xg_trade_answer(t, flight, 0, none, none, now);
	*at = f->next;
	f->ord->reason = XG_WHY_VENUE_DOWN;
	rc = xg_trade_drop(t, f->ord, why);
	free(f);
	return rc;
}

int xg_trade_answer(struct xg_trades *t, int64_t flight, int http,
	struct xg_str headers, struct xg_str body, int64_t now)
{
	struct xg_flight **at = &t->flights, *f;
	struct taking k = { .t = t };
	struct xg_sink sink = { .ctx = &k, .rec = take };
	struct xg_answer a = { .used = -1 };
	const struct xg_trade_venue *v;
	int rc;

	t->now = now;
	while (*at && (*at)->id != flight)
		at = &(*at)->next;
	f = *at;
	if (!f)
		return 0;
	*at = f->next;
	f->next = NULL;
	k.f = f;
	v = &t->venue[f->venue];
	if (f->ord) {
		const char *op = f->ask.op == XG_OP_PLACE    ? "place"
				 : f->ask.op == XG_OP_CANCEL ? "cancel"
				 : f->ask.op == XG_OP_AMEND  ? "amend"
				 : f->ask.op == XG_OP_QUERY  ? "query"
				 : f->ask.op == XG_OP_TIME   ? "time"
							     : "fills";

		xg_buf_clear(&t->line);
		xg_journal_answer(&t->line, f->ord->rec->u.order.id,
			f->ord->rec->venue, op, now, http, body);
		if (!t->line.failed &&
			t->ops->journal(t->ctx, xg_buf_view(&t->line), false) <
				0)
			xg_trade_broken(t);
	}
	v->v->answer(&a, &f->ask, http, headers, body, now, v->insts, &sink);
	rc = dispatch(t, &k, &a);
	free(f);
	return k.rc < 0 ? k.rc : rc;
}
