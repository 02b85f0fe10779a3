#include "net/regions.h"

static const char *word(const char *region)
{
	return region[0] ? region : "the usual one";
}

const char *xg_regions_of(const struct xg_regions *r, const struct xg_venue *v)
{
	for (int i = 0; i < r->n; i++) {
		if (r->of[i].v == v)
			return r->of[i].region;
	}
	return NULL;
}

const struct xg_venue *xg_regions_name(struct xg_regions *r, struct xg_str name,
	enum xg_env env, xg_hosts_conf *conf, void *ctx, struct xg_error *err)
{
	const struct xg_venue *v = xg_venue_find(name);
	char region[XG_REGION_MAX];
	const char *had;

	if (!v) {
		xg_error_set(err, XG_ERR_SUPPORT,
			"this version knows no venue '%.*s'; xg-inst --venues "
			"lists those that it knows",
			(int)(name.n < 64 ? name.n : 64), name.p);
		return NULL;
	}
	if (xg_hosts_region(
		    region, v, env, xg_venue_region(name), conf, ctx, err) < 0)
		return NULL;
	had = xg_regions_of(r, v);
	if (had && strcmp(had, region) != 0) {
		xg_error_set(err, XG_ERR_SUPPORT,
			"%s is named in two regions (%s, %s); give each a "
			"command of its own",
			v->name, word(had), word(region));
		return NULL;
	}
	if (!had && r->n == XG_REGIONS_MAX) {
		xg_error_set(err, XG_ERR_LIMIT, "too many venues");
		return NULL;
	}
	if (!had) {
		r->of[r->n].v = v;
		memcpy(r->of[r->n++].region, region, sizeof region);
	}
	return v;
}
