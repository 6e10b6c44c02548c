/*
 * Looking for a piece in a text as it is printed: where a form of its first
 * character stands, what follows is folded and compared. Nothing else is folded.
 */
#include <string.h>

#include "kanbao/fold.h"
#include "kanbao/text.h"

/* What every character of the planes 1 to 3 begins with, and no other. */
#define BEYOND 0xF0

/* Several characters may make one break: there is no needle with one. */
static bool
unbroken(struct kb_piece piece)
{
	for (size_t i = 0; i < piece.n; i++) {
		if (piece.cp[i] <= KB_FOLD_FIELD) {
			return false;
		}
	}
	return piece.n > 0;
}

void
kb_needle_make(struct kb_needle *needle, struct kb_piece piece)
{
	uint32_t from[KB_NEEDLE_FORMS];
	*needle = (struct kb_needle){ .piece = piece };
	size_t n = unbroken(piece)
	                   ? kb_fold_forms(piece.cp[0], from, KB_NEEDLE_FORMS, &needle->beyond)
	                   : 0;
	struct kb_buf bytes = { 0 };
	for (size_t i = 0; i < n; i++) {
		struct kb_needle_form *form = &needle->forms[i];
		kb_buf_clear(&bytes);
		kb_buf_cp(&bytes, from[i]);
		form->n = bytes.n;
		memcpy(form->bytes, bytes.p, bytes.n);
	}
	kb_buf_release(&bytes);
	needle->n = n;
}

bool
kb_needle_fits(const struct kb_needle *needle, kb_str text)
{
	return needle->n > 0 && !(needle->beyond && memchr(text.p, BEYOND, text.n));
}

/* Whether the rest of the piece stands at off. */
static bool
goes_on(struct kb_piece piece, kb_str text, size_t off)
{
	for (size_t i = 1; i < piece.n;) {
		if (off >= text.n) {
			return false;
		}
		uint32_t cp = kb_fold_cp(kb_utf8_next(text, &off));
		if (cp != 0 && cp != piece.cp[i++]) {
			return false;
		}
	}
	return true;
}

/* The last byte of a character says most of it. */
static bool
form_in(const struct kb_needle *needle, const struct kb_needle_form *form, kb_str text)
{
	size_t before = form->n - 1;
	const char *end = text.p + text.n;
	const char *p = text.p + before;
	while (p < end && (p = memchr(p, form->bytes[before], (size_t)(end - p))) != NULL) {
		if (memcmp(p - before, form->bytes, before) == 0 &&
		    goes_on(needle->piece, text, (size_t)(p + 1 - text.p))) {
			return true;
		}
		p++;
	}
	return false;
}

bool
kb_needle_in(const struct kb_needle *needle, kb_str text)
{
	for (size_t i = 0; i < needle->n; i++) {
		if (text.n >= needle->forms[i].n && form_in(needle, &needle->forms[i], text)) {
			return true;
		}
	}
	return false;
}
