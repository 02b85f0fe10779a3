/* Lists that grow: an array, how many it has, how many there is room for. */
#ifndef XG_BASE_ROOM_H
#define XG_BASE_ROOM_H

#include <stddef.h>

#include "base/attr.h"

#define XG_ROOM_ANY ((size_t)-1)

/* list: the address of the array's pointer. 0, XG_ERR_LIMIT or XG_ERR_MEMORY,
 * then the array is as it was. */
int xg_room_grow(void *list, size_t n, size_t *cap, size_t size, size_t most);

/* Room for an item behind the n first of list, an array that is owned: it is
 * doubled when full, at first 16. most: so many at most, XG_ROOM_ANY = as memory
 * has. 0, XG_ERR_LIMIT or XG_ERR_MEMORY. */
#define XG_ROOM(list, n, cap, most) \
	(XG_LIKELY((n) < (cap)) ? 0 \
				: xg_room_grow(&(list), n, &(cap), \
					  sizeof *(list), most))

#endif
