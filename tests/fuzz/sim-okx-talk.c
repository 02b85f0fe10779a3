/* Hostile clients of the simulated OKX: each line of the input is a frame on a
 * socket that is logged in, or the body of a signed order request. Whatever is
 * sent is one whole JSON text, and the books of orders stay consistent. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USDT", 8) == 0)
#include "okx-world.h"
#include "sim/okx_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check_sent(struct world *w)
{
	struct xg_str rest = xg_buf_view(&w->sent);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');

		(void)xg_str_cut(&line, ' ');
		if (!xg_str_is_text(line, "pong") &&
			xg_json_check(line, NULL, NULL))
			abort();
	}
	xg_buf_clear(&w->sent);
}

static void one(struct world *w, struct xg_sim_conn *c, struct xg_str line)
{
	static const char *const paths[] = { "/api/v5/trade/order",
		"/api/v5/trade/batch-orders", "/api/v5/trade/cancel-order",
		"/api/v5/trade/amend-order", "/api/v5/account/set-leverage",
		"/api/v5/trade/cancel-all-after" };
	char body[2048];
	unsigned at;

	if (line.n == 0)
		return;
	at = (unsigned char)line.p[0] - '0';
	w->f.now += 10000;
	if (at < sizeof paths / sizeof *paths) {
		line.p++;
		line.n--;
		(void)xg_str_copy(body, sizeof body, line);
		w_ask(w, "POST", paths[at], body, "secret1");
		if (xg_json_check(xg_buf_view(&w->a.body), NULL, NULL))
			abort();
	} else {
		xg_sim_okx.ws_text(c, line, w->f.now);
	}
	check_sent(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct world w;
	struct xg_str rest = { (const char *)p, n };
	struct xg_sim_http r = { .path = XG_STR("/ws/v5/private") };
	struct xg_sim_conn c = { .front = &w.f, .id = 1 };
	struct xg_sim_okx_conn *k;
	const struct xg_sim_balance *b;
	size_t i;

	w_open(&w);
	c.state = calloc(1, xg_sim_okx.conn_size);
	w.f.conns = &c;
	(void)xg_sim_okx.ws_open(&c, &r);
	k = c.state;
	k->login = true;
	while (rest.n)
		one(&w, &c, xg_str_cut(&rest, '\n'));
	xg_sim_okx.tick(&w.f, w.f.now);
	check_sent(&w);
	for (i = 0; i < w.f.venue.acct.balances; i++) {
		b = &w.f.venue.acct.balance[i];
		if (xg_dec_sign(b->held) < 0 ||
			xg_dec_cmp(b->held, b->total) > 0)
			abort(); /* more held than there is */
	}
	xg_sim_okx.ws_shut(&c);
	free(c.state);
	w_shut(&w);
	return 0;
}
