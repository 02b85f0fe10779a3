#include "merge/pace.h"

#include "base/err.h"

#define SPEED_MAX 1000000

int xg_pace_parse(struct xg_pace *p, struct xg_str text)
{
	*p = (struct xg_pace){ 0 };
	if (xg_str_is_text(text, "max"))
		return 0;
	if (xg_dec_from(&p->speed, text) < 0)
		return XG_ERR_SYNTAX;
	if (xg_dec_cmp(p->speed, xg_dec_make(1, -6)) < 0 ||
		xg_dec_cmp(p->speed, xg_dec_int(SPEED_MAX)) > 0)
		return XG_ERR_RANGE;
	return 0;
}

int64_t xg_pace_due(struct xg_pace *p, int64_t time, int64_t now)
{
	struct xg_dec span;

	if (xg_dec_is_zero(p->speed) || time <= 0)
		return now;
	if (!p->started) {
		p->started = true;
		p->clock = now;
		p->time = time;
	}
	if (time <= p->time)
		return p->clock;
	if (xg_dec_div(&span, xg_dec_int(time - p->time), p->speed, 0,
		    XG_ROUND_DOWN) < 0 ||
		xg_dec_rescale(&span, span, 0, XG_ROUND_DOWN) < 0)
		return INT64_MAX; /* beyond any clock */
	return p->clock + span.m;
}
