/* The Coinbase Exchange feed: what clients say. An ack is the whole list; level2
 * needs a signature. Source: sheet coinbase, sections 4b and 6b. */
#include "crypto/hmac.h"
#include "crypto/text.h"
#include "sim/coinbase.h"

static const struct {
	const char *name;
	int chan;
	bool is_private;
} chans[] = { { "level2_batch", XG_CBX_BOOK, false },
	{ "level2", XG_CBX_BOOK, true }, { "matches", XG_CBX_MATCHES, false },
	{ "ticker", XG_CBX_TICKER, false }, { "heartbeat", XG_CBX_BEAT, false },
	{ "status", XG_CBX_STATUS, false } };

/* ---- what clients say ---- */

static void fail(struct xg_sim_conn *c, const char *message, const char *reason)
{
	struct xg_buf *b = xg_cbx_start(c->front, "error");

	xg_json_put_text(b, "message", message);
	xg_json_put_text(b, "reason", reason);
	xg_buf_char(b, '}');
	c->front->send(c, xg_buf_view(b), XG_ON_REPLY, "");
}

static void ack(struct xg_sim_conn *c)
{
	const struct xg_sim_venue *v = &c->front->venue;
	struct xg_buf *b = xg_cbx_start(c->front, "subscriptions");

	xg_json_key(b, "channels");
	xg_buf_char(b, '[');
	for (size_t k = 0; k < sizeof chans / sizeof *chans; k++) {
		bool any = false;

		for (size_t i = 0; i < v->mkts && !chans[k].is_private; i++) {
			if (!xg_cbx_has(c, v->mkt[i], chans[k].chan))
				continue;
			if (!any) {
				xg_json_comma(b);
				xg_buf_printf(b,
					"{\"name\":\"%s\",\"product_ids\":[",
					chans[k].name);
			}
			any = true;
			xg_json_comma(b);
			xg_json_quote(b, xg_str_from(v->mkt[i]->spec.native));
		}
		if (any)
			xg_buf_text(b, "]}");
	}
	xg_buf_text(b, "]}");
	c->front->send(c, xg_buf_view(b), XG_ON_REPLY, "");
}

/* The signature of ts + "GET/users/self/verify" by the key of the account. */
static bool is_signed(struct xg_sim_conn *c, struct xg_str text)
{
	const struct xg_sim_cred *cred = &c->front->cred;
	struct xg_buf raw = { 0 }, say = { 0 }, want = { 0 };
	struct xg_str key, sign, stamp;
	unsigned char mac[32];
	bool good = false;

	if (xg_json_find(text, "key", &key) == 1 && key.n > 2 &&
		xg_json_find(text, "signature", &sign) == 1 && sign.n > 2 &&
		xg_json_find(text, "timestamp", &stamp) == 1 &&
		xg_str_is_text(
			(struct xg_str){ key.p + 1, key.n - 2 }, cred->key) &&
		xg_b64_decode(&raw, xg_str_from(cred->secret)) == 0) {
		if (stamp.n > 2 && stamp.p[0] == '"')
			stamp = (struct xg_str){ stamp.p + 1, stamp.n - 2 };
		xg_buf_str(&say, stamp);
		xg_buf_text(&say, "GET/users/self/verify");
		if (xg_hmac_sha256(mac, raw.p, raw.len, say.p, say.len) == 0) {
			xg_b64_add(&want, mac, sizeof mac);
			good = xg_sim_same(xg_buf_view(&want),
				(struct xg_str){ sign.p + 1, sign.n - 2 });
		}
	}
	xg_buf_release(&raw);
	xg_buf_release(&say);
	xg_buf_release(&want);
	return good;
}

static int chan_of(struct xg_str name, bool is_private)
{
	for (size_t i = 0; i < sizeof chans / sizeof *chans; i++)
		if (xg_str_is_text(name, chans[i].name))
			return chans[i].is_private && !is_private
				       ? -2
				       : chans[i].chan;
	return -1;
}

struct call {
	struct xg_sim_conn *c;
	bool on, is_private, act;
	const char *why; /* of a refusal */
};

static void products(struct call *k, int chan, struct xg_str list)
{
	struct xg_cb_conn *s = k->c->state;
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR) {
		k->why = "no products";
		return;
	}
	while (xg_json_next(&j) == XG_JSON_STR) {
		struct xg_sim_mkt *m =
			xg_sim_find(&k->c->front->venue, "exchange", j.val);
		uint32_t bit = UINT32_C(1) << chan;

		if (!m) {
			k->why = "not a valid product";
		} else if (k->act && k->on && !(s->mask[m->index] & bit)) {
			/* Others have it before this one joins. */
			xg_sim_flush(m, k->c->front->now);
			s->mask[m->index] |= bit;
			xg_cbx_first(k->c, m, chan);
		} else if (k->act && !k->on) {
			s->mask[m->index] &= ~bit;
		}
	}
}

/* channels: names for all product_ids, or objects with their own. */
static void channels(struct call *k, struct xg_str list, struct xg_str all)
{
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR) {
		k->why = "no channels";
		return;
	}
	while ((tok = xg_json_next(&j)) != XG_JSON_ARR_END) {
		struct xg_str name = j.val, own = all, whole, text;
		int chan;

		if (tok == XG_JSON_OBJ) {
			if (xg_json_skip(&j, &whole) < 0 ||
				xg_json_find(whole, "name", &text) != 1 ||
				text.n < 2)
				break;
			name = (struct xg_str){ text.p + 1, text.n - 2 };
			(void)xg_json_find(whole, "product_ids", &own);
		} else if (tok != XG_JSON_STR) {
			break;
		}
		chan = chan_of(name, k->is_private);
		if (chan < 0)
			k->why = chan == -2
					 ? "level2, level3, and full channels "
					   "now require authentication"
					 : "not a valid channel";
		else
			products(k, chan, own);
	}
	if (tok != XG_JSON_ARR_END)
		k->why = "malformed channels";
}

void xg_cbx_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_str type = { 0 }, list = { 0 }, all = { 0 };
	struct xg_cb_conn *s = c->state;
	struct call k = { .c = c };

	c->front->now = now;
	s->texts.max = 100;
	if (xg_sim_bucket_take(&s->texts, 1, now) < 0) {
		fail(c, "Too many requests", "rate limit exceeded");
		return;
	}
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{' || xg_json_find(text, "type", &type) != 1 ||
		xg_json_find(text, "channels", &list) != 1) {
		fail(c, "Malformed JSON", "");
		return;
	}
	(void)xg_json_find(text, "product_ids", &all);
	k.on = xg_str_is_text(type, "\"subscribe\"");
	if (!k.on && !xg_str_is_text(type, "\"unsubscribe\"")) {
		fail(c, "Type not found", "");
		return;
	}
	k.is_private = is_signed(c, text);
	channels(&k, list, all);
	if (k.why) {
		fail(c, "Failed to subscribe", k.why);
		return;
	}
	s->asked |= k.on;
	k.act = true;
	channels(&k, list, all);
	ack(c);
}
