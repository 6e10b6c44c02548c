/* The search screen: what its files share. Private to tui/view. */
#ifndef KANBAO_SEARCH_INT_H
#define KANBAO_SEARCH_INT_H

#include "app_int.h"

/* search_model.c: asking and taking answers */
/* Asks what stands in the prompt now; the list starts at its top with the answer. */
void search_ask(struct kb_app *app);
/* Reads which articles are marked. */
void search_load_marked(struct kb_app *app);
/* The scope that ^O goes on to. */
enum search_scope search_next_scope(const struct kb_app *app);
/* Asks for the next page where there is one and it isn't on its way. */
void search_ask_more(struct kb_app *app);
/* Asks for all that a list can hold; true while they are on their way. */
bool search_ask_last(struct kb_app *app);
/* The answer with counts and facets; NULL while there is none. */
const struct kb_answer *search_first(const struct search *s);
/* The answer shown belongs to what stands in the prompt. */
bool search_current(const struct search *s);
/* Something is still to come. */
bool search_awaits(const struct search *s);
size_t search_nhits(const struct search *s);
const struct kb_hit *search_hit(const struct search *s, size_t i);
/* Takes what has come; true where the list must be set anew. */
bool search_take(struct kb_app *app);

/* v_search.c */
/* Puts a text into the prompt; a borrowed one may be the prompt's own. */
void search_set_text(struct kb_app *app, kb_str text);

/* search_facet.c: narrowing */
/* To the next facet (dir > 0) that has values; behind the last one back to the list. */
void search_next_facet(struct kb_app *app, int dir);
void search_step_value(struct search *s, int dir);
/* Narrows the query to the value selected; takes what was stepped into last off again. */
void search_step_in(struct kb_app *app);
enum kb_err search_step_out(struct kb_app *app);
void search_ask_again(struct kb_app *app);

/* search_list.c: hits, or searches of before, as entries of the pane */
void search_lay_out(struct kb_app *app);
void search_draw_list(const struct kb_app *app, struct kb_grid *g);

/* search_draw.c: title, chart, facets, status line */
/* Rows that chart and facets take below the title. */
int search_head_rows(const struct kb_app *app);
/* The cell where the block begins that all of the screen stands in. */
int search_left(const struct kb_grid *g);
void search_draw_title(const struct kb_app *app, struct kb_grid *g);
void search_draw_head(const struct kb_app *app, struct kb_grid *g);
void search_draw_status(const struct kb_app *app, struct kb_grid *g);
const char *search_scope_name(enum search_scope scope);

/* search_past.c: searches of before */
/* Loads those that match what is typed. */
void search_past_load(struct kb_app *app);
void search_past_remember(struct kb_app *app);
/* Asks for a name, and saves the search under it. */
void search_past_save(struct kb_app *app);
/* Takes the selected one out. */
void search_past_drop(struct kb_app *app);

#endif
