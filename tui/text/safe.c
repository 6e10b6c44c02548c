/* What is printed where a terminal's width of ambiguous characters is not to be relied on. */
#include "kanbao/text.h"

#include "text_int.h"

struct safe {
	uint32_t cp;
	const char *text;
};

static const struct safe rows[] = {
#include "../../assets/data/safe.inc"
};

kb_str
kb_cp_safe(uint32_t cp)
{
	size_t low = 0;
	size_t high = sizeof(rows) / sizeof(rows[0]);
	if (kb_cp_class(cp) != KB_CLASS_AMBIGUOUS) {
		return KB_STR("");
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (cp == rows[mid].cp) {
			return kb_str_of(rows[mid].text);
		}
		if (cp < rows[mid].cp) {
			high = mid;
		} else {
			low = mid + 1;
		}
	}
	return KB_STR("〓");
}

kb_str
kb_text_safe(kb_str s, size_t off, size_t *used)
{
	static const kb_str dots = { "……", 6 };
	*used = kb_cluster_next(s, off);
	if (kb_str_starts(kb_str_sub(s, off, s.n), dots)) {
		*used = dots.n;
		return KB_STR("。。。");
	}
	return kb_cp_safe(kb_cluster_base(kb_str_sub(s, off, off + *used)));
}

void
kb_text_print(kb_str s, enum kb_ambiguous amb, struct kb_buf *out)
{
	if (amb != KB_AMBIGUOUS_SAFE) {
		kb_buf_add(out, s);
		return;
	}
	for (size_t off = 0; off < s.n;) {
		size_t used;
		kb_str safe = kb_text_safe(s, off, &used);
		kb_buf_add(out, safe.n ? safe : kb_str_sub(s, off, off + used));
		off += used;
	}
}
