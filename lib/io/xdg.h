/* Where files of xg live (XDG base directories), each in its folder "xg". */
#ifndef XG_IO_XDG_H
#define XG_IO_XDG_H

#include "base/buf.h"
#include "base/err.h"

enum xg_dir {
	XG_DIR_CONFIG,	/* $XDG_CONFIG_HOME/xg or ~/.config/xg */
	XG_DIR_STATE,	/* $XDG_STATE_HOME/xg or ~/.local/state/xg */
	XG_DIR_CACHE,	/* $XDG_CACHE_HOME/xg or ~/.cache/xg */
	XG_DIR_RUNTIME, /* $XDG_RUNTIME_DIR/xg or /tmp/xg-UID */
};

/* Appends the path of the folder, and of name in it unless name is NULL. Makes
 * nothing. XG_ERR_CONFIG when neither the variable nor HOME is set. Relative
 * values of the variables are ignored, as the specification demands. */
int xg_dir_path(struct xg_buf *out, enum xg_dir dir, const char *name,
	struct xg_error *err);
/* The same, and makes the folders on the way to it (0700; not `name` itself).
 * XG_ERR_AUTH when the folder belongs to somebody else. */
int xg_dir_make(struct xg_buf *out, enum xg_dir dir, const char *name,
	struct xg_error *err);

#endif
