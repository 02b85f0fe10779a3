/* Connections and the channels that each one has numbered. */
#include <stdlib.h>

#include "venue/bitfinex/bitfinex.h"

struct xg_bitfinex_sym *xg_bitfinex_sym_of(
	struct xg_decoder *d, const struct xg_instr *inst)
{
	struct xg_bitfinex_state *st = d->priv;

	return xg_state_of(
		&st->syms, inst->sym, sizeof(struct xg_bitfinex_sym));
}

void xg_bitfinex_decoder_release(struct xg_decoder *d)
{
	struct xg_bitfinex_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos)))
		free(((struct xg_bitfinex_sym *)s->val.ptr)->odd.row);
	xg_states_release(&st->syms);
	free(st->lv[0]);
	free(st->lv[1]);
	free(st->odd.row);
	free(st->row);
}

struct xg_bitfinex_conn *xg_bitfinex_conn_of(
	struct xg_bitfinex_state *st, int64_t conn)
{
	struct xg_bitfinex_conn *at = &st->conn[0];

	for (size_t i = 0; i < XG_BITFINEX_CONNS; i++) {
		struct xg_bitfinex_conn *c = &st->conn[i];

		if (c->used && c->conn == conn)
			return c;
		if (at->used && (!c->used || c->conn < at->conn))
			at = c;
	}
	memset(at, 0, sizeof *at);
	at->used = true;
	at->conn = conn;
	at->flags = -1;
	return at;
}

/* What was heard over it last may come over an older one again. */
static void forget(struct xg_bitfinex_state *st, int64_t conn)
{
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos))) {
		struct xg_bitfinex_sym *sym = s->val.ptr;

		if (sym->candle_conn == conn)
			sym->candle_conn = 0;
		if (sym->top_conn == conn) {
			sym->top_conn = 0;
			sym->top_live = false;
		}
	}
}

void xg_bitfinex_conn_reset(struct xg_bitfinex_state *st, int64_t conn)
{
	forget(st, conn);
	xg_numbered_reset(&st->numbered, conn);
	xg_bitfinex_conn_of(st, conn)->used = false;
}

struct xg_bitfinex_chan *xg_bitfinex_chan_of(
	struct xg_bitfinex_conn *c, int64_t id)
{
	for (size_t k = 0; k < XG_BITFINEX_CHANS; k++) {
		size_t i = (c->at + k) % XG_BITFINEX_CHANS;

		if (c->chan[i].used && c->chan[i].id == id) {
			c->at = i;
			return &c->chan[i];
		}
	}
	return NULL;
}

struct xg_bitfinex_chan *xg_bitfinex_chan_put(
	struct xg_bitfinex_conn *c, int64_t id)
{
	struct xg_bitfinex_chan *ch = xg_bitfinex_chan_of(c, id);

	if (ch)
		return ch;
	for (size_t i = 0; i < XG_BITFINEX_CHANS; i++) {
		if (c->chan[i].used)
			continue;
		c->chan[i] =
			(struct xg_bitfinex_chan){ .used = true, .id = id };
		return &c->chan[i];
	}
	return NULL;
}

struct xg_str xg_bitfinex_native(const struct xg_bitfinex_chan *ch)
{
	return xg_str_from(ch->topic + ch->native_at);
}
