/*
 * Radicals that are meant as characters: PDF files whose fonts give 首 and ⾸
 * one shape say the radical where the paper printed the character.
 */
#include "kanbao/text.h"

#define FIRST 0x2E80

static const uint32_t ideographs[] = {
#include "../../assets/data/radicals.inc"
};

void
kb_text_ideographs(kb_str text, struct kb_buf *out)
{
	for (size_t off = 0; off < text.n;) {
		uint32_t cp = kb_utf8_next(text, &off);
		size_t i = cp >= FIRST ? cp - FIRST : SIZE_MAX;
		bool radical = i < sizeof(ideographs) / sizeof(ideographs[0]) && ideographs[i];
		kb_buf_cp(out, radical ? ideographs[i] : cp);
	}
}
