/* What the venue says of requests, of itself and of subscriptions [spot
 * WebSocket v2, subscribe; Futures WebSocket, subscribe; WebSocket v1]. */
#include "venue/kraken/kraken.h"

#define TOPIC_MAX 128

/* Channels as the spot names them; their place is in the request's id. */
static const char *const words[] = { "", "book", "trade", "ticker", "ohlc" };
#define WORDS 16

int64_t xg_kraken_req_id(int64_t id, struct xg_str word)
{
	for (size_t i = 1; i < XG_LEN(words); i++) {
		if (xg_str_is_text(word, words[i]))
			return id * WORDS + (int64_t)i;
	}
	return id * WORDS;
}

const char *xg_kraken_req_word(int64_t req_id, int64_t *id)
{
	int64_t i = req_id > 0 ? req_id % WORDS : 0;

	*id = req_id > 0 ? req_id / WORDS : 0;
	return words[i < (int64_t)XG_LEN(words) ? i : 0];
}

static int want(struct xg_decoder *d, enum xg_want_kind kind, int64_t conn,
	int64_t id, struct xg_str word, struct xg_str sym, struct xg_str detail)
{
	char text[TOPIC_MAX];
	struct xg_want w = { .kind = kind, .conn = conn, .detail = detail };
	int n;

	if (word.n && sym.n) {
		n = snprintf(text, sizeof text, "%.*s:%.*s", (int)word.n,
			word.p, (int)sym.n, sym.p);
		if (n >= TOPIC_MAX)
			return XG_ERR_LIMIT;
		w.topic = (struct xg_str){ text, (size_t)n };
	} else {
		w.id = id;
	}
	return xg_decoder_want(d, &w);
}

/* A channel of a symbol is confirmed; for books, the depth that counts. */
static int confirmed(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	static const char *const keys[] = { "channel", "symbol", "depth" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_kraken_sym *s;
	int64_t depth;

	if (!f->v[XG_KRAKEN_K_RESULT].n ||
		xg_scan_text(f->v[XG_KRAKEN_K_RESULT], keys, v, 3) < 0)
		return XG_ERR_TYPE;
	if (!v[1].n)
		return 0; /* of the list of instruments */
	if (xg_str_is_text(v[0], "book") && xg_str_i64(v[2], &depth) == 0 &&
		depth > 0 && depth <= 10000) {
		s = xg_kraken_sym_of(d, v[1]);
		if (!s)
			return XG_ERR_MEMORY;
		s->depth = (int)depth;
	}
	return want(d, XG_WANT_ACK, f->conn, 0, v[0], v[1],
		(struct xg_str){ NULL, 0 });
}

/* Too many messages: asked again when the confirmation does not come. */
static bool is_rate(struct xg_str text)
{
	int why;

	return xg_kraken_error(text, &why) == XG_RES_LIMITED;
}

static int refused(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	struct xg_str why = f->v[XG_KRAKEN_K_ERROR];
	int64_t req = 0, id;
	const char *word;

	xg_str_i64(f->v[XG_KRAKEN_K_REQ_ID], &req);
	word = xg_kraken_req_word(req, &id);
	if (is_rate(why))
		return xg_decoder_status(d, XG_ST_RATELIMIT,
			(struct xg_str){ NULL, 0 }, f->conn, "%.*s",
			XG_STR_ARG(why));
	if (!id)
		return xg_decoder_status(d, XG_ST_ERROR,
			(struct xg_str){ NULL, 0 }, f->conn, "%.*s", (int)why.n,
			why.n ? why.p : "");
	return want(d, XG_WANT_NACK, f->conn, id, xg_str_from(word),
		f->v[XG_KRAKEN_K_SYMBOL], why);
}

int xg_kraken_method(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	bool good = xg_str_is_text(f->v[XG_KRAKEN_K_SUCCESS], "true");
	struct xg_str method = f->v[XG_KRAKEN_K_METHOD];

	if (!xg_str_is_text(method, "subscribe"))
		return 0; /* pong, unsubscribe, answers to orders */
	return good ? confirmed(d, f) : refused(d, f);
}

/* Each product of a list is confirmed by itself. */
static int subscribed(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	struct xg_str list = f->v[XG_KRAKEN_K_PRODUCTS];
	enum xg_json_tok tok;
	struct xg_json j;

	if (!list.n)
		return 0; /* feeds without products */
	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_STR) {
		int rc =
			want(d, XG_WANT_ACK, f->conn, 0, f->v[XG_KRAKEN_K_FEED],
				j.val, (struct xg_str){ NULL, 0 });

		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* Futures' errors do not say what they are about: told, and what was meant is
 * asked again when its confirmation does not come. */
int xg_kraken_event(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	struct xg_kraken_held h = { .what = XG_KRAKEN_SYSTEM };
	struct xg_str event = f->v[XG_KRAKEN_K_EVENT];
	struct xg_str why = f->v[XG_KRAKEN_K_MESSAGE];

	if (xg_str_is_text(event, "subscribed"))
		return subscribed(d, f);
	if (xg_str_is_text(event, "error") || xg_str_is_text(event, "alert"))
		return xg_decoder_status(d,
			is_rate(why) ? XG_ST_RATELIMIT : XG_ST_ERROR,
			(struct xg_str){ NULL, 0 }, f->conn, "%.*s", (int)why.n,
			why.n ? why.p : "");
	if (!xg_str_is_text(event, "systemStatus") ||
		!f->v[XG_KRAKEN_K_STATUS].n)
		return 0; /* v1: subscriptionStatus, heartbeat, pong */
	h.rec.u.inst.status = f->v[XG_KRAKEN_K_STATUS];
	return xg_kraken_hold(d, &h);
}
