/* The search over the archive: results as one types, then a list to walk and narrow. */
#include "search_int.h"

#include "kanbao/search.h"

enum {
	CTRL_C = 3,
	CTRL_D = 4,
	TAB = 9,
	CTRL_N = 14,
	CTRL_O = 15,
	CTRL_P = 16,
	CTRL_R = 18,
	CTRL_S = 19,
};

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_SEARCH];
}

/* --- reading what was found --------------------------------------------------------- */

static enum kb_err
open_hit(struct kb_app *app, size_t i)
{
	struct search *s = &app->search;
	const struct kb_hit *hit = search_hit(s, i);
	if (!hit) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("nothing found"));
	}
	if (!search_reading(app)) {
		s->origin = kb_model_here(&app->model);
		s->origin_at = app->model.at;
	}
	struct kb_spot spot = { .issue = kb_article_issue(hit->id), .article = hit->id };
	enum kb_err err = kb_model_go(&app->model, app->ctx, spot);
	if (err) {
		return err;
	}
	search_past_remember(app);
	s->at = i;
	s->article = hit->id;
	s->reading = true;
	err = app_arrive(app, KB_OK);
	find_begin(app, kb_buf_str(&s->prompt.text));
	if (i + 8 >= search_nhits(s)) {
		search_ask_more(app);
	}
	return err;
}

bool
search_reading(const struct kb_app *app)
{
	const struct search *s = &app->search;
	const struct kb_article_row *row = kb_model_row(&app->model);
	return s->reading && app->model.reading && row && row->id == s->article;
}

enum kb_err
search_step(struct kb_app *app, int dir)
{
	struct search *s = &app->search;
	size_t to = s->at + (dir > 0 ? 1 : SIZE_MAX);
	if (to < search_nhits(s)) {
		enum kb_err err = open_hit(app, to);
		if (!err && dir < 0) {
			find_last(app);
		}
		return err;
	}
	if (dir > 0 && (search_awaits(s) || s->wanted)) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("more is being looked for; n again"));
	}
	return kb_fail(app->ctx, KB_E_NOTHING,
	               dir > 0 ? _("this is the last article found")
	                       : _("this is the first article found"));
}

enum kb_err
search_return(struct kb_app *app)
{
	struct search *s = &app->search;
	(void)find_end(app);
	enum kb_err err = kb_model_go(&app->model, app->ctx, s->origin);
	if (!err && !app->model.reading && s->origin_at < app->model.narticles) {
		app->model.at = s->origin_at;
	}
	err = app_arrive(app, err);
	s->reading = false;
	s->returning = true;
	pane(app)->selected = s->at;
	enum kb_err pushed = app_push(app, KB_VIEW_SEARCH);
	return err ? err : pushed;
}

/* --- the prompt ------------------------------------------------------------------------ */

static void
show_past(struct kb_app *app, bool on, bool kept)
{
	struct search *s = &app->search;
	s->past_on = on;
	s->past_kept = kept;
	s->past_all = s->past_all && on;
	if (on) {
		search_past_load(app);
		pane(app)->selected = pane(app)->top = 0;
	}
	search_lay_out(app);
}

/* All of them; what is typed from now on is looked for among them. */
static void
turn_to_past(struct kb_app *app, bool on)
{
	struct search *s = &app->search;
	s->past_all = on;
	s->fresh = on && s->prompt.text.n > 0;
	show_past(app, on, on);
}

static void
changed(struct kb_app *app)
{
	struct search *s = &app->search;
	bool empty = !kb_str_trim(kb_buf_str(&s->prompt.text)).n;
	s->fresh = false;
	s->past_all = false;
	s->tabs = 0;
	if (empty) {
		s->scope = SEARCH_ARCHIVE; /* what comes is another search */
	}
	search_ask(app);
	if (s->past_kept || empty) {
		show_past(app, true, s->past_kept);
	} else if (s->past_on) {
		show_past(app, false, false);
	}
}

void
search_set_text(struct kb_app *app, kb_str text)
{
	struct kb_buf copy = { 0 };
	kb_buf_add(&copy, text);
	kb_prompt_open(&app->search.prompt, kb_buf_str(&copy));
	kb_buf_release(&copy);
}

static void
take_past(struct kb_app *app)
{
	struct search *s = &app->search;
	if (pane(app)->selected < s->npast) {
		search_set_text(app, s->past[pane(app)->selected].typed);
	}
	s->past_kept = false;
	pane(app)->selected = pane(app)->top = 0;
	changed(app);
}

static void
answer(struct kb_app *app)
{
	struct search *s = &app->search;
	if (s->past_on) {
		take_past(app);
	} else if (!search_current(s) || !search_nhits(s)) {
		s->want_open = search_awaits(s);
	} else {
		app_tell(app, open_hit(app, pane(app)->selected));
	}
}

/* From the prompt to the list; where there is none the search is left. */
static void
left(struct kb_app *app)
{
	struct search *s = &app->search;
	s->typing = false;
	s->fresh = false;
	if (s->past_on && search_nhits(s) && s->prompt.text.n) {
		show_past(app, false, false);
	} else if (s->past_on || !s->prompt.text.n) {
		s->past_on = s->past_kept = false;
		(void)app_pop(app);
	}
}

/* Puts the next completion (dir > 0) or the one before in place of what was typed. */
static void
complete(struct kb_app *app, int dir)
{
	struct search *s = &app->search;
	const struct kb_answer *first = search_current(s) ? search_first(s) : NULL;
	if (!s->tabs) {
		if (!first || !first->ncompletions) {
			app->term->ops->bell(app->term);
			return;
		}
		kb_arena_reset(&s->tab_arena);
		s->ntabs = first->ncompletions;
		s->tab = kb_arena_alloc(&s->tab_arena, s->ntabs, sizeof(*s->tab));
		for (size_t i = 0; i < s->ntabs; i++) {
			s->tab[i] = first->completions[i];
			s->tab[i].text = kb_arena_dup(&s->tab_arena, first->completions[i].text);
			s->tab[i].shown = kb_arena_dup(&s->tab_arena, first->completions[i].shown);
		}
		kb_buf_clear(&s->before_tab);
		kb_buf_add(&s->before_tab, kb_buf_str(&s->prompt.text));
		s->tabs = dir > 0 ? 0 : s->ntabs + 1;
	}
	/* round through the completions and what was typed, which is 0 */
	size_t at = (s->tabs + s->ntabs + 1 + (dir > 0 ? 1 : SIZE_MAX)) % (s->ntabs + 1);
	kb_str typed = kb_buf_str(&s->before_tab);
	struct kb_buf text = { 0 };
	if (at) {
		const struct kb_completion *c = &s->tab[at - 1];
		kb_buf_add(&text, kb_str_sub(typed, 0, c->from));
		kb_buf_add(&text, c->text);
		size_t cursor = text.n;
		kb_buf_add(&text, kb_str_sub(typed, c->to, typed.n));
		kb_prompt_open(&s->prompt, kb_buf_str(&text));
		s->prompt.cursor = cursor;
	} else {
		kb_prompt_open(&s->prompt, typed);
	}
	kb_buf_release(&text);
	changed(app);
	s->tabs = at ? at : s->ntabs + 1;
}

static void
widen(struct kb_app *app)
{
	struct search *s = &app->search;
	s->scope = search_next_scope(app);
	s->scope_chosen = true;
	search_ask(app);
}

static bool
moves(struct kb_app *app, int key)
{
	struct kb_pane *p = pane(app);
	switch (key) {
	case KB_KEY_UP:
	case CTRL_P:
		kb_pane_line(p, -1);
		return true;
	case KB_KEY_DOWN:
	case CTRL_N:
		kb_pane_line(p, 1);
		break;
	case KB_KEY_PGUP:
		kb_pane_scroll(p, -(long)p->height);
		return true;
	case KB_KEY_PGDN:
		kb_pane_scroll(p, (long)p->height);
		break;
	default:
		return false;
	}
	if (!app->search.past_on && p->selected + 16 >= p->nentries) {
		search_ask_more(app);
	}
	return true;
}

static bool
take_key(struct kb_app *app, int key)
{
	struct search *s = &app->search;
	if (moves(app, key)) {
		return true;
	}
	switch (key) {
	case TAB:
	case KB_KEY_BTAB:
		complete(app, key == TAB ? 1 : -1);
		return true;
	case CTRL_O:
		widen(app);
		return true;
	case CTRL_R:
		turn_to_past(app, !s->past_on);
		return true;
	case CTRL_S:
		search_past_save(app);
		return true;
	case KB_KEY_F1:
		app->asking = false;
		app_tell(app, app_push(app, KB_VIEW_HELP));
		return true;
	case CTRL_D:
		if (s->past_on) {
			search_past_drop(app);
		}
		return s->past_on;
	default:
		break;
	}
	bool text = key >= ' ' && key < KB_KEY_BASE && key != 127;
	if (s->fresh && text) {
		kb_prompt_open(&s->prompt, KB_STR(""));
		s->scope = s->scope_chosen ? s->scope : SEARCH_ARCHIVE;
	}
	s->fresh = s->fresh && key == '\r';
	return false;
}

static void
type(struct kb_app *app)
{
	static const struct ask_hooks hooks = { .key = take_key, .changed = changed, .left = left };
	struct search *s = &app->search;
	struct kb_buf text = { 0 };
	kb_buf_add(&text, kb_buf_str(&s->prompt.text));
	s->typing = true;
	s->in_facets = false;
	app_ask(app, &s->prompt, NULL, kb_buf_str(&text), "", answer);
	app->ask_hooks = &hooks;
	kb_buf_release(&text);
}

/* --- the list ------------------------------------------------------------------------------ */

static void
narrow(struct kb_app *app)
{
	struct search *s = &app->search;
	type(app);
	if (s->prompt.text.n && s->prompt.text.p[s->prompt.text.n - 1] != ' ') {
		kb_buf_byte(&s->prompt.text, ' ');
		s->prompt.cursor = s->prompt.text.n;
	}
}

static void
turn_order(struct kb_app *app)
{
	struct search *s = &app->search;
	s->order = (enum kb_seek_order)((s->order + 1) % 3);
	search_ask_again(app);
}

static enum kb_err
back(struct kb_app *app)
{
	struct search *s = &app->search;
	if (s->in_facets) {
		s->in_facets = false;
		return KB_OK;
	}
	if (search_awaits(s)) {
		kb_seek_stop(s->seek);
		app->term->awaiting = false;
	}
	(void)app_pop(app);
	return KB_OK;
}

/* To the last one found, which may be on its way. */
static void
to_last(struct kb_app *app)
{
	struct search *s = &app->search;
	struct kb_pane *p = pane(app);
	pane_select(p, p->nentries - 1);
	s->want_last = search_ask_last(app);
	const struct kb_answer *first = search_current(s) ? search_first(s) : NULL;
	if (!s->want_last && first && (!first->counted || first->count > search_nhits(s))) {
		kb_app_say(app, _("this is the last one listed; o turns the order"));
	}
}

/* Keys that mean something of their own here. */
static bool
own_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	struct search *s = &app->search;
	switch ((int)c->action) {
	case KB_ACT_SEARCH_ASK:
		type(app);
		return true;
	case KB_ACT_SEARCH_NARROW:
		narrow(app);
		return true;
	case KB_ACT_SEARCH_ORDER:
		turn_order(app);
		return true;
	case KB_ACT_SEARCH_SCOPE:
		widen(app);
		return true;
	case KB_ACT_SEARCH_PAST:
		type(app);
		turn_to_past(app, true);
		return true;
	case KB_ACT_FACET_NEXT:
	case KB_ACT_FACET_PREV:
		search_next_facet(app, c->action == KB_ACT_FACET_NEXT ? 1 : -1);
		return true;
	case KB_ACT_FACET_OUT:
		*err = search_step_out(app);
		return true;
	case KB_ACT_VALUE_NEXT:
		if (s->in_facets) {
			search_step_value(s, 1);
		} else {
			*err = open_hit(app, pane(app)->selected);
		}
		return true;
	case KB_ACT_VALUE_PREV:
		if (s->in_facets) {
			search_step_value(s, -1);
		} else {
			*err = back(app);
		}
		return true;
	default:
		return false;
	}
}

static bool
search_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	struct search *s = &app->search;
	*err = KB_OK;
	s->want_last = false;
	if (own_act(app, c, err)) {
		return true;
	}
	switch ((int)c->action) {
	case KB_ACT_OPEN:
		if (s->in_facets) {
			search_step_in(app);
		} else {
			*err = open_hit(app, pane(app)->selected);
		}
		return true;
	case KB_ACT_BACK:
	case KB_ACT_LEAVE:
	case KB_ACT_ESCAPE:
		*err = back(app);
		return true;
	case KB_ACT_LAST:
		if (c->counted || !search_nhits(s) || s->past_on) {
			return false;
		}
		to_last(app);
		return true;
	case KB_ACT_FIND_NEXT:
	case KB_ACT_FIND_PREV:
		kb_pane_line(pane(app), c->action == KB_ACT_FIND_NEXT ? c->count : -c->count);
		return true;
	default:
		return false;
	}
}

static enum kb_err
search_moved(struct kb_app *app)
{
	if (pane(app)->selected + 16 >= pane(app)->nentries) {
		search_ask_more(app);
	}
	return KB_OK;
}

/* --- the view ------------------------------------------------------------------------------ */

static void
search_resize(struct kb_app *app)
{
	if (app->search.typing && !app->asking) {
		type(app);
	}
	search_lay_out(app);
}

static enum kb_err
search_view_open(struct kb_app *app)
{
	struct search *s = &app->search;
	s->in_facets = false;
	s->typing = false;
	if (!s->returning) {
		search_load_marked(app);
		s->scope_chosen = false;
		type(app);
		s->fresh = s->prompt.text.n > 0;
		s->past_on = s->past_kept = false;
		if (!s->prompt.text.n) {
			show_past(app, true, false);
		}
	}
	s->returning = false;
	search_lay_out(app);
	return KB_OK;
}

static void
search_close(struct kb_app *app)
{
	if (app->asking && app->ask == &app->search.prompt) {
		app->asking = false;
	}
	app->search.typing = false;
}

static void
search_draw(const struct kb_app *app, struct kb_grid *g)
{
	search_draw_title(app, g);
	search_draw_head(app, g);
	search_draw_list(app, g);
	search_draw_status(app, g);
}

enum kb_err
search_open(struct kb_app *app, kb_str typed)
{
	struct search *s = &app->search;
	enum kb_err err = KB_OK;
	if (!s->seek) {
		err = kb_seek_open(app->ctx, kb_store_path(app->model.store), &s->seek);
		app->term->watch[0] = err ? 0 : kb_seek_fd(s->seek);
	}
	err = err ? err : kb_store_indexed(app->model.store, app->ctx, &s->complete);
	if (err) {
		return err;
	}
	s->reading = false;
	if (typed.n) {
		search_set_text(app, typed);
	}
	err = app_push(app, KB_VIEW_SEARCH);
	if (!err && typed.n) {
		changed(app);
	}
	return err;
}

void
search_watch(struct kb_app *app)
{
	struct search *s = &app->search;
	if (search_take(app) && app_view(app) == KB_VIEW_SEARCH && !s->past_on) {
		search_lay_out(app);
		if (s->want_last) {
			to_last(app);
		}
		if (s->want_open && search_current(s) && search_nhits(s)) {
			s->want_open = false;
			app_tell(app, open_hit(app, 0));
		}
	}
}

static kb_article_id
search_article(const struct kb_app *app)
{
	const struct search *s = &app->search;
	size_t at = app->pane[KB_VIEW_SEARCH].selected;
	return !s->past_on && at < search_nhits(s) ? search_hit(s, at)->id : 0;
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("read"), 8 },
	{ KB_ACT_SEARCH_ASK, KB_ACT_SEARCH_ASK, N_("change the search"), 7 },
	{ KB_ACT_FACET_NEXT, KB_ACT_FACET_NEXT, N_("narrow"), 5 },
	{ KB_ACT_SEARCH_ORDER, KB_ACT_SEARCH_ORDER, N_("order"), 4 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 6 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_search = {
	.name = N_("search"),
	.group = KB_GROUP_SEARCH,
	.hints = hints,
	.open = search_view_open,
	.resize = search_resize,
	.draw = search_draw,
	.act = search_act,
	.moved = search_moved,
	.article = search_article,
	.close = search_close,
};
