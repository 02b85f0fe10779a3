/* Frames: what they are about, and who reads their contents. Source: the Indexer's
 * documents, WebSocket. Nothing of a frame is emitted before all of it was read;
 * its members come in any order. */
#include <stdlib.h>

#include "venue/dydx/dydx.h"

void xg_dydx_decoder_release(struct xg_decoder *d)
{
	struct xg_dydx_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos))) {
		struct xg_dydx_sym *sym = s->val.ptr;

		if (sym)
			xg_dydx_ladder_release(&sym->book);
	}
	xg_states_release(&st->syms);
	for (int side = 0; side < 2; side++) {
		free(st->in[side].lv);
		free(st->changed[side].lv);
	}
	free(st->held);
}

struct xg_dydx_sym *xg_dydx_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst)
{
	struct xg_dydx_state *st = d->priv;

	return xg_state_of(&st->syms, inst->sym, sizeof(struct xg_dydx_sym));
}

const struct xg_instr *xg_dydx_inst_of(
	const struct xg_dydx_in *in, struct xg_str native)
{
	return xg_decoder_inst(in->d, XG_STR("perp"), native);
}

/* ---- words ---- */

static enum xg_dydx_type type_of(struct xg_str s)
{
	static const struct {
		const char *name;
		enum xg_dydx_type type;
	} known[] = {
		{ "channel_data", XG_DYDX_DATA },
		{ "channel_batch_data", XG_DYDX_DATA },
		{ "subscribed", XG_DYDX_SUBSCRIBED },
		{ "connected", XG_DYDX_CONNECTED },
		{ "error", XG_DYDX_ERROR },
	};

	for (size_t i = 0; i < XG_LEN(known); i++) {
		if (xg_str_is_text(s, known[i].name))
			return known[i].type;
	}
	return XG_DYDX_OTHER_TYPE;
}

static enum xg_dydx_kind kind_of(struct xg_str s)
{
	static const struct {
		const char *name;
		enum xg_dydx_kind kind;
	} known[] = {
		{ "v4_orderbook", XG_DYDX_BOOK },
		{ "v4_trades", XG_DYDX_TRADE },
		{ "v4_markets", XG_DYDX_MARKET },
		{ "v4_candles", XG_DYDX_CANDLE },
	};

	for (size_t i = 0; i < XG_LEN(known); i++) {
		if (xg_str_is_text(s, known[i].name))
			return known[i].kind;
	}
	return XG_DYDX_OTHER;
}

/* ---- contents ---- */

static bool has_data(const struct xg_dydx_in *in)
{
	return in->type == XG_DYDX_SUBSCRIBED || in->type == XG_DYDX_DATA;
}

/* An object, or a batch of them; books and trades are read in place, the text of
 * others is kept. */
static int read_contents(struct xg_dydx_in *in, struct xg_json *j)
{
	bool book = in->kind == XG_DYDX_BOOK;
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	in->contents = j->val;
	if (!has_data(in) || (!book && in->kind != XG_DYDX_TRADE))
		return tok == XG_JSON_OBJ || tok == XG_JSON_ARR
			       ? xg_json_skip(j, &in->contents)
			       : 0;
	in->is_read = true;
	if (tok == XG_JSON_OBJ)
		return book ? xg_dydx_book_read(in, j)
			    : xg_dydx_trades_read(in, j);
	if (tok != XG_JSON_ARR)
		return XG_ERR_TYPE;
	return xg_frame_rows(j, XG_JSON_OBJ,
		book ? xg_dydx_book_read : xg_dydx_trades_read, in);
}

static int read_type(struct xg_dydx_in *in, struct xg_json *j)
{
	struct xg_str text;
	int rc = xg_json_text(j, &text);

	if (rc < 0 || in->type != XG_DYDX_NO_TYPE)
		return rc < 0 ? rc : XG_ERR_SYNTAX;
	in->type = type_of(text);
	return 0;
}

static int read_channel(struct xg_dydx_in *in, struct xg_json *j)
{
	int rc = xg_json_text(j, &in->channel);

	if (rc < 0 || in->kind != XG_DYDX_NO_CHANNEL)
		return rc < 0 ? rc : XG_ERR_SYNTAX;
	in->kind = kind_of(in->channel);
	return 0;
}

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_dydx_in *in = ctx;

	if (XG_JSON_KEY_IS(j, "type"))
		return read_type(in, j);
	if (XG_JSON_KEY_IS(j, "channel"))
		return read_channel(in, j);
	if (XG_JSON_KEY_IS(j, "id"))
		return xg_json_text(j, &in->id);
	if (XG_JSON_KEY_IS(j, "message"))
		return xg_json_text(j, &in->message);
	if (XG_JSON_KEY_IS(j, "message_id")) {
		int rc = xg_json_i64(j, &in->message_id);

		return rc < 0 || in->message_id >= 0 ? rc : XG_ERR_RANGE;
	}
	if (XG_JSON_KEY_IS(j, "contents")) {
		if (in->has_contents)
			return XG_ERR_SYNTAX; /* two of them */
		in->has_contents = true;
		return read_contents(in, j);
	}
	return xg_json_skip(j, NULL) < 0 ? XG_ERR_SYNTAX : 0;
}

static int read_frame(struct xg_dydx_in *in, struct xg_json *j)
{
	int rc = xg_frame_object(j, read_member, in);
	struct xg_json late;

	if (rc < 0)
		return rc;
	if (in->type == XG_DYDX_NO_TYPE)
		return XG_ERR_TYPE;
	if (!has_data(in))
		return 0;
	if (!in->has_contents || in->message_id < 0 || !in->channel.n)
		return XG_ERR_TYPE;
	if (in->is_read ||
		(in->kind != XG_DYDX_BOOK && in->kind != XG_DYDX_TRADE))
		return 0;
	/* They came before what says what they are. */
	xg_json_init(&late, in->contents.p, in->contents.n);
	return read_contents(in, &late);
}

/* ---- what the venue says about subscriptions ---- */

static int want(struct xg_dydx_in *in, enum xg_want_kind kind)
{
	char topic[128];
	struct xg_want w = {
		.kind = kind, .conn = in->conn, .detail = in->message
	};
	int n;

	if (kind != XG_WANT_READY) {
		bool ticker = in->id.n && in->kind != XG_DYDX_MARKET;

		n = snprintf(topic, sizeof topic, "%.*s%s%.*s",
			XG_STR_ARG(in->channel), ticker ? ":" : "",
			ticker ? (int)in->id.n : 0, ticker ? in->id.p : "");
		if (n < 0 || (size_t)n >= sizeof topic)
			return XG_ERR_RANGE;
		w.topic = xg_str_from(topic);
	}
	return xg_decoder_want(in->d, &w);
}

/* What could not be fetched is asked for again when its ack does not come. */
static int refused(struct xg_dydx_in *in)
{
	bool later = xg_str_has_prefix(in->message, XG_STR("Internal error"));

	if (in->channel.n && !later)
		return want(in, XG_WANT_NACK);
	return xg_decoder_status(in->d, XG_ST_ERROR, (struct xg_str){ NULL, 0 },
		in->conn, "the venue says: %.*s",
		(int)(in->message.n < 200 ? in->message.n : 200),
		in->message.n ? in->message.p : "");
}

static int apply(struct xg_dydx_in *in)
{
	int rc = 0;

	if (in->type == XG_DYDX_CONNECTED)
		return want(in, XG_WANT_READY);
	if (in->type == XG_DYDX_ERROR)
		return refused(in);
	if (in->type == XG_DYDX_SUBSCRIBED && in->kind != XG_DYDX_OTHER)
		rc = want(in, XG_WANT_ACK);
	if (rc < 0 || !has_data(in))
		return rc;
	switch (in->kind) {
	case XG_DYDX_BOOK:
		return xg_dydx_book_apply(in);
	case XG_DYDX_TRADE:
		return xg_dydx_trades_apply(in);
	case XG_DYDX_MARKET:
		return xg_dydx_markets(in);
	case XG_DYDX_CANDLE:
		return xg_dydx_candles(in);
	default:
		return 0;
	}
}

static int ws_frame(struct xg_dydx_in *in, struct xg_str text)
{
	struct xg_dydx_state *st = in->st;
	struct xg_json j;
	int rc;

	st->held_n = st->in[0].n = st->in[1].n = 0;
	xg_json_init(&j, text.p, text.n);
	j.kept = in->d->kept;
	rc = read_frame(in, &j);
	if (rc < 0)
		xg_frame_col(in->d->err, &j, text);
	if (rc == 0 && in->message_id >= 0) {
		rc = xg_dydx_conn_take(in);
		if (rc <= 0)
			return rc;
	}
	return rc < 0 ? rc : apply(in);
}

/* ---- REST: the list of markets teaches what tickers mean ---- */

static int rest_answer(struct xg_decoder *d, struct xg_str body)
{
	struct xg_sink sink = { .ctx = d, .rec = xg_decoder_take };
	struct xg_str part;
	int rc = 0;

	if (xg_json_check(body, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_json_find(body, "markets", &part) > 0)
		rc = xg_dydx_insts(body, d->rx, &sink);
	return rc < 0 ? rc : 0;
}

int xg_dydx_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_dydx_in in = {
		.d = d, .st = d->priv, .conn = r->conn, .message_id = -1
	};
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!xg_str_is_text(r->dir, "in")) {
		if (!rest)
			xg_numbered_reset(&in.st->numbered, r->conn);
		return 0;
	}
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? rest_answer(d, r->data) : ws_frame(&in, r->data);
	return rc >= 0 ? rc : xg_frame_failed(d, raw, rc, err, "frame");
}
