/* The bytes of HTTP/1.1 and WebSocket as a server sees them: pure, bounded,
 * fed with what has come so far. */
#ifndef XG_SIM_HTTP_H
#define XG_SIM_HTTP_H

#include "sim/dialect.h"

#define XG_SIM_HEAD_MAX ((size_t)16 << 10)
#define XG_SIM_BODY_MAX ((size_t)1 << 20)

struct xg_sim_request {
	struct xg_sim_http http; /* slices of the input; now is not set */
	bool keep;		 /* the connection stays open after it */
	struct xg_str ws_key;	 /* of an upgrade to WebSocket; else empty */
};
/* Reads the request at the front of in: its length when it is whole, 0 when
 * more is needed, or minus the HTTP status that refuses it (400, 411, 413,
 * 431, 505). */
int xg_sim_request_read(struct xg_str in, struct xg_sim_request *out);
/* Appends an answer. */
void xg_sim_answer_write(
	struct xg_buf *out, const struct xg_sim_answer *a, bool keep);
/* Appends the answer that opens a WebSocket (RFC 6455, 4.2.2). */
void xg_sim_upgrade_write(struct xg_buf *out, struct xg_str ws_key);

enum xg_sim_op {
	XG_SIM_OP_TEXT = 1,
	XG_SIM_OP_BINARY = 2,
	XG_SIM_OP_CLOSE = 8,
	XG_SIM_OP_PING = 9,
	XG_SIM_OP_PONG = 10
};
/* Zero-filled is valid. */
struct xg_sim_frames {
	struct xg_buf whole; /* of a message in parts; also unmasked payload */
	struct xg_buf control;
	int parts_op;
};
struct xg_sim_msg {
	enum xg_sim_op op;
	struct xg_str data; /* until the next call */
};
void xg_sim_frames_release(struct xg_sim_frames *f);
/* Takes one frame off the front of in: *used bytes. 1 and *m when a message is
 * whole, 0 otherwise (*used = 0: more is needed), or minus the close code. */
int xg_sim_frame_read(struct xg_sim_frames *f, struct xg_str in, size_t *used,
	struct xg_sim_msg *m);
void xg_sim_frame_write(
	struct xg_buf *out, enum xg_sim_op op, struct xg_str data);

#endif
