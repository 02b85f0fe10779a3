/* Frames and answers -> records and wants: what each is about, and who reads it.
 * Source: WebSocket base information of both dialects; public channels. */
#include "venue/kucoin/kucoin.h"

#include <stdlib.h>

#include "crypto/text.h"

void xg_kucoin_decoder_release(struct xg_decoder *d)
{
	struct xg_kucoin_state *st = d->priv;

	for (int i = 0; i < 2; i++) {
		free(st->lv[i]);
		free(st->seq[i]);
	}
}

const struct xg_instr *xg_kucoin_inst_of(const struct xg_kucoin_in *in)
{
	struct xg_str native = in->m->v[XG_KUCOIN_SYMBOL].n
				       ? in->m->v[XG_KUCOIN_SYMBOL]
				       : in->native;

	return xg_decoder_inst(in->d,
		in->futures ? XG_STR("futures") : XG_STR("spot"), native);
}

/* ---- what is not data ---- */

static int want(const struct xg_kucoin_in *in, enum xg_want_kind kind)
{
	struct xg_want w = {
		.kind = kind, .conn = in->conn, .detail = in->m->text
	};

	if (xg_str_i64(in->m->id, &w.id) < 0)
		w.id = 0;
	/* Without its number an answer would be one to everything. */
	if ((kind == XG_WANT_ACK || kind == XG_WANT_NACK) && w.id <= 0)
		return kind == XG_WANT_ACK
			       ? 0
			       : xg_decoder_status(in->d, XG_ST_ERROR,
					 (struct xg_str){ NULL, 0 }, in->conn,
					 "the venue says: %.*s %.*s",
					 (int)in->m->code.n,
					 in->m->code.n ? in->m->code.p : "",
					 (int)(in->m->text.n < 150
							 ? in->m->text.n
							 : 150),
					 in->m->text.n ? in->m->text.p : "");
	return xg_decoder_want(in->d, &w);
}

/* {"type":"error","code":401,"data":"token is expired"}: a new token, and a new
 * connection. */
static bool is_token_gone(struct xg_str text)
{
	return text.n && memmem(text.p, text.n, "token", 5) &&
	       (memmem(text.p, text.n, "expired", 7) ||
		       memmem(text.p, text.n, "invalid", 7));
}

/* 1 when the frame was one of these. */
static int on_event(const struct xg_kucoin_in *in)
{
	const struct xg_kucoin_msg *m = in->m;
	int rc;

	if (xg_str_is_text(m->type, "welcome") ||
		(!m->type.n && !m->push.n && !m->has_result &&
			xg_str_is_text(m->text, "welcome")))
		rc = want(in, XG_WANT_READY);
	else if (xg_str_is_text(m->type, "ack"))
		rc = want(in, XG_WANT_ACK);
	else if (m->has_result)
		rc = want(in, m->result ? XG_WANT_ACK : XG_WANT_NACK);
	else if (xg_str_is_text(m->type, "error"))
		rc = want(in,
			is_token_gone(m->text) ? XG_WANT_TOKEN : XG_WANT_NACK);
	else if (xg_str_is_text(m->type, "pong"))
		rc = 0;
	else
		return 0;
	return rc < 0 ? rc : 1;
}

/* ---- topics ---- */

typedef int read_fn(const struct xg_kucoin_in *in);

static int none(const struct xg_kucoin_in *in)
{
	(void)in;
	return 0;
}

/* A topic is one of these, then ":" and symbols; subject: NULL = any. */
static const struct {
	const char *name, *subject;
	bool futures;
	read_fn *read;
} topics[] = {
	{ "/market/match", NULL, false, xg_kucoin_trade },
	{ "/market/level2", NULL, false, xg_kucoin_update },
	{ "/spotMarket/level1", NULL, false, xg_kucoin_best },
	{ "/market/ticker", NULL, false, xg_kucoin_bbo },
	{ "/contractMarket/level2", NULL, true, xg_kucoin_change },
	{ "/contractMarket/execution", NULL, true, xg_kucoin_trade },
	{ "/contractMarket/tickerV2", NULL, true, xg_kucoin_bbo },
	{ "/contract/instrument", "mark.index.price", true, xg_kucoin_mark },
	{ "/contract/instrument", "funding.rate", true, xg_kucoin_funding },
	{ "/contract/announcement", "funding.begin", true, xg_kucoin_funding },
	{ "/market/candles", NULL, false, xg_kucoin_candle },
	{ "/contractMarket/limitCandle", NULL, true, xg_kucoin_candle },
	{ "/spotMarket/level2Depth5", NULL, false, xg_kucoin_best },
	{ "/spotMarket/level2Depth50", NULL, false, xg_kucoin_best },
	{ "/contractMarket/level2Depth5", NULL, true, xg_kucoin_best },
	{ "/contractMarket/level2Depth50", NULL, true, xg_kucoin_best },
	{ "/contractMarket/ticker", NULL, true, xg_kucoin_bbo },
	/* What recorders put between the frames: an answer of REST. */
	{ "/market/level2Snapshot", NULL, false, xg_kucoin_snapshot },
	{ "/contractMarket/level2Snapshot", NULL, true, xg_kucoin_snapshot },
	/* Left alone on purpose: statistics of 24 h, opening auctions, what
	 * belongs to an account, other announcements. */
};

static read_fn *topic_of(struct xg_kucoin_in *in)
{
	struct xg_str rest = in->m->topic, name = xg_str_cut(&rest, ':');

	/* ticker:all has the symbol in the subject. */
	in->native = xg_str_is_text(rest, "all") ? in->m->subject : rest;
	for (size_t i = 0; i < XG_LEN(topics); i++) {
		if (!xg_str_is_text(name, topics[i].name) ||
			(topics[i].subject && !xg_str_is_text(in->m->subject,
						      topics[i].subject)))
			continue;
		in->futures = topics[i].futures;
		return topics[i].read;
	}
	return none;
}

/* `T` of the unified dialect. */
static read_fn *push_of(struct xg_kucoin_in *in)
{
	static const struct {
		const char *name;
		bool futures;
		read_fn *read;
	} pushes[] = {
		{ "obu.SPOT", false, xg_kucoin_obu },
		{ "obu.FUTURES", true, xg_kucoin_obu },
		{ "trade.SPOT", false, xg_kucoin_trade },
		{ "trade.FUTURES", true, xg_kucoin_trade },
		{ "ticker.SPOT", false, xg_kucoin_bbo },
		{ "ticker.FUTURES", true, xg_kucoin_bbo },
		{ "kline.SPOT", false, xg_kucoin_kline },
		{ "kline.FUTURES", true, xg_kucoin_kline },
		{ "mark-price", true, xg_kucoin_marked },
		{ "funding-fee", true, xg_kucoin_funding },
	};

	for (size_t i = 0; i < XG_LEN(pushes); i++) {
		if (!xg_str_is_text(in->m->push, pushes[i].name))
			continue;
		in->futures = pushes[i].futures;
		return pushes[i].read;
	}
	return none;
}

static int ws_frame(struct xg_kucoin_in *in, struct xg_str text)
{
	struct xg_kucoin_state *st = in->d->priv;
	struct xg_kucoin_msg m;
	int rc;

	st->kept = in->d->kept;
	rc = xg_kucoin_read(st, text, &m);
	st->kept = NULL;

	if (rc < 0)
		return rc;
	in->m = &m;
	rc = on_event(in);
	if (rc)
		return rc < 0 ? rc : 0;
	return (m.push.n ? push_of(in) : topic_of(in))(in);
}

/* ---- answers that are market data ---- */

static bool contains(struct xg_str text, const char *part)
{
	return memmem(text.n ? text.p : "", text.n, part, strlen(part)) != NULL;
}

/* `data` of an answer; n = 0: it is an error. */
static int data_of(struct xg_str body, struct xg_str *data)
{
	static const char *const keys[] = { "code", "data" };
	struct xg_str v[2];

	if (xg_json_check(body, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_scan_text(body, keys, v, 2) < 0)
		return XG_ERR_TYPE;
	*data = xg_str_is_text(v[0], "200000") ? v[1]
					       : (struct xg_str){ NULL, 0 };
	return 0;
}

static int book_answer(
	struct xg_kucoin_in *in, struct xg_str query, const struct xg_rec *raw)
{
	struct xg_buf name = { 0 };
	struct xg_kucoin_msg m;
	int rc = xg_kucoin_read(in->d->priv, raw->u.rawf.data, &m);

	if (rc < 0)
		return rc;
	if (!xg_str_is_text(m.code, "200000"))
		return 0;
	in->m = &m;
	in->conn = -1;
	rc = xg_pct_decode(&name, xg_frame_param(query, "symbol"), true);
	in->native = xg_buf_view(&name);
	if (rc == 0)
		rc = xg_kucoin_snapshot(in);
	xg_buf_release(&name);
	return rc;
}

/* Is it an answer with a book? *limit: the levels a side that it has at most, 0 =
 * it is whole (R28). */
static bool is_book(struct xg_str path, size_t *limit)
{
	static const struct {
		const char *end;
		size_t limit;
	} paths[] = {
		{ "/orderbook/level2", 0 },
		{ "/orderbook/level2_20", 20 },
		{ "/orderbook/level2_100", 100 },
		{ "/level2/snapshot", 0 },
		{ "/level2/depth20", 20 },
		{ "/level2/depth100", 100 },
	};

	for (size_t i = 0; i < XG_LEN(paths); i++) {
		*limit = paths[i].limit;
		if (xg_str_has_suffix(path, xg_str_from(paths[i].end)))
			return true;
	}
	return false;
}

static int rest_answer(struct xg_kucoin_in *in, const struct xg_rec *raw)
{
	struct xg_sink learner = { .ctx = in->d, .rec = xg_decoder_take };
	struct xg_str query = raw->u.rawf.req, path = xg_str_cut(&query, '?');
	struct xg_str data;
	int rc;

	if (XG_REC_HAS(raw, rawf.http) && raw->u.rawf.http != 200)
		return 0;
	in->futures = contains(path, "/api/v1/level2/") ||
		      contains(path, "/api/v1/contracts/");
	if (is_book(path, &in->limit))
		return book_answer(in, query, raw);
	if (!in->futures && !contains(path, "/symbols"))
		return 0;
	rc = data_of(raw->u.rawf.data, &data);
	if (rc < 0 || !data.n)
		return rc;
	if (in->futures && !xg_str_has_suffix(path, XG_STR("/active")))
		return xg_kucoin_oi(
			data, in->d->insts, in->d->rx, &in->d->sink);
	rc = xg_kucoin_insts(data, in->futures, in->d->rx, &learner);
	return rc < 0 ? rc : 0;
}

int xg_kucoin_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_kucoin_in in = { .d = d, .conn = r->conn };
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = xg_str_is_text(r->ch, "rest") ? rest_answer(&in, raw)
					   : ws_frame(&in, r->data);
	return rc < 0 ? xg_frame_failed(d, raw, rc, err, "frame") : rc;
}
