/* tests/venue/NAME/frames.ndjson, decoded, is records.ndjson byte for byte, of
 * every venue that has them; with blanks between the tokens of its frames, too.
 * Binance's and OKX's are in tests of their own. */
#include "decode.h"
#include "tap.h"

static struct xg_buf want, spaced;
static bool with_blanks;

static void add_line(void *ctx, struct xg_str line, int n)
{
	(void)n;
	xg_buf_str(ctx, line);
	xg_buf_char(ctx, '\n');
}

/* The same JSON with blanks where they may be: read the long way round. */
static struct xg_str blanks(struct xg_str s)
{
	bool quoted = false;

	xg_buf_clear(&spaced);
	for (size_t i = 0; i < s.n; i++) {
		bool mark = !quoted && memchr("{}[]:,", s.p[i], 6);

		if (s.p[i] == '"' && (i == 0 || s.p[i - 1] != '\\'))
			quoted = !quoted;
		if (mark)
			xg_buf_char(&spaced, ' ');
		xg_buf_char(&spaced, s.p[i]);
		if (mark)
			xg_buf_text(&spaced, "\t ");
	}
	return xg_buf_view(&spaced);
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_error err = { 0 };
	int rc = decode_line(ctx, with_blanks ? blanks(line) : line, &err);

	if (rc < 0)
		ok(false, "line %d: %s", n, err.text);
}

static void run(const char *venue, const char *frames, bool blank)
{
	struct decode t;
	int n;

	with_blanks = blank;
	decode_open(&t, venue);
	t.d.sink.want = NULL;
	t.d.keep_checksum_books = true;
	n = decode_file(frames, on_line, &t);
	is_text(t.out.p, t.out.len, want.p,
		"%s: %d frames give their records%s", venue, n,
		blank ? " (with blanks)" : "");
	decode_close(&t);
}

static bool is_there(const char *path)
{
	FILE *f = fopen(path, "r");

	return f && fclose(f) == 0;
}

/* Whether the venue has such files. */
static bool golden(const char *venue)
{
	char frames[128], records[128];

	snprintf(frames, sizeof frames, "tests/venue/%s/frames.ndjson", venue);
	snprintf(records, sizeof records, "tests/venue/%s/records.ndjson",
		venue);
	if (!is_there(frames))
		return false;
	xg_buf_clear(&want);
	ok(decode_file(records, add_line, &want) >= 20,
		"%s: there are records of each channel", venue);
	run(venue, frames, false);
	run(venue, frames, true);
	return true;
}

int main(void)
{
	int n = 0;

	for (size_t i = 0; xg_venue_at(i); i++)
		n += golden(xg_venue_at(i)->name);
	ok(n >= 10, "%d venues have golden files", n);
	xg_buf_release(&want);
	xg_buf_release(&spaced);
	return done();
}
