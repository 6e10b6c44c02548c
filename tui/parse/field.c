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
	for (size_t off = 0; off < s.n;) {
		n += !kb_cp_blank(kb_utf8_next(s, &off));
	}
	return n;
}

/* In the word lists all Han characters are simplified ones. */
static bool
same_word(const char *s, const char *word, size_t n)
{
	return memcmp(s, word, n) == 0 ||
	       (n >= 3 && (unsigned char)s[0] >= 0xE4 && kb_same_simple(s, word, n));
}

size_t
kb_starts_any(kb_str s, const char *const *words)
{
	size_t best = 0;
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (n > best && n <= s.n && same_word(s.p, *words, n)) {
			best = n;
		}
	}
	return best;
}

size_t
kb_ends_any(kb_str s, const char *const *words)
{
	size_t best = 0;
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (n > best && n <= s.n && same_word(s.p + s.n - n, *words, n)) {
			best = n;
		}
	}
	return best;
}

bool
kb_has_any(kb_str s, const char *const *words)
{
	for (; *words; words++) {
		if (kb_str_find(s, kb_str_of(*words)) != SIZE_MAX) {
			return true;
		}
		size_t n = strlen(*words);
		bool han = (unsigned char)(*words)[0] >= 0xE4;
		for (size_t off = 0; han && off + n <= s.n; off++) {
			if ((unsigned char)s.p[off] >= 0xE4 &&
			    kb_same_simple(s.p + off, *words, n)) {
				return true;
			}
		}
	}
	return false;
}

bool
kb_is_any(kb_str s, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (s.n == n && n > 0 && same_word(s.p, *words, n)) {
			return true;
		}
	}
	return false;
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
