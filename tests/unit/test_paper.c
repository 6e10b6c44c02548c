/* The nouns: lists, names, characters, order of pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kanbao/paper.h"

static void
names(void **state)
{
	(void)state;
	enum kb_kind kind = KB_KIND_NEWS;
	assert_string_equal(kb_kind_name(KB_KIND_NOTICE), "notice");
	assert_true(kb_kind_parse(KB_STR("photo"), &kind));
	assert_int_equal(kind, KB_KIND_PHOTO);
	assert_false(kb_kind_parse(KB_STR("Photo"), &kind));
	assert_false(kb_kind_parse(KB_STR_NULL, &kind));
	assert_int_equal(kind, KB_KIND_PHOTO);
	for (enum kb_kind k = KB_KIND_NEWS; k <= KB_KIND_NOTICE; k++) {
		assert_true(kb_kind_parse(kb_str_of(kb_kind_name(k)), &kind));
		assert_int_equal(kind, k);
	}
	enum kb_date_source source = KB_DATE_NONE;
	assert_null(kb_date_source_name(KB_DATE_NONE));
	for (enum kb_date_source s = KB_DATE_MASTHEAD; s <= KB_DATE_INFERRED; s++) {
		assert_true(kb_date_source_parse(kb_str_of(kb_date_source_name(s)), &source));
		assert_int_equal(source, s);
	}
	assert_false(kb_date_source_parse(KB_STR(""), &source));
	assert_false(kb_date_source_parse(KB_STR_NULL, &source));
}

static void
lists(void **state)
{
	(void)state;
	struct kb_arena arena = { 0 };
	struct kb_strs list = { 0 };
	struct kb_credits credits = { 0 };
	for (int i = 0; i < 100; i++) {
		kb_strs_add(&arena, &list, kb_arena_printf(&arena, "%d", i));
		kb_credits_add(&arena, &credits, KB_STR("记者"), list.v[i]);
	}
	assert_int_equal(list.n, 100);
	assert_int_equal(credits.n, 100);
	assert_string_equal(list.v[99].p, "99");
	assert_string_equal(credits.v[42].name.p, "42");
	assert_true(kb_str_eq(credits.v[0].role, KB_STR("记者")));
	kb_arena_release(&arena);
}

static void
characters(void **state)
{
	(void)state;
	kb_str body[] = { KB_STR("今 日\u3000e\u0301，"), KB_STR("报") };
	struct kb_article article = {
		.kicker = KB_STR("引"),
		.headline = KB_STR("大 标题"),
		.deck = KB_STR_NULL,
		.lead = KB_STR("本报讯"),
		.label = KB_STR("栏目"),
		.body = { body, 2, 2 },
	};
	/* 引, 大标题, 今日é， and 报; neither lead nor label */
	assert_int_equal(kb_article_chars(&article), 1 + 3 + 4 + 1);
	assert_int_equal(kb_article_chars(&(struct kb_article){ 0 }), 0);
}

static void
positions(void **state)
{
	(void)state;
	static const char *const in_order[] = {
		"1", "2", "9", "10", "149", "A1", "A2", "A10", "B1", "T3", "Z149", "特刊",
	};
	int before = -1;
	for (size_t i = 0; i < sizeof(in_order) / sizeof(in_order[0]); i++) {
		int position = kb_page_position(kb_str_of(in_order[i]));
		if (position <= before || position >= 4096) {
			fail_msg("page '%s' at %d", in_order[i], position);
		}
		before = position;
	}
	static const char *const others[] = { "特刊", "1-2", "A",  "AA1", "150",
		                              "A150", "",    "-1", "1版", "99999999999999999999" };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		int position = kb_page_position(kb_str_of(others[i]));
		if (position != 4095) {
			fail_msg("page '%s' at %d", others[i], position);
		}
	}
	assert_int_equal(kb_page_position(KB_STR("a4")), kb_page_position(KB_STR("A4")));
	assert_int_equal(kb_page_position(KB_STR("04")), kb_page_position(KB_STR("4")));
	assert_int_equal(kb_page_position(KB_STR_NULL), 4095);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(lists),
		cmocka_unit_test(characters),
		cmocka_unit_test(positions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
