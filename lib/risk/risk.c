/* The whole: its memory, and what each record does to it. */
#include "risk/risk.h"

#include <stdlib.h>

#include "risk/risk_priv.h"

struct xg_risk *xg_risk_new(
	struct xg_limits *limits, xg_risk_halted_fn *halted, void *arg)
{
	struct xg_risk *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->pool = calloc(OPEN_MAX, sizeof *r->pool);
	r->seen = calloc(SEEN_MAX, sizeof *r->seen);
	r->group = calloc(GROUPS_MAX, sizeof *r->group);
	if (!r->pool || !r->seen || !r->group ||
		xg_size_init(&r->size, &limits->top) < 0) {
		xg_risk_free(r);
		return NULL;
	}
	for (size_t i = OPEN_MAX; i-- > 0;) {
		r->pool[i].chain = r->free;
		r->free = &r->pool[i];
	}
	r->halted = halted;
	r->halted_arg = arg;
	r->day = -1;
	r->limits = *limits;
	*limits = (struct xg_limits){ 0 };
	return r;
}

void xg_risk_free(struct xg_risk *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->markets; i++)
		free(r->market[i]);
	for (size_t i = 0; i < r->venues; i++)
		free((void *)(uintptr_t)r->venue[i].name.p);
	for (size_t i = 0; i < r->balances; i++)
		free(r->balance[i]);
	for (size_t i = 0; r->group && i < (size_t)GROUPS_MAX * LEGS_MAX; i++) {
		struct rleg *l = &r->group[i / LEGS_MAX].leg[i % LEGS_MAX];

		xg_rec_reader_release(&l->reader);
		xg_buf_release(&l->line);
	}
	free(r->market);
	free(r->active);
	free(r->balance);
	free(r->pool);
	free(r->seen);
	free(r->group);
	xg_map_release(&r->by_key);
	xg_map_release(&r->by_bal);
	xg_books_release(&r->books);
	xg_fees_release(&r->fees);
	xg_insts_release(&r->insts);
	xg_size_release(&r->size);
	xg_buf_release(&r->figures);
	xg_limits_release(&r->limits);
	free(r);
}

static bool same(
	const struct xg_lim_set *a, const struct xg_lim_set *b, enum xg_lim l)
{
	return xg_lim_has(a, l) == xg_lim_has(b, l) &&
	       (!xg_lim_has(a, l) || xg_dec_cmp(a->v[l], b->v[l]) == 0);
}

int xg_risk_limits(struct xg_risk *r, struct xg_limits *limits)
{
	struct xg_size size = { 0 };
	bool keep = true;

	for (int l = XG_LIM_SIZE_SAMPLE; l <= XG_LIM_SIZE_TARGET_VOL; l++)
		keep = keep &&
		       same(&r->limits.top, &limits->top, (enum xg_lim)l);
	if (!keep) {
		if (xg_size_init(&size, &limits->top) < 0)
			return XG_ERR_MEMORY;
		xg_size_release(&r->size);
		r->size = size;
	}
	xg_limits_release(&r->limits);
	r->limits = *limits;
	*limits = (struct xg_limits){ 0 };
	risk_relimit(r);
	return 0;
}

void xg_risk_explain(struct xg_risk *r, bool on)
{
	r->explain = on;
}

void xg_risk_merge_bbo(struct xg_risk *r, bool on)
{
	r->books.merge_bbo = on;
}

static int apply_inst(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err)
{
	struct rmarket *m;
	int rc = xg_insts_put(&r->insts, rec);

	if (rc < 0)
		return xg_error_set(err, rc, "the instrument cannot be kept");
	m = risk_market(r, rec->venue, rec->sym, true);
	if (!m)
		return xg_error_set(
			err, XG_ERR_LIMIT, "the instrument cannot be kept");
	m->inst = xg_insts_sym(&r->insts, rec->venue, rec->sym);
	m->v->has_insts = true;
	rc = xg_fees_put(&r->fees, rec);
	return rc < 0 ? xg_error_set(err, rc, "the fee is out of range") : 0;
}

static int apply_book(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err)
{
	struct xg_market *b = NULL;
	int rc = xg_books_apply(&r->books, rec, &b, err);
	struct rmarket *m;

	if (rec->type == XG_REC_STATUS)
		risk_breaker_status(r, rec);
	if (!b)
		return rc < 0 ? rc : 0;
	m = risk_market(r, b->venue, b->sym, true);
	if (!m)
		return xg_error_set(
			err, XG_ERR_LIMIT, "this market cannot be kept");
	m->book = b;
	if (rc == XG_ERR_STATE) {
		risk_alert(r, b->venue, XG_WARN, "book_out_of_sync",
			"%.*s: %s; no orders until its next snapshot",
			b->sym.n > 64 ? 64 : (int)b->sym.n, b->sym.p,
			err->text);
		risk_breaker(r, m->v, XG_BRK_GAP, 0);
		return 0;
	}
	if (rc > 0 && risk_mid(b, &m->last)) {
		m->has_last = true;
		if (r->size.cov.series)
			xg_size_price(&r->size, m->sym, xg_dec_double(m->last),
				r->now);
	}
	return rc < 0 ? rc : 0;
}

/* What xg-recon finds wrong with a venue's balances or positions. */
static void apply_alert(struct xg_risk *r, const struct xg_rec *rec)
{
	struct rvenue *v = risk_venue(r, rec->venue, false);

	if (v && xg_str_is_text(rec->u.alert.code, "balance_mismatch"))
		risk_breaker(r, v, XG_BRK_BALANCE, 0);
}

int xg_risk_apply(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err)
{
	struct xg_error none = { 0 };
	int64_t at = rec->has & XG_HAS_RX   ? rec->rx
		     : rec->has & XG_HAS_TS ? rec->ts
					    : 0;
	int rc = 0;

	if (!err)
		err = &none;
	if (at > r->now)
		r->now = at;
	switch (rec->type) {
	case XG_REC_INST:
		return apply_inst(r, rec, err);
	case XG_REC_BOOK:
	case XG_REC_BBO:
	case XG_REC_STATUS:
		return apply_book(r, rec, err);
	case XG_REC_FEE:
		rc = xg_fees_put(&r->fees, rec);
		return rc < 0 ? xg_error_set(err, rc, "the fee is out of range")
			      : 0;
	case XG_REC_BALANCE:
		return risk_balance(r, rec, err);
	case XG_REC_POSITION:
		return risk_position(r, rec, err);
	case XG_REC_FILL:
		rc = risk_fill(r, rec, err);
		break;
	case XG_REC_EXEC:
		risk_exec(r, rec);
		break;
	case XG_REC_REJECT:
		risk_rejected(r, rec);
		break;
	case XG_REC_ALERT:
		apply_alert(r, rec);
		break;
	case XG_REC_TICK:
		(void)xg_books_apply(&r->books, rec, NULL, NULL);
		risk_groups_expire(r);
		break;
	default:
		return 0;
	}
	risk_profit(r);
	return rc;
}

static void sent(struct xg_risk *r, const struct xg_rec *order)
{
	struct rmarket *m;

	if (!(order->has & XG_HAS_VENUE) ||
		risk_open_find(r, order->u.order.id) ||
		risk_order_seen(r, order->u.order.id))
		return;
	m = risk_market(r, order->venue, order->sym, true);
	if (m && !risk_open_add(r, m, order))
		risk_alert(r, order->venue, XG_CRIT, "risk_orders",
			"an order of the journal cannot be kept: too many are "
			"open");
}

int xg_risk_follow(struct xg_risk *r, const struct xg_rec *rec, bool past,
	struct xg_error *err)
{
	int64_t now = r->now;
	int rc = 0;

	r->past = past;
	if (rec->type == XG_REC_ORDER)
		sent(r, rec);
	else
		rc = xg_risk_apply(r, rec, err);
	r->past = false;
	r->now = now;
	return rc;
}

bool xg_risk_stand(const struct xg_risk *r, struct xg_str venue,
	struct xg_str sym, struct xg_risk_stand *out)
{
	const struct rmarket *m =
		risk_market((struct xg_risk *)(uintptr_t)r, venue, sym, false);

	if (!m)
		return false;
	*out = (struct xg_risk_stand){ m->pos, m->buys, m->sells, m->open };
	return true;
}

struct xg_dec xg_risk_profit(const struct xg_risk *r)
{
	return r->profit;
}
