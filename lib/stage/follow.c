#include "stage/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>

#include "io/xdg.h"

static void try_open(struct xg_follow *f)
{
	int fd = open(f->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	f->lines.fd = fd > 0 ? fd : 0;
}

int xg_follow_open(struct xg_io *io, struct xg_follow *f, const char *file,
	const char *env, uint64_t types)
{
	struct xg_error err = { 0 };
	char name[40];

	f->types = types;
	if (file) {
		xg_buf_text(&f->path, file);
	} else {
		snprintf(name, sizeof name, "%s/journal.ndjson", env);
		if (xg_dir_path(&f->path, XG_DIR_STATE, name, &err) < 0)
			return xg_fail(io, XG_EXIT_CONFIG, "%s", err.text);
	}
	if (f->path.failed)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	try_open(f);
	if (f->lines.fd > 0)
		return 0;
	if (!file && errno == ENOENT) {
		xg_opens_later(io);
		return 0;
	}
	return xg_fail(io, XG_EXIT_CONFIG, "cannot open %s to follow it: %s",
		f->path.p, strerror(errno));
}

void xg_follow_release(struct xg_follow *f)
{
	if (f->lines.fd > 0)
		close(f->lines.fd);
	xg_lines_release(&f->lines);
	xg_rec_reader_release(&f->reader);
	xg_buf_release(&f->path);
	*f = (struct xg_follow){ 0 };
}

static int one_line(struct xg_io *io, struct xg_follow *f, struct xg_str line,
	int (*take)(struct xg_io *io, void *state, const struct xg_rec *rec),
	void *state)
{
	struct xg_error err = { 0 };
	struct xg_rec rec;
	int rc = xg_rec_read(&f->reader, line, f->types, &rec, &err);

	if (rc == 0)
		return f->types & XG_REC_BIT(rec.type) ? take(io, state, &rec)
						       : 0;
	xg_warn(io, "%s:%lld:%lld: %s", f->path.p, (long long)f->lines.line,
		(long long)err.col, err.text);
	xg_status_at_end(io, XG_EXIT_DATA);
	return 0;
}

int xg_follow_read(struct xg_io *io, struct xg_follow *f,
	int (*take)(struct xg_io *io, void *state, const struct xg_rec *rec),
	void *state)
{
	struct xg_error err = { 0 };
	struct xg_str line;
	int got = 1, rc = 0;

	/* A journal that is not there yet is looked for ten times a second,
	 * or each time. */
	if (f->path.len && f->lines.fd <= 0 &&
		(f->eager || llabs((long long)(xg_io_time(io) - f->tried)) >=
				     100000)) {
		f->tried = xg_io_time(io);
		try_open(f);
	}
	while (f->lines.fd > 0 && got > 0 && rc == 0) {
		got = xg_lines_fill(&f->lines, &err);
		f->lines.eof = false;
		while (rc == 0 &&
			xg_lines_take(&f->lines, &line) == XG_LINE_WHOLE)
			rc = one_line(io, f, line, take, state);
	}
	return rc;
}
