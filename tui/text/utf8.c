/* UTF-8, strict (Unicode 3.9, table 3-7). Knows no properties. */
#include "kanbao/text.h"

#include "text_int.h"

/* What may follow a lead byte: its length, and the bounds of the second byte. */
struct lead {
	unsigned char first, last; /* lead bytes */
	unsigned char len;
	unsigned char low, high; /* second byte */
};

static const struct lead leads[] = {
	{ 0xC2, 0xDF, 2, 0x80, 0xBF }, { 0xE0, 0xE0, 3, 0xA0, 0xBF }, { 0xE1, 0xEC, 3, 0x80, 0xBF },
	{ 0xED, 0xED, 3, 0x80, 0x9F }, { 0xEE, 0xEF, 3, 0x80, 0xBF }, { 0xF0, 0xF0, 4, 0x90, 0xBF },
	{ 0xF1, 0xF3, 4, 0x80, 0xBF }, { 0xF4, 0xF4, 4, 0x80, 0x8F },
};

static const struct lead *
lead_of(unsigned char c)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (c >= leads[i].first && c <= leads[i].last) {
			return &leads[i];
		}
	}
	return NULL;
}

size_t
kb_utf8_decode(const char *p, size_t n, uint32_t *cp, size_t *bad, bool *cut)
{
	const unsigned char *u = (const unsigned char *)p;
	*bad = 1;
	*cut = false;
	if (u[0] < 0x80) {
		*cp = u[0];
		return 1;
	}
	const struct lead *lead = lead_of(u[0]);
	if (!lead) {
		return 0;
	}
	uint32_t value = u[0] & (0xFFu >> (lead->len + 1));
	for (size_t i = 1; i < lead->len; i++) {
		unsigned char low = i == 1 ? lead->low : 0x80;
		unsigned char high = i == 1 ? lead->high : 0xBF;
		if (i >= n || u[i] < low || u[i] > high) {
			*bad = i;
			*cut = i >= n;
			return 0;
		}
		value = value << 6 | (u[i] & 0x3Fu);
	}
	*cp = value;
	return lead->len;
}

uint32_t
kb_utf8_next(kb_str s, size_t *off)
{
	const unsigned char *u = (const unsigned char *)s.p + *off;
	if (u[0] < 0x80) {
		*off += 1;
		return u[0];
	}
	/* nearly all of Chinese text: three bytes whose second has no narrower bounds */
	if (u[0] > 0xE0 && u[0] < 0xF0 && u[0] != 0xED && s.n - *off >= 3 &&
	    (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80) {
		*off += 3;
		return (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
	}
	uint32_t cp = KB_CP_REPLACEMENT;
	size_t bad;
	bool cut;
	size_t len = kb_utf8_decode(s.p + *off, s.n - *off, &cp, &bad, &cut);
	*off += len ? len : 1;
	return cp;
}

uint32_t
kb_utf8_prev(kb_str s, size_t *off)
{
	size_t end = *off;
	for (size_t len = 1; len <= 4 && len <= end; len++) {
		size_t at = end - len;
		if (((unsigned char)s.p[at] & 0xC0) == 0x80) {
			continue;
		}
		size_t next = at;
		uint32_t cp = kb_utf8_next(s, &next);
		if (next == end) {
			*off = at;
			return cp;
		}
		break;
	}
	*off = end - 1;
	return KB_CP_REPLACEMENT;
}

bool
kb_utf8_valid(kb_str s)
{
	size_t off = 0;
	while (off < s.n) {
		uint32_t cp;
		size_t bad;
		bool cut;
		size_t len = kb_utf8_decode(s.p + off, s.n - off, &cp, &bad, &cut);
		if (len == 0) {
			return false;
		}
		off += len;
	}
	return true;
}

size_t
kb_utf8_count(kb_str s)
{
	size_t count = 0;
	for (size_t off = 0; off < s.n; count++) {
		(void)kb_utf8_next(s, &off);
	}
	return count;
}

/* Three bytes: quotes, dashes, … of U+2010–2027, or Chinese marks and forms. */
static bool
plain_mark(const unsigned char *u)
{
	if (u[0] == 0xE2) {
		return u[1] == 0x80 && u[2] >= 0x90 && u[2] <= 0xA7;
	}
	if (u[0] == 0xE3) { /* U+3000–3029 */
		return u[1] == 0x80 && u[2] >= 0x80 && u[2] <= 0xA9;
	}
	/* U+FF00–FF3F */
	return u[0] == 0xEF && u[1] == 0xBC && u[2] >= 0x81 && u[2] <= 0xBF;
}

/*
 * Printing ASCII, U+4000–9FFF, and the marks of Chinese text: none of them is
 * removed, joins a neighbour, or is changed by NFC.
 */
size_t
kb_utf8_plain(kb_str s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	size_t i = 0;
	while (i < s.n) {
		if (u[i] >= 0x20 && u[i] < 0x7F) {
			i++;
		} else if (s.n - i < 3) {
			break;
		} else if (u[i] >= 0xE4 && u[i] <= 0xE9 && (u[i + 1] & 0xC0) == 0x80 &&
		           (u[i + 2] & 0xC0) == 0x80) {
			i += 3;
		} else if (plain_mark(u + i)) {
			i += 3;
		} else {
			break;
		}
	}
	return i;
}
