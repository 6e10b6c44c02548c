/* The clock that only goes forward. */
#include "kanbao/clock.h"

#include <time.h>

int64_t
kb_clock_ns(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t
kb_clock_ms(void)
{
	return kb_clock_ns() / 1000000;
}
