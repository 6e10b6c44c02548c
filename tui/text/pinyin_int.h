/* Private to pinyin.c and pinyin_words.c. */
#ifndef KANBAO_PINYIN_INT_H
#define KANBAO_PINYIN_INT_H

#include "kanbao/pinyin.h"

/*
 * A slot of a word: below KB_SLOT_SYLLABLE a character itself, from there on a
 * syllable's number, from KB_SLOT_INITIAL on the letter that a syllable begins with.
 */
#define KB_SLOT_SYLLABLE 0x110000u
#define KB_SLOT_INITIAL 0x120000u

struct kb_split {
	uint32_t slots[KB_SYLLABLES_MAX];
	size_t n;
};
struct kb_splits {
	struct kb_split v[KB_SPLITS_MAX];
	size_t n;
};
void kb_splits_of(kb_str text, struct kb_splits *out);
/* A text of two letters or more as initials; false where it is none. */
bool kb_split_initials(kb_str text, struct kb_split *out);

/* The characters that may stand in a slot, in the order of code points. */
struct kb_slot {
	uint32_t *cp;
	size_t n;
	uint64_t *bits; /* one a character below KB_SLOT_BITS; NULL for few characters */
};
#define KB_SLOT_BITS 0x10000u
struct kb_slot kb_slot_of(struct kb_arena *a, uint32_t item);
bool kb_slot_has(const struct kb_slot *slot, uint32_t cp);

#endif
