/* Questions about the journal of an environment, answered from its file. */
#ifndef XG_NET_JOURNAL_LOOK_H
#define XG_NET_JOURNAL_LOOK_H

#include "net/journal_file.h"

/* Checks the chain. Number of lines; *chain is where it ends, *torn how long a last
 * line without its end is. XG_ERR_ABSENT (no file) or as xg_journal_read, *err is a
 * sentence that names the file. */
int64_t xg_journal_verify(const char *env, struct xg_chain *chain,
	int64_t *torn, struct xg_error *err);
/* Gives out, as they are, the lines that name an order or group as id, parent or
 * group. Their number; XG_ERR_STATE without words when emit wants no more (<0); or
 * as above. */
int64_t xg_journal_why(const char *env, struct xg_str id,
	int (*emit)(void *ctx, const struct xg_rec *rec), void *ctx,
	struct xg_error *err);

#endif
