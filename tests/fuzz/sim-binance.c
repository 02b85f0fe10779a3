/* Hostile requests at the simulated Binance: whatever a client sends, signed or
 * not, is answered with JSON and leaves the account's books right. */
#include <stdlib.h>

#include "crypto/hmac.h"
#include "json/pull.h"
#include "sim/http.h"
#include "sim/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define NOW INT64_C(1700000000000000)

static void on_event(void *ctx, const struct xg_sim_event *ev)
{
	struct xg_sim_front *f = ctx;

	f->dialect->event(f, ev);
}

static void send(struct xg_sim_conn *c, struct xg_str text, enum xg_fault_on on,
	const char *sym)
{
	(void)c;
	(void)on;
	(void)sym;
	if (xg_json_check(text, NULL, NULL) < 0)
		abort();
}

static void shut(struct xg_sim_conn *c, int code, const char *why)
{
	(void)c;
	(void)code;
	(void)why;
}

static void rest(struct xg_sim_front *f, struct xg_str line, bool sign)
{
	struct xg_str target = line, body;
	struct xg_sim_http r = { .now = NOW };
	struct xg_sim_answer a = { 0 };
	struct xg_buf query = { 0 }, head = { 0 };

	r.method = xg_str_cut(&target, ' ');
	body = target;
	target = xg_str_cut(&body, ' ');
	r.query = target;
	r.path = xg_str_cut(&r.query, '?');
	r.body = body;
	if (sign) {
		struct xg_buf all = { 0 };

		xg_buf_str(&query, r.query);
		xg_buf_text(&query, "&timestamp=1700000000000");
		xg_buf_str(&all, xg_buf_view(&query));
		xg_buf_printf(&head, "X-MBX-APIKEY: %s\n", f->cred.key);
		xg_buf_text(&query, "&signature=");
		(void)xg_sim_hmac_hex(
			&query, xg_str_from(f->cred.secret), xg_buf_view(&all));
		xg_buf_release(&all);
		r.query = xg_buf_view(&query);
		r.body = (struct xg_str){ "", 0 };
	}
	r.headers = xg_buf_view(&head);
	f->dialect->rest(f, &r, &a);
	if (xg_json_check(xg_buf_view(&a.body), NULL, NULL) < 0)
		abort();
	xg_buf_release(&a.body);
	xg_buf_release(&a.headers);
	xg_buf_release(&query);
	xg_buf_release(&head);
}

static void socket_text(struct xg_sim_front *f, struct xg_str line)
{
	struct xg_sim_conn c = { .front = f, .state = calloc(1, 4096) };
	struct xg_sim_http r = { .now = NOW, .path = XG_STR("/ws-api/v3") };

	if (!c.state)
		return;
	f->conns = &c;
	if (line.n && line.p[0] & 1)
		r.path = XG_STR("/stream");
	if (f->dialect->conn_size <= 4096 && f->dialect->ws_open(&c, &r) == 0)
		f->dialect->ws_text(&c, line, NOW);
	f->conns = NULL;
	f->dialect->ws_shut(&c);
	free(c.state);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const syms[] = { "BTC-*" };
	struct xg_sim_world w = { 0 };
	struct xg_faults faults = { 0 };
	struct xg_sim_front *f = &w.front[0];
	struct xg_str all = { (const char *)p, n };

	if (xg_sim_world_venue(&w, XG_STR("binance")) < 0 ||
		xg_sim_world_list(&w, syms, 1) < 0 ||
		xg_sim_world_fund(&w) < 0 || xg_sim_world_generate(&w, 1) < 0)
		abort();
	f->faults = &faults;
	f->send = send;
	f->close = shut;
	f->venue.emit = on_event;
	f->venue.ctx = f;
	f->state = calloc(1, f->dialect->state_size);
	if (!f->state || f->dialect->open(f) < 0)
		abort();
	xg_gen_step(&w.gen, NOW);
	for (int i = 0; all.n && i < 32; i++) {
		struct xg_str line = xg_str_cut(&all, '\n');

		if (line.n && line.p[0] == '{')
			socket_text(f, line);
		else
			rest(f, line, i % 4 != 3);
	}
	for (size_t i = 0; i < f->venue.acct.balances; i++) {
		const struct xg_sim_balance *b = &f->venue.acct.balance[i];

		if (b->wallet == 0 &&
			(b->held.m < 0 || xg_dec_cmp(b->held, b->total) > 0))
			abort();
	}
	f->dialect->shut(f);
	free(f->state);
	xg_sim_world_release(&w);
	return 0;
}
