#include "base/room.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

int xg_room_grow(void *list, size_t n, size_t *cap, size_t size, size_t most)
{
	size_t want = *cap ? *cap : 16;
	void *p, *more;

	while (want <= n || want == *cap) {
		if (want > SIZE_MAX / 2 / size)
			return XG_ERR_LIMIT;
		want *= 2;
	}
	if (want > most)
		return XG_ERR_LIMIT;
	memcpy(&p, list, sizeof p); /* whatever it points to */
	more = realloc(p, want * size);
	if (!more)
		return XG_ERR_MEMORY;
	memcpy(list, &more, sizeof more);
	*cap = want;
	return 0;
}
