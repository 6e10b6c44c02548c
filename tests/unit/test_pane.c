/* Panes: what scrolling and selecting do to the first line shown. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>

#include "kanbao/view.h"

static void
add_lines(struct kb_pane *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		p->lines.v = kb_arena_grow(&p->arena, p->lines.v, p->lines.n, &p->lines.cap,
		                           sizeof(*p->lines.v));
		p->lines.v[p->lines.n++] = (struct kb_line){ 0 };
	}
}

enum op { LINE, SCROLL, GOTO };

static void
apply(struct kb_pane *p, enum op op, long n)
{
	if (op == LINE) {
		kb_pane_line(p, n);
	} else if (op == SCROLL) {
		kb_pane_scroll(p, n);
	} else {
		kb_pane_goto(p, n);
	}
}

/* A text of 25 lines in a pane of 10, one after another. */
static const struct {
	enum op op;
	long n;
	size_t top;
	bool at_end;
} texts[] = {
	{ LINE, 1, 1, false },        { LINE, 5, 6, false },        { LINE, -2, 4, false },
	{ LINE, -9, 0, false },       { SCROLL, 10, 10, false },    { SCROLL, 10, 15, true },
	{ SCROLL, 10, 15, true },     { LINE, 1, 15, true },        { SCROLL, -10, 5, false },
	{ GOTO, 0, 0, false },        { GOTO, LONG_MAX, 15, true }, { GOTO, 3, 2, false },
	{ LINE, LONG_MAX, 15, true }, { LINE, LONG_MIN, 0, false },
};

static void
text_scrolls(void **state)
{
	(void)state;
	struct kb_pane p = { 0 };
	kb_pane_reset(&p, 10);
	add_lines(&p, 25);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		apply(&p, texts[i].op, texts[i].n);
		assert_int_equal(p.top, texts[i].top);
		assert_int_equal(kb_pane_at_end(&p), texts[i].at_end);
	}
	kb_pane_release(&p);
}

/* A heading, then ten entries of three lines, in a pane of 10. */
static const struct {
	enum op op;
	long n;
	size_t selected;
	size_t top;
} lists[] = {
	{ LINE, 1, 1, 0 },      { LINE, 1, 2, 0 },        { LINE, 1, 3, 3 },
	{ LINE, -2, 1, 3 },     { LINE, -1, 0, 0 },       { SCROLL, 10, 3, 10 },
	{ SCROLL, 10, 7, 20 },  { SCROLL, 10, 7, 21 },    { SCROLL, 10, 9, 21 },
	{ SCROLL, -10, 4, 11 }, { GOTO, 1, 0, 0 },        { GOTO, LONG_MAX, 9, 21 },
	{ GOTO, 5, 4, 13 },     { LINE, LONG_MIN, 0, 0 }, { LINE, LONG_MAX, 9, 21 },
};

static void
list_selects(void **state)
{
	(void)state;
	struct kb_pane p = { 0 };
	kb_pane_reset(&p, 10);
	add_lines(&p, 1);
	for (int i = 0; i < 10; i++) {
		size_t line = p.lines.n;
		add_lines(&p, 3);
		kb_pane_entry(&p, line);
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		apply(&p, lists[i].op, lists[i].n);
		assert_int_equal(p.selected, lists[i].selected);
		assert_int_equal(p.top, lists[i].top);
		/* the start of the selected entry is always in sight */
		assert_true(p.entries[p.selected].line >= p.top);
		assert_true(p.entries[p.selected].line < p.top + p.height);
	}
	kb_pane_release(&p);
}

/* Entries of one to five lines in panes of one to four: each line is seen going down. */
static void
small_panes(void **state)
{
	(void)state;
	for (size_t height = 1; height <= 4; height++) {
		struct kb_pane p = { 0 };
		unsigned seen = 0;
		kb_pane_reset(&p, height);
		for (size_t i = 0; i < 6; i++) {
			size_t line = p.lines.n;
			add_lines(&p, 1 + i % 5);
			kb_pane_entry(&p, line);
		}
		for (int i = 0; i < 80; i++) {
			for (size_t y = p.top; y < p.top + height && y < p.lines.n; y++) {
				seen |= i < 40 ? 1U << y : 0;
			}
			kb_pane_line(&p, i < 40 ? 1 : -1);
		}
		assert_int_equal(seen, (1U << p.lines.n) - 1);
		assert_int_equal(p.top, 0);
		assert_int_equal(p.selected, 0);
		kb_pane_release(&p);
	}
}

/* Nothing in it: nothing happens. */
static void
empty_pane(void **state)
{
	(void)state;
	struct kb_pane p = { 0 };
	kb_pane_reset(&p, 5);
	kb_pane_settle(&p);
	kb_pane_line(&p, 1);
	kb_pane_scroll(&p, 1);
	kb_pane_goto(&p, LONG_MAX);
	assert_int_equal(p.top, 0);
	assert_true(kb_pane_at_end(&p));
	kb_pane_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_scrolls),
		cmocka_unit_test(list_selects),
		cmocka_unit_test(small_panes),
		cmocka_unit_test(empty_pane),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
