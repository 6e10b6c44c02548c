/*
 * Grams: what the index knows of a text. Of each run of word characters every
 * character, every pair, and every three whose first two are a frequent pair;
 * two letters always are.
 * A piece is looked for by the grams that a text with it must have.
 */
#ifndef KANBAO_GRAM_H
#define KANBAO_GRAM_H

#include "kanbao/fold.h"

/*
 * Names folding and list of frequent pairs: an index made under another name
 * has to be made anew.
 */
const char *kb_gram_name(void);
bool kb_gram_frequent(uint32_t first, uint32_t second);

/* Calls each() for every gram of the text, as often as it stands there. */
void kb_grams_of(const struct kb_folded *f, void (*each)(void *user, struct kb_piece gram),
                 void *user);

#define KB_GRAMS_MAX 16
/*
 * Up to KB_GRAMS_MAX grams, borrowed from the piece, without which no text
 * contains it; none for a piece without a word character. *exact says that a
 * text with all of them does contain it.
 */
size_t kb_grams_for(struct kb_piece piece, struct kb_piece grams[KB_GRAMS_MAX], bool *exact);

#endif
