/* One simulated Hyperliquid without a server, for unit tests: requests go in with the
 * time, what is sent to connections is kept as text. */
#ifndef XG_TESTS_HYPERLIQUID_SIM_H
#define XG_TESTS_HYPERLIQUID_SIM_H

#include "json/pull.h"
#include "sim/hyperliquid.h"
#include "tap.h"

#define T0 INT64_C(1700000000000000)
#ifndef W_LISTS
#define W_LISTS(sym) true /* which symbols there are */
#endif

struct world {
	struct xg_sim_front f;
	struct xg_faults faults;
	struct xg_buf sent; /* "conn text\n" */
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
	(void)c;
	(void)code;
	(void)why;
}

static void w_emit(void *ctx, const struct xg_sim_event *ev)
{
	xg_sim_hyperliquid.event(ctx, ev);
}

static inline struct xg_dec w_dec(const char *text)
{
	struct xg_dec d = { 0 };

	(void)xg_dec_parse(&d, text, strlen(text));
	return d;
}

static inline struct xg_sim_mkt *w_mkt(struct world *w, const char *sym)
{
	return xg_sim_find_sym(&w->f.venue, xg_str_from(sym));
}

static inline void w_level(struct world *w, const char *sym, bool sell,
	const char *px, const char *qty)
{
	(void)xg_sim_set_level(
		w_mkt(w, sym), sell, w_dec(px), w_dec(qty), w->f.now);
}

static inline void w_open(struct world *w)
{
	struct xg_sim_front *f = &w->f;
	struct xg_sim_mkt *m;

	memset(w, 0, sizeof *w);
	f->dialect = &xg_sim_hyperliquid;
	f->state = calloc(1, xg_sim_hyperliquid.state_size);
	f->faults = &w->faults;
	f->send = w_send;
	f->close = w_close;
	f->io = w;
	f->now = T0;
	f->venue.emit = w_emit;
	f->venue.ctx = f;
	for (const struct xg_sim_spec *s = xg_sim_hyperliquid.specs; *s->sym;
		s++)
		if (W_LISTS(s->sym))
			(void)xg_sim_list(&f->venue, s, &m);
	(void)xg_sim_hyperliquid.open(f);
	w_level(w, "BTC-USD-PERP", false, "42000", "10");
	w_level(w, "BTC-USD-PERP", true, "42001", "1.5");
	w_level(w, "BTC-USDC", false, "41999", "0.5");
	w_level(w, "BTC-USDC", true, "42000", "0.25");
}

static inline void w_shut(struct world *w)
{
	while (w->f.conns) {
		struct xg_sim_conn *c = w->f.conns;

		w->f.conns = c->next;
		xg_sim_hyperliquid.ws_shut(c);
		free(c->state);
		free(c);
	}
	xg_sim_hyperliquid.shut(&w->f);
	xg_sim_release(&w->f.venue);
	free(w->f.state);
	xg_buf_release(&w->sent);
	xg_buf_release(&w->a.body);
	xg_buf_release(&w->a.headers);
}

/* The answer to a question (' for "). */
static inline const char *w_ask(struct world *w, const char *text)
{
	struct xg_sim_http r = { .method = XG_STR("POST"),
		.target = XG_STR("/info"),
		.path = XG_STR("/info"),
		.headers = XG_STR("Content-Type: application/json\n"),
		.now = w->f.now };
	char json[2000];
	size_t i = 0;

	for (; text[i] && i < sizeof json - 1; i++)
		json[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	r.body = (struct xg_str){ json, i };
	xg_buf_clear(&w->a.body);
	xg_buf_clear(&w->a.headers);
	w->a.status = 0;
	xg_sim_hyperliquid.rest(&w->f, &r, &w->a);
	return w->a.body.len ? w->a.body.p : "";
}

static inline struct xg_sim_conn *w_conn(struct world *w, int64_t id)
{
	struct xg_sim_conn *c = calloc(1, sizeof *c);
	struct xg_sim_http r = { .path = XG_STR("/ws") };

	c->front = &w->f;
	c->id = id;
	c->state = calloc(1, xg_sim_hyperliquid.conn_size);
	c->next = w->f.conns;
	w->f.conns = c;
	is_int(xg_sim_hyperliquid.ws_open(c, &r), 0, "it opens");
	return c;
}

/* What is sent because of this text (' for "). */
static inline const char *w_say(struct xg_sim_conn *c, const char *text)
{
	struct world *w = c->front->io;
	char json[2000];
	size_t i = 0;

	for (; text[i] && i < sizeof json - 1; i++)
		json[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	json[i] = '\0';
	xg_buf_clear(&w->sent);
	xg_sim_hyperliquid.ws_text(c, xg_str_from(json), w->f.now);
	return w->sent.len ? w->sent.p : "";
}

static inline const char *w_tick(struct world *w, int64_t later_us)
{
	xg_buf_clear(&w->sent);
	w->f.now += later_us;
	xg_sim_hyperliquid.tick(&w->f, w->f.now);
	return w->sent.len ? w->sent.p : "";
}

#define has(text, part, ...) \
	do { \
		const char *has_in = (text); \
		if (!ok(strstr(has_in, (part)) != NULL, __VA_ARGS__)) \
			printf("# '%s' is not in: %.1500s\n", (part), has_in); \
	} while (0)

#define says(text, want, ...) \
	do { \
		const char *says_got = (text); \
		is_text(says_got, strlen(says_got), (want), __VA_ARGS__); \
	} while (0)

#endif
