/*
 * Lines that stand in blocks of their own: verse (R14) with the author below
 * it, and lists of names.
 */
#include "kanbao/text.h"
#include "parse_int.h"

#define VERSE_CHARS 18
#define VERSE_LINES 4
/* The longest line of a poem is at most so many times the shortest. */
#define VERSE_SPREAD 4
#define AUTHOR_CHARS 24
#define NAMES_CHARS 24
#define NAMES_MIN 3

static const char *const line_ends[] = { "，", "。", "！", "？", "；", "…", "——", NULL };

/* A short line, sung: with its mark, and no sign of speech or of a report. */
static bool
verse_line(const struct kb_block *block)
{
	static const char *const prose[] = { "：", ":", "“", "（", "(", "●",
		                             "■",  "◆", "☆", "★",  "%", NULL };
	if (block->kind != KB_BLOCK_BODY || block->level || block->jump_to.p ||
	    block->jump_from.p || block->tail.n || block->closes) {
		return false;
	}
	return block->chars >= 2 && block->chars <= VERSE_CHARS &&
	       kb_ends_any(block->text, line_ends) && !kb_has_any(block->text, prose) &&
	       !kb_editor_like(block->text);
}

static bool
comma_ends(kb_str s)
{
	return kb_ends_any(s, (const char *const[]){ "，", NULL }) > 0;
}

/* 白日依山尽，黄河入海流。: two halves of one length. */
static bool
couplet(kb_str s)
{
	size_t comma = kb_str_find(s, KB_STR("，"));
	if (comma == SIZE_MAX || comma_ends(s)) {
		return false;
	}
	size_t first = kb_field_chars(kb_str_sub(s, 0, comma));
	return first >= 4 && first * 2 + 2 == kb_field_chars(s);
}

/* Blocks [from, to), each a verse_line(), are a poem: some lines stop in mid-sentence. */
static bool
poem(const struct kb_page *page, size_t from, size_t to)
{
	size_t shortest = SIZE_MAX;
	size_t longest = 0;
	size_t commas = 0;
	size_t couplets = 0;
	for (size_t i = from; i < to; i++) {
		const struct kb_block *block = &page->blocks[i];
		shortest = block->chars < shortest ? block->chars : shortest;
		longest = block->chars > longest ? block->chars : longest;
		commas += comma_ends(block->text);
		couplets += couplet(block->text);
	}
	size_t n = to - from;
	if (n >= 2 && couplets == n && shortest == longest) {
		return true;
	}
	return n >= VERSE_LINES && commas >= 2 && commas * 4 >= n &&
	       longest <= shortest * VERSE_SPREAD;
}

/* （县文联 高远）, （高远） below a poem: role and name. */
static bool
take_author(struct kb_page *page, struct kb_block *block)
{
	static const char *const openers[] = { "（", "(", NULL };
	static const char *const closers[] = { "）", ")", NULL };
	size_t open = kb_starts_any(block->text, openers);
	size_t close = kb_ends_any(block->text, closers);
	if (block->kind != KB_BLOCK_BODY || !open || !close || block->chars > AUTHOR_CHARS) {
		return false;
	}
	kb_str inner = kb_str_trim(kb_str_sub(block->text, open, block->text.n - close));
	kb_str name = inner;
	for (kb_str rest = inner; rest.p && rest.n;) {
		(void)kb_str_split(&rest, ' ', &name);
	}
	kb_str role = kb_str_trim(kb_str_sub(inner, 0, inner.n - name.n));
	if (!kb_name_like(name)) {
		return false;
	}
	kb_credits_add(page->a, &block->tail, role.n ? role : KB_STR(""), name);
	block->text = kb_str_sub(block->text, 0, 0);
	block->kind = KB_BLOCK_BYLINE;
	block->closes = true;
	block->open = false;
	return true;
}

static void
make_list(struct kb_page *page, size_t from, size_t to, bool verse)
{
	for (size_t i = from; i < to; i++) {
		page->blocks[i].kind = KB_BLOCK_LIST;
		page->blocks[i].verse = verse;
		page->blocks[i].row = !verse;
		page->blocks[i].open = false;
	}
}

/* --- lines without marks ---------------------------------------------------------- */

/* Behind the titles from i on that may be one text: no heading, no gap, none long. */
static size_t
plain_run(const struct kb_page *page, size_t i)
{
	size_t end = i;
	while (end < page->n && page->blocks[end].kind == KB_BLOCK_TITLE &&
	       !page->blocks[end].level && page->blocks[end].chars <= VERSE_CHARS &&
	       (end == i || (!page->blocks[end].cut && !page->blocks[end].feed))) {
		end++;
	}
	return end;
}

/* The titles at the end of [from, to) that stand over what follows them. */
static size_t
headline_of_next(struct kb_page *page, size_t from, size_t to)
{
	bool text = to < page->n && !page->blocks[to].cut && page->blocks[to].kind != KB_BLOCK_GONE;
	size_t n = text && to > from ? 1 : 0;
	if (n && kb_name_closed(page->a, page->blocks[to - 1].text).n && to - from > 1) {
		n++;
	}
	if (n && to - from > n && kb_label_like(page->blocks[to - n - 1].text)) {
		n++;
	}
	return n;
}

/* Free verse: a title, its author's name, and lines with no marks at all (R14). */
static void
find_free_verse(struct kb_page *page, size_t from, size_t to)
{
	size_t first = from + 1;
	while (first < to && !kb_name_closed(page->a, page->blocks[first].text).n) {
		first++;
	}
	first++;
	size_t end = to > first ? to - headline_of_next(page, first, to) : first;
	if (end >= first + VERSE_LINES && first <= from + 4) {
		make_list(page, first, end, true);
	}
}

/* Calls that all begin alike: 不私自下水游泳, 不擅自与他人结伴游泳, … */
static void
find_calls(struct kb_page *page, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to;) {
		uint32_t cp;
		uint32_t next;
		kb_first_cp(page->blocks[i].text, &cp);
		size_t end = i + 1;
		while (end < to && kb_first_cp(page->blocks[end].text, &next) && next == cp) {
			end++;
		}
		if (end - i >= VERSE_LINES) {
			make_list(page, i, end, false);
		}
		i = end;
	}
}

static void
find_unmarked(struct kb_page *page)
{
	for (size_t i = 0; i < page->n;) {
		size_t end = plain_run(page, i);
		if (end - i > VERSE_LINES) {
			find_calls(page, i, end);
			find_free_verse(page, i, plain_run(page, i));
		}
		i = end + 1;
	}
}

void
kb_verse_find(struct kb_page *page)
{
	find_unmarked(page);
	for (size_t i = 0; i < page->n;) {
		size_t end = i;
		while (end < page->n && verse_line(&page->blocks[end]) &&
		       (end == i || !page->blocks[end].feed)) {
			end++;
		}
		/* what is before is a title, a name, or the stanza before */
		bool titled = i > 0 && page->blocks[i - 1].kind != KB_BLOCK_BODY &&
		              page->blocks[i - 1].kind != KB_BLOCK_LEAD;
		if (titled && poem(page, i, end)) {
			make_list(page, i, end, true);
		}
		i = end + 1;
	}
	for (size_t i = 1; i < page->n; i++) {
		if (page->blocks[i - 1].kind == KB_BLOCK_LIST && page->blocks[i - 1].verse) {
			(void)take_author(page, &page->blocks[i]);
		}
	}
}

/* --- lists of names ------------------------------------------------------------------ */

/* 林秀梅 县实验小学, 徐 敏 县特殊教育学校 */
static bool
names_row(const struct kb_block *block)
{
	kb_str rest = block->text;
	kb_str first;
	if (block->kind != KB_BLOCK_TITLE || block->level || block->chars > NAMES_CHARS ||
	    !kb_str_split(&rest, ' ', &first)) {
		return false;
	}
	if (kb_utf8_count(first) == 1 && rest.n) {
		kb_str second = rest;
		(void)kb_str_split(&rest, ' ', &second);
		return kb_utf8_count(second) == 1 && rest.n > 0;
	}
	return rest.n > 0 && kb_name_like(first);
}

void
kb_names_find(struct kb_page *page)
{
	for (size_t i = 0; i < page->n;) {
		size_t end = i;
		while (end < page->n && names_row(&page->blocks[end])) {
			end++;
		}
		if (end - i >= NAMES_MIN) {
			make_list(page, i, end, false);
		}
		i = end + 1;
	}
}
