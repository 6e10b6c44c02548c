/*
 * The calendar of a year: twelve small months, each day a shade by its
 * articles, pale where they have been read, or by the hits of the running
 * search. Where there is no room for
 * weeks each month is a row of its days.
 */
#include "app_int.h"

/* A month of weeks: its name, seven days of two cells, and a blank. */
#define NAME_COLS 5
#define BLOCK_COLS (NAME_COLS + 7 * 2 + 1)
#define BLOCK_ROWS 6
/* A month as a row: its name, a cell a day. */
#define ROW_COLS (NAME_COLS + 31)
/* Kept free for the day selected. */
#define DAY_ROWS 2

struct shape {
	int across; /* months beside each other; 0: a month a row */
	int rows;   /* of a month */
	int x;
	int room; /* of months, where each is a row */
};

static struct shape
shape_of(const struct kb_app *app)
{
	static const int choices[] = { 6, 4, 3, 2 };
	int cols = app->layout.width;
	for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
		int across = choices[i];
		int down = 12 / across;
		if (across * BLOCK_COLS <= cols && down * BLOCK_ROWS + DAY_ROWS <= app->body_rows) {
			/* a blank row between months where there is plenty of room */
			bool airy = down * (BLOCK_ROWS + 1) + 3 * DAY_ROWS <= app->body_rows;
			return (struct shape){ .across = across,
				               .rows = BLOCK_ROWS + airy,
				               .x = (cols - across * BLOCK_COLS + 2) / 2 };
		}
	}
	int rows = app->body_rows;
	return (struct shape){ .x = cols > ROW_COLS ? (cols - ROW_COLS) / 2 : 0,
		               .room = rows > 12  ? 12
		                       : rows > 1 ? rows - 1
		                                  : 1 };
}

bool
calendar_year_fits(const struct kb_app *app)
{
	return app->layout.width >= ROW_COLS;
}

/* n of most as a shade, none for 0. */
static kb_str
shade(const struct kb_app *app, int n, int most)
{
	if (n <= 0 || most <= 0) {
		return ornament(app, KB_ORN_DOT);
	}
	return ornament(app, (enum kb_ornament)(KB_ORN_SHADE1 + (n * 4 - 1) / most));
}

static void
draw_cell(const struct kb_app *app, struct kb_grid *g, int y, int x, kb_day day)
{
	const struct kb_calendar *c = &app->calendar;
	int place = kb_calendar_place(day);
	const struct kb_day_count *of = &c->of_year[place];
	bool here = day == kb_calendar_day(c);
	kb_str mark = c->typed.n ? shade(app, c->hits[place], c->most_hits)
	                         : shade(app, of->issues ? of->articles + 1 : 0, c->most + 1);
	bool read = c->read[place] >= of->articles;
	enum kb_role role = here                           ? KB_ROLE_TODAY
	                    : c->typed.n && c->hits[place] ? KB_ROLE_STAR
	                    : of->issues && read           ? KB_ROLE_READ
	                    : of->issues                   ? KB_ROLE_BODY
	                                                   : KB_ROLE_RULE;
	kb_grid_put(g, y, x, mark, role);
}

/* The row and cell where a month begins; false where there is no room for it. */
static bool
month_spot(const struct kb_app *app, const struct shape *s, int month, int *y, int *x)
{
	*x = s->x;
	if (s->across) {
		*y = app->body_y + (month - 1) / s->across * s->rows;
		*x += (month - 1) % s->across * BLOCK_COLS;
		return true;
	}
	/* a month a row: all of them, or those around the one selected; a line is left for the day */
	int top = app->calendar.month - 1 - s->room / 2;
	top = top > 12 - s->room ? 12 - s->room : top;
	top = top < 0 ? 0 : top;
	*y = app->body_y + month - 1 - top;
	return month > top && month <= top + s->room;
}

/* Where a day stands in its month. */
static void
day_spot(const struct shape *s, kb_day first, int i, int *y, int *x)
{
	int place = kb_day_weekday(first) + i;
	*y += s->across ? place / 7 : 0;
	*x += NAME_COLS + (s->across ? place % 7 * 2 : i);
}

static void
draw_month(const struct kb_app *app, struct kb_grid *g, const struct shape *s, int month)
{
	const struct kb_calendar *c = &app->calendar;
	kb_day first = kb_day_of((struct kb_ymd){ c->year, month, 1 });
	int y;
	int x;
	if (!month_spot(app, s, month, &y, &x)) {
		return;
	}
	struct kb_buf name = { 0 };
	say_month(&name, month);
	kb_grid_put_n(g, y, x, kb_buf_str(&name), NAME_COLS - 1,
	              month == c->month ? KB_ROLE_KEY : KB_ROLE_INFO);
	kb_buf_release(&name);
	for (int i = 0; i < kb_month_days(c->year, month); i++) {
		int row = y;
		int col = x;
		day_spot(s, first, i, &row, &col);
		draw_cell(app, g, row, col, first + i);
	}
}

kb_day
calendar_year_day_at(const struct kb_app *app, int y, int x)
{
	const struct kb_calendar *c = &app->calendar;
	struct shape s = shape_of(app);
	for (int month = 1; month <= 12; month++) {
		kb_day first = kb_day_of((struct kb_ymd){ c->year, month, 1 });
		int top;
		int left;
		bool shown = month_spot(app, &s, month, &top, &left);
		for (int i = 0; shown && i < kb_month_days(c->year, month); i++) {
			int row = top;
			int col = left;
			day_spot(&s, first, i, &row, &col);
			if (row == y && (col == x || (s.across && col + 1 == x))) {
				return first + i;
			}
		}
	}
	return KB_DAY_NONE;
}

void
calendar_draw_year(const struct kb_app *app, struct kb_grid *g)
{
	struct shape s = shape_of(app);
	int end = app->body_y + app->body_rows;
	int y = app->body_y + (s.across ? 12 / s.across * s.rows : s.room);
	for (int month = 1; month <= 12; month++) {
		draw_month(app, g, &s, month);
	}
	int x = s.x < 1 ? 1 : s.x;
	int cols = g->cols - 2 * x;
	y += end - y > 2 * DAY_ROWS ? 1 : 0;
	if (y < end) {
		calendar_draw_day(app, g, y, x, end - y, cols < 100 ? cols : 100);
	}
}
