/* A gate with two venues and one symbol, driven by lines of text. Include it in
 * one file only. */
#ifndef XG_TESTS_RISK_H
#define XG_TESTS_RISK_H

#include <stdarg.h>

#include "base/attr.h"
#include "risk/risk.h"
#include "tap.h"

static struct xg_rec_reader gate_reader;
static struct xg_risk *gate;
static bool gate_halted;
static char gate_rule[64], gate_reason[32]; /* of the last reject */
static int gate_passes, gate_rejects, gate_alerts;
static int64_t gate_now = 1000000;

static bool gate_switch(void *arg, struct xg_str venue, struct xg_str *why)
{
	(void)arg;
	(void)venue;
	*why = XG_STR("test");
	return gate_halted;
}

static bool gate_limits(struct xg_limits *l, const char *text)
{
	struct xg_error err = { 0 };

	if (xg_limits_parse(l, xg_str_from(text), &err) == 0)
		return true;
	printf("# %s\n# %lld:%lld: %s\n", text, (long long)err.line,
		(long long)err.col, err.text);
	return false;
}

/* What came of the last record; counts are of that record alone. */
static void gate_drain(void)
{
	enum xg_risk_outcome outcome;
	struct xg_rec out;

	gate_passes = gate_rejects = gate_alerts = 0;
	gate_rule[0] = gate_reason[0] = '\0';
	while (xg_risk_next(gate, &out, &outcome) > 0) {
		if (outcome == XG_RISK_PASS) {
			gate_passes++;
		} else if (out.type == XG_REC_REJECT) {
			gate_rejects++;
			xg_str_copy(
				gate_rule, sizeof gate_rule, out.u.reject.rule);
			xg_str_copy(gate_reason, sizeof gate_reason,
				xg_str_from(xg_word(
					XG_WORDS_REASON, out.u.reject.reason)));
		} else {
			gate_alerts++;
		}
	}
}

/* A record as text; orders and amends are judged. Passes as a bool. */
__attribute__((format(printf, 1, 2), unused)) static bool gate_line(
	const char *fmt, ...)
{
	char text[1024];
	struct xg_error err = { 0 };
	struct xg_rec rec;
	va_list ap;
	int rc;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	rc = xg_rec_read(
		&gate_reader, xg_str_from(text), ~UINT64_C(0), &rec, &err);
	if (rc < 0) {
		printf("# %s: %s\n", text, err.text);
		return false;
	}
	rec.raw = xg_str_from(text);
	if (rec.type == XG_REC_ORDER || rec.type == XG_REC_AMEND)
		xg_risk_judge(gate, &rec);
	else
		rc = xg_risk_apply(gate, &rec, &err);
	gate_drain();
	return rc == 0 && gate_rejects == 0;
}

#define SPOT(venue, more) \
	"{\"type\":\"inst\",\"venue\":\"" venue "\",\"sym\":\"A-USDT\"," \
	"\"base\":\"A\",\"quote\":\"USDT\",\"kind\":\"spot\"," \
	"\"native\":\"A\",\"status\":\"trading\"" more "}"

__attribute__((unused)) static void gate_book(const char *venue, int64_t mid)
{
	gate_line("{\"type\":\"book\",\"venue\":\"%s\",\"sym\":\"A-USDT\","
		  "\"rx\":%lld,\"seq\":1,\"snap\":true,"
		  "\"bids\":[[%lld,1000],[%lld,1000]],"
		  "\"asks\":[[%lld,1000],[%lld,1000]]}",
		venue, (long long)gate_now, (long long)mid - 1,
		(long long)mid - 2, (long long)mid + 1, (long long)mid + 2);
}

/* A gate with instruments and books around 1000 at okx and gate. Defaults that
 * would stand in the way of a test are off unless it gives them. */
__attribute__((unused)) static bool gate_new(const char *keys)
{
	static const char *const off[] = { "price_band_bps", "max_slippage_bps",
		"max_fee_bps", "max_venue_exposure", "max_leverage",
		"max_orders_per_s" };
	char text[2048], quoted[64];
	struct xg_limits l;
	size_t n = 0;

	n = (size_t)snprintf(text, sizeof text, "{%s%s%s", keys,
		*keys ? "," : "",
		strstr(keys, "max_order_notional")
			? "\"max_symbol_position\":null"
			: "\"max_order_notional\":1000000000");
	for (size_t i = 0; i < XG_LEN(off); i++) {
		snprintf(quoted, sizeof quoted, "\"%s\"", off[i]);
		if (!strstr(keys, quoted))
			n += (size_t)snprintf(
				text + n, sizeof text - n, ",%s:null", quoted);
	}
	snprintf(text + n, sizeof text - n, "}");
	if (!gate_limits(&l, text))
		exit(1);
	gate = xg_risk_new(&l, gate_switch, NULL);
	gate_now = 1000000;
	gate_halted = false;
	gate_line(SPOT("okx", ",\"tick\":0.5,\"lot\":0.1,\"min_qty\":0.2,"
			      "\"min_notional\":5,\"taker\":0.001,"
			      "\"maker\":0.0005"));
	gate_line(SPOT("gate", ",\"taker\":0.001"));
	gate_book("okx", 1000);
	gate_book("gate", 1000);
	return gate != NULL;
}

__attribute__((unused)) static void gate_end(void)
{
	xg_risk_free(gate);
	gate = NULL;
	xg_rec_reader_release(&gate_reader);
}

/* A limit order; true when it passes. */
__attribute__((unused)) static bool gate_order(const char *venue,
	const char *id, const char *side, const char *px, const char *qty)
{
	return gate_line("{\"type\":\"order\",\"venue\":\"%s\","
			 "\"sym\":\"A-USDT\",\"rx\":%lld,\"id\":\"%s\","
			 "\"side\":\"%s\",\"kind\":\"limit\",\"px\":%s,"
			 "\"qty\":%s}",
		venue, (long long)gate_now, id, side, px, qty);
}

__attribute__((unused)) static void gate_fill(const char *venue, const char *id,
	const char *trade, const char *side, const char *px, const char *qty)
{
	gate_line("{\"type\":\"fill\",\"venue\":\"%s\",\"sym\":\"A-USDT\","
		  "\"rx\":%lld,\"id\":\"%s\",\"trade_id\":\"%s\","
		  "\"side\":\"%s\",\"px\":%s,\"qty\":%s}",
		venue, (long long)gate_now, id, trade, side, px, qty);
}

__attribute__((unused)) static void gate_exec(const char *venue, const char *id,
	const char *event, const char *filled)
{
	gate_line("{\"type\":\"exec\",\"venue\":\"%s\",\"sym\":\"A-USDT\","
		  "\"rx\":%lld,\"id\":\"%s\",\"event\":\"%s\",\"filled\":%s}",
		venue, (long long)gate_now, id, event, filled);
}

#endif
