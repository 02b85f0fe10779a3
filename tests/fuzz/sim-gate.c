/* Hostile clients of the simulated Gate: each line of the input is a request's
 * path and query (from its '/'), a message on one of four sockets (behind its
 * number), or a moment that passes. What is sent is one whole JSON text; what a
 * client has left is not counted any more. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USDT", 8) == 0)
#include "gate-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check_sent(struct world *w)
{
	struct xg_str rest = xg_buf_view(&w->sent);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');

		(void)xg_str_cut(&line, ' ');
		if (xg_json_check(line, NULL, NULL))
			abort();
	}
	xg_buf_clear(&w->sent);
}

static void ask(struct world *w, struct xg_str line)
{
	struct xg_sim_http r = { .method = XG_STR("GET"),
		.target = line,
		.query = line,
		.now = w->f.now };

	r.path = xg_str_cut(&r.query, '?');
	xg_buf_clear(&w->a.body);
	w->a.status = 0;
	xg_sim_gate.rest(&w->f, &r, &w->a);
	if (w->a.status != 403 &&
		xg_json_check(xg_buf_view(&w->a.body), NULL, NULL))
		abort();
}

static void one(struct world *w, struct xg_sim_conn *c, struct xg_str line)
{
	struct xg_str text = line;

	if (!line.n)
		return;
	w->f.now += 10000;
	if (line.p[0] == '/') {
		ask(w, line);
	} else if (line.p[0] >= '0' && line.p[0] <= '3') {
		text.p++;
		text.n--;
		xg_sim_gate.ws_text(&c[line.p[0] - '0'], text, w->f.now);
	} else {
		w->f.now += 1000000;
		w_level(w, "BTC-USDT", true, "42001", line.n % 2 ? "1" : "2");
		xg_sim_gate.tick(&w->f, w->f.now);
	}
	check_sent(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const paths[] = { "/ws/v4/", "/v4/ws/usdt",
		"/v4/ws/btc", "/v4/ws/delivery/usdt" };
	static struct world w;
	struct xg_str rest = { (const char *)p, n };
	struct xg_sim_conn c[4] = { { .id = 0 } };
	const struct xg_gt_state *s;

	w_open(&w);
	s = w.f.state;
	for (int i = 0; i < 4; i++) {
		struct xg_sim_http r = { .path = xg_str_from(paths[i]) };

		c[i].id = i + 1;
		c[i].front = &w.f;
		c[i].state = calloc(1, xg_sim_gate.conn_size);
		c[i].next = w.f.conns;
		w.f.conns = &c[i];
		if (xg_sim_gate.ws_open(&c[i], &r))
			abort();
	}
	while (rest.n)
		one(&w, c, xg_str_cut(&rest, '\n'));
	for (int i = 0; i < 4; i++) {
		xg_sim_gate.ws_shut(&c[i]);
		free(c[i].state);
	}
	for (size_t i = 0; i < s->mkts; i++)
		for (int k = 0; k < XG_GT_CHANS; k++)
			if (s->mkt[i].wanted[k])
				abort();
	w.f.conns = NULL;
	w_shut(&w);
	return 0;
}
