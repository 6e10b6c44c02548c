/* What the views share. Private to tui/view. */
#ifndef KANBAO_APP_INT_H
#define KANBAO_APP_INT_H

#include "dates_int.h"
#include "find_int.h"
#include "kanbao/i18n.h"
#include "kanbao/keymap.h"
#include "kanbao/mem.h"
#include "kanbao/model.h"
#include "kanbao/prompt.h"
#include "kanbao/sieve.h"
#include "kanbao/view.h"
#include "marking_int.h"
#include "say_int.h"
#include "search_state.h"
#include "take_int.h"
#include "comfort_int.h"

/* Below this many columns there is only a notice. */
#define APP_COLS_MIN 20
#define APP_STACK 4

struct kb_app;

struct kb_app {
	struct kb_ctx *ctx;
	struct kb_model model;
	struct kb_store_counts counts; /* of the archive, as it was first shown */
	bool counted;
	struct kb_window window;
	struct kb_sieve sieve; /* of the window, while it is filtered or looked through */
	struct kb_calendar calendar;
	struct kb_options options;       /* what has been set; app_apply() makes it so */
	struct kb_layout_options layout; /* width: that of the screen */
	struct kb_keymap keymap;
	struct kb_keys keys;
	struct kb_grid grid;
	struct kb_term *term; /* while running */
	/* rows of the body; title and status line are there where there is room */
	int body_y;
	int body_rows;
	bool titled;
	bool status;
	bool framed;                     /* rules below the title and above the status line */
	enum kb_view_id over[APP_STACK]; /* opened over front page or article */
	size_t nover;
	struct kb_pane pane[KB_VIEW_COUNT];
	struct kb_prompt prompt; /* of dates */
	struct kb_prompt line;   /* of what is corrected */
	bool pasting;            /* what comes is pasted, */
	bool pasted_blank;       /* and a blank came last */
	bool asking;             /* a prompt is open: */
	struct kb_prompt *ask;
	const char *ask_label;             /* NULL: the view draws it */
	const struct ask_hooks *ask_hooks; /* or NULL */
	bool ask_changed;                  /* its text, and nobody was told */
	void (*ask_answer)(struct kb_app *app);
	enum kb_view_id base; /* front page or article, whichever was opened last */
	struct kb_buf note;   /* beside the prompt */
	/* the article that is corrected; its texts live in edit_arena */
	struct kb_arena edit_arena;
	kb_article_id edit_id;
	struct kb_article edit;
	struct find find;
	struct today today;
	struct papers papers;
	struct filter filter;
	struct search search;
	size_t details_at;   /* the article that is told of */
	kb_article_id noted; /* the article whose tags and note are in the prompt */
	enum kb_err (*confirm)(struct kb_app *app); /* what y does, while a question stands there */
	struct marks marks;
	struct take take;
	struct command command;
	struct arrivals arrivals;
	struct stay stay;
	struct told told;
	struct kb_buf message;
	bool is_error;
	bool oldest_first; /* order of the list of issues */
	bool whole_year;   /* the calendar shows it */
	void (*speak)(void *user, const struct kb_options *options); /* or NULL */
	void *speaker;
	bool quit;
	bool welcome;
	bool unsaved_told;
	int64_t started_ms;
	int64_t saved_ms; /* when the place was kept */
};

extern const struct kb_view_ops kb_view_front;
extern const struct kb_view_ops kb_view_article;
extern const struct kb_view_ops kb_view_contents;
extern const struct kb_view_ops kb_view_issues;
extern const struct kb_view_ops kb_view_calendar;
extern const struct kb_view_ops kb_view_help;
extern const struct kb_view_ops kb_view_edit;
extern const struct kb_view_ops kb_view_search;
extern const struct kb_view_ops kb_view_details;
extern const struct kb_view_ops kb_view_today;
extern const struct kb_view_ops kb_view_papers;
extern const struct kb_view_ops kb_view_marks;

/* app.c */
/* The shorter of two times to wait; −1: for ever. */
int app_sooner(int a_ms, int b_ms);
enum kb_view_id app_view(const struct kb_app *app);
const struct kb_view_ops *app_ops(enum kb_view_id id);
/* Opens a view over what is there, or goes back to it where it is open below. */
enum kb_err app_push(struct kb_app *app, enum kb_view_id id);
/* Closes the view on top; false where only front page or article is left. */
bool app_pop(struct kb_app *app);
/* The place has changed: everything on top goes, front page or article is shown. */
enum kb_err app_arrive(struct kb_app *app, enum kb_err err);
/* Tells what went wrong; that there is nothing in a direction is no error. */
void app_tell(struct kb_app *app, enum kb_err err);
/* A message of two lines, of which the second may be empty. */
void app_say_lines(struct kb_app *app, kb_str text, kb_str more);
/* The options have changed: lays out and paints anew, the place is kept. */
void app_apply(struct kb_app *app);
/* The terminal may have another size. */
void app_refit(struct kb_app *app);
/* Sizes of the parts of the screen. */
void app_frame(struct kb_app *app, int rows, int cols);
void app_draw(struct kb_app *app);

/* action.c */
/* The article in hand, or the one selected; SIZE_MAX where the view has none. */
size_t app_article(const struct kb_app *app);
/* Tells that another issue is shown now, and what is missing before it on the way dir. */
void app_say_issue(struct kb_app *app, int dir);
/* Whether the reader is to have this action at all: option restricted. */
bool app_may(const struct kb_app *app, enum kb_action action);
enum kb_err app_act(struct kb_app *app, const struct kb_command *c);

/* ask.c: prompts, and the one for a date */
/* Opens a prompt with a text in it; note stands beside it, answer() is called by Enter. */
void app_ask(struct kb_app *app, struct kb_prompt *prompt, const char *label, kb_str text,
             const char *note, void (*answer)(struct kb_app *app));
void app_ask_note(struct kb_app *app, const char *text);
void app_ask_date(struct kb_app *app);
void app_ask_key(struct kb_app *app, int key);
/* Tells who asks of another text in the prompt; of a paste once, not of each character. */
void app_ask_changed(struct kb_app *app);
void app_ask_draw(const struct kb_app *app, struct kb_grid *g, int y);

/* screen.c: pieces of a screen */

/* A piece of a title or status line. */
struct bar_item {
	kb_str key; /* in front, in KB_ROLE_KEY; may be absent */
	kb_str text;
	enum kb_role role;
	int weight; /* where there is no room for all the lightest goes first */
	bool right; /* from the right edge */
	bool pair;  /* goes together with the other one that has this */
};
#define BAR_MAX 12
struct bar {
	struct bar_item v[BAR_MAX];
	size_t n;
	int gap; /* cells between items */
};
void bar_add(struct bar *bar, kb_str text, enum kb_role role, int weight, bool right);
void bar_draw(struct kb_grid *g, int y, struct bar *bar);
/*
 * Blank cells at the right end of a row, where there is room for them: in the
 * last row two, since ncurses tears a wide character before the last cell
 * where the terminal can't stop wrapping (tmux, screen).
 */
int bar_edge(const struct kb_grid *g, int y);
/* The title line and the rules, where there is room for them. */
void draw_head(const struct kb_app *app, struct kb_grid *g, struct bar *bar);
void draw_line(struct kb_grid *g, int y, int x, const struct kb_line *line);
void draw_pane(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g);
/* Cells left of a pane. */
int pane_left(const struct kb_pane *p, const struct kb_grid *g);
/* The same from row y on. */
void draw_pane_at(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int y);
/* Marks what of [from, to) stands in a run that was put at row y, cell x. */
void draw_mark(struct kb_grid *g, int y, int x, const struct kb_run *run, const char *from,
               const char *to, enum kb_role role);
/* A text of one or more lines in the rows above `end`, four at most; what stands there gives way. */
void draw_note(const struct kb_app *app, struct kb_grid *g, int end, kb_str text,
               enum kb_role role);
/* Hints of the view on top; left items may be in the bar already. */
void draw_status(const struct kb_app *app, struct kb_grid *g, struct bar *bar);
/* A line of one run at the end of a pane; text is borrowed. */
void pane_line(struct kb_pane *p, int x, kb_str text, enum kb_role role);
/* One more run on a line of a pane. */
void pane_run(struct kb_pane *p, size_t line, int x, kb_str text, enum kb_role role);
/* Selects an entry by its number, 0 … */
void pane_select(struct kb_pane *p, size_t entry);
/* Marks places in a text that lines of the pane were made of. */
void pane_marks(struct kb_pane *p, kb_str text, const struct kb_marks *marks);
kb_str ornament(const struct kb_app *app, enum kb_ornament which);

/* list.c: the articles of the issue as entries; compact is one headline each */
void list_articles(struct kb_app *app, struct kb_pane *p, bool compact);
/* The articles as a page of columns; false where the screen or the issue is too small for that. */
bool list_front(struct kb_app *app, struct kb_pane *p);
/* Cells in front of a list entry for its marks. */
int list_margin(const struct kb_app *app);

/* Star and tags, each with a blank behind, for the right end of an entry. */
void say_marks(const struct kb_app *app, struct kb_buf *out, const struct kb_marking *marks);

/* v_article.c */
/* Part of the text that is above the lower edge of the screen. */
int article_percent(const struct kb_app *app);

/* v_edit.c: corrects an article of the issue on the table */
enum kb_err edit_article(struct kb_app *app, size_t at);
/* A member of an article as the interface calls it: 主题. */
kb_str edit_name(kb_str member);
/* A value of it that was corrected, as the interface says it: 图片 for photo. */
kb_str edit_value(kb_str member, kb_str value);

#endif
