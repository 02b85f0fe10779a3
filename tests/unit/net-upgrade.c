/* The opening handshake of WebSocket, and which URLs are accepted at all. */
#include "net/net.h"
#include "net/upgrade.h"
#include "tap.h"

/* RFC 6455, 1.3: "the sample nonce". */
static const uint8_t nonce[16] = { 't', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l',
	'e', ' ', 'n', 'o', 'n', 'c', 'e' };
#define YES \
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" \
	"Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

static int answer(const char *text, struct xg_upgrade_answer *a)
{
	struct xg_error err = { 0 };

	return xg_upgrade_read(xg_str_from(text), nonce, a, &err);
}

static void test_answers(void)
{
	struct xg_upgrade_answer a;

	is_int(answer(YES "\r\n{}", &a), (int)strlen(YES) + 2,
		"the answer of RFC 6455, 1.3 is accepted, and what follows kept");
	is_int(answer(YES, &a), 0, "a head without its end waits for more");
	is_int(answer("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n"
		      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOO=\r\n\r\n",
		       &a),
		XG_ERR_AUTH, "a wrong proof is refused");
	is_int(answer("HTTP/1.1 101 x\r\n\r\n", &a), XG_ERR_AUTH,
		"a missing proof is refused");
	is_int(answer(YES
		       "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
		       &a),
		XG_ERR_SYNTAX, "an extension not asked for is refused");
	ok(answer("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\n\r\n", &a) > 0 &&
			a.status == 429 && a.retry_us == 7000000,
		"a refusal gives its status and its Retry-After");
	is_int(answer("SSH-2.0-x\r\n\r\n", &a), XG_ERR_SYNTAX,
		"another protocol is refused");
}

static void test_request(void)
{
	struct xg_upgrade_url u;
	struct xg_buf b = { 0 };

	xg_upgrade_split(&u, "wss://x.test:9443/ws/a?b=c", NULL);
	xg_upgrade_request(&b, &u, nonce, XG_STR("X-A: 1\n"));
	ok(b.len && strstr(b.p, "GET /ws/a?b=c HTTP/1.1\r\n") == b.p,
		"the request line has path and query");
	ok(strstr(b.p, "Host: x.test:9443\r\n") != NULL,
		"the host has its port");
	ok(strstr(b.p, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") !=
			NULL,
		"the nonce is sent in base64");
	ok(strstr(b.p, "X-A: 1\r\n\r\n") != NULL, "headers are added");
	xg_buf_release(&b);
}

static void test_urls(void)
{
	static const char *const bad[] = { "http://x/", "wss://", "wss://u@x/",
		"wss://x/a b", "wss://x/\r\nEvil: 1", "wss://x/#f",
		"wss://x?q" };
	struct xg_upgrade_url u;

	for (size_t i = 0; i < XG_LEN(bad); i++)
		is_int(xg_upgrade_split(&u, bad[i], NULL), XG_ERR_SYNTAX,
			"URL %zu of the bad ones is refused", i + 1);
	ok(xg_net_is_loopback("wss://127.0.0.1:1/x") &&
			xg_net_is_loopback("https://localhost/x") &&
			xg_net_is_loopback("wss://[::1]:5/"),
		"loopback names are known");
	ok(!xg_net_is_loopback("wss://127.0.0.1.evil.test/") &&
			!xg_net_is_loopback("wss://localhost.evil.test/") &&
			!xg_net_is_loopback("wss://127.0.0.1@evil.test/"),
		"R26: names that only look like loopback are not");
}

int main(void)
{
	test_answers();
	test_request();
	test_urls();
	return done();
}
