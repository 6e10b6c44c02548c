/* The Chinese calendar: printed facts, known new years, every day back and forth. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kanbao/date.h"

static const struct {
	struct kb_ymd ymd;
	const char *text;
	const char *cell;
} facts[] = {
	/* days of the sample issues; 2022-04-13 is printed so */
	{ { 2021, 11, 5 }, "辛丑年十月初一", "十月" },
	{ { 2021, 12, 8 }, "辛丑年十一月初五", "初五" },
	{ { 2022, 4, 13 }, "壬寅年三月十三", "十三" },
	{ { 2022, 4, 26 }, "壬寅年三月廿六", "廿六" },
	{ { 2023, 3, 23 }, "癸卯年闰二月初二", "初二" },
	/* new years and their eves */
	{ { 1900, 1, 31 }, "庚子年正月初一", "正月" },
	{ { 1949, 1, 29 }, "己丑年正月初一", "正月" },
	{ { 1984, 2, 2 }, "甲子年正月初一", "正月" },
	{ { 2000, 2, 5 }, "庚辰年正月初一", "正月" },
	{ { 2022, 2, 1 }, "壬寅年正月初一", "正月" },
	{ { 2022, 1, 31 }, "辛丑年十二月廿九", "廿九" },
	{ { 2024, 2, 10 }, "甲辰年正月初一", "正月" },
	{ { 2024, 2, 9 }, "癸卯年十二月三十", "三十" },
	{ { 2025, 1, 29 }, "乙巳年正月初一", "正月" },
	/* feasts */
	{ { 2023, 6, 22 }, "癸卯年五月初五", "初五" },
	{ { 2023, 9, 29 }, "癸卯年八月十五", "十五" },
	{ { 2020, 10, 1 }, "庚子年八月十五", "十五" },
	{ { 2023, 4, 10 }, "癸卯年闰二月二十", "二十" },
	{ { 2023, 3, 31 }, "癸卯年闰二月初十", "初十" },
	/* leap months */
	{ { 2020, 5, 23 }, "庚子年闰四月初一", "闰四月" },
	{ { 2023, 3, 22 }, "癸卯年闰二月初一", "闰二月" },
	{ { 2023, 4, 20 }, "癸卯年三月初一", "三月" },
	{ { 2025, 7, 25 }, "乙巳年闰六月初一", "闰六月" },
	{ { 2033, 12, 22 }, "癸丑年闰十一月初一", "闰十一月" },
	{ { 2033, 11, 22 }, "癸丑年十一月初一", "十一月" },
	{ { 2034, 1, 20 }, "癸丑年十二月初一", "十二月" },
};

static void
printed_facts(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		struct kb_lunar lunar;
		assert_true(kb_lunar_of(kb_day_of(facts[i].ymd), &lunar));
		kb_buf_clear(&out);
		kb_lunar_format(&out, lunar, true);
		assert_string_equal(out.p, facts[i].text);
		kb_buf_clear(&out);
		kb_lunar_format(&out, lunar, false);
		assert_true(kb_str_ends(kb_str_of(facts[i].text), kb_buf_str(&out)));
		assert_int_equal(kb_str_of(facts[i].text).n - out.n, kb_str_of("壬寅年").n);
		kb_buf_clear(&out);
		kb_lunar_cell(&out, lunar);
		assert_string_equal(out.p, facts[i].cell);
	}
	kb_buf_release(&out);
}

static void
every_day(void **state)
{
	(void)state;
	kb_day last = kb_day_of((struct kb_ymd){ 2100, 12, 31 });
	struct kb_lunar before = { 1899, 12, false, 30 };
	for (kb_day d = kb_day_of((struct kb_ymd){ 1900, 1, 31 }); d <= last; d++) {
		struct kb_lunar lunar;
		assert_true(kb_lunar_of(d, &lunar));
		assert_int_equal(kb_lunar_day(lunar), d);
		/* the next day, or the first of a month after 29 or 30 days */
		if (lunar.day != before.day + 1) {
			assert_int_equal(lunar.day, 1);
			assert_true(before.day == 29 || before.day == 30);
			bool next = lunar.month == before.month % 12 + 1 && !lunar.leap;
			bool again = lunar.month == before.month && lunar.leap && !before.leap;
			assert_true(next || again);
			assert_int_equal(lunar.year, before.year + (lunar.month == 1 && next));
		}
		before = lunar;
	}
}

static void
outside(void **state)
{
	(void)state;
	struct kb_lunar lunar = { 1, 2, false, 3 };
	assert_false(kb_lunar_of(kb_day_of((struct kb_ymd){ 1900, 1, 30 }), &lunar));
	assert_false(kb_lunar_of(kb_day_of((struct kb_ymd){ 2101, 1, 1 }), &lunar));
	assert_false(kb_lunar_of(KB_DAY_NONE, &lunar));
	assert_int_equal(lunar.year, 1);
	static const struct kb_lunar none[] = {
		{ 1899, 12, false, 1 },  { 2101, 1, false, 1 }, { 2022, 0, false, 1 },
		{ 2022, 13, false, 1 },  { 2022, 1, false, 0 }, { 2022, 1, false, 31 },
		{ 2022, 2, true, 1 },    { 2023, 3, true, 1 },  { 2021, 12, false, 30 },
		{ 2100, 12, false, 29 },
	};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		assert_int_equal(kb_lunar_day(none[i]), KB_DAY_NONE);
	}
}

/* --- solar terms ----------------------------------------------------------------- */

static void
terms_printed(void **state)
{
	(void)state;
	/* days that calendars give; 立春 2017 and 2021 were on the 3rd, 清明 is the 4th or 5th */
	static const struct {
		struct kb_ymd day;
		const char *name; /* NULL: none */
	} cases[] = {
		{ { 2022, 4, 5 }, "清明" },   { { 2012, 4, 4 }, "清明" },
		{ { 2017, 2, 3 }, "立春" },   { { 2021, 2, 3 }, "立春" },
		{ { 2024, 2, 4 }, "立春" },   { { 2021, 12, 21 }, "冬至" },
		{ { 2023, 12, 22 }, "冬至" }, { { 2022, 6, 21 }, "夏至" },
		{ { 2022, 3, 20 }, "春分" },  { { 2022, 9, 23 }, "秋分" },
		{ { 1949, 10, 8 }, "寒露" },  { { 2022, 4, 13 }, NULL },
		{ { 1899, 12, 22 }, NULL },   { { 2101, 1, 5 }, NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int term = kb_solar_term(kb_day_of(cases[i].day));
		if (cases[i].name) {
			assert_true(term >= 0);
			assert_string_equal(kb_solar_term_name(term), cases[i].name);
		} else {
			assert_int_equal(term, -1);
		}
	}
}

/*
 * The two tables hold each other: 冬至 is in the eleventh month, and a leap month
 * is one without a term of even number (GB/T 33661-2017). The rule counts from
 * winter to winter, so it is asked of leap months only.
 */
static void
terms_agree_with_months(void **state)
{
	(void)state;
	kb_day before = KB_DAY_NONE;
	int last = -1;
	int count = 0;
	int leaps = 0;
	for (kb_day day = kb_day_of((struct kb_ymd){ 1900, 1, 31 });
	     day <= kb_day_of((struct kb_ymd){ 2100, 12, 31 }); day++) {
		struct kb_lunar lunar;
		int term = kb_solar_term(day);
		assert_true(kb_lunar_of(day, &lunar));
		leaps += lunar.leap && lunar.day == 1;
		if (term < 0) {
			continue;
		}
		assert_true(last < 0 || term == (last + 1) % 24);
		assert_true(last < 0 || (day - before >= 14 && day - before <= 16));
		assert_false(lunar.leap && term % 2 == 1);
		assert_true(term != 23 || (lunar.month == 11 && !lunar.leap));
		before = day;
		last = term;
		count++;
	}
	assert_int_equal(count, 24 * 201 - 2); /* without 小寒 and 大寒 of 1900 */
	assert_true(leaps > 70);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printed_facts),
		cmocka_unit_test(every_day),
		cmocka_unit_test(outside),
		cmocka_unit_test(terms_printed),
		cmocka_unit_test(terms_agree_with_months),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
