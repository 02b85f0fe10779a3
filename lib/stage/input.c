/* Operands that are the files to read: all are opened before the first is read,
 * so that a wrong name is told at once, and the sandbox need not open any. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "stage/stage_priv.h"

static void start_next(struct xg_run *run)
{
	const char *name = run->io[0]->opts.arg[run->in_at];

	run->in.fd = run->in_fds[run->in_at++];
	run->in_name = strcmp(name, "-") == 0 ? "stdin" : name;
}

static int open_one(struct xg_io *io, const char *name)
{
	int fd;

	if (strcmp(name, "-") == 0)
		return STDIN_FILENO;
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		xg_warn(io, "cannot open %s: %s", name, strerror(errno));
	return fd;
}

int xg_inputs_open(struct xg_run *run)
{
	struct xg_io *io = run->io[0];
	size_t n = (size_t)io->opts.argc;

	if (!io->stage->reads_files || n == 0)
		return 0;
	run->in_fds = calloc(n, sizeof *run->in_fds);
	if (!run->in_fds)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	while (run->in_n < n) {
		int fd = open_one(io, io->opts.arg[run->in_n]);

		if (fd < 0)
			return XG_EXIT_FAILED;
		run->in_fds[run->in_n++] = fd;
	}
	start_next(run);
	return 0;
}

bool xg_inputs_next(struct xg_run *run)
{
	struct xg_lines *in = &run->in;

	if (run->in_at >= run->in_n)
		return false;
	start_next(run);
	*in = (struct xg_lines){
		.fd = in->fd, .max = in->max, .buf = in->buf, .cap = in->cap
	};
	run->io[0]->line = 0;
	return true;
}

void xg_inputs_release(struct xg_run *run)
{
	for (size_t i = 0; i < run->in_n; i++) {
		if (run->in_fds[i] != STDIN_FILENO)
			close(run->in_fds[i]);
	}
	free(run->in_fds);
	run->in_n = 0;
}
