/* Requests are signed as in the vectors of tests/venue/binance/sign.tsv. */
#include "crypto/text.h"
#include "tap.h"
#include "venue/binance/binance.h"

enum { NAME, ALG, KEY, SECRET, PASS, CLOCK, METHOD, PATH, TEXT, SIG, COLS };

static void row(struct xg_str *f)
{
	struct xg_str params = f[TEXT];
	struct xg_req r = { .method = "GET", .is_signed = true };
	struct xg_cred cred = { .key = f[KEY], .secret = f[SECRET] };
	struct xg_buf want = { 0 }, head = { 0 };
	struct xg_buf *at = &r.query;
	int64_t ms = 0;
	int rc = 0;

	if (xg_str_is(f[METHOD], XG_STR("POST"))) {
		r.method = "POST";
		at = &r.body;
	} else if (xg_str_is(f[METHOD], XG_STR("DELETE"))) {
		r.method = "DELETE";
	}
	if (f[ALG].p[0] == 'E')
		cred.kind = XG_CRED_ED25519;
	else if (f[ALG].p[0] == 'R')
		cred.kind = XG_CRED_RSA;
	xg_str_i64(f[CLOCK], &ms);
	xg_buf_str(&want, params);
	xg_buf_text(&want, "&signature=");
	xg_pct_add(&want, f[SIG]);
	xg_buf_printf(&head, "X-MBX-APIKEY: %.*s\n%s", XG_STR_ARG(f[KEY]),
		at == &r.body ? "Content-Type: application/"
				"x-www-form-urlencoded\n"
			      : "");
	xg_str_cut(&params, '&');
	params.n -= strlen("&recvWindow=5000");
	xg_buf_str(&r.path, f[PATH]);
	xg_buf_str(at, params);
	rc = xg_binance_sign(&r, &cred, (ms + 77777) * 1000, NULL);
	is_int(rc, 0, "%.*s is signed", XG_STR_ARG(f[NAME]));
	xg_binance_sign(&r, &cred, ms * 1000, NULL);
	is_text(at->p, at->len, want.p,
		"%.*s: signed anew, the request is the "
		"vector's",
		XG_STR_ARG(f[NAME]));
	is_text(r.headers.p, r.headers.len, head.p, "%.*s: headers",
		XG_STR_ARG(f[NAME]));
	xg_req_release(&r);
	xg_buf_release(&want);
	xg_buf_release(&head);
}

int main(void)
{
	FILE *in = fopen("tests/venue/binance/sign.tsv", "r");
	struct xg_req r = { .method = "POST" };
	struct xg_cred cred = { .key = XG_STR("k\n"), .secret = XG_STR("s") };
	char line[8192];
	int rows = 0;

	while (in && fgets(line, sizeof line, in)) {
		struct xg_str rest = { line, strcspn(line, "\n") };
		struct xg_str f[COLS];

		for (int i = 0; i < COLS; i++)
			f[i] = xg_str_cut(&rest, '\t');
		/* The mixed one has parameters in two places: never ours. */
		if (!xg_str_has_prefix(f[TEXT], XG_STR("timestamp=")) ||
			xg_str_is(f[NAME], XG_STR("spot-mixed-query-and-body")))
			continue;
		row(f);
		rows++;
	}
	if (in)
		fclose(in);
	is_int(rows, 14, "all REST vectors were tried");
	is_int(xg_binance_sign(&r, &cred, 1, NULL), XG_ERR_AUTH,
		"a key that would break the header is refused");
	cred.key = XG_STR("k");
	xg_buf_text(&r.path, "/fapi/v1/listenKey");
	ok(xg_binance_sign(&r, &cred, 1, NULL) == 0 && r.body.len == 0,
		"a listen key needs the key header only");
	xg_req_release(&r);
	return done();
}
