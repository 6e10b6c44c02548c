/* The statements: none scans a table, none sorts; ids and hashes are as drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../tui/store/index.h"
#include "../../tui/store/store_int.h"
#include "schema.h"

/* Statements that count everything, or name no table. */
static bool
may_scan(enum kb_sql id)
{
	return id == SQL_COUNT_PAPERS || id == SQL_COUNT_ISSUES || id == SQL_ADD_PAPER ||
	       id == SQL_INDEX_THERE || id == SQL_FTS_TABLES || id == SQL_DOCS_CLEAR ||
	       id == SQL_DOCS_ALL || id == SQL_PAIRS_ALL || id == SQL_PAIRS_CLEAR;
}

static void
check_plan(sqlite3 *db, enum kb_sql id)
{
	char sql[4096];
	sqlite3_stmt *st = NULL;
	snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s", kb_sql_text(id));
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
		fail_msg("%s: %s", kb_sql_text(id), sqlite3_errmsg(db));
	}
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(st, 3);
		/* the index is a virtual table: INDEX names the terms it is asked for */
		bool whole = strstr(step, "SCAN") && !strstr(step, "VIRTUAL TABLE INDEX");
		if (strstr(step, "TEMP B-TREE") || (whole && !may_scan(id))) {
			fail_msg("%s: %s", kb_sql_text(id), step);
		}
	}
	sqlite3_finalize(st);
}

/* OLDER and NEWER walk the table by id, from an id on: no scan either. */
static void
test_plans(void **state)
{
	(void)state;
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(kb_index_extend(db, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof(schema_archive) / sizeof(*schema_archive); i++) {
		assert_int_equal(
			sqlite3_exec(db, (const char *)schema_archive[i], NULL, NULL, NULL),
			SQLITE_OK);
	}
	assert_int_equal(sqlite3_exec(db, (const char *)schema_state[0], NULL, NULL, NULL),
	                 SQLITE_OK);
	for (enum kb_sql id = 0; id < KB_SQL_COUNT; id++) {
		check_plan(db, id);
	}
	sqlite3_close(db);
}

static void
test_ids(void **state)
{
	(void)state;
	/* in the order of reading */
	const struct {
		const char *day;
		int64_t paper;
		int edition;
		int position;
		int64_t slot;
	} cases[] = {
		{ "2999-12-31", 1023, 31, 0, 1 },    { "2999-12-31", 1023, 31, 0, 2 },
		{ "2022-04-14", 0, 1, 4095, 1 },     { "2022-04-13", 2, 1, 1, 1 },
		{ "2022-04-13", 1, 2, 1, 1 },        { "2022-04-13", 1, 1, 1, 1 },
		{ "2022-04-13", 1, 1, 1, 32766 },    { "2022-04-13", 1, 1, 2, 1 },
		{ "2022-04-13", 1, 1, 4095, 32766 }, { "1600-01-01", 0, 1, 4095, 32766 },
	};
	int64_t before = INT64_MAX;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		kb_day day = 0;
		assert_true(kb_date_scan(kb_str_of(cases[i].day), &day) > 0);
		kb_issue_id issue = kb_id_issue(kb_id_day(day), cases[i].paper, cases[i].edition);
		kb_article_id id = kb_id_article(issue, cases[i].position, cases[i].slot);
		kb_article_id first;
		kb_article_id last;
		kb_issue_articles(issue, &first, &last);
		assert_true(id < before && id >= KB_ID_DATED);
		assert_true(first >= id && id >= last && id != issue);
		assert_true(kb_article_issue(id) == issue);
		assert_true(kb_id_paper(id) == cases[i].paper &&
		            kb_id_edition(id) == cases[i].edition);
		assert_true(kb_id_slot(id) == cases[i].slot);
		before = id;
	}
	assert_true(kb_id_issue(KB_ID_UNDATED_MAX, 1023, 31) + KB_ID_ISSUE_MASK < KB_ID_DATED);
}

static void
test_sha256(void **state)
{
	(void)state;
	/* FIPS 180-4 examples */
	static const struct {
		const char *text;
		const char *hex;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unsigned char sha[KB_HASH_SIZE];
		char hex[2 * KB_HASH_SIZE + 1];
		kb_sha256(kb_str_of(cases[i].text), sha);
		for (size_t k = 0; k < KB_HASH_SIZE; k++) {
			snprintf(hex + 2 * k, 3, "%02x", (unsigned)sha[k]);
		}
		assert_string_equal(hex, cases[i].hex);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_sha256),
	};
	return cmocka_run_group_tests_name("store_sql", tests, NULL, NULL);
}
