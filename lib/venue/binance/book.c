/* Books: the diff stream and its REST snapshot. Source: "How to manage a local
 * order book correctly" of spot and of futures. */
#include "venue/binance/binance.h"

/* Sizes of inverse contracts depend on the price of their level. */
static int to_base(struct xg_binance_state *st, const struct xg_instr *inst)
{
	for (int side = 0; inst->i.inverse && side < 2; side++) {
		for (size_t i = 0; i < st->n[side]; i++) {
			struct xg_level *l = &st->lv[side][i];

			if (xg_binance_base(&l->qty, inst, l->px) < 0)
				return XG_ERR_RANGE;
		}
	}
	return 0;
}

static struct xg_sync *sync_of(const struct xg_binance_in *in,
	const struct xg_instr *inst, int64_t conn)
{
	return xg_sync_of(in->d, inst, in->m->rule, conn);
}

int xg_binance_depth(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	struct xg_binance_state *st = in->d->priv;
	struct xg_str t = XG_BINANCE_V(e, 'T');
	struct xg_delta delta = { 0 };
	const struct xg_instr *inst;
	struct xg_sync *s;

	if (xg_str_i64(XG_BINANCE_V(e, 'U'), &delta.first) < 0 ||
		xg_str_i64(XG_BINANCE_V(e, 'u'), &delta.last) < 0 ||
		delta.first < 0 || delta.last < delta.first)
		return XG_ERR_RANGE;
	if (in->m->futures &&
		xg_str_i64(xg_binance_val(e, XG_BINANCE_PU), &delta.prev) < 0)
		return XG_ERR_RANGE;
	if (!xg_binance_has(e, 'b' - 'A') || !xg_binance_has(e, 'a' - 'A') ||
		XG_BINANCE_V(e, 'b').n || XG_BINANCE_V(e, 'a').n)
		return XG_ERR_TYPE;
	inst = xg_binance_inst_of(in, XG_BINANCE_V(e, 's'));
	if (!inst)
		return XG_ERR_ABSENT;
	if (to_base(st, inst) < 0)
		return XG_ERR_RANGE;
	s = sync_of(in, inst, in->conn);
	if (!s)
		return XG_ERR_MEMORY;
	delta.ts = xg_scan_ms(t.n ? t : XG_BINANCE_V(e, 'E'));
	delta.bids = (struct xg_levels){ st->lv[0], st->n[0] };
	delta.asks = (struct xg_levels){ st->lv[1], st->n[1] };
	return xg_sync_delta(in->d, s, &delta);
}

/* lastUpdateId, bids, asks, and on futures E and T. */
static int read_snapshot(const struct xg_binance_in *in, struct xg_str body,
	struct xg_delta *out)
{
	struct xg_binance_state *st = in->d->priv;
	int64_t event = 0, match = 0;
	enum xg_json_tok tok;
	struct xg_json j;
	int rc = 0, seen = 0;

	xg_json_init(&j, body.p, body.n);
	j.kept = in->d->kept;
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	st->n[0] = st->n[1] = 0;
	while (rc == 0 && (tok = xg_json_next(&j)) == XG_JSON_KEY) {
		bool asks = XG_JSON_KEY_IS(&j, "asks");

		if (asks || XG_JSON_KEY_IS(&j, "bids")) {
			rc = xg_json_next(&j) == XG_JSON_ARR
				     ? xg_binance_levels(st, &j, asks)
				     : XG_ERR_TYPE;
			seen |= asks ? 2 : 1;
		} else if (XG_JSON_KEY_IS(&j, "lastUpdateId")) {
			rc = xg_json_i64(&j, &out->last);
			seen |= 4;
		} else if (XG_JSON_KEY_IS(&j, "E")) {
			rc = xg_json_i64(&j, &event);
		} else if (XG_JSON_KEY_IS(&j, "T")) {
			rc = xg_json_i64(&j, &match);
		} else {
			rc = xg_json_skip(&j, NULL);
		}
	}
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END || seen != 7)
		return XG_ERR_TYPE;
	match = match ? match : event;
	if (out->last < 0 || match < 0 || match > INT64_MAX / 1000)
		return XG_ERR_RANGE;
	out->ts = match * 1000;
	return 0;
}

int xg_binance_snapshot(const struct xg_binance_in *in, struct xg_str native,
	size_t limit, struct xg_str body)
{
	const struct xg_instr *inst = xg_binance_inst_of(in, native);
	struct xg_binance_state *st = in->d->priv;
	struct xg_delta snap = { 0 };
	struct xg_sync *s;
	int rc;

	if (!inst)
		return XG_ERR_ABSENT;
	rc = read_snapshot(in, body, &snap);
	if (rc == 0)
		rc = to_base(st, inst);
	if (rc < 0)
		return rc;
	s = sync_of(in, inst, -1);
	if (!s)
		return XG_ERR_MEMORY;
	snap.first = snap.last;
	snap.limit = limit;
	snap.bids = (struct xg_levels){ st->lv[0], st->n[0] };
	snap.asks = (struct xg_levels){ st->lv[1], st->n[1] };
	return xg_sync_snapshot(in->d, s, &snap);
}
