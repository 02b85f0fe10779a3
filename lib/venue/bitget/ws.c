/* Frames: what they are about, and who reads their data. Source: WebSocket
 * sections of the documents of v2 and v3, recordings of v1. Nothing of a frame is
 * emitted before all of it was read; its members come in any order. */
#include <stdlib.h>

#include "venue/bitget/bitget.h"

void xg_bitget_decoder_release(struct xg_decoder *d)
{
	struct xg_bitget_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos))) {
		struct xg_bitget_sym *sym = s->val.ptr;

		if (sym)
			xg_bitget_texts_release(&sym->texts);
	}
	xg_states_release(&st->syms);
	for (int i = 0; i < 2; i++) {
		free(st->lv[i]);
		free(st->raw[i]);
	}
}

struct xg_bitget_sym *xg_bitget_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst)
{
	struct xg_bitget_state *st = d->priv;

	return xg_state_of(&st->syms, inst->sym, sizeof(struct xg_bitget_sym));
}

/* "mc" of v1 is all futures: their symbols differ. */
static const struct xg_instr *any_future(
	struct xg_decoder *d, struct xg_str native)
{
	const struct xg_instr *inst = NULL;

	for (int c = XG_BITGET_USDT; c < XG_BITGET_CATS && !inst; c++)
		inst = xg_decoder_inst(d,
			xg_str_from(xg_bitget_cat_name((enum xg_bitget_cat)c)),
			native);
	return inst;
}

const struct xg_instr *xg_bitget_inst_of(
	const struct xg_bitget_in *in, struct xg_str native)
{
	if (in->cat == XG_BITGET_CATS)
		return any_future(in->d, native);
	return xg_decoder_inst(
		in->d, xg_str_from(xg_bitget_cat_name(in->cat)), native);
}

/* A connection opened or closed. */
static int on_edge(struct xg_decoder *d, int64_t conn)
{
	struct xg_bitget_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos))) {
		struct xg_bitget_sym *sym = s->val.ptr;

		if (sym && sym->top_conn == conn)
			sym->top_conn = 0;
	}
	return 0;
}

/* A row without a time has that of its frame. */
static int emit_held(struct xg_bitget_in *in)
{
	struct xg_decoder *d = in->d;

	xg_decoder_date(d, in->ts);
	if (in->kind == XG_BITGET_TRADE)
		return xg_bitget_trades_apply(in);
	if (in->kind == XG_BITGET_CANDLE)
		return xg_bitget_candles_apply(in);
	return xg_decoder_held(d, 0);
}

/* ---- arg: what the frame is about ---- */

static const struct {
	const char *name;
	enum xg_bitget_kind kind;
	int depth;
} channels[] = {
	{ "books", XG_BITGET_BOOK, 0 },
	{ "books1", XG_BITGET_TOP, 1 },
	{ "books5", XG_BITGET_FULL, 5 },
	{ "books15", XG_BITGET_FULL, 15 },
	{ "books50", XG_BITGET_FULL, 50 },
	{ "trade", XG_BITGET_TRADE, 0 },
	{ "publicTrade", XG_BITGET_TRADE, 0 },
	{ "ticker", XG_BITGET_TICKER, 0 },
	{ "liquidation", XG_BITGET_LIQ, 0 },
	{ "kline", XG_BITGET_CANDLE, 0 },
};

/* "candle1m" has its interval in the name. */
static void classify(struct xg_bitget_in *in)
{
	static const struct xg_str candle = { "candle", 6 };

	for (size_t i = 0; i < XG_LEN(channels); i++) {
		if (xg_str_is_text(in->channel, channels[i].name)) {
			in->kind = channels[i].kind;
			in->depth = channels[i].depth;
			return;
		}
	}
	if (in->channel.n > candle.n &&
		memcmp(in->channel.p, candle.p, candle.n) == 0) {
		in->kind = XG_BITGET_CANDLE;
		in->interval = (struct xg_str){ in->channel.p + candle.n,
			in->channel.n - candle.n };
	}
}

static int read_arg(struct xg_bitget_in *in, struct xg_json *j)
{
	enum { TYPE, CHANNEL, ID, TOPIC, SYMBOL, INTERVAL, KEYS };
	static const char *const keys[KEYS] = { "instType", "channel", "instId",
		"topic", "symbol", "interval" };
	struct xg_str v[KEYS];
	enum xg_json_tok tok = xg_json_next(j);

	if (in->has_arg)
		return XG_ERR_SYNTAX; /* twice */
	if (tok != XG_JSON_OBJ)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	in->has_arg = true;
	in->type = v[TYPE];
	in->dialect = v[TOPIC].n       ? XG_BITGET_V3
		      : v[TYPE].n == 2 ? XG_BITGET_V1
				       : XG_BITGET_V2;
	in->channel = v[TOPIC].n ? v[TOPIC] : v[CHANNEL];
	in->native = v[TOPIC].n ? v[SYMBOL] : v[ID];
	in->interval = v[INTERVAL];
	in->cat = xg_bitget_cat(v[TYPE]);
	classify(in);
	return 0;
}

/* ---- data ---- */

static bool is_book(const struct xg_bitget_in *in)
{
	return in->kind == XG_BITGET_BOOK || in->kind == XG_BITGET_FULL ||
	       in->kind == XG_BITGET_TOP;
}

static xg_frame_fn *const row_of[] = {
	[XG_BITGET_BOOK] = xg_bitget_book_row,
	[XG_BITGET_FULL] = xg_bitget_book_row,
	[XG_BITGET_TOP] = xg_bitget_book_row,
	[XG_BITGET_TRADE] = xg_bitget_trade_row,
	[XG_BITGET_TICKER] = xg_bitget_ticker_row,
	[XG_BITGET_CANDLE] = xg_bitget_candle_row,
	[XG_BITGET_LIQ] = xg_bitget_liq_row,
};

/* v1 writes trades and all but v3 write candles as arrays. */
static bool has_arrays(const struct xg_bitget_in *in)
{
	return (in->kind == XG_BITGET_TRADE && in->dialect == XG_BITGET_V1) ||
	       (in->kind == XG_BITGET_CANDLE && in->dialect != XG_BITGET_V3);
}

static int read_rows(struct xg_bitget_in *in, struct xg_json *j)
{
	enum xg_json_tok want = has_arrays(in) ? XG_JSON_ARR : XG_JSON_OBJ;
	const char *start = j->p - 1; /* the bracket */
	int rc = xg_frame_rows(j, want, row_of[in->kind], in);

	in->rows = (struct xg_str){ start, (size_t)(j->p - start) };
	return rc;
}

/* The value of `data`, when arg and action are known. */
static int read_data(struct xg_bitget_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (in->kind == XG_BITGET_OTHER)
		return tok == XG_JSON_OBJ || tok == XG_JSON_ARR
			       ? xg_json_skip(j, NULL)
			       : 0;
	if (tok != XG_JSON_ARR)
		return XG_ERR_TYPE;
	in->snap = xg_str_is_text(in->action, "snapshot") ||
		   (is_book(in) && in->kind != XG_BITGET_BOOK);
	if (!in->snap && !xg_str_is_text(in->action, "update"))
		return XG_ERR_TYPE;
	if (in->kind != XG_BITGET_LIQ) {
		in->inst = xg_bitget_inst_of(in, in->native);
		if (!in->inst)
			return XG_ERR_ABSENT;
	}
	in->is_read = true;
	return read_rows(in, j);
}

/* ---- members ---- */

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_bitget_in *in = ctx;

	if (XG_JSON_KEY_IS(j, "arg"))
		return read_arg(in, j);
	if (XG_JSON_KEY_IS(j, "action"))
		return xg_json_text(j, &in->action);
	if (XG_JSON_KEY_IS(j, "data")) {
		if (in->has_data)
			return XG_ERR_SYNTAX; /* twice */
		in->has_data = true;
		/* In one pass where the head came first, as it does. */
		return in->has_arg && in->action.n ? read_data(in, j)
						   : xg_json_skip(j, &in->data);
	}
	if (XG_JSON_KEY_IS(j, "ts"))
		return xg_frame_ms(j, &in->ts);
	if (XG_JSON_KEY_IS(j, "event"))
		return xg_frame_word(j, &in->event);
	if (XG_JSON_KEY_IS(j, "code"))
		return xg_frame_word(j, &in->code);
	if (XG_JSON_KEY_IS(j, "msg"))
		return xg_frame_word(j, &in->msg);
	return xg_json_skip(j, NULL);
}

static int read_frame(struct xg_bitget_in *in, struct xg_json *j)
{
	int rc = xg_frame_object(j, read_member, in);
	struct xg_json late;

	if (rc < 0)
		return rc;
	if (in->event.n || in->is_read || in->kind == XG_BITGET_OTHER)
		return 0;
	if (!in->data.n)
		return XG_ERR_TYPE;
	xg_json_init(&late, in->data.p, in->data.n);
	return read_data(in, &late);
}

static int ws_frame(struct xg_bitget_in *in, struct xg_str text)
{
	struct xg_bitget_state *st = in->d->priv;
	struct xg_json j;
	int rc;

	st->n[0] = st->n[1] = 0;
	xg_json_init(&j, text.p, text.n);
	j.kept = in->d->kept;
	rc = read_frame(in, &j);
	if (rc < 0) {
		xg_frame_col(in->d->err, &j, text);
		return rc;
	}
	if (in->event.n)
		return xg_bitget_event(in);
	return is_book(in) ? xg_bitget_book_apply(in) : emit_held(in);
}

/* ---- REST: lists of instruments teach what symbols mean ---- */

/* The category that a request names; spot where it names none. */
static enum xg_bitget_cat asked(struct xg_str req)
{
	struct xg_str query = req, v;

	xg_str_cut(&query, '?');
	v = xg_frame_param(query, "category");
	if (!v.n)
		v = xg_frame_param(query, "productType");
	return v.n ? xg_bitget_cat(v) : XG_BITGET_SPOT;
}

static int rest_answer(struct xg_decoder *d, const struct xg_raw *r)
{
	static const char *const lists[] = { "/v3/market/instruments",
		"/v2/spot/public/symbols", "/v2/mix/market/contracts",
		"/spot/v1/public/products", "/mix/v1/market/contracts" };
	struct xg_sink sink = { .ctx = d, .rec = xg_decoder_take };
	bool is_list = false;
	struct xg_str list;
	int rc;

	for (size_t i = 0; i < XG_LEN(lists); i++)
		is_list = is_list || xg_frame_asks(r, lists[i]);
	if (!is_list)
		return 0;
	if (xg_json_check(r->data, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_json_find(r->data, "data", &list) <= 0)
		return XG_ERR_TYPE;
	rc = xg_bitget_insts(list, asked(r->req), d->rx, &sink);
	return rc < 0 ? rc : 0;
}

int xg_bitget_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_bitget_in in = {
		.d = d, .conn = r->conn, .cat = XG_BITGET_CATS
	};
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return rest ? 0 : on_edge(d, r->conn);
	if (xg_str_is_text(r->text, "pong"))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? rest_answer(d, r) : ws_frame(&in, r->data);
	return rc >= 0 ? rc : xg_frame_failed(d, raw, rc, err, "frame");
}
