/* Paths of files. */
#ifndef KANBAO_PATH_H
#define KANBAO_PATH_H

#include "kanbao/ctx.h"
#include "kanbao/str.h"

/* What is written to a file, or stands in a folder, is on the disk. */
enum kb_err kb_path_sync(struct kb_ctx *ctx, const char *path);
/* The same for the folder that a file stands in. */
enum kb_err kb_path_sync_folder(struct kb_ctx *ctx, const char *path);
/* Makes the folders above a file that are missing, for their owner alone. */
enum kb_err kb_path_make_parents(struct kb_ctx *ctx, const char *path);
/*
 * Appends what a path leads to, where it is a link itself; else the path as it
 * is. KB_E_NOINPUT for a link that leads to nothing.
 */
enum kb_err kb_path_follow(struct kb_ctx *ctx, const char *path, struct kb_buf *out);

#endif
