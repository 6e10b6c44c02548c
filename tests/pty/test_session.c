/*
 * The real program in a pty: it comes and goes as it must, and what it writes
 * is what it should. P… and T… are pitfalls of wide characters and promises.
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
#include <time.h>
#include <unistd.h>

#include "kanbao/clock.h"
#include "reader.h"

static struct reader_place place;

/* --- coming and going ------------------------------------------------------------------- */

/* A key whose bytes a slow link has parted is that key, not Esc and letters. */
static void
test_parted_key(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	int64_t took = 0;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> j");
	do { /* on a busy machine the pause may grow too long: then it shows nothing */
		const struct timespec pause = { 0, 70000000 };
		int64_t from = kb_clock_ms();
		pty_send(&p, "\033", 1);
		nanosleep(&pause, NULL);
		pty_send(&p, "OB", 2);
		took = kb_clock_ms() - from;
		pty_settle(&p);
		if (took >= 95) {
			pty_keys(&p, "q <Enter>");
		}
	} while (took >= 95);
	assert_true(pty_shows(&p, "%")); /* of the article's title line */
	assert_int_equal(p.bells, 0);
	pty_end(&p);
}

/* No terminal: one clear line, status 69. */
static void
test_no_terminal(void **state)
{
	(void)state;
	char path[600];
	char line[300] = "";
	assert_int_equal(
		reader_command(&place, "/dev/null", "noterm.out", "-a", place.archive, NULL), 69);
	snprintf(path, sizeof(path), "%s/noterm.out", place.folder);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	assert_int_equal(strncmp(line, "kanbao: ", 8), 0);
	assert_null(fgets(line, sizeof(line), f));
	fclose(f);
}

/* P18: locales that are not there; Chinese text is shown all the same. */
static void
test_p18_locales(void **state)
{
	(void)state;
	static const char *const envs[][4] = {
		{ "LANG", NULL },
		{ "LANG=zh_CN.UTF-8", NULL },
		{ "LANG=C", "LC_ALL=C", NULL },
		{ "LANG=", "LC_CTYPE=UTF-8", "LC_TIME=xx", NULL },
	};
	for (size_t i = 0; i < sizeof(envs) / sizeof(envs[0]); i++) {
		struct reader r = { .rows = 24, .cols = 80, .env = envs[i] };
		struct pty p;
		reader_start(&place, &p, &r);
		assert_false(p.gone);
		assert_true(pty_shows(&p, "今日柯城"));
		pty_end(&p);
	}
}

/* --- pitfalls on the wire ------------------------------------------------------------------ */

/* P10: where ambiguous characters take two cells nothing is drawn but ASCII. */
static void
test_p10_ascii_borders(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80, .ambiguous = KB_AMBIGUOUS_2 };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> t q I q c q ? q");
	kb_str wire = kb_buf_str(&p.wire);
	for (size_t off = 0; off < wire.n;) {
		uint32_t cp = kb_utf8_next(wire, &off);
		if (cp >= 0x2500 && cp < 0x25A0) {
			fail_msg("U+%04X is drawn", (unsigned)cp);
		}
	}
	assert_true(kb_str_find(wire, KB_STR("\x1b(0")) == SIZE_MAX);
	assert_true(kb_str_find(wire, KB_STR("\x0e")) == SIZE_MAX);
	pty_end(&p);
}

/* P20 and P9: a line costs a line, a page a page; nothing is cleared, nothing inserted. */
static void
test_p20_bytes(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> <Space>");
	size_t start = p.wire.n;
	pty_keys(&p, "k");
	size_t line = p.wire.n - start;
	start = p.wire.n;
	pty_keys(&p, "j");
	line = p.wire.n - start > line ? p.wire.n - start : line;
	kb_str wire = kb_str_sub(kb_buf_str(&p.wire), start, p.wire.n);
	assert_true(kb_str_find(wire, KB_STR("\x1b[2J")) == SIZE_MAX);
	assert_true(kb_str_find(wire, KB_STR("\x1b[J")) == SIZE_MAX);
	print_message("a line: %zu bytes\n", line);
	if (line > 300) {
		fail_msg("scrolling by a line sends %zu bytes", line);
	}
	start = p.wire.n;
	pty_keys(&p, "<C-L>"); /* that one does clear */
	assert_true(p.wire.n - start > 1000);
	pty_end(&p);
}

/* P19, T1, T2: what stands in the pages never reaches the terminal as a command. */
static void
test_p19_hostile_text(void **state)
{
	(void)state;
	static const char page[] =
		"# 今日柯城\x1b]0;owned\x07\n\n2022年4月13日 第1937期\n\n"
		"## 标题\x1b[2J\xc2\x9b"
		"31m\xe2\x80\xae反\xe2\x81\xa6"
		"写\n\n"
		"记者 \x1b[5m张三\n\n"
		"本报讯 正文\x1b]52;c;QUFB\x07，\x08\x7f\xc2\x9d"
		"52;c;QUFB\xc2\x9c\xef\xbb\xbf零宽\xe2\x80\x8b"
		"空格\xf3\xa0\x81\x81，坏字节，正文要长一些，才像一篇文章。"
		"区委书记主持会议并讲话，会议强调要抓好工作。\r覆盖\n\n第二段也有\x1b[31m颜色\x1bP+"
		"q\x1b\\。\n";
	static const char *const never[] = {
		"owned",        "\x1b[5m",      "\x1b]",        "\x1b[31m",         "\x1bP",
		"\x07",         "\x7f",         "\xc2\x9b",     "\xc2\x9d",         "\xe2\x80\xae",
		"\xe2\x81\xa6", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xf3\xa0\x81\x81", "\xff",
		"\xfe"
	};
	char file[400];
	char archive[400];
	snprintf(file, sizeof(file), "%s/hostile.txt", place.folder);
	snprintf(archive, sizeof(archive), "%s/hostile.db", place.folder);
	FILE *f = fopen(file, "w");
	fwrite(page, 1, sizeof(page) - 1, f);
	for (int i = 0; i < 30; i++) { /* enough of it to be a page all the same */
		fputs("\n会议指出，要自觉把思想、行动统一到决策部署上来，奋力跑出追赶超越的速度。"
		      "\n",
		      f);
	}
	fclose(f);
	assert_int_equal(reader_command(&place, "/dev/null", "hostile.out", "-a", archive, "import",
	                                "--paper", "恶\x1b[31m报", "--date", "2022-04-13", file,
	                                NULL),
	                 0);
	struct reader r = { .rows = 24, .cols = 80, .archive = archive };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter>");
	assert_true(pty_shows(&p, "零宽空格"));
	pty_keys(&p, "<Space> q t q I q c q");
	assert_false(p.gone);
	for (size_t i = 1; i < sizeof(never) / sizeof(never[0]);
	     i++) { /* "owned" may stand as text */
		if (kb_str_find(kb_buf_str(&p.wire), kb_str_of(never[i])) != SIZE_MAX) {
			fail_msg("sequence %zu is on the wire", i);
		}
	}
	pty_end(&p);
}

/* T7: what comes from the terminal is data; whatever it is, the reader lives or leaves in order. */
static void
test_t7_random_input(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int run = 0; run < 2; run++) {
		struct reader r = { .rows = 24, .cols = 80 };
		struct pty p;
		reader_start(&place, &p, &r);
		for (int i = 0; i < 40 && !p.gone; i++) {
			char bytes[128];
			for (size_t k = 0; k < sizeof(bytes); k++) {
				seed = seed * 1103515245U + 12345U;
				bytes[k] = (char)(seed >> 16);
				/* leaving at once would be no test */
				if (bytes[k] == 'q' || bytes[k] == 'Q' || bytes[k] == 26) {
					bytes[k] = '\x1b';
				}
			}
			pty_send(&p, bytes, sizeof(bytes));
			pty_settle(&p);
		}
		pty_send(&p, "\x1b", 1);
		pty_settle(&p);
		pty_send(&p, "\x1bQ", 2);
		if (!pty_gone(&p, 1000)) {
			pty_keys(&p, "<Esc>Q");
			assert_true(pty_gone(&p, 1000));
		}
		assert_int_equal(pty_status(&p), 0);
		pty_end(&p);
	}
}

/* The interface in Chinese, where no Chinese locale is installed. */
static void
test_chinese_interface(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80, .language = "zh" };
	struct pty p;
	reader_start(&place, &p, &r);
	assert_true(pty_shows(&p, "帮助"));
	pty_keys(&p, "?");
	assert_true(pty_shows(&p, "下一行") || pty_shows(&p, "一行"));
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parted_key),  cmocka_unit_test(test_t7_random_input),
		cmocka_unit_test(test_no_terminal), cmocka_unit_test(test_p10_ascii_borders),
		cmocka_unit_test(test_p18_locales), cmocka_unit_test(test_p19_hostile_text),
		cmocka_unit_test(test_p20_bytes),   cmocka_unit_test(test_chinese_interface),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
