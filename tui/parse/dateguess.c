/*
 * The day of the issue: weekday and lunar date are held against the printed
 * day (R11), fix a year that isn't printed, and the news itself gives the day
 * where only the year is known (R12). What is inferred is marked and doubted.
 */
#include "kanbao/date.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* Years in which weekday and lunar date fix the year of a day. */
#define FROM_YEAR 1990
#define TO_YEAR 2030
/* A date misprinted by more than this is another matter. */
#define NEAR_DAYS 31
/* Years named where a date contradicts its masthead, and how far they are sought. */
#define YEARS_TOLD 3
#define YEARS_FAR 30
/* The news of a day is printed at most so many days later (R12). */
#define NEWS_DAYS 3

struct witness {
	int weekday; /* 0 = Monday, −1 where not printed */
	bool lunar;
	struct kb_lunar_print print;
};

static struct witness
witnesses(const struct kb_issue *issue)
{
	static const char *const days[] = { "一", "二", "三", "四", "五", "六", "日", "天" };
	struct witness w = { .weekday = -1 };
	for (int i = 0; i < 8 && issue->weekday.p; i++) {
		if (kb_str_ends(issue->weekday, kb_str_of(days[i]))) {
			w.weekday = i < 7 ? i : 6;
		}
	}
	w.lunar = issue->lunar.p && kb_lunar_scan(issue->lunar, &w.print) > 0;
	return w;
}

static bool
agrees(const struct witness *w, kb_day day)
{
	return (w->weekday < 0 || kb_day_weekday(day) == w->weekday) &&
	       (!w->lunar || kb_lunar_agrees(&w->print, day));
}

/* A day nearby of which weekday and lunar date both speak. */
static bool
agrees_nearby(const struct witness *w, kb_day day)
{
	for (kb_day d = day - NEAR_DAYS; d <= day + NEAR_DAYS; d++) {
		if (agrees(w, d)) {
			return true;
		}
	}
	return false;
}

/* The first of `days` days from day on of which both speak; KB_DAY_NONE. */
static kb_day
fitting_day(const struct witness *w, kb_day day, int days)
{
	for (int i = 0; i < days && day != KB_DAY_NONE; i++) {
		if (agrees(w, day + i)) {
			return day + i;
		}
	}
	return KB_DAY_NONE;
}

/* "2017, 2023": years, the nearest first, in which one of those days agrees. */
static void
add_years(struct kb_buf *out, const struct witness *w, struct kb_ymd md, int days)
{
	const int year = md.year;
	int told = 0;
	for (int i = 2; i <= 2 * YEARS_FAR + 1 && told < YEARS_TOLD; i++) {
		md.year = i % 2 ? year + i / 2 : year - i / 2;
		if (fitting_day(w, kb_day_of(md), days) != KB_DAY_NONE) {
			kb_buf_printf(out, "%s%d", told++ ? ", " : "", md.year);
		}
	}
}

/* A day that isn't printed, or one of `days` from it on, is not what weekday and lunar date say. */
static void
doubt_year(struct kb_page *page, const struct witness *w, kb_day day, int days)
{
	const struct witness week = { .weekday = w->weekday };
	const struct witness lunar = { -1, w->lunar, w->print };
	if (fitting_day(w, day, days) != KB_DAY_NONE) {
		return;
	}
	bool week_fits = fitting_day(&week, day, days) != KB_DAY_NONE;
	bool lunar_fits = fitting_day(&lunar, day, days) != KB_DAY_NONE;
	const char *what =
		week_fits == lunar_fits ? N_("the date contradicts the printed weekday and lunar "
	                                     "date; they agree in")
		: week_fits ? N_("the date contradicts the printed lunar date; they agree in")
			    : N_("the date contradicts the printed weekday; they agree in");
	struct kb_buf doubt = { 0 };
	kb_buf_printf(&doubt, "%s: ", what);
	size_t head = doubt.n;
	add_years(&doubt, w, kb_day_ymd(day), days);
	if (doubt.n == head) {
		kb_doubt(page->a, &page->doubts,
		         N_("the date contradicts the printed weekday or lunar date in any "
		            "year near"));
	} else {
		kb_strs_add(page->a, &page->doubts, kb_arena_dup(page->a, kb_buf_str(&doubt)));
	}
	kb_buf_release(&doubt);
}

void
kb_date_check(struct kb_page *page)
{
	const struct kb_issue *issue = page->issue;
	if (issue->day == KB_DAY_NONE) {
		return;
	}
	struct witness w = witnesses(issue);
	if (issue->date_source != KB_DATE_MASTHEAD) {
		doubt_year(page, &w, issue->day, 1);
		return;
	}
	bool week = w.weekday < 0 || kb_day_weekday(issue->day) == w.weekday;
	bool lunar = !w.lunar || kb_lunar_agrees(&w.print, issue->day);
	if (!week && !lunar && agrees_nearby(&w, issue->day)) {
		kb_doubt(page->a, &page->doubts,
		         N_("weekday and lunar date of the masthead speak of another date"));
		return;
	}
	if (!week) {
		kb_doubt(page->a, &page->doubts,
		         N_("weekday and date of the masthead do not agree"));
	}
	if (!lunar) {
		kb_doubt(page->a, &page->doubts,
		         N_("lunar date and date of the masthead do not agree"));
	}
}

/* The day that a dateline names, in the year that brings it next to the issue's. */
static kb_day
lead_day(kb_str lead, kb_day issue)
{
	struct kb_ymd md = { 0 };
	for (size_t off = 0; off < lead.n && !md.month; (void)kb_utf8_next(lead, &off)) {
		(void)kb_date_scan_md(kb_str_sub(lead, off, lead.n), &md);
	}
	if (!md.month) {
		return KB_DAY_NONE;
	}
	struct kb_ymd of = kb_day_ymd(issue);
	bool turn = of.month == 12 && md.month == 1;
	md.year = turn ? of.year + 1 : of.month == 1 && md.month == 12 ? of.year - 1 : of.year;
	return kb_day_of(md);
}

void
kb_date_leads(struct kb_page *page)
{
	struct kb_issue *issue = page->issue;
	for (size_t i = 0; i < issue->narticles && issue->day != KB_DAY_NONE; i++) {
		struct kb_article *article = &issue->articles[i];
		kb_day day = article->lead.n ? lead_day(article->lead, issue->day) : KB_DAY_NONE;
		if (day != KB_DAY_NONE && day > issue->day) {
			kb_doubt(page->a, &article->doubts,
			         N_("its dateline is later than the date of the issue"));
		}
	}
}

static void
set(struct kb_page *page, kb_day day, const char *doubt)
{
	page->issue->day = day;
	page->issue->date_source = KB_DATE_INFERRED;
	kb_doubt(page->a, &page->doubts, doubt);
}

/* The one year that fits, of those in range; 0 for none or several. */
static int
fitting_year(struct kb_ymd md, const struct witness *w)
{
	int found = 0;
	for (int year = FROM_YEAR; year <= TO_YEAR; year++) {
		md.year = year;
		kb_day day = kb_day_of(md);
		if (day == KB_DAY_NONE || !agrees(w, day)) {
			continue;
		}
		if (found) {
			return 0;
		}
		found = year;
	}
	return found;
}

void
kb_date_complete(struct kb_page *page)
{
	struct kb_ymd md = page->month_day;
	if (page->issue->day != KB_DAY_NONE || !md.month) {
		return;
	}
	struct witness w = witnesses(page->issue);
	md.year = page->options->year;
	if (md.year) {
		kb_day day = kb_day_of(md);
		if (day != KB_DAY_NONE) {
			set(page, day, N_("the date is printed without its year, which was given"));
			doubt_year(page, &w, day, 1);
		}
		return;
	}
	/* two things of three must speak, or the year stays open */
	md.year = w.lunar ? fitting_year(md, &w) : 0;
	if (md.year) {
		set(page, kb_day_of(md),
		    N_("the date is printed without its year; weekday and lunar date fix it"));
	} else {
		kb_doubt(page->a, &page->doubts,
		         N_("the date is printed without its year; give it with --year"));
	}
}

void
kb_date_infer(struct kb_page *page)
{
	struct kb_issue *issue = page->issue;
	struct kb_ymd md;
	if (issue->day != KB_DAY_NONE) {
		return;
	}
	if (!issue->month_day.p || !kb_date_scan_md(issue->month_day, &md)) {
		kb_doubt(page->a, &page->doubts, N_("no date found; give it with --date"));
		return;
	}
	md.year = page->options->year;
	kb_day day = md.year ? kb_day_of(md) : KB_DAY_NONE;
	if (day != KB_DAY_NONE) {
		struct witness w = witnesses(issue);
		kb_day fits = fitting_day(&w, day + 1, NEWS_DAYS);
		set(page, fits != KB_DAY_NONE ? fits : day + 1,
		    N_("the date is inferred: the day after the latest news"));
		doubt_year(page, &w, day + 1, NEWS_DAYS);
	} else {
		kb_doubt(page->a, &page->doubts,
		         N_("no date found, only that of the news; give --date or --year"));
	}
}
