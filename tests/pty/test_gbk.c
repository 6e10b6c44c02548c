/*
 * Terminals of GBK and GB18030, by locale: what the program writes is decoded
 * by iconv() and shown by a terminal that gives ambiguous characters two
 * cells. The locales are made as the manual says, in a folder of our own.
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

#include "kanbao/mem.h"
#include "reader.h"

static struct reader_place place;
static char locpath[300];
static char archive[400]; /* beside that of the place: an issue of rare characters */

static const struct {
	const char *charset;
	const char *locale;
	bool rare; /* it has characters beyond GBK */
} sets[] = {
	{ "GBK", "zh_CN.GBK", false },
	{ "GB18030", "zh_CN.GB18030", true },
};

#define SETS (sizeof(sets) / sizeof(sets[0]))

/* localedef -f CHARSET -i zh_CN FOLDER/LOCALE */
static bool
make_locale(const char *charset, const char *locale)
{
	char path[400];
	int status = -1;
	snprintf(path, sizeof(path), "%s/%s", locpath, locale);
	pid_t pid = fork();
	if (pid == 0) {
		execlp("localedef", "localedef", "--quiet", "-f", charset, "-i", "zh_CN", path,
		       (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1 && access(path, F_OK) == 0;
}

static const char *const rare_page =
	"今日柯城\n2022年4月13日 第1937期\n\n"
	"# 朱镕基的镕字，䶮、𠮷与葛\n\n记者 张三\n\n"
	"本报讯 这里有䶮字、𠮷字、é字、ñ字、©号、한글和👍，也有“引号”————破折号省略号、"
	"①②③、〇和囍。区委书记主持会议并讲话，会议强调要抓好工作。\n";

static int
make_archive(void **state)
{
	(void)state;
	char file[400];
	snprintf(archive, sizeof(archive), "%s/rare.db", place.folder);
	snprintf(file, sizeof(file), "%s/rare.txt", place.folder);
	FILE *f = fopen(file, "w");
	assert_non_null(f);
	fputs(rare_page, f);
	for (int i = 0; i < 20; i++) {
		fputs("\n会议指出，要自觉把思想、行动统一到决策部署上来，奋力跑出追赶超越的速度。"
		      "\n",
		      f);
	}
	fclose(f);
	assert_int_equal(reader_command(&place, "/dev/null", "rare.out", "-a", archive, "import",
	                                "--date", "2022-04-13", file, NULL),
	                 0);
	return 0;
}

static struct reader
reader_of(size_t set)
{
	static char locpath_env[340];
	static char lc_ctype[60];
	/* of another category that is not there nothing follows for this one */
	static const char *const env[] = { locpath_env, lc_ctype, "LC_ALL", "LC_TIME=xx_XX", NULL };
	snprintf(locpath_env, sizeof(locpath_env), "LOCPATH=%s", locpath);
	snprintf(lc_ctype, sizeof(lc_ctype), "LC_CTYPE=%s", sets[set].locale);
	return (struct reader){ .rows = 24,
		                .cols = 80,
		                .ambiguous = KB_AMBIGUOUS_2,
		                .option = "auto",
		                .charset = sets[set].charset,
		                .env = env };
}

/* Every screen is that of the twin, to which the terminal has said two cells. */
static void
test_screens(void **state)
{
	(void)state;
	static const char *const steps[] = { "<Width:2>", "<Enter>", "<Space>", "q", "t", "q", "I",
		                             "q",         "c",       "q",       "?", "q", NULL };
	for (size_t i = 0; i < SETS; i++) {
		struct reader r = reader_of(i);
		struct reader_screens want = { 0 };
		struct pty p;
		reader_twin(&place, &r, steps, &want);
		reader_start(&place, &p, &r);
		/* not asked: it is known */
		assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\033[6n")) == SIZE_MAX);
		pty_compare(&p, &want.v[1], sets[i].charset);
		for (size_t k = 1; steps[k]; k++) {
			pty_keys(&p, steps[k]);
			pty_compare(&p, &want.v[k + 1], steps[k]);
		}
		/* no byte of UTF-8: 今 is BD F1 */
		assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("今")) == SIZE_MAX);
		assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\xBD\xF1")) != SIZE_MAX);
		pty_end(&p);
		reader_screens_release(&want);
	}
}

/* What the character set lacks is 〓, or ? in one cell; nothing moves. */
static void
test_rare(void **state)
{
	(void)state;
	for (size_t i = 0; i < SETS; i++) {
		struct reader r = reader_of(i);
		struct pty p;
		r.archive = archive;
		reader_start(&place, &p, &r);
		pty_keys(&p, "<Enter>");
		bool all = sets[i].rare;
		assert_true(pty_shows(&p, all ? "䶮、𠮷与葛" : "〓、〓与葛"));
		assert_true(pty_shows(&p, all ? "䶮字、𠮷字、é字、ñ字、©号、한글和👍"
		                              : "〓字、〓字、é字、?字、?号、〓〓和〓"));
		assert_true(pty_shows(&p, "“引号”"));
		assert_true(pty_shows(&p, "——"));
		assert_true(pty_shows(&p, "①②③、〇和囍"));
		pty_end(&p);
	}
}

/* Typed Chinese arrives as what it is; it is found. */
static void
test_typed(void **state)
{
	(void)state;
	static const char word[] = "\xB0\xB2\xC8\xAB"; /* 安全 in both sets */
	for (size_t i = 0; i < SETS; i++) {
		struct reader r = reader_of(i);
		struct pty p;
		reader_start(&place, &p, &r);
		pty_keys(&p, "<Enter> /");
		pty_send(&p, word, 4);
		pty_settle(&p);
		assert_true(pty_shows(&p, "安全"));
		pty_end(&p);
	}
}

/* Subcommands print in it too, where they print to the terminal. */
static void
test_commands(void **state)
{
	(void)state;
	for (size_t i = 0; i < SETS; i++) {
		struct reader r = reader_of(i);
		const char *const argvs[][8] = {
			{ getenv("KANBAO"), "-a", archive, "show", "2022-04-13/1/1", NULL },
			{ getenv("KANBAO"), "-a", archive, "show", "1999-01-01", NULL },
			{ getenv("KANBAO"), "term", NULL },
		};
		const char *const shows[] = { sets[i].rare ? "䶮字、𠮷字、é字、ñ字"
			                                   : "〓字、〓字、é字、?字",
			                      "kanbao: ", "两格" };
		for (size_t k = 0; k < 3; k++) {
			struct pty_setup setup = { .rows = 60,
				                   .cols = 80,
				                   .ambiguous = KB_AMBIGUOUS_2,
				                   .charset = sets[i].charset,
				                   .argv = argvs[k],
				                   .env = r.env };
			struct pty p;
			pty_start(&p, &setup);
			assert_true(pty_gone(&p, 5000));
			if (!pty_shows(&p, shows[k])) {
				struct kb_buf text = { 0 };
				pty_dump(&p, &text);
				fail_msg("%s: no '%s' in\n%s", sets[i].charset, shows[k], text.p);
			}
			pty_end(&p);
		}
	}
}

/* kanbao show sets its lines for the terminal: its width, and two cells for what is ambiguous. */
static void
test_show(void **state)
{
	(void)state;
	struct reader r = reader_of(0);
	const char *argv[] = { getenv("KANBAO"), "-a", place.archive, "show", "2022-04-26", NULL };
	struct pty_setup setup = { .rows = 1500,
		                   .cols = 40,
		                   .ambiguous = KB_AMBIGUOUS_2,
		                   .charset = sets[0].charset,
		                   .argv = argv,
		                   .env = r.env };
	struct pty p;
	struct kb_buf text = { 0 };
	static char want[65536];
	char path[340];
	snprintf(path, sizeof(path), "%s/show.out", place.folder);
	assert_int_equal(reader_command(&place, "/dev/null", "show.out", "-a", place.archive, "-o",
	                                "ambiguous=2", "show", "--width", "40", "2022-04-26", NULL),
	                 0);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	size_t n = fread(want, 1, sizeof(want) - 1, f);
	assert_int_equal(fclose(f), 0);
	pty_start(&p, &setup);
	assert_true(pty_gone(&p, 5000));
	pty_dump(&p, &text);
	assert_true(n > 5000 && n < text.n);
	assert_memory_equal(text.p, want, n);
	kb_buf_release(&text);
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_screens), cmocka_unit_test(test_rare),
		cmocka_unit_test(test_typed),   cmocka_unit_test(test_commands),
		cmocka_unit_test(test_show),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	snprintf(locpath, sizeof(locpath), "%s/locale", place.folder);
	mkdir(locpath, 0700);
	int failed = 77;
	if (make_locale("GBK", "zh_CN.GBK") && make_locale("GB18030", "zh_CN.GB18030")) {
		failed = cmocka_run_group_tests(tests, make_archive, NULL);
	} else {
		print_message("no locales of GBK and GB18030 could be made: is the package "
		              "'locales' installed?\n");
	}
	reader_teardown(&place);
	return failed;
}
