/* JSON inside the parser. */
#ifndef KANBAO_JSON_INT_H
#define KANBAO_JSON_INT_H

#include <jansson.h>

#include "kanbao/ctx.h"

/*
 * Parses a document; `what` begins the message of an error, KB_E_DATA. The
 * root is released by json_decref().
 */
enum kb_err kb_json_load(struct kb_ctx *ctx, kb_str json, const char *what, struct json_t **out);
/*
 * True where the text "member": stands in it, followed by the character given
 * ('[' for a list, 0 for anything). A look, not a parse.
 */
bool kb_json_has(kb_str json, const char *member, char opens);

#endif
