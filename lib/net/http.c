#include "net/http.h"

#include "base/buf.h"
#include "net/net_priv.h"

#define HEAD_MAX ((size_t)64 << 10)

struct call {
	struct xg_transfer t; /* first: xg_transfer * is a call * */
	struct call *next, *prev;
	int64_t id, started;
	xg_http_done *done;
	void *ctx;
	struct curl_slist *headers;
	struct xg_buf head, body, out;
	bool too_big, secret;
};

struct xg_http_list {
	struct call *first;
	int64_t last_id;
	int n;
};

static void wipe(struct xg_buf *b)
{
	if (b->p)
		explicit_bzero(b->p, b->cap);
	xg_buf_release(b);
}

static void call_free(struct call *c)
{
	struct xg_http_list *l = *xg_net_http(c->t.net);

	*(c->prev ? &c->prev->next : &l->first) = c->next;
	if (c->next)
		c->next->prev = c->prev;
	l->n--;
	xg_net_remove(c->t.net, &c->t);
	for (struct curl_slist *h = c->headers; c->secret && h; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(c->headers);
	xg_buf_release(&c->head);
	xg_buf_release(&c->body);
	if (c->secret)
		wipe(&c->out);
	xg_buf_release(&c->out);
	free(c);
}

static void on_done(struct xg_transfer *t, CURLcode rc)
{
	struct call *c = (struct call *)t;
	struct xg_http_res res = { .sent = t->started, .error = "" };
	long status = 0;

	if (rc == CURLE_OK || c->too_big)
		curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (!status)
		res.error = xg_net_why(t, rc);
	res.status = (int)status;
	res.headers = xg_buf_view(&c->head);
	res.body = xg_buf_view(&c->body);
	res.too_big = c->too_big;
	res.total_us = xg_clock_us() - c->started;
	if (c->done)
		c->done(c->ctx, &res);
	call_free(c);
}

/* A status line begins a new set: what came before was a 1xx answer. */
static size_t on_head(char *p, size_t size, size_t n, void *ctx)
{
	struct call *c = ctx;
	struct xg_str line = { p, size * n };

	if (xg_str_has_prefix(line, XG_STR("HTTP/"))) {
		xg_buf_clear(&c->head);
		return line.n;
	}
	while (line.n &&
		(line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r'))
		line.n--;
	if (!line.n)
		return size * n;
	xg_buf_str(&c->head, line);
	xg_buf_char(&c->head, '\n');
	return c->head.failed ? 0 : size * n;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct call *c = ctx;

	if (xg_buf_add(&c->body, p, size * n) < 0) {
		c->too_big = true;
		return 0;
	}
	return size * n;
}

static int add_headers(struct call *c, struct xg_str lines)
{
	char text[4096];

	while (lines.n) {
		struct xg_str line = xg_str_cut(&lines, '\n');
		struct curl_slist *more;

		if (!line.n)
			continue;
		if (!xg_str_copy(text, sizeof text, line))
			return XG_ERR_LIMIT;
		more = curl_slist_append(c->headers, text);
		explicit_bzero(text, sizeof text);
		if (!more)
			return XG_ERR_MEMORY;
		c->headers = more;
	}
	return 0;
}

static void set_method(struct call *c, const struct xg_http_req *req)
{
	CURL *e = c->t.easy;

	if (c->out.len || strcmp(req->method, "POST") == 0) {
		curl_easy_setopt(e, CURLOPT_POST, 1L);
		curl_easy_setopt(
			e, CURLOPT_POSTFIELDS, c->out.p ? c->out.p : "");
		curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE, (long)c->out.len);
	}
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, req->method);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, c->headers);
}

static void link_call(struct xg_http_list *l, struct call *c)
{
	c->next = l->first;
	if (c->next)
		c->next->prev = c;
	l->first = c;
	l->n++;
	c->id = ++l->last_id;
}

int64_t xg_http_send(struct xg_net *net, const struct xg_http_req *req,
	xg_http_done *done, void *ctx, struct xg_error *err)
{
	struct xg_http_list **list = xg_net_http(net);
	int64_t timeout = req->timeout_us ? req->timeout_us : 10000000;
	struct call *c = calloc(1, sizeof *c);
	int rc;

	if (!*list)
		*list = calloc(1, sizeof **list);
	if (!c || !*list) {
		free(c);
		return xg_error_set(err, XG_ERR_MEMORY, "memory is out");
	}
	c->t.net = net;
	c->t.done = on_done;
	c->t.once = req->once;
	c->done = done;
	c->ctx = ctx;
	c->secret = req->secret;
	c->started = xg_clock_us();
	c->head.max = HEAD_MAX;
	c->body.max = XG_HTTP_BODY_MAX;
	link_call(*list, c);
	if (!xg_net_easy(net, &c->t, req->url, err)) {
		call_free(c);
		return err ? err->code : XG_ERR_CONFIG;
	}
	rc = add_headers(c, req->headers);
	if (rc == 0)
		rc = xg_buf_str(&c->out, req->body);
	if (rc < 0) {
		call_free(c);
		return xg_error_set(err, rc, "a request that is too long");
	}
	set_method(c, req);
	curl_easy_setopt(c->t.easy, CURLOPT_TIMEOUT_MS, (long)(timeout / 1000));
	curl_easy_setopt(c->t.easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(c->t.easy, CURLOPT_USERAGENT, "xg/" XG_VERSION);
	curl_easy_setopt(c->t.easy, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(c->t.easy, CURLOPT_HEADERDATA, c);
	curl_easy_setopt(c->t.easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c->t.easy, CURLOPT_WRITEDATA, c);
	rc = xg_net_add(net, &c->t);
	if (rc < 0) {
		call_free(c);
		return xg_error_set(err, rc, "memory is out");
	}
	return c->id;
}

void xg_http_cancel(struct xg_net *net, int64_t id)
{
	struct xg_http_list *l = *xg_net_http(net);

	for (struct call *c = l ? l->first : NULL; c; c = c->next)
		if (c->id == id) {
			/* Freed by its end if we are inside its callback. */
			c->done = NULL;
			return;
		}
}

int xg_http_active(const struct xg_net *net)
{
	struct xg_http_list *l = *xg_net_http((struct xg_net *)net);

	return l ? l->n : 0;
}

void xg_http_drop_all(struct xg_net *net)
{
	struct xg_http_list **l = xg_net_http(net);

	while (*l && (*l)->first)
		call_free((*l)->first);
	free(*l);
	*l = NULL;
}
