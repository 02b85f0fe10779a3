/* A dYdX decoder that knows a few instruments; what a frame gives as lines:
 * records, and "want KIND conn=.. ..." (decode.h). */
#ifndef XG_TESTS_DYDX_WORLD_H
#define XG_TESTS_DYDX_WORLD_H

#include "decode.h"
#include "tap.h"

static struct decode t;
static int64_t conn = 1;

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

__attribute__((unused)) static void learn(const char *line)
{
	struct xg_error err = { 0 };

	if (decode_line(&t, xg_str_from(q(line)), &err) < 0)
		abort();
	xg_buf_clear(&t.out);
}

__attribute__((unused)) static void open_world(void)
{
	static const char *const lines[] = {
		"{'type':'inst','venue':'dydx','sym':'BTC-USD-PERP','base':"
		"'BTC','quote':'USD','settle':'USDC','kind':'perp','native':"
		"'BTC-USD','contract':1,'market':'perp'}",
		"{'type':'inst','venue':'dydx','sym':'ETH-USD-PERP','base':"
		"'ETH','quote':'USD','settle':'USDC','kind':'perp','native':"
		"'ETH-USD','contract':1,'market':'perp'}",
	};

	decode_open(&t, "dydx");
	conn = 1;
	for (size_t i = 0; i < XG_LEN(lines); i++)
		learn(lines[i]);
}

/* The frame (' for ") on `conn`; what it gave is in t.out. */
__attribute__((unused)) static int frame(const char *text)
{
	xg_buf_clear(&t.out);
	return decode_frame(
		&t, "orderbook", conn, 1000000, xg_str_from(q(text)));
}

/* The connection's beginning or end. */
__attribute__((unused)) static void edge(const char *dir)
{
	struct xg_error err = { 0 };
	char line[200];

	snprintf(line, sizeof line,
		"{'type':'raw','venue':'dydx','rx':1,'conn':%lld,'ch':'ws',"
		"'dir':'%s','market':'orderbook'}",
		(long long)conn, dir);
	xg_buf_clear(&t.out);
	if (decode_line(&t, xg_str_from(q(line)), &err) < 0)
		abort();
}

/* The frame is read and gives exactly these lines (' for "). */
#define gives(text, lines, ...) \
	do { \
		int gives_rc = frame((text)); \
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
		int refuses_rc = frame((text)); \
		ok(refuses_rc < 0 && t.out.len == 0, __VA_ARGS__); \
	} while (0)

#endif
