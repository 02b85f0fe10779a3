/* A client of one Bitfinex book, apart from all other code: it keeps the texts
 * that came, and is strict about what may come. */
#ifndef XG_TESTS_BITFINEX_CLIENT_H
#define XG_TESTS_BITFINEX_CLIENT_H

#include "crypto/crc32.h"
#include "json/pull.h"

struct bf_row {
	char key[32], qty[32]; /* price, or number of a raw order */
	struct xg_dec px;
	int64_t id;
};
struct bf_book {
	bool raw;
	size_t most; /* rows a side */
	struct bf_row row[2][300];
	size_t n[2];
	int sums; /* checksums that were right */
};

static inline bool bf_before(
	const struct bf_row *a, const struct bf_row *b, bool sell)
{
	int c = xg_dec_cmp(a->px, b->px);

	if (c)
		return sell ? c < 0 : c > 0;
	return a->id < b->id;
}

/* What is wrong with a row, or NULL. */
static inline const char *bf_row(struct bf_book *k, const struct xg_str part[3])
{
	bool sell = part[2].p[0] == '-', gone = xg_str_is_text(part[1], "0");
	struct bf_row r = { .id = 0 }, *side = k->row[sell];
	size_t *n = &k->n[sell], i = 0;

	(void)xg_str_copy(r.key, sizeof r.key, part[0]);
	(void)xg_str_copy(r.qty, sizeof r.qty, part[2]);
	if (k->raw)
		(void)xg_str_i64(part[0], &r.id);
	(void)xg_dec_from(&r.px, part[k->raw]);
	while (i < *n && strcmp(side[i].key, r.key) != 0)
		i++;
	if (i < *n)
		memmove(&side[i], &side[i + 1], (--*n - i) * sizeof r);
	else if (gone)
		return "a row is deleted that is not there";
	if (gone)
		return strcmp(r.qty, sell ? "-1" : "1") == 0
			       ? NULL
			       : "a deleted row has an amount";
	if (*n == k->most)
		return "there are more rows than were asked for";
	for (i = 0; i < *n && bf_before(&side[i], &r, sell); i++)
		continue;
	memmove(&side[i + 1], &side[i], (*n - i) * sizeof r);
	side[i] = r;
	++*n;
	return NULL;
}

static inline int32_t bf_sum(const struct bf_book *k)
{
	uint32_t crc = 0;
	bool any = false;

	for (size_t i = 0; i < 25; i++)
		for (int s = 0; s < 2; s++) {
			const struct bf_row *r = &k->row[s][i];

			if (i >= k->n[s])
				continue;
			crc = xg_crc32(crc, ":", any);
			crc = xg_crc32(crc, r->key, strlen(r->key));
			crc = xg_crc32(crc, ":", 1);
			crc = xg_crc32(crc, r->qty, strlen(r->qty));
			any = true;
		}
	return (int32_t)crc;
}

static inline const char *bf_item(struct bf_book *k, struct xg_json *j)
{
	struct xg_str part[3];

	for (int i = 0; i < 3; i++) {
		if (j->tok != XG_JSON_NUM)
			return "a row has three numbers";
		part[i] = j->val;
		(void)xg_json_next(j);
	}
	return j->tok == XG_JSON_ARR_END ? bf_row(k, part)
					 : "a row is too long";
}

/* One frame of the channel. NULL, or what is wrong. */
static inline const char *bf_frame(struct bf_book *k, struct xg_str text)
{
	const char *bad = NULL;
	struct xg_json j;
	int64_t sum;

	xg_json_init(&j, text.p, text.n);
	(void)xg_json_next(&j);
	(void)xg_json_next(&j);
	if (xg_json_next(&j) == XG_JSON_STR) {
		if (xg_str_is_text(j.val, "hb"))
			return NULL;
		if (xg_json_i64(&j, &sum) || sum != bf_sum(k))
			return "a checksum is wrong";
		k->sums++;
		return NULL;
	}
	if (j.tok != XG_JSON_ARR)
		return "this is no frame of a book";
	if (xg_json_next(&j) == XG_JSON_NUM)
		return bf_item(k, &j);
	for (; !bad && j.tok == XG_JSON_ARR; (void)xg_json_next(&j)) {
		(void)xg_json_next(&j);
		bad = bf_item(k, &j);
	}
	return bad;
}

#endif
