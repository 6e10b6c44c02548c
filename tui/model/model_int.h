/* Inside the model: stories that are cut over pages, hits of the calendar. */
#ifndef KANBAO_MODEL_INT_H
#define KANBAO_MODEL_INT_H

#include "kanbao/model.h"

/* The halves of a story, by their places in the issue. */
struct parts {
	size_t at[KB_PARTS_MAX];
	size_t n;
	size_t half; /* the one that was asked for */
};
/* The halves of article `at`; itself alone where there are no others, or they can't be found. */
void parts_of(struct kb_model *m, struct kb_ctx *ctx, size_t at, struct parts *out);
/* Loads them as one article in the arena. */
enum kb_err parts_load(struct kb_model *m, struct kb_ctx *ctx, struct kb_arena *a,
                       const struct parts *parts, struct kb_article *out);
/* Article `at` is read with the one before it. */
bool parts_second(struct kb_model *m, struct kb_ctx *ctx, size_t at);
/* Keeps that the other halves have been read too. */
enum kb_err parts_finish(struct kb_model *m, struct kb_ctx *ctx);

/* Fills the hits of the calendar's year (calendar_hits.c). */
enum kb_err calendar_count_hits(struct kb_calendar *c, struct kb_ctx *ctx);

#endif
