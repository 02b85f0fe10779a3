/* Frames: what they are about, and who reads their data. Source: public topics
 * of the WebSocket stream. Nothing of a frame is emitted before all of it was
 * read; its members come in any order. */
#include <stdlib.h>

#include "venue/bybit/bybit.h"

void xg_bybit_decoder_release(struct xg_decoder *d)
{
	struct xg_bybit_state *st = d->priv;

	xg_states_release(&st->syms);
	free(st->lv[0]);
	free(st->lv[1]);
}

struct xg_bybit_sym *xg_bybit_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst)
{
	struct xg_bybit_state *st = d->priv;

	return xg_state_of(&st->syms, inst->sym, sizeof(struct xg_bybit_sym));
}

const struct xg_instr *xg_bybit_inst_of(
	const struct xg_bybit_in *in, struct xg_str native)
{
	return xg_decoder_inst(
		in->d, xg_str_from(xg_bybit_cat_name(in->cat)), native);
}

/* A connection opened or closed: what came over it is not continued. */
static int on_edge(struct xg_decoder *d, int64_t conn)
{
	struct xg_bybit_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos))) {
		struct xg_bybit_sym *sym = s->val.ptr;

		if (!sym)
			continue;
		if (sym->top_conn == conn)
			sym->top_live = sym->top_asked = false;
		if (sym->tick_conn == conn)
			sym->has_tick = 0;
	}
	return 0;
}

/* ---- topics ---- */

static const struct {
	const char *head;
	size_t n;
	enum xg_bybit_kind kind;
	bool has_mid; /* head.MID.symbol */
} heads[] = {
#define HEAD(text, kind, mid) \
	{ \
		text, sizeof(text) - 1, kind, mid \
	}
	HEAD("orderbook", XG_BYBIT_BOOK, true),
	HEAD("publicTrade", XG_BYBIT_TRADE, false),
	HEAD("tickers", XG_BYBIT_TICKER, false),
	HEAD("allLiquidation", XG_BYBIT_LIQ, false),
	HEAD("kline", XG_BYBIT_CANDLE, true),
	HEAD("system", XG_BYBIT_NOTICE, false),
#undef HEAD
};

/* orderbook.full and .rpi are other books: they have other rules. */
static bool is_depth(struct xg_str text)
{
	int64_t n;

	return text.n < 5 && xg_str_i64(text, &n) == 0 && n > 0;
}

static void classify(struct xg_bybit_in *in)
{
	struct xg_str rest = in->topic, head = xg_str_cut(&rest, '.');

	in->kind = XG_BYBIT_OTHER;
	for (size_t i = 0; i < XG_LEN(heads); i++) {
		if (head.n != heads[i].n ||
			memcmp(head.p, heads[i].head, head.n) != 0)
			continue;
		if (heads[i].has_mid)
			in->mid = xg_str_cut(&rest, '.');
		in->native = rest;
		if (heads[i].kind != XG_BYBIT_BOOK || is_depth(in->mid))
			in->kind = heads[i].kind;
		return;
	}
}

/* ---- data ---- */

static xg_frame_fn *const row_of[] = {
	[XG_BYBIT_TRADE] = xg_bybit_trade_row,
	[XG_BYBIT_LIQ] = xg_bybit_liq_row,
	[XG_BYBIT_CANDLE] = xg_bybit_candle_row,
};

/* The value of `data`, when the topic is known. */
static int read_data(struct xg_bybit_in *in, struct xg_json *j)
{
	bool object = in->kind == XG_BYBIT_BOOK || in->kind == XG_BYBIT_TICKER;
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (in->kind <= XG_BYBIT_NOTICE)
		return tok == XG_JSON_OBJ || tok == XG_JSON_ARR
			       ? xg_json_skip(j, &in->data)
			       : 0;
	if (tok != (object ? XG_JSON_OBJ : XG_JSON_ARR))
		return XG_ERR_TYPE;
	in->is_read = true;
	if (in->kind == XG_BYBIT_BOOK)
		return xg_bybit_book_read(in, j);
	if (in->kind == XG_BYBIT_TICKER)
		return xg_bybit_ticker_read(in, j);
	return xg_frame_rows(j, XG_JSON_OBJ, row_of[in->kind], in);
}

/* ---- members ---- */

/* Members of answers: texts, whatever their type. */
static int read_answer(struct xg_bybit_in *in, struct xg_json *j)
{
	static const struct {
		const char *name;
		size_t off;
	} names[] = {
		{ "op", offsetof(struct xg_bybit_in, op) },
		{ "req_id", offsetof(struct xg_bybit_in, req_id) },
		{ "reqId", offsetof(struct xg_bybit_in, req_id) },
		{ "ret_msg", offsetof(struct xg_bybit_in, msg) },
		{ "retMsg", offsetof(struct xg_bybit_in, msg) },
		{ "retCode", offsetof(struct xg_bybit_in, code) },
		{ "ret_code", offsetof(struct xg_bybit_in, code) },
	};
	struct xg_str *to = NULL, other;

	for (size_t i = 0; i < XG_LEN(names) && !to; i++) {
		if (xg_json_key_is_text(j, names[i].name))
			to = (struct xg_str *)((char *)in + names[i].off);
	}
	if (!to && XG_JSON_KEY_IS(j, "success")) {
		in->has_success = true;
		return xg_json_bool(j, &in->success);
	}
	return xg_frame_word(j, to ? to : &other);
}

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_bybit_in *in = ctx;
	int rc;

	if (XG_JSON_KEY_IS(j, "topic")) {
		rc = xg_json_text(j, &in->topic);
		if (rc < 0 || in->kind != XG_BYBIT_NO_TOPIC)
			return rc < 0 ? rc : XG_ERR_SYNTAX;
		classify(in);
		return 0;
	}
	if (XG_JSON_KEY_IS(j, "type"))
		return xg_json_text(j, &in->type);
	if (XG_JSON_KEY_IS(j, "ts"))
		return xg_frame_ms(j, &in->ts);
	if (XG_JSON_KEY_IS(j, "cts"))
		return xg_frame_ms(j, &in->cts);
	if (XG_JSON_KEY_IS(j, "data")) {
		if (in->has_data)
			return XG_ERR_SYNTAX; /* two of them */
		in->has_data = true;
		return read_data(in, j);
	}
	return read_answer(in, j);
}

/* `data` came before its topic. */
static int read_late_data(struct xg_bybit_in *in)
{
	struct xg_json j;

	xg_json_init(&j, in->data.p, in->data.n);
	return read_data(in, &j);
}

static int read_frame(struct xg_bybit_in *in, struct xg_json *j)
{
	int rc = xg_frame_object(j, read_member, in);

	if (rc < 0)
		return rc;
	if (in->kind <= XG_BYBIT_NOTICE)
		return 0;
	if (in->is_read)
		return 0;
	return in->data.n ? read_late_data(in) : XG_ERR_TYPE;
}

static int ws_frame(struct xg_bybit_in *in, struct xg_str text)
{
	struct xg_bybit_state *st = in->d->priv;
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
	switch (in->kind) {
	case XG_BYBIT_NO_TOPIC:
		return xg_bybit_event(in);
	case XG_BYBIT_OTHER:
		return 0;
	case XG_BYBIT_NOTICE:
		return xg_bybit_notice(in);
	case XG_BYBIT_BOOK:
		return xg_bybit_book_apply(in);
	case XG_BYBIT_TICKER:
		return xg_bybit_ticker_apply(in);
	default:
		return xg_decoder_held(in->d, 0);
	}
}

/* ---- REST: the list of instruments teaches what symbols mean ---- */

static int rest_answer(struct xg_bybit_in *in, const struct xg_raw *r)
{
	struct xg_sink sink = { .ctx = in->d, .rec = xg_decoder_take };
	struct xg_str list;
	int rc;

	if (!xg_frame_asks(r, "/v5/market/instruments-info"))
		return 0;
	if (xg_json_check(r->data, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_json_find(r->data, "result.list", &list) <= 0)
		return XG_ERR_TYPE;
	rc = xg_bybit_insts(list, in->cat, in->d->rx, &sink);
	return rc < 0 ? rc : 0;
}

int xg_bybit_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_bybit_in in = {
		.d = d, .cat = xg_bybit_cat(r->market), .conn = r->conn
	};
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return rest ? 0 : on_edge(d, r->conn);
	if (in.cat == XG_BYBIT_CATS)
		return xg_frame_no_market(d, raw, err);
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? rest_answer(&in, r) : ws_frame(&in, r->data);
	return rc >= 0 ? rc
		       : xg_frame_failed(d, raw, rc, err, "%s frame",
				 xg_bybit_cat_name(in.cat));
}
