/* Requests of market data. Sources: Advanced Trade public endpoints (market/...),
 * Exchange products and time. */
#include "crypto/text.h"
#include "venue/coinbase/coinbase.h"

#define ROOT "/api/v3/brokerage"

static int start(struct xg_req *r, const char *path)
{
	xg_req_clear(r);
	r->method = "GET";
	r->host = "rest";
	r->cost = 1;
	xg_buf_text(&r->path, path);
	return 0;
}

static int refuse(struct xg_error *err, const char *why)
{
	return xg_error_set(err, XG_ERR_SUPPORT, "coinbase: %s", why);
}

/* Pages by offset: the cursor is the offset of the next. */
static int products(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	bool future = xg_str_is_text(ask->market, "future");
	int64_t offset = 0;

	if (!future && ask->market.n && !xg_str_is_text(ask->market, "spot"))
		return refuse(err, "there is no such market");
	if (ask->cursor.n &&
		(xg_str_i64(ask->cursor, &offset) < 0 || offset < 0))
		return refuse(err, "a page goes on with an offset");
	start(r, ROOT "/market/products");
	xg_buf_printf(&r->query, "product_type=%s&limit=%d&offset=%lld",
		future ? "FUTURE" : "SPOT", XG_COINBASE_PAGE,
		(long long)offset);
	return 0;
}

int xg_coinbase_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_TIME:
		return start(r, ROOT "/time");
	case XG_OP_INSTS:
		return products(r, ask, err);
	case XG_OP_OI:
		if (!ask->inst || ask->inst->i.kind == XG_SPOT)
			return refuse(err, "only contracts have open interest");
		start(r, ROOT "/market/products/");
		xg_pct_add(&r->path, ask->inst->i.native);
		return r->path.failed ? XG_ERR_LIMIT : 0;
	case XG_OP_SNAPSHOT:
		return refuse(err,
			"books come by the stream; those of REST have no "
			"number");
	default:
		return refuse(err, "orders and accounts are not yet known");
	}
}

int xg_coinbase_exchange_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_TIME:
		return start(r, "/time");
	case XG_OP_INSTS:
		return start(r, "/products");
	default:
		return refuse(err,
			"market data come by the stream; orders and accounts "
			"are not yet known");
	}
}
