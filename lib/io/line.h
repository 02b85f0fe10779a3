/* Lines from a descriptor and text to one. Nothing here waits unless it says
 * so; the same reader serves the blocking runner and the event loop. */
#ifndef XG_IO_LINE_H
#define XG_IO_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define XG_LINE_MAX ((size_t)1 << 20)
#define XG_PIPE_BYTES (256 << 10)

/* Asks the kernel for a pipe of 256 kB (bulk is 1.7 times faster); what is no
 * pipe or may not grow stays as it is. */
void xg_pipe_grow(int fd);

/* Zero-filled but for fd is valid. */
struct xg_lines {
	int fd;	    /* the caller's */
	size_t max; /* bytes of a line; 0 = XG_LINE_MAX */
	char *buf;  /* owned */
	size_t cap, at, end;
	size_t scanned; /* bytes from `at` known to hold no LF */
	int64_t line;	/* number of the line last given, from 1 */
	int64_t bytes;	/* read so far */
	bool eof;
	bool skipping; /* inside a line that is too long */
};

enum xg_line_got {
	XG_LINE_NONE,  /* no whole line here: fill, or the end when eof */
	XG_LINE_WHOLE, /* *out is a line without its LF */
	XG_LINE_PART,  /* *out is a piece of a line over the maximum */
	XG_LINE_LONG,  /* *out is the last piece of such a line */
};

void xg_lines_release(struct xg_lines *r);
/* The next line that is in memory. *out lives until the next fill. The last
 * line needs no LF. */
enum xg_line_got xg_lines_take(struct xg_lines *r, struct xg_str *out);
/* One read(). 1 = some bytes came, 0 = end, XG_ERR_STATE = nothing there on a
 * non-blocking descriptor or a signal came, XG_ERR_SYSTEM, XG_ERR_MEMORY. */
int xg_lines_fill(struct xg_lines *r, struct xg_error *err);
/* Can a read be done now without waiting? */
bool xg_fd_ready(int fd);

/* Zero-filled but for fd is valid. Append to buf, then call flush. */
struct xg_out {
	int fd;		   /* the caller's */
	struct xg_buf buf; /* owned */
	size_t sent;	   /* bytes at the front of buf that are written */
	bool closed;	   /* the reader has gone (EPIPE) */
	int room;	   /* what fd is: see xg_out_offer; 0 = not asked yet */
};

void xg_out_release(struct xg_out *w);
static inline size_t xg_out_pending(const struct xg_out *w)
{
	return w->buf.len - w->sent;
}
/* Writes until nothing is left. 0; XG_ERR_STATE when a non-blocking descriptor
 * takes no more now or a signal came; XG_ERR_ABSENT when the reader has gone;
 * XG_ERR_SYSTEM with a sentence (disk full ...), and then the rest is dropped.
 */
int xg_out_flush(struct xg_out *w, struct xg_error *err);
/* Writes what the descriptor takes now and never waits, although it may be a
 * blocking one (flags of the standard descriptors are shared with others, so
 * they stay as they are). Results as of xg_out_flush; XG_ERR_STATE: the rest
 * waits until poll() says that it can be written. */
int xg_out_offer(struct xg_out *w, struct xg_error *err);

#endif
