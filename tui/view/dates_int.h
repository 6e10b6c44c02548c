/* What the screens of dates and papers keep, and share. Private to tui/view. */
#ifndef KANBAO_DATES_INT_H
#define KANBAO_DATES_INT_H

#include "kanbao/model.h"
#include "kanbao/today.h"
#include "kanbao/view.h"

/* 历史上的今天: the issues of a day in all years, and where the entries lead. */
struct today {
	kb_day day;
	struct kb_arena arena;
	struct kb_same *v;
	size_t n;
	struct kb_spot *spots; /* one an entry, in the pane's arena */
	size_t nspots;
	size_t cap;
};
/* The papers of the archive. */
struct papers {
	struct kb_arena arena;
	struct kb_paper_row *v;
	size_t n;
};

/* v_today.c */
enum kb_err today_of(struct kb_app *app, kb_day day);
/* v_details.c: all that is known of an article of the issue on the table */
enum kb_err details_of(struct kb_app *app, size_t at);

/* calendar_day.c: the day that the calendar has selected, in words */
/* In at most `rows` lines of `cols` columns; … says that Enter shows more. */
void calendar_draw_day(const struct kb_app *app, struct kb_grid *g, int y, int x, int rows,
                       int cols);
/* calendar_year.c: twelve months at once */
bool calendar_year_fits(const struct kb_app *app);
void calendar_draw_year(const struct kb_app *app, struct kb_grid *g);
kb_day calendar_year_day_at(const struct kb_app *app, int y, int x);

#endif
