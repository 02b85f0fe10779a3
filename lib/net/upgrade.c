#include "net/upgrade.h"

#include <openssl/evp.h>
#include <strings.h>

/* Fixed by RFC 6455, 1.3. */
#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

int xg_upgrade_split(
	struct xg_upgrade_url *out, const char *url, struct xg_error *err)
{
	struct xg_str s = xg_str_from(url);
	size_t i;

	*out = (struct xg_upgrade_url){ .target = XG_STR("/") };
	if (xg_str_has_prefix(s, XG_STR("wss://"))) {
		out->tls = true;
		i = 6;
	} else if (xg_str_has_prefix(s, XG_STR("ws://"))) {
		i = 5;
	} else {
		return xg_error_set(err, XG_ERR_SYNTAX,
			"'%.100s' is not a ws:// or wss:// URL", url);
	}
	s.p += i;
	s.n -= i;
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f ||
			s.p[i] == '#' || s.p[i] == '\\')
			return xg_error_set(err, XG_ERR_SYNTAX,
				"a character that is not allowed in a URL");
	i = 0;
	while (i < s.n && s.p[i] != '/' && s.p[i] != '?')
		i++;
	out->authority = (struct xg_str){ s.p, i };
	if (i == 0 || xg_str_find(out->authority, '@') < i)
		return xg_error_set(
			err, XG_ERR_SYNTAX, "'%.100s' has no plain host", url);
	if (i < s.n && s.p[i] == '?')
		return xg_error_set(err, XG_ERR_SYNTAX,
			"'%.100s' has a query but no path", url);
	if (i < s.n)
		out->target = (struct xg_str){ s.p + i, s.n - i };
	return 0;
}

static void key_text(char out[static 25], const uint8_t nonce[static 16])
{
	EVP_EncodeBlock((unsigned char *)out, nonce, 16);
}

int xg_upgrade_request(struct xg_buf *out, const struct xg_upgrade_url *url,
	const uint8_t nonce[static 16], struct xg_str headers)
{
	char key[25];

	key_text(key, nonce);
	xg_buf_printf(out,
		"GET %.*s HTTP/1.1\r\nHost: %.*s\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: %s\r\nUser-Agent: xg/" XG_VERSION "\r\n",
		XG_STR_ARG(url->target), XG_STR_ARG(url->authority), key);
	while (headers.n) {
		struct xg_str line = xg_str_cut(&headers, '\n');

		if (!line.n)
			continue;
		xg_buf_str(out, line);
		xg_buf_text(out, "\r\n");
	}
	xg_buf_text(out, "\r\n");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static bool accept_ok(struct xg_str got, const uint8_t nonce[static 16])
{
	char text[25 + sizeof GUID], want[29];
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	key_text(text, nonce);
	memcpy(text + 24, GUID, sizeof GUID);
	if (!EVP_Digest(text, strlen(text), md, &n, EVP_sha1(), NULL) ||
		n != 20)
		return false;
	EVP_EncodeBlock((unsigned char *)want, md, 20);
	return xg_str_is_text(got, want);
}

static bool name_is(struct xg_str s, const char *name)
{
	return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

static struct xg_str trim(struct xg_str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r' ||
			      s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static int status_line(struct xg_str line, int *status)
{
	int64_t v;

	if (line.n < 12 || memcmp(line.p, "HTTP/1.", 7) != 0 ||
		line.p[8] != ' ' ||
		xg_str_i64((struct xg_str){ line.p + 9, 3 }, &v) < 0 || v < 100)
		return XG_ERR_SYNTAX;
	*status = (int)v;
	return 0;
}

int xg_upgrade_read(struct xg_str in, const uint8_t nonce[static 16],
	struct xg_upgrade_answer *out, struct xg_error *err)
{
	const char *end = in.n ? memmem(in.p, in.n, "\r\n\r\n", 4) : NULL;
	struct xg_str head, line, accept = { 0 };
	bool upgrade = false;
	int64_t secs;

	*out = (struct xg_upgrade_answer){ 0 };
	if (!end && in.n < XG_UPGRADE_MAX)
		return 0;
	if (!end || (size_t)(end - in.p) > XG_UPGRADE_MAX)
		return xg_error_set(err, XG_ERR_LIMIT,
			"the answer to the upgrade has no end");
	head = (struct xg_str){ in.p, (size_t)(end - in.p) };
	if (status_line(xg_str_cut(&head, '\n'), &out->status) < 0)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"the answer to the upgrade is not HTTP/1.1");
	while (head.n) {
		struct xg_str name;

		line = xg_str_cut(&head, '\n');
		name = xg_str_cut(&line, ':');
		line = trim(line);
		if (name_is(name, "Sec-WebSocket-Accept"))
			accept = line;
		else if (name_is(name, "Upgrade"))
			upgrade = name_is(line, "websocket");
		else if (name_is(name, "Retry-After") &&
			 xg_str_i64(line, &secs) == 0 && secs > 0 &&
			 secs < 1000000)
			out->retry_us = secs * 1000000;
		else if (name_is(name, "Sec-WebSocket-Extensions"))
			return xg_error_set(err, XG_ERR_SYNTAX,
				"the server chose an extension not asked for");
	}
	if (out->status == 101 && (!upgrade || !accept_ok(accept, nonce)))
		return xg_error_set(err, XG_ERR_AUTH,
			"the server did not prove that it speaks WebSocket");
	return (int)(end - in.p) + 4;
}
