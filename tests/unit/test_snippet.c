/* Snippets: the sentence with the hit, its marks, its width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/snippet.h"

/* The text with 【】 around its marks. */
static kb_str
marked(struct kb_arena *a, const struct kb_snippet *s)
{
	struct kb_buf out = { 0 };
	size_t off = 0;
	for (size_t i = 0; i < s->marks.n; i++) {
		kb_buf_add(&out, kb_str_sub(s->text, off, s->marks.v[i].from));
		kb_buf_add(&out, KB_STR("【"));
		kb_buf_add(&out, kb_str_sub(s->text, s->marks.v[i].from, s->marks.v[i].to));
		kb_buf_add(&out, KB_STR("】"));
		off = s->marks.v[i].to;
	}
	kb_buf_add(&out, kb_str_sub(s->text, off, s->text.n));
	kb_str kept = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept;
}

static void
test_snippets(void **state)
{
	(void)state;
	static const struct {
		const char *body; /* paragraphs by newline */
		const char *typed;
		int cols;
		const char *snippet;
	} cases[] = {
		{ "今天开会。柯城结对工作会议召开！明天休息。", "柯城", 0,
		  "【柯城】结对工作会议召开！" },
		{ "他说：“柯城好。”她也说。", "柯城", 0, "他说：“【柯城】好。”" },
		{ "甲\n乙柯城\n丙柯城", "柯城", 0, "乙【柯城】" },
		{ "没有别的。第二句。", "柯城", 0, "没有别的。" },
		{ "柯城柯城区", "柯城 城区", 0, "【柯城】【柯城区】" },
		{ "臺灣ＧＤＰ", "台湾 gdp", 0, "【臺灣】【ＧＤＰ】" },
		{ "葛\U000E0100城", "葛", 0, "【葛\U000E0100】城" },
		{ "柯城。柯城", "-柯城", 0, "柯城。" },
		{ "一二三四五六七八九十柯城一二三四五六七八九十", "柯城", 20,
		  "…八九十【柯城】一二三四…" },
		{ "柯城一二三四五六七八九十", "柯城", 12, "【柯城】一二三…" },
		{ "一二三四五六七八九十柯城", "柯城", 12, "…九十【柯城】" },
		{ "一二三", "一", 6, "【一】二三" },
		{ "柯城", "柯城", 1, "…" },
		{ "", "柯城", 0, "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_article article = { .page = KB_STR("1") };
		struct kb_terms terms;
		struct kb_snippet s;
		kb_str body = kb_str_of(cases[i].body);
		kb_str paragraph;
		while (kb_str_split(&body, '\n', &paragraph)) {
			kb_strs_add(&a, &article.body, paragraph);
		}
		kb_terms_parse(&a, kb_str_of(cases[i].typed), 0, &terms);
		kb_snippet_of(&a, &article, &terms, cases[i].cols, KB_AMBIGUOUS_1, &s);
		kb_str got = marked(&a, &s);
		if (!kb_str_eq(got, kb_str_of(cases[i].snippet))) {
			fail_msg("%s: %.*s", cases[i].body, KB_ARG(got));
		}
		assert_true(cases[i].cols == 0 ||
		            kb_text_cols(s.text, KB_AMBIGUOUS_1) <= cases[i].cols);
		kb_arena_release(&a);
	}
}

/* At every width: within it, and the hit inside where it fits. */
static void
test_widths(void **state)
{
	(void)state;
	struct kb_arena a = { 0 };
	struct kb_article article = { .page = KB_STR("1") };
	struct kb_terms terms;
	kb_strs_add(&a, &article.body,
	            KB_STR("12月7日上午，省级结对帮扶e\u0301柯城团组工作会议在我区召开，A4纸。"));
	kb_terms_parse(&a, KB_STR("柯城"), 0, &terms);
	for (int cols = 1; cols < 80; cols++) {
		for (int amb = 1; amb <= 2; amb++) {
			struct kb_snippet s;
			kb_snippet_of(&a, &article, &terms, cols, (enum kb_ambiguous)amb, &s);
			int used = kb_text_cols(s.text, (enum kb_ambiguous)amb);
			assert_true(used <= cols || (cols < 2 * amb && s.marks.n == 0));
			assert_true(kb_utf8_valid(s.text));
			assert_true(cols < 12 || s.marks.n == 1);
		}
	}
	kb_arena_release(&a);
}

static void
test_hits(void **state)
{
	(void)state;
	static const struct {
		const char *typed;
		size_t hits;
	} cases[] = {
		{ "柯城", 4 },    { "标题:柯城", 1 }, { "记者:方心怡", 1 }, { "方心怡", 2 },
		{ "柯城 区", 5 }, { "-柯城", 0 },     { "栏目:要闻", 1 },   { "版:1", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_article article = { .page = KB_STR("1"),
			                      .headline = KB_STR("柯城新闻"),
			                      .label = KB_STR("要闻") };
		struct kb_caption caption = { .text = KB_STR("柯城一角 方心怡") };
		struct kb_terms terms;
		kb_strs_add(&a, &article.body, KB_STR("柯城，柯城区"));
		kb_credits_add(&a, &article.credits, KB_STR("记者"), KB_STR("方心怡"));
		article.captions = &caption;
		article.ncaptions = 1;
		kb_terms_parse(&a, kb_str_of(cases[i].typed), 0, &terms);
		size_t hits = kb_article_hits(&a, &article, &terms);
		if (hits != cases[i].hits) {
			fail_msg("%s: %zu", cases[i].typed, hits);
		}
		kb_arena_release(&a);
	}
}

/* An archive that somebody made may have anything in its texts: marks stay inside. */
static void
test_hostile(void **state)
{
	(void)state;
	struct kb_arena a = { 0 };
	struct kb_article article = { .page = KB_STR("1") };
	struct kb_terms terms;
	struct kb_snippet s;
	kb_strs_add(&a, &article.body, KB_STR("柯城\0\0\033]0;x\a柯城"));
	kb_terms_parse(&a, KB_STR("柯城"), 0, &terms);
	for (int cols = 0; cols < 20; cols++) {
		kb_snippet_of(&a, &article, &terms, cols, KB_AMBIGUOUS_1, &s);
		for (size_t i = 0; i < s.marks.n; i++) {
			assert_true(s.marks.v[i].from < s.marks.v[i].to);
			assert_true(s.marks.v[i].to <= s.text.n);
		}
	}
	kb_arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_snippets),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
