/*
 * Versions of a schema: forward only, one transaction a step. Before the first
 * step of a file that held something a copy of it is made, which stays until
 * the file has been closed well once.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db_guard.h"
#include "generation.h"
#include "kanbao/i18n.h"
#include "kanbao/path.h"

/*
 * One transaction a step, the version in it: old or new, never between. Where
 * somebody else has made the step meanwhile there is nothing to do.
 */
static enum kb_err
step(struct kb_ctx *ctx, struct kb_db *db, int n)
{
	struct kb_buf sql = { 0 };
	int version = 0;
	enum kb_err err = kb_db_exec(ctx, db, "BEGIN IMMEDIATE");
	err = err ? err : kb_db_read_version(ctx, db, &version);
	if (!err && version > n) {
		return kb_db_exec(ctx, db, "ROLLBACK");
	}
	kb_buf_printf(&sql, "%s;PRAGMA application_id=%u;PRAGMA user_version=%d;COMMIT",
	              (const char *)db->kind->migrations[n], (unsigned)db->kind->application_id,
	              n + 1);
	err = err ? err : kb_db_exec(ctx, db, sql.p);
	kb_buf_release(&sql);
	return err;
}

static void
copy_path(struct kb_buf *out, const char *path, int version)
{
	kb_buf_printf(out, "%s-v%d", path, version);
}

static enum kb_err
write_copy(struct kb_ctx *ctx, struct kb_db *db, const char *tmp)
{
	struct kb_db copy = { 0 };
	kb_copy_unlink(tmp);
	enum kb_err err = kb_db_open(ctx, db->kind, tmp, KB_DB_AS_IS, &copy);
	if (err) {
		return err;
	}
	err = kb_db_exec(ctx, &copy, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
	sqlite3_backup *backup = err ? NULL : sqlite3_backup_init(copy.h, "main", db->h, "main");
	int rc = backup ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
	(void)sqlite3_backup_finish(backup);
	if (!err && rc != SQLITE_DONE) {
		err = backup ? kb_db_fail_backup(ctx, db, &copy, rc) : kb_db_fail(ctx, &copy);
	}
	err = err ? err : kb_db_exec(ctx, &copy, "PRAGMA journal_mode=DELETE");
	enum kb_err closed = kb_db_close(ctx, &copy);
	err = err ? err : closed;
	return err ? err : kb_path_sync(ctx, tmp);
}

/* How the file was, on the disk under another name. */
static enum kb_err
keep_copy(struct kb_ctx *ctx, struct kb_db *db, int version)
{
	struct kb_buf path = { 0 };
	struct kb_buf tmp = { 0 };
	struct stat st;
	enum kb_err err = KB_OK;
	copy_path(&path, db->path, version);
	kb_buf_printf(&tmp, "%s.tmp", path.p);
	if (stat(path.p, &st) != 0) {
		err = write_copy(ctx, db, tmp.p);
		if (!err && rename(tmp.p, path.p) != 0) {
			err = kb_fail(ctx, KB_E_CREATE, "'%s': %s", path.p, strerror(errno));
		}
		err = err ? err : kb_path_sync_folder(ctx, path.p);
		if (err) {
			kb_copy_unlink(tmp.p);
		}
	}
	kb_buf_release(&path);
	kb_buf_release(&tmp);
	return err;
}

enum kb_err
kb_db_migrate(struct kb_ctx *ctx, struct kb_db *db)
{
	int version = 0;
	enum kb_err err = kb_db_read_version(ctx, db, &version);
	if (!err && version > 0 && version < db->kind->version &&
	    strcmp(db->path, ":memory:") != 0) {
		err = keep_copy(ctx, db, version);
	}
	for (int n = version; !err && n < db->kind->version; n++) {
		err = step(ctx, db, n);
	}
	return err;
}

void
kb_db_settle(const struct kb_db_kind *kind, const char *path)
{
	struct kb_buf copy = { 0 };
	for (int version = 1; version < kind->version; version++) {
		kb_buf_clear(&copy);
		copy_path(&copy, path, version);
		kb_copy_unlink(copy.p);
		kb_buf_add(&copy, KB_STR(".tmp"));
		kb_copy_unlink(copy.p); /* of one that was broken off */
	}
	kb_buf_release(&copy);
}
