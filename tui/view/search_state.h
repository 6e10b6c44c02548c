/* What the search screen keeps while the reader runs. Private to tui/view. */
#ifndef KANBAO_SEARCH_STATE_H
#define KANBAO_SEARCH_STATE_H

#include "kanbao/marks.h"
#include "kanbao/model.h"
#include "kanbao/past.h"
#include "kanbao/prompt.h"
#include "kanbao/seek.h"

/* Each of paper, month and issue lies in the one before it. */
enum search_scope {
	SEARCH_ARCHIVE,
	SEARCH_MARKED,
	SEARCH_PAPER,
	SEARCH_MONTH,
	SEARCH_ISSUE,
	SEARCH_SCOPES
};

/* Zeroed is valid: nothing was searched for yet. */
struct search {
	struct kb_seek *seek;
	struct kb_prompt prompt;
	struct kb_prompt name; /* under which a search is saved */
	bool typing;           /* the prompt is open, or will be when help is left */
	bool fresh;            /* the next character typed begins anew */
	bool complete;         /* the index is */
	enum search_scope scope;
	bool scope_chosen;           /* since the prompt was opened */
	struct kb_marked_ids marked; /* of SEARCH_MARKED; lives in marked_arena */
	struct kb_arena marked_arena;
	enum kb_seek_order order;

	/* first page with its counts, then the further pages */
	struct kb_answer **pages;
	size_t npages;
	size_t cap;
	uint64_t asked;    /* generation of the query */
	uint64_t asked_on; /* of the page that was asked for last, 0: none */
	size_t wanted;     /* hits in all that are still to be asked for, or 0 */
	bool want_open;    /* Enter was pressed before the answer came */
	bool want_last;    /* the last one is to be selected as it comes */

	/* stepping through the facets in the list */
	bool in_facets;
	enum kb_facet facet;
	size_t value;
	struct kb_strs stepped; /* terms added by it; their texts live in step_arena */
	struct kb_arena step_arena;

	/* Tab in the prompt: what was typed before, and which completion stands there now */
	struct kb_buf before_tab;
	size_t tabs; /* 0: none was asked for; one more than there are: what was typed */
	struct kb_arena tab_arena;
	struct kb_completion *tab;
	size_t ntabs;

	/* searches asked for before, in place of hits */
	bool past_on;
	bool past_kept; /* asked for by a key: typing looks among them */
	bool past_all;  /* none was typed since it was asked for: all are listed */
	struct kb_arena past_arena;
	struct kb_past *past;
	size_t npast;

	/* an article that was found is read */
	bool reading;
	size_t at; /* which */
	kb_article_id article;
	struct kb_spot origin; /* where the search was begun */
	size_t origin_at;
	bool returning; /* from it to the list */
};

struct kb_app;
struct kb_pane;

/* v_search.c: the archive */
/* Opens the search, with a text in its prompt if that is not empty. */
enum kb_err search_open(struct kb_app *app, kb_str typed);
/* An article that was found is being read, and back goes to the list. */
bool search_reading(const struct kb_app *app);
/* Opens the next (dir > 0) or previous article found. */
enum kb_err search_step(struct kb_app *app, int dir);
/* From an article that was found back to the list. */
enum kb_err search_return(struct kb_app *app);
/* Something has come from the thread of the search. */
void search_watch(struct kb_app *app);
void search_forget(struct search *s);
/* Appends lines on the query language, and on the query typed (for help). */
void search_explain(struct kb_app *app, struct kb_pane *p);

#endif
