/* Hostile clients of the simulated Bitfinex: each line of the input is a
 * request's path and query (from its '/'), a message on one of two sockets
 * (behind its number), or a moment that passes. What is sent is one whole JSON
 * text. A third socket asks for numbers and checksums and hears nothing of it:
 * its frames are numbered without a gap, and its book obeys the rules and has
 * the checksums that come. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USD", 7) == 0)
#include "bitfinex-client.h"
#include "bitfinex-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int64_t last_seq;
static struct bf_book followed;

static void check_number(struct xg_str line)
{
	size_t at = line.n;
	int64_t seq;

	if (line.p[0] != '[')
		return;
	while (at && line.p[at - 1] != ',')
		at--;
	if (xg_str_i64((struct xg_str){ line.p + at, line.n - at - 1 }, &seq) ||
		seq != ++last_seq)
		abort();
	if (xg_str_has_prefix(line, XG_STR("[16838,")) &&
		bf_frame(&followed, line))
		abort();
}

static void check_sent(struct world *w)
{
	struct xg_str rest = xg_buf_view(&w->sent);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');
		struct xg_str who = xg_str_cut(&line, ' ');

		if (xg_json_check(line, NULL, NULL))
			abort();
		if (xg_str_is_text(who, "2"))
			check_number(line);
	}
	xg_buf_clear(&w->sent);
}

/* What each channel was told is the market, once it has been pushed. */
static void check_books(struct xg_sim_conn *c, int64_t now)
{
	struct xg_bfx_row rows[2][XG_BFX_DEPTH];
	struct xg_bfx_view v = { .side = { rows[0], rows[1] } };
	const struct xg_bfx_conn *k = c->state;

	for (int i = 0; i < XG_BFX_CHANNELS; i++) {
		const struct xg_bfx_chan *ch = &k->chan[i];
		const struct xg_bfx_topic *t = &ch->topic;

		if (!ch->id || t->kind != XG_BFX_BOOK || ch->pushed != now)
			continue;
		xg_bfx_view(t->mkt, t->prec, (size_t)t->len, &v);
		if (v.n[0] != ch->told.n[0] || v.n[1] != ch->told.n[1] ||
			xg_bfx_sum(t->prec, &v) !=
				xg_bfx_sum(t->prec, &ch->told))
			abort();
	}
}

static void ask(struct world *w, struct xg_str line)
{
	struct xg_sim_http r = { .method = XG_STR("GET"),
		.target = line,
		.query = line,
		.now = w->f.now };

	r.path = xg_str_cut(&r.query, '?');
	xg_buf_clear(&w->a.body);
	xg_buf_clear(&w->a.headers);
	w->a.status = 0;
	xg_sim_bitfinex.rest(&w->f, &r, &w->a);
	if (w->a.status != 404 &&
		xg_json_check(xg_buf_view(&w->a.body), NULL, NULL))
		abort();
}

static void move(struct world *w, struct xg_str line)
{
	static const char *const prices[] = { "63985", "63991", "64000",
		"64001" };
	const char *px = prices[(uint8_t)line.p[0] % 4];

	w->f.now += 400000;
	w_level(w, "BTC-USD", px[1] == '4', px, line.n % 3 ? "1" : "0");
	(void)xg_sim_print(w_mkt(w, "BTC-USD"), line.n % 2, w_dec(px),
		w_dec("0.001"), w->f.now);
	xg_sim_bitfinex.tick(&w->f, w->f.now);
}

static void one(struct world *w, struct xg_sim_conn *c, struct xg_str line)
{
	struct xg_str text = line;

	if (!line.n)
		return;
	w->f.now += 10000;
	if (line.p[0] == '/') {
		ask(w, line);
	} else if (line.p[0] == '0' || line.p[0] == '1') {
		text.p++;
		text.n--;
		xg_sim_bitfinex.ws_text(&c[line.p[0] - '0'], text, w->f.now);
	} else {
		move(w, line);
		for (int i = 0; i < 3; i++)
			check_books(&c[i], w->f.now);
	}
	check_sent(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct world w;
	struct xg_str rest = { (const char *)p, n };
	struct xg_sim_conn c[3] = { { .id = 0 } };

	w_open(&w);
	last_seq = 0;
	memset(&followed, 0, sizeof followed);
	followed.most = 25;
	for (int i = 0; i < 3; i++) {
		struct xg_sim_http r = { .path = XG_STR("/ws/2"), .now = T0 };

		c[i].id = i;
		c[i].front = &w.f;
		c[i].heard = T0;
		c[i].state = calloc(1, xg_sim_bitfinex.conn_size);
		c[i].next = w.f.conns;
		w.f.conns = &c[i];
		if (xg_sim_bitfinex.ws_open(&c[i], &r))
			abort();
	}
	xg_sim_bitfinex.ws_text(&c[2],
		XG_STR("{\"event\":\"conf\",\"flags\":196608}"), w.f.now);
	xg_sim_bitfinex.ws_text(&c[2],
		XG_STR("{\"event\":\"subscribe\",\"channel\":\"book\","
		       "\"symbol\":\"tBTCUSD\"}"),
		w.f.now);
	xg_sim_bitfinex.ws_text(&c[2],
		XG_STR("{\"event\":\"subscribe\",\"channel\":\"trades\","
		       "\"symbol\":\"tBTCUSD\"}"),
		w.f.now);
	check_sent(&w);
	if (followed.n[0] != 2) /* its channel has another number */
		abort();
	while (rest.n)
		one(&w, c, xg_str_cut(&rest, '\n'));
	check_sent(&w);
	for (int i = 0; i < 3; i++) {
		xg_sim_bitfinex.ws_shut(&c[i]);
		free(c[i].state);
	}
	w.f.conns = NULL;
	w_shut(&w);
	return 0;
}
