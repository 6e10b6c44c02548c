/* A year and a month of one paper: which days have issues, and what the day selected brought. */
#include "kanbao/calendar.h"

#include <string.h>

#include "kanbao/ref.h"
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

/* Appends PAPER/YEAR-, as the references of the year's days begin. */
static enum kb_err
begin_of_refs(const struct kb_calendar *c, struct kb_ctx *ctx, struct kb_buf *out)
{
	struct kb_buf ref = { 0 };
	enum kb_err err = kb_store_issue_ref(c->store, ctx, c->paper_of, &ref);
	size_t end = ref.n;
	while (end && ref.p[end - 1] != '/') {
		end--;
	}
	kb_buf_add(out, kb_str_sub(kb_buf_str(&ref), 0, end));
	kb_buf_printf(out, "%04d-", c->year);
	kb_buf_release(&ref);
	return err;
}

/* Counts an article that was read: `ref` begins with `begin`, and goes on with month and day. */
static void
count_read(struct kb_calendar *c, kb_str ref, kb_str begin)
{
	kb_day day = KB_DAY_NONE;
	kb_str date = kb_str_sub(ref, begin.n - sizeof("2022-") + 1, ref.n);
	if (kb_date_scan(date, &day) && day != KB_DAY_NONE) {
		c->read[kb_calendar_place(day)]++;
	}
}

static bool
is_read(const struct kb_calendar *c, struct kb_ctx *ctx, struct kb_arena *a, kb_str ref)
{
	struct kb_keeps keeps = { 0 };
	bool read = false;
	(void)kb_state_kept(c->state, ctx, a, ref, false, &keeps);
	for (size_t i = 0; i < keeps.n; i++) {
		read = read || keeps.v[i].what == KB_KEPT_READ;
	}
	return read;
}

/* What was read of the year, under the references of now and under older ones. */
static enum kb_err
load_read(struct kb_calendar *c, struct kb_ctx *ctx)
{
	struct kb_arena a = { 0 };
	struct kb_buf begin = { 0 };
	struct kb_keeps keeps = { 0 };
	struct kb_led *led = NULL;
	size_t nled = 0;
	enum kb_err err = begin_of_refs(c, ctx, &begin);
	kb_str prefix = kb_buf_str(&begin);
	err = err ? err : kb_state_kept(c->state, ctx, &a, prefix, true, &keeps);
	for (size_t i = 0; i < keeps.n && !err; i++) {
		if (keeps.v[i].what == KB_KEPT_READ) {
			count_read(c, keeps.v[i].ref, prefix);
		}
	}
	err = err ? err : kb_store_led(c->store, ctx, &a, prefix, true, &led, &nled);
	for (size_t i = 0; i < nled && !err; i++) {
		if (is_read(c, ctx, &a, led[i].old) && !is_read(c, ctx, &a, led[i].new)) {
			count_read(c, led[i].new, prefix);
		}
	}
	kb_buf_release(&begin);
	kb_arena_release(&a);
	return err;
}

/* Articles of a day that have not been read. */
static int
unread_of(const struct kb_calendar *c, int place)
{
	int unread = c->of_year[place].articles - c->read[place];
	return unread > 0 ? unread : 0;
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
	c->year_issues = c->year_articles = c->year_unread = c->most = 0;
	memset(c->of_year, 0, sizeof(c->of_year));
	memset(c->chart, 0, sizeof(c->chart));
	memset(c->read, 0, sizeof(c->read));
	count(c, days, n);
	if (c->state) {
		(void)load_read(c, ctx);
	}
	for (int i = 1; i < KB_YEAR_DAYS; i++) {
		c->year_unread += unread_of(c, i);
	}
	return calendar_count_hits(c, ctx);
}

/* --- a month ----------------------------------------------------------------------------- */

static void
load_month(struct kb_calendar *c, int month)
{
	int first = kb_calendar_place(kb_day_of((struct kb_ymd){ c->year, month, 1 }));
	c->month = month;
	c->ndays = kb_month_days(c->year, month);
	c->lead = kb_day_weekday(kb_day_of((struct kb_ymd){ c->year, month, 1 }));
	c->issues = c->articles = c->unread = 0;
	for (int i = first; i < first + c->ndays; i++) {
		c->issues += c->of_year[i].issues;
		c->articles += c->of_year[i].articles;
		c->unread += unread_of(c, i);
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
		load_month(c, ymd.month);
	}
	if (!err) {
		c->selected = ymd.day;
		err = load_day(c, ctx);
	}
	return err;
}
