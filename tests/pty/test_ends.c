/*
 * How the real program comes and goes: any $TERM (T4), the terminal restored
 * at every exit (T5), the program gone where its terminal has gone (T6).
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kanbao/sandbox.h"
#include "reader.h"

static struct reader_place place;

/* --- T4 --------------------------------------------------------------------------------- */

static char huge[5001];

/* What is asked for, and the description that is used; NULL: a polite refusal. */
static const struct {
	const char *term;
	const char *type;
} terms[] = {
	{ "xterm", "xterm" },
	{ "xterm-256color", "xterm-256color" },
	{ "vt100", "vt100" },
	{ "vt220", "vt220" },
	{ "linux", "linux" },
	{ "screen", "screen" },
	{ "screen-256color", "screen-256color" },
	{ "tmux-256color", "tmux-256color" },
	{ "rxvt", "rxvt" },
	{ "ansi", "ansi" },
	{ "xterm-nonesuch", "xterm-256color" },
	{ "foot-nonesuch", "xterm-256color" },
	{ "kitty-nonesuch", "xterm-256color" },
	{ "alacritty-nonesuch", "xterm-256color" },
	{ "wezterm-nonesuch", "xterm-256color" },
	{ "ghostty-nonesuch", "xterm-256color" },
	{ "konsole-nonesuch", "xterm-256color" },
	{ "mintty-nonesuch", "xterm-256color" },
	{ "tmux-nonesuch", "xterm-256color" },
	{ "nonesuch", "vt100" },
	{ "-", "vt100" }, /* unset */
	{ "", "vt100" },
	{ huge, "vt100" },
	{ "\x1b]52;c;T1dORUQ=\x07", "vt100" },
	{ "\x1b[31mOWNED", "vt100" },
	{ "../x", "vt100" },
	{ "/etc/passwd", "vt100" },
	{ "x\nOWNED", "vt100" },
	{ "OWNED %s%n", "vt100" },
	{ "\xff\xfeOWNED", "vt100" },
	{ "dumb", NULL },
	{ "unknown", "vt100" },
};

#define TERMS (sizeof(terms) / sizeof(terms[0]))

static bool
echoed(const struct pty *p, const char *term)
{
	static const char *const never[] = { "OWNED", "T1dORUQ", "]52", "AAAA", "passwd" };
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		if (strstr(term, never[i]) &&
		    kb_str_find(kb_buf_str(&p->wire), kb_str_of(never[i])) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

static void
test_t4_reader(void **state)
{
	(void)state;
	memset(huge, 'A', sizeof(huge) - 1);
	for (size_t i = 0; i < TERMS; i++) {
		struct reader r = { .rows = 24, .cols = 80, .term = terms[i].term };
		struct pty p;
		reader_start(&place, &p, &r);
		assert_false(echoed(&p, terms[i].term));
		if (terms[i].type) {
			assert_false(p.gone);
			assert_true(pty_shows(&p, "今日柯城"));
			assert_true(pty_shows(&p, "1/6"));
			pty_type(&p, "Q");
			assert_true(pty_gone(&p, 2000));
			assert_int_equal(pty_status(&p), 0);
			/* no status line beside the shell's prompt */
			assert_false(pty_shows(&p, "1/6"));
		} else {
			assert_true(p.gone);
			assert_int_equal(pty_status(&p), 69);
			assert_true(pty_shows(&p, "kanbao: "));
			assert_true(p.wire.n < 200 && !memchr(p.wire.p, '\x1b', p.wire.n));
		}
		assert_false(echoed(&p, terms[i].term));
		pty_end(&p);
	}
}

/* Which description is used, by kanbao term. */
static void
test_t4_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < TERMS; i++) {
		const char *argv[] = { getenv("KANBAO"), "--lang", "en", "-o",
			               "ambiguous=1",    "term",   NULL };
		struct pty_setup setup = {
			.rows = 40, .cols = 120, .term = terms[i].term, .argv = argv
		};
		struct pty p;
		char taken[100];
		pty_start(&p, &setup);
		assert_true(pty_gone(&p, 5000));
		assert_int_equal(pty_status(&p), 0);
		snprintf(taken, sizeof(taken), "not known here, taken for %s",
		         terms[i].type ? terms[i].type : "");
		bool itself = terms[i].type && strcmp(terms[i].term, terms[i].type) == 0;
		if (!terms[i].type) {
			assert_true(pty_shows(&p, "it cannot address cells"));
		} else if (pty_shows(&p, taken) == itself) {
			fail_msg("%s: %s\n%s", terms[i].term, taken, p.wire.p);
		}
		assert_false(echoed(&p, terms[i].term));
		pty_end(&p);
	}
}

/* --- T5 ----------------------------------------------------------------------------------- */

/* What turns a mode of the terminal on, and what off: the last one said must be off. */
static const struct {
	const char *on;
	const char *off;
} modes[] = {
	{ "\033[?1049h", "\033[?1049l" },           { "\033[?25l", "\033[?25h" },
	{ "\033[?2004h", "\033[?2004l" },           { "\033[?1h", "\033[?1l" },
	{ "\033[?1006;1000h", "\033[?1006;1000l" },
};

static size_t
last(kb_str s, const char *what)
{
	size_t found = 0;
	for (size_t off = 0; off < s.n;) {
		size_t at = kb_str_find(kb_str_sub(s, off, s.n), kb_str_of(what));
		if (at == SIZE_MAX) {
			break;
		}
		off += at + 1;
		found = off;
	}
	return found;
}

static void
is_restored(struct pty *p, const char *what)
{
	kb_str wire = kb_buf_str(&p->wire);
	pty_has_modes(p, &p->modes);
	assert_false(p->alternate);
	assert_true(p->cursor);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (last(wire, modes[i].on) > last(wire, modes[i].off)) {
			fail_msg("%s: ESC%s is left on", what, modes[i].on + 1);
		}
	}
	/* nothing is painted behind it: but a message */
	assert_true(wire.n - last(wire, "\033[?1049l") < 300);
}

static const struct {
	const char *keys; /* typed, and then perhaps a signal */
	int sig;
	int status;
} ends[] = {
	{ "q", 0, 0 },
	{ "<Enter>Q", 0, 0 },
	{ "D20Q<Esc>Q", 0, 0 },
	{ ":quit<Enter>", 0, 0 },
	{ "", SIGTERM, 0 },
	{ "<Enter>", SIGTERM, 0 },
	{ "/安", SIGTERM, 0 },
	{ "D", SIGHUP, 0 },
	{ "I", SIGHUP, 0 },
	{ "c", SIGINT, 0 },
	{ "?", SIGQUIT, 0 },
#ifndef __SANITIZE_ADDRESS__
	{ "", SIGSEGV, -SIGSEGV },
	{ "<Enter>", SIGSEGV, -SIGSEGV },
	{ "D2022", SIGSEGV, -SIGSEGV },
	{ "", SIGABRT, -SIGABRT },
	{ "t", SIGBUS, -SIGBUS },
	{ "t", SIGILL, -SIGILL },
	{ "t", SIGFPE, -SIGFPE },
#endif
};

/* With the mouse on and off, in windows of all widths, while the terminal is being asked. */
static void
test_t5_restored(void **state)
{
	(void)state;
	static const int cols[] = { 80, 15, 3, 160 };
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct reader r = { .rows = 24,
			            .cols = cols[ends[i].sig ? i % 4 : 0],
			            .option = i % 2 ? "auto" : NULL,
			            .line = { .delay_ms = 80 },
			            .mouse = i % 3 != 0 };
		struct pty p;
		char what[40];
		snprintf(what, sizeof(what), "'%s', signal %d", ends[i].keys, ends[i].sig);
		reader_start(&place, &p, &r);
		assert_true(p.alternate);
		pty_type(&p, ends[i].keys);
		if (ends[i].sig) {
			pty_settle(&p);
			kill(p.pid, ends[i].sig);
		}
		if (!pty_gone(&p, 2000)) {
			fail_msg("%s: still there", what);
		}
		assert_int_equal(pty_status(&p), ends[i].status);
		is_restored(&p, what);
		pty_end(&p);
	}
}

/* kanbao term is ended while it waits for a terminal that does not answer. */
static void
test_t5_asking(void **state)
{
	(void)state;
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		const char *argv[] = { getenv("KANBAO"), "--lang", "en", "term", NULL };
		struct pty_setup setup = {
			.rows = 40, .cols = 120, .argv = argv, .line = { .delay_ms = 5000 }
		};
		struct pty p;
		struct termios now;
		pty_start(&p, &setup);
		for (int n = 0; n < 200; n++) {
			pty_pass(&p, 5);
			assert_int_equal(tcgetattr(p.fd, &now), 0);
			if (!(now.c_lflag & ICANON)) {
				break;
			}
		}
		assert_false(now.c_lflag & ICANON);
		kill(p.pid, signals[i]);
		assert_true(pty_gone(&p, 2000));
		assert_int_equal(pty_status(&p), -signals[i]);
		is_restored(&p, "term");
		pty_end(&p);
	}
}

#ifndef __SANITIZE_ADDRESS__
/*
 * An error behind the start: a program whose own wcwidth() ncurses does not
 * find sees so itself, and says so on a terminal that is as it was.
 */
static void
test_t5_error(void **state)
{
	(void)state;
	char program[400];
	char command[1200];
	const char *build = getenv("KB_BUILD");
	snprintf(program, sizeof(program), "%s/hidden", place.folder);
	snprintf(command, sizeof(command),
	         "cc -pthread -o '%s' '%s/tui/main.o' '%s/tui/term/curses.o' '%s/libkanbao.a' "
	         "-Wl,--exclude-libs,ALL -lncursesw -ltinfo -lsqlite3 -lunistring -ljansson "
	         "-lzstd -lnettle -larchive -lxml2 -lm >/dev/null 2>&1",
	         program, build, build, build);
	if (system(command) != 0) { // NOLINT(cert-env33-c): a fixed command of a test
		print_message("the program cannot be linked anew here\n");
		skip();
	}
	const char *argv[] = { program, "-a", place.archive, NULL };
	struct pty_setup setup = { .rows = 24, .cols = 80, .argv = argv };
	struct pty p;
	pty_start(&p, &setup);
	assert_true(pty_gone(&p, 5000));
	assert_int_equal(pty_status(&p), 69);
	is_restored(&p, "wcwidth() is not exported");
	assert_true(pty_shows(&p, "wcwidth()"));
	pty_end(&p);
}

#endif

/* --- T6 ----------------------------------------------------------------------------------- */

/* Where one of them goes alone no signal tells of it: the other is the terminal of the job. */
enum { GONE_WHOLE, GONE_KEYS, GONE_SCREEN, GONE_COUNT };
enum { CPU_MS = 50 };
static int tried;
static double most_ms;

static void
check_gone(const char *screen, int how, int sighup)
{
	static void (*const hang_up[GONE_COUNT])(struct pty *) = { pty_hang_up, pty_hang_up_keys,
		                                                   pty_hang_up_screen };
	struct reader r = { .rows = 24, .cols = 80, .sighup = sighup, .apart = how };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_type(&p, screen);
	if (strcmp(screen, "/安全生产") != 0) { /* that search shall be running */
		pty_settle(&p);
	} else {
		pty_pass(&p, 3);
	}
	double before = pty_cpu_ms(&p);
	hang_up[how](&p);
	if (!pty_gone(&p, 1000)) {
		fail_msg("still there a second after the terminal went, at '%s', %d, %d", screen,
		         how, sighup);
	}
	/* a signal may end it where nothing else is to be kept */
	assert_true(pty_status(&p) == 0 || pty_status(&p) == -SIGHUP);
	tried++;
	most_ms = p.cpu_ms - before > most_ms ? p.cpu_ms - before : most_ms;
	if (p.cpu_ms - before > CPU_MS) {
		fail_msg("%.0f ms of CPU time at '%s', %d, %d", p.cpu_ms - before, screen, how,
		         sighup);
	}
	pty_end(&p);
}

/* From every screen, prompt and question; whole, keys alone, screen alone; SIGHUP in turn. */
static void
test_t6_screens(void **state)
{
	(void)state;
	static const char *const screens[] = {
		"",          "<Enter>",      "t",        "I",        "c",        "?",
		"D",         "D2022",        "5",        "'",        "m",        "/",
		"/安全生产", "/安全<Enter>", "&",        ":",        ":set",     "=",
		"<Enter>v",  "<Enter>/安",   "<Enter>e", "<Enter>a", "<Enter>s", "<Enter>|",
	};
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		for (int how = 0; how < GONE_COUNT; how++) {
			check_gone(screens[i], how, ((int)i + how) % 3);
		}
	}
}

/* SIGHUP as usual, ignored, blocked, with each way in which it goes. */
static void
test_t6_signals(void **state)
{
	(void)state;
	for (int how = 0; how < GONE_COUNT; how++) {
		for (int sighup = 0; sighup <= PTY_BLOCKED; sighup++) {
			check_gone("<Enter>", how, sighup);
		}
	}
}

/* The signal alone, sent by somebody while the terminal is there. */
static void
test_t6_sent(void **state)
{
	(void)state;
	for (int sighup = 0; sighup <= PTY_BLOCKED; sighup++) {
		struct reader r = { .rows = 24, .cols = 80, .sighup = sighup };
		struct pty p;
		reader_start(&place, &p, &r);
		pty_keys(&p, "<Enter>");
		kill(p.pid, SIGHUP);
		assert_true(pty_gone(&p, 1000));
		assert_int_equal(pty_status(&p), 0);
		pty_end(&p);
	}
}

/* --- T7 ----------------------------------------------------------------------------------- */

/* Memory that the program has, in kB. */
static long
resident(const struct pty *p)
{
	char path[64];
	char line[256];
	long kb = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)p->pid);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) && sscanf(line, "VmRSS: %ld", &kb) != 1) {
	}
	assert_int_equal(fclose(f), 0);
	return kb;
}

/* A terminal may claim any size: it is followed up to what can be. */
static void
test_t7_size(void **state)
{
	(void)state;
	static const struct winsize sizes[] = {
		{ .ws_row = 65535, .ws_col = 65535 },
		{ .ws_row = 1, .ws_col = 65535 },
		{ .ws_row = 65535, .ws_col = 1 },
		{ .ws_row = 24, .ws_col = 80 },
	};
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	reader_start(&place, &p, &r);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_int_equal(ioctl(p.fd, TIOCSWINSZ, &sizes[i]), 0);
		pty_settle(&p);
		assert_false(p.gone);
		assert_true(resident(&p) > 0 && (KB_SANITISED || resident(&p) < 600000));
	}
	pty_keys(&p, "<C-L>");
	assert_true(pty_shows(&p, "1/6"));
	pty_type(&p, "Q");
	assert_true(pty_gone(&p, 2000));
	assert_int_equal(pty_status(&p), 0);
	pty_end(&p);
}

/* While the terminal is still being asked, and nothing painted. */
static void
test_t6_asked(void **state)
{
	(void)state;
	for (int sighup = 0; sighup <= PTY_BLOCKED; sighup++) {
		struct reader r = { .rows = 24,
			            .cols = 80,
			            .option = "auto",
			            .where = "2022-04-13/1/1",
			            .line = { .silent = true },
			            .sighup = sighup,
			            .unsettled = true };
		struct pty p;
		reader_start(&place, &p, &r);
		while (kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX) {
			pty_pass(&p, 2);
		}
		pty_hang_up(&p);
		assert_true(pty_gone(&p, 1000));
		pty_end(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_t4_reader),   cmocka_unit_test(test_t4_types),
		cmocka_unit_test(test_t5_restored), cmocka_unit_test(test_t5_asking),
#ifndef __SANITIZE_ADDRESS__
		cmocka_unit_test(test_t5_error),
#endif
		cmocka_unit_test(test_t6_screens),  cmocka_unit_test(test_t6_signals),
		cmocka_unit_test(test_t6_asked),    cmocka_unit_test(test_t6_sent),
		cmocka_unit_test(test_t7_size),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	print_message("T6: %d times, %.1f ms of CPU at most\n", tried, most_ms);
	reader_teardown(&place);
	return failed;
}
