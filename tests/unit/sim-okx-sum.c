/* The checksum of the simulated OKX equals what the venue itself sent in 2022:
 * a book is kept from the recorded frames and each checksum is recomputed. */
#include "base/buf.h"
#include "dec/dec.h"
#include "json/pull.h"
#include "sim/okx_sum.h"
#include "tap.h"

#define MAX 2000

struct side {
	struct xg_sim_okx_text_level l[MAX];
	struct xg_dec px[MAX];
	size_t n;
};

static char *keep(struct xg_str s)
{
	return strndup(s.p, s.n);
}

static void set(struct side *s, int sign, struct xg_str px, struct xg_str qty)
{
	struct xg_dec p, q;
	size_t i = 0;

	if (xg_dec_from(&p, px) || xg_dec_from(&q, qty))
		return;
	while (i < s->n && xg_dec_cmp(s->px[i], p) * sign < 0)
		i++;
	if (i < s->n && xg_dec_cmp(s->px[i], p) == 0) {
		free((void *)s->l[i].px.p);
		free((void *)s->l[i].qty.p);
		s->n--;
		memmove(&s->l[i], &s->l[i + 1], (s->n - i) * sizeof *s->l);
		memmove(&s->px[i], &s->px[i + 1], (s->n - i) * sizeof *s->px);
	}
	if (xg_dec_is_zero(q) || s->n == MAX)
		return;
	memmove(&s->l[i + 1], &s->l[i], (s->n - i) * sizeof *s->l);
	memmove(&s->px[i + 1], &s->px[i], (s->n - i) * sizeof *s->px);
	s->l[i].px = (struct xg_str){ keep(px), px.n };
	s->l[i].qty = (struct xg_str){ keep(qty), qty.n };
	s->px[i] = p;
	s->n++;
}

static void wipe(struct side *s)
{
	while (s->n) {
		s->n--;
		free((void *)s->l[s->n].px.p);
		free((void *)s->l[s->n].qty.p);
	}
}

static void levels(struct side *s, int sign, struct xg_str text)
{
	struct xg_json j;
	struct xg_str px, qty, rest;

	xg_json_init(&j, text.p, text.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return;
	while (xg_json_next(&j) == XG_JSON_ARR) {
		if (xg_json_text(&j, &px) || xg_json_text(&j, &qty))
			return;
		while (xg_json_next(&j) == XG_JSON_STR)
			rest = j.val;
		set(s, sign, px, qty);
	}
	(void)rest;
}

int main(void)
{
	FILE *in =
		fopen("../shared/venues/okx/books-checksum-2022.ndjson", "r");
	static struct side bid, ask;
	struct xg_sim_okx_text_level b[] = { { XG_STR("3366.1"), XG_STR("7") },
		{ XG_STR("3366"), XG_STR("6") } };
	struct xg_sim_okx_text_level a[] = { { XG_STR("3366.8"), XG_STR("9") },
		{ XG_STR("3368"), XG_STR("8") },
		{ XG_STR("3372"), XG_STR("8") } };
	const char *text = "3366.1:7:3366.8:9:3366:6:3368:8:3372:8";
	char *line = NULL;
	size_t cap = 0, n = 0, good = 0;
	ssize_t len;

	is_int(xg_sim_okx_sum(NULL, 0, NULL, 0), 0, "an empty book gives 0");
	/* CRC-32 of the text above, by zlib. */
	is_int(xg_sim_okx_sum(b, 2, a, 3), 1362239393,
		"sides in turn, the longer one goes on: %s", text);
	if (!in) {
		ok(true, "recorded checksums # SKIP no ../shared");
		return done();
	}
	while ((len = getline(&line, &cap, in)) > 0) {
		struct xg_str s = { line, (size_t)len }, act, v;
		int64_t want;

		if (xg_json_find(s, "raw.action", &act) != 1)
			continue;
		if (xg_str_is_text(act, "\"snapshot\"")) {
			wipe(&bid);
			wipe(&ask);
		}
		if (xg_json_find(s, "raw.data.0.asks", &v) == 1)
			levels(&ask, 1, v);
		if (xg_json_find(s, "raw.data.0.bids", &v) == 1)
			levels(&bid, -1, v);
		if (xg_json_find(s, "raw.data.0.checksum", &v) != 1 ||
			xg_str_i64(v, &want))
			continue;
		n++;
		good += xg_sim_okx_sum(bid.l, bid.n, ask.l, ask.n) == want;
	}
	is_int(good, 99, "all recorded checksums are met");
	is_int(n, 99, "no recorded checksum was left out");
	free(line);
	fclose(in);
	wipe(&bid);
	wipe(&ask);
	return done();
}
