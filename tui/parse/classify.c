/* What each block is, seen alone (R3): title, body, lead, byline, list. */
#include "kanbao/text.h"
#include "parse_int.h"

/* A headline block is at most so long; those of the pages measured are at most 41. */
#define TITLE_CHARS 46
/* A short one is a line of its notice. */
#define CONTACT_CHARS ((size_t)24)
#define LIST_WORDS 5
#define ROWS_MIN 3
#define ROWS_ANNOUNCED 2

/* A block that begins so goes on with a sentence. */
static bool
continues(kb_str s)
{
	static const char *const marks[] = { "，", "。", "、", "；", "：", "！", "？", "）",
		                             "”",  "’",  "》", "】", ",",  ".",  ")",  NULL };
	return kb_starts_any(s, marks) > 0;
}

/* 记者：您为什么坚持？ and 问：…, told in turns. */
static bool
speaks(kb_str s)
{
	static const char *const who[] = { "记者：", "问：",       "答：",     "记者:", "问:",
		                           "答:",    "本报记者：", "主持人：", NULL };
	return kb_starts_any(s, who) > 0;
}

/* The whole in brackets: a remark, no headline. */
static bool
remark(kb_str s)
{
	static const char *const openers[] = { "（", "(", "【", NULL };
	static const char *const closers[] = { "）", ")", "】", NULL };
	return kb_starts_any(s, openers) && kb_ends_any(s, closers);
}

static bool
title_like(const struct kb_page *page, const struct kb_block *block)
{
	static const char *const closers[] = { "”", "’", "）", "》", "】", "」", "』", ")", NULL };
	static const char *const no_ends[] = { "。", "，", "、", "；", "：", ",", ";", ":", NULL };
	kb_str s = block->text;
	if (block->level) {
		return block->chars <= 2 * (size_t)TITLE_CHARS;
	}
	if (!block->chars || block->chars > TITLE_CHARS || block->closes || block->tail.n ||
	    continues(s) || (block->indent && page->indents) || speaks(s) || remark(s) ||
	    (block->chars > CONTACT_CHARS && kb_contact_like(s))) {
		return false;
	}
	if (kb_str_find(s, KB_STR("。")) != SIZE_MAX) {
		return false;
	}
	for (size_t n; (n = kb_ends_any(s, closers)) > 0;) {
		s = kb_str_sub(s, 0, s.n - n);
	}
	return kb_ends_any(s, no_ends) == 0;
}

/* Words of like length between blanks: 富强 民主 文明 … */
static bool
list_like(kb_str s)
{
	size_t words = 0;
	size_t shortest = SIZE_MAX;
	size_t longest = 0;
	for (kb_str rest = s, word; kb_str_split(&rest, ' ', &word); words++) {
		if (word.n > (size_t)8 * 4) {
			return false;
		}
		size_t n = kb_utf8_count(word);
		shortest = n < shortest ? n : shortest;
		longest = n > longest ? n : longest;
	}
	return words >= LIST_WORDS && shortest >= 2 && longest <= 8 && longest - shortest <= 2;
}

static void
classify(struct kb_page *page, struct kb_block *block)
{
	kb_block_jumps(page, block);
	if (!block->text.n) {
		block->kind = block->jump_from.p ? KB_BLOCK_FROM : KB_BLOCK_BODY;
		return;
	}
	if (!block->level || block->size > 0) {
		kb_block_credits(page, block);
		/* large type alone makes no headline of a byline */
		block->level = block->kind == KB_BLOCK_BODY ? block->level : 0;
	}
	block->chars = kb_field_chars(block->text);
	block->open = kb_text_open(block->text) && !block->closes && !block->photo;
	if (block->kind != KB_BLOCK_BODY) {
		return;
	}
	bool teaser = !block->level && block->chars <= TITLE_CHARS && kb_teaser_like(block->text);
	if (block->verse || block->row || teaser || (!block->level && list_like(block->text))) {
		block->kind = KB_BLOCK_LIST;
		block->open = false;
	} else if (title_like(page, block)) {
		block->kind = KB_BLOCK_TITLE;
	} else if (remark(block->text)) {
		block->open = false;
	}
}

/* A headline isn't gone on with: what stands before a comma is a piece of text (R2). */
static void
mend_pieces(struct kb_page *page)
{
	for (size_t i = 0; i + 1 < page->n; i++) {
		struct kb_block *block = &page->blocks[i];
		const struct kb_block *next = &page->blocks[i + 1];
		if (block->kind == KB_BLOCK_TITLE && !block->level && next->kind == KB_BLOCK_BODY &&
		    continues(next->text)) {
			block->kind = KB_BLOCK_BODY;
			block->open = true;
		}
	}
}

/* How many rows make a list at block i: fewer where a colon announces them. */
static size_t
rows_min(const struct kb_page *page, size_t i)
{
	static const char *const colons[] = { "：", ":", NULL };
	const struct kb_block *before = i > 0 ? &page->blocks[i - 1] : NULL;
	bool body = before && (before->kind == KB_BLOCK_BODY || before->kind == KB_BLOCK_LEAD);
	return body && kb_ends_any(before->text, colons) ? ROWS_ANNOUNCED : ROWS_MIN;
}

/* Rows that stand in blocks of their own. */
static void
find_rows(struct kb_page *page)
{
	for (size_t i = 0; i < page->n;) {
		size_t end = i;
		while (end < page->n && page->blocks[end].kind == KB_BLOCK_TITLE &&
		       !page->blocks[end].level && kb_row_like(page->blocks[end].text)) {
			end++;
		}
		bool rows = end - i >= rows_min(page, i);
		for (size_t k = i; k < end && rows; k++) {
			page->blocks[k].kind = KB_BLOCK_LIST;
			page->blocks[k].row = true;
			page->blocks[k].open = false;
		}
		i = end + 1;
	}
}

void
kb_blocks_classify(struct kb_page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		if (page->blocks[i].kind != KB_BLOCK_GONE) {
			classify(page, &page->blocks[i]);
		}
	}
	mend_pieces(page);
	find_rows(page);
	kb_names_find(page);
	kb_verse_find(page);
}
