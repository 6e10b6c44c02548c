/*
 * The archive seen as a whole: its papers, the pages of an issue, the issues
 * of a day, numbers in their order, and walks over everything for counting.
 */
#ifndef KANBAO_SURVEY_H
#define KANBAO_SURVEY_H

#include "kanbao/store.h"

/* A paper of the archive. */
struct kb_paper_row {
	kb_issue_id newest; /* its newest issue */
	kb_str name;        /* absent where unknown */
	kb_day first;       /* days of its dated issues; KB_DAY_NONE where it has none */
	kb_day last;
	int64_t issues;
	int64_t articles;
};
/* Those that have issues, in the order in which they came. */
enum kb_err kb_store_papers(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                            struct kb_paper_row **rows, size_t *n);

/* A page of an issue. */
struct kb_page_row {
	kb_str page;
	kb_str name;   /* 版名, absent where it has none */
	kb_str source; /* name of the file that it came from */
};
enum kb_err kb_store_pages(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                           kb_issue_id issue, struct kb_page_row **rows, size_t *n);

/* The issues of a day in the order of reading, of the paper of paper_of (0 = any). */
enum kb_err kb_store_day(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                         kb_issue_id paper_of, kb_day day, struct kb_issue_row **rows, size_t *n);

/* A headline, or the kicker of an article without one; absent where it has neither. */
struct kb_headline {
	kb_article_id id;
	kb_str text;
};
/* Those of the first page of an issue, in the order of reading. */
enum kb_err kb_store_front(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                           kb_issue_id issue, struct kb_headline **rows, size_t *n);

/* The number (期号) of a dated issue; 0 where it has none. */
struct kb_number {
	kb_issue_id id;
	kb_day day;
	long number;
};
/* Those of the paper of paper_of, oldest first. */
enum kb_err kb_store_numbers(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                             kb_issue_id paper_of, struct kb_number **numbers, size_t *n);

/* Called for everything of the paper of paper_of (0 = any); texts are borrowed for the call. */
typedef void kb_article_fn(void *user, kb_article_id id, kb_str label, size_t chars);
enum kb_err kb_store_each_article(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of,
                                  kb_article_fn *seen, void *user);
/* The credits of articles, not those of their pictures; an article's stand together. */
typedef void kb_credit_fn(void *user, kb_article_id id, kb_str role, kb_str name);
enum kb_err kb_store_each_credit(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of,
                                 kb_credit_fn *seen, void *user);

#endif
