#include "sim/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAITING_MAX ((size_t)16 << 20)
#define READ_BYTES ((size_t)16 << 10)

/* Bytes that must wait for their time. */
struct late {
	struct late *next;
	int64_t due;
	size_t n;
	char p[];
};

struct xg_wire_io {
	struct xg_wire_conn conn;
	struct xg_wire_io *prev, *next;
	struct xg_watch *watch;
	SSL *ssl;
	int fd, events;
	bool open, finishing, dirty;
	struct xg_buf out; /* plain bytes that are due */
	size_t sent;
	struct late *late, **late_end;
	int64_t last_due;
};

struct xg_wire_port {
	struct xg_wire_port *next;
	struct xg_wire *wire;
	struct xg_watch *watch;
	void *user;
	int fd;
};

struct xg_wire {
	struct xg_loop *loop;
	struct xg_wire_events events;
	SSL_CTX *tls;
	struct xg_wire_port *ports;
	struct xg_wire_io *conns;
	struct xg_turn *turn;
	struct xg_timer *timer; /* late bytes */
};

static int tls_failed(struct xg_error *err, const char *what)
{
	ERR_clear_error();
	return xg_error_set(err, XG_ERR_CONFIG,
		"cannot use the simulator's certificates: %s; remove its "
		"folder in the state directory and start again",
		what);
}

static void on_turn(void *arg);
static void on_late(struct xg_timer *timer, void *arg);

struct xg_wire *xg_wire_new(struct xg_loop *loop, const struct xg_sim_ca *ca,
	const struct xg_wire_events *events, struct xg_error *err)
{
	struct xg_wire *w = calloc(1, sizeof *w);

	if (!w) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	w->loop = loop;
	w->events = *events;
	w->tls = SSL_CTX_new(TLS_server_method());
	w->turn = xg_turn_new(loop, on_turn, w);
	w->timer = xg_timer_new(loop, on_late, w);
	if (!w->tls || !w->turn || !w->timer ||
		!SSL_CTX_set_min_proto_version(w->tls, TLS1_2_VERSION) ||
		SSL_CTX_use_certificate_chain_file(w->tls, ca->cert.p) != 1 ||
		SSL_CTX_use_PrivateKey_file(
			w->tls, ca->key.p, SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_check_private_key(w->tls) != 1) {
		tls_failed(err, "they do not fit or cannot be read");
		xg_wire_free(w);
		return NULL;
	}
	SSL_CTX_set_mode(w->tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
					 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
					 SSL_MODE_RELEASE_BUFFERS);
	return w;
}

static void io_free(struct xg_wire_io *io)
{
	struct xg_wire *w = io->conn.wire;
	struct late *l;

	if (io->open)
		w->events.gone(&io->conn);
	if (io->prev)
		io->prev->next = io->next;
	else
		w->conns = io->next;
	if (io->next)
		io->next->prev = io->prev;
	if (io->watch)
		xg_watch_free(io->watch);
	SSL_free(io->ssl);
	close(io->fd);
	while ((l = io->late)) {
		io->late = l->next;
		free(l);
	}
	xg_buf_release(&io->out);
	xg_buf_release(&io->conn.in);
	free(io);
}

void xg_wire_free(struct xg_wire *w)
{
	struct xg_wire_port *p;

	if (!w)
		return;
	while (w->conns)
		io_free(w->conns);
	while ((p = w->ports)) {
		w->ports = p->next;
		if (p->watch)
			xg_watch_free(p->watch);
		close(p->fd);
		free(p);
	}
	if (w->turn)
		xg_turn_free(w->turn);
	if (w->timer)
		xg_timer_free(w->timer);
	SSL_CTX_free(w->tls);
	free(w);
}

void *xg_wire_port_user(const struct xg_wire_port *p)
{
	return p->user;
}

/* ---- output ---- */

static void watch(struct xg_wire_io *io, int events)
{
	if (io->events != events && !io->conn.dead) {
		io->events = events;
		xg_watch_set(io->watch, events);
	}
}

static void flush(struct xg_wire_io *io)
{
	io->dirty = false;
	while (io->sent < io->out.len) {
		size_t n = io->out.len - io->sent, done = 0;

		ERR_clear_error();
		if (SSL_write_ex(io->ssl, io->out.p + io->sent, n, &done)) {
			io->sent += done;
			continue;
		}
		switch (SSL_get_error(io->ssl, 0)) {
		case SSL_ERROR_WANT_WRITE:
			watch(io, XG_WATCH_READ | XG_WATCH_WRITE);
			return;
		case SSL_ERROR_WANT_READ:
			return;
		default:
			io->conn.dead = true;
			return;
		}
	}
	xg_buf_clear(&io->out);
	io->sent = 0;
	watch(io, XG_WATCH_READ);
	if (io->finishing && !io->late) {
		SSL_shutdown(io->ssl);
		io->conn.dead = true;
	}
}

static void on_turn(void *arg)
{
	struct xg_wire *w = arg;
	struct xg_wire_io *io, *next;

	for (io = w->conns; io; io = next) {
		next = io->next;
		if (io->dirty && !io->conn.dead)
			flush(io);
		if (io->conn.dead)
			io_free(io);
	}
}

static void on_late(struct xg_timer *timer, void *arg)
{
	struct xg_wire *w = arg;
	int64_t now = xg_loop_mono(w->loop), first = INT64_MAX;
	struct xg_wire_io *io;
	struct late *l;

	for (io = w->conns; io; io = io->next) {
		while ((l = io->late) && l->due <= now) {
			xg_buf_add(&io->out, l->p, l->n);
			io->late = l->next;
			io->dirty = true;
			free(l);
		}
		if (!io->late)
			io->late_end = &io->late;
		else if (io->late->due < first)
			first = io->late->due;
	}
	if (first != INT64_MAX)
		xg_timer_set(timer, first - now, 0);
}

static void put_off(struct xg_wire_io *io, struct xg_str data, int64_t due)
{
	struct late *l = malloc(sizeof *l + data.n);

	if (!l) {
		io->conn.dead = true;
		return;
	}
	io->last_due = due > io->last_due ? due : io->last_due;
	*l = (struct late){ .due = io->last_due, .n = data.n };
	memcpy(l->p, data.p, data.n);
	*io->late_end = l;
	io->late_end = &l->next;
	/* Looks at all of them again: rare, only under a fault. */
	xg_timer_set(io->conn.wire->timer, 1000, 0);
}

void xg_wire_send(struct xg_wire_conn *c, struct xg_str data, int64_t due)
{
	struct xg_wire_io *io = c->io;

	if (c->dead || io->finishing)
		return;
	if (due || io->late) {
		put_off(io, data, due);
		return;
	}
	if (xg_buf_str(&io->out, data) < 0 ||
		io->out.len - io->sent > WAITING_MAX)
		c->dead = true;
	io->dirty = true;
}

void xg_wire_finish(struct xg_wire_conn *c)
{
	c->io->finishing = true;
	c->io->dirty = true;
}

void xg_wire_cut(struct xg_wire_conn *c)
{
	c->dead = true;
}

/* ---- input ---- */

static void receive(struct xg_wire_io *io)
{
	struct xg_buf *in = &io->conn.in;
	size_t n = 0;

	while (!io->conn.dead) {
		if (xg_buf_reserve(in, READ_BYTES) < 0) {
			io->conn.dead = true;
			return;
		}
		ERR_clear_error();
		if (!SSL_read_ex(io->ssl, in->p + in->len, READ_BYTES, &n))
			break;
		in->len += n;
		io->conn.wire->events.bytes(&io->conn);
	}
	if (io->conn.dead)
		return;
	switch (SSL_get_error(io->ssl, 0)) {
	case SSL_ERROR_WANT_READ:
		break;
	case SSL_ERROR_WANT_WRITE:
		watch(io, XG_WATCH_READ | XG_WATCH_WRITE);
		break;
	default:
		io->conn.dead = true;
	}
}

static void shake_hands(struct xg_wire_io *io)
{
	int rc;

	ERR_clear_error();
	rc = SSL_accept(io->ssl);
	if (rc == 1) {
		io->open = true;
		watch(io, XG_WATCH_READ);
		io->conn.wire->events.open(&io->conn);
		return;
	}
	switch (SSL_get_error(io->ssl, rc)) {
	case SSL_ERROR_WANT_READ:
		watch(io, XG_WATCH_READ);
		break;
	case SSL_ERROR_WANT_WRITE:
		watch(io, XG_WATCH_WRITE);
		break;
	default:
		io->conn.dead = true;
	}
}

static void on_ready(struct xg_watch *watched, int events, void *arg)
{
	struct xg_wire_io *io = arg;

	(void)watched;
	if (io->conn.dead)
		return;
	if (!io->open)
		shake_hands(io);
	if (io->open && events & XG_WATCH_WRITE)
		flush(io);
	if (io->open && !io->conn.dead)
		receive(io);
}

static void on_accept(struct xg_watch *watched, int events, void *arg)
{
	struct xg_wire_port *p = arg;
	struct xg_wire *w = p->wire;
	struct xg_wire_io *io;
	int one = 1;
	int fd = accept4(p->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)watched;
	(void)events;
	if (fd < 0)
		return;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	io = calloc(1, sizeof *io);
	if (!io) {
		close(fd);
		return;
	}
	io->conn = (struct xg_wire_conn){ .wire = w, .port = p, .io = io };
	io->fd = fd;
	io->late_end = &io->late;
	io->next = w->conns;
	if (w->conns)
		w->conns->prev = io;
	w->conns = io;
	io->ssl = SSL_new(w->tls);
	io->watch = xg_watch_new(w->loop, fd, on_ready, io, NULL);
	if (!io->ssl || !io->watch || SSL_set_fd(io->ssl, fd) != 1) {
		io->conn.dead = true;
		return;
	}
	SSL_set_accept_state(io->ssl);
	watch(io, XG_WATCH_READ);
}

/* ---- listening ---- */

static int bind_to(int family, int port)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int one = 1, rc;

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (family == AF_INET6)
		(void)setsockopt(
			fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	rc = family == AF_INET ? bind(fd, (struct sockaddr *)&v4, sizeof v4)
			       : bind(fd, (struct sockaddr *)&v6, sizeof v6);
	if (rc == 0 && listen(fd, 128) == 0)
		return fd;
	rc = errno;
	close(fd);
	errno = rc;
	return -1;
}

static int add_port(struct xg_wire *w, int fd, void *user, struct xg_error *err)
{
	struct xg_wire_port *p = calloc(1, sizeof *p);

	if (!p) {
		close(fd);
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	}
	*p = (struct xg_wire_port){
		.wire = w, .fd = fd, .user = user, .next = w->ports
	};
	w->ports = p;
	p->watch = xg_watch_new(w->loop, fd, on_accept, p, err);
	return p->watch ? xg_watch_set(p->watch, XG_WATCH_READ) : XG_ERR_SYSTEM;
}

int xg_wire_listen(
	struct xg_wire *w, int port, void *user, struct xg_error *err)
{
	struct sockaddr_in is = { 0 };
	socklen_t n = sizeof is;
	int fd = bind_to(AF_INET, port), rc;

	if (fd < 0)
		return xg_error_set(err, XG_ERR_NET,
			"cannot listen on 127.0.0.1 port %d: %s%s", port,
			strerror(errno),
			errno == EADDRINUSE ? "; is another xg-sim running? "
					      "--port 0 takes free ones"
					    : "");
	getsockname(fd, (struct sockaddr *)&is, &n);
	port = ntohs(is.sin_port);
	rc = add_port(w, fd, user, err);
	if (rc < 0)
		return rc;
	fd = bind_to(AF_INET6, port);
	if (fd >= 0)
		rc = add_port(w, fd, user, err);
	return rc < 0 ? rc : port;
}
