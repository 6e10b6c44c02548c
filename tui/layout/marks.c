/*
 * Marks: which may not begin and which may not end a line, which belong to
 * numbers, which come in pairs. Sources: GB/T 15834-2011 5.1.1-5.1.10, CLREQ
 * (line-start and line-end prohibition, levels basic, GB, strict).
 */
#include <uchar.h>

#include "layout_int.h"

static const struct marks {
	const char32_t *marks;
	unsigned flags;
} table[] = {
	/* GB/T 15834 5.1.1: points don't begin a line; CLREQ: these may hang */
	{ U"，。、；：？！", KB_MARK_START | KB_MARK_HANG },
	{ U"．", KB_MARK_START },
	/* the same by ASCII forms: whole pages are set with them */
	{ U",.;:?!", KB_MARK_START },
	{ U"．，：", KB_MARK_POINT },
	/* GB/T 15834 5.1.3: second halves of pairs don't begin */
	{ U"）》〉】」』〕〗］｝〙〛)]}", KB_MARK_START | KB_MARK_PAIR_END },
	{ U"”’", KB_MARK_START | KB_MARK_PAIR_END | KB_MARK_CLOSE_QUOTE },
	/* … and first halves don't end a line */
	{ U"（《〈【「『〔〖［｛〘〚([{", KB_MARK_END },
	{ U"“‘", KB_MARK_END | KB_MARK_OPEN_QUOTE },
	/* small and half-width forms of the points */
	{ U"﹐﹑﹒﹔﹕﹖﹗｡､", KB_MARK_START },
	/* GB/T 15834 5.1.8: interpuncts don't begin */
	{ U"·・‧•･", KB_MARK_START },
	/* GB/T 15834 5.1.5: connectors don't begin; -- only where it is single */
	{ U"～〜–-－‐", KB_MARK_START },
	{ U"—", KB_MARK_START | KB_MARK_UNIT | KB_MARK_PAIRED },
	/* GB/T 15834 5.1.9: a solidus neither begins nor ends */
	{ U"/／", KB_MARK_START | KB_MARK_END },
	/* behind a number */
	{ U"%％‰℃°′″", KB_MARK_START | KB_MARK_PERCENT },
	/* repetition and length: as their class NS in UAX #14 */
	{ U"々〻ー", KB_MARK_START },
	/* CLREQ strict: dash and ellipsis don't begin; GB/T 15834 5.1.4: whole */
	{ U"―…⋯", KB_MARK_START_STRICT | KB_MARK_UNIT },
	{ U"⸺⸻‥", KB_MARK_START_STRICT },
	/* before a number */
	{ U"￥¥$＄№§#", KB_MARK_NUMBER },
	{ U"+-±－＋", KB_MARK_SIGN },
	/* addresses: where a long one is cut */
	{ U"/.-_?&=%:", KB_MARK_JOINT },
};

static bool
contains(const char32_t *marks, uint32_t cp)
{
	while (*marks && *marks != cp) {
		marks++;
	}
	return *marks != 0;
}

/* Most of a text is none of these; no mark lies in the ranges. */
static bool
plain(uint32_t cp)
{
	return (cp >= 0x3400 && cp < 0xfe00) || (cp >= 'a' && cp <= 'z') ||
	       (cp >= '0' && cp <= '9') || cp > 0xffff;
}

unsigned
kb_mark_flags(uint32_t cp)
{
	unsigned flags = 0;
	if (cp <= ' ' || plain(cp)) {
		return 0;
	}
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (contains(table[i].marks, cp)) {
			flags |= table[i].flags;
		}
	}
	return flags;
}

bool
kb_start_mark(uint32_t cp, enum kb_strictness strictness)
{
	unsigned never =
		KB_MARK_START | (strictness == KB_STRICT ? (unsigned)KB_MARK_START_STRICT : 0);
	return strictness != KB_UAX14 && (kb_mark_flags(cp) & never);
}

bool
kb_end_mark(uint32_t cp, enum kb_strictness strictness)
{
	return strictness != KB_UAX14 && (kb_mark_flags(cp) & KB_MARK_END);
}
