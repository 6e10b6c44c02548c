/*
 * The real program in tmux, end to end, which is asked for its widths: what it
 * shows is what the headless twin shows; ^Z and fg by a real shell; the window taken away.
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
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "reader.h"

static struct reader_place place;
static char socket_path[300];

static void
nap(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	nanosleep(&t, NULL);
}

/* Runs tmux with arguments (ended by NULL); its output is appended to out, which may be NULL. */
static int
tmux(struct kb_buf *out, ...)
{
	int fds[2];
	char *argv[48] = { strdup("tmux"), strdup("-S"), strdup(socket_path), strdup("-f"),
		           strdup("/dev/null") };
	size_t n = 5;
	va_list ap;
	va_start(ap, out);
	for (const char *arg; n < 47 && (arg = va_arg(ap, const char *));) {
		argv[n++] = strdup(arg);
	}
	va_end(ap);
	assert_int_equal(pipe(fds), 0);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		unsetenv("TMUX");
		execvp("tmux", argv);
		_exit(127);
	}
	close(fds[1]);
	char bytes[4096];
	for (ssize_t got; (got = read(fds[0], bytes, sizeof(bytes))) > 0;) {
		if (out) {
			kb_buf_add(out, (kb_str){ bytes, (size_t)got });
		}
	}
	close(fds[0]);
	int status;
	waitpid(pid, &status, 0);
	for (size_t i = 0; i < n; i++) {
		free(argv[i]);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The pane as text, as kb_grid_dump() writes it. */
static void
pane(struct kb_buf *out)
{
	struct kb_buf raw = { 0 };
	tmux(&raw, "capture-pane", "-p", "-t", "kanbao", NULL);
	kb_str rest = kb_buf_str(&raw);
	kb_str row;
	kb_buf_clear(out);
	while (rest.n && kb_str_split(&rest, '\n', &row)) {
		while (row.n && row.p[row.n - 1] == ' ') {
			row.n--;
		}
		kb_buf_add(out, row);
		kb_buf_byte(out, '\n');
	}
	kb_buf_release(&raw);
}

/* Waits until the pane holds the text, or is it where `whole`; false after 5 s. */
static bool
await(const char *text, bool whole)
{
	struct kb_buf now = { 0 };
	bool there = false;
	for (int i = 0; i < 250 && !there; i++) {
		pane(&now);
		there = whole ? strcmp(now.p, text) == 0 : strstr(now.p, text) != NULL;
		if (!there) {
			nap(20);
		}
	}
	if (!there) {
		fprintf(stderr, "--- tmux shows\n%s--- awaited\n%s\n", now.p, text);
	}
	kb_buf_release(&now);
	return there;
}

static void
start(const char *rows, const char *cols, const char *command)
{
	char state[340];
	/* a server of its own: the one before may still be leaving */
	snprintf(socket_path, sizeof(socket_path), "%s/tmux%d.socket", place.folder, place.states);
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s/tmux%d", place.folder, place.states++);
	assert_int_equal(tmux(NULL, "new-session", "-d", "-s", "kanbao", "-x", cols, "-y", rows,
	                      "-e", state, "-e", "LC_ALL=C.UTF-8", command, NULL),
	                 0);
	tmux(NULL, "set-option", "-g", "status", "off", NULL);
	tmux(NULL, "set-option", "-s", "escape-time", "10", NULL);
	tmux(NULL, "resize-window", "-t", "kanbao", "-x", cols, "-y", rows, NULL);
}

static void
command_line(char *out, size_t size)
{
	snprintf(out, size, "exec '%s' -a '%s' -o ambiguous=auto -o language=en -o welcome=no",
	         getenv("KANBAO"), place.archive);
}

static void
finish(void)
{
	tmux(NULL, "kill-server", NULL);
}

/* Keys of tmux beside those of the twin. */
static const struct {
	const char *tmux;
	const char *twin;
} steps[] = {
	{ "Enter", "<Enter>" }, { "Space", "<Space>" }, { "j", "j" },           { "k", "k" },
	{ "NPage", "<PgDn>" },  { "PPage", "<PgUp>" },  { "Down", "<Down>" },   { "G", "G" },
	{ "J", "J" },           { "q", "q" },           { "{", "{" },           { "I", "I" },
	{ "q", "q" },           { "c", "c" },           { "Left", "<Left>" },   { "q", "q" },
	{ "?", "?" },           { "q", "q" },           { "Right", "<Right>" },
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

static void
test_end_to_end(void **state)
{
	(void)state;
	const char *script[STEPS + 1] = { 0 };
	struct reader r = { .rows = 24, .cols = 80 };
	struct reader_screens want = { 0 };
	struct kb_buf text = { 0 };
	char command[700];
	for (size_t i = 0; i < STEPS; i++) {
		script[i] = steps[i].twin;
	}
	reader_twin(&place, &r, script, &want);
	command_line(command, sizeof(command));
	start("24", "80", command);
	for (size_t i = 0; i <= STEPS; i++) {
		if (i) {
			tmux(NULL, "send-keys", "-t", "kanbao", steps[i - 1].tmux, NULL);
		}
		kb_buf_clear(&text);
		kb_grid_dump(&want.v[i], &text);
		if (!await(text.p, true)) {
			fail_msg("step %zu, '%s'", i, i ? steps[i - 1].twin : "start");
		}
	}
	finish();
	kb_buf_release(&text);
	reader_screens_release(&want);
}

/* Resizing the window; the reader follows. */
/* The last character of the last row is whole: tmux can't be told to stop wrapping. */
static void
test_corner(void **state)
{
	(void)state;
	char command[700];
	command_line(command, sizeof(command));
	memcpy(strstr(command, "language=en"), "language=zh", strlen("language=zh"));
	start("24", "80", command);
	assert_true(await("? 帮助", false));
	tmux(NULL, "send-keys", "-t", "kanbao", "Enter", NULL);
	assert_true(await("%", false));
	assert_true(await("? 帮助", false));
	finish();
}

static void
test_resize(void **state)
{
	(void)state;
	const char *const script[] = { "<Enter>", "<Resize:20x40>", "<Resize:50x160>",
		                       "<Resize:10x20>", NULL };
	static const char *const sizes[][2] = { { "20", "40" }, { "50", "160" }, { "10", "20" } };
	struct reader r = { .rows = 24, .cols = 80 };
	struct reader_screens want = { 0 };
	struct kb_buf text = { 0 };
	char command[700];
	reader_twin(&place, &r, script, &want);
	command_line(command, sizeof(command));
	start("24", "80", command);
	assert_true(await("今日柯城", false));
	tmux(NULL, "send-keys", "-t", "kanbao", "Enter", NULL);
	for (size_t i = 0; i < 3; i++) {
		tmux(NULL, "resize-window", "-t", "kanbao", "-x", sizes[i][1], "-y", sizes[i][0],
		     NULL);
		kb_buf_clear(&text);
		kb_grid_dump(&want.v[i + 2], &text);
		assert_true(await(text.p, true));
	}
	finish();
	kb_buf_release(&text);
	reader_screens_release(&want);
}

/* ^Z gives the shell back, with its modes; fg the reader, painted anew. */
static void
test_stop_and_continue(void **state)
{
	(void)state;
	struct kb_buf before = { 0 };
	char line[700];
	start("24", "80", "PS1='prompt> ' sh -i");
	assert_true(await("prompt>", false));
	command_line(line, sizeof(line));
	tmux(NULL, "send-keys", "-t", "kanbao", "-l", line + 5, NULL); /* without exec */
	tmux(NULL, "send-keys", "-t", "kanbao", "Enter", NULL);
	assert_true(await("今日柯城", false));
	nap(200);
	tmux(NULL, "send-keys", "-t", "kanbao", "Enter", NULL);
	assert_true(await("1/", false));
	nap(200);
	pane(&before);
	for (int i = 0; i < 2; i++) {
		tmux(NULL, "send-keys", "-t", "kanbao", "C-z", NULL);
		assert_true(await("prompt>", false));
		tmux(NULL, "send-keys", "-t", "kanbao", "-l",
		     "echo back; stty -a | grep -c ' icanon.* echo '", NULL);
		tmux(NULL, "send-keys", "-t", "kanbao", "Enter", NULL);
		assert_true(await("\nback\n1\n", false));
		tmux(NULL, "send-keys", "-t", "kanbao", "fg", "Enter", NULL);
		assert_true(await(before.p, true));
	}
	tmux(NULL, "send-keys", "-t", "kanbao", "Q", NULL);
	assert_true(await("prompt>", false));
	tmux(NULL, "send-keys", "-t", "kanbao", "-l", "echo status=$?", NULL);
	tmux(NULL, "send-keys", "-t", "kanbao", "Enter", NULL);
	assert_true(await("status=0", false));
	finish();
	kb_buf_release(&before);
}

/* A process that nobody has waited for yet has ended all the same. */
static bool
running(int pid)
{
	char path[64];
	char state = 'Z';
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	FILE *f = fopen(path, "r");
	if (!f) {
		return kill(pid, 0) == 0;
	}
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1) {
		state = 'Z';
	}
	fclose(f);
	return state != 'Z' && state != 'X';
}

/* T6: the window is closed under it. */
static void
test_window_closed(void **state)
{
	(void)state;
	struct kb_buf pid = { 0 };
	char command[700];
	command_line(command, sizeof(command));
	start("24", "80", command);
	assert_true(await("今日柯城", false));
	tmux(&pid, "display-message", "-p", "-t", "kanbao", "#{pane_pid}", NULL);
	int reader = atoi(pid.p);
	assert_true(reader > 1 && running(reader));
	finish();
	for (int i = 0; i < 50 && running(reader); i++) {
		nap(20);
	}
	assert_false(running(reader));
	kb_buf_release(&pid);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_end_to_end),    cmocka_unit_test(test_corner),
		cmocka_unit_test(test_resize),        cmocka_unit_test(test_stop_and_continue),
		cmocka_unit_test(test_window_closed),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	snprintf(socket_path, sizeof(socket_path), "%s/tmux", place.folder);
	int failed = 77;
	if (tmux(NULL, "-V", NULL) == 0) {
		failed = cmocka_run_group_tests(tests, NULL, NULL);
		finish();
	} else {
		fprintf(stderr, "skipped: no tmux\n");
	}
	reader_teardown(&place);
	return failed;
}
