/* Endless answers are ended, by the work they take, and named. */
#include "store_help.h"
#include "kanbao/search.h"

#include <time.h>

#include "../../tui/store/db_guard.h"
#include "../../tui/store/store_int.h"

#define ENDLESS \
	"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"

static double
worked(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
test_endless(void **state)
{
	struct fix *f = *state;
	struct kb_store *store = NULL;
	const struct art arts[] = { { "1", "a", "b" } };
	PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
	kb_store_close(f->store);
	f->store = NULL;
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &store));
	double before = worked();
	assert_int_equal(kb_db_exec(&f->ctx, &store->db, ENDLESS), KB_E_DATA);
	double took = worked() - before;
	assert_true(took > 1.9 && took < 3);
	assert_non_null(strstr(f->ctx.message.p, "kanbao check"));
	/* the next answer has its own time; a check has all it needs */
	must(f, kb_db_exec(&f->ctx, &store->db, "SELECT 1"));
	kb_db_patient(&store->db, true);
	must(f, kb_db_exec(&f->ctx, &store->db,
	                   "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE "
	                   "x < 100000) SELECT max(x) FROM c"));
	kb_store_close(store);
}

/* How many rows an answer may have grows with the file. */
static void
test_grown(void **state)
{
	enum { ROWS = 1000000 };
	struct fix *f = *state;
	struct kb_store *store = NULL;
	const struct art arts[] = { { "1", "a", "b" } };
	PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
	kb_store_close(f->store);
	f->store = NULL;
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &store));
	assert_false(kb_db_endless(&store->db, 100));
	assert_true(kb_db_endless(&store->db, ROWS));
	assert_int_equal(truncate(f->path, 8 * (off_t)ROWS), 0);
	assert_false(kb_db_endless(&store->db, ROWS));
	assert_true(kb_db_endless(&store->db, 3 * ROWS));
	kb_store_close(store);
}

/* Read without locks while somebody writes: to be tried again, not damaged. */
static void
test_changed(void **state)
{
	struct fix *f = *state;
	struct kb_store *store = NULL;
	const struct art arts[] = { { "1", "a", "b" } };
	kb_issue_id id = PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
	kb_store_close(f->store);
	f->store = NULL;
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &store));
	must(f, kb_store_hold(store, &f->ctx));
	FILE *file = fopen(f->path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, 4096, SEEK_SET), 0);
	for (int i = 0; i < 300000; i++) {
		(void)fputc(0x55, file);
	}
	fclose(file);
	struct kb_issue issue;
	assert_int_equal(kb_store_load(store, &f->ctx, &f->arena, id, &issue), KB_E_BUSY);
	kb_store_let_go(store);
	/* of another moment it is what it is */
	assert_int_equal(kb_store_load(store, &f->ctx, &f->arena, id, &issue), KB_E_DATA);
	kb_store_close(store);
}

/* Functions that SQLite brings may not be called by a schema; kanbao has none of its own. */
static void
test_limits(void **state)
{
	struct fix *f = *state;
	struct kb_store *store = NULL;
	const struct art arts[] = { { "1", "a", "b" } };
	PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &store));
	static const char *const refused[] = {
		"ATTACH ':memory:' AS x",
		"SELECT load_extension('x')",
		"PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = ''",
		"SELECT zeroblob(100000000)",
	};
	must(f, kb_store_hold(store, &f->ctx));
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		assert_int_not_equal(kb_db_exec(&f->ctx, &store->db, refused[i]), KB_OK);
	}
	kb_store_let_go(store);
	kb_store_close(store);
}

static int
pragma(sqlite3 *h, const char *name)
{
	char sql[60];
	sqlite3_stmt *st = NULL;
	snprintf(sql, sizeof(sql), "PRAGMA %s", name);
	assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	int value = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return value;
}

/* What each connection is opened with (research: reliability, 4.2), for reading and for writing. */
static void
test_hardened(void **state)
{
	static const struct {
		int op;
		int value;
	} switches[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	static const struct {
		int id;
		int value;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 80 << 20 }, { SQLITE_LIMIT_SQL_LENGTH, 100000 },
		{ SQLITE_LIMIT_ATTACHED, 0 },      { SQLITE_LIMIT_EXPR_DEPTH, 50 },
		{ SQLITE_LIMIT_VDBE_OP, 25000 },
	};
	struct fix *f = *state;
	const struct art arts[] = { { "1", "a", "b" } };
	PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
	for (int reading = 0; reading < 2; reading++) {
		sqlite3 *h = f->store->db.h;
		for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++) {
			int value = -1;
			sqlite3_db_config(h, switches[i].op, -1, &value);
			assert_int_equal(value, switches[i].value);
		}
		for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
			assert_int_equal(sqlite3_limit(h, limits[i].id, -1), limits[i].value);
		}
		assert_int_equal(pragma(h, "cell_size_check"), 1);
		assert_int_equal(pragma(h, "mmap_size"), 0);
		assert_int_equal(pragma(h, "temp_store"), 2); /* memory */
		if (!reading) {
			assert_int_equal(pragma(h, "synchronous"), 2); /* full */
			kb_store_close(f->store);
			must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &f->store));
		}
	}
	assert_true(sqlite3_hard_heap_limit64(-1) == (sqlite3_int64)512 << 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_endless, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_grown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_changed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hardened, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("store_guard", tests, NULL, NULL);
}
