/* Jumps: （下转2版） at the end of a block, （上接第一版） at its head (R7). */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* A block is looked at for marks only this far from its ends. */
#define MARK_BYTES 60

/* "Ａ" → 'A', "a" → 'A'; 0 where it is no letter. */
static char
letter(uint32_t cp)
{
	if (cp >= 0xFF21 && cp <= 0xFF5A) {
		cp -= 0xFF21 - 'A';
	}
	if (cp >= 'a' && cp <= 'z') {
		cp -= 'a' - 'A';
	}
	return cp >= 'A' && cp <= 'Z' ? (char)cp : 0;
}

size_t
kb_page_scan(struct kb_arena *a, kb_str s, kb_str *out)
{
	size_t off = 0;
	if (kb_str_starts(s, KB_STR("第"))) {
		off = sizeof("第") - 1;
	}
	while (off < s.n && s.p[off] == ' ') {
		off++;
	}
	uint32_t cp;
	size_t n = kb_first_cp(kb_str_sub(s, off, s.n), &cp);
	char prefix[2] = { n ? letter(cp) : 0, '\0' };
	if (prefix[0]) {
		off += n;
		if (off < s.n && s.p[off] == '-') {
			off++;
		}
	}
	long number;
	n = kb_number_scan(kb_str_sub(s, off, s.n), &number);
	if (n == 0 || number < 1 || number > 999) {
		return 0;
	}
	*out = kb_arena_printf(a, "%s%ld", prefix, number);
	return off + n;
}

/* "版", an arrow and the closing bracket behind the page, up to the end. */
static bool
mark_tail(kb_str s, bool bracket)
{
	static const char *const pages[] = { "版面", "版", NULL };
	static const char *const arrows[] = { "▶", "→", "►", ">", "》", NULL };
	static const char *const closers[] = { "）", ")", NULL };
	s = kb_str_trim(s);
	size_t n = kb_starts_any(s, pages);
	if (!n) {
		return false;
	}
	s = kb_str_trim(kb_str_sub(s, n, s.n));
	s = kb_str_trim(kb_str_sub(s, kb_starts_any(s, arrows), s.n));
	n = kb_starts_any(s, closers);
	return bracket ? n > 0 && n == s.n : s.n == 0;
}

/* The mark as a whole: bracket, word, page, tail; the bracket may be wanting. */
static bool
mark_read(struct kb_arena *a, kb_str s, const char *const *words, kb_str *page)
{
	static const char *const openers[] = { "（", "(", NULL };
	size_t bracket = kb_starts_any(s, openers);
	s = kb_str_trim(kb_str_sub(s, bracket, s.n));
	size_t n = kb_starts_any(s, words);
	if (!n) {
		return false;
	}
	s = kb_str_trim(kb_str_sub(s, n, s.n));
	kb_str found;
	n = kb_page_scan(a, s, &found);
	if (!n || !mark_tail(kb_str_sub(s, n, s.n), bracket > 0)) {
		return false;
	}
	*page = found;
	return true;
}

/* Byte where the last （ or ( of s stands, not far from its end; SIZE_MAX. */
static size_t
last_bracket(kb_str s)
{
	for (size_t off = s.n; off > 0 && s.n - off < MARK_BYTES;) {
		uint32_t cp = kb_utf8_prev(s, &off);
		if (cp == '(' || cp == 0xFF08) {
			return off;
		}
	}
	return SIZE_MAX;
}

/* Bytes of the bracketed piece that s begins with, or 0. */
static size_t
first_brackets(kb_str s)
{
	uint32_t cp;
	kb_first_cp(s, &cp);
	if (cp != '(' && cp != 0xFF08) {
		return 0;
	}
	for (size_t off = 0; off < s.n && off < MARK_BYTES;) {
		cp = kb_utf8_next(s, &off);
		if (cp == ')' || cp == 0xFF09) {
			return off;
		}
	}
	return 0;
}

void
kb_block_jumps(struct kb_page *page, struct kb_block *block)
{
	static const char *const to_words[] = { "下转", "下轉", "紧转", "緊轉", "转", "轉", NULL };
	static const char *const to_plain[] = { "下转", "下轉", "紧转", "緊轉", NULL };
	static const char *const from_words[] = { "上接", "紧接", "緊接", NULL };
	kb_str s = block->text;
	size_t at = last_bracket(s);
	if (at != SIZE_MAX &&
	    mark_read(page->a, kb_str_sub(s, at, s.n), to_words, &block->jump_to)) {
		s = kb_str_trim(kb_str_sub(s, 0, at));
		block->closes = true;
	} else if (s.n < MARK_BYTES && mark_read(page->a, s, to_plain, &block->jump_to)) {
		s = kb_str_sub(s, 0, 0);
		block->closes = true;
	}
	size_t n = first_brackets(s);
	if (n && mark_read(page->a, kb_str_sub(s, 0, n), from_words, &block->jump_from)) {
		s = kb_str_trim(kb_str_sub(s, n, s.n));
	} else if (s.n < MARK_BYTES && mark_read(page->a, s, from_words, &block->jump_from)) {
		s = kb_str_sub(s, 0, 0);
	}
	block->text = s;
}
