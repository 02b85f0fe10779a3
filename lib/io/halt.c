#include "io/halt.h"

#include <errno.h>
#include <unistd.h>

#include "io/file.h"
#include "io/xdg.h"

static int find_path(
	struct xg_buf *out, const char *env, bool make, struct xg_error *err)
{
	struct xg_buf name = { 0 };
	int rc;

	if (strcmp(env, "paper") != 0 && strcmp(env, "test") != 0 &&
		strcmp(env, "live") != 0)
		return xg_error_set(err, XG_ERR_CONFIG,
			"unknown environment; use paper, test or live");
	xg_buf_printf(&name, "%s/halt", env);
	rc = (make ? xg_dir_make : xg_dir_path)(out, XG_DIR_STATE, name.p, err);
	xg_buf_release(&name);
	return rc;
}

/* One line: false when it is not of the form. */
static bool split(struct xg_str line, struct xg_str *venue, int64_t *at,
	struct xg_str *why)
{
	struct xg_str rest = line;

	*venue = xg_str_cut(&rest, ' ');
	*why = rest;
	return venue->n > 0 && xg_str_i64(xg_str_cut(why, ' '), at) == 0 &&
	       *at >= 0;
}

bool xg_halt_next(const struct xg_halt *h, size_t *pos, struct xg_str *venue,
	int64_t *at, struct xg_str *why)
{
	struct xg_str rest = xg_buf_view(&h->text), line;

	if (*pos >= rest.n)
		return false;
	rest.p += *pos;
	rest.n -= *pos;
	line = xg_str_cut(&rest, '\n');
	*pos += line.n + 1;
	return split(line, venue, at, why);
}

static void halt_all(struct xg_halt *h, const char *why, const char *detail)
{
	h->all = true;
	snprintf(h->why, sizeof h->why, "%s%s", why, detail);
}

/* What the text says about everything: one line for *, or one that is not
 * understood. */
static void judge(struct xg_halt *h)
{
	struct xg_str venue, why;
	size_t pos = 0;
	int64_t at;

	if (h->text.len == 0)
		halt_all(h, "the halt file is there, and empty", "");
	while (pos < h->text.len) {
		if (!xg_halt_next(h, &pos, &venue, &at, &why)) {
			halt_all(h, "the halt file is not understood", "");
			return;
		}
		if (xg_str_is_text(venue, "*")) {
			h->all = true;
			xg_str_copy(h->why, sizeof h->why, why);
			return;
		}
	}
}

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev &&
	       a->st_size == b->st_size && a->st_mode == b->st_mode &&
	       a->st_uid == b->st_uid &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

bool xg_halt_look(struct xg_halt *h)
{
	struct xg_error err = { 0 };
	struct stat now;
	bool there;

	if (h->path.len == 0) {
		halt_all(h, "the halt file was not opened", "");
		return false;
	}
	there = stat(h->path.p, &now) == 0;
	if (!there && errno == ENOENT) {
		bool changed = !h->looked || h->exists || h->all;

		h->looked = true;
		h->exists = h->all = false;
		xg_buf_clear(&h->text);
		return changed;
	}
	if (there && h->looked && h->exists && same(&now, &h->seen))
		return false;
	xg_buf_clear(&h->text);
	h->looked = h->exists = true;
	h->all = false;
	if (!there) {
		h->seen = (struct stat){ 0 };
		halt_all(h, "cannot look at the halt file: ", strerror(errno));
		return true;
	}
	h->seen = now;
	if (xg_file_read(&h->text, h->path.p, XG_HALT_MAX, &err) < 0) {
		/* Gone or unreadable: the next look decides anew. */
		h->seen = (struct stat){ 0 };
		xg_buf_clear(&h->text);
		halt_all(h, "", err.text);
		return true;
	}
	judge(h);
	return true;
}

int xg_halt_open(struct xg_halt *h, const char *env, struct xg_error *err)
{
	int rc;

	*h = (struct xg_halt){ 0 };
	rc = find_path(&h->path, env, false, err);
	if (rc < 0) {
		xg_halt_release(h);
		return rc;
	}
	(void)xg_halt_look(h);
	return 0;
}

void xg_halt_release(struct xg_halt *h)
{
	xg_buf_release(&h->path);
	xg_buf_release(&h->text);
	*h = (struct xg_halt){ 0 };
}

bool xg_halt_is(
	const struct xg_halt *h, struct xg_str venue, struct xg_str *why)
{
	struct xg_str v, w;
	size_t pos = 0;
	int64_t at;

	if (!h->looked || h->all) {
		if (why)
			*why = h->looked ? xg_str_from(h->why)
					 : XG_STR("the halt file was not "
						  "looked at");
		return true;
	}
	while (h->exists && xg_halt_next(h, &pos, &v, &at, &w)) {
		if (venue.n && xg_str_is(v, venue)) {
			if (why)
				*why = w;
			return true;
		}
	}
	return false;
}

/* ---- changes ---- */

static void put_line(
	struct xg_buf *out, struct xg_str venue, int64_t at, struct xg_str why)
{
	size_t n = why.n < 180 ? why.n : 180;
	size_t from;

	if (venue.n)
		xg_buf_str(out, venue);
	else
		xg_buf_char(out, '*');
	xg_buf_printf(out, " %lld ", (long long)at);
	from = out->len;
	if (n)
		xg_buf_add(out, why.p, n);
	for (size_t i = from; i < out->len; i++) {
		if ((unsigned char)out->p[i] < 0x20)
			out->p[i] = ' ';
	}
	xg_buf_char(out, '\n');
}

/* All lines of the file but those of one venue. */
static int others(struct xg_buf *out, const struct xg_halt *h,
	struct xg_str but, int *dropped)
{
	struct xg_str venue, why;
	size_t pos = 0;
	int64_t at;

	*dropped = 0;
	while (h->exists && xg_halt_next(h, &pos, &venue, &at, &why)) {
		if (xg_str_is(venue, but.n ? but : XG_STR("*")))
			++*dropped;
		else if (xg_str_is_text(venue, "*"))
			put_line(out, (struct xg_str){ 0 }, at, why);
		else
			put_line(out, venue, at, why);
	}
	return out->failed ? XG_ERR_MEMORY : 0;
}

/* Locks against other writers and looks. The lock's descriptor, or an error. */
static int begin(struct xg_halt *h, const char *env, struct xg_error *err)
{
	struct xg_buf lock = { 0 };
	int fd, rc;

	*h = (struct xg_halt){ 0 };
	rc = find_path(&h->path, env, true, err);
	if (rc < 0)
		return rc;
	xg_buf_printf(&lock, "%s.lock", h->path.p);
	fd = lock.failed ? XG_ERR_MEMORY : xg_file_lock(lock.p, true, err);
	xg_buf_release(&lock);
	if (fd >= 0)
		(void)xg_halt_look(h);
	return fd;
}

static bool good_venue(struct xg_str v)
{
	for (size_t i = 0; i < v.n; i++) {
		if ((unsigned char)v.p[i] <= 0x20 || v.p[i] == '*')
			return false;
	}
	return v.n <= 48;
}

static bool has_all(const struct xg_buf *text)
{
	struct xg_str rest = xg_buf_view(text);

	while (rest.n) {
		if (xg_str_has_prefix(xg_str_cut(&rest, '\n'), XG_STR("* ")))
			return true;
	}
	return false;
}

int xg_halt_set(const char *env, struct xg_str venue, struct xg_str why,
	int64_t now, struct xg_error *err)
{
	struct xg_buf text = { 0 };
	struct xg_halt h;
	int lock, rc, dropped;

	if (!good_venue(venue))
		return xg_error_set(
			err, XG_ERR_SYNTAX, "this is no name of a venue");
	lock = begin(&h, env, err);
	rc = lock < 0 ? lock : others(&text, &h, venue, &dropped);
	if (rc == 0) {
		/* A file that is no list halts everything, and so it shall
		 * stay beside the new line. */
		if (h.all && venue.n && !has_all(&text))
			put_line(&text, (struct xg_str){ 0 }, now,
				xg_str_from(h.why));
		put_line(&text, venue, now, why);
		rc = text.failed
			     ? xg_error_set(err, XG_ERR_MEMORY, "out of memory")
			     : xg_file_write(
				       h.path.p, xg_buf_view(&text), 0600, err);
	}
	if (lock >= 0)
		close(lock);
	xg_buf_release(&text);
	xg_halt_release(&h);
	return rc;
}

int xg_halt_clear(const char *env, struct xg_str venue, struct xg_error *err)
{
	struct xg_buf text = { 0 };
	struct xg_halt h;
	int lock = begin(&h, env, err), rc = lock < 0 ? lock : 0, dropped = 0;

	if (rc == 0 && venue.n && h.all)
		rc = xg_error_set(err, XG_ERR_STATE,
			"everything is halted (%s); resume everything first: "
			"xg-risk resume",
			h.why);
	if (rc == 0 && !h.exists)
		goto end;
	if (rc == 0 && venue.n)
		rc = others(&text, &h, venue, &dropped);
	else
		dropped = 1;
	if (rc == 0 && text.len)
		rc = xg_file_write(h.path.p, xg_buf_view(&text), 0600, err);
	else if (rc == 0 && dropped && unlink(h.path.p) < 0)
		rc = xg_error_set(err, XG_ERR_SYSTEM, "cannot remove %s: %s",
			h.path.p, strerror(errno));
end:
	if (lock >= 0)
		close(lock);
	xg_buf_release(&text);
	xg_halt_release(&h);
	return rc < 0 ? rc : dropped > 0;
}
