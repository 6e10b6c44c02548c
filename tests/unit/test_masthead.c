/* Facts of masthead lines, and where a masthead stands (R10, R11). */
#include "parse_help.h"

#include "../../tui/parse/parse_int.h"

struct sample {
	const char *line;
	bool facts;
	const char *want; /* date number lunar weekday pages page */
};

static const struct sample samples[] = {
	{ "2022年4月13日", true, "2022-04-13 0   0 " },
	{ "第1937期", true, "- 1937   0 " },
	{ "第 1937 期", true, "- 1937   0 " },
	{ "第八十八期 总第1203期", true, "- 88   0 " },
	{ "总第４５６７期", true, "- 4567   0 " },
	{ "农历壬寅年三月十三星期三", true, "- 0 壬寅年三月十三 星期三 0 " },
	{ "农历三月十三", true, "- 0 三月十三  0 " },
	{ "壬寅年闰二月初一", true, "- 0 壬寅年闰二月初一  0 " },
	{ "2024.3.12　星期二　总第4567期", true, "2024-03-12 4567  星期二 0 " },
	{ "二〇二三年五月六日", true, "2023-05-06 0   0 " },
	{ "今日四版", true, "- 0   4 " },
	{ "第02版：综合新闻", true, "- 0   0 2" },
	{ "采编热线：3049743", true, "- 0   0 " },
	{ "中共衢州市柯城区委主办", true, "- 0   0 " },
	{ "责任编辑：王思 版式：李磊", true, "- 0   0 " },
	{ "第30次常务会议", false, "" },
	{ "三月十三", false, "" },
	{ "区十届政府召开第4次常务会议", false, "" },
	{ "今日开幕", false, "" },
	{ "2023年安全生产会议召开", false, "" },
	{ "今日柯城", false, "" },
};

static void
test_facts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_facts f;
		char iso[KB_ISO_SIZE];
		char got[200];
		bool ok = kb_facts_read(&a, kb_str_of(samples[i].line), &f);
		assert_int_equal(ok, samples[i].facts);
		if (ok) {
			(void)snprintf(got, sizeof(got), "%s %ld %.*s %.*s %d %.*s",
			               f.day == KB_DAY_NONE ? "-" : kb_day_iso(f.day, iso),
			               f.number, KB_ARG(f.lunar), KB_ARG(f.weekday), f.pages,
			               KB_ARG(f.page));
			assert_string_equal(got, samples[i].want);
		}
		kb_arena_release(&a);
	}
}

#define STORY "天晴\n\n本报讯（记者 王思）5月5日，天晴。\n\n"
#define MAST "2023年5月6日\n\n第88期\n\n青石新报\n\n青石发布\n\n今日八版\n\n"

/* Before the first headline or after the last body: the same issue. */
static void
test_places(void **state)
{
	(void)state;
	static const char *const texts[] = { MAST STORY, STORY MAST };
	for (size_t i = 0; i < 2; i++) {
		struct parsed p;
		parse_text(&p, texts[i]);
		assert_string_equal(parse_outline(&p), "news /天晴/ 记者=王思 {5月5日，天晴。}");
		assert_true(kb_str_eq(p.issue.paper, KB_STR("青石新报")));
		assert_int_equal(p.issue.date_source, KB_DATE_MASTHEAD);
		assert_int_equal(p.issue.number, 88);
		assert_int_equal(p.issue.pages, 8);
		assert_int_equal(p.issue.masthead.n, 5);
		parse_release(&p);
	}
}

/* The day under a letter is its signature's, no masthead. */
static void
test_signature(void **state)
{
	(void)state;
	struct parsed p;
	parse_text(&p, STORY "读者于海\n\n2023年5月6日\n");
	assert_int_equal(p.issue.day, KB_DAY_NONE);
	assert_int_equal(p.issue.masthead.n, 0);
	parse_release(&p);
}

static void
test_contradiction(void **state)
{
	(void)state;
	struct parsed p;
	parse_text(&p, "2023年5月6日 星期一\n\n" STORY);
	assert_true(p.issue.articles[0].doubts.n > 0);
	assert_true(kb_str_find(p.issue.articles[0].doubts.v[0], KB_STR("weekday")) != SIZE_MAX);
	parse_release(&p);
	parse_text(&p, "2023年5月6日 星期六 农历三月十七\n\n" STORY);
	assert_int_equal(p.issue.articles[0].doubts.n, 0);
	parse_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_signature),
		cmocka_unit_test(test_contradiction),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
