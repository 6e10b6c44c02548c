/* The papers of the archive; the one that is opened is the paper being read. */
#include "app_int.h"

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_PAPERS];
}

/* 2020-02-29 – 2024-03-06 */
static void
say_span(struct kb_buf *out, const struct kb_paper_row *row)
{
	char first[KB_ISO_SIZE];
	char last[KB_ISO_SIZE];
	if (row->first == KB_DAY_NONE) {
		kb_buf_add(out, kb_str_of(_("undated")));
	} else if (row->first == row->last) {
		kb_buf_printf(out, "%s", kb_day_iso(row->first, first));
	} else {
		kb_buf_printf(out, _("%s .. %s"), kb_day_iso(row->first, first),
		              kb_day_iso(row->last, last));
	}
}

static void
add_paper(struct kb_app *app, const struct kb_paper_row *row)
{
	struct kb_pane *p = pane(app);
	struct kb_buf span = { 0 };
	struct kb_buf info = { 0 };
	say_span(&span, row);
	kb_buf_printf(&info, ngettext("%lld issue", "%lld issues", (unsigned long)row->issues),
	              (long long)row->issues);
	kb_buf_printf(&info, " %.*s ", KB_ARG(ornament(app, KB_ORN_DOT)));
	kb_buf_printf(&info,
	              ngettext("%lld article", "%lld articles", (unsigned long)row->articles),
	              (long long)row->articles);
	struct kb_row entry = {
		.headline = row->name.n ? row->name : kb_str_of(_("unknown paper")),
		.deck = kb_arena_dup(&p->arena, kb_buf_str(&span)),
		.info = kb_arena_dup(&p->arena, kb_buf_str(&info)),
		.margin = 3,
		.role = KB_ROLE_TITLE,
	};
	if (p->lines.n && app->framed) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	size_t line = p->lines.n;
	kb_layout_row(&p->arena, &entry, &app->layout, &p->lines);
	if (kb_str_eq(row->name, app->model.issue.paper)) {
		pane_run(p, line, 1, ornament(app, KB_ORN_DAY), KB_ROLE_MARK);
	}
	kb_pane_entry(p, line);
	kb_buf_release(&span);
	kb_buf_release(&info);
}

static void
papers_resize(struct kb_app *app)
{
	kb_pane_reset(pane(app), (size_t)app->body_rows);
	for (size_t i = 0; i < app->papers.n; i++) {
		add_paper(app, &app->papers.v[i]);
	}
	kb_pane_settle(pane(app));
}

static enum kb_err
papers_open(struct kb_app *app)
{
	kb_arena_reset(&app->papers.arena);
	enum kb_err err = kb_store_papers(app->model.store, app->ctx, &app->papers.arena,
	                                  &app->papers.v, &app->papers.n);
	pane(app)->top = pane(app)->selected = 0;
	for (size_t i = 0; i < app->papers.n && !err; i++) {
		if (kb_str_eq(app->papers.v[i].name, app->model.issue.paper)) {
			pane(app)->selected = i;
		}
	}
	if (!err) {
		papers_resize(app);
	}
	return err;
}

static void
papers_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 3 };
	struct bar foot = { 0 };
	struct kb_buf count = { 0 };
	kb_buf_printf(&count, ngettext("%zu paper", "%zu papers", app->papers.n), app->papers.n);
	bar_add(&bar, kb_str_of(_("Papers")), KB_ROLE_MASTHEAD, 9, false);
	bar_add(&bar, kb_buf_str(&count), KB_ROLE_INFO, 5, true);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_PAPERS], g);
	draw_status(app, g, &foot);
	kb_buf_release(&count);
}

static bool
papers_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	size_t at = pane(app)->selected;
	switch ((int)c->action) {
	case KB_ACT_PAPERS:
		*err = KB_OK;
		(void)app_pop(app);
		return true;
	case KB_ACT_OPEN:
		if (at < app->papers.n) {
			kb_issue_id newest = app->papers.v[at].newest;
			*err = app_arrive(app, kb_model_paper(&app->model, app->ctx, newest));
		}
		return true;
	default:
		return false;
	}
}

static void
papers_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
	kb_arena_release(&app->papers.arena);
	app->papers.v = NULL;
	app->papers.n = 0;
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("read"), 8 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 7 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_papers = {
	.name = N_("papers"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = papers_open,
	.resize = papers_resize,
	.draw = papers_draw,
	.act = papers_act,
	.close = papers_close,
};
