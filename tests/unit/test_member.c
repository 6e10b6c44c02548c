/* What a person may correct: as one text, as people write it, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/paper.h"

static void
test_members(void **state)
{
	(void)state;
	struct kb_arena a = { 0 };
	struct kb_article article = { .kind = KB_KIND_PHOTO, .deck = KB_STR("副") };
	static const struct {
		const char *member;
		const char *before;
		const char *value;
	} cases[] = {
		{ "label", NULL, "栏" },       { "kicker", NULL, "引" },
		{ "headline", NULL, "主" },    { "deck", "副", "题" },
		{ "lead", NULL, "本报讯" },    { "credits", NULL, "记者\t甲\n\t乙\n摄\t丙" },
		{ "kind", "photo", "notice" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		kb_str member = kb_str_of(cases[i].member);
		assert_string_equal(kb_member_names[i], cases[i].member);
		assert_true(
			kb_str_eq(kb_member_get(&a, &article, member), kb_str_of(cases[i].before)));
		assert_true(kb_member_set(&a, &article, member, kb_str_of(cases[i].value)));
		assert_true(
			kb_str_eq(kb_member_get(&a, &article, member), kb_str_of(cases[i].value)));
	}
	assert_null(kb_member_names[sizeof(cases) / sizeof(*cases)]);
	assert_false(kb_member_set(&a, &article, KB_STR("kind"), KB_STR("poem")));
	assert_false(kb_member_set(&a, &article, KB_STR("body"), KB_STR("x")));
	assert_int_equal(article.kind, KB_KIND_NOTICE);
	/* an empty text is none */
	assert_true(kb_member_set(&a, &article, KB_STR("label"), KB_STR("")));
	assert_null(article.label.p);
	kb_arena_release(&a);
}

static void
test_credits(void **state)
{
	(void)state;
	/* what is read, and how it is said then */
	static const struct {
		const char *text;
		const char *said;
		size_t n;
	} cases[] = {
		{ "记者：甲、乙；摄：丙", "记者：甲、乙；摄：丙", 3 },
		{ "记者: 甲, 乙 ; 摄 :丙", "记者：甲、乙；摄：丙", 3 },
		{ "甲，乙", "甲、乙", 2 },
		{ "记者：约翰 史密斯", "记者：约翰 史密斯", 1 },
		{ "记者：；；、", "", 0 },
		{ "", "", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_buf said = { 0 };
		struct kb_credits credits;
		kb_credits_parse(&a, kb_str_of(cases[i].text), &credits);
		assert_int_equal(credits.n, cases[i].n);
		kb_credits_say(&said, &credits);
		assert_true(kb_str_eq(kb_buf_str(&said), kb_str_of(cases[i].said)));
		kb_buf_release(&said);
		kb_arena_release(&a);
	}
}

static void
test_doubt(void **state)
{
	(void)state;
	struct kb_buf said = { 0 };
	kb_doubt_say(&said, KB_STR("no byline found"));
	kb_buf_byte(&said, '|');
	kb_doubt_say(&said, KB_STR("it was: a: b"));
	kb_buf_byte(&said, '|');
	kb_doubt_say(&said, KB_STR(""));
	kb_doubt_say(&said, KB_STR(": x"));
	assert_string_equal(said.p, "no byline found|it was: a: b|: x");
	kb_buf_release(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_credits),
		cmocka_unit_test(test_doubt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
