/*
 * The front page in columns: over generated issues and every width from 120
 * on, what must hold of any page: nothing overlaps, nothing is cut of a
 * headline, columns are wide enough, every story is where it is said to be.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/layout.h"

#define STORIES_MAX 40
#define COLUMN_MIN 34

static const char text[] =
	"区委先后召开常委会议和常委扩大会议，专题传达学习市第八次党代会精神，推动落实。“我们打了"
	"1937场硬仗——”他说，“再打一场！”4月13日上午，早田公司每天30吨蔬菜保供上海；服务居民5000"
	"余户……深入学习贯彻（详见第二版），坚决打好打赢今年征收“第一仗”。";

static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed >> 16;
}

/* Characters of the text from a place on. */
static kb_str
piece(unsigned *seed, size_t chars)
{
	kb_str all = kb_str_of(text);
	size_t from = 0;
	for (unsigned n = next_random(seed) % 60; n; n--) {
		from = kb_cluster_next(kb_str_sub(all, from, all.n), 0) + from;
	}
	size_t to = from;
	while (chars-- && to < all.n) {
		to += kb_cluster_next(kb_str_sub(all, to, all.n), 0);
	}
	return kb_str_sub(all, from, to);
}

static size_t
make_stories(struct kb_story *stories, unsigned seed)
{
	size_t n = 2 + next_random(&seed) % (STORIES_MAX - 1);
	for (size_t i = 0; i < n; i++) {
		unsigned r = next_random(&seed);
		stories[i] = (struct kb_story){
			.row = { .headline = piece(&seed, 2 + r % 50),
			         .kicker = r & 1 ? piece(&seed, 20) : KB_STR_NULL,
			         .deck = i == 0 && r & 2 ? piece(&seed, 30) : KB_STR_NULL,
			         .summary = r & 4 ? kb_str_of(text) : piece(&seed, r % 90),
			         .info = r & 8 ? KB_STR("方心怡 楼郁馨  3 分钟") : KB_STR_NULL,
			         .margin = 3,
			         .role = KB_ROLE_HEADLINE },
			.page = i && r % 9 == 0 ? KB_STR("第2版") : KB_STR_NULL,
			.mark = r & 16 ? KB_STR("o") : KB_STR_NULL,
			.chars = r * 7 % 2000,
		};
	}
	return n;
}

/* Runs of a line keep apart and inside. */
static void
check_line(const struct kb_line *line, const struct kb_layout_options *o, unsigned char *used)
{
	memset(used, 0, (size_t)o->width);
	for (size_t r = 0; r < line->nruns; r++) {
		const struct kb_run *run = &line->runs[r];
		assert_int_equal(kb_text_cols(run->text, o->ambiguous), run->cols);
		assert_true(run->x >= 0 && run->x + run->cols <= o->width);
		for (int x = run->x; x < run->x + run->cols; x++) {
			assert_int_equal(used[x]++, 0);
		}
	}
}

/* The text without its blanks, as headlines are broken at those. */
static void
add_inked(struct kb_buf *out, kb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != ' ') {
			kb_buf_byte(out, s.p[i]);
		}
	}
}

/* All of its headline, inside its place, and in no other. */
static void
check_story(const struct kb_story *story, const struct kb_front_place *at,
            const struct kb_lines *lines)
{
	struct kb_buf shown = { 0 };
	struct kb_buf whole = { 0 };
	assert_true(at->n > 0 && at->line + at->n <= lines->n);
	assert_true(at->cols >= COLUMN_MIN);
	for (size_t i = at->line; i < at->line + at->n; i++) {
		for (size_t r = 0; r < lines->v[i].nruns; r++) {
			const struct kb_run *run = &lines->v[i].runs[r];
			if (run->role == KB_ROLE_HEADLINE && run->x >= at->x &&
			    run->x < at->x + at->cols) {
				assert_true(run->x + run->cols <= at->x + at->cols);
				add_inked(&shown, run->text);
			}
		}
	}
	add_inked(&whole, story->row.headline);
	assert_string_equal(shown.p, whole.p);
	kb_buf_release(&shown);
	kb_buf_release(&whole);
}

static bool
overlap(const struct kb_front_place *a, const struct kb_front_place *b)
{
	return a->line < b->line + b->n && b->line < a->line + a->n && a->x < b->x + b->cols &&
	       b->x < a->x + a->cols;
}

static void
check_page(const struct kb_story *stories, size_t n, size_t height,
           const struct kb_layout_options *o)
{
	struct kb_arena a = { 0 };
	struct kb_lines lines;
	struct kb_lines again;
	struct kb_front_place at[STORIES_MAX + 1];
	unsigned char used[512];
	assert_true(kb_layout_front(&a, stories, n, height, o, &lines, at));
	for (size_t i = 0; i < lines.n; i++) {
		check_line(&lines.v[i], o, used);
	}
	for (size_t i = 0; i < n; i++) {
		check_story(&stories[i], &at[i], &lines);
		for (size_t j = 0; j < i; j++) {
			assert_false(overlap(&at[i], &at[j]));
		}
		/* the next story stands below it or to its right, or begins a band */
		assert_true(i == 0 || at[i].x > at[i - 1].x ||
		            at[i].line >= at[i - 1].line + at[i - 1].n);
		assert_true(i == 0 || !stories[i].page.n ||
		            at[i].line > at[i - 1].line + at[i - 1].n);
	}
	/* the same again, to the last cell */
	struct kb_buf first = { 0 };
	struct kb_buf second = { 0 };
	assert_true(kb_layout_front(&a, stories, n, height, o, &again, at));
	kb_lines_dump(&lines, o->ambiguous, &first);
	kb_lines_dump(&again, o->ambiguous, &second);
	assert_string_equal(first.p, second.p);
	kb_buf_release(&first);
	kb_buf_release(&second);
	kb_arena_release(&a);
}

static void
test_any_page(void **state)
{
	(void)state;
	struct kb_story stories[STORIES_MAX + 1];
	for (unsigned seed = 1; seed <= 60; seed++) {
		size_t n = make_stories(stories, seed * 7919);
		struct kb_layout_options o = {
			.width = KB_FRONT_WIDTH + (int)(seed * 13 % 180),
			.ambiguous = seed % 4 ? KB_AMBIGUOUS_1 : KB_AMBIGUOUS_2,
		};
		check_page(stories, n, 1 + seed * 5 % 70, &o);
	}
}

static void
test_every_width(void **state)
{
	(void)state;
	struct kb_story stories[STORIES_MAX + 1];
	for (int width = KB_FRONT_WIDTH; width <= 280; width++) {
		size_t n = make_stories(stories, (unsigned)width / 20);
		struct kb_layout_options o = { .width = width, .ambiguous = KB_AMBIGUOUS_1 };
		check_page(stories, n, 44, &o);
	}
}

/* Columns there are, by the rule beside each. */
static size_t
columns_of(const struct kb_lines *lines)
{
	size_t most = 0;
	for (size_t i = 0; i < lines->n; i++) {
		size_t bars = 0;
		for (size_t r = 0; r < lines->v[i].nruns; r++) {
			bars += kb_str_eq(lines->v[i].runs[r].text, KB_STR("│"));
		}
		most = bars > most ? bars : most;
	}
	return most + 1;
}

static void
test_columns(void **state)
{
	(void)state;
	static const struct {
		int width;
		size_t stories;
		size_t columns; /* 0: a list */
	} cases[] = {
		{ 119, 9, 0 }, { 120, 1, 0 }, { 120, 2, 2 }, { 120, 3, 3 },
		{ 120, 9, 3 }, { 175, 9, 3 }, { 176, 9, 4 }, { 300, 9, 4 },
	};
	struct kb_story stories[9];
	for (size_t i = 0; i < 9; i++) {
		stories[i] = (struct kb_story){ .row = { .headline = KB_STR("区委召开常委会议"),
			                                 .summary = kb_str_of(text),
			                                 .margin = 3,
			                                 .role = KB_ROLE_HEADLINE } };
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_lines lines = { 0 };
		struct kb_front_place at[9];
		struct kb_layout_options o = { .width = cases[i].width,
			                       .ambiguous = KB_AMBIGUOUS_1 };
		bool composed = kb_layout_front(&a, stories, cases[i].stories, 30, &o, &lines, at);
		assert_int_equal(composed, cases[i].columns > 0);
		if (composed) {
			assert_int_equal(columns_of(&lines), cases[i].columns);
			/* the lead is at the top left, over more than one column if it can */
			assert_int_equal(at[0].line, 0);
			assert_true(at[0].cols >= at[1].cols);
			assert_true(cases[i].columns < 3 || at[0].cols > at[1].cols);
			assert_true(lines.n <= 30);
		}
		kb_arena_release(&a);
	}
}

/* More room shows more of the stories; a screen is filled where there is text for it. */
static void
test_fills_the_screen(void **state)
{
	(void)state;
	struct kb_story stories[5];
	char longer[sizeof(text) * 6] = "";
	for (int i = 0; i < 6; i++) {
		strcat(longer, text);
	}
	for (size_t i = 0; i < 5; i++) {
		stories[i] = (struct kb_story){ .row = { .headline = KB_STR("深入学习贯彻"),
			                                 .summary = kb_str_of(longer),
			                                 .margin = 3,
			                                 .role = KB_ROLE_HEADLINE } };
	}
	for (size_t height = 30; height <= 60; height += 10) {
		struct kb_arena a = { 0 };
		struct kb_lines lines;
		struct kb_front_place at[5];
		struct kb_layout_options o = { .width = 150, .ambiguous = KB_AMBIGUOUS_1 };
		assert_true(kb_layout_front(&a, stories, 5, height, &o, &lines, at));
		assert_true(lines.n <= height && lines.n + 4 >= height);
		kb_arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_page),
		cmocka_unit_test(test_every_width),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_fills_the_screen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
