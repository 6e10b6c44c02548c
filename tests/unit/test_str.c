/* Slices and the builder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/str.h"

static void
absent_and_empty(void **state)
{
	(void)state;
	assert_null(kb_str_of(NULL).p);
	assert_non_null(kb_str_of("").p);
	assert_true(kb_str_eq(KB_STR_NULL, KB_STR("")));
	assert_null(kb_str_sub(KB_STR_NULL, 0, 3).p);
	assert_null(kb_str_trim(KB_STR_NULL).p);
	assert_int_equal(kb_str_cmp(KB_STR_NULL, KB_STR("a")), -1);
	assert_int_equal(kb_str_find(KB_STR_NULL, KB_STR("a")), SIZE_MAX);
	assert_int_equal(kb_str_find(KB_STR_NULL, KB_STR("")), 0);
}

static void
comparing(void **state)
{
	(void)state;
	assert_true(kb_str_eq(KB_STR("报"), KB_STR("报")));
	assert_false(kb_str_eq(KB_STR("报"), KB_STR("报纸")));
	assert_true(kb_str_cmp(KB_STR("a"), KB_STR("b")) < 0);
	assert_true(kb_str_cmp(KB_STR("ab"), KB_STR("a")) > 0);
	assert_true(kb_str_cmp(KB_STR("\xE6"), KB_STR("z")) > 0);
	assert_int_equal(kb_str_cmp(KB_STR("ab"), KB_STR("ab")), 0);
	assert_true(kb_str_starts(KB_STR("本报讯"), KB_STR("本报")));
	assert_false(kb_str_starts(KB_STR("本"), KB_STR("本报")));
	assert_true(kb_str_ends(KB_STR("本报讯"), KB_STR("讯")));
	assert_false(kb_str_ends(KB_STR("讯"), KB_STR("报讯")));
	assert_true(kb_str_starts(KB_STR("x"), KB_STR("")));
	assert_int_equal(kb_str_find(KB_STR("下转二版"), KB_STR("二")), 6);
	assert_int_equal(kb_str_find(KB_STR("a\0b"), KB_STR("b")), 2);
}

static void
parts(void **state)
{
	(void)state;
	kb_str s = KB_STR("abc");
	assert_true(kb_str_eq(kb_str_sub(s, 1, 2), KB_STR("b")));
	assert_true(kb_str_eq(kb_str_sub(s, 1, 99), KB_STR("bc")));
	assert_int_equal(kb_str_sub(s, 2, 1).n, 0);
	assert_int_equal(kb_str_sub(s, 7, 9).n, 0);
	kb_str padded = KB_STR(" \t\u3000\u00A0报 纸\r\n\u3000");
	assert_true(kb_str_eq(kb_str_trim(padded), KB_STR("报 纸")));
	assert_int_equal(kb_str_trim(KB_STR(" \u3000 ")).n, 0);
	/* the last byte of 　 or of U+00A0 alone is no blank */
	assert_int_equal(kb_str_trim(KB_STR("\u4E80")).n, 3);
}

static void
splitting(void **state)
{
	(void)state;
	kb_str rest = KB_STR("a,,b");
	kb_str part;
	assert_true(kb_str_split(&rest, ',', &part));
	assert_true(kb_str_eq(part, KB_STR("a")));
	assert_true(kb_str_split(&rest, ',', &part));
	assert_int_equal(part.n, 0);
	assert_true(kb_str_split(&rest, ',', &part));
	assert_true(kb_str_eq(part, KB_STR("b")));
	assert_null(rest.p);
	assert_false(kb_str_split(&rest, ',', &part));
	assert_true(kb_str_eq(part, KB_STR("b")));
	rest = KB_STR("");
	assert_true(kb_str_split(&rest, ',', &part));
	assert_int_equal(part.n, 0);
	assert_false(kb_str_split(&rest, ',', &part));
}

static void
building(void **state)
{
	(void)state;
	struct kb_buf b = { 0 };
	assert_non_null(kb_buf_str(&b).p);
	assert_int_equal(kb_buf_str(&b).n, 0);
	kb_buf_add(&b, KB_STR_NULL);
	assert_string_equal(b.p, "");
	for (int i = 0; i < 1000; i++) {
		kb_buf_add(&b, KB_STR("报"));
		assert_int_equal(b.p[b.n], '\0');
	}
	assert_int_equal(b.n, 3000);
	kb_buf_clear(&b);
	assert_string_equal(b.p, "");
	kb_buf_printf(&b, "%d/%s", 3, "x");
	kb_buf_byte(&b, '!');
	assert_string_equal(b.p, "3/x!");
	/* longer than any step */
	kb_buf_clear(&b);
	kb_buf_printf(&b, "%0500d", 7);
	assert_int_equal(b.n, 500);
	assert_int_equal(strlen(b.p), 500);
	kb_buf_release(&b);
	assert_null(b.p);
	kb_buf_release(&b);
	kb_buf_release(NULL);
}

static void
encoding(void **state)
{
	(void)state;
	static const struct {
		uint32_t cp;
		const char *utf8;
	} cases[] = {
		{ 'a', "a" },
		{ 0x7F, "\x7F" },
		{ 0x80, "\xC2\x80" },
		{ 0x7FF, "\xDF\xBF" },
		{ 0x800, "\xE0\xA0\x80" },
		{ 0xFFFF, "\xEF\xBF\xBF" },
		{ 0x10000, "\xF0\x90\x80\x80" },
		{ 0x10FFFF, "\xF4\x8F\xBF\xBF" },
		{ 0xD800, "\xEF\xBF\xBD" },
		{ 0xDFFF, "\xEF\xBF\xBD" },
		{ 0x110000, "\xEF\xBF\xBD" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_buf b = { 0 };
		kb_buf_cp(&b, cases[i].cp);
		assert_string_equal(b.p, cases[i].utf8);
		kb_buf_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(absent_and_empty),
		cmocka_unit_test(comparing),
		cmocka_unit_test(parts),
		cmocka_unit_test(splitting),
		cmocka_unit_test(building),
		cmocka_unit_test(encoding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
