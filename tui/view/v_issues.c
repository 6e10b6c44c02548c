/* The list of issues, newest first: a window of rows that follows the selection. */
#include "app_int.h"

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_ISSUES];
}

/* Cells of "▌ 2022-04-13 We  ": the date stands in the margin where there is room. */
static int
margin(const struct kb_app *app)
{
	return app->layout.width >= 60 ? 18 : 2;
}

static void
say_row_date(const struct kb_app *app, struct kb_buf *out, const struct kb_issue_row *row)
{
	char iso[KB_ISO_SIZE];
	if (row->day == KB_DAY_NONE || margin(app) < 18) {
		say_issue(out, row, app->layout.width >= 36 ? SAY_FULL : SAY_DAY);
		return;
	}
	kb_buf_printf(out, "%s", kb_day_iso(row->day, iso));
	kb_buf_add(out, row->date_source == KB_DATE_INFERRED ? KB_STR("?") : KB_STR(" "));
	kb_buf_add(out, kb_str_of(say_weekday(kb_day_weekday(row->day), true)));
}

static void
say_row_info(const struct kb_app *app, struct kb_buf *out, const struct kb_issue_row *row)
{
	if (row->edition > 1) {
		kb_buf_printf(out, _("edition %d"), row->edition);
		kb_buf_add(out, KB_STR("  "));
	}
	if (row->number && app->layout.width >= 36) {
		kb_buf_printf(out, _("No. %ld"), row->number);
		kb_buf_add(out, KB_STR("  "));
	}
	kb_buf_printf(out, ngettext("%d article", "%d articles", (unsigned long)row->narticles),
	              row->narticles);
}

/* Whether papers must be told apart. */
static bool
many_papers(const struct kb_window *w)
{
	for (size_t i = 1; i < w->n; i++) {
		if (!kb_str_eq(w->rows[i].paper, w->rows[0].paper)) {
			return true;
		}
	}
	return false;
}

static void
add_issue(struct kb_app *app, struct kb_pane *p, const struct kb_issue_row *row, bool name)
{
	struct kb_buf date = { 0 };
	struct kb_buf info = { 0 };
	say_row_date(app, &date, row);
	say_row_info(app, &info, row);
	kb_str day = kb_arena_dup(&p->arena, kb_buf_str(&date));
	kb_str lead = row->lead.n ? row->lead : kb_str_of(_("(no headline)"));
	bool beside = margin(app) >= 18;
	if (!beside && p->nentries && app->framed) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	size_t line = p->lines.n;
	if (!beside) {
		pane_line(p, margin(app), day, KB_ROLE_MASTHEAD);
	}
	struct kb_row entry = {
		.kicker = name ? say_paper(row) : KB_STR_NULL,
		.headline = lead,
		.info = kb_arena_dup(&p->arena, kb_buf_str(&info)),
		.margin = margin(app),
		.role = KB_ROLE_TITLE,
	};
	kb_layout_row(&p->arena, &entry, &app->layout, &p->lines);
	if (beside) {
		pane_run(p, line, 2, day, KB_ROLE_MASTHEAD);
	}
	kb_pane_entry(p, line);
	kb_buf_release(&date);
	kb_buf_release(&info);
}

/* Where the i-th row of the window stands in the list, and the other way round. */
static size_t
flipped(const struct kb_app *app, size_t i)
{
	return app->oldest_first ? app->window.n - 1 - i : i;
}

/* Between two issues of a paper: the numbers that are missing there. */
static void
add_gap(struct kb_app *app, struct kb_pane *p, const struct kb_issue_row *newer)
{
	const struct kb_window *w = &app->window;
	const struct kb_issue_row *end = w->rows + w->n;
	const struct kb_issue_row *older = newer + 1;
	struct kb_buf text = { 0 };
	while (older < end && !kb_str_eq(older->paper, newer->paper)) {
		older++;
	}
	if (older < end) {
		say_gap(&text, older, newer);
	}
	if (text.n) {
		kb_str line = kb_arena_printf(&p->arena, "%.*s %s",
		                              KB_ARG(ornament(app, KB_ORN_DOT)), text.p);
		pane_line(p, margin(app), line, KB_ROLE_INFO);
	}
	kb_buf_release(&text);
}

/* Lays the window out; the selected entry keeps its row of the screen. */
static void
lay_out(struct kb_app *app, long row)
{
	struct kb_pane *p = pane(app);
	bool names = many_papers(&app->window);
	kb_pane_reset(p, (size_t)app->body_rows);
	for (size_t i = 0; i < app->window.n; i++) {
		const struct kb_issue_row *issue = &app->window.rows[flipped(app, i)];
		bool gaps = !app->window.sieve;
		if (gaps && app->oldest_first) {
			add_gap(app, p, issue);
		}
		add_issue(app, p, issue, names);
		if (gaps && !app->oldest_first) {
			add_gap(app, p, issue);
		}
	}
	kb_pane_select_at(p, app->window.n ? flipped(app, app->window.selected) : 0, row);
}

/* What the list says of an issue, as it says it. */
static void
say_row(void *user, const struct kb_issue_row *row, struct kb_folded *text)
{
	struct kb_app *app = user;
	struct kb_buf out = { 0 };
	if (app->counts.papers > 1) {
		kb_folded_add(text, say_paper(row));
		kb_folded_field(text);
	}
	say_row_date(app, &out, row);
	kb_folded_add(text, kb_buf_str(&out));
	kb_folded_field(text);
	kb_folded_add(text, row->lead.n ? row->lead : kb_str_of(_("(no headline)")));
	kb_folded_field(text);
	kb_buf_clear(&out);
	say_row_info(app, &out, row);
	kb_folded_add(text, kb_buf_str(&out));
	kb_folded_field(text);
	kb_buf_release(&out);
}

/* A filtered list is that of all issues, read when the filter begins. */
static void
filter_list(struct kb_app *app)
{
	struct filter *f = &app->filter;
	struct kb_window *w = &app->window;
	bool was = w->sieve;
	w->sieve = NULL;
	if (filter_on(app, KB_VIEW_ISSUES) &&
	    (app->sieve.n ||
	     !kb_sieve_load(&app->sieve, app->model.store, app->ctx, say_row, app))) {
		kb_sieve_keep(&app->sieve, app->model.store, app->ctx, kb_buf_str(&f->typed));
		w->sieve = &app->sieve;
		f->kept = app->sieve.nkept;
		f->all = app->sieve.n;
	} else if (was) {
		kb_sieve_keep(&app->sieve, app->model.store, app->ctx, KB_STR(""));
	}
}

static bool
issues_find_on(struct kb_app *app, kb_str typed, int dir, bool wrap)
{
	struct kb_window *w = &app->window;
	int way = app->oldest_first ? -dir : dir;
	if (!w->n || (!app->sieve.n &&
	              kb_sieve_load(&app->sieve, app->model.store, app->ctx, say_row, app))) {
		return false;
	}
	kb_issue_id from = wrap ? 0 : w->rows[way > 0 ? w->n - 1 : 0].id;
	kb_issue_id to = kb_sieve_next(&app->sieve, app->model.store, app->ctx, typed, from, way);
	if (!to || kb_window_show(w, app->ctx, to)) {
		return false;
	}
	lay_out(app, app->body_rows / 3);
	return true;
}

static void
issues_resize(struct kb_app *app)
{
	bool was = app->window.sieve;
	filter_list(app);
	if (was || app->window.sieve) {
		kb_window_again(&app->window);
	}
	lay_out(app, kb_pane_row(pane(app)));
}

static enum kb_err
issues_open(struct kb_app *app)
{
	app->window.store = app->model.store;
	kb_window_release(&app->window);
	app->window.sieve = NULL;
	kb_sieve_release(&app->sieve);
	app->window.here = app->model.issue.id;
	filter_list(app);
	enum kb_err err = kb_window_show(&app->window, app->ctx, app->window.here);
	if (!err) {
		lay_out(app, app->body_rows / 3);
	}
	return err;
}

static void
issues_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 3 };
	struct bar foot = { 0 };
	struct kb_buf count = { 0 };
	struct kb_store_counts counts = app->counts;
	kb_buf_printf(&count, ngettext("%lld issue", "%lld issues", (unsigned long)counts.issues),
	              (long long)counts.issues);
	kb_buf_printf(&count, " %.*s ", KB_ARG(ornament(app, KB_ORN_DOT)));
	kb_buf_printf(&count,
	              ngettext("%lld article", "%lld articles", (unsigned long)counts.articles),
	              (long long)counts.articles);
	bar_add(&bar, kb_str_of(_("Issues")), KB_ROLE_MASTHEAD, 9, false);
	bar_add(&bar, kb_buf_str(&count), KB_ROLE_INFO, 5, true);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_ISSUES], g);
	draw_status(app, g, &foot);
	kb_buf_release(&count);
}

/* The window moves where the pane has moved to, and is laid out anew if it has changed. */
static enum kb_err
follow(struct kb_app *app, enum kb_err err)
{
	lay_out(app, kb_pane_row(pane(app)));
	return err;
}

static enum kb_err
issues_moved(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	long row = kb_pane_row(p);
	const struct kb_issue_row *was = app->window.rows;
	enum kb_err err =
		kb_window_move(&app->window, app->ctx,
	                       (long)flipped(app, p->selected) - (long)app->window.selected);
	if (app->window.rows != was) {
		lay_out(app, row);
	}
	return err;
}

/* How many the list has. */
static int64_t
all_of(const struct kb_app *app)
{
	return app->window.sieve ? (int64_t)app->window.sieve->nkept : app->counts.issues;
}

/* Moves that leave the window. */
static bool
issues_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	struct kb_window *w = &app->window;
	long way = app->oldest_first ? -1 : 1;
	switch ((int)c->action) {
	case KB_ACT_OPEN:
		if (!w->n) {
			return true;
		}
		*err = app_arrive(
			app, kb_model_go(&app->model, app->ctx,
		                         (struct kb_spot){ .issue = w->rows[w->selected].id }));
		return true;
	case KB_ACT_NEXT_ISSUE:
		*err = follow(app, kb_window_move(w, app->ctx, -c->count));
		return true;
	case KB_ACT_PREV_ISSUE:
		*err = follow(app, kb_window_move(w, app->ctx, c->count));
		return true;
	case KB_ACT_SORT:
		app->oldest_first = !app->oldest_first;
		*err = follow(app, KB_OK);
		kb_app_say(app, app->oldest_first ? _("oldest first") : _("newest first"));
		return true;
	case KB_ACT_FIRST:
		*err = follow(app, kb_window_nth(w, app->ctx, c->counted ? way * c->count : way));
		return true;
	case KB_ACT_LAST:
		*err = follow(app, kb_window_nth(w, app->ctx, c->counted ? way * c->count : -way));
		return true;
	case KB_ACT_PERCENT:
		*err = follow(app, kb_window_nth(w, app->ctx,
		                                 way * (long)(all_of(app) * c->count / 100)));
		return true;
	default:
		return false;
	}
}

static void
issues_close(struct kb_app *app)
{
	kb_window_release(&app->window);
	app->window.sieve = NULL;
	kb_sieve_release(&app->sieve);
	kb_pane_release(pane(app));
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("open"), 8 },
	{ KB_ACT_DATE, KB_ACT_DATE, N_("date"), 5 },
	{ KB_ACT_CALENDAR, KB_ACT_CALENDAR, N_("calendar"), 4 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 7 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_issues = {
	.name = N_("list of issues"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = issues_open,
	.resize = issues_resize,
	.draw = issues_draw,
	.act = issues_act,
	.moved = issues_moved,
	.find_on = issues_find_on,
	.close = issues_close,
};
