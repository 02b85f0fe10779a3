/* The runner on the event loop: what a process with such a stage reads, writes,
 * and does on signals. Each case is a process of its own. */
#include <fcntl.h>
#include <signal.h>

#include "base/attr.h"
#include "io/loop.h"
#include "stage/stage.h"
#include "proc.h"
#include "tap.h"

#define ARGS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define ALERT(msg) \
	"{\"type\":\"alert\",\"rx\":7,\"level\":\"info\",\"code\":\"test\"," \
	"\"msg\":\"" msg "\"}\n"
#define LINE ALERT("x")

static void tell(char c)
{
	if (write(SIDE, &c, 1) < 0)
		_exit(99);
}

/* ---- stages ---- */

struct state {
	struct xg_io *io;
	struct xg_timer *timer;
	int ticks;
};

static int pass(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	(void)state;
	return xg_forward(io, rec);
}

static int send_alert(struct xg_io *io, const char *msg)
{
	static const struct xg_str none;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_ALERT, none, none, 0, 7);
	XG_REC_SET(&rec, alert.level, XG_INFO);
	XG_REC_SET(&rec, alert.code, XG_STR("test"));
	XG_REC_SET(&rec, alert.msg, xg_str_from(msg));
	return xg_emit(io, &rec);
}

static void on_beat(struct xg_timer *timer, void *arg)
{
	struct state *s = arg;

	(void)timer;
	s->ticks++;
	tell('.');
}

/* Beats until it is told to stop. */
static int beat_open(struct xg_io *io, void *state)
{
	struct state *s = state;

	s->io = io;
	s->timer = xg_timer_new(xg_io_loop(io), on_beat, s);
	xg_timer_set(s->timer, 2000, 2000);
	xg_hold(io);
	return 0;
}

static void beat_stop(struct xg_io *io, void *state)
{
	(void)state;
	send_alert(io, "stopped");
	xg_done(io);
}

static void beat_signal(struct xg_io *io, void *state, int signo)
{
	(void)io;
	(void)state;
	tell(signo == SIGHUP ? 'H' : 'U');
}

static void beat_close(struct xg_io *io, void *state)
{
	(void)io;
	xg_timer_free(((struct state *)state)->timer);
	tell('c');
}

static void on_late(struct xg_timer *timer, void *arg)
{
	struct state *s = arg;

	(void)timer;
	send_alert(s->io, "late");
	xg_done(s->io);
}

static int late_finish(struct xg_io *io, void *state)
{
	struct state *s = state;

	s->io = io;
	s->timer = xg_timer_new(xg_io_loop(io), on_late, s);
	xg_timer_set(s->timer, 5000, 0);
	xg_hold(io);
	return 0;
}

static int flood_open(struct xg_io *io, void *state)
{
	int i;

	for (i = 0; i < 100000; i++)
		send_alert(io, "0123456789");
	return beat_open(io, state);
}

static int quit_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	(void)state;
	(void)rec;
	xg_quit(io, XG_EXIT_NET);
	return 0;
}

static int done_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	int rc = xg_forward(io, rec);

	(void)state;
	xg_done(io);
	return rc;
}

static void deaf_stop(struct xg_io *io, void *state)
{
	(void)io;
	(void)state;
	tell('s');
}

#define ALERTS XG_REC_BIT(XG_REC_ALERT)
#define STAGE(id, ...) \
	static const struct xg_stage id = { .name = "xg-" #id, \
		.summary = "a test", \
		.size = sizeof(struct state), \
		.runner = xg_run_loop, \
		__VA_ARGS__ }

STAGE(echo, .takes = ALERTS, .record = pass);
STAGE(late, .takes = ALERTS, .record = pass, .finish = late_finish,
	.close = beat_close);
STAGE(beat, .takes = ALERTS, .open = beat_open, .record = pass,
	.stop = beat_stop, .signal = beat_signal, .close = beat_close);
STAGE(idle, .no_input = true, .open = beat_open, .stop = beat_stop,
	.close = beat_close);
STAGE(flood, .no_input = true, .open = flood_open, .stop = beat_stop,
	.close = beat_close);
STAGE(files, .takes = ALERTS, .record = pass, .reads_files = true,
	.args_max = -1);
STAGE(quit, .takes = ALERTS, .record = quit_record);
STAGE(done_, .takes = ALERTS, .record = done_record);
STAGE(deaf, .open = beat_open, .stop = deaf_stop, .close = beat_close);

/* ---- cases ---- */

static void input_kinds(void)
{
	int in = pipe_with(LINE LINE, NULL);
	struct proc p = start(&echo, in);

	ended(finish(&p), 0, LINE LINE, "a pipe as input");
	close(in);
	in = file_with(LINE, 2);
	p = start(&echo, in);
	ended(finish(&p), 0, LINE LINE, "a file as input");
	close(in);
	in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	p = start(&echo, in);
	ended(finish(&p), 0, "", "/dev/null as input");
	close(in);
	in = file_with(LINE, 1);
	p = start(&late, in);
	ended(finish(&p), 0, LINE ALERT("late"),
		"a stage that holds after the input");
	close(in);
}

static void operands(void)
{
	char a[] = "/tmp/xg-stage-loop-XXXXXX",
	     b[] = "/tmp/xg-stage-loop-XXXXXX";
	int in = pipe_with(ALERT("2"), NULL);
	int fd[] = { mkstemp(a), mkstemp(b) };
	struct proc p;

	if (write(fd[0], ALERT("1"), strlen(ALERT("1"))) < 0 ||
		write(fd[1], ALERT("3"), strlen(ALERT("3"))) < 0)
		exit(1);
	p = start_to(&files, in, -1, ARGS(a, "-", b));
	ended(finish(&p), 0, ALERT("1") ALERT("2") ALERT("3"),
		"files and stdin as operands, in their order");
	unlink(a);
	unlink(b);
	close(fd[0]);
	close(fd[1]);
	close(in);
}

static void bad_input(void)
{
	int in = pipe_with(LINE "{\"type\":\"alert\"\n" LINE, NULL);
	struct proc p = start_to(&echo, in, -1, ARGS("--quiet"));
	struct end e = finish(&p);

	is_int(e.status, 3, "a bad line is told by the exit status");
	ok(strstr(e.out, LINE) == e.out &&
			strstr(e.out, "\"code\":\"bad_input\"") &&
			strstr(e.out + 1, LINE),
		"an alert stands in its place, and nothing else is lost");
	free(e.out);
	free(e.err);
	close(in);
}

static void ends(void)
{
	int end;
	int in = pipe_with(LINE LINE, &end);
	struct proc p = start(&quit, in);

	ended(finish(&p), XG_EXIT_NET, "", "xg_quit ends with its status");
	close(in);
	close(end);
	in = pipe_with(LINE LINE, &end);
	p = start(&done_, in);
	ended(finish(&p), 0, LINE, "xg_done ends before the end of input");
	close(in);
	close(end);
}

static void signals(void)
{
	static const int stops[] = { SIGTERM, SIGINT };
	int end, i;
	int in = pipe_with("", &end);
	struct proc p;

	for (i = 0; i < 2; i++) {
		p = start(i ? &idle : &beat, in);
		ok(told(&p, '.', 2), "it runs while nothing comes");
		kill(p.pid, stops[i]);
		ok(told(&p, 'c', 1), "and is closed after a signal");
		ended(finish(&p), 0, ALERT("stopped"), "stop may still send");
	}
	p = start(&beat, in);
	ok(told(&p, '.', 1), "a stage that hears signals");
	kill(p.pid, SIGHUP);
	ok(told(&p, 'H', 1), "SIGHUP comes to the stage");
	kill(p.pid, SIGUSR1);
	ok(told(&p, 'U', 1), "SIGUSR1 comes to the stage");
	kill(p.pid, SIGTERM);
	ended(finish(&p), 0, ALERT("stopped"), "and neither ends it");
	close(in);
	close(end);
}

static void stop_twice(void)
{
	int end;
	int in = pipe_with("", &end);
	struct proc p = start(&deaf, in);
	struct end e;

	ok(told(&p, '.', 1), "a stage that winds down for long");
	kill(p.pid, SIGINT);
	ok(told(&p, 's', 1) && told(&p, '.', 2), "goes on after SIGINT");
	kill(p.pid, SIGINT);
	e = finish(&p);
	is_int(e.status, 1, "a second SIGINT ends it with failure");
	ok(strstr(e.err, "interrupted again"), "and says so");
	free(e.out);
	free(e.err);
	close(in);
	close(end);
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void slow_reader(void)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct proc p = start(&flood, in);
	struct end e;

	ok(told(&p, '.', 20), "R12: a reader that does not read stops no "
			      "timer");
	ok(!(fcntl(p.out_end, F_GETFL) & O_NONBLOCK),
		"the shared stdout keeps its flags");
	kill(p.pid, SIGTERM);
	e = finish(&p);
	is_int(e.status, 0, "R12: a reader that wakes up gets all: status");
	is_int((long long)count_lines(e.out), 100001, "R12: all lines");
	free(e.out);
	free(e.err);

	p = start(&flood, in);
	ok(told(&p, '.', 2), "R12: again, and nobody ever reads");
	kill(p.pid, SIGTERM);
	ok(told(&p, 'c', 1), "it is closed");
	waitid(P_PID, (id_t)p.pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
	e = finish(&p);
	is_int(e.status, 1, "what is lost is no success");
	ok(strstr(e.err, "bytes are lost"), "and it says how much");
	free(e.out);
	free(e.err);
	close(in);
}

static void back_pressure(void)
{
	size_t n = 0, all = strlen(LINE) * 200000;
	char *out = malloc(all);
	int in = file_with(LINE, 200000);
	struct proc p = start(&beat, in);
	ssize_t got = 1;
	struct end e;

	ok(told(&p, '.', 30), "R11: a big file and a reader that sleeps");
	ok(lseek(in, 0, SEEK_CUR) < 4 << 20,
		"R11: it reads no more than it can write");
	while (n < all && (got = read(p.out, out + n, all - n)) > 0)
		n += (size_t)got;
	is_int((long long)n, (long long)all, "R11: then all of it comes");
	free(out);
	kill(p.pid, SIGTERM);
	e = finish(&p);
	is_int(e.status, 0, "R11: and the end is clean");
	free(e.out);
	free(e.err);
	close(in);
}

static void lost_stdout(void)
{
	int in = file_with(LINE, 5000);
	struct proc p;
	struct end e;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	p = start_to(&echo, in, full, NULL);
	e = finish(&p);
	is_int(e.status, 1, "a full disk is a failure");
	ok(strstr(e.err, "No space left"), "and its reason is told");
	free(e.out);
	free(e.err);
	close(full);
	lseek(in, 0, SEEK_SET);
	p = start(&beat, in);
	ok(told(&p, '.', 2), "a reader that goes");
	close(p.out_end);
	p.out_end = dup(p.err);
	close(p.out);
	p.out = dup(p.err);
	e = finish(&p);
	is_int(e.status, 0, "ends the stage quietly, as any filter");
	free(e.out);
	free(e.err);
	close(in);
}

static void wall_clock(void)
{
	static const char tick[] = "{\"type\":\"tick\",\"rx\":";
	char got[sizeof tick] = "";
	int end;
	int in = pipe_with("", &end);
	struct proc p = start_to(&beat, in, -1, ARGS("--clock=wall"));
	struct end e;

	ok(read(p.out, got, sizeof tick - 1) == sizeof tick - 1,
		"--clock wall: something comes although nothing was sent");
	is_text(got, strlen(got), tick, "a tick of the real clock");
	kill(p.pid, SIGTERM);
	e = finish(&p);
	is_int(e.status, 0, "which ends with the stage");
	free(e.out);
	free(e.err);
	close(in);
	close(end);
}

int main(void)
{
	alarm(30); /* a hang is a failure, too */
	signal(SIGPIPE, SIG_IGN);
	input_kinds();
	operands();
	bad_input();
	ends();
	signals();
	stop_twice();
	slow_reader();
	back_pressure();
	lost_stdout();
	wall_clock();
	return done();
}
