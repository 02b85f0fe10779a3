#include "net/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/xdg.h"

/* tat: when the window would be empty again, were nothing more asked (the
 * generic cell rate algorithm); so one number holds a sliding window. */
struct state {
	int64_t tat, ban;
};

int xg_lease_open(struct xg_lease *l, const char *dir, struct xg_error *err)
{
	struct xg_buf path = { 0 };
	int rc = 0;

	*l = (struct xg_lease){ 0 };
	if (dir)
		xg_buf_text(&path, dir);
	else
		rc = xg_dir_make(&path, XG_DIR_RUNTIME, "rate", err);
	if (rc == 0 && !xg_str_copy(l->dir, sizeof l->dir, xg_buf_view(&path)))
		rc = xg_error_set(err, XG_ERR_LIMIT,
			"the path of the runtime "
			"folder is too long");
	xg_buf_release(&path);
	if (rc == 0 && mkdir(l->dir, 0700) < 0 && errno != EEXIST)
		rc = xg_error_set(err, XG_ERR_SYSTEM, "cannot make %s: %s",
			l->dir, strerror(errno));
	return rc;
}

void xg_lease_release(struct xg_lease *l)
{
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&l->fds, &pos)))
		close((int)s->val.num);
	xg_map_release(&l->fds);
	pos = 0;
	while ((s = xg_map_next(&l->held, &pos)))
		free(s->val.ptr);
	xg_map_release(&l->held);
	*l = (struct xg_lease){ 0 };
}

static int file_of(struct xg_lease *l, const char *name)
{
	union xg_map_val *val = xg_map_get(&l->fds, xg_str_from(name));
	char path[400];
	int fd, n;

	if (val)
		return (int)val->num;
	n = snprintf(path, sizeof path, "%s/", l->dir);
	for (const char *p = name; *p && n < (int)sizeof path - 1; p++)
		path[n++] =
			(*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
					(*p >= '0' && *p <= '9') || *p == '-' ||
					(*p == '.' && p != name)
				? *p
				: '_';
	path[n] = '\0';
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return XG_ERR_SYSTEM;
	val = xg_map_put(&l->fds, xg_str_from(name), NULL);
	if (!val) {
		close(fd);
		return XG_ERR_MEMORY;
	}
	val->num = fd;
	return fd;
}

/* Locks and reads; a file that is new, torn or not ours counts as empty. */
static int begin(struct xg_lease *l, const char *name, struct state *s)
{
	char text[64];
	int fd = file_of(l, name);
	ssize_t n;

	*s = (struct state){ 0 };
	if (fd < 0)
		return fd;
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return XG_ERR_SYSTEM;
	n = pread(fd, text, sizeof text - 1, 0);
	if (n > 0) {
		text[n] = '\0';
		if (sscanf(text, "%" SCNd64 " %" SCNd64, &s->tat, &s->ban) != 2)
			*s = (struct state){ 0 };
	}
	return fd;
}

/* One write of a fixed length: a crash leaves the old or the new text. */
static int end(int fd, const struct state *s)
{
	char text[64];
	int n = snprintf(text, sizeof text, "%20" PRId64 " %20" PRId64 "\n",
		s->tat, s->ban);
	bool good = pwrite(fd, text, (size_t)n, 0) == n;

	flock(fd, LOCK_UN);
	return good ? 0 : XG_ERR_SYSTEM;
}

/* What a clock that was set back has left in the future is cut to a window. */
static void settle(struct state *s, int64_t window, int64_t now)
{
	if (s->tat < now)
		s->tat = now;
	if (s->tat > now + 2 * window)
		s->tat = now + window;
}

int64_t xg_lease_take(
	struct xg_lease *l, const struct xg_lease_ask *ask, int64_t now)
{
	int64_t room = ask->window_us / 100 * (ask->share ? ask->share : 100);
	int64_t wait = 0, after;
	struct state s;
	int fd = begin(l, ask->name, &s);

	if (fd < 0)
		return fd;
	if (s.ban > now) {
		flock(fd, LOCK_UN);
		return s.ban - now;
	}
	settle(&s, ask->window_us, now);
	after = s.tat +
		(ask->max > 0 ? ask->window_us * ask->cost / ask->max : 0);
	/* More than the whole room at once goes when the bucket is empty. */
	if (after - now > room && s.tat > now)
		wait = after - now - room;
	if (wait > s.tat - now)
		wait = s.tat - now;
	if (wait > 0) {
		flock(fd, LOCK_UN);
		return wait;
	}
	s.tat = after;
	return end(fd, &s);
}

int xg_lease_ban(struct xg_lease *l, const char *name, int64_t until)
{
	struct state s;
	int fd = begin(l, name, &s);

	if (fd < 0)
		return fd;
	if (s.ban < until)
		s.ban = until;
	return end(fd, &s);
}

int xg_lease_used(struct xg_lease *l, const struct xg_lease_ask *ask,
	int64_t used, int64_t now)
{
	struct state s;
	int64_t at;
	int fd = begin(l, ask->name, &s);

	if (fd < 0)
		return fd;
	settle(&s, ask->window_us, now);
	if (used > ask->max)
		used = ask->max;
	at = now + (ask->max > 0 ? ask->window_us * used / ask->max : 0);
	if (s.tat < at)
		s.tat = at;
	return end(fd, &s);
}

/* ---- places: bytes of a file, each locked by the open file that holds it, so
 * that the kernel gives them back when it is closed ---- */

/* Which of the places are ours: the kernel does not tell us of our own. */
static unsigned char *own_places(struct xg_lease *l, const char *name, int max)
{
	union xg_map_val *val = xg_map_put(&l->held, xg_str_from(name), NULL);

	if (val && !val->ptr)
		val->ptr = calloc((size_t)max, 1);
	return val ? val->ptr : NULL;
}

static int lock_place(int fd, int at, short type)
{
	struct flock lock = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1
	};

	while (fcntl(fd, F_OFD_SETLK, &lock) < 0) {
		if (errno == EAGAIN || errno == EACCES)
			return XG_ERR_LIMIT;
		if (errno != EINTR)
			return XG_ERR_SYSTEM;
	}
	return 0;
}

int xg_lease_hold(struct xg_lease *l, const char *name, int max, int n, int *at)
{
	unsigned char *own = own_places(l, name, max);
	int fd = file_of(l, name), got = 0;

	if (fd < 0)
		return fd;
	if (!own)
		return XG_ERR_MEMORY;
	for (int i = 0; i < max && got < n; i++) {
		int rc = own[i] ? XG_ERR_LIMIT : lock_place(fd, i, F_WRLCK);

		if (rc == XG_ERR_LIMIT)
			continue;
		if (rc < 0) {
			xg_lease_give_back(l, name, at, got);
			return rc;
		}
		own[i] = 1;
		at[got++] = i;
	}
	if (got == n)
		return 0;
	xg_lease_give_back(l, name, at, got);
	return XG_ERR_LIMIT;
}

void xg_lease_give_back(
	struct xg_lease *l, const char *name, const int *at, int n)
{
	union xg_map_val *val = xg_map_get(&l->held, xg_str_from(name));
	unsigned char *own = val ? val->ptr : NULL;
	int fd = file_of(l, name);

	for (int i = 0; own && fd >= 0 && i < n; i++) {
		lock_place(fd, at[i], F_UNLCK);
		own[at[i]] = 0;
	}
}
