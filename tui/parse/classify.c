/* What each block is, seen alone (R3): title, body, lead, byline, list. */
#include "kanbao/text.h"
#include "parse_int.h"

/* A headline block is at most so long; those of the pages measured are at most 41. */
#define TITLE_CHARS 46
#define LIST_WORDS 5

/* A block that begins so goes on with a sentence. */
static bool
continues(kb_str s)
{
	static const char *const marks[] = { "，", "。", "、", "；", "：", "！", "？", "）",
		                             "”",  "’",  "》", "】", ",",  ".",  ")",  NULL };
	return kb_starts_any(s, marks) > 0;
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
	    continues(s) || (block->indent && page->indents)) {
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
	if (block->verse || (!block->level && list_like(block->text))) {
		block->kind = KB_BLOCK_LIST;
		block->open = false;
	} else if (title_like(page, block)) {
		block->kind = KB_BLOCK_TITLE;
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
}
