/* risk: the manual page of limits has each key, with what the table says. */
#include "base/attr.h"
#include "base/buf.h"
#include "risk/limits.h"
#include "tap.h"

static char page[65536];

static void facts(struct xg_buf *b, const struct xg_lim_key *k)
{
	bool many = strcmp(k->max, "100000000000000") == 0;
	bool v = k->scope & XG_LIM_IN_VENUE, s = k->scope & XG_LIM_IN_SYMBOL;

	xg_buf_clear(b);
	xg_buf_text(b, ".Pq ");
	if (k->kind == XG_LIMK_BOOL)
		xg_buf_printf(b, "true or false; default %s",
			strcmp(k->def, "0") ? "true" : "false");
	else if (many)
		xg_buf_printf(b, "%s; at least %s", k->unit, k->min);
	else
		xg_buf_printf(b, "%s; %s to %s", k->unit, k->min, k->max);
	if (k->kind != XG_LIMK_BOOL)
		xg_buf_printf(b, k->def ? "; default %s" : "; no default%s",
			k->def ? k->def : "");
	if (v || s)
		xg_buf_printf(b, "; also in %s%s%s", v ? "venues" : "",
			v && s ? " and " : "", s ? "symbols" : "");
	xg_buf_char(b, '\n');
}

static void one(const struct xg_lim_key *k, struct xg_buf *b)
{
	char item[80];
	const char *at, *next, *line;

	snprintf(item, sizeof item, "\n.It Va %s\n", k->name);
	at = strstr(page, item);
	if (!ok(at != NULL, "the page has %s", k->name))
		return;
	next = strstr(at + 1, "\n.It ");
	facts(b, k);
	line = strstr(at, b->p);
	ok(line && (!next || line < next), "the page says of %s: %s", k->name,
		b->p + 4);
}

int main(void)
{
	FILE *f = fopen("man/xg-limits.5", "r");
	struct xg_buf b = { 0 };
	const struct xg_lim_key *keys;
	size_t n, items = 0;

	if (!f) {
		printf("1..0 # SKIP not in the top folder of the sources\n");
		return 0;
	}
	page[fread(page, 1, sizeof page - 1, f)] = '\0';
	fclose(f);
	keys = xg_lim_keys(&n);
	for (size_t i = 0; i < n; i++)
		one(&keys[i], &b);
	for (const char *p = page; (p = strstr(p, "\n.It Va ")); p++)
		items++;
	is_int(items, n + 5, "the page has no key more, besides the lists");
	xg_buf_release(&b);
	return done();
}
