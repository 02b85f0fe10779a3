/* Client ids on the wire (R1, R21). */
#include "crypto/hash.h"
#include "venue/venue.h"

static bool is_allowed(const struct xg_venue *v, char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		(c >= 'a' && c <= 'z'))
		return true;
	return c != '\0' && v->wire_id_punct && strchr(v->wire_id_punct, c);
}

static size_t longest(const struct xg_venue *v)
{
	if (v->wire_id_max < 3 || v->wire_id_max > 63)
		return 32;
	return (size_t)v->wire_id_max;
}

size_t xg_wire_id(
	const struct xg_venue *v, char out[static 64], struct xg_str id)
{
	static const char digit[] = "0123456789abcdef";
	size_t max = longest(v), n = 2;
	unsigned char hash[32];
	bool plain = id.n > 0 && id.n <= max;

	for (size_t i = 0; plain && i < id.n; i++)
		plain = is_allowed(v, id.p[i]);
	if (plain) {
		xg_str_copy(out, 64, id);
		return id.n;
	}
	xg_sha256(hash, id.n ? id.p : "", id.n);
	out[0] = 'x';
	out[1] = 'g';
	for (size_t i = 0; i < 64 && n < max; i++)
		out[n++] = digit[(hash[i / 2] >> (i % 2 ? 0 : 4)) & 15];
	out[n] = '\0';
	return n;
}
