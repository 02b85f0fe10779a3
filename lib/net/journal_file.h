/* The journal as a file of one environment: read back at start, then appended
 * to by one process alone. The form of its lines is in order/journal.h. */
#ifndef XG_NET_JOURNAL_FILE_H
#define XG_NET_JOURNAL_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "order/journal.h"

/* Zero-filled is valid and releasable. */
struct xg_journal_file {
	struct xg_buf path; /* owned */
	int fd, lock;	    /* descriptor + 1; 0 = none */
	struct xg_chain chain;
	int64_t size;	    /* bytes of whole lines */
	int64_t cut;	    /* bytes of a torn line that were dropped at open */
	bool broken;	    /* an append failed: nothing is appended any more */
	struct xg_buf line; /* owned scratch */
};

/* $XDG_STATE_HOME/xg/ENV/journal.ndjson, appended to out. */
int xg_journal_path(
	struct xg_buf *out, const char *env, bool make, struct xg_error *err);

/* Called for each line read back (without LF); a negative result stops. */
typedef int xg_journal_line(
	void *ctx, struct xg_str line, struct xg_error *err);

/* Reads a file and checks its chain. A last line without its LF was not on the
 * disk when it mattered: it is left out, *torn says how long it is. Number of
 * lines, or XG_ERR_ABSENT (no file), XG_ERR_STATE, _SYNTAX (damaged; err->line),
 * XG_ERR_SYSTEM. fn may be NULL. */
int64_t xg_journal_read(const char *path, struct xg_chain *chain,
	int64_t *bytes, int64_t *torn, xg_journal_line *fn, void *ctx,
	struct xg_error *err);

/* Locks (XG_ERR_STATE: another process has it), reads back, opens. */
int xg_journal_open(struct xg_journal_file *j, const char *env,
	xg_journal_line *fn, void *ctx, struct xg_error *err);
void xg_journal_close(struct xg_journal_file *j);
/* Appends a line; with sync it is on the disk on return. On failure what was
 * written of it is taken back, and every later append fails, too. */
int xg_journal_append(struct xg_journal_file *j, struct xg_str line, bool sync,
	struct xg_error *err);

#endif
