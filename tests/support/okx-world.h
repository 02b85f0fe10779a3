/* One simulated OKX without a server, for unit tests: requests go in with the
 * time, what is sent to connections is kept as text. */
#ifndef XG_TESTS_OKX_WORLD_H
#define XG_TESTS_OKX_WORLD_H

#include "base/time.h"
#include "crypto/hmac.h"
#include "crypto/text.h"
#include "json/pull.h"
#include "sim/dialect.h"
#include "tap.h"

#define T0 INT64_C(1700000000000000)
#ifndef W_LISTS
#define W_LISTS(sym) true /* which symbols there are */
#endif

struct world {
	struct xg_sim_front f;
	struct xg_faults faults;
	struct xg_buf sent; /* "conn text\n" */
	int closed;	    /* the last close code */
	struct xg_sim_answer a;
};

static void w_send(struct xg_sim_conn *c, struct xg_str text,
	enum xg_fault_on on, const char *sym)
{
	struct world *w = c->front->io;

	(void)on;
	(void)sym;
	(void)xg_buf_printf(&w->sent, "%lld ", (long long)c->id);
	(void)xg_buf_str(&w->sent, text);
	(void)xg_buf_char(&w->sent, '\n');
}

static void w_close(struct xg_sim_conn *c, int code, const char *why)
{
	struct world *w = c->front->io;

	(void)why;
	w->closed = code;
}

static void w_emit(void *ctx, const struct xg_sim_event *ev)
{
	struct xg_sim_front *f = ctx;

	xg_sim_okx.event(f, ev);
}

static struct xg_dec w_dec(const char *text)
{
	struct xg_dec d = { 0 };

	(void)xg_dec_parse(&d, text, strlen(text));
	return d;
}

__attribute__((unused)) static void w_level(struct world *w, const char *inst,
	bool sell, const char *px, const char *qty)
{
	(void)xg_sim_set_level(
		xg_sim_find(&w->f.venue, NULL, xg_str_from(inst)), sell,
		w_dec(px), w_dec(qty), w->f.now);
}

static void w_open(struct world *w)
{
	const struct xg_sim_spec *s;
	struct xg_sim_front *f = &w->f;
	struct xg_sim_mkt *m;

	memset(w, 0, sizeof *w);
	f->dialect = &xg_sim_okx;
	f->state = calloc(1, xg_sim_okx.state_size);
	f->faults = &w->faults;
	f->send = w_send;
	f->close = w_close;
	f->io = w;
	f->now = T0;
	f->venue.emit = w_emit;
	f->venue.ctx = f;
	(void)xg_str_copy(f->cred.key, sizeof f->cred.key, XG_STR("key1"));
	(void)xg_str_copy(
		f->cred.secret, sizeof f->cred.secret, XG_STR("secret1"));
	(void)xg_str_copy(
		f->cred.passphrase, sizeof f->cred.passphrase, XG_STR("pass1"));
	for (s = xg_sim_okx.specs; *s->sym; s++)
		if (W_LISTS(s->sym))
			(void)xg_sim_list(&f->venue, s, &m);
	(void)xg_sim_okx.open(f);
	xg_sim_balance(&f->venue, 0, XG_STR("USDT"))->total = xg_dec_int(10000);
	xg_sim_balance(&f->venue, 0, XG_STR("BTC"))->total = xg_dec_int(1);
	w_level(w, "BTC-USDT", false, "42000.1", "1");
	w_level(w, "BTC-USDT", false, "42000", "2");
	w_level(w, "BTC-USDT", true, "42000.5", "1.5");
	w_level(w, "BTC-USDT", true, "42001", "3");
	w_level(w, "BTC-USDT-SWAP", false, "42010", "100");
	w_level(w, "BTC-USDT-SWAP", true, "42010.5", "150");
	xg_sim_set_mark(xg_sim_find(&f->venue, NULL, XG_STR("BTC-USDT-SWAP")),
		w_dec("42010.2"), w_dec("42000.3"), w_dec("0.0001"),
		T0 + 3600 * XG_US_PER_S, T0);
	xg_buf_clear(&w->sent);
}

static void w_shut(struct world *w)
{
	xg_sim_okx.shut(&w->f);
	xg_sim_release(&w->f.venue);
	free(w->f.state);
	xg_buf_release(&w->sent);
	xg_buf_release(&w->a.body);
	xg_buf_release(&w->a.headers);
}

/* A request; with key NULL it is not signed. The answer is in w->a. */
__attribute__((unused)) static void w_ask(struct world *w, const char *method,
	const char *target, const char *body, const char *secret)
{
	struct xg_sim_http r = { .method = xg_str_from(method),
		.target = xg_str_from(target),
		.body = xg_str_from(body ? body : ""),
		.now = w->f.now };
	struct xg_buf heads = { 0 }, text = { 0 };
	unsigned char mac[32];
	char iso[32];

	r.path = r.target;
	r.query = r.target;
	r.path = xg_str_cut(&r.query, '?');
	(void)xg_time_iso(iso, w->f.now, 3);
	(void)xg_buf_text(&heads, "Content-Type: application/json\n");
	if (secret) {
		(void)xg_buf_printf(&text, "%s%s%s%s", iso, method, target,
			body ? body : "");
		(void)xg_hmac_sha256(
			mac, secret, strlen(secret), text.p, text.len);
		(void)xg_buf_printf(&heads,
			"OK-ACCESS-KEY: key1\nOK-ACCESS-PASSPHRASE: pass1\n"
			"OK-ACCESS-TIMESTAMP: %s\nOK-ACCESS-SIGN: ",
			iso);
		xg_b64_add(&heads, mac, sizeof mac);
		(void)xg_buf_char(&heads, '\n');
	}
	r.headers = xg_buf_view(&heads);
	xg_buf_clear(&w->a.body);
	xg_buf_clear(&w->a.headers);
	w->a.status = 0;
	xg_sim_okx.rest(&w->f, &r, &w->a);
	xg_buf_release(&heads);
	xg_buf_release(&text);
}

/* The text of a member of the last answer, without quotes. */
__attribute__((unused)) static const char *w_get(
	struct world *w, const char *path)
{
	static char out[512];
	struct xg_str v;

	if (xg_json_find(xg_buf_view(&w->a.body), path, &v) != 1)
		return "(absent)";
	if (v.n >= 2 && v.p[0] == '"')
		v = (struct xg_str){ v.p + 1, v.n - 2 };
	(void)xg_str_copy(out, sizeof out, v);
	return out;
}

__attribute__((unused)) static void w_is(
	struct world *w, const char *path, const char *want, const char *title)
{
	const char *got = w_get(w, path);

	is_text(got, strlen(got), want, "%s", title);
}

#endif
