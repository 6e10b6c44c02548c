/* JSON by jansson, nested no deeper than the limit. */
#include "json_int.h"

#include "kanbao/i18n.h"
#include "kanbao/parse.h"

/* Deepest nesting of brackets outside of strings. */
static size_t
depth(kb_str json)
{
	size_t now = 0;
	size_t most = 0;
	bool quoted = false;
	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];
		if (quoted) {
			i += c == '\\';
			quoted = c != '"';
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			most = ++now > most ? now : most;
		} else if ((c == '}' || c == ']') && now > 0) {
			now--;
		}
	}
	return most;
}

enum kb_err
kb_json_load(struct kb_ctx *ctx, kb_str json, const char *what, struct json_t **out)
{
	json_error_t error;
	if (kb_str_starts(json, KB_STR("\xEF\xBB\xBF"))) {
		json = kb_str_sub(json, 3, json.n);
	}
	if (depth(json) > KB_LIMIT_DEPTH) {
		return kb_fail(ctx, KB_E_DATA, _("%s: nested deeper than %d"), what,
		               KB_LIMIT_DEPTH);
	}
	json_t *root = json_loadb(json.n ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		return kb_fail(ctx, KB_E_DATA, _("%s: line %d, column %d: %s"), what, error.line,
		               error.column, error.text);
	}
	*out = root;
	return KB_OK;
}

bool
kb_json_has(kb_str json, const char *member, char opens)
{
	struct kb_buf key = { 0 };
	bool found = false;
	kb_buf_printf(&key, "\"%s\"", member);
	for (size_t at; !found && (at = kb_str_find(json, kb_buf_str(&key))) != SIZE_MAX;) {
		json = kb_str_sub(json, at + key.n, json.n);
		kb_str behind = kb_str_trim(kb_str_sub(json, 0, 64));
		if (behind.n && behind.p[0] == ':') {
			behind = kb_str_trim(kb_str_sub(behind, 1, behind.n));
			found = !opens || (behind.n && behind.p[0] == opens);
		}
	}
	kb_buf_release(&key);
	return found;
}
