/* kanbao term: what it finds of terminals of all kinds, and the card it prints for the eye. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pty.h"

/* Columns that are said, the question asked from column 1: 中文, “ … — · ① → ℃ ─ twice each. */
static const int quotes_wide[] = { 5, 5, 3, 3, 3, 3, 3, 3, 3, 0 };
static const int gbk[] = { 7, 7, 7, 7, 5, 7, 7, 7, 7, 0 };

static const struct {
	const char *name;
	struct line_setup line;
	enum kb_ambiguous emulator;
	const char *term;
	const char *option;
	const char *env;
	const char *shows[3];
} terminals[] = {
	{ "narrow",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  NULL,
	  NULL,
	  NULL,
	  { "1 (auto)", "中文=4 “=1 …=1", "9 of 9 answers" } },
	{ "wide",
	  { 0 },
	  KB_AMBIGUOUS_2,
	  NULL,
	  NULL,
	  NULL,
	  { "2 (auto)", "“=2 …=2", "such as kanbao show" } },
	{ "wide and slow",
	  { .delay_ms = 300, .packet = 7, .gap_ms = 10 },
	  KB_AMBIGUOUS_2,
	  NULL,
	  NULL,
	  NULL,
	  { "2 (auto)", "9 of 9 answers" } },
	{ "silent",
	  { .silent = true },
	  KB_AMBIGUOUS_1,
	  NULL,
	  NULL,
	  NULL,
	  { "no answer within", "1 (auto)", "does not tell how wide" } },
	{ "odd",
	  { .columns = quotes_wide },
	  KB_AMBIGUOUS_1,
	  NULL,
	  NULL,
	  NULL,
	  { "safe (auto)", "others two", "「人民」" } },
	{ "GBK",
	  { .columns = gbk },
	  KB_AMBIGUOUS_1,
	  NULL,
	  NULL,
	  NULL,
	  { "safe (auto)", "does not seem to speak UTF-8" } },
	{ "option",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  NULL,
	  "ambiguous=safe",
	  NULL,
	  { "safe (as set)", "「人民」" } },
	{ "tmux",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  "tmux-256color",
	  NULL,
	  "TMUX=/tmp/tmux-0/default,1,0",
	  { "tmux, screen and mosh answer for themselves", "tmux-256color" } },
	{ "unknown",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  "xterm-ghostty2",
	  NULL,
	  NULL,
	  { "xterm-ghostty2; not known here, taken for xterm-256color" } },
	{ "dumb",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  "dumb",
	  NULL,
	  NULL,
	  { "dumb; it cannot address cells", "would show the question", "1 (auto)" } },
	{ "no name",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  "\x1b]52;c;AA\x07",
	  NULL,
	  NULL,
	  { "TERM names none; not known here" } },
	{ "a locale that is not there",
	  { 0 },
	  KB_AMBIGUOUS_1,
	  NULL,
	  NULL,
	  "LC_ALL=zh_CN.GBK",
	  { "UTF-8; the locale zh_CN.GBK is not on this machine" } },
};

/* The bars of the card: in the same column on each row, as the terminal draws. */
static void
bars_aligned(const struct pty *p, const char *name)
{
	int rows = 0;
	for (int y = 0; y < p->rows; y++) {
		VTermScreenCell left;
		VTermScreenCell right;
		vterm_screen_get_cell(p->screen, (VTermPos){ y, 0 }, &left);
		vterm_screen_get_cell(p->screen, (VTermPos){ y, 43 }, &right);
		if (left.chars[0] == '|' || left.chars[0] == '+') {
			rows++;
			if (right.chars[0] != left.chars[0]) {
				fail_msg("%s: row %d of the card ends elsewhere", name, y);
			}
		}
	}
	assert_int_equal(rows, 8);
}

static void
test_terminals(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
		const char *option = terminals[i].option ? terminals[i].option : "ambiguous=auto";
		const char *argv[] = {
			getenv("KANBAO"), "--lang", "en", "-o", option, "term", NULL
		};
		const char *env[] = {
			"TMUX", "STY", "NO_COLOR", "COLORTERM", terminals[i].env, NULL
		};
		struct pty_setup setup = { .rows = 40,
			                   .cols = 80,
			                   .ambiguous = terminals[i].emulator,
			                   .line = terminals[i].line,
			                   .term = terminals[i].term,
			                   .env = env,
			                   .argv = argv };
		struct pty p;
		pty_start(&p, &setup);
		assert_true(pty_gone(&p, 5000));
		assert_int_equal(pty_status(&p), 0);
		assert_true(pty_shows(&p, "40 rows of 80 cells"));
		for (int k = 0; k < 3 && terminals[i].shows[k]; k++) {
			if (!pty_shows(&p, terminals[i].shows[k])) {
				fail_msg("%s: no '%s' in\n%s", terminals[i].name,
				         terminals[i].shows[k], p.wire.p);
			}
		}
		bars_aligned(&p, terminals[i].name);
		assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("]52")) == SIZE_MAX);
		bool dumb = strcmp(terminals[i].name, "dumb") == 0;
		bool asked = memchr(p.wire.p, 0x1B, p.wire.n) != NULL;
		assert_true(asked != dumb);
		pty_has_modes(&p, &p.modes);
		pty_end(&p);
	}
}

/* Where Chinese cannot be read, what to do is said in ASCII first. */
static void
test_garbled(void **state)
{
	(void)state;
	const char *argv[] = { getenv("KANBAO"), "--lang", "zh", "term", NULL };
	const struct pty_setup setup = {
		.rows = 40, .cols = 80, .line = { .columns = gbk }, .argv = argv
	};
	struct pty p;
	pty_start(&p, &setup);
	assert_true(pty_gone(&p, 5000));
	kb_str wire = kb_buf_str(&p.wire);
	size_t ascii = kb_str_find(wire, KB_STR("This terminal does not seem to speak UTF-8"));
	size_t chinese = kb_str_find(wire, KB_STR("终端似乎没有使用 UTF-8"));
	assert_true(ascii < chinese && chinese != SIZE_MAX);
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminals),
		cmocka_unit_test(test_garbled),
	};
	if (!getenv("KANBAO") || access(getenv("KANBAO"), X_OK) != 0) {
		return 77; /* skipped: there is no program to test */
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
