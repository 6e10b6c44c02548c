/* UTF-8 forwards and backwards, strict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kanbao/text.h"

static void
every_code_point(void **state)
{
	(void)state;
	struct kb_buf text = { 0 };
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF) {
			continue;
		}
		kb_buf_clear(&text);
		kb_buf_byte(&text, 'x');
		kb_buf_cp(&text, cp);
		kb_str s = kb_buf_str(&text);
		size_t off = 1;
		assert_int_equal(kb_utf8_next(s, &off), cp);
		assert_int_equal(off, s.n);
		assert_int_equal(kb_utf8_prev(s, &off), cp);
		assert_int_equal(off, 1);
		assert_true(kb_utf8_valid(s));
		assert_int_equal(kb_utf8_count(s), 2);
		/* cut short it is none */
		assert_int_equal(kb_utf8_valid(kb_str_sub(s, 0, s.n - 1)), s.n == 2);
	}
	kb_buf_release(&text);
}

static void
broken(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"\xC0\x80",
		"\xC1\xBF",
		"\xE0\x80\x80",
		"\xE0\x9F\xBF",
		"\xF0\x80\x80\x80",
		"\xF0\x8F\xBF\xBF",
		"\xED\xA0\x80",
		"\xED\xBF\xBF",
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"\x80",
		"\xBF",
		"\xFE",
		"\xFF",
		"\xE4\xB8",
		"\xE4",
		"\xF0\x9F\x91",
		"\xE4\x41",
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		kb_str s = kb_str_of(cases[i]);
		assert_false(kb_utf8_valid(s));
		size_t off = 0;
		assert_int_equal(kb_utf8_next(s, &off), 0xFFFD);
		assert_int_equal(off, 1);
	}
	kb_str tail = KB_STR("a\x80\x80");
	size_t off = tail.n;
	assert_int_equal(kb_utf8_prev(tail, &off), 0xFFFD);
	assert_int_equal(off, 2);
	assert_true(kb_utf8_valid(KB_STR("")));
	assert_int_equal(kb_utf8_count(KB_STR("")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point),
		cmocka_unit_test(broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
