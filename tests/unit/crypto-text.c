/* Encodings, digests and checksums by their published vectors. */
#include "base/err.h"
#include "crypto/crc32.h"
#include "crypto/hash.h"
#include "crypto/text.h"
#include "tap.h"

/* RFC 4648, section 10. */
static void base64(void)
{
	static const char *const pair[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
	static const char *const bad[] = { "Z", "Zg=", "Zg",
		"Zh==", "Zm9=", "Zg==Zg==", "Zm 9", "Zm9v\n", "====", "Zg=v",
		"Zm9-" };
	struct xg_buf b = { 0 };

	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		xg_buf_clear(&b);
		xg_b64_add(&b, pair[i][0], strlen(pair[i][0]));
		ok(xg_str_is_text(xg_buf_view(&b), pair[i][1]),
			"RFC 4648 vector %zu is encoded", i);
		xg_buf_clear(&b);
		is_int(xg_b64_decode(&b, xg_str_from(pair[i][1])), 0,
			"and is read (%zu)", i);
		ok(xg_str_is_text(xg_buf_view(&b), pair[i][0]),
			"to the same (%zu)", i);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(xg_b64_decode(&b, xg_str_from(bad[i])), XG_ERR_SYNTAX,
			"Base64 that is not strict is refused (%zu)", i);
	xg_buf_clear(&b);
	xg_b64url_add(&b, "\xfb\xff", 2);
	is_text(b.p, b.len, "-_8", "the URL alphabet has no padding");
	xg_buf_release(&b);
}

static void digest(
	const char *title, const unsigned char *p, size_t n, const char *want)
{
	struct xg_buf b = { 0 };

	xg_hex_add(&b, p, n);
	is_text(b.p, b.len, want, "%s", title);
	xg_buf_release(&b);
}

int main(void)
{
	struct xg_buf b = { 0 };
	unsigned char out[64];

	base64();
	xg_sha256(out, "abc", 3); /* FIPS 180-4 examples */
	digest("SHA-256", out, 32,
		"ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad");
	xg_sha1(out, "abc", 3);
	digest("SHA-1", out, 20, "a9993e364706816aba3e25717850c26c9cd0d89d");
	xg_pct_add(&b, XG_STR("a-Z.0_9~ /+\xc3\xa9%"));
	is_text(b.p, b.len, "a-Z.0_9~%20%2F%2B%C3%A9%25",
		"all but the unreserved is percent-encoded");
	xg_buf_clear(&b);
	is_int(xg_pct_decode(&b, XG_STR("%2f+%C3%a9"), false), 0, "it is read");
	is_text(b.p, b.len, "/+\xc3\xa9", "to the bytes");
	xg_buf_clear(&b);
	xg_pct_decode(&b, XG_STR("a+b"), true);
	is_text(b.p, b.len, "a b", "in forms + is a space");
	is_int(xg_pct_decode(&b, XG_STR("a%2"), false), XG_ERR_SYNTAX,
		"a cut escape is refused");
	is_int(xg_pct_decode(&b, XG_STR("%zz"), false), XG_ERR_SYNTAX,
		"and one without digits");
	xg_buf_release(&b);
	is_int(xg_hex_decode(out, 2, XG_STR("0aFf")), 0, "hex of both cases");
	ok(out[0] == 10 && out[1] == 255, "is read");
	is_int(xg_hex_decode(out, 2, XG_STR("0aFg")), XG_ERR_SYNTAX,
		"a wrong digit is refused");
	is_int(xg_crc32(0, "123456789", 9), 0xcbf43926, "the CRC check value");
	is_int(xg_crc32(xg_crc32(0, "1234", 4), "56789", 5), 0xcbf43926,
		"a CRC goes on");
	return done();
}
