/*
 * The calendar of a year: twelve small months, each day a shade by its
 * articles, or by the hits of the running search. Where there is no room for
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
			return (struct shape){ across, BLOCK_ROWS + airy,
				               (cols - across * BLOCK_COLS + 2) / 2 };
		}
	}
	return (struct shape){ 0, 1, cols > ROW_COLS ? (cols - ROW_COLS) / 2 : 0 };
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
	enum kb_role role = here                           ? KB_ROLE_TODAY
	                    : c->typed.n && c->hits[place] ? KB_ROLE_STAR
	                    : of->issues                   ? KB_ROLE_BODY
	                                                   : KB_ROLE_RULE;
	kb_grid_put(g, y, x, mark, role);
}

static void
draw_month(const struct kb_app *app, struct kb_grid *g, const struct shape *s, int month, int y,
           int x)
{
	const struct kb_calendar *c = &app->calendar;
	kb_day first = kb_day_of((struct kb_ymd){ c->year, month, 1 });
	struct kb_buf name = { 0 };
	say_month(&name, month);
	kb_grid_put_n(g, y, x, kb_buf_str(&name), NAME_COLS - 1,
	              month == c->month ? KB_ROLE_KEY : KB_ROLE_INFO);
	kb_buf_release(&name);
	for (int i = 0; i < kb_month_days(c->year, month); i++) {
		int place = kb_day_weekday(first) + i;
		int row = s->across ? place / 7 : 0;
		int col = s->across ? place % 7 * 2 : i;
		draw_cell(app, g, y + row, x + NAME_COLS + col, first + i);
	}
}

/* Months of one row each: all of them, or those around the one selected. */
static int
draw_rows(const struct kb_app *app, struct kb_grid *g, const struct shape *s)
{
	/* a line is left for the day selected */
	int room = app->body_rows > 12 ? 12 : app->body_rows > 1 ? app->body_rows - 1 : 1;
	int top = app->calendar.month - 1 - room / 2;
	top = top > 12 - room ? 12 - room : top;
	top = top < 0 ? 0 : top;
	for (int i = 0; i < room; i++) {
		draw_month(app, g, s, top + i + 1, app->body_y + i, s->x);
	}
	return app->body_y + room;
}

static int
draw_blocks(const struct kb_app *app, struct kb_grid *g, const struct shape *s)
{
	for (int i = 0; i < 12; i++) {
		int y = app->body_y + i / s->across * s->rows;
		draw_month(app, g, s, i + 1, y, s->x + i % s->across * BLOCK_COLS);
	}
	return app->body_y + 12 / s->across * s->rows;
}

void
calendar_draw_year(const struct kb_app *app, struct kb_grid *g)
{
	struct shape s = shape_of(app);
	int end = app->body_y + app->body_rows;
	int y = s.across ? draw_blocks(app, g, &s) : draw_rows(app, g, &s);
	int x = s.x < 1 ? 1 : s.x;
	int cols = g->cols - 2 * x;
	y += end - y > 2 * DAY_ROWS ? 1 : 0;
	if (y < end) {
		calendar_draw_day(app, g, y, x, end - y, cols < 100 ? cols : 100);
	}
}
