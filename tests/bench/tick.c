/* tick [-e] N COMMAND [ARG ...]: how long a pipeline takes from the bytes of a
 * frame on its stdin to the bytes of the two signed order requests on its
 * stdout. One frame at a time. The pipeline is started anew N times, with EACH
 * frames after a warm-up; between two frames both orders are answered. -e prints N frames instead, for looking at them. Prints one JSON
 * line with percentiles. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tick.h"

#define WARM 200
#define EACH 5000

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "tick: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void start(char **argv, int *to, int *from)
{
	int in[2], out[2];

	if (pipe(in) < 0 || pipe(out) < 0)
		die("pipe");
	switch (fork()) {
	case -1:
		die("fork");
		break;
	case 0:
		dup2(in[0], 0);
		dup2(out[1], 1);
		closefrom(3);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	*to = in[1];
	*from = out[0];
}

static void put(int fd, const char *text, size_t n)
{
	ssize_t k;

	for (; n; n -= (size_t)k, text += k) {
		k = write(fd, text, n);
		if (k < 0)
			die("the pipeline reads no more");
	}
}

/* Waits for so many lines that hold mark; others are passed over. Answers to
 * requests are put to *answer (may be NULL). */
static void wait_lines(int fd, const char *mark, int want, char *answer,
	size_t *len, long frame)
{
	static char buf[1 << 20];
	static size_t n;
	static int last = -1;
	char *lf;
	ssize_t k;

	if (fd != last)
		n = 0; /* another run */
	last = fd;
	if (n) {
		errno = EPROTO;
		die("more requests than frames");
	}
	for (;;) {
		while (n && (lf = memchr(buf, '\n', n))) {
			size_t line = (size_t)(lf - buf) + 1;
			int is = memmem(buf, line, mark, strlen(mark)) != NULL;

			if (is && answer)
				*len += tick_answer(
					answer + *len, buf, line, frame);

			memmove(buf, buf + line, n - line);
			n -= line;
			if (is && --want == 0)
				return;
		}
		k = read(fd, buf + n, sizeof buf - n);
		if (k <= 0)
			die("the pipeline has ended");
		n += (size_t)k;
	}
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* One run of the pipeline; its times are put to ns. */
static void run(char **argv, int64_t *ns)
{
	static char text[TICK_TEXT], answer[2 * TICK_TEXT];
	int to, from;
	size_t n;

	start(argv, &to, &from);
	put(to, text, tick_preamble(text));
	for (long i = 0; i < EACH + WARM; i++) {
		size_t len = tick_frame(text, i);
		int64_t t = now_ns();

		put(to, text, len);
		n = 0;
		wait_lines(from, TICK_MARK, 2, answer, &n, i);
		if (i >= WARM)
			ns[i - WARM] = now_ns() - t;
		put(to, answer, n);
		if (n)
			wait_lines(from, "\"event\":\"canceled\"", 2, NULL,
				NULL, i);
	}
	close(to);
	close(from);
	while (wait(NULL) > 0)
		continue;
}

static int echo(long n)
{
	static char text[TICK_TEXT];

	put(1, text, tick_preamble(text));
	for (long i = 0; i < n; i++)
		put(1, text, tick_frame(text, i));
	return 0;
}

int main(int argc, char **argv)
{
	int e = argc > 1 && strcmp(argv[1], "-e") == 0;
	long runs = argc > 1 + e ? strtol(argv[1 + e], NULL, 10) : 0;
	size_t n = runs > 0 ? (size_t)runs * EACH : 1;
	int64_t *ns = calloc(n, sizeof *ns);

	if (runs <= 0 || !ns || (!e && argc < 3)) {
		fputs("usage: tick [-e] N COMMAND [ARG ...]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (e)
		return echo(runs);
	for (long r = 0; r < runs; r++)
		run(argv + 2, ns + r * EACH);
	qsort(ns, n, sizeof *ns, by_value);
	printf("{\"n\":%zu,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,"
	       "\"p999_us\":%.1f,\"max_us\":%.1f}\n",
		n, (double)ns[n / 2] / 1e3, (double)ns[n * 9 / 10] / 1e3,
		(double)ns[n * 99 / 100] / 1e3,
		(double)ns[n * 999 / 1000] / 1e3, (double)ns[n - 1] / 1e3);
	free(ns);
	return 0;
}
