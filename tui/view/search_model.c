/* The search screen's side of the thread: what is asked, which answers are shown. */
#include <stdlib.h>
#include <string.h>

#include "search_int.h"

#include "kanbao/search.h"

/* Hits that the last one is looked for among: who wants the oldest turns the order. */
#define LIST_MAX ((size_t)2000)

/* --- answers ---------------------------------------------------------------------- */

static void
drop_pages(struct search *s)
{
	for (size_t i = 0; i < s->npages; i++) {
		kb_answer_free(s->pages[i]);
	}
	s->npages = 0;
}

void
search_forget(struct search *s)
{
	kb_seek_close(s->seek);
	drop_pages(s);
	free(s->pages);
	kb_prompt_release(&s->prompt);
	kb_prompt_release(&s->name);
	kb_buf_release(&s->before_tab);
	kb_arena_release(&s->past_arena);
	kb_arena_release(&s->tab_arena);
	kb_arena_release(&s->step_arena);
	kb_arena_release(&s->marked_arena);
	*s = (struct search){ 0 };
}

const struct kb_answer *
search_first(const struct search *s)
{
	return s->npages ? s->pages[0] : NULL;
}

bool
search_current(const struct search *s)
{
	return s->npages && s->pages[0]->generation == s->asked;
}

bool
search_awaits(const struct search *s)
{
	if (s->asked && (!search_current(s) || !s->pages[0]->done)) {
		return !s->asked_on;
	}
	return s->asked_on && (s->pages[s->npages - 1]->generation != s->asked_on ||
	                       !s->pages[s->npages - 1]->done);
}

size_t
search_nhits(const struct search *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->npages; i++) {
		n += s->pages[i]->nhits;
	}
	return n;
}

const struct kb_hit *
search_hit(const struct search *s, size_t i)
{
	for (size_t k = 0; k < s->npages; k++) {
		if (i < s->pages[k]->nhits) {
			return &s->pages[k]->hits[i];
		}
		i -= s->pages[k]->nhits;
	}
	return NULL;
}

/* --- asking ------------------------------------------------------------------------- */

void
search_load_marked(struct kb_app *app)
{
	struct search *s = &app->search;
	struct kb_model *m = &app->model;
	kb_arena_reset(&s->marked_arena);
	s->marked = (struct kb_marked_ids){ 0 };
	enum kb_err err = kb_marked_ids(m->store, m->state, app->ctx, &s->marked_arena,
	                                KB_KEPT_COUNT, KB_STR_NULL, &s->marked);
	if (err) {
		s->marked.n = 0; /* what can't be read is not marked */
	}
}

/* The next one that ^O goes to; what lies in one where nothing was found is passed over. */
enum search_scope
search_next_scope(const struct kb_app *app)
{
	const struct search *s = &app->search;
	const struct kb_answer *first = search_current(s) ? search_first(s) : NULL;
	bool none = first && first->asks && first->counted && !first->count;
	if (none && s->scope >= SEARCH_PAPER) {
		return SEARCH_ARCHIVE;
	}
	enum search_scope next = (enum search_scope)((s->scope + 1) % SEARCH_SCOPES);
	if (next == SEARCH_MARKED && !s->marked.n) {
		next = SEARCH_PAPER;
	}
	if (next == SEARCH_PAPER && app->counts.papers < 2) {
		next = SEARCH_MONTH;
	}
	return next;
}

/* The ids alone would do; the days end the search where no marked one is any more. */
static void
limit_marked(const struct kb_marked_ids *marked, struct kb_ask *ask)
{
	ask->only = marked;
	if (marked->n) {
		ask->first = kb_article_day(marked->v[marked->n - 1]); /* KB_DAY_NONE: undated */
		ask->last = ask->first == KB_DAY_NONE ? KB_DAY_NONE : kb_article_day(marked->v[0]);
	}
}

/* The limits of the scope: they count from the issue that the search was begun at. */
static void
limit(const struct kb_app *app, struct kb_ask *ask)
{
	const struct kb_issue_row *issue = &app->model.issue;
	const struct search *s = &app->search;
	ask->first = ask->last = KB_DAY_NONE;
	if (s->scope == SEARCH_ISSUE) {
		ask->issue = issue->id;
	} else if (s->scope == SEARCH_MARKED) {
		limit_marked(&s->marked, ask);
	} else if (s->scope == SEARCH_PAPER) {
		ask->paper = issue->paper;
	} else if (s->scope == SEARCH_MONTH && issue->day != KB_DAY_NONE) {
		struct kb_ymd ymd = kb_day_ymd(issue->day);
		ask->first = kb_day_of((struct kb_ymd){ ymd.year, ymd.month, 1 });
		ymd = ymd.month < 12 ? (struct kb_ymd){ ymd.year, ymd.month + 1, 1 }
		                     : (struct kb_ymd){ ymd.year + 1, 1, 1 };
		ask->last = kb_day_of(ymd) - 1;
		ask->paper = issue->paper;
	}
}

static uint64_t
ask(struct kb_app *app, kb_article_id from, size_t n)
{
	struct search *s = &app->search;
	struct kb_ask wish = { .typed = kb_buf_str(&s->prompt.text),
		               .cursor = s->prompt.cursor,
		               .order = s->order,
		               .from = from,
		               .limit = n };
	limit(app, &wish);
	return kb_seek_ask(s->seek, &wish);
}

void
search_ask(struct kb_app *app)
{
	struct search *s = &app->search;
	s->asked = ask(app, 0, 0);
	s->asked_on = 0;
	s->want_open = s->want_last = false;
	s->wanted = 0;
	app->term->awaiting = true;
}

/* Asks for as many hits as make n in all. */
static void
want(struct kb_app *app, size_t n)
{
	struct search *s = &app->search;
	const struct kb_answer *last = s->npages ? s->pages[s->npages - 1] : NULL;
	size_t have = search_nhits(s);
	s->wanted = 0;
	if (!last || !search_current(s) || !last->hits_done || !last->more || !last->next ||
	    n <= have) {
		return;
	}
	if (search_awaits(s)) {
		/* a page of its own would end the counts: the first one grows beside them */
		s->wanted = n;
		kb_seek_grow(s->seek, n);
		return;
	}
	s->asked_on = ask(app, last->next, n - have);
	app->term->awaiting = true;
}

void
search_ask_more(struct kb_app *app)
{
	size_t n = search_nhits(&app->search) + KB_SEEK_HITS;
	want(app, n > app->search.wanted ? n : app->search.wanted);
}

bool
search_ask_last(struct kb_app *app)
{
	struct search *s = &app->search;
	if (search_nhits(s) < LIST_MAX) {
		want(app, LIST_MAX);
	}
	return search_awaits(s) && search_nhits(s) < LIST_MAX;
}

/* --- taking ---------------------------------------------------------------------------- */

static void
put(struct search *s, size_t i, struct kb_answer *answer)
{
	if (i < s->npages) {
		kb_answer_free(s->pages[i]);
	} else {
		s->pages = kb_grow(s->pages, s->npages, &s->cap, sizeof(struct kb_answer *));
		s->npages++;
	}
	s->pages[i] = answer;
}

bool
search_take(struct kb_app *app)
{
	struct search *s = &app->search;
	struct kb_answer *answer = s->seek ? kb_seek_take(s->seek) : NULL;
	bool anew = false;
	if (!answer) {
		return false;
	}
	if (answer->generation == s->asked) {
		if (!search_current(s)) {
			drop_pages(s);
			app->pane[KB_VIEW_SEARCH].top = app->pane[KB_VIEW_SEARCH].selected = 0;
		}
		put(s, 0, answer);
		anew = true;
	} else if (answer->generation == s->asked_on) {
		bool begun = s->pages[s->npages - 1]->generation == s->asked_on;
		put(s, begun ? s->npages - 1 : s->npages, answer);
		anew = true;
	} else {
		kb_answer_free(answer);
	}
	app->term->awaiting = search_awaits(s);
	if (s->wanted && (!search_awaits(s) || s->wanted <= search_nhits(s))) {
		want(app, s->wanted);
	}
	return anew;
}
