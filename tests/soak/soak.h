/* How much of a long form is done, for the programs of this folder. */
#ifndef KANBAO_TEST_SOAK_H
#define KANBAO_TEST_SOAK_H

#include <stddef.h>
#include <stdlib.h>

/* So many of n as $SOAK says, 1 at least; without it those of make check. */
static inline size_t
soak_scaled(size_t n)
{
	const char *by = getenv("SOAK");
	double some = (double)n * (by ? strtod(by, NULL) : 0.01);
	return some < 1 ? 1 : (size_t)(some + 0.5);
}

#endif
