/* The allocator, and what happens when there is no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <cmocka.h>

#include "kanbao/mem.h"

static void
allocating(void **state)
{
	(void)state;
	char *p = kb_calloc(3, 5);
	for (int i = 0; i < 15; i++) {
		assert_int_equal(p[i], 0);
	}
	strcpy(p, "0123456789");
	p = kb_realloc(p, 100, 100);
	assert_string_equal(p, "0123456789");
	free(p);
	/* nothing is still something to free */
	p = kb_calloc(0, 8);
	assert_non_null(p);
	p = kb_realloc(p, 0, 8);
	assert_non_null(p);
	free(p);
}

static void
growing(void **state)
{
	(void)state;
	int *items = NULL;
	size_t cap = 0;
	for (int n = 0; n < 1000; n++) {
		items = kb_grow(items, (size_t)n, &cap, sizeof(*items));
		assert_true(cap > (size_t)n);
		items[n] = n;
	}
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(items[i], i);
	}
	free(items);
}

/* A child asks for more than there is: one line, abort(). */
static void
running_out(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)dup2(ends[1], STDERR_FILENO);
		(void)signal(SIGABRT, SIG_DFL);
		volatile size_t huge = SIZE_MAX / 2;
		(void)kb_realloc(NULL, huge, 4);
		_exit(0);
	}
	(void)close(ends[1]);
	char text[100] = "";
	ssize_t n = read(ends[0], text, sizeof(text) - 1);
	(void)close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_true(n > 0);
	assert_string_equal(text, "kanbao: out of memory\n");
}

/* A large block goes back to the system when it is freed, however large the last one was. */
static void
thrifty(void **state)
{
	(void)state;
#if defined(__GLIBC__) && !defined(KB_ARENA_BLOCK) /* not a sanitiser's allocator */
	enum { LARGE = 4 << 20 };
	kb_mem_thrifty();
	free(kb_calloc(LARGE, 1));
	size_t before = mallinfo2().hblkhd;
	char *p = kb_calloc(LARGE / 2, 1);
	assert_true(mallinfo2().hblkhd >= before + LARGE / 2);
	free(p);
	assert_int_equal(mallinfo2().hblkhd, before);
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocating),
		cmocka_unit_test(growing),
		cmocka_unit_test(running_out),
		cmocka_unit_test(thrifty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
