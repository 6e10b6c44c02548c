/*
 * Gaps in the numbers (期号) of a paper. A daily's numbers grow by one an
 * issue; editions of a day may share one.
 */
#ifndef KANBAO_GAPS_H
#define KANBAO_GAPS_H

#include "kanbao/survey.h"

enum kb_gap_kind {
	KB_GAP_MISSING, /* first … last stand nowhere */
	KB_GAP_DOUBLED, /* first was given to the issues of two days */
	KB_GAP_ODD,     /* first is out of line, the numbers before and after it are not */
	KB_GAP_BACK,    /* the numbers begin anew, or go back, at first */
};
struct kb_gap {
	enum kb_gap_kind kind;
	long first;
	long last;
	struct kb_number before; /* the issue that it was found after */
	struct kb_number after;  /* and the one that showed it */
};
/* Name of a kind for scripts. */
const char *kb_gap_name(enum kb_gap_kind kind);

/* The gaps in numbers that stand in the order of their days; those without one are left out. */
size_t kb_gaps_find(struct kb_arena *a, const struct kb_number *numbers, size_t n,
                    struct kb_gap **gaps);
/* The numbers that are missing between two issues of one paper; false where none is. */
bool kb_gap_between(const struct kb_issue_row *older, const struct kb_issue_row *newer, long *first,
                    long *last);

#endif
