/* WebSocket frames -> records and wants [WebSocket API, overview]. */
#include "venue/okx/okx.h"

#include <stdlib.h>

void xg_okx_decoder_release(struct xg_decoder *d)
{
	struct xg_okx_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->sums, &pos))) {
		if (s->val.ptr)
			xg_okx_text_release(s->val.ptr);
		free(s->val.ptr);
	}
	xg_map_release(&st->sums);
	free(st->lv[0]);
	free(st->lv[1]);
}

/* What the head of a frame says. */
struct frame {
	struct xg_str channel, native, type, action, event, code, msg, id,
		count;
	struct xg_str data; /* when it came before its head */
	int64_t conn;
};

const struct xg_instr *xg_okx_inst_of(
	struct xg_decoder *d, struct xg_str native)
{
	const struct xg_instr *inst =
		xg_decoder_inst(d, xg_okx_market(native), native);
	struct xg_okx_state *st = d->priv;

	if (!inst)
		xg_str_copy(st->unknown, sizeof st->unknown, native);
	return inst;
}

static const struct xg_instr *inst_of(
	struct xg_decoder *d, const struct frame *f, struct xg_str native)
{
	if (!native.n)
		native = f->native;
	return xg_okx_inst_of(d, native);
}

/* Contracts -> base units; spot sizes are base units already. */
static int base_of(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_str size, struct xg_dec px)
{
	struct xg_dec sz;
	int rc = xg_dec_from(&sz, size);

	if (rc < 0)
		return rc;
	*out = sz;
	return inst->i.kind == XG_SPOT || xg_dec_is_zero(sz)
		       ? 0
		       : xg_base_qty(out, inst, sz, px);
}

static int on_trade(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "tradeId", "px", "sz",
		"side", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px, qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_dec_from(&px, v[2]) < 0 || base_of(&qty, inst, v[3], px) < 0)
		return XG_ERR_RANGE;
	/* side is the taker's */
	xg_rec_start(&rec, XG_REC_TRADE, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[5]), d->rx);
	XG_REC_SET(&rec, trade.id, v[1]);
	XG_REC_SET(&rec, trade.side, xg_word_from(XG_WORDS_SIDE, v[4]));
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, qty);
	return rec.u.trade.side ? xg_decoder_emit(d, &rec) : XG_ERR_TYPE;
}

static int on_ticker(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "bidPx", "bidSz", "askPx",
		"askSz", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px, qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	xg_rec_start(&rec, XG_REC_BBO, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[5]), d->rx);
	if (v[1].n && v[2].n) {
		if (xg_dec_from(&px, v[1]) < 0 ||
			base_of(&qty, inst, v[2], px) < 0)
			return XG_ERR_RANGE;
		XG_REC_SET(&rec, bbo.bid, px);
		XG_REC_SET(&rec, bbo.bid_qty, qty);
	}
	if (v[3].n && v[4].n) {
		if (xg_dec_from(&px, v[3]) < 0 ||
			base_of(&qty, inst, v[4], px) < 0)
			return XG_ERR_RANGE;
		XG_REC_SET(&rec, bbo.ask, px);
		XG_REC_SET(&rec, bbo.ask_qty, qty);
	}
	return xg_decoder_emit(d, &rec);
}

static int on_funding(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "fundingRate",
		"fundingTime", "nextFundingTime", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec rate;
	int64_t at, next;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_okx_dec(&rate, v[1]) <= 0)
		return v[1].n ? XG_ERR_RANGE : 0;
	at = xg_okx_ms(v[2]);
	next = xg_okx_ms(v[3]);
	xg_rec_start(&rec, XG_REC_FUNDING, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[4]), d->rx);
	XG_REC_SET(&rec, funding.rate, rate);
	if (at)
		XG_REC_SET(&rec, funding.next, at);
	if (next > at && at)
		XG_REC_SET(&rec, funding.interval_s,
			(next - at) / INT64_C(1000000));
	return xg_decoder_emit(d, &rec);
}

static int on_mark(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "markPx", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_dec_from(&px, v[1]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_MARK, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[2]), d->rx);
	XG_REC_SET(&rec, mark.mark, px);
	return xg_decoder_emit(d, &rec);
}

static int on_oi(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "oiCcy", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_dec_from(&qty, v[1]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, XG_STR("okx"), inst->sym, xg_okx_ms(v[2]),
		d->rx);
	XG_REC_SET(&rec, oi.qty, qty);
	return xg_decoder_emit(d, &rec);
}

static int one_liq(
	struct xg_decoder *d, const struct xg_instr *inst, struct xg_json *j)
{
	static const char *const keys[] = { "bkPx", "sz", "side", "ts" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px, qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (xg_dec_from(&px, v[0]) < 0 || base_of(&qty, inst, v[1], px) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_LIQ, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[3]), d->rx);
	XG_REC_SET(&rec, liq.side, xg_word_from(XG_WORDS_SIDE, v[2]));
	XG_REC_SET(&rec, liq.px, px);
	XG_REC_SET(&rec, liq.qty, qty);
	return xg_decoder_emit(d, &rec);
}

static int on_liq(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "details" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_json in;
	int rc = 0;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return 0; /* one of all contracts of the type: not ours */
	xg_json_init(&in, v[1].p, v[1].n);
	if (xg_json_next(&in) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&in) == XG_JSON_OBJ)
		rc = one_liq(d, inst, &in);
	return rc;
}

/* candle1m: [ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm] */
static int on_candle(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	const struct xg_instr *inst = inst_of(d, f, f->native);
	struct xg_str v[9] = { { NULL, 0 } };
	enum xg_json_tok tok;
	struct xg_rec rec;
	struct xg_dec px[5];
	size_t n = 0;

	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_NUM)
			return XG_ERR_TYPE;
		if (n < XG_LEN(v))
			v[n++] = j->val;
	}
	if (n < 6)
		return XG_ERR_TYPE;
	if (!inst)
		return XG_ERR_ABSENT;
	for (size_t i = 0; i < 4; i++) {
		if (xg_dec_from(&px[i], v[i + 1]) < 0)
			return XG_ERR_RANGE;
	}
	if (base_of(&px[4], inst, v[5], px[3]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_CANDLE, XG_STR("okx"), inst->sym, 0, d->rx);
	XG_REC_SET(&rec, candle.open, px[0]);
	XG_REC_SET(&rec, candle.high, px[1]);
	XG_REC_SET(&rec, candle.low, px[2]);
	XG_REC_SET(&rec, candle.close, px[3]);
	XG_REC_SET(&rec, candle.vol, px[4]);
	XG_REC_SET(&rec, candle.start, xg_okx_ms(v[0]));
	XG_REC_SET(&rec, candle.interval_s, 60);
	XG_REC_SET(&rec, candle.closed, xg_str_is_text(v[8], "1"));
	return xg_decoder_emit(d, &rec);
}

static int learn(void *ctx, const struct xg_rec *rec)
{
	return xg_decoder_learn(ctx, rec);
}

static int on_inst(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	struct xg_sink sink = { .ctx = d, .rec = learn };

	(void)f;
	return xg_okx_inst(j, d->rx, &sink);
}

static int on_order(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_order_row(j, d->insts, d->rx, true, &d->sink, NULL);
}

static int on_fill(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_fill_row(j, d->insts, d->rx, &d->sink);
}

static int on_account(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_balance_rows(j, d->rx, &d->sink);
}

static int on_position(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_position_row(j, d->insts, d->rx, &d->sink);
}

/* Channels whose data is an array of objects (candles: of arrays). */
static const struct {
	const char *channel;
	int (*row)(struct xg_decoder *d, struct frame *f, struct xg_json *j);
} rows[] = {
	{ "trades", on_trade },
	{ "trades-all", on_trade },
	{ "tickers", on_ticker },
	{ "funding-rate", on_funding },
	{ "mark-price", on_mark },
	{ "open-interest", on_oi },
	{ "liquidation-orders", on_liq },
	{ "candle1m", on_candle },
	{ "instruments", on_inst },
	{ "orders", on_order },
	{ "fills", on_fill },
	{ "account", on_account },
	{ "positions", on_position },
};

static bool is_book(struct xg_str ch)
{
	return xg_str_is_text(ch, "books") ||
	       xg_str_is_text(ch, "books-l2-tbt") ||
	       xg_str_is_text(ch, "books50-l2-tbt");
}

/* The array of data (its ARR token is next). */
static int on_data(struct xg_decoder *d, struct frame *f, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	size_t i = 0;
	int rc = 0;

	if (tok != XG_JSON_ARR)
		return XG_ERR_TYPE;
	if (is_book(f->channel))
		return xg_okx_books(d, j, f->native,
			xg_str_is_text(f->action, "snapshot"), f->conn);
	if (xg_str_is_text(f->channel, "bbo-tbt") ||
		xg_str_is_text(f->channel, "books5"))
		return xg_okx_bbo(d, j, f->native);
	while (i < XG_LEN(rows) && !xg_str_is_text(f->channel, rows[i].channel))
		i++;
	if (i == XG_LEN(rows))
		return xg_json_skip(
			j, NULL); /* a channel that we do not ask for */
	while (rc >= 0) {
		tok = xg_json_next(j);
		if (tok == XG_JSON_ARR_END)
			return 0;
		if (tok !=
			(rows[i].row == on_candle ? XG_JSON_ARR : XG_JSON_OBJ))
			return XG_ERR_TYPE;
		rc = rows[i].row(d, f, j);
	}
	return rc;
}

static int want(struct xg_decoder *d, const struct frame *f,
	enum xg_want_kind kind, struct xg_str topic)
{
	struct xg_want w = {
		.kind = kind, .conn = f->conn, .topic = topic, .detail = f->msg
	};

	if (f->id.n)
		xg_str_i64(f->id, &w.id);
	return xg_decoder_want(d, &w);
}

static bool is_login_code(struct xg_str code)
{
	static const char *const codes[] = { "60004", "60005", "60006", "60007",
		"60009", "60022", "60024", "60032" };

	for (size_t i = 0; i < XG_LEN(codes); i++) {
		if (xg_str_is_text(code, codes[i]))
			return true;
	}
	return false;
}

static int on_event(struct xg_decoder *d, struct frame *f)
{
	char topic[128];
	struct xg_str key = f->native.n ? f->native : f->type;
	int n;

	if (f->channel.n + key.n + 2 > sizeof topic)
		return XG_ERR_LIMIT;
	n = (int)f->channel.n;
	memcpy(topic, f->channel.p ? f->channel.p : "", f->channel.n);
	topic[n++] = ':';
	memcpy(topic + n, key.p ? key.p : "", key.n);
	n += (int)key.n;
	if (xg_str_is_text(f->event, "subscribe")) {
		f->id.n = 0; /* each argument is confirmed by itself */
		return want(
			d, f, XG_WANT_ACK, (struct xg_str){ topic, (size_t)n });
	}
	if (xg_str_is_text(f->event, "login"))
		return want(d, f,
			xg_str_is_text(f->code, "0") ? XG_WANT_LOGIN_OK
						     : XG_WANT_LOGIN_BAD,
			(struct xg_str){ NULL, 0 });
	if (xg_str_is_text(f->event, "error"))
		return want(d, f,
			is_login_code(f->code) ? XG_WANT_LOGIN_BAD
					       : XG_WANT_NACK,
			(struct xg_str){ NULL, 0 });
	if (xg_str_is_text(f->event, "channel-conn-count-error"))
		return want(d, f, XG_WANT_NACK,
			(struct xg_str){ topic, (size_t)n });
	if (xg_str_is_text(f->event, "notice")) {
		int rc = xg_decoder_status(d, XG_ST_MAINTENANCE,
			(struct xg_str){ NULL, 0 }, f->conn, "%.*s",
			XG_STR_ARG(f->msg));

		/* 64008: the connection closes within 60 s. */
		return rc < 0 ? rc
			      : want(d, f, XG_WANT_RECONNECT,
					(struct xg_str){ NULL, 0 });
	}
	return 0; /* unsubscribe, channel-conn-count */
}

static int read_arg(struct xg_json *j, struct frame *f)
{
	static const char *const keys[] = { "channel", "instId", "instType" };
	struct xg_str v[XG_LEN(keys)];

	if (xg_json_next(j) != XG_JSON_OBJ ||
		xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_TYPE;
	f->channel = v[0];
	f->native = v[1];
	f->type = v[2];
	return 0;
}

static int read_word(struct xg_json *j, struct xg_str *out)
{
	int rc = xg_json_text(j, out);

	/* Other types are of no use here, but are not errors of the frame. */
	if (rc == XG_ERR_TYPE && j->tok != XG_JSON_ERR)
		return j->tok == XG_JSON_OBJ || j->tok == XG_JSON_ARR
			       ? xg_json_skip(j, NULL)
			       : 0;
	return rc;
}

static int ws_frame(struct xg_decoder *d, const struct xg_rec *raw)
{
	struct frame f = { .conn = raw->u.rawf.conn };
	bool needs_action = false;
	enum xg_json_tok tok;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, raw->u.rawf.data.p, raw->u.rawf.data.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while (rc >= 0 && (tok = xg_json_next(&j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(&j, "arg")) {
			rc = read_arg(&j, &f);
			needs_action = is_book(f.channel);
		} else if (XG_JSON_KEY_IS(&j, "action")) {
			rc = read_word(&j, &f.action);
		} else if (XG_JSON_KEY_IS(&j, "data")) {
			/* In one pass where the head came first, as it does. */
			if (f.channel.n && (f.action.n || !needs_action))
				rc = on_data(d, &f, &j);
			else
				rc = xg_json_skip(&j, &f.data);
		} else if (XG_JSON_KEY_IS(&j, "event")) {
			rc = read_word(&j, &f.event);
		} else if (XG_JSON_KEY_IS(&j, "code")) {
			rc = read_word(&j, &f.code);
		} else if (XG_JSON_KEY_IS(&j, "msg")) {
			rc = read_word(&j, &f.msg);
		} else if (XG_JSON_KEY_IS(&j, "id")) {
			rc = read_word(&j, &f.id);
		} else {
			rc = xg_json_skip(&j, NULL);
		}
	}
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END || xg_json_next(&j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	if (f.data.n && f.channel.n) {
		xg_json_init(&j, f.data.p, f.data.n);
		return on_data(d, &f, &j);
	}
	return f.event.n ? on_event(d, &f) : 0;
}

/* public/instruments teaches what symbols mean. */
static int rest_answer(struct xg_decoder *d, const struct xg_rec *raw)
{
	struct xg_sink sink = { .ctx = d, .rec = learn };
	struct xg_str data;
	struct xg_json j;
	enum xg_json_tok tok;

	if (!memmem(raw->u.rawf.req.p, raw->u.rawf.req.n, "/public/instruments",
		    strlen("/public/instruments")))
		return 0;
	if (xg_json_find(raw->u.rawf.data, "data", &data) <= 0)
		return XG_ERR_TYPE;
	xg_json_init(&j, data.p, data.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = xg_okx_inst(&j, d->rx, &sink);

		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_SYNTAX;
}

int xg_okx_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	if (!XG_REC_HAS(raw, rawf.data)) {
		if (xg_str_is_text(r->text, "pong"))
			return 0;
		return xg_error_set(
			err, XG_ERR_SYNTAX, "okx: this frame is not JSON");
	}
	rc = xg_str_is_text(r->ch, "rest") ? rest_answer(d, raw)
					   : ws_frame(d, raw);
	if (rc == XG_ERR_ABSENT)
		return xg_error_set(err, rc,
			"okx: the contract '%s' is not known; its inst record "
			"must come first",
			((struct xg_okx_state *)d->priv)->unknown);
	if (rc < 0)
		xg_error_set(err, rc, "okx: %s", xg_err_text(rc));
	return rc;
}
