/* Whole files, atomic replacement, durable appending, locks. Messages are
 * sentences with the path ("cannot open /x: Permission denied"). */
#ifndef XG_IO_FILE_H
#define XG_IO_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* Appends the whole file ("-" = stdin) to out. XG_ERR_ABSENT when there is no
 * such file, XG_ERR_LIMIT when it is over max bytes, XG_ERR_SYSTEM. */
int xg_file_read(
	struct xg_buf *out, const char *path, size_t max, struct xg_error *err);
/* Replaces path by data in one step: a reader sees the old or the new content,
 * also after a crash (temporary file, fsync, rename, fsync of the folder). */
int xg_file_write(const char *path, struct xg_str data, unsigned mode,
	struct xg_error *err);
/* Opens for appending, creates with mode. Returns the descriptor. */
int xg_file_append_open(const char *path, unsigned mode, struct xg_error *err);
/* Writes all of data at the end; with sync it is on the disk on return. */
int xg_file_append(int fd, struct xg_str data, bool sync, struct xg_error *err);
/* An exclusive lock on path (created 0600). Returns the descriptor that holds
 * it; closing it unlocks. XG_ERR_STATE when another process has it and wait is
 * false. */
int xg_file_lock(const char *path, bool wait, struct xg_error *err);
/* Is path a regular file of this user that nobody else may read? 0, or
 * XG_ERR_AUTH and what to do, XG_ERR_ABSENT, XG_ERR_SYSTEM. */
int xg_file_private(const char *path, struct xg_error *err);

#endif
