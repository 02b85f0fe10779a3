/* Orders, amends and groups in; passes and rejects out. */
#include <stdarg.h>

#include "json/write.h"
#include "risk/risk_priv.h"

bool risk_refuse(
	struct check *c, int reason, const char *rule, const char *fmt, ...)
{
	va_list ap;

	c->v->reason = reason;
	c->v->rule = rule;
	va_start(ap, fmt);
	vsnprintf(c->v->detail, sizeof c->v->detail, fmt, ap);
	va_end(ap);
	return false;
}

void risk_figure(struct check *c, const char *rule, struct xg_dec value,
	struct xg_dec limit)
{
	struct xg_buf *b = &c->r->figures;

	if (!c->r->explain)
		return;
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "rule", rule);
	xg_json_put_dec(b, "value", value);
	xg_json_put_dec(b, "limit", limit);
	xg_buf_char(b, '}');
}

bool risk_within(
	struct check *c, enum xg_lim l, struct xg_dec value, int reason)
{
	char v[XG_DEC_TEXT], m[XG_DEC_TEXT];
	size_t n;

	if (!xg_lim_has(c->lim, l))
		return true;
	risk_figure(c, xg_lim_rule(l), value, c->lim->v[l]);
	if (xg_dec_cmp(value, c->lim->v[l]) <= 0)
		return true;
	xg_dec_fmt(v, value);
	xg_dec_fmt(m, c->lim->v[l]);
	return risk_refuse(c, reason, xg_lim_rule(l), "%s %s; the limit is %s",
		v, xg_lim_keys(&n)[l].unit, m);
}

static void begin(struct xg_risk *r)
{
	r->outs = r->out_at = 0;
	xg_buf_clear(&r->figures);
	xg_buf_char(&r->figures, '[');
	for (size_t i = 0; i < GROUPS_MAX; i++)
		r->group[i].held = false;
}

static void note_time(struct xg_risk *r, const struct xg_rec *rec)
{
	int64_t at = rec->has & XG_HAS_RX   ? rec->rx
		     : rec->has & XG_HAS_TS ? rec->ts
					    : 0;

	if (at > r->now)
		r->now = at;
}

/* A verdict on one order; passes, it is open from now on. */
struct ropen *risk_judge_order(
	struct xg_risk *r, const struct xg_rec *rec, struct verdict *v)
{
	const struct xg_order *q = &rec->u.order;
	struct rmarket *m = risk_market(r, rec->venue, rec->sym, false);
	struct check c = { .r = r,
		.rec = rec,
		.m = m,
		.lim = m ? &m->lim : &r->limits.top,
		.side = q->side,
		.kind = q->kind,
		.tif = q->tif,
		.has_px = XG_REC_HAS(rec, order.px) && q->kind != XG_MARKET,
		.px = q->px,
		.qty = q->qty,
		.v = v };
	struct ropen *o;

	*v = (struct verdict){ 0 };
	if (!(rec->has & XG_HAS_VENUE)) {
		risk_refuse(&c, XG_WHY_OTHER, "venue",
			"the order names no venue; put xg-route before");
		return NULL;
	}
	if (!risk_check_gate(&c) || !risk_check_market(&c) ||
		!risk_check_held(&c))
		return NULL;
	o = risk_open_add(r, m, rec);
	if (!o) {
		risk_refuse(&c, XG_WHY_OTHER, "id", "the order cannot be kept");
		return NULL;
	}
	r->sent_at[r->sent_n++ % RATE_MAX] = r->now;
	xg_breaker_sent(&m->v->breaker, r->now);
	return o;
}

void risk_give(
	struct xg_risk *r, const struct xg_rec *rec, const struct verdict *v)
{
	struct rout *o = risk_out(r);

	if (!o)
		return; /* never: alerts leave half of the room */
	o->kind = v->reason ? OUT_REJECT : OUT_PASS;
	o->rec = rec;
	o->v = *v;
}

void risk_give_figures(struct xg_risk *r, const struct xg_rec *rec)
{
	struct rout *o = r->explain ? risk_out(r) : NULL;

	if (!o)
		return;
	xg_buf_char(&r->figures, ']');
	o->kind = OUT_FIGURES;
	o->rec = rec;
}

void risk_refuse_rec(struct xg_risk *r, const struct xg_rec *rec, int reason,
	const char *rule, const char *detail)
{
	struct verdict v = { .reason = reason, .rule = rule };

	xg_str_copy(v.detail, sizeof v.detail, xg_str_from(detail));
	risk_give(r, rec, &v);
}

/* ---- amends ---- */

/* As an order with the new price and quantity in place of the old one. What is
 * open is the larger of both until the venue has answered. */
static void judge_amend(struct xg_risk *r, const struct xg_rec *rec)
{
	const struct xg_amend *a = &rec->u.amend;
	struct ropen *o = risk_open_find(r, a->id);
	struct verdict v = { 0 };
	struct xg_rec as;
	struct xg_dec left;
	struct check c = { .r = r, .v = &v, .amended = o };

	if (!o) {
		risk_refuse_rec(r, rec, XG_WHY_NOT_FOUND, "amend",
			"no open order has this id");
		return;
	}
	xg_rec_start(
		&as, XG_REC_ORDER, o->m->venue, o->m->sym, rec->ts, rec->rx);
	as.u.order.id = a->id;
	c.rec = &as;
	c.m = o->m;
	c.lim = &o->m->lim;
	c.side = o->side;
	c.kind = o->kind;
	c.has_px = o->kind == XG_LIMIT;
	c.px = XG_REC_HAS(rec, amend.px) ? a->px : o->px;
	c.qty = o->qty;
	if (XG_REC_HAS(rec, amend.qty))
		c.qty = a->qty;
	risk_open_count(o, -1);
	if (xg_dec_sub(&left, c.qty, o->filled) < 0 || xg_dec_sign(left) <= 0)
		risk_refuse(&c, XG_WHY_OTHER, "amend",
			"the new quantity is not above what is filled");
	else if (risk_check_gate(&c) && risk_check_market(&c)) {
		c.qty = left;
		(void)risk_check_held(&c);
	}
	if (!v.reason) {
		if (XG_REC_HAS(rec, amend.qty))
			o->qty = xg_dec_max(o->qty, a->qty);
		if (XG_REC_HAS(rec, amend.px))
			o->px = o->side == XG_BUY ? xg_dec_max(o->px, a->px)
						  : xg_dec_min(o->px, a->px);
		r->sent_at[r->sent_n++ % RATE_MAX] = r->now;
	}
	risk_open_count(o, 1);
	risk_give(r, rec, &v);
	if (!v.reason)
		risk_give_figures(r, rec);
}

void xg_risk_judge(struct xg_risk *r, const struct xg_rec *rec)
{
	struct verdict v;

	begin(r);
	note_time(r, rec);
	risk_groups_expire(r);
	if (rec->type == XG_REC_AMEND) {
		judge_amend(r, rec);
	} else if (rec->u.order.group.n) {
		risk_group_add(r, rec);
	} else {
		(void)risk_judge_order(r, rec, &v);
		risk_give(r, rec, &v);
		if (!v.reason)
			risk_give_figures(r, rec);
	}
}

void xg_risk_finish(struct xg_risk *r)
{
	begin(r);
	for (size_t i = 0; i < GROUPS_MAX; i++) {
		if (r->group[i].want && r->outs + LEGS_MAX < OUTS_MAX)
			risk_group_refuse(r, &r->group[i], XG_WHY_TIMEOUT,
				"the input ended before the other legs came");
	}
}

/* ---- results ---- */

static struct xg_str id_of(const struct xg_rec *rec)
{
	return rec->type == XG_REC_AMEND ? rec->u.amend.id : rec->u.order.id;
}

static void make_alert(struct xg_risk *r, struct rout *o, struct xg_rec *out)
{
	bool passed = o->kind == OUT_FIGURES;
	struct xg_str id;

	if (passed) {
		id = id_of(o->rec);
		snprintf(o->v.detail, sizeof o->v.detail,
			"order %.*s passes every check",
			id.n > 128 ? 128 : (int)id.n, id.p);
		xg_rec_start(out, XG_REC_ALERT, o->rec->venue, o->rec->sym, 0,
			r->now);
		XG_REC_SET(out, alert.level, XG_INFO);
		XG_REC_SET(out, alert.code, XG_STR("risk_pass"));
	} else {
		xg_rec_start(out, XG_REC_ALERT, o->venue,
			(struct xg_str){ NULL, 0 }, 0, r->now);
		XG_REC_SET(out, alert.level, o->level);
		XG_REC_SET(out, alert.code, xg_str_from(o->code));
	}
	XG_REC_SET(out, alert.msg, xg_str_from(o->v.detail));
	if (passed && !r->figures.failed)
		XG_REC_SET(out, alert.figures, xg_buf_view(&r->figures));
}

int xg_risk_next(
	struct xg_risk *r, struct xg_rec *out, enum xg_risk_outcome *outcome)
{
	struct rout *o;

	if (r->out_at == r->outs) {
		r->outs = r->out_at = 0;
		return 0;
	}
	o = &r->out[r->out_at++];
	*outcome = XG_RISK_MADE;
	if (o->kind == OUT_PASS) {
		*out = *o->rec;
		*outcome = XG_RISK_PASS;
	} else if (o->kind == OUT_REJECT) {
		xg_rec_start(out, XG_REC_REJECT, o->rec->venue, o->rec->sym, 0,
			r->now);
		XG_REC_SET(out, reject.id, id_of(o->rec));
		XG_REC_SET(out, reject.by, XG_STR("risk"));
		XG_REC_SET(out, reject.rule, xg_str_from(o->v.rule));
		XG_REC_SET(out, reject.reason, o->v.reason);
		XG_REC_SET(out, reject.detail, xg_str_from(o->v.detail));
	} else {
		make_alert(r, o, out);
	}
	return 1;
}
