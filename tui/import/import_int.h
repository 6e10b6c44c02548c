/* Inside the import. */
#ifndef KANBAO_IMPORT_INT_H
#define KANBAO_IMPORT_INT_H

#include "kanbao/import.h"

/* Called for each file; an error ends the walk. */
typedef enum kb_err kb_folder_file(void *user, const char *path);
/* Walks a folder and its sub-folders, names sorted, hidden ones left out. */
enum kb_err kb_folder_walk(struct kb_ctx *ctx, const char *path, kb_folder_file *file, void *user);

#endif
