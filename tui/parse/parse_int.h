/*
 * Parts of the parser that see each other: the page as blocks, and the
 * passes over it in the order in which kb_parse() runs them.
 */
#ifndef KANBAO_PARSE_INT_H
#define KANBAO_PARSE_INT_H

#include "kanbao/paper.h"

/* --- field.c ---------------------------------------------------------------- */

/* A copy trimmed, every run of blanks inside one space. Absent stays absent. */
kb_str kb_field_dup(struct kb_arena *a, kb_str s);

#endif
