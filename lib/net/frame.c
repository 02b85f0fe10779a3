#include "net/frame.h"

#include "base/err.h"

#define HEAD_MAX 10 /* of a server's frame: it has no mask */
#define MESSAGE_MAX ((size_t)8 << 20)
#define KEEP ((size_t)4 << 20) /* of a buffer, for the next message */

void xg_frame_reader_release(struct xg_frame_reader *r)
{
	xg_buf_release(&r->in);
	xg_buf_release(&r->parts);
	*r = (struct xg_frame_reader){ .max = r->max };
}

/* Memory that a rare long message took is given back. */
static void shrink(struct xg_buf *b)
{
	if (b->cap > KEEP)
		xg_buf_release(b);
}

char *xg_frame_space(struct xg_frame_reader *r, size_t want)
{
	if (r->at && r->at == r->in.len)
		shrink(&r->in);
	if (!r->in.cap)
		r->at = 0;
	if (!r->parts_op)
		shrink(&r->parts);
	if (r->at && (r->at == r->in.len || r->at > r->in.cap / 2)) {
		xg_buf_shift(&r->in, r->at);
		r->at = 0;
	}
	if (xg_buf_reserve(&r->in, want) < 0)
		return NULL;
	return r->in.p + r->in.len;
}

void xg_frame_filled(struct xg_frame_reader *r, size_t n)
{
	r->in.len += n;
}

static int fail(struct xg_frame_reader *r, int code, const char *why)
{
	r->why = why;
	return -code;
}

/* Eight bytes at a time while the text is ASCII, then byte by byte. */
bool xg_utf8_ok(struct xg_str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	const unsigned char *end = p + s.n;

	while (p < end) {
		uint64_t w;
		uint32_t c;
		int more;

		if (end - p >= 8) {
			memcpy(&w, p, 8);
			if (!(w & UINT64_C(0x8080808080808080))) {
				p += 8;
				continue;
			}
		}
		c = *p++;
		if (c < 0x80)
			continue;
		more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
		if (c < 0xc2 || c > 0xf4 || end - p < more)
			return false;
		c &= 0x3fu >> more;
		for (int i = 0; i < more; i++, p++) {
			if ((*p & 0xc0) != 0x80)
				return false;
			c = c << 6 | (*p & 0x3f);
		}
		if ((more == 2 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) ||
			(more == 3 && (c < 0x10000 || c > 0x10ffff)))
			return false;
	}
	return true;
}

/* Codes that may stand in a close frame (RFC 6455, 7.4). */
static bool close_code_ok(int code)
{
	return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 &&
		       code != 1006) ||
	       (code >= 3000 && code <= 4999);
}

static int take_close(struct xg_frame_reader *r, struct xg_frame_msg *msg)
{
	const unsigned char *p = (const unsigned char *)msg->data.p;

	msg->code = XG_WS_NO_CODE;
	if (msg->data.n == 0)
		return 1;
	if (msg->data.n == 1)
		return fail(r, XG_WS_PROTOCOL, "a close frame of one byte");
	msg->code = p[0] << 8 | p[1];
	msg->data.p += 2;
	msg->data.n -= 2;
	if (!close_code_ok(msg->code))
		return fail(r, XG_WS_PROTOCOL, "a close code that is reserved");
	if (!xg_utf8_ok(msg->data))
		return fail(r, XG_WS_BAD_TEXT, "a close reason not in UTF-8");
	return 1;
}

static int take_control(struct xg_frame_reader *r, int op, struct xg_str data,
	struct xg_frame_msg *msg)
{
	*msg = (struct xg_frame_msg){ .op = op, .data = data };
	return op == XG_WS_CLOSE ? take_close(r, msg) : 1;
}

/* A data frame: 1 when it ends a message, 0 when more parts must follow. */
static int take_data(struct xg_frame_reader *r, int op, bool fin,
	struct xg_str data, struct xg_frame_msg *msg)
{
	if (op == XG_WS_CONT && !r->parts_op)
		return fail(r, XG_WS_PROTOCOL,
			"a continuation frame without a start");
	if (op != XG_WS_CONT && r->parts_op)
		return fail(r, XG_WS_PROTOCOL,
			"a new message inside a fragmented one");
	if (op != XG_WS_CONT && fin) {
		*msg = (struct xg_frame_msg){ .op = op, .data = data };
	} else {
		if (op != XG_WS_CONT) {
			xg_buf_clear(&r->parts);
			r->parts_op = op;
		}
		if (xg_buf_str(&r->parts, data) < 0)
			return fail(r, XG_WS_TOO_BIG, "memory is out");
		if (!fin)
			return 0;
		*msg = (struct xg_frame_msg){ .op = r->parts_op,
			.data = xg_buf_view(&r->parts) };
		r->parts_op = 0;
	}
	if (msg->op == XG_WS_TEXT && !xg_utf8_ok(msg->data))
		return fail(r, XG_WS_BAD_TEXT, "a text message not in UTF-8");
	return 1;
}

/* Header of a frame: its length, 0 when incomplete, or a failure. */
static int head(struct xg_frame_reader *r, const unsigned char *p, size_t have,
	uint64_t *payload)
{
	size_t need = 2;
	uint64_t n;

	if (have < 2)
		return 0;
	if (p[0] & 0x70)
		return fail(r, XG_WS_PROTOCOL, "a reserved bit is set");
	if (p[1] & 0x80)
		return fail(r, XG_WS_PROTOCOL, "a server's frame is masked");
	n = p[1] & 0x7f;
	if (n > 125)
		need = n == 126 ? 4 : HEAD_MAX;
	if ((p[0] & 0x0f) >= XG_WS_CLOSE && (n > 125 || !(p[0] & 0x80)))
		return fail(r, XG_WS_PROTOCOL,
			"a control frame is fragmented or over 125 bytes");
	if (have < need)
		return 0;
	if (need > 2) {
		n = 0;
		for (size_t i = 2; i < need; i++)
			n = n << 8 | p[i];
		if (n < 126 || (need == HEAD_MAX && n < 65536))
			return fail(r, XG_WS_PROTOCOL,
				"a length not in its shortest form");
	}
	*payload = n;
	return (int)need;
}

int xg_frame_next(struct xg_frame_reader *r, struct xg_frame_msg *msg)
{
	size_t max = r->max ? r->max : MESSAGE_MAX;

	for (;;) {
		size_t have = r->in.len - r->at;
		const unsigned char *p;
		struct xg_str data;
		uint64_t n = 0;
		int at, op, got;

		if (have == 0)
			return 0;
		p = (unsigned char *)r->in.p + r->at;
		at = head(r, p, have, &n);
		if (at <= 0)
			return at;
		op = p[0] & 0x0f;
		if ((op > XG_WS_BINARY && op < XG_WS_CLOSE) || op > XG_WS_PONG)
			return fail(r, XG_WS_PROTOCOL, "an unknown opcode");
		if (n > max || (r->parts_op && op < XG_WS_CLOSE &&
				       n > max - r->parts.len))
			return fail(
				r, XG_WS_TOO_BIG, "a message over its limit");
		if (have - (size_t)at < n)
			return 0;
		data = (struct xg_str){ (const char *)p + at, (size_t)n };
		r->at += (size_t)at + (size_t)n;
		got = op >= XG_WS_CLOSE
			      ? take_control(r, op, data, msg)
			      : take_data(r, op, p[0] & 0x80, data, msg);
		if (got != 0)
			return got;
	}
}

int xg_frame_write(struct xg_buf *out, enum xg_ws_op op, struct xg_str payload,
	const uint8_t mask[static 4])
{
	unsigned char h[14];
	size_t n = 0;
	char *p;

	if (op >= XG_WS_CLOSE && payload.n > 125)
		return XG_ERR_LIMIT;
	h[n++] = (unsigned char)(0x80 | op);
	if (payload.n < 126) {
		h[n++] = (unsigned char)(0x80 | payload.n);
	} else {
		int bytes = payload.n < 65536 ? 2 : 8;

		h[n++] = (unsigned char)(0x80 | (bytes == 2 ? 126 : 127));
		for (int i = bytes - 1; i >= 0; i--)
			h[n++] = (unsigned char)((uint64_t)payload.n >> 8 * i);
	}
	memcpy(h + n, mask, 4);
	n += 4;
	if (xg_buf_reserve(out, n + payload.n) < 0)
		return XG_ERR_LIMIT;
	xg_buf_add(out, h, n);
	xg_buf_add(out, payload.p, payload.n);
	p = out->p + out->len - payload.n;
	for (size_t i = 0; i < payload.n; i++)
		p[i] = (char)(p[i] ^ mask[i & 3]);
	return 0;
}

int xg_frame_write_close(
	struct xg_buf *out, int code, const uint8_t mask[static 4])
{
	char two[2] = { (char)(code >> 8), (char)code };

	return xg_frame_write(
		out, XG_WS_CLOSE, (struct xg_str){ two, 2 }, mask);
}
