/* A reader's state: kept where it can be, in memory with a reason where not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/state.h"

static char dir[64];

static int
set_up(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%.40s/kbXXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(dir) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

/* Opens, checks whether it is saved, and gives the reason. */
static struct kb_state *
open_state(const char *path, bool saved, struct kb_buf *why)
{
	struct kb_ctx ctx = { 0 };
	struct kb_state *s = NULL;
	kb_buf_clear(why);
	assert_int_equal(kb_state_open(&ctx, path, &s, why), KB_OK);
	assert_int_equal(kb_state_saved(s), saved);
	assert_int_equal(why->n == 0, saved);
	kb_ctx_release(&ctx);
	return s;
}

/* Sets everything, then reads it back. */
static void
use(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	const struct kb_place place = { KB_STR("P/2022-04-13/1/2"), 77 };
	assert_int_equal(kb_state_set_last(s, &ctx, KB_STR("/a.db"), place), KB_OK);
	assert_int_equal(kb_state_set_newest(s, &ctx, KB_STR("/a.db"), KB_STR("P/2022-04-13")),
	                 KB_OK);
	assert_int_equal(kb_state_set_article(s, &ctx, KB_STR("P/2022-04-13/1/2"), 77, false),
	                 KB_OK);
	assert_int_equal(kb_state_set_article(s, &ctx, KB_STR("P/2022-04-13/1/3"), 99, true),
	                 KB_OK);
	kb_ctx_release(&ctx);
}

static void
check(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	struct kb_buf ref = { 0 };
	size_t off = 1;
	bool finished = false;
	assert_int_equal(kb_state_last(s, &ctx, KB_STR("/a.db"), &ref, &off), KB_OK);
	assert_string_equal(ref.p, "P/2022-04-13/1/2");
	assert_int_equal(off, 77);
	kb_buf_clear(&ref);
	assert_int_equal(kb_state_newest(s, &ctx, KB_STR("/a.db"), &ref), KB_OK);
	assert_string_equal(ref.p, "P/2022-04-13");
	kb_buf_clear(&ref);
	assert_int_equal(kb_state_last(s, &ctx, KB_STR("/b.db"), &ref, &off), KB_OK);
	assert_int_equal(ref.n, 0);
	assert_int_equal(kb_state_article(s, &ctx, KB_STR("P/2022-04-13/1/2"), &off, &finished),
	                 KB_OK);
	assert_true(off == 77 && !finished);
	assert_int_equal(kb_state_article(s, &ctx, KB_STR("P/2022-04-13/1/3"), &off, &finished),
	                 KB_OK);
	assert_true(off == 0 && finished);
	assert_int_equal(kb_state_article(s, &ctx, KB_STR("x"), &off, &finished), KB_OK);
	assert_true(off == 0 && !finished);
	kb_buf_release(&ref);
	kb_ctx_release(&ctx);
}

static void
test_kept(void **state)
{
	(void)state;
	char path[96];
	char sub[80];
	struct kb_buf why = { 0 };
	snprintf(sub, sizeof(sub), "%s/kanbao", dir);
	snprintf(path, sizeof(path), "%s/state.db", sub);
	struct kb_state *s = open_state(path, true, &why); /* the folder is made */
	use(s);
	kb_state_close(s);
	s = open_state(path, true, &why);
	check(s);
	kb_state_close(s);
	assert_int_equal(chmod(path, 0444), 0);
	s = open_state(path, false, &why); /* read-only */
	use(s);
	check(s);
	kb_state_close(s);
	unlink(path);
	assert_int_equal(rmdir(sub), 0); /* no journal was left */
	kb_buf_release(&why);
}

static void
test_in_memory(void **state)
{
	(void)state;
	char path[96];
	struct kb_buf why = { 0 };
	struct kb_state *s = open_state(NULL, false, &why);
	use(s);
	check(s);
	kb_state_close(s);
	s = open_state(dir, false, &why); /* a folder */
	kb_state_close(s);
	snprintf(path, sizeof(path), "%s/text", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("not a database", f);
	fclose(f);
	s = open_state(path, false, &why);
	use(s);
	check(s);
	kb_state_close(s);
	char back[32] = "";
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fread(back, 1, sizeof(back), f), 14); /* untouched */
	fclose(f);
	unlink(path);
	kb_buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_in_memory, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
