/* Options, keys and the command line; the mouse; what arrives while one reads. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <unistd.h>

#include "reader.h"

static struct reader_place place;
static char config_home[420];

/* A kanbao.conf for the readers to come. */
static void
configure(const char *text)
{
	char path[380];
	snprintf(path, sizeof(path), "%s/conf", place.folder);
	(void)mkdir(path, 0700);
	snprintf(config_home, sizeof(config_home), "XDG_CONFIG_HOME=%s", path);
	snprintf(path, sizeof(path), "%s/conf/kanbao", place.folder);
	(void)mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/conf/kanbao/kanbao.conf", place.folder);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
begin(struct pty *p, const char *where)
{
	static const char *env[] = { config_home, NULL };
	/* wide enough for the path of a file */
	struct reader r = { .rows = 24, .cols = where ? 80 : 240, .where = where, .env = env };
	reader_start(&place, p, &r);
}

static void
type(struct pty *p, const char *text)
{
	pty_send(p, text, strlen(text));
	pty_settle(p);
}

static void
test_keys(void **state)
{
	(void)state;
	struct pty p;
	configure("# mine\n\nmeasure = 40\nunbind Q\nbind zz quit\nbind e line-down\n");
	begin(&p, "2022-04-13");
	pty_keys(&p, "Q");
	assert_false(p.gone);
	assert_int_equal(p.bells, 1);
	/* the help shows the keys as they are */
	pty_keys(&p, "?");
	assert_true(pty_await(&p, "j  Down  e"));
	pty_keys(&p, "q z z");
	assert_true(pty_gone(&p, 10000));
	pty_end(&p);
}

/* A file with a mistake is named with its line; nothing is opened. */
static void
test_mistake(void **state)
{
	(void)state;
	struct pty p;
	configure("measure = 40\nmeasure = wide\n");
	begin(&p, NULL);
	assert_true(pty_gone(&p, 10000));
	assert_int_equal(pty_status(&p), 78);
	assert_true(pty_shows(&p, "kanbao.conf:2: "));
	pty_end(&p);
	static const char *env[] = { config_home, NULL };
	struct reader r = { .rows = 24, .cols = 80, .where = "--version", .env = env };
	reader_start(&place, &p, &r);
	assert_true(pty_gone(&p, 2000));
	assert_int_equal(pty_status(&p), 0);
	pty_end(&p);
}

static void
test_command_line(void **state)
{
	(void)state;
	struct pty p;
	configure("");
	begin(&p, "2022-04-13");
	/* Tab walks through what there is: option names, then values */
	type(&p, ":set the\t");
	assert_true(pty_shows(&p, "set theme="));
	type(&p, "n\t");
	assert_true(pty_shows(&p, "set theme=none"));
	type(&p, "\t");
	assert_true(pty_shows(&p, "set theme=night"));
	type(&p, "\r");
	assert_true(pty_shows(&p, "set; "));
	/* what is wrong stays to be mended */
	type(&p, ":set theme=pink\r");
	assert_true(pty_shows(&p, "pink"));
	type(&p, "\x15help\r");
	assert_true(pty_shows(&p, "Moving in the text"));
	type(&p, "q:3 line-down\r");
	type(&p, ":bind zz quit\r");
	/* an option that is not given a value says what it is */
	type(&p, ":set theme\r");
	assert_true(pty_shows(&p, "theme=night  (none|paper|night|contrast)"));
	type(&p, ":set mouse?\r");
	assert_true(pty_shows(&p, "mouse=no  (yes|no)"));
	type(&p, ":set mouse\r:set measure=40\r:set\r");
	assert_true(pty_shows(&p, "ambiguous=1  language=en  measure=40  theme=night  mouse=yes"));
	type(&p, ":set measure=0\r:set theme=none\r:set mouse=no\r:set ambiguous=auto\r");
	type(&p, ":set language=auto\r:set welcome\r:set\r");
	assert_true(pty_shows(&p, "选项都是原有的值")); /* as the archive */
	type(&p, "zz");
	assert_true(pty_gone(&p, 10000));
	pty_end(&p);
}

/* The language changes under the reader's eyes, wherever he is. */
static void
test_language(void **state)
{
	(void)state;
	struct pty p;
	configure("");
	begin(&p, "2022-04-13");
	assert_true(pty_shows(&p, "help"));
	type(&p, ":set language=zh\r");
	assert_true(pty_shows(&p, "已设"));
	type(&p, "j");
	assert_true(pty_shows(&p, "帮助"));
	assert_false(pty_shows(&p, "help"));
	type(&p, "c");
	assert_true(pty_shows(&p, "月"));
	type(&p, ":set language=en\r");
	type(&p, "l");
	assert_true(pty_shows(&p, "April"));
	type(&p, "q");
	assert_true(pty_shows(&p, "help"));
	pty_end(&p);
}

static bool
sent(struct pty *p, const char *bytes)
{
	return kb_str_find(kb_buf_str(&p->wire), kb_str_of(bytes)) != SIZE_MAX;
}

/* So does the number of colours: true ones where the terminal's family has them. */
static void
test_colours(void **state)
{
	(void)state;
	struct pty p;
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	struct reader r = {
		.rows = 24, .cols = 80, .where = "2022-04-13", .theme = KB_THEME_PAPER
	};
	reader_start(&place, &p, &r);
	pty_dump(&p, &before);
	assert_true(sent(&p, "[38;5;"));
	kb_buf_clear(&p.wire);
	p.fed = 0;
	type(&p, ":set colors=mono\rj");
	assert_true(sent(&p, "\x1b["));
	kb_buf_clear(&p.wire);
	p.fed = 0;
	type(&p, "k\x0c");
	assert_false(sent(&p, "[38;"));
	pty_dump(&p, &after);
	assert_string_equal(before.p, after.p);
	for (int i = 0; i < 2; i++) { /* there and back, with its mouse and its keys */
		type(&p, "M:set colors=truecolor\r");
		kb_buf_clear(&p.wire);
		p.fed = 0;
		type(&p, "jk\x0c");
		assert_true(sent(&p, "[38:2:"));
		assert_false(sent(&p, "[38;5;"));
		kb_buf_clear(&after);
		pty_dump(&p, &after);
		assert_string_equal(before.p, after.p);
		type(&p, ":set colors=256\r");
		assert_true(sent(&p, "[38;5;"));
		assert_true(sent(&p, i ? "1000l" : "1000h"));
		pty_keys(&p, "<Down> <Up>");
		assert_int_equal(p.bells, 0);
	}
	/* the size that the terminal has meanwhile is that of both */
	type(&p, ":set colors=truecolor\r");
	pty_resize(&p, 30, 100);
	pty_settle(&p);
	type(&p, "jk");
	kb_buf_clear(&before);
	pty_dump(&p, &before);
	type(&p, ":set colors=256\rjk");
	kb_buf_clear(&after);
	pty_dump(&p, &after);
	assert_string_equal(before.p, after.p);
	assert_true(pty_shows(&p, "help"));
	type(&p, "Q");
	assert_true(pty_gone(&p, 2000));
	assert_false(p.alternate);
	pty_end(&p);
	kb_buf_release(&before);
	kb_buf_release(&after);
}

/* Neither key, nor name, nor the command line leads out of a restricted reader. */
static void
test_restricted(void **state)
{
	(void)state;
	struct pty p;
	configure("restricted = yes\n");
	begin(&p, "2022-04-13");
	type(&p, "s");
	type(&p, "|");
	assert_int_equal(p.bells, 2);
	static const char *const gone[] = { "pipe", "save", "edit", "suspend" };
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
		char line[32];
		snprintf(line, sizeof(line), ":%s\r", gone[i]);
		type(&p, line);
		assert_true(pty_shows(&p, "no command is called"));
		type(&p, "\x03");
		snprintf(line, sizeof(line), ":bind z %s\r", gone[i]);
		type(&p, line);
		assert_true(pty_shows(&p, "no action is called"));
		type(&p, "\x03");
	}
	int bells = p.bells;
	type(&p, "e");
	type(&p, "\x1a");
	assert_int_equal(p.bells, bells + 2);
	type(&p, "?");
	for (int i = 0; i < 9; i++) {
		assert_false(pty_shows(&p, "to a command"));
		assert_false(pty_shows(&p, "correct titles"));
		assert_false(pty_shows(&p, "as a file"));
		assert_false(pty_shows(&p, "fg comes back"));
		type(&p, " ");
	}
	type(&p, ":set restricted=no\r");
	assert_true(pty_shows(&p, "stays on"));
	pty_end(&p);
}

/* Off, the terminal keeps its mouse; on, a click selects, a second opens. */
static void
test_mouse(void **state)
{
	(void)state;
	struct pty p;
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	configure("");
	begin(&p, "2022-04-13");
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\x1b[?1000")) == SIZE_MAX);
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\x1b[?1006;1000h")) == SIZE_MAX);
	pty_dump(&p, &before);
	pty_keys(&p, "M");
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("1000h")) != SIZE_MAX);
	type(&p, "\x1b[<65;10;10M"); /* the wheel, down */
	pty_dump(&p, &after);
	assert_string_not_equal(before.p, after.p);
	type(&p, "\x1b[<64;10;10M");
	type(&p, "\x1b[<64;10;10M");
	kb_buf_clear(&after);
	pty_dump(&p, &after);
	assert_string_equal(before.p, after.p);
	assert_false(pty_shows(&p, "%"));
	for (int i = 0; i < 2; i++) { /* selects, opens */
		type(&p, "\x1b[<0;10;11M");
		type(&p, "\x1b[<0;10;11m");
	}
	assert_true(pty_shows(&p, "%"));
	assert_int_equal(p.bells, 0);
	pty_keys(&p, "M");
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("1000l")) != SIZE_MAX);
	pty_end(&p);
	kb_buf_release(&before);
	kb_buf_release(&after);
}

/* An issue that is imported meanwhile is told of; what is read stays where it is. */
static void
test_arrivals(void **state)
{
	(void)state;
	char archive[400];
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	struct pty p;
	configure("");
	snprintf(archive, sizeof(archive), "%s/few.db", place.folder);
	assert_int_equal(reader_command(&place, "/dev/null", "few.out", "-a", archive, "import",
	                                "assets/issues/今日柯城-2022-04-13.txt", NULL),
	                 0);
	static const char *env[] = { config_home, NULL };
	struct reader r = { .rows = 24, .cols = 80, .env = env, .archive = archive };
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> j");
	pty_dump(&p, &before);
	assert_int_equal(reader_command(&place, "/dev/null", "more.out", "-a", archive, "import",
	                                "assets/issues/今日柯城-2023-03-23.txt", NULL),
	                 0);
	assert_true(pty_await(&p, "1 new issue"));
	pty_keys(&p, "j k");
	pty_dump(&p, &after);
	assert_string_equal(before.p, after.p);
	pty_keys(&p, ".");
	assert_true(pty_shows(&p, "2023"));
	pty_end(&p);
	kb_buf_release(&before);
	kb_buf_release(&after);
}

static void
run_kanbao(const char *archive, const char *command, const char *what)
{
	assert_int_equal(
		reader_command(&place, "/dev/null", "run.out", "-a", archive, command, what, NULL),
		0);
}

/* What has come to a published archive is there at the same place, and the old one goes. */
static void
test_generations(void **state)
{
	(void)state;
	char archive[400];
	char dir[400];
	char path[420];
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	struct pty p;
	configure("");
	snprintf(archive, sizeof(archive), "%s/source.db", place.folder);
	snprintf(dir, sizeof(dir), "%s/published", place.folder);
	run_kanbao(archive, "import", "assets/issues/今日柯城-2022-04-13.txt");
	run_kanbao(archive, "publish", dir);
	static const char *env[] = { config_home, NULL };
	struct reader r = { .rows = 24, .cols = 80, .env = env, .archive = dir };
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> j");
	pty_dump(&p, &before);
	run_kanbao(archive, "import", "assets/issues/今日柯城-2023-03-23.txt");
	run_kanbao(archive, "publish", dir);
	assert_true(pty_await(&p, "1 new issue"));
	pty_keys(&p, "j k");
	pty_dump(&p, &after);
	assert_string_equal(before.p, after.p);
	snprintf(path, sizeof(path), "%s/gen/0001.db", dir);
	assert_int_not_equal(access(path, F_OK), 0);
	pty_keys(&p, ". I");
	assert_true(pty_shows(&p, "2023-03-23"));
	assert_true(pty_shows(&p, "2 issues"));
	/* the issue that is read is taken out: the newest is shown, lists are closed */
	pty_keys(&p, "q .");
	run_kanbao(archive, "import", "assets/issues/今日柯城-2022-04-26.txt");
	assert_int_equal(reader_command(&place, "/dev/null", "run.out", "-a", archive, "remove",
	                                "--yes", "2023-03-23", NULL),
	                 0);
	run_kanbao(archive, "publish", dir);
	assert_true(pty_await(&p, "26 April 2022"));
	pty_keys(&p, "Q");
	assert_true(pty_gone(&p, 10000));
	pty_end(&p);
	kb_buf_release(&before);
	kb_buf_release(&after);
}

/* The very first start shows the keys one needs; the second one doesn't. */
static void
test_welcome(void **state)
{
	(void)state;
	char home[420];
	const char *env[] = { config_home, home, NULL };
	struct reader r = { .rows = 24, .cols = 80, .env = env, .welcome = true };
	struct pty p;
	configure("bind ZZ quit\nbind <F5> search\nunbind S\n");
	snprintf(home, sizeof(home), "XDG_STATE_HOME=%s/welcome", place.folder);
	reader_start(&place, &p, &r);
	assert_true(pty_shows(&p, "Welcome"));
	assert_true(pty_shows(&p, "Space     read on"));
	assert_true(pty_shows(&p, "F5        search")); /* as they are bound */
	pty_keys(&p, "<Space>");
	assert_false(pty_shows(&p, "Welcome"));
	assert_true(pty_shows(&p, "2023"));
	pty_keys(&p, "Q");
	assert_true(pty_gone(&p, 10000));
	pty_end(&p);
	reader_start(&place, &p, &r);
	assert_false(pty_shows(&p, "Welcome"));
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),         cmocka_unit_test(test_mistake),
		cmocka_unit_test(test_command_line), cmocka_unit_test(test_restricted),
		cmocka_unit_test(test_mouse),        cmocka_unit_test(test_arrivals),
		cmocka_unit_test(test_generations),  cmocka_unit_test(test_welcome),
		cmocka_unit_test(test_language),     cmocka_unit_test(test_colours),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
