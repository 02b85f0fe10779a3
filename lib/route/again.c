/* Failover: what a venue rejected for reasons of its own goes to the others,
 * and venues that want to be left alone are. */
#include "route/route.h"

#define US INT64_C(1000000)
#define HAS_RETRY XG_HAS(7)

/* Reasons that say nothing against the order itself. wait: how long to leave
 * the venue alone. A timeout is not among them: the order may exist (R1). */
static const struct cause {
	int reason;
	int64_t wait;
	const char *why;
} causes[] = {
	{ XG_WHY_VENUE_DOWN, 30 * US, "it was down a moment ago" },
	{ XG_WHY_MARKET_CLOSED, 30 * US, "its market was closed" },
	{ XG_WHY_RATE_LIMITED, 5 * US, "it limits our rate" },
	{ XG_WHY_AUTH, 60 * US, "it refused our key" },
	{ XG_WHY_PERMISSION, 60 * US, "it refused our key" },
	{ XG_WHY_INSUFFICIENT_FUNDS, 0, NULL },
};

static void bar(struct xg_route *r, struct xg_str venue, int64_t until,
	int reason, const char *why)
{
	struct xg_route_bar *b = NULL;

	for (size_t i = 0; i < r->bar_n && !b; i++) {
		if (xg_str_is_text(venue, r->bar[i].venue))
			b = &r->bar[i];
	}
	if (!b && r->bar_n < XG_LEN(r->bar) && venue.n < sizeof b->venue) {
		b = &r->bar[r->bar_n++];
		xg_str_copy(b->venue, sizeof b->venue, venue);
		b->until = 0;
	}
	if (!b || until <= b->until)
		return;
	b->until = until;
	b->reason = reason;
	b->why = why;
}

const struct xg_route_bar *xg_route_barred(
	const struct xg_route *r, struct xg_str venue)
{
	for (size_t i = 0; i < r->bar_n; i++) {
		if (r->bar[i].until > r->books.now &&
			xg_str_is_text(venue, r->bar[i].venue))
			return &r->bar[i];
	}
	return NULL;
}

void xg_route_heed(struct xg_route *r, const struct xg_rec *status)
{
	int64_t ms = status->u.status.retry_ms;

	if (status->u.status.event == XG_ST_RATELIMIT &&
		(status->has & HAS_RETRY) && ms > 0 && ms <= 7 * 86400000)
		bar(r, status->venue, r->books.now + ms * 1000,
			XG_WHY_RATE_LIMITED, "it limits our rate");
}

void xg_route_remember(struct xg_route *r, const struct xg_route_child *c,
	const struct xg_rec *parent)
{
	struct xg_route_sent *s = &r->sent[r->sent_at++ % XG_LEN(r->sent)];

	s->live = c->venue.n < sizeof s->venue && c->sym.n < sizeof s->sym;
	if (!s->live)
		return;
	memcpy(s->id, c->id, sizeof s->id);
	xg_str_copy(s->venue, sizeof s->venue, c->venue);
	xg_str_copy(s->sym, sizeof s->sym, c->sym);
	s->order = parent->u.order;
	s->order.qty = c->order.qty;
	/* Its texts are gone by then; xg_route_again sets the id anew. */
	s->has = parent->has;
	s->hops = r->hops;
}

static const struct cause *cause_of(int reason)
{
	for (size_t i = 0; i < XG_LEN(causes); i++) {
		if (causes[i].reason == reason)
			return &causes[i];
	}
	return NULL;
}

static struct xg_route_sent *find(struct xg_route *r, struct xg_str id)
{
	for (size_t i = 0; i < XG_LEN(r->sent); i++) {
		if (r->sent[i].live && xg_str_is_text(id, r->sent[i].id))
			return &r->sent[i];
	}
	return NULL;
}

int xg_route_again(struct xg_route *r, const struct xg_rec *exec)
{
	const struct xg_exec *e = &exec->u.exec;
	const struct cause *c = cause_of(e->reason);
	struct xg_route_sent *s, was;
	struct xg_rec rec;

	if (e->event != XG_EXEC_REJECTED || !c)
		return 0;
	s = find(r, e->id);
	if (!s)
		return 0;
	s->live = false;
	was = *s;
	if (c->wait)
		bar(r, xg_str_from(was.venue), r->books.now + c->wait,
			c->reason, c->why);
	if (was.hops >= XG_ROUTE_HOPS ||
		xg_dec_sub(&was.order.qty, was.order.qty, e->filled) < 0)
		return 0;
	xg_rec_start(&rec, XG_REC_ORDER, (struct xg_str){ NULL, 0 },
		xg_str_from(was.sym), 0, 0);
	rec.has = was.has & ~(XG_HAS_VENUE | XG_HAS_TS | XG_HAS_RX);
	rec.u.order = was.order;
	memcpy(r->again_id, was.id, sizeof r->again_id);
	memcpy(r->avoid, was.venue, sizeof r->avoid);
	rec.u.order.id = xg_str_from(r->again_id);
	r->hops = was.hops + 1;
	(void)xg_route_plan(r, &rec);
	r->hops = 0;
	r->avoid[0] = '\0';
	return 1;
}
