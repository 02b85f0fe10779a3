#include "desk/verdict.h"

#include <stdio.h>

#define DAY INT64_C(86400000000)
#define SOON (14 * DAY)

enum xg_verdict xg_key_verdict(
	const struct xg_rec *keyinfo, int64_t now, char *why, size_t size)
{
	const struct xg_keyinfo *k = &keyinfo->u.keyinfo;
	bool expires = XG_REC_HAS(keyinfo, keyinfo.expires) && k->expires > 0;
	int n = snprintf(
		why, size, "the key of %.*s ", XG_STR_ARG(keyinfo->venue));
	char *rest = why + (n > 0 && (size_t)n < size ? n : 0);

	size -= (size_t)(rest - why);
	if (k->withdraw) {
		snprintf(rest, size,
			"may withdraw: a thief could take all; "
			"make one that may only trade");
		return XG_KEY_REFUSED;
	}
	if (expires && k->expires <= now) {
		snprintf(rest, size, "has expired: make a new one");
		return XG_KEY_REFUSED;
	}
	if (XG_REC_HAS(keyinfo, keyinfo.trade) && !k->trade) {
		snprintf(rest, size,
			"may not trade: it serves for looking only");
		return XG_KEY_DOUBTFUL;
	}
	if (XG_REC_HAS(keyinfo, keyinfo.ip_bound) && !k->ip_bound) {
		snprintf(rest, size,
			"works from every address: bind it to "
			"the address of this host");
		return XG_KEY_DOUBTFUL;
	}
	if (expires && k->expires - now < SOON) {
		snprintf(rest, size, "expires in %lld days",
			(long long)((k->expires - now) / DAY));
		return XG_KEY_DOUBTFUL;
	}
	why[0] = '\0';
	return XG_KEY_GOOD;
}
