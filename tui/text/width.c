/* The one width table (East Asian Width), and the classes drawn from it. */
#include "kanbao/text.h"

#include "text_int.h"

struct range {
	uint32_t from, to;
	enum kb_class class;
};

static const struct range ranges[] = {
#include "../../assets/data/width.inc"
};

static const struct range *
range_of(uint32_t cp)
{
	size_t low = 0;
	size_t high = sizeof(ranges) / sizeof(ranges[0]);
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (cp < ranges[mid].from) {
			high = mid;
		} else if (cp > ranges[mid].to) {
			low = mid + 1;
		} else {
			return &ranges[mid];
		}
	}
	return NULL;
}

enum kb_class
kb_cp_class(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F) {
		return KB_CLASS_NARROW;
	}
	if (cp >= 0x4E00 && cp <= 0x9FFF) {
		return KB_CLASS_WIDE;
	}
	if (cp > 0x10FFFF) {
		return KB_CLASS_CONTROL;
	}
	const struct range *range = range_of(cp);
	return range ? range->class : KB_CLASS_NARROW;
}

bool
kb_cp_selector(uint32_t cp)
{
	return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

int
kb_cp_cols(uint32_t cp, enum kb_ambiguous amb)
{
	static const int cols[KB_CLASS_COUNT] = {
		[KB_CLASS_NARROW] = 1, [KB_CLASS_WIDE] = 2,   [KB_CLASS_AMBIGUOUS] = 1,
		[KB_CLASS_MARK] = 0,   [KB_CLASS_FORMAT] = 0, [KB_CLASS_CONTROL] = -1,
		[KB_CLASS_SORT] = 2,
	};
	enum kb_class class = kb_cp_class(cp);
	return class == KB_CLASS_AMBIGUOUS && amb == KB_AMBIGUOUS_2 ? 2 : cols[class];
}

bool
kb_cp_drawable(uint32_t cp)
{
	enum kb_class class = kb_cp_class(cp);
	return class != KB_CLASS_FORMAT && class != KB_CLASS_CONTROL && class != KB_CLASS_SORT;
}

bool
kb_cp_wide(uint32_t cp)
{
	enum kb_class class = kb_cp_class(cp);
	return class == KB_CLASS_WIDE || class == KB_CLASS_SORT;
}

struct span {
	uint32_t from, to;
};

static bool
in_spans(uint32_t cp, const struct span *spans, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (cp >= spans[i].from && cp <= spans[i].to) {
			return true;
		}
	}
	return false;
}

bool
kb_cp_han(uint32_t cp)
{
	/* Script=Han by blocks, so that later extensions count too */
	static const struct span han[] = {
		{ 0x4E00, 0x9FFF },   { 0x3400, 0x4DBF },   { 0x3005, 0x3005 }, { 0x3007, 0x3007 },
		{ 0x3021, 0x3029 },   { 0x3038, 0x303B },   { 0x2E80, 0x2FD5 }, { 0xF900, 0xFAFF },
		{ 0x20000, 0x2FFFD }, { 0x30000, 0x3FFFD },
	};
	return in_spans(cp, han, sizeof(han) / sizeof(han[0]));
}

bool
kb_cp_blank(uint32_t cp)
{
	static const struct span blanks[] = {
		{ ' ', ' ' },       { '\t', '\t' },     { 0x00A0, 0x00A0 }, { 0x3000, 0x3000 },
		{ 0x2000, 0x200A }, { 0x202F, 0x202F }, { 0x205F, 0x205F }, { 0x1680, 0x1680 },
	};
	/* most text is above or between them */
	if (cp > 0x3000 || (cp > ' ' && cp < 0x00A0)) {
		return false;
	}
	return in_spans(cp, blanks, sizeof(blanks) / sizeof(blanks[0]));
}
