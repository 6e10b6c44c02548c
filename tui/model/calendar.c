/* A year and a month of one paper: which days have issues, and what the day selected brought. */
#include "kanbao/calendar.h"

#include <string.h>

#include "kanbao/survey.h"
#include "model_int.h"

void
kb_calendar_release(struct kb_calendar *c)
{
	kb_arena_release(&c->arena);
	kb_arena_release(&c->day_arena);
	kb_buf_release(&c->typed);
	*c = (struct kb_calendar){ .store = c->store, .state = c->state, .paper_of = c->paper_of };
}

int
kb_calendar_place(kb_day day)
{
	return day - kb_day_of((struct kb_ymd){ kb_day_ymd(day).year, 1, 1 }) + 1;
}

kb_day
kb_calendar_day(const struct kb_calendar *c)
{
	return kb_day_of((struct kb_ymd){ c->year, c->month, c->selected });
}

const struct kb_day_count *
kb_calendar_of(const struct kb_calendar *c, int day)
{
	return &c->of_year[kb_calendar_place(kb_day_of((struct kb_ymd){ c->year, c->month, day }))];
}

/* --- a year ------------------------------------------------------------------------------ */

/* Issues of each month of two years, for the chart; the days of the second. */
static void
count(struct kb_calendar *c, const struct kb_day_count *days, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct kb_ymd ymd = kb_day_ymd(days[i].day);
		c->chart[ymd.year == c->year][ymd.month - 1] += days[i].issues;
		if (ymd.year == c->year) {
			c->of_year[kb_calendar_place(days[i].day)] = days[i];
			c->year_issues += days[i].issues;
			c->year_articles += days[i].articles;
			c->most = days[i].articles > c->most ? days[i].articles : c->most;
		}
	}
}

static enum kb_err
load_year(struct kb_calendar *c, struct kb_ctx *ctx, int year)
{
	struct kb_day_count *days = NULL;
	size_t n = 0;
	int before = year > KB_YEAR_MIN ? year - 1 : year;
	kb_day from = kb_day_of((struct kb_ymd){ before, 1, 1 });
	kb_day to = kb_day_of((struct kb_ymd){ year, 12, 31 });
	kb_arena_reset(&c->arena);
	enum kb_err err = kb_store_days(c->store, ctx, &c->arena, c->paper_of, from, to, &days, &n);
	if (err) {
		return err;
	}
	c->year = year;
	c->month = 0;
	c->year_issues = c->year_articles = c->most = 0;
	memset(c->of_year, 0, sizeof(c->of_year));
	memset(c->chart, 0, sizeof(c->chart));
	count(c, days, n);
	return calendar_count_hits(c, ctx);
}

/* --- a month ----------------------------------------------------------------------------- */

/* How many articles of an issue have been read. */
static enum kb_err
count_read(struct kb_calendar *c, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id, int *n)
{
	struct kb_buf ref = { 0 };
	struct kb_keeps keeps = { 0 };
	enum kb_err err = kb_store_issue_ref(c->store, ctx, id, &ref);
	err = err ? err : kb_state_kept(c->state, ctx, a, kb_buf_str(&ref), true, &keeps);
	for (size_t i = 0; i < keeps.n && !err; i++) {
		*n += keeps.v[i].what == KB_KEPT_READ;
	}
	kb_buf_release(&ref);
	return err;
}

/* Those of a day, which may have brought several issues. */
static void
load_read(struct kb_calendar *c, struct kb_ctx *ctx, int day)
{
	const struct kb_day_count *of = kb_calendar_of(c, day);
	struct kb_arena a = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	if (of->issues == 1) {
		(void)count_read(c, ctx, &a, of->first, &c->read[day]);
	} else if (of->issues > 1 &&
	           !kb_store_day(c->store, ctx, &a, c->paper_of, of->day, &rows, &n)) {
		for (size_t i = 0; i < n; i++) {
			(void)count_read(c, ctx, &a, rows[i].id, &c->read[day]);
		}
	}
	kb_arena_release(&a);
}

static void
load_month(struct kb_calendar *c, struct kb_ctx *ctx, int month)
{
	c->month = month;
	c->ndays = kb_month_days(c->year, month);
	c->lead = kb_day_weekday(kb_day_of((struct kb_ymd){ c->year, month, 1 }));
	c->issues = c->articles = 0;
	memset(c->read, 0, sizeof(c->read));
	for (int day = 1; day <= c->ndays; day++) {
		c->issues += kb_calendar_of(c, day)->issues;
		c->articles += kb_calendar_of(c, day)->articles;
		if (c->state) {
			load_read(c, ctx, day);
		}
	}
}

static enum kb_err
load_day(struct kb_calendar *c, struct kb_ctx *ctx)
{
	const struct kb_day_count *day = kb_calendar_of(c, c->selected);
	c->issue = (struct kb_issue_row){ 0 };
	c->rows = NULL;
	c->nrows = 0;
	kb_arena_reset(&c->day_arena);
	if (!day->issues) {
		return KB_OK;
	}
	enum kb_err err = kb_store_issue(c->store, ctx, &c->day_arena, day->first, &c->issue);
	if (!err) {
		err = kb_store_articles(c->store, ctx, &c->day_arena, day->first, &c->rows,
		                        &c->nrows);
	}
	return err;
}

enum kb_err
kb_calendar_show(struct kb_calendar *c, struct kb_ctx *ctx, kb_day day)
{
	struct kb_ymd ymd = kb_day_ymd(day);
	if (kb_day_of(ymd) == KB_DAY_NONE) {
		return KB_OK;
	}
	enum kb_err err = KB_OK;
	if (ymd.year != c->year) {
		err = load_year(c, ctx, ymd.year);
	}
	if (!err && ymd.month != c->month) {
		load_month(c, ctx, ymd.month);
	}
	if (!err) {
		c->selected = ymd.day;
		err = load_day(c, ctx);
	}
	return err;
}
