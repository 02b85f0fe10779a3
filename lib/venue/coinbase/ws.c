/* Frames of Advanced Trade: {"channel","timestamp","sequence_num","events"};
 * answers of REST. Nothing of a frame becomes records before all of it was read
 * and its number was taken. Source: Advanced Trade WebSocket overview. */
#include "venue/coinbase/coinbase.h"

struct frame {
	struct xg_str channel, type, message, reason, time;
	struct xg_str events; /* when they came before the channel or time */
	struct xg_str acks;   /* the object of subscriptions */
	int64_t seq;
	bool is_read;
};

typedef int event_fn(struct xg_coinbase_in *in, struct xg_json *j);

/* {"subscriptions":{...}}: kept for later. */
static int ack_event(struct frame *f, struct xg_json *j)
{
	static const char *const keys[] = { "subscriptions" };
	struct xg_str v[1];

	if (xg_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	if (v[0].n && v[0].p[0] == '{')
		f->acks = v[0];
	return 0;
}

/* Other channels are not asked for, or mean nothing but that all is well. */
static event_fn *reader_of(struct xg_str channel)
{
	static const struct {
		const char *channel;
		event_fn *read;
	} readers[] = {
		{ "l2_data", xg_coinbase_l2_event },
		{ "market_trades", xg_coinbase_trades_event },
		{ "ticker", xg_coinbase_tickers_event },
		{ "ticker_batch", xg_coinbase_tickers_event },
		{ "candles", xg_coinbase_candles_event },
	};

	for (size_t i = 0; i < XG_LEN(readers); i++) {
		if (xg_str_is_text(channel, readers[i].channel))
			return readers[i].read;
	}
	return NULL;
}

/* The value of `events`. */
static int read_events(
	struct xg_coinbase_in *in, struct frame *f, struct xg_json *j)
{
	event_fn *reader = reader_of(f->channel);
	bool acks = xg_str_is_text(f->channel, "subscriptions");
	enum xg_json_tok tok = xg_json_next(j);
	int rc = 0;

	f->is_read = true;
	in->ts = xg_coinbase_time(f->time);
	if (tok == XG_JSON_NULL)
		return 0;
	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	if (!reader && !acks)
		return xg_json_skip(j, NULL);
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_OBJ) {
		rc = reader ? reader(in, j) : ack_event(f, j);
		in->event++;
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0
	       : tok == XG_JSON_ERR   ? XG_ERR_SYNTAX
				      : XG_ERR_TYPE;
}

static int read_member(
	struct xg_coinbase_in *in, struct frame *f, struct xg_json *j)
{
	if (XG_JSON_KEY_IS(j, "channel"))
		return xg_frame_word(j, &f->channel);
	if (XG_JSON_KEY_IS(j, "timestamp"))
		return xg_frame_word(j, &f->time);
	if (XG_JSON_KEY_IS(j, "sequence_num")) {
		int rc = xg_json_i64(j, &f->seq);

		return rc == 0 && f->seq < 0 ? XG_ERR_RANGE : rc;
	}
	if (XG_JSON_KEY_IS(j, "events")) {
		/* In one pass where the head came first, as it does. */
		if (f->channel.n && f->time.n && !f->is_read)
			return read_events(in, f, j);
		return xg_json_skip(j, &f->events);
	}
	if (XG_JSON_KEY_IS(j, "type"))
		return xg_frame_word(j, &f->type);
	if (XG_JSON_KEY_IS(j, "message"))
		return xg_frame_word(j, &f->message);
	if (XG_JSON_KEY_IS(j, "reason"))
		return xg_frame_word(j, &f->reason);
	return xg_json_skip(j, NULL);
}

static int read_frame(
	struct xg_coinbase_in *in, struct frame *f, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	struct xg_json later;
	int rc = 0;

	if (tok != XG_JSON_OBJ)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY)
		rc = read_member(in, f, j);
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END || xg_json_next(j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	if (!f->events.n)
		return 0;
	if (f->is_read)
		return XG_ERR_SYNTAX; /* two of them */
	xg_json_init(&later, f->events.p, f->events.n);
	return read_events(in, f, &later);
}

static int advanced(struct xg_coinbase_in *in, struct xg_str text, size_t *at)
{
	struct frame f = { .seq = -1 };
	struct xg_json j;
	int rc;

	xg_json_init(&j, text.p, text.n);
	rc = read_frame(in, &f, &j);
	*at = j.tok == XG_JSON_ERR ? j.err_at : (size_t)(j.p - text.p);
	if (rc < 0)
		return rc;
	if (!f.channel.n)
		return xg_str_is_text(f.type, "error")
			       ? xg_coinbase_error(in, f.message, f.reason)
			       : XG_ERR_TYPE;
	/* sequence_num counts the frames of a connection, of all channels, acks
	 * and heartbeats too. Source: live captures of 2026-09. */
	if (f.seq >= 0) {
		rc = xg_numbered_take(
			&in->st->numbered, in->d, in->conn, f.seq);
		if (rc <= 0)
			return rc;
	}
	rc = xg_coinbase_apply(in);
	return rc < 0 ? rc : xg_coinbase_acks(in, f.acks);
}

/* The code at the end of a request's path. */
static struct xg_str last_part(struct xg_str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return (struct xg_str){ path.p + n, path.n - n };
}

/* A list of products teaches what codes mean; one product tells open interest
 * and funding. */
static int rest_answer(struct xg_coinbase_in *in, const struct xg_raw *r)
{
	struct xg_sink sink = { .ctx = in->d, .rec = xg_decoder_take };
	struct xg_str rest = r->req, path = xg_str_cut(&rest, '?');
	struct xg_str venue = xg_str_from(in->d->venue->name);
	const struct xg_instr *inst;
	struct xg_str code;
	int rc = 0, rows;

	if (xg_json_check(r->data, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_str_has_suffix(path, XG_STR("/products")))
		rc = in->market.n ? xg_coinbase_exchange_insts(
					    r->data, venue, in->d->rx, &sink)
				  : xg_coinbase_insts(
					    r->data, in->d->rx, &sink, &rows);
	if (in->market.n || rc < 0 ||
		!memmem(path.p ? path.p : "", path.n, "/products/", 10))
		return rc < 0 ? rc : 0;
	code = last_part(path);
	inst = xg_insts_native(
		in->d->insts, venue, xg_coinbase_market(code), code);
	rc = inst ? xg_coinbase_product(r->data, inst, in->d->rx, &in->d->sink)
		  : 0;
	in->d->stats.records += rc > 0 ? rc : 0;
	return rc < 0 ? rc : 0;
}

int xg_coinbase_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	bool exchange = xg_str_is_text(r->market, "exchange") ||
			xg_str_is_text(xg_str_from(d->venue->name),
				"coinbase-exchange");
	struct xg_coinbase_in in = { .d = d, .st = d->priv, .conn = r->conn };
	size_t at = 0;
	int rc;

	if (exchange)
		in.market = XG_STR("exchange");
	in.st->n[0] = in.st->n[1] = in.st->parts = in.st->rows = 0;
	if (!xg_str_is_text(r->dir, "in")) {
		xg_numbered_reset(&in.st->numbered, r->conn);
		return 0;
	}
	if (!XG_REC_HAS(raw, rawf.data))
		return xg_error_set(
			err, XG_ERR_SYNTAX, "coinbase: this frame is not JSON");
	if (XG_REC_HAS(raw, rawf.http) && r->http != 200)
		return 0;
	rc = xg_str_is_text(r->ch, "rest") ? rest_answer(&in, r)
	     : exchange ? xg_coinbase_exchange_frame(&in, r->data, &at)
			: advanced(&in, r->data, &at);
	if (rc < 0) {
		xg_error_set(err, rc, "coinbase: %s",
			rc == XG_ERR_SYNTAX ? "this frame is not JSON"
					    : xg_err_text(rc));
		if (err)
			err->col = (int64_t)at + 1;
	}
	return rc;
}
