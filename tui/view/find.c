/*
 * Finding in what is shown, as typed: the terms of the archive's search, held
 * against the fields that the pane's lines were made of.
 */
#include "app_int.h"
#include "kanbao/search.h"

#define CTRL_O 15

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[app->find.view];
}

void
find_release(struct find *f)
{
	kb_prompt_release(&f->prompt);
	kb_buf_release(&f->typed);
	kb_arena_release(&f->arena);
}

void
find_terms(struct kb_arena *a, kb_str typed, const struct kb_lines *lines, struct kb_terms *out)
{
	struct kb_folded text = { 0 };
	for (size_t i = 0; i < lines->nprinted; i++) {
		kb_folded_add(&text, lines->printed[i].text);
		kb_folded_field(&text);
	}
	kb_terms_parse(a, typed, kb_day_today(), out);
	kb_terms_sound(a, out, &text);
	kb_folded_release(&text);
}

/* --- places ------------------------------------------------------------------------ */

static enum kb_field
field_of(enum kb_role role)
{
	switch ((int)role) {
	case KB_ROLE_LABEL:
		return KB_FIELD_LABEL;
	case KB_ROLE_KICKER:
	case KB_ROLE_HEADLINE:
	case KB_ROLE_DECK:
	case KB_ROLE_TITLE:
		return KB_FIELD_TITLE;
	case KB_ROLE_BYLINE:
	case KB_ROLE_INFO:
		return KB_FIELD_BY;
	default:
		return KB_FIELD_ANY;
	}
}

/* The field that a run was cut from, searched from a guess on; nprinted where it is none. */
static size_t
printed_of(const struct kb_lines *lines, const struct kb_run *run, size_t guess)
{
	for (size_t i = 0; i < lines->nprinted; i++, guess++) {
		guess = guess < lines->nprinted ? guess : 0;
		const kb_str text = lines->printed[guess].text;
		if (run->text.p >= text.p && run->text.p + run->text.n <= text.p + text.n) {
			return guess;
		}
	}
	return lines->nprinted;
}

/* The line of each place: that of the first run that goes on behind its start. */
static void
find_lines(struct find *f, const struct kb_lines *lines)
{
	size_t guess = 0;
	for (size_t i = 0; i < lines->n; i++) {
		for (size_t r = 0; r < lines->v[i].nruns; r++) {
			const struct kb_run *run = &lines->v[i].runs[r];
			size_t in = printed_of(lines, run, guess);
			if (in == lines->nprinted) {
				continue;
			}
			guess = in;
			size_t end =
				(size_t)(run->text.p - lines->printed[in].text.p) + run->text.n;
			for (size_t k = f->first[in]; k < f->first[in + 1]; k++) {
				if (f->v[k].line == FIND_NONE && f->v[k].from < end) {
					f->v[k].line = i;
					f->v[k].x = run->x;
				}
			}
		}
	}
}

/* Places that no line shows go. */
static void
drop_hidden(struct find *f, const struct kb_lines *lines)
{
	size_t n = 0;
	for (size_t i = 0; i < lines->nprinted; i++) {
		size_t from = f->first[i];
		f->first[i] = n;
		for (size_t k = from; k < f->first[i + 1]; k++) {
			if (f->v[k].line != FIND_NONE) {
				f->v[n++] = f->v[k];
			}
		}
	}
	f->first[lines->nprinted] = f->n = n;
}

static void
look(struct find *f, const struct kb_lines *lines)
{
	kb_arena_reset(&f->arena);
	f->v = NULL;
	f->n = f->cap = 0;
	f->first = kb_arena_alloc(&f->arena, lines->nprinted + 1, sizeof(*f->first));
	find_terms(&f->arena, kb_buf_str(&f->typed), lines, &f->terms);
	for (size_t i = 0; i < lines->nprinted; i++) {
		struct kb_marks marks;
		kb_marks_of(&f->arena, lines->printed[i].text, field_of(lines->printed[i].role),
		            &f->terms, &marks);
		f->first[i] = f->n;
		for (size_t k = 0; k < marks.n; k++) {
			f->v = kb_arena_grow(&f->arena, f->v, f->n, &f->cap, sizeof(*f->v));
			f->v[f->n++] = (struct find_hit){ .printed = i,
				                          .from = marks.v[k].from,
				                          .to = marks.v[k].to,
				                          .line = FIND_NONE };
		}
	}
	f->first[lines->nprinted] = f->n;
	find_lines(f, lines);
	drop_hidden(f, lines);
}

void
find_refresh(struct kb_app *app)
{
	struct find *f = &app->find;
	if (f->on && f->view == app_view(app) && f->set != pane(app)->set) {
		look(f, &pane(app)->lines);
		f->set = pane(app)->set;
		f->here = f->here < f->n ? f->here : FIND_NONE;
	}
}

static size_t
entry_of(const struct kb_pane *p, const struct find_hit *hit)
{
	return kb_pane_entry_at(p, hit->line, hit->x);
}

/* The view follows the pane. */
static enum kb_err
follow(struct kb_app *app)
{
	const struct kb_view_ops *ops = app_ops(app_view(app));
	return ops->moved ? ops->moved(app) : KB_OK;
}

/* Brings a place into sight. */
static enum kb_err
show(struct kb_app *app, size_t hit)
{
	struct find *f = &app->find;
	struct kb_pane *p = pane(app);
	size_t line = f->v[hit].line;
	f->here = hit;
	f->edge = 0;
	if (p->nentries) {
		pane_select(p, entry_of(p, &f->v[hit]));
	} else if (line < p->top || line >= p->top + kb_pane_room(p)) {
		kb_pane_show(p, line > p->height / 3 ? line - p->height / 3 : 0);
	}
	return follow(app);
}

/* The first place at or behind a line, in a list an entry; n where there is none. */
static size_t
first_from(const struct find *f, const struct kb_pane *p, size_t from)
{
	size_t i = 0;
	while (i < f->n && (p->nentries ? entry_of(p, &f->v[i]) : f->v[i].line) < from) {
		i++;
	}
	return i;
}

/* The first place in the entry selected; n where there is none. */
static size_t
first_selected(const struct find *f, const struct kb_pane *p)
{
	size_t i = first_from(f, p, p->selected);
	return i < f->n && entry_of(p, &f->v[i]) == p->selected ? i : f->n;
}

/* Only a part of a long list is laid out: its places are not all. */
static bool
is_part(const struct kb_app *app)
{
	const struct kb_window *w = &app->window;
	return app_ops(app->find.view)->find_on && !(w->first && w->last);
}

/* Beyond what is laid out of a long list; false where there is nothing. */
static bool
find_beyond(struct kb_app *app, int dir, bool wrap)
{
	struct find *f = &app->find;
	const struct kb_view_ops *ops = app_ops(f->view);
	if (!is_part(app) || !ops->find_on(app, kb_buf_str(&f->typed), dir, wrap)) {
		return false;
	}
	find_refresh(app);
	size_t hit = first_selected(f, pane(app));
	return hit < f->n && !show(app, hit);
}

/* --- going on ------------------------------------------------------------------------ */

/*
 * The next article of the issue with what is looked for, the first or last
 * one where from is 0; 0 where there is none.
 */
static enum kb_err
next_in_issue(struct kb_app *app, kb_article_id from, int dir, kb_article_id *out)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_found found = { 0 };
	kb_terms_parse(&a, kb_buf_str(&app->find.typed), kb_day_today(), &terms);
	const struct kb_search search = { .terms = &terms,
		                          .issue = app->model.issue.id,
		                          .first = KB_DAY_NONE,
		                          .last = KB_DAY_NONE,
		                          .oldest = dir < 0,
		                          .from = from,
		                          .limit = 1 };
	enum kb_err err = kb_search_sounds(app->model.store, app->ctx, &a, &terms);
	err = err ? err : kb_search_run(app->model.store, app->ctx, &a, &search, &found);
	*out = err || !found.n ? 0 : found.ids[0];
	kb_arena_release(&a);
	return err;
}

static enum kb_err
go_on(struct kb_app *app, int dir)
{
	struct find *f = &app->find;
	kb_article_id next = 0;
	const struct kb_article_row *row = kb_model_row(&app->model);
	enum kb_err err = next_in_issue(app, row ? row->id : 0, dir, &next);
	if (!err && !next) {
		err = kb_fail(app->ctx, KB_E_NOTHING,
		              _("no further article of this issue has it; S looks in the archive"));
	}
	if (err) {
		return err;
	}
	struct kb_spot spot = { .issue = app->model.issue.id, .article = next };
	err = app_arrive(app, kb_model_go(&app->model, app->ctx, spot));
	find_refresh(app);
	if (!err && f->n) {
		err = show(app, dir > 0 ? 0 : f->n - 1);
	}
	return err;
}

/* Past the last place of an article: said first, gone on with when asked again. */
static enum kb_err
pass_end(struct kb_app *app, int dir)
{
	struct find *f = &app->find;
	if (f->n && f->scope == FIND_ARTICLE && f->edge != dir) {
		f->edge = dir;
		return kb_fail(
			app->ctx, KB_E_NOTHING,
			dir > 0 ? _("the last place in this article; n goes on to the next one")
				: _("the first place in this article; N goes on to the one "
		                    "before"));
	}
	return go_on(app, dir);
}

/* The place that the next one is counted from: where we are. */
static size_t
start_of(const struct find *f, const struct kb_pane *p, int dir)
{
	if (p->nentries) {
		return dir > 0 ? first_from(f, p, p->selected + 1) - 1
		               : first_from(f, p, p->selected);
	}
	if (f->here < f->n) {
		size_t line = f->v[f->here].line;
		if (line >= p->top && line < p->top + kb_pane_room(p)) {
			return f->here;
		}
	}
	/* one before the first that may be gone to, in either direction */
	return dir > 0 ? first_from(f, p, p->top) - 1 : first_from(f, p, p->top);
}

static enum kb_err
step(struct kb_app *app, int dir)
{
	struct find *f = &app->find;
	struct kb_pane *p = pane(app);
	size_t to = start_of(f, p, dir) + (dir > 0 ? 1 : SIZE_MAX);
	if (to < f->n) {
		return show(app, to);
	}
	if (f->view == KB_VIEW_ARTICLE) {
		return search_reading(app) ? search_step(app, dir) : pass_end(app, dir);
	}
	if (find_beyond(app, dir, false)) {
		return KB_OK;
	}
	bool again = find_beyond(app, dir, true);
	if (!again && !f->n) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("'%.*s' is not here"),
		               KB_ARG(kb_buf_str(&f->typed)));
	}
	kb_app_say(app, dir > 0 ? _("from the top again") : _("from the end again"));
	return again ? KB_OK : show(app, dir > 0 ? 0 : f->n - 1);
}

enum kb_err
find_step(struct kb_app *app, int dir, int count)
{
	struct find *f = &app->find;
	enum kb_err err = KB_OK;
	if (!f->typed.n) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("nothing is looked for yet; / asks what"));
	}
	if (!f->on || f->view != app_view(app)) {
		f->on = true;
		f->view = app_view(app);
		f->set = 0;
		f->here = FIND_NONE;
	}
	for (int i = 0; i < count && !err; i++) {
		find_refresh(app);
		err = step(app, dir);
	}
	return err;
}

void
find_begin(struct kb_app *app, kb_str typed)
{
	struct find *f = &app->find;
	kb_buf_clear(&f->typed);
	kb_buf_add(&f->typed, typed);
	f->on = typed.n > 0;
	f->scope = FIND_ARCHIVE;
	f->view = app_view(app);
	f->set = 0;
	f->here = FIND_NONE;
	find_refresh(app);
	if (f->on && f->n) {
		(void)show(app, 0);
	}
}

void
find_last(struct kb_app *app)
{
	if (app->find.on && app->find.n) {
		(void)show(app, app->find.n - 1);
	}
}

bool
find_end(struct kb_app *app)
{
	bool was = app->find.on && app->find.view == app_view(app);
	app->find.on = false;
	return was;
}

/* --- the prompt ------------------------------------------------------------------------- */

static const char *
label_of(const struct find *f)
{
	return f->scope == FIND_ISSUE ? _("Find in the issue") : _("Find");
}

/* How many places there are, and what else could be done. */
static void
say_note(struct kb_app *app)
{
	struct find *f = &app->find;
	struct kb_buf note = { 0 };
	if (!f->typed.n) {
		kb_buf_add(&note, kb_str_of(f->view == KB_VIEW_ARTICLE
		                                    ? _("^O: in the issue, in the archive")
		                                    : _("^O: in the archive")));
	} else if (f->n && is_part(app)) {
		kb_buf_add(&note, KB_STR("…"));
	} else if (f->n) {
		kb_buf_printf(&note, "%zu/%zu", f->here < f->n ? f->here + 1 : 0, f->n);
	} else {
		kb_buf_add(&note, kb_str_of(_("not here; ^O looks further")));
	}
	app_ask_note(app, note.p);
	kb_buf_release(&note);
}

static void
go_back(struct kb_app *app)
{
	struct find *f = &app->find;
	struct kb_pane *p = pane(app);
	const struct kb_view_ops *ops = app_ops(f->view);
	if (ops->find_on && app->window.here != f->from_issue) {
		/* other rows were laid out meanwhile */
		(void)kb_window_show(&app->window, app->ctx, f->from_issue);
		ops->resize(app);
		size_t line = p->nentries ? p->entries[p->selected].line : 0;
		f->from_top = line > f->from_row ? line - f->from_row : 0;
		f->from_selected = p->selected;
	} else if (p->nentries) {
		pane_select(p, f->from_selected);
	}
	kb_pane_show(p, f->from_top);
	kb_pane_settle(p);
	(void)follow(app);
}

static void
changed(struct kb_app *app)
{
	struct find *f = &app->find;
	kb_buf_clear(&f->typed);
	kb_buf_add(&f->typed, kb_str_trim(kb_buf_str(&f->prompt.text)));
	f->on = f->typed.n > 0;
	f->set = 0;
	f->here = FIND_NONE;
	go_back(app);
	find_refresh(app);
	if (f->on && f->n) {
		struct kb_pane *p = pane(app);
		size_t hit = first_from(f, p, p->nentries ? p->selected : p->top);
		if (hit < f->n || !(find_beyond(app, 1, false) || find_beyond(app, 1, true))) {
			(void)(f->n ? show(app, hit < f->n ? hit : 0) : KB_OK);
		}
	} else if (f->on && !find_beyond(app, 1, false)) {
		(void)find_beyond(app, 1, true);
	}
	say_note(app);
}

static void
left(struct kb_app *app)
{
	app->find.on = false;
	go_back(app);
}

static void
answer(struct kb_app *app)
{
	struct find *f = &app->find;
	app->asking = false;
	kb_prompt_remember(&f->prompt);
	if (!f->on || f->n) {
		return;
	}
	enum kb_err err = KB_E_NOTHING;
	if (f->view == KB_VIEW_ARTICLE && f->scope == FIND_ISSUE) {
		err = find_step(app, 1, 1);
		app_tell(app, err);
	} else {
		struct kb_buf text = { 0 };
		kb_buf_printf(&text, _("'%.*s' is not here"), KB_ARG(kb_buf_str(&f->typed)));
		kb_app_say(app, text.p);
		kb_buf_release(&text);
	}
}

/* The row of the pane that the selected entry begins on. */
static size_t
row_of(const struct kb_pane *p)
{
	size_t line = p->nentries ? p->entries[p->selected].line : p->top;
	return line > p->top ? line - p->top : 0;
}

/* ^O: article → issue → archive. */
static bool
take_key(struct kb_app *app, int key)
{
	struct find *f = &app->find;
	if (key != CTRL_O) {
		return false;
	}
	if (f->view == KB_VIEW_ARTICLE && f->scope == FIND_ARTICLE) {
		f->scope = FIND_ISSUE;
		app->ask_label = label_of(f);
		say_note(app);
		return true;
	}
	struct kb_buf typed = { 0 };
	kb_buf_add(&typed, kb_buf_str(&f->prompt.text));
	app->asking = false;
	left(app);
	app_tell(app, search_open(app, kb_buf_str(&typed)));
	kb_buf_release(&typed);
	return true;
}

void
find_ask(struct kb_app *app)
{
	static const struct ask_hooks hooks = { .key = take_key, .changed = changed, .left = left };
	struct find *f = &app->find;
	f->view = app_view(app);
	f->scope = FIND_ARTICLE;
	f->on = false;
	f->edge = 0;
	f->from_top = pane(app)->top;
	f->from_selected = pane(app)->selected;
	f->from_issue = app->window.here;
	f->from_row = row_of(pane(app));
	kb_buf_clear(&f->typed);
	app_ask(app, &f->prompt, label_of(f), KB_STR(""), "", answer);
	app->ask_hooks = &hooks;
	say_note(app);
}

/* --- on the screen -------------------------------------------------------------------------- */

void
find_draw_run(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int y, int x,
              const struct kb_run *run)
{
	const struct find *f = &app->find;
	if (!f->on || p != &app->pane[f->view] || f->set != p->set || !f->n) {
		return;
	}
	size_t i = printed_of(&p->lines, run, 0);
	if (i == p->lines.nprinted) {
		return;
	}
	const char *text = p->lines.printed[i].text.p;
	for (size_t k = f->first[i]; k < f->first[i + 1]; k++) {
		draw_mark(g, y, x, run, text + f->v[k].from, text + f->v[k].to,
		          k == f->here ? KB_ROLE_HIT_HERE : KB_ROLE_HIT);
	}
}

bool
find_here(const struct kb_app *app)
{
	const struct find *f = &app->find;
	return f->on && !app->asking && f->view == app_view(app) && f->n;
}

void
find_say(const struct kb_app *app, struct kb_buf *out)
{
	const struct find *f = &app->find;
	if (find_here(app)) {
		kb_buf_add(out, kb_buf_str(&f->typed));
		if (!is_part(app)) {
			kb_buf_printf(out, " %zu/%zu", f->here < f->n ? f->here + 1 : 0, f->n);
		}
	}
}
