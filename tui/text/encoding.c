/* Bytes from outside: which encoding, told from the bytes alone. */
#include <string.h>

#include "kanbao/text.h"
#include "text_int.h"

#define GB_BOM "\x84\x31\x95\x33"

/* How well bytes read as an encoding. */
struct score {
	size_t good; /* characters above ASCII count 2, those of two bytes 1 */
	size_t errors;
	bool cut; /* the only error is a cut last character */
};

static struct score
score_utf8(kb_str s)
{
	struct score score = { 0 };
	for (size_t off = 0; off < s.n;) {
		uint32_t cp;
		size_t bad;
		bool cut;
		size_t n = kb_utf8_decode(s.p + off, s.n - off, &cp, &bad, &cut);
		if (n == 0) {
			score.cut = cut && score.errors == 0;
			score.errors++;
			n = bad;
		} else if (n > 1) {
			score.good += n == 2 ? 1 : 2;
		}
		off += n;
	}
	return score;
}

/* Bytes of the GB18030 character at p, by structure alone; 0 where none. */
static size_t
gb_len(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80) {
		return 1;
	}
	if (p[0] == 0x80 || p[0] == 0xFF || n < 2) {
		return 0;
	}
	if (p[1] >= 0x30 && p[1] <= 0x39) {
		bool whole = n >= 4 && p[2] >= 0x81 && p[2] <= 0xFE && p[3] >= 0x30 && p[3] <= 0x39;
		return whole ? 4 : 0;
	}
	return p[1] >= 0x40 && p[1] != 0x7F && p[1] != 0xFF ? 2 : 0;
}

static size_t
errors_gb(kb_str s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	size_t errors = 0;
	for (size_t off = 0; off < s.n;) {
		size_t n = gb_len(u + off, s.n - off);
		errors += n == 0;
		off += n ? n : 1;
	}
	return errors;
}

/* --- Big5 or GB18030 ------------------------------------------------------------- */

/* How well pairs of high bytes read as Chinese. */
struct pairs {
	size_t n;
	size_t common; /* characters of the frequent levels, punctuation */
	size_t errors;
};

/* GB 2312 level 1 and its marks; level 2 and the rest of GBK are rare. */
static struct pairs
pairs_gb(kb_str s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	struct pairs pairs = { 0 };
	for (size_t off = 0; off < s.n;) {
		size_t n = gb_len(u + off, s.n - off);
		pairs.errors += n == 0;
		if (n == 2) {
			bool lead = u[off] == 0xA1 || u[off] == 0xA3 ||
			            (u[off] >= 0xB0 && u[off] <= 0xD7);
			pairs.n++;
			pairs.common += lead && u[off + 1] >= 0xA1;
		}
		off += n ? n : 1;
	}
	return pairs;
}

/* Big5 level 1 and its marks; level 2 begins at C9. */
static struct pairs
pairs_big5(kb_str s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	struct pairs pairs = { 0 };
	for (size_t off = 0; off < s.n;) {
		unsigned char lead = u[off];
		unsigned char trail = off + 1 < s.n ? u[off + 1] : 0;
		bool good = lead >= 0xA1 && lead <= 0xF9 && lead != 0xC7 && lead != 0xC8 &&
		            ((trail >= 0x40 && trail <= 0x7E) || (trail >= 0xA1 && trail <= 0xFE));
		if (lead < 0x80) {
			off++;
			continue;
		}
		pairs.errors += !good;
		pairs.n += good;
		pairs.common += good && lead <= 0xC6;
		off += good ? 2 : 1;
	}
	return pairs;
}

/*
 * GB18030 takes nearly every pair, so it is Big5 only where that reads as
 * frequent characters throughout, and GB18030 doesn't.
 */
static bool
rather_big5(kb_str bytes)
{
	struct pairs gb = pairs_gb(bytes);
	struct pairs big5 = pairs_big5(bytes);
	return big5.errors <= gb.errors + big5.n / 100 && big5.common > gb.common &&
	       big5.common * 10 >= big5.n * 9 && gb.common * 10 < gb.n * 9;
}

/* --- UTF-16 ------------------------------------------------------------------------ */

static uint32_t
unit16(kb_str s, size_t off, bool big)
{
	const unsigned char *u = (const unsigned char *)s.p + off;
	return big ? (uint32_t)u[0] << 8 | u[1] : (uint32_t)u[1] << 8 | u[0];
}

/* What a page of a paper is made of. */
static bool
usual(uint32_t cp)
{
	return (cp >= 0x20 && cp < 0x7F) || cp == '\n' || cp == '\r' || cp == '\t' || cp == '\f' ||
	       (cp >= 0x2010 && cp <= 0x2026) || (cp >= 0x3000 && cp <= 0x303F) ||
	       (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0xFF00 && cp <= 0xFF5E) || cp == 0xB7;
}

#define LOOK ((size_t)1 << 16)

/*
 * UTF-16 without a mark: a byte 0, which no other text has, and nineteen of
 * twenty characters are usual ones.
 */
static bool
obvious_utf16(kb_str bytes, bool big)
{
	size_t n = bytes.n < LOOK ? bytes.n & ~(size_t)1 : LOOK;
	size_t good = 0;
	if (n < 4 || !memchr(bytes.p, '\0', n)) {
		return false;
	}
	for (size_t off = 0; off < n; off += 2) {
		good += usual(unit16(bytes, off, big));
	}
	return good * 20 >= n / 2 * 19;
}

enum kb_encoding
kb_encoding_sniff(kb_str bytes)
{
	if (kb_str_starts(bytes, KB_STR("\xEF\xBB\xBF"))) {
		return KB_ENC_UTF8;
	}
	if (kb_str_starts(bytes, KB_STR(GB_BOM))) {
		return KB_ENC_GB18030;
	}
	if (kb_str_starts(bytes, KB_STR("\xFF\xFE")) || obvious_utf16(bytes, false)) {
		return KB_ENC_UTF16LE;
	}
	if (kb_str_starts(bytes, KB_STR("\xFE\xFF")) || obvious_utf16(bytes, true)) {
		return KB_ENC_UTF16BE;
	}
	struct score utf8 = score_utf8(bytes);
	if (utf8.errors == 0 || utf8.cut) {
		return KB_ENC_UTF8;
	}
	/*
	 * Nearly every pair of high bytes is a GB18030 character, so a damaged
	 * UTF-8 text shows few errors as GB18030; but hardly any GB18030 text
	 * shows more UTF-8 characters than errors.
	 */
	if (utf8.good > 2 * utf8.errors) {
		return KB_ENC_UTF8;
	}
	if (rather_big5(bytes)) {
		return KB_ENC_BIG5;
	}
	return errors_gb(bytes) < utf8.errors ? KB_ENC_GB18030 : KB_ENC_UTF8;
}
