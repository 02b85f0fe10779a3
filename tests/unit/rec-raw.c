/* Raw records are read by what the last ones looked like: nobody sees that, but
 * by the time that it takes. */
#include "base/err.h"
#include "json/pull.h"
#include "rec/rec.h"
#include "tap.h"

#define ALL UINT64_MAX

static const char *const lines[] = {
	"{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":1700000000000000,"
	"\"conn\":1,\"ch\":\"ws\",\"dir\":\"in\",\"market\":\"spot\",\"data\":{"
	"\"b\":[[\"64250.10\",\"1.5\"],[\"64250.00\",\"0\"]],\"u\":7}}",
	"{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":1700000000000001,"
	"\"conn\":0,\"ch\":\"rest\",\"dir\":\"in\",\"req\":\"GET "
	"https://x/y?z=1\",\"data\":[[1.5,2],[3,4]]}",
	"{\"rx\":5,\"type\":\"raw\",\"ch\":\"ws\",\"conn\":2,\"dir\":\"in\","
	"\"venue\":\"okx\",\"more\":{\"rx\":5},\"data\":\"x\"}",
	"{\"type\":\"raw\",\"venue\":\"a\\u0062c\",\"rx\":17,\"conn\":3,"
	"\"ch\":\"ws\",\"dir\":\"in\",\"data\":1}",
	"{\"type\":\"raw\",\"venue\":\"okx\",\"rx\":18,\"conn\":3,"
	"\"ch\":\"ws\",\"dir\":\"in\",\"data\":{},\"text\":\"t\"}",
};

/* By a reader that has read all the lines above, and by a new one. */
static bool same(struct xg_rec_reader *warm, struct xg_str line)
{
	struct xg_rec_reader cold = { 0 };
	struct xg_error e1 = { 0 }, e2 = { 0 };
	struct xg_buf b1 = { 0 }, b2 = { 0 };
	struct xg_rec r1, r2;
	int a, b;
	bool good;

	a = xg_rec_read(warm, line, ALL, &r1, &e1);
	b = xg_rec_read(&cold, line, ALL, &r2, &e2);
	good = a == b && r1.type == r2.type;
	if (good && a < 0)
		good = e1.col == e2.col && strcmp(e1.text, e2.text) == 0;
	if (good && a == 0 && r1.type == XG_REC_RAW) {
		xg_rec_write(&b1, &r1);
		xg_rec_write(&b2, &r2);
		good = r1.has == r2.has && r1.rx == r2.rx &&
		       r1.u.rawf.data.p == r2.u.rawf.data.p &&
		       xg_str_is(r1.raw, r2.raw) &&
		       xg_str_is(xg_buf_view(&b1), xg_buf_view(&b2));
	}
	if (!good)
		printf("# differs: %.*s\n", XG_STR_ARG(line));
	xg_buf_release(&b1);
	xg_buf_release(&b2);
	xg_rec_reader_release(&cold);
	return good;
}

static void warm_up(struct xg_rec_reader *r)
{
	struct xg_rec rec;

	for (size_t i = 0; i < XG_LEN(lines); i++)
		xg_rec_read(r, xg_str_from(lines[i]), ALL, &rec, NULL);
}

/* Every line with each of its bytes changed to each of these, left out, or with
 * what is behind it cut off. */
static void changes(void)
{
	static const char other[] = "0123459-.\"\\{}[]:, eEx\n";
	struct xg_rec_reader warm = { 0 };
	char text[400];
	int bad = 0;

	for (size_t i = 0; i < XG_LEN(lines); i++) {
		size_t n = strlen(lines[i]);

		for (size_t at = 0; at <= n; at++) {
			warm_up(&warm);
			bad += !same(&warm, (struct xg_str){ lines[i], at });
			memcpy(text, lines[i], at);
			memcpy(text + at, lines[i] + at + (at < n), n - at);
			bad += !same(
				&warm, (struct xg_str){ text, n - (at < n) });
			memcpy(text, lines[i], n);
			for (size_t k = 0; at < n && k < sizeof other; k++) {
				text[at] = other[k];
				bad += !same(&warm, (struct xg_str){ text, n });
			}
		}
	}
	is_int(bad, 0,
		"a line that was changed anywhere is read as by a new "
		"reader");
	xg_rec_reader_release(&warm);
}

static void times(void)
{
	static const char *const rx[] = { "1700000000000002",
		"9999999999999999", "0700000000000002", "170000000000000",
		"17000000000000020", "1.70000000000000", "-170000000000000",
		"\"1700000000000000\"", "1700000000000000.0", "null",
		"9223372036854775807", "9223372036854775808" };
	struct xg_rec_reader warm = { 0 };
	char text[400];
	int bad = 0;

	for (size_t i = 0; i < XG_LEN(rx); i++) {
		warm_up(&warm);
		snprintf(text, sizeof text, "%.37s%s%s", lines[0], rx[i],
			lines[0] + 53);
		bad += !same(&warm, xg_str_from(text));
	}
	is_int(bad, 0, "whatever its time is");
	xg_rec_reader_release(&warm);
}

/* The levels that were read while the frame was checked are those of the frame. */
static void levels(void)
{
	struct xg_rec_reader r = { 0 };
	struct xg_rec rec, *copy;
	struct xg_dec out[8];
	struct xg_json j;

	warm_up(&r);
	xg_rec_read(&r, xg_str_from(lines[1]), ALL, &rec, NULL);
	xg_json_init(&j, rec.u.rawf.data.p, rec.u.rawf.data.n);
	j.kept = rec.u.rawf.kept;
	ok(j.kept && j.kept->runs == 1 && j.kept->n == 2,
		"levels of the frame are kept");
	xg_json_next(&j);
	ok(xg_json_pairs(&j, out, 4) == 2 && out[0].m == 15 && out[0].e == -1 &&
			out[3].m == 4 && xg_json_next(&j) == XG_JSON_ARR_END &&
			xg_json_next(&j) == XG_JSON_END,
		"and found by who reads it again");
	copy = xg_rec_dup(&rec);
	ok(copy && !copy->u.rawf.kept,
		"a copy that outlives the reader has none");
	xg_rec_free(copy);
	xg_rec_read(&r, xg_str_from(lines[2]), ALL, &rec, NULL);
	ok(!rec.u.rawf.kept || rec.u.rawf.kept->runs == 0,
		"nor has the next record those of the one before");
	xg_rec_reader_release(&r);
}

int main(void)
{
	changes();
	times();
	levels();
	return done();
}
