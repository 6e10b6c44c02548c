/* Taking text away: what take.c and take_out.c keep, and what the views ask of them. */
#ifndef KANBAO_TAKE_INT_H
#define KANBAO_TAKE_INT_H

#include "kanbao/keymap.h"
#include "kanbao/prompt.h"
#include "kanbao/view.h"

/* Paragraphs of an article selected for copying: fields as they are printed. */
struct take {
	bool on;
	size_t from;              /* where the selection began */
	size_t at;                /* and where it has come to */
	struct kb_buf text;       /* what is saved or given to a command */
	struct kb_buf path;       /* file that is to be replaced */
	bool exists;              /* it was there already */
	struct kb_prompt file;    /* names of files */
	struct kb_prompt command; /* commands */
};

/* take.c: copying, and selecting paragraphs; rows of action.def */
enum kb_err act_copy(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_cite(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_select(struct kb_app *app, int arg, const struct kb_command *c);
/* What is selected, or else the article meant, as text: a line a title, paragraphs apart. */
enum kb_err take_text(struct kb_app *app, struct kb_buf *out);
/* The selection ends; false where there is none. */
bool take_end(struct kb_app *app);
/* j and k while paragraphs are selected; true: done. */
bool take_extend(struct kb_app *app, const struct kb_command *c);
/* Draws a run of the article anew where it is selected. */
void take_draw_run(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int y,
                   int x, const struct kb_run *run);
void take_release(struct take *take);

/* take_out.c: files and commands; rows of action.def */
enum kb_err act_save(struct kb_app *app, int arg, const struct kb_command *c);
enum kb_err act_pipe(struct kb_app *app, int arg, const struct kb_command *c);

#endif
