/* OKX: requests and logins are signed as in tests/venue/okx/sign.tsv. */
#include "tap.h"
#include "venue/okx/okx.h"

enum { NAME, ALG, KEY, SECRET, PASS, CLOCK, METHOD, PATH, TEXT, SIG, COLS };

static void rest(struct xg_str *f, int64_t now)
{
	struct xg_req r = { .is_signed = true };
	struct xg_cred cred = {
		.key = f[KEY], .secret = f[SECRET], .passphrase = f[PASS]
	};
	struct xg_str text = f[TEXT], sig, at;
	char method[8];

	/* timestamp METHOD path [?query] body, without anything between */
	xg_str_copy(method, sizeof method, f[METHOD]);
	r.method = method;
	xg_buf_str(&r.path, f[PATH]);
	text.p += 24 + f[METHOD].n + f[PATH].n;
	text.n -= 24 + f[METHOD].n + f[PATH].n;
	if (text.n && text.p[0] == '?')
		xg_buf_add(&r.query, text.p + 1, text.n - 1);
	else
		xg_buf_str(&r.body, text);
	is_int(xg_okx_sign(&r, &cred, now, NULL), 0, "%.*s is signed",
		XG_STR_ARG(f[NAME]));
	sig = xg_header(xg_buf_view(&r.headers), "OK-ACCESS-SIGN");
	at = xg_header(xg_buf_view(&r.headers), "OK-ACCESS-TIMESTAMP");
	ok(xg_str_is(sig, f[SIG]), "%.*s: the signature of the vector",
		XG_STR_ARG(f[NAME]));
	is_text(at.p, at.n, "2023-11-14T22:13:20.000Z", "its time");
	ok(xg_header(xg_buf_view(&r.headers), "x-simulated-trading").n == 0,
		"live: no header of the demo");
	cred.demo = true;
	xg_okx_sign(&r, &cred, now, NULL);
	at = xg_header(xg_buf_view(&r.headers), "x-simulated-trading");
	is_text(at.p, at.n, "1", "demo: it has it");
	at = xg_header(xg_buf_view(&r.headers), "Content-Type");
	is_int(at.n > 0, r.body.len > 0, "a body has a type");
	xg_req_release(&r);
}

static void login(struct xg_str *f, int64_t now)
{
	struct xg_cred cred = {
		.key = f[KEY], .secret = f[SECRET], .passphrase = f[PASS]
	};
	struct xg_buf out = { 0 }, want = { 0 };

	xg_buf_printf(&want,
		"{\"op\":\"login\",\"args\":[{\"apiKey\":\"%.*s\","
		"\"passphrase\":\"%.*s\",\"timestamp\":\"1700000000\","
		"\"sign\":\"%.*s\"}]}",
		XG_STR_ARG(f[KEY]), XG_STR_ARG(f[PASS]), XG_STR_ARG(f[SIG]));
	is_int(xg_okx_login(&out, NULL, 0, &cred, now), 1, "login is first");
	is_text(out.p, out.len, want.p, "and signed by seconds");
	xg_buf_clear(&out);
	is_int(xg_okx_login(&out, NULL, 1, &cred, now), 1,
		"then subscriptions");
	is_text(out.p, out.len,
		"{\"id\":\"2\",\"op\":\"subscribe\",\"args\":[{\"channel\":"
		"\"orders\",\"instType\":\"ANY\"},{\"channel\":\"account\"},"
		"{\"channel\":\"positions\",\"instType\":\"ANY\"}]}",
		"orders, account, positions");
	is_int(xg_okx_login(&out, NULL, 2, &cred, now), 0, "and that is all");
	xg_buf_release(&out);
	xg_buf_release(&want);
}

int main(void)
{
	FILE *in = fopen("tests/venue/okx/sign.tsv", "r");
	struct xg_req r = { .method = "GET" };
	struct xg_cred cred = { .key = XG_STR("k"), .secret = XG_STR("s") };
	char line[4096];
	int rows = 0;

	while (in && fgets(line, sizeof line, in)) {
		struct xg_str rest_of = { line, strcspn(line, "\n") };
		struct xg_str f[COLS];
		int64_t ms;

		for (int i = 0; i < COLS; i++)
			f[i] = xg_str_cut(&rest_of, '\t');
		if (xg_str_i64(f[CLOCK], &ms) < 0)
			continue;
		rows++;
		if (xg_str_is_text(f[NAME], "ws-login"))
			login(f, ms * 1000);
		else
			rest(f, ms * 1000);
	}
	if (in)
		fclose(in);
	is_int(rows, 9, "all vectors were tried");
	is_int(xg_okx_sign(&r, &cred, 1, NULL), XG_ERR_AUTH,
		"a key without a passphrase is refused");
	cred.passphrase = XG_STR("a\r\nb");
	is_int(xg_okx_sign(&r, &cred, 1, NULL), XG_ERR_AUTH,
		"one that would break the header, too");
	ok(r.headers.len == 0, "and leaves no header");
	xg_req_release(&r);
	return done();
}
