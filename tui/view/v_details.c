/* All that is known of an article: its reference, people, doubts, source, and where it goes on. */
#include "app_int.h"

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_DETAILS];
}

/* Columns of the words at the left. */
static int
label_cols(const struct kb_app *app)
{
	return app->layout.width >= 60 ? 16 : 2;
}

/* A word and its value beside it, or below it where the screen is narrow. */
static void
add(struct kb_app *app, const char *label, kb_str value, enum kb_role role)
{
	struct kb_pane *p = pane(app);
	struct kb_layout_options o = app->layout;
	int x = label_cols(app);
	if (!value.n) {
		return;
	}
	o.measure = o.width = o.width > KB_ROW_WIDTH ? KB_ROW_WIDTH : o.width - 1;
	if (x < 16) {
		pane_line(p, 1, kb_str_of(label), KB_ROLE_INFO);
	}
	size_t line = p->lines.n;
	kb_layout_para(&p->arena, value, role, x, x, &o, &p->lines);
	if (x >= 16 && p->lines.n > line) {
		pane_run(p, line, 1, kb_str_of(label), KB_ROLE_INFO);
	}
}

/* Adds what stands in the buffer, and empties it. */
static void
add_buf(struct kb_app *app, const char *label, struct kb_buf *text)
{
	add(app, label, kb_arena_dup(&pane(app)->arena, kb_buf_str(text)), KB_ROLE_BODY);
	kb_buf_clear(text);
}

static void
add_issue(struct kb_app *app, const struct kb_article_row *row, struct kb_buf *text)
{
	const struct kb_model *m = &app->model;
	say_issue(text, &m->issue, SAY_FULL);
	if (m->issue.date_source == KB_DATE_INFERRED) {
		kb_buf_printf(text, " %s", _("(inferred, not printed)"));
	}
	if (m->issue.number) {
		kb_buf_add(text, KB_STR("  "));
		kb_buf_printf(text, _("No. %ld"), m->issue.number);
	}
	add(app, _("paper"), say_paper(&m->issue), KB_ROLE_BODY);
	add_buf(app, _("date"), text);
	say_page_name(text, m, row->head.page);
	add_buf(app, _("page"), text);
}

static void
add_titles(struct kb_app *app, const struct kb_article *head)
{
	add(app, _("label"), head->label, KB_ROLE_BODY);
	add(app, _("kicker"), head->kicker, KB_ROLE_BODY);
	add(app, _("headline"), head->headline, KB_ROLE_TITLE);
	add(app, _("deck"), head->deck, KB_ROLE_BODY);
	add(app, _("lead"), head->lead, KB_ROLE_BODY);
}

/* What kind of item it is, and how long. */
static void
add_measures(struct kb_app *app, const struct kb_article_row *row, const struct kb_article *whole,
             struct kb_buf *text)
{
	static const char *const kinds[] = { [KB_KIND_NEWS] = N_("story"),
		                             [KB_KIND_PHOTO] = N_("picture"),
		                             [KB_KIND_NOTICE] = N_("notice") };
	unsigned long paras = whole->body.n;
	unsigned long pictures = whole->ncaptions;
	add(app, _("kind"), kb_str_of(_(kinds[row->head.kind])), KB_ROLE_BODY);
	kb_buf_printf(text, ngettext("%zu character", "%zu characters", row->chars), row->chars);
	kb_buf_add(text, KB_STR("  "));
	kb_buf_printf(text, ngettext("%lu paragraph", "%lu paragraphs", paras), paras);
	if (pictures) {
		kb_buf_add(text, KB_STR("  "));
		kb_buf_printf(text, ngettext("%lu picture", "%lu pictures", pictures), pictures);
	}
	kb_buf_add(text, KB_STR("  "));
	say_minutes(text, row->chars);
	add_buf(app, _("length"), text);
}

/* 第2版：服务主战场…  今日柯城/2022-04-13/2/1 */
static enum kb_err
add_half(struct kb_app *app, const char *label, kb_article_id id, kb_str page, struct kb_buf *text)
{
	const struct kb_model *m = &app->model;
	enum kb_err err = KB_OK;
	if (!page.n) {
		return KB_OK;
	}
	say_page(text, page);
	if (id) {
		kb_buf_add(text, KB_STR("  "));
		err = kb_store_article_ref(m->store, app->ctx, id, text);
	} else {
		kb_buf_printf(text, "  %s", _("(not known which article)"));
	}
	if (!err) {
		add_buf(app, label, text);
	}
	return err;
}

static enum kb_err
add_jumps(struct kb_app *app, const struct kb_article_row *row, struct kb_buf *text)
{
	struct kb_store *store = app->model.store;
	kb_article_id onward = 0;
	kb_article_id backward = 0;
	enum kb_err err = kb_store_jump(store, app->ctx, row->id, true, &onward);
	err = err ? err : kb_store_jump(store, app->ctx, row->id, false, &backward);
	err = err ? err : add_half(app, _("continues"), backward, row->head.jump_from, text);
	return err ? err : add_half(app, _("goes on"), onward, row->head.jump_to, text);
}

static void
add_source(struct kb_app *app, kb_str page)
{
	const struct kb_model *m = &app->model;
	for (size_t i = 0; i < m->npages; i++) {
		if (kb_str_eq(m->pages[i].page, page)) {
			add(app, _("source"), m->pages[i].source, KB_ROLE_BODY);
		}
	}
}

static void
add_notes(struct kb_app *app, const struct kb_article *whole, struct kb_buf *text)
{
	for (size_t i = 0; i < whole->ncorrected; i++) {
		const struct kb_corrected *c = &whole->corrected[i];
		kb_str was = c->was.n ? edit_value(c->member, c->was) : kb_str_of(_("(nothing)"));
		kb_buf_printf(text, _("%.*s: %.*s"), KB_ARG(edit_name(c->member)), KB_ARG(was));
		add_buf(app, _("as printed"), text);
	}
	for (size_t i = 0; i < whole->doubts.n; i++) {
		kb_doubt_say(text, whole->doubts.v[i]);
		add_buf(app, _("in doubt"), text);
	}
}

static enum kb_err
lay_out(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	struct kb_model *m = &app->model;
	struct kb_buf text = { 0 };
	struct kb_article whole;
	kb_pane_reset(p, (size_t)app->body_rows);
	const struct kb_article_row *row = &m->articles[app->details_at];
	enum kb_err err = kb_store_article(m->store, app->ctx, &p->arena, row->id, &whole);
	err = err ? err : kb_store_article_ref(m->store, app->ctx, row->id, &text);
	if (!err) {
		add_buf(app, _("reference"), &text);
		add_issue(app, row, &text);
		add_titles(app, &whole);
		kb_credits_say(&text, &whole.credits);
		add_buf(app, _("people"), &text);
		add_measures(app, row, &whole, &text);
		err = add_jumps(app, row, &text);
		add_source(app, row->head.page);
		add_notes(app, &whole, &text);
		kb_marking_line(&m->marks[app->details_at], &text);
		add_buf(app, _("note"), &text);
	}
	kb_pane_settle(p);
	kb_buf_release(&text);
	return err;
}

static void
details_resize(struct kb_app *app)
{
	(void)lay_out(app);
}

static enum kb_err
details_open(struct kb_app *app)
{
	pane(app)->top = 0;
	return lay_out(app);
}

enum kb_err
details_of(struct kb_app *app, size_t at)
{
	if (at >= app->model.narticles) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("this issue has no articles"));
	}
	app->details_at = at;
	return app_push(app, KB_VIEW_DETAILS);
}

static void
details_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 2 };
	struct bar foot = { 0 };
	bar_add(&bar, kb_str_of(_("Details of the article")), KB_ROLE_MASTHEAD, 9, false);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_DETAILS], g);
	draw_status(app, g, &foot);
}

/* i goes back again, Enter opens the article. */
static bool
details_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	switch ((int)c->action) {
	case KB_ACT_DETAILS:
		*err = KB_OK;
		(void)app_pop(app);
		return true;
	case KB_ACT_OPEN:
		*err = app_arrive(app, kb_model_open(&app->model, app->ctx, app->details_at));
		return true;
	default:
		return false;
	}
}

static void
details_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("read"), 7 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 8 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_details = {
	.name = N_("details of an article"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = details_open,
	.resize = details_resize,
	.draw = details_draw,
	.act = details_act,
	.close = details_close,
};
