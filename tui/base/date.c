/* Days: civil calendar arithmetic. What stands on paper is read in datescan.c. */
#include "kanbao/date.h"

#include <stdio.h>
#include <time.h>

/* Days of 400 years, and from 0000-03-01 to 1970-01-01. */
#define ERA_DAYS 146097
#define EPOCH_DAYS 719468

int
kb_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (month < 1 || month > 12) {
		return 0;
	}
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

kb_day
kb_day_of(struct kb_ymd ymd)
{
	if (ymd.year < KB_YEAR_MIN || ymd.year > KB_YEAR_MAX) {
		return KB_DAY_NONE;
	}
	if (ymd.day < 1 || ymd.day > kb_month_days(ymd.year, ymd.month)) {
		return KB_DAY_NONE;
	}
	/* years that begin on 1 March, so that the leap day is the last */
	int year = ymd.year - (ymd.month <= 2);
	int month = (ymd.month + 9) % 12;
	int day_of_year = (153 * month + 2) / 5 + ymd.day - 1;
	return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - EPOCH_DAYS;
}

struct kb_ymd
kb_day_ymd(kb_day day)
{
	int64_t z = (int64_t)day + EPOCH_DAYS;
	int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
	int64_t doe = z - era * ERA_DAYS;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t march_month = (5 * doy + 2) / 153;
	int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
	return (struct kb_ymd){
		.year = (int)(yoe + era * 400 + (month <= 2)),
		.month = (int)month,
		.day = (int)(doy - (153 * march_month + 2) / 5 + 1),
	};
}

int
kb_day_weekday(kb_day day)
{
	/* 1970-01-01 was a Thursday */
	int64_t rest = ((int64_t)day + 3) % 7;
	return (int)(rest < 0 ? rest + 7 : rest);
}

kb_day
kb_day_add_months(kb_day day, int months)
{
	struct kb_ymd ymd = kb_day_ymd(day);
	int64_t all = (int64_t)ymd.year * 12 + (ymd.month - 1) + months;
	if (all < (int64_t)KB_YEAR_MIN * 12 || all >= ((int64_t)KB_YEAR_MAX + 1) * 12) {
		return KB_DAY_NONE;
	}
	ymd.year = (int)(all / 12);
	ymd.month = (int)(all % 12) + 1;
	int last = kb_month_days(ymd.year, ymd.month);
	ymd.day = ymd.day < last ? ymd.day : last;
	return kb_day_of(ymd);
}

kb_day
kb_day_today(void)
{
	time_t now = time(NULL);
	struct tm tm;
	if (!localtime_r(&now, &tm)) {
		return KB_DAY_NONE;
	}
	return kb_day_of((struct kb_ymd){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday });
}

kb_day
kb_day_checked(int64_t number)
{
	kb_day first = kb_day_of((struct kb_ymd){ KB_YEAR_MIN, 1, 1 });
	kb_day last = kb_day_of((struct kb_ymd){ KB_YEAR_MAX, 12, 31 });
	return number < first || number > last ? KB_DAY_NONE : (kb_day)number;
}

const char *
kb_day_iso(kb_day day, char buf[KB_ISO_SIZE])
{
	buf[0] = '\0';
	if (day != KB_DAY_NONE) {
		struct kb_ymd ymd = kb_day_ymd(day);
		(void)snprintf(buf, KB_ISO_SIZE, "%04d-%02d-%02d", ymd.year, ymd.month, ymd.day);
	}
	return buf;
}
