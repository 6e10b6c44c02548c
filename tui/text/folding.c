/* Folding for search, by the table of assets/data. */
#include "kanbao/fold.h"

#include <stdlib.h>
#include <wchar.h>

#include "kanbao/mem.h"
#include "kanbao/text.h"

struct pair {
	uint32_t from, to;
};

struct span {
	uint32_t from, to;
};

#include "../../assets/data/fold.inc"

/* What stands in fold_blocks besides targets. */
enum {
	FOLD_SELF,
	FOLD_BREAK,
	FOLD_SKIP,
	FOLD_FAR, /* the source or the target lies beyond the first plane */
};

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "wmemchr() over code points");

static uint32_t
fold_far_cp(uint32_t cp)
{
	size_t low = 0;
	size_t high = sizeof(fold_far) / sizeof(*fold_far);
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (fold_far[mid].from < cp) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	bool there = low < sizeof(fold_far) / sizeof(*fold_far) && fold_far[low].from == cp;
	return there ? fold_far[low].to : cp;
}

static bool
in_spans(uint32_t cp, const struct span *spans, size_t n)
{
	size_t low = 0;
	size_t high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (spans[mid].to < cp) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low < n && spans[low].from <= cp;
}

static uint32_t
fold_beyond(uint32_t cp)
{
	if (in_spans(cp, fold_words, sizeof(fold_words) / sizeof(*fold_words))) {
		return fold_far_cp(cp);
	}
	bool skip = in_spans(cp, fold_skips, sizeof(fold_skips) / sizeof(*fold_skips));
	return skip ? 0 : KB_FOLD_BREAK;
}

static inline uint32_t
fold_cp(uint32_t cp)
{
	if (cp > 0xFFFF) {
		return fold_beyond(cp);
	}
	uint32_t to = fold_blocks[fold_index[cp >> 6]][cp & 63];
	if (to > FOLD_FAR) {
		return to;
	}
	return to == FOLD_SELF    ? cp
	       : to == FOLD_BREAK ? KB_FOLD_BREAK
	       : to == FOLD_SKIP  ? 0
	                          : fold_far_cp(cp);
}

uint32_t
kb_fold_cp(uint32_t cp)
{
	return fold_cp(cp);
}

/* Forms of a character, as they are found. */
struct forms {
	uint32_t *from;
	size_t most;
	size_t n; /* also of those that are beyond `most` */
};

static void
add_form(struct forms *forms, uint32_t cp)
{
	if (forms->n < forms->most) {
		forms->from[forms->n] = cp;
	}
	forms->n++;
}

/* Without a branch in it, many at a time. */
static bool
in_block(const uint16_t *targets, uint32_t to)
{
	unsigned found = 0;
	for (size_t i = 0; i < 64; i++) {
		found |= targets[i] == (uint16_t)to;
	}
	return found;
}

static void
add_block(struct forms *forms, uint32_t block, uint32_t to)
{
	const uint16_t *targets = fold_blocks[fold_index[block]];
	if (!in_block(targets, to)) {
		return;
	}
	for (uint32_t i = 0; i < 64; i++) {
		if (targets[i] == to) {
			add_form(forms, block << 6 | i);
		}
	}
}

size_t
kb_fold_forms(uint32_t to, uint32_t *from, size_t most, bool *beyond)
{
	struct forms forms = { .from = from, .most = most };
	*beyond = to > 0xFFFF;
	if (to <= 0xFFFF && fold_cp(to) == to) {
		add_form(&forms, to);
	}
	for (uint32_t block = 0; block < 1024 && to > FOLD_FAR && to <= 0xFFFF; block++) {
		add_block(&forms, block, to);
	}
	for (size_t i = 0; i < sizeof(fold_far) / sizeof(*fold_far); i++) {
		if (fold_far[i].to == to && fold_far[i].from <= 0xFFFF) {
			add_form(&forms, fold_far[i].from);
		} else if (fold_far[i].to == to) {
			*beyond = true;
		}
	}
	return forms.n <= most ? forms.n : 0;
}

void
kb_folded_release(struct kb_folded *f)
{
	free(f->cp);
	free(f->at);
	*f = (struct kb_folded){ 0 };
}

void
kb_folded_clear(struct kb_folded *f)
{
	f->n = 0;
}

/* Room for `more` characters, and for the offset behind the last. */
static void
reserve(struct kb_folded *f, size_t more)
{
	if (f->cap - f->n > more) {
		return;
	}
	size_t cap = f->n + more + 1;
	f->cap = cap > f->cap * 2 ? cap : f->cap * 2;
	f->cp = kb_realloc(f->cp, f->cap, sizeof(*f->cp));
	f->at = kb_realloc(f->at, f->cap, sizeof(*f->at));
}

/* As kb_utf8_next(), quick for what texts are made of: three bytes a character. */
static inline uint32_t
next_cp(kb_str text, size_t *off)
{
	const unsigned char *p = (const unsigned char *)text.p + *off;
	if (text.n - *off >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 &&
	    (p[2] & 0xC0) == 0x80) {
		*off += 3;
		return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 |
		       (uint32_t)(p[2] & 0x3F);
	}
	return kb_utf8_next(text, off);
}

void
kb_folded_add(struct kb_folded *f, kb_str text)
{
	reserve(f, text.n); /* a character takes a byte at least */
	size_t n = f->n;
	bool open = n > 0 && f->cp[n - 1] > KB_FOLD_FIELD;
	for (size_t off = 0; off < text.n;) {
		size_t at = off;
		uint32_t cp = fold_cp(next_cp(text, &off));
		if (cp == 0 || (cp == KB_FOLD_BREAK && !open)) {
			continue;
		}
		open = cp != KB_FOLD_BREAK;
		f->cp[n] = cp;
		f->at[n++] = (uint32_t)at;
	}
	f->n = n;
	f->at[n] = (uint32_t)text.n;
}

void
kb_folded_field(struct kb_folded *f)
{
	if (f->n > 0 && f->cp[f->n - 1] == KB_FOLD_BREAK) {
		f->n--;
	}
	if (f->n == 0 || f->cp[f->n - 1] == KB_FOLD_FIELD) {
		return;
	}
	reserve(f, 1);
	f->cp[f->n] = KB_FOLD_FIELD;
	f->n++;
	f->at[f->n] = f->at[f->n - 1];
}

static bool
stands_at(const uint32_t *p, struct kb_piece piece)
{
	for (size_t i = 0; i < piece.n; i++) {
		if (p[i] != piece.cp[i]) {
			return false;
		}
	}
	return true;
}

size_t
kb_folded_find(const struct kb_folded *f, struct kb_piece piece, size_t from)
{
	if (piece.n == 0) {
		return from <= f->n ? from : SIZE_MAX;
	}
	while (from + piece.n <= f->n) {
		/* the C library's search is many characters wide */
		const uint32_t *p =
			(const uint32_t *)wmemchr((const wchar_t *)f->cp + from,
		                                  (wchar_t)piece.cp[0], f->n - piece.n + 1 - from);
		if (!p) {
			return SIZE_MAX;
		}
		if (stands_at(p, piece)) {
			return (size_t)(p - f->cp);
		}
		from = (size_t)(p - f->cp) + 1;
	}
	return SIZE_MAX;
}

void
kb_piece_text(struct kb_buf *out, struct kb_piece piece)
{
	for (size_t i = 0; i < piece.n; i++) {
		kb_buf_cp(out, piece.cp[i] <= KB_FOLD_FIELD ? ' ' : piece.cp[i]);
	}
}
