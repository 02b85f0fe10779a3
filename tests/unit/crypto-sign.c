/* Signatures: the venues' vectors, from string and secret to signature. */
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/err.h"
#include "crypto/hmac.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "crypto/text.h"
#include "tap.h"

static void sign(struct xg_buf *out, struct xg_str alg, struct xg_str secret,
	struct xg_str text)
{
	struct xg_buf raw = { 0 };
	unsigned char mac[64];
	size_t n = 32;

	if (xg_str_has_prefix(alg, XG_STR("HMAC-SHA256")))
		xg_hmac_sha256(mac, secret.p, secret.n, text.p, text.n);
	else if (xg_str_has_prefix(alg, XG_STR("Ed25519")) &&
		 xg_ed25519_sign(mac, secret, text.p, text.n) == 0)
		n = 64;
	else if (xg_rsa_sign(&raw, secret, text.p, text.n) < 0)
		n = 0;
	if (!raw.len)
		xg_buf_add(&raw, mac, n);
	if (xg_str_has_suffix(alg, XG_STR("hex")))
		xg_hex_add(out, raw.p, raw.len);
	else
		xg_b64_add(out, raw.p, raw.len);
	xg_buf_release(&raw);
}

static void file(const char *path, int want)
{
	FILE *f = fopen(path, "r");
	char line[8192];
	int rows = 0;

	if (!ok(f != NULL, "%s is there", path))
		return;
	while (fgets(line, sizeof line, f)) {
		struct xg_str rest = { line, strcspn(line, "\n") }, col[10];
		struct xg_buf got = { 0 };

		for (int i = 0; i < 10; i++)
			col[i] = xg_str_cut(&rest, '\t');
		if (xg_str_is_text(col[0], "name"))
			continue;
		rows++;
		sign(&got, col[1], col[3], col[8]);
		ok(xg_str_is(xg_buf_view(&got), col[9]), "%.*s is signed so",
			XG_STR_ARG(col[0]));
		xg_buf_release(&got);
	}
	fclose(f);
	is_int(rows, want, "%s has all its rows", path);
}

static void rfc8032(void)
{
	/* RFC 8032, section 7.1, test 1. */
	struct xg_buf hex = { 0 };
	unsigned char sig[64];

	is_int(xg_ed25519_sign(sig,
		       XG_STR("9d61b19deffd5a60ba844af492ec2cc4"
			      "4449c5697b326919703bac031cae7f60"),
		       "", 0),
		0, "a seed in hex signs an empty message");
	xg_hex_add(&hex, sig, 64);
	is_text(hex.p, hex.len,
		"e5564300c360ac729086e2cc806e828a84877f1eb8e5d9"
		"74d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595"
		"bbe24655141438e7a100b",
		"as RFC 8032 says");
	xg_buf_release(&hex);
	is_int(xg_ed25519_sign(sig, XG_STR("not a key"), "", 0), XG_ERR_SYNTAX,
		"what is no key is refused");
}

static void rfc4231(void)
{
	/* RFC 4231, section 4.3 (test case 2). */
	struct xg_hmac *h = xg_hmac_new(256, "Jefe", 4);
	struct xg_hmac *h5 = xg_hmac_new(512, "Jefe", 4);
	const char *msg = "what do ya want for nothing?";
	struct xg_buf hex = { 0 };
	unsigned char mac[64];

	for (int i = 0; i < 2; i++) {
		xg_buf_clear(&hex);
		xg_hmac_sign(h, mac, msg, 28);
		xg_hex_add(&hex, mac, 32);
		is_text(hex.p, hex.len,
			"5bdcc146bf60754e6a042426089575c75a003"
			"f089d2739839dec58b964ec3843",
			"SHA-256, turn %d", i);
	}
	xg_buf_clear(&hex);
	xg_hmac_sign(h5, mac, msg, 28);
	xg_hex_add(&hex, mac, 64);
	is_text(hex.p, hex.len,
		"164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831f"
		"d610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4"
		"a6b4b636e070a38bce737",
		"SHA-512");
	xg_buf_release(&hex);
	xg_hmac_free(h);
	xg_hmac_free(h5);
}

/* Against OpenSSL's own, around the ends of blocks. */
static void hmac_lengths(void)
{
	static const struct {
		int bits;
		const char *name;
	} kind[] = { { 256, "SHA256" }, { 384, "SHA384" }, { 512, "SHA512" } };
	static unsigned char key[300], text[300];
	int wrong = 0;

	for (size_t i = 0; i < sizeof key; i++) {
		key[i] = (unsigned char)(i * 7 + 1);
		text[i] = (unsigned char)(i * 13 + 5);
	}
	for (size_t k = 0; k < XG_LEN(kind); k++) {
		for (size_t n = 0; n < sizeof key; n += n < 3 ? 1 : 21) {
			struct xg_hmac *h = xg_hmac_new(kind[k].bits, key, n);

			for (size_t len = 0; len < sizeof text; len++) {
				unsigned char ours[64], theirs[64];
				unsigned size = 0;

				xg_hmac_sign(h, ours, text, len);
				HMAC(EVP_get_digestbyname(kind[k].name), key,
					(int)n, text, len, theirs, &size);
				wrong += (int)size * 8 != kind[k].bits ||
					 memcmp(ours, theirs, size) != 0;
			}
			xg_hmac_free(h);
		}
	}
	is_int(wrong, 0, "keys and texts of every length are as OpenSSL's");
}

static void secrets(void)
{
	struct xg_secret a = { 0 }, b = { 0 };

	is_int(xg_secret_set(&a, XG_STR("hunter2")), 0, "a secret is copied");
	xg_secret_take(&b, &a);
	ok(!a.p && xg_str_is_text(xg_secret_view(&b), "hunter2"), "and moved");
	xg_secret_cut(&b, 3);
	ok(b.n == 3 && b.p[3] == 0 && b.p[6] == 0, "what is cut is wiped");
	is_int(xg_secret_alloc(&b, XG_SECRET_MAX + 1), XG_ERR_LIMIT,
		"a secret has a bound");
	xg_secret_release(&a);
	xg_secret_release(&b);
}

int main(void)
{
	rfc4231();
	hmac_lengths();
	rfc8032();
	secrets();
	file("tests/venue/binance/sign.tsv", 21);
	file("tests/venue/okx/sign.tsv", 9);
	return done();
}
