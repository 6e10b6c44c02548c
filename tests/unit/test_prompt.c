/* The line editor: keys in, line and cursor out. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "kanbao/keymap.h"
#include "kanbao/prompt.h"

/* Types a script of key names, without Enter and Esc. */
static void
type(struct kb_prompt *p, const char *script)
{
	kb_str s = kb_str_of(script);
	for (size_t off = 0; off < s.n;) {
		int key = kb_key_parse(s, &off);
		assert_true(key >= 0);
		assert_int_equal(kb_prompt_key(p, key), KB_PROMPT_STAY);
	}
}

static const struct {
	const char *keys;
	const char *text;
	size_t cursor; /* bytes */
} cases[] = {
	{ "abc", "abc", 3 },
	{ "柯城", "柯城", 6 },
	/* a whole character goes, never a byte of it */
	{ "柯城<Backspace>", "柯", 3 },
	{ "a柯<Left><Left>b", "ba柯", 1 },
	{ "柯城<Left><Delete>", "柯", 3 },
	/* e + combining acute is one cluster */
	{ "xe\xcc\x81<Backspace>", "x", 1 },
	{ "e\xcc\x81<Left>x", "xe\xcc\x81", 1 },
	{ "abc<C-A>x", "xabc", 1 },
	{ "abc<Home><End>x", "abcx", 4 },
	{ "abc<C-A><C-E>x", "abcx", 4 },
	{ "abc<Left><C-U>", "c", 0 },
	{ "abc<Left><C-K>", "ab", 2 },
	{ "2022<Space>四月<C-W>", "2022 ", 5 },
	{ "2022<Space>四月<Space><Space><C-W>x", "2022 x", 6 },
	{ "ab<C-W>", "", 0 },
	/* at the ends nothing happens */
	{ "a<Left><Left><Left>b<Right><Right><Right>c", "bac", 3 },
	{ "a<Delete><C-K>", "a", 1 },
	{ "a<C-A><C-U><C-W>", "a", 0 },
	{ "<Up>a<Down><Down>", "a", 1 },
};

static void
edits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_prompt p = { 0 };
		kb_prompt_open(&p, KB_STR(""));
		type(&p, cases[i].keys);
		assert_string_equal(p.text.p, cases[i].text);
		assert_int_equal(p.cursor, cases[i].cursor);
		kb_prompt_release(&p);
	}
}

static void
ends(void **state)
{
	(void)state;
	struct kb_prompt p = { 0 };
	kb_prompt_open(&p, KB_STR("a"));
	assert_int_equal(kb_prompt_key(&p, 13), KB_PROMPT_ENTER);
	assert_int_equal(kb_prompt_key(&p, 27), KB_PROMPT_LEAVE);
	assert_int_equal(kb_prompt_key(&p, 3), KB_PROMPT_LEAVE);
	assert_int_equal(kb_prompt_key(&p, KB_KEY_BACKSPACE), KB_PROMPT_STAY);
	assert_int_equal(kb_prompt_key(&p, KB_KEY_BACKSPACE), KB_PROMPT_LEAVE);
	/* no control gets into the text, from the keyboard or a paste */
	assert_int_equal(kb_prompt_key(&p, KB_KEY_F1), KB_PROMPT_PASS);
	assert_int_equal(kb_prompt_key(&p, 12), KB_PROMPT_PASS);
	assert_int_equal(kb_prompt_key(&p, 0x9b), KB_PROMPT_PASS);
	assert_int_equal(kb_prompt_key(&p, 0x202e), KB_PROMPT_PASS);
	assert_int_equal(p.text.n, 0);
	kb_prompt_release(&p);
}

static void
remembers(void **state)
{
	(void)state;
	struct kb_prompt p = { 0 };
	static const char *const lines[] = { "一", "二", "二", "三" };
	for (size_t i = 0; i < 4; i++) {
		kb_prompt_open(&p, kb_str_of(lines[i]));
		kb_prompt_remember(&p);
	}
	assert_int_equal(p.nhistory, 3);
	kb_prompt_open(&p, KB_STR(""));
	type(&p, "x<Up>");
	assert_string_equal(p.text.p, "三");
	type(&p, "<Up><Up><Up>");
	assert_string_equal(p.text.p, "一");
	type(&p, "<Down>");
	assert_string_equal(p.text.p, "二");
	type(&p, "<Down><Down>");
	assert_string_equal(p.text.p, "x");
	/* the oldest make room */
	for (int i = 0; i < 2 * KB_PROMPT_HISTORY; i++) {
		kb_prompt_open(&p, i % 2 ? KB_STR("a") : KB_STR("b"));
		kb_prompt_remember(&p);
	}
	assert_int_equal(p.nhistory, KB_PROMPT_HISTORY);
	kb_prompt_release(&p);
}

static void
shows_the_cursor(void **state)
{
	(void)state;
	struct kb_prompt p = { 0 };
	int at = 0;
	kb_prompt_open(&p, KB_STR("2022年4月13日"));
	kb_str all = kb_prompt_window(&p, 40, KB_AMBIGUOUS_1, &at);
	assert_int_equal(all.n, p.text.n);
	assert_int_equal(at, 13);
	/* five cells: the end of the text and a cell for the cursor */
	kb_str part = kb_prompt_window(&p, 5, KB_AMBIGUOUS_1, &at);
	assert_true(kb_str_eq(part, KB_STR("13日")));
	assert_int_equal(at, 4);
	type(&p, "<Home>");
	part = kb_prompt_window(&p, 5, KB_AMBIGUOUS_1, &at);
	assert_true(kb_str_eq(part, KB_STR("2022")));
	assert_int_equal(at, 0);
	kb_prompt_release(&p);
}

/* A megabyte pasted: the line has an end, and showing it takes no longer than a screen. */
static void
is_limited(void **state)
{
	(void)state;
	struct kb_prompt p = { 0 };
	size_t taken = 0;
	for (int i = 0; i < 300000; i++) {
		taken += kb_prompt_key(&p, 0x67EF) == KB_PROMPT_STAY; /* 柯 */
	}
	assert_int_equal(p.text.n, KB_PROMPT_MAX / 3 * 3);
	assert_int_equal(taken, KB_PROMPT_MAX / 3);
	for (int i = 0; i < 20000; i++) {
		int at = 0;
		kb_str part = kb_prompt_window(&p, 81, KB_AMBIGUOUS_1, &at);
		assert_true(part.n == 120 && at == 80);
	}
	/* what was there already may be longer, and be made shorter */
	struct kb_buf whole = { 0 };
	for (int i = 0; i < KB_PROMPT_MAX + 5; i++) {
		kb_buf_byte(&whole, 'a');
	}
	kb_prompt_open(&p, kb_buf_str(&whole));
	assert_int_equal(p.text.n, KB_PROMPT_MAX + 5);
	assert_int_equal(kb_prompt_key(&p, 'b'), KB_PROMPT_PASS);
	assert_int_equal(kb_prompt_key(&p, KB_KEY_BACKSPACE), KB_PROMPT_STAY);
	kb_buf_release(&whole);
	kb_prompt_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edits),      cmocka_unit_test(ends),
		cmocka_unit_test(remembers),  cmocka_unit_test(shows_the_cursor),
		cmocka_unit_test(is_limited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
