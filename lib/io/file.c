#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct xg_error *err, const char *verb, const char *path)
{
	int code = errno == ENOENT ? XG_ERR_ABSENT : XG_ERR_SYSTEM;

	return xg_error_set(
		err, code, "cannot %s %s: %s", verb, path, strerror(errno));
}

static int read_all(struct xg_buf *out, int fd, const char *path, size_t max,
	struct xg_error *err)
{
	size_t start = out->len;
	ssize_t n;

	for (;;) {
		if (xg_buf_reserve(out, 65536) < 0)
			return xg_error_set(err, XG_ERR_LIMIT,
				"%s does not fit into memory", path);
		n = read(fd, out->p + out->len, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(err, "read", path);
		out->len += (size_t)n;
		out->p[out->len] = '\0';
		if (n == 0)
			return 0;
		if (out->len - start > max)
			return xg_error_set(err, XG_ERR_LIMIT,
				"%s is larger than %zu bytes", path, max);
	}
}

int xg_file_read(
	struct xg_buf *out, const char *path, size_t max, struct xg_error *err)
{
	size_t start = out->len;
	int fd;
	int rc;

	if (strcmp(path, "-") == 0) {
		rc = read_all(out, STDIN_FILENO, "stdin", max, err);
	} else {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return fail(err, "open", path);
		rc = read_all(out, fd, path, max, err);
		close(fd);
	}
	if (rc < 0)
		out->len = start;
	return rc;
}

static int write_all(int fd, struct xg_str data)
{
	ssize_t n;

	while (data.n) {
		n = write(fd, data.p, data.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data.p += n;
		data.n -= (size_t)n;
	}
	return 0;
}

/* A rename lasts only when the folder itself has reached the disk. */
static void sync_folder(const char *path)
{
	char dir[4096];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;
	int fd;

	if (!slash)
		xg_str_copy(dir, sizeof dir, XG_STR("."));
	else
		xg_str_copy(
			dir, sizeof dir, (struct xg_str){ path, n ? n : 1 });
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

int xg_file_write(const char *path, struct xg_str data, unsigned mode,
	struct xg_error *err)
{
	struct xg_buf tmp = { .max = 4096 };
	int fd = -1;
	int rc = 0;

	if (xg_buf_printf(&tmp, "%s.XXXXXX", path) < 0)
		return xg_error_set(err, XG_ERR_LIMIT, "the path is too long");
	fd = mkostemp(tmp.p, O_CLOEXEC);
	if (fd < 0)
		rc = fail(err, "create a file beside", path);
	else if (write_all(fd, data) < 0 || fchmod(fd, (mode_t)mode) < 0 ||
		 fsync(fd) < 0 || rename(tmp.p, path) < 0)
		rc = fail(err, "write", path);
	else
		sync_folder(path);
	if (rc < 0 && fd >= 0)
		unlink(tmp.p);
	if (fd >= 0)
		close(fd);
	xg_buf_release(&tmp);
	return rc;
}

int xg_file_append_open(const char *path, unsigned mode, struct xg_error *err)
{
	int fd = open(
		path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, (mode_t)mode);

	return fd < 0 ? fail(err, "open", path) : fd;
}

int xg_file_append(int fd, struct xg_str data, bool sync, struct xg_error *err)
{
	if (write_all(fd, data) < 0 || (sync && fdatasync(fd) < 0))
		return xg_error_set(err, XG_ERR_SYSTEM, "cannot append: %s",
			strerror(errno));
	return 0;
}

int xg_file_lock(const char *path, bool wait, struct xg_error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int rc;

	if (fd < 0)
		return fail(err, "open", path);
	do
		rc = flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB));
	while (rc < 0 && errno == EINTR);
	if (rc == 0)
		return fd;
	rc = errno == EWOULDBLOCK
		     ? xg_error_set(err, XG_ERR_STATE,
			       "%s is in use by another process", path)
		     : fail(err, "lock", path);
	close(fd);
	return rc;
}

int xg_file_private(const char *path, struct xg_error *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return fail(err, "look at", path);
	if (!S_ISREG(st.st_mode))
		return xg_error_set(
			err, XG_ERR_AUTH, "%s is not a regular file", path);
	if (st.st_uid != geteuid())
		return xg_error_set(
			err, XG_ERR_AUTH, "%s belongs to another user", path);
	if (st.st_mode & 077)
		return xg_error_set(err, XG_ERR_AUTH,
			"others may read %s; run: chmod 600 %s", path, path);
	return 0;
}
