/* The reference out of a line that was copied. */
#include "kanbao/citation.h"

kb_str
kb_citation_ref(kb_str text)
{
	kb_str s = kb_str_trim(text);
	if (!kb_str_ends(s, KB_STR("]"))) {
		return s;
	}
	size_t from = s.n - 1;
	while (from > 0 && s.p[from - 1] != '[') {
		from--;
	}
	return from ? kb_str_trim(kb_str_sub(s, from, s.n - 1)) : s;
}
