/* Finding in what is shown: what find.c keeps, and what the views ask of it. Private to tui/view. */
#ifndef KANBAO_FIND_INT_H
#define KANBAO_FIND_INT_H

#include "kanbao/prompt.h"
#include "kanbao/snippet.h"
#include "kanbao/store.h"
#include "kanbao/view.h"

enum find_scope {
	FIND_ARTICLE, /* or whatever is shown */
	FIND_ISSUE,
	FIND_ARCHIVE,
};

/* A place found: bytes of a field that the pane's lines were made of. */
struct find_hit {
	size_t printed;
	size_t from;
	size_t to;
	size_t line; /* on which it begins */
	int x;
};
#define FIND_NONE SIZE_MAX

/* Zeroed is valid: nothing is looked for. */
struct find {
	bool on;
	enum find_scope scope;
	enum kb_view_id view; /* in whose pane */
	struct kb_prompt prompt;
	struct kb_buf typed;
	struct kb_terms terms;
	/* the places in the pane as it was set last; terms and hits live in the arena */
	struct kb_arena arena;
	unsigned long set;
	struct find_hit *v;
	size_t n;
	size_t cap;
	size_t *first; /* of each field: its first place; one more at the end */
	size_t here;   /* where n and N have come to, or FIND_NONE */
	int edge;      /* direction in which the end of an article was told of */
	/* where it was begun */
	size_t from_top;
	size_t from_selected;
	size_t from_row;
	kb_issue_id from_issue; /* of the list of issues */
};

/* Only entries that match are shown: of one list at a time. */
struct filter {
	bool on;
	enum kb_view_id view;
	struct kb_prompt prompt;
	struct kb_buf typed;
	unsigned long set; /* of the pane as it was filtered */
	size_t kept;
	size_t all;
};

struct kb_app;

/* What a prompt does beside answering Enter; each may be absent. */
struct ask_hooks {
	bool (*key)(struct kb_app *app, int key); /* before the prompt; true: taken */
	void (*changed)(struct kb_app *app);
	void (*left)(struct kb_app *app);
};

/* Understands what is typed; pinyin means words of these lines. */
void find_terms(struct kb_arena *a, kb_str typed, const struct kb_lines *lines,
                struct kb_terms *out);
/* filter.c */
void filter_release(struct filter *f);
/* Asks which entries of the list on top are to be shown. */
enum kb_err filter_ask(struct kb_app *app);
/* Hides what does not match, if the list was set anew. */
void filter_refresh(struct kb_app *app);
/* All entries are shown again; false where they were. */
bool filter_end(struct kb_app *app);
/* The list of this view is filtered. */
bool filter_on(const struct kb_app *app, enum kb_view_id view);
/* "& 结对 3/18" where the list on top is filtered. */
void filter_say(const struct kb_app *app, struct kb_buf *out);

void find_release(struct find *f);
/* Asks what to find in the view on top. */
void find_ask(struct kb_app *app);
/* Looks for a query in the article that was just opened, and goes to its first place. */
void find_begin(struct kb_app *app, kb_str typed);
/* To the last place of what is shown. */
void find_last(struct kb_app *app);
/* Marks go, the place stays; false where there were none. */
bool find_end(struct kb_app *app);
/* Brings the places up to date with the pane, if it was set anew. */
void find_refresh(struct kb_app *app);
/* To the next (dir > 0) or previous place, on into the next article. */
enum kb_err find_step(struct kb_app *app, int dir, int count);
/* Marks what was found in a run that was put at row y, cell x. */
void find_draw_run(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int y,
                   int x, const struct kb_run *run);
/* What was looked for stands in the view on top. */
bool find_here(const struct kb_app *app);
/* "结对 3/17" while something is looked for here. */
void find_say(const struct kb_app *app, struct kb_buf *out);

#endif
