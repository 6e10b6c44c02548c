/*
 * What a reader marks: read, stars, tags, notes, places under a letter; what
 * was visited; and lists of it. Marks are kept by reference and follow it:
 * where the archive says that a reference leads on, its marks do.
 */
#ifndef KANBAO_MARKS_H
#define KANBAO_MARKS_H

#include "kanbao/model.h"

/* --- the issue on the table (markings.c) ------------------------------------- */

/* Fills marks and progress of its articles. What can't be read is not marked. */
void kb_model_load_marks(struct kb_model *m, struct kb_ctx *ctx);
enum kb_progress kb_marks_progress(const struct kb_marking *marks);
/* What is kept of any article; texts live in the arena. */
enum kb_err kb_model_marks(struct kb_model *m, struct kb_ctx *ctx, struct kb_arena *a,
                           kb_article_id id, struct kb_marking *out);

/*
 * Marking an article: kept at once, and taken back by kb_model_undo(). An
 * article that is marked as unread while it is in hand stays so until it is
 * opened again.
 */
enum kb_err kb_model_star(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, bool on);
enum kb_err kb_model_mark_read(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, bool on);
/* All articles of the issue on the table as read; *n says how many were not. */
enum kb_err kb_model_read_issue(struct kb_model *m, struct kb_ctx *ctx, size_t *n);
/*
 * Tags and note as one line: words with # in front, then the note. An empty
 * line takes both away. Full-width ＃ and blanks count as ASCII ones.
 */
enum kb_err kb_model_annotate(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id,
                              kb_str line);
/* Such a line, appended: #tag #tag note. */
void kb_marking_line(const struct kb_marking *marks, struct kb_buf *out);
/* Takes the last marking back; out (appended, in the arena) is what is so now. */
enum kb_err kb_model_undo(struct kb_model *m, struct kb_ctx *ctx, struct kb_arena *a,
                          struct kb_keeps *out);

/*
 * The next (dir > 0) or previous article that is not read, after the one in
 * hand or selected, on into other issues of the paper.
 */
enum kb_err kb_model_unread(struct kb_model *m, struct kb_ctx *ctx, int dir, struct kb_spot *out);

/* --- places (visits.c) ---------------------------------------------------------- */

/* Keeps this place under a letter a … z; goes to the one kept under it. */
enum kb_err kb_model_set_mark(struct kb_model *m, struct kb_ctx *ctx, char letter);
enum kb_err kb_model_go_mark(struct kb_model *m, struct kb_ctx *ctx, char letter);

/* Back (n < 0) and forward through the places visited. */
enum kb_err kb_model_retrace(struct kb_model *m, struct kb_ctx *ctx, int n);
/* Those of earlier visits, from the state. */
void kb_visits_load(struct kb_model *m, struct kb_ctx *ctx);
/* Around kb_model_go(): where the reader is going from; where he is now. */
void kb_visits_leave(struct kb_model *m);
void kb_visits_arrive(struct kb_model *m, struct kb_ctx *ctx);

/* --- lists of what is marked in an archive (marked.c) ------------------------------ */

/* Something marked that is in the archive. */
struct kb_marked {
	kb_issue_id issue;
	kb_article_id article; /* 0: a front page */
	kb_str name;           /* the tag, or the letter of a mark; else "" */
	kb_str value;          /* the note; else "" */
	size_t off;            /* of a mark */
	int64_t at;            /* when it was marked; 0: not known */
};
struct kb_marked_list {
	struct kb_marked *v;
	size_t n;
	size_t cap;
	size_t elsewhere; /* marked, but not in this archive */
};
/*
 * Everything of one kind, newest issue first, of tags by tag, of marks by
 * letter. Texts live in the arena.
 */
enum kb_err kb_marked_list(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
                           struct kb_arena *a, enum kb_kept what, struct kb_marked_list *out);
/* Another order, of tags within each. */
enum kb_marked_order { KB_MARKED_NEWEST, KB_MARKED_OLDEST, KB_MARKED_LATELY, KB_MARKED_ORDERS };
void kb_marked_sort(struct kb_marked_list *list, enum kb_marked_order order);
/* The articles that are not read, newest issue first, `limit` at most. */
enum kb_err kb_unread_list(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
                           struct kb_arena *a, size_t limit, struct kb_marked_list *out);
/*
 * The set of the articles marked so, ids descending, each once. With a name
 * (of a tag) those with that tag only, else name is absent. KB_KEPT_COUNT is
 * every star, tag or note.
 */
struct kb_marked_ids {
	kb_article_id *v;
	size_t n;
};
enum kb_err kb_marked_ids(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
                          struct kb_arena *a, enum kb_kept what, kb_str name,
                          struct kb_marked_ids *out);
bool kb_marked_has(const struct kb_marked_ids *ids, kb_article_id id);

#endif
