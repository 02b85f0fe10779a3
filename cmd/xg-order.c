/* xg-order: orders to venues, and what became of them. */
#include "desk/dry.h"
#include "desk/session.h"
#include "entry/entry.h"
#include "io/clock.h"
#include "io/proc.h"
#include "net/journal_look.h"
#include "sess/single.h"

struct order {
	/* options */
	struct xg_entry entry;
	int unwind, tif, pos;
	const char *cred_file, *id;
	int64_t sign_time, dead_man, drain, group_wait;
	struct xg_dec unwind_bps, px, qty;
	bool dry_run, cancel_on_exit, reduce, post_only, allow_withdraw,
		same_account;

	struct xg_io *io;
	struct xg_session session;
	struct xg_desk desk; /* of a dry run */
	struct xg_dry dry;
	bool verb;    /* one order from the command line */
	bool stopped; /* a signal came */
	int status;   /* of a verb that has ended */
};

/* ---- what comes back ---- */

static void tell(
	struct order *s, struct xg_str id, int reason, struct xg_str detail)
{
	const char *why = xg_word(XG_WORDS_REASON, reason);

	xg_status_at_end(s->io, xg_entry_refused(reason));
	if (s->verb)
		xg_warn(s->io, "%.*s was refused (%s): %.*s", XG_STR_ARG(id),
			why ? why : "other", XG_STR_ARG(detail));
	else
		xg_note(s->io, "%.*s was refused (%s): %.*s", XG_STR_ARG(id),
			why ? why : "other", XG_STR_ARG(detail));
}

static int on_emit(void *ctx, const struct xg_rec *rec)
{
	struct order *s = ctx;

	if (rec->type == XG_REC_REJECT)
		tell(s, rec->u.reject.id, rec->u.reject.reason,
			rec->u.reject.detail);
	if (rec->type == XG_REC_EXEC &&
		(rec->u.exec.event == XG_EXEC_REJECTED ||
			(rec->u.exec.event == XG_EXEC_CANCEL_REJECTED &&
				s->verb)))
		tell(s, rec->u.exec.id, rec->u.exec.reason, rec->u.exec.detail);
	return xg_emit(s->io, rec) == 0 ? 0 : XG_ERR_STATE;
}

static void on_over(void *ctx, int rc, const char *why, int open, bool doubt)
{
	struct order *s = ctx;

	if (rc < 0) {
		if (why[0])
			xg_fail(s->io, 0, "%s", why);
		xg_quit(s->io, xg_entry_exit(rc));
		return;
	}
	if (doubt)
		xg_status_at_end(s->io,
			xg_fail(s->io, XG_EXIT_NET,
				"some orders are still in doubt; they are in "
				"the journal: run xg-order again to ask for "
				"them"));
	if (s->session.cancel && open)
		xg_status_at_end(
			s->io, xg_fail(s->io, XG_EXIT_FAILED,
				       "%d orders are still open", open));
	else if (open)
		xg_note(s->io, "%d orders rest at the venues", open);
	xg_done(s->io);
}

/* ---- opening ---- */

static struct xg_desk_opts desk_opts(struct order *s)
{
	struct xg_desk_opts o = xg_entry_desk(&s->entry, s->io);

	o.cred_file = s->cred_file;
	o.dry = s->dry_run;
	return o;
}

static int open_dry(struct order *s, struct xg_error *err)
{
	struct xg_desk_opts o = desk_opts(s);
	int rc = xg_desk_open(&s->desk, &o, err);

	/* Without a simulator the request can be shown unsigned. */
	if (rc < 0 && s->entry.env == XG_ENV_PAPER && !s->cred_file &&
		(rc == XG_ERR_ABSENT || rc == XG_ERR_CONFIG)) {
		xg_desk_release(&s->desk);
		o.no_keys = true;
		rc = xg_desk_open(&s->desk, &o, err);
	}
	if (rc == 0)
		rc = xg_desk_cached(&s->desk, err);
	if (rc == 0)
		rc = xg_dry_open(&s->dry, &s->desk, s->sign_time * 1000,
			s->cred_file && s->sign_time, on_emit, s);
	return rc < 0 ? rc : xg_dry_journal(&s->dry, err);
}

static int open_session(struct order *s, struct xg_error *err)
{
	struct xg_session_opts o = { .desk = desk_opts(s),
		.conf = { .deadman_us = s->verb ? 0 : s->dead_man,
			.group_wait_us = s->group_wait,
			.forget_us = 15000000,
			.same_account = s->same_account,
			.unwind = (enum xg_unwind)s->unwind,
			.unwind_bps = s->unwind_bps },
		.drain_us = s->drain,
		.allow_withdraw = s->allow_withdraw,
		.emit = on_emit,
		.over = on_over,
		.ctx = s };

	return xg_session_open(&s->session, xg_io_loop(s->io), &o, err);
}

static int start(struct xg_io *io, struct order *s)
{
	struct xg_error err = { 0 };
	int rc;

	s->io = io;
	xg_proc_hide();
	if (!s->dry_run && (s->sign_time || s->cred_file))
		return xg_fail(io, XG_EXIT_USAGE,
			"--sign-time and --cred-file are for --dry-run only");
	rc = s->dry_run ? open_dry(s, &err) : open_session(s, &err);
	if (rc < 0)
		return xg_fail(io, xg_entry_exit(rc), "%s", err.text);
	if (!s->dry_run)
		xg_hold(io);
	return 0;
}

static int order_open(struct xg_io *io, void *state)
{
	return start(io, state);
}

static int give(struct order *s, const struct xg_rec *rec)
{
	int rc = s->dry_run ? xg_dry_give(&s->dry, rec)
			    : xg_session_give(&s->session, rec);

	if (rc == XG_ERR_STATE)
		return XG_EXIT_FAILED; /* the output is gone */
	return rc < 0 ? xg_fail(s->io, XG_EXIT_FAILED, "%s", xg_err_text(rc))
		      : 0;
}

static int order_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	(void)io;
	return give(state, rec);
}

static int order_finish(struct xg_io *io, void *state)
{
	struct order *s = state;

	(void)io;
	if (!s->dry_run)
		xg_session_end(&s->session, s->cancel_on_exit);
	return 0;
}

static void order_stop(struct xg_io *io, void *state)
{
	struct order *s = state;

	if (s->dry_run || !s->session.timer)
		xg_done(io);
	else
		xg_session_end(&s->session, s->cancel_on_exit);
}

static void order_close(struct xg_io *io, void *state)
{
	struct order *s = state;

	(void)io;
	xg_session_release(&s->session);
	xg_dry_release(&s->dry);
	xg_desk_release(&s->desk);
}

/* ---- verbs ---- */

static int once(struct xg_io *io, struct order *s, struct xg_rec *rec)
{
	int rc;

	s->verb = true;
	rc = start(io, s);
	if (rc == 0)
		rc = give(s, rec);
	if (rc == 0 && !s->dry_run)
		xg_session_end(&s->session, s->cancel_on_exit);
	return rc;
}

static struct xg_single single(const struct order *s, const char *id)
{
	return (struct xg_single){ .id = id,
		.px = s->px,
		.qty = s->qty,
		.tif = s->tif,
		.pos = s->pos,
		.post_only = s->post_only,
		.reduce = s->reduce };
}

static int trade(struct xg_io *io, struct order *s, int side)
{
	unsigned char some[4] = { 0 };
	struct xg_error err = { 0 };
	struct xg_single one;
	struct xg_rec rec;
	char id[XG_MADE_ID];

	if (xg_argc(io) != 2 || s->entry.venues.n != 1)
		return xg_fail(io, XG_EXIT_USAGE,
			"say the quantity, the symbol and one --venue, such "
			"as: xg-order buy 0.01 BTC-USDT --venue okx");
	xg_random(some, sizeof some);
	xg_made_id(id, xg_clock_us(), some);
	one = single(s, s->id ? s->id : id);
	one.side = side;
	one.qty_word = xg_arg(io, 0);
	one.sym_word = xg_arg(io, 1);
	one.venue = s->entry.venues.item[0];
	if (xg_venue_find(xg_str_from(one.venue)))
		one.venue = xg_venue_find(xg_str_from(one.venue))->name;
	if (xg_single_order(&one, &rec, &err) < 0)
		return xg_fail(io, XG_EXIT_USAGE, "%s", err.text);
	return once(io, s, &rec);
}

static int order_buy(struct xg_io *io, void *state)
{
	return trade(io, state, XG_BUY);
}

static int order_sell(struct xg_io *io, void *state)
{
	return trade(io, state, XG_SELL);
}

static int order_cancel(struct xg_io *io, void *state)
{
	struct order *s = state;
	struct xg_single one;
	struct xg_rec rec;

	if (xg_argc(io) != 1)
		return xg_fail(io, XG_EXIT_USAGE,
			"say the id of the order, or all: every order of the "
			"journal that is open");
	one = single(s, xg_arg(io, 0));
	xg_single_cancel(&one, &rec);
	return once(io, s, &rec);
}

static int order_amend(struct xg_io *io, void *state)
{
	struct order *s = state;
	struct xg_error err = { 0 };
	struct xg_single one = single(s, xg_argc(io) ? xg_arg(io, 0) : "");
	struct xg_rec rec;

	if (xg_argc(io) != 1 || xg_single_amend(&one, &rec, &err) < 0)
		return xg_fail(io, XG_EXIT_USAGE,
			"say the id of the order, and --px or --qty");
	return once(io, s, &rec);
}

/* ---- the journal ---- */

static int emit_line(void *ctx, const struct xg_rec *rec)
{
	return xg_emit(ctx, rec) ? XG_ERR_STATE : 0;
}

static int order_journal(struct xg_io *io, void *state)
{
	const char *env =
		xg_env_word((enum xg_env)((struct order *)state)->entry.env);
	bool verify = xg_argc(io) == 1 && !strcmp(xg_arg(io, 0), "verify");
	struct xg_chain chain;
	struct xg_error err = { 0 };
	int64_t n, torn;

	if (!verify && (xg_argc(io) != 2 || strcmp(xg_arg(io, 0), "why") != 0))
		return xg_fail(io, XG_EXIT_USAGE,
			"say: journal verify, or: journal why ID");
	n = verify ? xg_journal_verify(env, &chain, &torn, &err)
		   : xg_journal_why(env, xg_str_from(xg_arg(io, 1)), emit_line,
			     io, &err);
	if (n == XG_ERR_STATE && !err.text[0])
		return 0; /* the reader of the output has gone */
	if (n < 0)
		return xg_fail(io,
			n == XG_ERR_ABSENT ? XG_EXIT_CONFIG : XG_EXIT_FAILED,
			"%s", err.text);
	if (verify)
		return xg_print(io, "%lld lines, unchanged; the last is %s%s\n",
			(long long)n, chain.n ? chain.last : "none",
			torn ? "; a torn line follows" : "");
	return n ? 0
		 : xg_fail(io, XG_EXIT_FAILED, "the journal has no order %s",
			   xg_arg(io, 1));
}

/* ---- tables ---- */

#define AT(member) offsetof(struct order, member)

static const char *const unwinds[] = { "market", "limit", "none", NULL };
static const char *const tifs[] = { "", "gtc", "ioc", "fok", "gtx", "gtd",
	NULL };
static const char *const sides[] = { "", "long", "short", NULL };

static const struct xg_opt trade_opts[] = {
	{ .name = "id",
		.arg = "id",
		.kind = XG_OPT_TEXT,
		.off = AT(id),
		.help = "of the order; made up when not given" },
	{ .name = "pos",
		.arg = "side",
		.kind = XG_OPT_WORD,
		.off = AT(pos),
		.words = sides,
		.help = "long or short, for accounts in hedge mode" },
	{ .name = "post-only",
		.kind = XG_OPT_FLAG,
		.off = AT(post_only),
		.help = "refuse to take: the same as --tif gtx" },
	{ .name = "px",
		.arg = "price",
		.kind = XG_OPT_DEC,
		.off = AT(px),
		.min = 1,
		.help = "a limit order; a market order without it" },
	{ .name = "reduce",
		.kind = XG_OPT_FLAG,
		.off = AT(reduce),
		.help = "only make a position smaller" },
	{ .name = "tif",
		.arg = "word",
		.kind = XG_OPT_WORD,
		.off = AT(tif),
		.words = tifs,
		.help = "gtc, ioc, fok, gtx (post only), gtd" },
	{ 0 }
};
static const struct xg_opt amend_opts[] = { { .name = "px",
						    .arg = "price",
						    .kind = XG_OPT_DEC,
						    .off = AT(px),
						    .min = 1,
						    .help = "the new price" },
	{ .name = "qty",
		.arg = "qty",
		.kind = XG_OPT_DEC,
		.off = AT(qty),
		.min = 1,
		.help = "the new quantity, filled part included" },
	{ 0 } };

static const struct xg_opt order_opts[] = {
	{ .name = "allow-withdraw-key",
		.kind = XG_OPT_FLAG,
		.off = AT(allow_withdraw),
		.help = "live: take a key that may withdraw" },
	{ .name = "cancel-on-exit",
		.kind = XG_OPT_FLAG,
		.off = AT(cancel_on_exit),
		.help = "at the end cancel what is open" },
	{ .name = "cred-file",
		.arg = "file",
		.kind = XG_OPT_FILE,
		.off = AT(cred_file),
		.help = "for --dry-run: key, secret, passphrase" },
	{ .name = "dead-man",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(dead_man),
		.def = "60s",
		.max = INT64_C(120) * 1000000,
		.help = "venues cancel all when we fall silent (0 = never)" },
	{ .name = "drain",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(drain),
		.def = "30s",
		.min = 0,
		.max = INT64_C(3600) * 1000000,
		.help = "at the end wait so long for what is in doubt" },
	{ .name = "dry-run",
		.kind = XG_OPT_FLAG,
		.off = AT(dry_run),
		.help = "print the requests, send nothing" },
	XG_ENTRY_ENV(AT(entry)),
	{ .name = "group-wait",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(group_wait),
		.def = "1s",
		.min = 1000,
		.max = INT64_C(60) * 1000000,
		.help = "the legs of a group come within this" },
	XG_ENTRY_KEY_FILE(AT(entry)), XG_ENTRY_LABEL(AT(entry)),
	XG_ENTRY_PASS_FD(AT(entry)),
	{ .name = "same-account",
		.kind = XG_OPT_FLAG,
		.off = AT(same_account),
		.help = "the key replaces the one of orders in the journal" },
	{ .name = "sign-time",
		.arg = "ms",
		.kind = XG_OPT_INT,
		.off = AT(sign_time),
		.min = 0,
		.max = INT64_C(4102444800000),
		.help = "for --dry-run: sign as of this time" },
	{ .name = "unwind",
		.arg = "how",
		.kind = XG_OPT_WORD,
		.off = AT(unwind),
		.def = "market",
		.words = unwinds,
		.help = "what a failed group has: market, limit or none" },
	{ .name = "unwind-bps",
		.arg = "bps",
		.kind = XG_OPT_DEC,
		.off = AT(unwind_bps),
		.def = "50",
		.help = "how far --unwind limit may go" },
	XG_ENTRY_VENUE(AT(entry)), { 0 }
};

static const struct xg_verb order_verbs[] = {
	{ .name = "amend",
		.synopsis = "id",
		.opts = amend_opts,
		.help = "change price or quantity",
		.run = order_amend },
	{ .name = "buy",
		.synopsis = "qty symbol",
		.opts = trade_opts,
		.help = "place one order",
		.run = order_buy },
	{ .name = "cancel",
		.synopsis = "id",
		.help = "cancel an order of the journal, or all",
		.run = order_cancel },
	{ .name = "journal",
		.synopsis = "verify | why id",
		.help = "check the journal; tell the story of an order",
		.run = order_journal },
	{ .name = "sell",
		.synopsis = "qty symbol",
		.opts = trade_opts,
		.help = "place one order",
		.run = order_sell },
	{ 0 }
};

const struct xg_stage xg_order_stage = {
	.name = "xg-order",
	.summary = "send orders to venues and tell what becomes of them",
	.synopsis = "",
	.opts = order_opts,
	.verbs = order_verbs,
	.verb_optional = true,
	.size = sizeof(struct order),
	.takes = XG_REC_BIT(XG_REC_ORDER) | XG_REC_BIT(XG_REC_CANCEL) |
		 XG_REC_BIT(XG_REC_AMEND),
	.gives = XG_REC_BIT(XG_REC_EXEC) | XG_REC_BIT(XG_REC_FILL) |
		 XG_REC_BIT(XG_REC_REJECT) | XG_REC_BIT(XG_REC_BALANCE) |
		 XG_REC_BIT(XG_REC_POSITION) | XG_REC_BIT(XG_REC_STATUS) |
		 XG_REC_BIT(XG_REC_ALERT),
	.args_max = 2,
	.exits = 1u << XG_EXIT_FAILED | 1u << XG_EXIT_DATA |
		 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET |
		 1u << XG_EXIT_HALTED,
	.runner = xg_run_loop,
	.examples =
		(const char *const[]){
			"xg-feed binance:BTC-USDT okx:BTC-USDT -c book | xg-arb "
			"cross | xg-route | xg-risk -l limits.json | xg-order",
			"xg-order buy 0.01 BTC-USDT --px 64000 --venue okx",
			"xg-order journal why xg000642a1b2c3d45e6f7a8", NULL },
	.open = order_open,
	.record = order_record,
	.finish = order_finish,
	.close = order_close,
	.stop = order_stop,
};
