/* HTTP requests and WebSocket frames as a server reads them. */
#include "sim/dialect.h"
#include "sim/http.h"
#include "tap.h"

static int read_text(const char *text, struct xg_sim_request *r)
{
	return xg_sim_request_read(xg_str_from(text), r);
}

static void requests(void)
{
	static const char post[] = "POST /api/v3/order?a=1&b=%2C HTTP/1.1\r\n"
				   "Host: x\r\nX-MBX-APIKEY:  k \r\n"
				   "content-length: 5\r\n\r\nc=d&eGET /";
	struct xg_sim_request r;
	struct xg_buf out = { 0 };
	size_t whole = sizeof post - 1 - 5;

	is_int(read_text(post, &r), whole, "a request ends with its body");
	is_text(r.http.path.p, r.http.path.n, "/api/v3/order", "the path");
	is_text(r.http.query.p, r.http.query.n, "a=1&b=%2C", "the query");
	is_text(r.http.body.p, r.http.body.n, "c=d&e", "the body");
	is_text(xg_sim_header(&r.http, "x-mbx-apikey").p,
		xg_sim_header(&r.http, "x-mbx-apikey").n, "k",
		"headers are found in any case, trimmed");
	ok(r.keep, "HTTP/1.1 stays open");
	for (size_t n = 0; n < whole; n++)
		if (xg_sim_request_read((struct xg_str){ post, n }, &r) != 0)
			ok(false, "%zu bytes are not a whole request", n);
	ok(true, "no part of it is taken for the whole");
	is_int(xg_sim_param(&out, XG_STR("a=1&b=%2C+x"), "b"), 1,
		"a parameter is found");
	is_text(out.p, out.len, ", x", "and decoded");
	is_int(xg_sim_param(&out, XG_STR("a=1"), "b"), 0, "or absent");
	ok(xg_sim_param(&out, XG_STR("b=%2"), "b") < 0, "or malformed");
	is_int(read_text("GET / HTTP/2.0\r\n\r\n", &r), -505,
		"another version is refused");
	is_int(read_text("GET x HTTP/1.1\r\n\r\n", &r), -400,
		"a target without a slash is refused");
	is_int(read_text("GET / HTTP/1.1\r\nno colon\r\n\r\n", &r), -400,
		"a header without a colon is refused");
	is_int(read_text("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", &r),
		-400, "a negative length is refused");
	is_int(read_text("GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
		       &r),
		-413, "a huge body is refused");
	is_int(read_text("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
		       &r),
		-411, "chunks are refused");
	is_int(read_text("GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\n"
			 "Upgrade: WebSocket\r\nSec-WebSocket-Key: "
			 "dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
		       &r) > 0,
		1, "an upgrade is read");
	xg_buf_clear(&out);
	xg_sim_upgrade_write(&out, r.ws_key);
	ok(strstr(out.p, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != NULL,
		"and answered as in RFC 6455, 1.3");
	xg_buf_release(&out);
}

/* RFC 6455, 5.7: examples. */
static void frames(void)
{
	static const char masked[] = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51"
				     "\x58";
	static const char parts[] = "\x01\x83\0\0\0\0Hel\x89\x80\0\0\0\0"
				    "\x80\x82\0\0\0\0lo";
	struct xg_sim_frames f = { 0 };
	struct xg_sim_msg m;
	struct xg_buf out = { 0 };
	size_t used, at = 0;
	int pings = 0, rc;

	is_int(xg_sim_frame_read(&f, (struct xg_str){ masked, 11 }, &used, &m),
		1, "a masked text is read");
	is_text(m.data.p, m.data.n, "Hello", "and unmasked");
	for (size_t n = 0; n < 11; n++)
		if (xg_sim_frame_read(
			    &f, (struct xg_str){ masked, n }, &used, &m) ||
			used)
			ok(false, "%zu bytes are no frame", n);
	do {
		rc = xg_sim_frame_read(&f,
			(struct xg_str){ parts + at, sizeof parts - 1 - at },
			&used, &m);
		pings += rc == 1 && m.op == XG_SIM_OP_PING;
		at += used;
	} while (rc >= 0 && at < sizeof parts - 1);
	is_int(pings, 1, "a ping may come between the parts of a text");
	is_text(m.data.p, m.data.n, "Hello", "which is whole at its end");
	is_int(xg_sim_frame_read(
		       &f, (struct xg_str){ "\x81\x05Hello", 7 }, &used, &m),
		-1002, "a client that does not mask is refused");
	is_int(xg_sim_frame_read(
		       &f, (struct xg_str){ "\x80\x80\0\0\0\0", 6 }, &used, &m),
		-1002, "a part without a beginning is refused");
	is_int(xg_sim_frame_read(&f,
		       (struct xg_str){
			       "\x81\xff\0\0\0\0\x10\0\0\0\0\0\0\0", 14 },
		       &used, &m),
		-1009, "a message over 1 MiB is refused");
	xg_sim_frame_write(&out, XG_SIM_OP_TEXT, XG_STR("Hello"));
	is_text(out.p, out.len, "\x81\x05Hello", "the server does not mask");
	xg_buf_release(&out);
	xg_sim_frames_release(&f);
}

static void idleness(void)
{
	struct xg_sim_dialect d = { .idle_us = 30 };
	struct xg_sim_conn c = { .heard = 100, .told = 120 };

	ok(!xg_sim_is_idle(&d, &c, 130) && xg_sim_is_idle(&d, &c, 131),
		"a client that says nothing for too long is closed");
	d.idle_both = true;
	ok(!xg_sim_is_idle(&d, &c, 150) && xg_sim_is_idle(&d, &c, 151),
		"where the venue counts both ways, not while it sends");
	d.idle_us = 0;
	ok(!xg_sim_is_idle(&d, &c, 1000000), "or never");
}

int main(void)
{
	idleness();
	requests();
	frames();
	return done();
}
