/* The HTTP and WebSocket clients against a small server of this test's own on
 * loopback: what arrives, what is answered, and how each end shows. */
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/loop.h"
#include "net/http.h"
#include "net/ws.h"
#include "tap.h"

static int port;

/* ---- the server: a child process, one connection after the other ---- */

static size_t read_head(int fd, char *buf, size_t size)
{
	size_t n = 0;

	while (n < size - 1) {
		ssize_t k = read(fd, buf + n, 1);

		if (k <= 0)
			return 0;
		n++;
		buf[n] = 0;
		if (n >= 4 && !strcmp(buf + n - 4, "\r\n\r\n"))
			return n;
	}
	return 0;
}

static void put(int fd, const char *p, size_t n)
{
	if (send(fd, p, n, MSG_NOSIGNAL) < 0)
		_exit(1);
}
#define PUT(fd, literal) put(fd, literal, sizeof(literal) - 1)

static void upgrade(int fd, const char *head)
{
	const char *key = strstr(head, "Sec-WebSocket-Key: ");
	char text[128], accept[64], out[300];
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n;

	snprintf(text, sizeof text, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
		key ? key + 19 : "");
	EVP_Digest(text, strlen(text), md, &n, EVP_sha1(), NULL);
	EVP_EncodeBlock((unsigned char *)accept, md, 20);
	snprintf(out, sizeof out,
		"HTTP/1.1 101 OK\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		accept);
	put(fd, out, strlen(out));
}

/* Unmasks a short frame of the client: its opcode and payload. */
static int read_frame(int fd, char *out, size_t *n)
{
	unsigned char h[6];

	if (recv(fd, h, 6, MSG_WAITALL) != 6 || !(h[1] & 0x80))
		return -1;
	*n = h[1] & 0x7f;
	if (*n && recv(fd, out, *n, MSG_WAITALL) != (ssize_t)*n)
		return -1;
	for (size_t i = 0; i < *n; i++)
		out[i] = (char)(out[i] ^ h[2 + (i & 3)]);
	out[*n] = 0;
	return h[0] & 0x0f;
}

/* One text message of n bytes, then (a whole one only) a close. */
static void serve_long(int fd, size_t n, size_t sent)
{
	static char chunk[1 << 16];
	char h[10] = { (char)0x81, 127 };

	for (int i = 0; i < 8; i++)
		h[2 + i] = (char)(n >> 8 * (7 - i));
	put(fd, h, sizeof h);
	memset(chunk, 'x', sizeof chunk);
	for (size_t at = 0; at < sent; at += sizeof chunk)
		put(fd, chunk, sizeof chunk);
	if (sent == n)
		PUT(fd, "\x88\x02\x03\xe8");
	recv(fd, chunk, 8, 0);
}

static void serve_ws(int fd, const char *head)
{
	char got[130];
	size_t n;

	if (strstr(head, "/refuse")) {
		PUT(fd, "HTTP/1.1 429 Too Many\r\nRetry-After: 3\r\n\r\n");
		return;
	}
	upgrade(fd, head);
	if (strstr(head, "/cut"))
		return;
	if (strstr(head, "/bad")) {
		PUT(fd, "\xc1\x00");
		recv(fd, got, 8, 0);
		return;
	}
	if (strstr(head, "/long")) {
		serve_long(fd, (size_t)20 << 20, (size_t)20 << 20);
		return;
	}
	if (strstr(head, "/endless")) {
		serve_long(fd, XG_WS_MESSAGE_MAX + 1, 0);
		return;
	}
	if (strstr(head, "/bye")) {
		PUT(fd, "\x88\x05\x0f\xa4"
			"idl");
		recv(fd, got, 8, MSG_WAITALL);
		return;
	}
	PUT(fd, "\x89\x02hi"
		"\x81\x05"
		"first");
	if (read_frame(fd, got, &n) != 10 || strcmp(got, "hi") != 0) {
		PUT(fd, "\x81\x07no pong");
		return;
	}
	if (read_frame(fd, got, &n) == 1) {
		char h[2] = { (char)0x81, (char)n };

		put(fd, h, 2);
		put(fd, got, n);
	}
	if (read_frame(fd, got, &n) == 9)
		PUT(fd, "\x8a\x02"
			"xg");
	if (read_frame(fd, got, &n) == 8)
		PUT(fd, "\x88\x02\x03\xe8");
}

static void serve_http(int fd, const char *head)
{
	char body[64] = "";

	if (strstr(head, "/silent")) {
		sleep(2);
	} else if (strstr(head, "/big")) {
		static char chunk[1 << 16];

		PUT(fd, "HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
		for (int i = 0; i < 762; i++)
			if (send(fd, chunk, sizeof chunk, MSG_NOSIGNAL) < 0)
				return;
	} else if (strstr(head, "POST ")) {
		recv(fd, body, 5, MSG_WAITALL);
		PUT(fd, "HTTP/1.1 418 Tea\r\nX-Used: 7\r\nContent-Length: 5\r\n"
			"Connection: close\r\n\r\n");
		put(fd, body, 5);
	} else if (strstr(head, "X-A: b")) {
		PUT(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
	}
}

static int start_server(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM, 0), pid;
	char head[4096];

	bind(s, (struct sockaddr *)&a, sizeof a);
	listen(s, 8);
	getsockname(s, (struct sockaddr *)&a, &len);
	port = ntohs(a.sin_port);
	pid = fork();
	if (pid != 0) {
		close(s);
		return pid;
	}
	signal(SIGPIPE, SIG_IGN);
	alarm(60);
	for (;;) {
		int fd = accept(s, NULL, NULL);

		while (read_head(fd, head, sizeof head)) {
			if (strstr(head, "Upgrade: websocket")) {
				serve_ws(fd, head);
				break;
			}
			serve_http(fd, head);
			if (strstr(head, "/die") || strstr(head, "/big") ||
				strstr(head, "POST"))
				break;
		}
		close(fd);
	}
}

/* ---- the client ---- */

struct seen {
	struct xg_loop *loop;
	struct xg_ws *ws;
	struct xg_buf log;
	bool free_in_message;
};

static void on_open(void *ctx)
{
	xg_buf_text(&((struct seen *)ctx)->log, "open;");
}

static void on_message(void *ctx, struct xg_str s, bool text, int64_t rx)
{
	struct seen *k = ctx;

	if (s.n > 1000) {
		xg_buf_printf(&k->log, "%zu MiB;", s.n >> 20);
		return;
	}
	xg_buf_printf(&k->log, "%s%s:%.*s;", rx ? "" : "no time ",
		text ? "text" : "binary", XG_STR_ARG(s));
	if (k->free_in_message) {
		xg_ws_free(k->ws);
		k->ws = NULL;
		xg_loop_stop(k->loop);
	} else if (xg_str_is(s, XG_STR("first"))) {
		xg_ws_send(k->ws, XG_STR("echo me"));
	} else {
		xg_ws_ping(k->ws);
	}
}

static void on_pong(void *ctx, int64_t rx)
{
	struct seen *k = ctx;

	(void)rx;
	xg_buf_text(&k->log, "pong;");
	xg_ws_close(k->ws, 1000);
}

static void on_closed(
	void *ctx, int code, int http, int64_t retry, const char *why)
{
	struct seen *k = ctx;

	xg_buf_printf(&k->log, "closed %d %d %lld %s", code, http,
		(long long)retry, why);
	xg_loop_stop(k->loop);
}

static const struct xg_ws_events events = { on_open, on_message, on_pong,
	on_closed };

static void talk(
	struct xg_net *net, const char *path, bool early, struct seen *k)
{
	struct xg_error err = { 0 };
	char url[100];

	snprintf(url, sizeof url, "ws://127.0.0.1:%d%s", port, path);
	*k = (struct seen){ .loop = xg_net_loop(net),
		.free_in_message = early };
	k->ws = xg_ws_dial(net, url, XG_STR(""), &events, k, &err);
	if (!k->ws) {
		xg_buf_text(&k->log, err.text);
		return;
	}
	xg_loop_run(k->loop);
	xg_ws_free(k->ws);
}

static void expect(struct xg_net *net, const char *path, bool early,
	const char *want, const char *title)
{
	struct seen k;

	talk(net, path, early, &k);
	is_text(k.log.p, k.log.len < strlen(want) ? k.log.len : strlen(want),
		want, "%s", title);
	xg_buf_release(&k.log);
}

static void test_ws(struct xg_net *net)
{
	expect(net, "/talk", false,
		"open;text:first;text:echo me;pong;closed "
		"1000 0 0",
		"a ping is answered, messages and pongs arrive, and "
		"a close is agreed on");
	expect(net, "/refuse", false, "closed 1006 429 3000000",
		"a refused upgrade gives its status and Retry-After");
	expect(net, "/bye", false, "open;closed 4004 0 0 idl",
		"the server's close code and reason are told");
	expect(net, "/cut", false, "open;closed 1006 0 0",
		"a cut without a close frame is code 1006");
	expect(net, "/bad", false, "open;closed 1002 0 0 a reserved bit is set",
		"a broken frame fails the connection with 1002");
	expect(net, "/long", false, "open;20 MiB;closed 1000 0 0",
		"a message of 20 MiB arrives (books of Coinbase are long)");
	expect(net, "/endless", false,
		"open;closed 1009 0 0 a message over its limit",
		"one that no raw record could hold is refused by its length");
	expect(net, "/talk", true, "open;text:first;",
		"a connection may be freed inside its own callback");
}

struct reply {
	struct xg_loop *loop;
	int status;
	bool sent, big;
	char body[16], headers[200];
};

static void on_reply(void *ctx, const struct xg_http_res *res)
{
	struct reply *r = ctx;

	r->status = res->status;
	r->sent = res->sent;
	r->big = res->too_big;
	xg_str_copy(r->body, sizeof r->body, res->body);
	xg_str_copy(r->headers, sizeof r->headers, res->headers);
	xg_loop_stop(r->loop);
}

static struct reply ask(struct xg_net *net, const char *method,
	const char *path, const char *headers, const char *body, int at)
{
	struct reply r = { .loop = xg_net_loop(net), .status = -1 };
	struct xg_error err = { 0 };
	char url[100];
	struct xg_http_req q = { .method = method,
		.url = url,
		.headers = xg_str_from(headers),
		.body = xg_str_from(body),
		.timeout_us = strstr(path, "silent") ? 700000 : 0,
		.once = true };

	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", at, path);
	if (xg_http_send(net, &q, on_reply, &r, &err) > 0)
		xg_loop_run(r.loop);
	else
		printf("# %s\n", err.text);
	return r;
}

static void test_http(struct xg_net *net)
{
	struct reply r = ask(net, "GET", "/x", "X-A: b\n", "", port);

	ok(r.status == 200 && !strcmp(r.body, "ok"),
		"a body comes with its status");
	r = ask(net, "POST", "/x", "", "12345", port);
	ok(r.status == 418 && !strcmp(r.body, "12345") &&
			strstr(r.headers, "X-Used: 7\n") && r.sent,
		"an error status keeps body and headers");
	r = ask(net, "GET", "/die", "", "", port);
	ok(r.status == 0 && r.sent,
		"R1: a connection cut behind the request was sent, perhaps");
	r = ask(net, "GET", "/silent", "", "", port);
	ok(r.status == 0 && r.sent,
		"R1: a time-out behind the request was sent");
	r = ask(net, "GET", "/x", "", "", 1);
	ok(r.status == 0 && !r.sent,
		"R1: a refused connection has sent nothing");
	r = ask(net, "GET", "/big", "", "", port);
	ok(r.status == 200 && r.big,
		"a body over its bound is cut, and said so");
}

static void test_rules(struct xg_loop *loop)
{
	struct xg_net_opts paper = { .loopback_only = true };
	struct xg_net_opts wrong = { .ca_file = "/dev/null" };
	struct xg_error err = { 0 };
	struct xg_net *net = xg_net_new(loop, &paper, &err);
	struct xg_http_req q = { .method = "GET", .url = "https://192.0.2.1/" };

	is_int(xg_http_send(net, &q, on_reply, NULL, &err), XG_ERR_CONFIG,
		"R26: paper refuses an address that is not loopback");
	ok(!xg_ws_dial(
		   net, "wss://example.test/", XG_STR(""), &events, NULL, &err),
		"R26: and a WebSocket to a name that is not");
	xg_net_free(net);
	ok(!xg_net_new(loop, &wrong, &err) && err.code == XG_ERR_CONFIG,
		"a CA of one's own outside of paper is refused");
	net = xg_net_new(loop, &(struct xg_net_opts){ 0 }, &err);
	ok(!xg_ws_dial(
		   net, "ws://example.test/", XG_STR(""), &events, NULL, &err),
		"ws:// without TLS beyond loopback is refused");
	xg_net_free(net);
}

int main(void)
{
	struct xg_net_opts opts = { .loopback_only = true };
	struct xg_error err = { 0 };
	int pid = start_server();
	struct xg_loop *loop = xg_loop_new(&err);
	struct xg_net *net = xg_net_new(loop, &opts, &err);

	alarm(60);
	test_ws(net);
	test_http(net);
	test_rules(loop);
	xg_net_free(net);
	xg_loop_free(loop);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return done();
}
