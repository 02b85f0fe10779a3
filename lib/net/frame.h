/* WebSocket framing of a client (RFC 6455, section 5): pure, fed in slices of
 * any size. Received messages come out as slices of the reader's own memory. */
#ifndef XG_NET_FRAME_H
#define XG_NET_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum xg_ws_op {
	XG_WS_CONT = 0,
	XG_WS_TEXT = 1,
	XG_WS_BINARY = 2,
	XG_WS_CLOSE = 8,
	XG_WS_PING = 9,
	XG_WS_PONG = 10
};

/* Close codes that we send (RFC 6455, 7.4.1). */
enum {
	XG_WS_NORMAL = 1000,
	XG_WS_AWAY = 1001,
	XG_WS_PROTOCOL = 1002,
	XG_WS_NO_CODE = 1005,
	XG_WS_CUT = 1006,
	XG_WS_BAD_TEXT = 1007,
	XG_WS_TOO_BIG = 1009
};

struct xg_frame_msg {
	enum xg_ws_op op;   /* TEXT, BINARY (whole messages) or a control */
	struct xg_str data; /* until the next call on the reader */
	int code;	    /* CLOSE: its code, XG_WS_NO_CODE if none */
};

/* Zero-filled is valid; max 0 = 8 MiB a message. */
struct xg_frame_reader {
	struct xg_buf in; /* bytes not yet consumed start at `at` */
	size_t at;
	struct xg_buf parts; /* of a fragmented message */
	int parts_op;	     /* 0 = none is open */
	size_t max;
	const char *why; /* words after an error */
};

void xg_frame_reader_release(struct xg_frame_reader *r);
/* Room for at least `want` bytes at the end; the caller reads into it and then
 * says how many came. NULL when memory is out. Ends the last message's life. */
char *xg_frame_space(struct xg_frame_reader *r, size_t want);
void xg_frame_filled(struct xg_frame_reader *r, size_t n);
/* The next message: 1 and *msg; 0 when more bytes are needed; or a negative
 * close code (-1002 protocol error, -1007 bad UTF-8, -1009 too big), after
 * which the connection must be failed. `why` in the reader says it in words. */
int xg_frame_next(struct xg_frame_reader *r, struct xg_frame_msg *msg);

/* Appends one unfragmented, masked frame. The mask must be unpredictable
 * (RFC 6455, 5.3). 0, XG_ERR_LIMIT (a control frame over 125 bytes) or MEMORY. */
int xg_frame_write(struct xg_buf *out, enum xg_ws_op op, struct xg_str payload,
	const uint8_t mask[static 4]);
/* The same for a close frame with a code. */
int xg_frame_write_close(
	struct xg_buf *out, int code, const uint8_t mask[static 4]);

bool xg_utf8_ok(struct xg_str s);

#endif
