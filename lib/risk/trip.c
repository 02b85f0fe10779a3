/* What the breakers are told, and what they say. */
#include <stdarg.h>

#include "risk/risk_priv.h"

struct rout *risk_out(struct xg_risk *r)
{
	if (r->outs == OUTS_MAX)
		return NULL;
	r->out[r->outs] = (struct rout){ .kind = OUT_ALERT };
	return &r->out[r->outs++];
}

void risk_alert(struct xg_risk *r, struct xg_str venue, int level,
	const char *code, const char *fmt, ...)
{
	struct rout *o;
	va_list ap;

	/* Results of orders must always find room. */
	if (r->outs >= OUTS_MAX / 2) {
		r->alerts_lost++;
		return;
	}
	o = risk_out(r);
	o->level = level;
	o->code = code;
	o->venue = venue;
	va_start(ap, fmt);
	vsnprintf(o->v.detail, sizeof o->v.detail, fmt, ap);
	va_end(ap);
}

static void many_open(struct xg_risk *r)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->venues; i++)
		n += r->venue[i].breaker.state == XG_BRK_OPEN;
	if (!xg_lim_has(&r->limits.top, XG_LIM_BRK_VENUES) ||
		n <= xg_lim_int(&r->limits.top, XG_LIM_BRK_VENUES)) {
		if (r->many_open)
			risk_alert(r, (struct xg_str){ NULL, 0 }, XG_INFO,
				"breaker_closed",
				"all venues: orders pass "
				"again where the venue's own breaker lets them");
		r->many_open = false;
		return;
	}
	if (!r->many_open)
		risk_alert(r, (struct xg_str){ NULL, 0 }, XG_CRIT,
			"breaker_open",
			"all venues: the breakers of %lld "
			"venues are open",
			(long long)n);
	r->many_open = true;
}

void risk_breaker_say(struct xg_risk *r, struct rvenue *v)
{
	const struct xg_breaker *b = &v->breaker;

	if (b->state == XG_BRK_OPEN)
		risk_alert(r, v->name, XG_CRIT, "breaker_open",
			"no orders to this venue: %s", b->why);
	else if (b->state == XG_BRK_HALF)
		risk_alert(r, v->name, XG_WARN, "breaker_half_open",
			"one order is tried at this venue");
	else
		risk_alert(r, v->name, XG_INFO, "breaker_closed",
			"orders to this venue pass again");
	many_open(r);
}

void risk_breaker(struct xg_risk *r, struct rvenue *v, enum xg_brk_event event,
	int64_t value)
{
	if (r->past)
		return;
	if (xg_breaker_event(&v->breaker, &v->lim, r->now, event, value))
		risk_breaker_say(r, v);
}

void risk_breaker_status(struct xg_risk *r, const struct xg_rec *rec)
{
	const struct xg_status *s = &rec->u.status;
	struct rvenue *v;

	switch (s->event) {
	case XG_ST_GAP:
	case XG_ST_CHECKSUM:
	case XG_ST_CLOCK:
	case XG_ST_MAINTENANCE:
		break;
	default:
		return;
	}
	v = risk_venue(r, rec->venue, true);
	if (!v)
		return;
	if (s->event == XG_ST_CLOCK)
		risk_breaker(r, v, XG_BRK_CLOCK, s->latency_us);
	else
		risk_breaker(r, v,
			s->event == XG_ST_MAINTENANCE ? XG_BRK_DOWN
						      : XG_BRK_GAP,
			0);
}
