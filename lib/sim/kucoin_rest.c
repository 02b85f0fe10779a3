/* KuCoin: public REST answers, and the whole book of spot, which needs a key.
 * Source: sheet kucoin, sections 1, 6 and 9. */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/hmac.h"
#include "crypto/text.h"
#include "sim/kucoin.h"

void xg_ku_fail(
	struct xg_sim_answer *a, int status, const char *code, const char *msg)
{
	a->status = status;
	xg_buf_clear(&a->body);
	xg_buf_char(&a->body, '{');
	xg_json_put_text(&a->body, "code", code);
	xg_json_put_text(&a->body, "msg", msg);
	xg_buf_char(&a->body, '}');
}

struct xg_buf *xg_ku_begin(struct xg_ku_call *c, const char *open)
{
	xg_buf_printf(&c->a->body, "{\"code\":\"200000\",\"data\":%s", open);
	return &c->a->body;
}

void xg_ku_end(struct xg_ku_call *c, const char *close)
{
	xg_buf_printf(&c->a->body, "%s}", close);
}

static void server_time(struct xg_ku_call *c)
{
	xg_buf_printf(
		xg_ku_begin(c, ""), "%lld", (long long)(c->r->now / 1000));
	xg_ku_end(c, "");
}

/* A token for one connection, and where to go with it. */
static void bullet(struct xg_ku_call *c)
{
	struct xg_ku_state *s = c->f->state;
	struct xg_str host = xg_sim_header(c->r, "Host");
	struct xg_buf *b = xg_ku_begin(c, "{");

	xg_buf_printf(b, "\"token\":\"KU.%lld.%lld==\"", (long long)++s->tokens,
		(long long)(c->r->now + XG_KU_LIFE_US));
	xg_buf_printf(b,
		",\"instanceServers\":[{\"endpoint\":\"wss://%.*s/endpoint\","
		"\"encrypt\":true,\"protocol\":\"websocket\",\"pingInterval\":"
		"%d,\"pingTimeout\":%d}]",
		(int)host.n, host.n ? host.p : "", XG_KU_PING_MS,
		XG_KU_PONG_MS);
	xg_ku_end(c, "}");
}

/* ---- signatures ---- */

static bool is_mac(struct xg_str secret, struct xg_str text, struct xg_str mac)
{
	struct xg_buf b = { 0 };
	unsigned char raw[32];
	bool same = false;

	if (xg_hmac_sha256(raw, secret.p, secret.n, text.p, text.n) == 0) {
		xg_b64_add(&b, raw, sizeof raw);
		same = xg_sim_same(xg_buf_view(&b), mac);
	}
	xg_buf_release(&b);
	return same;
}

/* The signed query is not percent-encoded. */
static bool is_signed(struct xg_ku_call *c, struct xg_str ms)
{
	struct xg_str secret = xg_str_from(c->f->cred.secret);
	struct xg_buf text = { 0 };
	bool good;

	xg_buf_str(&text, ms);
	xg_buf_str(&text, c->r->method);
	xg_buf_str(&text, c->r->path);
	if (c->r->query.n) {
		xg_buf_char(&text, '?');
		(void)xg_pct_decode(&text, c->r->query, false);
	}
	xg_buf_str(&text, c->r->body);
	good = is_mac(
		secret, xg_buf_view(&text), xg_sim_header(c->r, "KC-API-SIGN"));
	xg_buf_release(&text);
	return good;
}

static bool may(struct xg_ku_call *c)
{
	struct xg_str key = xg_sim_header(c->r, "KC-API-KEY");
	struct xg_str ms = xg_sim_header(c->r, "KC-API-TIMESTAMP");
	const struct xg_sim_cred *cred = &c->f->cred;
	const char *code = NULL, *msg = "";
	int64_t at;

	if (!key.n || !ms.n)
		code = "400001", msg = "Please check the header of your "
				       "request for KC-API-KEY, KC-API-SIGN, "
				       "KC-API-TIMESTAMP, KC-API-PASSPHRASE";
	else if (xg_str_i64(ms, &at) < 0 || llabs(at - c->r->now / 1000) > 5000)
		code = "400002", msg = "KC-API-TIMESTAMP Invalid";
	else if (!xg_sim_same(key, xg_str_from(cred->key)))
		code = "400003", msg = "KC-API-KEY not exists";
	else if (!is_mac(xg_str_from(cred->secret),
			 xg_str_from(cred->passphrase),
			 xg_sim_header(c->r, "KC-API-PASSPHRASE")))
		code = "400004", msg = "Invalid KC-API-PASSPHRASE";
	else if (!is_signed(c, ms))
		code = "400005", msg = "Invalid KC-API-SIGN";
	if (code)
		xg_ku_fail(c->a, 401, code, msg);
	return !code;
}

/* ---- paths ---- */

enum { SPOT = 1, FUTURES = 2, KEY = 4, POST = 8 };
static const struct {
	const char *path;
	xg_ku_fn *fn;
	int needs;
} routes[] = {
	{ "/api/v1/timestamp", server_time, 0 },
	{ "/api/v1/bullet-public", bullet, POST },
	{ "/api/v2/symbols", xg_ku_symbols, 0 },
	{ "/api/v1/symbols", xg_ku_symbols, 0 },
	{ "/api/v1/contracts/active", xg_ku_contracts, 0 },
	{ "/api/v3/currencies", xg_ku_nothing, 0 },
	{ "/api/v1/market/allTickers", xg_ku_tickers, 0 },
	{ "/api/v1/market/orderbook/level1", xg_ku_ticker, SPOT },
	{ "/api/v1/market/orderbook/level2_20", xg_ku_book20, SPOT },
	{ "/api/v1/market/orderbook/level2_100", xg_ku_book100, SPOT },
	{ "/api/v3/market/orderbook/level2", xg_ku_book, SPOT | KEY },
	{ "/api/v1/market/histories", xg_ku_trades, SPOT },
	{ "/api/v1/level2/snapshot", xg_ku_book, FUTURES },
	{ "/api/v1/level2/depth20", xg_ku_book20, FUTURES },
	{ "/api/v1/level2/depth100", xg_ku_book100, FUTURES },
	{ "/api/v1/trade/history", xg_ku_trades, FUTURES },
	{ "/api/v1/ticker", xg_ku_ticker, FUTURES },
	{ "/api/v1/market/candles", xg_ku_candles, SPOT },
	{ "/api/v1/market/stats", xg_ku_stats, SPOT },
	{ "/api/v1/kline/query", xg_ku_klines, FUTURES },
};

/* Paths with a symbol in them. */
static const struct {
	const char *before, *behind, *market;
	xg_ku_fn *fn;
} inner[] = {
	{ "/api/v2/symbols/", "", "spot", xg_ku_one },
	{ "/api/v1/contracts/", "", "futures", xg_ku_one },
	{ "/api/v1/funding-rate/", "/current", "futures", xg_ku_funding },
};

static bool answer_inner(struct xg_ku_call *c)
{
	for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
		struct xg_str before = xg_str_from(inner[i].before);
		struct xg_str behind = xg_str_from(inner[i].behind);
		struct xg_str name = c->r->path;

		if (!xg_str_has_prefix(name, before) ||
			!xg_str_has_suffix(name, behind) ||
			name.n < before.n + behind.n)
			continue;
		name.p += before.n;
		name.n -= before.n + behind.n;
		c->m = xg_sim_find(&c->f->venue, inner[i].market, name);
		if (c->m)
			inner[i].fn(c);
		else
			xg_ku_fail(c->a, 200, "900001", "symbol not exists");
		return true;
	}
	return false;
}

static void answer(struct xg_ku_call *c, size_t i)
{
	int needs = routes[i].needs;

	if ((needs & KEY) && !may(c))
		return;
	if (needs & (SPOT | FUTURES)) {
		if (xg_sim_param(&c->val, c->r->query, "symbol") == 1)
			c->m = xg_sim_find(&c->f->venue,
				needs & SPOT ? "spot" : "futures",
				xg_buf_view(&c->val));
		if (!c->m) {
			xg_ku_fail(c->a, 200, "900001", "symbol not exists");
			return;
		}
	}
	routes[i].fn(c);
}

void xg_ku_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_ku_state *s = f->state;
	struct xg_ku_call c = { .f = f, .r = r, .a = a };
	int used = xg_sim_bucket_take(&s->pool, 3, r->now);
	int64_t wait = xg_sim_bucket_wait(&s->pool, r->now) / 1000;

	xg_buf_printf(&a->headers,
		"gw-ratelimit-limit: %d\ngw-ratelimit-remaining: %d\n"
		"gw-ratelimit-reset: %lld\n",
		s->pool.max, used < 0 ? 0 : s->pool.max - used,
		(long long)wait);
	if (used < 0) {
		xg_ku_fail(a, 429, "429000",
			"Too many requests in a short period of time, please "
			"retry later");
		return;
	}
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		bool post = routes[i].needs & POST;

		if (xg_str_is_text(r->path, routes[i].path) &&
			xg_str_is_text(r->method, post ? "POST" : "GET")) {
			answer(&c, i);
			xg_buf_release(&c.val);
			return;
		}
	}
	if (xg_str_is_text(r->method, "GET") && answer_inner(&c))
		return;
	xg_ku_fail(a, 404, "404", "Not Found");
}
