#include "route/route.h"

int xg_route_rank(const struct xg_route_opts *o, struct xg_str venue)
{
	for (size_t i = 0; i < o->prefer_n; i++) {
		if (xg_str_is(o->prefer[i], venue))
			return (int)i;
	}
	return (int)o->prefer_n;
}
