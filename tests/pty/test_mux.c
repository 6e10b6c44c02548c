/*
 * The real program in tmux and in GNU screen, and these in a terminal that is
 * narrow or wide: every cell of that terminal. P11: where the terminal is wide
 * and the one in between says narrow, only ambiguous=safe is right, and is.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reader.h"

static struct reader_place place;

enum mux { TMUX, SCREEN };

static bool
installed(const char *program)
{
	char command[100];
	snprintf(command, sizeof(command), "command -v %s >/dev/null 2>&1", program);
	return system(command) == 0; // NOLINT(cert-env33-c): a fixed command of a test
}

/* A wcwidth() that gives ambiguous characters two cells, for a server to be started with. */
static bool
wide_library(char *path, size_t size)
{
	char command[1000];
	char source[400];
	snprintf(path, size, "%s/wide.so", place.folder);
	snprintf(source, sizeof(source), "%s/wide.c", place.folder);
	FILE *f = fopen(source, "w");
	assert_non_null(f);
	fputs("#define _XOPEN_SOURCE 700\n#include <wchar.h>\n#include <stddef.h>\n"
	      "static const wchar_t wide[] = L\"",
	      f);
	for (uint32_t cp = 0xA0; cp < 0x10000; cp++) {
		if (kb_cp_cols(cp, KB_AMBIGUOUS_2) != kb_cp_cols(cp, KB_AMBIGUOUS_1)) {
			fprintf(f, "\\x%04X\" L\"", (unsigned)cp);
		}
	}
	fputs("\";\nint wcswidth(const wchar_t *s, size_t n);\nint wcwidth(wchar_t c) {\n"
	      "if (c >= 0xA0 && wcschr(wide, c)) return 2;\n"
	      "wchar_t s[2] = { c, 0 }; return wcswidth(s, 1); }\n",
	      f);
	fclose(f);
	snprintf(command, sizeof(command), "cc -shared -fPIC -o '%s' '%s' >/dev/null 2>&1", path,
	         source);
	return system(command) == 0; // NOLINT(cert-env33-c): a fixed command of a test
}

struct run {
	enum mux mux;
	enum kb_ambiguous emulator;
	bool wide;          /* the multiplexer counts as the wide terminal does */
	const char *option; /* ambiguous=… */
	enum kb_ambiguous verdict;
};

static void
start(struct pty *p, const struct run *run, const char *preload)
{
	char state[400];
	char folder[320];
	char socket[400];
	char preloaded[420];
	char option[40];
	int n = place.states++;
	snprintf(folder, sizeof(folder), "%s/mux%d", place.folder, n);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", folder);
	snprintf(socket, sizeof(socket), run->mux == TMUX ? "%s/socket" : "SCREENDIR=%s", folder);
	snprintf(option, sizeof(option), "ambiguous=%s", run->option);
	snprintf(preloaded, sizeof(preloaded), "LD_PRELOAD=%s", preload);
	const char *env[] = { state,
		              "LC_ALL=C.UTF-8",
		              "TMUX",
		              "STY",
		              "COLORTERM",
		              run->mux == SCREEN ? socket : "SCREENDIR",
		              run->wide ? preloaded : "LD_PRELOAD",
		              NULL };
	const char *tmux[] = { "tmux",      "-u",          "-S", socket,        "-f",
		               "/dev/null", "set-option",  "-g", "status",      "off",
		               ";",         "set-option",  "-s", "escape-time", "10",
		               ";",         "new-session", NULL };
	const char *screen[] = { "screen", "-U", "-c", "/dev/null", "-e^Oo", NULL };
	const char *argv[32] = { 0 };
	size_t argc = 0;
	for (const char **a = run->mux == TMUX ? tmux : screen; *a; a++) {
		argv[argc++] = *a;
	}
	const char *kanbao[] = { "env", "-u",   "LD_PRELOAD", getenv("KANBAO"), "-a", place.archive,
		                 "-o",  option, "-o",         "language=en",    "-o", "welcome=no",
		                 NULL };
	for (const char **a = kanbao; *a; a++) {
		argv[argc++] = *a;
	}
	struct pty_setup setup = {
		.rows = 24, .cols = 80, .ambiguous = run->emulator, .argv = argv, .env = env
	};
	pty_start(p, &setup);
}

static const char *const told[] = { "<Width:0>", "<Width:1>", "<Width:2>", "<Width:3>" };

static void
check(const struct run *run, const char *preload)
{
	const char *const steps[] = {
		told[run->verdict], "<Enter>", "<Space>", "jj", "q", "t", "q", "c", "q", "J", NULL
	};
	struct reader r = { .rows = 24, .cols = 80, .option = "auto" };
	struct reader_screens want = { 0 };
	struct pty p;
	reader_twin(&place, &r, steps, &want);
	start(&p, run, preload);
	for (size_t i = 0; steps[i]; i++) {
		char what[100];
		if (i) {
			pty_type(&p, steps[i]);
		}
		snprintf(what, sizeof(what), "%s in %d, %s, '%s'",
		         run->mux == TMUX ? "tmux" : "screen", (int)run->emulator, run->option,
		         steps[i]);
		if (!pty_await_grid(&p, &want.v[i + 1])) {
			pty_compare(&p, &want.v[i + 1], what);
		}
	}
	pty_type(&p, "Q");
	assert_true(pty_gone(&p, 3000));
	pty_end(&p);
	reader_screens_release(&want);
}

static void
test_tmux(void **state)
{
	(void)state;
	static const struct run runs[] = {
		{ TMUX, KB_AMBIGUOUS_1, false, "auto", KB_AMBIGUOUS_1 },
		{ TMUX, KB_AMBIGUOUS_2, false, "safe", KB_AMBIGUOUS_SAFE }, /* P11 */
	};
	if (!installed("tmux")) {
		print_message("there is no tmux\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		check(&runs[i], "");
	}
}

/* tmux that counts as the wide terminal around it does: it says so, and is believed. */
static void
test_wide_tmux(void **state)
{
	(void)state;
	static const struct run run = { TMUX, KB_AMBIGUOUS_2, true, "auto", KB_AMBIGUOUS_2 };
	char preload[400];
	if (!installed("tmux") || !wide_library(preload, sizeof(preload))) {
		print_message("there is no tmux, or no compiler for its wcwidth()\n");
		skip();
	}
	check(&run, preload);
}

static void
test_screen(void **state)
{
	(void)state;
	static const struct run runs[] = {
		{ SCREEN, KB_AMBIGUOUS_1, false, "auto", KB_AMBIGUOUS_1 },
		{ SCREEN, KB_AMBIGUOUS_2, false, "safe", KB_AMBIGUOUS_SAFE }, /* P11 */
	};
	if (!installed("screen")) {
		print_message("there is no GNU screen\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		check(&runs[i], "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tmux),
		cmocka_unit_test(test_wide_tmux),
		cmocka_unit_test(test_screen),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
