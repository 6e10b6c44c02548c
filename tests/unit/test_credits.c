/* Bylines and credits in all their printed forms (R5). */
#include "parse_help.h"

#include "../../tui/parse/parse_int.h"

struct sample {
	const char *text;
	bool bare;
	const char *want; /* NULL where it is no run of credits */
};

static const struct sample samples[] = {
	{ "记者 方心怡", false, "记者=方心怡" },
	{ "记者 方心怡 楼郁馨", false, "记者=方心怡 记者=楼郁馨" },
	{ "记者：方心怡、楼郁馨", false, "记者=方心怡 记者=楼郁馨" },
	{ "记者　叶　青　通讯员　何　喆", false, "记者=叶青 通讯员=何喆" },
	{ "记者楼郁馨通讯员梁含笑", false, "记者=楼郁馨 通讯员=梁含笑" },
	{ "记者 王思 实习生叶巧茗", false, "记者=王思 实习生=叶巧茗" },
	{ "衢报传媒集团记者 邹乡月 本报记者 郑晨 王思 通讯员 翁水珍", false,
	  "衢报传媒集团记者=邹乡月 本报记者=郑晨 本报记者=王思 通讯员=翁水珍" },
	{ "记者 方心怡 见习记者 朱宇怡", false, "记者=方心怡 见习记者=朱宇怡" },
	{ "海南日报全媒体记者李磊", false, "海南日报全媒体记者=李磊" },
	{ "吴铁鸣 尹桦 摄", false, "摄=吴铁鸣 摄=尹桦" },
	{ "吴铁鸣摄", false, "摄=吴铁鸣" },
	{ "本报记者 白露 摄", false, "本报记者 摄=白露" },
	{ "记者 秦风 文/图", false, "记者 文/图=秦风" },
	/* a role behind goes to all before it, unless they have one of that kind */
	{ "记者 余晓彤 实习生 金 露 文/图", false, "记者 文/图=余晓彤 实习生 文/图=金露" },
	{ "记者 张三 文 通讯员 李四 摄", false, "记者 文=张三 通讯员 摄=李四" },
	{ "撰文 张三 记者 李四 摄", false, "撰文=张三 记者 摄=李四" },
	{ "文/张三 图/李四", false, "文=张三 图=李四" },
	{ "张三/文 李四/图", false, "文=张三 图=李四" },
	{ "摄影：张三", false, "摄影=张三" },
	{ "記者 魏晨 通訊員 姚遠", false, "記者=魏晨 通訊員=姚遠" },
	{ "方心怡", true, "=方心怡" },
	{ "方心怡", false, NULL },
	{ "送审稿", false, NULL },
	{ "街道", false, NULL },
	{ "以下简称“早田公司”", false, NULL },
	{ "一张主题海报、一个开场引导、一场8090微宣讲", false, NULL },
	{ "", true, NULL },
};

static void
test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_credits credits = { 0 };
		struct kb_buf got = { 0 };
		kb_str rest = KB_STR_NULL;
		kb_buf_clear(&got);
		bool ok = kb_credits_read(&a, kb_str_of(samples[i].text), samples[i].bare, &credits,
		                          &rest);
		for (size_t k = 0; k < credits.n; k++) {
			kb_buf_printf(&got, "%s%.*s=%.*s", k ? " " : "", KB_ARG(credits.v[k].role),
			              KB_ARG(credits.v[k].name));
		}
		assert_int_equal(ok, samples[i].want != NULL);
		assert_string_equal(got.p, samples[i].want ? samples[i].want : "");
		kb_buf_release(&got);
		kb_arena_release(&a);
	}
}

/* A role that nobody has is told of: its name may stand in the next line. */
static void
test_roles_left(void **state)
{
	static const char *const lines[][2] = {
		{ "本报记者 汤圆", "" },
		{ "本报记者 汤圆 通讯员", "通讯员" },
		{ "供图 记者 李四", "供图" },
		{ "本报记者 汤圆 通讯员 摄", "通讯员" },
		{ "通讯员 本报记者 汤圆报道", "通讯员 报道" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_credits credits = { 0 };
		kb_str rest = KB_STR_NULL;
		assert_true(kb_credits_read(&a, kb_str_of(lines[i][0]), false, &credits, &rest));
		assert_int_equal(credits.n, 1);
		assert_string_equal(rest.n ? kb_arena_dup(&a, rest).p : "", lines[i][1]);
		kb_arena_release(&a);
	}
}

/* Where the credits stand in a story. */
static void
test_places(void **state)
{
	(void)state;
	expect_outline("天晴\n\n本报讯（记者 王思）今日天晴。\n",
	               "news /天晴/ 记者=王思 {今日天晴。}");
	expect_outline("天晴\n\n本报讯 记者王思报道：今日天晴。\n",
	               "news /天晴/ 记者=王思 {今日天晴。}");
	expect_outline("天晴\n\n□本报记者 王思\n\n今日天晴。\n",
	               "news /天晴/ 本报记者=王思 {今日天晴。}");
	expect_outline("天晴\n\n叶知秋\n\n今日天晴，明日也晴。\n",
	               "news /天晴/ =叶知秋 {今日天晴，明日也晴。}");
	expect_outline("天晴\n\n今日天晴，明日也晴。（记者 王思）\n",
	               "news /天晴/ 记者=王思 {今日天晴，明日也晴。}");
	expect_outline("街道开会\n\n本报讯（街道）今日开会。\n",
	               "news /街道开会/ =街道 {今日开会。}");
	expect_outline("通讯员培训班开班\n\n本报讯（记者 王思）今日开班。\n",
	               "news /通讯员培训班开班/ 记者=王思 {今日开班。}");
}

/* 本报记者从区电力局获悉 is the text, no dateline. */
static void
test_leads(void **state)
{
	(void)state;
	assert_int_equal(kb_lead_scan(KB_STR("本报讯（记者 王思）")), strlen("本报讯"));
	assert_int_equal(kb_lead_scan(KB_STR("新华社北京7月22日电 今日")),
	                 strlen("新华社北京7月22日电"));
	assert_int_equal(kb_lead_scan(KB_STR("本报杭州4月2日讯（")), strlen("本报杭州4月2日讯"));
	assert_int_equal(kb_lead_scan(KB_STR("本报记者从区电力局获悉")), 0);
	assert_int_equal(kb_lead_scan(KB_STR("今日，本报讯")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_roles_left),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_leads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
