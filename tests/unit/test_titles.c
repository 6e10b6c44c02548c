/* Kicker, headline and deck from the form of the blocks (R4). */
#include "parse_help.h"

struct sample {
	const char *titles; /* blocks divided by | */
	const char *want;   /* kicker/headline/deck */
};

static const struct sample samples[] = {
	{ "区领导调研水库工程", "/区领导调研水库工程/" },
	{ "区十届政府召开 第30次常务会议", "/区十届政府召开 第30次常务会议/" },
	{ "县长梁守正在春耕会议上强调|不误农时 抓紧春耕",
	  "县长梁守正在春耕会议上强调/不误农时 抓紧春耕/" },
	{ "梁守正在推进会上强调|坚决打好整体战|着力构建大格局|胡明主持 徐亮张钢出席",
	  "梁守正在推进会上强调/坚决打好整体战 着力构建大格局/胡明主持 徐亮张钢出席" },
	{ "县委召开常委会议 专题传达学习会议精神|服务主战场 争当排头兵 "
	  "奋力跑出加速度|梁守正主持并讲话",
	  "县委召开常委会议 专题传达学习会议精神/服务主战场 争当排头兵 "
	  "奋力跑出加速度/梁守正主持并讲话" },
	{ "共扛一份责任 同担一份使命|两地协作联席会议召开",
	  "/共扛一份责任 同担一份使命/两地协作联席会议召开" },
	{ "县委常委会召开会议|听取一季度工作汇报", "/县委常委会召开会议/听取一季度工作汇报" },
	{ "夜校开课首日座无虚席|——县总工会办起职工夜校",
	  "/夜校开课首日座无虚席/——县总工会办起职工夜校" },
	{ "日供居民5000余户|菜农每天30吨蔬菜送进城", "日供居民5000余户/菜农每天30吨蔬菜送进城/" },
	{ "## 压实责任 完善机制|### 县里召开安全会议", "/压实责任 完善机制/县里召开安全会议" },
	{ "### 梁守正调研|## 把路修到家门口", "梁守正调研/把路修到家门口/" },
};

static void
test_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct kb_buf text = { 0 };
		struct kb_buf want = { 0 };
		for (kb_str rest = kb_str_of(samples[i].titles), part;
		     kb_str_split(&rest, '|', &part);) {
			kb_buf_printf(&text, "%.*s\n\n", KB_ARG(part));
		}
		kb_buf_add(&text, KB_STR("本报讯（记者 王思）5月1日，天晴。\n"));
		kb_buf_printf(&want, "news %s 记者=王思 {5月1日，天晴。}", samples[i].want);
		expect_outline(text.p, want.p);
		kb_buf_release(&text);
		kb_buf_release(&want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_parts) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
