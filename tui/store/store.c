/*
 * Opening and closing the archive, or the newest generation of it.
 *
 * A reader writes nothing: where no log lies beside the file it is opened
 * immutable, without locks and without files made beside it, and looked at
 * again before each call; while somebody writes, it is opened for the length
 * of one call. A generation never changes: it is opened once, and left when its
 * reader asks for a newer one. The writer holds the import lock, works in WAL mode and leaves
 * no log behind.
 */
#include "kanbao/search.h"
#include "kanbao/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_guard.h"
#include "generation.h"
#include "index.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/path.h"
#include "schema.h"
#include "store_int.h"

static const struct kb_db_kind archive_kind = {
	.noun = N_("archive"),
	.application_id = 0x4b62616f, /* "Kbao" */
	.migrations = schema_archive,
	.version = (int)(sizeof(schema_archive) / sizeof(*schema_archive)),
	.size_max = (int64_t)1 << 40,
	.extend = kb_index_extend,
};

static void
close_db(struct kb_store *store)
{
	kb_dicts_drop(store);
	(void)kb_db_close(NULL, &store->db);
}

/* Size of a file beside the archive, −1 where there is none. */
static off_t
beside(const char *path, const char *suffix, struct stat *st)
{
	struct kb_buf name = { 0 };
	kb_buf_printf(&name, "%s%s", path, suffix);
	int rc = stat(name.p, st);
	kb_buf_release(&name);
	return rc == 0 ? st->st_size : -1;
}

/* Whether something was written that is not in the file itself yet. */
static bool
pending(const char *path)
{
	struct stat st;
	return beside(path, "-wal", &st) > 0 || beside(path, "-journal", &st) > 0;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/*
 * A log that is not the reader's own and has no index beside it: SQLite would
 * make one, and the owner could not write it (research: reliability).
 */
static bool
stranded(const char *path, const struct stat *st)
{
	struct stat shm;
	return beside(path, "-shm", &shm) < 0 && st->st_uid != geteuid();
}

/* The newest generation, into a connection of its own. */
static enum kb_err
open_generation(struct kb_ctx *ctx, const char *dir, struct kb_generation *gen, struct kb_db *db)
{
	enum kb_err err = kb_generation_hold(ctx, dir, gen);
	if (err) {
		return err;
	}
	err = kb_db_look(ctx, &archive_kind, gen->file);
	err = err ? err : kb_db_open(ctx, &archive_kind, gen->file, KB_DB_IMMUTABLE, db);
	if (err) {
		kb_generation_drop(dir, gen);
	}
	return err;
}

static enum kb_err
open_file(struct kb_store *store, struct kb_ctx *ctx)
{
	struct stat st = { 0 };
	enum kb_err err = kb_db_look(ctx, &archive_kind, store->path);
	if (err == KB_E_NOINPUT) {
		return kb_fail(ctx, err, _("no archive at '%s'; 'kanbao import FILE' makes one"),
		               store->path);
	}
	if (err) {
		return err;
	}
	store->live = pending(store->path);
	bool left = stat(store->path, &st) == 0 && store->live && stranded(store->path, &st);
	if (!left) {
		err = kb_db_open(ctx, &archive_kind, store->path,
		                 store->live ? KB_DB_READ : KB_DB_IMMUTABLE, &store->db);
		/* what a crash left cannot be taken in or back without writing */
		left = store->live && (err == KB_E_PERM || err == KB_E_CREATE);
	}
	if (left) {
		return kb_fail(ctx, KB_E_BUSY,
		               _("archive '%s' was left in the middle of an import; its owner must "
		                 "import again"),
		               store->path);
	}
	if (!err) {
		store->seen = st;
	}
	return err;
}

static enum kb_err
open_read(struct kb_store *store, struct kb_ctx *ctx)
{
	return store->published ? open_generation(ctx, store->path, &store->generation, &store->db)
	                        : open_file(store, ctx);
}

bool
kb_store_steady(const struct kb_store *store)
{
	struct stat st;
	return store->published || store->live || store->mode == KB_STORE_WRITE ||
	       (stat(store->path, &st) == 0 && same_file(&st, &store->seen));
}

enum kb_err
kb_store_renew(struct kb_store *store, struct kb_ctx *ctx, bool *renewed)
{
	struct kb_generation gen = { 0 };
	struct kb_db db = { .user = store->db.user };
	long newest = store->published ? kb_generation_newest(store->path) : 0;
	*renewed = false;
	/* 0: none is published any more, so this one is read on */
	if (!newest || store->depth > 0 || newest == store->generation.number) {
		return KB_OK;
	}
	enum kb_err err = open_generation(ctx, store->path, &gen, &db);
	if (!err) {
		close_db(store);
		kb_generation_drop(store->path, &store->generation);
		store->db = db;
		store->generation = gen;
		*renewed = true;
	}
	return err;
}

enum kb_err
kb_store_begin(struct kb_store *store, struct kb_ctx *ctx)
{
	if (store->depth > 0 || store->mode == KB_STORE_WRITE) {
		if (!store->db.h) {
			return kb_fail(ctx, KB_E_NOTHING, _("archive '%s' is empty"), store->path);
		}
		store->depth++;
		return KB_OK;
	}
	if (store->db.h && !store->published && (pending(store->path) || !kb_store_steady(store))) {
		store->db.vetted = false; /* it may be another file */
		close_db(store);
	}
	enum kb_err err = store->db.h ? KB_OK : open_read(store, ctx);
	if (!err && store->live) {
		/* all queries of one call see the same moment */
		err = kb_db_exec(ctx, &store->db, "BEGIN");
		if (err) {
			close_db(store);
		}
	}
	store->depth = err ? 0 : 1;
	return err;
}

void
kb_store_end(struct kb_store *store)
{
	store->depth--;
	if (store->depth == 0 && store->mode == KB_STORE_READ && store->live) {
		close_db(store);
	}
}

enum kb_err
kb_store_hold(struct kb_store *store, struct kb_ctx *ctx)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err && sqlite3_get_autocommit(store->db.h)) {
		err = kb_db_exec(ctx, &store->db, "BEGIN");
		store->held = !err;
		if (err) {
			kb_store_end(store);
		}
	}
	return err;
}

void
kb_store_let_go(struct kb_store *store)
{
	if (store->depth == 1 && store->held) {
		sqlite3_exec(store->db.h, "COMMIT", NULL, NULL, NULL);
		store->held = false;
	}
	kb_store_end(store);
}

/* A file that nobody may write is not written by root either. */
static enum kb_err
writable(struct kb_ctx *ctx, const char *path)
{
	struct stat st;
	bool closed = stat(path, &st) == 0 && (st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0;
	if (!closed && access(path, W_OK) == 0) {
		return KB_OK;
	}
	return kb_fail(ctx, KB_E_PERM, _("archive '%s' is read-only; name another with -a"), path);
}

/* On a network file system without a log, and only if told so, or if it had none before. */
static enum kb_err
safe_place(const struct kb_store *store, struct kb_ctx *ctx)
{
	const char *kind = store->network ? NULL : kb_network_kind(store->path);
	if (!kind || kb_db_has_no_log(store->path)) {
		return KB_OK;
	}
	return kb_fail(ctx, KB_E_PERM,
	               _("archive '%s' would be written on a network file system (%s), which is "
	                 "not safe; keep it on a disk of this host, or say -o network=yes"),
	               store->path, kind);
}

static enum kb_err
open_write(struct kb_store *store, struct kb_ctx *ctx)
{
	struct stat st;
	if (store->published) {
		return kb_fail(ctx, KB_E_PERM,
		               _("'%s' is published, for reading only; change the archive that it "
		                 "comes from, and publish that again"),
		               store->path);
	}
	enum kb_err err = safe_place(store, ctx);
	if (err) {
		return err;
	}
	if (stat(store->path, &st) != 0 && errno == ENOENT) {
		return kb_lock_take(ctx, store->path, &store->lock);
	}
	err = kb_db_look(ctx, &archive_kind, store->path);
	if (!err) {
		err = writable(ctx, store->path);
	}
	if (!err) {
		err = kb_lock_take(ctx, store->path, &store->lock);
	}
	return err ? err : kb_store_make(store, ctx);
}

/* How the archive is written, which an old one keeps. */
static const char *
journal_of(const struct kb_store *store)
{
	return kb_network_kind(store->path) ? "PRAGMA journal_mode=DELETE"
	                                    : "PRAGMA journal_mode=WAL";
}

/*
 * A new archive appears whole or not at all, and in WAL mode already: turned
 * to it in its place, a crash would leave a journal that no reader may undo.
 */
static enum kb_err
create(struct kb_store *store, struct kb_ctx *ctx)
{
	struct kb_buf name = { 0 };
	kb_buf_printf(&name, "%s-new", store->path);
	struct kb_db db = { 0 };
	/* ours: the lock is held, so this one was left by a crash */
	kb_copy_unlink(name.p);
	enum kb_err err = kb_db_open(ctx, &archive_kind, name.p, KB_DB_CREATE, &db);
	if (!err) {
		err = kb_db_exec(ctx, &db, journal_of(store));
		enum kb_err closed = kb_db_close(ctx, &db);
		err = err ? err : closed;
	}
	if (!err && rename(name.p, store->path) != 0) {
		err = kb_fail(ctx, KB_E_CREATE, _("cannot make archive '%s': %s"), store->path,
		              strerror(errno));
	}
	if (err) {
		kb_copy_unlink(name.p);
	}
	kb_buf_release(&name);
	return err;
}

enum kb_err
kb_store_make(struct kb_store *store, struct kb_ctx *ctx)
{
	if (store->db.h) {
		return KB_OK;
	}
	struct stat st;
	enum kb_err err = stat(store->path, &st) == 0 ? KB_OK : create(store, ctx);
	if (!err) {
		err = kb_db_open(ctx, &archive_kind, store->path, KB_DB_WRITE, &store->db);
	}
	if (!err) {
		err = kb_db_exec(ctx, &store->db, journal_of(store));
		err = err ? err : kb_db_exec(ctx, &store->db, "PRAGMA synchronous=FULL");
		if (err) {
			close_db(store);
		}
	}
	return err;
}

enum kb_err
kb_store_open(struct kb_ctx *ctx, const char *path, enum kb_store_mode mode, struct kb_store **out)
{
	struct kb_store *store = kb_calloc(1, sizeof(*store));
	struct kb_buf name = { 0 };
	enum kb_err err = KB_OK;
	store->published = kb_generation_dir(path, &name);
	if (!store->published) {
		/* log and lock lie beside the file, not beside a link to it */
		kb_buf_clear(&name);
		err = kb_path_follow(ctx, path, &name);
	}
	store->path = name.p;
	store->network = mode == KB_STORE_WRITE_NETWORK;
	store->mode = store->network ? KB_STORE_WRITE : mode;
	store->lock = -1;
	store->lists = kb_calloc(1, sizeof(*store->lists));
	store->db.user = store->lists;
	if (!err && store->mode == KB_STORE_WRITE) {
		err = open_write(store, ctx);
	} else if (!err) {
		err = kb_store_begin(store, ctx);
		if (!err) {
			kb_store_end(store);
		}
	}
	if (err) {
		kb_store_close(store);
		return err;
	}
	*out = store;
	return KB_OK;
}

void
kb_store_close(struct kb_store *store)
{
	if (!store) {
		return;
	}
	if (store->mode == KB_STORE_WRITE && store->db.h) {
		/* a reader in the middle of a call keeps some of it: the next writer takes it in */
		(void)sqlite3_wal_checkpoint_v2(store->db.h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
		                                NULL);
	}
	if (store->db.path) {
		close_db(store);
		if (store->mode == KB_STORE_WRITE) {
			kb_db_settle(&archive_kind, store->path);
		}
	}
	kb_generation_drop(store->path, &store->generation);
	kb_lock_drop(store->path, store->lock);
	kb_index_log_free(store->log);
	kb_index_lists_free(store->lists);
	free(store->path);
	free(store);
}

enum kb_err
kb_store_owned(struct kb_ctx *ctx, const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		return kb_fail(ctx, KB_E_NOINPUT, _("no archive at '%s'"), path);
	}
	if (S_ISDIR(st.st_mode)) {
		return kb_fail(
			ctx, KB_E_PERM,
			_("a published archive is for reading; nothing in it can be corrected"));
	}
	if (st.st_uid != geteuid()) {
		return kb_fail(
			ctx, KB_E_PERM,
			_("the archive belongs to somebody else; only its owner corrects it"));
	}
	return writable(ctx, path) ? kb_fail(ctx, KB_E_PERM,
	                                     _("the archive is read-only; nothing in it can be "
	                                       "corrected"))
	                           : KB_OK;
}

const char *
kb_store_path(const struct kb_store *store)
{
	return store->path;
}
