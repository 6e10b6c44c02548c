/*
 * How the real program looks: every theme at every size and in every view,
 * cell by cell with its colours; what it costs in bytes; and two hundred sizes in a row.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "kanbao/sandbox.h"
#include "reader.h"

/* Issue 5: most bytes at 80×24 of Chinese text. */
#define LINE_MOST 160
#define PAGE_MOST 2500
#define MOVE_MOST 120
#define STORM 200
/* A sanitizer slows all of it: each theme at one size, each size with some theme. */
#define FEW KB_SANITISED

static struct reader_place place;

static void
test_every_theme_and_size(void **state)
{
	(void)state;
	static const char *const steps[] = {
		"j",
		"<Resize:50x160>",
		"j j",
		"<Enter>",
		"w",
		"<Space>",
		"<Resize:20x40>",
		"<Space>",
		"<Resize:40x120>",
		"/ 柯 城 <Enter>",
		"n",
		"<Esc> q",
		"<Resize:24x80>",
		"?",
		NULL,
	};
	for (int theme = KB_THEME_NONE; theme < KB_THEME_COUNT; theme++) {
		for (int amb = 1; amb <= 2; amb++) {
			if (FEW && amb != 1 + theme % 2) {
				continue;
			}
			struct reader r = { .rows = 24,
				            .cols = 80,
				            .where = "2022-04-13",
				            .ambiguous = (enum kb_ambiguous)amb,
				            .theme = (enum kb_theme)theme };
			reader_compare(&place, &r, steps);
		}
	}
}

/* Every screen and prompt, at the sizes of tests/screen/each-*.keys. */
static void
test_every_view(void **state)
{
	(void)state;
	static const char *const steps[] = {
		"j",        "<Enter>",
		"/ 柯 城",  "<Enter>",
		"<Esc>",    "v",
		"v",        "=",
		"t",        "q i",
		"q e",      "q ?",
		"q c",      "c",
		"q D 4-14", "<Esc>",
		"H",        "q P",
		"q I j",    "& 2022",
		"<Esc>",    "D 2022-04-13<Enter>",
		"* B",      "]",
		"q a #x",   "<Enter> A",
		"n : set",  "<Esc>",
		"S",        "<F1>",
		NULL,
	};
	static const int sizes[][2] = { { 24, 80 }, { 50, 160 }, { 20, 40 } };
	for (int theme = KB_THEME_NONE; theme < KB_THEME_COUNT; theme++) {
		for (size_t i = 0; i < 2 * sizeof(sizes) / sizeof(sizes[0]); i++) {
			if (FEW && i != (size_t)theme % 6) {
				continue;
			}
			struct reader r = { .rows = sizes[i / 2][0],
				            .cols = sizes[i / 2][1],
				            .where = "2022-04-13",
				            .language = i % 2 ? "zh" : "en",
				            .theme = (enum kb_theme)theme };
			reader_compare(&place, &r, steps);
		}
	}
}

/* --- bytes --------------------------------------------------------------------- */

/* Bytes on the wire for some keys. */
static size_t
cost(struct pty *p, const char *keys)
{
	size_t before = p->wire.n;
	pty_keys(p, keys);
	return p->wire.n - before;
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void
test_bytes(void **state)
{
	(void)state;
	for (int theme = KB_THEME_NONE; theme < KB_THEME_COUNT; theme++) {
		struct reader r = { .rows = 24,
			            .cols = 80,
			            .where = "2022-04-13",
			            .language = "zh",
			            .theme = (enum kb_theme)theme };
		struct pty p;
		size_t move = 0;
		size_t line = 0;
		size_t page = 0;
		reader_start(&place, &p, &r);
		for (int i = 0; i < 4; i++) {
			move = larger(move, cost(&p, i < 3 ? "j" : "k"));
		}
		pty_keys(&p, "g <Enter> j j j j j j j j j j");
		for (int i = 0; i < 6; i++) {
			line = larger(line, cost(&p, "j"));
		}
		page = cost(&p, "<Space>");
		print_message("theme %d: line %zu, page %zu, list move %zu bytes\n", theme, line,
		              page, move);
		assert_true(line <= LINE_MOST);
		assert_true(page <= PAGE_MOST);
		assert_true(move <= MOVE_MOST);
		pty_end(&p);
	}
}

/* --- the storm ------------------------------------------------------------------ */

/* Sizes from 2 × 2 on, between articles and front page, back to the first. */
static void
test_storm(void **state)
{
	(void)state;
	static char sizes[STORM + 4][24];
	static const char *steps[STORM + 8];
	unsigned r = 20220413;
	size_t n = 0;
	steps[n++] = "<Enter>";
	for (size_t i = 0; i < STORM; i++) {
		r = r * 1103515245U + 12345U;
		unsigned rows = 2 + (r >> 16) % (i % 3 ? 60 : 8);
		r = r * 1103515245U + 12345U;
		unsigned cols = 2 + (r >> 16) % (i % 4 ? 200 : 30);
		(void)snprintf(sizes[i], sizeof(sizes[i]), "<Resize:%ux%u>", rows, cols);
		if (i == STORM / 2) {
			steps[n++] = "<Resize:24x80>";
			steps[n++] = "q";
			steps[n++] = "j";
		}
		steps[n++] = sizes[i];
	}
	steps[n++] = "<Resize:24x80>";
	steps[n] = NULL;
	struct reader reader = {
		.rows = 24, .cols = 80, .where = "2022-04-13", .theme = KB_THEME_PAPER
	};
	reader_compare(&place, &reader, steps);
	/* the place is kept through it all */
	struct reader_screens screens = { 0 };
	reader_twin(&place, &reader, steps, &screens);
	assert_true(screens.n == n + 1);
	const struct kb_grid *before = &screens.v[1];
	const struct kb_grid *after = &screens.v[1 + STORM / 2 + 1];
	for (int y = 0; y < before->rows; y++) {
		assert_true(kb_grid_same_row(before, after, y));
	}
	reader_screens_release(&screens);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_theme_and_size),
		cmocka_unit_test(test_every_view),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_storm),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
