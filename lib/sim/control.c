/* The simulator's own paths beside the venue's: for tests. */
#include "json/write.h"
#include "sim/serve.h"

#define LEVELS 1000

static void put_side(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, bool sell, int64_t depth)
{
	struct xg_level l[LEVELS];
	size_t n = xg_sim_levels(m, sell, l, (size_t)depth);

	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_json_comma(b);
		xg_buf_char(b, '[');
		xg_json_dec_value(b, l[i].px);
		xg_buf_char(b, ',');
		xg_json_dec_value(b, l[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

static void book(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_buf text = { 0 };
	const struct xg_sim_mkt *m = NULL;
	int64_t depth = 20;

	if (xg_sim_param(&text, r->query, "depth") == 1 &&
		(xg_str_i64(xg_buf_view(&text), &depth) < 0 || depth < 1 ||
			depth > LEVELS))
		depth = LEVELS;
	if (xg_sim_param(&text, r->query, "sym") == 1)
		m = xg_sim_find_sym(&f->venue, xg_buf_view(&text));
	if (!m) {
		a->status = 404;
	} else {
		xg_buf_char(&a->body, '{');
		xg_json_put_text(&a->body, "sym", m->spec.sym);
		xg_json_put_i64(&a->body, "seq", m->seq);
		put_side(&a->body, "bids", m, false, depth);
		put_side(&a->body, "asks", m, true, depth);
		xg_buf_text(&a->body, "}\n");
	}
	xg_buf_release(&text);
}

static void put_order(struct xg_buf *b, const struct xg_sim_order *o)
{
	static const char *const states[] = { "new", "partial", "filled",
		"canceled", "expired", "rejected" };

	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "id", (int64_t)o->id);
	xg_json_put_text(b, "cid", o->cid);
	xg_json_put_text(b, "sym", o->mkt->spec.sym);
	xg_json_put_text(b, "side", o->sell ? "sell" : "buy");
	xg_json_put_text(b, "state", states[o->state]);
	xg_json_put_dec(b, "px", o->px);
	xg_json_put_dec(b, "qty", o->qty);
	xg_json_put_dec(b, "filled", o->filled);
	xg_json_put_dec(b, "value", o->value);
	xg_buf_char(b, '}');
}

static void put_fill(struct xg_buf *b, const struct xg_sim_fill *f)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "trade_id", f->trade_id);
	xg_json_put_i64(b, "order", (int64_t)f->order);
	xg_json_put_text(b, "cid", f->cid);
	xg_json_put_text(b, "sym", f->mkt->spec.sym);
	xg_json_put_text(b, "side", f->sell ? "sell" : "buy");
	xg_json_put_dec(b, "px", f->px);
	xg_json_put_dec(b, "qty", f->qty);
	xg_json_put_dec(b, "fee", f->fee);
	xg_json_put_text(b, "fee_ccy", f->fee_ccy);
	xg_json_put_bool(b, "maker", f->maker);
	xg_buf_char(b, '}');
}

static void account(struct xg_sim_front *f, struct xg_buf *b)
{
	const struct xg_sim_venue *v = &f->venue;

	xg_buf_text(b, "{\"orders\":[");
	for (size_t i = 0; i < v->orders; i++)
		put_order(b, v->order[i]);
	xg_buf_text(b, "],\"fills\":[");
	for (size_t i = 0; i < v->fills; i++)
		put_fill(b, &v->fill[i]);
	xg_buf_text(b, "],\"balances\":[");
	for (size_t i = 0; i < v->acct.balances; i++) {
		const struct xg_sim_balance *bal = &v->acct.balance[i];

		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "ccy", bal->ccy);
		xg_json_put_i64(b, "wallet", bal->wallet);
		xg_json_put_dec(b, "total", bal->total);
		xg_json_put_dec(b, "held", bal->held);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "],\"positions\":[");
	for (size_t i = 0; i < v->acct.positions; i++) {
		const struct xg_sim_pos *p = &v->acct.pos[i];

		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "sym", p->mkt->spec.sym);
		xg_json_put_i64(b, "leg", p->leg);
		xg_json_put_dec(b, "qty", p->qty);
		xg_json_put_dec(b, "entry", xg_sim_entry(p));
		xg_json_put_dec(b, "realized", p->realized);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "]}\n");
}

static void add_fault(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_error err = { 0 };
	struct xg_fault *rule = &f->faults->rule[f->faults->n];
	int rc;

	if (xg_str_is(r->body, XG_STR("none"))) {
		f->faults->n = 0;
		xg_buf_text(&a->body, "{}\n");
		return;
	}
	rc = xg_fault_add(f->faults, r->body, &err);
	if (rc == 0) {
		int64_t t = xg_sim_front_now(f) - f->faults->start;

		/* Its times count from now. */
		rule->at = rule->at ? t + rule->at : 0;
		rule->next = rule->at	   ? rule->at
			     : rule->every ? t + rule->every
					   : 0;
		xg_buf_text(&a->body, "{}\n");
		return;
	}
	a->status = 400;
	xg_buf_char(&a->body, '{');
	xg_json_put_text(&a->body, "error", err.text);
	xg_buf_text(&a->body, "}\n");
}

bool xg_sim_control(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	bool get = xg_str_is(r->method, XG_STR("GET"));

	if (!xg_str_has_prefix(r->path, XG_STR("/_sim/")))
		return false;
	if (get && xg_str_is(r->path, XG_STR("/_sim/book")))
		book(f, r, a);
	else if (get && xg_str_is(r->path, XG_STR("/_sim/account")))
		account(f, &a->body);
	else if (!get && xg_str_is(r->path, XG_STR("/_sim/fault")))
		add_fault(f, r, a);
	else
		a->status = 404;
	return true;
}
