/* A Deribit decoder that knows a few instruments; what a frame gives as lines:
 * records, and "want KIND conn=.. ..." (decode.h). */
#ifndef XG_TESTS_DERIBIT_WORLD_H
#define XG_TESTS_DERIBIT_WORLD_H

#include "decode.h"
#include "tap.h"

static struct decode t;
static int64_t conn = 1, rx = 1000000;

/* JSON with ' for ", in one of a few buffers that are used in turn. */
__attribute__((unused)) static const char *q(const char *text)
{
	static char buf[8][8192];
	static int at;
	char *out = buf[at = (at + 1) % 8];
	size_t n = strlen(text);

	if (n >= sizeof buf[0])
		abort();
	for (size_t i = 0; i <= n; i++)
		out[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	return out;
}

__attribute__((unused)) static void open_world(void)
{
	static const char *const lines[] = {
		"'sym':'BTC-USDC','base':'BTC','quote':'USDC','kind':'spot',"
		"'native':'BTC_USDC','market':'spot'",
		"'sym':'BTC-USD-PERP','base':'BTC','quote':'USD','settle':'BTC'"
		",'kind':'perp','native':'BTC-PERPETUAL','contract':10,"
		"'market':'future','inverse':true",
		"'sym':'BTC-USDC-PERP','base':'BTC','quote':'USDC','settle':"
		"'USDC','kind':'perp','native':'BTC_USDC-PERPETUAL','contract':"
		"0.001,'market':'future'",
		"'sym':'BTC-USD-20261225','base':'BTC','quote':'USD','settle':"
		"'BTC','kind':'future','native':'BTC-25DEC26','contract':10,"
		"'market':'future','inverse':true",
		"'sym':'BTC-USD-20261225-100000-C','base':'BTC','quote':'BTC',"
		"'settle':'BTC','kind':'option','native':"
		"'BTC-25DEC26-100000-C','contract':1,'market':'option'",
	};
	char line[400];

	decode_open(&t, "deribit");
	conn = 1;
	rx = 1000000;
	for (size_t i = 0; i < XG_LEN(lines); i++) {
		struct xg_error err = { 0 };

		snprintf(line, sizeof line,
			"{'type':'inst','venue':'deribit',%s}", lines[i]);
		if (decode_line(&t, xg_str_from(q(line)), &err) < 0)
			abort();
	}
	xg_buf_clear(&t.out);
}

/* The frame (' for ") on `conn` at `rx`; what it gave is in t.out. */
__attribute__((unused)) static int frame(const char *text)
{
	xg_buf_clear(&t.out);
	return decode_frame(&t, "v2", conn, rx, xg_str_from(q(text)));
}

/* A notification: {"method":"subscription","params":{channel, data}}. */
__attribute__((unused)) static const char *push(
	const char *channel, const char *data)
{
	static char buf[4][8192];
	static int at;
	char *out = buf[at = (at + 1) % 4];

	if (snprintf(out, sizeof buf[0],
		    "{'jsonrpc':'2.0','method':'subscription','params':"
		    "{'channel':'%s','data':%s}}",
		    channel, data) >= (int)sizeof buf[0])
		abort();
	return out;
}

/* The connection's beginning or end. */
__attribute__((unused)) static void edge(const char *dir)
{
	struct xg_error err = { 0 };
	char line[200];

	snprintf(line, sizeof line,
		"{'type':'raw','venue':'deribit','rx':1,'conn':%lld,'ch':'ws',"
		"'dir':'%s','market':'v2'}",
		(long long)conn, dir);
	xg_buf_clear(&t.out);
	if (decode_line(&t, xg_str_from(q(line)), &err) < 0)
		abort();
}

/* The frame is read and gives exactly these lines (' for "). */
#define gives(text, lines, ...) \
	do { \
		int gives_rc = frame(text); \
		const char *gives_want = q(lines); \
		if (gives_rc < 0) \
			is_int(gives_rc, 0, __VA_ARGS__); \
		else \
			is_text(t.out.p ? t.out.p : "", t.out.len, gives_want, \
				__VA_ARGS__); \
	} while (0)
/* The frame is refused, and nothing of it comes out. */
#define refuses(text, ...) \
	do { \
		int refuses_rc = frame(text); \
		ok(refuses_rc < 0 && t.out.len == 0, __VA_ARGS__); \
	} while (0)

#endif
