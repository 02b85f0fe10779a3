#include "net/net_priv.h"

#include <unistd.h>

struct xg_net {
	struct xg_loop *loop;
	uv_loop_t *uv;
	CURLM *multi;
	uv_timer_t *timer; /* owned; freed by its close callback */
	char *ca_file;
	int64_t connect_us;
	bool loopback_only;
	struct xg_http_list *http;
};

/* A socket that libcurl wants to be watched. */
struct sock {
	uv_poll_t poll;
	struct xg_net *net;
	curl_socket_t fd;
};

static void free_handle(uv_handle_t *h)
{
	free(h->data);
}

static void take_done(struct xg_net *net)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(net->multi, &left))) {
		struct xg_transfer *t = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		t->done(t, m->data.result);
	}
}

static void on_socket(uv_poll_t *h, int status, int events)
{
	struct sock *s = h->data;
	struct xg_net *net = s->net;
	int flags = 0, running;

	if (status < 0)
		flags = CURL_CSELECT_ERR;
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	curl_multi_socket_action(net->multi, s->fd, flags, &running);
	take_done(net);
}

static void on_timer(uv_timer_t *h)
{
	struct xg_net *net = h->data;
	int running;

	curl_multi_socket_action(net->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	take_done(net);
}

static int watch(CURL *easy, curl_socket_t fd, int what, void *ctx, void *at)
{
	struct xg_net *net = ctx;
	struct sock *s = at;
	int events = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (s) {
			curl_multi_assign(net->multi, fd, NULL);
			uv_close((uv_handle_t *)&s->poll, free_handle);
		}
		return 0;
	}
	if (!s) {
		s = calloc(1, sizeof *s);
		if (!s || uv_poll_init_socket(net->uv, &s->poll, fd) < 0) {
			free(s);
			return -1;
		}
		s->poll.data = s;
		s->net = net;
		s->fd = fd;
		curl_multi_assign(net->multi, fd, s);
	}
	if (what & CURL_POLL_IN)
		events |= UV_READABLE;
	if (what & CURL_POLL_OUT)
		events |= UV_WRITABLE;
	return uv_poll_start(&s->poll, events, on_socket) < 0 ? -1 : 0;
}

static int set_timer(CURLM *multi, long ms, void *ctx)
{
	struct xg_net *net = ctx;

	(void)multi;
	if (ms < 0)
		uv_timer_stop(net->timer);
	else
		uv_timer_start(net->timer, on_timer, (uint64_t)ms, 0);
	return 0;
}

/* Environment variables are libcurl's business, except in paper: there a proxy
 * would lead away from the host. */
struct xg_net *xg_net_new(struct xg_loop *loop, const struct xg_net_opts *opts,
	struct xg_error *err)
{
	struct xg_net *net;

	if (opts->ca_file && !opts->loopback_only) {
		xg_error_set(err, XG_ERR_CONFIG,
			"a CA file of one's own is "
			"only for the paper environment on loopback");
		return NULL;
	}
	if (opts->ca_file && access(opts->ca_file, R_OK) < 0) {
		xg_error_set(err, XG_ERR_CONFIG,
			"cannot read the CA file %s; is xg-sim running?",
			opts->ca_file);
		return NULL;
	}
	net = calloc(1, sizeof *net);
	if (net)
		net->timer = calloc(1, sizeof *net->timer);
	if (!net || !net->timer || curl_global_init(CURL_GLOBAL_DEFAULT) ||
		!(net->multi = curl_multi_init()) ||
		(opts->ca_file && !(net->ca_file = strdup(opts->ca_file)))) {
		if (net)
			free(net->timer);
		free(net);
		xg_error_set(err, XG_ERR_MEMORY, "memory is out");
		return NULL;
	}
	net->loop = loop;
	net->uv = xg_loop_uv(loop);
	net->loopback_only = opts->loopback_only;
	net->connect_us = opts->connect_us ? opts->connect_us : 10000000;
	uv_timer_init(net->uv, net->timer);
	net->timer->data = net;
	curl_multi_setopt(net->multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(net->multi, CURLMOPT_SOCKETDATA, net);
	curl_multi_setopt(net->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(net->multi, CURLMOPT_TIMERDATA, net);
	curl_multi_setopt(net->multi, CURLMOPT_MAXCONNECTS, 64L);
	return net;
}

static void free_self(uv_handle_t *h)
{
	free(h);
}

void xg_net_free(struct xg_net *net)
{
	if (!net)
		return;
	xg_http_drop_all(net);
	curl_multi_cleanup(net->multi);
	uv_timer_stop(net->timer);
	uv_close((uv_handle_t *)net->timer, free_self);
	free(net->ca_file);
	free(net);
	curl_global_cleanup();
}

struct xg_loop *xg_net_loop(const struct xg_net *net)
{
	return net->loop;
}

uv_loop_t *xg_net_uv(const struct xg_net *net)
{
	return net->uv;
}

struct xg_http_list **xg_net_http(struct xg_net *net)
{
	return &net->http;
}

static curl_socket_t open_socket(
	void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct xg_transfer *t = ctx;

	(void)purpose;
	if (t->net->loopback_only && !xg_net_addr_is_loopback(&a->addr)) {
		t->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static int before_request(
	void *ctx, char *ip, char *own, int port, int own_port)
{
	struct xg_transfer *t = ctx;

	(void)ip, (void)own, (void)port, (void)own_port;
	if (t->once && t->started)
		return CURL_PREREQFUNC_ABORT;
	t->started = true;
	return CURL_PREREQFUNC_OK;
}

CURL *xg_net_easy(struct xg_net *net, struct xg_transfer *t, const char *url,
	struct xg_error *err)
{
	bool loopback = xg_net_is_loopback(url);
	CURL *e;

	if (net->loopback_only && !loopback) {
		xg_error_set(err, XG_ERR_CONFIG,
			"the paper environment "
			"refuses %.120s: it is not a loopback address",
			url);
		return NULL;
	}
	e = curl_easy_init();
	if (!e) {
		xg_error_set(err, XG_ERR_MEMORY, "memory is out");
		return NULL;
	}
	t->net = net;
	t->easy = e;
	curl_easy_setopt(e, CURLOPT_URL, url);
	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(
		e, CURLOPT_PROTOCOLS_STR, loopback ? "http,https" : "https");
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(e, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->why);
	curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(
		e, CURLOPT_CONNECTTIMEOUT_MS, (long)(net->connect_us / 1000));
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, before_request);
	curl_easy_setopt(e, CURLOPT_PREREQDATA, t);
	if (net->loopback_only)
		curl_easy_setopt(e, CURLOPT_PROXY, "");
	if (net->ca_file) {
		curl_easy_setopt(e, CURLOPT_CAINFO, net->ca_file);
		curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	}
	return e;
}

int xg_net_add(struct xg_net *net, struct xg_transfer *t)
{
	return curl_multi_add_handle(net->multi, t->easy) ? XG_ERR_MEMORY : 0;
}

void xg_net_remove(struct xg_net *net, struct xg_transfer *t)
{
	if (!t->easy)
		return;
	curl_multi_remove_handle(net->multi, t->easy);
	curl_easy_cleanup(t->easy);
	t->easy = NULL;
}

const char *xg_net_why(const struct xg_transfer *t, CURLcode rc)
{
	if (t->refused)
		return "the address is not loopback, which the paper "
		       "environment refuses";
	if (t->why[0])
		return t->why;
	return curl_easy_strerror(rc);
}
