/*
 * The calendar of a paper: which days of a year brought what, what of it has
 * been read, and the hits of a search on each day.
 */
#ifndef KANBAO_CALENDAR_H
#define KANBAO_CALENDAR_H

#include "kanbao/state.h"
#include "kanbao/store.h"

/* A year has so many days, and index 0 is free. */
#define KB_YEAR_DAYS 367

/* Zeroed but for store, state (or NULL) and paper_of is valid and empty. */
struct kb_calendar {
	struct kb_store *store;
	struct kb_state *state;
	kb_issue_id paper_of;
	struct kb_arena arena;
	int year;
	int month;
	int lead;     /* cells before the first: its weekday, 0 = Monday */
	int ndays;    /* of the month */
	int selected; /* 1… day of the month */
	int issues;   /* of the month */
	int articles;
	int year_issues;
	int year_articles;
	struct kb_day_count of_year[KB_YEAR_DAYS]; /* [1…366]; issues == 0: a gap */
	int most;                                  /* articles of the fullest day of the year */
	int read[KB_YEAR_DAYS];                    /* articles of each day that have been read */
	int unread;                                /* of the month */
	int year_unread;
	int chart[2][12]; /* issues a month of the year before and this one */
	/* the search whose hits are shown, see kb_calendar_search() */
	struct kb_buf typed;
	int hits[KB_YEAR_DAYS]; /* articles found */
	int nhits;              /* of the year */
	int most_hits;
	bool hits_part; /* there was no time for all of them */
	/* the day selected; its texts live in day_arena */
	struct kb_arena day_arena;
	struct kb_issue_row issue; /* id 0: none on that day */
	struct kb_article_row *rows;
	size_t nrows;
};
void kb_calendar_release(struct kb_calendar *c);
/* From the next year shown on, counts the hits of what was typed; an empty text: of nothing. */
void kb_calendar_search(struct kb_calendar *c, kb_str typed);
/* Shows the month of a day and selects the day. Days stay in KB_YEAR_MIN…MAX. */
enum kb_err kb_calendar_show(struct kb_calendar *c, struct kb_ctx *ctx, kb_day day);
kb_day kb_calendar_day(const struct kb_calendar *c);
/* Place of a day in its year, 1…366. */
int kb_calendar_place(kb_day day);
/* What a day of the month shown brought. */
const struct kb_day_count *kb_calendar_of(const struct kb_calendar *c, int day);

#endif
