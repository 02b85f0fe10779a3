/* Own orders, fills and positions, as records tell of them. */
#include "book/walk.h"
#include "risk/risk_priv.h"

static size_t bucket_of(struct xg_str id)
{
	return (size_t)(xg_str_hash(id) % OPEN_BUCKETS);
}

struct ropen *risk_open_find(const struct xg_risk *r, struct xg_str id)
{
	struct ropen *o = r->bucket[bucket_of(id)];

	while (o && (o->id_n != id.n || memcmp(o->id, id.p, id.n) != 0))
		o = o->chain;
	return o;
}

struct xg_dec risk_open_left(const struct ropen *o)
{
	struct xg_dec left;

	if (xg_dec_sub(&left, o->is_final ? o->cum : o->qty, o->filled) < 0)
		return o->qty;
	return left.m < 0 ? (struct xg_dec){ 0, 0 } : left;
}

void risk_open_count(struct ropen *o, int sign)
{
	struct xg_dec left = risk_open_left(o);

	(void)xg_money_add(o->side == XG_BUY ? &o->m->buys : &o->m->sells,
		sign > 0 ? left : xg_dec_neg(left));
}

struct ropen *risk_open_add(
	struct xg_risk *r, struct rmarket *m, const struct xg_rec *order)
{
	const struct xg_order *q = &order->u.order;
	struct ropen *o = r->free, **at = &r->bucket[bucket_of(q->id)];

	if (!o || q->id.n > ID_MAX || risk_open_find(r, q->id))
		return NULL;
	r->free = o->chain;
	*o = (struct ropen){ .id_n = q->id.n,
		.m = m,
		.side = q->side,
		.kind = q->kind,
		.has_px = XG_REC_HAS(order, order.px),
		.px = q->px,
		.qty = q->qty,
		.chain = *at,
		.next = m->orders };
	memcpy(o->id, q->id.p, q->id.n);
	(void)risk_order_seen(r, q->id);
	*at = o;
	if (m->orders)
		m->orders->prev = o;
	m->orders = o;
	risk_activate(r, m);
	risk_open_count(o, 1);
	m->open++;
	m->v->open++;
	r->open++;
	return o;
}

void risk_open_drop(struct xg_risk *r, struct ropen *o)
{
	struct ropen **at =
		&r->bucket[bucket_of((struct xg_str){ o->id, o->id_n })];

	risk_open_count(o, -1);
	o->m->open--;
	o->m->v->open--;
	r->open--;
	while (*at != o)
		at = &(*at)->chain;
	*at = o->chain;
	if (o->prev)
		o->prev->next = o->next;
	else
		o->m->orders = o->next;
	if (o->next)
		o->next->prev = o->prev;
	o->chain = r->free;
	r->free = o;
}

/* Nothing can be filled any more. */
static void drop_if_done(struct xg_risk *r, struct ropen *o)
{
	if (xg_dec_is_zero(risk_open_left(o)))
		risk_open_drop(r, o);
}

/* Was this key seen before? Remembers it if not. */
static bool seen_key(struct xg_risk *r, const char *key, size_t n)
{
	size_t at;
	int32_t *head, *p;

	head = &r->seen_bucket[xg_str_hash((struct xg_str){ key, n }) %
			       SEEN_MAX];
	for (int32_t i = *head; i > 0; i = r->seen[i - 1].next) {
		if (r->seen[i - 1].n == n &&
			memcmp(r->seen[i - 1].key, key, n) == 0)
			return true;
	}
	at = r->seen_at;
	r->seen_at = (at + 1) % SEEN_MAX;
	if (r->seen_n == SEEN_MAX) {
		p = &r->seen_bucket[xg_str_hash((struct xg_str){
					    r->seen[at].key, r->seen[at].n }) %
				    SEEN_MAX];
		while (*p != (int32_t)at + 1)
			p = &r->seen[*p - 1].next;
		*p = r->seen[at].next;
	} else {
		r->seen_n++;
	}
	memcpy(r->seen[at].key, key, n);
	r->seen[at].n = n;
	r->seen[at].next = *head;
	*head = (int32_t)at + 1;
	return false;
}

/* Was this fill counted before? */
static bool seen(struct xg_risk *r, const struct xg_rec *rec)
{
	const struct xg_str part[3] = { rec->venue, rec->sym,
		rec->u.fill.trade_id };
	char key[SEEN_KEY];
	size_t n = 0;

	for (size_t i = 0; i < 3; i++) {
		/* Too long a name: its end tells trades apart. */
		size_t room = SEEN_KEY - n - (i == 2 ? 0 : 1);
		size_t take = part[i].n < room ? part[i].n : room;

		if (i < 2 && take > 40)
			take = 40;
		memcpy(key + n, part[i].p + part[i].n - take, take);
		n += take;
		if (i < 2)
			key[n++] = ' ';
	}
	return seen_key(r, key, n);
}

bool risk_order_seen(struct xg_risk *r, struct xg_str id)
{
	char key[SEEN_KEY] = "\n"; /* in no name of a venue */
	size_t n = id.n < SEEN_KEY - 1 ? id.n : SEEN_KEY - 1;

	memcpy(key + 1, id.p, n);
	return seen_key(r, key, n + 1);
}

/* The fee in quote units of the market; what has no price counts as none. */
static struct xg_dec fee_of(const struct xg_risk *r, const struct rmarket *m,
	const struct xg_fill *f)
{
	struct xg_dec out = { 0, 0 }, rate, quote;

	if (xg_dec_is_zero(f->fee))
		return out;
	if (m->inst && xg_str_is(f->fee_ccy, m->inst->i.quote))
		return f->fee;
	if (m->inst && xg_str_is(f->fee_ccy, m->inst->i.base))
		rate = f->px;
	else if (!risk_rate(r, f->fee_ccy, &rate) || !m->inst ||
		 !risk_rate(r, m->inst->i.quote, &quote) ||
		 xg_dec_div(&rate, rate, quote, 8, XG_ROUND_NEAREST) < 0)
		return out;
	if (xg_dec_mul(&out, f->fee, rate, XG_ROUND_NEAREST) < 0)
		out = (struct xg_dec){ 0, 0 };
	return out;
}

int risk_fill(struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err)
{
	const struct xg_fill *f = &rec->u.fill;
	struct xg_dec qty = f->side == XG_BUY ? f->qty : xg_dec_neg(f->qty);
	struct rmarket *m;
	struct ropen *o;

	if (xg_dec_sign(f->qty) <= 0 || xg_dec_sign(f->px) <= 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"a fill has no positive price and quantity");
	m = risk_market(r, rec->venue, rec->sym, true);
	if (!m)
		return xg_error_set(
			err, XG_ERR_LIMIT, "this market cannot be kept");
	if (seen(r, rec))
		return 0;
	risk_activate(r, m);
	o = risk_open_find(r, f->id);
	if (o && o->m == m) {
		risk_open_count(o, -1);
		(void)xg_money_add(&o->filled, f->qty);
		risk_open_count(o, 1);
		drop_if_done(r, o);
	}
	m->recent[m->recent_at].ts = rec->ts;
	m->recent[m->recent_at].qty = qty;
	m->recent_at = (m->recent_at + 1) % RECENT;
	if (!m->has_last) {
		m->last = f->px;
		m->has_last = true;
	}
	/* A position record from after this fill holds it already. */
	if (m->pos_ts && (rec->has & XG_HAS_TS) && rec->ts < m->pos_ts)
		return 0;
	if (xg_money_add(&m->pos, qty) < 0 ||
		xg_money_add_mul(&m->cash, f->px, xg_dec_neg(qty)) < 0 ||
		xg_money_add(&m->cash, xg_dec_neg(fee_of(r, m, f))) < 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"the position is too large to be held");
	return 0;
}

int risk_position(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err)
{
	const struct xg_position *p = &rec->u.position;
	struct rmarket *m = risk_market(r, rec->venue, rec->sym, true);
	struct xg_dec pos = p->qty, change;

	if (!m)
		return xg_error_set(
			err, XG_ERR_LIMIT, "this market cannot be kept");
	if ((rec->has & XG_HAS_TS) && rec->ts < m->pos_ts)
		return 0; /* older than what is known */
	if (!m->has_last && XG_REC_HAS(rec, position.mark)) {
		m->last = p->mark;
		m->has_last = true;
	}
	/* Fills after the moment that it is about are not in it (R4). */
	for (size_t i = 0; (rec->has & XG_HAS_TS) && i < RECENT; i++) {
		if (m->recent[i].ts > rec->ts)
			(void)xg_money_add(&pos, m->recent[i].qty);
	}
	risk_activate(r, m);
	if (xg_dec_sub(&change, m->pos, pos) < 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"the position is too large to be held");
	/* What is corrected is neither profit nor loss. */
	if (m->has_last)
		(void)xg_money_add_mul(&m->cash, m->last, change);
	m->pos = pos;
	m->upnl = XG_REC_HAS(rec, position.upnl) ? p->upnl
						 : (struct xg_dec){ 0, 0 };
	if (rec->has & XG_HAS_TS)
		m->pos_ts = rec->ts;
	return 0;
}

static void amended(struct ropen *o, const struct xg_rec *rec)
{
	const struct xg_exec *e = &rec->u.exec;

	risk_open_count(o, -1);
	if (XG_REC_HAS(rec, exec.qty) && xg_dec_sign(e->qty) > 0)
		o->qty = e->qty;
	if (XG_REC_HAS(rec, exec.px) && xg_dec_sign(e->px) > 0)
		o->px = e->px;
	risk_open_count(o, 1);
}

static void ended(struct xg_risk *r, struct ropen *o, const struct xg_rec *rec)
{
	const struct xg_exec *e = &rec->u.exec;

	risk_open_count(o, -1);
	o->is_final = true;
	o->cum = e->event == XG_EXEC_FILLED && !XG_REC_HAS(rec, exec.filled)
			 ? o->qty
			 : e->filled;
	risk_open_count(o, 1);
	/* Fills that are still to come stay counted (R3, R22). */
	drop_if_done(r, o);
}

void risk_exec(struct xg_risk *r, const struct xg_rec *rec)
{
	const struct xg_exec *e = &rec->u.exec;
	struct ropen *o = risk_open_find(r, e->id);
	struct rvenue *v = o ? o->m->v : NULL;
	bool first = o && !o->answered;

	if (!o)
		return; /* not ours, or told by a journal already */
	if (first && XG_REC_HAS(rec, exec.latency_us))
		risk_breaker(r, v, XG_BRK_LATENCY, e->latency_us);
	o->answered = e->event != XG_EXEC_SENT;
	if (first && e->event == XG_EXEC_UNKNOWN)
		risk_breaker(r, v, XG_BRK_UNKNOWN, 0);
	else if (first && e->event == XG_EXEC_REJECTED)
		risk_breaker(r, v, XG_BRK_REJECTED, 0);
	else if (first && e->event != XG_EXEC_SENT)
		risk_breaker(r, v, XG_BRK_GOOD, 0);
	o->told = true;
	if (e->event == XG_EXEC_AMENDED)
		amended(o, rec);
	else if (e->event == XG_EXEC_FILLED || e->event == XG_EXEC_CANCELED ||
		 e->event == XG_EXEC_REJECTED || e->event == XG_EXEC_EXPIRED)
		ended(r, o, rec);
}

void risk_rejected(struct xg_risk *r, const struct xg_rec *rec)
{
	struct ropen *o = risk_open_find(r, rec->u.reject.id);

	/* xg-order says so of orders that it has not sent, but also of amends,
	 * and of an id that was used before: such an order may be there. */
	if (o && !o->told && rec->u.reject.reason != XG_WHY_DUPLICATE_ID &&
		xg_str_is_text(rec->u.reject.by, "order"))
		risk_open_drop(r, o);
}
