#include "desk/desk.h"

#include "crypto/hmac.h"
#include "desk/keys.h"

#include <sys/stat.h>

#include "io/clock.h"
#include "io/file.h"
#include "io/xdg.h"

static int arm(const struct xg_desk_opts *o, struct xg_error *err)
{
	struct xg_str json;

	if (o->env != XG_ENV_LIVE)
		return 0;
	if (o->conf && o->conf(o->conf_ctx, "live", &json) == 1 &&
		xg_str_is_text(json, "true"))
		return 0;
	return xg_error_set(err, XG_ERR_CONFIG,
		"live trading is not armed; write \"live\": true into the "
		"configuration file");
}

static struct xg_str line_of(struct xg_str *rest)
{
	struct xg_str line = xg_str_cut(rest, '\n');

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static int key_from_file(
	struct xg_desk_venue *v, const char *path, struct xg_error *err)
{
	struct xg_buf text = { 0 };
	struct xg_str rest;
	int rc = xg_file_read(&text, path, 16384, err);

	rest = xg_buf_view(&text);
	if (rc >= 0 &&
		(xg_secret_set(&v->paper.key, line_of(&rest)) < 0 ||
			xg_secret_set(&v->paper.secret, line_of(&rest)) < 0 ||
			xg_secret_set(&v->paper.passphrase, line_of(&rest)) <
				0))
		rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	xg_wipe(text.p, text.cap);
	xg_buf_release(&text);
	return rc < 0 ? rc : 0;
}

static void use_paper(struct xg_desk_venue *v)
{
	v->cred = (struct xg_cred){ .key = xg_secret_view(&v->paper.key),
		.secret = xg_secret_view(&v->paper.secret),
		.passphrase = xg_secret_view(&v->paper.passphrase) };
}

static int no_key(const struct xg_desk_venue *v, struct xg_error *err)
{
	const char *name = xg_keys_wanted(v->choice);
	const char *label = v->desk->o.label ? v->desk->o.label : "";
	const char *gap = *label ? " " : "";
	const char *env = xg_env_word(v->desk->o.env);

	return xg_error_set(err, XG_ERR_ABSENT,
		"there is no key of %s%s%s for %s; use: xg-key add %s%s%s "
		"--env %s",
		name, gap, label, env, name, gap, label, env);
}

static int use_vault(struct xg_desk_venue *v, struct xg_error *err)
{
	const struct xg_desk *d = v->desk;
	const struct xg_vault_entry *e =
		xg_keys_chosen(&d->vault, v->choice, d->o.label);

	if (!e)
		return no_key(v, err);
	v->cred = (struct xg_cred){ .key = xg_secret_view(&e->key),
		.secret = xg_secret_view(&e->secret),
		.passphrase = xg_secret_view(&e->passphrase),
		.demo = d->o.env == XG_ENV_TEST };
	v->cred.kind = e->kind == XG_KEY_ED25519 ? XG_CRED_ED25519
		       : e->kind == XG_KEY_RSA	 ? XG_CRED_RSA
						 : XG_CRED_HMAC;
	return 0;
}

/* The key of a venue. XG_ERR_ABSENT: there is none. */
static int find_key(struct xg_desk_venue *v, struct xg_error *err)
{
	struct xg_desk *d = v->desk;
	int rc;

	if (d->o.no_keys)
		return 0;
	if (d->o.cred_file) {
		rc = key_from_file(v, d->o.cred_file, err);
	} else if (d->o.env == XG_ENV_PAPER) {
		rc = xg_paper_find(v->v->name, &v->paper, err);
	} else {
		return use_vault(v, err);
	}
	if (rc == 0)
		use_paper(v);
	return rc;
}

static int add(struct xg_desk *d, const struct xg_venue *v, bool named,
	struct xg_error *err)
{
	struct xg_desk_venue *dv = &d->venue[d->n];
	const struct xg_choice *choice;
	int rc;

	if (d->n == XG_DESK_VENUES)
		return xg_error_set(err, XG_ERR_LIMIT, "too many venues");
	choice = xg_choices_venue(&d->choices, v, err);
	if (!choice)
		return err->code;
	*dv = (struct xg_desk_venue){
		.desk = d, .choice = choice, .v = choice->v
	};
	rc = find_key(dv, err);
	if (rc == 0 && dv->cred.kind == XG_CRED_HMAC) {
		dv->cred.mac =
			xg_hmac_new(256, dv->cred.secret.p, dv->cred.secret.n);
		if (!dv->cred.mac)
			rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	}
	if (rc == XG_ERR_ABSENT && !named)
		return 0;
	d->n++;
	/* Without a key there is only --dry-run: the simulator need not run. */
	if (rc == 0 && d->o.env == XG_ENV_PAPER && !d->sim.len)
		return 0;
	return rc < 0 ? rc
		      : xg_hosts_open(&dv->hosts, dv->v, d->o.env,
				choice->region, xg_buf_view(&d->sim), d->o.conf,
				d->o.conf_ctx, err);
}

static int add_all(struct xg_desk *d, struct xg_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < d->o.venues; i++) {
		const struct xg_venue *v =
			xg_venue_find(xg_str_from(d->o.venue[i]));

		if (!xg_desk_find(d, xg_str_from(v->name)))
			rc = add(d, v, true, err);
	}
	if (d->o.venues)
		return rc;
	for (size_t i = 0; rc >= 0 && xg_venue_at(i); i++)
		rc = add(d, xg_venue_at(i), false, err);
	if (rc >= 0 && d->n == 0)
		return xg_error_set(err, XG_ERR_ABSENT,
			d->o.env == XG_ENV_PAPER
				? "no simulator is running; start xg-sim"
			: d->vault.n
				? "the vault has keys of other regions, labels "
				  "or venues only (xg-key list); name the venue"
				: "the vault has no key of a known venue; use: "
				  "xg-key add");
	return rc;
}

int xg_desk_open(
	struct xg_desk *d, const struct xg_desk_opts *o, struct xg_error *err)
{
	bool keys = !o->cred_file && !o->no_keys;
	int rc;

	*d = (struct xg_desk){ .o = *o,
		.choices = {
			.env = o->env, .conf = o->conf, .ctx = o->conf_ctx } };
	for (size_t i = 0; i < o->venues; i++) {
		if (!xg_choices_name(
			    &d->choices, xg_str_from(o->venue[i]), err))
			return err->code;
	}
	rc = keys && !o->dry ? arm(o, err) : 0;
	if (rc == 0 && keys && o->env == XG_ENV_PAPER) {
		rc = xg_hosts_sim(&d->sim, err);
		if (rc == 0)
			rc = xg_hosts_sim_ca(&d->ca, xg_buf_view(&d->sim), err);
	}
	if (rc == 0 && keys && o->env != XG_ENV_PAPER)
		rc = xg_vault_open(
			xg_env_word(o->env), &o->source, false, &d->vault, err);
	return rc < 0 ? rc : add_all(d, err);
}

void xg_desk_release(struct xg_desk *d)
{
	for (int i = 0; i < d->n; i++) {
		struct xg_desk_venue *v = &d->venue[i];

		xg_insts_load_free(v->load);
		xg_hmac_free(v->cred.mac);
		xg_insts_release(&v->insts);
		xg_hosts_release(&v->hosts);
		xg_paper_release(&v->paper);
	}
	if (d->has_lease)
		xg_lease_release(&d->lease);
	xg_vault_release(&d->vault);
	xg_wipe(d->sim.p, d->sim.cap);
	xg_buf_release(&d->sim);
	xg_buf_release(&d->ca);
	*d = (struct xg_desk){ 0 };
}

struct xg_net *xg_desk_net(
	struct xg_desk *d, struct xg_loop *loop, struct xg_error *err)
{
	bool paper = d->o.env == XG_ENV_PAPER;
	struct xg_net_opts opts = { .loopback_only = paper,
		.ca_file = paper && d->ca.len ? d->ca.p : NULL };

	if (xg_lease_open(&d->lease, NULL, err) < 0)
		return NULL;
	d->has_lease = true;
	return xg_net_new(loop, &opts, err);
}

struct xg_desk_venue *xg_desk_find(struct xg_desk *d, struct xg_str name)
{
	for (int i = 0; i < d->n; i++) {
		if (xg_str_is_text(name, d->venue[i].v->name))
			return &d->venue[i];
	}
	return NULL;
}

static void tell(struct xg_desk *d, int rc, const char *why)
{
	if (d->told || !d->done)
		return;
	d->told = true;
	d->done(d->ctx, rc, why);
}

static void on_insts(
	void *ctx, int rc, struct xg_str text, const struct xg_error *err)
{
	struct xg_desk_venue *v = ctx;
	struct xg_desk *d = v->desk;
	struct xg_error bad = { 0 };

	if (rc == 0 && xg_insts_parse(&v->insts, text, &bad) < 0) {
		rc = XG_ERR_NET;
		err = &bad;
	}
	if (rc < 0) {
		tell(d, rc, err->text);
		return;
	}
	v->loaded = true;
	for (int i = 0; i < d->n; i++) {
		if (!d->venue[i].loaded)
			return;
	}
	tell(d, 0, "");
}

/* Since when the simulator runs: its instruments may differ with each start. */
static int64_t sim_age(int64_t now)
{
	struct xg_buf path = { 0 };
	struct stat st = { 0 };
	int64_t age = 0;

	if (xg_dir_path(&path, XG_DIR_RUNTIME, "sim.json", NULL) == 0 &&
		stat(path.p, &st) == 0)
		age = now - (int64_t)st.st_mtim.tv_sec * 1000000 -
		      st.st_mtim.tv_nsec / 1000;
	xg_buf_release(&path);
	return age;
}

static bool from_cache(struct xg_desk_venue *v, bool any_age)
{
	struct xg_buf text = { 0 };
	int64_t age = 0, now = xg_clock_us(), most = XG_INSTS_TTL_US;
	int rc = xg_insts_cached(
		&text, v->desk->o.env, v->v, v->hosts.region, now, &age, NULL);

	if (v->desk->o.env == XG_ENV_PAPER && !any_age && sim_age(now) < most)
		most = sim_age(now);
	v->loaded = rc >= 0 && (any_age || age < most) &&
		    xg_insts_parse(&v->insts, xg_buf_view(&text), NULL) >= 0;
	xg_buf_release(&text);
	return v->loaded;
}

int xg_desk_load(struct xg_desk *d, struct xg_net *net,
	void (*done)(void *ctx, int rc, const char *why), void *ctx,
	struct xg_error *err)
{
	int waiting = 0;

	d->done = done;
	d->ctx = ctx;
	d->told = false;
	for (int i = 0; i < d->n; i++) {
		struct xg_desk_venue *v = &d->venue[i];

		if (from_cache(v, false))
			continue;
		v->load = xg_insts_fetch(net, v->v, &v->hosts,
			d->has_lease ? &d->lease : NULL, on_insts, v);
		if (!v->load)
			return xg_error_set(
				err, XG_ERR_MEMORY, "out of memory");
		waiting++;
	}
	if (!waiting)
		tell(d, 0, "");
	return 0;
}

int xg_desk_cached(struct xg_desk *d, struct xg_error *err)
{
	for (int i = 0; i < d->n; i++) {
		if (!from_cache(&d->venue[i], true) && d->o.venues)
			return xg_error_set(err, XG_ERR_ABSENT,
				"the instruments of %s are not in the cache; "
				"use: xg-inst %s --env %s",
				d->venue[i].v->name, d->venue[i].v->name,
				xg_env_word(d->o.env));
	}
	return 0;
}
