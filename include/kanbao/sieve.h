/*
 * A list held against what is typed, as the archive's search understands it:
 * terms against texts that were folded once, and the list of all issues so.
 */
#ifndef KANBAO_SIEVE_H
#define KANBAO_SIEVE_H

#include "kanbao/query.h"
#include "kanbao/store.h"

/* Adds what the terms may mean as pinyin, in the words of a text. */
void kb_terms_sound(struct kb_arena *a, struct kb_terms *terms, const struct kb_folded *text);
/* Whether a text has all that is asked for; a date is looked for as it is written. */
bool kb_terms_match(const struct kb_terms *terms, const struct kb_folded *text);

/* Appends what a list says of an issue to the text, each field ended. */
typedef void kb_sieve_say(void *user, const struct kb_issue_row *row, struct kb_folded *text);

/* All issues, newest first, and which of them are kept. Zeroed is valid and empty. */
struct kb_sieve {
	struct kb_arena arena; /* what the rows point to */
	struct kb_issue_row *rows;
	size_t n;
	struct kb_folded text; /* of one row behind the other */
	size_t *ends;          /* of each row in it */
	size_t *kept;          /* rows, ascending */
	size_t nkept;
};
void kb_sieve_release(struct kb_sieve *s);
/* Reads all issues of the archive; all are kept. */
enum kb_err kb_sieve_load(struct kb_sieve *s, struct kb_store *store, struct kb_ctx *ctx,
                          kb_sieve_say *say, void *user);
/*
 * Keeps those that have what is typed; all where nothing is. Pinyin means words
 * of the archive, here and below.
 */
void kb_sieve_keep(struct kb_sieve *s, struct kb_store *store, struct kb_ctx *ctx, kb_str typed);
/* The first of kept[] that is this issue or an older one; the last one where there is none. */
size_t kb_sieve_place(const struct kb_sieve *s, kb_issue_id id);
/*
 * The next issue kept that is older (way > 0) or newer than one (0: than all,
 * or none) and has any of what is typed in it; 0 where there is none.
 */
kb_issue_id kb_sieve_next(const struct kb_sieve *s, struct kb_store *store, struct kb_ctx *ctx,
                          kb_str typed, kb_issue_id from, int way);

#endif
