/* What the configuration chooses of venues: each word that is right, and what is
 * wrong about the others. */
#include "doctor/doctor.h"
#include "json/conf.h"
#include "json/pull.h"
#include "sess/choice.h"

static int text_at(void *ctx, const char *path, struct xg_str *json)
{
	return xg_conf_get(ctx, path, json);
}

/* What is wrong with the section itself is found anew at each venue. */
static void words(const struct xg_doctor *d, const struct xg_conf *conf,
	enum xg_choice_what what)
{
	const char *section = xg_choice_section(what);
	struct xg_error err, before = { 0 };
	const struct xg_venue *v;
	char word[32];
	int rc;

	for (size_t i = 0; (v = xg_venue_at(i)); i++) {
		rc = xg_choice_word(word, sizeof word, what, v, text_at,
			(void *)(size_t)conf, &err);
		if (rc == 1)
			xg_doctor_say(d, XG_FOUND_GOOD, section, "%s: %s",
				v->name, word);
		if (rc >= 0 || strcmp(err.text, before.text) == 0)
			continue;
		xg_doctor_say(d, XG_FOUND_WRONG, section, "%s", err.text);
		before = err;
	}
}

/* Members that no command ever looks at. */
static void strangers(const struct xg_doctor *d, const struct xg_conf *conf,
	enum xg_choice_what what)
{
	const char *section = xg_choice_section(what);
	struct xg_json j;
	struct xg_str json;

	if (!xg_conf_get(conf, section, &json))
		return;
	xg_json_init(&j, json.p, json.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return;
	while (xg_json_next(&j) == XG_JSON_KEY) {
		if (!xg_venue_find(j.val))
			xg_doctor_say(d, XG_FOUND_WRONG, section,
				"%s.%.*s of the configuration is of no venue "
				"that this version knows; xg-inst --venues "
				"lists them",
				section, (int)(j.val.n < 64 ? j.val.n : 64),
				j.val.p);
		if (xg_json_skip(&j, NULL) < 0)
			return;
	}
}

void xg_doctor_choices(const struct xg_doctor *d, const struct xg_conf *conf)
{
	for (int what = 0; what < XG_CHOOSE_ALL; what++) {
		words(d, conf, (enum xg_choice_what)what);
		strangers(d, conf, (enum xg_choice_what)what);
	}
}
