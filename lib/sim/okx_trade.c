/* Requests about orders: batches, queries, pages, the dead-man switch. Source:
 * sheet okx, section 7. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

#define BATCH_MAX 20

/* Counts what becomes of the items of one request. */
struct tally {
	int all, failed;
};

static int run(struct xg_sim_front *f, struct xg_json *j, bool ws,
	xg_sim_okx_item *item, struct xg_buf *rows, struct tally *t)
{
	struct xg_sim_okx_args a;

	if (xg_sim_okx_args_read(j, &a))
		return 50002;
	t->all++;
	t->failed += item(f, &a, ws, rows) != 0;
	return 0;
}

/* How many objects the array has; -1: something else is in it. */
static int count(struct xg_str json)
{
	struct xg_json j;
	enum xg_json_tok tok;
	int n = 0;

	xg_json_init(&j, json.p, json.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return -1;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		if (xg_json_skip(&j, NULL))
			return -1;
		n++;
	}
	return tok == XG_JSON_ARR_END ? n : -1;
}

int xg_sim_okx_batch(struct xg_sim_front *f, struct xg_str json, bool batch,
	bool ws, xg_sim_okx_item *item, struct xg_buf *rows, int *code,
	const char **arg)
{
	struct tally t = { 0 };
	struct xg_json j;
	int n, rc = 0;

	*arg = NULL;
	if (json.n == 0)
		return ws ? 60013 : 50000;
	if (xg_json_check(json, NULL, NULL))
		return 50002;
	xg_json_init(&j, json.p, json.n);
	if (batch) {
		n = count(json);
		if (n < 0)
			return ws ? 60013 : 50002;
		if (n == 0)
			return ws ? 60013 : 50000;
		if (n > BATCH_MAX)
			return 51111;
		(void)xg_json_next(&j);
		while (rc == 0 && xg_json_next(&j) == XG_JSON_OBJ)
			rc = run(f, &j, ws, item, rows, &t);
	} else if (xg_json_next(&j) == XG_JSON_OBJ) {
		rc = run(f, &j, ws, item, rows, &t);
	} else {
		return 50002;
	}
	*code = t.failed == 0 ? 0 : t.failed == t.all ? 1 : 2;
	return rc;
}

static int post(struct xg_sim_okx_call *c, bool batch, xg_sim_okx_item *item)
{
	struct xg_str exp = xg_sim_header(c->r, "expTime");
	int code = xg_sim_okx_expired(exp, c->now);

	if (code) {
		c->arg = "expTime";
		return code;
	}
	return xg_sim_okx_batch(c->f, c->r->body, batch, false, item, c->out,
		&c->code, &c->arg);
}

int xg_sim_okx_post_order(struct xg_sim_okx_call *c)
{
	return post(c, false, xg_sim_okx_place);
}

int xg_sim_okx_post_orders(struct xg_sim_okx_call *c)
{
	return post(c, true, xg_sim_okx_place);
}

int xg_sim_okx_post_cancel(struct xg_sim_okx_call *c)
{
	return post(c, false, xg_sim_okx_cancel);
}

int xg_sim_okx_post_cancels(struct xg_sim_okx_call *c)
{
	return post(c, true, xg_sim_okx_cancel);
}

int xg_sim_okx_post_amend(struct xg_sim_okx_call *c)
{
	return post(c, false, xg_sim_okx_amend);
}

int xg_sim_okx_post_amends(struct xg_sim_okx_call *c)
{
	return post(c, true, xg_sim_okx_amend);
}

static void put_order(struct xg_sim_okx_call *c, const struct xg_sim_order *o)
{
	xg_sim_okx_open(c->out);
	xg_sim_okx_order_row(c->out, &c->f->venue, o, NULL, false);
	xg_sim_okx_close(c->out);
}

int xg_sim_okx_get_order(struct xg_sim_okx_call *c)
{
	const struct xg_sim_order *o = NULL;
	struct xg_sim_mkt *m;
	struct xg_str text;
	uint64_t id;
	int code;

	m = xg_sim_okx_query_inst(c, &code);
	if (!m)
		return code;
	text = xg_sim_okx_query(c, "ordId");
	if (text.n) {
		if (xg_str_u64(text, &id) == 0)
			o = xg_sim_order_id(&c->f->venue, id);
	} else {
		text = xg_sim_okx_query(c, "clOrdId");
		if (text.n == 0)
			return 51003;
		o = xg_sim_order_cid(&c->f->venue, m->spec.market, text);
	}
	if (!o || o->mkt != m)
		return 51603;
	put_order(c, o);
	return 0;
}

/* Which rows a page has: newest first, `after` gives older than an id, `before`
 * newer than it. */
struct page {
	int kind;
	char inst[64];
	uint64_t after, before, order;
	int64_t begin, end, limit;
};

static int read_page(struct xg_sim_okx_call *c, struct page *p)
{
	struct xg_str type = xg_sim_okx_query(c, "instType");

	*p = (struct page){ .after = UINT64_MAX, .end = INT64_MAX };
	p->kind = type.n ? xg_sim_okx_kind_of(type) : 0;
	c->arg = "instType";
	if (p->kind < 0 && !xg_str_is_text(type, "MARGIN"))
		return 51000;
	if (!xg_str_copy(
		    p->inst, sizeof p->inst, xg_sim_okx_query(c, "instId")))
		return 51001;
	if (xg_sim_okx_query(c, "after").n &&
		xg_str_u64(xg_sim_okx_query(c, "after"), &p->after)) {
		c->arg = "after";
		return 51000;
	}
	if (xg_sim_okx_query(c, "before").n &&
		xg_str_u64(xg_sim_okx_query(c, "before"), &p->before)) {
		c->arg = "before";
		return 51000;
	}
	if (xg_sim_okx_query(c, "ordId").n &&
		xg_str_u64(xg_sim_okx_query(c, "ordId"), &p->order))
		p->order = UINT64_MAX; /* no order has it */
	p->begin = xg_sim_okx_query_int(c, "begin", 0, 0, INT64_MAX / 1000);
	p->end = xg_sim_okx_query_int(
		c, "end", INT64_MAX / 1000, 0, INT64_MAX / 1000);
	p->limit = xg_sim_okx_query_int(c, "limit", 100, 1, 100);
	return 0;
}

static bool in_page(const struct page *p, const struct xg_sim_mkt *m,
	uint64_t id, uint64_t order, int64_t ts)
{
	return (p->kind == 0 || m->spec.kind == p->kind) &&
	       (!*p->inst || strcmp(p->inst, m->spec.native) == 0) &&
	       id < p->after && id > p->before &&
	       (p->order == 0 || p->order == order) &&
	       ts / XG_US_PER_MS >= p->begin && ts / XG_US_PER_MS <= p->end;
}

static int list(struct xg_sim_okx_call *c, bool open)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct page p;
	int code = read_page(c, &p);
	size_t i;

	if (code)
		return code;
	for (i = v->orders; i > 0 && p.limit > 0; i--) {
		const struct xg_sim_order *o = v->order[i - 1];

		if (xg_sim_is_open(o) != open ||
			!in_page(&p, o->mkt, o->id, o->id, o->updated))
			continue;
		put_order(c, o);
		p.limit--;
	}
	return 0;
}

int xg_sim_okx_get_pending(struct xg_sim_okx_call *c)
{
	return list(c, true);
}

int xg_sim_okx_get_history(struct xg_sim_okx_call *c)
{
	return list(c, false);
}

/* The fills since a time, in us. */
static int fills(struct xg_sim_okx_call *c, int64_t since)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct page p;
	int code = read_page(c, &p);
	size_t i;

	if (code)
		return code;
	for (i = v->fills; i > 0 && p.limit > 0; i--) {
		const struct xg_sim_fill *f = &v->fill[i - 1];
		uint64_t bill = (uint64_t)f->trade_id * 2 + (f->maker ? 1 : 0);

		if (f->ts < since ||
			!in_page(&p, f->mkt, bill, f->order, f->ts))
			continue;
		xg_sim_okx_open(c->out);
		xg_sim_okx_fill_row(c->out, f);
		xg_sim_okx_close(c->out);
		p.limit--;
	}
	return 0;
}

int xg_sim_okx_get_fills(struct xg_sim_okx_call *c)
{
	return fills(c, c->now - 3 * 86400 * XG_US_PER_S);
}

int xg_sim_okx_get_fills_history(struct xg_sim_okx_call *c)
{
	c->arg = "instType";
	if (xg_sim_okx_query(c, "instType").n == 0)
		return 50014;
	return fills(c, c->now - 90 * 86400 * XG_US_PER_S);
}

static struct xg_str text_of(struct xg_str body, const char *name)
{
	struct xg_str v;

	if (xg_json_find(body, name, &v) != 1)
		return XG_STR("");
	if (v.n >= 2 && v.p[0] == '"')
		return (struct xg_str){ v.p + 1, v.n - 2 };
	return v;
}

int xg_sim_okx_post_deadman(struct xg_sim_okx_call *c)
{
	struct xg_sim_okx_state *s = xg_sim_okx_of(c->f);
	struct xg_str tag = text_of(c->r->body, "tag");
	struct xg_sim_okx_man *man = NULL;
	int64_t wait;
	size_t i;

	c->arg = "timeOut";
	if (xg_str_i64(text_of(c->r->body, "timeOut"), &wait) ||
		(wait != 0 && (wait < 10 || wait > 120)))
		return 51000;
	c->arg = "tag";
	if (tag.n && !xg_sim_okx_is_alnum(tag, 16))
		return 51000;
	for (i = 0; i < XG_SIM_OKX_MEN; i++)
		if (s->man[i].due && xg_str_is_text(tag, s->man[i].tag))
			man = &s->man[i];
	for (i = 0; i < XG_SIM_OKX_MEN && !man; i++)
		if (!s->man[i].due)
			man = &s->man[i];
	if (!man)
		return 51025;
	(void)xg_str_copy(man->tag, sizeof man->tag, tag);
	man->due = wait ? c->now + wait * XG_US_PER_S : 0;
	xg_sim_okx_open(c->out);
	xg_sim_okx_ms(c->out, "triggerTime", man->due);
	xg_json_put_str(c->out, "tag", tag);
	xg_sim_okx_ms(c->out, "ts", c->now);
	xg_sim_okx_close(c->out);
	return 0;
}

/* Only for market makers of options, of which there are none here. */
int xg_sim_okx_post_mass_cancel(struct xg_sim_okx_call *c)
{
	c->arg = "instType";
	if (!xg_str_is_text(text_of(c->r->body, "instType"), "OPTION"))
		return 51000;
	xg_sim_okx_open(c->out);
	xg_json_put_bool(c->out, "result", true);
	xg_sim_okx_close(c->out);
	return 0;
}

/* A market order for the whole position, after its orders are cancelled when
 * autoCxl says so. */
int xg_sim_okx_post_close(struct xg_sim_okx_call *c)
{
	struct xg_str side = text_of(c->r->body, "posSide");
	struct xg_sim_venue *v = &c->f->venue;
	struct xg_sim_mkt *m =
		xg_sim_find(v, NULL, text_of(c->r->body, "instId"));
	struct xg_sim_order o = { .mkt = m, .kind = XG_MATCH_MARKET };
	const struct xg_sim_pos *p;
	size_t i;

	if (!m || m->spec.kind == XG_SPOT)
		return 51001;
	if (v->acct.hedge)
		o.leg = xg_str_is_text(side, "short") ? XG_LEG_SHORT
						      : XG_LEG_LONG;
	p = xg_sim_pos(v, m, o.leg);
	if (!p || xg_dec_is_zero(p->qty))
		return 51023;
	for (i = 0; i < v->orders; i++)
		if (xg_str_is_text(text_of(c->r->body, "autoCxl"), "true") &&
			v->order[i]->mkt == m && xg_sim_is_open(v->order[i]))
			(void)xg_sim_cancel(
				v, v->order[i]->id, XG_SIM_END_USER, c->now);
	o.sell = xg_dec_sign(p->qty) > 0;
	o.qty = xg_dec_abs(p->qty);
	o.reduce = !v->acct.hedge;
	(void)xg_str_copy(o.type, sizeof o.type, XG_STR("market"));
	(void)xg_str_copy(o.mode, sizeof o.mode,
		xg_str_from(m->isolated ? "isolated" : "cross"));
	if (xg_sim_place(v, &o, false, c->now))
		return 51112;
	xg_sim_okx_open(c->out);
	xg_json_put_text(c->out, "instId", m->spec.native);
	xg_json_put_text(c->out, "posSide", xg_sim_okx_pos_side(o.leg));
	xg_json_put_text(c->out, "clOrdId", "");
	xg_json_put_text(c->out, "tag", "");
	xg_sim_okx_close(c->out);
	return 0;
}
