/* Articles, paragraphs and list rows as lines: expected text, and what holds at every width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/interchange.h"
#include "kanbao/layout.h"

/* An issue with one article that has everything. */
static const char everything[] =
	"{\"schema\":1,\"paper\":\"报\",\"date\":null,\"date_source\":null,\"number\":null,"
	"\"lunar\":null,"
	"\"weekday\":null,\"pages\":null,\"month_day\":null,\"masthead\":[],\"dropped\":[],"
	"\"articles\":[{"
	"\"page\":\"2\",\"kind\":\"news\",\"label\":\"学习贯彻\",\"kicker\":"
	"\"日服务上海居民5000余户\","
	"\"headline\":\"早田公司每天30吨蔬菜保供上海\",\"deck\":\"首车已发往上海\",\"lead\":"
	"\"本报讯\",\"credits\":["
	"{\"role\":\"记者\",\"name\":\"方心怡\"},{\"role\":\"记者\",\"name\":\"楼郁馨\"},"
	"{\"role\":\"通讯员\",\"name\":\"翁水珍\"},{\"role\":\"摄\",\"name\":\"吴铁鸣\"},"
	"{\"role\":\"摄\",\"name\":\"尹桦\"}],"
	"\"body\":[\"　　4月11日，坐落于石梁镇的早田公司配送中心内，员工正忙碌着。\","
	"\"“大家抓紧时间。”\"],"
	"\"jump_to\":\"3\",\"jump_from\":\"1\","
	"\"captions\":[{\"text\":\"图为装车现场。\",\"credits\":[{\"role\":\"摄\",\"name\":"
	"\"王思\"}]}]}]}";

struct fixture {
	struct kb_arena arena;
	struct kb_ctx ctx;
	struct kb_issue issue;
};

static struct fixture
load(kb_str json)
{
	struct fixture f = { 0 };
	if (kb_issue_read_json(&f.ctx, &f.arena, json, &f.issue)) {
		fail_msg("%s", f.ctx.message.p);
	}
	return f;
}

static void
unload(struct fixture *f)
{
	kb_arena_release(&f->arena);
	kb_ctx_release(&f->ctx);
}

static struct kb_layout_options
options(int width, int amb)
{
	return (struct kb_layout_options){ .width = width, .ambiguous = (enum kb_ambiguous)amb };
}

static void
assert_dump(const struct kb_lines *lines, const char *want)
{
	struct kb_buf got = { 0 };
	kb_lines_dump(lines, KB_AMBIGUOUS_1, &got);
	assert_string_equal(kb_buf_str(&got).p, want);
	kb_buf_release(&got);
}

static void
article_with_everything(void **state)
{
	(void)state;
	struct fixture f = load(kb_str_of(everything));
	struct kb_lines lines = { 0 };
	struct kb_layout_options o = options(50, 1);
	kb_layout_article(&f.arena, &f.issue.articles[0], &o, &lines);
	assert_dump(&lines, "                     学习贯彻\n"
	                    "              日服务上海居民5000余户\n"
	                    "           早田公司每天30吨蔬菜保供上海\n"
	                    "                  首车已发往上海\n"
	                    "\n"
	                    "    本报讯  记者 方心怡 楼郁馨  通讯员 翁水珍\n"
	                    "\n"
	                    "    （上接1版）\n"
	                    "        4月11日，坐落于石梁镇的早田公司配送中\n"
	                    "    心内，员工正忙碌着。\n"
	                    "        “大家抓紧时间。”\n"
	                    "                                   （下转3版）\n"
	                    "                            （吴铁鸣 尹桦 摄）\n"
	                    "\n"
	                    "        图为装车现场。（王思 摄）\n");
	unload(&f);
}

static void
article_in_a_narrow_window(void **state)
{
	(void)state;
	struct fixture f = load(kb_str_of(everything));
	struct kb_lines lines = { 0 };
	struct kb_layout_options o = options(20, 1);
	kb_layout_article(&f.arena, &f.issue.articles[0], &o, &lines);
	assert_dump(&lines, "      学习贯彻\n"
	                    "\n"
	                    "   日服务上海居民\n"
	                    "      5000余户\n"
	                    "\n"
	                    "    早田公司每天\n"
	                    "  30吨蔬菜保供上海\n"
	                    "\n"
	                    "   首车已发往上海\n"
	                    "\n"
	                    "       本报讯\n"
	                    " 记者 方心怡 楼郁馨\n"
	                    "   通讯员 翁水珍\n"
	                    "\n"
	                    "（上接1版）\n"
	                    "    4月11日，坐落于\n"
	                    "石梁镇的早田公司配送\n"
	                    "中心内，员工正忙碌\n"
	                    "着。\n"
	                    "    “大家抓紧时间。”\n"
	                    "         （下转3版）\n"
	                    "  （吴铁鸣 尹桦 摄）\n"
	                    "\n"
	                    "    图为装车现场。\n"
	                    "（王思 摄）\n");
	unload(&f);
}

/* --- at every width --------------------------------------------------------- */

/* The text of all lines without blanks: what a reader sees, at any width the same. */
static void
visible(const struct kb_lines *lines, struct kb_buf *out)
{
	kb_buf_clear(out);
	for (size_t i = 0; i < lines->n; i++) {
		for (size_t r = 0; r < lines->v[i].nruns; r++) {
			kb_str text = lines->v[i].runs[r].text;
			for (size_t b = 0; b < text.n; b++) {
				if (text.p[b] != ' ') {
					kb_buf_byte(out, text.p[b]);
				}
			}
		}
	}
}

static void
check_lines(const struct kb_lines *lines, const struct kb_layout_options *o)
{
	size_t end = 0;
	for (size_t i = 0; i < lines->n; i++) {
		const struct kb_line *line = &lines->v[i];
		int x = 0;
		assert_true(line->off >= end);
		assert_true(line->end >= line->off);
		assert_true((line->nruns == 0) == (line->off == line->end));
		end = line->end;
		for (size_t r = 0; r < line->nruns; r++) {
			const struct kb_run *run = &line->runs[r];
			assert_true(run->x >= x);
			assert_int_equal(run->cols, kb_text_cols(run->text, o->ambiguous));
			x = run->x + run->cols;
		}
		assert_true(x <= o->width);
		if (line->nruns) {
			assert_int_equal(kb_lines_at(lines, line->off), i);
			assert_int_equal(kb_lines_at(lines, line->end - 1), i);
		} else {
			assert_int_equal(kb_lines_at(lines, line->off), i);
		}
	}
}

/* The same bytes of running text are the same characters, whatever the width. */
static char
byte_at(const struct kb_lines *lines, size_t off)
{
	const struct kb_line *line = &lines->v[kb_lines_at(lines, off)];
	return off < line->end ? line->runs[0].text.p[off - line->off] : '\0';
}

static void
check_article(const struct kb_article *article)
{
	struct kb_arena wide = { 0 };
	struct kb_lines reference = { 0 };
	struct kb_buf want = { 0 };
	struct kb_buf got = { 0 };
	struct kb_layout_options o = options(400, 1);
	kb_layout_article(&wide, article, &o, &reference);
	visible(&reference, &want);
	for (int width = 2; width <= 160; width++) {
		for (int amb = 1; amb <= 2; amb++) {
			struct kb_arena arena = { 0 };
			struct kb_lines lines = { 0 };
			o = options(width, amb);
			o.hang = width % 2;
			kb_layout_article(&arena, article, &o, &lines);
			check_lines(&lines, &o);
			visible(&lines, &got);
			assert_true(kb_str_eq(kb_buf_str(&want), kb_buf_str(&got)));
			for (size_t i = 0; i < lines.n; i++) {
				if (lines.v[i].nruns) {
					assert_int_equal(lines.v[i].runs[0].text.p[0],
					                 byte_at(&reference, lines.v[i].off));
				}
			}
			kb_arena_release(&arena);
		}
	}
	kb_buf_release(&want);
	kb_buf_release(&got);
	kb_arena_release(&wide);
}

static void
articles_at_every_width(void **state)
{
	(void)state;
	struct kb_buf json = { 0 };
	char bytes[8192];
	FILE *file = fopen("tests/gold/今日柯城-2022-04-26.json", "rb");
	assert_non_null(file);
	for (size_t n; (n = fread(bytes, 1, sizeof(bytes), file)) > 0;) {
		kb_buf_add(&json, (kb_str){ bytes, n });
	}
	fclose(file);
	struct fixture f = load(kb_buf_str(&json));
	struct fixture all = load(kb_str_of(everything));
	for (size_t i = 0; i < f.issue.narticles; i++) {
		check_article(&f.issue.articles[i]);
	}
	check_article(&all.issue.articles[0]);
	unload(&all);
	unload(&f);
	kb_buf_release(&json);
}

static void
measure_and_margins(void **state)
{
	(void)state;
	static const struct {
		int width, measure, hang, left, right; /* cells before, and behind, a full line */
	} cases[] = {
		{ 20, 0, 0, 0, 20 },   { 32, 0, 0, 0, 32 },  { 36, 0, 0, 2, 34 },
		{ 40, 0, 0, 4, 36 },   { 80, 0, 0, 4, 76 },  { 120, 0, 0, 20, 100 },
		{ 80, 40, 0, 20, 60 }, { 30, 40, 0, 0, 30 }, { 20, 0, 1, 0, 18 },
		{ 80, 0, 1, 4, 76 },   { 2, 0, 0, 0, 2 },
	};
	struct kb_buf text = { 0 };
	for (int i = 0; i < 200; i++) {
		kb_buf_add(&text, KB_STR("文"));
	}
	kb_str para = kb_buf_str(&text);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_arena arena = { 0 };
		struct kb_lines lines = { 0 };
		struct kb_article article = { .body = { .v = &para, .n = 1 } };
		struct kb_layout_options o = options(cases[i].width, 1);
		o.measure = cases[i].measure;
		o.hang = cases[i].hang;
		kb_layout_article(&arena, &article, &o, &lines);
		const struct kb_run *run = lines.v[1].runs;
		assert_int_equal(run->x, cases[i].left);
		assert_int_equal(run->x + run->cols, cases[i].right);
		kb_arena_release(&arena);
	}
	kb_buf_release(&text);
}

static const struct heading_case {
	const char *why, *text;
	int width;
	const char *lines; /* joined with | */
} heading_cases[] = {
	{ "whole where it fits", "深化认识 压实责任", 20, "深化认识 压实责任" },
	{ "at the paper's line ends", "深化认识 压实责任 完善机制", 20,
	  "深化认识 压实责任|完善机制" },
	{ "of them the even way", "一二三 四五六 七八九 十甲乙", 20,
	  "一二三 四五六|七八九 十甲乙" },
	{ "even lines", "我区召开冬季安全生产工作会议", 20, "我区召开冬季安|全生产工作会议" },
	{ "a quotation whole", "坚决打好打赢“除险保安”整体战", 20,
	  "坚决打好打赢|“除险保安”整体战" },
	{ "a number with what counts", "早田公司每天30吨蔬菜保供上海", 20,
	  "早田公司每天|30吨蔬菜保供上海" },
	{ "第 with its number", "区九届政府第88次会议上", 20, "区九届政府|第88次会议上" },
	{ "rules hold", "一二三四五六七八九，甲乙", 20, "一二三四五六|七八九，甲乙" },
	{ "parts too wide on lines of their own", "前言 一二三四五六七八九十甲乙 后语", 20,
	  "前言|一二三四五六|七八九十甲乙|后语" },
};

static void
headings(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < sizeof(heading_cases) / sizeof(heading_cases[0]); i++) {
		const struct heading_case *c = &heading_cases[i];
		struct kb_arena arena = { 0 };
		struct kb_lines lines = { 0 };
		struct kb_buf got = { 0 };
		struct kb_article article = { .headline = kb_str_of(c->text) };
		struct kb_layout_options o = options(c->width, 1);
		kb_layout_article(&arena, &article, &o, &lines);
		for (size_t l = 0; l < lines.n; l++) {
			kb_buf_add(&got, l ? KB_STR("|") : KB_STR(""));
			kb_buf_add(&got, lines.v[l].runs[0].text);
		}
		if (!kb_str_eq(kb_buf_str(&got), kb_str_of(c->lines))) {
			print_error("%s: want %s, got %s\n", c->why, c->lines, got.p);
			wrong++;
		}
		kb_buf_release(&got);
		kb_arena_release(&arena);
	}
	assert_int_equal(wrong, 0);
}

/* --- rows ----------------------------------------------------------------------- */

static const char first[] = "4月11日，区委先后召开常委会议和常委扩大会议，"
			    "专题传达学习市第八次党代会精神，"
			    "推动市第八次党代会精神在柯城落到实处。";

struct row_case {
	int width;
	struct kb_row row;
	const char *want;
};

static void
rows(void **state)
{
	(void)state;
	const struct row_case cases[] = {
		{ 60,
		  { .headline = KB_STR("区十届政府召开第4次常务会议"),
		    .info = KB_STR("方心怡  2 分钟"),
		    .margin = 3 },
		  "   区十届政府召开第4次常务会议               方心怡  2 分钟\n" },
		/* the paper's line ends are kept, and the info stands on the last */
		{ 60,
		  { .headline = KB_STR("打好打赢今年征收“第一仗” 我区召开城北片区宫宝宿舍地块 "
		                       "国有土地上房屋征收动员会"),
		    .info = KB_STR("方心怡"),
		    .margin = 3 },
		  "   打好打赢今年征收“第一仗” 我区召开城北片区宫宝宿舍地块\n"
		  "   国有土地上房屋征收动员会                          方心怡\n" },
		/* no room: a line of its own */
		{ 30,
		  { .kicker = KB_STR("引题"),
		    .headline = KB_STR("区十届政府召开第次会议"),
		    .info = KB_STR("方心怡  2 分钟"),
		    .margin = 3 },
		  "   引题\n"
		  "   区十届政府召开第次会议\n"
		  "               方心怡  2 分钟\n" },
		{ 50,
		  { .headline = KB_STR("题"),
		    .summary = kb_str_of(first),
		    .summary_lines = 2,
		    .margin = 3 },
		  "   题\n"
		  "       4月11日，区委先后召开常委会议和常委扩大会\n"
		  "   议，专题传达学习市第八次党代会精神，推动市第…\n" },
		{ 24,
		  { .headline = KB_STR("题"), .summary = KB_STR("一二三。"), .summary_lines = 3 },
		  "题\n    一二三。\n" },
		{ 40,
		  { .info = KB_STR("2 分钟"), .margin = 2 },
		  "                                 2 分钟\n" },
		{ 40, { .margin = 2 }, "\n" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_arena arena = { 0 };
		struct kb_lines lines = { 0 };
		struct kb_layout_options o = options(cases[i].width, 1);
		kb_layout_row(&arena, &cases[i].row, &o, &lines);
		assert_dump(&lines, cases[i].want);
		kb_arena_release(&arena);
	}
}

/* Titles are whole at every width, and nothing is wider than the window. */
static void
rows_at_every_width(void **state)
{
	(void)state;
	const struct kb_row row = {
		.kicker = KB_STR("区委召开常委会议 专题传达学习市第八次党代会精神"),
		.headline = KB_STR("服务主战场 争当排头兵 奋力跑出追赶超越的“柯城速度”"),
		.deck = KB_STR("蒋国强主持并讲话 胡益峰传达 徐登富叶美峰张钢等出席"),
		.info = KB_STR("楼郁馨  5 分钟"),
		.summary = kb_str_of(first),
		.summary_lines = 99,
		.margin = 2
	};
	struct kb_buf want = { 0 };
	struct kb_buf got = { 0 };
	for (int width = 200; width >= 2; width--) {
		for (int amb = 1; amb <= 2; amb++) {
			struct kb_arena arena = { 0 };
			struct kb_lines lines = { 0 };
			struct kb_layout_options o = options(width, amb);
			kb_layout_row(&arena, &row, &o, &lines);
			for (size_t i = 0; i < lines.n; i++) {
				const struct kb_run *last = &lines.v[i].runs[lines.v[i].nruns - 1];
				assert_true(last->x + last->cols <= width || width < 4);
			}
			visible(&lines, width == 200 && amb == 1 ? &want : &got);
			assert_true(got.n == 0 || kb_str_eq(kb_buf_str(&want), kb_buf_str(&got)));
			kb_arena_release(&arena);
		}
	}
	kb_buf_release(&want);
	kb_buf_release(&got);
}

/* P16: a summary that is cut has its … at the end, and no line takes more cells than there are. */
static void
p16_cut(void **state)
{
	(void)state;
	const struct kb_row row = { .headline = KB_STR("题"),
		                    .summary = kb_str_of(first),
		                    .summary_lines = 2 };
	for (int width = 6; width < 60; width++) {
		for (int amb = KB_AMBIGUOUS_1; amb <= KB_AMBIGUOUS_SAFE; amb++) {
			struct kb_arena arena = { 0 };
			struct kb_lines lines = { 0 };
			struct kb_layout_options o = options(width, amb);
			kb_layout_row(&arena, &row, &o, &lines);
			assert_int_equal(lines.n, 3);
			assert_true(kb_str_eq(lines.v[2].runs[1].text, KB_STR("…")));
			for (size_t i = 0; i < lines.n; i++) {
				int end = 0;
				for (size_t k = 0; k < lines.v[i].nruns; k++) {
					const struct kb_run *run = &lines.v[i].runs[k];
					assert_true(run->x >= end);
					assert_int_equal(kb_text_cols(run->text, o.ambiguous),
					                 run->cols);
					end = run->x + run->cols;
				}
				assert_true(end <= width);
			}
			kb_arena_release(&arena);
		}
	}
}

/* --- the rest --------------------------------------------------------------------- */

static void
paragraphs(void **state)
{
	(void)state;
	struct kb_arena arena = { 0 };
	struct kb_lines lines = { 0 };
	struct kb_layout_options o = options(12, 1);
	kb_layout_para(&arena, KB_STR("空格 下一屏，再下一屏"), KB_ROLE_BODY, 0, 5, &o, &lines);
	kb_layout_para(&arena, KB_STR("完"), KB_ROLE_HINT, 2, 0, &o, &lines);
	assert_dump(&lines, "空格 下一\n     屏，再\n     下一屏\n  完\n");
	assert_true(lines.v[3].off > lines.v[2].end - 1);
	assert_int_equal(lines.v[3].runs[0].role, KB_ROLE_HINT);
	assert_int_equal(kb_lines_at(&(struct kb_lines){ 0 }, 5), 0);
	kb_arena_release(&arena);
}

static void
ornaments(void **state)
{
	(void)state;
	for (int i = 0; i < KB_ORN_COUNT; i++) {
		kb_str drawn = kb_ornament((enum kb_ornament)i, KB_AMBIGUOUS_1);
		kb_str ascii = kb_ornament((enum kb_ornament)i, KB_AMBIGUOUS_2);
		assert_int_equal(kb_text_cols(drawn, KB_AMBIGUOUS_1), 1);
		assert_int_equal(kb_text_cols(ascii, KB_AMBIGUOUS_2), 1);
		assert_int_equal(ascii.n, 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(article_with_everything),
		cmocka_unit_test(article_in_a_narrow_window),
		cmocka_unit_test(articles_at_every_width),
		cmocka_unit_test(measure_and_margins),
		cmocka_unit_test(headings),
		cmocka_unit_test(rows),
		cmocka_unit_test(rows_at_every_width),
		cmocka_unit_test(p16_cut),
		cmocka_unit_test(paragraphs),
		cmocka_unit_test(ornaments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
