/*
 * All of an archive into another file, by SQLite's backup: of one moment,
 * while somebody writes too. The copy is checked before anybody relies on it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "generation.h"
#include "kanbao/i18n.h"
#include "kanbao/path.h"

/* Pages between two looks at whether to go on. */
#define STEP_PAGES 2000
/* Virtual machine steps between two looks, while SQLite checks. */
#define STEPS 1000000
/* An archive that changes under the copy is copied again so often. */
#define TRIES 5

struct job {
	struct kb_ctx *ctx;
	const struct kb_copy_progress *progress;
	bool stopped;
	bool steady; /* what was read is of one moment */
	int lock;    /* of the archive, while it is read; −1: no writer came so far */
};

static bool
goes_on(struct job *j, enum kb_stage stage, int64_t done, int64_t total)
{
	const struct kb_copy_progress *p = j->progress;
	j->stopped = j->stopped || (p && p->progress && !p->progress(p->user, stage, done, total));
	return !j->stopped;
}

static int
check_stops(void *user)
{
	return !goes_on(user, KB_STAGE_FILE, 0, 0);
}

void
kb_copy_unlink(const char *path)
{
	static const char *const suffixes[] = { "", "-journal", "-wal", "-shm" };
	struct kb_buf name = { 0 };
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		kb_buf_clear(&name);
		kb_buf_printf(&name, "%s%s", path, suffixes[i]);
		unlink(name.p);
	}
	kb_buf_release(&name);
}

static enum kb_err
copy_pages(struct job *j, struct kb_db *from, struct kb_db *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->h, "main", from->h, "main");
	if (!backup) {
		return kb_db_fail(j->ctx, to);
	}
	int rc = SQLITE_OK;
	while (rc == SQLITE_OK && goes_on(j, KB_STAGE_COPY, 0, 0)) {
		rc = sqlite3_backup_step(backup, STEP_PAGES);
		int64_t total = sqlite3_backup_pagecount(backup);
		(void)goes_on(j, KB_STAGE_COPY, total - sqlite3_backup_remaining(backup), total);
	}
	(void)sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE || j->stopped ? KB_OK : kb_db_fail_backup(j->ctx, from, to, rc);
}

/* The check that FTS5 has of its own, of each table of it. */
static enum kb_err
check_tables(struct job *j, struct kb_db *db)
{
	struct kb_buf sql = { 0 };
	struct kb_query q = kb_query(db, j->ctx, SQL_FTS_TABLES);
	while (kb_query_row(&q)) {
		kb_str name = kb_col_blob(&q, 0);
		kb_buf_printf(&sql, "INSERT INTO %.*s (%.*s, rank) VALUES ('integrity-check', 1);",
		              KB_ARG(name), KB_ARG(name));
	}
	enum kb_err err = kb_query_end(&q);
	err = err ? err : kb_db_exec(j->ctx, db, kb_buf_str(&sql).p);
	kb_buf_release(&sql);
	return err;
}

static enum kb_err
check(struct job *j, struct kb_db *db)
{
	struct kb_query q = kb_query(db, j->ctx, SQL_QUICK_CHECK);
	bool sound = kb_query_row(&q) && kb_str_eq(kb_col_blob(&q, 0), KB_STR("ok"));
	enum kb_err err = kb_query_end(&q);
	if (!err && !sound) {
		err = kb_fail(j->ctx, KB_E_DATA,
		              _("the archive is damaged; 'kanbao check' names what is"));
	}
	return err ? err : check_tables(j, db);
}

/* Writers go on: what is still to be done is with the copy. */
static void
let_go(struct job *j, const struct kb_store *from)
{
	kb_lock_drop(from->path, j->lock);
	j->lock = -1;
}

static enum kb_err
write_copy(struct job *j, struct kb_store *from, struct kb_db *to, const char *journal)
{
	struct kb_buf sql = { 0 };
	/* not needed while it is made: one that is not whole is thrown away */
	enum kb_err err = kb_db_exec(j->ctx, to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
	err = err ? err : copy_pages(j, &from->db, to);
	j->steady = kb_store_steady(from);
	let_go(j, from);
	if (err || j->stopped || !j->steady) {
		return err;
	}
	kb_buf_printf(&sql, "PRAGMA journal_mode=%s", journal);
	err = kb_db_exec(j->ctx, to, sql.p);
	sqlite3_progress_handler(to->h, STEPS, check_stops, j);
	err = err ? err : check(j, to);
	sqlite3_progress_handler(to->h, 0, NULL, NULL);
	kb_buf_release(&sql);
	return err;
}

static enum kb_err
try_copy(struct job *j, struct kb_store *from, const char *path, const char *journal)
{
	struct kb_db to = { 0 };
	struct kb_query q;
	enum kb_err err = kb_store_begin(from, j->ctx);
	j->steady = true;
	if (err) {
		return err;
	}
	/* a first question: from here on a transaction sees this moment */
	q = kb_query(&from->db, j->ctx, SQL_INDEX_THERE);
	err = kb_query_run(&q);
	kb_copy_unlink(path);
	err = err ? err : kb_db_open(j->ctx, from->db.kind, path, KB_DB_AS_IS, &to);
	if (!err) {
		err = write_copy(j, from, &to, journal);
		enum kb_err closed = kb_db_close(j->ctx, &to);
		err = err ? err : closed;
	}
	kb_store_end(from);
	if (j->stopped) {
		err = kb_fail(j->ctx, KB_E_INTERRUPTED, _("interrupted"));
	}
	return err || !j->steady ? err : kb_path_sync(j->ctx, path);
}

enum kb_err
kb_copy_write(struct kb_store *from, struct kb_ctx *ctx, const char *path, const char *journal,
              const struct kb_copy_progress *progress)
{
	struct job j = { .ctx = ctx, .progress = progress, .lock = -1 };
	struct kb_ctx quiet = { 0 };
	enum kb_err err = KB_OK;
	for (int i = 0; i < TRIES && !j.steady && !j.stopped; i++) {
		/* writers came while the file was read without locks: they wait, where they must */
		if (i > 0 && kb_store_owned(&quiet, from->path) == KB_OK) {
			(void)kb_lock_take(&quiet, from->path, &j.lock);
		}
		err = try_copy(&j, from, path, journal);
		let_go(&j, from);
	}
	if (!j.steady && !j.stopped) {
		err = kb_fail(ctx, KB_E_BUSY, _("archive '%s' changes all the time; try again"),
		              from->path);
	}
	if (err) {
		kb_copy_unlink(path);
	}
	kb_ctx_release(&quiet);
	return err;
}
