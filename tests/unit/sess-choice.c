/* What the user chooses of a venue: region, account_kind and book of the
 * configuration. */
#include "sess/choice.h"
#include "json/pull.h"
#include "tap.h"

static struct xg_error err;
static struct xg_choices all;

static int conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_json_find(xg_str_from(ctx), path, json) == 1;
}

static const struct xg_choice *in(
	enum xg_env env, const char *venue, const char *file)
{
	memset(&err, 0, sizeof err);
	all = (struct xg_choices){ .env = env,
		.conf = file ? conf : NULL,
		.ctx = (void *)(size_t)file };
	return xg_choices_name(&all, xg_str_from(venue), &err);
}

static const struct xg_venue *of(const char *venue, const char *file)
{
	const struct xg_choice *c = in(XG_ENV_LIVE, venue, file);

	return c ? c->v : NULL;
}

static void refused(const char *venue, const char *file, const char *words,
	const char *title)
{
	ok(!of(venue, file) && err.code == XG_ERR_CONFIG &&
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

static void accounts(void)
{
	const struct xg_venue *bitget = xg_venue_find(XG_STR("bitget"));
	const struct xg_venue *v;

	for (size_t i = 0; (v = xg_venue_at(i)); i++)
		tables(v);
	ok(of("bitget", NULL) == bitget && of("bitget", "{}") == bitget,
		"where nothing is said the usual one holds");
	ok(of("okx", "{\"account_kind\":{\"bitget\":\"hybrid\"}}") ==
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
	refused("bitget", "{\"account_kind\":{\"bitget\":null}}", "is null;",
		"nor null");
	refused("bitget", "{\"account_kind\":{\"bitget\":[\n\"classic\"]}}",
		"is [; write \"unified\"", "a list, of which a line is shown");
	refused("okx", "{\"account_kind\":{\"okx\":\"unified\"}}",
		"okx has one kind of account",
		"a venue with one kind refuses any");
	refused("bitget", "{\"account_kind\":[\"classic\"]}",
		"account_kind of the configuration is [\"classic\"]; write "
		"{\"VENUE\": \"WORD\"}",
		"a section that is none");
	refused("bitget", "{\"account_kind\":{\"bitget-futures\":\"classic\"}}",
		"account_kind.bitget-futures of the configuration means "
		"bitget; write account_kind.bitget",
		"another name of the venue");
}

static void region_is(const char *venue, enum xg_env env, const char *file,
	const char *want, const char *title)
{
	const struct xg_choice *c = in(env, venue, file);

	ok(c && !strcmp(c->region, want), "%s: %s", title, err.text);
}

static void regions(void)
{
	region_is("okx", XG_ENV_LIVE, NULL, "", "none is usual");
	region_is("okx", XG_ENV_LIVE, "{\"region\":{\"okx\":\"eea\"}}", "eea",
		"the configuration's");
	region_is("okx", XG_ENV_TEST, "{\"region\":{\"okx\":\"us\"}}", "us",
		"in test, too");
	region_is("okxus", XG_ENV_LIVE, "{\"region\":{\"okx\":\"eea\"}}", "us",
		"that of the name comes first");
	region_is("okxus", XG_ENV_PAPER, "{\"region\":{\"okx\":\"eea\"}}", "",
		"the simulator has none");
	region_is("deribit", XG_ENV_LIVE,
		"{\"region\":{\"deribit\":\"coinbase\"}}", "coinbase",
		"one of Deribit");
	refused("okx", "{\"region\":{\"okx\":\"mars\"}}",
		"region.okx of the configuration is \"mars\"; write \"us\", "
		"\"eea\" or \"tr\"",
		"one that is none");
	refused("okxus", "{\"region\":{\"okx\":\"\"}}", "write \"us\"",
		"an empty one, whatever the name means");
	refused("bybit", "{\"region\":{\"bybit\":\"spot\"}}",
		"write \"nl\", \"tr\", \"kz\", \"ge\", \"ae\", \"eu\", \"id\" "
		"or \"jp\"",
		"all are told");
	refused("gate", "{\"region\":{\"gate\":\"rest\"}}", "write \"eu\"",
		"what is a part of an address");
	for (size_t i = 0; xg_venue_at(i); i++) {
		const struct xg_venue *v = xg_venue_at(i);
		const struct xg_regional *r = v->regional;

		for (; r && r->name; r++)
			region_is(
				r->name, XG_ENV_LIVE, NULL, r->region, r->name);
	}
}

static void region_word_of_each(void)
{
	static const struct {
		const char *venue, *words;
	} have[] = { { "okx", "write \"us\", \"eea\" or \"tr\"" },
		{ "deribit", "write \"coinbase\"" }, { "gate", "write \"eu\"" },
		{ "bybit", "write \"nl\"" } };

	for (size_t i = 0; xg_venue_at(i); i++) {
		const char *name = xg_venue_at(i)->name, *want = "no regions";
		char file[96];

		for (size_t k = 0; k < XG_LEN(have); k++) {
			if (strcmp(have[k].venue, name) == 0)
				want = have[k].words;
		}
		snprintf(
			file, sizeof file, "{\"region\":{\"%s\":\"x\"}}", name);
		refused(name, file, want, name);
	}
}

static void book_is(const char *venue, const char *file, const char *want,
	const char *title)
{
	const struct xg_choice *c = in(XG_ENV_LIVE, venue, file);

	ok(c && !strcmp(c->v->books[c->book].name, want), "%s: %s", title,
		err.text);
}

static void books(void)
{
	book_is("hyperliquid", NULL, "fast", "the first one is usual");
	book_is("hyperliquid", "{\"book\":{\"hyperliquid\":\"deep\"}}", "deep",
		"the other");
	book_is("gate", NULL, "obu", "by the stream alone");
	book_is("gateeu", NULL, "update", "another is usual in a region");
	book_is("gate", "{\"region\":{\"gate\":\"eu\"}}", "update",
		"however the region is said");
	book_is("gateeu", "{\"book\":{\"gate\":\"obu\"}}", "obu",
		"what is said wins over what is usual");
	refused("gate", "{\"book\":{\"gate\":\"fast\"}}",
		"write \"obu\" or \"update\"", "one that is none");
	refused("okx", "{\"book\":{\"okx\":\"fast\"}}",
		"okx has one kind of books", "a venue without a choice");
}

/* One command's venues. */
static void several(void)
{
	const struct xg_choice *a = in(XG_ENV_LIVE, "okx", NULL), *b;

	b = xg_choices_name(&all, XG_STR("okex"), &err);
	ok(a && a == b, "two names of one venue");
	ok(xg_choices_venue(&all, xg_venue_find(XG_STR("okx")), &err) == a,
		"and the venue itself");
	ok(!xg_choices_name(&all, XG_STR("myokx"), &err) &&
			err.code == XG_ERR_SUPPORT,
		"but not another region: %s", err.text);
	is_text(err.text, strlen(err.text),
		"okx is named in two regions (the usual one, eea); give each a "
		"command of its own",
		"which is said");
	ok(!xg_choices_name(&all, XG_STR("mars"), &err) &&
			err.code == XG_ERR_SUPPORT,
		"nor a venue that is none: %s", err.text);
	a = in(XG_ENV_LIVE, "myokx", NULL);
	ok(xg_choices_venue(&all, xg_venue_find(XG_STR("okx")), &err) == a,
		"a venue that nobody called is where it is called to");
	a = in(XG_ENV_LIVE, "myokx", "{\"region\":{\"okx\":\"eea\"}}");
	ok(a && xg_choices_name(&all, XG_STR("okx"), &err) == a,
		"two names of one region");
	a = in(XG_ENV_PAPER, "myokx", NULL);
	ok(a && xg_choices_name(&all, XG_STR("okx"), &err) == a,
		"in paper there is one only");
	a = in(XG_ENV_LIVE, "bitget",
		"{\"account_kind\":{\"bitget\":\"classic\"}}");
	ok(a && xg_choices_name(&all, XG_STR("bitget"), &err) == a,
		"the other kind of account is the same venue");
	a = in(XG_ENV_LIVE, "okx", NULL);
	for (size_t i = 0; xg_venue_at(i); i++)
		b = xg_choices_venue(&all, xg_venue_at(i), &err);
	ok(b && a == &all.of[0], "all venues fit");
}

int main(void)
{
	accounts();
	regions();
	region_word_of_each();
	books();
	several();
	return done();
}
