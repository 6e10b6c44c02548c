/* Bytes → text: encodings, and the one clear line for what is refused. */
#include <stdlib.h>

#include "parse_help.h"

#define STORY "天晴\n\n本报讯（记者 王思）今日天晴。\n"
/* the same in GB18030, with CR LF */
#define STORY_GB                                                                    \
	"\xCC\xEC\xC7\xE7\r\n\r\n\xB1\xBE\xB1\xA8\xD1\xB6\xA3\xA8\xBC\xC7\xD5\xDF " \
	"\xCD\xF5\xCB\xBC\xA3\xA9"                                                  \
	"\xBD\xF1\xC8\xD5\xCC\xEC\xC7\xE7\xA1\xA3\r\n"

static void
expect_refused(kb_str bytes, const char *part)
{
	struct parsed p;
	parse_named(&p, bytes, "-", NULL);
	assert_int_equal(p.err, KB_E_DATA);
	assert_non_null(strstr(p.ctx.message.p, part));
	assert_null(strchr(p.ctx.message.p, '\n'));
	parse_release(&p);
}

static void
test_refused(void **state)
{
	(void)state;
	expect_refused(KB_STR(""), "empty");
	expect_refused(KB_STR("\n \n\n"), "blanks");
	expect_refused(KB_STR("README: pages of 2022\n"), "Chinese");
	expect_refused(KB_STR("\x7f"
	                      "ELF\0\0\0"),
	               "binary");
	char junk[600];
	for (size_t i = 0; i < sizeof(junk); i++) {
		junk[i] = (char)(i % 2 ? 0xFF : 0x80);
	}
	expect_refused((kb_str){ junk, sizeof(junk) }, "no encoding known here");
	char *line = malloc(KB_LIMIT_LINE + 3);
	assert_non_null(line);
	memset(line, 'a', KB_LIMIT_LINE + 3);
	line[0] = '\n';
	expect_refused((kb_str){ line, KB_LIMIT_LINE + 3 }, "line 2 is longer");
	free(line);
}

static void
test_too_many(void **state)
{
	(void)state;
	struct kb_buf text = { 0 };
	for (int i = 0; i <= KB_LIMIT_ARTICLES; i++) {
		kb_buf_add(&text, KB_STR("本报讯（记者 王思）天晴。\n"));
	}
	expect_refused(kb_buf_str(&text), "more than 20000 articles");
	kb_buf_release(&text);
}

/* UTF-8 with and without BOM, CR LF, GB18030: one issue. */
static void
test_encodings(void **state)
{
	(void)state;
	static const kb_str same[] = {
		{ STORY, sizeof(STORY) - 1 },
		{ "\xEF\xBB\xBF" STORY, sizeof(STORY) + 2 },
		{ STORY_GB, sizeof(STORY_GB) - 1 },
	};
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct parsed p;
		parse_named(&p, same[i], "-", NULL);
		assert_int_equal(p.err, KB_OK);
		assert_string_equal(parse_outline(&p), "news /天晴/ 记者=王思 {今日天晴。}");
		parse_release(&p);
	}
}

/* A file cut inside its last character is repaired, with a doubt. */
static void
test_cut(void **state)
{
	(void)state;
	kb_str whole = KB_STR(STORY);
	struct parsed p;
	parse_named(&p, kb_str_sub(whole, 0, whole.n - 2), "-", NULL);
	assert_int_equal(p.err, KB_OK);
	bool told = false;
	for (size_t i = 0; i < p.issue.articles[0].doubts.n; i++) {
		told = told || strstr(p.issue.articles[0].doubts.v[i].p, "inside a character");
	}
	assert_true(told);
	parse_release(&p);
}

/* Escapes and bidi marks of a hostile page never arrive. */
static void
test_hostile(void **state)
{
	(void)state;
	struct parsed p;
	parse_text(&p, "天\x1b[31m晴\n\n本报讯（记者 "
	               "王思）今日\xE2\x80\xAE天晴，大家都出门看花，街上十分热闹。\n");
	assert_null(strchr(parse_outline(&p), '\x1b'));
	assert_null(strstr(p.line.p, "\xE2\x80\xAE"));
	assert_true(p.issue.articles[0].doubts.n > 0);
	parse_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),   cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_encodings), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
