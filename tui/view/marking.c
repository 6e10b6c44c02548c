/* Marking articles, and going back to places: what the keys of marks do. */
#include <stdio.h>

#include "app_int.h"
#include "kanbao/snippet.h"

kb_article_id
app_target(const struct kb_app *app)
{
	enum kb_view_id view = app_view(app);
	const struct kb_model *m = &app->model;
	size_t at = view == KB_VIEW_CONTENTS ? app->pane[view].selected : m->at;
	if (app_ops(view)->article) {
		return app_ops(view)->article(app);
	}
	bool shown = view == KB_VIEW_FRONT || view == KB_VIEW_ARTICLE || view == KB_VIEW_CONTENTS;
	return shown && at < m->narticles ? m->articles[at].id : 0;
}

static enum kb_err
no_article(struct kb_app *app)
{
	return kb_fail(app->ctx, KB_E_NOTHING, _("there is no article here to mark"));
}

/* The marks on the screen are those that are kept now. */
static void
refresh(struct kb_app *app)
{
	app_ops(app_view(app))->resize(app);
}

/* Says what was done where that went well. */
static enum kb_err
done(struct kb_app *app, enum kb_err err, const char *text)
{
	if (!err) {
		refresh(app);
		kb_app_say(app, text);
	}
	return err;
}

/* The article meant, and what is kept of it. */
static enum kb_err
load(struct kb_app *app, struct kb_arena *a, kb_article_id *id, struct kb_marking *marks)
{
	*id = app_target(app);
	return *id ? kb_model_marks(&app->model, app->ctx, a, *id, marks) : no_article(app);
}

/* The article that a key is for, and how it is marked, without its texts. */
static enum kb_err
marked(struct kb_app *app, kb_article_id *id, struct kb_marking *marks)
{
	struct kb_arena a = { 0 };
	enum kb_err err = load(app, &a, id, marks);
	kb_arena_release(&a);
	return err;
}

enum kb_err
act_star(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct kb_marking marks = { 0 };
	kb_article_id id = 0;
	enum kb_err err = marked(app, &id, &marks);
	err = err ? err : kb_model_star(&app->model, app->ctx, id, !marks.star);
	return done(app, err, marks.star ? _("the star is off") : _("starred; B lists the stars"));
}

enum kb_err
act_read(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct kb_marking marks = { 0 };
	kb_article_id id = 0;
	enum kb_err err = marked(app, &id, &marks);
	err = err ? err : kb_model_mark_read(&app->model, app->ctx, id, !marks.read);
	return done(app, err, marks.read ? _("marked as unread") : _("marked as read"));
}

/* --- tags and notes --------------------------------------------------------------- */

static void
answer_note(struct kb_app *app)
{
	app->asking = false;
	kb_prompt_remember(&app->line);
	enum kb_err err =
		kb_model_annotate(&app->model, app->ctx, app->noted, kb_buf_str(&app->line.text));
	app_tell(app, done(app, err,
	                   app->line.text.n ? _("noted; U takes it back")
	                                    : _("nothing is noted of it")));
}

enum kb_err
act_annotate(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct kb_arena a = { 0 };
	struct kb_buf line = { 0 };
	struct kb_marking marks = { 0 };
	enum kb_err err = load(app, &a, &app->noted, &marks);
	if (!err) {
		kb_marking_line(&marks, &line);
		app_ask(app, &app->line, _("Note"), kb_buf_str(&line), _("#tag #tag, then a note"),
		        answer_note);
	}
	kb_buf_release(&line);
	kb_arena_release(&a);
	return err;
}

/* --- a whole issue ------------------------------------------------------------------ */

void
app_confirm(struct kb_app *app, const char *question, enum kb_err (*yes)(struct kb_app *app))
{
	app->confirm = yes;
	kb_app_say(app, question);
}

static enum kb_err
read_issue(struct kb_app *app)
{
	struct kb_buf text = { 0 };
	size_t n = 0;
	enum kb_err err = kb_model_read_issue(&app->model, app->ctx, &n);
	kb_buf_printf(&text,
	              ngettext("%zu article marked as read; U takes it back",
	                       "%zu articles marked as read; U takes it back", (unsigned long)n),
	              n);
	err = done(app, err, text.p);
	kb_buf_release(&text);
	return err;
}

enum kb_err
act_read_issue(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	const struct kb_model *m = &app->model;
	struct kb_buf date = { 0 };
	struct kb_buf text = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < m->narticles; i++) {
		n += !m->marks[i].read;
	}
	if (app_article(app) == SIZE_MAX) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("there is no issue here to mark"));
	}
	if (!n) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("all of this issue has been read"));
	}
	say_issue(&date, &m->issue, SAY_DAY);
	/* TRANSLATORS: the number of articles not read, the date of the issue */
	kb_buf_printf(&text,
	              ngettext("mark %zu article of %s as read? y/n",
	                       "mark %zu articles of %s as read? y/n", (unsigned long)n),
	              n, date.p);
	app_confirm(app, text.p, read_issue);
	kb_buf_release(&date);
	kb_buf_release(&text);
	return KB_OK;
}

/* --- taking back ---------------------------------------------------------------------- */

/* The title of the article that a fact is about, in quotes; nothing for a mark. */
static void
say_title(struct kb_app *app, struct kb_buf *out, const struct kb_keep *keep)
{
	struct kb_arena a = { 0 };
	struct kb_article article;
	kb_issue_id issue;
	kb_article_id id = 0;
	if (keep->what != KB_KEPT_MARK &&
	    !kb_store_resolve(app->model.store, app->ctx, keep->ref, &issue, &id) && id &&
	    !kb_store_article(app->model.store, app->ctx, &a, id, &article)) {
		kb_buf_printf(out, _(" of “%.*s”"), KB_ARG(kb_article_title(&article)));
	}
	kb_arena_release(&a);
}

enum kb_err
act_undo(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	static const char *const kinds[] = {
		[KB_KEPT_READ] = N_("read mark"),    [KB_KEPT_STAR] = N_("star"),
		[KB_KEPT_TAG] = N_("tags and note"), [KB_KEPT_NOTE] = N_("tags and note"),
		[KB_KEPT_MARK] = N_("mark"),
	};
	struct kb_arena a = { 0 };
	struct kb_keeps keeps = { 0 };
	struct kb_buf text = { 0 };
	enum kb_err err = kb_model_undo(&app->model, app->ctx, &a, &keeps);
	if (!err) {
		/* TRANSLATORS: what was marked, and of which article */
		kb_buf_printf(&text, _("taken back: %s"), _(kinds[keeps.v[0].what]));
		if (keeps.n > 1 && keeps.v[0].what == KB_KEPT_READ) {
			kb_buf_printf(&text,
			              ngettext(" of %zu article", " of %zu articles",
			                       (unsigned long)keeps.n),
			              keeps.n);
		} else {
			say_title(app, &text, &keeps.v[0]);
		}
	}
	err = done(app, err, text.p);
	kb_buf_release(&text);
	kb_arena_release(&a);
	return err;
}

/* --- going ------------------------------------------------------------------------------- */

/* In a list of the issue the article is selected, elsewhere it is opened. */
static enum kb_err
go_unread(struct kb_app *app, struct kb_spot spot, bool listed)
{
	struct kb_model *m = &app->model;
	if (!listed) {
		return kb_model_go(m, app->ctx, spot);
	}
	enum kb_err err = KB_OK;
	if (spot.issue != m->issue.id) {
		err = kb_model_go(m, app->ctx, (struct kb_spot){ .issue = spot.issue });
	}
	for (size_t i = 0; i < m->narticles && !err; i++) {
		m->at = m->articles[i].id == spot.article ? i : m->at;
	}
	return err;
}

enum kb_err
act_unread(struct kb_app *app, int arg, const struct kb_command *c)
{
	struct kb_model *m = &app->model;
	enum kb_view_id view = app_view(app);
	kb_issue_id was = m->issue.id;
	bool listed = view == KB_VIEW_FRONT;
	enum kb_err err = KB_OK;
	int steps = 0;
	for (; steps < c->count && !err; steps++) {
		struct kb_spot spot = { 0 };
		err = kb_model_unread(m, app->ctx, arg, &spot);
		err = err ? err : go_unread(app, spot, listed);
	}
	err = steps > 1 && err == KB_E_NOTHING ? KB_OK : err;
	if (!err && listed && m->issue.id == was) {
		kb_pane_goto(&app->pane[view], (long)m->at + 1);
		return KB_OK;
	}
	err = app_arrive(app, err);
	if (!err && m->issue.id != was) {
		app_say_issue(app, arg);
	}
	return err;
}

enum kb_err
act_retrace(struct kb_app *app, int arg, const struct kb_command *c)
{
	return app_arrive(app, kb_model_retrace(&app->model, app->ctx, arg * c->count));
}

enum kb_err
act_set_mark(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, _("this place is mark %c; '%c comes back to it"), c->letter,
	              c->letter);
	enum kb_err err = done(app, kb_model_set_mark(&app->model, app->ctx, c->letter), text.p);
	kb_buf_release(&text);
	return err;
}

enum kb_err
act_go_mark(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	return app_arrive(app, kb_model_go_mark(&app->model, app->ctx, c->letter));
}

/* --- where am I ----------------------------------------------------------------------------- */

/* Date, page, number of the article, line and per cent; its reference on a line of its own. */
enum kb_err
act_where(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	const struct kb_model *m = &app->model;
	const struct kb_pane *p = &app->pane[KB_VIEW_ARTICLE];
	const char *dot = ornament(app, KB_ORN_DOT).p; /* a literal */
	struct kb_buf text = { 0 };
	struct kb_buf ref = { 0 };
	kb_buf_printf(&text, "%.*s ", KB_ARG(say_paper(&m->issue)));
	say_issue(&text, &m->issue, SAY_FULL);
	if (m->at < m->narticles) {
		kb_buf_printf(&text, " %s ", dot);
		say_page(&text, m->articles[m->at].head.page);
		kb_buf_printf(&text, " %s ", dot);
		kb_buf_printf(&text, _("article %zu of %zu"), m->at + 1, m->narticles);
	}
	if (m->reading && p->lines.n) {
		kb_buf_printf(&text, " %s ", dot);
		kb_buf_printf(&text, _("line %zu of %zu"), p->top + 1, p->lines.n);
		kb_buf_printf(&text, " %s %d%%", dot, article_percent(app));
	}
	if (m->at < m->narticles) {
		say_marks(app, &ref, &m->marks[m->at]);
		kb_buf_add(&ref, m->refs[m->at]);
	} else {
		(void)kb_store_issue_ref(m->store, app->ctx, m->issue.id, &ref);
	}
	app_say_lines(app, kb_buf_str(&text), kb_buf_str(&ref));
	kb_buf_release(&text);
	kb_buf_release(&ref);
	return KB_OK;
}
