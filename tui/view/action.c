/*
 * What an action does where the view has no answer of its own: the functions
 * named in action.def.
 */
#include <limits.h>

#include "app_int.h"

/* Between these the reader may set the length of lines. */
#define MEASURE_MIN 20
#define MEASURE_MAX 200

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[app_view(app)];
}

/* --- moving in what is shown ----------------------------------------------------------- */

static enum kb_err
act_line(struct kb_app *app, int arg, const struct kb_command *c)
{
	kb_pane_line(pane(app), (long)arg * c->count);
	return KB_OK;
}

static enum kb_err
act_screen(struct kb_app *app, int arg, const struct kb_command *c)
{
	kb_pane_scroll(pane(app), (long)arg * c->count * (long)pane(app)->height);
	return KB_OK;
}

static enum kb_err
act_half(struct kb_app *app, int arg, const struct kb_command *c)
{
	size_t rows = pane(app)->height;
	int half = rows > 1 ? (int)rows / 2 : 1;
	kb_pane_scroll(pane(app), (long)arg * c->count * half);
	return KB_OK;
}

static enum kb_err
act_edge(struct kb_app *app, int arg, const struct kb_command *c)
{
	kb_pane_goto(pane(app), c->counted ? c->count : arg > 0 ? LONG_MAX : 0);
	return KB_OK;
}

static enum kb_err
act_percent(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	struct kb_pane *p = pane(app);
	if (!c->counted) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("type a number first: 40%%"));
	}
	size_t n = p->nentries ? p->nentries : p->lines.n;
	int part = c->count < 100 ? c->count : 100;
	kb_pane_goto(p, (long)(n * (size_t)part / 100) + 1);
	return KB_OK;
}

/* --- moving between articles, pages, issues ---------------------------------------------- */

/* arg 1: at the front page, leave; 2: drop marks before that. */
static enum kb_err
act_back(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)c;
	if (take_end(app)) {
		return KB_OK;
	}
	if (arg == 2 && (find_end(app) || filter_end(app))) {
		return KB_OK; /* the marks of what was found go first */
	}
	if (app_pop(app)) {
		return KB_OK;
	}
	if (search_reading(app)) {
		return search_return(app);
	}
	if (app->model.reading) {
		return app_arrive(app, kb_model_close(&app->model, app->ctx));
	}
	app->quit = arg == 1;
	return app->quit ? KB_OK
	                 : kb_fail(app->ctx, KB_E_NOTHING,
	                           _("this is the front page; q leaves kanbao"));
}

static enum kb_err
act_quit(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	app->quit = true;
	return KB_OK;
}

void
app_say_issue(struct kb_app *app, int dir)
{
	const struct kb_model *m = &app->model;
	struct kb_buf date = { 0 };
	struct kb_buf text = { 0 };
	say_issue(&date, &app->model.issue, SAY_FULL);
	kb_buf_printf(&text, _("another issue: %s"), date.p);
	kb_buf_clear(&date);
	say_gap(&date, dir > 0 ? &m->older : &m->issue, dir > 0 ? &m->issue : &m->newer);
	if (date.n) {
		kb_buf_printf(&text, "  %s", date.p);
	}
	kb_app_say(app, text.p);
	kb_buf_release(&date);
	kb_buf_release(&text);
}

/* Makes the move `count` times, or as often as it goes. */
static enum kb_err
repeat(struct kb_app *app, enum kb_err (*move)(struct kb_model *, struct kb_ctx *, int), int dir,
       int count)
{
	enum kb_err err = KB_OK;
	int done = 0;
	while (done < count && !err) {
		err = move(&app->model, app->ctx, dir);
		done += !err;
	}
	return done && err == KB_E_NOTHING ? KB_OK : err;
}

static enum kb_err
act_article(struct kb_app *app, int arg, const struct kb_command *c)
{
	kb_issue_id was = app->model.issue.id;
	enum kb_err err = app_arrive(app, repeat(app, kb_model_article, arg, c->count));
	if (!err && app->model.issue.id != was) {
		app_say_issue(app, arg);
	}
	return err;
}

static enum kb_err
act_page(struct kb_app *app, int arg, const struct kb_command *c)
{
	return app_arrive(app, repeat(app, kb_model_page, arg, c->count));
}

static enum kb_err
act_issue(struct kb_app *app, int arg, const struct kb_command *c)
{
	struct kb_model *m = &app->model;
	enum kb_err err = app_arrive(app, kb_model_issue(m, app->ctx, arg * c->count));
	struct kb_buf text = { 0 };
	say_gap(&text, arg > 0 ? &m->older : &m->issue, arg > 0 ? &m->issue : &m->newer);
	if (!err && c->count == 1 && text.n) {
		kb_app_say(app, text.p);
	}
	kb_buf_release(&text);
	return err;
}

static enum kb_err
act_year(struct kb_app *app, int arg, const struct kb_command *c)
{
	int years = c->count < KB_YEAR_MAX ? c->count : KB_YEAR_MAX;
	return app_arrive(app, kb_model_year(&app->model, app->ctx, arg * years));
}

static enum kb_err
act_newest(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_arrive(app, kb_model_newest(&app->model, app->ctx));
}

static enum kb_err
act_other(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_arrive(app, kb_model_other(&app->model, app->ctx));
}

/* --- finding -------------------------------------------------------------------------------- */

static enum kb_err
act_find(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	find_ask(app);
	return KB_OK;
}

static enum kb_err
act_find_step(struct kb_app *app, int arg, const struct kb_command *c)
{
	return find_step(app, arg, c->count);
}

/* A list selects the other half. */
static enum kb_err
act_jump(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	size_t to = 0;
	size_t at = app_article(app);
	if (at == SIZE_MAX) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("there is no article here"));
	}
	enum kb_err err = kb_model_follow(&app->model, app->ctx, at, &to);
	if (!err) {
		kb_pane_goto(pane(app), (long)to + 1);
	}
	return err;
}

static enum kb_err
act_filter(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return filter_ask(app);
}

static enum kb_err
act_search(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return search_open(app, KB_STR(""));
}

/* --- screens -------------------------------------------------------------------------------- */

static enum kb_err
act_contents(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_CONTENTS);
}

static enum kb_err
act_issues(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_ISSUES);
}

/* Lists that have other orders answer this themselves. */
static enum kb_err
act_sort(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return kb_fail(app->ctx, KB_E_NOTHING, _("there is only this order here"));
}

static enum kb_err
act_marks(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_MARKS);
}

static enum kb_err
act_calendar(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_CALENDAR);
}

static enum kb_err
act_help(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_HELP);
}

/* The day that is shown: of the calendar, of a list, or of the issue on the table. */
static kb_day
day_shown(const struct kb_app *app)
{
	const struct kb_window *w = &app->window;
	enum kb_view_id view = app_view(app);
	if (view == KB_VIEW_CALENDAR) {
		return kb_calendar_day(&app->calendar);
	}
	return view == KB_VIEW_ISSUES && w->n ? w->rows[w->selected].day : app->model.issue.day;
}

static enum kb_err
act_today(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return today_of(app, day_shown(app));
}

static enum kb_err
act_papers(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_PAPERS);
}

static enum kb_err
act_log(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	return app_push(app, KB_VIEW_LOG);
}

size_t
app_article(const struct kb_app *app)
{
	enum kb_view_id view = app_view(app);
	if (view == KB_VIEW_CONTENTS) {
		return app->pane[view].selected;
	}
	return view == KB_VIEW_FRONT || view == KB_VIEW_ARTICLE ? app->model.at : SIZE_MAX;
}

static enum kb_err
act_edit(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	size_t at = app_article(app);
	return at == SIZE_MAX
	               ? kb_fail(app->ctx, KB_E_NOTHING, _("there is no article here to correct"))
	               : edit_article(app, at);
}

static enum kb_err
act_details(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	size_t at = app_article(app);
	return at == SIZE_MAX ? kb_fail(app->ctx, KB_E_NOTHING, _("there is no article here"))
	                      : details_of(app, at);
}

static enum kb_err
act_date(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	app_ask_date(app);
	return KB_OK;
}

/* Lines of an article `arg` cells longer, by the count. */
static enum kb_err
act_measure(struct kb_app *app, int arg, const struct kb_command *c)
{
	int was = kb_layout_measure(&app->layout);
	int count = c->count < MEASURE_MAX ? c->count : MEASURE_MAX;
	int measure = was + arg * count;
	if (app_view(app) != KB_VIEW_ARTICLE) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("only an article has lines to be set"));
	}
	measure = measure < MEASURE_MIN ? MEASURE_MIN : measure;
	measure = measure > MEASURE_MAX ? MEASURE_MAX : measure;
	long before = app->options.value[KB_OPT_MEASURE];
	app->options.value[KB_OPT_MEASURE] = measure;
	app_apply(app);
	int now = kb_layout_measure(&app->layout);
	if (now == was) {
		app->options.value[KB_OPT_MEASURE] = before;
		app_apply(app);
		return kb_fail(app->ctx, KB_E_NOTHING,
		               arg > 0 ? _("the screen has no room for longer lines")
		                       : _("lines can't be shorter"));
	}
	app->options.value[KB_OPT_MEASURE] = now; /* on a wider screen too */
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, ngettext("lines of %d cell", "lines of %d cells", (unsigned long)now),
	              now);
	kb_app_say(app, text.p);
	kb_buf_release(&text);
	return KB_OK;
}

static enum kb_err
act_columns(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	if (app_view(app) != KB_VIEW_ARTICLE) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("only an article has columns to choose"));
	}
	if (app->layout.width < KB_COLUMNS_WIDTH) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("two columns need a screen of %d cells, this one has %d"),
		               KB_COLUMNS_WIDTH, app->layout.width);
	}
	app->options.value[KB_OPT_COLUMNS] = app->options.value[KB_OPT_COLUMNS] == 2 ? 1 : 2;
	app_apply(app);
	return KB_OK;
}

static enum kb_err
act_redraw(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	app->term->ops->redraw(app->term);
	return KB_OK;
}

static enum kb_err
act_suspend(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	(void)kb_model_save(&app->model, app->ctx);
	app->term->ops->suspend(app->term);
	return KB_OK;
}

/* The views that have such keys, or something to open, answer them themselves. */
static enum kb_err
act_own(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)app;
	(void)arg;
	(void)c;
	return KB_OK;
}

/* --- the table --------------------------------------------------------------------------------- */

static const struct {
	enum kb_err (*run)(struct kb_app *app, int arg, const struct kb_command *c);
	int argument;
} functions[KB_ACT_COUNT] = {
#define X(id, name, group, help, keys, function, argument, reach) [id] = { function, argument },
#include "kanbao/action.def"
#undef X
};

enum kb_err
app_act(struct kb_app *app, const struct kb_command *c)
{
	const struct kb_view_ops *ops = app_ops(app_view(app));
	enum kb_view_id view = app_view(app);
	enum kb_err err = KB_OK;
	if (!app_may(app, c->action)) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("this reader only reads (option restricted)"));
	}
	if (!ops->act(app, c, &err)) {
		err = functions[c->action].run(app, functions[c->action].argument, c);
	}
	if (!err && app_view(app) == view && ops->moved &&
	    kb_action_row(c->action)->group != KB_GROUP_VIEW) {
		err = ops->moved(app);
	}
	return err;
}
