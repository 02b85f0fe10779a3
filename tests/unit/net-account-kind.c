/* Which API of a venue is spoken: account_kind of the configuration. */
#include "net/account_kind.h"
#include "json/pull.h"
#include "tap.h"

static struct xg_error err;

static int conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_json_find(xg_str_from(ctx), path, json) == 1;
}

static const struct xg_venue *of(const char *venue, const char *file)
{
	memset(&err, 0, sizeof err);
	return xg_account_kind(xg_venue_find(xg_str_from(venue)),
		file ? conf : NULL, (void *)(size_t)file, &err);
}

static void refused(const char *venue, const char *file, const char *words,
	const char *title)
{
	ok(!of(venue, file) && err.code == XG_ERR_SUPPORT &&
			strstr(err.text, words),
		"%s: %s", title, err.text);
}

/* What the two tables of a venue must have in common. */
static void tables(const struct xg_venue *v)
{
	const struct xg_venue *o = v->other_kind;

	ok(!v->account_kind == !o, "%s: a kind has another, or none is named",
		v->name);
	if (!o)
		return;
	ok(o->other_kind == v && strcmp(o->account_kind, v->account_kind) != 0,
		"%s: the kinds are two, and name each other", v->name);
	ok(!strcmp(o->name, v->name) && o->aliases == v->aliases &&
			o->markets == v->markets && o->hosts == v->hosts &&
			o->frame == v->frame && o->answer == v->answer &&
			o->decoder_size == v->decoder_size &&
			o->kinds == v->kinds,
		"%s: both are one venue, whose frames one decoder reads",
		v->name);
}

int main(void)
{
	const struct xg_venue *bitget = xg_venue_find(XG_STR("bitget"));
	const struct xg_venue *v;

	for (size_t i = 0; (v = xg_venue_at(i)); i++)
		tables(v);
	ok(of("bitget", NULL) == bitget && of("bitget", "{}") == bitget,
		"where nothing is said the usual one holds");
	ok(of("okx", "{\"account_kind\":{\"bitget\":\"classic\"}}") ==
			xg_venue_find(XG_STR("okx")),
		"what is said of another venue is no matter");
	ok(of("bitget", "{\"account_kind\":{\"bitget\":\"unified\"}}") ==
			bitget,
		"the usual one may be said");
	v = of("bitget", "{\"account_kind\":{\"bitget\":\"classic\"}}");
	ok(v == bitget->other_kind && !strcmp(v->account_kind, "classic"),
		"the other kind has its own table");
	ok(of("bitget-futures",
		   "{\"account_kind\":{\"bitget\":\"cl\\u0061ssic\"}}") == v,
		"however the venue is called and the word is written");
	refused("bitget", "{\"account_kind\":{\"bitget\":\"hybrid\"}}",
		"is \"hybrid\"; write \"unified\" or \"classic\"",
		"another word is told");
	refused("bitget", "{\"account_kind\":{\"bitget\":\"\"}}",
		"account_kind.bitget", "an empty one");
	refused("bitget", "{\"account_kind\":{\"bitget\":\"classic\\u0000\"}}",
		"account_kind.bitget", "one with more behind its end");
	refused("bitget", "{\"account_kind\":{\"bitget\":2}}", "is 2;",
		"what is no text");
	refused("bitget", "{\"account_kind\":{\"bitget\":[\"classic\"]}}",
		"write \"unified\"", "a list");
	refused("okx", "{\"account_kind\":{\"okx\":\"unified\"}}",
		"okx has one kind of account",
		"a venue with one kind refuses any");
	return done();
}
