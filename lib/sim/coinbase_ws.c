/* Coinbase Advanced Trade: what clients say, and what they are told. One channel
 * a message; an ack is the whole list; frames of a connection are numbered over
 * all channels; data may come before the ack. Source: sheet coinbase, 4a. */
#include "base/time.h"
#include "sim/coinbase.h"

#define FIRST_US (5 * XG_US_PER_S) /* a subscribe must come by then */

const char *const xg_cb_chans[XG_CB_CHANS] = { "level2", "market_trades",
	"ticker", "ticker_batch", "candles", "status", "heartbeats" };

void xg_cb_send(struct xg_sim_conn *c, const char *channel,
	struct xg_str events, enum xg_fault_on on, const char *sym)
{
	struct xg_cb_state *s = c->front->state;
	struct xg_cb_conn *k = c->state;
	struct xg_buf *b = &s->frame;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "channel", channel);
	xg_json_put_text(b, "client_id", "");
	xg_cb_time(b, "timestamp", c->front->now);
	xg_json_put_i64(b, "sequence_num", k->seq++);
	xg_json_key(b, "events");
	xg_buf_char(b, '[');
	xg_buf_str(b, events);
	xg_buf_text(b, "]}");
	if (!b->failed)
		c->front->send(c, xg_buf_view(b), on, sym);
}

static void fail(struct xg_sim_conn *c, const char *message)
{
	struct xg_buf b = { 0 };

	xg_buf_text(&b, "{\"type\":\"error\"");
	xg_json_put_text(&b, "message", message);
	xg_buf_char(&b, '}');
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void ack(struct xg_sim_conn *c)
{
	const struct xg_sim_venue *v = &c->front->venue;
	const struct xg_cb_conn *k = c->state;
	struct xg_buf b = { 0 };

	xg_buf_text(&b, "{\"subscriptions\":{");
	if (k->beats)
		xg_buf_text(&b, "\"heartbeats\":[\"heartbeats\"]");
	for (int chan = 0; chan < XG_CB_BEATS; chan++) {
		bool any = false;

		for (size_t i = 0; i < v->mkts; i++) {
			if (!(k->mask[i] >> chan & 1))
				continue;
			if (!any) {
				xg_json_key(&b, xg_cb_chans[chan]);
				xg_buf_char(&b, '[');
			}
			any = true;
			xg_json_comma(&b);
			xg_json_quote(&b, xg_str_from(v->mkt[i]->spec.native));
		}
		if (any)
			xg_buf_char(&b, ']');
	}
	xg_buf_text(&b, "}}");
	xg_cb_send(c, "subscriptions", xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* Each product of the list; -1 when one is unknown, else how many. */
static int each(
	struct xg_sim_conn *c, struct xg_str list, int chan, bool act, bool on)
{
	struct xg_cb_conn *k = c->state;
	struct xg_json j;
	int n = 0;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return -1;
	while (xg_json_next(&j) == XG_JSON_STR) {
		struct xg_sim_mkt *m = xg_cb_product(c->front, j.val);
		uint32_t bit = UINT32_C(1) << chan;

		if (!m)
			return -1;
		n++;
		if (!act)
			continue;
		if (on && !(k->mask[m->index] & bit)) {
			/* Others have it before this one joins. */
			xg_sim_flush(m, c->front->now);
			k->mask[m->index] |= bit;
			xg_cb_first(c, m, chan);
		} else if (!on) {
			k->mask[m->index] &= ~bit;
		}
	}
	return j.tok == XG_JSON_ARR_END ? n : -1;
}

static void subscribe(
	struct xg_sim_conn *c, int chan, struct xg_str list, bool on)
{
	struct xg_cb_conn *k = c->state;

	k->asked |= on;
	if (chan == XG_CB_BEATS) {
		k->beats = on;
		ack(c);
		return;
	}
	if (!list.n && !on) { /* the whole channel */
		for (size_t i = 0; i < c->front->venue.mkts; i++)
			k->mask[i] &= ~(UINT32_C(1) << chan);
		ack(c);
		return;
	}
	if (!list.n || each(c, list, chan, false, on) <= 0) {
		fail(c, "failure to subscribe");
		return;
	}
	each(c, list, chan, true, on);
	ack(c);
}

void xg_cb_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_str type = { 0 }, name = { 0 }, list = { 0 };
	struct xg_cb_conn *k = c->state;
	int chan = 0;

	c->front->now = now;
	if (xg_sim_bucket_take(&k->texts, 1, now) < 0) {
		fail(c, "rate limit exceeded");
		return;
	}
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{' || xg_json_find(text, "type", &type) != 1 ||
		xg_json_find(text, "channel", &name) != 1 || name.n < 2) {
		fail(c, "failure to subscribe");
		return;
	}
	(void)xg_json_find(text, "product_ids", &list);
	name = (struct xg_str){ name.p + 1, name.n - 2 };
	while (chan < XG_CB_CHANS && !xg_str_is_text(name, xg_cb_chans[chan]))
		chan++;
	/* Also for the name of a channel that there is not. */
	if (chan == XG_CB_CHANS)
		fail(c, "authentication failure");
	else if (xg_str_is_text(type, "\"subscribe\""))
		subscribe(c, chan, list, true);
	else if (xg_str_is_text(type, "\"unsubscribe\""))
		subscribe(c, chan, list, false);
	else
		fail(c, "failure to subscribe");
}

static void beat(struct xg_sim_conn *c)
{
	const struct xg_cb_state *s = c->front->state;
	struct xg_buf b = { 0 };

	xg_buf_printf(&b,
		"{\"current_time\":\"2026-09-07 23:37:22.674409 +0000 UTC "
		"m=+%lld.272674714\",\"heartbeat_counter\":%lld}",
		(long long)s->beats, (long long)s->beats);
	xg_cb_send(c, "heartbeats", xg_buf_view(&b), XG_ON_ANY, "");
	xg_buf_release(&b);
}

void xg_cb_farewell(struct xg_sim_front *f, int64_t now)
{
	(void)f, (void)now; /* the venue closes without a word */
}

static void tick_conns(struct xg_sim_front *f, int64_t now)
{
	struct xg_cb_state *s = f->state;
	bool beats = now - s->beats_at >= XG_US_PER_S;

	if (beats) {
		s->beats_at = now;
		s->beats++;
	}
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_cb_conn *k = c->state;

		next = c->next;
		if (!k->asked && now - c->opened >= FIRST_US)
			f->close(c, 1008, "no subscription within 5 s");
		else if (beats && k->beats)
			beat(c);
	}
}

void xg_cb_tick(struct xg_sim_front *f, int64_t now)
{
	f->now = now;
	xg_cb_push(f, now);
	tick_conns(f, now);
}
