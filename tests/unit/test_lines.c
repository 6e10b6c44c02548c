/* Lines in blocks of their own: verse, lists of names, briefs, running heads (R9, R10, R14). */
#include "parse_help.h"

#include "../../tui/parse/parse_int.h"

#define LEAD "本报讯（记者 王思）"

struct page {
	const char *text;
	const char *want;
};

static void
expect_pages(const struct page *pages, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		expect_outline(pages[i].text, pages[i].want);
	}
}

static const struct page verse[] = {
	{ "如梦令·采茶\n\n雾绕青山几转，\n\n歌远，\n\n人远，\n\n背篓不曾嫌晚。\n\n（文化馆 "
	  "叶知秋）\n",
	  "news /如梦令·采茶/ 文化馆=叶知秋 {雾绕青山几转，|歌远，|人远，|背篓不曾嫌晚。}" },
	{ "田家\n\n日出荷锄去，夜归踏月还。\n\n山深犹种豆，水浅可成湾。\n\n（叶知秋）\n",
	  "news /田家/ =叶知秋 {日出荷锄去，夜归踏月还。|山深犹种豆，水浅可成湾。}" },
	/* after a letter */
	{ "路灯不亮\n\n编辑同志：\n\n村口的灯坏了，请修一修。\n\n村民 王小河\n\n3月2日\n\n"
	  "春雨\n\n先是一滴，\n\n后是一片，\n\n山醒了，\n\n田也醒了。\n",
	  "news /路灯不亮/ {编辑同志：|村口的灯坏了，请修一修。|村民 王小河|3月2日}; "
	  "news /春雨/ {先是一滴，|后是一片，|山醒了，|田也醒了。}" },
	/* pieces of columns, short paragraphs and sentences are none */
	{ "天晴\n\n" LEAD "今日天晴，\n\n宜看花，\n\n宜晒被，\n\n宜访友，\n\n不宜久睡。\n",
	  "news /天晴/ 记者=王思 {今日天晴，宜看花，宜晒被，宜访友，不宜久睡。}" },
	{ "开会\n\n会开完了。\n\n会议还研究了其他事项。\n\n人散了。\n\n灯灭了。\n",
	  "news /开会/ {会开完了。|会议还研究了其他事项。|人散了。|灯灭了。}" },
	{ "访谈\n\n记者：您好，\n\n请问，\n\n您种茶，\n\n多久了？\n",
	  "news /访谈/ {记者：您好，请问，您种茶，多久了？}" },
};

static void
test_verse(void **state)
{
	(void)state;
	expect_pages(verse, sizeof(verse) / sizeof(verse[0]));
}

static const struct page names[] = {
	{ "天晴\n\n" LEAD "今日天晴。（下转2版）\n\n春耕能手名单\n\n（共3名）\n\n王小河 上坪村\n\n"
	  "李 山 下坪村\n\n陈春花 农技站\n",
	  "news /天晴/ 记者=王思 {今日天晴。}>2; notice /春耕能手名单/ {（共3名）|王小河 "
	  "上坪村|李 山 下坪村|陈春花 农技站}" },
	/* two rows are enough behind a colon */
	{ "天晴\n\n" LEAD "前两名如下：\n\n男子组：一中、二中\n\n女子组：二中、一中\n",
	  "news /天晴/ 记者=王思 {前两名如下：|男子组：一中、二中|女子组：二中、一中}" },
	/* two persons are a deck */
	{ "全县春耕会召开\n\n王小河讲话 李大山主持\n\n" LEAD "今日开会。\n",
	  "news /全县春耕会召开/王小河讲话 李大山主持 记者=王思 {今日开会。}" },
};

static void
test_names(void **state)
{
	(void)state;
	expect_pages(names, sizeof(names) / sizeof(names[0]));
}

static const struct page briefs[] = {
	{ "天晴\n\n" LEAD "今日天晴。\n\n乡村动态\n\n●上坪村修好了桥。\n\n●下坪村通了车。\n",
	  "news /天晴/ 记者=王思 {今日天晴。}; news /乡村动态/ "
	  "{●上坪村修好了桥。|●下坪村通了车。}" },
	{ "天晴\n\n" LEAD "今日天晴。\n\n简讯\n\n上坪村修好了桥。\n",
	  "news /天晴/ 记者=王思 {今日天晴。}; news /简讯/ {上坪村修好了桥。}" },
	/* a column's name is a label */
	{ "史海钩沉\n\n旧码头\n\n□王思\n\n码头很旧，船也很旧。\n",
	  "news[史海钩沉] /旧码头/ =王思 {码头很旧，船也很旧。}" },
	/* a subhead over items is part of its story */
	{ "天晴\n\n" LEAD "今日天晴。\n\n出门须知\n\n●带伞。\n\n●带水。\n",
	  "news /天晴/ 记者=王思 {今日天晴。|出门须知|●带伞。|●带水。}" },
};

static void
test_briefs(void **state)
{
	(void)state;
	expect_pages(briefs, sizeof(briefs) / sizeof(briefs[0]));
}

static void
test_sections(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *page; /* NULL where it is no running head */
	} heads[] = {
		{ "要闻 1", "1" },    { "A2 综合新闻", "A2" },     { "副刊 04", "4" },
		{ "要闻", NULL },     { "天晴 1", NULL },          { "要闻 一组", NULL },
		{ "综合 1 2", NULL }, { "教育 2022年发展", NULL }, { "1 要闻速览", NULL },
	};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_facts facts;
		bool is = kb_facts_read(&a, kb_str_of(heads[i].text), &facts);
		assert_int_equal(is, heads[i].page != NULL);
		assert_true(!is || kb_str_eq(facts.page, kb_str_of(heads[i].page)));
		kb_arena_release(&a);
	}
}

/* 【記者…／…報導】 */
static const struct page places[] = {
	{ "天晴\n\n【本報記者陳美惠／金城報導】今日天晴。\n",
	  "news /天晴/ 本報記者=陳美惠 {今日天晴。}" },
	{ "天晴\n\n〔記者陳美惠、許志明／綜合報導〕今日天晴。\n",
	  "news /天晴/ 記者=陳美惠 記者=許志明 {今日天晴。}" },
	{ "天晴\n\n記者陳美惠／金城報導\n\n今日天晴。\n", "news /天晴/ 記者=陳美惠 {今日天晴。}" },
	/* no credits, no place */
	{ "天晴\n\n（一種／多種報導）今日天晴，明日也晴。\n",
	  "news /天晴/ {（一種／多種報導）今日天晴，明日也晴。}" },
	{ "天晴\n\n【陳美惠／金城報導】今日天晴。\n", "news /天晴/ =陳美惠 {今日天晴。}" },
	{ "天晴\n\n【提示】出門／回家都要看報導。\n",
	  "news /天晴/ {【提示】出門／回家都要看報導。}" },
	/* headlines indented like the rest */
	{ "　　天晴\n\n　　" LEAD "今日天晴。\n\n　　明日也晴。\n\n　　看花\n\n　　" LEAD
	  "今日看花。\n",
	  "news /天晴/ 记者=王思 {今日天晴。|明日也晴。}; news /看花/ 记者=王思 {今日看花。}" },
};

static void
test_places(void **state)
{
	(void)state;
	expect_pages(places, sizeof(places) / sizeof(places[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verse),  cmocka_unit_test(test_names),
		cmocka_unit_test(test_briefs), cmocka_unit_test(test_sections),
		cmocka_unit_test(test_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
