/* Text → blocks: what stands between blank lines, joined or line by line (R1). */
#include <string.h>

#include "kanbao/text.h"
#include "parse_int.h"

/* Characters of a line that may still be one of a title, or of verse. */
#define SHORT_LINE 24
/* A column is narrower than this. */
#define WIDTH_MAX 80

struct raw_line {
	kb_str text; /* trimmed */
	size_t number;
	size_t chars;
	int gap;
	bool indent;
};

struct raw_lines {
	struct raw_line *v;
	size_t n;
	size_t cap;
};

/* Two wide blanks, four narrow ones or a tab before the text. */
static bool
indented(kb_str line)
{
	int cells = 0;
	for (size_t off = 0; off < line.n;) {
		uint32_t cp = kb_utf8_next(line, &off);
		if (!kb_cp_blank(cp)) {
			break;
		}
		cells += cp == '\t' ? 4 : cp == 0x3000 ? 2 : 1;
	}
	return cells >= 4;
}

/* A line of nothing but ---, ***, === is a printed rule. */
static bool
rule(kb_str line)
{
	size_t n = 0;
	for (size_t off = 0; off < line.n; n++) {
		uint32_t cp = kb_utf8_next(line, &off);
		bool dash = cp == '-' || cp == '*' || cp == '=' || cp == '_' || cp == '~' ||
		            cp == 0x2014 || (cp >= 0x2500 && cp <= 0x257F);
		if (!dash) {
			return false;
		}
	}
	return n >= 3;
}

static void
add_line(struct kb_page *page, struct raw_lines *lines, kb_str raw, size_t number, int *gap)
{
	kb_str text = kb_str_trim(raw);
	if (!text.n) {
		(*gap)++;
		return;
	}
	if (rule(text)) {
		kb_strs_add(page->a, &page->issue->dropped, kb_field_dup(page->a, text));
		*gap += 3;
		return;
	}
	lines->v = kb_arena_grow(page->a, lines->v, lines->n, &lines->cap, sizeof(*lines->v));
	lines->v[lines->n++] = (struct raw_line){ .text = text,
		                                  .number = number,
		                                  .chars = kb_field_chars(text),
		                                  .gap = *gap,
		                                  .indent = indented(raw) };
	*gap = 0;
}

/* How the file is set: blank lines between blocks, indents, the usual gap. */
static int
measure(struct kb_page *page, const struct raw_lines *lines, bool cut)
{
	size_t gaps[4] = { 0 };
	size_t indents = 0;
	size_t longs = 0;
	for (size_t i = 0; i < lines->n; i++) {
		const struct raw_line *line = &lines->v[i];
		if (i > 0) {
			gaps[line->gap < 3 ? line->gap : 3]++;
		}
		indents += line->indent;
		longs += line->chars > SHORT_LINE;
	}
	size_t apart = gaps[1] + gaps[2] + gaps[3];
	page->spaced = apart >= gaps[0] / 2 || (cut && apart * 20 > gaps[0]);
	page->indents = indents >= 3 && indents * 3 >= longs;
	return !page->spaced ? 0 : gaps[2] > gaps[1] ? 2 : 1;
}

/* Levels of a Markdown heading; its marks are cut off. */
static int
heading(kb_str *text)
{
	int level = 0;
	while ((size_t)level < text->n && text->p[level] == '#') {
		level++;
	}
	if (level == 0 || level > 6 || (size_t)level >= text->n) {
		level = 0;
	} else {
		*text = kb_str_trim(kb_str_sub(*text, (size_t)level, text->n));
		while (text->n && text->p[text->n - 1] == '#') {
			*text = kb_str_trim(kb_str_sub(*text, 0, text->n - 1));
		}
	}
	if (text->n > 4 && kb_str_starts(*text, KB_STR("**")) && kb_str_ends(*text, KB_STR("**"))) {
		*text = kb_str_trim(kb_str_sub(*text, 2, text->n - 2));
	}
	return level;
}

static struct kb_block *
add_block(struct kb_page *page, const struct raw_line *line, kb_str text)
{
	int level = heading(&text);
	page->blocks =
		kb_arena_grow(page->a, page->blocks, page->n, &page->cap, sizeof(*page->blocks));
	struct kb_block *block = &page->blocks[page->n++];
	text = kb_field_dup(page->a, text);
	*block = (struct kb_block){ .text = text,
		                    .printed = text,
		                    .line = line->number,
		                    .gap = line->gap,
		                    .level = level,
		                    .indent = line->indent };
	return block;
}

/* No blank between two lines of Chinese, one between Latin words. */
static kb_str
join_lines(struct kb_arena *a, const struct raw_line *lines, size_t n, bool blank)
{
	size_t bytes = n;
	for (size_t i = 0; i < n; i++) {
		bytes += lines[i].text.n;
	}
	char *p = kb_arena_alloc(a, bytes + 1, 1);
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		kb_str text = lines[i].text;
		bool latin = used && (unsigned char)p[used - 1] < 0x80 &&
		             (unsigned char)text.p[0] < 0x80;
		if (used && (blank || latin)) {
			p[used++] = ' ';
		}
		memcpy(p + used, text.p, text.n);
		used += text.n;
	}
	return (kb_str){ p, used };
}

/*
 * Characters to which the lines of this file are cut, 0 where they are not:
 * three in five lines that another follows in their block are of that length.
 */
static size_t
wrap_width(const struct raw_lines *lines)
{
	size_t count[WIDTH_MAX + 1] = { 0 };
	size_t total = 0;
	for (size_t i = 0; i + 1 < lines->n; i++) {
		if (lines->v[i + 1].gap == 0) {
			total++;
			count[lines->v[i].chars < WIDTH_MAX ? lines->v[i].chars : WIDTH_MAX]++;
		}
	}
	for (size_t width = WIDTH_MAX - 1; width >= 10 && total >= 6; width--) {
		if ((count[width] + count[width - 1] + count[width - 2]) * 5 >= total * 3) {
			return width;
		}
	}
	return 0;
}

/* Lines cut at the width of a column: of that length, but for the last. */
static bool
wrapped(const struct raw_line *lines, size_t n, size_t width)
{
	size_t max = width;
	size_t stops = 0;
	for (size_t i = 0; i < n && !width; i++) {
		max = lines[i].chars > max ? lines[i].chars : max;
	}
	if (max < 8 || (!width && kb_text_open(lines[n - 1].text))) {
		return false;
	}
	for (size_t i = 0; i + 1 < n; i++) {
		if (lines[i].chars + 3 < max || (i > 0 && lines[i].indent)) {
			return false;
		}
		stops += !kb_text_open(lines[i].text);
	}
	return width > 0 || (stops * 3 < n && lines[n - 1].chars <= max);
}

/* Short lines without a stop and without a masthead's facts. */
static bool
short_lines(struct kb_page *page, const struct raw_line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct kb_facts facts;
		bool like = lines[i].chars <= SHORT_LINE && lines[i].text.p[0] != '#';
		if (!like || kb_facts_read(page->a, lines[i].text, &facts) ||
		    kb_lead_scan(lines[i].text)) {
			return false;
		}
	}
	return true;
}

/* The lines of one printed block, n > 1. */
static void
add_group(struct kb_page *page, const struct raw_line *lines, size_t n, size_t width)
{
	bool open = kb_text_open(lines[0].text) && kb_text_open(lines[n - 1].text);
	if (wrapped(lines, n, width)) {
		add_block(page, &lines[0], join_lines(page->a, lines, n, false));
		return;
	}
	bool brief = n <= 40 && short_lines(page, lines, n);
	if (brief && n <= 3 && open) {
		/* one size of type on several lines: one part of a title (R4) */
		add_block(page, &lines[0], join_lines(page->a, lines, n, true));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		add_block(page, &lines[i], lines[i].text)->verse = brief;
	}
}

void
kb_lines_blocks(struct kb_page *page, kb_str text)
{
	struct raw_lines lines = { 0 };
	size_t number = 1;
	int gap = 0;
	for (kb_str rest = text, raw; kb_str_split(&rest, '\n', &raw); number++) {
		add_line(page, &lines, raw, number, &gap);
	}
	size_t width = wrap_width(&lines);
	int usual = measure(page, &lines, width > 0);
	for (size_t i = 0; i < lines.n;) {
		size_t end = i + 1;
		while (end < lines.n && lines.v[end].gap == 0) {
			end++;
		}
		if (page->spaced && end - i > 1) {
			add_group(page, &lines.v[i], end - i, width);
			i = end;
		} else {
			add_block(page, &lines.v[i], lines.v[i].text);
			i++;
		}
	}
	for (size_t i = 0; i < page->n; i++) {
		page->blocks[i].cut = page->blocks[i].gap >= usual + 2;
	}
}
