#include "vault/paper.h"

#include <stdio.h>
#include <stdlib.h>

#include "io/file.h"
#include "io/xdg.h"
#include "json/pull.h"

#define SIM_MAX ((size_t)1 << 20)

static int find(struct xg_buf *path, struct xg_error *err)
{
	const char *dir = getenv("XDG_RUNTIME_DIR");
	int rc = XG_ERR_ABSENT;

	if (dir && *dir == '/') {
		rc = xg_dir_path(path, XG_DIR_RUNTIME, "sim.json", err);
		if (rc == 0)
			rc = xg_file_private(path->p, err);
	}
	if (rc == XG_ERR_ABSENT) {
		xg_buf_clear(path);
		rc = xg_dir_path(path, XG_DIR_STATE, "run/sim.json", err);
		if (rc == 0)
			rc = xg_file_private(path->p, err);
	}
	if (rc == XG_ERR_ABSENT)
		xg_error_set(err, rc, "no simulator is running; start xg-sim");
	return rc;
}

/* The text of a member, or empty. */
static int text(struct xg_buf *out, struct xg_str json, const char *path)
{
	struct xg_str v;
	int rc = xg_json_find(json, path, &v);

	if (rc <= 0)
		return rc;
	if (v.n < 2 || v.p[0] != '"')
		return XG_ERR_TYPE;
	return xg_json_unescape(out, (struct xg_str){ v.p + 1, v.n - 2 });
}

static int hidden(struct xg_secret *out, struct xg_str json, const char *path)
{
	struct xg_buf b = { .max = 16384 };
	int rc = text(&b, json, path);

	if (rc >= 0)
		rc = xg_secret_set(out, xg_buf_view(&b));
	xg_wipe(b.p, b.cap);
	xg_buf_release(&b);
	return rc;
}

/* Only addresses that cannot leave the machine, with a port and nothing that
 * could make another host of it. */
static bool is_local(const struct xg_buf *url, struct xg_str scheme)
{
	struct xg_str s = xg_buf_view(url), host, port;

	if (!s.n)
		return true;
	if (!xg_str_has_prefix(s, scheme))
		return false;
	s.p += scheme.n;
	s.n -= scheme.n;
	port = xg_str_cut(&s, '/');
	host = xg_str_cut(&port, ':');
	for (size_t i = 0; i < port.n; i++) {
		if (port.p[i] < '0' || port.p[i] > '9')
			return false;
	}
	return xg_str_is_text(host, "127.0.0.1") ||
	       xg_str_is_text(host, "localhost");
}

static int take(struct xg_str json, const char *venue, struct xg_paper *p)
{
	struct xg_buf *const to[] = { &p->rest, &p->ws };
	struct xg_secret *const sec[] = { &p->key, &p->secret, &p->passphrase };
	static const char *const open[] = { "rest", "ws" };
	static const char *const shut[] = { "key", "secret", "passphrase" };
	char path[96];
	int rc = text(&p->ca, json, "ca");

	for (int i = 0; i < 2 && rc >= 0; i++) {
		snprintf(path, sizeof path, "venues.%s.%s", venue, open[i]);
		rc = text(to[i], json, path);
	}
	for (int i = 0; i < 3 && rc >= 0; i++) {
		snprintf(path, sizeof path, "venues.%s.%s", venue, shut[i]);
		rc = hidden(sec[i], json, path);
	}
	return rc;
}

int xg_paper_find(const char *venue, struct xg_paper *out, struct xg_error *err)
{
	struct xg_buf path = { 0 }, json = { 0 };
	int rc = find(&path, err);

	*out = (struct xg_paper){ 0 };
	if (rc >= 0)
		rc = xg_file_read(&json, path.p, SIM_MAX, err);
	if (rc >= 0) {
		rc = take(xg_buf_view(&json), venue, out);
		if (rc < 0)
			xg_error_set(err, rc,
				"%s is damaged; start xg-sim "
				"again",
				path.p);
		else if (!out->rest.len && !out->ws.len)
			rc = xg_error_set(err, XG_ERR_ABSENT,
				"the simulator does not serve %s", venue);
		else if (!is_local(&out->rest, XG_STR("https://")) ||
			 !is_local(&out->ws, XG_STR("wss://")))
			rc = xg_error_set(err, XG_ERR_AUTH,
				"%s names a host "
				"that is not this one",
				path.p);
	}
	xg_wipe(json.p, json.cap);
	xg_buf_release(&json);
	xg_buf_release(&path);
	if (rc < 0)
		xg_paper_release(out);
	return rc < 0 ? rc : 0;
}

void xg_paper_release(struct xg_paper *p)
{
	xg_buf_release(&p->ca);
	xg_buf_release(&p->rest);
	xg_buf_release(&p->ws);
	xg_secret_release(&p->key);
	xg_secret_release(&p->secret);
	xg_secret_release(&p->passphrase);
}
