/* Hostile limits files: what is accepted has every number within its bounds. */
#include <stdlib.h>

#include "risk/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void check(const struct xg_lim_set *s)
{
	size_t n;
	const struct xg_lim_key *k = xg_lim_keys(&n);
	struct xg_dec min, max;

	for (size_t i = 0; i < n; i++) {
		if (!xg_lim_has(s, (enum xg_lim)i))
			continue;
		xg_dec_parse(&min, k[i].min, strlen(k[i].min));
		xg_dec_parse(&max, k[i].max, strlen(k[i].max));
		if (xg_dec_cmp(s->v[i], min) < 0 ||
			xg_dec_cmp(s->v[i], max) > 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_str text = { (const char *)p, n };
	struct xg_error err = { 0 };
	struct xg_lim_set s;
	struct xg_limits l;

	if (xg_limits_parse(&l, text, &err) == 0) {
		check(&l.top);
		xg_limits_for(&l, XG_STR("okx"), XG_STR("BTC-USDT"), &s);
		check(&s);
		(void)xg_limits_allow_symbol(&l, XG_STR("okx"), XG_STR("A:B"));
	} else if (!err.text[0]) {
		abort();
	}
	xg_limits_release(&l);
	return 0;
}
