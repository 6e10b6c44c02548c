/*
 * Grams: what the index knows of a text. Of each run of word characters every
 * character, every pair, every three whose first two are a frequent pair (two
 * letters, one of the shipped list, or of an archive's own list), and every four
 * of letters or whose first three stand in that own list.
 * A piece is looked for by the grams that a text with it must have.
 */
#ifndef KANBAO_GRAM_H
#define KANBAO_GRAM_H

#include "kanbao/fold.h"

/* Pairs and threes that are frequent in an archive, beside the shipped list. Zeroed is empty. */
struct kb_gram_list {
	uint64_t *keys; /* characters of 16 bits, in slots; 0: a free one */
	size_t slots;
	size_t n;
};
void kb_gram_list_release(struct kb_gram_list *list);
/* Adds the pairs and threes of a text, one a line; beyond the first plane there are none. */
void kb_gram_list_add(struct kb_gram_list *list, kb_str lines);
bool kb_gram_list_has(const struct kb_gram_list *list, struct kb_piece unit);

/*
 * Names folding and list of frequent pairs: an index made under another name
 * has to be made anew.
 */
const char *kb_gram_name(void);
/* Here and below `own` may be NULL. */
bool kb_gram_frequent(const struct kb_gram_list *own, uint32_t first, uint32_t second);

/* Calls each() for every gram of the text, as often as it stands there. */
void kb_grams_of(const struct kb_folded *f, const struct kb_gram_list *own,
                 void (*each)(void *user, struct kb_piece gram), void *user);
/* Only for those that the text has because of `list`. */
void kb_grams_behind(const struct kb_folded *f, const struct kb_gram_list *list,
                     void (*each)(void *user, struct kb_piece gram), void *user);

#define KB_GRAMS_MAX 16
/*
 * Up to KB_GRAMS_MAX grams, borrowed from the piece, without which no text
 * contains it; none for a piece without a word character. *exact says that a
 * text with all of them does contain it.
 */
size_t kb_grams_for(struct kb_piece piece, const struct kb_gram_list *own,
                    struct kb_piece grams[KB_GRAMS_MAX], bool *exact);

#endif
