#include "sess/near.h"

#include "rec/sym.h"

static char letter(struct xg_str s, size_t i)
{
	char c = s.p[i];

	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The slips between two texts of less than XG_SYM_MAX bytes: letters put in, left
 * out or changed, and neighbours that are swapped (optimal string alignment). */
static size_t slips(struct xg_str a, struct xg_str b)
{
	size_t rows[3][XG_SYM_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t k = 0; k <= b.n; k++)
		last[k] = before[k] = k;
	for (size_t i = 0; i < a.n; i++) {
		size_t *oldest = before;

		row[0] = i + 1;
		for (size_t k = 0; k < b.n; k++) {
			char x = letter(a, i), y = letter(b, k);
			size_t best = last[k] + (x != y);

			if (last[k + 1] + 1 < best)
				best = last[k + 1] + 1;
			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (i && k && x == letter(b, k - 1) &&
				letter(a, i - 1) == y &&
				before[k - 1] + 1 < best)
				best = before[k - 1] + 1;
			row[k + 1] = best;
		}
		before = last;
		last = row;
		row = oldest;
	}
	return last[b.n];
}

static struct xg_str base_of(struct xg_str sym)
{
	return xg_str_cut(&sym, '-');
}

const struct xg_instr *xg_near(
	const struct xg_insts *insts, const char *venue, struct xg_str sym)
{
	struct xg_str base = base_of(sym);
	bool whole = base.n == sym.n; /* BTCUSDT: no base asset can be told */
	const struct xg_instr *best = NULL;
	size_t least = 0;

	if (sym.n >= XG_SYM_MAX)
		return NULL;
	for (size_t i = 0; i < insts->n; i++) {
		const struct xg_instr *inst = insts->list[i];
		size_t all, asset, cost;

		if (inst->sym.n >= XG_SYM_MAX ||
			!xg_str_is_text(inst->venue, venue))
			continue;
		all = slips(sym, inst->sym);
		if (all > sym.n / 6)
			continue;
		asset = whole ? 0 : slips(base, base_of(inst->sym));
		if (asset > base.n / 3)
			continue;
		cost = 2 * all + (asset > 0);
		if (best && cost >= least)
			continue;
		best = inst;
		least = cost;
	}
	return best;
}
