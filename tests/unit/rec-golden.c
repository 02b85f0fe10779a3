/* rec: the canonical line of each type in tests/golden/records is read and
 * written back to the same bytes. */
#include "rec/rec.h"
#include "tap.h"

static struct xg_rec_reader reader;

static size_t load(char *out, size_t size, const char *type)
{
	char path[128];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "tests/golden/records/%s.ndjson", type);
	f = fopen(path, "r");
	if (!f)
		return 0;
	n = fread(out, 1, size, f);
	fclose(f);
	return n;
}

static void one(int type)
{
	static char text[65536];
	const char *name = xg_rec_type_name(type);
	size_t n = load(text, sizeof text, name);
	struct xg_str line = { text, n ? n - 1 : 0 };
	struct xg_error err = { 0 };
	struct xg_buf out = { 0 };
	struct xg_rec rec;
	int rc;

	if (!ok(n > 1, "%s has its canonical line", name))
		return;
	is_int(xg_rec_peek(line), type, "%s is told by its first member", name);
	rc = xg_rec_read(&reader, line, ~UINT64_C(0), &rec, &err);
	is_int(rc, 0, "%s is read (%lld: %s)", name, (long long)err.col,
		err.text);
	rec.raw.n = 0;
	is_int(xg_rec_write(&out, &rec), 0, "%s is written", name);
	ok(out.len == n && memcmp(out.p, text, n) == 0,
		"%s comes back byte for byte", name);
	if (out.len != n || memcmp(out.p, text, n) != 0)
		printf("# %.*s", (int)out.len, out.p);
	xg_buf_release(&out);
}

int main(void)
{
	for (int t = 1; t < XG_REC_TYPES; t++)
		one(t);
	xg_rec_reader_release(&reader);
	return done();
}
