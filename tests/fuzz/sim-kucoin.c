/* Hostile clients of the simulated KuCoin: each line of the input is a message on
 * a classic or on a unified connection, or the target of a request. Whatever is
 * sent is one whole JSON text. */
#include <stdlib.h>

#include "kucoin-sim.h"

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

static void one(
	struct world *w, struct xg_sim_conn *const c[2], struct xg_str line)
{
	char target[2048];

	if (!line.n)
		return;
	w->f.now += 10000;
	if (line.p[0] == '/') {
		(void)xg_str_copy(target, sizeof target, line);
		w_get(w, target);
		if (xg_json_check(xg_buf_view(&w->a.body), NULL, NULL))
			abort();
	} else {
		xg_sim_kucoin.ws_text(c[line.p[0] == ' '], line, w->f.now);
	}
	check_sent(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct world w;
	struct xg_str rest = { (const char *)p, n };
	struct xg_sim_conn *c[2];
	char path[64];
	int status;

	w_open(&w);
	snprintf(path, sizeof path, "/endpoint?token=KU.1.%lld",
		(long long)(T0 + XG_KU_LIFE_US));
	c[0] = w_dial(&w, 1, path, "", &status);
	c[1] = w_dial(&w, 2, "/", "", &status);
	xg_sim_kucoin.tick(&w.f, w.f.now);
	while (rest.n)
		one(&w, c, xg_str_cut(&rest, '\n'));
	w_level(&w, "BTC-USDT", false, "41999.8", "1");
	w_level(&w, "BTC-USDT-PERP", true, "42001", "7");
	for (size_t i = 0; i < w.f.venue.mkts; i++)
		xg_sim_flush(w.f.venue.mkt[i], w.f.now);
	w.f.now += XG_KU_LIFE_US;
	xg_sim_kucoin.tick(&w.f, w.f.now);
	check_sent(&w);
	w_shut(&w);
	return 0;
}
