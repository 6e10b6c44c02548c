/* Grapheme clusters (UAX #29, libunistring), and what is drawn for one. */
#include "kanbao/text.h"

#include <unictype.h>
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

/* What of a cluster decides whether the next character joins it. */
struct tail {
	uint32_t cp;   /* the last character */
	bool odd_flag; /* an odd number of regional indicators up to it */
	bool emoji;    /* pictograph, then only extenders up to it */
};

static bool
flag_letter(uint32_t cp)
{
	return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

static struct tail
tail_start(uint32_t cp)
{
	return (struct tail){
		.cp = cp,
		.odd_flag = flag_letter(cp),
		.emoji = uc_is_property_extended_pictographic(cp),
	};
}

/* libunistring knows pairs; GB11 to GB13 look further back. */
static bool
joins(const struct tail *tail, uint32_t cp)
{
	if (flag_letter(tail->cp) && flag_letter(cp)) { /* GB12, GB13 */
		return tail->odd_flag;
	}
	if (tail->cp == KB_CP_ZWJ && tail->emoji &&
	    uc_is_property_extended_pictographic(cp)) { /* GB11 */
		return true;
	}
	return !uc_is_grapheme_break(tail->cp, cp);
}

static void
tail_add(struct tail *tail, uint32_t cp)
{
	int property = uc_graphemeclusterbreak_property(cp);
	bool extends = property == GBP_EXTEND || property == GBP_ZWJ;
	tail->emoji = extends ? tail->emoji : uc_is_property_extended_pictographic(cp);
	tail->odd_flag = flag_letter(cp) && !tail->odd_flag;
	tail->cp = cp;
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
	size_t at = off;
	struct tail tail = tail_start(kb_utf8_next(s, &at));
	size_t end = at;
	while (at < s.n) {
		uint32_t cp = kb_utf8_next(s, &at);
		if (!joins(&tail, cp)) {
			break;
		}
		tail_add(&tail, cp);
		end = at;
	}
	return end - off;
}

/* No cluster reaches over the place between a and b, whatever stands before. */
static bool
breaks_always(uint32_t a, uint32_t b)
{
	bool flags = flag_letter(a) && flag_letter(b);
	bool emoji = a == KB_CP_ZWJ && uc_is_property_extended_pictographic(b);
	return !flags && !emoji && uc_is_grapheme_break(a, b);
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
	size_t start = off;
	uint32_t after = kb_utf8_prev(s, &start);
	while (start > 0) {
		size_t at = start;
		uint32_t before = kb_utf8_prev(s, &at);
		if (breaks_always(before, after)) {
			break;
		}
		start = at;
		after = before;
	}
	/* forward again: the last start before off */
	for (;;) {
		size_t len = kb_cluster_next(s, start);
		if (start + len >= off) {
			return start;
		}
		start += len;
	}
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
			mark = kb_cp_selector(cp) ? mark : cp;
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
		bool mark = kb_cp_class(cp) == KB_CLASS_MARK;
		if (mark && (kb_cp_han(base) || !kb_cp_selector(cp))) {
			cps[n++] = cp;
		}
	}
	return n;
}

uint32_t
kb_cluster_base(kb_str cluster)
{
	size_t off;
	return base_of(cluster, &off);
}

int
kb_cluster_cols(kb_str cluster, enum kb_ambiguous amb)
{
	uint32_t base = kb_cluster_base(cluster);
	kb_str safe = amb == KB_AMBIGUOUS_SAFE ? kb_cp_safe(base) : KB_STR("");
	if (safe.n) {
		return kb_text_cols(safe, KB_AMBIGUOUS_1);
	}
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
