/* io: lines come as they are, however the bytes arrive. */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/rng.h"
#include "io/line.h"
#include "tap.h"

#define BIG (3 * XG_LINE_MAX)

static char input[8 * XG_LINE_MAX];
static size_t input_n;

static void add(const char *text, size_t n)
{
	memcpy(input + input_n, text, n);
	input_n += n;
}

/* Writes the input in slices of n bytes (0 = all at once) from a process of
 * its own, and returns the end to read. */
static int feed(size_t n, pid_t *pid)
{
	int fd[2];

	if (pipe(fd) < 0)
		exit(1);
	fflush(stdout);
	*pid = fork();
	if (*pid == 0) {
		size_t at = 0, k;

		close(fd[0]);
		while (at < input_n) {
			k = n && n < input_n - at ? n : input_n - at;
			at += (size_t)write(fd[1], input + at, k);
		}
		_exit(0);
	}
	close(fd[1]);
	return fd[0];
}

struct seen {
	size_t whole, parts, longs;
	size_t bytes;	/* of all, with one LF for each line */
	uint64_t sum;	/* of the bytes in their order */
	size_t longest; /* whole line */
};

static struct seen read_lines(size_t slice)
{
	struct xg_lines r = { 0 };
	struct xg_error err = { 0 };
	struct seen s = { 0 };
	struct xg_str line;
	enum xg_line_got got;
	pid_t pid;
	int rc = 1;

	r.fd = feed(slice, &pid);
	while (rc > 0) {
		rc = xg_lines_fill(&r, &err);
		while ((got = xg_lines_take(&r, &line)) != XG_LINE_NONE) {
			s.whole += got == XG_LINE_WHOLE;
			s.parts += got == XG_LINE_PART;
			s.longs += got == XG_LINE_LONG;
			s.bytes += line.n + (got != XG_LINE_PART);
			if (got == XG_LINE_WHOLE && line.n > s.longest)
				s.longest = line.n;
			for (size_t i = 0; i < line.n; i++)
				s.sum = s.sum * 31 + (unsigned char)line.p[i];
		}
	}
	is_int(rc, 0, "the end is reached");
	is_int(r.line, s.whole + s.longs, "lines are counted");
	is_int(r.bytes, input_n, "bytes are counted");
	close(r.fd);
	xg_lines_release(&r);
	waitpid(pid, NULL, 0);
	return s;
}

static void slices(void)
{
	static const size_t sizes[] = { 1, 2, 7, 0 };
	struct xg_rng rng = { 6 };
	uint64_t sum = 0;
	size_t lines = 0;

	input_n = 0;
	add("\n\r\n\0x\n", 6);
	for (int i = 0; i < 2000; i++) {
		char text[64];
		size_t n = xg_rng_below(&rng, sizeof text);

		for (size_t k = 0; k < n; k++)
			text[k] = (char)xg_rng_next(&rng);
		add(text, n);
		add("\n", 1);
	}
	add("no newline at the end", 21);
	for (size_t i = 0; i < input_n; i++) {
		lines += input[i] == '\n';
		if (input[i] != '\n')
			sum = sum * 31 + (unsigned char)input[i];
	}
	for (size_t i = 0; i < XG_LEN(sizes); i++) {
		struct seen s = read_lines(sizes[i]);

		is_int(s.whole, lines + 1, "all lines, in slices of %zu",
			sizes[i]);
		is_int(s.longs + s.parts, 0, "none is too long");
		ok(s.sum == sum, "all bytes are there, in order");
	}
}

static void long_lines(void)
{
	static char line[BIG];
	struct seen s;

	memset(line, 'a', sizeof line);
	input_n = 0;
	add("1\n", 2);
	add(line, XG_LINE_MAX);
	add("\n", 1);
	add(line, XG_LINE_MAX + 1);
	add("\n2\n", 3);
	add(line, BIG);
	add("\n3\n", 3);
	add(line, XG_LINE_MAX + 1);
	s = read_lines(0);
	is_int(s.whole, 4, "whole lines before, between and behind");
	is_int(s.longest, XG_LINE_MAX, "1 MiB is not too long");
	is_int(s.longs, 3, "one byte more is, with or without newline");
	ok(s.parts >= 3, "long ones come in pieces, so memory is bounded");
	is_int(s.bytes, input_n + 1, "and no byte of them is lost");
}

static void writes(void)
{
	struct xg_out w = { 0 };
	struct xg_error err = { 0 };
	static char back[1 << 16];
	int fd[2], rc;
	size_t got = 0, sent = 0;
	ssize_t n;

	if (pipe2(fd, O_NONBLOCK) < 0)
		exit(1);
	w.fd = fd[1];
	for (int i = 0; i < 40000; i++)
		xg_buf_text(&w.buf, "0123456789");
	sent = w.buf.len;
	while ((rc = xg_out_flush(&w, &err)) == XG_ERR_STATE) {
		while ((n = read(fd[0], back, sizeof back)) > 0)
			got += (size_t)n;
	}
	while ((n = read(fd[0], back, sizeof back)) > 0)
		got += (size_t)n;
	is_int(rc, 0, "all is written in the end");
	is_int(got, sent, "each byte once");
	is_int(xg_out_pending(&w), 0, "nothing waits");
	close(fd[0]);
	signal(SIGPIPE, SIG_IGN);
	xg_buf_text(&w.buf, "x");
	is_int(xg_out_flush(&w, &err), XG_ERR_ABSENT,
		"a reader that has gone is told apart");
	xg_out_release(&w);
	close(fd[1]);
	w.fd = open("/dev/full", O_WRONLY);
	xg_buf_text(&w.buf, "x");
	is_int(xg_out_flush(&w, &err), XG_ERR_SYSTEM,
		"a full disk is an error");
	ok(strstr(err.text, "No space left"), "and the reason is told");
	close(w.fd);
	xg_out_release(&w);
}

int main(void)
{
	slices();
	long_lines();
	writes();
	return done();
}
