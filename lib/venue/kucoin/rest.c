/* Requests: paths and parameters. Source: market data of spot and futures, public
 * token; weights of the rate limit pages. */
#include "crypto/text.h"
#include "venue/kucoin/kucoin.h"

static void start(struct xg_req *r, const char *method, bool futures,
	const char *path, int cost)
{
	xg_req_clear(r);
	r->method = method;
	r->host = futures ? "futures-rest" : "spot-rest";
	xg_buf_text(&r->path, path);
	r->is_signed = false;
	r->limit = 0; /* public */
	r->cost = cost;
}

static int need_inst(const struct xg_ask *ask, struct xg_error *err)
{
	return ask->inst && ask->inst->i.native.n
		       ? 0
		       : xg_error_set(err, XG_ERR_ABSENT,
				 "kucoin: the request needs an instrument");
}

/* A whole book of spot is for those with a key; 20 and 100 levels are for all. */
static int snapshot(struct xg_req *r, bool futures, const struct xg_ask *ask,
	struct xg_error *err)
{
	bool few = ask->limit > 0 && ask->limit <= 20;
	bool some = ask->limit > 0 && ask->limit <= 100;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (futures)
		start(r, "GET", true,
			few    ? "/api/v1/level2/depth20"
			: some ? "/api/v1/level2/depth100"
			       : "/api/v1/level2/snapshot",
			few    ? 5
			: some ? 10
			       : 3);
	else
		start(r, "GET", false,
			few    ? "/api/v1/market/orderbook/level2_20"
			: some ? "/api/v1/market/orderbook/level2_100"
			       : "/api/v3/market/orderbook/level2",
			few    ? 2
			: some ? 4
			       : 3);
	if (!futures && !some) {
		r->is_signed = true;
		r->limit = 1;
	}
	xg_buf_text(&r->query, "symbol=");
	xg_pct_add(&r->query, ask->inst->i.native);
	return 0;
}

static int open_interest(struct xg_req *r, bool futures,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (!futures)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"kucoin: spot has no open interest");
	start(r, "GET", true, "/api/v1/contracts/", 3);
	xg_pct_add(&r->path, ask->inst->i.native);
	return 0;
}

int xg_kucoin_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	int futures = name.n ? xg_kucoin_is_futures(name) : 0, rc = 0;

	if (futures < 0)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"kucoin: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "GET", futures, "/api/v1/timestamp", futures ? 2 : 3);
		break;
	case XG_OP_INSTS:
		start(r, "GET", futures,
			futures ? "/api/v1/contracts/active"
				: "/api/v2/symbols",
			futures ? 3 : 4);
		break;
	case XG_OP_SNAPSHOT:
		rc = snapshot(r, futures, ask, err);
		break;
	case XG_OP_OI:
		rc = open_interest(r, futures, ask, err);
		break;
	case XG_OP_STREAM_NEW:
		start(r, "POST", futures, "/api/v1/bullet-public", 10);
		break;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"kucoin: market data only; orders and accounts are not "
			"supported here");
	}
	if (rc == 0 && (r->path.failed || r->query.failed))
		rc = xg_error_set(
			err, XG_ERR_LIMIT, "kucoin: the request is too long");
	return rc;
}
