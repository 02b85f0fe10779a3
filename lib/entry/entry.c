#include "entry/entry.h"

int xg_entry_conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_io_conf(ctx, path, json);
}

struct xg_desk_opts xg_entry_desk(const struct xg_entry *e, struct xg_io *io)
{
	return (struct xg_desk_opts){ .env = (enum xg_env)e->env,
		.venue = e->venues.item,
		.venues = e->venues.n,
		.source = { .key_file = e->key_file,
			.has_fd = e->pass_fd >= 0,
			.fd = (int)e->pass_fd },
		.label = e->label,
		.conf = xg_entry_conf,
		.conf_ctx = io };
}

int xg_entry_exit(int rc)
{
	switch (rc) {
	case XG_ERR_NET:
		return XG_EXIT_NET;
	case XG_ERR_AUTH:
	case XG_ERR_CONFIG:
	case XG_ERR_ABSENT:
	case XG_ERR_SYNTAX:
		return XG_EXIT_CONFIG;
	case XG_ERR_SUPPORT:
		return XG_EXIT_USAGE;
	default:
		return XG_EXIT_FAILED;
	}
}

int xg_entry_refused(int reason)
{
	switch (reason) {
	case XG_WHY_HALTED:
		return XG_EXIT_HALTED;
	case XG_WHY_AUTH:
	case XG_WHY_PERMISSION:
		return XG_EXIT_CONFIG;
	case XG_WHY_VENUE_DOWN:
	case XG_WHY_TIMEOUT:
		return XG_EXIT_NET;
	default:
		return XG_EXIT_FAILED;
	}
}
