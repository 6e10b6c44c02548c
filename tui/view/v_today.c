/* 历史上的今天: the front pages of the same day in every year, of the paper being read. */
#include "app_int.h"

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_TODAY];
}

/* An entry leads to a front page or to an article of it. */
static void
add_entry(struct kb_app *app, const struct kb_row *row, struct kb_spot spot)
{
	struct kb_pane *p = pane(app);
	struct today *t = &app->today;
	size_t line = p->lines.n;
	kb_layout_row(&p->arena, row, &app->layout, &p->lines);
	kb_pane_entry(p, line);
	t->spots = kb_arena_grow(&p->arena, t->spots, t->nspots, &t->cap, sizeof(*t->spots));
	t->spots[t->nspots++] = spot;
}

/* 2 years earlier, this issue, 3 years later */
static void
say_distance(struct kb_buf *out, int years, bool open)
{
	unsigned long n = (unsigned long)(years < 0 ? -years : years);
	if (years < 0) {
		kb_buf_printf(out, ngettext("%lu year earlier", "%lu years earlier", n), n);
	} else if (years > 0) {
		kb_buf_printf(out, ngettext("%lu year later", "%lu years later", n), n);
	} else {
		kb_buf_add(out, kb_str_of(open ? _("this issue") : _("same year")));
	}
}

static void
add_issue(struct kb_app *app, const struct kb_same *same)
{
	struct kb_pane *p = pane(app);
	struct kb_buf date = { 0 };
	struct kb_buf info = { 0 };
	int here = kb_day_ymd(app->today.day).year;
	say_issue(&date, &same->issue, SAY_FULL);
	if (same->issue.number && app->layout.width >= 60) {
		kb_buf_printf(&info, _("No. %ld"), same->issue.number);
		kb_buf_add(&info, KB_STR("  "));
	}
	say_distance(&info, kb_day_ymd(same->issue.day).year - here,
	             same->issue.id == app->model.issue.id);
	struct kb_row row = { .headline = kb_arena_dup(&p->arena, kb_buf_str(&date)),
		              .info = kb_arena_dup(&p->arena, kb_buf_str(&info)),
		              .margin = 2,
		              .role = KB_ROLE_HEADLINE };
	if (p->lines.n) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	add_entry(app, &row, (struct kb_spot){ .issue = same->issue.id });
	for (size_t i = 0; i < same->narticles; i++) {
		row = (struct kb_row){ .headline = same->articles[i].text,
			               .margin = 4,
			               .role = KB_ROLE_TITLE };
		if (row.headline.n) {
			add_entry(app, &row,
			          (struct kb_spot){ .issue = same->issue.id,
			                            .article = same->articles[i].id });
		}
	}
	kb_buf_release(&date);
	kb_buf_release(&info);
}

static void
today_resize(struct kb_app *app)
{
	struct today *t = &app->today;
	kb_pane_reset(pane(app), (size_t)app->body_rows);
	t->spots = NULL;
	t->nspots = t->cap = 0;
	for (size_t i = 0; i < t->n; i++) {
		add_issue(app, &t->v[i]);
	}
	kb_pane_settle(pane(app));
}

/* The newest of an earlier year, where there is one. */
static void
select_first(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	kb_day day = app->today.day;
	int year = kb_day_ymd(day).year;
	for (size_t i = 0; i < app->today.nspots; i++) {
		kb_issue_id issue = app->today.spots[i].issue;
		for (size_t k = 0; k < app->today.n; k++) {
			const struct kb_issue_row *row = &app->today.v[k].issue;
			if (row->id == issue && kb_day_ymd(row->day).year < year) {
				p->selected = i;
				kb_pane_settle(p);
				return;
			}
		}
	}
}

static enum kb_err
today_open(struct kb_app *app)
{
	struct today *t = &app->today;
	kb_arena_reset(&t->arena);
	enum kb_err err = kb_same_days(app->model.store, app->ctx, &t->arena, app->model.issue.id,
	                               t->day, true, &t->v, &t->n);
	if (!err) {
		pane(app)->top = pane(app)->selected = 0;
		today_resize(app);
		select_first(app);
	}
	return err;
}

enum kb_err
today_of(struct kb_app *app, kb_day day)
{
	if (day == KB_DAY_NONE) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("this issue has no date"));
	}
	app->today.day = day;
	return app_push(app, KB_VIEW_TODAY);
}

static void
today_draw(const struct kb_app *app, struct kb_grid *g)
{
	const struct today *t = &app->today;
	struct bar bar = { .gap = 2 };
	struct bar foot = { 0 };
	struct kb_buf day = { 0 };
	struct kb_buf count = { 0 };
	say_day(&day, t->day, SAY_SHORT);
	kb_buf_printf(&count, ngettext("%zu issue", "%zu issues", t->n), t->n);
	bar_add(&bar, say_paper(&app->model.issue), KB_ROLE_MASTHEAD, 6, false);
	bar_add(&bar, kb_str_of(_("On this day")), KB_ROLE_TITLE, 7, false);
	bar_add(&bar, kb_buf_str(&day), KB_ROLE_MASTHEAD, 9, true);
	bar_add(&bar, kb_buf_str(&count), KB_ROLE_INFO, 5, true);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_TODAY], g);
	if (!t->n) {
		kb_grid_put(g, app->body_y, 1, kb_str_of(_("no issue of this day in any year")),
		            KB_ROLE_NOTICE);
	}
	draw_status(app, g, &foot);
	kb_buf_release(&day);
	kb_buf_release(&count);
}

static bool
today_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	const struct today *t = &app->today;
	size_t at = pane(app)->selected;
	switch ((int)c->action) {
	case KB_ACT_TODAY:
		*err = KB_OK;
		(void)app_pop(app);
		return true;
	case KB_ACT_OPEN:
		if (at < t->nspots) {
			struct kb_spot spot = t->spots[at];
			*err = app_arrive(app, kb_model_go(&app->model, app->ctx, spot));
		}
		return true;
	default:
		return false;
	}
}

static void
today_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
	kb_arena_release(&app->today.arena);
	app->today = (struct today){ .day = app->today.day };
}

static kb_article_id
today_article(const struct kb_app *app)
{
	size_t at = app->pane[KB_VIEW_TODAY].selected;
	return at < app->today.nspots ? app->today.spots[at].article : 0;
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("open"), 8 },
	{ KB_ACT_LINE_DOWN, KB_ACT_LINE_UP, N_("headline"), 5 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 7 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_today = {
	.name = N_("on this day"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = today_open,
	.resize = today_resize,
	.draw = today_draw,
	.act = today_act,
	.article = today_article,
	.close = today_close,
};
