#include "route/route.h"

#include <stdarg.h>

/* Members of an order by their place in the text. */
#define HAS_PX XG_HAS(4)
#define HAS_TIF XG_HAS(6)
#define HAS_GROUP XG_HAS(10)
#define HANDED_ON (XG_HAS(7) | XG_HAS(8) | XG_HAS(9)) /* expire reduce pos */

void xg_route_release(struct xg_route *r)
{
	xg_books_release(&r->books);
	xg_insts_release(&r->insts);
	xg_fees_release(&r->fees);
	xg_funds_release(&r->funds);
}

int xg_route_apply(struct xg_route *r, const struct xg_rec *rec,
	struct xg_market **m, struct xg_error *err)
{
	int rc = 0;

	*m = NULL;
	switch (rec->type) {
	case XG_REC_INST:
		rc = xg_insts_put(&r->insts, rec);
		if (rc == 0)
			rc = xg_fees_put(&r->fees, rec);
		break;
	case XG_REC_FEE:
		rc = xg_fees_put(&r->fees, rec);
		break;
	case XG_REC_BALANCE:
		rc = xg_funds_put(&r->funds, rec);
		break;
	default:
		if (rec->type == XG_REC_STATUS)
			xg_route_heed(r, rec);
		return xg_books_apply(&r->books, rec, m, err);
	}
	return rc < 0 ? xg_error_set(err, rc, "this %s cannot be kept: %s",
				xg_rec_type_name(rec->type), xg_err_text(rc))
		      : 0;
}

void xg_route_reject(
	struct xg_route *r, int reason, const char *rule, const char *fmt, ...)
{
	va_list ap;

	r->rejected = true;
	r->child_n = 0;
	r->left = xg_dec_int(0);
	r->reason = reason;
	r->rule = rule;
	va_start(ap, fmt);
	vsnprintf(r->detail, sizeof r->detail, fmt, ap);
	va_end(ap);
}

bool xg_route_add(struct xg_route *r, const struct xg_market *m,
	const struct xg_order *order, uint64_t has)
{
	struct xg_route_child *c = &r->child[r->child_n];
	int n = -1;

	if (r->child_n < XG_LEN(r->child))
		n = snprintf(c->id, sizeof c->id, "%.*s.%zu", XG_STR_ARG(r->id),
			r->child_n + 1);
	if (n < 0 || (size_t)n >= sizeof c->id) {
		xg_route_reject(r, XG_WHY_OTHER, "id",
			"the id is longer than "
			"%d characters",
			XG_ROUTE_ID - 4);
		return false;
	}
	c->venue = m->venue;
	c->sym = m->sym;
	c->order = *order;
	c->has = has;
	r->child_n++;
	return true;
}

/* Why a market can't be used now, in words; NULL when it can. */
static const char *unfit(const struct xg_route *r, const struct xg_market *m)
{
	int64_t now = r->books.now;

	switch (m->state) {
	case XG_MARKET_LIVE:
		break;
	case XG_MARKET_STALE:
		return "its book is stale";
	case XG_MARKET_SUSPECT:
		return "its connection was lost";
	default:
		return "its book is out of sync";
	}
	if (!xg_market_is_healthy(m, now, r->o.max_age))
		return "its book is too old";
	return xg_market_is_usable(m, now, r->o.max_age) ? NULL
							 : "its book is locked";
}

static void look_at(struct xg_route *r, struct xg_market *m,
	const struct xg_order *o, struct xg_route_venue *v)
{
	const struct xg_route_bar *bar = xg_route_barred(r, m->venue);

	*v = (struct xg_route_venue){ .m = m,
		.book = &m->book,
		.fee = xg_fees_of(&r->fees, m)->taker,
		.rank = xg_route_rank(&r->o, m->venue) };
	v->reason = bar ? bar->reason : XG_WHY_STALE_DATA;
	v->why = bar ? bar->why : unfit(r, m);
	if (xg_str_is_text(m->venue, r->avoid)) {
		v->reason = XG_WHY_OTHER;
		v->why = "it has just rejected this order";
	}
	if (v->why)
		return;
	if (!xg_rules_of(
		    xg_insts_sym(&r->insts, m->venue, m->sym), &v->rules)) {
		v->reason = XG_WHY_MARKET_CLOSED;
		v->why = "it is not trading, or its contracts are inverse";
		return;
	}
	if (o->kind == XG_LIMIT) {
		v->has_limit = true;
		v->limit = o->px;
		if (xg_rules_fit_px(&v->rules, o->side, &v->limit) < 0 ||
			xg_dec_sign(v->limit) <= 0) {
			v->reason = XG_WHY_TICK;
			v->why = "the price does not fit its tick";
			return;
		}
	}
	/* What only lowers a position needs no funds. */
	if (!o->reduce && xg_route_cap(r, v, o->side) != XG_WHY_NONE) {
		v->why = "its balance is not known";
		return;
	}
	v->reason = XG_WHY_NONE;
}

/* Of all venues that got nothing, what the best liked one lacked. */
static void reject_all(struct xg_route *r)
{
	const struct xg_route_venue *best = NULL;

	for (size_t i = 0; i < r->venue_n; i++) {
		const struct xg_route_venue *v = &r->venue[i];

		if (!best || (v->why && !best->why) ||
			(v->why && v->rank < best->rank))
			best = v;
	}
	if (!best)
		xg_route_reject(r, XG_WHY_STALE_DATA, "book",
			"no book of this symbol has come");
	else if (!best->why)
		xg_route_reject(r, XG_WHY_OTHER, "depth",
			"no venue has liquidity within limit and balance");
	else
		xg_route_reject(r, best->reason, "venues", "%.*s: %s",
			XG_STR_ARG(best->m->venue), best->why);
}

static void add_children(struct xg_route *r, const struct xg_rec *rec)
{
	const struct xg_order *o = &rec->u.order;
	uint64_t has = XG_HAS(1) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4) |
		       XG_HAS(5) | (rec->has & HANDED_ON);

	for (size_t i = 0; i < r->venue_n; i++) {
		const struct xg_route_venue *v = &r->venue[i];
		struct xg_order child = *o;

		if (xg_dec_sign(v->qty) <= 0)
			continue;
		child.parent = r->id;
		child.kind = XG_LIMIT;
		child.qty = xg_dec_trim(v->qty);
		child.px = v->has_limit ? v->limit : v->worst;
		if (o->kind == XG_MARKET)
			child.tif = XG_IOC;
		if (!xg_route_add(r, v->m, &child,
			    has | (o->kind == XG_MARKET ? HAS_TIF
							: rec->has & HAS_TIF)))
			return;
	}
	for (size_t i = 0, k = 0; i < r->venue_n; i++) {
		const struct xg_route_venue *v = &r->venue[i];

		if (xg_dec_sign(v->qty) <= 0)
			continue;
		xg_route_remember(r, &r->child[k], rec);
		xg_route_bind(r, v, o->side, r->child[k++].order.px, v->qty);
	}
}

/* What can be said without looking at a book. */
static bool is_sound(struct xg_route *r, const struct xg_rec *rec)
{
	const struct xg_order *o = &rec->u.order;

	if (xg_dec_sign(o->qty) <= 0)
		xg_route_reject(r, XG_WHY_MIN_QTY, "qty",
			"the quantity is not above 0");
	else if (o->kind == XG_LIMIT &&
		 (!(rec->has & HAS_PX) || xg_dec_sign(o->px) <= 0))
		xg_route_reject(r, XG_WHY_OTHER, "px",
			"a limit order needs a price above 0");
	else if (rec->has & HAS_GROUP)
		xg_route_reject(r, XG_WHY_OTHER, "group",
			"orders of a group must name their venue");
	return !r->rejected;
}

static bool any_fit(const struct xg_route *r)
{
	for (size_t i = 0; i < r->venue_n; i++) {
		if (!r->venue[i].why)
			return true;
	}
	return false;
}

static int plan_order(struct xg_route *r, const struct xg_rec *rec)
{
	const struct xg_order *o = &rec->u.order;
	struct xg_markets *s = xg_books_sym(&r->books, rec->sym);
	bool post_only = o->kind == XG_LIMIT && o->tif == XG_GTX;
	bool rests =
		o->kind == XG_LIMIT && o->tif != XG_IOC && o->tif != XG_FOK;
	char left[XG_DEC_TEXT];
	int rc = 0;

	for (size_t i = 0; s && i < s->n; i++)
		look_at(r, s->m[i], o, &r->venue[r->venue_n++]);
	r->left = o->qty;
	if (!post_only)
		rc = xg_route_split(
			r->venue, r->venue_n, o->side, o->qty, &r->left);
	if (rc == 0 && rests && xg_dec_sign(r->left) > 0)
		rc = xg_route_rest(r, o->side, post_only);
	if (rc < 0)
		return rc;
	xg_dec_fmt(left, r->left);
	if (o->tif == XG_FOK && xg_dec_sign(r->left) > 0 && any_fit(r))
		xg_route_reject(r, XG_WHY_OTHER, "depth",
			"%s of it cannot be filled at once", left);
	else if (o->tif != XG_FOK || xg_dec_sign(r->left) <= 0)
		add_children(r, rec);
	if (r->rejected || r->child_n)
		return 0;
	if (post_only && any_fit(r))
		xg_route_reject(r, XG_WHY_WOULD_CROSS, "post_only",
			"at every venue it would trade at once, be too small, "
			"or cost more than the balance");
	else
		reject_all(r);
	return 0;
}

int xg_route_plan(struct xg_route *r, const struct xg_rec *rec)
{
	int rc;

	r->venue_n = r->child_n = r->child_at = 0;
	r->rejected = r->short_told = false;
	r->left = xg_dec_int(0);
	if ((rec->has & XG_HAS_RX) && rec->rx > r->books.now)
		r->books.now = rec->rx;
	if (rec->type == XG_REC_ARB) {
		r->id = rec->u.arb.id;
		xg_route_legs(r, rec);
		return 0;
	}
	if (rec->type != XG_REC_ORDER)
		return XG_ERR_TYPE;
	r->id = rec->u.order.id;
	if (!is_sound(r, rec))
		return 0;
	rc = plan_order(r, rec);
	if (rc < 0)
		xg_route_reject(r, XG_WHY_OTHER, "range",
			"its figures are too large to work out");
	return 0;
}

static void make_reject(struct xg_route *r, struct xg_rec *out)
{
	struct xg_str none = { NULL, 0 };

	xg_rec_start(out, XG_REC_REJECT, none, none, 0, r->books.now);
	XG_REC_SET(out, reject.id, r->id);
	XG_REC_SET(out, reject.by, XG_STR("route"));
	XG_REC_SET(out, reject.rule, xg_str_from(r->rule));
	XG_REC_SET(out, reject.reason, r->reason);
	XG_REC_SET(out, reject.detail, xg_str_from(r->detail));
}

static void make_short(struct xg_route *r, struct xg_rec *out)
{
	struct xg_str none = { NULL, 0 };
	char left[XG_DEC_TEXT];

	xg_dec_fmt(left, r->left);
	snprintf(r->msg, sizeof r->msg,
		"%s of order %.*s has no place within "
		"limit, depth and balance",
		left, (int)(r->id.n < 80 ? r->id.n : 80), r->id.p);
	xg_rec_start(out, XG_REC_ALERT, none, none, 0, r->books.now);
	XG_REC_SET(out, alert.level, XG_WARN);
	XG_REC_SET(out, alert.code, XG_STR("route_short"));
	XG_REC_SET(out, alert.msg, xg_str_from(r->msg));
}

int xg_route_next(struct xg_route *r, struct xg_rec *out)
{
	const struct xg_route_child *c = &r->child[r->child_at];

	if (r->rejected) {
		r->rejected = false;
		make_reject(r, out);
		return 1;
	}
	if (r->child_at < r->child_n) {
		xg_rec_start(
			out, XG_REC_ORDER, c->venue, c->sym, 0, r->books.now);
		out->u.order = c->order;
		out->has |= c->has;
		XG_REC_SET(out, order.id, xg_str_from(c->id));
		r->child_at++;
		return 1;
	}
	if (xg_dec_sign(r->left) <= 0 || r->short_told)
		return 0;
	r->short_told = true;
	make_short(r, out);
	return 1;
}
