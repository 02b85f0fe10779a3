/* xg-inst: the instruments of venues, from the cache or from the venue. */
#include "io/clock.h"
#include "net/insts_load.h"
#include "rec/sym.h"
#include "sess/caps.h"
#include "sess/subs.h"
#include "stage/stage.h"

struct inst {
	int env;
	bool native, unified, refresh, venues;

	struct xg_io *io;
	const struct xg_venue *v; /* in work */
	const char *region;	  /* of it */
	struct xg_choices choices;
	int at;	    /* operand in work */
	bool asked; /* the venue itself, for this operand */
	struct xg_buf cached, sim;
	struct xg_net *net; /* made when the cache is not enough */
	struct xg_lease lease;
	struct xg_hosts hosts;
	struct xg_insts_load *load;
	struct xg_rec_reader reader;
};

static int exit_of(int code)
{
	if (code == XG_ERR_NET)
		return XG_EXIT_NET;
	if (code == XG_ERR_CONFIG || code == XG_ERR_AUTH)
		return XG_EXIT_CONFIG;
	if (code == XG_ERR_MEMORY || code == XG_ERR_SYSTEM)
		return XG_EXIT_FAILED;
	return XG_EXIT_USAGE;
}

static int fail(struct inst *s, int code, const struct xg_error *err)
{
	return xg_fail(s->io, exit_of(code), "%s",
		err->text[0] ? err->text : xg_err_text(code));
}

/* ---- answers from the text of a venue's instruments ---- */

static int read_line(struct inst *s, struct xg_str line, struct xg_rec *rec)
{
	struct xg_error err = { 0 };
	int rc = xg_rec_read(
		&s->reader, line, XG_REC_BIT(XG_REC_INST), rec, &err);

	rec->raw = line;
	if (rc < 0)
		return xg_fail(s->io, XG_EXIT_FAILED,
			"the cached instruments of %s are damaged (%s); "
			"--refresh makes them anew",
			s->v->name, err.text);
	return 0;
}

static int print_line(struct inst *s, struct xg_str line)
{
	struct xg_rec rec;
	int rc = read_line(s, line, &rec);

	return rc ? rc : xg_forward(s->io, &rec);
}

static int print_all(struct inst *s, struct xg_str text)
{
	int rc = 0;

	while (rc == 0 && text.n)
		rc = print_line(s, xg_str_cut(&text, '\n'));
	return rc;
}

/* The line of a unified symbol or its ccxt spelling: 1, or 0. */
static int line_of(struct xg_str text, struct xg_str sym, struct xg_str *line)
{
	char name[XG_SYM_MAX];
	int n;

	if (sym.n == 0 || sym.p[0] == '~' || xg_sub_is_pattern(sym))
		return 0;
	n = xg_sym_normal(name, sym);
	return n < 0 ? 0
		     : xg_insts_line(
			       text, (struct xg_str){ name, (size_t)n }, line);
}

/* What needs all instruments: patterns, native codes, and to say what is near.
 * -1: ask the venue itself. */
static int print_picked(struct inst *s, struct xg_str text, struct xg_str sym)
{
	struct xg_insts all = { 0 };
	struct xg_picks picks = { 0 };
	struct xg_error err = { 0 };
	struct xg_str line;
	int code = xg_insts_parse(&all, text, &err);
	int rc = 0;

	if (code >= 0)
		code = xg_subs_pick(&picks, &all, s->v->name, sym, &err);
	if (code < 0)
		rc = s->asked || code == XG_ERR_DUP ? fail(s, code, &err) : -1;
	for (size_t i = 0; rc == 0 && i < picks.n; i++) {
		if (!xg_insts_line(text, picks.list[i]->sym, &line))
			continue;
		rc = s->native ? xg_print(s->io, "%.*s\n",
					 XG_STR_ARG(picks.list[i]->i.native))
			       : print_line(s, line);
	}
	xg_picks_release(&picks);
	xg_insts_release(&all);
	return rc;
}

static int print_sym(struct inst *s, struct xg_str text, struct xg_str sym)
{
	struct xg_str line;
	struct xg_rec rec;
	int rc;

	if (!line_of(text, sym, &line))
		return print_picked(s, text, sym);
	if (!s->native)
		return print_line(s, line);
	rc = read_line(s, line, &rec);
	return rc ? rc
		  : xg_print(s->io, "%.*s\n", XG_STR_ARG(rec.u.inst.native));
}

static int print_unified(struct inst *s, struct xg_str text, struct xg_str code)
{
	struct xg_str line;
	struct xg_rec rec;
	size_t at = 0;
	int n = 0, rc = 0;

	while (rc == 0 && xg_insts_native_line(text, code, &at, &line)) {
		rc = read_line(s, line, &rec);
		if (rc == 0)
			rc = xg_print(s->io, "%.*s\n", XG_STR_ARG(rec.sym));
		n++;
	}
	if (rc || n)
		return rc;
	if (!s->asked)
		return -1;
	return xg_fail(s->io, XG_EXIT_USAGE,
		"%s has no instrument with the code %.*s", s->v->name,
		(int)(code.n < 64 ? code.n : 64), code.p);
}

/* Operands from `at` on that this venue's text answers. 0, -1 (the cache does
 * not have it: ask the venue) or an exit status. */
static int answer(struct inst *s, struct xg_str text)
{
	struct xg_str venue, sym = { 0 };
	int rc = 0;

	if (!s->native && !s->unified) {
		struct xg_str op = xg_str_from(xg_arg(s->io, s->at));

		if (xg_sub_split(op, &venue, &sym) < 0)
			rc = print_all(s, text);
		else
			rc = print_sym(s, text, sym);
		s->at += rc == 0;
		return rc;
	}
	while (rc == 0 && s->at < xg_argc(s->io)) {
		sym = xg_str_from(xg_arg(s->io, s->at));
		rc = s->native ? print_sym(s, text, sym)
			       : print_unified(s, text, sym);
		s->at += rc == 0;
	}
	return rc;
}

/* ---- where the text comes from ---- */

static void go_on(struct inst *s);

static void settle(struct inst *s, struct xg_str text)
{
	int rc;

	s->asked = true;
	rc = answer(s, text);
	if (rc)
		xg_quit(s->io, rc);
	else
		go_on(s);
}

static void on_insts(
	void *ctx, int rc, struct xg_str text, const struct xg_error *err)
{
	struct inst *s = ctx;

	if (rc < 0 && s->cached.len) {
		xg_warn(s->io, "%s; these are of an earlier time", err->text);
		settle(s, xg_buf_view(&s->cached));
	} else if (rc < 0) {
		xg_quit(s->io, fail(s, rc, err));
	} else {
		settle(s, text);
	}
}

static int conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_io_conf(ctx, path, json);
}

static int open_net(struct inst *s, struct xg_error *err)
{
	bool paper = s->env == XG_ENV_PAPER;
	struct xg_net_opts o = { .loopback_only = paper };
	struct xg_buf ca = { 0 };
	int rc = 0;

	if (paper)
		rc = xg_hosts_sim(&s->sim, err);
	if (rc == 0 && paper)
		rc = xg_hosts_sim_ca(&ca, xg_buf_view(&s->sim), err);
	if (rc == 0) {
		o.ca_file = ca.p;
		s->net = xg_net_new(xg_io_loop(s->io), &o, err);
		rc = s->net ? xg_lease_open(&s->lease, NULL, err)
			    : XG_ERR_CONFIG;
	}
	xg_buf_release(&ca);
	return rc;
}

/* 0, or an exit status. */
static int ask(struct inst *s)
{
	struct xg_error err = { 0 };
	int rc = s->net ? 0 : open_net(s, &err);

	xg_hosts_release(&s->hosts);
	if (rc == 0)
		rc = xg_hosts_open(&s->hosts, s->v, (enum xg_env)s->env,
			s->region, xg_buf_view(&s->sim), conf, s->io, &err);
	if (rc < 0 && s->cached.len) {
		on_insts(s, rc, (struct xg_str){ 0 }, &err);
		return 0;
	}
	if (rc < 0)
		return fail(s, rc, &err);
	xg_insts_load_free(s->load);
	s->load =
		xg_insts_fetch(s->net, s->v, &s->hosts, &s->lease, on_insts, s);
	return s->load ? 0 : xg_fail(s->io, XG_EXIT_FAILED, "out of memory");
}

/* The venue that an operand names; NULL and *err. */
static const struct xg_choice *venue_of(
	struct inst *s, int at, struct xg_error *err)
{
	struct xg_str venue, sym, op = xg_str_from(xg_arg(s->io, at));

	if (xg_sub_split(op, &venue, &sym) < 0)
		venue = op;
	return xg_choices_name(&s->choices, venue, err);
}

/* The operand in turn: 0 when it is done or under way. */
static int step(struct inst *s)
{
	struct xg_error err = { 0 }, ignored = { 0 };
	const struct xg_choice *choice;
	int64_t now = xg_clock_us(), age;
	int rc;

	choice = venue_of(s, s->native || s->unified ? 0 : s->at, &err);
	if (!choice)
		return fail(s, err.code, &err);
	s->v = choice->v;
	s->region = choice->region;
	s->asked = false;
	xg_buf_clear(&s->cached);
	rc = xg_insts_cached(&s->cached, (enum xg_env)s->env, s->v, s->region,
		now, &age, &ignored);
	if (rc < 0 || s->refresh ||
		age > xg_insts_ttl((enum xg_env)s->env, now))
		return ask(s);
	rc = answer(s, xg_buf_view(&s->cached));
	return rc < 0 ? ask(s) : rc;
}

static void go_on(struct inst *s)
{
	int rc = 0;

	do {
		if (s->at >= xg_argc(s->io)) {
			xg_done(s->io);
			return;
		}
		int before = s->at;

		rc = step(s);
		if (rc)
			xg_quit(s->io, rc);
		else if (s->at == before)
			return; /* the venue was asked */
	} while (rc == 0);
}

static int print_venues(struct inst *s)
{
	struct xg_buf out = { 0 };
	const struct xg_venue *v;
	int rc = 0;

	for (size_t i = 0; rc == 0 && (v = xg_venue_at(i)); i++) {
		xg_buf_clear(&out);
		if (xg_caps_write(&out, v) < 0)
			rc = xg_fail(s->io, XG_EXIT_FAILED, "out of memory");
		else
			rc = xg_print(s->io, "%s", out.p);
	}
	xg_buf_release(&out);
	return rc;
}

static int on_open(struct xg_io *io, void *state)
{
	struct inst *s = state;
	int least = s->native || s->unified ? 2 : 1;
	struct xg_error err = { 0 };

	s->io = io;
	if (s->venues)
		return print_venues(s);
	if (s->native && s->unified)
		return xg_fail(io, XG_EXIT_USAGE,
			"--native and --unified exclude each other");
	if (xg_argc(io) < least)
		return xg_fail(io, XG_EXIT_USAGE,
			"an operand is missing; see xg-inst --help");
	s->at = least - 1;
	s->choices = (struct xg_choices){
		.env = (enum xg_env)s->env, .conf = conf, .ctx = io
	};
	/* What cannot be answered is known before the first line of it. */
	for (int i = 0; i < (least == 2 ? 1 : xg_argc(io)); i++) {
		if (!venue_of(s, i, &err))
			return fail(s, err.code, &err);
	}
	xg_hold(io);
	go_on(s);
	return 0;
}

static void on_stop(struct xg_io *io, void *state)
{
	(void)state;
	xg_quit(io, XG_EXIT_FAILED);
}

static void on_close(struct xg_io *io, void *state)
{
	struct inst *s = state;

	(void)io;
	xg_insts_load_free(s->load);
	xg_net_free(s->net);
	xg_lease_release(&s->lease);
	xg_hosts_release(&s->hosts);
	xg_rec_reader_release(&s->reader);
	xg_buf_release(&s->cached);
	xg_buf_release(&s->sim);
}

#define AT(member) offsetof(struct inst, member)

static const struct xg_opt opts[] = {
	{ .name = "env",
		.arg = "env",
		.kind = XG_OPT_WORD,
		.off = AT(env),
		.def = "paper",
		.words = xg_env_words,
		.env = "XG_ENV",
		.conf = "env",
		.help = "paper (xg-sim), test or live" },
	{ .name = "native",
		.kind = XG_OPT_FLAG,
		.off = AT(native),
		.help = "print the venue's codes of symbols" },
	{ .name = "refresh",
		.kind = XG_OPT_FLAG,
		.off = AT(refresh),
		.help = "ask the venue, whatever is cached" },
	{ .name = "unified",
		.kind = XG_OPT_FLAG,
		.off = AT(unified),
		.help = "print the symbols of a venue's codes" },
	{ .name = "venues",
		.kind = XG_OPT_FLAG,
		.off = AT(venues),
		.help = "print what each venue can do" },
	{ 0 }
};

const struct xg_stage xg_inst_stage = {
	.name = "xg-inst",
	.summary = "instruments of venues, cached",
	.synopsis = "venue[:symbol] ...",
	.opts = opts,
	.size = sizeof(struct inst),
	.gives = XG_REC_BIT(XG_REC_INST),
	.args_max = -1,
	.exits =
		1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET,
	.no_input = true,
	.runner = xg_run_loop,
	.examples =
		(const char *const[]){
			"xg-inst binance okx >instruments.ndjson",
			"xg-inst --native binance BTC-USDT ETH-USDT-PERP",
			"xg-inst --unified okx BTC-USDT-SWAP", NULL },
	.open = on_open,
	.stop = on_stop,
	.close = on_close,
};
