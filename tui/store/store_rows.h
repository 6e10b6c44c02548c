/* Rows that several files of the store read. */
#ifndef KANBAO_STORE_ROWS_H
#define KANBAO_STORE_ROWS_H

#include "store_int.h"

/* Columns ISSUE_COLS of sql.def; texts live in the arena. */
void kb_issue_row_read(const struct kb_query *q, struct kb_arena *a, struct kb_issue_row *out);

#endif
