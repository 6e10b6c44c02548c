/*
 * What stands between the pages of one file (R10): page numbers, running
 * heads, form feeds. Numbers go to `dropped`, heads to `masthead`; both say
 * which page it is.
 */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

#define NUMBER_CHARS 8
#define HEAD_CHARS 30
/* So many blocks at the head of a page may be running heads. */
#define HEAD_BLOCKS 4

/* Marks around a page's number. */
static bool
around(uint32_t cp)
{
	static const uint32_t marks[] = { '-', 0x2014, 0x2013, 0x2012, 0x2022, 0xB7,   '*',
		                          '~', 0xFF5E, 0x2500, 0xFF0D, '|',    0x30FB, '.' };
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (cp == marks[i]) {
			return true;
		}
	}
	return kb_cp_blank(cp);
}

/* - 2 -, 第2页, • A03 •; *marked where more than the number is there. */
static bool
page_number(struct kb_arena *a, kb_str s, kb_str *page, bool *marked)
{
	uint32_t cp;
	size_t n;
	size_t whole = s.n;
	if (s.n > (size_t)NUMBER_CHARS * 4 || kb_field_chars(s) > NUMBER_CHARS) {
		return false;
	}
	while ((n = kb_first_cp(s, &cp)) > 0 && around(cp)) {
		s = kb_str_sub(s, n, s.n);
	}
	bool before = s.n < whole;
	while ((n = kb_last_cp(s, &cp)) > 0 && around(cp)) {
		s.n -= n;
	}
	bool after = s.p + s.n < s.p + whole && s.n + before < whole;
	bool word = kb_str_starts(s, KB_STR("第"));
	n = kb_page_scan(a, s, page);
	kb_str rest = kb_str_trim(kb_str_sub(s, n, s.n));
	bool unit = kb_is_any(rest, (const char *const[]){ "页", "頁", NULL });
	if (!n || (rest.n && !unit)) {
		return false;
	}
	*marked = (before && after) || (word && unit) || (s.p[0] >= 'A' && s.p[0] <= 'Z');
	return true;
}

static bool
beside_feed(const struct kb_page *page, size_t i)
{
	return i == 0 || i + 1 == page->n || page->blocks[i].feed || page->blocks[i + 1].feed;
}

/* Whether there is text of a story before block i on its page. */
static bool
text_before(const struct kb_page *page, size_t i)
{
	while (i > 0 && !page->blocks[i].feed) {
		i--;
		if (page->blocks[i].kind != KB_BLOCK_GONE) {
			return true;
		}
	}
	return false;
}

static size_t
number_of(kb_str page)
{
	long n = 0;
	size_t skip = page.n && page.p[0] >= 'A';
	(void)kb_number_scan(kb_str_sub(page, skip, page.n), &n);
	return n > 0 ? (size_t)n : 0;
}

/* A number at the foot is of the page that ends there, one at the head of the next. */
static void
take_number(struct kb_page *page, size_t i, kb_str number, bool foot)
{
	struct kb_block *block = &page->blocks[i];
	kb_strs_add(page->a, &page->issue->dropped, block->text);
	block->kind = KB_BLOCK_GONE;
	if (!foot) {
		block->page = number;
	} else {
		block->foot = number;
	}
}

static void
take_numbers(struct kb_page *page)
{
	bool headed = false; /* numbers stand before the text of their pages */
	bool seen = false;
	for (size_t i = 0; i < page->n; i++) {
		struct kb_block *block = &page->blocks[i];
		kb_str number;
		bool marked = false;
		if (block->kind == KB_BLOCK_GONE || block->level ||
		    !page_number(page->a, block->text, &number, &marked) ||
		    (!marked && !beside_feed(page, i))) {
			continue;
		}
		if (!seen) {
			headed = !text_before(page, i);
		}
		seen = true;
		take_number(page, i, number, !headed);
	}
}

/* The same but for digits: 第2页 and 第3页. */
static bool
same_head(kb_str a, kb_str b)
{
	if (a.n != b.n) {
		return false;
	}
	for (size_t i = 0; i < a.n; i++) {
		bool digits = a.p[i] >= '0' && a.p[i] <= '9' && b.p[i] >= '0' && b.p[i] <= '9';
		if (a.p[i] != b.p[i] && !digits) {
			return false;
		}
	}
	return true;
}

/* Facts with the paper's name beside them, or one of them alone. */
static bool
running_head(struct kb_page *page, kb_str s)
{
	kb_str name = page->issue->paper;
	struct kb_facts facts;
	if (name.n && kb_str_starts(s, name)) {
		s = kb_str_trim(kb_str_sub(s, name.n, s.n));
	} else if (name.n && kb_str_ends(s, name)) {
		s = kb_str_trim(kb_str_sub(s, 0, s.n - name.n));
	}
	return !s.n || kb_facts_read(page->a, s, &facts);
}

static void
take_head(struct kb_page *page, size_t i)
{
	struct kb_facts facts;
	struct kb_block *block = &page->blocks[i];
	block->kind = KB_BLOCK_GONE;
	kb_strs_add(page->a, &page->issue->masthead, block->text);
	if (kb_facts_read(page->a, block->text, &facts) && facts.page.p) {
		block->page = facts.page;
	}
}

/* Heads after form feeds, told by facts or because they come again and again. */
static void
take_heads(struct kb_page *page)
{
	kb_str before = KB_STR_NULL;
	for (size_t i = 0; i < page->n; i++) {
		if (!page->blocks[i].feed) {
			continue;
		}
		kb_str first = page->blocks[i].text;
		for (size_t k = i; k < page->n && k < i + HEAD_BLOCKS; k++) {
			struct kb_block *block = &page->blocks[k];
			bool again = k == i && before.p && same_head(before, block->text);
			if (block->kind == KB_BLOCK_GONE) {
				continue;
			}
			if (block->level || block->text.n > (size_t)HEAD_CHARS * 3 ||
			    !(again || running_head(page, block->text))) {
				break;
			}
			take_head(page, k);
		}
		before = first;
	}
}

/* Running heads of pages that no form feed parts: the paper's name again. */
static void
take_names(struct kb_page *page)
{
	for (size_t i = 1; i < page->n; i++) {
		struct kb_block *block = &page->blocks[i];
		bool named = page->issue->paper.n && !block->level &&
		             block->kind != KB_BLOCK_GONE &&
		             (kb_str_starts(block->text, page->issue->paper) ||
		              kb_str_ends(block->text, page->issue->paper));
		if (named && block->text.n < 4 * (size_t)HEAD_CHARS &&
		    running_head(page, block->text)) {
			take_head(page, i);
		}
	}
}

/* Each page's number where it isn't printed: one more than the one before. */
static void
count_feeds(struct kb_page *page)
{
	bool marks = false;
	size_t number = page->page.p ? number_of(page->page) : 1;
	for (size_t i = 1; i < page->n; i++) {
		marks = marks || page->blocks[i].page.p;
	}
	for (size_t i = 1; i < page->n; i++) {
		struct kb_block *block = &page->blocks[i];
		if (block->foot.p) {
			number = number_of(block->foot);
		}
		if (block->page.p) {
			number = number_of(block->page);
		} else if ((block->feed && !marks) || (page->blocks[i - 1].foot.p && !marks)) {
			block->next_page = kb_arena_printf(page->a, "%zu", ++number);
		}
	}
}

void
kb_furniture_take(struct kb_page *page)
{
	take_heads(page);
	take_names(page);
	take_numbers(page);
	count_feeds(page);
}
