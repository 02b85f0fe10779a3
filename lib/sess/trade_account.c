/* What the accounts hold: asked for when a private stream comes up and every
 * minute from then on, told and journaled, so that stages before this one know
 * (design, idea 9: feedback). */
#include "sess/trade_priv.h"

#include <stdio.h>

#define AGAIN_US INT64_C(60000000)
#define SOON_US INT64_C(5000000) /* after a failure */
#define ASKS_MAX 2048		 /* bytes of what was asked already */

/* Has this very question been asked for another market of the venue? */
static bool is_new(struct xg_buf *seen, const struct xg_req *q)
{
	struct xg_str path = xg_buf_view(&q->path);
	struct xg_str query = xg_buf_view(&q->query);
	char key[300];
	int n = snprintf(key, sizeof key, "\n%s%.*s?%.*s\n", q->host,
		XG_STR_ARG(path), XG_STR_ARG(query));

	if (n < 0 || (size_t)n >= sizeof key)
		return true;
	if (seen->len && strstr(seen->p, key))
		return false;
	xg_buf_text(seen, key);
	return true;
}

static void ask_all(struct xg_trades *t, int venue, enum xg_op op)
{
	const struct xg_venue *v = t->venue[venue].v;
	struct xg_buf seen = { .max = ASKS_MAX };
	struct xg_error err = { 0 };
	struct xg_req q = { 0 };

	for (int i = 0; v->markets && v->markets[i]; i++) {
		struct xg_ask ask = { .op = op,
			.market = xg_str_from(v->markets[i]),
			.hedge = t->venue[venue].hedge,
			.margin_mode = t->venue[venue].margin_mode };

		xg_req_clear(&q);
		if (v->request(&q, &ask, &err) == 0 && is_new(&seen, &q))
			xg_trade_ask(t, venue, NULL, &ask, &err);
	}
	xg_req_release(&q);
	xg_buf_release(&seen);
}

void xg_trade_account(struct xg_trades *t, int venue)
{
	struct xg_trade_venue *v = &t->venue[venue];

	if (!v->stream_up || t->now < v->account_at || t->stopping)
		return;
	v->account_at = t->now + AGAIN_US;
	ask_all(t, venue, XG_OP_BALANCES);
	ask_all(t, venue, XG_OP_POSITIONS);
}

int xg_trade_on_account(struct xg_trades *t, const struct xg_flight *f,
	const struct xg_answer *a)
{
	struct xg_trade_venue *v = &t->venue[f->venue];

	if (a->result == XG_RES_OK)
		return 0;
	if (v->account_at > t->now + SOON_US)
		v->account_at = t->now + SOON_US;
	return xg_trade_alert(t, XG_WARN, "account", xg_str_from(v->v->name),
		(struct xg_str){ NULL, 0 }, "the %s of %.*s are not known: %s",
		f->ask.op == XG_OP_BALANCES ? "balances" : "positions",
		XG_STR_ARG(f->ask.market),
		a->detail[0] ? a->detail : "no answer");
}
