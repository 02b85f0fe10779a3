/* Levels of order books, the most frequent thing on any wire: ["1.50","2"] or
 * [1.5,2]. One look at a pair tells where its digits are; the pairs behind it,
 * nearly all of the same form, are only held against it. Whatever is of another
 * form than these is left to the general parser. */
#include "json/pairs.h"

#include <stdlib.h>

#include "json/pull.h"

/* Places of a pair that have digits: before the points and behind them. */
enum { PX, PX_PLACES, QTY, QTY_PLACES, PARTS };

/* Where a pair has what, counted from the byte before it: a comma, or the bracket
 * of the list. */
struct form {
	unsigned len;
	unsigned end[PARTS]; /* behind the digits of each part */
	unsigned n[PARTS];   /* how many they are */
};

/* A form as it can be held against another text: each byte less `least` must not
 * be over `most`. Before the pair and where it has ended, any byte will do. */
struct mould {
	bool known;
	struct form form;
	uint8_t least[XG_WINDOW], most[XG_WINDOW];
};
_Static_assert(sizeof(struct mould) <= XG_JSON_MOULD, "there is room for it");

static const uint64_t pow10[] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000 };

/* 2^36 / 10^n, rounded up: a number below 10^8 that ends in n zeros is divided
 * exactly. */
#define PART(n) ((UINT64_C(1) << 36) / (n) + 1)
static const uint64_t part[] = { UINT64_C(1) << 36, PART(10), PART(100),
	PART(1000), PART(10000), PART(100000), PART(1000000), PART(10000000),
	PART(100000000) };

/* Index behind the number at p[i], in quotes or not, as JSON writes it; 0 when it
 * is of another form. mask is xg_no_digits(p). The number is parts k and k + 1. */
static inline unsigned number(
	const char *p, uint64_t mask, unsigned i, struct form *f, int k)
{
	bool quoted = p[i] == '"';
	unsigned at = i + quoted, n = (unsigned)__builtin_ctzll(mask >> at);

	if (n - 1 > 7 || (n > 1 && p[at] == '0'))
		return 0;
	i = at + n;
	f->end[k] = f->end[k + 1] = i;
	f->n[k] = n;
	f->n[k + 1] = 0;
	if (p[i] == '.') {
		n = (unsigned)__builtin_ctzll(mask >> (i + 1));
		if (n - 1 > 7)
			return 0;
		i += 1 + n;
		f->end[k + 1] = i;
		f->n[k + 1] = n;
	}
	return !quoted ? i : p[i] == '"' ? i + 1 : 0;
}

/* Is there a pair behind p? */
static inline bool look(const char *p, struct form *f)
{
	uint64_t mask = xg_no_digits(p);
	unsigned i;

	if (p[1] != '[')
		return false;
	i = number(p, mask, 2, f, PX);
	if (i == 0 || p[i] != ',')
		return false;
	i = number(p, mask, i + 1, f, QTY);
	f->len = i + 1;
	return i && p[i] == ']';
}

static void learn(struct mould *m, const char *p)
{
	const struct form *f = &m->form;

	xg_learn(p, f->len, m->least, m->most);
	m->least[0] = 0;
	m->most[0] = 255;
	/* A number may not begin with 0. */
	for (int k = PX; k <= QTY; k += QTY - PX) {
		unsigned at = f->end[k] - f->n[k];

		if (f->n[k] > 1) {
			m->least[at] = '1';
			m->most[at] = 8;
		}
	}
	m->known = true;
}

/* m * 10^-n of a number with n places, without the zeros at its end. */
static inline struct xg_dec decimal(
	const char *p, const struct form *f, int k, const uint32_t *v)
{
	unsigned n = f->n[k + 1], zeros;
	uint64_t last = xg_digits_at(p + f->end[k + 1], n);
	uint64_t stop = n < 8 ? UINT64_C(1) << (8 * (7 - n)) : 1;

	zeros = (unsigned)__builtin_clzll(last | stop) / 8;
	zeros += n == 8 && last == 0;
	return (struct xg_dec){ (int64_t)(v[k] * pow10[n - zeros] +
					  (v[k + 1] * part[zeros] >> 36)),
		(int8_t)((int)zeros - (int)n) };
}

static inline void take(const char *p, const struct form *f, struct xg_dec *out)
{
	uint32_t v[PARTS];

	xg_four_numbers(p, f->end, f->n, v);
	out[0] = decimal(p, f, PX, v);
	out[1] = decimal(p, f, QTY, v);
}

/* The text at p with room on both sides, in room: its end or begin is near. */
static const char *copy(char *room, const char *p, size_t n)
{
	memset(room, 0, XG_BEFORE + XG_WINDOW);
	memcpy(room + XG_BEFORE, p, n < XG_WINDOW ? n : XG_WINDOW);
	return room + XG_BEFORE;
}

static inline size_t pairs(
	struct xg_json *j, struct mould *m, struct xg_dec *out, size_t max)
{
	const char *p = j->p, *at;
	bool first = j->tok == XG_JSON_ARR;
	char room[XG_BEFORE + XG_WINDOW];
	int others = 0; /* pairs of another form than the one before */
	size_t n = 0;

	if (j->err || (!first && j->tok != XG_JSON_ARR_END))
		return 0;
	p -= first;
	for (; n < max; n++) {
		size_t left = (size_t)(j->end - p);

		if (left < 2 || (*p != ',' && !first))
			break;
		at = left < XG_WINDOW || p - j->start < XG_BEFORE
			     ? copy(room, p, left)
			     : p;
		if (!m->known ||
			!xg_is_like(at, m->form.len, m->least, m->most)) {
			/* Where each has a form of its own, none is learned. */
			others += m->known;
			m->known = false;
			if (!look(at, &m->form))
				break;
			if (others < 3)
				learn(m, at);
		}
		if (out)
			take(at, &m->form, out + 2 * n);
		p += m->form.len;
		first = false;
	}
	if (n)
		xg_json_resume(j, p);
	return n;
}

static const struct xg_json_run *kept_at(
	const struct xg_json_kept *k, const char *p)
{
	for (size_t i = 0; i < k->runs; i++) {
		if (k->run[i].begin == p)
			return &k->run[i];
	}
	return NULL;
}

size_t xg_json_pairs(struct xg_json *j, struct xg_dec *out, size_t max)
{
	const struct xg_json_run *run = NULL;
	struct mould m;

	m.known = false;
	if (j->kept && !j->err && j->tok == XG_JSON_ARR)
		run = kept_at(j->kept, j->p);
	if (!run || run->n > max)
		return pairs(j, &m, out, max);
	memcpy(out, j->kept->dec + 2 * run->first, 2 * run->n * sizeof *out);
	xg_json_resume(j, run->end);
	/* There may have been more than there was room for. */
	return run->n + pairs(j, &m, out + 2 * run->n, max - run->n);
}

static void keep(struct xg_json *j, struct xg_json_kept *k)
{
	struct xg_json_run *run = &k->run[k->runs];

	if (!k->dec)
		k->dec = malloc(2 * XG_JSON_KEPT_PAIRS * sizeof *k->dec);
	if (!k->dec || k->runs == XG_JSON_RUNS)
		return;
	run->begin = j->p;
	run->first = k->n;
	run->n = pairs(j, (struct mould *)(void *)k->mould, k->dec + 2 * k->n,
		XG_JSON_KEPT_PAIRS - k->n);
	run->end = j->p;
	k->n += run->n;
	k->runs += run->n > 0;
}

void xg_json_skip_pairs(struct xg_json *j)
{
	struct mould m;

	m.known = false;
	if (j->keep && !j->err && j->tok == XG_JSON_ARR)
		keep(j, j->keep);
	pairs(j, &m, NULL, SIZE_MAX);
}

void xg_json_kept_release(struct xg_json_kept *k)
{
	free(k->dec);
	*k = (struct xg_json_kept){ 0 };
}
