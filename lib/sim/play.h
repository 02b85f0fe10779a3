/* Records from a file or stdin into a world, at their pace. */
#ifndef XG_SIM_PLAY_H
#define XG_SIM_PLAY_H

#include "io/line.h"
#include "io/loop.h"
#include "sim/world.h"

/* Zero-filled is valid; set the first six. */
struct xg_sim_play {
	struct xg_sim_world *world;
	struct xg_loop *loop;
	const char *path; /* "-" = stdin: applied as it comes */
	int64_t speed;	  /* in percent; 0 = as fast as it can */
	void *ctx;
	/* A line that is bad (its number; err NULL: a piece of one that is too
	 * long, more follows), and the end of the input. */
	void (*bad)(void *ctx, int64_t line, struct xg_str text,
		const struct xg_error *err);
	void (*end)(void *ctx, int64_t records);

	struct xg_lines in; /* private from here on */
	struct xg_timer *timer;
	struct xg_watch *watch;
	struct xg_buf held; /* the line that waits for its time */
	int64_t first, began, records;
	bool ended;
};

/* Lists the symbols of a file and starts. XG_ERR_ABSENT, SYSTEM. */
int xg_sim_play_start(struct xg_sim_play *p, struct xg_error *err);
void xg_sim_play_release(struct xg_sim_play *p);

#endif
