/* Key names, bindings, counts, sequences. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "kanbao/keymap.h"

static const struct {
	const char *name;
	int key;
} names[] = {
	{ "j", 'j' },
	{ "<Space>", ' ' },
	{ "<space>", ' ' },
	{ "<C-F>", 6 },
	{ "<c-f>", 6 },
	{ "<C-Z>", 26 },
	{ "<C-\\>", 28 },
	{ "<Enter>", 13 },
	{ "<C-M>", 13 },
	{ "<Esc>", 27 },
	{ "<PgDn>", KB_KEY_PGDN },
	{ "<S-Tab>", KB_KEY_BTAB },
	{ "<F1>", KB_KEY_F1 },
	{ "<F12>", KB_KEY_F12 },
	{ "<lt>", '<' },
	{ "<", '<' },
	{ "<<", '<' },
	{ ">", '>' },
	{ "年", 0x5E74 },
	/* no keys */
	{ "", -1 },
	{ " ", -1 },
	{ "<Foo>", -1 },
	{ "<F13>", -1 },
	{ "<F0>", -1 },
	{ "<F01>", -1 },
	{ "<C-1>", -1 },
	{ "<C-", -1 },
	{ "<Space", -1 },
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t off = 0;
		int key = kb_key_parse(kb_str_of(names[i].name), &off);
		if (key != names[i].key) {
			fail_msg("'%s' is %d, not %d", names[i].name, key, names[i].key);
		}
		assert_int_equal(off == 0, key < 0);
	}
}

static void
test_names_back(void **state)
{
	(void)state;
	struct kb_buf name = { 0 };
	for (int key = 1; key < KB_KEY_LIMIT; key = key == 0x3FF ? KB_KEY_UP : key + 1) {
		size_t off = 0;
		if (key == 127 || (key >= 0x80 && key < 0xA1)) {
			continue;
		}
		kb_buf_clear(&name);
		kb_key_name(key, &name);
		assert_int_equal(kb_key_parse(kb_buf_str(&name), &off), key);
		assert_int_equal(off, name.n);
	}
	kb_buf_release(&name);
}

static void
test_labels(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	kb_keys_label(KB_STR("<Space> f <C-F> <PgDn> '' <F1> m<Letter>"), &out);
	assert_string_equal(out.p, "Space f ^F PgDn '' F1 m a-z");
	kb_buf_release(&out);
}

/* What is typed, in which group; what comes of its last key. */
static const struct {
	const char *typed;
	enum kb_group special;
	enum kb_keys_answer answer;
	enum kb_action action;
	int count; /* 0: none typed */
} typed[] = {
	{ "j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 0 },
	{ "5j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 5 },
	{ "12G", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LAST, 12 },
	{ "40%", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_PERCENT, 40 },
	{ "100%", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_PERCENT, 100 },
	{ "99999999999999G", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LAST, KB_COUNT_MAX },
	{ "0", KB_GROUP_NONE, KB_KEYS_NONE, KB_ACT_NONE, 0 },
	{ "0j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 0 },
	{ "5", KB_GROUP_NONE, KB_KEYS_MORE, KB_ACT_NONE, 0 },
	{ "'", KB_GROUP_NONE, KB_KEYS_MORE, KB_ACT_NONE, 0 },
	{ "''", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_OTHER, 0 },
	{ "'j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_GO_MARK, 0 },
	{ "'J", KB_GROUP_NONE, KB_KEYS_NONE, KB_ACT_NONE, 0 },
	{ "'Jj", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 0 },
	{ "m", KB_GROUP_NONE, KB_KEYS_MORE, KB_ACT_NONE, 0 },
	{ "ma", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_SET_MARK, 0 },
	{ "mz", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_SET_MARK, 0 },
	{ "m5", KB_GROUP_NONE, KB_KEYS_NONE, KB_ACT_NONE, 0 },
	{ "m年", KB_GROUP_NONE, KB_KEYS_NONE, KB_ACT_NONE, 0 },
	{ "5<Esc>", KB_GROUP_NONE, KB_KEYS_MORE, KB_ACT_NONE, 0 },
	{ "5<Esc>j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 0 },
	{ "'<Esc>j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 0 },
	{ "<Esc>", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_ESCAPE, 0 },
	{ "5~j", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_LINE_DOWN, 0 },
	{ "~", KB_GROUP_NONE, KB_KEYS_NONE, KB_ACT_NONE, 0 },
	{ "<Space>", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_SCREEN_DOWN, 0 },
	{ "<C-F>", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_SCREEN_DOWN, 0 },
	{ "l", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_OPEN, 0 },
	/* the calendar first, then the general keys */
	{ "j", KB_GROUP_CALENDAR, KB_KEYS_ACTION, KB_ACT_WEEK_NEXT, 0 },
	{ "3l", KB_GROUP_CALENDAR, KB_KEYS_ACTION, KB_ACT_DAY_NEXT, 3 },
	{ "]", KB_GROUP_CALENDAR, KB_KEYS_ACTION, KB_ACT_MONTH_NEXT, 0 },
	{ "]", KB_GROUP_NONE, KB_KEYS_ACTION, KB_ACT_NEXT_PAGE, 0 },
	{ "q", KB_GROUP_CALENDAR, KB_KEYS_ACTION, KB_ACT_LEAVE, 0 },
	{ "''", KB_GROUP_CALENDAR, KB_KEYS_ACTION, KB_ACT_OTHER, 0 },
};

static void
test_typed(void **state)
{
	(void)state;
	struct kb_keymap map;
	kb_keymap_init(&map);
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct kb_keys keys = { 0 };
		struct kb_command got = { .action = KB_ACT_NONE };
		enum kb_keys_answer answer = KB_KEYS_NONE;
		kb_str s = kb_str_of(typed[i].typed);
		for (size_t off = 0; off < s.n;) {
			answer = kb_keys_feed(&keys, &map, typed[i].special, kb_key_parse(s, &off),
			                      &got);
		}
		int count = typed[i].count ? typed[i].count : 1;
		if (answer != typed[i].answer || got.action != typed[i].action ||
		    (answer == KB_KEYS_ACTION &&
		     (got.count != count || got.counted != (typed[i].count > 0)))) {
			fail_msg("'%s': answer %d, action %d, count %d", typed[i].typed,
			         (int)answer, (int)got.action, got.count);
		}
	}
	kb_keymap_release(&map);
}

static void
test_pending(void **state)
{
	(void)state;
	struct kb_keymap map;
	struct kb_keys keys = { 0 };
	struct kb_command got;
	struct kb_buf out = { 0 };
	kb_keymap_init(&map);
	kb_keys_feed(&keys, &map, KB_GROUP_NONE, '1', &got);
	kb_keys_feed(&keys, &map, KB_GROUP_NONE, '2', &got);
	kb_keys_feed(&keys, &map, KB_GROUP_NONE, '\'', &got);
	kb_keys_pending(&keys, &out);
	assert_string_equal(out.p, "12'");
	kb_buf_release(&out);
	kb_keymap_release(&map);
}

static void
test_bind(void **state)
{
	(void)state;
	struct kb_keymap map = { 0 };
	struct kb_keys keys = { 0 };
	struct kb_command got;
	assert_false(kb_keymap_bind(&map, KB_STR(""), KB_ACT_OPEN));
	assert_false(kb_keymap_bind(&map, KB_STR("abcd"), KB_ACT_OPEN));
	assert_false(kb_keymap_bind(&map, KB_STR("<Foo>"), KB_ACT_OPEN));
	assert_true(kb_keymap_bind(&map, KB_STR("a"), KB_ACT_OPEN));
	assert_true(kb_keymap_bind(&map, KB_STR("a"), KB_ACT_DAY_NEXT)); /* elsewhere */
	assert_true(kb_keymap_bind(&map, KB_STR("a"), KB_ACT_BACK));     /* instead */
	assert_int_equal(map.n, 2);
	assert_int_equal(kb_keys_feed(&keys, &map, KB_GROUP_NONE, 'a', &got), KB_KEYS_ACTION);
	assert_int_equal(got.action, KB_ACT_BACK);
	assert_int_equal(kb_keys_feed(&keys, &map, KB_GROUP_CALENDAR, 'a', &got), KB_KEYS_ACTION);
	assert_int_equal(got.action, KB_ACT_DAY_NEXT);
	kb_keymap_release(&map);
}

/* No key of the defaults is given twice in one scope, and all are names. */
static void
test_defaults(void **state)
{
	(void)state;
	size_t keys = 0;
	struct kb_keymap map;
	kb_keymap_init(&map);
	for (int i = 0; i < KB_ACT_COUNT; i++) {
		kb_str rest = kb_str_of(kb_action_row((enum kb_action)i)->keys);
		kb_str part;
		while (kb_str_split(&rest, ' ', &part)) {
			keys += part.n > 0;
		}
	}
	assert_int_equal(map.n, keys);
	kb_keymap_release(&map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),    cmocka_unit_test(test_names_back),
		cmocka_unit_test(test_labels),   cmocka_unit_test(test_typed),
		cmocka_unit_test(test_pending),  cmocka_unit_test(test_bind),
		cmocka_unit_test(test_defaults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
