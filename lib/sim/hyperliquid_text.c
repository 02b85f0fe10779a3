/* Hyperliquid: books, trades, contexts and candles as texts. Source: sheet
 * hyperliquid, section 4. */
#include <stdio.h>

#include "sim/hyperliquid.h"

static const struct {
	const char *name;
	int minutes;
} intervals[] = { { "1m", 1 }, { "3m", 3 }, { "5m", 5 }, { "15m", 15 },
	{ "30m", 30 }, { "1h", 60 }, { "2h", 120 }, { "4h", 240 },
	{ "8h", 480 }, { "12h", 720 }, { "1d", 1440 }, { "3d", 4320 },
	{ "1w", 10080 } };
_Static_assert(
	sizeof intervals / sizeof *intervals == XG_HL_CHANS - XG_HL_CANDLE,
	"a channel for each interval");

int xg_hl_minutes(int chan)
{
	return intervals[chan - XG_HL_CANDLE].minutes;
}

const char *xg_hl_interval(int chan)
{
	return intervals[chan - XG_HL_CANDLE].name;
}

int xg_hl_candle_chan(struct xg_str interval)
{
	for (int i = XG_HL_CANDLE; i < XG_HL_CHANS; i++)
		if (xg_str_is_text(interval, xg_hl_interval(i)))
			return i;
	return -1;
}

void xg_hl_num(struct xg_buf *b, const char *key, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, v);
	xg_json_key(b, key);
	xg_buf_printf(b, "\"%s%s\"", text, strchr(text, '.') ? "" : ".0");
}

static void levels(struct xg_buf *b, const struct xg_level *l, size_t n)
{
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(b, i ? ",{" : "{");
		xg_hl_num(b, "px", l[i].px);
		xg_hl_num(b, "sz", l[i].qty);
		xg_buf_text(b, ",\"n\":1}");
	}
	xg_buf_char(b, ']');
}

void xg_hl_book(struct xg_buf *b, struct xg_sim_front *f, struct xg_sim_mkt *m,
	size_t depth, bool fast)
{
	struct xg_hl_state *s = f->state;
	struct xg_hl_book *k = &s->mkt[m->index].book;

	if (!k->ms) {
		k->ms = f->now / 1000;
		for (int side = 0; side < 2; side++)
			k->n[side] = xg_sim_levels(
				m, side, k->side[side], XG_HL_DEPTH);
	}
	xg_buf_char(b, '{');
	xg_json_put_text(b, "coin", m->spec.native);
	xg_json_put_i64(b, "time", k->ms);
	xg_buf_text(b, ",\"levels\":[");
	for (int side = 0; side < 2; side++) {
		xg_buf_text(b, side ? "," : "");
		levels(b, k->side[side],
			k->n[side] < depth ? k->n[side] : depth);
	}
	xg_buf_text(b, fast ? "],\"fast\":true}" : "]}");
}

/* tid has up to 50 bits, and no order. */
void xg_hl_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	uint64_t tid = (uint64_t)t->id * UINT64_C(0x9e3779b97f4a7c15) &
		       ((UINT64_C(1) << 50) - 1);

	xg_buf_char(b, '{');
	xg_json_put_text(b, "coin", m->spec.native);
	xg_json_put_text(b, "side", t->sell ? "A" : "B");
	xg_hl_num(b, "px", t->px);
	xg_hl_num(b, "sz", t->qty);
	xg_json_put_i64(b, "time", t->ts / 1000);
	xg_buf_printf(b,
		",\"hash\":\"0x%064llx\",\"tid\":%llu,\"users\":[\"0x%040d\","
		"\"0x%040d\"]}",
		(unsigned long long)t->id, (unsigned long long)tid, 1, 2);
}

static bool mid_of(const struct xg_sim_mkt *m, struct xg_dec *out)
{
	struct xg_level bid, ask;
	struct xg_dec sum;

	return xg_sim_levels(m, false, &bid, 1) &&
	       xg_sim_levels(m, true, &ask, 1) &&
	       xg_dec_add(&sum, bid.px, ask.px) == 0 &&
	       xg_dec_mul(out, sum, xg_dec_make(5, -1), XG_ROUND_NEAREST) == 0;
}

void xg_hl_mid(struct xg_buf *b, const char *key, const struct xg_sim_mkt *m)
{
	struct xg_dec mid;

	if (mid_of(m, &mid)) {
		xg_hl_num(b, key, mid);
	} else {
		xg_json_key(b, key);
		xg_buf_text(b, "null");
	}
}

/* Nobody outside has positions here: open interest is a size that fits the
 * market's. The simulator's rate is of its own interval; here it is hourly. */
void xg_hl_ctx(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	struct xg_dec oi = { 0, 0 }, mark = m->mark;

	xg_hl_num(b, "prevDayPx", m->best[0].px);
	xg_hl_num(b, "dayNtlVlm", xg_dec_int(1000000));
	xg_hl_mid(b, "midPx", m);
	if (xg_hl_is_spot(m)) {
		if (xg_dec_is_zero(mark))
			mark = m->best[0].px;
		xg_hl_num(b, "markPx", mark);
		xg_hl_num(b, "circulatingSupply", xg_dec_int(21000000));
		xg_json_put_text(b, "coin", m->spec.native);
		return;
	}
	(void)xg_dec_mul(
		&oi, m->spec.lot, xg_dec_int(10000000), XG_ROUND_NEAREST);
	xg_hl_num(b, "markPx", mark);
	xg_hl_num(b, "oraclePx", m->index_px);
	xg_hl_num(b, "funding", m->rate);
	xg_hl_num(b, "openInterest", oi);
	xg_buf_text(b, ",\"premium\":\"0.0\",\"impactPxs\":null");
}

/* ---- candles ---- */

bool xg_hl_candle(
	struct xg_buf *b, const struct xg_sim_mkt *m, int chan, int64_t minute)
{
	int64_t each = xg_hl_minutes(chan), from = minute / each * each;
	struct xg_sim_candle sum = xg_sim_candle(m, from, from + each);

	if (!sum.n)
		return false;
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "t", from * 60000);
	xg_json_put_i64(b, "T", (from + each) * 60000 - 1);
	xg_json_put_text(b, "s", m->spec.native);
	xg_json_put_text(b, "i", xg_hl_interval(chan));
	xg_hl_num(b, "o", sum.open);
	xg_hl_num(b, "c", sum.close);
	xg_hl_num(b, "h", sum.high);
	xg_hl_num(b, "l", sum.low);
	xg_hl_num(b, "v", sum.vol);
	xg_json_put_i64(b, "n", sum.n);
	xg_buf_char(b, '}');
	return true;
}
