/* Instruments and their names. Source: get_instruments. What an instrument is
 * comes from the members of its row; only strikes are told by its name, too. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/deribit/deribit.h"

static const char *const markets[XG_DERIBIT_MARKETS] = {
	[XG_DERIBIT_FUTURE] = "future",
	[XG_DERIBIT_OPTION] = "option",
	[XG_DERIBIT_SPOT] = "spot",
	[XG_DERIBIT_COMBO] = "combo",
};

const char *xg_deribit_market_name(enum xg_deribit_market m)
{
	return markets[m];
}

enum xg_deribit_market xg_deribit_market(struct xg_str name)
{
	enum xg_deribit_market i = 0;

	while (i < XG_DERIBIT_MARKETS && !xg_str_is_text(name, markets[i]))
		i++;
	return i;
}

/* BTC_USDC; BTC-PERPETUAL, BTC-25DEC26; BTC-25DEC26-100000-C; a combo has
 * letters behind its asset: BTC-FS-25DEC26_PERP. */
enum xg_deribit_market xg_deribit_market_of(struct xg_str native)
{
	struct xg_str rest = native;

	xg_str_cut(&rest, '-');
	if (!rest.n)
		return XG_DERIBIT_SPOT;
	if (xg_str_is_text(rest, "PERPETUAL"))
		return XG_DERIBIT_FUTURE;
	if (rest.p[0] < '0' || rest.p[0] > '9')
		return XG_DERIBIT_COMBO;
	return memchr(rest.p, '-', rest.n) ? XG_DERIBIT_OPTION
					   : XG_DERIBIT_FUTURE;
}

int xg_deribit_base(
	struct xg_dec *amount, const struct xg_instr *inst, struct xg_dec px)
{
	if (!inst->i.inverse || xg_dec_is_zero(*amount))
		return 0;
	if (xg_dec_sign(px) <= 0)
		return XG_ERR_RANGE;
	return xg_dec_div(amount, *amount, px, 18, XG_ROUND_ZERO);
}

enum {
	NATIVE,
	KIND,
	TYPE,
	PERIOD,
	BASE,
	QUOTE,
	COUNTER,
	SETTLE,
	OPTION,
	STRIKE,
	EXPIRY,
	TICK,
	SIZE,
	LEAST,
	ACTIVE,
	STATE,
	MAKER,
	TAKER,
	CODE,
	KEYS
};
static const char *const keys[KEYS] = { "instrument_name", "kind",
	"instrument_type", "settlement_period", "base_currency",
	"quote_currency", "counter_currency", "settlement_currency",
	"option_type", "strike", "expiration_timestamp", "tick_size",
	"contract_size", "min_trade_amount", "is_active", "state",
	"maker_commission", "taker_commission", "instrument_id" };

static int kind_of(const struct xg_str *v)
{
	if (xg_str_is_text(v[KIND], "spot"))
		return XG_SPOT;
	if (xg_str_is_text(v[KIND], "option"))
		return XG_OPTION;
	if (!xg_str_is_text(v[KIND], "future"))
		return XG_INST_NONE;
	return xg_str_is_text(v[PERIOD], "perpetual") ? XG_PERP : XG_FUTURE;
}

/* instrument_type is younger than some recordings: what is settled in its base
 * is inverse. */
static bool is_reversed(const struct xg_str *v)
{
	if (v[TYPE].n)
		return xg_str_is_text(v[TYPE], "reversed");
	return !xg_str_is_text(v[KIND], "spot") &&
	       (!v[SETTLE].n || xg_str_is(v[SETTLE], v[BASE]));
}

/* Names are by the counter currency: that of an inverse option's price is its
 * base. Older rows do not tell it. */
static struct xg_str counter_of(const struct xg_str *v)
{
	if (v[COUNTER].n)
		return v[COUNTER];
	return is_reversed(v) ? XG_STR("USD") : v[QUOTE];
}

/* The unified name, or by the venue's own code where that can't be written. */
static int name_of(
	char out[static XG_SYM_MAX], struct xg_sym *s, const struct xg_str *v)
{
	char strike[XG_DEC_TEXT];
	struct xg_sym back;
	int n = XG_ERR_SYNTAX;

	*s = (struct xg_sym){
		.kind = kind_of(v), .base = v[BASE], .quote = counter_of(v)
	};
	/* The plain one is settled in its counter currency, or in its base if
	 * it is inverse. */
	if (s->kind != XG_SPOT && v[SETTLE].n &&
		!xg_str_is(v[SETTLE], is_reversed(v) ? s->base : s->quote))
		s->settle = v[SETTLE];
	if (s->kind == XG_FUTURE || s->kind == XG_OPTION) {
		int64_t at = xg_scan_ms(v[EXPIRY]);
		struct xg_civil c = xg_time_civil(at);

		s->expiry = at ? c.year * 10000 + c.month * 100 + c.day : 0;
	}
	if (s->kind == XG_OPTION) {
		struct xg_dec d;

		s->cp = xg_str_is_text(v[OPTION], "call")  ? 'C'
			: xg_str_is_text(v[OPTION], "put") ? 'P'
							   : 0;
		if (xg_scan_dec(&d, v[STRIKE]) > 0)
			s->strike = (struct xg_str){ strike,
				xg_dec_fmt(strike, d) };
	}
	if ((s->kind != XG_FUTURE && s->kind != XG_OPTION) || s->expiry)
		n = xg_sym_fmt(out, s);
	s->strike = (struct xg_str){ NULL, 0 };
	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = v[NATIVE] });
}

/* Futures take multiples of the contract's size, others those of the least
 * amount. Amounts of inverse ones are USD: here they are contracts. */
static int put_rules(struct xg_rec *rec, int kind, const struct xg_str *v)
{
	bool future = kind == XG_PERP || kind == XG_FUTURE;
	struct xg_dec tick, size, least, lot;

	if (xg_scan_dec(&tick, v[TICK]) < 0 || xg_dec_sign(tick) < 0 ||
		xg_scan_dec(&size, v[SIZE]) < 0 || xg_dec_sign(size) < 0 ||
		xg_scan_dec(&least, v[LEAST]) < 0 || xg_dec_sign(least) < 0)
		return XG_ERR_RANGE;
	if (kind != XG_SPOT && xg_dec_is_zero(size))
		return XG_ERR_RANGE;
	lot = future ? size : least;
	if (future && is_reversed(v)) {
		lot = xg_dec_int(1);
		if (xg_dec_div(&least, least, size, 18, XG_ROUND_UP) < 0)
			return XG_ERR_RANGE;
	}
	if (!xg_dec_is_zero(tick))
		XG_REC_SET(rec, inst.tick, tick);
	if (!xg_dec_is_zero(lot))
		XG_REC_SET(rec, inst.lot, lot);
	if (!xg_dec_is_zero(least))
		XG_REC_SET(rec, inst.min_qty, least);
	if (kind != XG_SPOT)
		XG_REC_SET(rec, inst.contract, size);
	return 0;
}

static int put_fees(struct xg_rec *rec, const struct xg_str *v)
{
	struct xg_dec fee;
	int rc = xg_scan_dec(&fee, v[MAKER]);

	if (rc > 0)
		XG_REC_SET(rec, inst.maker, fee);
	if (rc >= 0)
		rc = xg_scan_dec(&fee, v[TAKER]);
	if (rc > 0)
		XG_REC_SET(rec, inst.taker, fee);
	return rc < 0 ? rc : 0;
}

static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"deribit: the instrument '%.*s' could not be read",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("deribit"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

static bool is_plain(struct xg_str s)
{
	return s.n && !memchr(s.p, '\\', s.n);
}

/* "open" is the one state in which it trades; older rows have none. */
static struct xg_str status_of(const struct xg_str *v)
{
	bool active = xg_str_is_text(v[ACTIVE], "true");

	if (v[STATE].n && !xg_str_is_text(v[STATE], "open"))
		return is_plain(v[STATE]) ? v[STATE] : XG_STR("unknown");
	return active ? XG_STR("trading") : XG_STR("inactive");
}

static int put_inst(
	const struct xg_str *v, int64_t rx, const struct xg_sink *sink)
{
	enum xg_deribit_market m = xg_deribit_market_of(v[NATIVE]);
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	struct xg_sym s;
	int n = name_of(sym, &s, v);
	int64_t code;

	/* Frames are looked up by the form of their names. */
	if (n < 0 || m != (s.kind == XG_SPOT		? XG_DERIBIT_SPOT
				  : s.kind == XG_OPTION ? XG_DERIBIT_OPTION
							: XG_DERIBIT_FUTURE))
		return unreadable(sink, rx, v[NATIVE]);
	xg_rec_start(&rec, XG_REC_INST, XG_STR("deribit"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, v[BASE]);
	XG_REC_SET(&rec, inst.quote, v[QUOTE].n ? v[QUOTE] : s.quote);
	if (s.kind != XG_SPOT && v[SETTLE].n)
		XG_REC_SET(&rec, inst.settle, v[SETTLE]);
	XG_REC_SET(&rec, inst.kind, s.kind);
	XG_REC_SET(&rec, inst.native, v[NATIVE]);
	if (put_rules(&rec, s.kind, v) < 0)
		return unreadable(sink, rx, v[NATIVE]);
	XG_REC_SET(&rec, inst.status, status_of(v));
	if (put_fees(&rec, v) < 0)
		return unreadable(sink, rx, v[NATIVE]);
	XG_REC_SET(&rec, inst.market, xg_str_from(markets[m]));
	if (is_reversed(v) && (s.kind == XG_PERP || s.kind == XG_FUTURE))
		XG_REC_SET(&rec, inst.inverse, true);
	if (xg_str_i64(v[CODE], &code) == 0 && code > 0)
		XG_REC_SET(&rec, inst.code, code);
	if (s.expiry)
		XG_REC_SET(&rec, inst.expiry, xg_scan_ms(v[EXPIRY]));
	return sink->rec(sink->ctx, &rec);
}

int xg_deribit_insts(struct xg_str list, int64_t rx, const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_str v[KEYS];
	struct xg_json j;
	int n = 0, rc;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		if (xg_scan(&j, keys, v, KEYS) < 0)
			return XG_ERR_SYNTAX;
		if (xg_str_has_suffix(v[KIND], XG_STR("_combo")))
			continue;
		if (!is_plain(v[NATIVE]) || !is_plain(v[BASE]) ||
			!is_plain(counter_of(v)) || kind_of(v) == XG_INST_NONE)
			rc = unreadable(sink, rx, v[NATIVE]);
		else
			rc = put_inst(v, rx, sink);
		if (rc < 0)
			return rc;
		n++;
	}
	return tok == XG_JSON_ARR_END ? n : XG_ERR_TYPE;
}
