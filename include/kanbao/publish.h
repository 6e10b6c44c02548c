/*
 * An archive for others: generations that many read, copies for the bad day.
 *
 * DIR/gen/0007.db        generation 7: an archive that never changes, mode 0444
 * DIR/gen/0007.manifest  what it holds, and its SHA-256
 * DIR/current            symbolic link to the newest one, swapped at once
 *
 * Numbers only rise. A reader of DIR holds flock(LOCK_SH) on the file it
 * reads; one that is not the newest goes when nobody holds it any more.
 */
#ifndef KANBAO_PUBLISH_H
#define KANBAO_PUBLISH_H

#include "kanbao/upkeep.h"

/* As in kb_store_optimize(): KB_STAGE_COPY, then FILE (checking the copy). */
struct kb_copy_progress {
	bool (*progress)(void *user, enum kb_stage stage, int64_t done, int64_t total);
	void *user;
};

/* What a manifest says. */
struct kb_manifest {
	long generation;
	int schema; /* user_version */
	int64_t bytes;
	char sha256[65];
	int64_t papers;
	int64_t issues;
	int64_t articles;
};

/*
 * Makes what the archive holds now the newest generation of dir, which is
 * made where there is none; safe while somebody imports. Readers see the old
 * one or the new one, after any crash too. *fresh is false where nothing has
 * changed since: then no generation is made. At most KB_GENERATIONS stay.
 */
#define KB_GENERATIONS 3
enum kb_err kb_store_publish(struct kb_store *store, struct kb_ctx *ctx, const char *dir,
                             const struct kb_copy_progress *progress, struct kb_manifest *out,
                             bool *fresh);

/*
 * All of the archive into a file of its own, checked, on the disk when the
 * call returns; safe while somebody imports. KB_E_CREATE where the file is
 * there already, unless it may be replaced.
 */
enum kb_err kb_store_backup(struct kb_store *store, struct kb_ctx *ctx, const char *file,
                            bool replace, const struct kb_copy_progress *progress);
/*
 * Makes what `from` holds the archive at a path, which must be missing unless
 * it may be replaced. Nobody may be writing it. The old one stays until the
 * new one is checked and on the disk.
 */
enum kb_err kb_store_restore(struct kb_store *from, struct kb_ctx *ctx, const char *path,
                             bool replace, const struct kb_copy_progress *progress);

#endif
