/* The passes that bring a page's structure back, each with what looks like it and is none. */
#include "parse_help.h"

#include "kanbao/jump.h"

#include "../../tui/parse/parse_int.h"

struct text_row {
	const char *text;
	const char *want; /* NULL where it stays as it is */
};

static const struct text_row ocr_rows[] = {
	{ "区 委 召 开 会 议", "区委召开会议" },
	{ "区 委 召 开 会 议   部 署 防 汛", "区委召开会议 部署防汛" },
	{ "2 0 2 1 年 6 月 1 8 日", "2021年6月18日" },
	{ "更　正", "更正" },
	{ "今　日　柯　城", "今日柯城" },
	{ "富强 民主 文明 和谐 自由 平等", NULL },
	{ "压实责任 完善机制", NULL },
	{ "叶　青", NULL },
	{ "于 2022 年 4 月 11 日召开会议，研究部署工作", NULL },
	{ "the quick brown fox", NULL },
};

static void
test_ocr(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ocr_rows) / sizeof(ocr_rows[0]); i++) {
		struct kb_arena a = { 0 };
		kb_str s = kb_str_of(ocr_rows[i].text);
		const char *want = ocr_rows[i].want;
		assert_int_equal(kb_ocr_clean(&a, &s, false), want != NULL);
		assert_true(kb_str_eq(s, kb_str_of(want ? want : ocr_rows[i].text)));
		kb_arena_release(&a);
	}
}

static void
test_rows(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool row;
	} rows[] = {
		{ "财政总收入：21.3亿元", true },
		{ "1月8日 新院区启用", true },
		{ "寒潮预警发布▶4版", true },
		{ "冬季进补有讲究 详见A08版", true },
		{ "（A04）", true },
		{ "“一句话：”好", false },
		{ "3月22日上午，我区召开会议。", false },
		{ "老兵的三枚军功章 3版", true },
		{ "由一版升到二版", false },
		{ "第 3版", false },
		{ "今日四版", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(kb_row_like(kb_str_of(rows[i].text)), rows[i].row);
	}
}

static void
test_lunar(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int month; /* 0 where there is none; negative for a leap month */
		int day;
	} rows[] = {
		{ "农历壬寅年三月十三", 3, 13 }, { "闰二月十八", -2, 18 },
		{ "農曆臘月廿三", 12, 23 },      { "壬寅（虎）年冬月三十", 11, 30 },
		{ "正月二十一", 1, 21 },         { "十月二十", 10, 20 },
		{ "三月大初一", 3, 1 },          { "三月", 0, 0 },
		{ "四月十三日", 4, 13 },         { "初一", 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct kb_lunar_print print = { 0 };
		size_t n = kb_lunar_scan(kb_str_of(rows[i].text), &print);
		assert_int_equal(n > 0, rows[i].month != 0);
		if (n) {
			assert_int_equal(print.leap ? -print.month : print.month, rows[i].month);
			assert_int_equal(print.day, rows[i].day);
		}
	}
}

static void
test_names(void **state)
{
	(void)state;
	static const char *const names[] = { "方心怡", "欧阳修文", "龔啟明", "司马光", NULL };
	static const char *const others[] = { "培训班", "了解到", "走进乡村", "的", "方", NULL };
	for (size_t i = 0; names[i]; i++) {
		assert_true(kb_name_like(kb_str_of(names[i])));
	}
	for (size_t i = 0; others[i]; i++) {
		assert_false(kb_name_like(kb_str_of(others[i])));
		assert_false(kb_name_may(kb_str_of(others[i])));
	}
}

#define STORY "天晴\n\n本报讯（记者 王思）4月7日，天晴。\n"

/* The date and where it is from: printed, completed, inferred, or none. */
static void
test_dates(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int year;
		const char *iso;
		enum kb_date_source source;
	} rows[] = {
		{ "4月8日 星期六 农历闰二月十八\n\n" STORY, 0, "2023-04-08", KB_DATE_INFERRED },
		{ "4月8日 星期六\n\n" STORY, 0, "", KB_DATE_NONE },
		{ "4月8日 星期六\n\n" STORY, 2023, "2023-04-08", KB_DATE_INFERRED },
		{ STORY, 2023, "2023-04-08", KB_DATE_INFERRED },
		{ STORY, 0, "", KB_DATE_NONE },
		{ "2023年4月8日\n\n" STORY, 2022, "2023-04-08", KB_DATE_MASTHEAD },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parsed p;
		char iso[KB_ISO_SIZE];
		const struct kb_parse_options options = { .day = KB_DAY_NONE,
			                                  .year = rows[i].year };
		parse_named(&p, kb_str_of(rows[i].text), "-", &options);
		assert_int_equal(p.err, KB_OK);
		assert_string_equal(kb_day_iso(p.issue.day, iso), rows[i].iso);
		assert_int_equal(p.issue.date_source, rows[i].source);
		/* never silent */
		bool told = p.issue.articles[0].doubts.n > 0;
		assert_int_equal(told, rows[i].source != KB_DATE_MASTHEAD);
		parse_release(&p);
	}
}

/* Form feeds and numbers turn the page; a number in the text doesn't. */
static void
test_pages(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *page; /* of the second story */
		size_t dropped;
	} rows[] = {
		{ STORY "\f" STORY, "2", 0 },
		{ STORY "\n- 1 -\n\f" STORY "\n- 2 -\n", "2", 2 },
		{ STORY "\n- 1 -\n\n" STORY "\n- 2 -\n", "2", 2 },
		{ STORY "\n第3版：综合\n\n" STORY, "3", 0 },
		{ STORY "\n\n" STORY, "1", 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parsed p;
		parse_text(&p, rows[i].text);
		assert_int_equal(p.issue.narticles, 2);
		assert_true(kb_str_eq(p.issue.articles[1].page, kb_str_of(rows[i].page)));
		assert_int_equal(p.issue.dropped.n, rows[i].dropped);
		parse_release(&p);
	}
}

/* Two stories jump to one page, and go on there in the other order. */
static void
test_jumps(void **state)
{
	(void)state;
	const struct kb_jump_end ends[] = {
		{ .page = KB_STR("1"),
		  .jump_to = KB_STR("2"),
		  .title = KB_STR("稻谷收购价上调"),
		  .tail = KB_STR("每亩多打六十斤，加上价格") },
		{ .page = KB_STR("1"),
		  .jump_to = KB_STR("2"),
		  .title = KB_STR("校车安全检查"),
		  .tail = KB_STR("检查组还抽查了") },
		{ .page = KB_STR("2"),
		  .jump_from = KB_STR("1"),
		  .title = KB_STR("校车安全全覆盖"),
		  .head = KB_STR("驾驶员的健康证明。") },
		{ .page = KB_STR("2"),
		  .jump_from = KB_STR("1"),
		  .title = KB_STR("稻谷收购忙"),
		  .head = KB_STR("上调，能多收一万块。") },
		{ .page = KB_STR("3"), .jump_from = KB_STR("4"), .title = KB_STR("稻谷收购价") },
	};
	struct kb_arena a = { 0 };
	struct kb_jump_pair *pairs;
	assert_int_equal(kb_jumps_match(&a, ends, 5, &pairs), 2);
	assert_int_equal(pairs[0].from, 0);
	assert_int_equal(pairs[0].to, 3);
	assert_int_equal(pairs[1].from, 1);
	assert_int_equal(pairs[1].to, 2);
	/* pages that contradict are no pair, whatever the words */
	assert_int_equal(kb_jumps_match(&a, ends + 3, 2, &pairs), 0);
	kb_arena_release(&a);
}

#define SIGNED "本报讯（记者 王思）"

/* What is not sure is told with its story, and nothing where all is well (R8, R12, R15). */
static void
test_doubts(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *doubt; /* of any story, or NULL */
	} rows[] = {
		{ SIGNED "桥修好了。\n\n“好走了。”村民说。\n\n三代人守护一座桥\n",
		  "below its text" },
		{ "三代人守护一座桥\n\n" SIGNED "桥修好了。\n", NULL },
		{ "修桥\n\n" SIGNED "桥修好了，村里\n\n据了解，桥长百米。\n", "out of order" },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n，村里人都说好。\n", "out of order" },
		{ "修桥\n\n" SIGNED "桥修好了，村里\n\n人都说好。\n", NULL },
		{ "风从河边来\n\n吹过老城墙\n\n灯一盏盏亮\n\n人各回各家\n\n月在屋檐上\n",
		  "lines without" },
		{ "风从河边来\n\n吹过老城墙\n\n灯一盏盏亮\n", "lines without" },
		{ "风从河边来\n\n吹过老城墙\n\n灯一盏盏亮\n\n修桥\n\n" SIGNED "桥修好了。\n",
		  "verse may be among" },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n秋夜\n\n风从河边来\n\n吹过老城墙\n\n灯一盏盏亮\n"
		  "\n农机补贴发放\n\n" SIGNED "桥修好了。\n",
		  "verse may be among" },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n人多了，”村民说。\n", "out of order" },
		{ "修桥\n\n" SIGNED "“桥修好了。\n\n人多了。”村民说。\n", NULL },
		{ "修桥\n\n" SIGNED "他说：“桥修好了。\n\n村里说：“好走。”\n", "out of order" },
		{ "修桥\n\n" SIGNED "“桥修好了。\n\n“人多了。”村民说。\n", NULL },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n最后，种了树。\n\n其次，铺了路。\n",
		  "out of order" },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n其次，铺了路。\n\n最后，种了树。\n", NULL },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n一、铺路。\n\n路很长。\n\n三、种树。\n\n"
		  "二、点灯。\n",
		  "may be out of order" },
		{ "修桥\n\n" SIGNED "桥修好了。\n\n（一）铺路。\n\n（二）种树。\n\n（一）点灯。"
		  "\n\n（二）通车。\n",
		  NULL },
		{ "2022年4月8日\n\n修桥\n\n新华社北京4月9日电（记者 王思）桥修好了。\n",
		  "dateline is later" },
		{ "2022年1月1日\n\n修桥\n\n新华社北京12月31日电（记者 王思）桥修好了。\n", NULL },
		{ "2022年4月8日\n\n修桥\n\n新华社北京4月7日电（记者 王思）桥修好了。\n", NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parsed p;
		struct kb_buf told = { 0 };
		kb_buf_clear(&told);
		/* a date keeps the issue's own doubts out */
		const struct kb_parse_options options = { .day = kb_day_of(
								  (struct kb_ymd){ 2022, 4, 8 }) };
		parse_named(&p, kb_str_of(rows[i].text), "-",
		            strstr(rows[i].text, "2022年") ? NULL : &options);
		for (size_t k = 0; k < p.issue.narticles; k++) {
			const struct kb_strs *doubts = &p.issue.articles[k].doubts;
			for (size_t d = 0; d < doubts->n; d++) {
				kb_buf_add(&told, doubts->v[d]);
			}
		}
		const char *want = rows[i].doubt;
		if (want ? !strstr(told.p, want) : told.n > 0) {
			fail_msg("%s: %s", rows[i].text, told.p);
		}
		kb_buf_release(&told);
		parse_release(&p);
	}
}

/* Items of a list are put right where nothing else can be meant (R8). */
static void
test_lists(void **state)
{
	(void)state;
	static const struct {
		const char *body;
		const char *want;
	} rows[] = {
		{ "一、铺路。\n\n三、种树。\n\n二、点灯。", "一、铺路。|二、点灯。|三、种树。" },
		{ "（二）点灯。\n\n（一）铺路。\n\n（三）种树。\n\n明年动工。",
		  "（一）铺路。|（二）点灯。|（三）种树。|明年动工。" },
		{ "3.种树。\n\n1.铺路。\n\n2.点灯。", "1.铺路。|2.点灯。|3.种树。" },
		{ "二是点灯。\n\n一是铺路。", "一是铺路。|二是点灯。" },
		{ "第二，点灯。\n\n第一，铺路。", "第一，铺路。|第二，点灯。" },
		/* whose is what stands behind the second? */
		{ "一、铺路。\n\n三、种树。\n\n二、点灯。\n\n明年动工。",
		  "一、铺路。|三、种树。|二、点灯。|明年动工。" },
		/* one is missing, or there twice */
		{ "一、铺路。\n\n四、种树。\n\n二、点灯。", "一、铺路。|四、种树。|二、点灯。" },
		{ "一、铺路。\n\n二、种树。\n\n一、点灯。", "一、铺路。|二、种树。|一、点灯。" },
		/* no items */
		{ "3.5公里是路。\n\n1.2公里是桥。", "3.5公里是路。|1.2公里是桥。" },
		{ "三、四年级先走。\n\n一、二年级后走。", "三、四年级先走。|一、二年级后走。" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct kb_buf text = { 0 };
		struct kb_buf want = { 0 };
		kb_buf_printf(&text, "修桥\n\n" SIGNED "桥修好了。\n\n%s\n", rows[i].body);
		kb_buf_printf(&want, "news /修桥/ 记者=王思 {桥修好了。|%s}", rows[i].want);
		expect_outline(text.p, want.p);
		kb_buf_release(&text);
		kb_buf_release(&want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ocr),   cmocka_unit_test(test_rows),
		cmocka_unit_test(test_lunar), cmocka_unit_test(test_names),
		cmocka_unit_test(test_dates), cmocka_unit_test(test_pages),
		cmocka_unit_test(test_jumps), cmocka_unit_test(test_doubts),
		cmocka_unit_test(test_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
