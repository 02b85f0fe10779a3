/* Records as text: tests/golden/records has the line of every type that
 * xg-records(5) shows, records-all has every member, both in canonical form;
 * records-bad has lines that are refused, with column and words. */
#include <dirent.h>

#include "base/err.h"
#include "rec/rec.h"
#include "tap.h"

static struct xg_rec_reader reader;
static uint64_t seen[XG_REC_TYPES]; /* members that some line has */

static void line_of(const char *file, struct xg_str line)
{
	struct xg_buf out = { 0 };
	struct xg_rec rec, *copy;
	struct xg_error err;
	char text[4096];

	xg_str_copy(text, sizeof text, line);
	if (!is_int(xg_rec_read(&reader, line, UINT64_MAX, &rec, &err), 0,
		    "%s is read", file)) {
		printf("# %lld: %s\n", (long long)err.col, err.text);
		return;
	}
	ok(strncmp(file, xg_rec_type_name(rec.type), strlen(file) - 7) == 0,
		"it is of its type");
	seen[rec.type] |= rec.has;
	xg_rec_write(&out, &rec);
	is_text(out.p, out.len - 1, text, "%s comes back byte for byte", file);
	copy = xg_rec_dup(&rec);
	/* The copy outlives line and reader. */
	memset(reader.text.p ? reader.text.p : text, 'x',
		reader.text.p ? reader.text.len : 0);
	xg_buf_clear(&out);
	xg_rec_write(&out, copy);
	is_text(out.p, out.len - 1, text, "%s: so does its copy", file);
	xg_rec_free(copy);
	xg_buf_release(&out);
}

static void file(const char *folder, const char *name)
{
	char path[300], *line = NULL;
	size_t cap = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "r");
	while (f && getline(&line, &cap, f) > 0)
		line_of(name, (struct xg_str){ line, strcspn(line, "\n") });
	free(line);
	if (f)
		fclose(f);
}

static void every_member(void)
{
	for (int t = 1; t < XG_REC_TYPES; t++) {
		const struct xg_rec_desc *d = xg_rec_describe(t);
		uint64_t all = d->common;

		for (size_t i = 0; i < d->n; i++)
			all |= XG_HAS(i);
		/* Whole records of a venue alone have no sym and the like. */
		all &= ~(uint64_t)(d->common & ~d->required);
		ok((seen[t] & all) == all, "every member of %s has been tried",
			d->name);
		ok(xg_rec_type_from(xg_str_from(d->name)) == t,
			"%s has its name", d->name);
	}
}

static void bad(void)
{
	FILE *f = fopen("tests/golden/records-bad/cases.tsv", "r");
	char *line = NULL;
	size_t cap = 0;
	int rows = 0;

	while (f && getline(&line, &cap, f) > 0) {
		struct xg_str rest = { line, strcspn(line, "\n") };
		struct xg_str col = xg_str_cut(&rest, '\t');
		struct xg_str why = xg_str_cut(&rest, '\t');
		struct xg_error err = { 0 };
		struct xg_rec rec;
		int64_t at;

		rows++;
		xg_str_i64(col, &at);
		ok(xg_rec_read(&reader, rest, UINT64_MAX, &rec, &err) < 0,
			"bad line %d is refused", rows);
		is_int(err.col, at, "at its column");
		ok(xg_str_is_text(why, err.text), "with the words: %s",
			err.text);
		ok(xg_rec_read(&reader, rest, XG_REC_BIT(XG_REC_KEYINFO), &rec,
			   &err) < 0 ||
				xg_str_is(rec.raw, rest),
			"who does not want it gets it as it is");
	}
	is_int(rows, 30, "all bad lines were tried");
	free(line);
	if (f)
		fclose(f);
}

static void folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	int files = 0;

	while (dir && (e = readdir(dir))) {
		if (e->d_name[0] == '.')
			continue;
		file(path, e->d_name);
		files++;
	}
	if (dir)
		closedir(dir);
	is_int(files, XG_REC_TYPES - 1, "%s: every type has its lines", path);
}

int main(void)
{
	folder("tests/golden/records");
	folder("tests/golden/records-all");
	every_member();
	bad();
	xg_rec_reader_release(&reader);
	return done();
}
