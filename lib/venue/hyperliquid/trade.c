/* Trades. Source: the venue's documents, trades. The first frame of a subscription
 * repeats the last trades from before it; after a reconnect those that are known
 * are left out, and those that were missed are made good. */
#include "base/room.h"
#include "venue/hyperliquid/hyperliquid.h"

static int hold(struct xg_decoder *d, const struct xg_hyperliquid_held *h)
{
	struct xg_hyperliquid_state *st = d->priv;
	int rc = XG_ROOM(st->held, st->held_n, st->held_cap, XG_ROOM_ANY);

	if (rc < 0)
		return rc;
	st->held[st->held_n++] = *h;
	return 0;
}

enum { COIN, SIDE, PX, QTY, AT, TID, KEYS };

static int read_row(struct xg_json *j, struct xg_str *v)
{
	static const char *const keys[KEYS] = { "coin", "side", "px", "sz",
		"time", "tid" };
	enum xg_json_tok tok;

	memset(v, 0, KEYS * sizeof *v);
	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int i = 0, rc;

		while (i < KEYS && !xg_json_key_is_text(j, keys[i]))
			i++;
		rc = i < KEYS ? xg_json_text(j, &v[i]) : xg_json_skip(j, NULL);
		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

/* side is the aggressor's: B buys, A sells. */
int xg_hyperliquid_trade_row(void *ctx, struct xg_json *j)
{
	struct xg_hyperliquid_in *in = ctx;
	struct xg_hyperliquid_held h;
	const struct xg_instr *inst;
	struct xg_dec px, qty;
	struct xg_str v[KEYS];
	int side, rc = read_row(j, v);

	if (rc < 0)
		return rc;
	side = xg_str_is_text(v[SIDE], "B")   ? XG_BUY
	       : xg_str_is_text(v[SIDE], "A") ? XG_SELL
					      : XG_SIDE_NONE;
	if (!side || xg_str_u64(v[TID], &h.tid) < 0)
		return XG_ERR_TYPE;
	if (xg_dec_from(&px, v[PX]) < 0 || xg_dec_from(&qty, v[QTY]) < 0 ||
		xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0 ||
		!xg_scan_ms(v[AT]))
		return XG_ERR_RANGE;
	inst = xg_hyperliquid_inst_of(in, v[COIN]);
	if (!inst)
		return XG_ERR_ABSENT;
	h.sym = xg_hyperliquid_sym_of(in->d, inst);
	if (!h.sym)
		return XG_ERR_MEMORY;
	xg_rec_start(&h.rec, XG_REC_TRADE, XG_HYPERLIQUID, inst->sym,
		xg_scan_ms(v[AT]), in->d->rx);
	XG_REC_SET(&h.rec, trade.id, v[TID]);
	XG_REC_SET(&h.rec, trade.side, side);
	XG_REC_SET(&h.rec, trade.px, px);
	XG_REC_SET(&h.rec, trade.qty, qty);
	return hold(in->d, &h);
}

/* Was it told before? Of a backlog what is older than all that is remembered, too,
 * when the memory is full. */
static bool is_known(const struct xg_hyperliquid_held *h)
{
	const struct xg_hyperliquid_sym *s = h->sym;

	for (size_t i = 0; i < s->seen_n; i++) {
		if (s->seen[i] == h->tid)
			return true;
	}
	return s->in_backlog && s->seen_n == XG_HYPERLIQUID_SEEN &&
	       h->rec.ts < s->seen_ts[s->seen_at];
}

static void remember(const struct xg_hyperliquid_held *h)
{
	struct xg_hyperliquid_sym *s = h->sym;

	s->seen[s->seen_at] = h->tid;
	s->seen_ts[s->seen_at] = h->rec.ts;
	s->seen_at = (s->seen_at + 1) % XG_HYPERLIQUID_SEEN;
	if (s->seen_n < XG_HYPERLIQUID_SEEN)
		s->seen_n++;
}

/* Says, before the first trades of a subscription, what they are. */
static int flag_backlog(const struct xg_hyperliquid_in *in, size_t from)
{
	const struct xg_hyperliquid_state *st = in->d->priv;
	const struct xg_hyperliquid_held *first = &st->held[from];
	int64_t n = 0;

	for (size_t i = from; i < st->held_n; i++)
		n += st->held[i].sym == first->sym && !is_known(&st->held[i]);
	return n ? xg_decoder_backlog(in->d, first->rec.sym, in->conn, n) : 0;
}

int xg_hyperliquid_trades_apply(struct xg_hyperliquid_in *in)
{
	struct xg_hyperliquid_state *st = in->d->priv;
	int rc = 0;

	for (size_t i = 0; i < st->held_n && rc >= 0; i++) {
		struct xg_hyperliquid_held *h = &st->held[i];

		if (in->conn < h->sym->trade_conn)
			continue; /* a connection that has been replaced */
		if (in->conn > h->sym->trade_conn) {
			h->sym->trade_conn = in->conn;
			h->sym->in_backlog = true;
			rc = flag_backlog(in, i);
		}
		if (rc < 0 || is_known(h))
			continue;
		remember(h);
		rc = xg_decoder_emit(in->d, &h->rec);
	}
	for (size_t i = 0; i < st->held_n; i++)
		st->held[i].sym->in_backlog = false;
	st->held_n = 0;
	return rc;
}
