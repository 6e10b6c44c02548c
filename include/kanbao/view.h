/*
 * Views: one screen each. A view turns the model into lines, answers actions,
 * and draws; the app (app_int.h) owns everything that they share.
 */
#ifndef KANBAO_VIEW_H
#define KANBAO_VIEW_H

#include "kanbao/keymap.h"
#include "kanbao/layout.h"
#include "kanbao/option.h"
#include "kanbao/store.h"
#include "kanbao/term.h"

struct kb_app;
struct kb_state;

enum kb_view_id {
	KB_VIEW_FRONT,
	KB_VIEW_ARTICLE,
	KB_VIEW_CONTENTS,
	KB_VIEW_ISSUES,
	KB_VIEW_CALENDAR,
	KB_VIEW_HELP,
	KB_VIEW_EDIT,
	KB_VIEW_SEARCH,
	KB_VIEW_DETAILS,
	KB_VIEW_TODAY,
	KB_VIEW_PAPERS,
	KB_VIEW_MARKS,
	KB_VIEW_WELCOME,
	KB_VIEW_LOG,
	KB_VIEW_COUNT
};

/* A hint of the status line: the keys of one action or two, and what they do. */
struct kb_hint {
	enum kb_action first;
	enum kb_action second; /* the same as first: one key */
	const char *text;      /* N_() */
	int weight;            /* the heaviest stay where there is no room for all */
};

struct kb_view_ops {
	const char *name;    /* N_(), for titles */
	enum kb_group group; /* whose rows of the action table win here; KB_GROUP_NONE: none */
	const struct kb_hint *hints; /* ended by one without text */
	/* The view comes up: takes from the model what it needs, lays it out. */
	enum kb_err (*open)(struct kb_app *app);
	/* The screen has another size, or the model other matter: lays out anew, the place is kept. */
	void (*resize)(struct kb_app *app);
	/* Reads the app, writes the grid, nothing else. */
	void (*draw)(const struct kb_app *app, struct kb_grid *g);
	/* Answers an action in its own way, into *err; false leaves it to the action's function. */
	bool (*act)(struct kb_app *app, const struct kb_command *c, enum kb_err *err);
	/* A click at a cell of the screen; NULL: it selects an entry of the pane, or opens it. */
	enum kb_err (*click)(struct kb_app *app, int y, int x);
	/* The pane has been moved: the model follows. May be NULL. */
	enum kb_err (*moved)(struct kb_app *app);
	/* The article that marks are for, in hand or selected; 0 where none is. May be NULL. */
	kb_article_id (*article)(const struct kb_app *app);
	/*
	 * The list is longer than what is laid out of it. Then only what the filter keeps is
	 * laid out at all, and this selects the next entry beyond, dir from there (or, where
	 * `wrap`, from the end), that has any of what is typed; false where there is none.
	 */
	bool (*find_on)(struct kb_app *app, kb_str typed, int dir, bool wrap);
	/* The view goes: its memory too. May be NULL. */
	void (*close)(struct kb_app *app);
};

/* --- panes: lines that scroll, entries that are selected ---------------------- */

/* n == 0: it is hidden. Lines [line, line + n) are one entry, of them cells [x, x + cols); cols 0: whole lines. */
struct kb_entry {
	size_t line;
	size_t n;
	int x;
	int cols;
};

/* Bytes of what the lines are made of that are to be marked as found. */
struct kb_pane_mark {
	const char *from;
	const char *to;
};

/* Zeroed is valid and empty. Without entries it is a text that scrolls. */
struct kb_pane {
	struct kb_arena arena; /* lines, entries, and what they point to */
	struct kb_lines lines;
	struct kb_entry *entries;
	size_t nentries;
	size_t cap;
	size_t top; /* first line shown */
	size_t selected;
	size_t height; /* lines shown */
	size_t nhidden;
	struct kb_pane_mark *marks;
	size_t nmarks;
	size_t marks_cap;
	unsigned long set; /* how often it was emptied: the lines are others */
};

void kb_pane_release(struct kb_pane *p);
/* Empties it, keeping top and selected. */
void kb_pane_reset(struct kb_pane *p, size_t height);
/* The lines from `line` to the last are an entry. */
void kb_pane_entry(struct kb_pane *p, size_t line);
/* An entry that stands beside others. */
void kb_pane_place(struct kb_pane *p, struct kb_entry entry);
/* The entry at a line and a cell, or the nearest one before it. */
size_t kb_pane_entry_at(const struct kb_pane *p, size_t line, int x);
/* Lines that there is room for from the top on: those of two columns are twice as many. */
size_t kb_pane_room(const struct kb_pane *p);
/*
 * Row and shift to the right of line `top + i` on the screen; false where it
 * is not shown. The columns of the last lines are made even.
 */
bool kb_pane_spot(const struct kb_pane *p, size_t i, int *row, int *shift);
/*
 * Hides the entries that are not kept, and all lines that are no entry's; what
 * was selected keeps its row, or the nearest that is kept is selected.
 */
void kb_pane_filter(struct kb_pane *p, const bool *keep);
/* Puts top and selected back into their bounds, the selected entry in sight. */
void kb_pane_settle(struct kb_pane *p);
/* The end of the lines is in sight. */
bool kb_pane_at_end(const struct kb_pane *p);
/* n lines, or entries. */
void kb_pane_line(struct kb_pane *p, long n);
/* n rows of the screen; a list selects the entry that comes to the top. */
void kb_pane_scroll(struct kb_pane *p, long n);
/* To line or entry n (1…); 0 is the first, LONG_MAX the last. */
void kb_pane_goto(struct kb_pane *p, long n);
/* The row of the screen on which the selected entry begins. */
long kb_pane_row(const struct kb_pane *p);
/* Selects entry i, of lines laid out anew, and scrolls so that it begins on that row. */
void kb_pane_select_at(struct kb_pane *p, size_t i, long row);
/* Scrolls so that line is on top, as far as the end allows. */
void kb_pane_show(struct kb_pane *p, size_t line);

/* --- the app ------------------------------------------------------------------ */

/*
 * The reader over an archive, its state and a terminal, all of which stay the
 * caller's. `where` as in kb_model_start(). Ended by kb_app_close().
 */
enum kb_err kb_app_open(struct kb_ctx *ctx, struct kb_store *store, struct kb_state *state,
                        const struct kb_options *options, const char *where, struct kb_app **out);
/* How long one may stay, in seconds; 0: as long as one likes. */
struct kb_stay {
	int idle_s;  /* without a key */
	int warn_s;  /* told so long before that */
	int whole_s; /* in all */
	int cpu_s;   /* of CPU time in each cpu_per_s */
	int cpu_per_s;
	/* told of each key, where somebody else looks after the time too; or NULL */
	void (*put_off)(void *user);
	void *user;
};
/* Why reading ended. */
enum kb_leave {
	KB_LEAVE_SELF, /* by a key */
	KB_LEAVE_GONE, /* the terminal has gone, or a signal asked for it */
	KB_LEAVE_IDLE,
	KB_LEAVE_WHOLE,
	KB_LEAVE_CPU,
};
/* Before kb_app_run(): leaves by itself; the place is kept. */
void kb_app_stay(struct kb_app *app, const struct kb_stay *stay);
enum kb_leave kb_app_left(const struct kb_app *app);
/* Runs until the reader leaves or the terminal goes; the place is kept. */
enum kb_err kb_app_run(struct kb_app *app, struct kb_term *term);
void kb_app_close(struct kb_app *app);
/* The first screen is that of the keys one needs. */
void kb_app_welcome(struct kb_app *app);
/* Who changes the language of the interface when option `language` has changed. */
void kb_app_on_language(struct kb_app *app,
                        void (*speak)(void *user, const struct kb_options *options), void *user);
/* Other keys than those of action.def; copied. */
void kb_app_bind(struct kb_app *app, const struct kb_keymap *keymap);
/* A message for the status line, shown until the next key. */
void kb_app_say(struct kb_app *app, const char *text);

#endif
