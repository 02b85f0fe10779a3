/* Hostile clients of one simulated venue, for fuzz targets. Each line of the
 * input is a request's path and query (from its '/'), the body of a POST (from
 * its '{'), a message on one of four sockets (behind its number), or else time
 * that passes: the market trades and the streams tell it. Whatever is sent is
 * one whole JSON text, or a text that the venue has of its own. */
#ifndef XG_TESTS_SIM_TALK_H
#define XG_TESTS_SIM_TALK_H

#include "sim-front.h"

#define TALK_SOCKETS 4

struct talk {
	const char *path[TALK_SOCKETS]; /* what the sockets open */
	const char *post;		/* where bodies go; NULL = nowhere */
	const char *plain;		/* the one text that is no JSON */
	bool bare;			/* a refusal need not be JSON */
	const char *sym, *px, *px2;	/* what trades, and at which prices */
};

static inline void talk_check(struct world *w, const struct talk *t)
{
	struct xg_str rest = xg_buf_view(&w->sent);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');

		(void)xg_str_cut(&line, ' ');
		if (t->plain && xg_str_is_text(line, t->plain))
			continue;
		if (xg_json_check(line, NULL, NULL))
			abort();
	}
	xg_buf_clear(&w->sent);
}

static inline void talk_ask(
	struct world *w, const struct talk *t, struct xg_sim_http r)
{
	r.now = w->f.now;
	r.query = r.target;
	r.path = xg_str_cut(&r.query, '?');
	xg_buf_clear(&w->a.body);
	xg_buf_clear(&w->a.headers);
	w->a.status = 0;
	w->f.dialect->rest(&w->f, &r, &w->a);
	if (!(t->bare && w->a.status >= 400) &&
		xg_json_check(xg_buf_view(&w->a.body), NULL, NULL))
		abort();
}

/* A tenth of a second: a level, a trade, a liquidation, as n has it. */
static inline void talk_pass(struct world *w, const struct talk *t, size_t n)
{
	struct xg_sim_mkt *m = w_mkt(w, t->sym);

	w->f.now += XG_SIM_TICK_US * (n % 64);
	w_level(w, t->sym, n & 1, n & 2 ? t->px : t->px2, n & 4 ? "1" : "0");
	if (n & 8)
		xg_sim_liq(m, n & 1, w_dec(t->px), w_dec("10"), w->f.now);
	if (n & 16)
		xg_sim_print(m, n & 1, w_dec(t->px), w_dec("10"), w->f.now);
	for (size_t i = 0; i < w->f.venue.mkts; i++)
		xg_sim_flush(w->f.venue.mkt[i], w->f.now);
	w->f.dialect->tick(&w->f, w->f.now);
}

static inline void talk_line(struct world *w, const struct talk *t,
	struct xg_sim_conn *c, struct xg_str line)
{
	struct xg_str text = line;

	if (!line.n)
		return;
	w->f.now += 10000;
	if (line.p[0] == '/') {
		talk_ask(w, t,
			(struct xg_sim_http){
				.method = XG_STR("GET"), .target = line });
	} else if (line.p[0] == '{' && t->post) {
		talk_ask(w, t,
			(struct xg_sim_http){ .method = XG_STR("POST"),
				.target = xg_str_from(t->post),
				.headers = XG_STR("Content-Type: "
						  "application/json\n"),
				.body = line });
	} else if (line.p[0] >= '0' && line.p[0] < '0' + TALK_SOCKETS) {
		text.p++;
		text.n--;
		w->f.dialect->ws_text(&c[line.p[0] - '0'], text, w->f.now);
	} else {
		talk_pass(w, t, line.n);
	}
	talk_check(w, t);
}

/* The world is open; afterwards all sockets are shut, and it is not. */
static inline void talk(
	struct world *w, const struct talk *t, const uint8_t *p, size_t n)
{
	const struct xg_sim_dialect *d = w->f.dialect;
	struct xg_str rest = { (const char *)p, n };
	struct xg_sim_conn c[TALK_SOCKETS] = { { .id = 0 } };

	for (int i = 0; i < TALK_SOCKETS; i++) {
		struct xg_sim_http r = { .path = xg_str_from(t->path[i]) };

		c[i].id = i + 1;
		c[i].front = &w->f;
		c[i].state = calloc(1, d->conn_size);
		if (d->ws_open(&c[i], &r))
			abort();
		c[i].next = w->f.conns;
		w->f.conns = &c[i];
	}
	while (rest.n)
		talk_line(w, t, c, xg_str_cut(&rest, '\n'));
	for (int i = 0; i < TALK_SOCKETS; i++) {
		d->ws_shut(&c[i]);
		free(c[i].state);
	}
	w->f.conns = NULL;
}

#endif
