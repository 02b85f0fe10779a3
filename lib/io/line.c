#include "io/line.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

void xg_pipe_grow(int fd)
{
	(void)fcntl(fd, F_SETPIPE_SZ, XG_PIPE_BYTES);
}

void xg_lines_release(struct xg_lines *r)
{
	free(r->buf);
	*r = (struct xg_lines){ .fd = r->fd, .max = r->max };
}

static struct xg_str take(struct xg_lines *r, size_t n)
{
	struct xg_str s = { r->buf + r->at, n };

	r->at += n;
	r->scanned = 0;
	return s;
}

enum xg_line_got xg_lines_take(struct xg_lines *r, struct xg_str *out)
{
	size_t have = r->end - r->at;
	char *lf = have > r->scanned ? memchr(r->buf + r->at + r->scanned, '\n',
					       have - r->scanned)
				     : NULL;
	size_t max = r->max ? r->max : XG_LINE_MAX;
	bool was_long = r->skipping;

	if (lf) {
		*out = take(r, (size_t)(lf - (r->buf + r->at)));
		r->at++;
		r->line++;
		r->skipping = false;
		return was_long || out->n > max ? XG_LINE_LONG : XG_LINE_WHOLE;
	}
	r->scanned = have;
	if (r->eof && (have || was_long)) {
		*out = take(r, have);
		r->line++;
		r->skipping = false;
		return was_long || have > max ? XG_LINE_LONG : XG_LINE_WHOLE;
	}
	if (have > max || (was_long && have)) {
		*out = take(r, have);
		r->skipping = true;
		return XG_LINE_PART;
	}
	return XG_LINE_NONE;
}

/* Room for one more pipe's worth behind what is kept. */
static int make_room(struct xg_lines *r)
{
	size_t kept = r->end - r->at;
	size_t cap = r->cap ? r->cap : 2 * XG_PIPE_BYTES;
	char *p;

	if (r->cap - r->end >= XG_PIPE_BYTES)
		return 0;
	if (r->at && kept)
		memmove(r->buf, r->buf + r->at, kept);
	r->at = 0;
	r->end = kept;
	while (cap - kept < XG_PIPE_BYTES)
		cap *= 2;
	if (cap == r->cap)
		return 0;
	p = realloc(r->buf, cap);
	if (!p)
		return XG_ERR_MEMORY;
	r->buf = p;
	r->cap = cap;
	return 0;
}

int xg_lines_fill(struct xg_lines *r, struct xg_error *err)
{
	ssize_t n;

	if (r->eof)
		return 0;
	if (r->at == r->end)
		r->at = r->end = 0;
	if (make_room(r) < 0)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	n = read(r->fd, r->buf + r->end, XG_PIPE_BYTES);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return XG_ERR_STATE;
	if (n < 0)
		return xg_error_set(
			err, XG_ERR_SYSTEM, "cannot read: %s", strerror(errno));
	if (n == 0) {
		r->eof = true;
		return 0;
	}
	r->end += (size_t)n;
	r->bytes += n;
	return 1;
}

bool xg_fd_ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

void xg_out_release(struct xg_out *w)
{
	xg_buf_release(&w->buf);
	*w = (struct xg_out){ .fd = w->fd };
}

static int drop(struct xg_out *w)
{
	xg_buf_clear(&w->buf);
	w->sent = 0;
	return 0;
}

/* One write of at most n bytes. 0, or the results of xg_out_flush. */
static int put(struct xg_out *w, size_t n, struct xg_error *err)
{
	ssize_t put = write(w->fd, w->buf.p + w->sent, n);

	if (put >= 0) {
		w->sent += (size_t)put;
		return 0;
	}
	if (errno == EAGAIN || errno == EINTR)
		return XG_ERR_STATE;
	w->closed = true;
	drop(w);
	if (errno == EPIPE)
		return XG_ERR_ABSENT;
	return xg_error_set(
		err, XG_ERR_SYSTEM, "cannot write: %s", strerror(errno));
}

int xg_out_flush(struct xg_out *w, struct xg_error *err)
{
	int rc;

	if (w->closed) {
		drop(w);
		return XG_ERR_ABSENT;
	}
	while (w->sent < w->buf.len) {
		rc = put(w, w->buf.len - w->sent, err);
		if (rc < 0)
			return rc;
	}
	return drop(w);
}

enum { ROOM_FILE = -1, ROOM_OTHER = -2 };

static int room_of(int fd)
{
	struct stat st;
	int bytes;

	if (fstat(fd, &st) < 0)
		return ROOM_OTHER;
	if (S_ISREG(st.st_mode))
		return ROOM_FILE;
	bytes = S_ISFIFO(st.st_mode) ? fcntl(fd, F_GETPIPE_SZ) : 0;
	return bytes > 0 ? bytes : ROOM_OTHER;
}

/* How much can be written at once without waiting: an empty pipe takes its
 * whole size; what poll() calls writable takes PIPE_BUF bytes. Source: pipe(7),
 * poll(2). */
static size_t room(struct xg_out *w)
{
	struct pollfd p = { .fd = w->fd, .events = POLLOUT };
	int waiting;

	if (w->room == 0)
		w->room = room_of(w->fd);
	if (w->room == ROOM_FILE)
		return SIZE_MAX;
	if (poll(&p, 1, 0) <= 0)
		return 0;
	if (w->room > 0 && !(p.revents & POLLERR) &&
		ioctl(w->fd, FIONREAD, &waiting) == 0 && waiting == 0)
		return (size_t)w->room;
	return PIPE_BUF;
}

int xg_out_offer(struct xg_out *w, struct xg_error *err)
{
	size_t n, left;
	int rc = 0;

	if (w->closed) {
		drop(w);
		return XG_ERR_ABSENT;
	}
	while (rc == 0 && w->sent < w->buf.len) {
		n = room(w);
		left = w->buf.len - w->sent;
		rc = n ? put(w, n < left ? n : left, err) : XG_ERR_STATE;
	}
	if (rc == 0)
		return drop(w);
	if (rc == XG_ERR_STATE && w->sent > w->buf.len / 2) {
		xg_buf_shift(&w->buf, w->sent);
		w->sent = 0;
	}
	return rc;
}
