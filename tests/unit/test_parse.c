/* The whole parser: where paper, date and page come from; the news day (R12). */
#include "parse_help.h"

#define STORY "天晴\n\n本报讯（记者 王思）5月5日，天晴。\n"
#define PRINTED "2023年5月6日\n\n第88期\n\n青石新报\n\n" STORY

struct sample {
	const char *text;
	const char *name;
	const char *option; /* --date, or NULL */
	const char *paper;
	const char *date;
	enum kb_date_source source;
	const char *page;
};

static const struct sample samples[] = {
	{ STORY, "-", NULL, "", "", KB_DATE_NONE, "1" },
	{ STORY, "p.txt", NULL, "", "", KB_DATE_NONE, "1" },
	{ STORY, "/a/b/青石新报-2023-05-06.txt", NULL, "青石新报", "2023-05-06", KB_DATE_FILENAME,
	  "1" },
	{ STORY, "青石新报-2023-05-06-02.txt", NULL, "青石新报", "2023-05-06", KB_DATE_FILENAME,
	  "2" },
	{ STORY, "青石新报-2023-05-06-A04.md", NULL, "青石新报", "2023-05-06", KB_DATE_FILENAME,
	  "A4" },
	{ STORY, "2023-05-06.txt", NULL, "", "2023-05-06", KB_DATE_FILENAME, "1" },
	{ STORY, "青石新报-2023-02-30.txt", NULL, "", "", KB_DATE_NONE, "1" },
	{ STORY, "青石新报-2023-05-06.txt", "2023-05-07", "青石新报", "2023-05-07", KB_DATE_OPTION,
	  "1" },
	{ PRINTED, "别的报-2020-01-01.txt", NULL, "青石新报", "2023-05-06", KB_DATE_MASTHEAD, "1" },
	{ PRINTED, "-", "2023-05-07", "青石新报", "2023-05-06", KB_DATE_MASTHEAD, "1" },
	{ "第3版：要闻\n\n" STORY, "-", NULL, "", "", KB_DATE_NONE, "3" },
};

static void
test_sources(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		struct kb_parse_options options = { .day = KB_DAY_NONE };
		if (s->option) {
			assert_true(kb_date_scan(kb_str_of(s->option), &options.day) > 0);
		}
		struct parsed p;
		char iso[KB_ISO_SIZE];
		parse_named(&p, kb_str_of(s->text), s->name, &options);
		assert_int_equal(p.err, KB_OK);
		assert_true(kb_str_eq(p.issue.paper, kb_str_of(s->paper)));
		assert_string_equal(p.issue.day == KB_DAY_NONE ? "" : kb_day_iso(p.issue.day, iso),
		                    s->date);
		assert_int_equal(p.issue.date_source, s->source);
		assert_true(kb_str_eq(p.issue.articles[0].page, kb_str_of(s->page)));
		parse_release(&p);
	}
}

static void
test_given(void **state)
{
	(void)state;
	struct kb_parse_options options = {
		.day = KB_DAY_NONE, .paper = KB_STR("山城报"), .page = KB_STR("7"), .edition = 2
	};
	struct parsed p;
	parse_named(&p, KB_STR(STORY), "青石新报-2023-05-06-02.txt", &options);
	assert_true(kb_str_eq(p.issue.paper, KB_STR("山城报")));
	assert_true(kb_str_eq(p.issue.articles[0].page, KB_STR("7")));
	assert_int_equal(p.issue.edition, 2);
	parse_release(&p);
}

/* The latest day told of, none that is only announced. */
static void
test_news_day(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *want;
	} days[] = {
		{ "甲\n\n本报讯（记者 王思）4月11日，开会。\n\n乙\n\n本报讯（记者 "
		  "王思）4月12日上午，开会。\n",
		  "4-12" },
		{ "甲\n\n本报讯（记者 王思）会议将于4月26日开幕。4月25日，报到。\n", "4-25" },
		{ "甲\n\n本报讯（记者 王思）2021年10月3日，立项。10月1日，开工。\n", "10-1" },
		{ "甲\n\n本报讯（记者 王思）12月31日，守岁。\n\n乙\n\n本报讯（记者 "
		  "王思）1月1日，迎新。\n",
		  "1-1" },
		{ "甲\n\n新华社北京7月22日电（记者 王思）天晴。\n", "7-22" },
		{ "甲\n\n本报讯（记者 王思）5月1日起，免费开放。\n", "" },
		{ "2023年5月6日\n\n甲\n\n本报讯（记者 王思）5月5日，开会。\n\n6月1日，是儿童节。\n",
		  "5-5" },
	};
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct parsed p;
		parse_text(&p, days[i].text);
		assert_true(kb_str_eq(p.issue.month_day, kb_str_of(days[i].want)));
		parse_release(&p);
	}
}

/* A year that was given, and a day that was inferred, beside what is printed (R11, R12). */
static void
test_contradicted(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int year;
		const char *date;
		const char *doubt; /* the last of the first story, or NULL for no contradiction */
	} rows[] = {
		{ "4月8日 星期六 农历闰二月十八\n\n" STORY, 2019, "2019-04-08",
		  "the date contradicts the printed weekday and lunar date; they agree in: 2023" },
		{ "4月8日 星期六 农历闰二月十八\n\n" STORY, 2023, "2023-04-08", NULL },
		/* a Monday in 2019; 2017 and 2023 lie nearer than 2006 */
		{ "4月8日 星期六\n\n" STORY, 2019, "2019-04-08",
		  "the date contradicts the printed weekday; they agree in: 2017, 2023, 2028" },
		{ "4月8日 星期一 农历闰二月十八\n\n" STORY, 2019, "2019-04-08",
		  "the date contradicts the printed weekday or lunar date in any year near" },
		{ "2月29日 星期一\n\n" STORY, 2020, "2020-02-29",
		  "the date contradicts the printed weekday; they agree in: 2016" },
		/* the news is of the fifth of May: a Friday in 2023 */
		{ "星期六\n\n第88期\n\n青石新报\n\n" STORY, 2023, "2023-05-06", NULL },
		{ "星期一\n\n第88期\n\n青石新报\n\n" STORY, 2023, "2023-05-08", NULL },
		{ "星期三\n\n第88期\n\n青石新报\n\n" STORY, 2023, "2023-05-06",
		  "the date contradicts the printed weekday; they agree in: 2024, 2025, 2020" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct kb_parse_options options = { .day = KB_DAY_NONE,
			                                  .year = rows[i].year };
		struct parsed p;
		char iso[KB_ISO_SIZE];
		parse_named(&p, kb_str_of(rows[i].text), "-", &options);
		assert_string_equal(kb_day_iso(p.issue.day, iso), rows[i].date);
		const struct kb_strs *doubts = &p.issue.articles[0].doubts;
		kb_str last = doubts->v[doubts->n - 1];
		kb_str want = kb_str_of(rows[i].doubt ? rows[i].doubt : "the date is ");
		if (!kb_str_starts(last, want)) {
			fail_msg("%s: %.*s", rows[i].text, KB_ARG(last));
		}
		parse_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_given),
		cmocka_unit_test(test_news_day),
		cmocka_unit_test(test_contradicted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
