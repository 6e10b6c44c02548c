/* The calendar: a month of the paper, its gaps, and what the day selected brought. */
#include "app_int.h"

/* From this width on the day's issue stands beside the month, else below it. */
#define SIDE_COLS 72

/* How the month is set. */
struct month_grid {
	int x;     /* left edge */
	int cell;  /* columns of a day */
	bool wide; /* room for brackets and marks */
	int rows;  /* of a week: 2 with the lunar day */
	int weeks;
	bool side;
};

static struct month_grid
grid_of(const struct kb_app *app)
{
	int cols = app->layout.width;
	const struct kb_calendar *c = &app->calendar;
	struct month_grid m = { .weeks = (c->lead + c->ndays + 6) / 7, .side = cols >= SIDE_COLS };
	m.cell = cols >= 100 ? 8 : cols >= 42 ? 6 : cols >= 35 ? 5 : 3;
	m.wide = m.cell >= 5;
	int used = 7 * m.cell;
	m.x = m.side ? 1 : m.wide ? (cols - used) / 2 : (cols - 20) / 2;
	/* beside the month nothing else needs the rows; below it the day's headlines do */
	int room = app->body_rows - (m.side ? 1 : 7);
	m.rows = m.cell >= 6 && room >= 2 * m.weeks ? 2 : 1;
	return m;
}

/* Where a day stands. */
static void
spot_of(const struct kb_app *app, const struct month_grid *m, int day, int *y, int *x)
{
	int place = app->calendar.lead + day - 1;
	*y = app->body_y + 1 + place / 7 * m->rows;
	*x = m->x + place % 7 * m->cell;
}

static void
draw_weekdays(const struct kb_app *app, struct kb_grid *g, const struct month_grid *m)
{
	for (int i = 0; i < 7; i++) {
		kb_str name = kb_str_of(say_weekday(i, true));
		int cols = kb_text_cols(name, g->ambiguous);
		int x = m->x + i * m->cell + (m->wide ? 3 : 2) - cols;
		kb_grid_put(g, app->body_y, x, name, i < 5 ? KB_ROLE_INFO : KB_ROLE_KEY);
	}
}

static void
draw_lunar(struct kb_grid *g, int y, int x, int cols, kb_day day, enum kb_role role)
{
	struct kb_lunar lunar;
	struct kb_buf text = { 0 };
	int term = kb_solar_term(day);
	if (term >= 0) {
		kb_buf_add(&text, kb_str_of(kb_solar_term_name(term)));
	} else if (kb_lunar_of(day, &lunar)) {
		kb_lunar_cell(&text, lunar);
	}
	kb_grid_put_n(g, y, x, kb_buf_str(&text), cols, role);
	kb_buf_release(&text);
}

/* Articles found on a day, in place of its lunar name. */
static void
draw_hits(struct kb_grid *g, int y, int x, int cols, int hits)
{
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, ngettext("%d hit", "%d hits", (unsigned long)hits), hits);
	kb_grid_put_n(g, y, x, kb_buf_str(&text), cols, KB_ROLE_STAR);
	kb_buf_release(&text);
}

/* A day as a cell shows it. */
struct cell {
	int day;
	int x;
	int y;
	bool here;
	bool issue;
	bool read; /* all of it */
	int hits;
};

static struct cell
cell_of(const struct kb_app *app, const struct month_grid *m, int day)
{
	const struct kb_calendar *c = &app->calendar;
	const struct kb_day_count *of = kb_calendar_of(c, day);
	kb_day date = kb_day_of((struct kb_ymd){ c->year, c->month, day });
	struct cell cell = {
		.day = day,
		.here = day == c->selected,
		.issue = of->issues > 0,
		.read = of->issues > 0 && c->read[kb_calendar_place(date)] >= of->articles,
		.hits = c->hits[kb_calendar_place(date)],
	};
	spot_of(app, m, day, &cell.y, &cell.x);
	return cell;
}

/* " 13•" or "[13]•", with a smaller dot where all has been read. */
static void
draw_number(const struct kb_app *app, struct kb_grid *g, const struct month_grid *m,
            const struct cell *cell)
{
	enum kb_role unread = cell->issue && !cell->read ? KB_ROLE_MARK : KB_ROLE_INFO;
	enum kb_ornament dot = cell->here ? KB_ORN_DAY_HERE : KB_ORN_DAY;
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, m->wide ? (cell->here ? "[%2d]" : " %2d ") : "%2d", cell->day);
	int end = kb_grid_put(g, cell->y, cell->x, kb_buf_str(&text),
	                      cell->here ? KB_ROLE_TODAY : unread);
	kb_buf_release(&text);
	if (m->wide && cell->issue) {
		kb_grid_put(g, cell->y, end - (cell->here ? 0 : 1),
		            ornament(app, cell->read ? KB_ORN_DOT : dot),
		            cell->hits ? KB_ROLE_STAR : unread);
	}
}

/* Below the number the lunar day or solar term, or what was found; where there is room. */
static void
draw_day(const struct kb_app *app, struct kb_grid *g, const struct month_grid *m, int day)
{
	const struct kb_calendar *c = &app->calendar;
	struct cell cell = cell_of(app, m, day);
	draw_number(app, g, m, &cell);
	if (m->rows < 2) {
		return;
	}
	if (cell.hits) {
		draw_hits(g, cell.y + 1, cell.x + 1, m->cell - 1, cell.hits);
	} else {
		kb_day date = kb_day_of((struct kb_ymd){ c->year, c->month, day });
		draw_lunar(g, cell.y + 1, cell.x + 1, m->cell - 1, date,
		           cell.issue || cell.here ? KB_ROLE_BODY : KB_ROLE_INFO);
	}
}

/* --- issues a month -------------------------------------------------------------------- */

static int
draw_year(const struct kb_app *app, struct kb_grid *g, int y, int x, const int months[12], int year,
          int most)
{
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, "%d ", year);
	for (int i = 0; i < 12; i++) {
		int step = months[i] ? KB_ORN_BAR1 + (months[i] * 8 - 1) / most : KB_ORN_DOT;
		kb_buf_add(&text, ornament(app, (enum kb_ornament)step));
	}
	x = kb_grid_put(g, y, x, kb_buf_str(&text), KB_ROLE_INFO);
	kb_buf_release(&text);
	return x;
}

static void
draw_chart(const struct kb_app *app, struct kb_grid *g, int y)
{
	const struct kb_calendar *c = &app->calendar;
	int most = 1;
	for (int i = 0; i < 24; i++) {
		int n = c->chart[i / 12][i % 12];
		most = n > most ? n : most;
	}
	int x = draw_year(app, g, y, 2, c->chart[0], c->year - 1, most);
	x = draw_year(app, g, y, x + 3, c->chart[1], c->year, most);
	kb_grid_put(g, y, x + 3, kb_str_of(_("issues a month")), KB_ROLE_INFO);
}

/* --- the view ---------------------------------------------------------------------------- */

/* “柑橘” 12, of the year shown */
static void
say_hits(const struct kb_app *app, struct kb_buf *out)
{
	const struct kb_calendar *c = &app->calendar;
	if (c->typed.n) {
		kb_buf_printf(out, _("“%s”"), c->typed.p);
		kb_buf_printf(out, " %d%s", c->nhits, c->hits_part ? "+" : "");
	}
}

static void
draw_title(const struct kb_app *app, struct kb_grid *g)
{
	const struct kb_calendar *c = &app->calendar;
	struct bar bar = { .gap = 2 };
	struct kb_buf month = { 0 };
	struct kb_buf counts = { 0 };
	struct kb_buf left = { 0 }; /* to be read */
	struct kb_buf found = { 0 };
	int issues = app->whole_year ? c->year_issues : c->issues;
	int articles = app->whole_year ? c->year_articles : c->articles;
	say_day(&month, kb_calendar_day(c), app->whole_year ? SAY_YEAR : SAY_MONTH);
	kb_buf_printf(&counts, ngettext("%d issue", "%d issues", (unsigned long)issues), issues);
	kb_buf_printf(&counts, " %.*s ", KB_ARG(ornament(app, KB_ORN_DOT)));
	kb_buf_printf(&counts, ngettext("%d article", "%d articles", (unsigned long)articles),
	              articles);
	int unread = app->whole_year ? c->year_unread : c->unread;
	if (unread) {
		kb_buf_printf(&left, _("%d unread"), unread);
	}
	say_hits(app, &found);
	bar_add(&bar, say_paper(&app->model.issue), KB_ROLE_MASTHEAD, 7, false);
	bar_add(&bar, kb_str_of(_("Calendar")), KB_ROLE_TITLE, 4, false);
	bar_add(&bar, kb_buf_str(&found), KB_ROLE_STAR, 6, false);
	bar_add(&bar, kb_buf_str(&month), KB_ROLE_MASTHEAD, 9, true);
	bar_add(&bar, kb_buf_str(&counts), KB_ROLE_INFO, 5, true);
	bar_add(&bar, kb_buf_str(&left), KB_ROLE_INFO, 3, true);
	draw_head(app, g, &bar);
	kb_buf_release(&left);
	kb_buf_release(&month);
	kb_buf_release(&counts);
	kb_buf_release(&found);
}

static void
draw_month(const struct kb_app *app, struct kb_grid *g)
{
	struct month_grid m = grid_of(app);
	int below = app->body_y + 1 + m.weeks * m.rows;
	int end = app->body_y + app->body_rows;
	draw_weekdays(app, g, &m);
	for (int day = 1; day <= app->calendar.ndays; day++) {
		draw_day(app, g, &m, day);
	}
	if (m.side) {
		int bar = m.x + 7 * m.cell + 1;
		bool chart = end - below >= 2;
		int rows = (chart ? end - 2 : end) - app->body_y;
		for (int y = app->body_y; y < app->body_y + rows; y++) {
			kb_grid_put(g, y, bar, ornament(app, KB_ORN_BAR), KB_ROLE_RULE);
		}
		int cols = g->cols - bar - 4;
		calendar_draw_day(app, g, app->body_y, bar + 3, rows, cols > 50 ? 50 : cols);
		if (chart) {
			draw_chart(app, g, end - 1);
		}
	} else {
		below += end - below > 4 ? 1 : 0;
		int x = g->cols >= 30 ? 1 : 0;
		int cols = g->cols - 2 * x;
		calendar_draw_day(app, g, below, x, end - below, cols > 50 ? 50 : cols);
	}
}

static void
calendar_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar foot = { 0 };
	draw_title(app, g);
	if (app->whole_year && calendar_year_fits(app)) {
		calendar_draw_year(app, g);
	} else {
		draw_month(app, g);
	}
	draw_status(app, g, &foot);
}

static void
calendar_resize(struct kb_app *app)
{
	(void)app; /* everything is placed by draw */
}

/* The day to begin at: that of the issue, or the nearest to today that has one. */
static kb_day
first_day(struct kb_app *app)
{
	struct kb_goal today = { .day = kb_day_today() };
	struct kb_goal_found found = { .day = KB_DAY_NONE };
	if (app->model.issue.day != KB_DAY_NONE) {
		return app->model.issue.day;
	}
	return kb_goal_find(&app->model, app->ctx, today, &found) ? today.day : found.day;
}

/* A search is open below, or what it found is being read. */
static bool
searching(const struct kb_app *app)
{
	bool below = search_reading(app);
	for (size_t i = 0; i < app->nover; i++) {
		below = below || app->over[i] == KB_VIEW_SEARCH;
	}
	return below;
}

static enum kb_err
calendar_open(struct kb_app *app)
{
	kb_calendar_release(&app->calendar);
	app->calendar.store = app->model.store;
	app->calendar.state = app->model.state;
	app->calendar.paper_of = app->model.issue.id;
	if (searching(app)) {
		kb_calendar_search(&app->calendar, kb_buf_str(&app->search.prompt.text));
	}
	return kb_calendar_show(&app->calendar, app->ctx, first_day(app));
}

/* Opens the issue of the day; on a day without one goes to the nearest that has. */
static enum kb_err
open_day(struct kb_app *app)
{
	struct kb_calendar *c = &app->calendar;
	kb_issue_id id = c->issue.id;
	if (id) {
		return app_arrive(
			app, kb_model_go(&app->model, app->ctx, (struct kb_spot){ .issue = id }));
	}
	struct kb_goal_found found;
	enum kb_err err = kb_goal_find(&app->model, app->ctx,
	                               (struct kb_goal){ .day = kb_calendar_day(c) }, &found);
	if (!err) {
		err = kb_calendar_show(c, app->ctx, found.day);
		kb_app_say(app, _("no issue on that day; this is the nearest"));
	}
	return err;
}

static enum kb_err
move_by(struct kb_app *app, int days, int months)
{
	kb_day day = kb_calendar_day(&app->calendar);
	day = months ? kb_day_add_months(day, months) : day + days;
	if (day == KB_DAY_NONE || kb_day_of(kb_day_ymd(day)) == KB_DAY_NONE) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("the calendar ends here"));
	}
	return kb_calendar_show(&app->calendar, app->ctx, day);
}

/* From the month to the year and back. */
static enum kb_err
turn(struct kb_app *app)
{
	if (!app->whole_year && !calendar_year_fits(app)) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("there is no room for a year here"));
	}
	app->whole_year = !app->whole_year;
	return KB_OK;
}

static bool
calendar_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	static const struct {
		enum kb_action action;
		int days;
		int months;
	} moves[] = {
		{ KB_ACT_DAY_NEXT, 1, 0 },       { KB_ACT_DAY_PREV, -1, 0 },
		{ KB_ACT_WEEK_NEXT, 7, 0 },      { KB_ACT_WEEK_PREV, -7, 0 },
		{ KB_ACT_MONTH_NEXT, 0, 1 },     { KB_ACT_MONTH_PREV, 0, -1 },
		{ KB_ACT_CAL_YEAR_NEXT, 0, 12 }, { KB_ACT_CAL_YEAR_PREV, 0, -12 },
		{ KB_ACT_LINE_DOWN, 7, 0 },      { KB_ACT_LINE_UP, -7, 0 }, /* of the wheel */
	};
	const int most =
		20000; /* more steps than there are days or months is past the end anyhow */
	int count = c->count < most ? c->count : most;
	if (c->action == KB_ACT_OPEN) {
		*err = open_day(app);
		return true;
	}
	if (c->action == KB_ACT_CALENDAR) {
		*err = turn(app);
		return true;
	}
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++) {
		if (moves[i].action == c->action) {
			*err = move_by(app, moves[i].days * count, moves[i].months * count);
			return true;
		}
	}
	return false;
}

/* The day at a cell of the screen; KB_DAY_NONE where there is none. */
static kb_day
day_at(const struct kb_app *app, int y, int x)
{
	const struct kb_calendar *c = &app->calendar;
	struct month_grid m = grid_of(app);
	if (app->whole_year && calendar_year_fits(app)) {
		return calendar_year_day_at(app, y, x);
	}
	for (int day = 1; day <= c->ndays; day++) {
		int top;
		int left;
		spot_of(app, &m, day, &top, &left);
		if (y >= top && y < top + m.rows && x >= left && x < left + m.cell) {
			return kb_day_of((struct kb_ymd){ c->year, c->month, day });
		}
	}
	return KB_DAY_NONE;
}

/* A click selects a day, a second one opens it. */
static enum kb_err
calendar_click(struct kb_app *app, int y, int x)
{
	kb_day day = day_at(app, y, x);
	if (day == KB_DAY_NONE) {
		return KB_OK;
	}
	return day == kb_calendar_day(&app->calendar)
	               ? open_day(app)
	               : kb_calendar_show(&app->calendar, app->ctx, day);
}

static void
calendar_close(struct kb_app *app)
{
	kb_calendar_release(&app->calendar);
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("open"), 8 },
	{ KB_ACT_DAY_PREV, KB_ACT_DAY_NEXT, N_("day"), 6 },
	{ KB_ACT_WEEK_PREV, KB_ACT_WEEK_NEXT, N_("week"), 5 },
	{ KB_ACT_MONTH_PREV, KB_ACT_MONTH_NEXT, N_("month"), 7 },
	{ KB_ACT_CAL_YEAR_PREV, KB_ACT_CAL_YEAR_NEXT, N_("year"), 6 },
	{ KB_ACT_CALENDAR, KB_ACT_CALENDAR, N_("month or year"), 5 },
	{ KB_ACT_TODAY, KB_ACT_TODAY, N_("on this day"), 3 },
	{ KB_ACT_DATE, KB_ACT_DATE, N_("date"), 4 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 5 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_calendar = {
	.name = N_("calendar"),
	.group = KB_GROUP_CALENDAR,
	.hints = hints,
	.open = calendar_open,
	.resize = calendar_resize,
	.draw = calendar_draw,
	.act = calendar_act,
	.click = calendar_click,
	.close = calendar_close,
};
