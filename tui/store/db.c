/* Statements and queries on an open SQLite file, and its errors as ours. */
#include "db_guard.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "kanbao/i18n.h"

static const char *const sql_text[KB_SQL_COUNT] = {
#define X(id, text) [id] = (text),
#include "sql.def"
#undef X
};

const char *
kb_sql_text(enum kb_sql id)
{
	return sql_text[id];
}

/* What an error of SQLite is to us, and what there is to do. */
static const struct {
	int code;
	enum kb_err err;
	const char *hint;
} errors[] = {
	{ SQLITE_BUSY, KB_E_BUSY, N_("another program is using it; try again") },
	{ SQLITE_LOCKED, KB_E_BUSY, N_("another program is using it; try again") },
	{ SQLITE_CORRUPT, KB_E_DATA, N_("it is damaged; restore it from a copy") },
	{ SQLITE_NOTADB, KB_E_DATA, N_("it is damaged; restore it from a copy") },
	{ SQLITE_PERM, KB_E_PERM, N_("it must not be written") },
	{ SQLITE_READONLY, KB_E_PERM, N_("it must not be written") },
	{ SQLITE_FULL, KB_E_IO, N_("the disk is full; nothing was changed") },
	{ SQLITE_IOERR, KB_E_IO, N_("the disk reports an error; nothing was changed") },
	{ SQLITE_CANTOPEN, KB_E_CREATE, N_("it cannot be opened or made") },
	{ SQLITE_TOOBIG, KB_E_DATA, N_("it holds a value that is too large") },
	{ SQLITE_NOMEM, KB_E_DATA, N_("it takes too much memory to read") },
};

static enum kb_err
fail_with(struct kb_ctx *ctx, const struct kb_db *db, enum kb_err err, const char *what)
{
	/* TRANSLATORS: "archive" or "state file", its path, what is wrong with it */
	return kb_fail(ctx, err, _("%s '%s': %s"), _(db->kind->noun), db->path, what);
}

/* A file read without locks in which somebody has written since is not damaged. */
static bool
changed_meanwhile(const struct kb_db *db, int code)
{
	struct stat st;
	return (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) && db->changed.tv_sec &&
	       stat(db->path, &st) == 0 &&
	       (st.st_mtim.tv_sec != db->changed.tv_sec ||
	        st.st_mtim.tv_nsec != db->changed.tv_nsec);
}

static enum kb_err
fail_code(struct kb_ctx *ctx, struct kb_db *db, int code)
{
	if (changed_meanwhile(db, code)) {
		return fail_with(ctx, db, KB_E_BUSY, _("it changed while it was read; try again"));
	}
	if (code == SQLITE_INTERRUPT && kb_db_was_late(db)) {
		return fail_with(
			ctx, db, KB_E_DATA,
			_("an answer takes too long; 'kanbao check' tells what is damaged"));
	}
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (errors[i].code == code) {
			return fail_with(ctx, db, errors[i].err, _(errors[i].hint));
		}
	}
	return fail_with(ctx, db, KB_E_INTERNAL,
	                 db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(code));
}

enum kb_err
kb_db_fail(struct kb_ctx *ctx, struct kb_db *db)
{
	return fail_code(ctx, db, db->h ? sqlite3_errcode(db->h) & 0xff : SQLITE_NOMEM);
}

/* SQLite leaves every error with the copy; a new file of our own is only ever written. */
enum kb_err
kb_db_fail_backup(struct kb_ctx *ctx, struct kb_db *from, struct kb_db *to, int rc)
{
	static const int of_source[] = {
		SQLITE_BUSY,   SQLITE_LOCKED,     SQLITE_CORRUPT,
		SQLITE_NOTADB, SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ
	};
	for (size_t i = 0; i < sizeof(of_source) / sizeof(of_source[0]); i++) {
		if (rc == of_source[i] || (rc & 0xff) == of_source[i]) {
			return fail_code(ctx, from, rc & 0xff);
		}
	}
	return fail_code(ctx, to, rc & 0xff);
}

enum kb_err
kb_db_exec(struct kb_ctx *ctx, struct kb_db *db, const char *sql)
{
	kb_db_step(db);
	if (sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK) {
		return KB_OK;
	}
	enum kb_err err = kb_db_fail(ctx, db);
	if (!sqlite3_get_autocommit(db->h)) {
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
	}
	return err;
}

enum kb_err
kb_db_close(struct kb_ctx *ctx, struct kb_db *db)
{
	for (size_t i = 0; i < KB_SQL_COUNT; i++) {
		sqlite3_finalize(db->stmt[i]);
	}
	enum kb_err err = KB_OK;
	kb_db_unguard(db);
	if (sqlite3_close(db->h) != SQLITE_OK && ctx) {
		err = kb_db_fail(ctx, db);
	}
	free(db->path);
	*db = (struct kb_db){ .kind = db->kind, .user = db->user, .vetted = db->vetted };
	return err;
}

/* The statements are right (a test prepares each), so a table that lacks a column is damage. */
static enum kb_err
fail_prepare(struct kb_ctx *ctx, struct kb_db *db)
{
	if ((sqlite3_errcode(db->h) & 0xff) != SQLITE_ERROR) {
		return kb_db_fail(ctx, db);
	}
	return fail_with(ctx, db, KB_E_DATA, _("it is damaged; restore it from a copy"));
}

struct kb_query
kb_query(struct kb_db *db, struct kb_ctx *ctx, enum kb_sql id)
{
	struct kb_query q = { .db = db, .ctx = ctx };
	if (!db->stmt[id] && sqlite3_prepare_v3(db->h, sql_text[id], -1, SQLITE_PREPARE_PERSISTENT,
	                                        &db->stmt[id], NULL) != SQLITE_OK) {
		q.err = fail_prepare(ctx, db);
		return q;
	}
	q.st = db->stmt[id];
	assert(!sqlite3_stmt_busy(q.st)); /* no statement is run inside itself */
	return q;
}

static void
bound(struct kb_query *q, int rc)
{
	if (rc != SQLITE_OK && !q->err) {
		q->err = kb_db_fail(q->ctx, q->db);
	}
}

void
kb_bind_int(struct kb_query *q, int64_t value)
{
	if (!q->err) {
		bound(q, sqlite3_bind_int64(q->st, ++q->bound, value));
	}
}

void
kb_bind_text(struct kb_query *q, kb_str text)
{
	if (!q->err) {
		bound(q, sqlite3_bind_text64(q->st, ++q->bound, text.p, text.n, SQLITE_STATIC,
		                             SQLITE_UTF8));
	}
}

void
kb_bind_blob(struct kb_query *q, kb_str bytes)
{
	if (!q->err) {
		bound(q, sqlite3_bind_blob64(q->st, ++q->bound, bytes.p, bytes.n, SQLITE_STATIC));
	}
}

bool
kb_query_row(struct kb_query *q)
{
	if (q->err) {
		return false;
	}
	kb_db_step(q->db);
	int rc = sqlite3_step(q->st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		q->err = kb_db_fail(q->ctx, q->db);
	} else if (kb_db_endless(q->db, ++q->rows)) {
		q->err = fail_code(q->ctx, q->db, SQLITE_CORRUPT);
	}
	return rc == SQLITE_ROW && !q->err;
}

enum kb_err
kb_query_end(struct kb_query *q)
{
	if (q->st) {
		sqlite3_reset(q->st);
		sqlite3_clear_bindings(q->st);
	}
	return q->err;
}

enum kb_err
kb_query_run(struct kb_query *q)
{
	while (kb_query_row(q)) {
		/* no results are wanted */
	}
	return kb_query_end(q);
}

int64_t
kb_col_int(const struct kb_query *q, int col)
{
	return sqlite3_column_int64(q->st, col);
}

int
kb_col_choice(const struct kb_query *q, int col, int count)
{
	int64_t value = kb_col_int(q, col);
	return value < 0 || value >= count ? 0 : (int)value;
}

kb_day
kb_col_day(const struct kb_query *q, int col)
{
	return kb_col_null(q, col) ? KB_DAY_NONE : kb_day_checked(kb_col_int(q, col));
}

kb_str
kb_col_text(const struct kb_query *q, struct kb_arena *a, int col)
{
	const unsigned char *p = sqlite3_column_text(q->st, col);
	return kb_arena_dup(a,
	                    (kb_str){ (const char *)p, (size_t)sqlite3_column_bytes(q->st, col) });
}

kb_str
kb_col_blob(const struct kb_query *q, int col)
{
	const void *p = sqlite3_column_blob(q->st, col);
	return (kb_str){ p, (size_t)sqlite3_column_bytes(q->st, col) };
}

bool
kb_col_null(const struct kb_query *q, int col)
{
	return sqlite3_column_type(q->st, col) == SQLITE_NULL;
}

struct kb_ref_range
kb_ref_range(kb_str ref, bool whole)
{
	struct kb_ref_range range = { 0 };
	kb_buf_add(&range.first, ref);
	kb_buf_add(&range.below, ref);
	if (whole && kb_str_ends(ref, KB_STR("-"))) {
		range.below.p[ref.n - 1] = '-' + 1; /* PAPER/YEAR- */
	} else if (whole) {
		kb_buf_byte(&range.first, '/');
		kb_buf_byte(&range.below, '/' + 1);
	} else {
		kb_buf_byte(&range.below, 1); /* no reference has a control character */
	}
	return range;
}

void
kb_ref_range_bind(struct kb_query *q, const struct kb_ref_range *range)
{
	kb_bind_text(q, kb_buf_str(&range->first));
	kb_bind_text(q, kb_buf_str(&range->below));
}

void
kb_ref_range_release(struct kb_ref_range *range)
{
	kb_buf_release(&range->first);
	kb_buf_release(&range->below);
}
