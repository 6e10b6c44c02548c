/* Inside the model: stories that are cut over pages, hits of the calendar. */
#ifndef KANBAO_MODEL_INT_H
#define KANBAO_MODEL_INT_H

#include "kanbao/model.h"

/* Place of an article in the issue on the table; narticles where it isn't there. */
size_t parts_at(const struct kb_model *m, kb_article_id id);
/* Article `at` is read with the one before it. */
bool parts_second(struct kb_model *m, struct kb_ctx *ctx, size_t at);
/* Keeps that the other halves have been read too. */
enum kb_err parts_finish(struct kb_model *m, struct kb_ctx *ctx);

/* Fills the hits of the calendar's year (calendar_hits.c). */
enum kb_err calendar_count_hits(struct kb_calendar *c, struct kb_ctx *ctx);

#endif
