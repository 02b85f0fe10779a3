/* A message in one pass, members in any order. Source: WebSocket messages of both
 * dialects, order book answers of REST. */
#include "venue/kucoin/kucoin.h"

#include <stdlib.h>

#define LEVELS_MAX 65536
#define LEVELS_FIRST 512

static int grow(struct xg_kucoin_state *st, int side)
{
	size_t cap = st->cap[side] ? st->cap[side] * 2 : LEVELS_FIRST;
	void *p, *q;

	if (cap > LEVELS_MAX)
		return XG_ERR_LIMIT;
	p = realloc(st->lv[side], cap * sizeof *st->lv[side]);
	if (p)
		st->lv[side] = p;
	q = realloc(st->seq[side], cap * sizeof *st->seq[side]);
	if (q)
		st->seq[side] = q;
	if (!p || !q)
		return XG_ERR_MEMORY;
	st->cap[side] = cap;
	return 0;
}

static int push(struct xg_kucoin_state *st, int side, struct xg_dec px,
	struct xg_dec qty, int64_t seq)
{
	size_t n = st->n[side];

	if (n == st->cap[side]) {
		int rc = grow(st, side);

		if (rc < 0)
			return rc;
	}
	if (xg_dec_sign(px) < 0 || xg_dec_sign(qty) < 0)
		return XG_ERR_RANGE;
	/* No level. */
	if (xg_dec_is_zero(px))
		return 0;
	st->lv[side][n] = (struct xg_level){ px, qty };
	st->seq[side][n] = seq;
	st->n[side]++;
	return 0;
}

/* [price, size] or [price, size, number]; the price was just read when flat. */
static int read_level(struct xg_kucoin_state *st, struct xg_json *j, int side,
	bool numbered, bool flat)
{
	struct xg_dec px, qty;
	int64_t seq = 0;
	int rc = flat ? xg_json_as_dec(j, &px) : xg_json_dec(j, &px);

	if (rc == 0)
		rc = xg_json_dec(j, &qty);
	if (rc == 0 && numbered)
		rc = xg_json_i64(j, &seq);
	if (rc == 0)
		rc = push(st, side, px, qty, seq);
	if (rc < 0 || flat)
		return rc;
	return xg_json_next(j) == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* The zero-price rows among those that were read the fast way. */
static void drop_none(struct xg_kucoin_state *st, int side)
{
	struct xg_level *lv = st->lv[side];
	size_t n = 0;

	for (size_t i = 0; i < st->n[side]; i++) {
		if (!xg_dec_is_zero(lv[i].px))
			lv[n++] = lv[i];
	}
	st->n[side] = n;
}

/* The levels of one side (its ARR token was read). */
static int read_side(struct xg_kucoin_state *st, struct xg_json *j, int side,
	struct xg_kucoin_msg *m, bool numbered)
{
	enum xg_json_tok tok;
	int rc = 0;

	if (!st->cap[side] && grow(st, side) < 0)
		return XG_ERR_MEMORY;
	st->n[side] = 0;
	m->has_side[side] = true;
	if (!numbered) {
		st->n[side] = xg_levels_pairs(j, st->lv[side], st->cap[side]);
		drop_none(st, side);
	}
	while (rc == 0 && (tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok == XG_JSON_ARR)
			rc = read_level(st, j, side, numbered, false);
		else if (tok == XG_JSON_STR || tok == XG_JSON_NUM)
			rc = read_level(st, j, side, numbered, true);
		else
			rc = tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	}
	return rc;
}

/* `changes`: {"asks":[[price,size,number]],"bids":[...]}. */
static int read_changes(
	struct xg_kucoin_state *st, struct xg_json *j, struct xg_kucoin_msg *m)
{
	enum xg_json_tok tok;
	int rc = 0;

	m->numbered = true;
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		bool bids = XG_JSON_KEY_IS(j, "bids");

		if (bids || XG_JSON_KEY_IS(j, "asks"))
			rc = xg_json_next(j) == XG_JSON_ARR
				     ? read_side(st, j, !bids, m, true)
				     : XG_ERR_TYPE;
		else
			rc = xg_json_skip(j, NULL);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

enum { BIDS = XG_KUCOIN_SLOTS, ASKS, CHANGES, RPI };
static const struct {
	const char *key;
	uint8_t n, slot;
} members[] = {
#define MEMBER(name, at) \
	{ \
		name, sizeof(name) - 1, at \
	}
	MEMBER("symbol", XG_KUCOIN_SYMBOL),
	MEMBER("sequence", XG_KUCOIN_SEQ),
	MEMBER("sequenceStart", XG_KUCOIN_FIRST),
	MEMBER("sequenceEnd", XG_KUCOIN_LAST),
	MEMBER("time", XG_KUCOIN_TIME),
	MEMBER("Time", XG_KUCOIN_TIME),
	MEMBER("ts", XG_KUCOIN_TIME),
	MEMBER("timestamp", XG_KUCOIN_TIME),
	MEMBER("side", XG_KUCOIN_SIDE),
	MEMBER("price", XG_KUCOIN_PX),
	MEMBER("size", XG_KUCOIN_QTY),
	MEMBER("tradeId", XG_KUCOIN_ID),
	MEMBER("change", XG_KUCOIN_CHANGE),
	MEMBER("changes", CHANGES),
	MEMBER("bids", BIDS),
	MEMBER("asks", ASKS),
	MEMBER("bestBid", XG_KUCOIN_BID),
	MEMBER("bestBidPrice", XG_KUCOIN_BID),
	MEMBER("bestBidSize", XG_KUCOIN_BID_QTY),
	MEMBER("bestAsk", XG_KUCOIN_ASK),
	MEMBER("bestAskPrice", XG_KUCOIN_ASK),
	MEMBER("bestAskSize", XG_KUCOIN_ASK_QTY),
	MEMBER("candles", XG_KUCOIN_CANDLES),
	MEMBER("markPrice", XG_KUCOIN_MARK),
	MEMBER("indexPrice", XG_KUCOIN_INDEX),
	MEMBER("fundingRate", XG_KUCOIN_RATE),
	MEMBER("granularity", XG_KUCOIN_SPAN),
	MEMBER("fundingTime", XG_KUCOIN_DUE),
	/* unified */
	MEMBER("s", XG_KUCOIN_SYMBOL),
	MEMBER("O", XG_KUCOIN_FIRST),
	MEMBER("C", XG_KUCOIN_LAST),
	MEMBER("M", XG_KUCOIN_TIME),
	MEMBER("b", BIDS),
	MEMBER("a", ASKS),
	MEMBER("A", XG_KUCOIN_ASK_QTY),
	MEMBER("B", XG_KUCOIN_BID_QTY),
	MEMBER("p", XG_KUCOIN_PX),
	MEMBER("q", XG_KUCOIN_QTY),
	MEMBER("S", XG_KUCOIN_SIDE),
	MEMBER("ti", XG_KUCOIN_ID),
	MEMBER("rpi", RPI),
	MEMBER("o", XG_KUCOIN_OPEN),
	MEMBER("c", XG_KUCOIN_CLOSE),
	MEMBER("h", XG_KUCOIN_HIGH),
	MEMBER("l", XG_KUCOIN_LOW),
	MEMBER("v", XG_KUCOIN_VOLUME),
	MEMBER("i", XG_KUCOIN_INTERVAL),
	MEMBER("mp", XG_KUCOIN_MARK),
	MEMBER("ip", XG_KUCOIN_INDEX),
	MEMBER("oi", XG_KUCOIN_OI),
	MEMBER("fr", XG_KUCOIN_RATE),
	MEMBER("nt", XG_KUCOIN_DUE),
	MEMBER("gl", XG_KUCOIN_SPAN),
#undef MEMBER
};

/* The slot of the key that was read; -1: of no use. */
static int slot_of(const struct xg_json *j)
{
	for (size_t i = 0; i < XG_LEN(members); i++) {
		if (j->val.n == members[i].n &&
			memcmp(j->val.p, members[i].key, j->val.n) == 0)
			return members[i].slot;
	}
	return -1;
}

/* The value of a member of `data`. */
static int read_value(struct xg_kucoin_state *st, struct xg_json *j,
	struct xg_kucoin_msg *m, int slot)
{
	enum xg_json_tok tok = xg_json_next(j);

	switch (tok) {
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	case XG_JSON_ARR:
		if (slot == BIDS || slot == ASKS)
			return read_side(st, j, slot == ASKS, m, false);
		return xg_json_skip(
			j, slot == XG_KUCOIN_CANDLES ? &m->v[slot] : NULL);
	case XG_JSON_OBJ:
		return slot == CHANGES ? read_changes(st, j, m)
				       : xg_json_skip(j, NULL);
	case XG_JSON_NULL:
	case XG_JSON_FALSE:
		return 0;
	case XG_JSON_TRUE:
		m->rpi = m->rpi || slot == RPI;
		return 0;
	default:
		/* A ticker has prices where books have levels. */
		if (slot == BIDS || slot == ASKS)
			slot = slot == BIDS ? XG_KUCOIN_BID : XG_KUCOIN_ASK;
		/* No name or number of the venue has escapes in it. */
		if (slot >= 0 && slot < XG_KUCOIN_SLOTS &&
			!(tok == XG_JSON_STR && j->esc))
			m->v[slot] = j->val;
		return 0;
	}
}

/* The object `data` or `d` (its OBJ token was read). */
static int read_object(
	struct xg_kucoin_state *st, struct xg_json *j, struct xg_kucoin_msg *m)
{
	enum xg_json_tok tok;

	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int rc = read_value(st, j, m, slot_of(j));

		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

static struct xg_str *head_of(const struct xg_json *j, struct xg_kucoin_msg *m)
{
	static const char *const names[] = { "topic", "subject", "type", "id",
		"code", "reason", "message", "msg", "T", "dp", "t", "P" };
	struct xg_str *const to[] = { &m->topic, &m->subject, &m->type, &m->id,
		&m->code, &m->text, &m->text, &m->text, &m->push, &m->depth,
		&m->action, &m->pushed };

	for (size_t i = 0; i < XG_LEN(names); i++) {
		if (xg_json_key_is_text(j, names[i]))
			return to[i];
	}
	return NULL;
}

/* A member of the frame itself. */
static int read_member(
	struct xg_kucoin_state *st, struct xg_json *j, struct xg_kucoin_msg *m)
{
	bool data = XG_JSON_KEY_IS(j, "data") || XG_JSON_KEY_IS(j, "d");
	bool result = XG_JSON_KEY_IS(j, "result");
	struct xg_str *to = data ? &m->text : head_of(j, m);
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (data && tok == XG_JSON_OBJ)
		return read_object(st, j, m);
	if (tok == XG_JSON_OBJ || tok == XG_JSON_ARR)
		return xg_json_skip(j, NULL);
	if (result && (tok == XG_JSON_TRUE || tok == XG_JSON_FALSE ||
			      tok == XG_JSON_STR)) {
		m->has_result = true;
		m->result =
			tok == XG_JSON_TRUE || xg_str_is_text(j->val, "true");
	}
	if (to && (tok == XG_JSON_STR || tok == XG_JSON_NUM))
		*to = j->val;
	return 0;
}

int xg_kucoin_read(
	struct xg_kucoin_state *st, struct xg_str text, struct xg_kucoin_msg *m)
{
	enum xg_json_tok tok;
	struct xg_json j;

	*m = (struct xg_kucoin_msg){ 0 };
	st->n[0] = st->n[1] = 0;
	xg_json_init(&j, text.p, text.n);
	j.kept = st->kept;
	tok = xg_json_next(&j);
	if (tok != XG_JSON_OBJ)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_KEY) {
		int rc = read_member(st, &j, m);

		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_OBJ_END || xg_json_next(&j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	return 0;
}
