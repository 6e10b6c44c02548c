/* KB_AMBIGUOUS_SAFE: what is printed in place of ambiguous characters, and its cells. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "kanbao/grid.h"
#include "kanbao/layout.h"

static bool
ambiguous(uint32_t cp)
{
	return kb_cp_cols(cp, KB_AMBIGUOUS_1) != kb_cp_cols(cp, KB_AMBIGUOUS_2);
}

static const struct {
	const char *text;
	const char *printed;
	int cols;
} prints[] = {
	{ "“人民”‘报’", "「人民」『报』", 14 },
	{ "甲——乙", "甲－－乙", 8 },
	{ "甲……乙", "甲。。。乙", 10 },
	{ "甲………乙", "甲。。。...乙", 13 },
	{ "甲…乙", "甲...乙", 7 },
	{ "卡尔·马克思", "卡尔・马克思", 12 },
	{ "①⑳⒈", "(1)(20)1.", 9 },
	{ "★5℃±1°×→Ⅰ", "*5度+/-1度x->I", 14 },
	{ "Ⅻⅳ", "XIIiv", 5 },
	{ "lǜ é", "lu e", 4 },
	{ "┌─│╬█", "+-|+#", 5 },
	{ "αЖ∞", "〓〓〓", 6 },
	{ "今日柯城，5%。", "今日柯城，5%。", 14 },
	{ "“\u0301中\u0301", "「中\u0301", 4 },
	{ "☎\uFE0F", "Tel", 3 },
	{ "", "", 0 },
};

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
		struct kb_buf out = { 0 };
		kb_text_print(kb_str_of(prints[i].text), KB_AMBIGUOUS_SAFE, &out);
		assert_string_equal(out.n ? out.p : "", prints[i].printed);
		assert_int_equal(kb_text_cols(kb_str_of(prints[i].text), KB_AMBIGUOUS_SAFE),
		                 prints[i].cols);
		kb_buf_clear(&out);
		kb_text_print(kb_str_of(prints[i].text), KB_AMBIGUOUS_2, &out);
		assert_string_equal(out.n ? out.p : "", prints[i].text);
		kb_buf_release(&out);
	}
}

/* Of all code points: something stands for the ambiguous ones only, none of it ambiguous. */
static void
test_every_code_point(void **state)
{
	(void)state;
	size_t n = 0;
	size_t geta = 0;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		kb_str safe = kb_cp_safe(cp);
		if ((safe.n > 0) != ambiguous(cp)) {
			fail_msg("U+%04X: '%.*s'", (unsigned)cp, KB_ARG(safe));
		}
		for (size_t off = 0; off < safe.n;) {
			uint32_t one = kb_utf8_next(safe, &off);
			assert_true(kb_cp_drawable(one) && !ambiguous(one));
		}
		n += safe.n > 0;
		geta += kb_str_eq(safe, KB_STR("〓"));
	}
	/* the table is in order, or rows of it would not be found */
	assert_int_equal(n - geta, 502);
}

/* The grid prints what is counted, in cells of its own, clipped like any text. */
static void
test_grid(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
		for (int cols = 0; cols <= 16; cols++) {
			struct kb_grid g;
			struct kb_buf row = { 0 };
			kb_str text = kb_str_of(prints[i].text);
			kb_grid_init(&g, 1, cols, KB_AMBIGUOUS_SAFE);
			int x = kb_grid_put(&g, 0, 0, text, KB_ROLE_BODY);
			kb_grid_check(&g);
			assert_int_equal(x, prints[i].cols < cols ? prints[i].cols : cols);
			kb_grid_dump(&g, &row);
			if (prints[i].cols <= cols) {
				row.p[row.n - 1] = '\0';
				assert_string_equal(row.p, prints[i].printed);
			}
			kb_buf_release(&row);
			kb_grid_release(&g);
		}
	}
}

static void
test_grid_fill(void **state)
{
	(void)state;
	struct kb_grid g;
	struct kb_buf row = { 0 };
	kb_grid_init(&g, 1, 4, KB_AMBIGUOUS_SAFE);
	kb_grid_fill(&g, 0, 0, 4, KB_STR("─"), KB_ROLE_RULE);
	kb_grid_check(&g);
	kb_grid_dump(&g, &row);
	assert_string_equal(row.p, "\n");
	kb_buf_release(&row);
	kb_grid_release(&g);
}

/* Lines are filled by the cells that are printed. */
static void
test_lines(void **state)
{
	(void)state;
	static const char text[] = "“十四五”期间①气温在5℃±2°之间——最高35℃……记者·王〇〇α说。";
	for (int width = 4; width < 60; width++) {
		struct kb_arena a = { 0 };
		struct kb_lines lines = { 0 };
		struct kb_layout_options o = { .width = width,
			                       .measure = width,
			                       .ambiguous = KB_AMBIGUOUS_SAFE };
		kb_layout_para(&a, kb_str_of(text), KB_ROLE_BODY, 0, 0, &o, &lines);
		for (size_t i = 0; i < lines.n; i++) {
			const struct kb_run *run = &lines.v[i].runs[0];
			struct kb_buf printed = { 0 };
			kb_text_print(run->text, KB_AMBIGUOUS_SAFE, &printed);
			int cols = kb_text_cols(kb_buf_str(&printed), KB_AMBIGUOUS_2);
			assert_int_equal(cols, run->cols);
			assert_true(run->cols <= width);
			kb_buf_release(&printed);
		}
		kb_arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table), cmocka_unit_test(test_every_code_point),
		cmocka_unit_test(test_grid),  cmocka_unit_test(test_grid_fill),
		cmocka_unit_test(test_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
