/*
 * Pinyin without an input method: letters are cut into full syllables without
 * tones, ü as v, and what a text may mean by them is looked up in the words
 * that the archive has.
 */
#ifndef KANBAO_PINYIN_H
#define KANBAO_PINYIN_H

#include "kanbao/arena.h"
#include "kanbao/fold.h"

/* Limits: of a text, of the ways to cut it, of what it is taken for. */
#define KB_SYLLABLES_MAX 8
#define KB_SPLITS_MAX 16
#define KB_SOUNDS_MAX 64

/* The words of an archive. */
struct kb_vocab {
	void *user;
	/* In about how many articles a gram of one or two characters stands. */
	uint64_t (*count)(void *user, struct kb_piece gram);
	/* Calls each() for every pair that begins with first. */
	void (*pairs)(void *user, uint32_t first,
	              void (*each)(void *arg, uint32_t second, uint64_t count), void *arg);
	/* Asked now and then; true ends it, with the words there are. May be NULL. */
	bool (*over)(void *user);
};

/*
 * What a text of letters (xi'an), or of letters and characters (kecheng共富),
 * may stand for: pieces in the arena, the most frequent first, those that
 * together carry 95 % of all their articles; single characters only where
 * there are no longer words (xian is 西安 before it is 县). None where it has no letters,
 * cannot be cut into syllables, has letters beside digits, or a break.
 */
size_t kb_pinyin_words(struct kb_arena *a, kb_str text, const struct kb_vocab *vocab,
                       struct kb_piece words[KB_SOUNDS_MAX]);
/*
 * What a text of two letters or more may stand for as the first letters of
 * syllables (kcq): up to `most` words, the most frequent first. A word is
 * taken for as frequent as its rarest pair; one of three characters need not
 * stand anywhere.
 */
size_t kb_pinyin_initials(struct kb_arena *a, kb_str text, const struct kb_vocab *vocab,
                          struct kb_piece *words, size_t most);
/*
 * Appends the ways to cut a text into syllables, one blank between them and a
 * newline behind each (for tests and for people).
 */
void kb_pinyin_splits(kb_str text, struct kb_buf *out);
/* Whether the character can be read so. */
bool kb_pinyin_reads(uint32_t cp, kb_str syllable);

#endif
