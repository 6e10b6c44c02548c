/* The nouns: lists, names of the enums, order of pages. */
#include "kanbao/paper.h"

#include "kanbao/text.h"

static const char *const kind_names[] = {
	[KB_KIND_NEWS] = "news",
	[KB_KIND_PHOTO] = "photo",
	[KB_KIND_NOTICE] = "notice",
};

static const char *const source_names[] = {
	[KB_DATE_NONE] = NULL,           [KB_DATE_MASTHEAD] = "masthead",
	[KB_DATE_OPTION] = "option",     [KB_DATE_FILENAME] = "filename",
	[KB_DATE_INFERRED] = "inferred",
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Index of name, or n. */
static size_t
name_index(const char *const *names, size_t n, kb_str name)
{
	for (size_t i = 0; i < n; i++) {
		if (names[i] && kb_str_eq(kb_str_of(names[i]), name)) {
			return i;
		}
	}
	return n;
}

const char *
kb_kind_name(enum kb_kind kind)
{
	return kind_names[kind];
}

bool
kb_kind_parse(kb_str name, enum kb_kind *out)
{
	size_t i = name_index(kind_names, COUNT(kind_names), name);
	if (i == COUNT(kind_names)) {
		return false;
	}
	*out = (enum kb_kind)i;
	return true;
}

const char *
kb_date_source_name(enum kb_date_source source)
{
	return source_names[source];
}

bool
kb_date_source_parse(kb_str name, enum kb_date_source *out)
{
	size_t i = name_index(source_names, COUNT(source_names), name);
	if (i == COUNT(source_names)) {
		return false;
	}
	*out = (enum kb_date_source)i;
	return true;
}

void
kb_strs_add(struct kb_arena *a, struct kb_strs *list, kb_str s)
{
	list->v = kb_arena_grow(a, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = s;
}

void
kb_credits_add(struct kb_arena *a, struct kb_credits *list, kb_str role, kb_str name)
{
	list->v = kb_arena_grow(a, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = (struct kb_credit){ .role = role, .name = name };
}

/* Grapheme clusters that are no blanks. */
static size_t
chars_of(kb_str s)
{
	size_t count = 0;
	for (size_t off = 0; off < s.n;) {
		size_t at = off;
		uint32_t cp = kb_utf8_next(s, &at);
		off += kb_cluster_next(s, off);
		count += !kb_cp_blank(cp) && cp != '\n';
	}
	return count;
}

size_t
kb_article_chars(const struct kb_article *article)
{
	size_t count =
		chars_of(article->kicker) + chars_of(article->headline) + chars_of(article->deck);
	for (size_t i = 0; i < article->body.n; i++) {
		count += chars_of(article->body.v[i]);
	}
	return count;
}

kb_str
kb_issue_page_name(const struct kb_issue *issue, kb_str page)
{
	for (size_t i = 0; i < issue->npage_names; i++) {
		if (kb_str_eq(issue->page_names[i].page, page)) {
			return issue->page_names[i].name;
		}
	}
	return KB_STR_NULL;
}

/* One block of positions without a letter, and one for each of A to Z. */
#define BLOCK 150
#define LAST_POSITION 4095

int
kb_page_position(kb_str page)
{
	int block = 0;
	if (page.n &&
	    ((page.p[0] >= 'A' && page.p[0] <= 'Z') || (page.p[0] >= 'a' && page.p[0] <= 'z'))) {
		block = 1 + ((page.p[0] | 0x20) - 'a');
		page = kb_str_sub(page, 1, page.n);
	}
	long number = 0;
	size_t used = kb_number_scan(page, &number);
	bool known = used > 0 && used == page.n && number < BLOCK;
	return known ? block * BLOCK + (int)number : LAST_POSITION;
}

bool
kb_page_at(int position, struct kb_buf *out)
{
	if (position < 0 || position >= LAST_POSITION) {
		return false;
	}
	int block = position / BLOCK;
	if (block > 0) {
		kb_buf_byte(out, (char)('A' + block - 1));
	}
	kb_buf_printf(out, "%d", position % BLOCK);
	return true;
}
