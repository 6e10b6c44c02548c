/* Copies for the bad day, and back. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "generation.h"
#include "kanbao/i18n.h"
#include "kanbao/path.h"

static enum kb_err
may_replace(struct kb_ctx *ctx, const char *path, bool replace)
{
	struct stat st;
	if (replace || (lstat(path, &st) != 0 && errno == ENOENT)) {
		return KB_OK;
	}
	return kb_fail(ctx, KB_E_CREATE, _("'%s' is there already; --replace replaces it"), path);
}

/* A copy under its name, at once; on the disk. */
static enum kb_err
put_in_place(struct kb_ctx *ctx, const char *tmp, const char *path, bool replace)
{
	int rc = replace ? rename(tmp, path)
	                 : renameat2(AT_FDCWD, tmp, AT_FDCWD, path, RENAME_NOREPLACE);
	if (rc != 0 && errno == EEXIST) {
		return may_replace(ctx, path, false); /* somebody was faster */
	}
	if (rc != 0 && errno == EINVAL) {
		rc = rename(tmp, path); /* this file system cannot do it in one */
	}
	return rc == 0 ? kb_sync_folder_of(ctx, path)
	               : kb_fail(ctx, KB_E_CREATE, "'%s': %s", path, strerror(errno));
}

enum kb_err
kb_store_backup(struct kb_store *store, struct kb_ctx *ctx, const char *file, bool replace,
                const struct kb_copy_progress *progress)
{
	struct kb_buf tmp = { 0 };
	int lock = -1;
	enum kb_err err = may_replace(ctx, file, replace);
	/* two at once would write the same file beside it */
	err = err ? err : kb_lock_take(ctx, file, &lock);
	kb_buf_printf(&tmp, "%s.tmp", file);
	err = err ? err : kb_copy_write(store, ctx, tmp.p, "DELETE", progress);
	if (!err) {
		err = put_in_place(ctx, tmp.p, file, replace);
		kb_copy_unlink(tmp.p);
	}
	kb_lock_drop(file, lock);
	kb_buf_release(&tmp);
	return err;
}

/*
 * What waits in the log of the old archive is taken in, for where the archive
 * stays after all; one that is damaged is replaced with its log.
 */
static void
settle(const char *path)
{
	struct kb_ctx quiet = { 0 };
	struct kb_store *old = NULL;
	enum kb_store_mode mode = kb_network_kind(path) ? KB_STORE_WRITE_NETWORK : KB_STORE_WRITE;
	if (access(path, F_OK) == 0 && kb_store_open(&quiet, path, mode, &old) == KB_OK) {
		kb_store_close(old);
	}
	kb_ctx_release(&quiet);
}

/* What waits in the log of the old archive must not get into the new one. */
static void
unlink_log(const char *path)
{
	static const char *const suffixes[] = { "-wal", "-shm", "-journal" };
	struct kb_buf name = { 0 };
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		kb_buf_clear(&name);
		kb_buf_printf(&name, "%s%s", path, suffixes[i]);
		(void)unlink(name.p);
	}
	kb_buf_release(&name);
}

enum kb_err
kb_store_restore(struct kb_store *from, struct kb_ctx *ctx, const char *path, bool replace,
                 const struct kb_copy_progress *progress)
{
	struct kb_buf tmp = { 0 };
	int lock = -1;
	enum kb_err err = may_replace(ctx, path, replace);
	err = err ? err : kb_path_make_parents(ctx, path);
	if (!err) {
		settle(path);
	}
	err = err ? err : kb_lock_take(ctx, path, &lock);
	if (err) {
		return err;
	}
	kb_buf_printf(&tmp, "%s-new", path);
	err = kb_copy_write(from, ctx, tmp.p, kb_network_kind(path) ? "DELETE" : "WAL", progress);
	if (!err) {
		unlink_log(path);
		err = put_in_place(ctx, tmp.p, path, replace);
		kb_copy_unlink(tmp.p);
	}
	kb_lock_drop(path, lock);
	kb_buf_release(&tmp);
	return err;
}
