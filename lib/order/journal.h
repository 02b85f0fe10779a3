/* The journal: append-only NDJSON, one record a line, each line with its number
 * `jn` and `jp`, the SHA-256 of the line before it: a chain that shows any edit.
 * Lines are ordinary records (order, exec, fill, cancel, amend, reject) plus two
 * further types, `request` and `answer`, so jq and grep read it as it is, and
 * any stage can follow it. This file makes and checks lines; it does no I/O. */
#ifndef XG_ORDER_JOURNAL_H
#define XG_ORDER_JOURNAL_H

#include "base/buf.h"
#include "base/err.h"
#include "rec/rec.h"

#define XG_JOURNAL_HASH 64 /* hex digits of SHA-256 */

/* Where the chain stands. Start: zero-filled (the first line's jp is 64
 * zeros). */
struct xg_chain {
	int64_t n;			/* number of the last line */
	char last[XG_JOURNAL_HASH + 1]; /* hash of the last line */
};

/* Appends one line (with LF) to out: the JSON object `line` (no LF) with jn and
 * jp added at its end, and moves the chain on. XG_ERR_TYPE if line is no
 * object, XG_ERR_LIMIT/MEMORY. On error neither out nor chain has changed. */
int xg_chain_add(struct xg_chain *c, struct xg_buf *out, struct xg_str line);
/* The same for a record. */
int xg_chain_rec(
	struct xg_chain *c, struct xg_buf *out, const struct xg_rec *rec);

/* Checks a line read back (no LF) and moves the chain on: XG_ERR_SYNTAX (not
 * the form), XG_ERR_STATE (number or hash does not follow: an edit, a lost or a
 * foreign line); *err says which. */
int xg_chain_check(
	struct xg_chain *c, struct xg_str line, struct xg_error *err);

/* Appends (no LF) the JSON object of a request or an answer. url and body with
 * the secret parts masked by the caller. rx: wall clock, us. */
void xg_journal_request(struct xg_buf *out, struct xg_str id,
	struct xg_str venue, const char *op, int64_t rx, const char *method,
	struct xg_str url, struct xg_str body);
void xg_journal_answer(struct xg_buf *out, struct xg_str id,
	struct xg_str venue, const char *op, int64_t rx, int http,
	struct xg_str body);

#endif
