/* The clock that only goes forward: for spans of time, not for dates. */
#ifndef KANBAO_CLOCK_H
#define KANBAO_CLOCK_H

#include <stdint.h>

/* Since some moment in the past that stays the same while the machine runs. */
int64_t kb_clock_ns(void);
int64_t kb_clock_ms(void);

#endif
