/*
 * Whether an article is what the terms mean: brute force over its folded
 * texts. Private to the search.
 */
#ifndef KANBAO_STORE_MATCH_H
#define KANBAO_STORE_MATCH_H

#include "index.h"
#include "kanbao/query.h"

/* Zeroed but for the first three and `decided` is ready; released after the search. */
struct kb_matcher {
	struct kb_store *store;
	struct kb_ctx *ctx;
	const struct kb_terms *terms;
	kb_str paper;     /* a limit beside the terms, or absent */
	uint32_t decided; /* bits of the terms that hold of every candidate */
	/* of the candidate being looked at */
	uint32_t pieces[KB_TERMS_MAX]; /* bits of the pieces found */
	uint32_t alts;                 /* bits of the terms with an alternative found */
	uint32_t pages;                /* bits of the page terms that hold */
	struct kb_arena arena;
	/* the text being looked in, folded as soon as that is needed */
	kb_str text;
	bool lines; /* each a field of its own */
	bool is_folded;
	struct kb_folded folded;
	/* of pieces and alternatives of each term, made as soon as one is looked for */
	struct kb_needle *needles[KB_TERMS_MAX];
	struct kb_arena made;
	/* of each paper: bits of the terms that hold, and whether that is known */
	uint32_t papers[KB_ID_PAPER_MAX + 1];
	bool paper_known[KB_ID_PAPER_MAX + 1];
	bool paper_wanted[KB_ID_PAPER_MAX + 1];
};
void kb_matcher_release(struct kb_matcher *m);
/* *yes: the article is meant. One that has gone meanwhile is not. */
enum kb_err kb_matcher_look(struct kb_matcher *m, kb_article_id id, bool *yes);

#endif
