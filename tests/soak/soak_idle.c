/*
 * An idle reader sleeps: no system call, nothing that wakes it or the threads
 * of its search, as /proc and strace tell.
 * promises: S2
 * S2 counts seconds: 60 by $SOAK.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../pty/reader.h"
#include "soak.h"

static struct reader_place place;
static bool told;   /* by /proc */
static bool traced; /* by strace */

/* How often all threads of a process have been woken; false where /proc doesn't tell. */
static bool
switches(pid_t pid, struct kb_buf *out)
{
	char path[300];
	char line[128];
	kb_buf_clear(out);
	(void)snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(path);
	for (struct dirent *e; tasks && (e = readdir(tasks));) {
		(void)snprintf(path, sizeof(path), "/proc/%d/task/%s/sched", (int)pid, e->d_name);
		FILE *f = e->d_name[0] == '.' ? NULL : fopen(path, "r");
		while (f && fgets(line, sizeof(line), f)) {
			if (strncmp(line, "nr_switches", 11) == 0) {
				kb_buf_printf(out, "%s %s", e->d_name, line);
			}
		}
		if (f) {
			(void)fclose(f);
		}
	}
	if (tasks) {
		(void)closedir(tasks);
	}
	return out->n > 0;
}

/* The calls of a process within some seconds, as strace tells; false where it may not. */
static bool
calls(pid_t pid, unsigned seconds, struct kb_buf *out)
{
	char trace[300];
	char target[16];
	char line[512];
	(void)snprintf(trace, sizeof(trace), "%s/trace", place.folder);
	(void)snprintf(target, sizeof(target), "%d", (int)pid);
	pid_t strace = fork();
	if (strace == 0) {
		(void)!freopen("/dev/null", "w", stderr);
		(void)execlp("strace", "strace", "-f", "-o", trace, "-p", target, (char *)NULL);
		_exit(127);
	}
	sleep(seconds);
	kill(strace, SIGINT);
	waitpid(strace, NULL, 0);
	FILE *f = fopen(trace, "r");
	size_t lines = 0;
	for (kb_buf_clear(out); f && fgets(line, sizeof(line), f); lines++) {
		if (strstr(line, " = ")) { /* it has come back */
			kb_buf_add(out, kb_str_of(line));
		}
	}
	if (f) {
		(void)fclose(f);
	}
	return lines > 0;
}

/* Nothing wakes an idle reader once its place is kept, nor the threads of its search. */
static void
test_idle(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	unsigned seconds = (unsigned)soak_scaled(60);
	reader_start(&place, &p, &r);
	pty_keys(&p, "S kecheng");
	assert_true(pty_await(&p, "18 articles"));
	pty_keys(&p, "<Enter>");
	sleep(6); /* the place is kept at most 5 s late */
	told = switches(p.pid, &before);
	sleep(seconds);
	if (told && switches(p.pid, &after)) {
		assert_string_equal(before.p, after.p);
	}
	traced = calls(p.pid, seconds, &after);
	if (traced && after.n) {
		fail_msg("an idle reader called the system:\n%s", after.p);
	}
	kb_buf_release(&before);
	kb_buf_release(&after);
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_idle) };
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	if (!told && !traced) {
		printf("# neither /proc nor strace tells what the reader does\n");
		return 77;
	}
	printf("S2 tried %zu failed %d; by%s%s\n", soak_scaled(60), failed, told ? " /proc" : "",
	       traced ? " strace" : "");
	return failed;
}
