#include "sim/announce.h"

#include <unistd.h>

#include "io/file.h"
#include "io/xdg.h"
#include "json/pull.h"
#include "json/write.h"

void xg_sim_announcement(struct xg_buf *out, const struct xg_sim_world *w,
	const int *port, const char *ca, int64_t pid)
{
	xg_buf_char(out, '{');
	xg_json_put_i64(out, "pid", pid);
	xg_json_put_text(out, "ca", ca);
	xg_buf_text(out, ",\"venues\":{");
	for (int i = 0; i < w->fronts; i++) {
		const struct xg_sim_front *f = &w->front[i];

		xg_json_key(out, f->dialect->name);
		xg_buf_printf(out,
			"{\"rest\":\"https://127.0.0.1:%d\",\"ws\":"
			"\"wss://127.0.0.1:%d\"",
			port[i], port[i]);
		xg_json_put_text(out, "key", f->cred.key);
		xg_json_put_text(out, "secret", f->cred.secret);
		xg_json_put_text(out, "passphrase", f->cred.passphrase);
		xg_buf_char(out, '}');
	}
	xg_buf_text(out, "}}\n");
}

int xg_sim_announce(
	struct xg_buf *path, struct xg_str text, struct xg_error *err)
{
	int rc = xg_dir_make(path, XG_DIR_RUNTIME, "sim.json", err);

	return rc < 0 ? rc : xg_file_write(path->p, text, 0600, err);
}

void xg_sim_withdraw(const struct xg_buf *path, int64_t pid)
{
	struct xg_buf text = { 0 };
	struct xg_str is;
	int64_t n = 0;

	if (path->len && xg_file_read(&text, path->p, 1 << 20, NULL) == 0 &&
		xg_json_find(xg_buf_view(&text), "pid", &is) == 1 &&
		xg_str_i64(is, &n) == 0 && n == pid)
		unlink(path->p);
	xg_buf_release(&text);
}
