#include "io/xdg.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *var, *home;
} dirs[] = {
	[XG_DIR_CONFIG] = { "XDG_CONFIG_HOME", "/.config" },
	[XG_DIR_STATE] = { "XDG_STATE_HOME", "/.local/state" },
	[XG_DIR_CACHE] = { "XDG_CACHE_HOME", "/.cache" },
	[XG_DIR_RUNTIME] = { "XDG_RUNTIME_DIR", NULL },
};

static int folder(struct xg_buf *out, enum xg_dir dir, struct xg_error *err)
{
	const char *base = getenv(dirs[dir].var);
	const char *home = getenv("HOME");

	if (base && base[0] == '/')
		return xg_buf_printf(out, "%s/xg", base);
	if (!dirs[dir].home)
		return xg_buf_printf(out, "/tmp/xg-%u", (unsigned)geteuid());
	if (home && home[0] == '/')
		return xg_buf_printf(out, "%s%s/xg", home, dirs[dir].home);
	return xg_error_set(err, XG_ERR_CONFIG,
		"neither %s nor HOME is set to a path", dirs[dir].var);
}

static int add_name(struct xg_buf *out, const char *name, struct xg_error *err)
{
	if (name)
		xg_buf_printf(out, "/%s", name);
	if (out->failed)
		return xg_error_set(err, XG_ERR_LIMIT, "the path is too long");
	return 0;
}

int xg_dir_path(struct xg_buf *out, enum xg_dir dir, const char *name,
	struct xg_error *err)
{
	int rc = folder(out, dir, err);

	return rc < 0 ? rc : add_name(out, name, err);
}

/* mkdir -p of the text from `start` on; text is changed and restored. */
static int make_all(char *path, struct xg_error *err)
{
	char *p = path;
	int rc = 0;

	while (rc == 0 && p) {
		p = strchr(p + 1, '/');
		if (p)
			*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			rc = xg_error_set(err, XG_ERR_SYSTEM,
				"cannot make the folder %s: %s", path,
				strerror(errno));
		if (p)
			*p = '/';
	}
	return rc;
}

static int own_folder(const char *path, struct xg_error *err)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return xg_error_set(err, XG_ERR_SYSTEM, "cannot look at %s: %s",
			path, strerror(errno));
	if (st.st_uid != geteuid())
		return xg_error_set(
			err, XG_ERR_AUTH, "%s belongs to another user", path);
	return 0;
}

int xg_dir_make(struct xg_buf *out, enum xg_dir dir, const char *name,
	struct xg_error *err)
{
	size_t start = out->len;
	const char *slash = name ? strrchr(name, '/') : NULL;
	char *path;
	int rc = folder(out, dir, err);

	if (rc < 0)
		return rc;
	if (out->failed)
		return xg_error_set(err, XG_ERR_LIMIT, "the path is too long");
	path = out->p + start;
	rc = make_all(path, err);
	if (rc == 0)
		rc = own_folder(path, err);
	if (rc == 0 && slash) {
		size_t keep = out->len;

		xg_buf_char(out, '/');
		xg_buf_add(out, name, (size_t)(slash - name));
		rc = add_name(out, NULL, err);
		if (rc == 0)
			rc = make_all(out->p + start, err);
		out->len = keep;
	}
	return rc < 0 ? rc : add_name(out, name, err);
}
