/* Queries: how what is typed is understood, and that nothing is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/query.h"
#include "kanbao/text.h"

static kb_day
day_of(int year, int month, int day)
{
	return kb_day_of((struct kb_ymd){ year, month, day });
}

/* long: a table of cases */
static void
test_readings(void **state)
{
	(void)state;
	/* today is 2022-03-31 */
	static const struct {
		const char *typed;
		const char *reading;
	} cases[] = {
		{ "", "" },
		{ "   ", "" },
		{ "柯城", "柯城" },
		{ "柯城 共富", "柯城  共富" },
		{ "柯城　共富", "柯城  共富" },
		{ "ＧＤＰ國務院", "gdp国务院" },
		{ "3.5", "3 + 5" },
		{ "\"3.5\"", "“3 5”" },
		{ "“3.5", "“3 5”" },
		{ "「柯城，衢州」", "“柯城 衢州”" },
		{ "柯城\"共富\"x", "柯城  “共富”  x" },
		{ "-通知", "not 通知" },
		{ "－通知", "not 通知" },
		{ "柯城-衢州", "柯城 + 衢州" },
		{ "--x", "not x" },
		{ "- x", "x" },
		{ "-", "" },
		{ "，。！", "" },
		{ "标题:结对", "title 结对" },
		{ "標題：結對", "title 结对" },
		{ "Title:GDP", "title gdp" },
		{ "标题:", "" },
		{ "标题: 结对", "结对" },
		{ "标题:\"结对 帮扶\"", "title “结对 帮扶”" },
		{ "-记者:方心怡", "not by 方心怡" },
		{ "栏目:要闻", "label 要闻" },
		{ "报:今日柯城", "paper 今日柯城" },
		{ "比分:3", "比分 + 3" },
		{ "http://a.cn", "http + a + cn" },
		{ "版:1", "page 1" },
		{ "版:第一版", "page 1" },
		{ "版:头版", "page 1" },
		{ "版:０３", "page 3" },
		{ "page:A04", "page a4" },
		{ "版:要闻", "page 要闻" },
		/* dates */
		{ "2022", "2022" },
		{ "去年", "去年" },
		{ "2022-04", "date 2022-04-01–2022-04-30" },
		{ "2022-4", "date 2022-04-01–2022-04-30" },
		{ "2022-04-13", "date 2022-04-13" },
		{ "２０２２－０４－１３", "date 2022-04-13" },
		{ "\"2022-04\"", "“2022 04”" },
		{ "-2022-04", "not date 2022-04-01–2022-04-30" },
		{ "2022-13", "2022 + 13" },
		{ "2022-02-30", "2022 + 02 + 30" },
		{ "2022/04", "2022 + 04" },
		{ "2022年", "2022年" },
		{ "2021..2022", "date 2021-01-01–2022-12-31" },
		{ "2022..2021", "date 2021-01-01–2022-12-31" },
		{ "2021-12..2022-01-15", "date 2021-12-01–2022-01-15" },
		{ "2021-12..", "date 2021-12-01–…" },
		{ "..2021-12", "date …–2021-12-31" },
		{ "..", "" },
		{ "1..5", "1 + 5" },
		{ "日期:2022", "date 2022-01-01–2022-12-31" },
		{ "日期:2022年", "date 2022-01-01–2022-12-31" },
		{ "日期:2022年2月", "date 2022-02-01–2022-02-28" },
		{ "日期:2022年4月13日", "date 2022-04-13" },
		{ "date:2022/04", "date 2022-04-01–2022-04-30" },
		{ "日期:去年", "date 2021-01-01–2021-12-31" },
		{ "日期:上月", "date 2022-02-01–2022-02-28" },
		{ "日期:昨天", "date 2022-03-30" },
		{ "日期:前年..去年", "date 2020-01-01–2021-12-31" },
		{ "日期:202", "date 202 is no date" },
		{ "日期:", "" },
		{ "柯城 日期:2022 版:1 -通知",
		  "柯城  date 2022-01-01–2022-12-31  page 1  not 通知" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_buf out = { 0 };
		struct kb_terms terms;
		kb_terms_parse(&a, kb_str_of(cases[i].typed), day_of(2022, 3, 31), &terms);
		kb_terms_read(&terms, &out);
		if (!kb_str_eq(kb_buf_str(&out), kb_str_of(cases[i].reading))) {
			fail_msg("'%s' is read as '%s'", cases[i].typed, kb_buf_str(&out).p);
		}
		kb_buf_release(&out);
		kb_arena_release(&a);
	}
}

static void
test_days(void **state)
{
	(void)state;
	static const struct {
		const char *typed;
		const char *days;
		bool some;
	} cases[] = {
		{ "柯城", "…", true },
		{ "2022-04 2022-04-13..", "2022-04-13 2022-04-30", true },
		{ "日期:2022 ..2022-04", "2022-01-01 2022-04-30", true },
		{ "2022-04 2022-05", "2022-05-01 2022-04-30", false },
		{ "-2022-04", "…", true },
		{ "日期:x", "…", true },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_terms terms;
		kb_day first;
		kb_day last;
		char iso[2][KB_ISO_SIZE];
		char days[64] = "…";
		kb_terms_parse(&a, kb_str_of(cases[i].typed), day_of(2022, 3, 31), &terms);
		assert_int_equal(kb_terms_days(&terms, &first, &last), cases[i].some);
		if (first != KB_DAY_NONE) {
			snprintf(days, sizeof(days), "%s %s", kb_day_iso(first, iso[0]),
			         kb_day_iso(last, iso[1]));
		}
		assert_string_equal(days, cases[i].days);
		kb_arena_release(&a);
	}
}

static void
test_empty(void **state)
{
	(void)state;
	static const struct {
		const char *typed;
		bool empty;
	} cases[] = {
		{ "", true },         { "-通知", true }, { "日期:x", true }, { "-2022-04", true },
		{ "2022-04", false }, { "版:1", false }, { "柯", false },    { "a -b", false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_terms terms;
		kb_terms_parse(&a, kb_str_of(cases[i].typed), 0, &terms);
		assert_int_equal(kb_terms_empty(&terms), cases[i].empty);
		kb_arena_release(&a);
	}
}

static void
check_terms(const struct kb_terms *terms)
{
	assert_true(terms->n <= KB_TERMS_MAX);
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		assert_true(t->npieces <= KB_PIECES_MAX && t->nalts == 0);
		assert_true((t->field == KB_FIELD_DATE) == (t->npieces == 0));
		for (size_t k = 0; k < t->npieces; k++) {
			struct kb_piece piece = t->pieces[k];
			assert_true(piece.n > 0 && piece.cp[0] > KB_FOLD_FIELD);
			assert_true(piece.cp[piece.n - 1] > KB_FOLD_FIELD);
		}
	}
}

/* Anything at all is understood as something, within the limits. */
static void
test_anything(void **state)
{
	(void)state;
	static const char *const parts[] = {
		"\"",   "-", ":", " ", "..", "2022", "-04", "-13", "标题", "日期", "版",   "by",
		"柯城", "a", "'", "“", "」", "　",   "：",  "．",  "\xE6", "\xFF", "去年", "3.5",
	};
	unsigned x = 1;
	for (int round = 0; round < 20000; round++) {
		struct kb_arena a = { 0 };
		struct kb_buf typed = { 0 };
		struct kb_terms terms;
		for (int k = 0; k < round % 40; k++) {
			x = x * 1664525u + 1013904223u;
			const char *part = parts[(x >> 16) % (sizeof(parts) / sizeof(*parts))];
			kb_buf_add(&typed, kb_str_of(part));
		}
		kb_terms_parse(&a, kb_buf_str(&typed), 0, &terms);
		check_terms(&terms);
		kb_buf_clear(&typed);
		kb_terms_read(&terms, &typed);
		assert_true(kb_utf8_valid(kb_buf_str(&typed)));
		kb_buf_release(&typed);
		kb_arena_release(&a);
	}
}

static void
test_limits(void **state)
{
	(void)state;
	static const char *const parts[] = { "x ", "x.", "柯", "\"", "-a:" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		struct kb_arena a = { 0 };
		struct kb_buf typed = { 0 };
		struct kb_terms terms;
		while (typed.n < 100000) {
			kb_buf_add(&typed, kb_str_of(parts[i]));
		}
		kb_terms_parse(&a, kb_buf_str(&typed), 0, &terms);
		check_terms(&terms);
		assert_true(terms.cut);
		kb_buf_release(&typed);
		kb_arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_readings), cmocka_unit_test(test_days),
		cmocka_unit_test(test_empty),    cmocka_unit_test(test_anything),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
