/* xg-route: splits orders over venues, and turns opportunities into orders. */
#include "route/route.h"
#include "stage/follow.h"
#include "stage/stage.h"

#define FOLLOWED \
	(XG_REC_BIT(XG_REC_BALANCE) | XG_REC_BIT(XG_REC_FEE) | \
		XG_REC_BIT(XG_REC_EXEC))

struct route {
	struct xg_route route; /* options land in route.o */
	struct xg_opt_list fees;
	const char *prefer, *follow, *env;
	bool explain, no_follow;

	struct xg_follow journal;
	bool past; /* the journal as it was at the start is being read */
};

/* One line per venue: what it gets, or why nothing. */
static void explain_one(
	struct xg_io *io, struct xg_str id, const struct xg_route_venue *v)
{
	char qty[XG_DEC_TEXT], px[XG_DEC_TEXT], fee[XG_DEC_TEXT];
	char what[3 * XG_DEC_TEXT];
	struct xg_dec bps = { 0, 0 };

	xg_dec_mul(&bps, v->fee, xg_dec_int(10000), XG_ROUND_NEAREST);
	xg_dec_fmt(fee, bps);
	xg_dec_fmt(qty, v->qty);
	xg_dec_fmt(px, v->worst);
	if (v->why)
		snprintf(what, sizeof what, "nothing: %s", v->why);
	else if (xg_dec_sign(v->qty) <= 0)
		snprintf(what, sizeof what, "nothing: others are better");
	else if (xg_dec_sign(v->worst) > 0)
		snprintf(what, sizeof what, "%s at %s or better", qty, px);
	else
		snprintf(what, sizeof what, "%s resting", qty);
	xg_warn(io, "%.*s: %-10.*s %s, fee %s bps", XG_STR_ARG(id),
		XG_STR_ARG(v->m->venue), what, fee);
}

/* What the last plan gave. */
static int give(struct xg_io *io, struct route *r)
{
	struct xg_rec out;
	int rc = 0;

	for (size_t i = 0; r->explain && i < r->route.venue_n; i++)
		explain_one(io, r->route.id, &r->route.venue[i]);
	while (rc == 0 && xg_route_next(&r->route, &out) > 0) {
		if (out.type == XG_REC_REJECT) {
			xg_status_at_end(io, XG_EXIT_FAILED);
			xg_note(io, "%.*s: %s", XG_STR_ARG(r->route.id),
				r->route.detail);
		}
		rc = xg_emit(io, &out);
	}
	return rc;
}

/* A record of the journal that is followed. */
static int follow(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct route *r = state;
	struct xg_error err = { 0 };
	struct xg_market *m;

	if (rec->type == XG_REC_EXEC)
		return !r->past && xg_route_again(&r->route, rec) ? give(io, r)
								  : 0;
	if (xg_route_apply(&r->route, rec, &m, &err) < 0)
		xg_warn(io, "%s: %s", r->journal.path.p, err.text);
	return 0;
}

static int open_journal(struct xg_io *io, struct route *r)
{
	int rc;

	if (r->no_follow)
		return 0;
	rc = xg_follow_open(io, &r->journal, r->follow, r->env, FOLLOWED);
	r->past = true;
	if (rc == 0)
		rc = xg_follow_read(io, &r->journal, follow, r);
	r->past = false;
	return rc;
}

static int route_open(struct xg_io *io, void *state)
{
	struct route *r = state;
	struct xg_str rest = xg_str_from(r->prefer), venue;
	struct xg_error err = { 0 };

	for (size_t i = 0; i < r->fees.n; i++) {
		if (xg_fees_set(&r->route.fees, xg_str_from(r->fees.item[i]),
			    &err) < 0)
			return xg_fail(
				io, XG_EXIT_USAGE, "--fee: %s", err.text);
	}
	while (rest.n) {
		venue = xg_str_cut(&rest, ',');
		if (!venue.n || r->route.o.prefer_n == XG_ROUTE_PREFER)
			return xg_fail(io, XG_EXIT_USAGE,
				"--prefer: name 1 to "
				"%d venues, a comma between",
				XG_ROUTE_PREFER);
		r->route.o.prefer[r->route.o.prefer_n++] = venue;
	}
	return open_journal(io, r);
}

static int route_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct route *r = state;
	struct xg_error err = { 0 };
	struct xg_market *m;
	bool plans = rec->type == XG_REC_ARB ||
		     (rec->type == XG_REC_ORDER && !(rec->has & XG_HAS_VENUE));
	int applied, rc = 0;

	if (plans || rec->type == XG_REC_TICK)
		rc = xg_follow_read(io, &r->journal, follow, r);
	if (rc)
		return rc;
	if (plans) {
		xg_route_plan(&r->route, rec);
		return give(io, r);
	}
	if (rec->type == XG_REC_ORDER)
		return xg_forward(io, rec);
	if (rec->type == XG_REC_EXEC) {
		rc = xg_forward(io, rec);
		return rc || !xg_route_again(&r->route, rec) ? rc : give(io, r);
	}
	applied = xg_route_apply(&r->route, rec, &m, &err);
	if (applied < 0 && (applied != XG_ERR_STATE || !m))
		return xg_bad_record(io, rec, &err);
	if (applied < 0)
		xg_warn(io, "%.*s %.*s: %s; not used until its next snapshot",
			XG_STR_ARG(m->venue), XG_STR_ARG(m->sym), err.text);
	return xg_forward(io, rec);
}

static void route_close(struct xg_io *io, void *state)
{
	struct route *r = state;

	(void)io;
	xg_follow_release(&r->journal);
	xg_route_release(&r->route);
}

#define AT(member) offsetof(struct route, member)

static const struct xg_opt route_opts[] = {
	{ .name = "env",
		.arg = "env",
		.kind = XG_OPT_TEXT,
		.off = AT(env),
		.def = "paper",
		.help = "paper, test or live: whose journal to follow",
		.env = "XG_ENV" },
	{ .name = "explain",
		.kind = XG_OPT_FLAG,
		.off = AT(explain),
		.help = "say on stderr what each venue gets and why" },
	{ .name = "fee",
		.arg = "rate",
		.kind = XG_OPT_LIST,
		.off = AT(fees),
		.help = "VENUE=BPS: fee of a venue, over what records say" },
	{ .name = "follow",
		.arg = "file",
		.kind = XG_OPT_FILE,
		.off = AT(follow),
		.help = "journal to follow, instead of that of xg-order" },
	{ .name = "leverage",
		.arg = "n",
		.kind = XG_OPT_INT,
		.off = AT(route.o.leverage),
		.def = "1",
		.min = 1,
		.max = 125,
		.help = "of derivatives, when balances are checked" },
	{ .name = "max-age",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(route.o.max_age),
		.def = "5s",
		.max = INT64_C(3600) * 1000000,
		.help = "use no book older than this (0 = any age)" },
	{ .name = "merge-bbo",
		.kind = XG_OPT_FLAG,
		.off = AT(route.books.merge_bbo),
		.help = "best prices that are ahead of a book change it" },
	{ .name = "no-balances",
		.kind = XG_OPT_FLAG,
		.off = AT(route.o.no_balances),
		.help = "pass orders without looking at balances" },
	{ .name = "no-follow",
		.kind = XG_OPT_FLAG,
		.off = AT(no_follow),
		.help = "follow no journal: all comes on standard input" },
	{ .name = "prefer",
		.arg = "venues",
		.kind = XG_OPT_TEXT,
		.off = AT(prefer),
		.help = "of equal venues these first, comma between" },
	{ 0 }
};

const struct xg_stage xg_route_stage = {
	.name = "xg-route",
	.summary = "split orders over venues by cost",
	.synopsis = "",
	.opts = route_opts,
	.size = sizeof(struct route),
	.takes = XG_ROUTE_TAKES | XG_REC_BIT(XG_REC_ORDER) |
		 XG_REC_BIT(XG_REC_ARB) | XG_REC_BIT(XG_REC_EXEC),
	.gives = XG_REC_BIT(XG_REC_ORDER) | XG_REC_BIT(XG_REC_REJECT) |
		 XG_REC_BIT(XG_REC_ALERT),
	.exits = 1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG,
	.feedback = true,
	.pure = true,
	.examples =
		(const char *const[]){
			"xg-feed binance:BTC-USDT okx:BTC-USDT -c book | xg-arb cross "
			"| xg-route | xg-risk -l limits.json | xg-order",
			"xg-route --prefer okx,binance --explain <orders.ndjson",
			NULL },
	.open = route_open,
	.record = route_record,
	.close = route_close,
};
