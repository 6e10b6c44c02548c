/* Texts as they stand in a field of an issue, and lists of words. */
#include <string.h>

#include "kanbao/text.h"
#include "parse_int.h"

kb_str
kb_field_dup(struct kb_arena *a, kb_str s)
{
	if (!s.p) {
		return KB_STR_NULL;
	}
	char *p = kb_arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	bool blank = false;
	for (size_t off = 0; off < s.n;) {
		size_t from = off;
		uint32_t cp = kb_utf8_next(s, &off);
		if (cp == '\n' || cp == '\r' || kb_cp_blank(cp)) {
			blank = n > 0;
			continue;
		}
		if (blank) {
			p[n++] = ' ';
			blank = false;
		}
		memcpy(p + n, s.p + from, off - from);
		n += off - from;
	}
	p[n] = '\0';
	return (kb_str){ p, n };
}

kb_str
kb_field_join(struct kb_arena *a, kb_str left, kb_str right)
{
	if (!left.n || !right.n) {
		return left.n ? left : right;
	}
	return kb_arena_printf(a, "%.*s %.*s", KB_ARG(left), KB_ARG(right));
}

size_t
kb_field_chars(kb_str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == 0xC2 || (c >= 0xE1 && c <= 0xE3)) {
			size_t off = i; /* blanks, and marks */
			n += !kb_cp_blank(kb_utf8_next(s, &off));
		} else {
			n += c > ' ' && (c & 0xC0) != 0x80;
		}
	}
	return n;
}

/* Words are short: so much of a text is folded to be compared with them. */
#define WORD_BYTES 48
#define TEXT_BYTES 600

static size_t
longest_start(kb_str s, const char *const *words)
{
	size_t best = 0;
	for (; s.n && *words; words++) {
		if (**words != s.p[0]) {
			continue;
		}
		size_t n = strlen(*words);
		if (n > best && n <= s.n && memcmp(s.p, *words, n) == 0) {
			best = n;
		}
	}
	return best;
}

static size_t
longest_end(kb_str s, const char *const *words)
{
	size_t best = 0;
	for (; s.n && *words; words++) {
		size_t n = strlen(*words);
		if (n > best && n <= s.n && (*words)[n - 1] == s.p[s.n - 1] &&
		    memcmp(s.p + s.n - n, *words, n) == 0) {
			best = n;
		}
	}
	return best;
}

/*
 * The word lists hold simplified forms; a traditional text is folded, which
 * keeps its places. So that most texts cost nothing, the first four
 * characters are looked at: no word has its first traditional one later.
 */
size_t
kb_starts_any(kb_str s, const char *const *words)
{
	char folded[WORD_BYTES];
	size_t best = longest_start(s, words);
	if (!best && s.n >= 3 && kb_fold_copy(kb_str_sub(s, 0, (size_t)4 * 3), folded)) {
		kb_str head = kb_str_sub(s, 0, WORD_BYTES);
		(void)kb_fold_copy(head, folded);
		best = longest_start((kb_str){ folded, head.n }, words);
	}
	return best;
}

size_t
kb_ends_any(kb_str s, const char *const *words)
{
	char folded[WORD_BYTES];
	size_t best = longest_end(s, words);
	if (!best && s.n >= 3) {
		size_t from = s.n > WORD_BYTES ? s.n - WORD_BYTES : 0;
		while (from < s.n && ((unsigned char)s.p[from] & 0xC0) == 0x80) {
			from++;
		}
		kb_str tail = kb_str_sub(s, from, s.n);
		if (kb_fold_copy(tail, folded)) {
			best = longest_end((kb_str){ folded, tail.n }, words);
		}
	}
	return best;
}

static bool
has(kb_str s, const char *const *words)
{
	for (; *words; words++) {
		if (kb_str_find(s, kb_str_of(*words)) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

bool
kb_has_any(kb_str s, const char *const *words)
{
	char folded[TEXT_BYTES];
	if (has(s, words)) {
		return true;
	}
	kb_str head = kb_str_sub(s, 0, TEXT_BYTES);
	return *words && (unsigned char)**words >= 0xE4 && kb_fold_copy(head, folded) &&
	       has((kb_str){ folded, head.n }, words);
}

bool
kb_is_any(kb_str s, const char *const *words)
{
	return s.n > 0 && s.n <= WORD_BYTES &&
	       (kb_starts_any(s, words) == s.n || kb_ends_any(s, words) == s.n);
}

size_t
kb_first_cp(kb_str s, uint32_t *cp)
{
	size_t off = 0;
	*cp = s.n ? kb_utf8_next(s, &off) : 0;
	return off;
}

size_t
kb_last_cp(kb_str s, uint32_t *cp)
{
	size_t off = s.n;
	*cp = s.n ? kb_utf8_prev(s, &off) : 0;
	return s.n - off;
}

void
kb_idxs_add(struct kb_arena *a, struct kb_idxs *list, size_t i)
{
	list->v = kb_arena_grow(a, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = i;
}

void
kb_doubt(struct kb_arena *a, struct kb_strs *doubts, const char *doubt)
{
	kb_str text = kb_str_of(doubt);
	for (size_t i = 0; i < doubts->n; i++) {
		if (kb_str_eq(doubts->v[i], text)) {
			return;
		}
	}
	kb_strs_add(a, doubts, text);
}
