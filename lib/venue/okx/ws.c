/* Frames: what they are about, and who reads their data [WebSocket API,
 * overview]. Nothing of a frame is emitted before all of it was read. */
#include "venue/okx/okx.h"

#include <stdlib.h>

#include "base/room.h"

#define SYM_TEXT 80

/* A record that waits for the end of its frame; its texts are of the frame or
 * of instruments, but for those of a status. */
struct xg_okx_held {
	struct xg_rec rec;
	char sym[SYM_TEXT], detail[160];
};

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
	for (int i = 0; i < 2; i++) {
		free(st->lv[i]);
		free(st->raw[i]);
	}
	free(st->held);
}

/* ---- records that wait ---- */

static int hold(void *ctx, const struct xg_rec *rec)
{
	struct xg_okx_state *st = ctx;
	struct xg_okx_held *h;
	int rc = XG_ROOM(st->held, st->held_n, st->held_cap, XG_ROOM_ANY);

	if (rc < 0)
		return rc;
	h = &st->held[st->held_n++];
	h->rec = *rec;
	if (rec->type != XG_REC_STATUS)
		return 0;
	xg_str_copy(h->sym, sizeof h->sym, rec->sym);
	xg_str_copy(h->detail, sizeof h->detail, rec->u.status.detail);
	return 0;
}

static int emit_held(struct xg_decoder *d)
{
	struct xg_okx_state *st = d->priv;
	int rc = 0;

	for (size_t i = 0; i < st->held_n && rc >= 0; i++) {
		struct xg_okx_held *h = &st->held[i];

		if (h->rec.type == XG_REC_STATUS) {
			h->rec.sym = xg_str_from(h->sym);
			h->rec.u.status.detail = xg_str_from(h->detail);
		}
		rc = xg_decoder_emit(d, &h->rec);
	}
	st->held_n = 0;
	return rc;
}

/* ---- channels ---- */

static int on_order(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_order_row(j, d->insts, d->rx, true, &d->sink, NULL);
}

static int on_fill(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_fill_row(j, d->insts, d->rx, &d->sink, NULL);
}

static int on_account(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_balance_rows(j, d->rx, &d->sink);
}

static int on_position(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	(void)f;
	return xg_okx_position_row(j, d->insts, d->rx, &d->sink);
}

typedef int row_fn(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j);

/* Channels whose data is an array of objects; those of candles have arrays. */
static const struct {
	const char *channel;
	row_fn *row;
} rows[] = {
	{ "trades", xg_okx_on_trade },
	{ "bbo-tbt", xg_okx_on_bbo },
	{ "books5", xg_okx_on_bbo },
	{ "trades-all", xg_okx_on_trade },
	{ "tickers", xg_okx_on_ticker },
	{ "funding-rate", xg_okx_on_funding },
	{ "mark-price", xg_okx_on_mark },
	{ "open-interest", xg_okx_on_oi },
	{ "liquidation-orders", xg_okx_on_liq },
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

static row_fn *row_of(struct xg_str channel)
{
	for (size_t i = 0; i < XG_LEN(rows); i++) {
		if (xg_str_is_text(channel, rows[i].channel))
			return rows[i].row;
	}
	return xg_okx_candle_s(channel) ? xg_okx_on_candle : NULL;
}

static int read_rows(struct xg_decoder *d, struct xg_okx_head *f,
	struct xg_json *j, row_fn *row)
{
	bool arrays = row == xg_okx_on_candle;
	struct xg_sink own = d->sink;
	int64_t records = d->stats.records;
	enum xg_json_tok tok;
	int rc = 0;

	d->sink = (struct xg_sink){ .ctx = d->priv, .rec = hold };
	while (rc >= 0) {
		tok = xg_json_next(j);
		if (tok == XG_JSON_ARR_END)
			break;
		rc = tok == (arrays ? XG_JSON_ARR : XG_JSON_OBJ) ? row(d, f, j)
								 : XG_ERR_TYPE;
	}
	d->sink = own;
	d->stats.records = records;
	return rc < 0 ? rc : 0;
}

/* The value of `data`: read, but nothing is emitted yet. */
static int read_data(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	row_fn *row;

	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	if (is_book(f->channel))
		return xg_okx_books_read(d, j, f);
	if (xg_str_is_text(f->channel, "instruments"))
		return xg_json_skip(j, &f->insts);
	row = row_of(f->channel);
	/* Other channels are not asked for; recordings may have them. */
	return row ? read_rows(d, f, j, row) : xg_json_skip(j, NULL);
}

/* ---- frames ---- */

static int read_arg(struct xg_json *j, struct xg_okx_head *f)
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

static int read_member(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	if (XG_JSON_KEY_IS(j, "arg"))
		return read_arg(j, f);
	if (XG_JSON_KEY_IS(j, "action"))
		return xg_frame_word(j, &f->action);
	if (XG_JSON_KEY_IS(j, "data")) {
		/* In one pass where the head came first, as it does. */
		if (f->channel.n && (f->action.n || !is_book(f->channel)) &&
			!f->is_read) {
			f->is_read = true;
			return read_data(d, f, j);
		}
		return xg_json_skip(j, &f->data);
	}
	if (XG_JSON_KEY_IS(j, "event"))
		return xg_frame_word(j, &f->event);
	if (XG_JSON_KEY_IS(j, "code"))
		return xg_frame_word(j, &f->code);
	if (XG_JSON_KEY_IS(j, "msg"))
		return xg_frame_word(j, &f->msg);
	if (XG_JSON_KEY_IS(j, "id"))
		return xg_frame_word(j, &f->id);
	if (XG_JSON_KEY_IS(j, "channel"))
		return xg_frame_word(j, &f->channel);
	return xg_json_skip(j, NULL);
}

/* All of a frame; what it holds is then ready to be emitted. */
static int read_frame(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	enum xg_json_tok tok;
	struct xg_json in;
	int rc = 0;

	if (xg_json_next(j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		rc = read_member(d, f, j);
		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_OBJ_END || xg_json_next(j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	if (!f->data.n || !f->channel.n)
		return 0;
	if (f->is_read)
		return XG_ERR_SYNTAX; /* two of them */
	xg_json_init(&in, f->data.p, f->data.n);
	f->is_read = true;
	return read_data(d, f, &in);
}

/* An array of instruments: each that can be read is learned. */
static int learn_all(struct xg_decoder *d, struct xg_str array)
{
	struct xg_sink sink = { .ctx = d, .rec = xg_decoder_take };
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, array.p, array.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = xg_okx_inst(&j, d->rx, &sink);

		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

static int ws_frame(struct xg_decoder *d, const struct xg_rec *raw)
{
	struct xg_okx_head f = { .conn = raw->u.rawf.conn };
	struct xg_okx_state *st = d->priv;
	struct xg_str text = raw->u.rawf.data;
	struct xg_json j;
	int rc;

	st->held_n = 0;
	xg_json_init(&j, text.p, text.n);
	rc = read_frame(d, &f, &j);
	if (rc < 0) {
		st->held_n = 0;
		xg_frame_col(d->err, &j, text);
		return rc;
	}
	if (f.push.n)
		return xg_okx_books_apply(d, &f);
	if (f.insts.n)
		return learn_all(d, f.insts);
	if (f.event.n)
		return xg_okx_event(d, &f);
	return emit_held(d);
}

/* public/instruments teaches what symbols mean. */
static int rest_answer(struct xg_decoder *d, const struct xg_rec *raw)
{
	struct xg_str data;

	if (!xg_frame_asks(&raw->u.rawf, "/public/instruments"))
		return 0;
	if (xg_json_find(raw->u.rawf.data, "data", &data) <= 0)
		return XG_ERR_TYPE;
	return learn_all(d, data);
}

int xg_okx_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	if (xg_str_is_text(r->text, "pong"))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = xg_str_is_text(r->ch, "rest") ? rest_answer(d, raw)
					   : ws_frame(d, raw);
	return rc >= 0 ? rc : xg_frame_failed(d, raw, rc, err, "frame");
}
