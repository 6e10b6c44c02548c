/*
 * Opening a SQLite file of ours, which may be hostile, damaged, newer or
 * something else altogether: first without SQLite, then with everything off
 * that a file could make SQLite do.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"
#include "db_guard.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"

/* SQLite's file header, all numbers big-endian (sqlite.org/fileformat2.html):
 * OFFSET SIZE MEANING
 *      0   16 "SQLite format 3" and NUL
 *     16    2 page size, 1 for 65536
 *     18    2 versions to write and to read: 2 with a log, 1 without
 *     24    4 file change counter
 *     28    4 size of the file in pages
 *     60    4 user_version
 *     68    4 application_id
 *     92    4 change counter for which the size in pages holds
 */
#define HEADER 100

/* Longest value: a source file of 64 MiB and what zstd may add. */
#define LIMIT_VALUE (80 << 20)
/* What SQLite may take of memory to read a file. */
#define LIMIT_HEAP ((int64_t)512 << 20)

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum kb_err
fail_errno(struct kb_ctx *ctx, const struct kb_db_kind *kind, const char *path)
{
	if (errno == ENOENT) {
		return kb_fail(ctx, KB_E_NOINPUT, _("no %s at '%s'"), _(kind->noun), path);
	}
	enum kb_err err = errno == EACCES || errno == EPERM ? KB_E_PERM : KB_E_IO;
	return kb_fail(ctx, err, _("cannot open %s '%s': %s"), _(kind->noun), path,
	               strerror(errno));
}

/* The header and size of a regular file; *got says how much of it there was. */
static enum kb_err
read_header(struct kb_ctx *ctx, const struct kb_db_kind *kind, const char *path,
            unsigned char *head, size_t *got, off_t *size)
{
	/* O_NONBLOCK: opening a FIFO must not wait for its other end */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		return fail_errno(ctx, kind, path);
	}
	enum kb_err err = KB_OK;
	struct stat st;
	ssize_t n;
	if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		err = kb_fail(ctx, KB_E_DATA, _("'%s' is not a regular file, so it is no %s"), path,
		              _(kind->noun));
	} else if ((n = pread(fd, head, HEADER, 0)) < 0) {
		err = fail_errno(ctx, kind, path);
	} else {
		*got = (size_t)n;
		*size = st.st_size;
	}
	close(fd);
	return err;
}

/* A size in the header that is larger than the file: something is missing. */
static bool
cut_off(const unsigned char *head, const char *path, off_t size)
{
	size_t page = (size_t)head[16] << 8 | head[17];
	if (page == 1) {
		page = 65536;
	}
	struct kb_buf wal = { 0 };
	kb_buf_printf(&wal, "%s-wal", path);
	struct stat st;
	bool pending = stat(wal.p, &st) == 0 && st.st_size > 0;
	kb_buf_release(&wal);
	bool known = be32(head + 24) == be32(head + 92);
	return known && !pending && (uint64_t)size < (uint64_t)be32(head + 28) * page;
}

enum kb_err
kb_db_look(struct kb_ctx *ctx, const struct kb_db_kind *kind, const char *path)
{
	unsigned char head[HEADER] = { 0 };
	size_t got = 0;
	off_t size = 0;
	enum kb_err err = read_header(ctx, kind, path, head, &got, &size);
	if (err) {
		return err;
	}
	if (size > kind->size_max) {
		return kb_fail(ctx, KB_E_DATA, _("'%s' is too large for a %s"), path,
		               _(kind->noun));
	}
	if (got < HEADER || memcmp(head, "SQLite format 3", 16) != 0 ||
	    be32(head + 68) != kind->application_id) {
		return kb_fail(ctx, KB_E_DATA, _("'%s' is no %s of kanbao; name another file"),
		               path, _(kind->noun));
	}
	if (be32(head + 60) > (uint32_t)kind->version) {
		return kb_fail(
			ctx, KB_E_DATA,
			_("%s '%s' was made by a newer kanbao (format %u, here %d); use that one"),
			_(kind->noun), path, (unsigned)be32(head + 60), kind->version);
	}
	if (be32(head + 60) == 0 || cut_off(head, path, size)) {
		return kb_fail(ctx, KB_E_DATA,
		               _("%s '%s' is damaged: its end is missing; restore it from a copy"),
		               _(kind->noun), path);
	}
	return KB_OK;
}

bool
kb_db_has_no_log(const char *path)
{
	unsigned char head[20] = { 0 };
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	bool read = fd >= 0 && pread(fd, head, sizeof(head), 0) == (ssize_t)sizeof(head);
	if (fd >= 0) {
		close(fd);
	}
	return read && head[18] == 1 && head[19] == 1;
}

/* The path as a URI, so that nothing in it is taken for an option. */
static void
uri_of(struct kb_buf *uri, const char *path, enum kb_db_how how)
{
	static const char *const query[] = {
		[KB_DB_READ] = "?mode=ro",   [KB_DB_IMMUTABLE] = "?mode=ro&immutable=1",
		[KB_DB_WRITE] = "?mode=rw",  [KB_DB_CREATE] = "?mode=rwc",
		[KB_DB_AS_IS] = "?mode=rwc",
	};
	kb_buf_add(uri, path[0] == '/' ? KB_STR("file://") : KB_STR("file:./"));
	for (const char *p = path; *p; p++) {
		bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		             (*p >= '0' && *p <= '9');
		if (plain || strchr("/._-", *p)) {
			kb_buf_byte(uri, *p);
		} else {
			kb_buf_printf(uri, "%%%02X", (unsigned)(unsigned char)*p);
		}
	}
	kb_buf_add(uri, kb_str_of(query[how]));
}

/* Takes away what a hostile file could use. */
static enum kb_err
harden(struct kb_ctx *ctx, struct kb_db *db)
{
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_limit(db->h, SQLITE_LIMIT_LENGTH, LIMIT_VALUE);
	sqlite3_limit(db->h, SQLITE_LIMIT_SQL_LENGTH, 100000);
	sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db->h, SQLITE_LIMIT_EXPR_DEPTH, 50);
	sqlite3_limit(db->h, SQLITE_LIMIT_VDBE_OP, 25000);
	sqlite3_busy_timeout(db->h, 5000);
	return kb_db_exec(ctx, db,
	                  "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
	                  "PRAGMA cache_size=-4096;"
	                  /* of a new file; with smaller ones texts leave much of a page empty */
	                  "PRAGMA page_size=8192");
}

enum kb_err
kb_db_read_version(struct kb_ctx *ctx, struct kb_db *db, int *version)
{
	sqlite3_stmt *st = NULL;
	if (sqlite3_prepare_v2(db->h, "PRAGMA user_version", -1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW) {
		sqlite3_finalize(st);
		return kb_db_fail(ctx, db);
	}
	*version = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return KB_OK;
}

/* A connection to the file, or to one in memory, that harms nobody. */
static enum kb_err
connect_to(struct kb_ctx *ctx, const char *path, enum kb_db_how how, struct kb_db *db)
{
	bool reads = how == KB_DB_READ || how == KB_DB_IMMUTABLE;
	int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	struct kb_buf uri = { 0 };
	struct stat st;
	flags |= reads ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	flags |= reads || how == KB_DB_WRITE ? 0 : SQLITE_OPEN_CREATE;
	if (path) {
		uri_of(&uri, path, how);
	} else {
		kb_buf_add(&uri, KB_STR(":memory:"));
	}
	if (how == KB_DB_IMMUTABLE && path && stat(path, &st) == 0) {
		db->changed = st.st_mtim;
	}
	if (reads) {
		(void)sqlite3_hard_heap_limit64(LIMIT_HEAP);
	}
	int rc = sqlite3_open_v2(uri.p, &db->h, flags, NULL);
	kb_buf_release(&uri);
	if (rc == SQLITE_OK) {
		kb_db_guard(db); /* the schema is read soon, and may have no end */
	}
	enum kb_err err = rc == SQLITE_OK ? harden(ctx, db) : kb_db_fail(ctx, db);
	if (!err && how == KB_DB_IMMUTABLE) {
		/* hundreds may read it (L2); the kernel keeps its pages for all of them */
		err = kb_db_exec(ctx, db, "PRAGMA cache_size=-512");
	}
	return err;
}

enum kb_err
kb_db_open(struct kb_ctx *ctx, const struct kb_db_kind *kind, const char *path, enum kb_db_how how,
           struct kb_db *db)
{
	struct kb_db new = { .kind = kind, .user = db->user, .vetted = db->vetted };
	kb_str name = kb_str_of(path ? path : ":memory:");
	new.path = kb_calloc(name.n + 1, 1);
	memcpy(new.path, name.p, name.n);
	enum kb_err err = connect_to(ctx, path, how, &new);
	if (!err && kind->extend && kind->extend(new.h, new.user) != SQLITE_OK) {
		err = kb_fail(ctx, KB_E_INTERNAL, _("this SQLite has no full-text index (FTS5)"));
	}
	err = err ? err : kb_db_read_version(ctx, &new, &new.version);
	if (!err && new.version > 0 && !new.vetted) {
		err = kb_db_vet(ctx, &new);
		new.vetted = !err;
	}
	if (err && kb_db_was_late(&new)) {
		err = kb_fail(ctx, KB_E_DATA, _("%s '%s': %s"), _(kind->noun), new.path,
		              _("it is damaged; restore it from a copy"));
	}
	if (!err && (how == KB_DB_READ || how == KB_DB_IMMUTABLE)) {
		kb_db_guard_opened(&new);
	} else {
		kb_db_unguard(&new);
	}
	if (!err && (how == KB_DB_WRITE || how == KB_DB_CREATE)) {
		err = kb_db_migrate(ctx, &new);
		err = err ? err : kb_db_read_version(ctx, &new, &new.version);
	}
	if (err) {
		(void)kb_db_close(NULL, &new);
		return err;
	}
	*db = new;
	return KB_OK;
}

enum kb_err
kb_db_copy(struct kb_ctx *ctx, struct kb_db *from, struct kb_db *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->h, "main", from->h, "main");
	if (!backup) {
		return kb_db_fail(ctx, to);
	}
	int rc = sqlite3_backup_step(backup, -1);
	(void)sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE ? kb_db_migrate(ctx, to) : kb_db_fail(ctx, rc ? to : from);
}
