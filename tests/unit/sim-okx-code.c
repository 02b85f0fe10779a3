/* The error codes that the simulated OKX answers with. */
#include "sim/okx_code.h"
#include "tap.h"

static void body(int code, const char *arg, int http, const char *want)
{
	struct xg_buf b = { 0 };

	xg_sim_okx_code_body(&b, code, arg);
	is_text(b.p, b.len, want, "%d: the body", code);
	is_int(xg_sim_okx_code_http(code), http, "%d: the HTTP status", code);
	xg_buf_release(&b);
}

int main(void)
{
	int known = 0, i;

	body(50011, NULL, 429,
		"{\"code\":\"50011\",\"msg\":\"Too Many Requests\","
		"\"data\":[]}");
	body(50113, NULL, 401,
		"{\"code\":\"50113\",\"msg\":\"Invalid signature.\","
		"\"data\":[]}");
	body(50014, "instId", 400,
		"{\"code\":\"50014\",\"msg\":\"Parameter instId cannot be "
		"empty.\",\"data\":[]}");
	body(50103, NULL, 401,
		"{\"code\":\"50103\",\"msg\":\"Request header "
		"\\\"OK-ACCESS-KEY\\\" cannot be empty.\",\"data\":[]}");
	body(60012, "{\"op\":\"x\"}", 400,
		"{\"code\":\"60012\",\"msg\":\"Invalid request: "
		"{\\\"op\\\":\\\"x\\\"}\",\"data\":[]}");
	body(51000, NULL, 400,
		"{\"code\":\"51000\",\"msg\":\"Parameter  error\","
		"\"data\":[]}");
	body(99999, NULL, 200,
		"{\"code\":\"99999\",\"msg\":\"Operation failed.\","
		"\"data\":[]}");
	/* The search needs the table in order: each row must be found. */
	for (i = 0; i < 100000; i++)
		known += xg_sim_okx_code_is_known(i);
	ok(known > 80, "all rows of the table are found (%d)", known);
	return done();
}
