/*
 * What a file may not do to who reads it: bring a schema of its own, or keep
 * SQLite busy for ever.
 */
#include "db_guard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"

/* Steps of SQLite's virtual machine between two looks at the clock. */
#define STEPS 4000
/* Of this thread's own work, so that a slow disk is no offence. */
#define LATE_NS INT64_C(2000000000)
/* The same for opening, which reads no more than a schema. */
#define OPENING_NS INT64_C(300000000)
/* A row of a tree takes more of the file than this; postings take less. */
#define ROW_BYTES 4

/* --- endless answers ----------------------------------------------------------------- */

struct kb_db_guard {
	uint64_t step; /* counts the rows asked for */
	uint64_t seen; /* the one that is being timed */
	int64_t began_ns;
	int64_t late_ns;
	int64_t rows_max; /* of an answer */
	bool patient;
	bool late;
};

static int64_t
worked_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

bool
kb_db_late(struct kb_db *db)
{
	struct kb_db_guard *g = db->guard;
	if (!g || g->patient) {
		return false;
	}
	int64_t now = worked_ns();
	if (g->seen != g->step) {
		g->seen = g->step;
		g->began_ns = now;
		g->late = false;
	}
	g->late = g->late || now - g->began_ns > g->late_ns;
	return g->late;
}

bool
kb_db_was_late(const struct kb_db *db)
{
	return db->guard && db->guard->late;
}

static int
on_progress(void *guard)
{
	struct kb_db db = { .guard = guard };
	return kb_db_late(&db);
}

/* Rows that the file, as large as it is now, and its log can hold. */
static int64_t
rows_of(const struct kb_db *db)
{
	struct stat st;
	struct kb_buf log = { 0 };
	int64_t bytes = stat(db->path, &st) == 0 ? st.st_size : 0;
	kb_buf_printf(&log, "%s-wal", db->path);
	bytes += stat(log.p, &st) == 0 ? st.st_size : 0;
	kb_buf_release(&log);
	return bytes / ROW_BYTES;
}

void
kb_db_guard(struct kb_db *db)
{
	db->guard = kb_calloc(1, sizeof(*db->guard));
	db->guard->late_ns = OPENING_NS;
	db->guard->rows_max = rows_of(db);
	kb_db_guard_again(db);
}

void
kb_db_guard_opened(struct kb_db *db)
{
	db->guard->late_ns = LATE_NS;
}

void
kb_db_guard_again(struct kb_db *db)
{
	sqlite3_progress_handler(db->h, STEPS, db->guard ? on_progress : NULL, db->guard);
}

void
kb_db_unguard(struct kb_db *db)
{
	free(db->guard);
	db->guard = NULL;
	if (db->h) {
		kb_db_guard_again(db);
	}
}

void
kb_db_step(struct kb_db *db)
{
	if (db->guard) {
		db->guard->step++;
	}
}

/* A tree whose branches meet again is walked without end, each step of it at once. */
bool
kb_db_endless(const struct kb_db *db, int64_t rows)
{
	struct kb_db_guard *g = db->guard;
	if (!g || g->patient || rows <= g->rows_max) {
		return false;
	}
	g->rows_max = rows_of(db); /* somebody may have written meanwhile */
	return rows > g->rows_max;
}

void
kb_db_patient(struct kb_db *db, bool patient)
{
	if (db->guard) {
		db->guard->patient = patient;
	}
}

/* --- the schema ------------------------------------------------------------------------- */

/*
 * SQLite keeps the words of a CREATE as they were given, so that each stands
 * in a migration; but for the tables that FTS5 makes for itself.
 */
static const char *const own_tables[] = {
	"_data'(id INTEGER PRIMARY KEY, block BLOB)",
	"_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID",
	"_docsize'(id INTEGER PRIMARY KEY, sz BLOB)",
	"_config'(k PRIMARY KEY, v) WITHOUT ROWID",
};

static bool
is_fts_own(kb_str sql)
{
	const kb_str head = KB_STR("CREATE TABLE '");
	size_t name = head.n;
	if (!kb_str_starts(sql, head)) {
		return false;
	}
	while (name < sql.n && ((sql.p[name] >= 'a' && sql.p[name] <= 'z') || sql.p[name] == '_')) {
		name++;
	}
	for (size_t i = 0; i < sizeof(own_tables) / sizeof(*own_tables); i++) {
		kb_str tail = kb_str_of(own_tables[i]);
		/* the name has a part of the tail in it */
		if (kb_str_ends(sql, tail) && sql.n - tail.n + strcspn(tail.p, "'") == name) {
			return true;
		}
	}
	return false;
}

static bool
is_expected(const struct kb_db *db, kb_str sql)
{
	bool found = sql.n == 0 || is_fts_own(sql); /* an index that a table brings has no words */
	for (int n = 0; !found && n < db->kind->version; n++) {
		kb_str migration = kb_str_of((const char *)db->kind->migrations[n]);
		found = kb_str_find(migration, sql) != SIZE_MAX;
	}
	return found;
}

enum kb_err
kb_db_vet(struct kb_ctx *ctx, struct kb_db *db)
{
	sqlite3_stmt *st = NULL;
	bool expected = true;
	int rc = sqlite3_prepare_v2(db->h, "SELECT sql FROM sqlite_schema", -1, &st, NULL);
	while (rc == SQLITE_OK && expected && sqlite3_step(st) == SQLITE_ROW) {
		const void *p = sqlite3_column_blob(st, 0);
		expected = is_expected(db, (kb_str){ p, (size_t)sqlite3_column_bytes(st, 0) });
	}
	rc = sqlite3_finalize(st);
	if (rc != SQLITE_OK) {
		return kb_db_fail(ctx, db);
	}
	return expected ? KB_OK
	                : kb_fail(ctx, KB_E_DATA,
	                          _("%s '%s' is not as kanbao makes them: it has other tables; "
	                            "restore it from a copy"),
	                          _(db->kind->noun), db->path);
}
