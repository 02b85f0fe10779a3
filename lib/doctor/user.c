/* What belongs to the user: folders, configuration, vaults. */
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "io/file.h"
#include "io/halt.h"
#include "io/xdg.h"
#include "stage/conf.h"

#define ROOM_MIN (INT64_C(1) << 30) /* journals must not meet a full disk */

void xg_doctor_say(const struct xg_doctor *d, enum xg_found found,
	const char *what, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	d->tell(d->arg, found, what, text);
}

static void room(const struct xg_doctor *d, const char *what, const char *path)
{
	struct statvfs fs;
	int64_t bytes;

	if (statvfs(path, &fs) < 0)
		return;
	bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	if (bytes < ROOM_MIN)
		xg_doctor_say(d, XG_FOUND_POOR, what,
			"only %lld MB are free at %s; make room: orders are "
			"refused when the journal cannot be written",
			(long long)(bytes / 1000000), path);
	else
		xg_doctor_say(d, XG_FOUND_GOOD, what, "%s, %lld GB free", path,
			(long long)(bytes / 1000000000));
}

static void one_dir(
	const struct xg_doctor *d, enum xg_dir dir, const char *what)
{
	struct xg_buf path = { 0 };
	struct xg_error err = { 0 };
	struct stat st;

	if (xg_dir_path(&path, dir, NULL, &err) < 0) {
		xg_doctor_say(d, XG_FOUND_WRONG, what,
			"%s; set HOME to your home folder", err.text);
	} else if (stat(path.p, &st) < 0) {
		if (errno == ENOENT)
			xg_doctor_say(d, XG_FOUND_NOTE, what,
				"%s is not there yet; it is made when needed",
				path.p);
		else
			xg_doctor_say(d, XG_FOUND_WRONG, what,
				"cannot look at %s: %s", path.p,
				strerror(errno));
	} else if (!S_ISDIR(st.st_mode)) {
		xg_doctor_say(d, XG_FOUND_WRONG, what,
			"%s is no folder; move it away", path.p);
	} else if (st.st_uid != geteuid()) {
		xg_doctor_say(d, XG_FOUND_WRONG, what,
			"%s belongs to another user; chown it, or set another "
			"XDG folder",
			path.p);
	} else if (st.st_mode & 022) {
		xg_doctor_say(d, XG_FOUND_WRONG, what,
			"others may write into %s; run: chmod go-w %s", path.p,
			path.p);
	} else if (access(path.p, W_OK | X_OK) < 0) {
		xg_doctor_say(d, XG_FOUND_WRONG, what,
			"%s cannot be written; run: chmod u+rwx %s", path.p,
			path.p);
	} else {
		room(d, what, path.p);
	}
	xg_buf_release(&path);
}

void xg_doctor_dirs(const struct xg_doctor *d)
{
	one_dir(d, XG_DIR_CONFIG, "config folder");
	one_dir(d, XG_DIR_STATE, "state folder");
	one_dir(d, XG_DIR_CACHE, "cache folder");
	one_dir(d, XG_DIR_RUNTIME, "runtime folder");
}

static void armed(const struct xg_doctor *d, const struct xg_conf *c)
{
	struct xg_str live;

	if (xg_conf_get(c, "live", &live) && xg_str_is(live, XG_STR("true")))
		xg_doctor_say(d, XG_FOUND_NOTE, "live",
			"orders with --env live reach the venues: \"live\" is "
			"true in the configuration");
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "live",
			"not armed: --env live is refused");
}

void xg_doctor_config(const struct xg_doctor *d)
{
	const char *given = d->config ? d->config : getenv("XG_CONFIG");
	struct xg_buf path = { 0 };
	struct xg_conf conf = { 0 };
	struct xg_error err = { 0 };
	int rc = 0;

	if (given && *given)
		xg_buf_text(&path, given);
	else
		rc = xg_dir_path(&path, XG_DIR_CONFIG, "config.json", &err);
	if (rc == 0)
		rc = xg_conf_load(&conf, path.p, &err);
	if (rc == XG_ERR_ABSENT && !(given && *given)) {
		xg_doctor_say(d, XG_FOUND_GOOD, "config",
			"no file, the built-in settings hold");
	} else if (rc < 0 && err.line) {
		xg_doctor_say(d, XG_FOUND_WRONG, "config",
			"%s:%lld:%lld: %s; see xg-config(5)", path.p,
			(long long)err.line, (long long)err.col, err.text);
	} else if (rc < 0) {
		xg_doctor_say(d, XG_FOUND_WRONG, "config", "%s", err.text);
	} else {
		xg_doctor_say(
			d, XG_FOUND_GOOD, "config", "%s is valid", path.p);
		xg_doctor_choices(d, &conf);
		armed(d, &conf);
	}
	xg_conf_release(&conf);
	xg_buf_release(&path);
}

void xg_doctor_vault(const struct xg_doctor *d)
{
	static const char *const envs[] = { "paper", "test", "live" };
	char name[32], what[32];

	for (size_t i = 0; i < XG_LEN(envs); i++) {
		struct xg_buf path = { 0 };
		struct xg_error err = { 0 };
		int rc;

		snprintf(name, sizeof name, "%s/vault", envs[i]);
		snprintf(what, sizeof what, "vault %s", envs[i]);
		rc = xg_dir_path(&path, XG_DIR_STATE, name, &err);
		if (rc == 0)
			rc = xg_file_private(path.p, &err);
		if (rc == 0)
			xg_doctor_say(d, XG_FOUND_GOOD, what,
				"%s can be read by you alone", path.p);
		else if (rc == XG_ERR_ABSENT && i == 0)
			xg_doctor_say(d, XG_FOUND_GOOD, what,
				"none, and none is needed: the simulator "
				"gives its keys");
		else if (rc == XG_ERR_ABSENT)
			xg_doctor_say(d, XG_FOUND_NOTE, what,
				"none; xg-key add makes it");
		else
			xg_doctor_say(d, XG_FOUND_WRONG, what, "%s", err.text);
		xg_buf_release(&path);
	}
}

void xg_doctor_halt(const struct xg_doctor *d)
{
	static const char *const envs[] = { "paper", "test", "live" };
	char what[32];

	for (size_t i = 0; i < XG_LEN(envs); i++) {
		struct xg_halt h = { 0 };
		struct xg_error err = { 0 };
		struct xg_str venue, why;
		size_t pos = 0;
		int64_t at;

		snprintf(what, sizeof what, "halt %s", envs[i]);
		if (xg_halt_open(&h, envs[i], &err) < 0)
			xg_doctor_say(d, XG_FOUND_WRONG, what, "%s", err.text);
		else if (h.all)
			xg_doctor_say(d, XG_FOUND_POOR, what,
				"no order passes: %s; run: xg-risk resume",
				h.why);
		while (!h.all && xg_halt_next(&h, &pos, &venue, &at, &why))
			xg_doctor_say(d, XG_FOUND_POOR, what,
				"no order passes to %.*s: %.*s; run: xg-risk "
				"resume --venue %.*s",
				XG_STR_ARG(venue), XG_STR_ARG(why),
				XG_STR_ARG(venue));
		xg_halt_release(&h);
	}
}
