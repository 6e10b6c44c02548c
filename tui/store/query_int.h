/* Private to query.c and query_date.c. */
#ifndef KANBAO_QUERY_INT_H
#define KANBAO_QUERY_INT_H

#include "kanbao/query.h"

/* Days, both included; KB_DAY_NONE where open. */
struct kb_span_days {
	kb_day first;
	kb_day last;
};

/*
 * Reads all of s as a date or a range of dates. bare: without 日期: before it,
 * so that only YYYY-MM[-DD] and ranges of such dates and years count.
 */
bool kb_query_days(kb_str s, bool bare, kb_day today, struct kb_span_days *out);

#endif
