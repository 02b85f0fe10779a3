/* Requests about the account. Source: sheet okx, sections 1 and 8. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

int xg_sim_okx_get_balance(struct xg_sim_okx_call *c)
{
	char only[256];

	if (!xg_str_copy(only, sizeof only, xg_sim_okx_query(c, "ccy"))) {
		c->arg = "ccy";
		return 51000;
	}
	xg_sim_okx_open(c->out);
	xg_sim_okx_balance_row(c->out, &c->f->venue, xg_str_from(only), c->now);
	xg_sim_okx_close(c->out);
	return 0;
}

int xg_sim_okx_get_positions(struct xg_sim_okx_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_str type = xg_sim_okx_query(c, "instType");
	int kind = type.n ? xg_sim_okx_kind_of(type) : 0;
	char only[512];
	size_t i;

	if (kind < 0 && !xg_str_is_text(type, "MARGIN")) {
		c->arg = "instType";
		return 51000;
	}
	if (!xg_str_copy(only, sizeof only, xg_sim_okx_query(c, "instId")))
		return 51001;
	for (i = 0; i < v->acct.positions; i++) {
		const struct xg_sim_pos *p = &v->acct.pos[i];
		struct xg_str list = xg_str_from(only);
		bool in = list.n == 0;

		while (list.n && !in)
			in = xg_str_is_text(
				xg_str_cut(&list, ','), p->mkt->spec.native);
		if (!in || (kind && p->mkt->spec.kind != kind) ||
			xg_dec_is_zero(p->qty))
			continue;
		xg_sim_okx_open(c->out);
		xg_sim_okx_position_row(c->out, v, p);
		xg_sim_okx_close(c->out);
	}
	return 0;
}

int xg_sim_okx_get_config(struct xg_sim_okx_call *c)
{
	struct xg_buf *b = c->out;

	xg_sim_okx_open(b);
	xg_json_put_text(b, "uid", XG_SIM_OKX_UID);
	xg_json_put_text(b, "mainUid", XG_SIM_OKX_UID);
	xg_json_put_text(b, "acctLv", "2");
	xg_json_put_text(b, "acctStpMode", "cancel_maker");
	xg_json_put_text(b, "posMode",
		c->f->venue.acct.hedge ? "long_short_mode" : "net_mode");
	xg_json_put_bool(b, "autoLoan", false);
	xg_json_put_text(b, "greeksType", "PA");
	xg_json_put_text(b, "feeType", "0");
	xg_json_put_text(b, "level", "Lv1");
	xg_json_put_text(b, "levelTmp", "");
	xg_json_put_text(b, "ctIsoMode", "automatic");
	xg_json_put_text(b, "mgnIsoMode", "automatic");
	xg_json_put_text(b, "liquidationGear", "-1");
	xg_json_put_text(b, "label", "xg-sim");
	xg_json_put_text(b, "ip", "127.0.0.1");
	xg_json_put_text(b, "perm", "read_only,trade");
	xg_json_put_text(b, "kycLv", "3");
	xg_json_put_text(b, "roleType", "0");
	xg_json_put_text(b, "type", "0");
	xg_json_put_text(b, "opAuth", "0");
	xg_json_put_bool(b, "enableSpotBorrow", false);
	xg_json_put_bool(b, "spotBorrowAutoRepay", false);
	xg_json_put_text(b, "settleCcy", "USDT");
	xg_json_put_raw(b, "settleCcyList", XG_STR("[\"USDT\"]"));
	xg_json_put_raw(b, "traderInsts", XG_STR("[]"));
	xg_json_put_raw(b, "spotTraderInsts", XG_STR("[]"));
	xg_sim_okx_blank(b, "spotOffsetType spotRoleType stgyType");
	xg_sim_okx_close(b);
	return 0;
}

/* The fees of the first symbol that fits; negative is paid. */
int xg_sim_okx_get_fee(struct xg_sim_okx_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_str type = xg_sim_okx_query(c, "instType");
	const struct xg_sim_mkt *m = NULL;
	int kind = xg_sim_okx_kind_of(type);
	struct xg_buf *b = c->out;
	char word[16], inst[64];
	size_t i;

	c->arg = "instType";
	if (type.n == 0)
		return 50014;
	if (!xg_str_copy(word, sizeof word, type) || kind <= 0)
		return 51000;
	if (!xg_str_copy(inst, sizeof inst, xg_sim_okx_query(c, "instId")))
		return 51001;
	for (i = 0; i < v->mkts && !m; i++)
		if (v->mkt[i]->spec.kind == kind &&
			(!*inst || strcmp(inst, v->mkt[i]->spec.native) == 0))
			m = v->mkt[i];
	if (!m)
		return 51001;
	xg_sim_okx_open(b);
	xg_json_put_text(b, "instType", word);
	xg_json_put_text(b, "level", "Lv1");
	xg_json_put_text(b, "category", "1");
	xg_sim_okx_dec(b, "maker", xg_dec_neg(m->spec.maker));
	xg_sim_okx_dec(b, "taker", xg_dec_neg(m->spec.taker));
	xg_json_key(b, "feeGroup");
	(void)xg_buf_char(b, '[');
	xg_sim_okx_open(b);
	xg_json_put_text(b, "groupId", "1");
	xg_sim_okx_dec(b, "maker", xg_dec_neg(m->spec.maker));
	xg_sim_okx_dec(b, "taker", xg_dec_neg(m->spec.taker));
	xg_sim_okx_close(b);
	(void)xg_buf_char(b, ']');
	xg_sim_okx_blank(
		b, "delivery exercise makerU takerU makerUSDC takerUSDC");
	xg_sim_okx_ms(b, "ts", c->now);
	xg_sim_okx_close(b);
	return 0;
}

static void put_leverage(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_sim_okx_open(b);
	xg_json_put_text(b, "instId", m->spec.native);
	xg_sim_okx_u64(b, "lever", (uint64_t)m->leverage);
	xg_json_put_text(b, "mgnMode", m->isolated ? "isolated" : "cross");
	xg_json_put_text(b, "posSide", "net");
	xg_json_put_text(b, "ccy", "");
	xg_sim_okx_close(b);
}

int xg_sim_okx_get_leverage(struct xg_sim_okx_call *c)
{
	struct xg_sim_mkt *m;
	int code;

	m = xg_sim_okx_query_inst(c, &code);
	if (!m)
		return code;
	put_leverage(c->out, m);
	return 0;
}

/* A text member of the body's object; empty when absent or of another type. */
static struct xg_str member(struct xg_str body, const char *name)
{
	struct xg_str v;

	if (xg_json_find(body, name, &v) != 1 || v.n < 1)
		return XG_STR("");
	if (v.p[0] == '"' && v.n >= 2)
		return (struct xg_str){ v.p + 1, v.n - 2 };
	return v;
}

int xg_sim_okx_set_leverage(struct xg_sim_okx_call *c)
{
	struct xg_str mode = member(c->r->body, "mgnMode");
	bool isolated = xg_str_is_text(mode, "isolated");
	struct xg_sim_mkt *m =
		xg_sim_find(&c->f->venue, NULL, member(c->r->body, "instId"));
	int64_t lever;

	if (!m)
		return 51001;
	c->arg = "mgnMode";
	if (!isolated && !xg_str_is_text(mode, "cross"))
		return 51000;
	c->arg = "lever";
	if (xg_str_i64(member(c->r->body, "lever"), &lever) || lever < 1)
		return 51000;
	if (m->spec.kind == XG_SPOT || lever > m->spec.leverage_max)
		return 59102;
	m->leverage = (int)lever;
	m->isolated = isolated;
	put_leverage(c->out, m);
	return 0;
}

static bool is_flat(const struct xg_sim_venue *v)
{
	size_t i;

	for (i = 0; i < v->acct.positions; i++)
		if (!xg_dec_is_zero(v->acct.pos[i].qty))
			return false;
	return !xg_sim_has_open(v, NULL);
}

int xg_sim_okx_set_mode(struct xg_sim_okx_call *c)
{
	struct xg_str mode = member(c->r->body, "posMode");
	bool hedge = xg_str_is_text(mode, "long_short_mode");

	c->arg = "posMode";
	if (!hedge && !xg_str_is_text(mode, "net_mode"))
		return 51000;
	if (hedge != c->f->venue.acct.hedge && !is_flat(&c->f->venue))
		return 59000;
	c->f->venue.acct.hedge = hedge;
	xg_sim_okx_open(c->out);
	xg_json_put_text(
		c->out, "posMode", hedge ? "long_short_mode" : "net_mode");
	xg_sim_okx_close(c->out);
	return 0;
}

/* Each asset of the account, with one chain on which nothing moves. */
int xg_sim_okx_get_currencies(struct xg_sim_okx_call *c)
{
	const struct xg_sim_acct *a = &c->f->venue.acct;
	struct xg_buf *b = c->out;
	size_t i;

	for (i = 0; i < a->balances; i++) {
		const char *ccy = a->balance[i].ccy;

		xg_sim_okx_open(b);
		xg_json_put_text(b, "ccy", ccy);
		xg_json_put_text(b, "name", ccy);
		xg_json_key(b, "chain");
		(void)xg_buf_printf(b, "\"%s-Simulated\"", ccy);
		xg_json_put_bool(b, "canDep", false);
		xg_json_put_bool(b, "canWd", false);
		xg_json_put_bool(b, "canInternal", false);
		xg_json_put_bool(b, "mainNet", true);
		xg_json_put_text(b, "minDep", "0");
		xg_json_put_text(b, "minWd", "0");
		xg_json_put_text(b, "maxWd", "0");
		xg_json_put_text(b, "minFee", "0");
		xg_json_put_text(b, "maxFee", "0");
		xg_json_put_text(b, "fee", "0");
		xg_json_put_text(b, "wdTickSz", "8");
		xg_json_put_text(b, "wdQuota", "0");
		xg_json_put_text(b, "usedWdQuota", "0");
		xg_json_put_text(b, "logoLink", "");
		xg_sim_okx_close(b);
	}
	return 0;
}

int xg_sim_okx_get_assets(struct xg_sim_okx_call *c)
{
	(void)c; /* all is in the trading account */
	return 0;
}
