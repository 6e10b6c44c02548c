/*
 * A SQLite file of ours: opened with care, its statements, queries. Private
 * to the store, the only place that includes sqlite3.h.
 */
#ifndef KANBAO_STORE_DB_H
#define KANBAO_STORE_DB_H

#include <sqlite3.h>
#include <time.h>

#include "kanbao/arena.h"
#include "kanbao/ctx.h"
#include "kanbao/date.h"

enum kb_sql {
#define X(id, text) id,
#include "sql.def"
#undef X
	KB_SQL_COUNT
};
/* Text of a statement (for tests). */
const char *kb_sql_text(enum kb_sql id);

struct kb_db_guard; /* db_guard.h */

/* A kind of file: who made it, and the migrations that lead to its schema. */
struct kb_db_kind {
	const char *noun; /* "archive" */
	uint32_t application_id;
	const unsigned char *const *migrations;
	int version;      /* how many there are */
	int64_t size_max; /* a larger one is refused */
	/* What the schema needs of the connection, or NULL. */
	int (*extend)(sqlite3 *h, void *user);
};

/* Zeroed is closed. */
struct kb_db {
	sqlite3 *h;
	const struct kb_db_kind *kind;
	void *user; /* for extend(), kept while closed */
	char *path;
	int version; /* of its schema; 0 of an empty one */
	struct kb_db_guard *guard;
	struct timespec changed; /* of a file opened without locks: when, before it was */
	bool vetted;             /* the schema has been compared; kept while closed */
	sqlite3_stmt *stmt[KB_SQL_COUNT];
};

enum kb_db_how {
	KB_DB_READ,      /* mode=ro */
	KB_DB_IMMUTABLE, /* mode=ro, no locks, nothing made beside the file */
	KB_DB_WRITE,     /* must exist */
	KB_DB_CREATE,
	KB_DB_AS_IS, /* keeps the version it has; where there is none it is made, empty */
};

/*
 * Looks at the file without SQLite: regular, of this kind, whole, not newer.
 * KB_E_NOINPUT where it is missing, KB_E_PERM where it must not be read,
 * KB_E_DATA otherwise.
 */
enum kb_err kb_db_look(struct kb_ctx *ctx, const struct kb_db_kind *kind, const char *path);
/* Whether the file is one that is written without a log beside it (bytes 18 and 19: 1). */
bool kb_db_has_no_log(const char *path);
/* Opens the file; with KB_DB_WRITE and KB_DB_CREATE, takes it to the newest version. */
enum kb_err kb_db_open(struct kb_ctx *ctx, const struct kb_db_kind *kind, const char *path,
                       enum kb_db_how how, struct kb_db *db);
/* All of an open file into another, which is then taken to the newest version. */
enum kb_err kb_db_copy(struct kb_ctx *ctx, struct kb_db *from, struct kb_db *to);
/* NULL path is a database in memory. */
enum kb_err kb_db_close(struct kb_ctx *ctx, struct kb_db *db);
/* Runs SQL without results. */
enum kb_err kb_db_exec(struct kb_ctx *ctx, struct kb_db *db, const char *sql);
/* Records what SQLite said last. */
enum kb_err kb_db_fail(struct kb_ctx *ctx, struct kb_db *db);
/* A step of sqlite3_backup has failed: of the file whose fault it is. */
enum kb_err kb_db_fail_backup(struct kb_ctx *ctx, struct kb_db *from, struct kb_db *to, int rc);

/* A statement being run: bound from the first parameter on, then stepped. */
struct kb_query {
	struct kb_db *db;
	struct kb_ctx *ctx;
	sqlite3_stmt *st;
	enum kb_err err;
	int bound;
	int64_t rows; /* so far */
};
struct kb_query kb_query(struct kb_db *db, struct kb_ctx *ctx, enum kb_sql id);
void kb_bind_int(struct kb_query *q, int64_t value);
/* Absent is NULL. The text must live until the query ends. */
void kb_bind_text(struct kb_query *q, kb_str text);
void kb_bind_blob(struct kb_query *q, kb_str bytes);
/* True for each row; false at the end or after an error. */
bool kb_query_row(struct kb_query *q);
/* Gives the statement back; KB_OK or the error met. Needed once a query. */
enum kb_err kb_query_end(struct kb_query *q);
/* For statements without results: step and end. */
enum kb_err kb_query_run(struct kb_query *q);

int64_t kb_col_int(const struct kb_query *q, int col);
/* A number that stands for one of `count` things: 0 where the file says something else. */
int kb_col_choice(const struct kb_query *q, int col, int count);
/* KB_DAY_NONE for NULL, and where the file says no day. */
kb_day kb_col_day(const struct kb_query *q, int col);
/* A copy in the arena; NULL is absent. */
kb_str kb_col_text(const struct kb_query *q, struct kb_arena *a, int col);
/* Borrowed until the next step. */
kb_str kb_col_blob(const struct kb_query *q, int col);
bool kb_col_null(const struct kb_query *q, int col);

/*
 * The references of a query over one of them, or (whole) over the articles of
 * an issue: from first (included) to below (not included).
 */
struct kb_ref_range {
	struct kb_buf first;
	struct kb_buf below;
};
struct kb_ref_range kb_ref_range(kb_str ref, bool whole);
void kb_ref_range_bind(struct kb_query *q, const struct kb_ref_range *range);
void kb_ref_range_release(struct kb_ref_range *range);

#endif
