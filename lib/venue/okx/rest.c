/* Requests [REST API]: paths, queries and bodies; the order of a body's members
 * is that of the signing vectors. */
#include "venue/okx/okx.h"

#include "json/write.h"

enum { LIM_ORDER, LIM_QUERY, LIM_ACCOUNT, LIM_CONFIG, LIM_PUBLIC };

static void start(struct xg_req *r, const char *method, const char *path,
	int limit, bool is_signed)
{
	xg_req_clear(r);
	r->method = method;
	r->host = "rest";
	xg_buf_text(&r->path, path);
	r->is_signed = is_signed;
	r->limit = limit;
	r->cost = 1;
}

/* Values are codes and ids of letters, digits, '-' and '_': nothing that needs
 * percent-encoding can be in them, and what could is refused. */
static int param(struct xg_req *r, const char *key, struct xg_str value)
{
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
			!(c >= 'a' && c <= 'z') && c != '-' && c != '_' &&
			c != '.')
			return XG_ERR_SYNTAX;
	}
	if (r->query.len)
		xg_buf_char(&r->query, '&');
	xg_buf_text(&r->query, key);
	xg_buf_char(&r->query, '=');
	return xg_buf_str(&r->query, value);
}

static int need_inst(const struct xg_ask *ask, struct xg_error *err)
{
	return ask->inst ? 0
			 : xg_error_set(err, XG_ERR_ABSENT,
				   "okx: the request needs an instrument");
}

static const char *type_of(const struct xg_ask *ask)
{
	return xg_okx_inst_type(ask->inst ? ask->inst->i.market : ask->market);
}

/* The order by its client id, else by the venue's. */
static int put_id(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	if (ask->wire_id.n)
		xg_json_put_str(&r->body, "clOrdId", ask->wire_id);
	else if (ask->venue_id.n)
		xg_json_put_str(&r->body, "ordId", ask->venue_id);
	else
		return xg_error_set(err, XG_ERR_ABSENT,
			"okx: the request needs an order id");
	return 0;
}

static const char *ord_type(const struct xg_ask *ask)
{
	if (ask->kind == XG_MARKET)
		return "market";
	switch (ask->tif) {
	case XG_IOC:
		return "ioc";
	case XG_FOK:
		return "fok";
	case XG_GTX:
		return "post_only";
	case XG_GTD:
		return NULL;
	default:
		return "limit";
	}
}

static const char *pos_side(const struct xg_ask *ask)
{
	bool opens_long = (ask->side == XG_BUY) != ask->reduce;

	if (ask->pos)
		return ask->pos == XG_POS_LONG ? "long" : "short";
	return opens_long ? "long" : "short";
}

static int put_size(struct xg_req *r, const char *key, const struct xg_ask *ask,
	struct xg_dec qty, struct xg_error *err)
{
	struct xg_dec sz = qty;

	if (ask->inst->i.kind != XG_SPOT &&
		xg_contract_qty(&sz, ask->inst, qty, ask->px) < 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"okx: the quantity can't be given in contracts");
	xg_json_put_dec_text(&r->body, key, sz);
	return 0;
}

static int place(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	const char *type = ord_type(ask);
	bool spot;
	int rc;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (!type)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"okx: there are no good-till-date orders");
	spot = ask->inst->i.kind == XG_SPOT;
	start(r, "POST", "/api/v5/trade/order", LIM_ORDER, true);
	xg_buf_char(&r->body, '{');
	xg_json_put_str(&r->body, "instId", ask->inst->i.native);
	xg_json_put_text(&r->body, "tdMode",
		spot && !ask->margin_mode ? "cash" : "cross");
	xg_json_put_str(&r->body, "clOrdId", ask->wire_id);
	xg_json_put_text(
		&r->body, "side", ask->side == XG_BUY ? "buy" : "sell");
	if (!spot && ask->hedge)
		xg_json_put_text(&r->body, "posSide", pos_side(ask));
	xg_json_put_text(&r->body, "ordType", type);
	if (ask->kind == XG_LIMIT)
		xg_json_put_dec_text(&r->body, "px", ask->px);
	rc = put_size(r, "sz", ask, ask->qty, err);
	if (rc < 0)
		return rc;
	/* Without this a spot market buy is sized in quote. */
	if (spot && ask->kind == XG_MARKET)
		xg_json_put_text(&r->body, "tgtCcy", "base_ccy");
	if (!spot && ask->reduce && !ask->hedge)
		xg_json_put_bool(&r->body, "reduceOnly", true);
	xg_buf_char(&r->body, '}');
	return 0;
}

static int cancel(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	start(r, "POST", "/api/v5/trade/cancel-order", LIM_ORDER, true);
	xg_buf_char(&r->body, '{');
	xg_json_put_str(&r->body, "instId", ask->inst->i.native);
	if (put_id(r, ask, err) < 0)
		return XG_ERR_ABSENT;
	xg_buf_char(&r->body, '}');
	return 0;
}

static int amend(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	int rc = 0;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	start(r, "POST", "/api/v5/trade/amend-order", LIM_ORDER, true);
	xg_buf_char(&r->body, '{');
	xg_json_put_str(&r->body, "instId", ask->inst->i.native);
	if (put_id(r, ask, err) < 0)
		return XG_ERR_ABSENT;
	if (xg_dec_cmp(ask->qty, ask->old_qty) != 0)
		rc = put_size(r, "newSz", ask, ask->qty, err);
	if (xg_dec_cmp(ask->px, ask->old_px) != 0)
		xg_json_put_dec_text(&r->body, "newPx", ask->px);
	xg_buf_char(&r->body, '}');
	return rc;
}

static int query(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	start(r, "GET", "/api/v5/trade/order", LIM_ORDER, true);
	param(r, "instId", ask->inst->i.native);
	return ask->wire_id.n ? param(r, "clOrdId", ask->wire_id)
			      : param(r, "ordId", ask->venue_id);
}

static int list(struct xg_req *r, const struct xg_ask *ask, const char *path)
{
	int rc;

	start(r, "GET", path, LIM_QUERY, true);
	rc = param(r, "instType", xg_str_from(type_of(ask)));
	if (rc == 0 && ask->inst)
		rc = param(r, "instId", ask->inst->i.native);
	if (rc == 0 && ask->op == XG_OP_FILLS && ask->venue_id.n)
		rc = param(r, "ordId", ask->venue_id);
	if (rc == 0 && ask->cursor.n)
		rc = param(r, "after", ask->cursor);
	return rc;
}

static int deadman(struct xg_req *r, const struct xg_ask *ask)
{
	int64_t s = ask->timeout_us / 1000000;

	/* 0 = off, else 10..120 s */
	if (s && s < 10)
		s = 10;
	if (s > 120)
		s = 120;
	start(r, "POST", "/api/v5/trade/cancel-all-after", LIM_CONFIG, true);
	return xg_buf_printf(&r->body, "{\"timeOut\":\"%d\"}", (int)s);
}

static int by_type(struct xg_req *r, const struct xg_ask *ask, const char *path)
{
	int rc;

	start(r, "GET", path, LIM_PUBLIC, false);
	rc = param(r, "instType", xg_str_from(type_of(ask)));
	return rc == 0 && ask->inst ? param(r, "instId", ask->inst->i.native)
				    : rc;
}

int xg_okx_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "GET", "/api/v5/public/time", LIM_PUBLIC, false);
		return 0;
	case XG_OP_INSTS:
		return by_type(r, ask, "/api/v5/public/instruments");
	case XG_OP_OI:
		return by_type(r, ask, "/api/v5/public/open-interest");
	case XG_OP_PLACE:
		return place(r, ask, err);
	case XG_OP_CANCEL:
		return cancel(r, ask, err);
	case XG_OP_AMEND:
		return amend(r, ask, err);
	case XG_OP_QUERY:
		return query(r, ask, err);
	case XG_OP_OPEN:
		return list(r, ask, "/api/v5/trade/orders-pending");
	case XG_OP_FILLS:
		return list(r, ask, "/api/v5/trade/fills");
	case XG_OP_BALANCES:
		start(r, "GET", "/api/v5/account/balance", LIM_ACCOUNT, true);
		return 0;
	case XG_OP_POSITIONS:
		start(r, "GET", "/api/v5/account/positions", LIM_ACCOUNT, true);
		return 0;
	case XG_OP_FEES:
		start(r, "GET", "/api/v5/account/trade-fee", LIM_CONFIG, true);
		param(r, "instType", xg_str_from(type_of(ask)));
		return ask->inst && ask->inst->i.kind == XG_SPOT
			       ? param(r, "instId", ask->inst->i.native)
			       : 0;
	case XG_OP_KEYINFO:
	case XG_OP_MODE:
		start(r, "GET", "/api/v5/account/config", LIM_CONFIG, true);
		return 0;
	case XG_OP_DEADMAN:
		return deadman(r, ask);
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"okx: the venue has no such request");
	}
}
