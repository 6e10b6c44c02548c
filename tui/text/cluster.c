/* Grapheme clusters (UAX #29, libunistring), and what is drawn for one. */
#include "kanbao/text.h"

#include <unigbrk.h>

#include "text_int.h"

#define GETA 0x3013u          /* 〓, the printers' mark for a missing sort */
#define DOTTED_CIRCLE 0x25CCu /* carries a mark that has no base */

/* Bytes of a character at off that is a cluster by itself for sure, or 0. */
static size_t
plain_cluster(kb_str s, size_t off)
{
	unsigned char c = (unsigned char)s.p[off];
	size_t len = c >= 0x20 && c < 0x7F ? 1 : 3;
	/* a plain neighbour never joins: nor does the end */
	kb_str here = kb_str_sub(s, off, off + len);
	if (kb_utf8_plain(here) != len) {
		return 0;
	}
	kb_str next = kb_str_sub(s, off + len, off + len + 3);
	if (next.n == 0 || (unsigned char)next.p[0] < 0x80) {
		return len;
	}
	return kb_utf8_plain(next) == 3 ? len : 0;
}

size_t
kb_cluster_next(kb_str s, size_t off)
{
	if (off >= s.n) {
		return 0;
	}
	size_t len = plain_cluster(s, off);
	if (len) {
		return len;
	}
	const uint8_t *start = (const uint8_t *)s.p + off;
	const uint8_t *end = u8_grapheme_next(start, (const uint8_t *)s.p + s.n);
	return end > start ? (size_t)(end - start) : 1;
}

size_t
kb_cluster_prev(kb_str s, size_t off)
{
	if (off > s.n) {
		off = s.n;
	}
	if (off == 0) {
		return 0;
	}
	const uint8_t *start = (const uint8_t *)s.p;
	const uint8_t *prev = u8_grapheme_prev(start + off, start);
	return prev ? (size_t)(prev - start) : 0;
}

/* The character that takes the cells: first with a class that is seen. */
static uint32_t
base_of(kb_str cluster, size_t *off)
{
	uint32_t mark = 0;
	for (*off = 0; *off < cluster.n;) {
		uint32_t cp = kb_utf8_next(cluster, off);
		enum kb_class class = kb_cp_class(cp);
		if (class == KB_CLASS_MARK) {
			mark = cp;
		} else if (class == KB_CLASS_CONTROL) {
			return cp == '\n' || cp == '\t' || cp == '\r' ? ' ' : GETA;
		} else if (class != KB_CLASS_FORMAT) {
			return class == KB_CLASS_SORT ? GETA : cp;
		}
	}
	*off = 0;
	return mark ? DOTTED_CIRCLE : 0;
}

static bool
emoji_sequence(kb_str cluster)
{
	return kb_str_find(cluster, KB_STR("\xEF\xB8\x8F")) != SIZE_MAX || /* VS16 */
	       kb_str_find(cluster, KB_STR("\xE2\x80\x8D")) != SIZE_MAX;   /* ZWJ */
}

size_t
kb_cluster_draw(kb_str cluster, uint32_t cps[KB_CELL_CPS])
{
	size_t off;
	uint32_t base = base_of(cluster, &off);
	if (base == 0) {
		return 0;
	}
	size_t n = 0;
	cps[n++] = base;
	if (base == GETA || emoji_sequence(cluster)) {
		return n;
	}
	while (off < cluster.n && n < KB_CELL_CPS) {
		uint32_t cp = kb_utf8_next(cluster, &off);
		if (kb_cp_class(cp) == KB_CLASS_MARK) {
			cps[n++] = cp;
		}
	}
	return n;
}

int
kb_cluster_cols(kb_str cluster, enum kb_ambiguous amb)
{
	size_t off;
	uint32_t base = base_of(cluster, &off);
	return base ? kb_cp_cols(base, amb) : 0;
}

int
kb_text_cols(kb_str s, enum kb_ambiguous amb)
{
	int cols = 0;
	(void)kb_text_fit(s, INT32_MAX, amb, &cols);
	return cols;
}

size_t
kb_text_fit(kb_str s, int cols, enum kb_ambiguous amb, int *used)
{
	size_t off = 0;
	int sum = 0;
	while (off < s.n) {
		size_t len = kb_cluster_next(s, off);
		int wide = kb_cluster_cols(kb_str_sub(s, off, off + len), amb);
		if (wide > cols - sum) {
			break;
		}
		sum += wide;
		off += len;
	}
	if (used) {
		*used = sum;
	}
	return off;
}
