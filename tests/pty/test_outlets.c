/*
 * Hostile words at every outlet (reliability T1, T2): each word and option of
 * each subcommand, names of archives, files and folders, the environment, and
 * what is said of damage.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"
#include "outlet.h"
#include "reader.h"

static struct reader_place place;
static char archive[340]; /* the five pages */

/* Runs a line of words ended by NULL behind `-a archive`; % stands for `word`. */
static void
say(const char *of, const char *const *words, const char *word, const char *with)
{
	const char *argv[16] = { outlet_program(), "-a", of };
	struct wire_kinds kinds = { 0 };
	for (size_t i = 0; words[i]; i++) {
		argv[3 + i] = strcmp(words[i], "%") == 0 ? word : words[i];
	}
	outlet_run(argv, NULL, &kinds);
	outlet_lines(&kinds, words[0], with);
	wire_kinds_release(&kinds);
}

/* The text with something in front, so that it is no option and not empty. */
static void
word_of(const struct hostile *h, char *word, size_t size)
{
	kb_str bytes = h->bytes;
	(void)snprintf(word, size, "x%.*s", (int)(bytes.n < 3000 ? bytes.n : 3000), bytes.p);
}

/* --- words ------------------------------------------------------------------------------- */

#define PAGE "assets/issues/今日柯城-2021-11-05.txt"

/* Each line with each seventh text, and with all in a row; each text so comes to each seventh line. */
#define APART 7

static const char *const lines[][8] = {
	{ "%" },
	{ "%", "x" },
	{ "--version", "%" },
	{ "--lang", "%", "list" },
	{ "-o", "%", "list" },
	{ "-a", "%", "list" },
	{ "import", "%" },
	{ "import", "--dry-run", "--paper", "%", PAGE },
	{ "import", "--dry-run", "--date", "%", PAGE },
	{ "import", "--dry-run", "--year", "%", PAGE },
	{ "import", "--dry-run", "--page", "%", PAGE },
	{ "import", "--dry-run", "--edition", "%", PAGE },
	{ "parse", "%" },
	{ "parse", "--paper", "%", PAGE },
	{ "parse", "--page", "%", PAGE },
	{ "reparse", "%" },
	{ "reparse", "--yes", "%" },
	{ "date", "%", "2022-01-01" },
	{ "date", "2022-04-13", "%" },
	{ "remove", "%" },
	{ "remove", "--yes", "%" },
	{ "doubts", "%" },
	{ "doubts", "--json", "%" },
	{ "list", "%" },
	{ "list", "--day", "%" },
	{ "list", "--tag", "%" },
	{ "show", "%" },
	{ "show", "--width", "%", "2022-04-13" },
	{ "export", "%" },
	{ "export", "--format", "%" },
	{ "export", "--from", "%" },
	{ "export", "--to", "%" },
	{ "export", "--tag", "%" },
	{ "export", "--search", "%" },
	{ "export", "--output", "/nonexistent/", "--from", "%" },
	{ "search", "%" },
	{ "search", "--json", "%" },
	{ "search", "--from", "%", "区" },
	{ "search", "--to", "%", "区" },
	{ "search", "--paper", "%", "区" },
	{ "search", "--limit", "%", "区" },
	{ "stats", "%" },
	{ "stats", "--paper", "%" },
	{ "stats", "--limit", "%" },
	{ "check", "%" },
	{ "optimize", "%" },
	{ "publish", "/nonexistent", "%" },
	{ "backup", "/nonexistent", "%" },
	{ "restore", "%" },
	{ "term", "%" },
	{ "help", "%" },
};
#define LINES_N (sizeof(lines) / sizeof(*lines))

static void
test_words(void **state)
{
	(void)state;
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (size_t i = 0; i < n; i++) {
		char word[4096];
		word_of(&all[i], word, sizeof(word));
		for (size_t k = 0; k < LINES_N; k++) {
			if (i == n - 1 || (i + k) % (APART * OUTLET_STEP) == 0) {
				say(archive, lines[k], word, all[i].name);
			}
		}
	}
}

/* As an option that there is not, of the program and of each subcommand. */
static void
test_options(void **state)
{
	(void)state;
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (size_t i = 0; i < n; i++) {
		char word[4096];
		char assigned[8300];
		word_of(&all[i], word, sizeof(word));
		(void)snprintf(assigned, sizeof(assigned), "--%s=%s", word, word);
		const char *const options[][4] = { { assigned, "list" },
			                           { lines[i % LINES_N][0], assigned },
			                           { "list", "--json", assigned } };
		for (size_t k = 0; k < 3; k++) {
			if (i == n - 1 || (i + k) % OUTLET_STEP == 0) {
				say(archive, options[k], word, all[i].name);
			}
		}
		(void)snprintf(assigned, sizeof(assigned), "theme=%s", word);
		const char *const option[] = { "-o", assigned, "list", NULL };
		say(archive, option, word, all[i].name);
	}
}

/* --- the environment ------------------------------------------------------------------------ */

static void
test_environment(void **state)
{
	(void)state;
	static const char *const names[] = { "TERM",           "LANG",         "LC_ALL",
		                             "LC_CTYPE",       "LANGUAGE",     "COLORTERM",
		                             "NO_COLOR",       "TMUX",         "HOME",
		                             "KANBAO_ARCHIVE", "XDG_DATA_HOME" };
	static const char *const card[] = { "term", NULL };
	struct wire_kinds plain = { 0 };
	const char *argv[] = { outlet_program(), "-a", archive, "term", NULL };
	const char *list[] = { outlet_program(), "list", NULL };
	size_t n;
	const struct hostile *all = hostile_all(&n);
	outlet_run(argv, NULL, &plain);
	for (size_t i = 0; i < n; i++) {
		char word[4096];
		word_of(&all[i], word, sizeof(word));
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
			if (i < n - 1 && (i + k) % (APART * OUTLET_STEP) != 0) {
				continue;
			}
			char set[8300];
			struct wire_kinds kinds = { 0 };
			/* the card says of a locale of this kind that it is not there */
			(void)snprintf(set, sizeof(set), "%s=/%s.gbk%s", names[k], word, word);
			const char *const env[] = { set, NULL };
			outlet_run(argv, env, &kinds);
			outlet_no_more(&kinds, &plain, set);
			wire_kinds_release(&kinds);
			outlet_run(list, env, &kinds);
			outlet_lines(&kinds, card[0], set);
			wire_kinds_release(&kinds);
		}
	}
	wire_kinds_release(&plain);
}

/* An options file that is wrong, in a folder of such a name. */
static void
test_config(void **state)
{
	(void)state;
	static const char *const keys[] = { "bind", "unbind", "" };
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (size_t i = (n - 1) % OUTLET_STEP; i < n; i += OUTLET_STEP) {
		char word[4096];
		char home[700] = "XDG_CONFIG_HOME=";
		char path[900];
		word_of(&all[i], word, sizeof(word));
		char *folder = strchr(home, '=') + 1;
		(void)hostile_path(folder, sizeof(home) - 20, place.folder, i);
		assert_int_equal(mkdir(folder, 0700), 0);
		(void)snprintf(path, sizeof(path), "%s/kanbao", folder);
		assert_int_equal(mkdir(path, 0700), 0);
		(void)snprintf(path, sizeof(path), "%s/kanbao/kanbao.conf", folder);
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fprintf(f, "%s %s = %s\n", keys[i % 3], i % 2 ? "theme" : "", word);
		assert_int_equal(fclose(f), 0);
		const char *const env[] = { home, NULL };
		const char *const list[] = { outlet_program(), "list", NULL };
		struct wire_kinds kinds = { 0 };
		outlet_run(list, env, &kinds);
		outlet_lines(&kinds, "kanbao.conf", all[i].name);
		wire_kinds_release(&kinds);
	}
}

/* --- names of files --------------------------------------------------------------------------- */

/* Files in the folder, by letters; the first stands for the folder. */
static const char files[] = "/apron";

static const char *
path_of(const char *word, char (*paths)[700])
{
	const char *file = word[0] == '%' ? strchr(files, word[1]) : NULL;
	return file ? paths[file - files] : strcmp(word, "%s") == 0 ? archive : word;
}

/* An archive, its copies and what is made of it, in a folder of such a name. */
static void
test_paths(void **state)
{
	(void)state;
	/* what -a names, and the words; %a …: a file in the folder, %/ it, %s the five pages */
	static const char *const runs[][6] = {
		{ "%s", "backup", "%a" },
		{ "%s", "backup", "%a" },
		{ "%s", "backup", "%/" },
		{ "%a", "list" },
		{ "%a", "check" },
		{ "%a", "optimize" },
		{ "%a", "publish", "%p" },
		{ "%a", "publish", "%p" },
		{ "%a", "publish", "%a" },
		{ "%p", "list" },
		{ "%p", "check" },
		{ "%p", "import", "%a" },
		{ "%r", "restore", "%p" },
		{ "%r", "restore", "%a" },
		{ "%r", "restore", "--replace", "%a" },
		{ "%a", "export", "--output", "%o" },
		{ "%a", "export", "--output", "%/" },
		{ "%a", "export", "--output", "%a" },
		{ "%r", "import", "%o" },
		{ "%r", "import", "%/" },
		{ "%r", "import", "%n" },
		{ "%a", "parse", "%o" },
		{ "%a", "parse", "%/" },
		{ "%o", "list" },
		{ "%o", "check" },
		{ "%o", "2022-04-13" },
		{ "%a", "restore", "--replace", "%o" },
		{ "%/", "list" },
		{ "%n", "list" },
		{ "%n", "check" },
		{ "%a", "restore", "%n" },
	};
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (i < n - 1 && i % (4 * OUTLET_STEP) != 0) {
			continue;
		}
		char parent[340];
		char paths[8][700];
		(void)snprintf(parent, sizeof(parent), "%s/paths", place.folder);
		(void)mkdir(parent, 0700);
		size_t at = hostile_path(paths[0], sizeof(paths[0]), parent, i);
		assert_int_equal(mkdir(paths[0], 0700), 0);
		for (size_t k = 1; files[k]; k++) {
			(void)snprintf(paths[k], sizeof(paths[k]), "%.600s/%c.x", paths[0],
			               files[k]);
		}
		assert_true(at < sizeof(paths[0]) - 10);
		for (size_t k = 0; k < sizeof(runs) / sizeof(*runs); k++) {
			const char *words[6] = { 0 };
			for (size_t w = 0; runs[k][w]; w++) {
				words[w] = path_of(runs[k][w], paths);
			}
			say(words[0], words + 1, NULL, all[i].name);
		}
	}
}

/* What an operator's drop folder says of what somebody has put there. */
static void
test_intake(void **state)
{
	(void)state;
	char spool[300];
	char into[340];
	char public[340];
	char path[700];
	static const char *const folders[] = { "", "/taken", "/refused" };
	struct wire_kinds kinds = { 0 };
	(void)snprintf(spool, sizeof(spool), "%s/spool", place.folder);
	(void)snprintf(into, sizeof(into), "%s/intake.db", place.folder);
	(void)snprintf(public, sizeof(public), "%s/public", place.folder);
	for (size_t i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%s%s", spool, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	(void)snprintf(path, sizeof(path), "%s/incoming", spool);
	hostile_pages(path, false);
	const char *const argv[] = { "sh", "assets/systemd/intake", spool, into, public, NULL };
	const char *const env[] = { "SETTLE=0", NULL };
	outlet_run(argv, env, &kinds);
	outlet_lines(&kinds, "intake", "hostile names");
	wire_kinds_release(&kinds);
}

/* --- damage ------------------------------------------------------------------------------------- */

/* What is damaged is named: by its reference, page and paper. */
static void
test_damage(void **state)
{
	(void)state;
	static const char *const damages[] = {
		"UPDATE articles SET hash = zeroblob(32)",
		"UPDATE texts SET body = zeroblob(9)",
		"UPDATE sources SET bytes = zeroblob(9)",
		"UPDATE papers SET name = name || char(27) || '[31m' || char(10, 155)",
		("UPDATE articles SET headline = char(27) || ']0;x' || char(7), "
		 "page = char(27) || 'c'"),
	};
	static const char *const outlets[][4] = {
		{ "check" },   { "list" },     { "show", "2022-01-05" },       { "export" },
		{ "reparse" }, { "optimize" }, { "backup", "/nonexistent/x" }, { "search", "柯城" },
		{ "stats" },
	};
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		char path[340];
		sqlite3 *db = NULL;
		char *why = NULL;
		(void)snprintf(path, sizeof(path), "%s/damaged%zu.db", place.folder, i);
		hostile_archive(path, false);
		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		if (sqlite3_exec(db, damages[i], NULL, NULL, &why) != SQLITE_OK) {
			fail_msg("%s: %s", damages[i], why);
		}
		assert_int_equal(sqlite3_close(db), SQLITE_OK);
		for (size_t k = 0; k < sizeof(outlets) / sizeof(*outlets); k++) {
			say(path, outlets[k], NULL, damages[i]);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),       cmocka_unit_test(test_options),
		cmocka_unit_test(test_environment), cmocka_unit_test(test_config),
		cmocka_unit_test(test_paths),       cmocka_unit_test(test_intake),
		cmocka_unit_test(test_damage),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	(void)snprintf(archive, sizeof(archive), "%s", place.archive);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
