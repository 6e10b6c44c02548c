/*
 * Publishing: a generation is copied, checked, hashed and on the disk before
 * the link is swapped to it. A crash leaves the old one in its place and
 * nothing that the next publishing would not take away.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "generation.h"
#include "kanbao/i18n.h"
#include "kanbao/path.h"

static enum kb_err
fail_at(struct kb_ctx *ctx, const char *path)
{
	enum kb_err err = errno == EACCES || errno == EPERM || errno == EROFS ? KB_E_PERM : KB_E_IO;
	return kb_fail(ctx, err, _("cannot publish to '%s': %s"), path, strerror(errno));
}

/* For everybody to read, whatever the umask of who publishes. */
static enum kb_err
make_folder(struct kb_ctx *ctx, const char *path)
{
	if (mkdir(path, 0755) == 0) {
		return chmod(path, 0755) == 0 ? kb_path_sync_folder(ctx, path) : fail_at(ctx, path);
	}
	return errno == EEXIST ? KB_OK : fail_at(ctx, path);
}

static enum kb_err
make_folders(struct kb_ctx *ctx, const char *dir)
{
	struct kb_buf gen = { 0 };
	kb_buf_printf(&gen, "%s/gen", dir);
	enum kb_err err = kb_path_make_parents(ctx, dir);
	err = err ? err : make_folder(ctx, dir);
	err = err ? err : make_folder(ctx, gen.p);
	kb_buf_release(&gen);
	return err;
}

/* What the copy holds, and its hash. */
static enum kb_err
measure(struct kb_ctx *ctx, const char *path, struct kb_manifest *m)
{
	struct kb_store *copy = NULL;
	struct kb_store_counts counts = { 0 };
	struct stat st;
	enum kb_err err = kb_store_open(ctx, path, KB_STORE_READ, &copy);
	err = err ? err : kb_store_counts(copy, ctx, &counts);
	if (!err) {
		m->schema = copy->db.version;
	}
	kb_store_close(copy);
	err = err ? err : kb_file_sha256(ctx, path, m->sha256);
	if (!err && stat(path, &st) != 0) {
		err = fail_at(ctx, path);
	}
	if (!err) {
		m->bytes = st.st_size;
		m->papers = counts.papers;
		m->issues = counts.issues;
		m->articles = counts.articles;
	}
	return err;
}

/* Whether the newest generation was made the same, byte for byte, and is still there. */
static bool
same_as_newest(const char *dir, const struct kb_manifest *m)
{
	struct kb_ctx quiet = { 0 };
	struct kb_manifest old;
	struct kb_buf file = { 0 };
	struct stat st;
	long newest = kb_generation_newest(dir);
	kb_generation_path(&file, dir, newest, ".db");
	bool same = newest && kb_manifest_read(&quiet, dir, newest, &old) == KB_OK &&
	            strcmp(old.sha256, m->sha256) == 0 && stat(file.p, &st) == 0 &&
	            st.st_size == m->bytes;
	kb_buf_release(&file);
	kb_ctx_release(&quiet);
	return same;
}

/* The link leads to the new one or to the old one, never nowhere. */
static enum kb_err
swap_current(struct kb_ctx *ctx, const char *dir, long number)
{
	char target[40];
	struct kb_buf link = { 0 };
	struct kb_buf fresh = { 0 };
	snprintf(target, sizeof(target), "gen/%04ld.db", number);
	kb_buf_printf(&link, "%s/current", dir);
	kb_buf_printf(&fresh, "%s/current.new", dir);
	(void)unlink(fresh.p); /* left by a crash: the lock is held */
	enum kb_err err = KB_OK;
	if (symlink(target, fresh.p) != 0 || rename(fresh.p, link.p) != 0) {
		err = fail_at(ctx, link.p);
		(void)unlink(fresh.p);
	}
	err = err ? err : kb_path_sync(ctx, dir);
	kb_buf_release(&link);
	kb_buf_release(&fresh);
	return err;
}

static enum kb_err
put_in_place(struct kb_ctx *ctx, const char *dir, const char *tmp, const struct kb_manifest *m)
{
	struct kb_buf file = { 0 };
	kb_generation_path(&file, dir, m->generation, ".db");
	enum kb_err err = kb_manifest_write(ctx, dir, m);
	if (!err && (chmod(tmp, 0444) != 0 || rename(tmp, file.p) != 0)) {
		err = fail_at(ctx, file.p);
	}
	err = err ? err : kb_path_sync_folder(ctx, file.p);
	err = err ? err : swap_current(ctx, dir, m->generation);
	kb_buf_release(&file);
	return err;
}

static enum kb_err
publish(struct kb_store *store, struct kb_ctx *ctx, const char *dir,
        const struct kb_copy_progress *progress, struct kb_manifest *m, bool *fresh)
{
	struct kb_buf tmp = { 0 };
	/* room for the new one */
	enum kb_err err = kb_generation_collect(ctx, dir, KB_GENERATIONS - 1, &m->generation);
	kb_generation_path(&tmp, dir, ++m->generation, ".tmp");
	err = err ? err : kb_copy_write(store, ctx, tmp.p, "DELETE", progress);
	if (!err) {
		err = measure(ctx, tmp.p, m);
		*fresh = !err && !same_as_newest(dir, m);
		err = err || !*fresh ? err : put_in_place(ctx, dir, tmp.p, m);
		kb_copy_unlink(tmp.p);
	}
	if (!err && !*fresh) {
		err = kb_manifest_read(ctx, dir, kb_generation_newest(dir), m);
	}
	kb_buf_release(&tmp);
	return err;
}

enum kb_err
kb_store_publish(struct kb_store *store, struct kb_ctx *ctx, const char *dir,
                 const struct kb_copy_progress *progress, struct kb_manifest *out, bool *fresh)
{
	struct kb_manifest m = { 0 };
	struct kb_buf lock = { 0 };
	long last = 0;
	int fd = -1;
	kb_buf_printf(&lock, "%s/current", dir);
	enum kb_err err = make_folders(ctx, dir);
	err = err ? err : kb_lock_take(ctx, lock.p, &fd);
	if (!err) {
		err = publish(store, ctx, dir, progress, &m, fresh);
		if (!err) {
			/* readers that have gone on already leave the old one free */
			err = kb_generation_collect(ctx, dir, KB_GENERATIONS, &last);
		}
		kb_lock_drop(lock.p, fd);
	}
	if (!err) {
		*out = m;
	}
	kb_buf_release(&lock);
	return err;
}
