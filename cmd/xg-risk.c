/* xg-risk: no order passes that is over a limit, or that cannot be checked. */
#include <signal.h>

#include "base/time.h"
#include "io/clock.h"
#include "io/file.h"
#include "io/halt.h"
#include "rec/sym.h"
#include "risk/risk.h"
#include "stage/follow.h"
#include "stage/stage.h"
#include "venue/venue.h"

#define LIMITS_MAX ((size_t)1 << 20)
#define FOLLOWED \
	(XG_REC_BIT(XG_REC_ORDER) | XG_REC_BIT(XG_REC_EXEC) | \
		XG_REC_BIT(XG_REC_FILL) | XG_REC_BIT(XG_REC_REJECT) | \
		XG_REC_BIT(XG_REC_BALANCE) | XG_REC_BIT(XG_REC_POSITION))

enum stage_word { STAGE_FULL, STAGE_10, STAGE_100 };

struct risk {
	const char *limits, *follow, *env, *venue, *reason;
	int stage;
	bool explain, merge_bbo, no_follow;

	struct xg_risk *risk; /* owned */
	struct xg_halt halt;
	struct xg_follow journal;
	bool past; /* reading what the journal held at the start */
	bool was_halted;
};

static bool halted(void *arg, struct xg_str venue, struct xg_str *why)
{
	struct risk *r = arg;

	return xg_halt_is(&r->halt, venue, why);
}

static int misnamed(struct xg_io *io, const struct risk *r, struct xg_str name,
	const char *meant)
{
	return xg_fail(io, XG_EXIT_CONFIG,
		"%s: %.*s is another name of %s, which no record has; write %s",
		r->limits, XG_STR_ARG(name), meant, meant);
}

/* Records have a venue's own name and the unified symbol: a limit for another
 * spelling would bind nobody. */
static int check_name(
	struct xg_io *io, const struct risk *r, struct xg_str name)
{
	struct xg_str rest = name, venue = xg_str_cut(&rest, ':');
	const char *meant = xg_venue_meant(venue);
	char sym[XG_SYM_MAX];

	if (meant)
		return misnamed(io, r, venue, meant);
	if (xg_sym_normal(sym, name) > 0 && !xg_str_is_text(name, sym))
		return misnamed(io, r, name, sym);
	if (xg_sym_normal(sym, rest) > 0 && !xg_str_is_text(rest, sym))
		return misnamed(io, r, rest, sym);
	return 0;
}

static int check_names(
	struct xg_io *io, const struct risk *r, const struct xg_limits *l)
{
	int rc = 0;

	for (size_t i = 0; i < l->venues && rc == 0; i++)
		rc = check_name(io, r, l->venue[i]);
	for (size_t i = 0; i < l->symbols && rc == 0; i++)
		rc = check_name(io, r, l->symbol[i]);
	for (size_t i = 0; i < l->overs && rc == 0; i++)
		rc = check_name(io, r, l->over[i].name);
	return rc;
}

/* Reads the limits file; a sentence on stderr when it is bad. */
static int load_limits(struct xg_io *io, struct risk *r, struct xg_limits *l)
{
	static const int64_t cap[] = { [STAGE_10] = 10, [STAGE_100] = 100 };
	struct xg_buf text = { 0 };
	struct xg_error err = { 0 };
	int rc = xg_file_read(&text, r->limits, LIMITS_MAX, &err);

	if (rc == 0)
		rc = xg_limits_parse(l, xg_buf_view(&text), &err);
	xg_buf_release(&text);
	if (rc == 0 && r->stage != STAGE_FULL)
		xg_limits_stage(l, xg_dec_int(cap[r->stage]));
	if (rc == 0) {
		rc = check_names(io, r, l);
		if (rc)
			xg_limits_release(l);
		return rc;
	}
	if (err.line)
		return xg_fail(io, XG_EXIT_CONFIG, "%s:%lld:%lld: %s",
			r->limits, (long long)err.line, (long long)err.col,
			err.text);
	return xg_fail(io, XG_EXIT_CONFIG, "%s", err.text);
}

/* What came of an order, and alerts. */
static int drain(struct xg_io *io, struct risk *r)
{
	enum xg_risk_outcome outcome;
	struct xg_rec out;
	int rc = 0;

	while (rc == 0 && xg_risk_next(r->risk, &out, &outcome) > 0) {
		if (outcome == XG_RISK_PASS) {
			rc = xg_pass(io, &out);
			continue;
		}
		if (out.type == XG_REC_REJECT) {
			bool stop = out.u.reject.reason == XG_WHY_HALTED;

			xg_status_at_end(
				io, stop ? XG_EXIT_HALTED : XG_EXIT_FAILED);
			xg_note(io, "%.*s: %.*s: %.*s",
				XG_STR_ARG(out.u.reject.id),
				XG_STR_ARG(out.u.reject.rule),
				XG_STR_ARG(out.u.reject.detail));
		}
		rc = xg_emit(io, &out);
	}
	return rc;
}

/* ---- the journal ---- */

static int follow(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct risk *r = state;
	struct xg_error err = { 0 };

	if (xg_risk_follow(r->risk, rec, r->past, &err) < 0) {
		xg_warn(io, "%s:%lld: %s", r->journal.path.p,
			(long long)r->journal.lines.line, err.text);
		xg_status_at_end(io, XG_EXIT_DATA);
	}
	return drain(io, r);
}

static int open_journal(struct xg_io *io, struct risk *r)
{
	int rc;

	if (r->no_follow)
		return 0;
	r->journal.eager = true; /* no order on what may be out of date */
	rc = xg_follow_open(io, &r->journal, r->follow, r->env, FOLLOWED);
	r->past = true;
	if (rc == 0)
		rc = xg_follow_read(io, &r->journal, follow, r);
	r->past = false;
	return rc;
}

/* ---- the filter ---- */

static int risk_open(struct xg_io *io, void *state)
{
	struct risk *r = state;
	struct xg_limits limits;
	struct xg_error err = { 0 };
	int rc;

	if (!r->limits)
		return xg_fail(io, XG_EXIT_CONFIG,
			"there is no limits file, so no order may pass; name "
			"one with --limits (its form: xg-limits(5))");
	if (xg_halt_open(&r->halt, r->env, &err) < 0)
		return xg_fail(io, XG_EXIT_CONFIG, "%s", err.text);
	rc = load_limits(io, r, &limits);
	if (rc)
		return rc;
	r->risk = xg_risk_new(&limits, halted, r);
	if (!r->risk) {
		xg_limits_release(&limits);
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	}
	xg_risk_explain(r->risk, r->explain || xg_io_verbose(io));
	xg_risk_merge_bbo(r->risk, r->merge_bbo);
	return open_journal(io, r);
}

/* A halt that came or went is told once. */
static int look(struct xg_io *io, struct risk *r)
{
	static const struct xg_str none;
	struct xg_str why = none;
	struct xg_rec out;
	bool now;

	if (!xg_halt_look(&r->halt) && r->was_halted == r->halt.all)
		return 0;
	now = xg_halt_is(&r->halt, none, &why);
	if (now == r->was_halted)
		return 0;
	r->was_halted = now;
	xg_rec_start(&out, XG_REC_ALERT, none, none, 0, xg_io_time(io));
	XG_REC_SET(&out, alert.level, now ? XG_CRIT : XG_WARN);
	XG_REC_SET(
		&out, alert.code, now ? XG_STR("halted") : XG_STR("resumed"));
	XG_REC_SET(&out, alert.msg,
		now && why.n ? why
		: now	     ? XG_STR("no orders pass")
			     : XG_STR("orders pass again"));
	return xg_emit(io, &out);
}

static int risk_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct risk *r = state;
	struct xg_error err = { 0 };
	bool order = rec->type == XG_REC_ORDER || rec->type == XG_REC_AMEND;
	int rc = 0;

	if (order || rec->type == XG_REC_TICK) {
		rc = xg_follow_read(io, &r->journal, follow, r);
		if (rc == 0)
			rc = look(io, r);
	}
	if (rc)
		return rc;
	if (order) {
		xg_risk_judge(r->risk, rec);
		return drain(io, r);
	}
	if (xg_risk_apply(r->risk, rec, &err) < 0)
		return xg_bad_record(io, rec, &err);
	rc = xg_forward(io, rec);
	return rc ? rc : drain(io, r);
}

static int risk_finish(struct xg_io *io, void *state)
{
	struct risk *r = state;

	xg_risk_finish(r->risk);
	(void)xg_halt_look(&r->halt);
	if (xg_halt_is(&r->halt, (struct xg_str){ NULL, 0 }, NULL))
		xg_status_at_end(io, XG_EXIT_HALTED);
	return drain(io, r);
}

static void risk_signal(struct xg_io *io, void *state, int signo)
{
	struct risk *r = state;
	struct xg_limits limits;
	struct xg_error err = { 0 };

	if (!r->risk)
		return;
	if (signo == SIGUSR1) {
		if (xg_halt_set(r->env, (struct xg_str){ NULL, 0 },
			    XG_STR("SIGUSR1"), xg_clock_us(), &err) < 0)
			xg_warn(io, "%s", err.text);
		else
			xg_warn(io,
				"halted by SIGUSR1; xg-risk resume ends it");
		(void)look(io, r);
		return;
	}
	if (signo != SIGHUP)
		return;
	if (load_limits(io, r, &limits)) {
		xg_warn(io, "the limits that were in force stay");
		return;
	}
	if (xg_risk_limits(r->risk, &limits) < 0) {
		xg_limits_release(&limits);
		xg_warn(io,
			"out of memory; the limits that were in force stay");
		return;
	}
	xg_warn(io, "%s was read again", r->limits);
}

static void risk_close(struct xg_io *io, void *state)
{
	struct risk *r = state;

	(void)io;
	xg_follow_release(&r->journal);
	xg_risk_free(r->risk);
	xg_halt_release(&r->halt);
}

/* ---- verbs ---- */

static int failed(struct xg_io *io, int rc, const struct xg_error *err)
{
	return xg_fail(io,
		rc == XG_ERR_CONFIG || rc == XG_ERR_AUTH ? XG_EXIT_CONFIG
		: rc == XG_ERR_SYNTAX			 ? XG_EXIT_USAGE
							 : XG_EXIT_FAILED,
		"%s", err->text);
}

/* The venue that is meant, by the name that orders have. */
static struct xg_str venue_of(struct xg_io *io, const struct risk *r)
{
	struct xg_str name = xg_str_from(r->venue);
	const char *meant = r->venue ? xg_venue_meant(name) : NULL;

	if (meant)
		xg_warn(io, "%s is another name of %s", r->venue, meant);
	else if (r->venue && !xg_venue_find(name))
		xg_warn(io,
			"this version knows no venue '%s'; only orders that "
			"have exactly this name are meant",
			r->venue);
	return meant ? xg_str_from(meant) : name;
}

static int run_halt(struct xg_io *io, void *state)
{
	struct risk *r = state;
	struct xg_error err = { 0 };
	struct xg_str venue = venue_of(io, r);
	int rc = xg_halt_set(r->env, venue,
		xg_str_from(r->reason ? r->reason : "by hand"), xg_clock_us(),
		&err);

	if (rc < 0)
		return failed(io, rc, &err);
	/* Whoever is in a hurry may have meant another one. */
	xg_warn(io, "%s: %.*s is halted; other environments are not", r->env,
		(int)(venue.n ? venue.n : 10),
		venue.n ? venue.p : "everything");
	return 0;
}

static int run_resume(struct xg_io *io, void *state)
{
	struct risk *r = state;
	struct xg_error err = { 0 };
	int rc = xg_halt_clear(r->env, venue_of(io, r), &err);

	if (rc < 0)
		return failed(io, rc, &err);
	if (rc == 0)
		return xg_fail(io, XG_EXIT_FAILED, "%s%s",
			r->venue ? r->venue : "nothing was halted",
			r->venue ? " was not halted" : "");
	return 0;
}

static int run_status(struct xg_io *io, void *state)
{
	struct risk *r = state;
	struct xg_str venue, why = { NULL, 0 };
	struct xg_error err = { 0 };
	char when[32];
	size_t pos = 0;
	int64_t at;
	int rc = xg_halt_open(&r->halt, r->env, &err);
	bool any = false;

	if (rc < 0)
		return failed(io, rc, &err);
	while (xg_halt_next(&r->halt, &pos, &venue, &at, &why)) {
		xg_time_iso(when, at, 0);
		any = true;
		xg_print(io, "%s\t%.*s\thalted\t%s\t%.*s\n", r->env,
			XG_STR_ARG(venue), when, XG_STR_ARG(why));
	}
	if (xg_halt_is(&r->halt, (struct xg_str){ NULL, 0 }, &why) && !any)
		xg_print(
			io, "%s\t*\thalted\t\t%.*s\n", r->env, XG_STR_ARG(why));
	else if (!any)
		xg_print(io, "%s\t*\topen\n", r->env);
	return any || r->halt.all ? XG_EXIT_HALTED : 0;
}

#define AT(member) offsetof(struct risk, member)

static const char *const stages[] = { "full", "10", "100", NULL };

static const struct xg_opt reason_opts[] = {
	{ .name = "reason",
		.arg = "text",
		.kind = XG_OPT_TEXT,
		.off = AT(reason),
		.help = "why, for those who ask later" },
	{ 0 }
};

static const struct xg_opt risk_opts[] = {
	{ .name = "env",
		.arg = "env",
		.kind = XG_OPT_TEXT,
		.off = AT(env),
		.def = "paper",
		.help = "paper, test or live" },
	{ .name = "explain",
		.kind = XG_OPT_FLAG,
		.off = AT(explain),
		.help = "an alert with the figures of each order that passes" },
	{ .name = "follow",
		.arg = "file",
		.kind = XG_OPT_FILE,
		.off = AT(follow),
		.help = "journal to follow, instead of that of xg-order" },
	{ .letter = 'l',
		.name = "limits",
		.arg = "file",
		.kind = XG_OPT_FILE,
		.off = AT(limits),
		.help = "the limits; without them nothing starts",
		.env = "XG_LIMITS",
		.conf = "risk.limits" },
	{ .name = "merge-bbo",
		.kind = XG_OPT_FLAG,
		.off = AT(merge_bbo),
		.help = "best prices that are ahead of a book change it" },
	{ .name = "no-follow",
		.kind = XG_OPT_FLAG,
		.off = AT(no_follow),
		.help = "follow no journal: all comes on standard input" },
	{ .name = "stage",
		.arg = "cap",
		.kind = XG_OPT_WORD,
		.off = AT(stage),
		.def = "full",
		.words = stages,
		.help = "cap the notional of every order at this" },
	{ .name = "venue",
		.arg = "venue",
		.kind = XG_OPT_TEXT,
		.off = AT(venue),
		.help = "halt or resume this venue alone" },
	{ 0 }
};

static const struct xg_verb risk_verbs[] = {
	{ .name = "halt",
		.synopsis = "",
		.opts = reason_opts,
		.help = "let no order pass from now on",
		.run = run_halt },
	{ .name = "resume",
		.synopsis = "",
		.help = "take a halt back",
		.run = run_resume },
	{ .name = "status",
		.synopsis = "",
		.help = "tell what is halted",
		.run = run_status },
	{ 0 }
};

const struct xg_stage xg_risk_stage = {
	.name = "xg-risk",
	.summary = "let no order pass that is over a limit",
	.synopsis = "",
	.opts = risk_opts,
	.verbs = risk_verbs,
	.verb_optional = true,
	.size = sizeof(struct risk),
	.takes = XG_RISK_APPLIES | XG_REC_BIT(XG_REC_ORDER) |
		 XG_REC_BIT(XG_REC_AMEND),
	.gives = XG_REC_BIT(XG_REC_ORDER) | XG_REC_BIT(XG_REC_AMEND) |
		 XG_REC_BIT(XG_REC_REJECT) | XG_REC_BIT(XG_REC_ALERT),
	.exits = 1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG |
		 1u << XG_EXIT_HALTED,
	.feedback = true,
	.examples =
		(const char *const[]){
			"xg-route <in.ndjson | xg-risk -l limits.json | "
			"xg-order",
			"xg-risk halt --env live --reason 'odd fills'",
			"xg-risk resume --env live --venue okx", NULL },
	.open = risk_open,
	.record = risk_record,
	.finish = risk_finish,
	.close = risk_close,
	.signal = risk_signal,
};
