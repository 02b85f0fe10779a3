/* The journal's chain: every edit shows. */
#include "order/journal.h"
#include "tap.h"

static const char *const lines[] = { "{\"type\":\"order\",\"id\":\"a\"}",
	"{\"type\":\"exec\",\"id\":\"a\",\"event\":\"sent\"}",
	"{\"type\":\"fill\",\"id\":\"a\"}" };

static void make(struct xg_buf *out)
{
	struct xg_chain c = { 0 };

	for (size_t i = 0; i < XG_LEN(lines); i++)
		xg_chain_add(&c, out, xg_str_from(lines[i]));
}

/* The number of lines that are good, -1 when all are. */
static int check(struct xg_str text, struct xg_error *err)
{
	struct xg_chain c = { 0 };

	while (text.n) {
		if (xg_chain_check(&c, xg_str_cut(&text, '\n'), err) < 0)
			return (int)c.n;
	}
	return -1;
}

static void edits(void)
{
	struct xg_buf b = { 0 }, two = { 0 };
	struct xg_error err = { 0 };
	struct xg_str rest, first;
	int missed = 0;

	make(&b);
	is_int(check(xg_buf_view(&b), &err), -1, "a whole journal is good");
	ok(strstr(b.p, "{\"type\":\"order\",\"id\":\"a\",\"jn\":1,\"jp\":"
		       "\"0000000000") == b.p,
		"its lines are the records with number and hash");
	for (size_t i = 0; i < b.len; i++) {
		b.p[i] ^= 1;
		/* The last line's own bytes have no line behind them. */
		if (check(xg_buf_view(&b), &err) < 0 &&
			i < b.len - strlen(strrchr(b.p, '{')))
			missed++;
		b.p[i] ^= 1;
	}
	is_int(missed, 0, "any changed bit before the last line shows");
	rest = xg_buf_view(&b);
	first = xg_str_cut(&rest, '\n');
	is_int(check(rest, &err), 0, "a line removed at the front shows");
	xg_buf_str(&two, first);
	xg_buf_char(&two, '\n');
	xg_str_cut(&rest, '\n');
	xg_buf_str(&two, rest);
	is_int(check(xg_buf_view(&two), &err), 1,
		"a line removed in the middle shows");
	ok(strstr(err.text, "line 2 does not follow") != NULL,
		"and it is said which");
	xg_buf_clear(&two);
	xg_buf_str(&two, first);
	xg_buf_char(&two, '\n');
	xg_buf_str(&two, xg_buf_view(&b));
	is_int(check(xg_buf_view(&two), &err), 1, "a line twice shows");
	xg_buf_release(&b);
	xg_buf_release(&two);
}

static void forms(void)
{
	struct xg_chain c = { 0 };
	struct xg_buf b = { .max = 150 };
	struct xg_str url = XG_STR("https://x/y?z=1");

	is_int(xg_chain_add(&c, &b, XG_STR("[1]")), XG_ERR_TYPE,
		"only objects are lines");
	is_int(xg_chain_add(
		       &c, &b, XG_STR("{\"type\":\"order\",\"id\":\"a\"}")),
		0, "a line is added");
	is_int(xg_chain_add(&c, &b, XG_STR("{\"type\":\"fill\"}")),
		XG_ERR_LIMIT, "no room:");
	ok(c.n == 1 && b.p[b.len - 1] == '\n',
		"then neither the chain nor the text has changed");
	xg_buf_release(&b);
	b = (struct xg_buf){ 0 };
	xg_journal_request(&b, XG_STR("a"), XG_STR("v"), "place", 7, "POST",
		url, XG_STR("{\"q\":1}"));
	is_text(b.p, b.len,
		"{\"type\":\"request\",\"venue\":\"v\",\"rx\":7,\"id\":\"a\","
		"\"op\":\"place\",\"method\":\"POST\",\"url\":"
		"\"https://x/y?z=1\",\"body\":\"{\\\"q\\\":1}\"}",
		"a request as a line");
	xg_buf_clear(&b);
	xg_journal_answer(
		&b, XG_STR("a"), XG_STR("v"), "place", 7, 200, XG_STR("{}"));
	is_text(b.p, b.len,
		"{\"type\":\"answer\",\"venue\":\"v\",\"rx\":7,\"id\":\"a\","
		"\"op\":\"place\",\"http\":200,\"body\":\"{}\"}",
		"an answer as a line");
	xg_buf_release(&b);
}

int main(void)
{
	edits();
	forms();
	return done();
}
