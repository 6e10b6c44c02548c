/* Objects of --json: one a line. */
#include <jansson.h>
#include <stdlib.h>

#include "cmd_int.h"

void
kb_json_text(struct json_t *object, const char *key, kb_str text)
{
	json_object_set_new(object, key, text.p ? json_stringn(text.p, text.n) : json_null());
}

void
kb_json_print(struct kb_cli *cli, struct json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT);
	kb_print_line(cli->out, "%s", text ? text : "");
	free(text);
	json_decref(object);
}
