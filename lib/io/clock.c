#include "io/clock.h"

#include <time.h>

static int64_t read_ns(clockid_t id)
{
	struct timespec ts = { 0 };

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

int64_t xg_clock_us(void)
{
	return read_ns(CLOCK_REALTIME) / 1000;
}

int64_t xg_clock_mono_us(void)
{
	return read_ns(CLOCK_MONOTONIC) / 1000;
}

int64_t xg_clock_mono_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}
