#include <netinet/in.h>
#include <sys/socket.h>

#include "base/str.h"
#include "net/net.h"

bool xg_net_addr_is_loopback(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)a;

		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	}
	if (a->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(
			&((const struct sockaddr_in6 *)(const void *)a)
				 ->sin6_addr);
	return false;
}

bool xg_net_is_loopback(const char *url)
{
	const char *p = strstr(url, "://");
	struct xg_str host;

	host = xg_str_from(p ? p + 3 : url);
	host.n = strcspn(host.p, "/?#");
	if (host.n && host.p[0] == '[')
		return xg_str_has_prefix(host, XG_STR("[::1]"));
	if (xg_str_find(host, '@') < host.n)
		return false;
	host.n = xg_str_find(host, ':');
	if (xg_str_is(host, XG_STR("localhost")))
		return true;
	if (!xg_str_has_prefix(host, XG_STR("127.")))
		return false;
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] != '.' && (host.p[i] < '0' || host.p[i] > '9'))
			return false;
	return true;
}
