/* Requests of market data. Source: API v4 documents, spot, futures, delivery. */
#include "venue/gate/gate.h"

enum { LIM_PUBLIC, LIM_BOOK };

static void start(struct xg_req *r, const struct xg_gate_market *m,
	const char *path, int limit)
{
	xg_req_clear(r);
	r->method = "GET";
	r->host = m->host;
	xg_buf_text(&r->path, m->path);
	xg_buf_text(&r->path, path);
	/* Without it fractions of contracts are cut off. */
	xg_buf_text(&r->headers, "X-Gate-Size-Decimal: 1\n");
	r->limit = limit;
	r->cost = 1;
}

/* Codes are letters, digits and '_': what needs encoding is refused. */
static int param(struct xg_req *r, const char *key, struct xg_str value)
{
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
			!(c >= 'a' && c <= 'z') && c != '_' && c != '-')
			return XG_ERR_SYNTAX;
	}
	if (r->query.len)
		xg_buf_char(&r->query, '&');
	xg_buf_text(&r->query, key);
	xg_buf_char(&r->query, '=');
	return xg_buf_str(&r->query, value);
}

static int inst_param(struct xg_req *r, const struct xg_gate_market *m,
	const struct xg_ask *ask)
{
	return param(r, m->index == XG_GATE_SPOT ? "currency_pair" : "contract",
		ask->inst->i.native);
}

/* The depth must be that of the updates that follow. */
static int snapshot(struct xg_req *r, const struct xg_gate_market *m,
	const struct xg_ask *ask)
{
	int limit = ask->limit > 0 && ask->limit < XG_GATE_DEPTH
			    ? ask->limit
			    : XG_GATE_DEPTH;
	int rc;

	start(r, m, "/order_book", LIM_BOOK);
	rc = inst_param(r, m, ask);
	return rc < 0 ? rc
		      : xg_buf_printf(
				&r->query, "&limit=%d&with_id=true", limit);
}

static int build(struct xg_req *r, const struct xg_gate_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	bool needs_inst = ask->op == XG_OP_SNAPSHOT || ask->op == XG_OP_OI;

	if (needs_inst && (!ask->inst || !ask->inst->i.native.n))
		return xg_error_set(err, XG_ERR_ABSENT,
			"gate: the request needs an instrument");
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, xg_gate_market(XG_STR("spot")), "/time", LIM_PUBLIC);
		return 0;
	case XG_OP_INSTS:
		start(r, m, m->list, LIM_PUBLIC);
		return 0;
	case XG_OP_SNAPSHOT:
		return snapshot(r, m, ask);
	case XG_OP_OI:
		if (m->index == XG_GATE_SPOT)
			return xg_error_set(err, XG_ERR_SUPPORT,
				"gate: spot has no open interest");
		start(r, m, "/tickers", LIM_PUBLIC);
		return inst_param(r, m, ask);
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"gate: only market data is supported here, no orders "
			"and no accounts");
	}
}

int xg_gate_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	const struct xg_gate_market *m =
		xg_gate_market(name.n ? name : XG_STR("spot"));
	int rc;

	if (!m)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"gate: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	rc = build(r, m, ask, err);
	if (rc == XG_ERR_SYNTAX)
		xg_error_set(err, rc,
			"gate: the symbol has a character that requests "
			"cannot carry");
	return rc;
}
