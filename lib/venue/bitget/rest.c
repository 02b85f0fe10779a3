/* Requests: paths and parameters. Source: market documents of v3, and of v2 for
 * the time and open interest. */
#include "crypto/text.h"
#include "venue/bitget/bitget.h"

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

static int of_symbol(struct xg_req *r, enum xg_bitget_cat cat, const char *key,
	const struct xg_ask *ask, const char *path, struct xg_error *err)
{
	if (!ask->inst || !ask->inst->i.native.n)
		return xg_error_set(err, XG_ERR_ABSENT,
			"bitget: the request needs an instrument");
	start(r, path);
	param(r, key, xg_str_from(xg_bitget_cat_code(cat)));
	param(r, "symbol", ask->inst->i.native);
	return 0;
}

#define SNAPSHOT_MAX 200

static int snapshot(struct xg_req *r, enum xg_bitget_cat cat,
	const struct xg_ask *ask, struct xg_error *err)
{
	char text[16];
	int limit = ask->limit > 0 && ask->limit < SNAPSHOT_MAX ? ask->limit
								: SNAPSHOT_MAX;
	int rc = of_symbol(
		r, cat, "category", ask, "/api/v3/market/orderbook", err);

	if (rc < 0)
		return rc;
	snprintf(text, sizeof text, "%d", limit);
	param(r, "limit", xg_str_from(text));
	return 0;
}

int xg_bitget_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	enum xg_bitget_cat cat = xg_bitget_cat(name.n ? name : XG_STR("spot"));
	int rc = 0;

	if (cat == XG_BITGET_CATS)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"bitget: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "/api/v2/public/time");
		break;
	case XG_OP_INSTS:
		start(r, "/api/v3/market/instruments");
		param(r, "category", xg_str_from(xg_bitget_cat_code(cat)));
		break;
	case XG_OP_SNAPSHOT:
		rc = snapshot(r, cat, ask, err);
		break;
	case XG_OP_OI:
		if (cat == XG_BITGET_SPOT)
			return xg_error_set(err, XG_ERR_SUPPORT,
				"bitget: spot has no open interest");
		rc = of_symbol(r, cat, "productType", ask,
			"/api/v2/mix/market/open-interest", err);
		break;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"bitget: market data only; orders and accounts are not "
			"supported here");
	}
	if (rc == 0 && (r->path.failed || r->query.failed))
		rc = xg_error_set(
			err, XG_ERR_LIMIT, "bitget: the request is too long");
	return rc;
}
