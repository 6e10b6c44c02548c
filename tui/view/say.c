/* Texts for people: days, pages, persons, in the language of the interface. */
#include <string.h>

#include "app_int.h"
#include "kanbao/gaps.h"

static const char *const weekdays[] = { N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
	                                N_("Thursday"), N_("Friday"),  N_("Saturday"),
	                                N_("Sunday") };
static const char *const weekdays_brief[] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"),
	                                      N_("Fr"), N_("Sa"), N_("Su") };
static const char *const months[] = { N_("January"), N_("February"), N_("March"),
	                              N_("April"),   N_("May"),      N_("June"),
	                              N_("July"),    N_("August"),   N_("September"),
	                              N_("October"), N_("November"), N_("December") };

static const char *const months_brief[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
	                                    N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
	                                    N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };

const char *
say_weekday(int weekday, bool brief)
{
	return brief ? _(weekdays_brief[weekday]) : _(weekdays[weekday]);
}

/* One word of a pattern; the name of the field stands in w. */
static void
fill(struct kb_buf *out, kb_str w, kb_day day)
{
	struct kb_ymd ymd = kb_day_ymd(day);
	if (kb_str_eq(w, KB_STR("y"))) {
		kb_buf_printf(out, "%d", ymd.year);
	} else if (kb_str_eq(w, KB_STR("m"))) {
		kb_buf_printf(out, "%d", ymd.month);
	} else if (kb_str_eq(w, KB_STR("month"))) {
		kb_buf_add(out, kb_str_of(_(months[ymd.month - 1])));
	} else if (kb_str_eq(w, KB_STR("d"))) {
		kb_buf_printf(out, "%d", ymd.day);
	} else {
		kb_buf_add(out, kb_str_of(say_weekday(kb_day_weekday(day), false)));
	}
}

void
say_day(struct kb_buf *out, kb_day day, enum say_form form)
{
	/* patterns of a date: {y} year, {m} month as a number, {month} its name, {d} day, {weekday} */
	static const char *const patterns[] = {
		[SAY_FULL] = N_("{weekday} {d} {month} {y}"),
		[SAY_DAY] = N_("{d} {month} {y}"),
		[SAY_SHORT] = N_("{d} {month}"),
		[SAY_MONTH] = N_("{month} {y}"),
		[SAY_YEAR] = N_("{y}"),
	};
	for (const char *p = _(patterns[form]); *p;) {
		const char *end = *p == '{' ? strchr(p, '}') : NULL;
		if (end) {
			fill(out, (kb_str){ p + 1, (size_t)(end - p - 1) }, day);
			p = end + 1;
		} else {
			kb_buf_byte(out, *p++);
		}
	}
}

void
say_month(struct kb_buf *out, int month)
{
	kb_buf_add(out, kb_str_of(_(months_brief[month - 1])));
}

void
say_issue(struct kb_buf *out, const struct kb_issue_row *issue, enum say_form form)
{
	if (issue->day == KB_DAY_NONE) {
		kb_buf_add(out, kb_str_of(_("undated")));
		return;
	}
	say_day(out, issue->day, form);
	if (issue->date_source == KB_DATE_INFERRED) {
		kb_buf_byte(out, '?');
	}
	if (issue->edition > 1) {
		kb_buf_printf(out, _(" (edition %d)"), issue->edition);
	}
}

void
say_gap(struct kb_buf *out, const struct kb_issue_row *older, const struct kb_issue_row *newer)
{
	long first;
	long last;
	if (!kb_gap_between(older, newer, &first, &last)) {
		return;
	}
	if (first == last) {
		kb_buf_printf(out, _("no. %ld is missing"), first);
	} else {
		kb_buf_printf(out, _("nos. %ld to %ld are missing"), first, last);
	}
}

void
say_lunar(struct kb_buf *out, kb_day day, bool year)
{
	struct kb_lunar lunar;
	if (day != KB_DAY_NONE && kb_lunar_of(day, &lunar)) {
		kb_buf_add(out, kb_str_of(_("lunar ")));
		kb_lunar_format(out, lunar, year);
	}
}

void
say_page(struct kb_buf *out, kb_str page)
{
	kb_buf_printf(out, _("page %.*s"), KB_ARG(page));
}

void
say_page_name(struct kb_buf *out, const struct kb_model *m, kb_str page)
{
	kb_str name = kb_model_page_name(m, page);
	say_page(out, page);
	if (name.n) {
		kb_buf_printf(out, " %.*s", KB_ARG(name));
	}
}

void
say_people(struct kb_buf *out, const struct kb_article *article)
{
	const size_t max = 3;
	const struct kb_credits *credits = &article->credits;
	struct kb_buf list = { 0 };
	for (size_t i = 0; i < credits->n && i < max; i++) {
		kb_buf_add(&list, i ? KB_STR(" ") : KB_STR(""));
		kb_buf_add(&list, credits->v[i].name);
	}
	if (credits->n > max) {
		kb_buf_printf(out, _("%s and others"), list.p);
	} else {
		kb_buf_add(out, kb_buf_str(&list));
	}
	kb_buf_release(&list);
}

void
say_minutes(struct kb_buf *out, size_t chars)
{
	/* 400 characters a minute, never less than one */
	int minutes = (int)((chars + 399) / 400);
	minutes = minutes ? minutes : 1;
	kb_buf_printf(out, ngettext("%d min", "%d min", (unsigned long)minutes), minutes);
}

kb_str
say_paper(const struct kb_issue_row *issue)
{
	return issue->paper.n ? issue->paper : kb_str_of(_("unknown paper"));
}

void
say_marks(const struct kb_app *app, struct kb_buf *out, const struct kb_marking *marks)
{
	if (marks->star) {
		kb_buf_printf(out, "%.*s ", KB_ARG(ornament(app, KB_ORN_STAR)));
	}
	for (size_t i = 0; i < marks->tags.n; i++) {
		kb_buf_printf(out, "#%.*s ", KB_ARG(marks->tags.v[i]));
	}
}
