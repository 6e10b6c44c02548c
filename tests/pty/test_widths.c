/*
 * ambiguous=auto over every kind of line: terminals that are narrow, wide,
 * odd or silent, whose answers come at once, late, in pieces or twice. What is
 * shown is compared with the headless twin that was told the same.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kanbao/clock.h"
#include "reader.h"

static struct reader_place place;

/* Columns that terminals say, over and over: 中文, then “ … — · ① → ℃ ─ twice each. */
static const int quotes_wide[] = { 9, 9, 7, 7, 7, 7, 7, 7, 7, 0 };
static const int signs_wide[] = { 9, 7, 7, 7, 7, 9, 9, 9, 7, 0 };
static const int rules_narrow[] = { 9, 9, 9, 9, 9, 9, 9, 9, 7, 0 };
static const int gbk[] = { 11, 11, 11, 11, 9, 11, 11, 11, 11, 0 };

/* What the twin is told in a step of its own. */
static const char *const told[] = { "<Width:0>", "<Width:1>", "<Width:2>", "<Width:3>" };

/* Fails where the screen isn't that of a twin that was told `amb` and then typed the keys. */
static void
as_if_told(const struct pty *p, const struct reader *r, enum kb_ambiguous amb, const char *keys,
           const char *what)
{
	struct reader_screens want = { 0 };
	struct reader twin = *r;
	const char *const steps[] = { told[amb], keys, NULL };
	twin.option = "auto";
	reader_twin(&place, &twin, steps, &want);
	pty_compare(p, &want.v[want.n - 1], what);
	reader_screens_release(&want);
}

/* --- terminals ------------------------------------------------------------------------ */

static const struct {
	const char *name;
	struct line_setup line;
	enum kb_ambiguous emulator;
	enum kb_ambiguous verdict;
} terminals[] = {
	{ "narrow", { 0 }, KB_AMBIGUOUS_1, KB_AMBIGUOUS_1 },
	{ "wide", { 0 }, KB_AMBIGUOUS_2, KB_AMBIGUOUS_2 },
	{ "narrow, 300 ms", { .delay_ms = 300 }, KB_AMBIGUOUS_1, KB_AMBIGUOUS_1 },
	{ "wide, 300 ms", { .delay_ms = 300 }, KB_AMBIGUOUS_2, KB_AMBIGUOUS_2 },
	{ "narrow, 600 ms", { .delay_ms = 600 }, KB_AMBIGUOUS_1, KB_AMBIGUOUS_1 },
	{ "wide, 600 ms", { .delay_ms = 600 }, KB_AMBIGUOUS_2, KB_AMBIGUOUS_2 },
	/* cut inside a report, and after its ESC */
	{ "wide, in pieces of 20",
	  { .delay_ms = 50, .packet = 20, .gap_ms = 150 },
	  KB_AMBIGUOUS_2,
	  KB_AMBIGUOUS_2 },
	{ "narrow, in pieces of 19",
	  { .delay_ms = 300, .packet = 19, .gap_ms = 150 },
	  KB_AMBIGUOUS_1,
	  KB_AMBIGUOUS_1 },
	{ "narrow, in pieces of 3", { .packet = 3, .gap_ms = 25 }, KB_AMBIGUOUS_1, KB_AMBIGUOUS_1 },
	{ "silent", { .silent = true }, KB_AMBIGUOUS_1, KB_AMBIGUOUS_UNKNOWN },
	{ "wide quotes only", { .columns = quotes_wide }, KB_AMBIGUOUS_1, KB_AMBIGUOUS_SAFE },
	{ "wide signs only, late",
	  { .columns = signs_wide, .delay_ms = 600 },
	  KB_AMBIGUOUS_1,
	  KB_AMBIGUOUS_SAFE },
	{ "wide but for rules", { .columns = rules_narrow }, KB_AMBIGUOUS_2, KB_AMBIGUOUS_2 },
};

#define TERMINALS (sizeof(terminals) / sizeof(terminals[0]))

static struct reader
reader_of(size_t terminal, const char *where)
{
	return (struct reader){ .rows = 24,
		                .cols = 80,
		                .option = "auto",
		                .where = where,
		                .ambiguous = terminals[terminal].emulator,
		                .line = terminals[terminal].line };
}

/* The front page and an article, as the terminal needs them. */
static void
test_terminals(void **state)
{
	(void)state;
	for (size_t i = 0; i < TERMINALS; i++) {
		struct reader r = reader_of(i, NULL);
		struct pty p;
		reader_start(&place, &p, &r);
		as_if_told(&p, &r, terminals[i].verdict, "", terminals[i].name);
		pty_keys(&p, "<Enter>");
		as_if_told(&p, &r, terminals[i].verdict, "<Enter>", terminals[i].name);
		assert_int_equal(p.bells, 0);
		pty_type(&p, "Q");
		assert_true(pty_gone(&p, 2000));
		assert_int_equal(pty_status(&p), 0);
		pty_end(&p);
	}
}

/* P17: keys before, among and behind the answers, glued to them, arrive whole and in order. */
static void
test_p17_keys_around(void **state)
{
	(void)state;
	for (size_t i = 0; i < TERMINALS; i++) {
		struct reader r = reader_of(i, NULL);
		struct pty p;
		r.unsettled = true;
		reader_start(&place, &p, &r);
		pty_pass(&p, 60);
		pty_send(&p, "j\rjj", 4);
		pty_pass(&p, 100);
		pty_send(&p, "j", 1);
		pty_settle(&p);
		pty_send(&p, "k", 1);
		pty_settle(&p);
		as_if_told(&p, &r, terminals[i].verdict, "j<Enter>jjjk", terminals[i].name);
		assert_int_equal(p.bells, 0);
		pty_end(&p);
	}
}

/* Keys typed before the program has taken the terminal over are not thrown away. */
static void
test_typed_ahead(void **state)
{
	(void)state;
	for (int wide = 0; wide <= 1; wide++) {
		struct reader r = reader_of((size_t)wide, NULL);
		struct pty p;
		r.unsettled = true;
		reader_start(&place, &p, &r);
		pty_send(&p, "\rjj", 3);
		pty_settle(&p);
		as_if_told(&p, &r, terminals[wide].verdict, "<Enter>jj", "typed ahead");
		pty_end(&p);
	}
}

/* P17: the same answer once more, answers nobody asked for, keys glued to them: nothing happens. */
static void
test_p17_twice(void **state)
{
	(void)state;
	static const char *const options[] = { "auto", "1", "safe" };
	static const char twice[] = "\033[2;9R\033[2;7R\033[2;7R\033[2;7R\033[2;7R\033[2;7R"
				    "\033[2;7R\033[2;7R\033[2;7R";
	static const enum kb_ambiguous verdicts[] = { KB_AMBIGUOUS_2, KB_AMBIGUOUS_1,
		                                      KB_AMBIGUOUS_SAFE };
	for (size_t i = 0; i < 3; i++) {
		struct reader r = { .rows = 24, .cols = 80, .option = options[i] };
		struct pty p;
		r.ambiguous = i == 0 ? KB_AMBIGUOUS_2 : KB_AMBIGUOUS_1;
		reader_start(&place, &p, &r);
		char bytes[200];
		snprintf(bytes, sizeof(bytes), "j%sj%s\rj", twice, twice);
		pty_send(&p, bytes, strlen(bytes));
		pty_settle(&p);
		pty_send(&p, "\033[2;", 4); /* of a slow link */
		pty_pass(&p, 60);
		pty_send(&p, "9Rj", 3);
		pty_settle(&p);
		struct reader twin = r;
		const char *const steps[] = { i ? "" : told[verdicts[i]], "jj<Enter>jj", NULL };
		struct reader_screens want = { 0 };
		reader_twin(&place, &twin, steps, &want);
		pty_compare(&p, &want.v[want.n - 1], options[i]);
		reader_screens_release(&want);
		assert_int_equal(p.bells, 0);
		pty_end(&p);
	}
}

/* --- when it paints --------------------------------------------------------------------- */

/* Text waits for the answer, 400 ms at most; a list does not. */
static void
test_first_painting(void **state)
{
	(void)state;
	static const struct {
		struct line_setup line;
		const char *where;
		int before_ms; /* nothing is there yet, */
		int after_ms;  /* and now it is */
		const char *text;
	} cases[] = {
		{ { .delay_ms = 300 }, "2022-04-13/1/1", 200, 250, "记者" },
		{ { .silent = true }, "2022-04-13/1/1", 300, 300, "记者" },
		{ { .silent = true }, NULL, 0, 200, "今日柯城" },
		{ { .delay_ms = 600 }, NULL, 0, 200, "今日柯城" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reader r = { .rows = 24,
			            .cols = 80,
			            .option = "auto",
			            .where = cases[i].where,
			            .line = cases[i].line,
			            .unsettled = true };
		struct pty p;
		reader_start(&place, &p, &r);
		while (kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX) {
			pty_pass(&p, 4);
		}
		pty_pass(&p, cases[i].before_ms);
		if (cases[i].before_ms && pty_shows(&p, cases[i].text)) {
			fail_msg("case %zu: painted before the answer", i);
		}
		pty_pass(&p, cases[i].after_ms);
		if (!pty_shows(&p, cases[i].text)) {
			fail_msg("case %zu: not painted", i);
		}
		pty_end(&p);
	}
}

/* Until the terminal has answered, and where it never does, nothing is drawn but ASCII. */
static void
test_ornaments(void **state)
{
	(void)state;
	struct reader r = reader_of(4, NULL); /* 600 ms */
	struct pty p;
	r.unsettled = true;
	reader_start(&place, &p, &r);
	while (!pty_shows(&p, "1/6")) {
		pty_pass(&p, 10);
	}
	assert_false(pty_shows(&p, "─"));
	assert_true(pty_shows(&p, "-----"));
	pty_settle(&p);
	assert_true(pty_shows(&p, "─────"));
	pty_end(&p);
}

/* A late answer: the text is set anew, and what stood first on the screen stands there still. */
static void
test_late_answer(void **state)
{
	(void)state;
	struct reader r = { .rows = 24,
		            .cols = 60,
		            .option = "auto",
		            .ambiguous = KB_AMBIGUOUS_2,
		            .line = { .delay_ms = 1200 },
		            .unsettled = true };
	struct pty p;
	struct reader_screens want = { 0 };
	const char *const steps[] = { "<Width:0>", "<Enter><Space>jjj", "<Width:2>", NULL };
	reader_start(&place, &p, &r);
	pty_pass(&p, 100);
	pty_type(&p, "<Enter><Space>jjj");
	pty_settle(&p);
	reader_twin(&place, &r, steps, &want);
	pty_compare(&p, &want.v[3], "after the answer");
	/* the first character of the text before is in its first row after */
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	kb_grid_dump(&want.v[2], &before);
	kb_grid_dump(&want.v[3], &after);
	kb_str rest = kb_buf_str(&before);
	kb_str row;
	for (int i = 0; i < 3; i++) {
		kb_str_split(&rest, '\n', &row);
	}
	kb_str first = kb_str_sub(kb_str_trim(row), 0, 9);
	assert_int_equal(first.n, 9);
	rest = kb_buf_str(&after);
	for (int i = 0; i < 3; i++) {
		kb_str_split(&rest, '\n', &row);
	}
	if (kb_str_find(row, first) == SIZE_MAX) {
		fail_msg("'%.*s' is no more in the first row: '%.*s'", KB_ARG(first), KB_ARG(row));
	}
	kb_buf_release(&before);
	kb_buf_release(&after);
	reader_screens_release(&want);
	pty_end(&p);
}

/* --- asked again -------------------------------------------------------------------------- */

/* ^L, and waking from a stop: the terminal may be another one, or have been set otherwise. */
static void
test_asked_again(void **state)
{
	(void)state;
	for (int how = 0; how < 3; how++) {
		struct reader r = reader_of(0, NULL);
		struct pty p;
		reader_start(&place, &p, &r);
		pty_keys(&p, "<Enter>");
		p.ambiguous = KB_AMBIGUOUS_2;
		if (how == 0) {
			pty_keys(&p, "<C-L>");
		} else if (how == 1) {
			kill(p.pid, SIGSTOP);
			kill(p.pid, SIGCONT);
			pty_pass(&p, 100);
			pty_settle(&p);
		} else {
			pty_keys(&p, ":set<Space>ambiguous=2<Enter>");
		}
		as_if_told(&p, &r, KB_AMBIGUOUS_2,
		           how == 2 ? "<Enter>:set<Space>ambiguous=2<Enter>" : "<Enter>",
		           "asked again");
		pty_end(&p);
	}
}

/*
 * Asked again while answers of the round before are still to come: each round
 * is judged by its own.
 */
static void
test_asked_again_early(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct line_setup line;
		size_t terminal;
		int pass_ms[2]; /* before it is asked again, and once more */
		int how;        /* a signal; or 0: ^L */
		enum kb_ambiguous verdict;
	} cases[] = {
		{ "stopped amid its answers",
		  { .delay_ms = 300, .packet = 18, .gap_ms = 400 },
		  0,
		  { 450, 0 },
		  SIGTSTP,
		  KB_AMBIGUOUS_1 },
		{ "stopped amid its answers, twice",
		  { .delay_ms = 300, .packet = 18, .gap_ms = 700 },
		  1,
		  { 450, 200 },
		  SIGTSTP,
		  KB_AMBIGUOUS_2 },
		{ "^L twice", { .delay_ms = 2000 }, 1, { 100, 100 }, 0, KB_AMBIGUOUS_2 },
		{ "^L when no more is waited for",
		  { .delay_ms = 500, .packet = 36, .gap_ms = 3500 },
		  0,
		  { 3300, 0 },
		  0,
		  KB_AMBIGUOUS_1 },
		{ "^L twice, 600 ms", { .delay_ms = 600 }, 0, { 300, 300 }, 0, KB_AMBIGUOUS_1 },
		{ "stopped, silent",
		  { .silent = true },
		  0,
		  { 200, 100 },
		  SIGTSTP,
		  KB_AMBIGUOUS_UNKNOWN },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reader r = reader_of(cases[i].terminal, NULL);
		struct pty p;
		r.line = cases[i].line;
		r.unsettled = true;
		reader_start(&place, &p, &r);
		while (kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX) {
			pty_pass(&p, 2);
		}
		for (int k = 0; k < 2 && cases[i].pass_ms[k]; k++) {
			pty_pass(&p, cases[i].pass_ms[k]);
			if (cases[i].how) {
				kill(p.pid, cases[i].how);
			} else {
				assert_int_equal(write(p.keys_fd, "\f", 1), 1);
			}
		}
		pty_settle(&p);
		as_if_told(&p, &r, cases[i].verdict, "", cases[i].name);
		assert_int_equal(p.bells, 0);
		pty_end(&p);
	}
}

/* A window too small to ask in is asked when it has grown. */
static void
test_asked_when_grown(void **state)
{
	(void)state;
	struct reader r = { .rows = 2, .cols = 80, .option = "auto" };
	struct pty p;
	reader_start(&place, &p, &r);
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX);
	pty_resize(&p, 24, 80);
	assert_true(pty_shows(&p, "─────"));
	pty_end(&p);
}

/* The option, set in the reader: at once, there and back. */
static void
test_set_option(void **state)
{
	(void)state;
	struct reader r = reader_of(0, NULL);
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> :set<Space>ambiguous=safe<Enter>");
	as_if_told(&p, &r, KB_AMBIGUOUS_1, "<Enter>:set<Space>ambiguous=safe<Enter>", "safe");
	assert_true(pty_shows(&p, "「"));
	assert_false(pty_shows(&p, "“"));
	pty_keys(&p, ":set<Space>ambiguous=auto<Enter>");
	as_if_told(&p, &r, KB_AMBIGUOUS_1, "<Enter>:set<Space>ambiguous=auto<Enter>", "auto");
	assert_true(pty_shows(&p, "“"));
	pty_end(&p);
	/* not asked at the start, it is when it matters */
	r.option = "2";
	reader_start(&place, &p, &r);
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX);
	pty_keys(&p, "<Enter> :set<Space>ambiguous=auto<Enter>");
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) != SIZE_MAX);
	as_if_told(&p, &r, KB_AMBIGUOUS_1, "<Enter>:set<Space>ambiguous=auto<Enter>",
	           "auto at last");
	pty_end(&p);
}

/* A terminal that takes another character set is told of, not guessed at. */
static void
test_garbled(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80, .option = "auto", .line = { .columns = gbk } };
	struct pty p;
	reader_start(&place, &p, &r);
	assert_true(pty_shows(&p, "UTF-8"));
	assert_true(pty_shows(&p, "kanbao term"));
	pty_end(&p);
}

/* P11, safe: not one ambiguous character is on the wire, whatever is looked at. */
static void
test_p11_safe(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 120, .option = "safe" };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> <Space> <Space> t q I q c q ? <Space> q q D <Esc> : <Esc> i q Y");
	kb_str wire = kb_buf_str(&p.wire);
	for (size_t off = 0; off < wire.n;) {
		uint32_t cp = kb_utf8_next(wire, &off);
		if (kb_cp_safe(cp).n) {
			fail_msg("U+%04X is on the wire", (unsigned)cp);
		}
	}
	assert_true(wire.n > 10000);
	pty_end(&p);
}

/* --- leaving -------------------------------------------------------------------------------- */

/*
 * Left while an answer is under way: it doesn't land in the shell. What comes
 * within 100 ms is taken, what came until then is dropped.
 */
static void
test_left_open(void **state)
{
	(void)state;
	static const struct {
		int delay_ms;
		int at_most_ms;
	} cases[] = { { 60, 400 }, { 5000, 400 } };
	for (size_t i = 0; i < 2; i++) {
		struct reader r = { .rows = 24,
			            .cols = 80,
			            .option = "auto",
			            .line = { .delay_ms = cases[i].delay_ms },
			            .unsettled = true };
		struct pty p;
		struct termios raw;
		int waiting = -1;
		reader_start(&place, &p, &r);
		int slave = open(ptsname(p.fd), O_RDWR | O_NOCTTY);
		assert_true(slave >= 0);
		while (kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX) {
			pty_pass(&p, 2);
		}
		long long from = kb_clock_ms();
		pty_send(&p, "Q", 1);
		assert_true(pty_gone(&p, 2000));
		assert_int_equal(pty_status(&p), 0);
		assert_true(kb_clock_ms() - from < cases[i].at_most_ms);
		pty_pass(&p, 100); /* what the program did not wait for */
		/* what is left to read counts only without lines */
		assert_int_equal(tcgetattr(slave, &raw), 0);
		cfmakeraw(&raw);
		assert_int_equal(tcsetattr(slave, TCSANOW, &raw), 0);
		assert_int_equal(ioctl(slave, FIONREAD, &waiting), 0);
		assert_int_equal(waiting, 0);
		close(slave);
		pty_end(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminals),        cmocka_unit_test(test_p17_keys_around),
		cmocka_unit_test(test_typed_ahead),      cmocka_unit_test(test_p17_twice),
		cmocka_unit_test(test_first_painting),   cmocka_unit_test(test_ornaments),
		cmocka_unit_test(test_late_answer),      cmocka_unit_test(test_asked_again),
		cmocka_unit_test(test_asked_when_grown), cmocka_unit_test(test_set_option),
		cmocka_unit_test(test_garbled),          cmocka_unit_test(test_p11_safe),
		cmocka_unit_test(test_left_open),        cmocka_unit_test(test_asked_again_early),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
