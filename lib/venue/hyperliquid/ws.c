/* Frames: {"channel","data"}, and who reads their data. Source: the venue's
 * documents, WebSocket subscriptions. Nothing of a frame is emitted before all of
 * it was read; its members come in any order. */
#include <stdlib.h>

#include "venue/hyperliquid/hyperliquid.h"

void xg_hyperliquid_decoder_release(struct xg_decoder *d)
{
	struct xg_hyperliquid_state *st = d->priv;

	xg_states_release(&st->syms);
	free(st->lv[0]);
	free(st->lv[1]);
	free(st->held);
}

struct xg_hyperliquid_sym *xg_hyperliquid_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst)
{
	struct xg_hyperliquid_state *st = d->priv;

	return xg_state_of(
		&st->syms, inst->sym, sizeof(struct xg_hyperliquid_sym));
}

const struct xg_instr *xg_hyperliquid_inst_of(
	const struct xg_hyperliquid_in *in, struct xg_str native)
{
	struct xg_str market = xg_hyperliquid_market(native);

	if (market.n)
		return xg_decoder_inst(in->d, market, native);
	xg_error_set(in->d->err, XG_ERR_ABSENT,
		"hyperliquid: %.*s is the code of no instrument",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	return NULL;
}

/* ---- channels ---- */

static enum xg_hyperliquid_kind kind_of(struct xg_str channel)
{
	static const struct {
		const char *name;
		size_t n;
		enum xg_hyperliquid_kind kind;
	} known[] = {
#define CHANNEL(text, kind) { text, sizeof(text) - 1, XG_HYPERLIQUID_##kind }
		CHANNEL("l2Book", BOOK),
		CHANNEL("bbo", BBO),
		CHANNEL("trades", TRADES),
		CHANNEL("activeAssetCtx", CTX),
		CHANNEL("candle", CANDLE),
		CHANNEL("subscriptionResponse", ACK),
		CHANNEL("error", ERROR),
#undef CHANNEL
	};

	for (size_t i = 0; i < XG_LEN(known); i++) {
		if (channel.n == known[i].n &&
			memcmp(channel.p, known[i].name, channel.n) == 0)
			return known[i].kind;
	}
	return XG_HYPERLIQUID_OTHER;
}

/* The value of `data`, when the channel is known: books and trades are read in
 * place, the text of others is kept. */
static int read_data(struct xg_hyperliquid_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (in->kind == XG_HYPERLIQUID_TRADES) {
		in->is_read = true;
		return tok == XG_JSON_ARR
			       ? xg_frame_rows(j, XG_JSON_OBJ,
					 xg_hyperliquid_trade_row, in)
			       : XG_ERR_TYPE;
	}
	if (in->kind == XG_HYPERLIQUID_BOOK || in->kind == XG_HYPERLIQUID_BBO) {
		in->is_read = true;
		return tok == XG_JSON_OBJ ? xg_hyperliquid_book_read(in, j)
					  : XG_ERR_TYPE;
	}
	in->data = j->val;
	return tok == XG_JSON_OBJ || tok == XG_JSON_ARR
		       ? xg_json_skip(j, &in->data)
		       : 0;
}

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_hyperliquid_in *in = ctx;
	struct xg_str channel;
	int rc;

	if (XG_JSON_KEY_IS(j, "channel")) {
		rc = xg_json_text(j, &channel);
		if (rc < 0 || in->kind != XG_HYPERLIQUID_NO_CHANNEL)
			return rc < 0 ? rc : XG_ERR_SYNTAX;
		in->kind = kind_of(channel);
		return 0;
	}
	if (XG_JSON_KEY_IS(j, "data")) {
		if (in->has_data)
			return XG_ERR_SYNTAX; /* two of them */
		in->has_data = true;
		return read_data(in, j);
	}
	return xg_json_skip(j, NULL) < 0 ? XG_ERR_SYNTAX : 0;
}

static int read_frame(struct xg_hyperliquid_in *in, struct xg_json *j)
{
	int rc = xg_frame_object(j, read_member, in);
	struct xg_json late;

	if (rc < 0)
		return rc;
	if (in->kind == XG_HYPERLIQUID_NO_CHANNEL)
		return XG_ERR_TYPE;
	if (in->kind == XG_HYPERLIQUID_OTHER || in->is_read)
		return 0;
	if (!in->has_data)
		return XG_ERR_TYPE;
	if (in->kind < XG_HYPERLIQUID_TRADES || in->kind > XG_HYPERLIQUID_BBO)
		return 0;
	/* It came before its channel. */
	xg_json_init(&late, in->data.p, in->data.n);
	return read_data(in, &late);
}

static int apply(struct xg_hyperliquid_in *in)
{
	switch (in->kind) {
	case XG_HYPERLIQUID_ACK:
		return xg_hyperliquid_ack(in);
	case XG_HYPERLIQUID_ERROR:
		return xg_hyperliquid_refused(in);
	case XG_HYPERLIQUID_TRADES:
		return xg_hyperliquid_trades_apply(in);
	case XG_HYPERLIQUID_BOOK:
		return xg_hyperliquid_book_apply(in);
	case XG_HYPERLIQUID_BBO:
		return xg_hyperliquid_bbo_apply(in);
	case XG_HYPERLIQUID_CTX:
		return xg_hyperliquid_ctx(in);
	case XG_HYPERLIQUID_CANDLE:
		return xg_hyperliquid_candle(in);
	default:
		return 0;
	}
}

static int ws_frame(struct xg_hyperliquid_in *in, struct xg_str text)
{
	struct xg_hyperliquid_state *st = in->d->priv;
	struct xg_json j;
	int rc;

	st->held_n = st->n[0] = st->n[1] = 0;
	xg_json_init(&j, text.p, text.n);
	rc = read_frame(in, &j);
	if (rc < 0)
		xg_frame_col(in->d->err, &j, text);
	return rc < 0 ? rc : apply(in);
}

/* ---- REST: lists of instruments teach what codes mean ---- */

/* All questions have one path: an answer is known by its form. */
static int rest_answer(struct xg_decoder *d, struct xg_str body)
{
	struct xg_sink sink = { .ctx = d, .rec = xg_decoder_take };
	struct xg_str part;
	int rc = 0;

	if (xg_json_check(body, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_json_find(body, "tokens", &part) > 0)
		rc = xg_hyperliquid_spots(body, d->rx, &sink);
	else if (xg_json_find(body, "universe", &part) > 0 ||
		 xg_json_find(body, "0.universe", &part) > 0)
		rc = xg_hyperliquid_perps(body, d->rx, &sink);
	return rc < 0 ? rc : 0;
}

/* Some gateways greet in plain text. */
static bool is_greeting(const struct xg_raw *r)
{
	static const char text[] = "Websocket connection established";

	return xg_str_has_prefix(r->text, XG_STR(text));
}

int xg_hyperliquid_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_hyperliquid_in in = { .d = d, .conn = r->conn };
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!xg_str_is_text(r->dir, "in") || (!rest && is_greeting(r)))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? rest_answer(d, r->data) : ws_frame(&in, r->data);
	return rc >= 0 ? rc : xg_frame_failed(d, raw, rc, err, "frame");
}
