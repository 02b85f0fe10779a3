/* Looking up a response header. */
#include <strings.h>

#include "venue/venue.h"

struct xg_str xg_header(struct xg_str headers, const char *name)
{
	size_t n = strlen(name);

	while (headers.n) {
		struct xg_str line = xg_str_cut(&headers, '\n');

		if (line.n <= n || line.p[n] != ':' ||
			strncasecmp(line.p, name, n) != 0)
			continue;
		line.p += n + 1;
		line.n -= n + 1;
		while (line.n && (line.p[0] == ' ' || line.p[0] == '\t')) {
			line.p++;
			line.n--;
		}
		while (line.n && (line.p[line.n - 1] == ' ' ||
					 line.p[line.n - 1] == '\t' ||
					 line.p[line.n - 1] == '\r'))
			line.n--;
		return line;
	}
	return (struct xg_str){ 0 };
}
