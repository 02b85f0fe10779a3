/* xg-sim: simulated venues on loopback. */
#include <unistd.h>

#include "io/clock.h"
#include "io/loop.h"
#include "sim/announce.h"
#include "sim/play.h"
#include "sim/serve.h"
#include "stage/stage.h"

#define EPOCH INT64_C(1767225600000000) /* of --dump: 2026-01-01 */

struct sim {
	struct xg_opt_list faults, balances, syms;
	const char *from;
	int64_t dump, port, seed, speed;

	struct xg_io *io;
	struct xg_sim_world world;
	struct xg_faults fault;
	struct xg_sim_server *server;
	struct xg_sim_play play;
	struct xg_buf announced, out;
	struct xg_timer *timer;
	int64_t stepped; /* time of the generator's last step */
};

static int failed(struct xg_io *io, int rc, const struct xg_error *err)
{
	int status = rc == XG_ERR_NET ? XG_EXIT_NET
		     : rc == XG_ERR_SYNTAX || rc == XG_ERR_RANGE
			     ? XG_EXIT_USAGE
			     : XG_EXIT_CONFIG;

	return xg_fail(
		io, status, "%s", err->text[0] ? err->text : xg_err_text(rc));
}

static int add_venues(struct xg_io *io, struct sim *s)
{
	const struct xg_sim_dialect *const *d = xg_sim_dialects;

	for (int i = 0; i < xg_argc(io); i++) {
		const char *name = xg_arg(io, i);
		int rc = xg_sim_world_venue(&s->world, xg_str_from(name));

		if (rc == XG_ERR_ABSENT)
			return xg_fail(io, XG_EXIT_USAGE,
				"there is no simulated venue \"%s\"", name);
		if (rc < 0)
			return xg_fail(io, XG_EXIT_USAGE, "%s: %s", name,
				xg_err_text(rc));
	}
	for (; !xg_argc(io) && *d; d++)
		if (xg_sim_world_venue(&s->world, xg_str_from((*d)->name)) < 0)
			return xg_fail(io, XG_EXIT_FAILED, "no random numbers");
	return 0;
}

static int add_symbols(struct xg_io *io, struct sim *s)
{
	int n = 1;

	if (!s->from || s->syms.n)
		n = xg_sim_world_list(&s->world, s->syms.item, s->syms.n);
	if (n < 0)
		return xg_fail(io, XG_EXIT_FAILED, "%s", xg_err_text(n));
	if (n == 0)
		return xg_fail(io, XG_EXIT_USAGE,
			"none of the venues lists a symbol that --sym names");
	return 0;
}

static int set_up(struct xg_io *io, struct sim *s)
{
	struct xg_error err = { 0 };
	int rc = add_venues(io, s);

	if (rc == 0)
		rc = add_symbols(io, s);
	if (rc)
		return rc;
	rc = xg_sim_world_fund(&s->world);
	for (size_t i = 0; i < s->balances.n && rc == 0; i++)
		rc = xg_sim_world_balance(
			&s->world, xg_str_from(s->balances.item[i]), &err);
	for (size_t i = 0; i < s->faults.n && rc == 0; i++)
		rc = xg_fault_add(
			&s->fault, xg_str_from(s->faults.item[i]), &err);
	if (rc == 0 && !s->from)
		rc = xg_sim_world_generate(&s->world, (uint64_t)s->seed);
	return rc < 0 ? failed(io, rc, &err) : 0;
}

/* ---- --dump: what the generator makes, as records ---- */

struct teller {
	struct sim *s;
	const char *venue;
};

static void on_event(void *ctx, const struct xg_sim_event *ev)
{
	const struct teller *t = ctx;

	xg_sim_event_record(&t->s->out, t->venue, ev);
}

static int emit_out(struct xg_io *io, struct sim *s)
{
	struct xg_str rest = xg_buf_view(&s->out);
	struct xg_error err = { 0 };
	struct xg_rec rec;
	int rc = 0;

	while (rest.n && rc == 0)
		if (xg_rec_read(&s->world.reader, xg_str_cut(&rest, '\n'),
			    ~UINT64_C(0), &rec, &err) == 0)
			rc = xg_emit(io, &rec);
	xg_buf_clear(&s->out);
	return rc;
}

static int dump(struct xg_io *io, struct sim *s)
{
	struct teller teller[XG_SIM_VENUES];
	int rc = 0;

	for (int i = 0; i < s->world.fronts; i++) {
		struct xg_sim_front *f = &s->world.front[i];

		teller[i] = (struct teller){ s, f->dialect->name };
		f->venue.emit = on_event;
		f->venue.ctx = &teller[i];
		for (size_t k = 0; k < f->venue.mkts; k++)
			xg_sim_inst_record(&s->out, f->dialect->name,
				f->venue.mkt[k], EPOCH);
	}
	for (int64_t t = 0; t <= s->dump && rc == 0; t += XG_GEN_STEP_US) {
		xg_gen_step(&s->world.gen, EPOCH + t);
		for (int i = 0; i < s->world.fronts; i++) {
			struct xg_sim_venue *v = &s->world.front[i].venue;

			for (size_t k = 0; k < v->mkts; k++)
				xg_sim_flush(v->mkt[k], EPOCH + t);
		}
		rc = emit_out(io, s);
	}
	return rc;
}

/* ---- serving ---- */

static void on_step(struct xg_timer *timer, void *arg)
{
	struct sim *s = arg;
	int64_t now = xg_clock_us();

	(void)timer;
	/* After a pause of the machine the market goes on from now. */
	if (now - s->stepped > 5000000 || now < s->stepped)
		s->stepped = now - XG_GEN_STEP_US;
	for (; s->stepped + XG_GEN_STEP_US <= now; s->stepped += XG_GEN_STEP_US)
		xg_gen_step(&s->world.gen, s->stepped + XG_GEN_STEP_US);
}

static void on_bad(
	void *ctx, int64_t line, struct xg_str text, const struct xg_error *err)
{
	struct sim *s = ctx;

	if (xg_bad_line(s->io, s->from, line, text, err))
		xg_quit(s->io, XG_EXIT_DATA);
}

static void on_end(void *ctx, int64_t records)
{
	struct sim *s = ctx;

	xg_note(s->io, "%s has ended after %lld records; the venues stay",
		s->from, (long long)records);
}

static int start_market(struct sim *s, struct xg_error *err)
{
	struct xg_loop *loop = xg_io_loop(s->io);

	if (s->from) {
		s->play = (struct xg_sim_play){ .world = &s->world,
			.loop = loop,
			.path = s->from,
			.speed = s->speed,
			.ctx = s,
			.bad = on_bad,
			.end = on_end };
		return xg_sim_play_start(&s->play, err);
	}
	s->stepped = xg_clock_us() - 2 * XG_GEN_STEP_US;
	on_step(NULL, s);
	s->timer = xg_timer_new(loop, on_step, s);
	if (!s->timer)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	xg_timer_set(s->timer, XG_GEN_STEP_US, XG_GEN_STEP_US);
	return 0;
}

static int listen_all(struct sim *s, int *port, struct xg_error *err)
{
	for (int i = 0; i < s->world.fronts; i++) {
		port[i] = xg_sim_server_add(s->server, &s->world.front[i],
			s->port ? (int)s->port + i : 0, err);
		if (port[i] < 0)
			return port[i];
	}
	return 0;
}

static int serve(struct sim *s, struct xg_error *err)
{
	struct xg_sim_ca ca = { 0 };
	struct xg_buf text = { 0 };
	int port[XG_SIM_VENUES];
	int rc = xg_sim_ca_open(&ca, xg_clock_us(), err);

	/* A file's symbols are listed before the venues open. */
	if (rc == 0 && s->from)
		rc = start_market(s, err);
	if (rc == 0) {
		s->server = xg_sim_server_new(
			xg_io_loop(s->io), &ca, &s->fault, err);
		rc = s->server ? listen_all(s, port, err) : XG_ERR_CONFIG;
	}
	if (rc == 0 && !s->from)
		rc = start_market(s, err);
	if (rc == 0) {
		xg_fault_start(&s->fault, (uint64_t)s->seed, xg_clock_us());
		xg_sim_server_start(s->server);
		xg_sim_announcement(
			&text, &s->world, port, ca.ca.p, (int64_t)getpid());
		rc = xg_sim_announce(&s->announced, xg_buf_view(&text), err);
	}
	for (int i = 0; i < s->world.fronts && rc == 0; i++)
		xg_warn(s->io, "%s is on https://127.0.0.1:%d",
			s->world.front[i].dialect->name, port[i]);
	xg_buf_release(&text);
	xg_sim_ca_release(&ca);
	return rc;
}

static int sim_open(struct xg_io *io, void *state)
{
	struct sim *s = state;
	struct xg_error err = { 0 };
	int rc;

	s->io = io;
	rc = set_up(io, s);
	if (rc)
		return rc;
	if (s->dump)
		return dump(io, s);
	rc = serve(s, &err);
	if (rc < 0)
		return failed(io, rc, &err);
	xg_hold(io);
	return 0;
}

static void sim_stop(struct xg_io *io, void *state)
{
	(void)state;
	xg_done(io);
}

static void sim_close(struct xg_io *io, void *state)
{
	struct sim *s = state;

	(void)io;
	xg_sim_withdraw(&s->announced, (int64_t)getpid());
	xg_sim_server_free(s->server);
	if (s->timer)
		xg_timer_free(s->timer);
	if (s->play.world)
		xg_sim_play_release(&s->play);
	for (int i = 0; i < s->world.fronts; i++)
		xg_sim_front_release(&s->world.front[i]);
	xg_sim_world_release(&s->world);
	xg_buf_release(&s->announced);
	xg_buf_release(&s->out);
}

#define AT(member) offsetof(struct sim, member)
static const struct xg_opt opts[] = {
	{ .name = "balance",
		.arg = "amount",
		.kind = XG_OPT_LIST,
		.off = AT(balances),
		.help = "[venue:]CCY=AMOUNT to begin with" },
	{ .name = "dump",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(dump),
		.max = INT64_C(86400000000),
		.help = "print so much of the generated market, do not serve" },
	{ .name = "fault",
		.arg = "rule",
		.kind = XG_OPT_LIST,
		.off = AT(faults),
		.help = "what shall go wrong; see xg-faults(7)" },
	{ .name = "from",
		.arg = "file",
		.kind = XG_OPT_FILE,
		.off = AT(from),
		.help = "records that make the market; - is stdin" },
	{ .name = "port",
		.arg = "n",
		.kind = XG_OPT_INT,
		.off = AT(port),
		.def = "0",
		.max = 65000,
		.help = "port of the first venue; 0 takes free ones" },
	{ .name = "seed",
		.arg = "n",
		.kind = XG_OPT_INT,
		.off = AT(seed),
		.def = "1",
		.max = INT64_MAX,
		.help = "of the generated market and of chance in faults" },
	{ .name = "speed",
		.arg = "percent",
		.kind = XG_OPT_INT,
		.off = AT(speed),
		.def = "100",
		.max = 1000000,
		.help = "pace of --from; 0 is as fast as it can" },
	{ .name = "sym",
		.arg = "sym",
		.kind = XG_OPT_LIST,
		.off = AT(syms),
		.help = "list only symbols of this pattern" },
	{ 0 }
};

const struct xg_stage xg_sim_stage = {
	.name = "xg-sim",
	.summary = "simulated venues on this machine",
	.synopsis = "[venue ...]",
	.opts = opts,
	.gives = XG_REC_BIT(XG_REC_INST) | XG_REC_BIT(XG_REC_BOOK) |
		 XG_REC_BIT(XG_REC_TRADE) | XG_REC_BIT(XG_REC_BBO) |
		 XG_REC_BIT(XG_REC_FUNDING) | XG_REC_BIT(XG_REC_LIQ),
	.size = sizeof(struct sim),
	.args_max = -1,
	.no_input = true,
	.runner = xg_run_loop,
	.exits = 1u << XG_EXIT_FAILED | 1u << XG_EXIT_DATA |
		 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET,
	.examples = (const char *const[]){ "xg-sim",
		"xg-sim binance okx --sym 'BTC-*' --seed 7",
		"xg-sim --fault disconnect,every=30s --fault lost-ack,prob=0.1",
		"xg-sim --dump 10s --sym BTC-USDT", NULL },
	.open = sim_open,
	.stop = sim_stop,
	.close = sim_close,
};
