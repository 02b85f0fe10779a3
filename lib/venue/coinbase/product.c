/* One product: what contracts tell by REST only. Source: market/products/{id},
 * future_product_details. */
#include "base/time.h"
#include "venue/coinbase/coinbase.h"

enum { OI, RATE, AT, INTERVAL, INDEX, KEYS };
static const char *const keys[KEYS] = { "open_interest", "funding_rate",
	"funding_time", "funding_interval", "index_price" };

static int emit_oi(const struct xg_str *v, const struct xg_instr *inst,
	int64_t rx, const struct xg_sink *sink)
{
	struct xg_dec oi;
	struct xg_rec rec;
	int has = xg_scan_dec(&oi, v[OI]);

	if (has <= 0)
		return has;
	if (xg_dec_sign(oi) < 0 ||
		xg_base_qty(&oi, inst, oi, (struct xg_dec){ 0 }) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, inst->venue, inst->sym, 0, rx);
	XG_REC_SET(&rec, oi.qty, oi);
	has = sink->rec(sink->ctx, &rec);
	return has < 0 ? has : 1;
}

/* funding_time is that of the last payment: the next is an interval later. */
static int emit_funding(const struct xg_str *v, const struct xg_instr *inst,
	int64_t rx, const struct xg_sink *sink)
{
	int64_t at = xg_coinbase_time(v[AT]), span = 0;
	struct xg_dec rate, index;
	struct xg_rec rec;
	int has = xg_scan_dec(&rate, v[RATE]);
	int has_index = xg_scan_dec(&index, v[INDEX]);

	if (has <= 0 || has_index < 0)
		return has < 0 ? has : has_index;
	if (v[INTERVAL].n && xg_time_parse_span(v[INTERVAL], &span) < 0)
		span = 0;
	xg_rec_start(&rec, XG_REC_FUNDING, inst->venue, inst->sym, 0, rx);
	XG_REC_SET(&rec, funding.rate, rate);
	if (at && (at > rx || span > 0))
		XG_REC_SET(&rec, funding.next, at > rx ? at : at + span);
	if (span >= 1000000)
		XG_REC_SET(&rec, funding.interval_s, span / 1000000);
	if (has_index)
		XG_REC_SET(&rec, funding.index, index);
	has = sink->rec(sink->ctx, &rec);
	return has < 0 ? has : 1;
}

int xg_coinbase_product(struct xg_str body, const struct xg_instr *inst,
	int64_t rx, const struct xg_sink *sink)
{
	static const char *const outer[] = { "future_product_details" };
	struct xg_str v[KEYS], details[1];
	int n, m = 0;

	if (xg_scan_text(body, outer, details, 1) < 0)
		return XG_ERR_TYPE;
	if (!details[0].n)
		return 0; /* spot */
	if (xg_scan_text(details[0], keys, v, KEYS) < 0)
		return XG_ERR_TYPE;
	n = emit_oi(v, inst, rx, sink);
	if (n >= 0 && inst->i.kind == XG_PERP)
		m = emit_funding(v, inst, rx, sink);
	return n < 0 ? n : m < 0 ? m : n + m;
}
