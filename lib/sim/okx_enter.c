/* Order entry, one order at a time: the rules of the venue before the
 * exchange's, and its codes. Source: sheet okx, section 7. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_code.h"
#include "sim/okx_priv.h"

/* What is wrong: a code and the word that its text names. */
struct no {
	int code;
	const char *arg;
	char text[32];
};

static int refuse(struct no *no, int code, const char *arg)
{
	no->code = code;
	no->arg = arg;
	return code;
}

static int refuse_dec(struct no *no, int code, struct xg_dec v)
{
	char t[XG_DEC_TEXT];

	xg_dec_fmt(t, v);
	(void)xg_str_copy(no->text, sizeof no->text, xg_str_from(t));
	return refuse(no, code, no->text);
}

static void put_row(struct xg_buf *b, const struct xg_sim_front *f, uint64_t id,
	struct xg_str cid, struct xg_str tag, struct xg_str req,
	const struct no *no)
{
	struct xg_buf text = { 0 };

	xg_sim_okx_open(b);
	if (id)
		xg_sim_okx_u64(b, "ordId", id);
	else
		xg_json_put_text(b, "ordId", "");
	xg_json_put_str(b, "clOrdId", cid);
	xg_json_put_str(b, "tag", tag);
	if (req.n)
		xg_json_put_str(b, "reqId", req);
	xg_sim_okx_ms(b, "ts", f->now);
	xg_json_key(b, "sCode");
	(void)xg_buf_printf(b, "\"%d\"", no->code);
	if (no->code)
		xg_sim_okx_code_text(&text, no->code, no->arg);
	xg_json_put_str(b, "sMsg", xg_buf_view(&text));
	xg_json_put_text(b, "subCode", "");
	xg_sim_okx_close(b);
	xg_buf_release(&text);
}

static struct xg_sim_mkt *find_mkt(struct xg_sim_front *f,
	const struct xg_sim_okx_args *a, bool ws, struct no *no)
{
	struct xg_sim_venue *v = &f->venue;
	struct xg_sim_mkt *m = NULL;
	size_t i;

	if (a->bad) {
		refuse(no, 51000, a->bad);
		return NULL;
	}
	if (ws) { /* instId is ignored there since April 2026 */
		if (!a->has_code) {
			refuse(no, 51000, "instIdCode");
			return NULL;
		}
		for (i = 0; i < v->mkts && !m; i++)
			if (v->mkt[i]->spec.code == a->inst_code)
				m = v->mkt[i];
	} else if (a->inst_id.n == 0) {
		refuse(no, 50014, "instId");
		return NULL;
	} else {
		m = xg_sim_find(v, NULL, a->inst_id);
	}
	if (!m)
		refuse(no, 51001, NULL);
	return m;
}

static const struct {
	const char *word;
	enum xg_match_kind kind;
	bool contracts_only;
} kinds[] = {
	{ "limit", XG_MATCH_LIMIT, false },
	{ "market", XG_MATCH_MARKET, false },
	{ "post_only", XG_MATCH_POST, false },
	{ "ioc", XG_MATCH_IOC, false },
	{ "fok", XG_MATCH_FOK, false },
	{ "optimal_limit_ioc", XG_MATCH_MARKET, true },
};

static int read_kind(
	struct xg_sim_order *o, const struct xg_sim_okx_args *a, struct no *no)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (xg_str_is_text(a->ord_type, kinds[i].word) &&
			!(kinds[i].contracts_only &&
				o->mkt->spec.kind == XG_SPOT)) {
			o->kind = kinds[i].kind;
			(void)xg_str_copy(o->type, sizeof o->type, a->ord_type);
			return 0;
		}
	return refuse(no, 51000, "ordType");
}

static int read_side(
	struct xg_sim_order *o, const struct xg_sim_okx_args *a, struct no *no)
{
	bool spot = o->mkt->spec.kind == XG_SPOT;
	bool hedge = !spot && o->mkt->venue->acct.hedge;

	o->sell = xg_str_is_text(a->side, "sell");
	if (!o->sell && !xg_str_is_text(a->side, "buy"))
		return refuse(no, 51000, "side");
	if (a->td_mode.n == 0)
		return refuse(no, 50014, "tdMode");
	if (spot && (xg_str_is_text(a->td_mode, "cross") ||
			    xg_str_is_text(a->td_mode, "isolated")))
		return refuse(no, 54000, NULL);
	if (spot ? !xg_str_is_text(a->td_mode, "cash")
		 : !xg_str_is_text(a->td_mode, "cross") &&
				!xg_str_is_text(a->td_mode, "isolated"))
		return refuse(no, 51000, "tdMode");
	(void)xg_str_copy(o->mode, sizeof o->mode, a->td_mode);
	if (hedge && xg_str_is_text(a->pos_side, "long"))
		o->leg = XG_LEG_LONG;
	else if (hedge && xg_str_is_text(a->pos_side, "short"))
		o->leg = XG_LEG_SHORT;
	else if (hedge ||
		 (a->pos_side.n && !xg_str_is_text(a->pos_side, "net")))
		return refuse(no, 51000, "posSide");
	o->reduce = a->reduce_only && !spot && !hedge;
	if (a->reduce_only && spot)
		return refuse(no, 51205, NULL);
	if (xg_str_is_text(a->stp_mode, "cancel_taker"))
		o->self = XG_SELF_TAKER;
	else if (xg_str_is_text(a->stp_mode, "cancel_both"))
		o->self = XG_SELF_BOTH;
	else if (a->stp_mode.n && !xg_str_is_text(a->stp_mode, "cancel_maker"))
		return refuse(no, 51000, "stpMode");
	else
		o->self = XG_SELF_MAKER;
	return 0;
}

static int read_ids(
	struct xg_sim_order *o, const struct xg_sim_okx_args *a, struct no *no)
{
	if (a->cl_ord_id.n && !xg_sim_okx_is_alnum(a->cl_ord_id, 32))
		return refuse(no, 51000, "clOrdId");
	if (a->tag.n && !xg_sim_okx_is_alnum(a->tag, 16))
		return refuse(no, 51000, "tag");
	(void)xg_str_copy(o->cid, sizeof o->cid, a->cl_ord_id);
	(void)xg_str_copy(o->tag, sizeof o->tag, a->tag);
	return 0;
}

static int positive(struct xg_dec *out, struct xg_str text)
{
	return text.n == 0 || xg_dec_from(out, text) || xg_dec_sign(*out) <= 0;
}

/* Price and size. A market BUY on spot is sized in quote by default. */
static int read_numbers(
	struct xg_sim_order *o, const struct xg_sim_okx_args *a, struct no *no)
{
	bool market = o->kind == XG_MATCH_MARKET;
	bool quote = o->mkt->spec.kind == XG_SPOT && market &&
		     (a->tgt_ccy.n ? xg_str_is_text(a->tgt_ccy, "quote_ccy")
				   : !o->sell);
	struct xg_dec size, lowest, highest;

	if (a->tgt_ccy.n && !xg_str_is_text(a->tgt_ccy, "quote_ccy") &&
		!xg_str_is_text(a->tgt_ccy, "base_ccy"))
		return refuse(no, 51000, "tgtCcy");
	if (positive(&size, a->sz))
		return refuse(no, 51000, "sz");
	if (quote)
		o->quote_qty = size;
	else
		o->qty = size;
	if (o->mkt->spec.kind == XG_SPOT && market)
		(void)xg_str_copy(o->tif, sizeof o->tif,
			xg_str_from(quote ? "quote_ccy" : "base_ccy"));
	if (market)
		return 0;
	if (positive(&o->px, a->px))
		return refuse(no, 51000, "px");
	if (!xg_dec_is_multiple(o->px, o->mkt->spec.tick))
		return refuse(no, 51150, NULL);
	if (!xg_sim_okx_band(o->mkt, &lowest, &highest))
		return 0;
	if (!o->sell && xg_dec_cmp(o->px, highest) > 0)
		return refuse_dec(no, 51137, highest);
	if (o->sell && xg_dec_cmp(o->px, lowest) < 0)
		return refuse_dec(no, 51138, lowest);
	return 0;
}

/* The exchange's own reasons in the venue's codes. */
static int refuse_sim(struct no *no, enum xg_sim_no why,
	const struct xg_sim_order *o, bool opposite)
{
	const struct xg_sim_spec *s = &o->mkt->spec;

	switch (why) {
	case XG_SIM_OK:
		return 0;
	case XG_SIM_NO_TICK:
		return refuse(no, 51150, NULL);
	case XG_SIM_NO_LOT:
		return refuse(no, 51121, NULL);
	case XG_SIM_NO_MIN_QTY:
	case XG_SIM_NO_MIN_NOTIONAL:
		return refuse(no, 51020, NULL);
	case XG_SIM_NO_MAX_QTY:
		return refuse_dec(no, 51101, s->max_qty);
	case XG_SIM_NO_BAND:
		return refuse(no, 51006, NULL);
	case XG_SIM_NO_FUNDS:
		return refuse(no, 51008,
			s->kind != XG_SPOT ? s->settle
			: o->sell	   ? s->base
					   : s->quote);
	case XG_SIM_NO_DUP:
		return refuse(no, 51016, NULL);
	case XG_SIM_NO_REDUCE:
		return refuse(no, opposite ? 51170 : 51169, NULL);
	case XG_SIM_NO_LEG:
		return refuse(no, 51000, "posSide");
	case XG_SIM_NO_HALTED:
		return refuse(no, 51022, NULL);
	case XG_SIM_NO_LIQUIDITY:
		return refuse(no, 51109, NULL);
	case XG_SIM_NO_ROOM:
		return refuse(no, 51025, NULL);
	case XG_SIM_NO_ORDER:
		return refuse(no, 51603, NULL);
	case XG_SIM_NO_MEMORY:
		break;
	}
	return refuse(no, 50026, NULL);
}

int xg_sim_okx_place(struct xg_sim_front *f, const struct xg_sim_okx_args *a,
	bool ws, struct xg_buf *b)
{
	struct xg_sim_order o = { 0 };
	const struct xg_sim_pos *p;
	struct no no = { 0 };
	enum xg_sim_no why;
	bool same = false;

	o.mkt = find_mkt(f, a, ws, &no);
	if (o.mkt && !read_kind(&o, a, &no) && !read_side(&o, a, &no) &&
		!read_ids(&o, a, &no) && !read_numbers(&o, a, &no)) {
		p = xg_sim_pos(&f->venue, o.mkt, o.leg);
		same = p && xg_dec_sign(p->qty) == (o.sell ? -1 : 1);
		why = xg_sim_place(&f->venue, &o, false, f->now);
		(void)refuse_sim(&no, why, &o, same);
	}
	put_row(b, f, no.code ? 0 : o.id, a->cl_ord_id, a->tag, XG_STR(""),
		&no);
	return no.code;
}

/* The order that a cancel or amend names; ordId wins over clOrdId. */
static const struct xg_sim_order *find_order(struct xg_sim_front *f,
	const struct xg_sim_okx_args *a, bool ws, int absent, struct no *no)
{
	const struct xg_sim_order *o = NULL;
	struct xg_sim_mkt *m = find_mkt(f, a, ws, no);
	uint64_t id;

	if (!m)
		return NULL;
	if (a->ord_id.n) {
		if (xg_str_u64(a->ord_id, &id) == 0)
			o = xg_sim_order_id(&f->venue, id);
		if (o && o->mkt != m)
			o = NULL;
	} else if (a->cl_ord_id.n) {
		o = xg_sim_order_cid(&f->venue, m->spec.market, a->cl_ord_id);
		if (o && o->mkt != m)
			o = NULL;
	} else {
		refuse(no, 51003, NULL);
		return NULL;
	}
	if (!o || !xg_sim_is_open(o)) {
		refuse(no, absent, NULL);
		return NULL;
	}
	return o;
}

int xg_sim_okx_cancel(struct xg_sim_front *f, const struct xg_sim_okx_args *a,
	bool ws, struct xg_buf *b)
{
	struct no no = { 0 };
	const struct xg_sim_order *o = find_order(f, a, ws, 51400, &no);
	struct xg_str cid = a->cl_ord_id;
	char kept[XG_SIM_ID_MAX] = "";
	uint64_t id = 0;

	if (o) {
		id = o->id;
		(void)xg_str_copy(kept, sizeof kept, xg_str_from(o->cid));
		cid = xg_str_from(kept);
		if (xg_sim_cancel(&f->venue, id, XG_SIM_END_USER, f->now))
			refuse(&no, 51400, NULL);
	} else if (a->ord_id.n) {
		(void)xg_str_u64(a->ord_id, &id);
	}
	put_row(b, f, id, cid, XG_STR(""), XG_STR(""), &no);
	return no.code;
}

static int check_amend(const struct xg_sim_order *o,
	const struct xg_sim_okx_args *a, struct xg_dec *px, struct xg_dec *qty,
	struct no *no)
{
	struct xg_dec lowest, highest;

	*px = o->px;
	*qty = o->qty;
	if (a->req_id.n && !xg_sim_okx_is_alnum(a->req_id, 32))
		return refuse(no, 51000, "reqId");
	if (a->new_px.n == 0 && a->new_sz.n == 0)
		return refuse(no, 51500, NULL);
	if (a->new_sz.n && positive(qty, a->new_sz))
		return refuse(no, 51000, "newSz");
	if (a->new_px.n && positive(px, a->new_px))
		return refuse(no, 51000, "newPx");
	if (!xg_dec_is_multiple(*px, o->mkt->spec.tick))
		return refuse(no, 51150, NULL);
	if (xg_sim_okx_band(o->mkt, &lowest, &highest)) {
		if (!o->sell && xg_dec_cmp(*px, highest) > 0)
			return refuse_dec(no, 51137, highest);
		if (o->sell && xg_dec_cmp(*px, lowest) < 0)
			return refuse_dec(no, 51138, lowest);
	}
	if (o->kind == XG_MATCH_POST &&
		xg_sim_would_cross(o->mkt, o->sell, *px))
		return refuse(no, 51511, NULL);
	return 0;
}

int xg_sim_okx_amend(struct xg_sim_front *f, const struct xg_sim_okx_args *a,
	bool ws, struct xg_buf *b)
{
	struct no no = { 0 };
	const struct xg_sim_order *o = find_order(f, a, ws, 51503, &no);
	char kept[XG_SIM_ID_MAX] = "";
	struct xg_dec px, qty;
	uint64_t id = 0;

	if (o) {
		struct xg_sim_order *words = (struct xg_sim_order *)o;

		id = o->id;
		(void)xg_str_copy(kept, sizeof kept, xg_str_from(o->cid));
		if (!check_amend(o, a, &px, &qty, &no)) {
			/* The pushes that follow name the request. */
			(void)xg_str_copy(
				words->req, sizeof words->req, a->req_id);
			(void)refuse_sim(&no,
				xg_sim_amend(&f->venue, id, px, qty, f->now), o,
				false);
		}
		o = xg_sim_order_id(&f->venue, id);
		if (no.code && a->cxl_on_fail && o && xg_sim_is_open(o))
			(void)xg_sim_cancel(
				&f->venue, id, XG_SIM_END_AMEND, f->now);
	} else if (a->ord_id.n) {
		(void)xg_str_u64(a->ord_id, &id);
	}
	put_row(b, f, id, *kept ? xg_str_from(kept) : a->cl_ord_id, XG_STR(""),
		a->req_id, &no);
	return no.code;
}

int xg_sim_okx_expired(struct xg_str exp_time, int64_t now)
{
	int64_t ms;

	if (exp_time.n == 0)
		return 0;
	if (xg_str_i64(exp_time, &ms) || ms < 0)
		return 51000;
	return ms < now / XG_US_PER_MS ? 50036 : 0;
}
