/* Blocks → stories: joins, photos, lists, notices, columns (R1, R2, R6, R8, R9, R14). */
#include "parse_help.h"

#include "../../tui/parse/parse_int.h"

#define LEAD "本报讯（记者 王思）"

static void
test_open(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool open;
	} ends[] = {
		{ "到此为止。", false },  { "到此为止！”", false },     { "三个方面：", false },
		{ "（见图）", false },    { "“整句引语”", false },      { "为作出", true },
		{ "入耳入心，", true },   { "18个乡镇（街道）", true }, { "说起“开门红”", true },
		{ "一则《消息》", true }, { "还在继续……", false },      { "", false },
	};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		assert_int_equal(kb_text_open(kb_str_of(ends[i].text)), ends[i].open);
	}
}

static const struct {
	const char *text;
	const char *want;
} pages[] = {
	/* joined across columns, also where the first piece is short enough for a title */
	{ "天晴\n\n" LEAD "今日天晴，作出\n\n了贡献。\n\n明日也晴。\n",
	  "news /天晴/ 记者=王思 {今日天晴，作出了贡献。|明日也晴。}" },
	{ "天晴\n\n" LEAD "今日天晴。\n\n会议强调，受天气影响，今年以来\n\n我县少雨。\n",
	  "news /天晴/ 记者=王思 {今日天晴。|会议强调，受天气影响，今年以来我县少雨。}" },
	/* lines cut at the column's width */
	{ "天晴\n\n" LEAD "今日天气晴好，\n县里的人都出门去看花，南街\n的铺子也早早开了门。\n",
	  "news /天晴/ 记者=王思 {今日天气晴好，县里的人都出门去看花，南街的铺子也早早开了门。}" },
	/* a list after a colon stays apart */
	{ "天晴\n\n" LEAD "要做两件事：\n\n一要早起。\n\n二要早睡。\n",
	  "news /天晴/ 记者=王思 {要做两件事：|一要早起。|二要早睡。}" },
	/* subheads */
	{ "天晴\n\n" LEAD "今日天晴。\n\n一、看花\n\n花开了。\n",
	  "news /天晴/ 记者=王思 {今日天晴。|一、看花|花开了。}" },
	/* a photo in the middle of a story */
	{ "天晴\n\n" LEAD "今日采满了\n\n看花\n\n近日，游人看花。\n\n（方圆 摄）\n\n半篓。\n",
	  "news /天晴/ 记者=王思 {今日采满了半篓。}; photo /看花/ 摄=方圆 {近日，游人看花。}" },
	/* one without a headline */
	{ "天晴\n\n" LEAD "今日天晴。\n\n图为游人看花。（方圆 摄）\n",
	  "news /天晴/ 记者=王思 {今日天晴。}; photo // 摄=方圆 {图为游人看花。}" },
	/* banner, slogan, list, notice, label */
	{ "天晴\n\n" LEAD
	  "今日天晴。\n\n## 新征程 新作为\n\n## 好人榜\n\n王小河 李大山 陈春花 赵铁柱 孙有田\n",
	  "news /天晴/ 记者=王思 {今日天晴。}; notice /新征程 新作为/ {}; notice /好人榜/ {王小河 "
	  "李大山 陈春花 赵铁柱 孙有田}" },
	{ "停水公告\n\n定于9月3日停水，请居民储水。\n",
	  "notice /停水公告/ {定于9月3日停水，请居民储水。}" },
	{ "民生关注\n\n路灯亮了\n\n" LEAD "今日路灯亮了。\n",
	  "news[民生关注] /路灯亮了/ 记者=王思 {今日路灯亮了。}" },
	{ "深入学习贯彻市党代会精神\n\n路灯亮了\n\n" LEAD "今日路灯亮了。\n",
	  "notice /深入学习贯彻市党代会精神/ {}; news /路灯亮了/ 记者=王思 {今日路灯亮了。}" },
	{ "深入学习贯彻市党代会精神\n\n市党代会精神进社区\n\n" LEAD "今日宣讲。\n",
	  "news[深入学习贯彻市党代会精神] /市党代会精神进社区/ 记者=王思 {今日宣讲。}" },
	/* columns out of order */
	{ "保供\n\n重点物资通行证。今日上路。\n\n" LEAD "今日装车，获批\n",
	  "news /保供/ 记者=王思 {今日装车，获批重点物资通行证。今日上路。}" },
	{ "天晴\n\n" LEAD "今日良好开\n\n看花\n\n局，大家高兴。\n\n" LEAD "今日看花。\n",
	  "news /天晴/ 记者=王思 {今日良好开局，大家高兴。}; news /看花/ 记者=王思 {今日看花。}" },
	/* verse */
	{ "山村\n\n叶知秋\n\n溪水绕着石桥\n白鹭落在田埂\n一声牛哞\n惊醒了云\n",
	  "news /山村/ =叶知秋 {溪水绕着石桥|白鹭落在田埂|一声牛哞|惊醒了云}" },
	/* no lead at all */
	{ "只有一句话。\n", "news // {只有一句话。}" },
};

static void
test_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		expect_outline(pages[i].text, pages[i].want);
	}
}

static void
test_doubts(void **state)
{
	(void)state;
	struct parsed p;
	parse_text(&p, "保供\n\n重点物资通行证。今日上路。\n\n" LEAD "今日装车，获批\n");
	assert_int_equal(p.issue.articles[0].doubts.n, 2); /* and no date */
	assert_non_null(strstr(p.issue.articles[0].doubts.v[0].p, "moved"));
	parse_release(&p);
	parse_text(&p, "天晴\n\n今日天晴，明日也晴。后日");
	assert_int_equal(p.issue.articles[0].doubts.n, 3); /* no byline, unfinished, no date */
	parse_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_doubts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
