/* A Gate decoder that knows a few instruments; what a frame gives as lines:
 * records, and "want KIND conn=.. ..." (decode.h). */
#ifndef XG_TESTS_GATE_WORLD_H
#define XG_TESTS_GATE_WORLD_H

#include "decode.h"
#include "tap.h"
#include "venue/gate/gate.h"

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
		"{'type':'inst','venue':'gate','sym':'BTC-USDT','base':'BTC',"
		"'quote':'USDT','kind':'spot','native':'BTC_USDT','market':"
		"'spot'}",
		"{'type':'inst','venue':'gate','sym':'BTC-USDT-PERP','base':"
		"'BTC','quote':'USDT','settle':'USDT','kind':'perp','native':"
		"'BTC_USDT','contract':0.0001,'market':'usdt'}",
		"{'type':'inst','venue':'gate','sym':'BTC-USD-PERP','base':"
		"'BTC','quote':'USD','settle':'BTC','kind':'perp','native':"
		"'BTC_USD','contract':1,'market':'btc','inverse':true}",
		"{'type':'inst','venue':'gate','sym':'BTC-USDT-20260327',"
		"'base':'BTC','quote':'USDT','settle':'USDT','kind':'future',"
		"'native':'BTC_USDT_20260327','contract':0.0001,'market':"
		"'delivery'}",
	};

	decode_open(&t, "gate");
	conn = 1;
	for (size_t i = 0; i < XG_LEN(lines); i++)
		learn(lines[i]);
}

/* The frame (' for ") on `conn`; what it gave is in t.out. */
__attribute__((unused)) static int frame(const char *market, const char *text)
{
	xg_buf_clear(&t.out);
	return decode_frame(&t, market, conn, 1000000, xg_str_from(q(text)));
}

/* The answer of REST to a request line. */
__attribute__((unused)) static int rest(
	const char *market, const char *req, const char *text)
{
	xg_buf_clear(&t.out);
	return decode_rest(&t, market, req, 1000000, xg_str_from(q(text)));
}

/* What the last call gave is exactly these lines (' for "). */
#define gave(lines, ...) \
	do { \
		const char *gave_want = q(lines); \
		is_text(t.out.p ? t.out.p : "", t.out.len, gave_want, \
			__VA_ARGS__); \
	} while (0)
/* The frame is read and gives exactly these lines (' for "). */
#define gives(market, text, lines, ...) \
	do { \
		int gives_rc = frame((market), (text)); \
		if (gives_rc < 0) \
			is_int(gives_rc, 0, __VA_ARGS__); \
		else \
			gave(lines, __VA_ARGS__); \
	} while (0)
/* The frame is refused, and nothing of it comes out. */
#define refuses(market, text, ...) \
	do { \
		int refuses_rc = frame((market), (text)); \
		ok(refuses_rc < 0 && t.out.len == 0, __VA_ARGS__); \
	} while (0)

#endif
