/* The 24 solar terms (节气), by a table of their days. */
#include "kanbao/date.h"

#define FIRST_YEAR 1900

static const char years[][25] = {
#include "../../assets/data/solar.inc"
};

/* The first day of the month that a term ever falls on; two terms a month. */
static const int first_days[24] = { 4, 19, 3, 18, 4, 19, 4, 19, 4, 20, 4, 20,
	                            6, 22, 6, 22, 6, 22, 7, 22, 6, 21, 6, 21 };

int
kb_solar_term(kb_day day)
{
	struct kb_ymd ymd = kb_day_ymd(day);
	int year = ymd.year - FIRST_YEAR;
	if (year < 0 || year >= (int)(sizeof(years) / sizeof(years[0]))) {
		return -1;
	}
	int term = 2 * (ymd.month - 1) + (ymd.day > 15);
	return ymd.day == first_days[term] + years[year][term] - '0' ? term : -1;
}

const char *
kb_solar_term_name(int term)
{
	static const char *const names[24] = { "小寒", "大寒", "立春", "雨水", "惊蛰", "春分",
		                               "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
		                               "小暑", "大暑", "立秋", "处暑", "白露", "秋分",
		                               "寒露", "霜降", "立冬", "小雪", "大雪", "冬至" };
	return names[term];
}
