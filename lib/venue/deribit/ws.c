/* Frames: what they are about, and who reads their data. Source: JSON-RPC over
 * WebSocket, notifications. Nothing of a frame is emitted before all of it was
 * read; its members come in any order. */
#include <stdlib.h>

#include "venue/deribit/deribit.h"

void xg_deribit_decoder_release(struct xg_decoder *d)
{
	struct xg_deribit_state *st = d->priv;

	xg_states_release(&st->syms);
	free(st->lv[0]);
	free(st->lv[1]);
	free(st->held);
}

struct xg_deribit_sym *xg_deribit_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst)
{
	struct xg_deribit_state *st = d->priv;

	return xg_state_of(&st->syms, inst->sym, sizeof(struct xg_deribit_sym));
}

const struct xg_instr *xg_deribit_inst_of(
	const struct xg_deribit_in *in, struct xg_str native, int *rc)
{
	enum xg_deribit_market m = xg_deribit_market_of(native);
	const struct xg_instr *inst = NULL;

	*rc = 0;
	if (m == XG_DERIBIT_COMBO)
		return NULL;
	if (native.n && !memchr(native.p, '\\', native.n))
		inst = xg_decoder_inst(
			in->d, xg_str_from(xg_deribit_market_name(m)), native);
	else
		xg_error_set(in->d->err, XG_ERR_ABSENT,
			"deribit: '%.*s' is the name of no instrument",
			(int)(native.n < 64 ? native.n : 64),
			native.n ? native.p : "");
	*rc = inst ? 0 : XG_ERR_ABSENT;
	return inst;
}

/* ---- channels ---- */

static const struct {
	const char *head;
	size_t n;
	enum xg_deribit_kind kind;
} heads[] = {
#define HEAD(text, kind) \
	{ \
		text, sizeof(text) - 1, kind \
	}
	HEAD("trades.", XG_DERIBIT_TRADE),
	HEAD("book.", XG_DERIBIT_BOOK),
	HEAD("quote.", XG_DERIBIT_QUOTE),
	HEAD("ticker.", XG_DERIBIT_TICKER),
	HEAD("chart.trades.", XG_DERIBIT_CANDLE),
#undef HEAD
};

/* book.NAME.INTERVAL has changes; book.NAME.none.DEPTH.INTERVAL the best levels;
 * where prices are grouped they are not the book's own. */
static void book_kind(struct xg_deribit_in *in)
{
	struct xg_str rest = in->part, group = xg_str_cut(&rest, '.');
	int64_t depth;

	if (!rest.n)
		return;
	in->kind = XG_DERIBIT_OTHER;
	if (xg_str_is_text(group, "none") &&
		xg_str_i64(xg_str_cut(&rest, '.'), &depth) == 0 && depth > 0 &&
		depth <= 1000) {
		in->kind = XG_DERIBIT_TOP;
		in->depth = (int)depth;
	}
}

static void classify(struct xg_deribit_in *in)
{
	struct xg_str rest = in->channel;

	in->kind = xg_str_is_text(in->channel, "platform_state")
			   ? XG_DERIBIT_PLATFORM
			   : XG_DERIBIT_OTHER;
	for (size_t i = 0; i < XG_LEN(heads); i++) {
		if (rest.n <= heads[i].n ||
			memcmp(rest.p, heads[i].head, heads[i].n) != 0)
			continue;
		rest.p += heads[i].n;
		rest.n -= heads[i].n;
		in->kind = heads[i].kind;
		in->native = xg_str_cut(&rest, '.');
		in->part = rest;
		if (in->kind == XG_DERIBIT_BOOK)
			book_kind(in);
		return;
	}
}

/* ---- data ---- */

/* The value of `data`, when the channel is known. */
static int read_data(struct xg_deribit_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	bool list = in->kind == XG_DERIBIT_TRADE;

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (in->kind <= XG_DERIBIT_OTHER)
		return tok == XG_JSON_OBJ || tok == XG_JSON_ARR
			       ? xg_json_skip(j, &in->data)
			       : 0;
	if (tok != (list ? XG_JSON_ARR : XG_JSON_OBJ))
		return XG_ERR_TYPE;
	in->is_read = true;
	if (list)
		return xg_frame_rows(j, XG_JSON_OBJ, xg_deribit_trade_row, in);
	return in->kind == XG_DERIBIT_BOOK || in->kind == XG_DERIBIT_TOP
		       ? xg_deribit_book_read(in, j)
		       : xg_deribit_object_read(in, j);
}

/* `data` came before its channel. */
static int read_late_data(struct xg_deribit_in *in)
{
	struct xg_json j;

	xg_json_init(&j, in->data.p, in->data.n);
	return read_data(in, &j);
}

/* ---- members ---- */

static int param(void *ctx, struct xg_json *j)
{
	struct xg_deribit_in *in = ctx;
	int rc;

	if (XG_JSON_KEY_IS(j, "channel")) {
		rc = xg_json_text(j, &in->channel);
		if (rc < 0 || in->kind != XG_DERIBIT_NO_CHANNEL)
			return rc < 0 ? rc : XG_ERR_SYNTAX;
		classify(in);
		return 0;
	}
	if (XG_JSON_KEY_IS(j, "data")) {
		if (in->has_data)
			return XG_ERR_SYNTAX; /* two of them */
		in->has_data = true;
		return read_data(in, j);
	}
	if (XG_JSON_KEY_IS(j, "type"))
		return xg_json_text(j, &in->type);
	return xg_json_skip(j, NULL);
}

static int read_params(struct xg_deribit_in *in, struct xg_json *j)
{
	int rc = xg_frame_next(j, XG_JSON_OBJ);

	return rc < 0 ? rc : xg_frame_members(j, param, in);
}

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_deribit_in *in = ctx;
	struct xg_str id = { NULL, 0 };
	int rc;

	if (XG_JSON_KEY_IS(j, "params"))
		return read_params(in, j);
	if (XG_JSON_KEY_IS(j, "method"))
		return xg_json_text(j, &in->method);
	if (XG_JSON_KEY_IS(j, "result")) {
		in->has_result = true;
		return xg_scan_value(j, &in->result);
	}
	if (XG_JSON_KEY_IS(j, "error"))
		return xg_scan_value(j, &in->error);
	if (XG_JSON_KEY_IS(j, "id")) {
		rc = xg_scan_value(j, &id);
		in->has_id =
			rc == 0 && xg_str_i64(id, &in->id) == 0 && in->id > 0;
		return rc;
	}
	return xg_json_skip(j, NULL);
}

static int read_frame(struct xg_deribit_in *in, struct xg_json *j)
{
	int rc = xg_frame_object(j, read_member, in);

	if (rc < 0)
		return rc;
	if (in->kind <= XG_DERIBIT_OTHER || in->is_read)
		return 0;
	return in->data.n ? read_late_data(in) : XG_ERR_TYPE;
}

static int apply(struct xg_deribit_in *in)
{
	switch (in->kind) {
	case XG_DERIBIT_NO_CHANNEL:
		return xg_deribit_event(in);
	case XG_DERIBIT_BOOK:
	case XG_DERIBIT_TOP:
		return xg_deribit_book_apply(in);
	case XG_DERIBIT_TRADE:
		return xg_deribit_trades_apply(in);
	case XG_DERIBIT_QUOTE:
		return xg_deribit_quote_apply(in);
	case XG_DERIBIT_TICKER:
		return xg_deribit_ticker_apply(in);
	case XG_DERIBIT_CANDLE:
		return xg_deribit_candle_apply(in);
	case XG_DERIBIT_PLATFORM:
		return xg_deribit_platform_apply(in);
	default:
		return 0;
	}
}

static int ws_frame(struct xg_deribit_in *in, struct xg_str text)
{
	struct xg_deribit_state *st = in->d->priv;
	struct xg_json j;
	int rc;

	st->held_n = st->n[0] = st->n[1] = 0;
	st->grown[0] = st->grown[1] = 0;
	xg_json_init(&j, text.p, text.n);
	j.kept = in->d->kept;
	rc = read_frame(in, &j);
	if (rc >= 0)
		return apply(in);
	st->held_n = 0;
	xg_frame_col(in->d->err, &j, text);
	return rc;
}

/* ---- REST: the list of instruments teaches what symbols mean ---- */

static int rest_answer(struct xg_deribit_in *in, const struct xg_raw *r)
{
	struct xg_sink sink = { .ctx = in->d, .rec = xg_decoder_take };
	struct xg_str list;
	int rc;

	if (!xg_frame_asks(r, "/public/get_instruments"))
		return 0;
	if (xg_json_check(r->data, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_json_find(r->data, "result", &list) <= 0)
		return XG_ERR_TYPE;
	rc = xg_deribit_insts(list, in->d->rx, &sink);
	return rc < 0 ? rc : 0;
}

int xg_deribit_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_deribit_in in = { .d = d, .conn = r->conn };
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? rest_answer(&in, r) : ws_frame(&in, r->data);
	return rc >= 0 ? rc
		       : xg_frame_failed(d, raw, rc, err, "%s %.*s",
				 in.channel.n ? "channel" : "frame",
				 (int)(in.channel.n < 80 ? in.channel.n : 80),
				 in.channel.n ? in.channel.p : "");
}
