/* The runner of filters: blocking reads and writes, no event loop. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "io/clock.h"
#include "stage/stage_priv.h"

#define WALL_TICK_MS 100
#define STALLED_MS 1000 /* a stopped run waits so long for its reader */

/* Signals arrive as bytes in a pipe, so that poll() sees them. Handlers can
 * only reach what is static. */
static int sig_pipe[2] = { -1, -1 };
static volatile sig_atomic_t stop_seen;

static void on_signal(int signo)
{
	char byte = (char)signo;
	int keep = errno;

	if (signo == SIGTERM || signo == SIGINT)
		stop_seen = 1;
	if (write(sig_pipe[1], &byte, 1) < 0)
		(void)0; /* full: enough signals are waiting */
	errno = keep;
}

static void catch_signals(struct xg_run *run)
{
	struct sigaction act = { .sa_handler = on_signal };
	bool wanted = false;
	size_t i;

	for (i = 0; i < run->n; i++)
		wanted = wanted || run->io[i]->stage->signal;
	if (pipe2(sig_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		return;
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	if (wanted) {
		sigaction(SIGHUP, &act, NULL);
		sigaction(SIGUSR1, &act, NULL);
	}
}

static void read_signals(struct xg_run *run)
{
	char byte[16];
	ssize_t n, i;

	n = read(sig_pipe[0], byte, sizeof byte);
	for (i = 0; i < n; i++) {
		if (byte[i] == SIGTERM || byte[i] == SIGINT)
			run->stop_asked = true;
		else
			xg_signal_all(run, byte[i]);
	}
}

/* After a first SIGTERM a reader that does not read must not keep us. */
static bool stalled(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, STALLED_MS) <= 0;
}

static int flush(struct xg_run *run)
{
	struct xg_io *last = run->io[run->n - 1];
	struct xg_error err = { 0 };
	int rc;

	do {
		rc = xg_out_flush(&run->out, &err);
		if (rc == XG_ERR_STATE && stop_seen && stalled(run->out.fd)) {
			xg_error_set(&err, XG_ERR_SYSTEM,
				"its reader does not read; %zu bytes are lost",
				xg_out_pending(&run->out));
			rc = XG_ERR_SYSTEM;
		}
	} while (rc == XG_ERR_STATE);
	if (stop_seen && run->io[0]->stage->no_input)
		run->io[0]->over = true;
	if (rc == 0)
		return 0;
	run->out_gone = true;
	run->out.closed = true;
	if (rc == XG_ERR_SYSTEM)
		xg_status_at_end(last,
			xg_fail(last, XG_EXIT_FAILED, "stdout: %s", err.text));
	xg_stage_end(last, 0);
	return rc;
}

/* Waits for input; meanwhile signals and ticks of the real clock. */
static void wait_input(struct xg_run *run, bool wall)
{
	struct pollfd p[2] = {
		{ .fd = run->in.fd, .events = POLLIN },
		{ .fd = sig_pipe[0], .events = POLLIN },
	};
	int n;

	if (run->out.buf.len && !xg_fd_ready(run->in.fd))
		flush(run);
	while (!run->stop_asked && !xg_run_over(run)) {
		n = poll(p, 2, wall ? WALL_TICK_MS : -1);
		if (n > 0 && p[1].revents)
			read_signals(run);
		if (n > 0 && p[0].revents)
			return;
		if (n == 0)
			xg_wall_tick(run, xg_clock_us());
		if (run->out.buf.len)
			flush(run);
	}
}

static void take_lines(struct xg_run *run)
{
	struct xg_str line;
	enum xg_line_got got;

	while (!run->io[0]->over) {
		got = xg_lines_take(&run->in, &line);
		if (got == XG_LINE_NONE)
			return;
		if (got == XG_LINE_WHOLE)
			xg_input_line(run, 0, line);
		else
			xg_bad_piece(run->io[0], line, got == XG_LINE_LONG);
		if (run->unsettled || run->back_n)
			xg_settle(run);
	}
}

static void read_all(struct xg_run *run)
{
	struct xg_error err = { 0 };
	bool wall = xg_wants_wall(run);
	int64_t ticked = wall ? xg_clock_us() : 0;
	int rc;

	while (!run->io[0]->over && !run->stop_asked) {
		wait_input(run, wall);
		if (run->stop_asked || run->io[0]->over)
			break;
		rc = xg_lines_fill(&run->in, &err);
		if (rc == XG_ERR_STATE)
			continue;
		if (rc < 0)
			xg_stage_end(run->io[0],
				xg_fail(run->io[0], XG_EXIT_FAILED, "%s: %s",
					run->in_name, err.text));
		take_lines(run);
		if (rc == 0 && !xg_inputs_next(run))
			return;
		if (wall && xg_clock_us() - ticked >= WALL_TICK_MS * 1000) {
			ticked = xg_clock_us();
			xg_wall_tick(run, ticked);
		}
	}
}

int xg_run_blocking(struct xg_run *run)
{
	run->flush = flush;
	/* First: what a sandbox allows has no pipes. */
	catch_signals(run);
	if (xg_run_open(run) == 0) {
		xg_settle(run);
		if (xg_run_reads(run))
			read_all(run);
		xg_input_end(run);
	}
	return xg_run_close(run);
}

int xg_stage_main(const struct xg_stage *stage, int argc, char **argv)
{
	struct xg_run *run;
	int rc;

	if (stage->runner)
		return stage->runner(stage, argc, argv);
	run = xg_run_new();
	if (!run)
		return XG_EXIT_FAILED;
	rc = xg_run_add(run, stage, argc, argv);
	if (rc < 0)
		rc = xg_run_blocking(run);
	xg_run_free(run);
	return rc;
}
