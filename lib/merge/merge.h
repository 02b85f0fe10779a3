/* Several ordered inputs of lines into one, without I/O and clock. Lines of one
 * input keep their order. By time, the line with the earliest time goes first
 * (of equals, that of the earlier input), as soon as nothing can come before
 * it: every input that has not ended has a line waiting, or the line has waited
 * for the window. */
#ifndef XG_MERGE_MERGE_H
#define XG_MERGE_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define XG_MERGE_NEVER INT64_MAX
#define XG_MERGE_BYTES ((size_t)8 << 20) /* that wait, of one input */

struct xg_merge_line {
	size_t at, n;	 /* in the input's text */
	int64_t time;	 /* its own, or that of the line before */
	int64_t arrived; /* by the caller's clock, microseconds */
	int64_t number;	 /* in its input, from 1 */
	bool is_untimed; /* it has no time of its own */
};
struct xg_merge_input {
	struct xg_buf text;	    /* owned: lines that wait */
	struct xg_merge_line *line; /* owned */
	size_t first, n, cap;	    /* those from `first` wait */
	int64_t last;		    /* time of the last line */
	bool ended;
};
struct xg_merge {
	struct xg_merge_input *in; /* owned */
	size_t n;
	int64_t window; /* us; XG_MERGE_NEVER: wait for every input */
};

int xg_merge_init(struct xg_merge *m, size_t inputs, int64_t window);
void xg_merge_release(struct xg_merge *m);
/* A line (copied) of input i; time 0 = it has none. XG_ERR_MEMORY. */
int xg_merge_add(struct xg_merge *m, size_t i, struct xg_str line, int64_t time,
	int64_t number, int64_t now);
/* Nothing more comes from input i. */
void xg_merge_end(struct xg_merge *m, size_t i);
/* Has input i as much waiting as it may? Then read no more of it. */
bool xg_merge_is_full(const struct xg_merge *m, size_t i);
/* The first input that has not ended and has nothing waiting; m->n if none. */
size_t xg_merge_starved(const struct xg_merge *m);
/* The next line: true, with its input and *text, which lives until the next
 * add or next. */
bool xg_merge_next(struct xg_merge *m, int64_t now, size_t *input,
	struct xg_merge_line *line, struct xg_str *text);
/* When next gives a line although no more input comes: XG_MERGE_NEVER if not.
 */
int64_t xg_merge_deadline(const struct xg_merge *m);

/* The time of a record: its rx, else its ts, 0 if it has neither; <0 when the
 * line is no JSON object as far as it looked. */
int64_t xg_merge_time(struct xg_str line);

#endif
