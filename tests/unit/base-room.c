/* Lists that grow. */
#include "base/room.h"

#include <stdlib.h>

#include "base/err.h"
#include "tap.h"

int main(void)
{
	int *list = NULL, *was;
	size_t n = 0, cap = 0;
	bool all = true;

	for (; n < 64; n++) {
		all &= XG_ROOM(list, n, cap, 64) == 0;
		list[n] = (int)n;
	}
	ok(all, "64 of 64 have room");
	is_int((long long)cap, 64, "and no more is taken");
	for (size_t i = 0; i < n; i++)
		all &= list[i] == (int)i;
	ok(all, "what was there stays when the list moves");
	was = list;
	is_int(XG_ROOM(list, n, cap, 64), XG_ERR_LIMIT, "the 65th has none");
	ok(list == was && cap == 64, "and the list is as it was");
	is_int(XG_ROOM(list, 1000, cap, XG_ROOM_ANY), 0,
		"room far behind the end");
	is_int((long long)cap, 1024, "doubles until it suffices");
	is_int(XG_ROOM(list, XG_ROOM_ANY / 2, cap, XG_ROOM_ANY), XG_ERR_LIMIT,
		"what no memory can hold is refused, not wrapped");
	is_int((long long)cap, 1024, "and takes nothing");
	free(list);
	list = NULL;
	cap = 0;
	is_int(XG_ROOM(list, 0, cap, 15), XG_ERR_LIMIT,
		"a limit under the first 16 is a limit");
	ok(!list, "of an empty list too");
	return done();
}
