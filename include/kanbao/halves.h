/* Stories that are cut over pages: their halves, and all of them as one text. */
#ifndef KANBAO_HALVES_H
#define KANBAO_HALVES_H

#include "kanbao/store.h"

/* No story has more halves than this. */
#define KB_PARTS_MAX 8

/* The halves in order; an article that isn't cut is the only one. */
struct kb_halves {
	kb_article_id ids[KB_PARTS_MAX];
	size_t n;
	size_t half; /* the one that was asked for */
};
/* The story of an article; it alone where the others can't be found. */
void kb_halves_of(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                  struct kb_halves *out);
/* Loads the halves as one article with seams (paper.h), in the arena. */
enum kb_err kb_halves_load(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                           const struct kb_halves *story, struct kb_article *out);

#endif
