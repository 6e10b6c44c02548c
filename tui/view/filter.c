/* Lists of which only what matches is shown, by the terms of the archive's search. */
#include "app_int.h"
#include "kanbao/fold.h"

void
filter_release(struct filter *f)
{
	kb_prompt_release(&f->prompt);
	kb_buf_release(&f->typed);
}

bool
filter_on(const struct kb_app *app, enum kb_view_id view)
{
	return app->filter.on && app->filter.view == view;
}

/* Walks through the fields of lines in their order. */
struct walk {
	const struct kb_lines *lines;
	size_t at;   /* field met last */
	size_t from; /* fields before it belong to entries before */
};

/* The field that a run was cut from, at or behind the one met last; nprinted where it is none. */
static size_t
field_of(const struct walk *w, const struct kb_run *run)
{
	size_t i = w->at;
	while (i < w->lines->nprinted) {
		kb_str text = w->lines->printed[i].text;
		if (run->text.p >= text.p && run->text.p < text.p + text.n) {
			break;
		}
		i++;
	}
	return i;
}

/* The fields of an entry, whole, and what else stands in its lines. */
static void
collect(struct walk *w, const struct kb_entry *e, struct kb_folded *out)
{
	kb_folded_clear(out);
	for (size_t i = e->line; i < e->line + e->n; i++) {
		for (size_t r = 0; r < w->lines->v[i].nruns; r++) {
			const struct kb_run *run = &w->lines->v[i].runs[r];
			size_t field = field_of(w, run);
			bool known = field < w->lines->nprinted;
			if (known && field < w->from) {
				continue; /* a further line of it */
			}
			kb_folded_add(out, known ? w->lines->printed[field].text : run->text);
			kb_folded_field(out);
			if (known) {
				w->at = field;
				w->from = field + 1;
			}
		}
	}
}

void
filter_refresh(struct kb_app *app)
{
	struct filter *f = &app->filter;
	struct kb_pane *p = &app->pane[f->view];
	if (!filter_on(app, app_view(app)) || f->set == p->set || !p->nentries ||
	    app_ops(f->view)->find_on) {
		return;
	}
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_folded text = { 0 };
	struct walk walk = { .lines = &p->lines };
	bool *keep = kb_arena_alloc(&a, p->nentries, sizeof(*keep));
	size_t was = p->selected;
	find_terms(&a, kb_buf_str(&f->typed), &p->lines, &terms);
	f->kept = 0;
	f->all = p->nentries;
	for (size_t i = 0; i < p->nentries; i++) {
		collect(&walk, &p->entries[i], &text);
		keep[i] = kb_terms_match(&terms, &text);
		f->kept += keep[i];
	}
	kb_pane_filter(p, keep);
	f->set = p->set;
	kb_folded_release(&text);
	kb_arena_release(&a);
	const struct kb_view_ops *ops = app_ops(f->view);
	if (p->selected != was && ops->moved) {
		(void)ops->moved(app);
	}
}

/* The list is laid out anew, whole. */
static void
lay_out(struct kb_app *app)
{
	app_ops(app->filter.view)->resize(app);
}

bool
filter_end(struct kb_app *app)
{
	bool was = filter_on(app, app_view(app));
	if (was) {
		app->filter.on = false;
		lay_out(app);
	}
	return was;
}

void
filter_say(const struct kb_app *app, struct kb_buf *out)
{
	const struct filter *f = &app->filter;
	if (filter_on(app, app_view(app))) {
		kb_buf_printf(out, "& %.*s %zu/%zu", KB_ARG(kb_buf_str(&f->typed)), f->kept,
		              f->all);
	}
}

/* --- the prompt ------------------------------------------------------------------------ */

static void
say_note(struct kb_app *app)
{
	struct filter *f = &app->filter;
	struct kb_buf note = { 0 };
	if (f->on) {
		kb_buf_printf(&note, "%zu/%zu", f->kept, f->all);
	}
	app_ask_note(app, f->on ? note.p : _("only what matches is shown"));
	kb_buf_release(&note);
}

static void
changed(struct kb_app *app)
{
	struct filter *f = &app->filter;
	kb_buf_clear(&f->typed);
	kb_buf_add(&f->typed, kb_str_trim(kb_buf_str(&f->prompt.text)));
	f->on = f->typed.n > 0;
	f->set = 0;
	lay_out(app);
	filter_refresh(app);
	say_note(app);
}

static void
left(struct kb_app *app)
{
	app->filter.on = false;
	lay_out(app);
}

static void
answer(struct kb_app *app)
{
	struct filter *f = &app->filter;
	app->asking = false;
	kb_prompt_remember(&f->prompt);
	if (f->on && !f->kept) {
		struct kb_buf text = { 0 };
		left(app);
		kb_buf_printf(&text, _("'%.*s' is not here"), KB_ARG(kb_buf_str(&f->typed)));
		kb_app_say(app, text.p);
		kb_buf_release(&text);
	}
}

enum kb_err
filter_ask(struct kb_app *app)
{
	static const struct ask_hooks hooks = { .changed = changed, .left = left };
	struct filter *f = &app->filter;
	enum kb_view_id view = app_view(app);
	if (!app->pane[view].nentries) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("only lists can be filtered"));
	}
	bool same = filter_on(app, view);
	f->view = view;
	struct kb_buf typed = { 0 };
	kb_buf_add(&typed, same ? kb_buf_str(&f->typed) : KB_STR(""));
	app_ask(app, &f->prompt, _("Only"), kb_buf_str(&typed), "", answer);
	app->ask_hooks = &hooks;
	kb_buf_release(&typed);
	if (!same && f->on) {
		f->on = false;
	}
	say_note(app);
	return KB_OK;
}
