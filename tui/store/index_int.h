/*
 * Inside the index: the numbers that articles have in it, the changes that
 * wait for the end of the transaction, and the table of pairs.
 *
 * FTS5 stores the distances between the row numbers of a gram, so that they
 * must be small, and takes rows fast only in ascending order. So an article
 * has a number (`doc`) in place of its id, in the same order but dense, and
 * changes are collected, sorted, and written at the end.
 */
#ifndef KANBAO_STORE_INDEX_INT_H
#define KANBAO_STORE_INDEX_INT_H

#include "index.h"

/* What FTS5 is given of an article. Absent: nothing. */
struct kb_index_texts {
	kb_str all;
	kb_str titles;
};

/* --- changes (index_log.c) ---------------------------------------------------------- */

/* What becomes of an article. Both absent: it only gets another number. */
struct kb_index_change {
	kb_article_id id;
	struct kb_index_texts before;
	struct kb_index_texts after;
	int64_t old; /* its number until now, 0: none */
	int64_t doc; /* its number from now on, 0: none */
	bool alone;  /* its page came alone: others may follow */
};
/* Notes that an article comes (put) or goes. */
void kb_index_note(struct kb_store *store, kb_article_id id, const struct kb_article *article,
                   bool put);
/* The texts of an article as they are indexed, in the arena. */
struct kb_index_texts kb_index_texts_of(struct kb_arena *a, const struct kb_article *article);
struct kb_index_changes {
	struct kb_index_change *v;
	size_t n;
	size_t cap;
};

/* --- numbers (index_docs.c) ----------------------------------------------------------- */

/* An article of the index; doc 0: none. */
struct kb_doc {
	int64_t doc;
	kb_article_id id;
};
/* The first article with this id or above. */
enum kb_err kb_doc_from(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                        struct kb_doc *out);
/* The last one below a number. */
enum kb_err kb_doc_below(struct kb_store *store, struct kb_ctx *ctx, int64_t doc,
                         struct kb_doc *out);
/*
 * Gives numbers to the changes, sorted by id, and adds to `moved` what had to
 * make room, sorted by id too. Afterwards `docs` is as it will be.
 */
enum kb_err kb_docs_change(struct kb_store *store, struct kb_ctx *ctx, struct kb_index_changes *v,
                           struct kb_index_changes *moved);

/* --- pairs (index_pairs.c) --------------------------------------------------------------- */

/* How the numbers of articles change: a hash table, zeroed is empty. */
struct kb_pair_delta {
	uint64_t key; /* first << 32 | second; second 0: the character by itself */
	int32_t delta;
	uint32_t stamp; /* of the text that it was last met in */
};
struct kb_pair_deltas {
	struct kb_pair_delta *v;
	size_t n;
	size_t cap;
	uint32_t stamp;
	struct kb_folded folded;
};
/* Counts a text that comes (by 1) or goes (by −1). */
void kb_pairs_count(struct kb_pair_deltas *d, kb_str text, int by);
/* Counts the threes behind frequent pairs: their keys have first << 16 | second for first. */
void kb_pairs_count_threes(struct kb_pair_deltas *d, const struct kb_gram_list *own, kb_str text);
/* Writes what was counted to the table and empties it. */
enum kb_err kb_pairs_write(struct kb_store *store, struct kb_ctx *ctx, struct kb_pair_deltas *d);
/* Calls each() for the seconds of a row, 0 (the character by itself) among them. */
void kb_pairs_each(kb_str row, void (*each)(void *arg, uint32_t second, uint64_t count), void *arg);
/* Takes a row of the table off what was counted. */
void kb_pairs_subtract(struct kb_pair_deltas *d, uint32_t first, kb_str row);
/* Whether all that was counted comes to nothing. */
bool kb_pairs_even(const struct kb_pair_deltas *d);
void kb_pairs_release(struct kb_pair_deltas *d);

#endif
