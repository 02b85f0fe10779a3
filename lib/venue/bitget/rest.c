/* Requests: paths and parameters. Source: market documents of v3 and v2; the time
 * and open interest are v2's in both. */
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

/* key: the parameter that names the category; NULL: the path does. */
static int of_symbol(struct xg_req *r, enum xg_bitget_cat cat, const char *key,
	const struct xg_ask *ask, const char *path, struct xg_error *err)
{
	if (!ask->inst || !ask->inst->i.native.n)
		return xg_error_set(err, XG_ERR_ABSENT,
			"bitget: the request needs an instrument");
	start(r, path);
	if (key)
		param(r, key, xg_str_from(xg_bitget_cat_code(cat)));
	param(r, "symbol", ask->inst->i.native);
	return 0;
}

/* So many levels as the venue gives at most. */
static void limit(struct xg_req *r, const struct xg_ask *ask, int max)
{
	char text[16];

	snprintf(text, sizeof text, "%d",
		ask->limit > 0 && ask->limit < max ? ask->limit : max);
	param(r, "limit", xg_str_from(text));
}

static int snapshot(struct xg_req *r, enum xg_bitget_cat cat,
	const struct xg_ask *ask, struct xg_error *err)
{
	int rc = of_symbol(
		r, cat, "category", ask, "/api/v3/market/orderbook", err);

	if (rc == 0)
		limit(r, ask, 200);
	return rc;
}

static int classic_snapshot(struct xg_req *r, enum xg_bitget_cat cat,
	const struct xg_ask *ask, struct xg_error *err)
{
	bool spot = cat == XG_BITGET_SPOT;
	int rc = of_symbol(r, cat, spot ? NULL : "productType", ask,
		spot ? "/api/v2/spot/market/orderbook"
		     : "/api/v2/mix/market/merge-depth",
		err);

	if (rc < 0)
		return rc;
	param(r, spot ? "type" : "precision",
		spot ? XG_STR("step0") : XG_STR("scale0"));
	limit(r, ask, spot ? 150 : 50);
	return 0;
}

static void insts(struct xg_req *r, enum xg_bitget_cat cat, bool classic)
{
	bool spot = classic && cat == XG_BITGET_SPOT;

	start(r, !classic ? "/api/v3/market/instruments"
		 : spot	  ? "/api/v2/spot/public/symbols"
			  : "/api/v2/mix/market/contracts");
	if (!spot)
		param(r, classic ? "productType" : "category",
			xg_str_from(xg_bitget_cat_code(cat)));
}

static int request(struct xg_req *r, bool classic, const struct xg_ask *ask,
	struct xg_error *err)
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
		insts(r, cat, classic);
		break;
	case XG_OP_SNAPSHOT:
		rc = classic ? classic_snapshot(r, cat, ask, err)
			     : snapshot(r, cat, ask, err);
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

int xg_bitget_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	return request(r, false, ask, err);
}

int xg_bitget_classic_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	return request(r, true, ask, err);
}
