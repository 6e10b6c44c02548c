/* Marks: the lists of them, and what their keys do. Private to tui/view. */
#ifndef KANBAO_MARKING_INT_H
#define KANBAO_MARKING_INT_H

#include "kanbao/marks.h"
#include "kanbao/view.h"

struct kb_app;

/* The lists of what is marked. */
enum marks_list { MARKS_STARS, MARKS_TAGS, MARKS_NOTES, MARKS_UNREAD, MARKS_LETTERS, MARKS_COUNT };
struct marks {
	struct kb_arena arena;
	struct kb_marked_list list[MARKS_COUNT];
	bool loaded[MARKS_COUNT]; /* long lists are loaded when they are looked at */
	int64_t n[MARKS_COUNT];   /* how many there are, of unread articles more than are listed */
	enum kb_marked_order order;
	enum marks_list shown;
	size_t selected;
	size_t from; /* entries [from, to) of the list are laid out */
	size_t to;
};

/* marking.c: what is marked, and going back to places; rows of action.def */
enum kb_err act_star(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_annotate(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_read(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_read_issue(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_undo(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_unread(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_set_mark(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_go_mark(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_retrace(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_where(struct kb_app *app, int arg, const struct kb_command *c);
/* The article that a marking, or copying, is for; 0 where the view has none. */
kb_article_id app_target(const struct kb_app *app);
/* Asks a question that only y answers with yes. */
void app_confirm(struct kb_app *app, const char *question, enum kb_err (*yes)(struct kb_app *app));

#endif
