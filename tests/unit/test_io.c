/* All bytes arrive through a pipe that is full, slow and interrupted; one that is shut is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/io.h"

/* Some times what a pipe holds. */
#define SIZE ((size_t)1 << 18)
#define STEP 4096

static volatile sig_atomic_t interruptions;

static void
on_alarm(int number)
{
	(void)number;
	interruptions++;
}

/* Signals every 2 ms that make a system call end, or none more. */
static void
interrupt(bool on)
{
	const struct sigaction act = { .sa_handler = on_alarm };
	const struct timeval pause = { .tv_usec = on ? 2000 : 0 };
	const struct itimerval often = { pause, pause };
	assert_int_equal(sigaction(SIGALRM, &act, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
}

/* In the child: reads slowly, and says whether all came. */
static _Noreturn void
read_slowly(int fd, const char *want)
{
	char *got = calloc(SIZE + 1, 1);
	size_t all = 0;
	ssize_t n = 1;
	while (got && n > 0 && all <= SIZE) {
		const struct timespec pause = { 0, 1000000 };
		nanosleep(&pause, NULL);
		n = kb_io_read(fd, got + all, all + STEP <= SIZE ? STEP : SIZE + 1 - all);
		all += n > 0 ? (size_t)n : 0;
	}
	bool good = got && n == 0 && all == SIZE && memcmp(got, want, SIZE) == 0;
	free(got);
	_exit(good ? 0 : 1);
}

static void
test_interrupted(void **state)
{
	static const int flags[] = { 0, O_NONBLOCK };
	char *bytes = malloc(SIZE);
	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < SIZE; i++) {
		bytes[i] = (char)(i * 7 + i / 251);
	}
	for (size_t i = 0; i < 2; i++) {
		int ends[2];
		int status = -1;
		assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
		assert_int_equal(fcntl(ends[1], F_SETFL, flags[i]), 0);
		pid_t child = fork();
		if (child == 0) {
			close(ends[1]);
			read_slowly(ends[0], bytes);
		}
		close(ends[0]);
		interruptions = 0;
		interrupt(true);
		bool written = kb_io_write(ends[1], (kb_str){ bytes, SIZE });
		interrupt(false);
		assert_true(written);
		assert_true(interruptions > 0);
		close(ends[1]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	free(bytes);
}

/* What comes late is waited for. */
static void
test_late(void **state)
{
	(void)state;
	int ends[2];
	char byte = 0;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid_t child = fork();
	if (child == 0) {
		const struct timespec pause = { 0, 30000000 };
		nanosleep(&pause, NULL);
		_exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
	}
	interruptions = 0;
	interrupt(true);
	ssize_t n = kb_io_read(ends[0], &byte, 1);
	interrupt(false);
	assert_int_equal(n, 1);
	assert_int_equal(byte, 'x');
	assert_true(interruptions > 0);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
test_shut(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
	close(ends[0]);
	(void)signal(SIGPIPE, SIG_IGN);
	assert_false(kb_io_write(ends[1], KB_STR("x")));
	assert_int_equal(errno, EPIPE);
	assert_true(kb_io_write(ends[1], KB_STR("")));
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interrupted),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_shut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
