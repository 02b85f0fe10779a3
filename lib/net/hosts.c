#include "net/hosts.h"

#include "io/file.h"
#include "io/xdg.h"
#include "json/pull.h"
#include "net/net.h"

const char *const xg_env_words[] = { "paper", "test", "live", NULL };

const char *xg_env_word(enum xg_env env)
{
	return xg_env_words[env];
}

int xg_hosts_sim(struct xg_buf *out, struct xg_error *err)
{
	struct xg_buf path = { 0 };
	int rc = xg_dir_path(&path, XG_DIR_RUNTIME, "sim.json", err);

	if (rc == 0)
		rc = xg_file_read(out, path.p, (size_t)1 << 20, err);
	if (rc == XG_ERR_ABSENT)
		rc = xg_error_set(err, XG_ERR_CONFIG,
			"%s is not there; start "
			"xg-sim for the paper environment",
			path.p);
	xg_buf_release(&path);
	return rc;
}

static bool unquote(struct xg_buf *out, struct xg_str json)
{
	if (json.n < 2 || json.p[0] != '"')
		return false;
	json.p++;
	json.n -= 2;
	return xg_json_unescape(out, json) == 0 && !out->failed;
}

int xg_hosts_sim_ca(struct xg_buf *out, struct xg_str sim, struct xg_error *err)
{
	struct xg_str ca;

	if (xg_json_find(sim, "ca", &ca) != 1 || !unquote(out, ca))
		return xg_error_set(
			err, XG_ERR_CONFIG, "sim.json names no \"ca\" file");
	return xg_buf_char(out, '\0');
}

/* One more base of host i; the pointers are set when all texts are there. */
static int add(struct xg_hosts *h, int i, struct xg_str url)
{
	struct xg_buf *b = &h->text[i];

	while (url.n && url.p[url.n - 1] == '/')
		url.n--;
	xg_buf_str(b, url);
	return xg_buf_char(b, '\0');
}

static int add_json(struct xg_hosts *h, int i, struct xg_str json)
{
	struct xg_buf one = { 0 };
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, json.p, json.n);
	while (rc == 0 && xg_json_next(&j) > XG_JSON_END)
		if (j.tok == XG_JSON_STR) {
			xg_buf_clear(&one);
			rc = xg_json_unescape(&one, j.val);
			if (rc == 0)
				rc = add(h, i, xg_buf_view(&one));
		} else if (j.tok != XG_JSON_ARR && j.tok != XG_JSON_ARR_END) {
			rc = XG_ERR_CONFIG;
		}
	xg_buf_release(&one);
	return j.tok == XG_JSON_ERR ? XG_ERR_CONFIG : rc;
}

/* A host's addresses in the simulator: its own entry by name, else the venue's
 * by the scheme that it has in life. */
static int add_paper(struct xg_hosts *h, int i, const struct xg_venue *v,
	const struct xg_host *host, struct xg_str sim, struct xg_error *err)
{
	bool ws = host->live && strncmp(host->live, "ws", 2) == 0;
	struct xg_str json;
	char path[128];

	snprintf(path, sizeof path, "venues.%s.hosts.%s", v->name, host->name);
	if (xg_json_find(sim, path, &json) != 1) {
		snprintf(path, sizeof path, "venues.%s.%s", v->name,
			ws ? "ws" : "rest");
		if (xg_json_find(sim, path, &json) != 1)
			return xg_error_set(err, XG_ERR_CONFIG,
				"xg-sim runs, "
				"but has no %s; start it with that venue",
				v->name);
	}
	return add_json(h, i, json);
}

/* The row of a host in a region: NAME-REGION; NULL when there is none. */
static const struct xg_host *regional(const struct xg_venue *v,
	const struct xg_host *host, const char *region)
{
	char name[128];

	snprintf(name, sizeof name, "%s-%s", host->name, region);
	return xg_venue_host(v, name);
}

static int add_own(struct xg_hosts *h, int i, const struct xg_venue *v,
	const struct xg_host *host, xg_conf_text *conf, void *ctx)
{
	const struct xg_host *there = NULL;
	const char *first;
	struct xg_str json;
	char path[128];
	int rc;

	/* An entry for live must not lead a test run there, nor back. */
	snprintf(path, sizeof path, "hosts.%s.%s.%s", xg_env_word(h->env),
		v->name, host->name);
	if (conf && conf(ctx, path, &json) == 1)
		return add_json(h, i, json);
	if (h->region[0])
		there = regional(v, host, h->region);
	if (there)
		host = there;
	first = h->env == XG_ENV_LIVE ? host->live : host->test;
	if (!first)
		return 0;
	rc = add(h, i, xg_str_from(first));
	for (int k = 0; rc == 0 && h->env == XG_ENV_LIVE && host->mirrors &&
			host->mirrors[k];
		k++)
		rc = add(h, i, xg_str_from(host->mirrors[k]));
	return rc;
}

/* Points at the texts; in paper each must be loopback. */
static int settle(struct xg_hosts *h, int i, const struct xg_venue *v,
	struct xg_error *err)
{
	const char *p = h->text[i].p, *end = p + h->text[i].len;
	int n = 0;

	while (p < end && n < XG_HOSTS_BASES) {
		if (h->env == XG_ENV_PAPER && !xg_net_is_loopback(p))
			return xg_error_set(err, XG_ERR_CONFIG,
				"the paper "
				"environment refuses %.100s for %s: it is not "
				"a loopback address",
				p, v->name);
		h->base[i][n++] = p;
		p += strlen(p) + 1;
	}
	return 0;
}

int xg_hosts_open(struct xg_hosts *h, const struct xg_venue *v, enum xg_env env,
	const char *region, struct xg_str sim, xg_conf_text *conf, void *ctx,
	struct xg_error *err)
{
	int rc = 0;

	*h = (struct xg_hosts){ .env = env };
	if (env != XG_ENV_PAPER)
		snprintf(h->region, sizeof h->region, "%s",
			region ? region : "");
	for (int i = 0; rc == 0 && v->hosts[i].name; i++) {
		const struct xg_host *host = &v->hosts[i];

		if (i == XG_HOSTS_MAX) {
			rc = xg_error_set(err, XG_ERR_LIMIT, "too many hosts");
			break;
		}
		h->host[i].name = host->name;
		h->host[i].base = h->base[i];
		if (env == XG_ENV_PAPER)
			rc = add_paper(h, i, v, host, sim, err);
		else
			rc = add_own(h, i, v, host, conf, ctx);
		if (rc < 0 && err && !err->text[0])
			xg_error_set(err, rc,
				"the configured address of %s "
				"%s is not a URL or a list of them",
				v->name, host->name);
		if (rc == 0 && h->text[i].len)
			rc = settle(h, i, v, err);
	}
	if (rc < 0)
		xg_hosts_release(h);
	return rc;
}

void xg_hosts_release(struct xg_hosts *h)
{
	for (int i = 0; i < XG_HOSTS_MAX; i++)
		xg_buf_release(&h->text[i]);
	*h = (struct xg_hosts){ 0 };
}

const char *xg_hosts_base(const struct xg_hosts *h, const char *name, int nth)
{
	for (int i = 0; i < XG_HOSTS_MAX && h->host[i].name; i++) {
		int n = 0;

		if (strcmp(h->host[i].name, name) != 0)
			continue;
		while (h->base[i][n])
			n++;
		return n ? h->base[i][nth % n] : NULL;
	}
	return NULL;
}
