#include "sess/choice.h"

#include "base/buf.h"
#include "json/pull.h"

static const char *const sections[XG_CHOOSE_ALL] = { "region", "account_kind",
	"book" };

const char *xg_choice_section(enum xg_choice_what what)
{
	return sections[what];
}

/* ---- the words that a venue has ---- */

/* The region of a row "rest-eea", NULL when it is of none: a region's row has the
 * name of another row before it. */
static const char *region_of(const struct xg_venue *v, const struct xg_host *h)
{
	for (const struct xg_host *b = v->hosts; b->name; b++) {
		size_t n = strlen(b->name);

		if (strncmp(h->name, b->name, n) == 0 && h->name[n] == '-')
			return h->name + n + 1;
	}
	return NULL;
}

/* The nth region, in the order of the rows; NULL behind the last. */
static const char *nth_region(const struct xg_venue *v, int nth)
{
	const char *region;

	for (const struct xg_host *h = v->hosts; h->name; h++) {
		bool told = false;

		region = region_of(v, h);
		for (const struct xg_host *e = v->hosts; region && e < h; e++) {
			const char *other = region_of(v, e);

			told = told || (other && !strcmp(other, region));
		}
		if (region && !told && nth-- == 0)
			return region;
	}
	return NULL;
}

static const char *nth_word(
	const struct xg_venue *v, enum xg_choice_what what, int nth)
{
	if (what == XG_CHOOSE_REGION)
		return nth_region(v, nth);
	if (what == XG_CHOOSE_BOOK) {
		for (int i = 0; v->books && v->books[i].name; i++) {
			if (i == nth)
				return v->books[i].name;
		}
		return NULL;
	}
	return nth == 0			   ? v->account_kind
	       : nth == 1 && v->other_kind ? v->other_kind->account_kind
					   : NULL;
}

static bool is_allowed(const struct xg_venue *v, enum xg_choice_what what,
	const char *word, int *at)
{
	const char *w;

	for (*at = 0; (w = nth_word(v, what, *at)); ++*at) {
		if (strcmp(w, word) == 0)
			return true;
	}
	return false;
}

/* ---- what the configuration says ---- */

/* A JSON text as it is written: its first line, and not too much of it. */
static struct xg_str shown(struct xg_str json)
{
	size_t n = 0;

	while (n < json.n && n < 40 && (unsigned char)json.p[n] >= ' ')
		n++;
	return (struct xg_str){ json.p, n };
}

static int wrong_word(const struct xg_venue *v, enum xg_choice_what what,
	struct xg_str json, struct xg_error *err)
{
	static const char *const none[XG_CHOOSE_ALL] = { "no regions",
		"one kind of account", "one kind of books" };
	struct xg_buf words = { 0 };
	const char *w;

	if (!nth_word(v, what, 0))
		return xg_error_set(err, XG_ERR_CONFIG,
			"%s.%s of the configuration says nothing: %s has %s; "
			"take it out",
			sections[what], v->name, v->name, none[what]);
	for (int i = 0; (w = nth_word(v, what, i)); i++) {
		if (i)
			xg_buf_text(&words,
				nth_word(v, what, i + 1) ? ", " : " or ");
		xg_buf_char(&words, '"');
		xg_buf_text(&words, w);
		xg_buf_char(&words, '"');
	}
	xg_buf_char(&words, '\0');
	xg_error_set(err, XG_ERR_CONFIG,
		"%s.%s of the configuration is %.*s; write %s", sections[what],
		v->name, XG_STR_ARG(shown(json)), words.failed ? "" : words.p);
	xg_buf_release(&words);
	return XG_ERR_CONFIG;
}

struct look {
	enum xg_choice_what what;
	const struct xg_venue *v;
	xg_conf_text *conf;
	void *ctx;
};

static bool says(const struct look *l, const char *name, struct xg_str *json)
{
	char path[128];

	snprintf(path, sizeof path, "%s.%s", sections[l->what], name);
	return l->conf(l->ctx, path, json) == 1;
}

static int misnamed(
	const struct look *l, const char *name, struct xg_error *err)
{
	struct xg_str json;

	if (!says(l, name, &json))
		return 0;
	return xg_error_set(err, XG_ERR_CONFIG,
		"%s.%s of the configuration means %s; write %s.%s",
		sections[l->what], name, l->v->name, sections[l->what],
		l->v->name);
}

/* A word that would be passed over is worse than none: the user believes in it. */
static int misplaced(const struct look *l, struct xg_error *err)
{
	const struct xg_venue *v = l->v;
	struct xg_str json;
	int rc = 0;

	if (l->conf(l->ctx, sections[l->what], &json) == 1 &&
		(json.n == 0 || json.p[0] != '{'))
		return xg_error_set(err, XG_ERR_CONFIG,
			"%s of the configuration is %.*s; write {\"VENUE\": "
			"\"WORD\"}",
			sections[l->what], XG_STR_ARG(shown(json)));
	for (int i = 0; rc == 0 && v->aliases && v->aliases[i]; i++)
		rc = misnamed(l, v->aliases[i], err);
	for (int i = 0; rc == 0 && v->regional && v->regional[i].name; i++)
		rc = misnamed(l, v->regional[i].name, err);
	return rc;
}

static bool read_word(char *out, size_t size, struct xg_str json)
{
	struct xg_buf word = { 0 };
	bool good = json.n >= 2 && json.p[0] == '"';

	if (good) {
		json.p++;
		json.n -= 2;
		good = xg_json_unescape(&word, json) == 0 && !word.failed &&
		       xg_str_copy(out, size, xg_buf_view(&word)) &&
		       strlen(out) == word.len;
	}
	xg_buf_release(&word);
	return good;
}

int xg_choice_word(char *out, size_t size, enum xg_choice_what what,
	const struct xg_venue *v, xg_conf_text *conf, void *ctx,
	struct xg_error *err)
{
	const struct look l = { what, v, conf, ctx };
	struct xg_str json;
	int rc, at;

	out[0] = '\0';
	if (!conf)
		return 0;
	rc = misplaced(&l, err);
	if (rc < 0 || !says(&l, v->name, &json))
		return rc;
	if (read_word(out, size, json) && is_allowed(v, what, out, &at))
		return 1;
	out[0] = '\0';
	return wrong_word(v, what, json, err);
}

/* ---- the venues of a command ---- */

static int choose_book(
	const struct xg_choices *c, struct xg_choice *o, struct xg_error *err)
{
	char word[32];
	int rc = xg_choice_word(
		word, sizeof word, XG_CHOOSE_BOOK, o->v, c->conf, c->ctx, err);

	for (const struct xg_regional *r = o->v->regional; r && r->name; r++) {
		if (strcmp(r->region, o->region) == 0)
			o->book = r->book;
	}
	if (rc == 1)
		is_allowed(o->v, XG_CHOOSE_BOOK, word, &o->book);
	return rc < 0 ? rc : 0;
}

/* The region in which a venue is that was called by a name that means `region`; NULL
 * = by one that means none. */
static const char *region_in(const struct xg_choices *c,
	const struct xg_choice *o, const char *region)
{
	return c->env == XG_ENV_PAPER ? "" : region ? region : o->usual;
}

/* All words are looked at, also those that a name or the environment overrules:
 * a wrong one is wrong everywhere. */
static int choose(const struct xg_choices *c, struct xg_choice *o,
	const char *region, struct xg_error *err)
{
	char kind[32];
	int rc = xg_choice_word(o->usual, sizeof o->usual, XG_CHOOSE_REGION,
		o->v, c->conf, c->ctx, err);

	if (rc < 0)
		return rc;
	o->elsewhere = region && strcmp(o->usual, region) != 0;
	snprintf(o->region, sizeof o->region, "%s", region_in(c, o, region));
	rc = xg_choice_word(kind, sizeof kind, XG_CHOOSE_ACCOUNT, o->v, c->conf,
		c->ctx, err);
	if (rc == 1 && strcmp(kind, o->v->account_kind) != 0)
		o->v = o->v->other_kind;
	return rc < 0 ? rc : choose_book(c, o, err);
}

static const struct xg_choice *find(
	const struct xg_choices *c, const struct xg_venue *v)
{
	for (int i = 0; i < c->n; i++) {
		if (strcmp(c->of[i].v->name, v->name) == 0)
			return &c->of[i];
	}
	return NULL;
}

static const struct xg_choice *keep(
	struct xg_choices *c, const struct xg_choice *o, struct xg_error *err)
{
	if (c->n == XG_CHOICES_MAX) {
		xg_error_set(err, XG_ERR_LIMIT, "too many venues");
		return NULL;
	}
	c->of[c->n] = *o;
	return &c->of[c->n++];
}

static const char *told(const char *region)
{
	return region[0] ? region : "the usual one";
}

const struct xg_choice *xg_choices_name(
	struct xg_choices *c, struct xg_str name, struct xg_error *err)
{
	struct xg_choice o = { .v = xg_venue_find(name) };
	const char *region = xg_venue_region(name), *wanted;
	const struct xg_choice *had;

	if (!o.v) {
		xg_error_set(err, XG_ERR_SUPPORT,
			"this version knows no venue '%.*s'; xg-inst --venues "
			"lists those that it knows",
			(int)(name.n < 64 ? name.n : 64), name.p);
		return NULL;
	}
	had = find(c, o.v);
	if (!had)
		return choose(c, &o, region, err) < 0 ? NULL : keep(c, &o, err);
	wanted = region_in(c, had, region);
	if (strcmp(had->region, wanted) == 0)
		return had;
	xg_error_set(err, XG_ERR_SUPPORT,
		"%s is named in two regions (%s, %s); give each a command of "
		"its own",
		o.v->name, told(had->region), told(wanted));
	return NULL;
}

const struct xg_choice *xg_choices_venue(
	struct xg_choices *c, const struct xg_venue *v, struct xg_error *err)
{
	const struct xg_choice *had = find(c, v);
	struct xg_choice o = { .v = v };

	if (had)
		return had;
	return choose(c, &o, NULL, err) < 0 ? NULL : keep(c, &o, err);
}
