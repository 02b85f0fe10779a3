/* Frames: what they are about, and who reads their result. Source: WebSocket v4
 * documents of spot and futures. Nothing of a frame is emitted before all of it
 * was read; its members come in any order. */
#include <stdlib.h>

#include "venue/gate/gate.h"

void xg_gate_decoder_release(struct xg_decoder *d)
{
	struct xg_gate_state *st = d->priv;

	free(st->lv[0]);
	free(st->lv[1]);
	free(st->tmp);
}

const struct xg_instr *xg_gate_inst_of(
	const struct xg_gate_in *in, struct xg_str native)
{
	return xg_decoder_inst(in->d, xg_str_from(in->m->name), native);
}

/* ---- results ---- */

static const struct {
	const char *name; /* behind "spot." or "futures." */
	enum xg_gate_kind kind;
	bool spot, futures;
} channels[] = {
	{ "obu", XG_GATE_OBU, true, true },
	{ "order_book_update", XG_GATE_DIFF, true, true },
	{ "trades", XG_GATE_TRADE, true, true },
	{ "book_ticker", XG_GATE_BBO, true, true },
	{ "tickers", XG_GATE_TICKER, false, true },
	{ "public_liquidates", XG_GATE_LIQ, false, true },
	{ "candlesticks", XG_GATE_CANDLE, true, true },
};

static xg_frame_fn *const row_of[] = {
	[XG_GATE_TRADE] = xg_gate_trade_row,
	[XG_GATE_BBO] = xg_gate_bbo_row,
	[XG_GATE_TICKER] = xg_gate_ticker_row,
	[XG_GATE_LIQ] = xg_gate_liq_row,
	[XG_GATE_CANDLE] = xg_gate_candle_row,
};

static int classify(struct xg_gate_in *in)
{
	struct xg_str rest = in->channel, prefix = xg_str_cut(&rest, '.');
	bool spot = in->m->index == XG_GATE_SPOT;

	if (in->kind != XG_GATE_NO_CHANNEL)
		return XG_ERR_SYNTAX; /* two of them */
	in->kind = XG_GATE_OTHER;
	/* The same codes mean other things on another market's connection. */
	if (xg_str_is_text(prefix, spot ? "futures" : "spot"))
		return XG_ERR_TYPE;
	if (!xg_str_is_text(prefix, in->m->prefix))
		return 0;
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		if (!xg_str_is_text(rest, channels[i].name))
			continue;
		if (spot ? channels[i].spot : channels[i].futures)
			in->kind = channels[i].kind;
		return 0;
	}
	return 0;
}

static bool is_data(struct xg_str event)
{
	return xg_str_is_text(event, "update") ||
	       xg_str_is_text(event, "all") ||
	       xg_str_is_text(event, "snapshot");
}

static bool is_book(enum xg_gate_kind kind)
{
	return kind == XG_GATE_OBU || kind == XG_GATE_DIFF;
}

/* Rows of an array whose ARR token was read; arrays in it once more. */
static int read_array(struct xg_gate_in *in, struct xg_json *j)
{
	enum xg_json_tok tok;
	bool inner = false;

	for (;;) {
		int rc;

		tok = xg_json_next(j);
		if (tok == XG_JSON_OBJ) {
			rc = row_of[in->kind](in, j);
			if (rc < 0)
				return rc;
		} else if (tok == XG_JSON_ARR && !inner) {
			inner = true;
		} else if (tok == XG_JSON_ARR_END) {
			if (!inner)
				return 0;
			inner = false;
		} else {
			return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
		}
	}
}

/* What a result holds, where the channel is one of ours: an object, a list of
 * them or (2021) a list in a list. Its first token was read. */
static int read_data(struct xg_gate_in *in, struct xg_json *j)
{
	in->is_read = true;
	if (is_book(in->kind))
		return j->tok == XG_JSON_OBJ ? xg_gate_book_read(in, j)
					     : XG_ERR_TYPE;
	if (j->tok == XG_JSON_OBJ)
		return row_of[in->kind](in, j);
	return j->tok == XG_JSON_ARR ? read_array(in, j) : XG_ERR_TYPE;
}

/* In one pass where the head came first, as it does. obu has its event behind
 * the result; an object of another event is no book, and nothing is lost by
 * looking. */
static int read_result(struct xg_gate_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (in->has_result)
		return XG_ERR_SYNTAX; /* two of them */
	in->has_result = true;
	if (tok != XG_JSON_OBJ && tok != XG_JSON_ARR) {
		in->has_result = tok != XG_JSON_NULL;
		return 0;
	}
	if (in->kind > XG_GATE_OTHER &&
		(is_data(in->event) ||
			(in->kind == XG_GATE_OBU && !in->event.n)))
		return read_data(in, j);
	return xg_json_skip(j, &in->data) < 0 ? XG_ERR_SYNTAX : 0;
}

/* ---- members ---- */

static int read_time(struct xg_gate_in *in, struct xg_json *j, bool ms)
{
	struct xg_str text;
	int64_t us;
	int rc = xg_json_text(j, &text);

	if (rc == XG_ERR_TYPE && j->tok == XG_JSON_NULL)
		return 0;
	if (rc == 0)
		rc = xg_gate_time(&us, text);
	if (rc == 0 && us && (ms || !in->ts))
		in->ts = us;
	return rc;
}

static int read_member(void *ctx, struct xg_json *j)
{
	struct xg_gate_in *in = ctx;
	int rc;

	if (XG_JSON_KEY_IS(j, "channel")) {
		rc = xg_json_text(j, &in->channel);
		/* A notice of the whole service has none. */
		return rc < 0 || !in->channel.n ? rc : classify(in);
	}
	if (XG_JSON_KEY_IS(j, "event"))
		return xg_json_text(j, &in->event);
	if (XG_JSON_KEY_IS(j, "result"))
		return read_result(in, j);
	if (XG_JSON_KEY_IS(j, "time_ms"))
		return read_time(in, j, true);
	if (XG_JSON_KEY_IS(j, "time"))
		return read_time(in, j, false);
	if (XG_JSON_KEY_IS(j, "id"))
		return xg_scan_value(j, &in->id);
	if (XG_JSON_KEY_IS(j, "error"))
		return xg_scan_value(j, &in->error);
	if (XG_JSON_KEY_IS(j, "payload"))
		return xg_scan_value(j, &in->payload);
	if (XG_JSON_KEY_IS(j, "symbol"))
		return xg_scan_value(j, &in->symbol);
	return xg_json_skip(j, NULL) < 0 ? XG_ERR_SYNTAX : 0;
}

static int read_frame(struct xg_gate_in *in, struct xg_json *j)
{
	int rc = xg_frame_object(j, read_member, in);
	struct xg_json late;

	if (rc < 0)
		return rc;
	if (in->kind <= XG_GATE_OTHER || !is_data(in->event) || in->is_read)
		return 0;
	if (!in->data.n)
		return XG_ERR_TYPE;
	xg_json_init(&late, in->data.p, in->data.n);
	xg_json_next(&late);
	return read_data(in, &late);
}

static int ws_frame(struct xg_gate_in *in, struct xg_str text)
{
	struct xg_gate_state *st = in->d->priv;
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
	if (xg_str_is_text(in->event, "upgrade"))
		return xg_gate_upgrade(in);
	/* What the venue sent until 2023 had neither. */
	if (in->kind == XG_GATE_NO_CHANNEL && !in->event.n)
		return XG_ERR_TYPE;
	if (!is_data(in->event))
		return xg_gate_event(in);
	if (is_book(in->kind))
		return xg_gate_book_apply(in);
	/* Rows without a time of their own have that of their frame. */
	return xg_decoder_held(in->d, in->ts);
}

/* ---- REST: instruments teach what symbols mean; snapshots ---- */

static int rest_answer(struct xg_gate_in *in, const struct xg_rec *raw)
{
	struct xg_str query = raw->u.rawf.req, path = xg_str_cut(&query, '?');
	struct xg_sink sink = { .ctx = in->d, .rec = xg_decoder_take };
	struct xg_str body = raw->u.rawf.data;
	int rc = 0;

	if (XG_REC_HAS(raw, rawf.http) && raw->u.rawf.http != 200)
		return 0;
	if (xg_json_check(body, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_str_has_suffix(path, xg_str_from(in->m->list)))
		rc = xg_gate_insts(body, in->m, in->d->rx, &sink);
	else if (xg_str_has_suffix(path, XG_STR("/order_book")))
		rc = xg_gate_snapshot(in, query, body);
	return rc < 0 ? rc : 0;
}

int xg_gate_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_gate_in in = {
		.d = d, .m = xg_gate_market(r->market), .conn = r->conn
	};
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	if (!in.m)
		return xg_frame_no_market(d, raw, err);
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = xg_str_is_text(r->ch, "rest") ? rest_answer(&in, raw)
					   : ws_frame(&in, r->data);
	return rc >= 0 ? rc
		       : xg_frame_failed(
				 d, raw, rc, err, "%s frame", in.m->name);
}
