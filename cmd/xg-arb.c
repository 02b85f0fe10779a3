/* xg-arb: finds opportunities after fees on executable depth. */
#include "arb/cross.h"
#include "stage/stage.h"

struct arb {
	struct xg_cross cross; /* options land in cross.o */
	struct xg_opt_list fees;
};

static int arb_open(struct xg_io *io, void *state)
{
	struct arb *a = state;
	struct xg_error err = { 0 };

	for (size_t i = 0; i < a->fees.n; i++) {
		if (xg_fees_set(&a->cross.fees, xg_str_from(a->fees.item[i]),
			    &err) < 0)
			return xg_fail(
				io, XG_EXIT_USAGE, "--fee: %s", err.text);
	}
	return 0;
}

static int out_of_sync(struct xg_io *io, const struct xg_rec *rec,
	const struct xg_market *m, int rc, const struct xg_error *err)
{
	struct xg_rec alert;

	if (rc != XG_ERR_STATE || !m)
		return xg_bad_record(io, rec, err);
	xg_market_alert(m, xg_io_time(io), err, &alert);
	return xg_emit(io, &alert);
}

static int arb_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct arb *a = state;
	struct xg_error err = { 0 };
	struct xg_market *m;
	struct xg_rec out;
	int found, rc;
	int applied = xg_cross_apply(&a->cross, rec, &m, &err);

	/* The books go on: who acts on an opportunity needs them first. */
	if (applied >= 0 || applied == XG_ERR_STATE) {
		rc = xg_forward(io, rec);
		if (rc)
			return rc;
	}
	if (applied < 0)
		return out_of_sync(io, rec, m, applied, &err);
	while ((found = xg_cross_next(&a->cross, &out)) != 0) {
		if (found == XG_ERR_MEMORY)
			return xg_fail(io, XG_EXIT_FAILED, "out of memory");
		if (found < 0) {
			xg_note(io, "%.*s: figures too large to work out",
				XG_STR_ARG(m->sym));
			continue;
		}
		rc = xg_emit(io, &out);
		if (rc)
			return rc;
	}
	return 0;
}

static void arb_close(struct xg_io *io, void *state)
{
	(void)io;
	xg_cross_release(&((struct arb *)state)->cross);
}

#define AT(member) offsetof(struct arb, member)
#define SPAN_MAX (INT64_C(3600) * 1000000)

static const struct xg_opt cross_opts[] = {
	{ .name = "change",
		.arg = "percent",
		.kind = XG_OPT_INT,
		.off = AT(cross.o.change),
		.def = "10",
		.max = 1000,
		.help = "tell again when the profit changed so much" },
	{ .name = "cool-down",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(cross.o.cool_down),
		.def = "500ms",
		.max = SPAN_MAX,
		.help = "least time between two records of a pair" },
	{ .name = "fee",
		.arg = "rate",
		.kind = XG_OPT_LIST,
		.off = AT(fees),
		.help = "VENUE=BPS: fee of a venue, over what records say" },
	{ .name = "max-age",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(cross.o.max_age),
		.def = "1s",
		.max = SPAN_MAX,
		.help = "use no book older than this" },
	{ .name = "max-notional",
		.arg = "amount",
		.kind = XG_OPT_DEC,
		.off = AT(cross.o.max_notional),
		.help = "spend at most this much of quote (0 = no bound)" },
	{ .name = "merge-bbo",
		.kind = XG_OPT_FLAG,
		.off = AT(cross.books.merge_bbo),
		.help = "best prices that are ahead of a book change it" },
	{ .name = "min-bps",
		.arg = "bps",
		.kind = XG_OPT_DEC,
		.off = AT(cross.o.min_bps),
		.def = "0",
		.help = "take only units that bring this after fees" },
	{ .name = "min-profit",
		.arg = "amount",
		.kind = XG_OPT_DEC,
		.off = AT(cross.o.min_profit),
		.def = "0",
		.help = "least profit after fees, in quote" },
	{ .name = "ttl",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(cross.o.ttl),
		.def = "500ms",
		.max = SPAN_MAX,
		.help = "how long an opportunity may be acted on" },
	{ 0 }
};

static const struct xg_verb verbs[] = {
	{ .name = "cross",
		.opts = cross_opts,
		.synopsis = "",
		.help = "the same symbol at two venues" },
	{ 0 }
};

const struct xg_stage xg_arb_stage = {
	.name = "xg-arb",
	.summary = "find opportunities after fees",
	.synopsis = "",
	.verbs = verbs,
	.size = sizeof(struct arb),
	.takes = XG_CROSS_TAKES,
	.gives = XG_REC_BIT(XG_REC_ARB) | XG_REC_BIT(XG_REC_ALERT),
	.pure = true,
	.examples =
		(const char *const[]){
			"xg-feed binance:BTC-USDT okx:BTC-USDT -c book | "
			"xg-arb cross --min-bps 3",
			"xg-arb cross --fee binance=7.5 --max-notional 5000 -n "
			"<day.ndjson",
			NULL },
	.open = arb_open,
	.record = arb_record,
	.close = arb_close,
};
