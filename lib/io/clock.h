/* The only place of xg that reads the clocks of the system. */
#ifndef XG_IO_CLOCK_H
#define XG_IO_CLOCK_H

#include <stdint.h>

int64_t xg_clock_us(void);	/* wall, microseconds since the Unix epoch */
int64_t xg_clock_mono_us(void); /* monotonic, microseconds */
int64_t xg_clock_mono_ns(void); /* monotonic, nanoseconds */

#endif
