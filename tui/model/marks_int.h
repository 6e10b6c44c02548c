/* Inside the marks: of the articles of one issue. */
#ifndef KANBAO_MARKS_INT_H
#define KANBAO_MARKS_INT_H

#include "kanbao/marks.h"

/*
 * What is kept of n articles of an issue, into marks[0 … n-1], which must be
 * zeroed: two queries, and two for each reference that leads on to one of them.
 */
enum kb_err kb_marks_of_issue(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
                              struct kb_arena *a, kb_issue_id issue, const kb_str *refs, size_t n,
                              struct kb_marking *marks);
/* The references of the rows of an issue. */
enum kb_err kb_marks_refs(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                          kb_issue_id issue, const struct kb_article_row *rows, size_t n,
                          kb_str **refs);

#endif
