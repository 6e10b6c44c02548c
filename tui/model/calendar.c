/* A month of one paper: which days have issues, and what the day selected brought. */
#include <string.h>

#include "kanbao/model.h"

void
kb_calendar_release(struct kb_calendar *c)
{
	kb_arena_release(&c->arena);
	kb_arena_release(&c->day_arena);
	*c = (struct kb_calendar){ .store = c->store, .paper_of = c->paper_of };
}

kb_day
kb_calendar_day(const struct kb_calendar *c)
{
	return kb_day_of((struct kb_ymd){ c->year, c->month, c->selected });
}

/* Issues of each month of two years, for the chart; the month's own days too. */
static void
count(struct kb_calendar *c, const struct kb_day_count *days, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct kb_ymd ymd = kb_day_ymd(days[i].day);
		c->chart[ymd.year == c->year][ymd.month - 1] += days[i].issues;
		if (ymd.year == c->year && ymd.month == c->month) {
			c->day[ymd.day] = days[i];
			c->issues += days[i].issues;
			c->articles += days[i].articles;
		}
	}
}

static enum kb_err
load_month(struct kb_calendar *c, struct kb_ctx *ctx, struct kb_ymd ymd)
{
	struct kb_day_count *days = NULL;
	size_t n = 0;
	int before = ymd.year > KB_YEAR_MIN ? ymd.year - 1 : ymd.year;
	kb_day from = kb_day_of((struct kb_ymd){ before, 1, 1 });
	kb_day to = kb_day_of((struct kb_ymd){ ymd.year, 12, 31 });
	kb_arena_reset(&c->arena);
	enum kb_err err = kb_store_days(c->store, ctx, &c->arena, c->paper_of, from, to, &days, &n);
	if (err) {
		return err;
	}
	c->year = ymd.year;
	c->month = ymd.month;
	c->ndays = kb_month_days(ymd.year, ymd.month);
	c->lead = kb_day_weekday(kb_day_of((struct kb_ymd){ ymd.year, ymd.month, 1 }));
	c->issues = c->articles = 0;
	memset(c->day, 0, sizeof(c->day));
	memset(c->chart, 0, sizeof(c->chart));
	count(c, days, n);
	return KB_OK;
}

static enum kb_err
load_day(struct kb_calendar *c, struct kb_ctx *ctx)
{
	kb_issue_id id = c->day[c->selected].first;
	c->issue = (struct kb_issue_row){ 0 };
	c->rows = NULL;
	c->nrows = 0;
	kb_arena_reset(&c->day_arena);
	if (!c->day[c->selected].issues) {
		return KB_OK;
	}
	enum kb_err err = kb_store_issue(c->store, ctx, &c->day_arena, id, &c->issue);
	if (!err) {
		err = kb_store_articles(c->store, ctx, &c->day_arena, id, &c->rows, &c->nrows);
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
	if (ymd.year != c->year || ymd.month != c->month) {
		err = load_month(c, ctx, ymd);
	}
	if (!err) {
		c->selected = ymd.day;
		err = load_day(c, ctx);
	}
	return err;
}
