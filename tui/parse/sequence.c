/*
 * Order inside a story (R8): items that are numbered tell where columns were
 * mixed up, and so do quotations and connectives that hang in the air.
 */
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* Numbers in a list; more are years, sums and the like. */
#define NUMBER_MAX 99

/* Forms of numbers; a list keeps to one. */
enum form {
	FORM_NONE,
	FORM_HAN,       /* 一、 */
	FORM_HAN_ROUND, /* （一） */
	FORM_DIGIT,     /* 1. */
	FORM_ROUND,     /* （1） */
	FORM_CLAUSE,    /* 一是, 一要 */
	FORM_ORDINAL,   /* 第一， */
	FORM_WORD,      /* 首先， */
	FORM_COUNT
};

struct item {
	enum form form;
	long number;
	size_t at; /* in the story's body */
};

static bool
ascii_digit(kb_str s)
{
	return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

/* Behind the number stands what makes it an item of a list. */
static enum form
form_of(kb_str opened, bool digit, kb_str rest)
{
	static const char *const closers[] = { "）", ")", NULL };
	static const char *const stops[] = { "、", "．", ".", NULL };
	static const char *const clauses[] = { "是", "要", NULL };
	static const char *const commas[] = { "，", ",", NULL };
	long next;
	if (kb_str_eq(opened, KB_STR("第"))) {
		return kb_starts_any(rest, commas) ? FORM_ORDINAL : FORM_NONE;
	}
	if (opened.n) {
		enum form round = digit ? FORM_ROUND : FORM_HAN_ROUND;
		return kb_starts_any(rest, closers) ? round : FORM_NONE;
	}
	size_t stop = kb_starts_any(rest, stops);
	if (stop) {
		/* 一、二月, 3.5万 are no items */
		bool amount = kb_number_scan(kb_str_sub(rest, stop, rest.n), &next) > 0;
		return amount ? FORM_NONE : digit ? FORM_DIGIT : FORM_HAN;
	}
	return !digit && kb_starts_any(rest, clauses) ? FORM_CLAUSE : FORM_NONE;
}

static struct item
read_item(kb_str s)
{
	static const char *const words[] = { "首先，", "其次，", "再次，", "最后，" };
	static const char *const openers[] = { "（", "(", "第", NULL };
	struct item item = { 0 };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (kb_str_starts(s, kb_str_of(words[i]))) {
			return (struct item){ .form = FORM_WORD, .number = (long)i + 1 };
		}
	}
	size_t open = kb_starts_any(s, openers);
	kb_str rest = kb_str_sub(s, open, s.n);
	size_t n = kb_number_scan(rest, &item.number);
	if (n > 0 && item.number >= 1 && item.number <= NUMBER_MAX) {
		item.form = form_of(kb_str_sub(s, 0, open), ascii_digit(rest),
		                    kb_str_sub(rest, n, rest.n));
	}
	return item;
}

/* --- numbers out of order ----------------------------------------------------------- */

/* All items of a story; how many. */
static size_t
items_of(const struct kb_page *page, const struct kb_story *story, struct item *items)
{
	size_t n = 0;
	for (size_t i = 0; i < story->body.n; i++) {
		struct item item = read_item(page->blocks[story->body.v[i]].text);
		if (item.form != FORM_NONE) {
			item.at = i;
			items[n++] = item;
		}
	}
	return n;
}

/* Those of one form. */
static size_t
pick(const struct item *all, size_t n, enum form form, struct item *items)
{
	size_t picked = 0;
	for (size_t i = 0; i < n; i++) {
		if (all[i].form == form) {
			items[picked++] = all[i];
		}
	}
	return picked;
}

/* A number follows a higher one and is not the first of a new list. */
static bool
out_of_order(const struct item *items, size_t n, bool first_elsewhere)
{
	bool first = first_elsewhere;
	for (size_t i = 0; i < n; i++) {
		bool falls = i > 0 && items[i].number < items[i - 1].number;
		if (falls && (items[i].number != 1 || !first)) {
			return true;
		}
		first = first || items[i].number == 1;
	}
	return false;
}

/*
 * The items are one whole list, 1 … n, and each is a paragraph that is
 * finished, one directly behind the other: no block between could belong
 * elsewhere, so their order is certain.
 */
static bool
certain(const struct kb_page *page, const struct kb_story *story, const struct item *items,
        size_t n)
{
	bool seen[NUMBER_MAX + 1] = { false };
	for (size_t i = 0; i < n; i++) {
		const struct kb_block *block = &page->blocks[story->body.v[items[i].at]];
		bool whole = block->kind == KB_BLOCK_BODY && !kb_text_open(block->text);
		bool next = i == 0 || items[i].at == items[i - 1].at + 1;
		if (!whole || !next || (size_t)items[i].number > n || seen[items[i].number]) {
			return false;
		}
		seen[items[i].number] = true;
	}
	/* what stands behind all of them belongs to the last of the list alone */
	return items[0].at > 0 && !page->blocks[story->body.v[items[0].at - 1]].open &&
	       (items[n - 1].at + 1 == story->body.n || (size_t)items[n - 1].number == n);
}

static void
reorder(struct kb_page *page, struct kb_story *story, const struct item *items, size_t n)
{
	size_t *blocks = kb_arena_alloc(page->a, n, sizeof(*blocks));
	for (size_t i = 0; i < n; i++) {
		blocks[items[i].number - 1] = story->body.v[items[i].at];
	}
	for (size_t i = 0; i < n; i++) {
		story->body.v[items[0].at + i] = blocks[i];
	}
	kb_doubt(page->a, &story->doubts, N_("columns were out of order and have been moved"));
}

/* Puts lists right whose order is certain; true where one stays doubtful. */
static bool
lists_doubtful(struct kb_page *page, struct kb_story *story)
{
	struct item *all = kb_arena_alloc(page->a, story->body.n, sizeof(*all));
	struct item *items = kb_arena_alloc(page->a, story->body.n, sizeof(*items));
	size_t nall = items_of(page, story, all);
	bool doubtful = false;
	for (enum form form = FORM_HAN; form < FORM_COUNT && nall > 1; form++) {
		size_t n = pick(all, nall, form, items);
		if (!out_of_order(items, n, story->jump_from.p != NULL)) {
			continue;
		}
		if (form != FORM_WORD && certain(page, story, items, n)) {
			reorder(page, story, items, n);
		} else {
			doubtful = true;
		}
	}
	return doubtful;
}

/* --- seams -------------------------------------------------------------------------- */

/* The first and the last “ or ” of a text; 0 where it has none. */
static void
quotes(kb_str s, uint32_t *first, uint32_t *last)
{
	*first = 0;
	*last = 0;
	/* both are E2 80 9C, E2 80 9D */
	const char *end = s.p + s.n;
	const char *at = s.n ? memchr(s.p, 0xE2, s.n) : NULL;
	for (; at && end - at >= 3; at = memchr(at + 1, 0xE2, (size_t)(end - at) - 1)) {
		if (at[1] == '\x80' && (at[2] == '\x9C' || at[2] == '\x9D')) {
			*last = at[2] == '\x9C' ? 0x201C : 0x201D;
			*first = *first ? *first : *last;
		}
	}
}

/* A quotation closes that was not open, or is left open where the next paragraph has another. */
static bool
quote_hangs(const struct kb_page *page, const struct kb_story *story)
{
	bool open = story->jump_from.p != NULL; /* what is before may have opened one */
	for (size_t i = 0; i < story->body.n; i++) {
		const struct kb_block *block = &page->blocks[story->body.v[i]];
		uint32_t first;
		uint32_t last;
		quotes(block->text, &first, &last);
		if (first == 0x201D && !open) {
			return true;
		}
		/* each paragraph of a long quotation opens it anew */
		bool again = kb_str_starts(block->text, KB_STR("“"));
		if (i > 0 && open && first == 0x201C && !again && !story->jump_from.p) {
			return true;
		}
		open = last ? last == 0x201C : open;
	}
	return false;
}

/* No story begins so. */
static bool
begins_behind(const struct kb_page *page, const struct kb_story *story)
{
	static const char *const links[] = { "但是，",   "因此，",   "此外，", "另外，", "同时，",
		                             "随后，",   "于是，",   "然而，", "对此，", "为此，",
		                             "不仅如此", "与此同时", "其次，", "最后，", "他说，",
		                             "她说，",   "他表示",   "她表示", NULL };
	return story->titles.n > 0 && story->body.n > 1 && !story->jump_from.p &&
	       kb_starts_any(page->blocks[story->body.v[0]].text, links) > 0;
}

void
kb_sequence_sort(struct kb_page *page, struct kb_story *story)
{
	bool doubtful = story->body.n > 1 && lists_doubtful(page, story);
	if (!doubtful && story->body.n > 1) {
		doubtful = quote_hangs(page, story) || begins_behind(page, story);
	}
	const char *doubt = N_("columns may be out of order");
	for (size_t i = 0; i < story->doubts.n && doubtful; i++) {
		doubtful = !kb_str_eq(story->doubts.v[i], kb_str_of(doubt));
	}
	if (doubtful) {
		kb_doubt(page->a, &story->doubts, doubt);
	}
}
