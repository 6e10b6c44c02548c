/* An article in two columns: how it is set, and how its pages are turned. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "kanbao/view.h"

/* --- the text ------------------------------------------------------------------- */

static kb_str paragraphs[] = {
	{ "　　4月11日，区委先后召开常委会议和常委扩大会议，专题传达学习市第八次党代会精神。", 0 },
	{ "区委书记蒋国强主持会议并讲话：“服务主战场——争当排头兵……”共1937人参加，满意率99.5%。",
	  0 },
	{ "早田公司（以下简称“公司”）每天30吨蔬菜保供上海，日服务上海居民5000余户。", 0 },
};

static struct kb_article
article(void)
{
	for (size_t i = 0; i < 3; i++) {
		paragraphs[i].n = strlen(paragraphs[i].p);
	}
	return (struct kb_article){ .kicker = KB_STR("服务主战场"),
		                    .headline = KB_STR("区委召开常委会议和常委扩大会议"),
		                    .lead = KB_STR("本报讯"),
		                    .body = { .v = paragraphs, .n = 3 } };
}

/* Titles stand over both columns, the text in each; the running text is that of one column. */
static void
test_setting(void **state)
{
	(void)state;
	const struct kb_article a = article();
	for (int width = KB_COLUMNS_WIDTH; width <= 220; width++) {
		for (int hang = 0; hang < 2; hang++) {
			struct kb_arena arena = { 0 };
			struct kb_lines two;
			struct kb_lines one;
			struct kb_layout_options o = { .width = width,
				                       .ambiguous = KB_AMBIGUOUS_1,
				                       .hang = hang,
				                       .columns = 2 };
			kb_layout_article(&arena, &a, &o, &two);
			o.columns = 1;
			kb_layout_article(&arena, &a, &o, &one);
			assert_true(two.shift >= two.cols + 4 + 2 * hang && two.cols >= 60);
			assert_true(two.cols <= 80 && one.shift == 0);
			assert_int_equal(two.v[two.n - 1].end, one.v[one.n - 1].end);
			assert_true(two.head > 3 && two.v[two.head].runs[0].role == KB_ROLE_BODY);
			int left = width;
			for (size_t i = two.head; i < two.n; i++) {
				int x = two.v[i].runs[0].x;
				left = x < left ? x : left;
			}
			int right = left + two.shift + two.cols;
			assert_true(left > 0 && right < width);
			assert_in_range(width - right - left, 0, 1);
			for (size_t i = two.head; i < two.n; i++) {
				const struct kb_run *run = two.v[i].runs;
				assert_true(run->x >= left);
				assert_true(run->x + run->cols <= left + two.cols + 2 * hang);
			}
			kb_arena_release(&arena);
		}
	}
}

static void
test_too_narrow(void **state)
{
	(void)state;
	const struct kb_article a = article();
	struct kb_arena arena = { 0 };
	struct kb_lines lines;
	struct kb_layout_options o = { .width = KB_COLUMNS_WIDTH - 1,
		                       .ambiguous = KB_AMBIGUOUS_1,
		                       .columns = 2 };
	kb_layout_article(&arena, &a, &o, &lines);
	assert_int_equal(lines.shift, 0);
	assert_int_equal(lines.head, 0);
	assert_int_equal(kb_layout_measure(&o), 80);
	o.width++;
	assert_int_equal(kb_layout_measure(&o), 64);
	o.measure = 40;
	assert_int_equal(kb_layout_measure(&o), 40);
	kb_arena_release(&arena);
}

/* --- the pages ------------------------------------------------------------------ */

#define SHIFT 70

static void
make_pane(struct kb_pane *p, size_t n, size_t head, size_t height)
{
	*p = (struct kb_pane){ 0 };
	kb_pane_reset(p, height);
	p->lines = (struct kb_lines){ .n = n, .head = head, .shift = SHIFT };
}

/* What is shown: rows filled from above in each column, the second at most as long. */
static size_t
check_screen(const struct kb_pane *p)
{
	int rows[2] = { 0, 0 };
	int row;
	int shift;
	size_t i = 0;
	for (; kb_pane_spot(p, i, &row, &shift); i++) {
		bool title = p->top + i < p->lines.head;
		assert_true(shift == 0 || (shift == SHIFT && !title));
		if (shift && !rows[1]) {
			rows[1] = (int)(p->lines.head > p->top ? p->lines.head - p->top : 0);
		}
		assert_int_equal(row, rows[shift > 0]);
		rows[shift > 0]++;
		assert_true(row < (int)p->height);
	}
	assert_true(!rows[1] || rows[0] - rows[1] == 0 || rows[0] - rows[1] == 1);
	return i;
}

/* Space shows every line, none twice, to the end; back the way there is the start. */
static void
test_turning(void **state)
{
	(void)state;
	for (size_t n = 1; n < 90; n++) {
		for (size_t head = 0; head < 9 && head < n; head++) {
			for (size_t height = 1; height < 14; height++) {
				struct kb_pane p;
				size_t seen = 0;
				size_t pages = 0;
				make_pane(&p, n, head, height);
				for (;; pages++) {
					assert_int_equal(p.top, seen);
					seen += check_screen(&p);
					if (kb_pane_at_end(&p)) {
						break;
					}
					kb_pane_scroll(&p, (long)height);
				}
				assert_int_equal(seen, n);
				size_t top = p.top;
				kb_pane_scroll(&p, (long)height); /* the end is the end */
				assert_int_equal(p.top, top);
				for (; pages; pages--) {
					kb_pane_scroll(&p, -(long)height);
				}
				assert_int_equal(p.top, 0);
				kb_pane_release(&p);
			}
		}
	}
}

/* j goes on to the last line and no further; G shows as much as there is room for. */
static void
test_lines(void **state)
{
	(void)state;
	for (size_t n = 1; n < 60; n++) {
		for (size_t head = 0; head < 9 && head < n; head += 4) {
			struct kb_pane p;
			make_pane(&p, n, head, 7);
			size_t moves = 0;
			while (!kb_pane_at_end(&p)) {
				size_t top = p.top;
				kb_pane_line(&p, 1);
				assert_int_equal(p.top, top + 1);
				check_screen(&p);
				moves++;
			}
			size_t last = p.top;
			kb_pane_line(&p, 1);
			assert_int_equal(p.top, last);
			kb_pane_goto(&p, 0);
			assert_int_equal(p.top, 0);
			kb_pane_goto(&p, LONG_MAX);
			assert_int_equal(p.top, moves);
			assert_true(kb_pane_at_end(&p));
			kb_pane_release(&p);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_setting),
		cmocka_unit_test(test_too_narrow),
		cmocka_unit_test(test_turning),
		cmocka_unit_test(test_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
