/* Requests: paths and parameters. Source: rest-api documents of spot (v3), USD-M
 * (fapi v1 to v3) and COIN-M (dapi v1). */
#include "crypto/text.h"
#include "venue/binance/binance.h"

/* Weights that differ by what is asked are in weight_of_depth and here. */
void xg_binance_req(struct xg_req *r, const struct xg_binance_market *m,
	const char *method, const char *path, int cost)
{
	xg_req_clear(r);
	r->method = method;
	r->host = m->host;
	if (path[0] == '/')
		xg_buf_text(&r->path, m->prefix);
	else
		xg_buf_char(&r->path, '/'); /* "fapi/v3/balance": whole */
	xg_buf_text(&r->path, path);
	r->is_signed = true;
	r->limit = m->lim_weight;
	r->cost = cost;
}

static void start_public(struct xg_req *r, const struct xg_binance_market *m,
	const char *path, int cost)
{
	xg_binance_req(r, m, "GET", path, cost);
	r->is_signed = false;
}

/* Parameters are in the body of POST and PUT, else in the query: as sign(). */
void xg_binance_param(struct xg_req *r, const char *key, struct xg_str value)
{
	bool in_body = r->method[0] == 'P';
	struct xg_buf *b = in_body ? &r->body : &r->query;

	if (b->len)
		xg_buf_char(b, '&');
	xg_buf_text(b, key);
	xg_buf_char(b, '=');
	xg_pct_add(b, value);
}

void xg_binance_param_text(struct xg_req *r, const char *key, const char *value)
{
	xg_binance_param(r, key, xg_str_from(value));
}

void xg_binance_param_i64(struct xg_req *r, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)value);
	xg_binance_param_text(r, key, text);
}

void xg_binance_param_symbol(struct xg_req *r, const struct xg_ask *ask)
{
	xg_binance_param(r, "symbol", ask->inst->i.native);
}

int xg_binance_need_inst(const struct xg_ask *ask, struct xg_error *err)
{
	return ask->inst && ask->inst->i.native.n
		       ? 0
		       : xg_error_set(err, XG_ERR_ABSENT,
				 "binance: the request needs an instrument");
}

int xg_binance_unsupported(struct xg_error *err, const char *why)
{
	return xg_error_set(err, XG_ERR_SUPPORT, "binance: %s", why);
}

static int fills(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	int limit = ask->limit > 0 && ask->limit < 1000 ? ask->limit : 1000;

	if (xg_binance_need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	xg_binance_req(r, m, "GET", m->futures ? "/userTrades" : "/myTrades",
		m->futures || ask->venue_id.n ? 5 : 20);
	xg_binance_param_symbol(r, ask);
	if (ask->venue_id.n)
		xg_binance_param(r, "orderId", ask->venue_id);
	/* A page goes on behind the last trade; a time may not come with it. */
	if (ask->cursor.n)
		xg_binance_param(r, "fromId", ask->cursor);
	else if (ask->since > 0 && !ask->venue_id.n)
		xg_binance_param_i64(r, "startTime", ask->since / 1000);
	xg_binance_param_i64(r, "limit", limit);
	return 0;
}

static int snapshot(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	static const struct {
		int limit, cost;
	} futures[] = { { 5, 2 }, { 10, 2 }, { 20, 2 }, { 50, 2 }, { 100, 5 },
		{ 500, 10 }, { 1000, 20 } };
	int limit = ask->limit > 0 ? ask->limit : 1000, cost;

	if (xg_binance_need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (m->futures) {
		size_t i = 0;

		/* Only these depths exist. */
		while (i + 1 < XG_LEN(futures) && futures[i].limit < limit)
			i++;
		limit = futures[i].limit;
		cost = futures[i].cost;
	} else {
		limit = limit > 5000 ? 5000 : limit;
		cost = limit <= 100    ? 5
		       : limit <= 500  ? 25
		       : limit <= 1000 ? 50
				       : 250;
	}
	start_public(r, m, "/depth", cost);
	xg_binance_param_symbol(r, ask);
	xg_binance_param_i64(r, "limit", limit);
	return 0;
}

static int open_interest(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (xg_binance_need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (!m->futures)
		return xg_binance_unsupported(
			err, "there is no open interest of spot");
	start_public(r, m, "/openInterest", 1);
	xg_binance_param_symbol(r, ask);
	return 0;
}

static int of_account(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_OPEN:
		xg_binance_req(r, m, "GET", "/openOrders",
			m->futures ? (ask->inst ? 1 : 40)
				   : (ask->inst ? 6 : 80));
		if (ask->inst)
			xg_binance_param_symbol(r, ask);
		return 0;
	case XG_OP_BALANCES:
		xg_binance_req(r, m, "GET",
			!m->futures  ? "/account"
			: m->inverse ? "/balance"
				     : "fapi/v3/balance",
			!m->futures  ? 20
			: m->inverse ? 1
				     : 5);
		if (!m->futures)
			xg_binance_param_text(r, "omitZeroBalances", "true");
		return 0;
	case XG_OP_POSITIONS:
		if (!m->futures)
			return xg_binance_unsupported(
				err, "spot has no positions");
		xg_binance_req(r, m, "GET",
			m->inverse ? "/positionRisk" : "fapi/v3/positionRisk",
			m->inverse ? 1 : 5);
		if (ask->inst && !m->inverse)
			xg_binance_param_symbol(r, ask);
		return 0;
	case XG_OP_FEES:
		if (xg_binance_need_inst(ask, err) < 0)
			return XG_ERR_ABSENT;
		xg_binance_req(r, m, "GET",
			m->futures ? "/commissionRate" : "/account/commission",
			20);
		xg_binance_param_symbol(r, ask);
		return 0;
	case XG_OP_MODE:
		if (!m->futures)
			return xg_binance_unsupported(
				err, "spot has no position mode");
		/* USD-M and COIN-M have had one mode since 2026-06-30. */
		xg_binance_req(r, xg_binance_market(XG_STR("usdm")), "GET",
			"/positionSide/dual", 30);
		return 0;
	default: /* KEYINFO: where keys can't be asked about, the account */
		m = xg_binance_market(XG_STR("spot"));
		if (ask->cursor.n)
			xg_binance_req(r, m, "GET", "/account", 20);
		else
			xg_binance_req(r, m, "GET",
				"sapi/v1/account/apiRestrictions", 1);
		return 0;
	}
}

static int stream(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (!m->futures)
		return xg_binance_unsupported(
			err, "the user data of spot need no listen key");
	xg_binance_req(r, m, ask->op == XG_OP_STREAM_NEW ? "POST" : "PUT",
		"/listenKey", 1);
	return 0;
}

int xg_binance_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	const struct xg_binance_market *m =
		xg_binance_market(name.n ? name : XG_STR("spot"));
	int rc;

	if (!m)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"binance: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		start_public(r, m, "/time", 1);
		rc = 0;
		break;
	case XG_OP_INSTS:
		start_public(r, m, "/exchangeInfo", m->futures ? 1 : 20);
		rc = 0;
		break;
	case XG_OP_SNAPSHOT:
		rc = snapshot(r, m, ask, err);
		break;
	case XG_OP_OI:
		rc = open_interest(r, m, ask, err);
		break;
	case XG_OP_FILLS:
		rc = fills(r, m, ask, err);
		break;
	case XG_OP_PLACE:
	case XG_OP_CANCEL:
	case XG_OP_CANCEL_ALL:
	case XG_OP_AMEND:
	case XG_OP_QUERY:
	case XG_OP_DEADMAN:
		rc = xg_binance_order_request(r, m, ask, err);
		break;
	case XG_OP_STREAM_NEW:
	case XG_OP_STREAM_KEEP:
		rc = stream(r, m, ask, err);
		break;
	default:
		rc = of_account(r, m, ask, err);
		break;
	}
	if (rc == 0 && (r->path.failed || r->query.failed || r->body.failed))
		rc = xg_error_set(
			err, XG_ERR_LIMIT, "binance: the request is too long");
	return rc;
}
