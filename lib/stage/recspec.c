/* The table of records as JSON, for docs and tests. */
#include "stage/recspec.h"

#include "json/write.h"
#include "rec/rec.h"

static const char *const kinds[] = {
	[XG_F_STR] = "text",
	[XG_F_DEC] = "decimal",
	[XG_F_I64] = "integer",
	[XG_F_BOOL] = "boolean",
	[XG_F_DOUBLE] = "double",
	[XG_F_WORD] = "word",
	[XG_F_LEVELS] = "levels",
	[XG_F_CLEVELS] = "clevels",
	[XG_F_LEGS] = "legs",
	[XG_F_JSON] = "json",
};

static void field(struct xg_buf *b, const struct xg_field *f)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "name", f->name);
	xg_json_put_text(b, "kind", kinds[f->kind]);
	xg_json_put_bool(b, "required", f->required);
	xg_json_put_text(b, "unit", f->unit);
	if (f->kind == XG_F_WORD) {
		xg_json_key(b, "words");
		xg_buf_char(b, '[');
		for (int i = 1; xg_word(f->words, i); i++) {
			xg_json_comma(b);
			xg_json_quote(b, xg_str_from(xg_word(f->words, i)));
		}
		xg_buf_char(b, ']');
	}
	xg_json_put_text(b, "help", f->help);
	xg_buf_char(b, '}');
}

void xg_rec_spec(struct xg_buf *b, int type)
{
	static const struct xg_field common[] = {
		{ "venue", 5, XG_F_STR, 0, false, 0, "", "where it is from" },
		{ "sym", 3, XG_F_STR, 0, false, 0, "", "unified symbol" },
		{ "ts", 2, XG_F_I64, 0, false, 0, "us", "time of the venue" },
		{ "rx", 2, XG_F_I64, 0, false, 0, "us", "time of receipt" },
	};
	const struct xg_rec_desc *desc = xg_rec_describe(type);

	xg_buf_char(b, '{');
	xg_json_put_text(b, "name", desc->name);
	xg_json_put_text(b, "help", desc->help);
	xg_json_key(b, "members");
	xg_buf_char(b, '[');
	for (size_t i = 0; i < XG_LEN(common); i++) {
		struct xg_field f = common[i];

		f.required = desc->required >> i & 1;
		if (desc->common >> i & 1)
			field(b, &f);
	}
	for (size_t i = 0; i < desc->n; i++)
		field(b, &desc->fields[i]);
	xg_buf_text(b, "]}");
}
