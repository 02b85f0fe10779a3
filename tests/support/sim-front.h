/* One simulated venue without a server, for unit tests: requests go in with the
 * time, what is sent to connections is kept as text. A venue's own header opens
 * it with its dialect and a market. */
#ifndef XG_TESTS_SIM_FRONT_H
#define XG_TESTS_SIM_FRONT_H

#include <stdlib.h>

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
	((struct xg_sim_front *)ctx)->dialect->event(ctx, ev);
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

/* Lists the dialect's symbols; their books are empty. */
static inline void w_start(struct world *w, const struct xg_sim_dialect *d)
{
	struct xg_sim_front *f = &w->f;
	struct xg_sim_mkt *m;

	memset(w, 0, sizeof *w);
	f->dialect = d;
	f->state = calloc(1, d->state_size);
	f->faults = &w->faults;
	f->send = w_send;
	f->close = w_close;
	f->io = w;
	f->now = T0;
	f->venue.emit = w_emit;
	f->venue.ctx = f;
	for (const struct xg_sim_spec *s = d->specs; *s->sym; s++)
		if (W_LISTS(s->sym))
			(void)xg_sim_list(&f->venue, s, &m);
	(void)d->open(f);
}

static inline void w_shut(struct world *w)
{
	while (w->f.conns) {
		struct xg_sim_conn *c = w->f.conns;

		w->f.conns = c->next;
		c->front->dialect->ws_shut(c);
		free(c->state);
		free(c);
	}
	w->f.dialect->shut(&w->f);
	xg_sim_release(&w->f.venue);
	free(w->f.state);
	xg_buf_release(&w->sent);
	xg_buf_release(&w->a.body);
	xg_buf_release(&w->a.headers);
}

/* A request whose method, target, headers and body are set: its answer's body. */
static inline const char *w_rest(struct world *w, struct xg_sim_http r)
{
	r.now = w->f.now;
	r.query = r.target;
	r.path = xg_str_cut(&r.query, '?');
	xg_buf_clear(&w->a.body);
	xg_buf_clear(&w->a.headers);
	w->a.status = 0;
	w->f.dialect->rest(&w->f, &r, &w->a);
	return w->a.body.len ? w->a.body.p : "";
}

static inline const char *w_get(struct world *w, const char *target)
{
	return w_rest(w, (struct xg_sim_http){ .method = XG_STR("GET"),
				 .target = xg_str_from(target) });
}

/* A WebSocket; NULL: it is refused with *status. */
static inline struct xg_sim_conn *w_dial(struct world *w, int64_t id,
	const char *target, const char *headers, int *status)
{
	struct xg_sim_conn *c = calloc(1, sizeof *c);
	struct xg_sim_http r = { .headers = xg_str_from(headers),
		.query = xg_str_from(target),
		.now = w->f.now };

	r.path = xg_str_cut(&r.query, '?');
	c->front = &w->f;
	c->id = id;
	c->state = calloc(1, w->f.dialect->conn_size);
	*status = w->f.dialect->ws_open(c, &r);
	if (*status) {
		free(c->state);
		free(c);
		return NULL;
	}
	c->next = w->f.conns;
	w->f.conns = c;
	return c;
}

static inline struct xg_sim_conn *w_conn(
	struct world *w, int64_t id, const char *target, const char *headers)
{
	int status;
	struct xg_sim_conn *c = w_dial(w, id, target, headers, &status);

	is_int(status, 0, "%s opens", target);
	return c;
}

/* ' for ", into room for 2000 bytes. */
static inline struct xg_str w_quoted(char json[2000], const char *text)
{
	size_t i = 0;

	for (; text[i] && i < 1999; i++)
		json[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	json[i] = '\0';
	return (struct xg_str){ json, i };
}

/* What is sent because of this text (' for "). */
static inline const char *w_say(struct xg_sim_conn *c, const char *text)
{
	struct world *w = c->front->io;
	char json[2000];

	xg_buf_clear(&w->sent);
	w->f.dialect->ws_text(c, w_quoted(json, text), w->f.now);
	return w->sent.len ? w->sent.p : "";
}

static inline const char *w_tick(struct world *w, int64_t later_us)
{
	xg_buf_clear(&w->sent);
	w->f.now += later_us;
	w->f.dialect->tick(&w->f, w->f.now);
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
