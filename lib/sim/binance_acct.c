/* Binance: the account. Source: sheet binance, sections 1 and 8. */
#include <stdio.h>
#include <string.h>

#include "crypto/secret.h"
#include "crypto/text.h"
#include "sim/binance.h"

static void put_rates(struct xg_buf *b)
{
	xg_buf_text(b, "{\"maker\":\"0.00100000\",\"taker\":\"0.00100000\","
		       "\"buyer\":\"0.00000000\",\"seller\":\"0.00000000\"}");
}

void xg_bn_account(struct xg_bn_call *c)
{
	const struct xg_sim_acct *acct = &c->f->venue.acct;
	bool omit = xg_str_is_text(xg_bn_get(c, "omitZeroBalances"), "true");
	struct xg_buf *b = &c->a->body;

	xg_buf_text(b, "{\"makerCommission\":10,\"takerCommission\":10,"
		       "\"buyerCommission\":0,\"sellerCommission\":0,"
		       "\"commissionRates\":");
	put_rates(b);
	xg_buf_printf(b,
		",\"canTrade\":true,\"canWithdraw\":false,\"canDeposit\":false,"
		"\"brokered\":false,\"requireSelfTradePrevention\":false,"
		"\"preventSor\":false,\"updateTime\":%lld,\"accountType\":"
		"\"SPOT\",\"balances\":[",
		(long long)(c->now / 1000));
	for (size_t i = 0; i < acct->balances; i++) {
		const struct xg_sim_balance *k = &acct->balance[i];
		struct xg_dec left = k->total;

		if (k->wallet != 0 || (omit && !k->total.m))
			continue;
		(void)xg_dec_sub(&left, k->total, k->held);
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "asset", k->ccy);
		xg_bn_put(b, "free", XG_BN_SPOT, left);
		xg_bn_put(b, "locked", XG_BN_SPOT, k->held);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "],\"permissions\":[\"SPOT\"],\"uid\":354937868}");
}

void xg_bn_commission(struct xg_bn_call *c)
{
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_buf *b = &c->a->body;

	if (!m)
		return;
	xg_buf_printf(b,
		"{\"symbol\":\"%s\",\"standardCommission\":", m->spec.native);
	put_rates(b);
	xg_buf_text(b, ",\"specialCommission\":{\"maker\":\"0.00000000\","
		       "\"taker\":\"0.00000000\",\"buyer\":\"0.00000000\","
		       "\"seller\":\"0.00000000\"},\"taxCommission\":{"
		       "\"maker\":\"0.00000000\",\"taker\":\"0.00000000\","
		       "\"buyer\":\"0.00000000\",\"seller\":\"0.00000000\"},"
		       "\"discount\":{\"enabledForAccount\":false,"
		       "\"enabledForSymbol\":false,\"discountAsset\":\"BNB\","
		       "\"discount\":\"0.75000000\"}}");
}

void xg_bn_restrictions(struct xg_bn_call *c)
{
	xg_buf_printf(&c->a->body,
		"{\"ipRestrict\":true,\"createTime\":%lld,\"enableReading\":"
		"true,\"enableSpotAndMarginTrading\":true,\"enableFutures\":"
		"true,\"enableMargin\":false,\"enableWithdrawals\":false,"
		"\"enableInternalTransfer\":false,\"permitsUniversalTransfer\":"
		"false,\"enableVanillaOptions\":false,"
		"\"enablePortfolioMarginTrading\":false,\"enableFixApiTrade\":"
		"false,\"enableFixReadOnly\":false}",
		(long long)(c->f->faults->start / 1000));
}

/* The coins that exist: no chain to deposit or withdraw by. */
void xg_bn_coins(struct xg_bn_call *c)
{
	const struct xg_sim_acct *acct = &c->f->venue.acct;
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (size_t i = 0; i < acct->balances; i++) {
		const struct xg_sim_balance *k = &acct->balance[i];
		struct xg_dec left = k->total;

		if (k->wallet != 0)
			continue;
		(void)xg_dec_sub(&left, k->total, k->held);
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "coin", k->ccy);
		xg_json_put_text(b, "name", k->ccy);
		xg_bn_put(b, "free", XG_BN_SPOT, left);
		xg_bn_put(b, "locked", XG_BN_SPOT, k->held);
		xg_buf_text(b,
			",\"freeze\":\"0\",\"withdrawing\":\"0\","
			"\"ipoing\":\"0\",\"ipoable\":\"0\",\"storage\":"
			"\"0\",\"isLegalMoney\":false,\"trading\":true,"
			"\"depositAllEnable\":false,"
			"\"withdrawAllEnable\":false,\"networkList\":[]}");
	}
	xg_buf_char(b, ']');
}

/* ---- futures ---- */

static int wallet(const struct xg_bn_call *c)
{
	return c->market == XG_BN_COINM ? 2 : 1;
}

/* Profit and margins of positions that settle in an asset. */
static void sums(struct xg_bn_call *c, const char *ccy, struct xg_dec *upnl,
	struct xg_dec *margin)
{
	const struct xg_sim_acct *acct = &c->f->venue.acct;

	*upnl = *margin = (struct xg_dec){ 0 };
	for (size_t i = 0; i < acct->positions; i++) {
		const struct xg_sim_pos *p = &acct->pos[i];

		if (!p->qty.m || strcmp(p->mkt->spec.settle, ccy) != 0 ||
			p->mkt->spec.wallet != wallet(c))
			continue;
		(void)xg_dec_add(upnl, *upnl, xg_sim_upnl(p));
		(void)xg_dec_add(margin, *margin, xg_sim_margin(p));
	}
}

static void put8(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_bn_put(b, key, XG_BN_SPOT, v);
}

void xg_bn_balance(struct xg_bn_call *c)
{
	struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->acct.balances; i++) {
		const struct xg_sim_balance *k = &v->acct.balance[i];
		struct xg_dec upnl, margin;

		if (k->wallet != wallet(c))
			continue;
		sums(c, k->ccy, &upnl, &margin);
		xg_json_comma(b);
		xg_buf_text(b, "{\"accountAlias\":\"xgsim\"");
		xg_json_put_text(b, "asset", k->ccy);
		put8(b, "balance", k->total);
		put8(b, "crossWalletBalance", k->total);
		put8(b, "crossUnPnl", upnl);
		put8(b, "availableBalance",
			xg_sim_free(v, k->wallet, xg_str_from(k->ccy)));
		put8(b, "maxWithdrawAmount",
			xg_sim_free(v, k->wallet, xg_str_from(k->ccy)));
		xg_json_put_bool(b, "marginAvailable", true);
		xg_json_put_i64(b, "updateTime", c->now / 1000);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

static const char *const legs[] = { "BOTH", "LONG", "SHORT" };

static struct xg_dec maint(const struct xg_sim_pos *p)
{
	struct xg_dec v = { 0 };

	(void)xg_sim_value(&v, p->mkt, p->mkt->mark, xg_dec_abs(p->qty));
	(void)xg_dec_mul(&v, v, xg_dec_make(4, -3), XG_ROUND_UP);
	return v;
}

static void put_position(
	struct xg_bn_call *c, const struct xg_sim_pos *p, bool risk)
{
	struct xg_buf *b = &c->a->body;
	const struct xg_sim_mkt *m = p->mkt;
	struct xg_dec value = { 0 };

	(void)xg_sim_value(&value, m, m->mark, p->qty);
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_json_put_text(b, "positionSide", legs[p->leg]);
	xg_bn_put(b, "positionAmt", c->market, p->qty);
	xg_bn_put(b, "entryPrice", c->market, xg_sim_entry(p));
	xg_bn_put(b, "breakEvenPrice", c->market, xg_sim_entry(p));
	if (risk)
		xg_bn_put(b, "markPrice", c->market, m->mark);
	xg_bn_put(b, risk ? "unRealizedProfit" : "unrealizedProfit", c->market,
		xg_sim_upnl(p));
	xg_json_put_text(b, "liquidationPrice", "0");
	xg_json_put_text(b, "isolatedMargin", "0");
	xg_json_put_text(b, "isolatedWallet", "0");
	xg_bn_put(b, m->spec.inverse ? "notionalValue" : "notional", c->market,
		value);
	xg_json_put_text(b, "marginAsset", m->spec.settle);
	xg_bn_put(b, "initialMargin", c->market, xg_sim_margin(p));
	xg_bn_put(b, "maintMargin", c->market, maint(p));
	xg_bn_put(b, "positionInitialMargin", c->market, xg_sim_margin(p));
	xg_json_put_text(b, "openOrderInitialMargin", "0");
	xg_buf_printf(b, ",\"leverage\":\"%d\",\"marginType\":\"%s\"",
		m->leverage, m->isolated ? "isolated" : "cross");
	xg_json_put_bool(b, "isolated", m->isolated);
	xg_json_put_text(b, "maxNotionalValue", "100000000");
	xg_json_put_text(b, "isAutoAddMargin", "false");
	xg_json_put_i64(b, "adl", 1);
	xg_json_put_i64(b, "updateTime", p->updated / 1000);
	xg_buf_char(b, '}');
}

static void put_positions(struct xg_bn_call *c, bool risk)
{
	const struct xg_sim_acct *acct = &c->f->venue.acct;
	struct xg_str only = xg_bn_get(c, "symbol");

	for (size_t i = 0; i < acct->positions; i++) {
		const struct xg_sim_pos *p = &acct->pos[i];

		if (p->qty.m && xg_bn_market_of(p->mkt) == c->market &&
			(!only.n || xg_str_is_text(only, p->mkt->spec.native)))
			put_position(c, p, risk);
	}
}

void xg_bn_position_risk(struct xg_bn_call *c)
{
	xg_buf_char(&c->a->body, '[');
	put_positions(c, true);
	xg_buf_char(&c->a->body, ']');
}

static void put_asset(struct xg_bn_call *c, const struct xg_sim_balance *k)
{
	struct xg_buf *b = &c->a->body;
	struct xg_dec upnl, margin, with = { 0 };

	sums(c, k->ccy, &upnl, &margin);
	(void)xg_dec_add(&with, k->total, upnl);
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "asset", k->ccy);
	put8(b, "walletBalance", k->total);
	put8(b, "unrealizedProfit", upnl);
	put8(b, "marginBalance", with);
	put8(b, "initialMargin", margin);
	put8(b, "positionInitialMargin", margin);
	put8(b, "openOrderInitialMargin", (struct xg_dec){ 0 });
	put8(b, "maintMargin", (struct xg_dec){ 0 });
	put8(b, "crossWalletBalance", k->total);
	put8(b, "crossUnPnl", upnl);
	put8(b, "availableBalance",
		xg_sim_free(&c->f->venue, k->wallet, xg_str_from(k->ccy)));
	put8(b, "maxWithdrawAmount", k->total);
	xg_json_put_bool(b, "marginAvailable", true);
	xg_json_put_i64(b, "updateTime", c->now / 1000);
	xg_buf_char(b, '}');
}

void xg_bn_fut_account(struct xg_bn_call *c)
{
	struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = &c->a->body;
	struct xg_dec upnl, margin, with = { 0 };
	const struct xg_sim_balance *usd =
		xg_sim_balance(v, wallet(c), XG_STR("USDT"));

	sums(c, "USDT", &upnl, &margin);
	xg_buf_text(b, "{\"feeTier\":0,\"canTrade\":true,\"canDeposit\":true,"
		       "\"canWithdraw\":false,\"updateTime\":0,"
		       "\"multiAssetsMargin\":false");
	if (usd && c->market == XG_BN_USDM) {
		(void)xg_dec_add(&with, usd->total, upnl);
		put8(b, "totalInitialMargin", margin);
		put8(b, "totalMaintMargin", (struct xg_dec){ 0 });
		put8(b, "totalWalletBalance", usd->total);
		put8(b, "totalUnrealizedProfit", upnl);
		put8(b, "totalMarginBalance", with);
		put8(b, "totalPositionInitialMargin", margin);
		put8(b, "totalOpenOrderInitialMargin", (struct xg_dec){ 0 });
		put8(b, "totalCrossWalletBalance", usd->total);
		put8(b, "totalCrossUnPnl", upnl);
		put8(b, "availableBalance",
			xg_sim_free(v, wallet(c), XG_STR("USDT")));
		put8(b, "maxWithdrawAmount", usd->total);
	}
	xg_buf_text(b, ",\"assets\":[");
	for (size_t i = 0; i < v->acct.balances; i++)
		if (v->acct.balance[i].wallet == wallet(c))
			put_asset(c, &v->acct.balance[i]);
	xg_buf_text(b, "],\"positions\":[");
	put_positions(c, false);
	xg_buf_text(b, "]}");
}

/* The symbols of the market, one object each. */
static void each_symbol(struct xg_bn_call *c,
	void (*fn)(struct xg_buf *b, const struct xg_sim_mkt *m))
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_str only = xg_bn_get(c, "symbol");
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (xg_bn_market_of(m) != c->market ||
			(only.n && !xg_str_is_text(only, m->spec.native)))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "symbol", m->spec.native);
		fn(b, m);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

static void put_brackets(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_printf(b,
		",\"notionalCoef\":1.0,\"brackets\":[{\"bracket\":1,"
		"\"initialLeverage\":%d,\"%s\":%d,\"%s\":0,"
		"\"maintMarginRatio\":0.004,\"cum\":0.0}]",
		m->spec.leverage_max,
		m->spec.inverse ? "qtyCap" : "notionalCap", 100000000,
		m->spec.inverse ? "qtyFloor" : "notionalFloor");
}

void xg_bn_brackets(struct xg_bn_call *c)
{
	each_symbol(c, put_brackets);
}

static void put_config(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_json_put_text(b, "marginType", m->isolated ? "ISOLATED" : "CROSSED");
	xg_json_put_bool(b, "isAutoAddMargin", false);
	xg_json_put_i64(b, "leverage", m->leverage);
	xg_json_put_text(b, "maxNotionalValue", "100000000");
}

void xg_bn_symbol_config(struct xg_bn_call *c)
{
	each_symbol(c, put_config);
}

void xg_bn_account_config(struct xg_bn_call *c)
{
	xg_buf_printf(&c->a->body,
		"{\"feeTier\":0,\"canTrade\":true,\"canDeposit\":true,"
		"\"canWithdraw\":false,\"dualSidePosition\":%s,"
		"\"multiAssetsMargin\":false,\"tradeGroupId\":-1,"
		"\"updateTime\":0}",
		c->f->venue.acct.hedge ? "true" : "false");
}

void xg_bn_multi_assets(struct xg_bn_call *c)
{
	xg_buf_text(&c->a->body, "{\"multiAssetsMargin\":false}");
}

void xg_bn_commission_rate(struct xg_bn_call *c)
{
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_buf *b = &c->a->body;

	if (!m)
		return;
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_bn_put(b, "makerCommissionRate", c->market, m->spec.maker);
	xg_bn_put(b, "takerCommissionRate", c->market, m->spec.taker);
	xg_bn_put(b, "rpiCommissionRate", c->market, m->spec.maker);
	xg_buf_char(b, '}');
}

void xg_bn_dual(struct xg_bn_call *c)
{
	xg_buf_printf(&c->a->body, "{\"dualSidePosition\":%s}",
		c->f->venue.acct.hedge ? "true" : "false");
}

static void done(struct xg_bn_call *c)
{
	xg_buf_text(&c->a->body, "{\"code\":200,\"msg\":\"success\"}");
}

/* One switch for USD-M and COIN-M. */
void xg_bn_dual_set(struct xg_bn_call *c)
{
	struct xg_str s = xg_bn_get(c, "dualSidePosition");
	bool on = xg_str_is_text(s, "true");
	struct xg_sim_venue *v = &c->f->venue;

	if (!on && !xg_str_is_text(s, "false")) {
		xg_bn_fail(c, 400, -1102,
			"Mandatory parameter 'dualSidePosition' was not sent, "
			"was empty/null, or malformed.");
		return;
	}
	if (on == v->acct.hedge) {
		xg_bn_fail(c, 400, -4059, "No need to change position side.");
		return;
	}
	for (size_t i = 0; i < v->mkts; i++)
		if (v->mkt[i]->spec.kind != XG_SPOT &&
			xg_sim_has_open(v, v->mkt[i])) {
			xg_bn_fail(c, 400, -4067,
				"Position side cannot be changed if there "
				"exists open orders.");
			return;
		}
	for (size_t i = 0; i < v->acct.positions; i++)
		if (v->acct.pos[i].qty.m) {
			xg_bn_fail(c, 400, -4068,
				"Position side cannot be changed if there "
				"exists position.");
			return;
		}
	v->acct.hedge = on;
	done(c);
}

void xg_bn_leverage_set(struct xg_bn_call *c)
{
	struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_str s = xg_bn_get(c, "leverage");
	int64_t n;

	if (!m)
		return;
	if (xg_str_i64(s, &n) < 0 || n < 1 || n > m->spec.leverage_max) {
		xg_bn_fail(c, 400, -4028, "Leverage is not valid");
		return;
	}
	m->leverage = (int)n;
	xg_buf_printf(&c->a->body,
		"{\"leverage\":%d,\"maxNotionalValue\":\"100000000\","
		"\"symbol\":\"%s\"}",
		m->leverage, m->spec.native);
}

void xg_bn_margin_set(struct xg_bn_call *c)
{
	struct xg_sim_mkt *m = xg_bn_symbol(c);
	bool on = xg_str_is_text(xg_bn_get(c, "marginType"), "ISOLATED");

	if (!m)
		return;
	if (m->isolated == on) {
		xg_bn_fail(c, 400, -4046, "No need to change margin type.");
		return;
	}
	m->isolated = on;
	done(c);
}

/* ---- listen keys ---- */

void xg_bn_listen_new(struct xg_bn_call *c)
{
	struct xg_bn_listen *l = &c->s->listen[c->market];
	unsigned char bytes[32];
	struct xg_buf hex = { 0 };

	if (!l->key[0] || l->until < c->now) {
		if (xg_random(bytes, sizeof bytes) < 0) {
			xg_bn_fail(c, 503, -1000, "Unknown error.");
			return;
		}
		xg_hex_add(&hex, bytes, sizeof bytes);
		(void)xg_str_copy(l->key, sizeof l->key, xg_buf_view(&hex));
		xg_buf_release(&hex);
	}
	l->until = c->now + XG_BN_KEY_US;
	xg_buf_printf(&c->a->body, "{\"listenKey\":\"%s\"}", l->key);
}

void xg_bn_listen_keep(struct xg_bn_call *c)
{
	struct xg_bn_listen *l = &c->s->listen[c->market];

	if (!l->key[0] || l->until < c->now) {
		xg_bn_fail(c, 400, -1125, "This listenKey does not exist.");
		return;
	}
	l->until = c->now + XG_BN_KEY_US;
	xg_buf_printf(&c->a->body, "{\"listenKey\":\"%s\"}", l->key);
}

void xg_bn_listen_end(struct xg_bn_call *c)
{
	c->s->listen[c->market].key[0] = '\0';
	xg_buf_text(&c->a->body, "{}");
}
