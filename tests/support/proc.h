/* A command as a process of its own, with pipes to all its ends, for tests of
 * what signals, slow readers and closed descriptors do to it. */
#ifndef XG_TESTS_PROC_H
#define XG_TESTS_PROC_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage/stage.h"
#include "tap.h"

#define SIDE 3 /* the stages tell the test about themselves here */

struct proc {
	pid_t pid;
	int out, err, side;
	int out_end; /* the end of the pipe that the process writes to */
};

/* out < 0: a pipe. args ends with NULL. */
__attribute__((unused)) static struct proc start_to(
	const struct xg_stage *stage, int in, int out, const char *const *args)
{
	char *argv[8] = { (char *)(size_t)stage->name };
	int argc = 1;
	int o[2], e[2], s[2];
	struct proc p = { 0 };

	for (; args && args[argc - 1] && argc < 7; argc++)
		argv[argc] = (char *)(size_t)args[argc - 1];
	if (pipe2(o, O_CLOEXEC) < 0 || pipe2(e, O_CLOEXEC) < 0 ||
		pipe2(s, O_CLOEXEC) < 0)
		exit(1);
	fflush(stdout);
	p.pid = fork();
	if (p.pid == 0) {
		int side = fcntl(s[1], F_DUPFD, 10);

		dup2(in, 0);
		dup2(out >= 0 ? out : o[1], 1);
		dup2(e[1], 2);
		dup2(side, SIDE);
		closefrom(SIDE + 1);
		_exit(xg_run_loop(stage, argc, argv));
	}
	close(e[1]);
	close(s[1]);
	p.out = o[0];
	p.out_end = o[1];
	p.err = e[0];
	p.side = s[0];
	return p;
}

__attribute__((unused)) static struct proc start(
	const struct xg_stage *stage, int in)
{
	return start_to(stage, in, -1, NULL);
}

/* Waits until the process has told c on its side channel n times. */
__attribute__((unused)) static bool told(const struct proc *p, char c, int n)
{
	char got;

	while (n > 0 && read(p->side, &got, 1) == 1)
		n -= got == c;
	return n == 0;
}

__attribute__((unused)) static char *read_all(int fd)
{
	size_t n = 0, cap = 1 << 16;
	char *text = malloc(cap);
	ssize_t got;

	while ((got = read(fd, text + n, cap - n - 1)) > 0) {
		n += (size_t)got;
		if (cap - n < 4096)
			text = realloc(text, cap *= 2);
	}
	text[n] = '\0';
	return text;
}

struct end {
	char *out, *err; /* owned */
	int status;	 /* exit status, -1 = killed */
};

__attribute__((unused)) static struct end finish(struct proc *p)
{
	struct end e;
	int status;

	close(p->out_end);
	e.out = read_all(p->out);
	e.err = read_all(p->err);
	close(p->out);
	close(p->err);
	close(p->side);
	waitpid(p->pid, &status, 0);
	e.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return e;
}

__attribute__((unused)) static void ended(
	struct end e, int status, const char *out, const char *title)
{
	is_int(e.status, status, "%s: exit status", title);
	is_text(e.out, strlen(e.out), out, "%s: output", title);
	is_text(e.err, strlen(e.err), "", "%s: nothing on stderr", title);
	free(e.out);
	free(e.err);
}

/* A file that is gone as soon as it is closed. */
__attribute__((unused)) static int file_with(const char *text, int times)
{
	char path[] = "/tmp/xg-stage-loop-XXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	while (times-- > 0) {
		if (write(fd, text, strlen(text)) < 0)
			exit(1);
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* The reading end of a pipe that holds text; *end stays open when given. */
__attribute__((unused)) static int pipe_with(const char *text, int *end)
{
	int p[2];

	if (pipe2(p, O_CLOEXEC) < 0 || write(p[1], text, strlen(text)) < 0)
		exit(1);
	if (end)
		*end = p[1];
	else
		close(p[1]);
	return p[0];
}

#endif
