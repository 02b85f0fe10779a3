#include "net/mode_cache.h"

#include <inttypes.h>

#include "io/file.h"
#include "io/xdg.h"

static int path_of(struct xg_buf *out, const char *env, const char *venue,
	const char *market, const char *key, bool make)
{
	char name[200];

	snprintf(
		name, sizeof name, "%s/%s-%s-%s.mode", env, venue, market, key);
	return make ? xg_dir_make(out, XG_DIR_CACHE, name, NULL)
		    : xg_dir_path(out, XG_DIR_CACHE, name, NULL);
}

bool xg_mode_read(struct xg_mode *out, const char *env, const char *venue,
	const char *market, const char *key, int64_t now)
{
	struct xg_buf path = { 0 }, text = { 0 };
	int hedge = 0, margin = 0;
	int64_t at = 0;
	bool good = path_of(&path, env, venue, market, key, false) == 0 &&
		    xg_file_read(&text, path.p, 200, NULL) >= 0 &&
		    sscanf(text.p, "%" SCNd64 " %d %d", &at, &hedge, &margin) ==
			    3 &&
		    at <= now && now - at < XG_MODE_TTL_US;

	if (good)
		*out = (struct xg_mode){ hedge == 1, margin == 1 };
	xg_buf_release(&path);
	xg_buf_release(&text);
	return good;
}

void xg_mode_write(const struct xg_mode *m, const char *env, const char *venue,
	const char *market, const char *key, int64_t now)
{
	struct xg_buf path = { 0 }, text = { 0 };

	xg_buf_printf(&text, "%" PRId64 " %d %d\n", now, m->hedge, m->margin);
	if (path_of(&path, env, venue, market, key, true) == 0)
		xg_file_write(path.p, xg_buf_view(&text), 0600, NULL);
	xg_buf_release(&path);
	xg_buf_release(&text);
}
