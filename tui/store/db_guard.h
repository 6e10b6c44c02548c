/* Inside the store: what a file may not do to who reads it; migrations. */
#ifndef KANBAO_STORE_DB_GUARD_H
#define KANBAO_STORE_DB_GUARD_H

#include "db.h"

/* From here on opening ends when it takes more work than a schema can. */
void kb_db_guard(struct kb_db *db);
/* From here on an answer that takes more than two seconds of work to the next row fails. */
void kb_db_guard_opened(struct kb_db *db);
/* After another progress handler had its place; nothing where there is no guard. */
void kb_db_guard_again(struct kb_db *db);
void kb_db_unguard(struct kb_db *db);
/* A row is asked for: the time begins anew. */
void kb_db_step(struct kb_db *db);
/* Whether the time of this row is over; asked by progress handlers. */
bool kb_db_late(struct kb_db *db);
/* Whether that is why the last row did not come. */
bool kb_db_was_late(const struct kb_db *db);
/* Whether an answer of so many rows must come from a damaged file. */
bool kb_db_endless(const struct kb_db *db, int64_t rows);
/* What is being done may take as long as it takes. */
void kb_db_patient(struct kb_db *db, bool patient);

/* KB_E_DATA where the schema is another than that of its version. */
enum kb_err kb_db_vet(struct kb_ctx *ctx, struct kb_db *db);

/* --- versions of the schema (db_migrate.c) --- */

enum kb_err kb_db_read_version(struct kb_ctx *ctx, struct kb_db *db, int *version);
/* Takes an open file to the newest version; before that its path-vN is a copy of how it was. */
enum kb_err kb_db_migrate(struct kb_ctx *ctx, struct kb_db *db);
/* The file has been worked with and closed well: the copies go. */
void kb_db_settle(const struct kb_db_kind *kind, const char *path);

#endif
