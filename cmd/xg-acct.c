/* xg-acct: what an account has: balances, positions, orders, fills, fees, keys. */
#include "desk/enquiry.h"
#include "entry/entry.h"
#include "io/proc.h"
#include "rec/sym.h"

struct acct {
	struct xg_entry entry;
	int64_t watch, since;

	struct xg_io *io;
	struct xg_enquiry q;
	char (*sym)[XG_SYM_MAX + 1]; /* owned */
	const char **syms;	     /* owned */
	size_t n;
	int failures; /* in a row, with --watch */
	bool gone;    /* the output takes nothing more */
};

static int on_emit(void *ctx, const struct xg_rec *rec)
{
	struct acct *s = ctx;

	s->gone = s->gone || xg_emit(s->io, rec) != 0;
	return s->gone ? XG_ERR_STATE : 0;
}

/* The next round, or the end: outside of the asker's own call. */
static void on_done(void *ctx, int rc, const char *why)
{
	struct acct *s = ctx;

	if (s->gone) {
		xg_quit(s->io, XG_EXIT_OK);
		return;
	}
	if (rc < 0 && s->watch && rc == XG_ERR_NET) {
		xg_warn(s->io, "%s; asking again", why);
		s->failures++;
	} else if (rc < 0) {
		/* The account is there; which symbol was not said. */
		xg_quit(s->io, xg_fail(s->io,
				       rc == XG_ERR_ABSENT ? XG_EXIT_USAGE
							   : xg_entry_exit(rc),
				       "%s", why));
		return;
	}
	xg_flush(s->io);
	if (s->watch)
		xg_enquiry_again(&s->q, s->watch);
	else
		xg_done(s->io);
}

static int read_symbols(struct xg_io *io, struct acct *s)
{
	s->n = (size_t)xg_argc(io);
	s->sym = calloc(s->n + 1, sizeof *s->sym);
	s->syms = calloc(s->n + 1, sizeof *s->syms);
	if (!s->sym || !s->syms)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	for (size_t i = 0; i < s->n; i++) {
		int n = xg_sym_normal(
			s->sym[i], xg_str_from(xg_arg(io, (int)i)));

		if (n < 0)
			return xg_fail(io, XG_EXIT_USAGE,
				"\"%.60s\" is no symbol, such as BTC-USDT",
				xg_arg(io, (int)i));
		s->sym[i][n] = '\0';
		s->syms[i] = s->sym[i];
	}
	return 0;
}

static int start(struct xg_io *io, struct acct *s, enum xg_op op)
{
	struct xg_desk_opts o = xg_entry_desk(&s->entry, io);
	struct xg_error err = { 0 };
	int rc = read_symbols(io, s);

	if (rc)
		return rc;
	o.dry = true; /* looking needs no arming */
	s->io = io;
	s->q.since = s->since;
	s->q.ask = (struct xg_asker_opts){ .op = op,
		.sym = s->syms,
		.syms = s->n,
		.emit = on_emit,
		.done = on_done,
		.ctx = s };
	xg_proc_hide();
	rc = xg_enquiry_start(&s->q, xg_io_loop(io), &o, &err);
	if (rc < 0)
		return xg_fail(io, xg_entry_exit(rc), "%s", err.text);
	xg_hold(io);
	return 0;
}

#define VERB(name, op) \
	static int acct_##name(struct xg_io *io, void *state) \
	{ \
		return start(io, state, op); \
	}
VERB(balances, XG_OP_BALANCES)
VERB(fees, XG_OP_FEES)
VERB(fills, XG_OP_FILLS)
VERB(keys, XG_OP_KEYINFO)
VERB(orders, XG_OP_OPEN)
VERB(positions, XG_OP_POSITIONS)

static void acct_stop(struct xg_io *io, void *state)
{
	(void)state;
	xg_done(io);
}

static void acct_close(struct xg_io *io, void *state)
{
	struct acct *s = state;

	(void)io;
	xg_enquiry_release(&s->q);
	free(s->sym);
	free(s->syms);
}

#define AT(member) offsetof(struct acct, member)

static const struct xg_opt acct_opts[] = { XG_ENTRY_ENV(AT(entry)),
	XG_ENTRY_KEY_FILE(AT(entry)), XG_ENTRY_LABEL(AT(entry)),
	XG_ENTRY_PASS_FD(AT(entry)),
	{ .name = "since",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(since),
		.max = INT64_C(90) * 86400 * 1000000,
		.help = "fills of so long ago at most" },
	XG_ENTRY_VENUE(AT(entry)),
	{ .name = "watch",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(watch),
		.max = INT64_C(86400) * 1000000,
		.help = "ask again each time this has passed" },
	{ 0 } };

static const struct xg_verb acct_verbs[] = {
	{ .name = "balances",
		.synopsis = "",
		.help = "what there is of each currency",
		.run = acct_balances },
	{ .name = "fees",
		.synopsis = "[symbol ...]",
		.help = "maker and taker rates",
		.run = acct_fees },
	{ .name = "fills",
		.synopsis = "[symbol ...]",
		.help = "own trades",
		.run = acct_fills },
	{ .name = "keys",
		.synopsis = "",
		.help = "what the keys may do",
		.run = acct_keys },
	{ .name = "orders",
		.synopsis = "[symbol ...]",
		.help = "open orders",
		.run = acct_orders },
	{ .name = "positions",
		.synopsis = "",
		.help = "open positions",
		.run = acct_positions },
	{ 0 }
};

const struct xg_stage xg_acct_stage = {
	.name = "xg-acct",
	.summary = "tell what accounts have",
	.synopsis = "",
	.opts = acct_opts,
	.verbs = acct_verbs,
	.size = sizeof(struct acct),
	.gives = XG_REC_BIT(XG_REC_BALANCE) | XG_REC_BIT(XG_REC_POSITION) |
		 XG_REC_BIT(XG_REC_EXEC) | XG_REC_BIT(XG_REC_FILL) |
		 XG_REC_BIT(XG_REC_FEE) | XG_REC_BIT(XG_REC_KEYINFO),
	.args_max = -1,
	.no_input = true,
	.exits =
		1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET,
	.runner = xg_run_loop,
	.examples = (const char *const[]){ "xg-acct balances --watch 60s",
		"xg-acct fills BTC-USDT --since 1d --venue binance",
		"xg-acct keys --env live --key-file ~/.xg-passphrase", NULL },
	.close = acct_close,
	.stop = acct_stop,
};
