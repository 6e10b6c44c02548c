/* What the environment says of a terminal: its name, its character set. */
#include "kanbao/term.h"

#include <string.h>

enum kb_codeset
kb_term_codeset(const char *name)
{
	static const struct {
		const char *name;
		enum kb_codeset codeset;
	} names[] = {
		{ "UTF-8", KB_CODESET_UTF8 },
		{ "GB18030", KB_CODESET_GB },
		{ "GBK", KB_CODESET_GB },
		{ "GB2312", KB_CODESET_GB },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i].name) == 0) {
			return names[i].codeset;
		}
	}
	return KB_CODESET_OTHER;
}

bool
kb_term_named(const char *term)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+_-";
	size_t n = term ? strlen(term) : 0;
	return n > 0 && n <= 40 && strspn(term, allowed) == n && term[0] != '.';
}
