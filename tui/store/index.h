/*
 * The index: which articles have all of some grams. What lies behind it may be
 * replaced; private to the store. It follows from the rows of the articles and
 * changes in the same transaction; while it is being built it covers only the
 * ids from a floor upwards.
 */
#ifndef KANBAO_STORE_INDEX_H
#define KANBAO_STORE_INDEX_H

#include <stdatomic.h>

#include "kanbao/gram.h"
#include "kanbao/pinyin.h"
#include "store_int.h"

/*
 * The archive's own list of frequent pairs, as it was when the state of the
 * index was read last, and which of it the tokenizer shall go by.
 */
struct kb_index_lists {
	int64_t version;           /* of the state; −1: none was read */
	struct kb_gram_list used;  /* of every article */
	struct kb_gram_list next;  /* comes to it; of articles from grown_from on */
	struct kb_gram_list grown; /* both, where something comes to it */
	kb_article_id grown_from;
	const struct kb_gram_list *tokens; /* for the tokenizer; NULL: none but the shipped list */
	bool only_behind;                  /* only what is there because of these */
	size_t puts;                       /* articles put since the archive was opened */
};
void kb_index_lists_free(struct kb_index_lists *lists);
/* The list that the grams of an article are made by. */
const struct kb_gram_list *kb_index_list(const struct kb_store *store, kb_article_id id);
/* After the state was read: the lists, where they are others. */
enum kb_err kb_index_load_lists(struct kb_store *store, struct kb_ctx *ctx, int64_t version,
                                kb_article_id grown_from);

/* Teaches a connection the tokenizer, which goes by struct kb_index_lists or NULL. */
int kb_index_extend(sqlite3 *db, void *lists);

/*
 * At the start of every change, before the first row: empties an index that
 * was made under another name. Sets store->floor.
 */
enum kb_err kb_index_begin(struct kb_store *store, struct kb_ctx *ctx);
/*
 * An article that was stored under the id, or is going to go or to change:
 * every put needs a remove before the rows of the article may change. Nothing
 * below the floor. Both are notes, which kb_index_write() carries out.
 */
void kb_index_put(struct kb_store *store, kb_article_id id, const struct kb_article *article);
enum kb_err kb_index_remove(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id);
/* As put, from its rows. */
enum kb_err kb_index_put_stored(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id);
/* Before the commit: writes what was noted. */
enum kb_err kb_index_write(struct kb_store *store, struct kb_ctx *ctx);
/* How much text waits to be written, in bytes. */
size_t kb_index_waiting(const struct kb_store *store);
/* Forgets what was noted since a mark, 0 all of it. */
size_t kb_index_mark(const struct kb_store *store);
void kb_index_undo(struct kb_store *store, size_t mark);
void kb_index_log_free(struct kb_index_log *log);
/*
 * The lowest id that is in the index: 0 where all are, INT64_MAX where none
 * is, also for an archive that was written before there was an index. The
 * lists are read with it.
 */
enum kb_err kb_index_floor(struct kb_store *store, struct kb_ctx *ctx, int64_t *floor);

/* From which id on the index is right from now on. */
enum kb_err kb_index_set_floor(struct kb_store *store, struct kb_ctx *ctx, int64_t floor);

/* The texts of an article that are looked in, field by field, for text and titles. */
void kb_index_fields(const struct kb_article *article,
                     void (*text)(void *user, kb_str field, bool title), void *user);

/* Ids that an expression finds, in order. */
struct kb_index_scan {
	bool titles;       /* only in titles */
	bool oldest;       /* ascending ids instead of descending */
	kb_str match;      /* grams in quotation marks, AND, OR, brackets; absent: every article */
	kb_article_id low; /* both included */
	kb_article_id high;
};
struct kb_query kb_index_find(struct kb_store *store, struct kb_ctx *ctx,
                              const struct kb_index_scan *scan);
/* Appends "gram". */
void kb_index_gram(struct kb_buf *match, struct kb_piece gram);

/*
 * The words of the archive: in how many articles each character and each pair
 * stands, exactly and all of them, out of a table of their own. For as long as
 * the store is begun; each() of pairs must not ask for words itself.
 */
struct kb_index_words {
	struct kb_store *store;
	struct kb_ctx *ctx;
	enum kb_err err;         /* of what failed, for counts that came out as 0 */
	const atomic_bool *stop; /* ends what is made of them, or NULL */
};
struct kb_vocab kb_index_vocab(struct kb_index_words *words);

#endif
