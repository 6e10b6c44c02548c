/* Texts for people, appended: days, pages, persons. Private to tui/view. */
#ifndef KANBAO_SAY_INT_H
#define KANBAO_SAY_INT_H

#include "kanbao/model.h"

enum say_form {
	SAY_FULL,  /* with the weekday */
	SAY_DAY,   /* with the year */
	SAY_SHORT, /* month and day */
	SAY_MONTH, /* year and month */
	SAY_YEAR,
};
void say_day(struct kb_buf *out, kb_day day, enum say_form form);
void say_month(struct kb_buf *out, int month);
/* Date of an issue, "undated", with ? where it is inferred. */
void say_issue(struct kb_buf *out, const struct kb_issue_row *issue, enum say_form form);
/* The numbers that are missing between two issues; nothing where none is. */
void say_gap(struct kb_buf *out, const struct kb_issue_row *older,
             const struct kb_issue_row *newer);
const char *say_weekday(int weekday, bool brief);
void say_lunar(struct kb_buf *out, kb_day day, bool year);
void say_page(struct kb_buf *out, kb_str page);
/* With its name, where the page of the issue on the table has one. */
void say_page_name(struct kb_buf *out, const struct kb_model *m, kb_str page);
/* Who made it, as printed; three at most. */
void say_people(struct kb_buf *out, const struct kb_article *article);
void say_minutes(struct kb_buf *out, size_t chars);
/* Paper, or a word for an unknown one. */
kb_str say_paper(const struct kb_issue_row *issue);

#endif
