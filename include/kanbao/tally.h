/* Words, and how often each came. */
#ifndef KANBAO_TALLY_H
#define KANBAO_TALLY_H

#include "kanbao/arena.h"

struct kb_tally_word {
	kb_str word;
	uint32_t hash;
	size_t n;
	int64_t last; /* counted for last */
};
/* Zeroed is empty. */
struct kb_tally {
	struct kb_arena arena;
	struct kb_tally_word *slots;
	size_t cap; /* a power of two, or 0 */
	size_t n;   /* words */
};
void kb_tally_release(struct kb_tally *t);
/* Counts a word, once where it comes for the same thing (not 0) twice in a row. */
void kb_tally_add(struct kb_tally *t, kb_str word, int64_t thing);
/*
 * The `most` most frequent, equals in the order of bytes; returns how many.
 * Borrowed, until the next word.
 */
size_t kb_tally_top(const struct kb_tally *t, const struct kb_tally_word **top, size_t most);

#endif
