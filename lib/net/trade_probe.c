/* What must be known before the first order: the venue's clock and the account's modes
 * in each market. */
#include "net/mode_cache.h"
#include "net/trade_run.h"
#include "net/trade_run_priv.h"

#define CLOCK_EVERY_US INT64_C(60000000)
#define CLOCK_TRIES 3

static bool all_ready(const struct xg_trade_run *run)
{
	for (int i = 0; i < run->units; i++) {
		if (!run->unit[i].clock_known || run->unit[i].modes_left)
			return false;
	}
	return true;
}

static void check_ready(struct xg_trade_run *run)
{
	if (run->ready || run->failed || !all_ready(run))
		return;
	run->ready = true;
	if (run->o.ready)
		run->o.ready(run->o.ctx);
}

void xg_trade_probed(
	struct xg_trade_unit *u, enum xg_op op, int market, bool answered)
{
	const struct xg_trade_venue *v = &u->run->t.venue[u->index];
	char why[400];

	if (op == XG_OP_TIME) {
		u->clock_at = xg_clock_us() +
			      (v->offset_known ? CLOCK_EVERY_US : 500000);
		if (v->offset_known || (answered && u->clock_tries >= 2))
			u->clock_known = true;
		else if (!u->clock_known && ++u->clock_tries >= CLOCK_TRIES) {
			snprintf(why, sizeof why, "cannot reach %s: %s",
				u->v->name,
				u->why[0] ? u->why
					  : "it does not tell its time");
			xg_trade_run_result(u->run, XG_ERR_NET, why);
		}
	} else if (op == XG_OP_MODE) {
		u->modes_left--;
		u->mode_known[market] = answered && !v->mode_why[0];
		if (u->mode_known[market])
			xg_mode_write(
				&(struct xg_mode){ v->hedge, v->margin_mode },
				xg_env_word(u->run->o.env), u->v->name,
				u->v->markets[market], u->key_tag,
				xg_clock_us());
		if (!u->mode_known[market] && u->mode_everywhere &&
			(v->mode_reason == XG_WHY_AUTH ||
				v->mode_reason == XG_WHY_PERMISSION)) {
			snprintf(why, sizeof why, "%s refuses the key: %s",
				u->v->name, v->mode_why);
			xg_trade_run_result(u->run, XG_ERR_AUTH, why);
		} else if (!u->mode_known[market]) {
			xg_str_copy(u->why, sizeof u->why,
				xg_str_from(v->mode_why));
		}
	}
	check_ready(u->run);
}

int xg_trade_mode_missing(
	struct xg_trade_unit *u, const struct xg_ask *ask, struct xg_error *err)
{
	for (int i = 0; i < XG_TRADE_MARKETS && u->v->markets[i]; i++) {
		if (!xg_str_is_text(ask->inst->i.market, u->v->markets[i]) ||
			!u->mode_needed[i] || u->mode_known[u->mode_as[i]])
			continue;
		return xg_error_set(err, XG_ERR_AUTH,
			"the account's mode is not known: %.180s",
			u->why[0] ? u->why : "no answer yet");
	}
	return 0;
}

static void probe(struct xg_trade_unit *u, enum xg_op op, const char *market)
{
	struct xg_ask ask = { .op = op, .market = xg_str_from(market) };
	struct xg_error err = { 0 };

	if (xg_trade_probe(&u->run->t, u->index, &ask, xg_clock_us(), &err) < 0)
		xg_str_copy(u->why, sizeof u->why, xg_str_from(err.text));
}

void xg_trade_measure_clock(struct xg_trade_unit *u, int64_t now)
{
	if (!u->clock_at || u->clock_at > now)
		return;
	u->clock_at = now + CLOCK_EVERY_US;
	probe(u, XG_OP_TIME, u->v->markets[0]);
}

/* One question for the markets that would be asked in the same words. */
static void plan_modes(struct xg_trade_unit *u)
{
	struct xg_req req[XG_TRADE_MARKETS] = { 0 };
	struct xg_error err = { 0 };
	int i, n;

	u->mode_everywhere = true;
	for (n = 0; n < XG_TRADE_MARKETS && u->v->markets[n]; n++) {
		struct xg_ask ask = { .op = XG_OP_MODE,
			.market = xg_str_from(u->v->markets[n]) };

		u->mode_as[n] = n;
		u->mode_needed[n] = u->v->request(&req[n], &ask, &err) == 0 &&
				    xg_hosts_base(u->hosts, req[n].host, 0);
		u->mode_everywhere = u->mode_everywhere && u->mode_needed[n];
		for (i = 0; u->mode_needed[n] && i < n; i++) {
			if (u->mode_needed[i] && req[i].host == req[n].host &&
				xg_str_is(xg_buf_view(&req[i].path),
					xg_buf_view(&req[n].path)))
				break;
		}
		u->mode_as[n] = i < n ? u->mode_as[i] : n;
		u->modes_left += u->mode_needed[n] && u->mode_as[n] == n;
	}
	for (i = 0; i < n; i++)
		xg_req_release(&req[i]);
}

static bool remembers_mode(struct xg_trade_unit *u, int market, int64_t now)
{
	struct xg_trade_venue *v = &u->run->t.venue[u->index];
	struct xg_mode m;

	if (!xg_mode_read(&m, xg_env_word(u->run->o.env), u->v->name,
		    u->v->markets[market], u->key_tag, now))
		return false;
	v->hedge = v->hedge || m.hedge;
	v->margin_mode = v->margin_mode || m.margin;
	u->mode_known[market] = true;
	u->modes_left--;
	return true;
}

void xg_trade_ask_modes(struct xg_trade_unit *u, int64_t now)
{
	plan_modes(u);
	for (int m = 0; m < XG_TRADE_MARKETS && u->v->markets[m]; m++) {
		if (u->mode_needed[m] && u->mode_as[m] == m &&
			!remembers_mode(u, m, now))
			probe(u, XG_OP_MODE, u->v->markets[m]);
	}
}
