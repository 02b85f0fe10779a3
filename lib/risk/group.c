/* Groups: the legs of one opportunity pass together or not at all. */
#include "risk/risk_priv.h"

static struct rgroup *group_find(struct xg_risk *r, struct xg_str id)
{
	struct rgroup *free = NULL;

	for (size_t i = 0; i < GROUPS_MAX; i++) {
		struct rgroup *g = &r->group[i];

		if (g->want && g->id_n == id.n && !memcmp(g->id, id.p, id.n))
			return g;
		if (!g->want && !g->held && !free)
			free = g;
	}
	return free;
}

/* All legs or none: each is judged with those before it open; when one fails
 * they are taken back. */
static void group_judge(struct xg_risk *r, struct rgroup *g)
{
	struct ropen *open[LEGS_MAX];
	struct verdict v = { 0 }, other;
	size_t sent = r->sent_n;
	int n = 0, bad;

	while (n < g->have) {
		open[n] = risk_judge_order(r, &g->leg[n].rec, &v);
		if (v.reason)
			break;
		n++;
	}
	bad = n;
	if (v.reason) {
		while (n > 0)
			risk_open_drop(r, open[--n]);
		r->sent_n = sent;
		other = (struct verdict){ .reason = v.reason, .rule = v.rule };
		snprintf(other.detail, sizeof other.detail,
			"another leg of the group: %.250s", v.detail);
	}
	for (int i = 0; i < g->have; i++)
		risk_give(
			r, &g->leg[i].rec, v.reason && i != bad ? &other : &v);
	if (!v.reason)
		risk_give_figures(r, &g->leg[0].rec);
	g->want = 0;
	g->held = true;
}

void risk_group_refuse(
	struct xg_risk *r, struct rgroup *g, int reason, const char *detail)
{
	struct verdict v = { .reason = reason, .rule = "group" };

	xg_str_copy(v.detail, sizeof v.detail, xg_str_from(detail));
	for (int i = 0; i < g->have; i++)
		risk_give(r, &g->leg[i].rec, &v);
	g->want = 0;
	g->held = true;
}

static bool keep_leg(struct rleg *l, const struct xg_rec *rec)
{
	struct xg_error err = { 0 };

	xg_buf_clear(&l->line);
	if (rec->raw.n)
		xg_buf_str(&l->line, rec->raw);
	else if (xg_rec_write(&l->line, rec) == 0)
		l->line.len--; /* without its LF */
	if (l->line.failed || !l->line.len ||
		xg_rec_read(&l->reader, xg_buf_view(&l->line),
			XG_REC_BIT(XG_REC_ORDER), &l->rec, &err) < 0)
		return false;
	l->rec.raw = xg_buf_view(&l->line);
	return true;
}

void risk_group_add(struct xg_risk *r, const struct xg_rec *rec)
{
	const struct xg_order *q = &rec->u.order;
	struct rgroup *g = group_find(r, q->group);

	if (q->legs < 1 || q->legs > LEGS_MAX || q->group.n > ID_MAX) {
		risk_refuse_rec(r, rec, XG_WHY_OTHER, "group",
			"an order of a group must say its legs, 1 to 8");
		return;
	}
	if (!g) {
		risk_refuse_rec(r, rec, XG_WHY_LIMIT, "group",
			"too many groups wait for legs");
		return;
	}
	if (!g->want) {
		g->want = (int)q->legs;
		g->have = 0;
		g->since = r->now;
		g->id_n = q->group.n;
		memcpy(g->id, q->group.p, q->group.n);
	}
	if (!keep_leg(&g->leg[g->have], rec)) {
		risk_group_refuse(r, g, XG_WHY_OTHER, "a leg cannot be kept");
		risk_refuse_rec(
			r, rec, XG_WHY_OTHER, "group", "it cannot be kept");
		return;
	}
	g->have++;
	if (g->want != q->legs)
		risk_group_refuse(r, g, XG_WHY_OTHER,
			"the legs of the group differ in their number");
	else if (g->have == g->want)
		group_judge(r, g);
}

void risk_groups_expire(struct xg_risk *r)
{
	int64_t wait = xg_lim_int(&r->limits.top, XG_LIM_GROUP_WAIT) * 1000;

	for (size_t i = 0; i < GROUPS_MAX; i++) {
		struct rgroup *g = &r->group[i];

		if (g->want && wait > 0 && r->now - g->since > wait &&
			r->outs + LEGS_MAX < OUTS_MAX)
			risk_group_refuse(r, g, XG_WHY_TIMEOUT,
				"the other legs of the group did not come");
	}
}
