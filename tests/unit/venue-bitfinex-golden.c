/* tests/venue/bitfinex/frames.ndjson, decoded, is records.ndjson byte for byte; with
 * blanks between the tokens of its frames, too. */
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

static void run(bool blank)
{
	struct decode t;
	int n;

	with_blanks = blank;
	decode_open(&t, "bitfinex");
	t.d.sink.want = NULL;
	t.d.keep_checksum_books = true;
	n = decode_file("tests/venue/bitfinex/frames.ndjson", on_line, &t);
	is_text(t.out.p, t.out.len, want.p, "%d frames give their records%s", n,
		blank ? " (with blanks)" : "");
	decode_close(&t);
}

int main(void)
{
	if (decode_file("tests/venue/bitfinex/records.ndjson", add_line,
		    &want) < 20)
		abort();
	run(false);
	run(true);
	xg_buf_release(&want);
	xg_buf_release(&spaced);
	return done();
}
