/* Texts as they stand in a field of an issue. */
#include <string.h>

#include "kanbao/text.h"
#include "parse_int.h"

kb_str
kb_field_dup(struct kb_arena *a, kb_str s)
{
	if (!s.p) {
		return KB_STR_NULL;
	}
	char *p = kb_arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	bool blank = false;
	for (size_t off = 0; off < s.n;) {
		size_t from = off;
		uint32_t cp = kb_utf8_next(s, &off);
		if (cp == '\n' || cp == '\r' || kb_cp_blank(cp)) {
			blank = n > 0;
			continue;
		}
		if (blank) {
			p[n++] = ' ';
			blank = false;
		}
		memcpy(p + n, s.p + from, off - from);
		n += off - from;
	}
	p[n] = '\0';
	return (kb_str){ p, n };
}
