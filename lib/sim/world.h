/* All venues of a simulation and the market that they share: from the generator
 * or from records. No I/O and no clock. */
#ifndef XG_SIM_WORLD_H
#define XG_SIM_WORLD_H

#include "sim/dialect.h"
#include "sim/gen.h"

#define XG_SIM_VENUES 24

/* Zero-filled is valid. */
struct xg_sim_world {
	struct xg_sim_front front[XG_SIM_VENUES];
	int fronts;
	struct xg_gen gen;
	struct xg_rec_reader reader;
};

void xg_sim_world_release(struct xg_sim_world *w);
/* All dialects there are, NULL at the end. */
extern const struct xg_sim_dialect *const xg_sim_dialects[];

/* Adds a venue with a new key. XG_ERR_ABSENT: no such dialect; DUP; SYSTEM. */
int xg_sim_world_venue(struct xg_sim_world *w, struct xg_str name);
/* Lists on all venues what of their tables matches one of n patterns (all when
 * n is 0). Returns how many, or XG_ERR_*. */
int xg_sim_world_list(
	struct xg_sim_world *w, const char *const *patterns, size_t n);
/* The listed markets follow the generator from now on. */
int xg_sim_world_generate(struct xg_sim_world *w, uint64_t seed);
/* Gives each wallet its first money, then what was asked for by
 * "[VENUE:]CCY=AMOUNT" in all wallets that have the asset. XG_ERR_SYNTAX. */
int xg_sim_world_fund(struct xg_sim_world *w);
int xg_sim_world_balance(
	struct xg_sim_world *w, struct xg_str text, struct xg_error *err);

/* What a record of a venue says about its market. 1 done, 0 it is about nothing
 * that is served, XG_ERR_SYNTAX and the like with *err: a bad line. With
 * list_only the symbol is listed and nothing else happens. *at: its time. */
int xg_sim_world_record(struct xg_sim_world *w, struct xg_str line,
	bool list_only, int64_t now, int64_t *at, struct xg_error *err);

/* A venue's events as records (inst, book, trade, bbo, mark, funding, liq),
 * appended to out. The seq of its own books. */
void xg_sim_inst_record(struct xg_buf *out, const char *venue,
	const struct xg_sim_mkt *m, int64_t now);
void xg_sim_event_record(
	struct xg_buf *out, const char *venue, const struct xg_sim_event *ev);

#endif
