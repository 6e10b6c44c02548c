/* Inside the store: generations (kanbao/publish.h) by number, and who holds them. */
#ifndef KANBAO_STORE_GENERATION_H
#define KANBAO_STORE_GENERATION_H

#include "kanbao/publish.h"
#include "store_int.h"

/* Appends the folder that a path means, itself or above its `current`; false where it is none. */
bool kb_generation_dir(const char *path, struct kb_buf *dir);
/* Number of the newest one; 0 where there is none. */
long kb_generation_newest(const char *dir);
/* Appends DIR/gen/NNNN and the suffix. */
void kb_generation_path(struct kb_buf *out, const char *dir, long number, const char *suffix);
/* Holds the newest one against its removal. */
enum kb_err kb_generation_hold(struct kb_ctx *ctx, const char *dir, struct kb_generation *out);
/* The last who held one that is not the newest removes it, where he may. */
void kb_generation_drop(const char *dir, struct kb_generation *gen);
/*
 * Removes generations that nobody reads, or, beyond the newest `keep`, that
 * somebody still reads (his file lives on without its name), and what a crash
 * left. *last is the highest number ever seen. Only with the lock of dir.
 */
enum kb_err kb_generation_collect(struct kb_ctx *ctx, const char *dir, size_t keep, long *last);

/* SHA-256 of a file in hex. */
enum kb_err kb_file_sha256(struct kb_ctx *ctx, const char *path, char out[65]);
/* Writes DIR/gen/NNNN.manifest, on the disk when the call returns. */
enum kb_err kb_manifest_write(struct kb_ctx *ctx, const char *dir, const struct kb_manifest *m);
enum kb_err kb_manifest_read(struct kb_ctx *ctx, const char *dir, long number,
                             struct kb_manifest *out);

/*
 * Writes all that the store holds into a new file, replacing none: its
 * journal mode as named, checked, on the disk. The file is gone on failure.
 */
enum kb_err kb_copy_write(struct kb_store *from, struct kb_ctx *ctx, const char *path,
                          const char *journal, const struct kb_copy_progress *progress);
/* Removes a database file and what SQLite puts beside it. */
void kb_copy_unlink(const char *path);

#endif
