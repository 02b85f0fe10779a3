/* Requests: paths and parameters; each is the JSON-RPC method of its name.
 * Source: HTTP transport, market data methods. */
#include "crypto/text.h"
#include "venue/deribit/deribit.h"

static void start(struct xg_req *r, const char *method, int limit)
{
	xg_req_clear(r);
	r->method = "GET";
	r->host = "rest";
	xg_buf_text(&r->path, "/api/v2/public/");
	xg_buf_text(&r->path, method);
	r->is_signed = false;
	r->limit = limit;
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

/* All currencies at once; the list has no pages. */
static int insts(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	enum xg_deribit_market m = xg_deribit_market(
		ask->market.n ? ask->market : XG_STR("future"));

	if (m >= XG_DERIBIT_COMBO)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"deribit: no market is called \"%.*s\"",
			(int)(ask->market.n < 40 ? ask->market.n : 40),
			ask->market.p);
	start(r, "get_instruments", 1);
	param(r, "currency", XG_STR("any"));
	param(r, "kind", xg_str_from(xg_deribit_market_name(m)));
	param(r, "expired", XG_STR("false"));
	return 0;
}

static int of_symbol(struct xg_req *r, const struct xg_ask *ask,
	const char *method, struct xg_error *err)
{
	if (!ask->inst || !ask->inst->i.native.n)
		return xg_error_set(err, XG_ERR_ABSENT,
			"deribit: the request needs an instrument");
	start(r, method, 0);
	param(r, "instrument_name", ask->inst->i.native);
	return 0;
}

static int snapshot(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	char depth[24];
	int limit = ask->limit > 0 && ask->limit < 10000 ? ask->limit : 10000;

	if (of_symbol(r, ask, "get_order_book", err) < 0)
		return XG_ERR_ABSENT;
	snprintf(depth, sizeof depth, "%d", limit);
	param(r, "depth", xg_str_from(depth));
	return 0;
}

int xg_deribit_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	int rc = 0;

	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "get_time", 0);
		break;
	case XG_OP_INSTS:
		rc = insts(r, ask, err);
		break;
	case XG_OP_SNAPSHOT:
		rc = snapshot(r, ask, err);
		break;
	case XG_OP_OI:
		if (ask->inst && ask->inst->i.kind == XG_SPOT)
			return xg_error_set(err, XG_ERR_SUPPORT,
				"deribit: spot has no open interest");
		rc = of_symbol(r, ask, "ticker", err);
		break;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"deribit: market data only; orders and accounts are "
			"not supported here");
	}
	if (rc == 0 && (r->path.failed || r->query.failed))
		rc = xg_error_set(
			err, XG_ERR_LIMIT, "deribit: the request is too long");
	return rc;
}
