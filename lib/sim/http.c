#include "sim/http.h"

#include <stdio.h>
#include <strings.h>

#include "crypto/hash.h"
#include "crypto/text.h"

#define FRAME_MAX ((size_t)1 << 20)

static bool same_name(struct xg_str a, const char *name)
{
	return a.n == strlen(name) && strncasecmp(a.p, name, a.n) == 0;
}

static struct xg_str trim(struct xg_str s)
{
	while (s.n && (*s.p == ' ' || *s.p == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && strchr(" \t\r", s.p[s.n - 1]))
		s.n--;
	return s;
}

struct xg_str xg_sim_header(const struct xg_sim_http *r, const char *name)
{
	struct xg_str rest = r->headers;

	while (rest.n) {
		struct xg_str val = xg_str_cut(&rest, '\n');
		struct xg_str key = xg_str_cut(&val, ':');

		if (same_name(key, name))
			return trim(val);
	}
	return (struct xg_str){ "", 0 };
}

/* Is a word in a comma-separated header value? */
static bool lists(struct xg_str value, const char *word)
{
	while (value.n)
		if (same_name(trim(xg_str_cut(&value, ',')), word))
			return true;
	return false;
}

static bool is_token(struct xg_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 127)
			return false;
	return s.n > 0;
}

static int request_line(struct xg_str line, struct xg_sim_request *out)
{
	struct xg_sim_http *h = &out->http;

	line = trim(line);
	h->method = xg_str_cut(&line, ' ');
	h->target = xg_str_cut(&line, ' ');
	if (!is_token(h->method) || !is_token(h->target) ||
		h->target.p[0] != '/')
		return -400;
	if (!xg_str_has_prefix(line, XG_STR("HTTP/1.")) || line.n != 8)
		return -505;
	out->keep = line.p[7] == '1';
	h->query = h->target;
	h->path = xg_str_cut(&h->query, '?');
	return 0;
}

/* Every header line has a name and no stray control character. */
static bool headers_ok(struct xg_str rest)
{
	while (rest.n) {
		struct xg_str val = xg_str_cut(&rest, '\n');
		struct xg_str key = xg_str_cut(&val, ':');

		if (!is_token(key) || !val.p)
			return false;
		for (size_t i = 0; i < val.n; i++)
			if ((unsigned char)val.p[i] < ' ' && val.p[i] != '\t' &&
				!(val.p[i] == '\r' && i + 1 == val.n))
				return false;
	}
	return true;
}

static size_t head_length(struct xg_str in)
{
	const char *end = in.n ? memmem(in.p, in.n, "\r\n\r\n", 4) : NULL;

	return end ? (size_t)(end - in.p) + 4 : 0;
}

int xg_sim_request_read(struct xg_str in, struct xg_sim_request *out)
{
	size_t head = head_length(in);
	struct xg_str rest = { in.p, head ? head - 2 : 0 }, length;
	int64_t body = 0;
	int rc;

	*out = (struct xg_sim_request){ 0 };
	if (head > XG_SIM_HEAD_MAX || (!head && in.n > XG_SIM_HEAD_MAX))
		return -431;
	if (!head)
		return 0;
	rc = request_line(xg_str_cut(&rest, '\n'), out);
	if (rc < 0)
		return rc;
	if (!headers_ok(rest))
		return -400;
	out->http.headers = rest;
	if (xg_sim_header(&out->http, "Transfer-Encoding").n)
		return -411;
	length = xg_sim_header(&out->http, "Content-Length");
	if (length.n && (xg_str_i64(length, &body) < 0 || body < 0))
		return -400;
	if ((uint64_t)body > XG_SIM_BODY_MAX)
		return -413;
	if (in.n - head < (size_t)body)
		return 0;
	out->http.body = (struct xg_str){ in.p + head, (size_t)body };
	rest = xg_sim_header(&out->http, "Connection");
	if (lists(rest, "close"))
		out->keep = false;
	else if (lists(rest, "keep-alive"))
		out->keep = true;
	if (lists(rest, "upgrade") &&
		lists(xg_sim_header(&out->http, "Upgrade"), "websocket"))
		out->ws_key = xg_sim_header(&out->http, "Sec-WebSocket-Key");
	return (int)(head + (size_t)body);
}

static const char *status_words(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 400:
		return "Bad Request";
	case 401:
		return "Unauthorized";
	case 403:
		return "Forbidden";
	case 404:
		return "Not Found";
	case 409:
		return "Conflict";
	case 418:
		return "I'm a teapot";
	case 429:
		return "Too Many Requests";
	case 503:
		return "Service Unavailable";
	default:
		return status < 500 ? "Refused" : "Server Error";
	}
}

void xg_sim_answer_write(
	struct xg_buf *out, const struct xg_sim_answer *a, bool keep)
{
	int status = a->status ? a->status : 200;
	struct xg_str rest = xg_buf_view(&a->headers);

	xg_buf_printf(out, "HTTP/1.1 %d %s\r\n", status, status_words(status));
	xg_buf_text(out, "Content-Type: application/json\r\n");
	while (rest.n) {
		xg_buf_str(out, xg_str_cut(&rest, '\n'));
		xg_buf_text(out, "\r\n");
	}
	xg_buf_printf(out, "Content-Length: %zu\r\nConnection: %s\r\n\r\n",
		a->body.len, keep ? "keep-alive" : "close");
	xg_buf_str(out, xg_buf_view(&a->body));
}

void xg_sim_upgrade_write(struct xg_buf *out, struct xg_str ws_key)
{
	static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
	struct xg_buf text = { 0 };
	unsigned char sum[20];

	xg_buf_str(&text, ws_key);
	xg_buf_text(&text, magic);
	xg_sha1(sum, text.p, text.len);
	xg_buf_text(out,
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: ");
	xg_b64_add(out, sum, sizeof sum);
	xg_buf_text(out, "\r\n\r\n");
	xg_buf_release(&text);
}

/* ---- frames ---- */

void xg_sim_frames_release(struct xg_sim_frames *f)
{
	xg_buf_release(&f->whole);
	xg_buf_release(&f->control);
}

struct frame {
	int op;
	bool fin;
	size_t head, size;
	const unsigned char *mask;
};

/* Reads the head of a frame: 1 when the whole frame is there, 0, or an error.
 * Source: RFC 6455, 5.2: clients mask; lengths are minimal; control frames are
 * short and not in parts. */
static int frame_head(struct xg_str in, struct frame *f)
{
	const unsigned char *p = (const unsigned char *)in.p;
	uint64_t size;
	size_t more;

	if (in.n < 2)
		return 0;
	f->fin = p[0] & 0x80;
	f->op = p[0] & 0x0f;
	size = p[1] & 0x7f;
	if (p[0] & 0x70 || !(p[1] & 0x80))
		return -1002;
	if (f->op > 10 || (f->op > 2 && f->op < 8) ||
		(f->op >= 8 && (!f->fin || size > 125)))
		return -1002;
	more = size < 126 ? 0 : size == 126 ? 2 : 8;
	f->head = 2 + more + 4;
	if (in.n < f->head)
		return 0;
	if (more) {
		size = 0;
		for (size_t i = 0; i < more; i++)
			size = size << 8 | p[2 + i];
		if (size < (more == 2 ? 126u : 65536u))
			return -1002;
	}
	if (size > FRAME_MAX)
		return -1009;
	f->size = (size_t)size;
	f->mask = p + 2 + more;
	return in.n - f->head >= f->size;
}

static int unmask(struct xg_buf *to, const struct frame *f)
{
	const unsigned char *p = f->mask + 4;

	if (to->len + f->size > FRAME_MAX)
		return -1009;
	if (xg_buf_reserve(to, f->size) < 0)
		return -1011;
	for (size_t i = 0; i < f->size; i++)
		to->p[to->len++] = (char)(p[i] ^ f->mask[i & 3]);
	return 0;
}

int xg_sim_frame_read(struct xg_sim_frames *f, struct xg_str in, size_t *used,
	struct xg_sim_msg *m)
{
	struct frame fr;
	struct xg_buf *to = &f->whole;
	int rc = frame_head(in, &fr);

	*used = 0;
	if (rc <= 0)
		return rc;
	if (fr.op >= 8) {
		to = &f->control;
		xg_buf_clear(to);
	} else if (fr.op) {
		if (f->parts_op)
			return -1002;
		xg_buf_clear(to);
		f->parts_op = fr.op;
	} else if (!f->parts_op) {
		return -1002;
	}
	rc = unmask(to, &fr);
	if (rc < 0)
		return rc;
	*used = fr.head + fr.size;
	if (!fr.fin)
		return 0;
	*m = (struct xg_sim_msg){ fr.op >= 8 ? (enum xg_sim_op)fr.op
					     : (enum xg_sim_op)f->parts_op,
		xg_buf_view(to) };
	if (fr.op < 8)
		f->parts_op = 0;
	return 1;
}

void xg_sim_frame_write(
	struct xg_buf *out, enum xg_sim_op op, struct xg_str data)
{
	xg_buf_char(out, (char)(0x80 | op));
	if (data.n < 126) {
		xg_buf_char(out, (char)data.n);
	} else if (data.n < 65536) {
		xg_buf_char(out, 126);
		xg_buf_char(out, (char)(data.n >> 8));
		xg_buf_char(out, (char)data.n);
	} else {
		xg_buf_char(out, 127);
		for (int i = 56; i >= 0; i -= 8)
			xg_buf_char(out, (char)((uint64_t)data.n >> i));
	}
	xg_buf_str(out, data);
}
