/* Binance: WebSocket connections and the subscriptions of market streams.
 * Source: sheet binance, section 4. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/binance.h"

static bool lower_is(const char *sub, size_t n, const char *native)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char c = native[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!native[i] || sub[i] != c)
			return false;
	}
	return !native[i];
}

/* Is a stream name this channel of this symbol? */
static bool names(
	const char *sub, const struct xg_sim_mkt *m, const char *channel)
{
	const char *at = strchr(sub, '@');

	return at && strcmp(at + 1, channel) == 0 &&
	       lower_is(sub, (size_t)(at - sub), m->spec.native);
}

/* Spot and USD-M have the same names for different things: the path of the
 * connection tells them apart. */
static bool fits(const struct xg_bn_conn *b, enum xg_bn_market market)
{
	if (b->kind != XG_BN_STREAMS)
		return false;
	if (b->market == XG_BN_USDM)
		return market == XG_BN_USDM;
	return market != XG_BN_USDM;
}

bool xg_bn_wanted(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, const char *channel)
{
	enum xg_bn_market market = xg_bn_market_of(m);

	for (const struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_bn_conn *b = c->state;

		for (int i = 0; fits(b, market) && i < b->subs; i++)
			if (names(b->sub[i], m, channel))
				return true;
	}
	return false;
}

void xg_bn_publish(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const char *channel, struct xg_str data, enum xg_fault_on on)
{
	struct xg_bn_state *s = f->state;
	enum xg_bn_market market = xg_bn_market_of(m);

	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_bn_conn *b = c->state;

		for (int i = 0; fits(b, market) && i < b->subs; i++) {
			if (!names(b->sub[i], m, channel))
				continue;
			if (!b->combined) {
				f->send(c, data, on, m->spec.sym);
				continue;
			}
			xg_buf_clear(&s->frame);
			xg_buf_text(&s->frame, "{\"stream\":\"");
			xg_buf_text(&s->frame, b->sub[i]);
			xg_buf_text(&s->frame, "\",\"data\":");
			xg_buf_str(&s->frame, data);
			xg_buf_char(&s->frame, '}');
			f->send(c, xg_buf_view(&s->frame), on, m->spec.sym);
		}
	}
}

static int find_sub(const struct xg_bn_conn *b, struct xg_str name)
{
	for (int i = 0; i < b->subs; i++)
		if (xg_str_is_text(name, b->sub[i]))
			return i;
	return -1;
}

static bool add_sub(struct xg_bn_conn *b, struct xg_str name)
{
	char(*list)[96];

	if (!name.n || name.n >= sizeof *b->sub || b->subs == XG_BN_SUBS)
		return false;
	if (find_sub(b, name) >= 0)
		return true;
	list = realloc(b->sub, (size_t)(b->subs + 1) * sizeof *list);
	if (!list)
		return false;
	b->sub = list;
	(void)xg_str_copy(list[b->subs++], sizeof *list, name);
	return true;
}

static void drop_sub(struct xg_bn_conn *b, struct xg_str name)
{
	int i = find_sub(b, name);

	if (i >= 0)
		memcpy(b->sub[i], b->sub[--b->subs], sizeof *b->sub);
}

/* Names with slashes between, as in a path. */
bool xg_bn_add_subs(struct xg_bn_conn *b, struct xg_str list)
{
	while (list.n)
		if (!add_sub(b, xg_str_cut(&list, '/')))
			return false;
	return true;
}

void xg_bn_ws_shut(struct xg_sim_conn *c)
{
	struct xg_bn_conn *b = c->state;

	free(b->sub);
	b->sub = NULL;
}

static bool take(struct xg_str *s, const char *prefix)
{
	struct xg_str p = xg_str_from(prefix);

	if (!xg_str_has_prefix(*s, p))
		return false;
	s->p += p.n;
	s->n -= p.n;
	return true;
}

/* A listenKey of a market that still lives. */
static bool listens(
	struct xg_sim_conn *c, struct xg_str key, bool usdm, int64_t now)
{
	const struct xg_bn_state *s = c->front->state;
	struct xg_bn_conn *b = c->state;

	for (int i = 1; i < 3; i++) {
		if (!key.n || !xg_str_is_text(key, s->listen[i].key) ||
			s->listen[i].until < now || usdm != (i == XG_BN_USDM))
			continue;
		b->kind = XG_BN_USER;
		b->market = (enum xg_bn_market)i;
		return true;
	}
	return false;
}

static int open_streams(struct xg_sim_conn *c, struct xg_str path,
	struct xg_str query, int64_t now)
{
	struct xg_bn_conn *b = c->state;
	struct xg_buf list = { 0 };
	int status = 0;

	if (take(&path, "/stream")) {
		b->combined = true;
		if (path.n)
			status = 404;
		else if (xg_sim_param(&list, query, "streams") == 1 &&
			 !xg_bn_add_subs(b, xg_buf_view(&list)))
			status = 400;
	} else if (take(&path, "/ws")) {
		(void)take(&path, "/");
		if (xg_sim_param(&list, query, "listenKey") != 1)
			xg_buf_str(&list, path);
		if (listens(c, xg_buf_view(&list), b->market == XG_BN_USDM,
			    now))
			status = 0;
		else if (b->private_ws || !xg_bn_add_subs(b, path))
			status = 400;
	} else {
		status = 404;
	}
	xg_buf_release(&list);
	return status;
}

int xg_bn_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	struct xg_bn_conn *b = c->state;
	struct xg_str path = r->path;

	b->in = (struct xg_sim_bucket){ .window_us = 1000000, .max = 5 };
	if (xg_str_is(path, XG_STR("/ws-api/v3")) ||
		xg_str_is(path, XG_STR("/ws-fapi/v1")) ||
		xg_str_is(path, XG_STR("/ws-dapi/v1"))) {
		b->kind = XG_BN_API;
		b->market = path.p[4] == 'a'   ? XG_BN_SPOT
			    : path.p[4] == 'f' ? XG_BN_USDM
					       : XG_BN_COINM;
		b->in.max = 100;
		return 0;
	}
	b->private_ws = take(&path, "/private");
	if (b->private_ws || take(&path, "/public") || take(&path, "/market")) {
		b->market = XG_BN_USDM;
		b->in.max = 10;
	}
	return open_streams(c, path, r->query, r->now);
}

void xg_bn_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_bn_conn *b = c->state;

	/* R31: more messages a second than allowed end the connection. */
	if (xg_sim_bucket_take(&b->in, 1, now) < 0) {
		c->front->close(c, 1008, "Too many requests");
		return;
	}
	if (b->kind == XG_BN_API)
		xg_bn_api_text(c, text, now);
	else
		xg_bn_stream_text(c, text);
}

/* ---- SUBSCRIBE and the like ---- */

static void reply(struct xg_sim_conn *c, struct xg_str id, const char *result)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(
		&b, "{\"result\":%s,\"id\":%.*s}", result, XG_STR_ARG(id));
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void complain(struct xg_sim_conn *c, int code, const char *msg)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b, "{\"code\":%d,\"msg\":\"%s\"}", code, msg);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void list_subs(struct xg_sim_conn *c, struct xg_str id)
{
	const struct xg_bn_conn *b = c->state;
	struct xg_buf out = { 0 };

	xg_buf_char(&out, '[');
	for (int i = 0; i < b->subs; i++) {
		xg_json_comma(&out);
		xg_json_quote(&out, xg_str_from(b->sub[i]));
	}
	xg_buf_text(&out, "]");
	reply(c, id, out.p);
	xg_buf_release(&out);
}

/* Takes the names of an array on or off. Unknown ones are no error: nothing
 * ever comes for them, as in life. */
static bool change(struct xg_bn_conn *b, struct xg_str params, bool on)
{
	struct xg_json j;

	xg_json_init(&j, params.p, params.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return false;
	while (xg_json_next(&j) == XG_JSON_STR) {
		if (!on)
			drop_sub(b, j.val);
		else if (!add_sub(b, j.val))
			return false;
	}
	return j.tok == XG_JSON_ARR_END;
}

static void set_property(
	struct xg_sim_conn *c, struct xg_str id, struct xg_str params)
{
	struct xg_bn_conn *b = c->state;

	b->combined = memmem(params.p, params.n, "true", 4) != NULL;
	reply(c, id, "null");
}

void xg_bn_stream_text(struct xg_sim_conn *c, struct xg_str text)
{
	struct xg_bn_conn *b = c->state;
	struct xg_str id = XG_STR("null"), method = { 0 }, params = { 0 };

	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{') {
		complain(c, 3,
			"Invalid JSON: expected value at line 1 column 1");
		return;
	}
	(void)xg_json_find(text, "id", &id);
	(void)xg_json_find(text, "params", &params);
	if (xg_json_find(text, "method", &method) != 1) {
		complain(c, 2, "Invalid request: missing field `method`");
		return;
	}
	if (xg_str_is_text(method, "\"SUBSCRIBE\"") && change(b, params, true))
		reply(c, id, "null");
	else if (xg_str_is_text(method, "\"UNSUBSCRIBE\"") &&
		 change(b, params, false))
		reply(c, id, "null");
	else if (xg_str_is_text(method, "\"LIST_SUBSCRIPTIONS\""))
		list_subs(c, id);
	else if (xg_str_is_text(method, "\"SET_PROPERTY\""))
		set_property(c, id, params);
	else
		complain(c, 2, "Invalid request: unknown variant or params");
}
