#include "venue/recent.h"

#include "venue/frame.h"

enum { BBO, FUNDING, MARK, OI, CANDLE, KINDS };

struct sym {
	int64_t conn[KINDS]; /* the newest that has told each */
	/* Of the ids that are kept: how many, and of the newest ones in a row
	 * the connection. While all are of one, none can be known. */
	size_t at, n, row;
	int64_t row_conn;
	/* Hashes of ids in 48 bits, and the connection that told each. */
	uint64_t id[XG_RECENT_TRADES];
};

void xg_recent_release(struct xg_recent *r)
{
	xg_states_release(&r->by_sym);
}

/* FNV-1a of 64 bits, and a last mix. */
static uint64_t hash_of(struct xg_str s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
	h ^= h >> 32;
	return h;
}

#define CONN_BITS UINT64_C(0xffff)

/* Another connection has told it. The same one means what it says twice. */
static bool is_known(const struct sym *s, uint64_t id)
{
	for (size_t i = 0; i < s->n; i++) {
		uint64_t differs = s->id[i] ^ id;

		if (differs != 0 && (differs & ~CONN_BITS) == 0)
			return true;
	}
	return false;
}

static uint64_t mark_of(struct xg_str id, int64_t conn)
{
	return (hash_of(id) & ~CONN_BITS) | ((uint64_t)conn & CONN_BITS);
}

bool xg_recent_has(const struct xg_recent *r, struct xg_str sym,
	struct xg_str id, int64_t conn)
{
	const union xg_map_val *v = xg_map_get(&r->by_sym, sym);

	return v && v->ptr && is_known(v->ptr, mark_of(id, conn));
}

static bool trade_is_news(struct sym *s, struct xg_str text, int64_t conn)
{
	uint64_t id = mark_of(text, conn);

	if ((s->row_conn != conn || s->row < s->n) && is_known(s, id))
		return false;
	s->row = s->row_conn == conn ? s->row + (s->row < XG_RECENT_TRADES) : 1;
	s->row_conn = conn;
	s->id[s->at] = id;
	s->at = (s->at + 1) % XG_RECENT_TRADES;
	s->n += s->n < XG_RECENT_TRADES;
	return true;
}

static int kind_of(enum xg_rec_type type)
{
	switch (type) {
	case XG_REC_BBO:
		return BBO;
	case XG_REC_FUNDING:
		return FUNDING;
	case XG_REC_MARK:
		return MARK;
	case XG_REC_OI:
		return OI;
	case XG_REC_CANDLE:
		return CANDLE;
	default:
		return -1;
	}
}

bool xg_recent_is_news(
	struct xg_recent *r, const struct xg_rec *rec, int64_t conn)
{
	bool trade = rec->type == XG_REC_TRADE;
	int kind = trade ? -1 : kind_of(rec->type);
	struct sym *s;

	if (conn <= 0 || !rec->sym.n ||
		(trade ? !rec->u.trade.id.n || !XG_REC_HAS(rec, trade.id)
		       : kind < 0))
		return true;
	s = xg_state_of(&r->by_sym, rec->sym, sizeof *s);
	if (!s)
		return true; /* rather twice than never */
	if (trade)
		return trade_is_news(s, rec->u.trade.id, conn);
	if (conn < s->conn[kind])
		return false;
	s->conn[kind] = conn;
	return true;
}

void xg_recent_closed(struct xg_recent *r, int64_t conn)
{
	const struct xg_map_slot *slot;
	size_t pos = 0;

	while ((slot = xg_map_next(&r->by_sym, &pos))) {
		struct sym *s = slot->val.ptr;

		for (int i = 0; s && i < KINDS; i++) {
			if (s->conn[i] == conn)
				s->conn[i] = 0;
		}
	}
}
