#include "net/journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "io/line.h"
#include "io/xdg.h"

int xg_journal_path(
	struct xg_buf *out, const char *env, bool make, struct xg_error *err)
{
	char name[64];

	snprintf(name, sizeof name, "%s/journal.ndjson", env);
	return make ? xg_dir_make(out, XG_DIR_STATE, name, err)
		    : xg_dir_path(out, XG_DIR_STATE, name, err);
}

struct reading {
	const char *path;
	struct xg_chain *chain;
	int64_t bytes, size;
	xg_journal_line *fn;
	void *ctx;
};

static int one(struct reading *r, struct xg_str line, struct xg_error *err)
{
	int rc = xg_chain_check(r->chain, line, err);

	if (rc == 0 && r->fn)
		rc = r->fn(r->ctx, line, err);
	if (rc < 0 && err)
		err->line = r->chain->n + (rc == XG_ERR_STATE ? 1 : 0);
	r->bytes += (int64_t)line.n + 1;
	return rc;
}

/* All lines that end. 0 or an error. */
static int read_lines(struct reading *r, int fd, struct xg_error *err)
{
	struct xg_lines in = { .fd = fd };
	struct xg_str line;
	int rc = 0, got = 1;

	while (rc == 0 && got > 0) {
		enum xg_line_got what;

		got = xg_lines_fill(&in, err);
		if (got < 0 && got != XG_ERR_STATE)
			rc = got;
		if (got == XG_ERR_STATE)
			got = 1;
		while (rc == 0 &&
			(what = xg_lines_take(&in, &line)) != XG_LINE_NONE) {
			if (r->bytes + (int64_t)line.n + 1 > r->size)
				break; /* torn */
			rc = what == XG_LINE_WHOLE
				     ? one(r, line, err)
				     : xg_error_set(err, XG_ERR_SYNTAX,
					       "a line of over 1 MiB");
		}
	}
	xg_lines_release(&in);
	return rc;
}

int64_t xg_journal_read(const char *path, struct xg_chain *chain,
	int64_t *bytes, int64_t *torn, xg_journal_line *fn, void *ctx,
	struct xg_error *err)
{
	struct reading r = { path, chain, 0, 0, fn, ctx };
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;
	struct stat st;

	if (fd < 0)
		return xg_error_set(err,
			errno == ENOENT ? XG_ERR_ABSENT : XG_ERR_SYSTEM,
			"cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, &st) < 0) {
		close(fd);
		return xg_error_set(err, XG_ERR_SYSTEM, "cannot read %s: %s",
			path, strerror(errno));
	}
	r.size = st.st_size;
	rc = read_lines(&r, fd, err);
	close(fd);
	*bytes = r.bytes;
	*torn = r.size - r.bytes;
	return rc < 0 ? rc : chain->n;
}

static int lock(struct xg_journal_file *j, struct xg_error *err)
{
	struct xg_buf path = { 0 };
	int fd;

	xg_buf_str(&path, xg_buf_view(&j->path));
	xg_buf_text(&path, ".lock");
	fd = path.failed ? XG_ERR_MEMORY : xg_file_lock(path.p, false, err);
	xg_buf_release(&path);
	if (fd == XG_ERR_STATE)
		return xg_error_set(err, fd,
			"another xg-order has the journal %s; end it first, or "
			"send it the orders",
			j->path.p);
	if (fd < 0)
		return fd;
	j->lock = fd + 1;
	return 0;
}

int xg_journal_open(struct xg_journal_file *j, const char *env,
	xg_journal_line *fn, void *ctx, struct xg_error *err)
{
	int64_t n;
	int rc, fd;

	*j = (struct xg_journal_file){ 0 };
	rc = xg_journal_path(&j->path, env, true, err);
	if (rc == 0)
		rc = lock(j, err);
	if (rc < 0)
		return rc;
	n = xg_journal_read(
		j->path.p, &j->chain, &j->size, &j->cut, fn, ctx, err);
	if (n < 0 && n != XG_ERR_ABSENT)
		return (int)n;
	if (n == XG_ERR_ABSENT)
		j->size = j->cut = 0;
	fd = xg_file_append_open(j->path.p, 0600, err);
	if (fd < 0)
		return fd;
	j->fd = fd + 1;
	if (j->cut > 0 && ftruncate(fd, j->size) < 0)
		return xg_error_set(err, XG_ERR_SYSTEM,
			"cannot take back a torn line of %s: %s", j->path.p,
			strerror(errno));
	return 0;
}

void xg_journal_close(struct xg_journal_file *j)
{
	if (j->fd)
		close(j->fd - 1);
	if (j->lock)
		close(j->lock - 1);
	xg_buf_release(&j->path);
	xg_buf_release(&j->line);
	*j = (struct xg_journal_file){ 0 };
}

int xg_journal_append(struct xg_journal_file *j, struct xg_str line, bool sync,
	struct xg_error *err)
{
	struct xg_chain next = j->chain;
	int rc;

	if (j->broken)
		return xg_error_set(err, XG_ERR_STATE,
			"the journal failed before: nothing is written any "
			"more");
	xg_buf_clear(&j->line);
	rc = xg_chain_add(&next, &j->line, line);
	if (rc == 0)
		rc = xg_file_append(
			j->fd - 1, xg_buf_view(&j->line), sync, err);
	else
		xg_error_set(err, rc, "%s", xg_err_text(rc));
	if (rc == 0) {
		j->chain = next;
		j->size += (int64_t)j->line.len;
		return 0;
	}
	j->broken = true;
	if (ftruncate(j->fd - 1, j->size) < 0)
		return rc; /* the next start drops the torn line */
	return rc;
}
