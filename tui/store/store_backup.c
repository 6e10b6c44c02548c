/* Copies for the bad day, and back. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "generation.h"
#include "kanbao/i18n.h"
#include "kanbao/path.h"

/* Only files that may be written are replaced: no folders, pipes, devices, generations. */
static enum kb_err
may_replace(struct kb_ctx *ctx, const char *path, bool replace)
{
	struct stat st;
	if (lstat(path, &st) != 0) {
		return errno == ENOENT
		               ? KB_OK
		               : kb_fail(ctx, KB_E_CREATE, "'%s': %s", path, strerror(errno));
	}
	if (!replace) {
		return kb_fail(ctx, KB_E_CREATE, _("'%s' is there already; --replace replaces it"),
		               path);
	}
	if (!S_ISREG(st.st_mode)) {
		return kb_fail(ctx, KB_E_CREATE, _("'%s' is not a regular file; name another"),
		               path);
	}
	return (st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) != 0
	               ? KB_OK
	               : kb_fail(ctx, KB_E_PERM, _("'%s' is read-only; name another"), path);
}

/*
 * What waits in the log of the old one is taken in, for where it stays after
 * all; its version stays. One that is damaged is replaced with its log, which
 * must not get into the new one.
 */
static void
settle(const struct kb_db_kind *kind, const char *path)
{
	static const char *const suffixes[] = { "-wal", "-shm", "-journal" };
	struct kb_ctx quiet = { 0 };
	struct kb_db old = { 0 };
	struct kb_buf name = { 0 };
	if (access(path, F_OK) == 0 && kb_db_open(&quiet, kind, path, KB_DB_AS_IS, &old) == KB_OK) {
		(void)kb_db_exec(&quiet, &old, "PRAGMA wal_checkpoint(TRUNCATE)");
		(void)kb_db_close(NULL, &old);
	}
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		kb_buf_clear(&name);
		kb_buf_printf(&name, "%s%s", path, suffixes[i]);
		(void)unlink(name.p);
	}
	kb_buf_release(&name);
	kb_ctx_release(&quiet);
}

/* The owner and mode of what is replaced; root alone can give a file away. */
static bool
take_mode(const char *tmp, const char *path)
{
	struct stat st;
	return stat(path, &st) != 0 || ((chown(tmp, st.st_uid, st.st_gid) == 0 || errno == EPERM) &&
	                                chmod(tmp, st.st_mode & 0777) == 0);
}

/* A copy under its name, at once; on the disk. */
static enum kb_err
put_in_place(struct kb_ctx *ctx, const char *tmp, const char *path, bool replace)
{
	int rc = replace ? (take_mode(tmp, path) ? rename(tmp, path) : -1)
	                 : renameat2(AT_FDCWD, tmp, AT_FDCWD, path, RENAME_NOREPLACE);
	if (rc != 0 && errno == EEXIST) {
		return may_replace(ctx, path, false); /* somebody was faster */
	}
	if (rc != 0 && errno == EINVAL) {
		rc = rename(tmp, path); /* this file system cannot do it in one */
	}
	return rc == 0 ? kb_path_sync_folder(ctx, path)
	               : kb_fail(ctx, KB_E_CREATE, "'%s': %s", path, strerror(errno));
}

/* All of it under another name, at once or not at all. */
static enum kb_err
copy_to(struct kb_store *from, struct kb_ctx *ctx, const char *path, const char *suffix,
        const char *journal, bool replace, const struct kb_copy_progress *progress)
{
	struct kb_buf tmp = { 0 };
	int lock = -1;
	enum kb_err err = may_replace(ctx, path, replace);
	/* two at once would write the same file beside it */
	err = err ? err : kb_lock_take(ctx, path, &lock);
	kb_buf_printf(&tmp, "%s%s", path, suffix);
	err = err ? err : kb_copy_write(from, ctx, tmp.p, journal, progress);
	/* time has passed */
	err = err ? err : may_replace(ctx, path, replace);
	if (!err) {
		settle(from->db.kind, path);
		err = put_in_place(ctx, tmp.p, path, replace);
	}
	if (lock >= 0) {
		kb_copy_unlink(tmp.p);
	}
	kb_lock_drop(path, lock);
	kb_buf_release(&tmp);
	return err;
}

enum kb_err
kb_store_backup(struct kb_store *store, struct kb_ctx *ctx, const char *file, bool replace,
                const struct kb_copy_progress *progress)
{
	struct kb_buf path = { 0 };
	enum kb_err err = kb_path_follow(ctx, file, &path);
	err = err ? err : copy_to(store, ctx, path.p, ".tmp", "DELETE", replace, progress);
	kb_buf_release(&path);
	return err;
}

enum kb_err
kb_store_restore(struct kb_store *from, struct kb_ctx *ctx, const char *archive, bool replace,
                 const struct kb_copy_progress *progress)
{
	struct kb_buf path = { 0 };
	enum kb_err err = kb_path_follow(ctx, archive, &path);
	err = err ? err : may_replace(ctx, path.p, replace);
	err = err ? err : kb_path_make_parents(ctx, path.p);
	if (!err) {
		const char *journal = kb_network_kind(path.p) ? "DELETE" : "WAL";
		err = copy_to(from, ctx, path.p, "-new", journal, replace, progress);
	}
	kb_buf_release(&path);
	return err;
}
