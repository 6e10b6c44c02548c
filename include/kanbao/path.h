/* Paths of files. */
#ifndef KANBAO_PATH_H
#define KANBAO_PATH_H

#include "kanbao/ctx.h"

/* Makes the folders above a file that are missing, for their owner alone. */
enum kb_err kb_path_make_parents(struct kb_ctx *ctx, const char *path);

#endif
