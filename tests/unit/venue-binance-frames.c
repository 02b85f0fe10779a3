/* Frames of every channel give the records of tests/venue/binance/frames.txt. */
#include "decode.h"
#include "tap.h"

static struct decode t;
static struct xg_buf want, spaced;
static bool with_blanks;
static char title[200];
static int cases, rx, at;

/* What the last input gave against what the file says. */
static void flush(void)
{
	if (!at)
		return;
	if (!want.p)
		xg_buf_reserve(&want, 1);
	want.p[want.len] = '\0';
	is_text(t.out.p ? t.out.p : "", t.out.len, want.p, "line %d: %s%s", at,
		title, with_blanks ? " (with blanks)" : "");
	xg_buf_clear(&want);
	xg_buf_clear(&t.out);
	at = 0;
	cases++;
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

/* Cuts at spaces: market, then conn or method and URL; the rest is the data. */
static void input(struct xg_str line, bool rest)
{
	struct xg_error err = { 0 };
	struct xg_rec rec;
	struct xg_str left = line, market = xg_str_cut(&left, ' '), a, b;
	char req[300];
	int64_t conn = 0;

	a = xg_str_cut(&left, ' ');
	xg_rec_start(&rec, XG_REC_RAW, XG_STR("binance"),
		(struct xg_str){ NULL, 0 }, 0, ++rx);
	if (rest) {
		b = xg_str_cut(&left, ' ');
		snprintf(req, sizeof req, "%.*s %.*s", XG_STR_ARG(a),
			XG_STR_ARG(b));
		XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	} else {
		xg_str_i64(a, &conn);
	}
	XG_REC_SET(&rec, rawf.conn, conn);
	XG_REC_SET(&rec, rawf.ch, rest ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, market);
	XG_REC_SET(&rec, rawf.data, with_blanks ? blanks(left) : left);
	if (xg_decoder_rec(&t.d, &rec, &err) < 0)
		xg_buf_printf(&t.out, "! %s\n", err.text);
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_str text = line;

	(void)ctx;
	if (line.n > 2) {
		text.p += 2;
		text.n -= 2;
	}
	switch (line.n ? line.p[0] : 0) {
	case '#':
		flush();
		snprintf(title, sizeof title, "%.*s",
			(int)(text.n < 190 ? text.n : 190), text.p);
		break;
	case '<':
	case '=':
		flush();
		at = n;
		input(text, line.p[0] == '=');
		break;
	case '>':
		xg_buf_str(&want, text);
		xg_buf_char(&want, '\n');
		break;
	case '!':
		xg_buf_str(&want, line);
		xg_buf_char(&want, '\n');
		break;
	default:
		break;
	}
}

static void run(bool blank)
{
	int n;

	with_blanks = blank;
	cases = rx = 0;
	decode_open(&t, "binance");
	n = decode_file("tests/venue/binance/frames.txt", on_line, NULL);
	flush();
	ok(n > 0 && cases > 70, "%d frames were tried", cases);
	decode_close(&t);
}

int main(void)
{
	run(false);
	run(true);
	xg_buf_release(&want);
	xg_buf_release(&spaced);
	return done();
}
