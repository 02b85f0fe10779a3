/* A pipeline in one process: stages linked by function calls. One stage alone
 * is a pipeline of one. Records that a stage makes go to the next one as
 * structs; what is written at the end is what pipes would have given. */
#ifndef XG_STAGE_FUSE_H
#define XG_STAGE_FUSE_H

#include "stage/stage.h"

#define XG_RUN_STAGES 32

struct xg_run;

struct xg_run *xg_run_new(void); /* NULL when memory is out */
void xg_run_free(struct xg_run *run);
/* Adds a stage behind the last one and reads its options; argv must live as
 * long as the run. -1 to go on, or the exit status to end with (--help was
 * printed, an option was wrong). */
int xg_run_add(struct xg_run *run, const struct xg_stage *stage, int argc,
	char **argv);
/* Must it run on the event loop? */
bool xg_run_wants_loop(const struct xg_run *run);
/* Run to the end; the exit status. All stages must be filters for the first.
 * The second needs the event loop and is linked only where it is called. */
int xg_run_blocking(struct xg_run *run);
int xg_run_on_loop(struct xg_run *run);

#endif
