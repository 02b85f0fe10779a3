/* The runner of stages that own sockets or timers: stdin, stdout, signals and
 * the stages' own events share one loop, and nothing in it waits. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/loop.h"
#include "stage/stage_priv.h"

#define WALL_TICK_US INT64_C(100000)
#define FLUSH_AT ((size_t)64 << 10)
#define FULL_AT ((size_t)1 << 20) /* output that waits: input rests */
#define FAR_US (INT64_C(3600) * 1000000)
#define POLL_MS 100 /* at the end: how often a stop is looked for */
#define STALLED 10  /* polls that a stopped run waits for its reader */

struct xg_loop_run {
	struct xg_run *run;
	struct xg_watch *in, *out; /* out is made when a write must wait */
	struct xg_timer *wall, *far;
	struct xg_turn *turn;
	struct xg_sig *sig[4];
	bool at_end; /* stdin has nothing more to read */
	bool ended;  /* and the first stage knows */
};

/* Set by a handler, which can only reach what is static: see drain(). */
static volatile sig_atomic_t stop_seen;

static void on_late_signal(int signo)
{
	(void)signo;
	stop_seen = 1;
}

/* ---- stdout ---- */

/* The reader has gone (quietly, as for any filter) or the disk is full. */
static int out_lost(struct xg_run *run, int rc, const struct xg_error *err)
{
	struct xg_io *last = run->io[run->n - 1];

	run->out_gone = true;
	run->out.closed = true;
	if (rc == XG_ERR_SYSTEM)
		xg_status_at_end(last,
			xg_fail(last, XG_EXIT_FAILED, "stdout: %s", err->text));
	xg_stage_end(last, 0);
	return rc;
}

static void on_writable(struct xg_watch *watch, int events, void *arg)
{
	(void)events;
	(void)arg;
	xg_watch_set(watch, 0); /* the turn's end writes */
}

static void want_writable(struct xg_loop_run *lr)
{
	struct xg_run *run = lr->run;
	struct xg_error err = { 0 };

	if (!lr->out)
		lr->out = xg_watch_new(
			run->loop, run->out.fd, on_writable, lr, &err);
	if (!lr->out || xg_watch_set(lr->out, XG_WATCH_WRITE) < 0)
		out_lost(run, XG_ERR_SYSTEM, &err);
}

static int flush(struct xg_run *run)
{
	struct xg_error err = { 0 };
	int rc = xg_out_offer(&run->out, &err);

	if (rc == 0 || rc == XG_ERR_STATE)
		return 0;
	return out_lost(run, rc, &err);
}

/* The end of a run: all stages are closed and the loop is not running. Waits
 * for the reader, unless a signal came: then only while it reads. */
static int drain(struct xg_run *run)
{
	struct pollfd p = { .fd = run->out.fd, .events = POLLOUT };
	struct xg_error err = { 0 };
	int stalled = 0;
	int rc;

	while ((rc = xg_out_offer(&run->out, &err)) == XG_ERR_STATE) {
		if (poll(&p, 1, POLL_MS) > 0)
			stalled = 0;
		else if (stop_seen && ++stalled > STALLED)
			break;
	}
	if (rc == XG_ERR_STATE)
		rc = xg_error_set(&err, XG_ERR_SYSTEM,
			"its reader does not read; %zu bytes are lost",
			xg_out_pending(&run->out));
	return rc < 0 ? out_lost(run, rc, &err) : 0;
}

/* ---- stdin ---- */

static bool full(const struct xg_run *run)
{
	return xg_out_pending(&run->out) >= FULL_AT;
}

static bool reads(const struct xg_loop_run *lr)
{
	return xg_run_reads(lr->run) && !lr->at_end && !lr->run->stop_asked &&
	       !lr->run->io[0]->over;
}

static void on_readable(struct xg_watch *watch, int events, void *arg);

/* The watch of the input that is read now; stdin is the first. */
static int watch_input(struct xg_loop_run *lr, struct xg_error *err)
{
	struct xg_run *run = lr->run;

	lr->in = xg_watch_new(run->loop, run->in.fd, on_readable, lr, err);
	return lr->in ? 0 : XG_ERR_SYSTEM;
}

/* Behind the end of one input: the next file, or nothing more. */
static void next_input(struct xg_loop_run *lr)
{
	struct xg_run *run = lr->run;
	struct xg_error err = { 0 };

	xg_watch_free(lr->in);
	lr->in = NULL;
	if (!xg_inputs_next(run))
		lr->at_end = true;
	else if (watch_input(lr, &err) < 0)
		xg_stage_end(run->io[0],
			xg_fail(run->io[0], XG_EXIT_FAILED, "%s", err.text));
}

/* Gives the lines that are in memory until the output is full. */
static void take_lines(struct xg_loop_run *lr)
{
	struct xg_run *run = lr->run;
	enum xg_line_got got = XG_LINE_WHOLE;
	struct xg_str line;

	while (!run->io[0]->over && !run->stop_asked && !full(run)) {
		got = xg_lines_take(&run->in, &line);
		if (got == XG_LINE_NONE)
			break;
		if (got == XG_LINE_WHOLE)
			xg_input_line(run, 0, line);
		else
			xg_bad_piece(run->io[0], line, got == XG_LINE_LONG);
		if (run->unsettled || run->back_n)
			xg_settle(run);
		if (xg_out_pending(&run->out) >= FLUSH_AT)
			flush(run);
	}
	if (got == XG_LINE_NONE && run->in.eof)
		next_input(lr);
}

static void on_readable(struct xg_watch *watch, int events, void *arg)
{
	struct xg_loop_run *lr = arg;
	struct xg_run *run = lr->run;
	struct xg_error err = { 0 };
	int rc;

	(void)watch;
	(void)events;
	if (!reads(lr) || full(run))
		return;
	rc = xg_lines_fill(&run->in, &err);
	if (rc == XG_ERR_STATE)
		return;
	if (rc < 0) {
		xg_stage_end(
			run->io[0], xg_fail(run->io[0], XG_EXIT_FAILED,
					    "%s: %s", run->in_name, err.text));
		return;
	}
	take_lines(lr);
}

/* ---- the loop ---- */

static void on_turn(void *arg)
{
	struct xg_loop_run *lr = arg;
	struct xg_run *run = lr->run;

	xg_settle(run);
	flush(run);
	if (reads(lr) && !full(run) && run->in.end > run->in.at)
		take_lines(lr);
	if (!reads(lr) && !lr->ended) {
		lr->ended = true;
		xg_input_end(run);
	}
	if (run->unsettled || run->back_n)
		xg_settle(run);
	flush(run);
	if (lr->in)
		xg_watch_set(
			lr->in, reads(lr) && !full(run) ? XG_WATCH_READ : 0);
	if (xg_run_over(run))
		xg_loop_stop(run->loop);
	else if (xg_out_pending(&run->out))
		want_writable(lr);
}

static void on_wall(struct xg_timer *timer, void *arg)
{
	struct xg_loop_run *lr = arg;

	(void)timer;
	if (!full(lr->run))
		xg_wall_tick(lr->run, xg_clock_us());
}

static void on_far(struct xg_timer *timer, void *arg)
{
	(void)timer;
	(void)arg;
}

static void on_signal(struct xg_sig *sig, int signo, void *arg)
{
	struct xg_loop_run *lr = arg;
	struct xg_run *run = lr->run;

	(void)sig;
	if (signo == SIGHUP || signo == SIGUSR1) {
		xg_signal_all(run, signo);
	} else if (!run->stop_asked) {
		run->stop_asked = true;
		stop_seen = 1;
		lr->ended = true;
		xg_stop_all(run);
	} else if (signo == SIGINT && !xg_run_over(run)) {
		/* A person at the keyboard does not want to wait. */
		xg_stage_end(run->io[run->n - 1],
			xg_fail(run->io[0], XG_EXIT_FAILED,
				"interrupted again: ended at once"));
	}
}

static bool wants_signals(const struct xg_run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		if (run->io[i]->stage->signal)
			return true;
	}
	return false;
}

static bool watch_signals(struct xg_loop_run *lr)
{
	static const int signo[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1 };
	size_t n = wants_signals(lr->run) ? 4 : 2;
	size_t i;

	for (i = 0; i < n; i++) {
		lr->sig[i] = xg_sig_new(lr->run->loop, signo[i], on_signal, lr);
		if (!lr->sig[i])
			return false;
	}
	return true;
}

/* Signals are watched before a stage opens: none is lost, none kills. 0 or
 * *err. */
static int start(struct xg_loop_run *lr, struct xg_error *err)
{
	struct xg_run *run = lr->run;

	lr->turn = xg_turn_new(run->loop, on_turn, lr);
	lr->far = xg_timer_new(run->loop, on_far, lr);
	lr->wall = xg_timer_new(run->loop, on_wall, lr);
	if (!lr->turn || !lr->far || !lr->wall || !watch_signals(lr))
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	/* A stage that holds the run may wait for a signal alone. */
	xg_timer_set(lr->far, FAR_US, FAR_US);
	return 0;
}

static void run_stages(struct xg_loop_run *lr)
{
	struct xg_run *run = lr->run;
	struct xg_error err = { 0 };

	if (start(lr, &err) < 0) {
		run->status =
			xg_fail(run->io[0], XG_EXIT_FAILED, "%s", err.text);
		return;
	}
	if (xg_run_open(run) != 0)
		return;
	xg_settle(run);
	if (xg_run_reads(run) && watch_input(lr, &err) < 0) {
		run->status = xg_status_worse(run->status,
			xg_fail(run->io[0], XG_EXIT_FAILED, "%s", err.text));
		return;
	}
	if (!lr->in) {
		lr->ended = true;
		xg_input_end(run);
	}
	if (xg_wants_wall(run))
		xg_timer_set(lr->wall, WALL_TICK_US, WALL_TICK_US);
	if (!xg_run_over(run))
		xg_loop_run(run->loop);
}

/* From here the loop does not run any more, so its signals arrive nowhere. */
static void catch_late_signals(void)
{
	struct sigaction act = { .sa_handler = on_late_signal };

	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
}

int xg_run_on_loop(struct xg_run *run)
{
	struct xg_loop_run lr = { .run = run };
	struct xg_error err = { 0 };
	int rc;

	run->loop = xg_loop_new(&err);
	if (!run->loop)
		return xg_fail(run->io[0], XG_EXIT_FAILED, "%s", err.text);
	run->loop_run = &lr;
	run->flush = flush;
	run_stages(&lr);
	catch_late_signals();
	run->flush = drain;
	rc = xg_run_close(run);
	xg_loop_free(run->loop);
	run->loop = NULL;
	run->loop_run = NULL;
	return rc;
}

int xg_run_loop(const struct xg_stage *stage, int argc, char **argv)
{
	struct xg_run *run = xg_run_new();
	int rc;

	if (!run)
		return XG_EXIT_FAILED;
	rc = xg_run_add(run, stage, argc, argv);
	if (rc < 0)
		rc = xg_run_on_loop(run);
	xg_run_free(run);
	return rc;
}
