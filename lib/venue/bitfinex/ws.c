/* Frames: objects are events, arrays are data: [channel, data, number, time] or
 * [channel, word, data, number, time] [general]. Nothing of a frame is emitted
 * before all of it was read and its number was taken. */
#include "venue/bitfinex/bitfinex.h"

static bool is_book(const struct xg_bitfinex_chan *ch)
{
	return ch->kind == XG_BITFINEX_BOOK || ch->kind == XG_BITFINEX_TOP;
}

static bool is_of_us(const struct xg_bitfinex_chan *ch)
{
	return ch && ch->kind > XG_BITFINEX_OTHER;
}

/* The array behind the channel, or behind te; its ARR token was read. */
static int read_data(struct xg_bitfinex_in *in, struct xg_json *j)
{
	if (!is_of_us(in->chan))
		return xg_json_skip(j, NULL);
	return is_book(in->chan) ? xg_bitfinex_levels(in, j)
				 : xg_bitfinex_rows(in, j);
}

/* te is the trade; tu tells it again, fte and ftu are of the funding market. */
static int read_word(struct xg_bitfinex_in *in, struct xg_json *j)
{
	in->word = j->val;
	if (xg_str_is_text(in->word, "cs"))
		return xg_json_i64(j, &in->sum);
	if (xg_str_is_text(in->word, "hb"))
		return 0;
	if (xg_json_next(j) != XG_JSON_ARR)
		return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	return xg_str_is_text(in->word, "te") && in->chan &&
			       in->chan->kind == XG_BITFINEX_TRADE
		       ? xg_bitfinex_rows(in, j)
		       : xg_json_skip(j, NULL);
}

/* What was confirmed says which numbers stand behind the data; before that (in a
 * recording that was cut) what we ask for does, if both are there. */
static int read_tail(struct xg_bitfinex_in *in, struct xg_json *j)
{
	int64_t flags = in->c->flags < 0 ? XG_BITFINEX_FLAGS : in->c->flags;
	int64_t n[2] = { 0, 0 };
	enum xg_json_tok tok;
	int have = 0, need = 0;

	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if (tok == XG_JSON_NUM && have < 2)
			if (xg_json_as_i64(j, &n[have++]) < 0 ||
				n[have - 1] < 0)
				return XG_ERR_RANGE;
		if (xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
	}
	if (flags & XG_BITFINEX_SEQ_ALL)
		in->seq = n[need++];
	if (flags & XG_BITFINEX_TIMESTAMP) {
		if (n[need] > INT64_MAX / 1000)
			return XG_ERR_RANGE;
		in->ts = n[need++] * 1000;
	}
	if (have >= need)
		return 0;
	in->seq = -1;
	in->ts = 0;
	return in->c->flags < 0 ? 0 : XG_ERR_TYPE;
}

static int read_array(struct xg_bitfinex_in *in, struct xg_json *j)
{
	int rc = xg_json_i64(j, &in->id);

	if (rc < 0)
		return rc;
	in->chan = xg_bitfinex_chan_of(in->c, in->id);
	switch (xg_json_next(j)) {
	case XG_JSON_STR:
		rc = read_word(in, j);
		break;
	case XG_JSON_ARR:
		rc = read_data(in, j);
		break;
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	default:
		return XG_ERR_TYPE;
	}
	if (rc == 0)
		rc = read_tail(in, j);
	if (rc < 0)
		return rc;
	return xg_json_next(j) == XG_JSON_END ? 0 : XG_ERR_SYNTAX;
}

/* ---- what it means ---- */

/* Data of a channel of nobody: it ended, or what it is was not recorded. Should it
 * be named later, its snapshot was missed. */
static int stray(struct xg_bitfinex_in *in)
{
	struct xg_str none = { NULL, 0 };
	struct xg_bitfinex_chan *ch;
	bool told = in->c->told;

	if (in->id == 0 || xg_str_is_text(in->word, "hb"))
		return 0;
	ch = xg_bitfinex_chan_put(in->c, in->id);
	if (ch)
		ch->begun = true;
	in->c->told = true;
	return told ? 0
		    : xg_decoder_status(in->d, XG_ST_ERROR, none, in->conn,
			      "channel %lld is not known on this connection: "
			      "its data are left out",
			      (long long)in->id);
}

static int channel_of(enum xg_bitfinex_kind kind)
{
	switch (kind) {
	case XG_BITFINEX_BOOK:
		return XG_CH_BOOK;
	case XG_BITFINEX_TOP:
	case XG_BITFINEX_TICKER:
		return XG_CH_BBO;
	case XG_BITFINEX_TRADE:
		return XG_CH_TRADE;
	case XG_BITFINEX_CANDLE:
		return XG_CH_CANDLE;
	default:
		return XG_CH_MARK;
	}
}

/* Nothing has changed for 15 s: a quiet book is no stale book (R10). */
static int heartbeat(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	struct xg_want w = { .kind = XG_WANT_ALIVE,
		.conn = in->conn,
		.inst = inst,
		.channel = channel_of(in->chan->kind) };

	return in->chan->begun || !is_book(in->chan)
		       ? xg_decoder_want(in->d, &w)
		       : 0;
}

/* The channel's instrument, looked up once; liquidations are of many. */
static const struct xg_instr *inst_of(struct xg_bitfinex_in *in)
{
	struct xg_bitfinex_chan *ch = in->chan;
	struct xg_str native = xg_bitfinex_native(ch);

	if (!ch->inst)
		ch->inst = xg_decoder_inst(
			in->d, xg_bitfinex_market(native), native);
	return ch->inst;
}

static int apply(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	if (xg_str_is_text(in->word, "hb"))
		return inst ? heartbeat(in, inst) : 0;
	if (xg_str_is_text(in->word, "cs"))
		return in->chan->kind == XG_BITFINEX_BOOK
			       ? xg_bitfinex_check(in, inst)
			       : 0;
	if (in->word.n && !xg_str_is_text(in->word, "te"))
		return 0;
	if (in->chan->kind == XG_BITFINEX_BOOK)
		return xg_bitfinex_book(in, inst);
	if (in->chan->kind == XG_BITFINEX_TOP)
		return xg_bitfinex_top(in, inst);
	return xg_bitfinex_tell(in, inst);
}

/* A frame that is of no use is none that was lost. */
static void count(struct xg_bitfinex_in *in)
{
	int64_t *last = xg_numbered_last(&in->st->numbered, in->conn);

	if (in->seq >= 0 && (*last < 0 || *last + 1 == in->seq))
		*last = in->seq;
}

static int array(struct xg_bitfinex_in *in, struct xg_json *j)
{
	const struct xg_instr *inst = NULL;
	int rc = read_array(in, j);

	if (rc < 0)
		return rc;
	if (is_of_us(in->chan)) {
		if (in->chan->kind != XG_BITFINEX_LIQ && !(inst = inst_of(in)))
			rc = XG_ERR_ABSENT;
		else if (!is_book(in->chan))
			rc = xg_bitfinex_hold(in, inst);
		if (rc < 0) {
			count(in);
			return rc;
		}
	}
	if (in->seq >= 0) {
		rc = xg_numbered_take(
			&in->st->numbered, in->d, in->conn, in->seq);
		if (rc <= 0)
			return rc;
	}
	if (!in->chan || in->chan->kind == XG_BITFINEX_NONE)
		return stray(in);
	return is_of_us(in->chan) ? apply(in, inst) : 0;
}

static int ws_frame(struct xg_bitfinex_in *in, struct xg_str text)
{
	struct xg_bitfinex_state *st = in->st;
	struct xg_json j;
	int rc;

	st->n[0] = st->n[1] = st->odd.n = st->rows = 0;
	in->c = xg_bitfinex_conn_of(st, in->conn);
	xg_json_init(&j, text.p, text.n);
	if (text.n && text.p[0] == '{')
		rc = xg_bitfinex_event(in, &j);
	else if ((rc = xg_frame_next(&j, XG_JSON_ARR)) == 0)
		rc = array(in, &j);
	if (rc < 0)
		xg_frame_col(in->d->err, &j, text);
	return rc;
}

/* The lists of instruments teach what codes mean. */
static int rest_answer(struct xg_bitfinex_in *in, const struct xg_raw *r)
{
	struct xg_sink sink = { .ctx = in->d, .rec = xg_decoder_take };
	bool deriv = xg_frame_asks(r, "/conf/pub:info:pair:futures");
	int rc;

	if (!deriv && !xg_frame_asks(r, "/conf/pub:info:pair"))
		return 0;
	rc = xg_bitfinex_insts(r->data, deriv, in->d->rx, &sink);
	return rc < 0 ? rc : 0;
}

int xg_bitfinex_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	struct xg_bitfinex_in in = {
		.d = d, .st = d->priv, .conn = r->conn, .seq = -1
	};
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!xg_str_is_text(r->dir, "in")) {
		if (!rest)
			xg_bitfinex_conn_reset(in.st, r->conn);
		return 0;
	}
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? rest_answer(&in, r) : ws_frame(&in, r->data);
	return rc >= 0 ? 0
		       : xg_frame_failed(d, raw, rc, err, "channel %lld%s%s",
				 (long long)in.id, in.chan ? " " : "",
				 in.chan ? in.chan->topic : "");
}
