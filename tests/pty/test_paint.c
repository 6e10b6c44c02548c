/*
 * curses.c alone: a child draws grids, libvterm shows them, and each cell is
 * compared. Pitfalls (P…) are those of ncurses 6.4 with wide characters.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paint.h"

/* --- pitfalls ------------------------------------------------------------------- */

static void
run_frames(const struct frame *frames, size_t n, int rows, int cols)
{
	for (int amb = 1; amb <= 2; amb++) {
		struct show show = { .ambiguous = (enum kb_ambiguous)amb,
			             .frames = frames,
			             .n = n };
		paint_run(&show, rows, cols, NULL, 0);
	}
}
#define RUN(frames, rows, cols) run_frames(frames, sizeof(frames) / sizeof((frames)[0]), rows, cols)

static void
test_p1_half_overwritten(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "坚决打好打赢坚决打好打赢\n坚决打好打赢坚决打好打赢" },
		{ .rows = "3:x\n4:┐", .over = true },
		{ .rows = "坚决打好打赢坚决打好打赢\n坚决打好打赢坚决打好打赢" },
		{ .rows = "5:+----+\n5:| 中 |", .over = true },
		{ .rows = "坚决打好打赢坚决打好打赢\n坚决打好打赢坚决打好打赢" },
	};
	RUN(frames, 5, 30);
}

static void
test_p2_p15_attribute_on_half(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "坚决打好“打”赢坚决" },
		{ .rows = "坚决打好“打”赢坚决", .role_from = 3, .role_to = 4 },
		{ .rows = "坚决打好“打”赢坚决", .role_from = 1, .role_to = 8 },
		{ .rows = "坚决打好“打”赢坚决" },
	};
	RUN(frames, 3, 30);
}

static void
test_p3_p4_overlay_at_odd_column(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "一二三四五六七八九十\n“一”二…三——四·五六七\n一二三四五六七八九十" },
		{ .rows = "1:##\n7:【提示】\n11:##", .over = true },
		{ .rows = "一二三四五六七八九十\n“一”二…三——四·五六七\n一二三四五六七八九十" },
		{ .rows = "19:中\n18:中\n17:中中", .over = true },
	};
	RUN(frames, 3, 20);
}

static void
test_p5_p13_p14_right_edge(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "一二三四五六七八九十甲乙" },
		{ .rows = "1:一二三四五六七八九十甲乙" },
		{ .rows = "18:中\n19:中\n19:x", .y = -3 },
		{ .rows = "一二三四五六七八九十", .y = -1 }, /* right corner: nothing scrolls */
		{ .rows = "1:一二三四五六七八九x", .y = -1 },
		{ .rows = "1:“…—·“…—·“…—·“…—·“…—·", .y = -1 },
	};
	RUN(frames, 4, 20);
}

static void
test_p6_p7_p8_marks(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "e\u0301 中\u0301 中\u0301\u0302\u0303x" },
		{ .rows = "\u0301a\n \u0301b\n\ue000\u0301c" },
		{ .rows = "\U00031350中\U0002EBF0\n\ue001\ue002" },
	};
	RUN(frames, 4, 20);
}

static void
test_p19_controls(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "a\x1b[31mb\x1b]52;c;AAAA\x07z\r\x08\x7f\nx\xc2\x9b"
		          "31m\xc2\x9dy\n\u202eabc\u2066\u200b\ufeff\U000E0041" },
		{ .rows = "\xff\xfe\xc3(\xed\xa0\x80|\xc0\xaf|" },
	};
	struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = frames, .n = 2 };
	struct pty p;
	paint_start(&p, &show, 5, 40);
	pty_keys(&p, "n");
	static const char *const never[] = {
		"\x1b[31m",         "\x1b]",        "\x07",         "\x7f",         "\xc2\x9b",
		"\xc2\x9d",         "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x80\x8b", "\xef\xbb\xbf",
		"\xf3\xa0\x81\x81", "\xff",         "\xfe",         "\xed\xa0"
	};
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		kb_str needle = kb_str_of(never[i]);
		if (kb_str_find(kb_buf_str(&p.wire), needle) != SIZE_MAX) {
			fail_msg("sequence %zu is on the wire", i);
		}
	}
	pty_end(&p);
}

/* P12: any size, P9 and P20 by their traces on the wire. */
static void
test_p12_sizes(void **state)
{
	(void)state;
	static const int sizes[][2] = { { 5, 41 }, { 2, 80 },  { 24, 1 }, { 1, 1 },
		                        { 1, 2 },  { 30, 97 }, { 2, 2 },  { 24, 80 } };
	struct show show = { .ambiguous = KB_AMBIGUOUS_1, .n = 26 };
	paint_run(&show, 24, 80, sizes, 8);
	show.ambiguous = KB_AMBIGUOUS_2;
	paint_run(&show, 24, 80, sizes, 8);
}

/* P13: the right corner, on terminals that wrap there and cannot be kept from it too. */
static void
test_p13_corner(void **state)
{
	(void)state;
	static const int sizes[][2] = { { 5, 41 }, { 3, 80 }, { 12, 42 }, { 2, 3 }, { 24, 80 } };
	static const struct {
		const char *term;
		bool torn;
	} types[] = { { "screen", true }, { "tmux-256color", true }, { "linux", false } };
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		for (int amb = 1; amb <= 2; amb++) {
			struct show show = { .ambiguous = (enum kb_ambiguous)amb,
				             .n = 31,
				             .torn = types[i].torn,
				             .term = types[i].term };
			paint_run(&show, 12, 41, sizes, 5);
		}
	}
}

/* The wire while three frames are shown that share most rows. */
static void
test_p9_p20_bytes(void **state)
{
	(void)state;
	static const struct frame frames[] = {
		{ .rows = "长长的一行字要足够长才值得终端自己去移动它们所以这一行一直写到屏幕的右边"
		          "为止还差几个\n"
		          "中中中中\n国国国国\n文文文文\n字字字字\n末末末末\n一二三四五" },
		{ .rows = "长长的一行字足够长才值得终端自己去移动它们所以这一行一直写到屏幕的右边为"
		          "止还差几个\n"
		          "中中中中\n国国国国\n文文文文\n字字字字\n末末末末\n一二三四五" },
		{ .rows = "中中中中\n国国国国\n文文文文\n字字字字\n末末末末\n一二三四五\n新新新"
		          "新" },
	};
	struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = frames, .n = 3 };
	struct pty p;
	paint_start(&p, &show, 7, 90);
	size_t first = p.wire.n;
	pty_keys(&p, "n n");
	kb_str rest = { p.wire.p + first, p.wire.n - first };
	for (size_t i = 0; i + 2 < rest.n; i++) { /* P9: no ICH, no DCH */
		if (rest.p[i] == '\x1b' && rest.p[i + 1] == '[') {
			size_t j = i + 2;
			while (j < rest.n &&
			       ((rest.p[j] >= '0' && rest.p[j] <= '9') || rest.p[j] == ';')) {
				j++;
			}
			assert_true(j < rest.n && rest.p[j] != '@' && rest.p[j] != 'P');
			assert_false(rest.p[j] == 'J' && j > i + 2); /* P20: no whole clearing */
		}
	}
	/* rows that moved are not sent again */
	assert_true(kb_str_find(kb_str_sub(rest, rest.n / 2, rest.n), KB_STR("国国国国")) ==
	            SIZE_MAX);
	pty_end(&p);
}

static void
test_random(void **state)
{
	(void)state;
	for (int amb = 1; amb <= 2; amb++) {
		struct show show = { .ambiguous = (enum kb_ambiguous)amb, .n = 120 };
		paint_run(&show, 12, 41, NULL, 0);
	}
}

/* --- coming and going -------------------------------------------------------------- */

static const struct frame one_frame[] = { { .rows = "这里是柯城" } };

/* How the child is ended; the status it must give. */
static const struct {
	const char *key;
	int sig;
	int status;
} ends[] = {
	{ "q", 0, 0 },
	{ NULL, SIGTERM, 0 },
	{ NULL, SIGHUP, 0 },
	{ NULL, SIGINT, 0 },
	{ NULL, SIGQUIT, 0 },
#ifndef __SANITIZE_ADDRESS__
	{ "!", 0, -SIGSEGV },
	{ "A", 0, -SIGABRT },
	{ NULL, SIGSEGV, -SIGSEGV },
	{ NULL, SIGBUS, -SIGBUS },
#endif
};

/* T5: whatever ends it, the terminal is as it was. */
static void
test_t5_restored(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = one_frame, .n = 1 };
		struct pty p;
		struct pty_setup setup = {
			.rows = 24, .cols = 80, .child = paint_child, .user = &show
		};
		pty_start(&p, &setup);
		pty_settle(&p);
		assert_true(p.alternate);
		assert_false(p.cursor);
		if (ends[i].key) {
			pty_type(&p, ends[i].key);
		} else {
			kill(p.pid, ends[i].sig);
		}
		assert_true(pty_gone(&p, 10000));
		assert_int_equal(pty_status(&p), ends[i].status);
		pty_has_modes(&p, &p.modes);
		assert_false(p.alternate);
		assert_true(p.cursor);
		pty_end(&p);
	}
}

/* T6: the terminal goes, the program goes. */
static void
test_t6_hang_up(void **state)
{
	(void)state;
	for (int sighup = 0; sighup <= PTY_BLOCKED; sighup++) {
		struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = one_frame, .n = 1 };
		struct pty_setup setup = { .rows = 24,
			                   .cols = 80,
			                   .child = paint_child,
			                   .user = &show,
			                   .sighup = sighup };
		struct pty p;
		pty_start(&p, &setup);
		pty_settle(&p);
		pty_hang_up(&p);
		assert_true(pty_gone(&p, 1000));
		assert_true(p.cpu_ms <= 100);
		pty_end(&p);
	}
}

/* T4: any TERM is usable, or politely refused; it is never echoed. */
static void
test_t4_term(void **state)
{
	(void)state;
	static char huge[5001];
	memset(huge, 'A', sizeof(huge) - 1);
	static const struct {
		const char *term;
		int status; /* 0: usable */
	} terms[] = {
		{ "xterm", 0 },
		{ "xterm-256color", 0 },
		{ "vt100", 0 },
		{ "linux", 0 },
		{ "screen", 0 },
		{ "tmux-256color", 0 },
		{ "xterm-ghostty", 0 },
		{ "xterm-nonesuch", 0 },
		{ "foot-nonesuch", 0 },
		{ "alacritty-x", 0 },
		{ "kitty-x", 0 },
		{ "nonesuch", 0 },
		{ "", 0 },
		{ "-", 0 },
		{ "\x1b]52;c;AA\x07", 0 },
		{ "../x", 0 },
		{ "/etc/passwd", 0 },
		{ huge, 0 },
		{ "x\nq", 0 },
		{ "dumb", 69 },
	};
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = one_frame, .n = 1 };
		struct pty_setup setup = { .rows = 24,
			                   .cols = 80,
			                   .child = paint_child,
			                   .user = &show,
			                   .term = terms[i].term };
		struct pty p;
		pty_start(&p, &setup);
		pty_settle(&p);
		if (p.gone) {
			assert_int_equal(pty_status(&p), terms[i].status);
			assert_true(terms[i].status != 0);
			assert_true(p.wire.n < 200 && memchr(p.wire.p, '\x1b', p.wire.n) == NULL);
		} else {
			assert_int_equal(terms[i].status, 0);
			assert_true(pty_shows(&p, "这里是柯城"));
			assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("]52")) == SIZE_MAX);
			assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("AAAA")) == SIZE_MAX);
		}
		pty_end(&p);
	}
}

/* SIGSTOP and SIGCONT from elsewhere: modes are set again, everything is painted. */
static void
test_continued(void **state)
{
	(void)state;
	struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = one_frame, .n = 1 };
	struct pty_setup setup = { .rows = 24, .cols = 80, .child = paint_child, .user = &show };
	struct pty p;
	struct termios modes;
	pty_start(&p, &setup);
	pty_settle(&p);
	tcgetattr(p.fd, &modes);
	kill(p.pid, SIGSTOP);
	tcsetattr(p.fd, TCSANOW, &p.modes);
	vterm_input_write(p.vt, "\x1b[2Jgarbage", 11);
	kill(p.pid, SIGCONT);
	assert_true(pty_await(&p, "这里是柯城"));
	pty_settle(&p);
	assert_false(pty_shows(&p, "garbage"));
	pty_has_modes(&p, &modes);
	/* nobody could continue an orphan: Z comes back at once */
	pty_keys(&p, "Z n");
	assert_true(pty_shows(&p, "这里是柯城"));
	pty_keys(&p, "b");
	assert_int_equal(p.bells, 1);
	pty_end(&p);
}

/* P18: without UTF-8 a plain line, not blanks. */
static void
test_p18_no_utf8(void **state)
{
	(void)state;
	static const char *const env[] = { "LC_ALL=C", NULL };
	struct show show = { .ambiguous = KB_AMBIGUOUS_1, .frames = one_frame, .n = 1 };
	struct pty_setup setup = {
		.rows = 24, .cols = 80, .child = paint_child, .user = &show, .env = env
	};
	struct pty p;
	pty_start(&p, &setup);
	assert_true(pty_gone(&p, 10000));
	assert_int_equal(pty_status(&p), 69);
	assert_true(pty_shows(&p, "UTF-8"));
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_p1_half_overwritten),
		cmocka_unit_test(test_p2_p15_attribute_on_half),
		cmocka_unit_test(test_p3_p4_overlay_at_odd_column),
		cmocka_unit_test(test_p5_p13_p14_right_edge),
		cmocka_unit_test(test_p6_p7_p8_marks),
		cmocka_unit_test(test_p9_p20_bytes),
		cmocka_unit_test(test_p12_sizes),
		cmocka_unit_test(test_p13_corner),
		cmocka_unit_test(test_p18_no_utf8),
		cmocka_unit_test(test_p19_controls),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_t4_term),
		cmocka_unit_test(test_t5_restored),
		cmocka_unit_test(test_t6_hang_up),
		cmocka_unit_test(test_continued),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
