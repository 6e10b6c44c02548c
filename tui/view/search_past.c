/* Searches of before: the list in place of hits, and saving one under a name. */
#include "search_int.h"

#include "kanbao/fold.h"

/* Whether a text has what is typed in it, as search compares. */
static bool
has(kb_str text, const struct kb_folded *part)
{
	struct kb_folded f = { 0 };
	kb_folded_add(&f, text);
	bool found = !part->n ||
	             kb_folded_find(&f, (struct kb_piece){ part->cp, part->n }, 0) != SIZE_MAX;
	kb_folded_release(&f);
	return found;
}

void
search_past_load(struct kb_app *app)
{
	struct search *s = &app->search;
	struct kb_folded part = { 0 };
	struct kb_past *all = NULL;
	size_t n = 0;
	kb_arena_reset(&s->past_arena);
	s->npast = 0;
	if (!s->past_all) {
		kb_folded_add(&part, kb_str_trim(kb_buf_str(&s->prompt.text)));
	}
	/* that none can be read is no reason not to search */
	if (kb_past_list(app->model.state, app->ctx, &s->past_arena, &all, &n)) {
		n = 0;
	}
	s->past = kb_arena_alloc(&s->past_arena, n + 1, sizeof(*s->past));
	for (size_t i = 0; i < n; i++) {
		if (has(all[i].typed, &part) || has(all[i].name, &part)) {
			s->past[s->npast++] = all[i];
		}
	}
	kb_folded_release(&part);
}

void
search_past_remember(struct kb_app *app)
{
	kb_str typed = kb_str_trim(kb_buf_str(&app->search.prompt.text));
	if (typed.n) {
		(void)kb_past_add(app->model.state, app->ctx, typed);
	}
}

/* The search meant: the one selected among those of before, else what is typed. */
static kb_str
meant(const struct kb_app *app)
{
	const struct search *s = &app->search;
	size_t at = app->pane[KB_VIEW_SEARCH].selected;
	return s->past_on && at < s->npast ? s->past[at].typed
	                                   : kb_str_trim(kb_buf_str(&s->prompt.text));
}

/* Back to the prompt of the search. */
static void
ask_on(struct kb_app *app)
{
	app->asking = false;
	if (app->search.past_on) {
		search_past_load(app);
	}
	app_ops(KB_VIEW_SEARCH)->resize(app);
}

static void
answer(struct kb_app *app)
{
	struct search *s = &app->search;
	kb_str name = kb_str_trim(kb_buf_str(&s->name.text));
	enum kb_err err = kb_past_name(app->model.state, app->ctx, meant(app), name);
	ask_on(app);
	if (err) {
		app_tell(app, err);
	} else if (name.n) {
		kb_app_say(app, _("saved; ^R lists the searches"));
	}
}

void
search_past_save(struct kb_app *app)
{
	static const struct ask_hooks hooks = { .left = ask_on };
	const struct search *s = &app->search;
	size_t at = app->pane[KB_VIEW_SEARCH].selected;
	if (!meant(app).n) {
		app->term->ops->bell(app->term);
		return;
	}
	app_ask(app, &app->search.name, _("Save the search as"),
	        s->past_on && at < s->npast ? s->past[at].name : KB_STR(""),
	        _("empty: no longer saved"), answer);
	app->ask_hooks = &hooks;
}

void
search_past_drop(struct kb_app *app)
{
	struct search *s = &app->search;
	size_t at = app->pane[KB_VIEW_SEARCH].selected;
	if (at < s->npast) {
		app_tell(app, kb_past_drop(app->model.state, app->ctx, s->past[at].typed));
		search_past_load(app);
		search_lay_out(app);
	}
}
