#include "stage/conf.h"

#include "io/file.h"

int xg_conf_load(struct xg_conf *c, const char *path, struct xg_error *err)
{
	int rc;

	xg_buf_clear(&c->text);
	rc = xg_file_read(&c->text, path, XG_CONF_MAX, err);
	return rc < 0 ? rc : xg_conf_check(c, err);
}
