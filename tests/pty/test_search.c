/* The search over the archive in the real program: typed, read, walked through, left. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "reader.h"

static struct reader_place place;

/* The answers come from a thread; a busy machine may take its time. */
static void
await(struct pty *p, const char *text)
{
	struct kb_buf screen = { 0 };
	for (int i = 0; i < 4; i++) {
		if (pty_await(p, text)) {
			pty_settle(p);
			return;
		}
	}
	pty_dump(p, &screen);
	fail_msg("'%s' does not come:\n%s", text, screen.p);
}

/* The row that the mark of selection stands beside has this in it. */
static void
assert_selected(const struct pty *p, const char *text)
{
	struct kb_buf screen = { 0 };
	pty_dump(p, &screen);
	const char *row = screen.n ? strstr(screen.p, "▌") : NULL;
	const char *end = row ? strchr(row, '\n') : NULL;
	const char *found = row ? strstr(row, text) : NULL;
	if (!found || (end && found > end)) {
		fail_msg("'%s' is not selected:\n%s", text, screen.n ? screen.p : "");
	}
	kb_buf_release(&screen);
}

static void
begin(struct pty *p, const char *where)
{
	struct reader r = { .rows = 24, .cols = 80, .where = where };
	reader_start(&place, p, &r);
}

static void
test_pinyin(void **state)
{
	(void)state;
	struct pty p;
	begin(&p, "2022-04-13");
	pty_keys(&p, "S kecheng");
	await(&p, "kecheng → 柯城");
	await(&p, "18 articles ");
	assert_true(pty_shows(&p, "2023 (4)"));
	assert_selected(&p, "深化认识 压实责任");
	/* the third article, at its first place */
	pty_keys(&p, "<Down> <Down> <Enter>");
	await(&p, "kecheng 1/");
	assert_true(pty_shows(&p, "“春天旅游专列”抵达首站柯城"));
	pty_keys(&p, "q");
	assert_selected(&p, "千里之外");
	/* n through its places, and on to the next article found */
	pty_keys(&p, "<Enter>");
	await(&p, "kecheng 1/");
	for (int i = 0; i < 20 && !pty_shows(&p, "坚定信心 加压奋进"); i++) {
		pty_keys(&p, "n");
	}
	await(&p, "kecheng 1/");
	pty_keys(&p, "q");
	assert_selected(&p, "坚定信心 加压奋进");
	/* left for the front page that the search was begun at */
	pty_keys(&p, "q");
	await(&p, "No. 1937");
	assert_true(pty_shows(&p, "13 April 2022"));
	assert_false(pty_shows(&p, "kecheng"));
	assert_int_equal(p.bells, 0);
	pty_keys(&p, "Q");
	assert_true(pty_gone(&p, 10000));
	assert_int_equal(pty_status(&p), 0);
	pty_end(&p);
}

/* Typed faster than anything can be found: Enter opens the first article once it has come. */
static void
test_typed_ahead(void **state)
{
	(void)state;
	static const char typed[] = "S共富\r";
	struct pty p;
	begin(&p, "2022-04-13");
	pty_send(&p, typed, strlen(typed));
	await(&p, "共富 1/");
	assert_true(pty_shows(&p, "26 April 2022"));
	pty_keys(&p, "q");
	await(&p, "2 articles ");
	assert_selected(&p, "2022-04-26");
	pty_end(&p);
}

/* What is not there is said; the reader may leave in the middle of it. */
static void
test_nothing(void **state)
{
	(void)state;
	static const char typed[] = "S无此四字";
	struct pty p;
	begin(&p, NULL);
	pty_send(&p, typed, strlen(typed));
	await(&p, "nothing found");
	pty_keys(&p, "<Esc>");
	pty_keys(&p, "Q");
	assert_true(pty_gone(&p, 10000));
	assert_int_equal(pty_status(&p), 0);
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pinyin),
		cmocka_unit_test(test_typed_ahead),
		cmocka_unit_test(test_nothing),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
