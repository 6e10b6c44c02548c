/* The same day in every year: what came on it. */
#ifndef KANBAO_TODAY_H
#define KANBAO_TODAY_H

#include "kanbao/survey.h"

/* The same day in another year; of 29 February it is the 28th where there is none. */
kb_day kb_same_day(kb_day day, int year);

/* An issue of that day in some year. */
struct kb_same {
	struct kb_issue_row issue;
	struct kb_headline *articles; /* those of its first page, where asked for */
	size_t narticles;
};
/*
 * The issues of the same day in all years that the archive has, newest first,
 * of the paper of paper_of (0 = any).
 */
enum kb_err kb_same_days(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                         kb_issue_id paper_of, kb_day day, bool articles, struct kb_same **out,
                         size_t *n);

#endif
