/*
 * What was found, shown in its sentence: where the terms of a query stand in a
 * text, and a line of the article with the first of them.
 */
#ifndef KANBAO_SNIPPET_H
#define KANBAO_SNIPPET_H

#include "kanbao/paper.h"
#include "kanbao/query.h"
#include "kanbao/text.h"

/* A place in a text, in bytes; whole characters with their marks. */
struct kb_mark {
	size_t from;
	size_t to;
};
struct kb_marks {
	struct kb_mark *v; /* in order, apart from one another */
	size_t n;
	size_t cap;
};
/*
 * Where the terms stand in a text of that field; terms about any text count
 * in every field.
 */
void kb_marks_of(struct kb_arena *a, kb_str text, enum kb_field field, const struct kb_terms *terms,
                 struct kb_marks *out);
/* How many places there are in all of an article. */
size_t kb_article_hits(struct kb_arena *a, const struct kb_article *article,
                       const struct kb_terms *terms);

/* The headline, or what stands for it where none was printed: kicker, caption, text, label. */
kb_str kb_article_title(const struct kb_article *article);

struct kb_snippet {
	kb_str text; /* one line, in the arena */
	struct kb_marks marks;
};
/*
 * The first sentence of body, captions or lead with a place in it, without one
 * the first sentence there is. Where that is wider than `cols` cells (0: any
 * width will do) it is cut at clusters, with … where something is missing and
 * the first place inside.
 */
void kb_snippet_of(struct kb_arena *a, const struct kb_article *article,
                   const struct kb_terms *terms, int cols, enum kb_ambiguous amb,
                   struct kb_snippet *out);
/*
 * Cuts a snippet to a width in the same way, with the first place inside; out
 * lives in the arena.
 */
void kb_snippet_fit(struct kb_arena *a, const struct kb_snippet *snippet, int cols,
                    enum kb_ambiguous amb, struct kb_snippet *out);

#endif
