#include "rec/read_priv.h"

#include <stdlib.h>

#define TEXT_MAX (XG_REC_RAW_MAX * 2)

void xg_rec_reader_release(struct xg_rec_reader *r)
{
	free(r->level);
	free(r->clevel);
	free(r->leg);
	xg_buf_release(&r->text);
	xg_buf_release(&r->number);
	xg_raw_reading_free(r->raw);
	*r = (struct xg_rec_reader){ 0 };
}

/* Every canonical line begins like this. */
static const char head[] = "{\"type\":\"";

int xg_rec_peek(struct xg_str line)
{
	struct xg_json j;
	struct xg_str name;

	if (line.n > sizeof head &&
		memcmp(line.p, head, sizeof head - 1) == 0) {
		struct xg_str rest = { line.p + sizeof head - 1,
			line.n - sizeof head + 1 };

		name = xg_str_cut(&rest, '"');
		if (rest.n && !memchr(name.p, '\\', name.n))
			return xg_rec_type_from(name);
	}
	xg_json_init(&j, line.p, line.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_SYNTAX;
	while (xg_json_next(&j) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(&j, "type")) {
			if (xg_json_next(&j) == XG_JSON_ERR)
				return XG_ERR_SYNTAX;
			return j.tok == XG_JSON_STR && !j.esc
				       ? xg_rec_type_from(j.val)
				       : XG_REC_FOREIGN;
		}
		if (xg_json_skip(&j, NULL) < 0)
			return XG_ERR_SYNTAX;
	}
	return j.tok == XG_JSON_OBJ_END ? XG_REC_FOREIGN : XG_ERR_SYNTAX;
}

int xg_read_str(struct xg_reading *k, struct xg_str *out)
{
	size_t at;

	if (k->j.tok != XG_JSON_STR) {
		/* Ids that a tool has turned into numbers keep their digits. */
		if (k->j.tok == XG_JSON_NUM) {
			*out = k->j.val;
			return 0;
		}
		k->why = "expected a string";
		return XG_ERR_TYPE;
	}
	*out = k->j.val;
	if (!k->j.esc)
		return 0;
	/* Unescaped text is never longer than the line: with room for all of it
	 * from the first on, slices into the buffer stay valid. */
	at = k->r->text.len;
	if ((at == 0 && xg_buf_reserve(&k->r->text,
				(size_t)(k->j.end - k->j.start) + 1) < 0) ||
		xg_json_unescape(&k->r->text, k->j.val) < 0) {
		k->why = "out of memory";
		return XG_ERR_MEMORY;
	}
	*out = (struct xg_str){ k->r->text.p + at, k->r->text.len - at };
	return 0;
}

static int read_dec(struct xg_reading *k, struct xg_dec *out)
{
	int rc = xg_json_as_dec(&k->j, out);

	if (rc == XG_ERR_TYPE || rc == XG_ERR_SYNTAX)
		k->why = "expected a number";
	else if (rc < 0)
		k->why = "number out of range";
	return rc == XG_ERR_SYNTAX ? XG_ERR_TYPE : rc;
}

static int read_i64(struct xg_reading *k, int64_t *out)
{
	int rc = xg_json_as_i64(&k->j, out);

	if (rc == XG_ERR_TYPE)
		k->why = "expected an integer";
	else if (rc < 0)
		k->why = "number out of range";
	return rc;
}

static int read_bool(struct xg_reading *k, bool *out)
{
	if (k->j.tok != XG_JSON_TRUE && k->j.tok != XG_JSON_FALSE) {
		k->why = "expected true or false";
		return XG_ERR_TYPE;
	}
	*out = k->j.tok == XG_JSON_TRUE;
	return 0;
}

static int read_double(struct xg_reading *k, double *out)
{
	char text[64];

	if (k->j.tok != XG_JSON_NUM ||
		!xg_str_copy(text, sizeof text, k->j.val)) {
		k->why = "expected a number";
		return XG_ERR_TYPE;
	}
	*out = strtod(text, NULL);
	return 0;
}

static int read_word(struct xg_reading *k, const struct xg_field *f, int *out)
{
	*out = k->j.tok == XG_JSON_STR
		       ? xg_word_from((enum xg_word_list)f->words, k->j.val)
		       : 0;
	if (*out)
		return 0;
	k->why = "not one of the words that this member may have";
	return XG_ERR_TYPE;
}

static int read_json(struct xg_reading *k, struct xg_str *out)
{
	if (xg_json_skip(&k->j, out) < 0) {
		k->why = k->j.err;
		return XG_ERR_SYNTAX;
	}
	return 0;
}

/* The value whose first token was read, into its member. */
static int read_field(
	struct xg_reading *k, struct xg_rec *rec, const struct xg_field *f)
{
	void *at = (char *)rec + f->off;

	switch (f->kind) {
	case XG_F_STR:
		return xg_read_str(k, at);
	case XG_F_DEC:
		return read_dec(k, at);
	case XG_F_I64:
		return read_i64(k, at);
	case XG_F_BOOL:
		return read_bool(k, at);
	case XG_F_DOUBLE:
		return read_double(k, at);
	case XG_F_WORD:
		return read_word(k, f, at);
	case XG_F_LEVELS:
		return xg_read_levels(k, at);
	case XG_F_CLEVELS:
		return xg_read_clevels(k, at);
	case XG_F_LEGS:
		return xg_read_legs(k, at);
	default:
		return read_json(k, at);
	}
}

/* The member of this name: first the one that canonical order has next. */
static int find(
	const struct xg_rec_desc *d, const struct xg_json *j, size_t next)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t at = next + i < d->n ? next + i : next + i - d->n;
		const struct xg_field *f = &d->fields[at];

		if (xg_json_key_is(j, f->name, f->name_n))
			return (int)at;
	}
	return -1;
}

static int read_common(struct xg_reading *k, struct xg_rec *rec, uint64_t bit)
{
	switch (bit) {
	case XG_HAS_VENUE:
		return xg_read_str(k, &rec->venue);
	case XG_HAS_SYM:
		return xg_read_str(k, &rec->sym);
	case XG_HAS_TS:
		return read_i64(k, &rec->ts);
	default:
		if (k->j.tok == XG_JSON_NUM)
			k->rx = k->j.val;
		return read_i64(k, &rec->rx);
	}
}

static uint64_t common_bit(const struct xg_json *j, const struct xg_rec_desc *d)
{
	uint64_t bit = XG_JSON_KEY_IS(j, "venue") ? XG_HAS_VENUE
		       : XG_JSON_KEY_IS(j, "sym") ? XG_HAS_SYM
		       : XG_JSON_KEY_IS(j, "ts")  ? XG_HAS_TS
		       : XG_JSON_KEY_IS(j, "rx")  ? XG_HAS_RX
						  : 0;

	return bit & d->common;
}

static int missing(struct xg_reading *k, const struct xg_rec *rec,
	const struct xg_rec_desc *d, struct xg_error *err)
{
	static const char *const common[] = { "venue", "sym", "ts", "rx" };

	for (size_t i = 0; i < 4; i++) {
		if (d->required & 1u << i && !(rec->has & 1u << i))
			return xg_error_set(err, XG_ERR_ABSENT,
				"%s: the member \"%s\" is missing", d->name,
				common[i]);
	}
	for (size_t i = 0; i < d->n; i++) {
		if (d->fields[i].required && !(rec->has & XG_HAS(i)))
			return xg_error_set(err, XG_ERR_ABSENT,
				"%s: the member \"%s\" is missing", d->name,
				d->fields[i].name);
	}
	(void)k;
	return 0;
}

static int at_column(struct xg_error *err, int rc, const struct xg_json *j,
	const char *at, const char *why)
{
	if (err)
		err->col = at - j->start + 1;
	return xg_error_set(err, rc, "%s", why);
}

/* One member (KEY was read). 0 or <0 with *err. */
static int member(struct xg_reading *k, struct xg_rec *rec,
	const struct xg_rec_desc *d, size_t *next, struct xg_error *err)
{
	const char *key_at = k->j.val.p;
	uint64_t bit = common_bit(&k->j, d);
	int i = bit ? -1 : find(d, &k->j, *next), rc;
	const char *at;

	if (i >= 0)
		bit = XG_HAS(i);
	if (bit & rec->has)
		return at_column(err, XG_ERR_DUP, &k->j, key_at,
			"the member is there twice");
	if (xg_json_next(&k->j) == XG_JSON_ERR)
		return at_column(err, XG_ERR_SYNTAX, &k->j,
			k->j.start + k->j.err_at, k->j.err);
	at = k->j.val.p;
	if (!bit) {
		rc = xg_json_skip(&k->j, NULL);
	} else if (k->j.tok == XG_JSON_NULL) {
		return 0; /* null is absent */
	} else {
		rec->has |= bit;
		rc = i >= 0 ? read_field(k, rec, &d->fields[i])
			    : read_common(k, rec, bit);
		*next = i >= 0 ? (size_t)i + 1 : *next;
	}
	if (rc == 0)
		return 0;
	if (k->j.err)
		return at_column(err, XG_ERR_SYNTAX, &k->j,
			k->j.start + k->j.err_at, k->j.err);
	if (k->j.tok == XG_JSON_STR || k->j.tok == XG_JSON_NUM)
		at = k->j.val.p;
	return at_column(err, rc, &k->j, at, k->why ? k->why : xg_err_text(rc));
}

static int read_members(struct xg_reading *k, struct xg_rec *rec,
	const struct xg_rec_desc *d, struct xg_error *err)
{
	enum xg_json_tok tok;
	size_t next = 0;
	bool typed = false;

	while ((tok = xg_json_next(&k->j)) == XG_JSON_KEY) {
		int rc;

		if (XG_JSON_KEY_IS(&k->j, "type") && !typed) {
			typed = true;
			if (xg_json_next(&k->j) == XG_JSON_ERR)
				break;
			continue;
		}
		rc = member(k, rec, d, &next, err);
		if (rc < 0)
			return rc;
	}
	if (k->j.tok != XG_JSON_OBJ_END || xg_json_next(&k->j) != XG_JSON_END)
		return at_column(err, XG_ERR_SYNTAX, &k->j,
			k->j.start + k->j.err_at,
			k->j.err ? k->j.err : "not one JSON object");
	return missing(k, rec, d, err);
}

int xg_rec_read(struct xg_rec_reader *r, struct xg_str line, uint64_t want,
	struct xg_rec *out, struct xg_error *err)
{
	struct xg_reading k = { .r = r };
	const struct xg_rec_desc *d;
	int type, rc;

	if (err)
		*err = (struct xg_error){ 0 };
	r->levels = r->clevels = r->legs = 0;
	xg_buf_clear(&r->text);
	if (want & XG_REC_BIT(XG_REC_RAW) && xg_read_like_before(r, line, out))
		return 0;
	*out = (struct xg_rec){ .raw = line };
	type = line.n > XG_REC_RAW_MAX ? XG_REC_FOREIGN : xg_rec_peek(line);
	if (line.n > XG_REC_LINE_MAX && type != XG_REC_RAW)
		return xg_error_set(err, XG_ERR_LIMIT,
			"the line is longer than %d MiB",
			line.n > XG_REC_RAW_MAX ? 32 : 1);
	xg_json_init(&k.j, line.p, line.n);
	if (type < 0) {
		const char *why = "expected a JSON object";
		size_t at = 0;

		xg_json_check(line, &why, &at);
		return at_column(err, XG_ERR_SYNTAX, &k.j, line.p + at, why);
	}
	out->type = type;
	if (type == XG_REC_FOREIGN || !(want & XG_REC_BIT(type)))
		return 0;
	d = xg_rec_describe(type);
	r->text.max = TEXT_MAX;
	if (xg_json_next(&k.j) != XG_JSON_OBJ)
		return at_column(err, XG_ERR_SYNTAX, &k.j, line.p,
			"expected a JSON object");
	if (type == XG_REC_RAW)
		xg_read_keep(&k, out);
	rc = read_members(&k, out, d, err);
	if (rc == 0 && type == XG_REC_RAW)
		xg_read_remember(&k, out);
	return rc;
}
