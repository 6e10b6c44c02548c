/* The front page of an issue, and its contents: the same list without the trimmings. */
#include "app_int.h"

/* 第1937期 · 4 版 · 5 篇 */
static void
say_numbers(const struct kb_app *app, struct kb_buf *out)
{
	const struct kb_issue_row *issue = &app->model.issue;
	const struct kb_str dot = ornament(app, KB_ORN_DOT);
	int pages = issue->pages > issue->npages ? issue->pages : issue->npages;
	if (issue->number) {
		kb_buf_printf(out, _("No. %ld"), issue->number);
		kb_buf_printf(out, " %.*s ", KB_ARG(dot));
	}
	if (pages) {
		kb_buf_printf(out, ngettext("%d page", "%d pages", (unsigned long)pages), pages);
		kb_buf_printf(out, " %.*s ", KB_ARG(dot));
	}
	kb_buf_printf(out, ngettext("%d article", "%d articles", (unsigned long)issue->narticles),
	              issue->narticles);
}

static void
draw_masthead(const struct kb_app *app, struct kb_grid *g)
{
	const struct kb_issue_row *issue = &app->model.issue;
	struct bar bar = { .gap = 3 };
	struct kb_buf date = { 0 };
	struct kb_buf lunar = { 0 };
	struct kb_buf numbers = { 0 };
	/* the weekday costs room that a narrow screen needs for the paper's name */
	say_issue(&date, issue, g->cols >= 36 ? SAY_FULL : g->cols >= 30 ? SAY_DAY : SAY_SHORT);
	say_lunar(&lunar, issue->day, g->cols >= 70);
	say_numbers(app, &numbers);
	bar_add(&bar, say_paper(issue), KB_ROLE_MASTHEAD, 9, false);
	bar_add(&bar, kb_buf_str(&date), KB_ROLE_TITLE, 8, false);
	bar_add(&bar, kb_buf_str(&lunar), KB_ROLE_INFO, 3, false);
	bar_add(&bar, kb_buf_str(&numbers), KB_ROLE_INFO, 5, true);
	draw_head(app, g, &bar);
	kb_buf_release(&date);
	kb_buf_release(&lunar);
	kb_buf_release(&numbers);
}

/* A neighbouring issue; its year only where it is another one. */
static void
say_neighbour(const struct kb_app *app, struct kb_buf *out, const struct kb_issue_row *issue,
              bool older)
{
	kb_str mark = ornament(app, older ? KB_ORN_PREV : KB_ORN_NEXT);
	kb_day here = app->model.issue.day;
	if (!issue->id) {
		return;
	}
	bool same = here != KB_DAY_NONE && issue->day != KB_DAY_NONE &&
	            kb_day_ymd(here).year == kb_day_ymd(issue->day).year;
	if (older) {
		kb_buf_printf(out, "%.*s ", KB_ARG(mark));
	}
	say_issue(out, issue, same ? SAY_SHORT : SAY_DAY);
	if (!older) {
		kb_buf_printf(out, " %.*s", KB_ARG(mark));
	}
}

/* Both neighbours or none: one alone would look like the only one. */
static void
add_neighbour(struct bar *bar, const struct kb_buf *text)
{
	if (text->n) {
		bar_add(bar, kb_buf_str(text), KB_ROLE_INFO, 6, false);
		bar->v[bar->n - 1].pair = true;
	}
}

static void
draw_foot(const struct kb_app *app, struct kb_grid *g, const struct kb_pane *p)
{
	const struct kb_model *m = &app->model;
	struct bar bar = { 0 };
	struct kb_buf older = { 0 };
	struct kb_buf newer = { 0 };
	struct kb_buf index = { 0 };
	say_neighbour(app, &older, &m->older, true);
	say_neighbour(app, &newer, &m->newer, false);
	if (m->narticles) {
		kb_buf_printf(&index, "%zu/%zu", p->selected + 1, m->narticles);
	}
	add_neighbour(&bar, &older);
	bar_add(&bar, kb_buf_str(&index), KB_ROLE_BODY, 7, false);
	add_neighbour(&bar, &newer);
	draw_status(app, g, &bar);
	kb_buf_release(&older);
	kb_buf_release(&newer);
	kb_buf_release(&index);
}

static void
draw_list(const struct kb_app *app, struct kb_grid *g, const struct kb_pane *p)
{
	draw_masthead(app, g);
	draw_pane(app, p, g);
	if (!app->model.narticles) {
		kb_grid_put(g, app->body_y, 1, kb_str_of(_("this issue has no articles")),
		            KB_ROLE_NOTICE);
	}
	draw_foot(app, g, p);
}

/* --- front page -------------------------------------------------------------------- */

static void
front_resize(struct kb_app *app)
{
	if (filter_on(app, KB_VIEW_FRONT) || !list_front(app, &app->pane[KB_VIEW_FRONT])) {
		list_articles(app, &app->pane[KB_VIEW_FRONT], false);
	}
}

static enum kb_err
front_open(struct kb_app *app)
{
	app->pane[KB_VIEW_FRONT].top = 0;
	front_resize(app);
	return KB_OK;
}

static void
front_draw(const struct kb_app *app, struct kb_grid *g)
{
	draw_list(app, g, &app->pane[KB_VIEW_FRONT]);
}

static enum kb_err
front_moved(struct kb_app *app)
{
	app->model.at = app->pane[KB_VIEW_FRONT].selected;
	return KB_OK;
}

/* Selects the next or previous article, or the first of another page. */
static enum kb_err
select_by(struct kb_app *app, struct kb_pane *p, enum kb_action action, int count)
{
	if (action == KB_ACT_NEXT_ARTICLE || action == KB_ACT_PREV_ARTICLE) {
		kb_pane_line(p, action == KB_ACT_NEXT_ARTICLE ? count : -count);
		return KB_OK;
	}
	size_t to = p->selected;
	enum kb_err err = KB_OK;
	for (int i = 0; i < count && !err; i++) {
		err = kb_model_page_start(&app->model, app->ctx,
		                          action == KB_ACT_NEXT_PAGE ? 1 : -1, &to);
	}
	kb_pane_goto(p, (long)to + 1);
	return err;
}

static bool
list_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	struct kb_pane *p = &app->pane[app_view(app)];
	switch ((int)c->action) {
	case KB_ACT_OPEN:
		*err = app_arrive(app, kb_model_open(&app->model, app->ctx, p->selected));
		return true;
	case KB_ACT_SCREEN_DOWN:
		if (!kb_pane_at_end(p)) {
			return false;
		}
		*err = app_arrive(app, kb_model_open(&app->model, app->ctx, p->selected));
		return true;
	case KB_ACT_NEXT_ARTICLE:
	case KB_ACT_PREV_ARTICLE:
	case KB_ACT_NEXT_PAGE:
	case KB_ACT_PREV_PAGE:
		*err = select_by(app, p, c->action, c->count);
		return true;
	default:
		return false;
	}
}

static const struct kb_hint front_hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("read"), 8 },
	{ KB_ACT_CALENDAR, KB_ACT_CALENDAR, N_("calendar"), 5 },
	{ KB_ACT_ISSUES, KB_ACT_ISSUES, N_("issues"), 4 },
	{ KB_ACT_PREV_ISSUE, KB_ACT_NEXT_ISSUE, N_("issue"), 3 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_front = {
	.name = N_("front page"),
	.group = KB_GROUP_NONE,
	.hints = front_hints,
	.open = front_open,
	.resize = front_resize,
	.draw = front_draw,
	.act = list_act,
	.moved = front_moved,
};

/* --- contents ---------------------------------------------------------------------- */

static void
contents_resize(struct kb_app *app)
{
	list_articles(app, &app->pane[KB_VIEW_CONTENTS], true);
}

static enum kb_err
contents_open(struct kb_app *app)
{
	app->pane[KB_VIEW_CONTENTS].top = 0;
	contents_resize(app);
	return KB_OK;
}

static void
contents_draw(const struct kb_app *app, struct kb_grid *g)
{
	draw_list(app, g, &app->pane[KB_VIEW_CONTENTS]);
}

static const struct kb_hint contents_hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("read"), 8 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 7 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_contents = {
	.name = N_("contents"),
	.group = KB_GROUP_NONE,
	.hints = contents_hints,
	.open = contents_open,
	.resize = contents_resize,
	.draw = contents_draw,
	.act = list_act,
};
