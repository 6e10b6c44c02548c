/* Private to pinyin.c and pinyin_words.c. */
#ifndef KANBAO_PINYIN_INT_H
#define KANBAO_PINYIN_INT_H

#include "kanbao/pinyin.h"

/* A slot of a word: below KB_SLOT_SYLLABLE a character itself, else a syllable's number. */
#define KB_SLOT_SYLLABLE 0x110000u

struct kb_split {
	uint32_t slots[KB_SYLLABLES_MAX];
	size_t n;
};
struct kb_splits {
	struct kb_split v[KB_SPLITS_MAX];
	size_t n;
};
void kb_splits_of(kb_str text, struct kb_splits *out);

/* The characters that may stand in a slot, in the order of code points. */
struct kb_slot {
	uint32_t *cp;
	size_t n;
};
struct kb_slot kb_slot_of(struct kb_arena *a, uint32_t item);
bool kb_slot_has(const struct kb_slot *slot, uint32_t cp);

#endif
