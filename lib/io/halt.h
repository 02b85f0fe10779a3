/* The kill switch: the file "halt" in the state folder of an environment. All
 * commands that let orders through look at it before every order, so a halt
 * reaches every process at once and outlives them all (R5). One halt a line:
 *
 *     VENUE MICROSECONDS REASON...
 *
 * where VENUE * means all of them. What cannot be read or is not of this form
 * (an empty file made by `touch` too) halts everything. */
#ifndef XG_IO_HALT_H
#define XG_IO_HALT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define XG_HALT_MAX ((size_t)64 << 10)

/* Zero-filled is valid: nothing was looked at yet, so everything is halted. */
struct xg_halt {
	struct xg_buf path; /* owned */
	struct xg_buf text; /* owned: the file as it was last read */
	struct stat seen;
	bool looked;   /* the file was looked at */
	bool exists;   /* and it was there */
	bool all;      /* everything is halted */
	char why[320]; /* a sentence, when all */
};

/* For the environment "paper", "test" or "live"; looks at once. XG_ERR_CONFIG
 * when the environment or the folder is unknown. A file that cannot be read is
 * no error but a halt. */
int xg_halt_open(struct xg_halt *h, const char *env, struct xg_error *err);
void xg_halt_release(struct xg_halt *h);
/* Looks again: one stat() unless the file has changed. true when what is halted
 * may differ from before. */
bool xg_halt_look(struct xg_halt *h);
/* Is this venue (n = 0: everything) halted, as of the last look? *why (may be
 * NULL) is the reason, alive until the next look. */
bool xg_halt_is(
	const struct xg_halt *h, struct xg_str venue, struct xg_str *why);
/* Halts of the last look one by one: start with *pos = 0; false at the end.
 * at: us, 0 unknown. A venue of "*" is all. */
bool xg_halt_next(const struct xg_halt *h, size_t *pos, struct xg_str *venue,
	int64_t *at, struct xg_str *why);

/* Writes the halt of a venue (n = 0: all) so that it outlives a crash of the
 * machine; makes the folder. The halt of the same venue before it is replaced;
 * a file that is not understood becomes a halt of everything. now: us, wall
 * clock. */
int xg_halt_set(const char *env, struct xg_str venue, struct xg_str why,
	int64_t now, struct xg_error *err);
/* Takes the halt of a venue back; n = 0: all halts. 1 when there was one, 0
 * when there was none. XG_ERR_STATE: everything is halted and only one venue
 * was to be resumed. */
int xg_halt_clear(const char *env, struct xg_str venue, struct xg_error *err);

#endif
