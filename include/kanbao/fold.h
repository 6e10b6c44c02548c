/*
 * Text as search compares it: width, case, traditional and compatibility
 * forms folded, one code point to one. Letters, digits, Han and kana are word
 * characters; marks and selectors are skipped; everything else is a break.
 * A folded character knows where it stands in the printed text.
 */
#ifndef KANBAO_FOLD_H
#define KANBAO_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kanbao/str.h"

/* What stands in folded text instead of a word character. */
#define KB_FOLD_BREAK 1u /* one or more characters that are no word characters */
#define KB_FOLD_FIELD 2u /* the end of a field: nothing matches across it */

/* The word character that cp is folded to, KB_FOLD_BREAK, or 0 where it is skipped. */
uint32_t kb_fold_cp(uint32_t cp);

/*
 * Folded text: n characters, no two breaks in a row, none before the first
 * word character of a field. cp[i] stands at byte at[i] of the text given,
 * and ends, with the marks that belong to it, at at[i + 1]. Zeroed is empty.
 */
struct kb_folded {
	uint32_t *cp;
	uint32_t *at; /* n + 1 of them; at[n] is the length of the text */
	size_t n;
	size_t cap;
};
void kb_folded_release(struct kb_folded *f);
/* Empty, keeping the memory. */
void kb_folded_clear(struct kb_folded *f);
/*
 * Appends a text of less than 4 GiB. Offsets count from the start of this
 * text, so they mean something only where a single one was added.
 */
void kb_folded_add(struct kb_folded *f, kb_str text);
/* Ends a field: KB_FOLD_FIELD, unless nothing was added since the last one. */
void kb_folded_field(struct kb_folded *f);

/* A run of folded characters that is looked for. */
struct kb_piece {
	const uint32_t *cp;
	size_t n;
};
/* The first place at or behind `from` where the piece stands, or SIZE_MAX. */
size_t kb_folded_find(const struct kb_folded *f, struct kb_piece piece, size_t from);

/*
 * A piece to be looked for in many texts as they are printed, which is quicker
 * than to fold them. The piece is borrowed.
 */
#define KB_NEEDLE_FORMS 16
struct kb_needle {
	struct kb_piece piece;
	struct kb_needle_form {
		char bytes[4];
		size_t n;
	} forms[KB_NEEDLE_FORMS]; /* UTF-8 of what is folded to its first character */
	size_t n;
	bool beyond; /* and so is something beyond the first plane */
};
void kb_needle_make(struct kb_needle *needle, struct kb_piece piece);
/* Whether kb_needle_in() can say it of this text; if not it has to be folded. */
bool kb_needle_fits(const struct kb_needle *needle, kb_str text);
bool kb_needle_in(const struct kb_needle *needle, kb_str text);
/*
 * What is folded to a word character, of the first plane; *beyond says that
 * something of the next three is as well. 0 where they are more than `most`.
 */
size_t kb_fold_forms(uint32_t to, uint32_t *from, size_t most, bool *beyond);
/* Appends the characters as UTF-8, breaks as a blank. */
void kb_piece_text(struct kb_buf *out, struct kb_piece piece);

#endif
