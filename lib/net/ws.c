#include "net/ws.h"

#include <sys/random.h>

#include "base/buf.h"
#include "base/time.h"
#include "net/frame.h"
#include "net/net_priv.h"
#include "net/upgrade.h"

#define READ_CHUNK ((size_t)64 << 10)
#define READ_TURN ((size_t)4 << 20) /* then others have their turn */
#define UPGRADE_MS 10000
#define CLOSE_MS 2000

enum state { DIALING, UPGRADING, OPEN, CLOSING, CLOSED };

struct xg_ws {
	struct xg_transfer t; /* first: xg_transfer * is a xg_ws * */
	enum state state;
	const struct xg_ws_events *ev;
	void *ctx;
	char *url; /* owned; `at` points into it */
	struct xg_upgrade_url at;
	struct xg_buf headers, out;
	size_t out_at;
	struct xg_frame_reader in;
	uint8_t nonce[16];
	uv_poll_t poll;
	uv_timer_t timer;
	int handles; /* of libuv that are not yet closed */
	bool has_poll, freed;
	int depth; /* callbacks that are running */
};

static void flush(struct xg_ws *ws);

static void on_handle_closed(uv_handle_t *h)
{
	struct xg_ws *ws = h->data;

	if (--ws->handles == 0 && ws->freed)
		free(ws);
}

/* Ends the transport; the struct stays for its owner. */
static void cut(struct xg_ws *ws)
{
	if (ws->state == CLOSED)
		return;
	ws->state = CLOSED;
	if (ws->has_poll)
		uv_close((uv_handle_t *)&ws->poll, on_handle_closed);
	uv_close((uv_handle_t *)&ws->timer, on_handle_closed);
	xg_net_remove(ws->t.net, &ws->t);
}

static void release(struct xg_ws *ws)
{
	xg_frame_reader_release(&ws->in);
	xg_buf_release(&ws->headers);
	xg_buf_release(&ws->out);
	free(ws->url);
	ws->url = NULL;
	if (ws->handles == 0)
		free(ws);
}

static void enter(struct xg_ws *ws)
{
	ws->depth++;
}

/* False: the owner has freed it meanwhile; it must not be touched again. */
static bool leave(struct xg_ws *ws)
{
	if (--ws->depth == 0 && ws->freed) {
		release(ws);
		return false;
	}
	return !ws->freed;
}

void xg_ws_free(struct xg_ws *ws)
{
	if (!ws || ws->freed)
		return;
	cut(ws);
	ws->freed = true;
	if (ws->depth == 0)
		release(ws);
}

static void over(
	struct xg_ws *ws, int code, int http, int64_t retry, const char *why)
{
	if (ws->state == CLOSED)
		return;
	cut(ws);
	enter(ws);
	if (ws->ev->closed)
		ws->ev->closed(ws->ctx, code, http, retry, why);
	leave(ws);
}

static int frame_out(struct xg_ws *ws, enum xg_ws_op op, struct xg_str s)
{
	uint8_t mask[4];

	if (ws->out.len - ws->out_at + s.n > XG_WS_PENDING_MAX)
		return XG_ERR_LIMIT;
	if (getrandom(mask, sizeof mask, 0) != sizeof mask)
		return XG_ERR_SYSTEM;
	return xg_frame_write(&ws->out, op, s, mask);
}

static void on_close_late(uv_timer_t *h)
{
	struct xg_ws *ws = h->data;

	over(ws, XG_WS_CUT, 0, 0,
		ws->state == UPGRADING
			? "no answer to the upgrade within 10 s"
			: "the server did not answer the close frame");
}

/* The peer broke the protocol: say so and cut. */
static void protocol_failure(struct xg_ws *ws, int code, const char *why)
{
	uint8_t mask[4] = { 0 };

	if (getrandom(mask, sizeof mask, 0) == sizeof mask)
		xg_frame_write_close(&ws->out, code, mask);
	enter(ws);
	flush(ws);
	if (leave(ws))
		over(ws, code, 0, 0, why);
}

static void on_close_frame(struct xg_ws *ws, const struct xg_frame_msg *m)
{
	char why[126];

	xg_str_copy(why, sizeof why, m->data);
	if (ws->state == OPEN) { /* the echo that RFC 6455, 5.5.1 asks for */
		uint8_t mask[4] = { 0 };

		if (getrandom(mask, sizeof mask, 0) == sizeof mask)
			xg_frame_write_close(&ws->out,
				m->code == XG_WS_NO_CODE ? XG_WS_NORMAL
							 : m->code,
				mask);
		flush(ws);
	}
	over(ws, m->code, 0, 0, why[0] ? why : "closed by the server");
}

/* One message; false: stop reading. */
static bool take(struct xg_ws *ws, const struct xg_frame_msg *m, int64_t rx)
{
	switch (m->op) {
	case XG_WS_PING:
		if (ws->state == OPEN &&
			frame_out(ws, XG_WS_PONG, m->data) == 0)
			flush(ws);
		return ws->state != CLOSED;
	case XG_WS_CLOSE:
		on_close_frame(ws, m);
		return false;
	default:
		break;
	}
	if (ws->state != OPEN)
		return true; /* we are closing: nobody listens any more */
	if (m->op == XG_WS_PONG) {
		if (ws->ev->pong)
			ws->ev->pong(ws->ctx, rx);
	} else if (ws->ev->message) {
		ws->ev->message(ws->ctx, m->data, m->op == XG_WS_TEXT, rx);
	}
	return !ws->freed && ws->state != CLOSED;
}

static bool messages(struct xg_ws *ws)
{
	int64_t rx = xg_clock_us();
	struct xg_frame_msg m;
	int got;

	while ((got = xg_frame_next(&ws->in, &m)) > 0)
		if (!take(ws, &m, rx))
			return false;
	if (got < 0) {
		protocol_failure(ws, -got, ws->in.why);
		return false;
	}
	return true;
}

/* The answer to the upgrade, in the first bytes that come. */
static bool upgraded(struct xg_ws *ws)
{
	struct xg_upgrade_answer a;
	struct xg_error err = { 0 };
	int n = xg_upgrade_read(xg_buf_view(&ws->in.in), ws->nonce, &a, &err);

	if (n == 0)
		return true;
	if (n < 0) {
		over(ws, XG_WS_CUT, 0, 0, err.text);
		return false;
	}
	if (a.status != 101) {
		over(ws, XG_WS_CUT, a.status, a.retry_us,
			"the server refused the upgrade");
		return false;
	}
	ws->in.at = (size_t)n;
	ws->state = OPEN;
	uv_timer_stop(&ws->timer);
	if (ws->ev->open)
		ws->ev->open(ws->ctx);
	return !ws->freed && ws->state == OPEN && messages(ws);
}

static void read_some(struct xg_ws *ws);

static void on_again(uv_timer_t *h)
{
	struct xg_ws *ws = h->data;

	enter(ws);
	read_some(ws);
	leave(ws);
}

static void read_some(struct xg_ws *ws)
{
	size_t total = 0;

	while (total < READ_TURN) {
		char *p = xg_frame_space(&ws->in, READ_CHUNK);
		size_t n = 0;
		CURLcode rc;

		if (!p) {
			over(ws, XG_WS_TOO_BIG, 0, 0,
				"a message over its limit");
			return;
		}
		rc = curl_easy_recv(ws->t.easy, p, READ_CHUNK, &n);
		if (rc == CURLE_AGAIN)
			return;
		if (rc != CURLE_OK || n == 0) {
			over(ws, XG_WS_CUT, 0, 0,
				rc == CURLE_OK ? "the connection was cut"
					       : xg_net_why(&ws->t, rc));
			return;
		}
		xg_frame_filled(&ws->in, n);
		total += n;
		if (!(ws->state == UPGRADING ? upgraded(ws) : messages(ws)))
			return;
	}
	/* TLS may hold bytes that the socket no longer shows. */
	if (ws->state == OPEN)
		uv_timer_start(&ws->timer, on_again, 0, 0);
}

static void on_poll(uv_poll_t *h, int status, int events)
{
	struct xg_ws *ws = h->data;

	enter(ws);
	if (status < 0)
		over(ws, XG_WS_CUT, 0, 0, uv_strerror(status));
	if (ws->state != CLOSED && (events & UV_WRITABLE))
		flush(ws);
	if (ws->state != CLOSED && (events & UV_READABLE))
		read_some(ws);
	leave(ws);
}

/* Writes what waits; watches for room when the socket is full. A failure shows
 * when the socket is read. */
static void flush(struct xg_ws *ws)
{
	CURLcode rc = CURLE_OK;

	while (ws->state != CLOSED && ws->out_at < ws->out.len) {
		size_t n = 0;

		rc = curl_easy_send(ws->t.easy, ws->out.p + ws->out_at,
			ws->out.len - ws->out_at, &n);
		if (rc != CURLE_OK)
			break;
		ws->out_at += n;
	}
	if (ws->state == CLOSED)
		return;
	if (ws->out_at == ws->out.len) {
		xg_buf_clear(&ws->out);
		ws->out_at = 0;
	} else if (ws->out_at > XG_WS_PENDING_MAX / 2) {
		xg_buf_shift(&ws->out, ws->out_at);
		ws->out_at = 0;
	}
	uv_poll_start(&ws->poll,
		rc == CURLE_AGAIN ? UV_READABLE | UV_WRITABLE : UV_READABLE,
		on_poll);
}

/* TCP and TLS stand: speak HTTP for one exchange. */
static void on_connected(struct xg_transfer *t, CURLcode rc)
{
	struct xg_ws *ws = (struct xg_ws *)t;
	curl_socket_t fd = CURL_SOCKET_BAD;

	enter(ws);
	if (rc == CURLE_OK)
		rc = curl_easy_getinfo(t->easy, CURLINFO_ACTIVESOCKET, &fd);
	if (rc != CURLE_OK || fd == CURL_SOCKET_BAD) {
		over(ws, XG_WS_CUT, 0, 0, xg_net_why(t, rc));
	} else if (getrandom(ws->nonce, 16, 0) != 16 ||
		   xg_upgrade_request(&ws->out, &ws->at, ws->nonce,
			   xg_buf_view(&ws->headers)) < 0 ||
		   uv_poll_init_socket(xg_net_uv(t->net), &ws->poll, fd) < 0) {
		over(ws, XG_WS_CUT, 0, 0, "cannot watch the connection");
	} else {
		ws->poll.data = ws;
		ws->has_poll = true;
		ws->handles++;
		ws->state = UPGRADING;
		uv_timer_start(&ws->timer, on_close_late, UPGRADE_MS, 0);
		flush(ws);
	}
	leave(ws);
}

/* http:// or https:// in place of ws:// or wss://. */
static bool http_url(char *out, size_t size, const char *url, bool tls)
{
	int n = snprintf(
		out, size, "http%s%s", tls ? "s" : "", strstr(url, "://"));

	return n > 0 && (size_t)n < size;
}

static int prepare(struct xg_ws *ws, struct xg_net *net, const char *url,
	struct xg_str headers, struct xg_error *err)
{
	char curl_url[2048];
	int rc;

	ws->url = strdup(url);
	if (!ws->url || xg_buf_str(&ws->headers, headers) < 0)
		return xg_error_set(err, XG_ERR_MEMORY, "memory is out");
	rc = xg_upgrade_split(&ws->at, ws->url, err);
	if (rc < 0)
		return rc;
	if (!ws->at.tls && !xg_net_is_loopback(url))
		return xg_error_set(err, XG_ERR_CONFIG,
			"%.120s: ws:// without TLS is only for loopback", url);
	if (!http_url(curl_url, sizeof curl_url, url, ws->at.tls))
		return xg_error_set(err, XG_ERR_LIMIT, "the URL is too long");
	if (!xg_net_easy(net, &ws->t, curl_url, err))
		return XG_ERR_CONFIG;
	curl_easy_setopt(ws->t.easy, CURLOPT_CONNECT_ONLY, 1L);
	ws->in.max = XG_WS_MESSAGE_MAX;
	ws->in.in.max = XG_WS_MESSAGE_MAX + ((size_t)1 << 20);
	ws->in.parts.max = XG_WS_MESSAGE_MAX;
	return 0;
}

struct xg_ws *xg_ws_dial(struct xg_net *net, const char *url,
	struct xg_str headers, const struct xg_ws_events *events, void *ctx,
	struct xg_error *err)
{
	struct xg_ws *ws = calloc(1, sizeof *ws);

	if (!ws) {
		xg_error_set(err, XG_ERR_MEMORY, "memory is out");
		return NULL;
	}
	ws->ev = events;
	ws->ctx = ctx;
	ws->t.net = net;
	ws->t.done = on_connected;
	if (prepare(ws, net, url, headers, err) < 0 ||
		xg_net_add(net, &ws->t) < 0) {
		xg_net_remove(net, &ws->t);
		release(ws);
		return NULL;
	}
	uv_timer_init(xg_net_uv(net), &ws->timer);
	ws->timer.data = ws;
	ws->handles = 1;
	return ws;
}

int xg_ws_send(struct xg_ws *ws, struct xg_str text)
{
	int rc;

	if (ws->state != OPEN)
		return XG_ERR_STATE;
	rc = frame_out(ws, XG_WS_TEXT, text);
	if (rc == 0)
		flush(ws);
	return rc;
}

int xg_ws_ping(struct xg_ws *ws)
{
	int rc;

	if (ws->state != OPEN)
		return XG_ERR_STATE;
	rc = frame_out(ws, XG_WS_PING, XG_STR("xg"));
	if (rc == 0)
		flush(ws);
	return rc;
}

bool xg_ws_is_open(const struct xg_ws *ws)
{
	return ws->state == OPEN;
}

size_t xg_ws_pending(const struct xg_ws *ws)
{
	return ws->out.len - ws->out_at;
}

void xg_ws_close(struct xg_ws *ws, int code)
{
	uint8_t mask[4] = { 0 };

	if (ws->state != OPEN) {
		if (ws->state == DIALING || ws->state == UPGRADING)
			cut(ws);
		return;
	}
	if (getrandom(mask, sizeof mask, 0) == sizeof mask)
		xg_frame_write_close(&ws->out, code, mask);
	flush(ws);
	ws->state = CLOSING;
	uv_timer_start(&ws->timer, on_close_late, CLOSE_MS, 0);
}
