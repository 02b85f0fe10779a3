/* Whose key an entry of the vault is: names of one account, and of others. */
#include "desk/keys.h"
#include "json/pull.h"
#include "tap.h"

static struct xg_vault v;
static struct xg_error err;

static struct xg_vault_entry entry(
	const char *venue, const char *label, const char *key)
{
	struct xg_vault_entry e = { .kind = XG_KEY_HMAC };

	xg_str_copy(e.venue, sizeof e.venue, xg_str_from(venue));
	xg_str_copy(e.label, sizeof e.label, xg_str_from(label));
	xg_secret_set(&e.key, xg_str_from(key));
	xg_secret_set(&e.secret, XG_STR("s"));
	return e;
}

/* As an older version did: under the name that was typed. */
static void kept(const char *venue, const char *label, const char *key)
{
	struct xg_vault_entry e = entry(venue, label, key);

	is_int(xg_vault_put(&v, &e, false), 0, "%s %s is kept", venue, label);
}

static void key_is(
	const struct xg_vault_entry *e, const char *want, const char *title)
{
	struct xg_str key = e ? xg_secret_view(&e->key) : XG_STR("(none)");

	is_text(key.p, key.n, want, "%s", title);
}

static void name_is(const char *typed, const char *want)
{
	const char *got = xg_venue_key(xg_str_from(typed));

	ok(got && !strcmp(got, want), "the key of %s is kept as %s", typed,
		want);
}

static int conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_json_find(xg_str_from(ctx), path, json) == 1;
}

/* The key that a command uses when it is given a name. */
static void used(const char *name, const char *file, const char *label,
	const char *want, const char *title)
{
	struct xg_choices all = {
		.env = XG_ENV_LIVE, .conf = conf, .ctx = (void *)(size_t)file
	};
	const struct xg_choice *c =
		xg_choices_name(&all, xg_str_from(name), &err);

	key_is(xg_keys_chosen(&v, c, label), want, title);
}

static void wanted(const char *name, const char *file, const char *want)
{
	struct xg_choices all = {
		.env = XG_ENV_LIVE, .conf = conf, .ctx = (void *)(size_t)file
	};

	is_text(xg_keys_wanted(xg_choices_name(&all, xg_str_from(name), &err)),
		strlen(want), want, "%s needs the key of %s", name, want);
}

static void names(void)
{
	static const char *const futures[] = { "krakenfutures",
		"kraken-futures", "cryptofacilities" };

	name_is("okx", "okx");
	name_is("okex", "okx");
	name_is("binanceusdm", "binance");
	name_is("binance-delivery", "binance");
	name_is("gateio", "gate");
	name_is("kucoinfutures", "kucoin");
	name_is("bybiteu", "bybiteu");
	name_is("gateeu", "gateeu");
	name_is("coinbasepro", "coinbase-exchange");
	name_is("kraken-spot", "kraken");
	for (size_t i = 0; i < XG_LEN(futures); i++)
		name_is(futures[i], "krakenfutures");
	ok(!xg_venue_key(XG_STR("mars")), "a venue that is none has none");
	/* A name that nobody would find is worse than an error. */
	for (size_t i = 0; xg_venue_at(i); i++) {
		const struct xg_venue *x = xg_venue_at(i);

		name_is(x->name, x->name);
		for (int k = 0; x->own_keys && x->own_keys[k]; k++)
			ok(xg_venue_find(xg_str_from(x->own_keys[k])) == x,
				"%s is a name of %s", x->own_keys[k], x->name);
		for (int k = 0; x->regional && x->regional[k].name; k++)
			name_is(x->regional[k].name,
				xg_venue_in(x, x->regional[k].region));
	}
}

static void found(void)
{
	kept("okex", "main", "old-okx");
	kept("binanceusdm", "main", "old-binance");
	kept("kraken", "main", "spot");
	kept("cryptofacilities", "main", "futures");
	used("okx", "{}", NULL, "old-okx",
		"an entry under another name of the venue is found");
	used("okex-swap", "{}", "main", "old-okx", "by any name of it");
	used("okx", "{}", "other", "(none)", "but by no other label");
	used("binance", "{}", NULL, "old-binance", "so is this one");
	key_is(xg_keys_find(&v, "kraken", NULL), "spot",
		"a part that has keys of its own");
	key_is(xg_keys_find(&v, "krakenfutures", NULL), "futures",
		"is another account");
	kept("okx", "main", "new-okx");
	used("okx", "{}", NULL, "new-okx", "the venue's own name comes first");
	key_is(xg_keys_find(&v, "okex", "main"), "old-okx",
		"and exactly what is asked for, to forget it");
	kept("okx", "second", "second-okx");
	used("okx", "{}", NULL, "new-okx", "of several the main one is meant");
	used("okex", "{}", "second", "second-okx", "or the one of the label");
}

static void regions(void)
{
	static const char eea[] = "{\"region\":{\"okx\":\"eea\"}}";

	used("myokx", "{}", NULL, "(none)",
		"the key of okx is no key of another region");
	wanted("myokx", "{}", "myokx");
	wanted("okx", "{}", "okx");
	used("okx", eea, NULL, "new-okx",
		"unless the configuration says that this is the region");
	used("myokx", eea, NULL, "new-okx", "however the venue is called");
	wanted("myokx", eea, "okx");
	kept("myokx", "main", "eea-okx");
	used("myokx", "{}", NULL, "eea-okx", "a region has its own key");
	used("okx", eea, NULL, "eea-okx", "which the configuration means, too");
	used("okx", "{}", NULL, "new-okx", "but nothing else does");
	used("okxus", "{}", NULL, "(none)", "nor another region");
	used("okxus", eea, NULL, "(none)", "whatever is written");
	used("okx", eea, "second", "second-okx", "by label");
	used("bybit", "{\"region\":{\"bybit\":\"nl\"}}", NULL, "(none)",
		"a region that no name means");
	kept("bybit", "main", "nl-bybit");
	used("bybit", "{\"region\":{\"bybit\":\"nl\"}}", NULL, "nl-bybit",
		"has the venue's key");
	used("bybiteu", "{\"region\":{\"bybit\":\"nl\"}}", NULL, "(none)",
		"and no other");
}

static void remark(const char *venue, const char *want)
{
	char text[200] = "";

	ok(xg_keys_remark(&v, xg_vault_find(&v, venue, "main"), text,
		   sizeof text) == (*want != 0),
		"%s: is there a remark", venue);
	is_text(text, strlen(text), want, "%s: what it says", venue);
}

static void remarks(void)
{
	remark("okx", "");
	remark("myokx", "");
	remark("okex",
		"okex main is not used, since there is another okx main; xg-key "
		"rm okex main forgets it");
	remark("binanceusdm", "binanceusdm main is used as binance main");
	kept("mars", "main", "x");
	remark("mars",
		"mars main is of no venue that this version knows: nothing uses "
		"it");
}

static int put(const char *old, const char *venue, const char *key)
{
	struct xg_vault_entry e = entry(venue, "main", key);
	int rc = xg_keys_put(
		&v, old ? xg_vault_find(&v, old, "main") : NULL, &e);

	xg_vault_entry_release(&e);
	return rc;
}

static void puts_(void)
{
	size_t n = v.n;

	is_int(put(NULL, "binance", "new"), XG_ERR_DUP,
		"what another name of the account has is there already");
	is_int(put("binanceusdm", "binance", "new"), 0,
		"a key takes its place");
	ok(v.n == n && !xg_vault_find(&v, "binanceusdm", "main"),
		"and has the venue's name from then on");
	used("binance", "{}", NULL, "new", "it is found");
	is_int(put("okex", "okx", "bad"), XG_ERR_DUP,
		"but never the place of another one");
	used("okx", "{}", NULL, "new-okx", "which is as it was");
	is_int(put("okx", "okx", "newer"), 0, "under one name");
	used("okx", "{}", NULL, "newer", "it is the new one");
	ok(v.n == n, "and the only one");
	is_int(put(NULL, "bybiteu", "eu"), 0, "another account's is new");
	ok(v.n == n + 1, "and one more");
}

int main(void)
{
	names();
	found();
	regions();
	remarks();
	puts_();
	xg_vault_release(&v);
	return done();
}
