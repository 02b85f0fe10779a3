/* A table of instruments, filled from `inst` records; looked up by unified
 * symbol or by the venue's own code. Used by decoders, book, route and risk. */
#ifndef XG_REC_INSTS_H
#define XG_REC_INSTS_H

#include "base/map.h"
#include "rec/rec.h"

/* One instrument; all slices point into memory owned by the table. */
struct xg_instr {
	struct xg_str venue, sym;
	struct xg_inst i;
	uint64_t has; /* as in the record */
	bool told;    /* a record of the stream told it (not a cached list) */
};

/* Zero-filled is valid. */
struct xg_insts {
	struct xg_instr **list; /* owned; stable pointers until release */
	size_t n, cap;
	struct xg_map by_sym;	 /* "venue sym" */
	struct xg_map by_native; /* "venue market native" */
};

void xg_insts_release(struct xg_insts *t);
/* Adds or replaces; the record must be an INST. The struct keeps its address. */
int xg_insts_put(struct xg_insts *t, const struct xg_rec *rec);
/* Marks one as told. */
void xg_insts_told(struct xg_insts *t, struct xg_str venue, struct xg_str sym);
const struct xg_instr *xg_insts_sym(
	const struct xg_insts *t, struct xg_str venue, struct xg_str sym);
const struct xg_instr *xg_insts_native(const struct xg_insts *t,
	struct xg_str venue, struct xg_str market, struct xg_str native);

#endif
