/* Requests: paths and parameters. Source: market documents: server time,
 * instruments info, order book, tickers. */
#include "crypto/text.h"
#include "venue/bybit/bybit.h"

static void start(struct xg_req *r, const char *path)
{
	xg_req_clear(r);
	r->method = "GET";
	r->host = "rest";
	xg_buf_text(&r->path, path);
	r->is_signed = false;
	r->limit = 0;
	r->cost = 1;
}

static void param(struct xg_req *r, const char *key, struct xg_str value)
{
	if (r->query.len)
		xg_buf_char(&r->query, '&');
	xg_buf_text(&r->query, key);
	xg_buf_char(&r->query, '=');
	xg_pct_add(&r->query, value);
}

static void param_i64(struct xg_req *r, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)value);
	param(r, key, xg_str_from(text));
}

/* Spot comes whole; others by pages, of which the cursor goes back as it came:
 * it is percent-encoded already. Options are of BTC alone unless told. */
static int insts(
	struct xg_req *r, enum xg_bybit_cat cat, const struct xg_ask *ask)
{
	start(r, "/v5/market/instruments-info");
	param(r, "category", xg_str_from(xg_bybit_cat_name(cat)));
	if (cat == XG_BYBIT_SPOT)
		return 0;
	if (cat == XG_BYBIT_OPTION)
		param(r, "baseCoin", XG_STR("All"));
	param_i64(r, "limit", 1000);
	if (ask->cursor.n) {
		xg_buf_text(&r->query, "&cursor=");
		xg_buf_str(&r->query, ask->cursor);
	}
	return 0;
}

static int of_symbol(struct xg_req *r, enum xg_bybit_cat cat,
	const struct xg_ask *ask, const char *path, struct xg_error *err)
{
	if (!ask->inst || !ask->inst->i.native.n)
		return xg_error_set(err, XG_ERR_ABSENT,
			"bybit: the request needs an instrument");
	start(r, path);
	param(r, "category", xg_str_from(xg_bybit_cat_name(cat)));
	param(r, "symbol", ask->inst->i.native);
	return 0;
}

static int snapshot(struct xg_req *r, enum xg_bybit_cat cat,
	const struct xg_ask *ask, struct xg_error *err)
{
	int most = cat == XG_BYBIT_OPTION ? 25 : 1000;
	int limit = ask->limit > 0 && ask->limit < most ? ask->limit : most;

	if (of_symbol(r, cat, ask, "/v5/market/orderbook", err) < 0)
		return XG_ERR_ABSENT;
	param_i64(r, "limit", limit);
	return 0;
}

int xg_bybit_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	enum xg_bybit_cat cat = xg_bybit_cat(name.n ? name : XG_STR("spot"));
	int rc;

	if (cat == XG_BYBIT_CATS)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"bybit: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "/v5/market/time");
		rc = 0;
		break;
	case XG_OP_INSTS:
		rc = insts(r, cat, ask);
		break;
	case XG_OP_SNAPSHOT:
		rc = snapshot(r, cat, ask, err);
		break;
	case XG_OP_OI:
		if (cat == XG_BYBIT_SPOT)
			return xg_error_set(err, XG_ERR_SUPPORT,
				"bybit: spot has no open interest");
		rc = of_symbol(r, cat, ask, "/v5/market/tickers", err);
		break;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"bybit: market data only; orders and accounts are not "
			"supported here");
	}
	if (rc == 0 && (r->path.failed || r->query.failed))
		rc = xg_error_set(
			err, XG_ERR_LIMIT, "bybit: the request is too long");
	return rc;
}
