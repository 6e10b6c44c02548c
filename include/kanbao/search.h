/*
 * Search: which articles a query means, newest first, page by page. Exact:
 * what the index proposes is compared with the text where the index alone
 * does not decide. Articles that are not in the index yet are all compared.
 */
#ifndef KANBAO_SEARCH_H
#define KANBAO_SEARCH_H

#include <stdatomic.h>

#include "kanbao/query.h"
#include "kanbao/store.h"

struct kb_search {
	const struct kb_terms *terms;
	/* limits beside those of the terms */
	kb_issue_id issue; /* in this issue only, 0: all */
	kb_day first;      /* KB_DAY_NONE where open */
	kb_day last;
	kb_str paper; /* papers with this in their name; absent: all */
	bool oldest;  /* oldest first */
	/* where to go on: what `reached` said, 0 from the start */
	kb_article_id from;
	size_t limit;            /* 0: all */
	int budget_ms;           /* 0: as long as it takes */
	const atomic_bool *stop; /* set by another thread to end it; or NULL */
	bool many; /* hundreds are wanted: what makes them quick may take a moment first */
	/*
	 * For those who cannot wait for the end: told each article as it is found,
	 * which does not go into the ids; false ends it behind this one. May be NULL.
	 */
	bool (*hit)(void *user, kb_article_id id);
	/* Asked every moment; true ends it. Must not use the store. May be NULL. */
	bool (*over)(void *user);
	void *user;
};

struct kb_found {
	kb_article_id *ids;    /* in the arena */
	size_t n;              /* of those given to hit() as well */
	kb_article_id reached; /* everything up to here has been looked at */
	bool end;              /* there are no more */
};

/*
 * Finds up to `limit` articles. Without an end and with less than limit the
 * time was over or it was stopped. Nothing is found by a query that asks for
 * nothing (kb_terms_empty()).
 */
enum kb_err kb_search_run(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                          const struct kb_search *search, struct kb_found *out);
/*
 * How many articles it would find with neither limit nor end, where that is
 * known without looking: for a word of one or two characters in all of a whole
 * index. Else *known is false.
 */
enum kb_err kb_search_known(struct kb_store *store, struct kb_ctx *ctx,
                            const struct kb_search *search, bool *known, size_t *count);
/* Adds to the terms what they may mean as pinyin, in the words of the archive. */
enum kb_err kb_search_sounds(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                             struct kb_terms *terms);
/* The same, ended early where *stop is set. */
enum kb_err kb_search_sounds_until(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                                   struct kb_terms *terms, const atomic_bool *stop);

/*
 * The words of the archive that letters may stand for as first letters of
 * syllables (kcq), at most `most`, the most frequent first, in the arena; ended
 * early where *stop (or NULL) is set.
 */
enum kb_err kb_search_initials(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                               kb_str text, const atomic_bool *stop, struct kb_piece *words,
                               size_t most, size_t *count);

/* How well an article answers the terms; more is better, the first number that differs decides. */
struct kb_rank {
	size_t headline; /* terms that stand in the headline */
	size_t titles;   /* that stand in kicker or deck */
	size_t places;   /* in lead, body and captions where a term stands */
};
/* A zeroed one but for the first three is ready; released after the last article. */
struct kb_ranker {
	struct kb_store *store;
	struct kb_ctx *ctx;
	const struct kb_terms *terms;
	struct kb_arena arena;
	struct kb_folded folded;
};
void kb_ranker_release(struct kb_ranker *r);
/* KB_E_NOTHING where the article has gone. */
enum kb_err kb_ranker_look(struct kb_ranker *r, kb_article_id id, struct kb_rank *out);

/* --- counting what was found ----------------------------------------------------- */

/* What an id says of its article: day (KB_DAY_NONE: undated), place of its page, paper. */
kb_day kb_article_day(kb_article_id id);
int kb_article_position(kb_article_id id);
#define KB_PAPERS_MAX 1024
int kb_article_paper(kb_article_id id); /* below KB_PAPERS_MAX, of this archive */
/*
 * Everything read between the two is read of one moment, and locks are taken
 * once. For a moment only: where somebody writes, his log grows meanwhile.
 */
enum kb_err kb_store_hold(struct kb_store *store, struct kb_ctx *ctx);
void kb_store_let_go(struct kb_store *store);
/*
 * Goes on to the newest generation of a published archive, and only here, so
 * that a screen is never made of two. *renewed says whether there is another;
 * ids stay those of the same articles where these are still there, as after
 * an import. The old one is read on where this fails.
 */
enum kb_err kb_store_renew(struct kb_store *store, struct kb_ctx *ctx, bool *renewed);
/* The name of a paper by kb_article_paper(), in the arena; absent where nobody knows. */
enum kb_err kb_store_paper(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                           int paper, kb_str *name);
/* Who wrote an article and where it belongs: each name and the label, borrowed for the call. */
enum kb_err kb_store_names(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                           void (*name)(void *user, kb_str name, bool label), void *user);

/* --- the index ---------------------------------------------------------------------- */

/*
 * Builds what is missing of the index, newest articles first, in transactions
 * of a moment each, so that it can be broken off anywhere and gone on with.
 * progress (or NULL) is told how many articles were indexed so far in this
 * call, and ends it by false: KB_E_INTERRUPTED.
 */
enum kb_err kb_store_index(struct kb_store *store, struct kb_ctx *ctx,
                           bool (*progress)(void *user, int64_t done), void *user);
/* Whether anything is missing. */
enum kb_err kb_store_indexed(struct kb_store *store, struct kb_ctx *ctx, bool *whole);
/*
 * Where pairs are frequent in this archive that are not so elsewhere, the index
 * comes to know threes behind them, in transactions of a moment; they are used
 * once all articles have theirs. Nothing with fewer articles than `least`, or
 * while the index is not whole. progress as above; done again it goes on.
 */
enum kb_err kb_store_index_grow(struct kb_store *store, struct kb_ctx *ctx, int64_t least,
                                bool (*progress)(void *user, int64_t done), void *user);
/* From so many on it is worth while. */
#define KB_GROW_LEAST 5000
/* Whether many articles were put since the archive was opened: time to grow. */
bool kb_store_index_due(const struct kb_store *store);
/* Makes the index anew from nothing with the next kb_store_index(). */
enum kb_err kb_store_index_drop(struct kb_store *store, struct kb_ctx *ctx);

#endif
