/* Inside the search behind the prompt: the thread's side of it. */
#ifndef KANBAO_MODEL_SEEK_INT_H
#define KANBAO_MODEL_SEEK_INT_H

#include <stdatomic.h>

#include "kanbao/search.h"
#include "kanbao/seek.h"
#include "kanbao/tally.h"

/* What was asked, with its texts. */
struct kb_wish {
	struct kb_arena arena;
	struct kb_ask ask;
	uint64_t generation;
	int64_t asked_ns;
};

/* --- what was found, counted (seek_count.c) ------------------------------------------------- */

#define KB_MONTHS ((size_t)12 * (KB_YEAR_MAX - KB_YEAR_MIN + 1))
#define KB_PAGES 4096
struct kb_counts {
	uint32_t months[KB_MONTHS]; /* from January of KB_YEAR_MIN on */
	uint32_t pages[KB_PAGES];   /* by kb_article_position() */
	uint32_t papers[KB_PAPERS_MAX];
	kb_str paper_names[KB_PAPERS_MAX]; /* of those counted */
	size_t undated;
	struct kb_tally by;
	struct kb_tally labels;
	struct kb_arena arena;
	kb_day day; /* counted last, and its month */
	size_t month;
	kb_article_id at; /* whose names are being counted */
};
/* Nothing counted, and no memory held. */
void kb_counts_clear(struct kb_counts *c);
/* Counts what the id says. */
enum kb_err kb_counts_add(struct kb_counts *c, struct kb_store *store, struct kb_ctx *ctx,
                          kb_article_id id);
/* Counts reporters and label. */
enum kb_err kb_counts_names(struct kb_counts *c, struct kb_store *store, struct kb_ctx *ctx,
                            kb_article_id id);
/* Chart and facets as they stand, into an answer. */
void kb_counts_show(const struct kb_counts *c, struct kb_answer *out);

/* --- best first (seek_best.c) ------------------------------------------------------------------ */

/* The ranking that was made last, for its further pages. */
struct kb_best {
	struct kb_best_hit {
		kb_article_id id;
		struct kb_rank rank;
	} * v;
	size_t n;
	size_t cap;
	struct kb_buf key; /* what it answers */
};
/* The thread's own: what lasts from one query to the next. */
struct kb_seeker {
	struct kb_store *store;
	struct kb_ctx ctx;
	const char *archive;
	const atomic_bool *stop;
	const atomic_size_t *want; /* hits of the first page, where that is more */
	struct kb_counts counts;
	struct kb_best best;
	/* gives an answer away; false where nobody wants it any more */
	bool (*post)(void *user, struct kb_answer *answer);
	int64_t (*now_ns)(void *user); /* the clock that asked_ns is of */
	void *user;
};
void kb_seeker_release(struct kb_seeker *s);
/* Runs one query to its end, posting what becomes known. */
void kb_seeker_run(struct kb_seeker *s, const struct kb_wish *wish);

/* One query being run. */
struct kb_run {
	struct kb_seeker *s;
	const struct kb_wish *wish;
	struct kb_arena arena; /* what is known lives here */
	struct kb_terms terms;
	struct kb_answer known;
	size_t hits_cap;
	size_t limit;
	/* articles found, in the order of the search */
	kb_article_id *ids;
	size_t nids;
	size_t ids_cap;
	size_t shown_ids;      /* of them made hits */
	struct kb_found found; /* how far the search is */
	size_t completions_cap;
	struct kb_ranker ranker; /* of KB_SEEK_BEST */
	int64_t shown_ns;        /* when an answer was given last */
	enum kb_err err;         /* met while hits were read */
};
/* Whether it took too long, or nobody wants it; what is known is shown now and then. */
bool kb_run_over(void *run);
/* Gives away a picture of what is known; false where nobody wants it. */
bool kb_run_show(struct kb_run *r);
/* Adds a hit to the page; false where it failed. */
bool kb_run_add(struct kb_run *r, kb_article_id id);
/* Finds what Tab offers (seek_complete.c): what is known at once, or what takes a moment. */
void kb_run_complete(struct kb_run *r, bool slow);

void kb_best_release(struct kb_best *b);
/* What was ranked so far answers nothing: it was broken off. */
void kb_best_forget(struct kb_best *b);
/* Whether the ranking answers what is asked; if not it is emptied for that. */
bool kb_best_ready(struct kb_best *b, const struct kb_ask *ask);
/* Takes an article into the ranking. */
enum kb_err kb_best_add(struct kb_run *r, kb_article_id id);
/* Sorts, and makes the page behind `from` of it. */
enum kb_err kb_best_page(struct kb_run *r);

#endif
