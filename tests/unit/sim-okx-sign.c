/* The simulated OKX believes exactly the signatures of the vectors in
 * tests/venue/okx/sign.tsv, in their time window, with their passphrase. */
#include "base/buf.h"
#include "base/time.h"
#include "sim/okx_sign.h"
#include "tap.h"

enum { NAME, ALG, KEY, SECRET, PASS, CLOCK, METHOD, PATH, TEXT, SIG, COLS };

static struct xg_str after(struct xg_str s, struct xg_str prefix)
{
	return xg_str_has_prefix(s, prefix)
		       ? (struct xg_str){ s.p + prefix.n, s.n - prefix.n }
		       : (struct xg_str){ "", 0 };
}

/* Takes the text that is signed apart again: what the server sees. */
static void rest_row(struct xg_str *f, int64_t now)
{
	char iso[32];
	size_t n = xg_time_iso(iso, now, 3);
	struct xg_sim_okx_key k = { f[KEY], f[SECRET], f[PASS] };
	struct xg_sim_okx_heads h = { f[KEY], f[SIG], { iso, n }, f[PASS] };
	struct xg_str rest = after(after(f[TEXT], h.timestamp), f[METHOD]);
	size_t cut = xg_str_find(rest, '{');
	struct xg_str path = { rest.p, cut };
	struct xg_str body = { rest.p + cut, rest.n - cut };
	char sig[64];

	ok(xg_str_has_prefix(path, f[PATH]), "%.*s: the path is in the text",
		XG_STR_ARG(f[NAME]));
	is_int(xg_sim_okx_heads_check(&h, now), 0,
		"%.*s: the headers are whole", XG_STR_ARG(f[NAME]));
	is_int(xg_sim_okx_rest_check(&k, &h, f[METHOD], path, body), 0,
		"%.*s is believed", XG_STR_ARG(f[NAME]));
	path.n--;
	is_int(xg_sim_okx_rest_check(&k, &h, f[METHOD], path, body), 50113,
		"%.*s: not for another path", XG_STR_ARG(f[NAME]));
	path.n++;
	is_int(xg_sim_okx_rest_check(&k, &h, XG_STR("PUT"), path, body), 50113,
		"%.*s: not for another method", XG_STR_ARG(f[NAME]));
	is_int(xg_sim_okx_rest_check(&k, &h, f[METHOD], path, XG_STR("{}")),
		50113, "%.*s: not for another body", XG_STR_ARG(f[NAME]));
	snprintf(sig, sizeof sig, "%.*s", XG_STR_ARG(f[SIG]));
	sig[0] ^= 1;
	h.sign.p = sig;
	is_int(xg_sim_okx_rest_check(&k, &h, f[METHOD], path, body), 50113,
		"%.*s: one bit of the signature makes it wrong",
		XG_STR_ARG(f[NAME]));
	h.sign = f[SIG];
	h.passphrase = XG_STR("xg-Fake-Pass-2");
	is_int(xg_sim_okx_rest_check(&k, &h, f[METHOD], path, body), 50105,
		"%.*s: the passphrase is checked", XG_STR_ARG(f[NAME]));
}

static void login_row(struct xg_str *f, int64_t now)
{
	struct xg_sim_okx_key k = { f[KEY], f[SECRET], f[PASS] };
	struct xg_str ts = XG_STR("1700000000");
	int64_t s = XG_US_PER_S;

	is_int(xg_sim_okx_login_check(&k, f[PASS], ts, f[SIG], now), 0,
		"the login of the vector is believed");
	is_int(xg_sim_okx_login_check(&k, f[PASS], ts, f[SIG], now + 30 * s), 0,
		"30 seconds old is in the window");
	is_int(xg_sim_okx_login_check(
		       &k, f[PASS], ts, f[SIG], now + 30 * s + 1),
		60006, "older than 30 seconds is not");
	is_int(xg_sim_okx_login_check(&k, XG_STR("x"), ts, f[SIG], now), 60024,
		"a wrong passphrase has its own code");
	is_int(xg_sim_okx_login_check(&k, f[PASS], ts, XG_STR("AAAA"), now),
		60007, "a wrong signature has its own code");
	is_int(xg_sim_okx_login_check(
		       &k, f[PASS], XG_STR("17000000000000x"), f[SIG], now),
		60004, "a time that is no number has its own code");
	is_int(xg_sim_okx_login_check(
		       &k, f[PASS], XG_STR("9223372036854775807"), f[SIG], now),
		60004, "a time beyond all bounds is malformed");
}

static void heads(void)
{
	int64_t now = INT64_C(1700000000000000), s = XG_US_PER_S;
	struct xg_sim_okx_heads whole = { XG_STR("k"), XG_STR("s"),
		XG_STR("2023-11-14T22:13:20.000Z"), XG_STR("p") };
	struct xg_sim_okx_heads h = whole;

	is_int(xg_sim_okx_heads_check(&h, now + 30 * s), 0,
		"a request 30 seconds old is in the window");
	is_int(xg_sim_okx_heads_check(&h, now + 30 * s + 1), 50102,
		"a request older than 30 seconds has expired");
	is_int(xg_sim_okx_heads_check(&h, now - 30 * s - 1), 50102,
		"so has one from a clock 30 seconds ahead");
	h.key.n = 0;
	is_int(xg_sim_okx_heads_check(&h, now), 50103, "no key");
	h = whole, h.sign.n = 0;
	is_int(xg_sim_okx_heads_check(&h, now), 50106, "no signature");
	h = whole, h.timestamp.n = 0;
	is_int(xg_sim_okx_heads_check(&h, now), 50107, "no timestamp");
	h = whole, h.passphrase.n = 0;
	is_int(xg_sim_okx_heads_check(&h, now), 50104, "no passphrase");
	h = whole, h.timestamp = XG_STR("1700000000000");
	is_int(xg_sim_okx_heads_check(&h, now), 50112,
		"a timestamp in milliseconds is malformed");
	h.timestamp = XG_STR("2023-11-14");
	is_int(xg_sim_okx_heads_check(&h, now), 50112, "a date is malformed");
}

int main(void)
{
	FILE *in = fopen("tests/venue/okx/sign.tsv", "r");
	char line[8192];
	int rows = 0;

	while (in && fgets(line, sizeof line, in)) {
		struct xg_str rest = { line, strcspn(line, "\n") };
		struct xg_str f[COLS];
		int64_t ms;

		for (int i = 0; i < COLS; i++)
			f[i] = xg_str_cut(&rest, '\t');
		if (xg_str_i64(f[CLOCK], &ms))
			continue;
		if (f[METHOD].n)
			rest_row(f, ms * 1000);
		else
			login_row(f, ms * 1000);
		rows++;
	}
	if (in)
		fclose(in);
	is_int(rows, 9, "all vectors were tried");
	heads();
	return done();
}
