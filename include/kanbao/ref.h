/*
 * References by the many: those of an issue's rows, what they lead to, and
 * what leads on to them.
 */
#ifndef KANBAO_REF_H
#define KANBAO_REF_H

#include "kanbao/store.h"

/* Appends the reference of a row, given that of its issue. */
void kb_article_row_ref(kb_str issue_ref, const struct kb_article_row *row, struct kb_buf *out);

/*
 * Finds the articles of many references (kb_store_resolve()) in one go: out[i]
 * is 0 where there is no such article (any more).
 */
enum kb_err kb_store_resolve_all(struct kb_store *store, struct kb_ctx *ctx, const kb_str *refs,
                                 size_t n, kb_article_id *out);
/* A reference that leads on to another. */
struct kb_led {
	kb_str old;
	kb_str new;
};
/*
 * The references that lead on to this one, or (whole) to the articles of the
 * issue whose reference it is, or of all days whose references begin so:
 * PAPER/YEAR-.
 */
enum kb_err kb_store_led(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_str ref,
                         bool whole, struct kb_led **out, size_t *n);

#endif
