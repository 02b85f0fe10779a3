/* What readers accept, what they leave alone, and what they cost. */
#include "allocs.h"
#include "base/err.h"
#include "rec/rec.h"
#include "tap.h"

static struct xg_rec_reader reader;
static struct xg_rec rec;

static int on(const char *line)
{
	return xg_rec_read(&reader, xg_str_from(line), UINT64_MAX, &rec, NULL);
}

/* Any order, unknown members, null, blanks; the canonical line is the same. */
static void liberal(void)
{
	static const char want[] =
		"{\"type\":\"trade\",\"venue\":\"x\",\"sym\":\"A-B\",\"ts\":5,"
		"\"id\":\"7\",\"side\":\"buy\",\"px\":0.00000001,\"qty\":1500}"
		"\n";
	static const char *const lines[] = {
		"{\"qty\":1500,\"px\":1e-08,\"side\":\"buy\",\"id\":\"7\","
		"\"ts\":5,\"sym\":\"A-B\",\"venue\":\"x\",\"type\":\"trade\"}",
		"{\"type\":\"trade\",\"venue\":\"x\",\"sym\":\"A-B\",\"ts\":5,"
		"\"id\":7,\"side\":\"buy\",\"px\":\"0.000000010\",\"qty\":"
		"\"1.5E3\",\"extra\":{\"a\":[1,{}]},\"more\":null}",
		" { \"type\" : \"trade\" , \"venue\":\"x\",\"sym\":\"A-B\","
		"\"ts\":5.0,\"rx\":null,\"id\":\"\\u0037\",\"side\":\"buy\","
		"\"px\":0.00000001000,\"qty\":001500} ",
	};

	for (size_t i = 0; i < XG_LEN(lines); i++) {
		struct xg_buf out = { 0 };

		if (i == 2) { /* JSON has no 001500 */
			ok(on(lines[i]) < 0, "numbers are those of JSON");
			continue;
		}
		is_int(on(lines[i]), 0, "form %zu is read", i);
		xg_rec_write(&out, &rec);
		is_text(out.p, out.len, want, "and means the same");
		xg_buf_release(&out);
	}
}

/* R17: 15 digits are numbers, 16 are strings, and both come back exactly. */
static void numbers(void)
{
	static const struct {
		const char *px, *text;
	} t[] = { { "123456789012345", "123456789012345" },
		{ "0.123456789012345", "0.123456789012345" },
		{ "1234567890123456", "\"1234567890123456\"" },
		{ "\"123456789012345.6\"", "\"123456789012345.6\"" },
		{ "\"100\"", "100" }, { "1e15", "\"1000000000000000\"" },
		{ "1e14", "100000000000000" },
		{ "999999999999999999", "\"999999999999999999\"" },
		{ "-0", "0" } };

	for (size_t i = 0; i < XG_LEN(t); i++) {
		char line[200], want[200];
		struct xg_buf out = { 0 };

		snprintf(line, sizeof line,
			"{\"type\":\"mark\",\"venue\":\"x\",\"sym\":\"A\","
			"\"mark\":%s}",
			t[i].px);
		snprintf(want, sizeof want,
			"{\"type\":\"mark\",\"venue\":\"x\",\"sym\":\"A\","
			"\"mark\":%s}\n",
			t[i].text);
		on(line);
		xg_rec_write(&out, &rec);
		is_text(out.p, out.len, want, "R17: %s is written %s", t[i].px,
			t[i].text);
		xg_buf_release(&out);
	}
}

static void foreign(void)
{
	static const struct {
		const char *line;
		int type;
	} t[] = { { "{\"type\":\"trade\"", XG_REC_TRADE },
		{ "{\"x\":1,\"type\":\"tick\",", XG_REC_TICK },
		{ "{\"type\":\"mine\",\"a\":1}", XG_REC_FOREIGN },
		{ "{\"a\":1}", XG_REC_FOREIGN }, { "{}", XG_REC_FOREIGN },
		{ "{\"type\":7}", XG_REC_FOREIGN },
		{ "{\"type\":{\"type\":\"trade\"}}", XG_REC_FOREIGN },
		{ "[]", XG_ERR_SYNTAX }, { "", XG_ERR_SYNTAX },
		{ "{\"a\":", XG_ERR_SYNTAX }, { "{a}", XG_ERR_SYNTAX } };
	static const char mine[] = "{ \"b\":1.50 , \"type\":\"mine\" }";

	for (size_t i = 0; i < XG_LEN(t); i++)
		is_int(xg_rec_peek(xg_str_from(t[i].line)), t[i].type,
			"the type of %s", t[i].line);
	ok(on(mine) == 0 && rec.type == XG_REC_FOREIGN &&
			xg_str_is_text(rec.raw, mine),
		"a foreign record is kept as it is");
	ok(xg_rec_read(&reader, XG_STR("{\"type\":\"trade\",\"px\":\"bad\"}"),
		   XG_REC_BIT(XG_REC_TICK), &rec, NULL) == 0 &&
			rec.type == XG_REC_TRADE && rec.has == 0,
		"a type that is not wanted is not looked at");
}

static void limits(void)
{
	struct xg_buf b = { 0 };

	xg_buf_text(&b, "{\"type\":\"tick\",\"rx\":1,\"pad\":\"");
	while (b.len < XG_REC_LINE_MAX - 2)
		xg_buf_char(&b, 'x');
	xg_buf_text(&b, "\"}");
	is_int(xg_rec_read(&reader, xg_buf_view(&b), UINT64_MAX, &rec, NULL), 0,
		"1 MiB is a line");
	xg_buf_char(&b, ' ');
	is_int(xg_rec_read(&reader, xg_buf_view(&b), UINT64_MAX, &rec, NULL),
		XG_ERR_LIMIT, "a byte more is not");
	xg_buf_clear(&b);
	xg_buf_text(&b, "{\"type\":\"raw\",\"venue\":\"x\",\"conn\":1,\"ch\":"
			"\"rest\",\"dir\":\"in\",\"data\":[\"\\n");
	while (b.len < XG_REC_LINE_MAX + 5)
		xg_buf_char(&b, 'x');
	xg_buf_text(&b, "\"]}");
	is_int(xg_rec_read(&reader, xg_buf_view(&b), UINT64_MAX, &rec, NULL), 0,
		"but for raw records: venues send longer answers");
	xg_buf_release(&b);
}

static void writing(void)
{
	struct xg_buf out = { 0 };

	xg_rec_start(&rec, XG_REC_TRADE, XG_STR("x"), XG_STR("A"), 0, 0);
	XG_REC_SET(&rec, trade.px, xg_dec_int(1));
	is_int(xg_rec_write(&out, &rec), XG_ERR_ABSENT,
		"a required member that is not set is an error");
	ok(out.len == 0, "and leaves nothing behind");
	xg_rec_start(&rec, XG_REC_MARK, XG_STR(""), XG_STR("A"), 0, 0);
	XG_REC_SET(&rec, mark.mark, xg_dec_int(1));
	is_int(xg_rec_write(&out, &rec), XG_ERR_ABSENT, "so is a venue");
	xg_buf_release(&out);
}

/* All lines of tests/golden/records-all. */
static size_t golden(char *out, size_t size)
{
	size_t n = 0;

	for (int t = 1; t < XG_REC_TYPES; t++) {
		char path[128];
		FILE *f;

		snprintf(path, sizeof path,
			"tests/golden/records-all/%s.ndjson",
			xg_rec_type_name(t));
		f = fopen(path, "r");
		if (f) {
			n += fread(out + n, 1, size - n, f);
			fclose(f);
		}
	}
	return n;
}

/* After a first pass over all types, reading and writing allocate nothing. */
static void allocations(void)
{
	static char text[65536];
	size_t n = golden(text, sizeof text);
	struct xg_buf out = { 0 };
	long before = 0;

	for (int k = 0; k < 3; k++) {
		struct xg_str rest = { text, n };

		while (rest.n) {
			struct xg_str line = xg_str_cut(&rest, '\n');

			xg_buf_clear(&out);
			xg_rec_read(&reader, line, UINT64_MAX, &rec, NULL);
			xg_rec_write(&out, &rec);
		}
		if (k == 1)
			before = allocs;
	}
	ok(n > 4000 && (!ALLOCS_COUNTED || allocs == before),
		"reading and writing every type allocates nothing");
	xg_buf_release(&out);
}

int main(void)
{
	liberal();
	numbers();
	foreign();
	limits();
	writing();
	allocations();
	xg_rec_reader_release(&reader);
	return done();
}
