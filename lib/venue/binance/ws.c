/* Frames -> records and wants: what kind of frame it is, and who reads it.
 * Source: web-socket-streams, web-socket-api, user-data-stream documents. */
#include "venue/binance/binance.h"

#include <stdlib.h>

void xg_binance_decoder_release(struct xg_decoder *d)
{
	struct xg_binance_state *st = d->priv;

	free(st->lv[0]);
	free(st->lv[1]);
	xg_buf_release(&st->text);
	xg_states_release(&st->syms);
}

const struct xg_instr *xg_binance_inst_of(
	const struct xg_binance_in *in, struct xg_str native)
{
	return xg_decoder_inst(in->d, xg_str_from(in->m->name), native);
}

/* ---- account events ---- */

static struct xg_binance_out out_of(const struct xg_binance_in *in)
{
	return (struct xg_binance_out){ in->m, in->d->insts, in->d->rx,
		&in->d->sink };
}

static int on_exec_report(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	const struct xg_binance_out o = out_of(in);

	return xg_binance_exec_report(&o, e->whole);
}

static int on_order_update(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	const struct xg_binance_out o = out_of(in);

	return xg_binance_order_update(&o, e->whole);
}

static int on_balances(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	const struct xg_binance_out o = out_of(in);

	return xg_binance_spot_balances(&o, e->whole);
}

static int on_account_update(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	const struct xg_binance_out o = out_of(in);

	return xg_binance_account_update(&o, e->whole);
}

static int want(const struct xg_binance_in *in, enum xg_want_kind kind,
	int64_t id, struct xg_str detail)
{
	struct xg_want w = {
		.kind = kind, .conn = in->conn, .id = id, .detail = detail
	};

	return xg_decoder_want(in->d, &w);
}

/* The venue is about to close the connection: open its successor first. */
static int on_shutdown(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	int rc = xg_decoder_status(in->d, XG_ST_MAINTENANCE,
		(struct xg_str){ NULL, 0 }, in->conn,
		"the venue closes this connection soon");

	(void)e;
	return rc < 0 ? rc
		      : want(in, XG_WANT_RECONNECT, 0,
				(struct xg_str){ NULL, 0 });
}

/* A user data subscription ended: a new connection subscribes anew. */
static int on_terminated(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	(void)e;
	return want(in, XG_WANT_RECONNECT, 0,
		XG_STR("the venue ended the user data stream"));
}

static int on_key_expired(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	(void)e;
	return want(in, XG_WANT_TOKEN, 0, XG_STR("the listen key has expired"));
}

/* ---- events by their type ---- */

static const struct {
	const char *e;
	size_t n;
	int (*read)(const struct xg_binance_in *in,
		const struct xg_binance_event *e);
} events[] = {
#define EVENT(name, fn) \
	{ \
		name, sizeof(name) - 1, fn \
	}
	EVENT("depthUpdate", xg_binance_depth),
	EVENT("bookTicker", xg_binance_bbo), EVENT("trade", xg_binance_trade),
	EVENT("aggTrade", xg_binance_trade),
	EVENT("markPriceUpdate", xg_binance_mark),
	EVENT("kline", xg_binance_candle), EVENT("forceOrder", xg_binance_liq),
	EVENT("executionReport", on_exec_report),
	EVENT("ORDER_TRADE_UPDATE", on_order_update),
	EVENT("outboundAccountPosition", on_balances),
	EVENT("ACCOUNT_UPDATE", on_account_update),
	EVENT("serverShutdown", on_shutdown),
	EVENT("eventStreamTerminated", on_terminated),
	EVENT("listenKeyExpired", on_key_expired),
#undef EVENT
	/* Left alone on purpose: TRADE_LITE (a second notice of a fill that
	 * ORDER_TRADE_UPDATE brings with its fee), balanceUpdate (what it tells
	 * is in the next outboundAccountPosition), listStatus, tickers, conditional
	 * orders. */
};

/* Partial depth replaces the book: other numbers than the diff stream's. */
static bool is_partial(struct xg_str stream)
{
	struct xg_str rest = stream, name;

	xg_str_cut(&rest, '@');
	name = xg_str_cut(&rest, '@');
	return xg_str_has_prefix(name, XG_STR("depth")) && name.n > 5;
}

static int dispatch(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	struct xg_str type = XG_BINANCE_V(e, 'e');
	struct xg_str st = xg_binance_val(e, XG_BINANCE_ST);

	/* Merged futures streams: the other market's events are not ours. */
	if (st.n && in->m->st && !xg_str_is_text(st, in->m->st))
		return 0;
	if (!type.n) /* the spot bookTicker has no type */
		return XG_BINANCE_V(e, 'u').n && XG_BINANCE_V(e, 's').n &&
				       XG_BINANCE_V(e, 'B').n
			       ? xg_binance_bbo(in, e)
			       : 0;
	for (size_t i = 0; i < XG_LEN(events); i++) {
		if (type.n != events[i].n ||
			memcmp(type.p, events[i].e, type.n) != 0)
			continue;
		if (i == 0 && e->stream.n && is_partial(e->stream))
			return 0;
		return events[i].read(in, e);
	}
	return 0; /* an event that we do not ask for */
}

/* A symbol with escapes gets its own text, so that it can be looked up. */
static int plain_symbol(struct xg_binance_state *st, struct xg_binance_event *e)
{
	int rc;

	if (!memchr(XG_BINANCE_V(e, 's').p ? XG_BINANCE_V(e, 's').p : "", '\\',
		    XG_BINANCE_V(e, 's').n))
		return 0;
	xg_buf_clear(&st->text);
	rc = xg_json_unescape(&st->text, e->v['s' - 'A']);
	e->v['s' - 'A'] = xg_buf_view(&st->text);
	return rc < 0 ? rc : st->text.failed ? XG_ERR_LIMIT : 0;
}

static int finish(const struct xg_binance_in *in, struct xg_binance_event *e)
{
	int rc = e->esc ? plain_symbol(in->d->priv, e) : 0;

	return rc < 0 ? rc : dispatch(in, e);
}

/* Streams of all symbols bring an array of events. */
static int read_list(const struct xg_binance_in *in, struct xg_str list)
{
	enum xg_json_tok tok = XG_JSON_ERR;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (rc >= 0 && (tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		struct xg_binance_event e;

		e.has = 0;
		e.esc = false;
		e.stream = (struct xg_str){ NULL, 0 };
		rc = xg_binance_event(in->d->priv, &j, &e);
		if (rc == 0)
			rc = finish(in, &e);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* ---- answers to what we sent ---- */

/* What a frame has besides an event: texts of an answer. */
struct reply {
	struct xg_str id, status, result, error, code, msg;
	bool answers; /* it has a result, an error or a code */
};

static int on_reply(const struct xg_binance_in *in, const struct reply *r)
{
	static const char *const keys[] = { "code", "msg" };
	bool good = !r->error.n && !r->code.n &&
		    (!r->status.n || xg_str_is_text(r->status, "200"));
	struct xg_str v[2] = { r->code, r->msg };
	struct xg_str none = { NULL, 0 };
	int64_t id = 0;

	if (r->error.n && xg_scan_text(r->error, keys, v, 2) < 0)
		return XG_ERR_TYPE;
	/* The WebSocket API answers with a status, streams do not. */
	if (r->status.n) {
		if (xg_str_is_text(r->id, XG_BINANCE_LOGIN_ID))
			return want(in,
				good ? XG_WANT_LOGIN_OK : XG_WANT_LOGIN_BAD, 0,
				v[1]);
		/* An error without an id is about the session. */
		return good || r->id.n ? 0
				       : want(in, XG_WANT_LOGIN_BAD, 0, v[1]);
	}
	if (xg_str_i64(r->id, &id) < 0)
		id = 0;
	if (good)
		return id ? want(in, XG_WANT_ACK, id, none) : 0;
	return want(in, XG_WANT_NACK, id, v[1]);
}

/* A member of the frame itself that is no event's. 1 = taken. */
static int read_reply(struct xg_json *j, struct reply *r)
{
	static const char *const names[] = { "id", "status", "result", "error",
		"code", "msg" };
	struct xg_str *to[] = { &r->id, &r->status, &r->result, &r->error,
		&r->code, &r->msg };

	for (size_t i = 0; i < XG_LEN(names); i++) {
		enum xg_json_tok tok;

		if (!xg_json_key_is_text(j, names[i]))
			continue;
		r->answers |= i >= 2 && i <= 4;
		tok = xg_json_next(j);
		if (tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		*to[i] = (struct xg_str){ NULL, 0 };
		if (tok == XG_JSON_OBJ || tok == XG_JSON_ARR)
			return xg_json_skip(j, to[i]) < 0 ? XG_ERR_SYNTAX : 1;
		if (tok != XG_JSON_NULL)
			*to[i] = j->val;
		return 1;
	}
	return 0;
}

/* ---- a frame ---- */

struct frame {
	struct xg_binance_event e;
	struct xg_str list;
	struct reply reply;
};

/* `data` or `event`: an event, or a list of them. */
static int read_data(
	struct xg_binance_state *st, struct xg_json *j, struct frame *f)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_OBJ)
		return xg_binance_event(st, j, &f->e);
	if (tok == XG_JSON_ARR)
		return xg_json_skip(j, &f->list) < 0 ? XG_ERR_SYNTAX : 0;
	return tok == XG_JSON_NULL ? 0 : XG_ERR_TYPE;
}

static int read_member(
	struct xg_binance_state *st, struct xg_json *j, struct frame *f)
{
	int rc;

	if (j->val.n <= 2 && !XG_JSON_KEY_IS(j, "id"))
		return xg_binance_member(st, j, &f->e);
	if (XG_JSON_KEY_IS(j, "data") || XG_JSON_KEY_IS(j, "event"))
		return read_data(st, j, f);
	if (XG_JSON_KEY_IS(j, "stream"))
		return xg_json_text(j, &f->e.stream);
	rc = read_reply(j, &f->reply);
	if (rc)
		return rc < 0 ? rc : 0;
	return xg_json_skip(j, NULL);
}

static int ws_frame(const struct xg_binance_in *in, struct xg_str text)
{
	struct xg_binance_state *st = in->d->priv;
	enum xg_json_tok tok;
	struct xg_json j;
	struct frame f;
	int rc = 0;

	/* Not the whole: the slots are valid by their bits. */
	f.e.has = 0;
	f.e.esc = false;
	f.e.stream = f.list = (struct xg_str){ NULL, 0 };
	f.e.whole = text;
	f.reply = (struct reply){ 0 };
	st->n[0] = st->n[1] = 0;
	xg_json_init(&j, text.p, text.n);
	j.kept = in->d->kept;
	tok = xg_json_next(&j);
	if (tok == XG_JSON_ARR) {
		if (xg_json_check(text, NULL, NULL) < 0)
			return XG_ERR_SYNTAX;
		return read_list(in, text);
	}
	if (tok != XG_JSON_OBJ)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while (rc == 0 && (tok = xg_json_next(&j)) == XG_JSON_KEY)
		rc = read_member(st, &j, &f);
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END || xg_json_next(&j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	if (f.list.n)
		return read_list(in, f.list);
	if (f.reply.answers && !XG_BINANCE_V(&f.e, 'e').n)
		return on_reply(in, &f.reply);
	return finish(in, &f.e);
}

int xg_binance_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	const struct xg_binance_in in = { d, xg_binance_market(r->market),
		r->conn };
	bool rest = xg_str_is_text(r->ch, "rest");
	int rc;

	if (!in.m)
		return xg_frame_no_market(d, raw, err);
	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = rest ? xg_binance_poll(&in, raw) : ws_frame(&in, r->data);
	if (rc < 0 && rc != XG_ERR_ABSENT)
		xg_error_set(err, rc, "binance: %s frame: %s", in.m->name,
			xg_err_text(rc));
	return rc;
}
