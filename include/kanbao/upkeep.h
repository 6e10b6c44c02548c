/*
 * Upkeep of an archive: many issues put at once, the archive made small, and
 * checked.
 */
#ifndef KANBAO_UPKEEP_H
#define KANBAO_UPKEEP_H

#include "kanbao/store.h"

/*
 * Puts between begin and end are one transaction, which costs a fraction of
 * one each; a put that fails is undone by itself. Full says that it is time to
 * end: by what waits in memory, or by the clock. Nothing of it is stored
 * before the end succeeds, and nothing where it fails.
 */
void kb_store_batch_begin(struct kb_store *store);
bool kb_store_batch_full(const struct kb_store *store);
enum kb_err kb_store_batch_end(struct kb_store *store, struct kb_ctx *ctx);

#endif
