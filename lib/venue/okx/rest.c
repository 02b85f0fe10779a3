/* Requests [REST API]: paths, queries and bodies; the order of a body's members
 * is that of the signing vectors. */
#include "venue/okx/okx.h"

#include "json/write.h"

enum {
	LIM_ORDER,
	LIM_QUERY,
	LIM_ACCOUNT,
	LIM_CONFIG,
	LIM_PUBLIC,
	LIM_DEADMAN,
	LIM_HISTORY
};

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
		return ask->tif == XG_TIF_NONE || ask->tif == XG_GTC ||
				       ask->tif == XG_IOC
			       ? "market"
			       : NULL;
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

/* In hedge mode the position side tells whether an order opens or closes. */
static const char *pos_side(const struct xg_ask *ask)
{
	bool opens_long = (ask->side == XG_BUY) != ask->reduce;

	if (ask->pos)
		return ask->pos == XG_POS_LONG ? "long" : "short";
	return opens_long ? "long" : "short";
}

/* What an order may not be at this venue. */
static int check_place(
	const struct xg_ask *ask, bool has_pos, struct xg_error *err)
{
	bool closes = (ask->side == XG_SELL) == (ask->pos == XG_POS_LONG);

	if (!ord_type(ask))
		return xg_error_set(err, XG_ERR_SUPPORT,
			ask->kind == XG_MARKET
				? "okx: a market order can only be ioc"
				: "okx: there are no good-till-date orders");
	if (ask->side != XG_BUY && ask->side != XG_SELL)
		return xg_error_set(
			err, XG_ERR_ABSENT, "okx: the order needs a side");
	if (ask->reduce && ask->inst->i.kind != XG_PERP &&
		ask->inst->i.kind != XG_FUTURE)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"okx: only orders of swaps and futures can be "
			"reduce-only");
	if (ask->reduce && has_pos && ask->pos && !closes)
		return xg_error_set(err, XG_ERR_STATE,
			"okx: this order would open a %s position, and is "
			"reduce-only",
			ask->pos == XG_POS_LONG ? "long" : "short");
	return 0;
}

/* A size that came from contracts, went through base units and lost a digit of
 * the 18 is the multiple of the lot that it was. */
static struct xg_dec snap(struct xg_dec sz, struct xg_dec lot)
{
	struct xg_dec near, gap, least;

	if (xg_dec_is_zero(lot) ||
		xg_dec_round_step(&near, sz, lot, XG_ROUND_NEAREST) < 0 ||
		xg_dec_sub(&gap, near, sz) < 0 ||
		xg_dec_mul(&least, lot, xg_dec_make(1, -9), XG_ROUND_DOWN) < 0)
		return sz;
	return xg_dec_cmp(xg_dec_abs(gap), least) <= 0 ? near : sz;
}

static int put_size(struct xg_req *r, const char *key, const struct xg_ask *ask,
	struct xg_dec qty, struct xg_error *err)
{
	struct xg_dec sz = qty;

	if (ask->inst->i.kind != XG_SPOT &&
		xg_contract_qty(&sz, ask->inst, qty, ask->px) < 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"okx: the quantity can't be given in contracts%s",
			ask->inst->i.inverse && xg_dec_is_zero(ask->px)
				? ": an inverse contract needs a price"
				: "");
	/* lot is in contracts where the contract is inverse */
	if (ask->inst->i.inverse)
		sz = snap(sz, ask->inst->i.lot);
	if (xg_dec_sign(sz) <= 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"okx: the quantity must be over zero");
	xg_json_put_dec_text(&r->body, key, sz);
	return 0;
}

static int place(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	bool spot, has_pos;
	int rc;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	spot = ask->inst->i.kind == XG_SPOT;
	has_pos = ask->hedge && (ask->inst->i.kind == XG_PERP ||
					ask->inst->i.kind == XG_FUTURE);
	rc = check_place(ask, has_pos, err);
	if (rc < 0)
		return rc;
	start(r, "POST", "/api/v5/trade/order", LIM_ORDER, true);
	xg_buf_char(&r->body, '{');
	xg_json_put_str(&r->body, "instId", ask->inst->i.native);
	xg_json_put_text(&r->body, "tdMode",
		spot && !ask->margin_mode ? "cash" : "cross");
	xg_json_put_str(&r->body, "clOrdId", ask->wire_id);
	xg_json_put_text(
		&r->body, "side", ask->side == XG_BUY ? "buy" : "sell");
	if (has_pos)
		xg_json_put_text(&r->body, "posSide", pos_side(ask));
	xg_json_put_text(&r->body, "ordType", ord_type(ask));
	if (ask->kind == XG_LIMIT)
		xg_json_put_dec_text(&r->body, "px", ask->px);
	rc = put_size(r, "sz", ask, ask->qty, err);
	if (rc < 0)
		return rc;
	/* Without this a spot market buy is sized in quote. */
	if (spot && ask->kind == XG_MARKET)
		xg_json_put_text(&r->body, "tgtCcy", "base_ccy");
	if (ask->reduce && !has_pos)
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
	bool has_qty = xg_dec_cmp(ask->qty, ask->old_qty) != 0;
	bool has_px = xg_dec_cmp(ask->px, ask->old_px) != 0;
	int rc = 0;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (!has_qty && !has_px)
		return xg_error_set(err, XG_ERR_RANGE,
			"okx: the order has this price and quantity already");
	if (has_px && xg_dec_sign(ask->px) <= 0)
		return xg_error_set(
			err, XG_ERR_RANGE, "okx: the price must be over zero");
	start(r, "POST", "/api/v5/trade/amend-order", LIM_ORDER, true);
	xg_buf_char(&r->body, '{');
	xg_json_put_str(&r->body, "instId", ask->inst->i.native);
	if (put_id(r, ask, err) < 0)
		return XG_ERR_ABSENT;
	if (has_qty)
		rc = put_size(r, "newSz", ask, ask->qty, err);
	if (has_px)
		xg_json_put_dec_text(&r->body, "newPx", ask->px);
	xg_buf_char(&r->body, '}');
	return rc;
}

static int query(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (!ask->wire_id.n && !ask->venue_id.n)
		return xg_error_set(err, XG_ERR_ABSENT,
			"okx: the request needs an order id");
	start(r, "GET", "/api/v5/trade/order", LIM_QUERY, true);
	param(r, "instId", ask->inst->i.native);
	return ask->wire_id.n ? param(r, "clOrdId", ask->wire_id)
			      : param(r, "ordId", ask->venue_id);
}

static int list(struct xg_req *r, const struct xg_ask *ask, const char *path)
{
	int rc = 0;

	int64_t ms = ask->since / 1000;
	char begin[24];

	start(r, "GET", path, LIM_QUERY, true);
	/* An instrument alone: with tdMode cross its orders are of the type
	 * MARGIN although it is of SPOT. */
	if (ask->inst)
		rc = param(r, "instId", ask->inst->i.native);
	else if (strcmp(type_of(ask), "ANY") != 0)
		rc = param(r, "instType", xg_str_from(type_of(ask)));
	if (rc == 0 && ask->op == XG_OP_FILLS && ms > 0) {
		snprintf(begin, sizeof begin, "%lld", (long long)ms);
		rc = param(r, "begin", xg_str_from(begin));
	}
	if (rc == 0 && ask->op == XG_OP_FILLS && ask->venue_id.n)
		rc = param(r, "ordId", ask->venue_id);
	if (rc == 0 && ask->cursor.n)
		rc = param(r, "after", ask->cursor);
	return rc;
}

/* The list of recent fills has 3 days, the other one 3 months; that one must be told
 * the type, which of spot with tdMode cross is MARGIN. */
static int fills(struct xg_req *r, const struct xg_ask *ask)
{
	bool margin =
		ask->inst && ask->inst->i.kind == XG_SPOT && ask->margin_mode;
	int rc;

	if (!ask->old)
		return list(r, ask, "/api/v5/trade/fills");
	rc = list(r, ask, "/api/v5/trade/fills-history");
	r->limit = LIM_HISTORY;
	return rc == 0 && ask->inst
		       ? param(r, "instType",
				 xg_str_from(margin ? "MARGIN" : type_of(ask)))
		       : rc;
}

static int deadman(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	int64_t s = ask->timeout_us / 1000000 +
		    (ask->timeout_us % 1000000 > 0 ? 1 : 0);

	/* 0 = off, else 10..120 s; once in a second */
	if (ask->timeout_us > 0 && s < 10)
		s = 10;
	if (s > 120)
		return xg_error_set(err, XG_ERR_RANGE,
			"okx: cancel-all-after takes at most 120 s");
	start(r, "POST", "/api/v5/trade/cancel-all-after", LIM_DEADMAN, true);
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

static int insts(struct xg_req *r, const struct xg_ask *ask)
{
	struct xg_str family = xg_okx_family(ask);
	int rc;

	if (!xg_okx_is_families(ask))
		return by_type(r, ask, "/api/v5/public/instruments");
	if (!family.n)
		return by_type(r, ask, "/api/v5/public/underlying");
	rc = by_type(r, ask, "/api/v5/public/instruments");
	return rc == 0 ? param(r, "instFamily", family) : rc;
}

static int build(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "GET", "/api/v5/public/time", LIM_PUBLIC, false);
		return 0;
	case XG_OP_INSTS:
		return insts(r, ask);
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
		return fills(r, ask);
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
		return deadman(r, ask, err);
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"okx: the venue has no such request");
	}
}

int xg_okx_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	int rc = build(r, ask, err);

	if (rc == XG_ERR_SYNTAX)
		xg_error_set(err, rc,
			"okx: an id or a symbol has a character that requests "
			"cannot carry");
	return rc;
}
