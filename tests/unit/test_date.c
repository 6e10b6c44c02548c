/* Days, and numbers and dates as they are printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "kanbao/date.h"

static kb_day
day(int year, int month, int mday)
{
	return kb_day_of((struct kb_ymd){ year, month, mday });
}

/* Every day of the range against the C library's calendar. */
static void
whole_range(void **state)
{
	(void)state;
	kb_day last = day(2999, 12, 31);
	for (kb_day d = day(1600, 1, 1); d <= last; d++) {
		time_t t = (time_t)d * 86400;
		struct tm tm;
		assert_non_null(gmtime_r(&t, &tm));
		struct kb_ymd ymd = kb_day_ymd(d);
		assert_int_equal(ymd.year, tm.tm_year + 1900);
		assert_int_equal(ymd.month, tm.tm_mon + 1);
		assert_int_equal(ymd.day, tm.tm_mday);
		assert_int_equal(kb_day_of(ymd), d);
		assert_int_equal(kb_day_weekday(d), (tm.tm_wday + 6) % 7);
	}
}

static void
no_such_day(void **state)
{
	(void)state;
	static const struct kb_ymd none[] = {
		{ 2022, 2, 29 }, { 1900, 2, 29 }, { 2022, 4, 31 },  { 2022, 0, 1 },
		{ 2022, 13, 1 }, { 2022, 1, 0 },  { 1599, 12, 31 }, { 3000, 1, 1 },
		{ 2022, -1, 1 }, { 2022, 1, 32 },
	};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		assert_int_equal(kb_day_of(none[i]), KB_DAY_NONE);
	}
	assert_int_equal(day(1970, 1, 1), 0);
	assert_true(day(2000, 2, 29) != KB_DAY_NONE);
	assert_int_equal(kb_day_weekday(day(2022, 4, 13)), 2);
	assert_int_equal(kb_month_days(2024, 2), 29);
	assert_int_equal(kb_month_days(2100, 2), 28);
}

static void
months_later(void **state)
{
	(void)state;
	assert_int_equal(kb_day_add_months(day(2022, 1, 31), 1), day(2022, 2, 28));
	assert_int_equal(kb_day_add_months(day(2022, 3, 31), -1), day(2022, 2, 28));
	assert_int_equal(kb_day_add_months(day(2022, 4, 13), -4), day(2021, 12, 13));
	assert_int_equal(kb_day_add_months(day(2022, 4, 13), 12), day(2023, 4, 13));
	assert_int_equal(kb_day_add_months(day(2022, 12, 1), 1), day(2023, 1, 1));
	assert_int_equal(kb_day_add_months(day(1600, 1, 1), -1), KB_DAY_NONE);
	assert_int_equal(kb_day_add_months(day(2999, 12, 1), 1), KB_DAY_NONE);
}

static void
iso(void **state)
{
	(void)state;
	char buf[KB_ISO_SIZE];
	assert_string_equal(kb_day_iso(day(2022, 4, 3), buf), "2022-04-03");
	assert_string_equal(kb_day_iso(KB_DAY_NONE, buf), "");
	/* any number at all fits the buffer */
	assert_true(strlen(kb_day_iso(INT32_MAX, buf)) < KB_ISO_SIZE);
	assert_true(strlen(kb_day_iso(INT32_MIN + 1, buf)) < KB_ISO_SIZE);
	assert_true(kb_day_today() > day(2022, 1, 1));
}

static const struct {
	const char *text;
	size_t bytes;
	long value;
} numbers[] = {
	{ "13日", 2, 13 },
	{ "007", 3, 7 },
	{ "１２", 6, 12 },
	{ "１2", 4, 12 },
	{ "一", 3, 1 },
	{ "十", 3, 10 },
	{ "十三", 6, 13 },
	{ "二十", 6, 20 },
	{ "二十三", 9, 23 },
	{ "廿三", 6, 23 },
	{ "廿", 3, 20 },
	{ "卅一", 6, 31 },
	{ "一百零五", 12, 105 },
	{ "一百二十", 12, 120 },
	{ "二千零二十二", 18, 2022 },
	{ "一千八百五十三期", 21, 1853 },
	{ "一万二千三百四十五", 27, 12345 },
	{ "三十万", 9, 300000 },
	{ "两百", 6, 200 },
	{ "二〇二二年", 12, 2022 },
	{ "二○二二", 12, 2022 },
	{ "二零二二", 12, 2022 },
	{ "〇", 3, 0 },
	/* the longest part that is a number */
	{ "十二十三", 6, 12 },
	{ "二十三四", 9, 23 },
	{ "三版", 3, 3 },
	{ "9223372036854775807", 0, 0 },
	{ "99999999999999999999", 0, 0 },
	{ "百", 0, 0 },
	{ "万", 0, 0 },
	{ "第一", 0, 0 },
	{ " 1", 0, 0 },
	{ "", 0, 0 },
};

static void
number_scan(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		long value = -1;
		size_t n = kb_number_scan(kb_str_of(numbers[i].text), &value);
		if (n != numbers[i].bytes || (n && value != numbers[i].value)) {
			fail_msg("'%s': %zu bytes, %ld", numbers[i].text, n, value);
		}
	}
}

static const struct {
	const char *text;
	const char *rest; /* NULL: no date */
	const char *iso;
} dates[] = {
	{ "2022-04-13", "", "2022-04-13" },
	{ "2022-4-13 A", " A", "2022-04-13" },
	{ "2022.4.13", "", "2022-04-13" },
	{ "2022/04/13", "", "2022-04-13" },
	{ "２０２２．４．１３", "", "2022-04-13" },
	{ "20220413", "", "2022-04-13" },
	{ "20220413.txt", ".txt", "2022-04-13" },
	{ "2022年4月13日", "", "2022-04-13" },
	{ "2022年04月13日星期三", "星期三", "2022-04-13" },
	{ "2022 年 4 月 13 日", "", "2022-04-13" },
	{ "2022　年4\u00A0月13日", "", "2022-04-13" },
	{ "２０２２年４月１３日", "", "2022-04-13" },
	{ "二〇二二年四月十三日", "", "2022-04-13" },
	{ "二○二三年五月六日", "", "2023-05-06" },
	{ "二零二一年十二月卅一日", "", "2021-12-31" },
	{ "二〇二二年四月二十六日", "", "2022-04-26" },
	{ "2022年4月13号", "", "2022-04-13" },
	{ "2024-02-29", "", "2024-02-29" },
	{ "中華民國一一二年五月六日", "", "2023-05-06" },
	{ "民國112年5月6日星期六", "星期六", "2023-05-06" },
	{ "民国二十五年三月一日", "", "1936-03-01" },
	{ "中華民國元年一月一日", "", "1912-01-01" },
	{ "元年一月一日", NULL, NULL },
	{ "民國五月六日", NULL, NULL },
	{ "一一二年五月六日", NULL, NULL },
	{ "2022-02-29", NULL, NULL },
	{ "2022-04-131", NULL, NULL },
	{ "2022-04.13", NULL, NULL },
	{ "202204131", NULL, NULL },
	{ "12022-04-13", NULL, NULL },
	{ "22-04-13", NULL, NULL },
	{ "2022年13月1日", NULL, NULL },
	{ "2022年4月", NULL, NULL },
	{ "1599-01-01", NULL, NULL },
	{ "2022-04-", NULL, NULL },
	{ " 2022-04-13", NULL, NULL },
	{ " 2022年4月13日", NULL, NULL },
	{ "今天", NULL, NULL },
	{ "", NULL, NULL },
};

static void
date_scan(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		kb_str s = kb_str_of(dates[i].text);
		kb_day found = 4711;
		char buf[KB_ISO_SIZE];
		size_t n = kb_date_scan(s, &found);
		if (!dates[i].rest) {
			if (n || found != 4711) {
				fail_msg("'%s': %zu bytes", dates[i].text, n);
			}
		} else if (!kb_str_eq(kb_str_sub(s, n, s.n), kb_str_of(dates[i].rest)) ||
		           strcmp(kb_day_iso(found, buf), dates[i].iso) != 0) {
			fail_msg("'%s': %zu bytes, %s", dates[i].text, n, buf);
		}
	}
}

static const struct {
	const char *text;
	size_t bytes;
	int month, day;
} month_days[] = {
	// clang-format off
	{ "4月13日讯", 9, 4, 13 },
	{ "四月十三日", 15, 4, 13 },
	{ "４月１３日", 15, 4, 13 },
	{ "4 月 13 日", 12, 4, 13 },
	{ "4-13", 4, 4, 13 },
	{ "04/13", 5, 4, 13 },
	{ "2月29日", 9, 2, 29 },
	{ "2月30日", 0, 0, 0 },
	{ "4.13", 0, 0, 0 },
	{ "13-4", 0, 0, 0 },
	{ "2022-04-13", 0, 0, 0 },
	{ "4-131", 0, 0, 0 },
	{ "4月", 0, 0, 0 },
	{ "4月13", 0, 0, 0 },
	{ "", 0, 0, 0 },
	// clang-format on
};

static void
month_day_scan(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(month_days) / sizeof(month_days[0]); i++) {
		struct kb_ymd ymd = { 1, 1, 1 };
		size_t n = kb_date_scan_md(kb_str_of(month_days[i].text), &ymd);
		if (n != month_days[i].bytes) {
			fail_msg("'%s': %zu bytes", month_days[i].text, n);
		}
		if (n) {
			assert_int_equal(ymd.year, 0);
			assert_int_equal(ymd.month, month_days[i].month);
			assert_int_equal(ymd.day, month_days[i].day);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_range),    cmocka_unit_test(no_such_day),
		cmocka_unit_test(months_later),   cmocka_unit_test(iso),
		cmocka_unit_test(number_scan),    cmocka_unit_test(date_scan),
		cmocka_unit_test(month_day_scan),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
