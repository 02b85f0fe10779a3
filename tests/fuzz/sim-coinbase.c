/* Hostile clients of the simulated Coinbase: each line of the input is a message
 * to both venues, or (r) the target of a request.
 * Whatever is sent is one whole JSON text. */
#include <stdlib.h>

#include "coinbase-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check(struct world *w)
{
	struct xg_str rest = xg_buf_view(&w->sent);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');

		(void)xg_str_cut(&line, ' ');
		if (!xg_str_has_prefix(line, XG_STR("close ")) &&
			xg_json_check(line, NULL, NULL))
			abort();
	}
	xg_buf_clear(&w->sent);
}

static void one(struct world *w, struct xg_sim_conn *c, struct xg_str line)
{
	char text[2048];

	if (!line.n)
		return;
	(void)xg_str_copy(
		text, sizeof text, (struct xg_str){ line.p + 1, line.n - 1 });
	w->f.now += 200000;
	if (line.p[0] == 'r') {
		w_get(w, text);
		if (xg_json_check(xg_buf_view(&w->a.body), NULL, NULL))
			abort();
	} else {
		w->f.dialect->ws_text(c, xg_str_from(text), w->f.now);
		w->f.dialect->tick(&w->f, w->f.now);
	}
	check(w);
}

static void talk(const struct xg_sim_dialect *d, struct xg_str rest)
{
	static struct world w;
	struct xg_sim_http r = { .path = XG_STR("/") };
	struct xg_sim_conn c = { .front = &w.f, .id = 1 };

	w_open(&w, d);
	c.state = calloc(1, d->conn_size);
	c.opened = w.f.now;
	if (d->ws_open(&c, &r))
		abort();
	w.f.conns = &c;
	while (rest.n)
		one(&w, &c, xg_str_cut(&rest, '\n'));
	d->ws_shut(&c);
	free(c.state);
	w.f.conns = NULL;
	w_shut(&w);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_str rest = { (const char *)p, n };

	talk(&xg_sim_coinbase, rest);
	talk(&xg_sim_coinbase_exchange, rest);
	return 0;
}
