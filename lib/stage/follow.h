/* Feedback: the journal of xg-order, or any file of records, that grows while it
 * is read (design, idea 9). One follower for all commands that have --follow. */
#ifndef XG_STAGE_FOLLOW_H
#define XG_STAGE_FOLLOW_H

#include "io/line.h"
#include "stage/stage.h"

/* Zero-filled is valid and releasable. */
struct xg_follow {
	struct xg_buf path;
	struct xg_lines lines; /* fd 0 = not open (yet) */
	struct xg_rec_reader reader;
	uint64_t types; /* of records that are given */
	bool eager;	/* look for a missing journal at each call */
	int64_t tried;	/* time of the stream of the last try to open it */
};

/* file, or NULL: the journal of xg-order in this environment, which may appear
 * later. 0, or an exit status (a file that is named must be there). */
int xg_follow_open(struct xg_io *io, struct xg_follow *f, const char *file,
	const char *env, uint64_t types);
void xg_follow_release(struct xg_follow *f);
/* Gives each record of the types that was appended since the last call; a line
 * whose end is not written yet waits. take returns 0 or an exit status, which
 * ends the reading and is returned. Bad lines are told with their place, and
 * the run ends with 3. Costs one system call when nothing has come. */
int xg_follow_read(struct xg_io *io, struct xg_follow *f,
	int (*take)(struct xg_io *io, void *state, const struct xg_rec *rec),
	void *state);

#endif
