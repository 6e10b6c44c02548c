/* The program run once on a terminal, and what it wrote there taken apart. */
#ifndef KANBAO_TEST_OUTLET_H
#define KANBAO_TEST_OUTLET_H

#include "kanbao/sandbox.h"
#include "wire.h"

/* A sanitiser takes its time: each fourth text has to do, and the last, which is all of them. */
#define OUTLET_STEP (KB_SANITISED ? (size_t)4 : (size_t)1)

/* The program under test. */
const char *outlet_program(void);
/* Runs argv, which ends by itself and says something; `env` may be NULL. */
void outlet_run(const char *const *argv, const char *const *env, struct wire_kinds *kinds);
/* Fails where there is more on the wire than lines of text. */
void outlet_lines(const struct wire_kinds *kinds, const char *outlet, const char *with);
/* Fails where there is a kind that plain text has not. */
void outlet_no_more(const struct wire_kinds *hostile, const struct wire_kinds *plain,
                    const char *what);

#endif
