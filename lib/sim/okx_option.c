/* Public requests about options alone. Source: REST public data (option trades,
 * option market data), sheet okx, samples http_get_option_summary. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

#define ROWS 100

static void put_ref(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_sim_okx_dec(b, "fwdPx", m->index_px);
	xg_sim_okx_dec(b, "indexPx", m->index_px);
	xg_sim_okx_dec(b, "markPx", m->mark);
}

static void trade_row(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	struct xg_str rest = xg_str_from(m->spec.native);

	xg_sim_okx_open(b);
	xg_json_put_text(b, "instId", m->spec.native);
	xg_json_put_str(b, "instFamily", xg_sim_okx_family_of(m));
	xg_json_put_str(
		b, "optType", (struct xg_str){ rest.p + rest.n - 1, 1 });
	xg_sim_okx_u64(b, "tradeId", (uint64_t)t->id);
	xg_sim_okx_dec(b, "px", t->px);
	xg_sim_okx_dec(b, "sz", t->qty);
	xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
	xg_json_put_text(b, "fillVol", "0.54");
	put_ref(b, m);
	xg_sim_okx_ms(b, "ts", t->ts);
	xg_sim_okx_close(b);
}

static void trades_of(
	struct xg_buf *b, const struct xg_sim_mkt *m, const char *type, int *n)
{
	struct xg_str id = xg_str_from(m->spec.native);
	int64_t least = m->last_trade - XG_SIM_TRADES;

	if (*type && id.p[id.n - 1] != *type)
		return;
	for (int64_t i = m->last_trade; i > 0 && i > least && *n < ROWS; i--) {
		const struct xg_sim_trade *t = &m->trade[i % XG_SIM_TRADES];

		if (t->id != i)
			continue;
		trade_row(b, m, t);
		++*n;
	}
}

/* The last hundred of an option, or of a family and type. */
int xg_sim_okx_get_option_trades(struct xg_sim_okx_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	char only[64], family[40], type[4];
	bool known = false;
	int n = 0;

	if (!xg_str_copy(only, sizeof only, xg_sim_okx_query(c, "instId")))
		return 51001;
	(void)xg_str_copy(
		family, sizeof family, xg_sim_okx_query(c, "instFamily"));
	(void)xg_str_copy(type, sizeof type, xg_sim_okx_query(c, "optType"));
	c->arg = "instId";
	if (!*only && !*family)
		return 50014;
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (m->spec.kind != XG_OPTION ||
			(*only ? strcmp(only, m->spec.native) != 0
			       : !xg_str_is_text(
					 xg_sim_okx_family_of(m), family)))
			continue;
		known = true;
		trades_of(c->out, m, type, &n);
	}
	return known ? 0 : 51001;
}

/* What each option of a family is worth, in the models' terms: a price has none
 * here, and all have the same. */
int xg_sim_okx_get_option_summary(struct xg_sim_okx_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	char family[40], uly[40];
	bool known = false;

	(void)xg_str_copy(
		family, sizeof family, xg_sim_okx_query(c, "instFamily"));
	(void)xg_str_copy(uly, sizeof uly, xg_sim_okx_query(c, "uly"));
	c->arg = "instFamily";
	if (!*family && !*uly)
		return 50014;
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];
		char name[40];

		snprintf(name, sizeof name, "%s-%s", m->spec.base,
			m->spec.quote);
		if (m->spec.kind != XG_OPTION ||
			(*family ? !xg_str_is_text(
					   xg_sim_okx_family_of(m), family)
				 : strcmp(name, uly) != 0))
			continue;
		known = true;
		xg_sim_okx_open(c->out);
		xg_json_put_text(c->out, "instType", "OPTION");
		xg_json_put_text(c->out, "instId", m->spec.native);
		xg_json_put_text(c->out, "uly", name);
		xg_json_put_text(c->out, "bidVol", "0.53");
		xg_json_put_text(c->out, "askVol", "0.55");
		xg_json_put_text(c->out, "markVol", "0.54");
		xg_sim_okx_dec(c->out, "fwdPx", m->index_px);
		xg_sim_okx_ms(c->out, "ts", c->now);
		xg_sim_okx_close(c->out);
	}
	return known ? 0 : 51000;
}
