/*
 * The interchange form of an issue: JSON, one document an issue. Texts are
 * sanitised on the way in; `note` is accepted and
 * not kept.
 */
#ifndef KANBAO_INTERCHANGE_H
#define KANBAO_INTERCHANGE_H

#include <stdbool.h>

#include "kanbao/paper.h"

/* Appends the issue: indented for people, or on one line with a newline. */
void kb_issue_write_json(struct kb_buf *out, const struct kb_issue *issue, bool indent);
/*
 * Reads one document. Unknown members are KB_E_DATA with the member's name in
 * the message; a date without a source counts as given by option; *issue is
 * untouched on failure and its texts live in `a`.
 */
enum kb_err kb_issue_read_json(struct kb_ctx *ctx, struct kb_arena *a, kb_str json,
                               struct kb_issue *issue);

#endif
