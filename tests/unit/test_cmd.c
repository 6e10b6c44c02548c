/* Words before the subcommand, and which archive is meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/cmd.h"

#define WORDS_MAX 8

static void
test_words(void **state)
{
	(void)state;
	static const struct {
		const char *words; /* behind the program's name */
		const char *env;   /* KANBAO_ARCHIVE */
		int status;
		const char *archive;
		int used;
	} cases[] = {
		{ "", NULL, 0, "/data/kanbao/archive.db", 1 },
		{ "list", "/e.db", 0, "/e.db", 1 },
		{ "-a /x.db list", "/e.db", 0, "/x.db", 3 },
		{ "-a/x.db list", NULL, 0, "/x.db", 2 },
		{ "--archive=/x.db list", NULL, 0, "/x.db", 2 },
		{ "--archive /x.db list", NULL, 0, "/x.db", 3 },
		{ "-a /x.db -o hanging -- -a", NULL, 0, "/x.db", 6 },
		{ "-o ambiguous=2 --lang zh list", NULL, 0, "/data/kanbao/archive.db", 5 },
		{ "- -a", NULL, 0, "/data/kanbao/archive.db", 1 },
		{ "-a", NULL, 64, NULL, 0 },
		{ "-a= list", NULL, 0, "=", 2 },
		{ "--archive= list", NULL, 64, NULL, 0 },
		{ "-x", NULL, 64, NULL, 0 },
		{ "--langzh", NULL, 64, NULL, 0 },
		{ "--lang", NULL, 64, NULL, 0 },
		{ "--lang=xx", NULL, 78, NULL, 0 },
		{ "--help=yes", NULL, 64, NULL, 0 },
		{ "-o nope=1", NULL, 78, NULL, 0 },
	};
	setenv("XDG_DATA_HOME", "/data", 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[128];
		char *argv[WORDS_MAX + 1] = { text };
		int argc = 1;
		strcpy(text, "kanbao ");
		strcat(text, cases[i].words);
		strtok(text, " ");
		while (argc < WORDS_MAX && (argv[argc] = strtok(NULL, " "))) {
			argc++;
		}
		if (cases[i].env) {
			setenv("KANBAO_ARCHIVE", cases[i].env, 1);
		} else {
			unsetenv("KANBAO_ARCHIVE");
		}
		struct kb_cli cli = { 0 };
		struct kb_buf path = { 0 };
		int used = 0;
		kb_options_init(&cli.options);
		int status = kb_err_status(kb_cli_read(&cli, argc, argv, &path, &used));
		assert_non_null(cli.archive);
		if (status != cases[i].status ||
		    (!status &&
		     (used != cases[i].used || strcmp(cli.archive, cases[i].archive) != 0))) {
			fail_msg("'%s': %d, %s, %d", cases[i].words, status, cli.archive, used);
		}
		kb_buf_release(&path);
		kb_ctx_release(&cli.ctx);
	}
}

static void
test_table(void **state)
{
	(void)state;
	assert_null(kb_cmd_find("nope"));
	assert_null(kb_cmd_find(""));
	for (const struct kb_cmd *row = kb_cmds(); row->name; row++) {
		assert_ptr_equal(kb_cmd_find(row->name), row);
		assert_non_null(row->usage);
		assert_non_null(row->run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests_name("cmd", tests, NULL, NULL);
}
