/* Text → blocks: what stands between blank lines, joined or line by line (R1). */
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* Characters of a line that may still be one of a title, or of verse. */
#define SHORT_LINE 24
/* A file is read by a machine where one line in so many shows it. */
#define OCR_SHARE 5

struct raw_lines {
	struct kb_line *v;
	size_t n;
	size_t cap;
};

void
kb_line_measure(struct kb_line *line)
{
	line->chars = 0;
	line->cells = 0;
	for (size_t i = 0; i < line->text.n; i++) {
		unsigned char c = (unsigned char)line->text.p[i];
		line->chars += (c & 0xC0) != 0x80;
		line->cells += c < 0x80 ? 1 : c >= 0xE0 ? 2 : 0;
	}
}

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
	if (raw.n == 1 && raw.p[0] == '\f') {
		*gap += KB_GAP_FEED;
		return;
	}
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
	lines->v[lines->n++] = (struct kb_line){ .text = text,
		                                 .number = number,
		                                 .gap = *gap % KB_GAP_FEED,
		                                 .feed = *gap >= KB_GAP_FEED,
		                                 .indent = indented(raw) };
	*gap = 0;
}

/* Takes the blanks of reading machines out, then measures the lines. */
static void
clean(struct kb_page *page, struct raw_lines *lines)
{
	size_t ocr = 0;
	for (size_t i = 0; i < lines->n; i++) {
		ocr += kb_ocr_line(lines->v[i].text);
	}
	bool file = ocr >= 2 && ocr * OCR_SHARE >= lines->n;
	for (size_t i = 0; i < lines->n; i++) {
		struct kb_line *line = &lines->v[i];
		bool cleaned = kb_ocr_clean(page->a, &line->text, file);
		if (cleaned && file) {
			kb_doubt(page->a, &page->doubts,
			         N_("blanks between characters were taken out"));
		}
		kb_line_measure(line);
	}
}

/* How the file is set: blank lines between blocks, indents, the usual gap. */
static int
measure(struct kb_page *page, const struct raw_lines *lines, bool cut)
{
	size_t gaps[4] = { 0 };
	size_t indents = 0;
	size_t longs = 0;
	for (size_t i = 0; i < lines->n; i++) {
		const struct kb_line *line = &lines->v[i];
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
add_block(struct kb_page *page, const struct kb_line *line, kb_str text)
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
		                    .feed = line->feed,
		                    .indent = line->indent };
	return block;
}

static bool
letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* No blank between two lines of Chinese, one between Latin words. */
static kb_str
join_lines(struct kb_arena *a, const struct kb_line *lines, size_t n, bool blank)
{
	size_t bytes = n;
	for (size_t i = 0; i < n; i++) {
		bytes += lines[i].text.n;
	}
	char *p = kb_arena_alloc(a, bytes + 1, 1);
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		kb_str text = lines[i].text;
		bool latin = used && letter(p[used - 1]) && letter(text.p[0]);
		if (used && (blank || latin)) {
			p[used++] = ' ';
		}
		memcpy(p + used, text.p, text.n);
		used += text.n;
	}
	return (kb_str){ p, used };
}

/* Short lines without a stop and without a masthead's facts. */
static bool
short_lines(struct kb_page *page, const struct kb_line *lines, size_t n)
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

/* A line of a masthead that was cut in two: facts only when put together again. */
static bool
facts_cut(struct kb_page *page, const struct kb_line *lines, size_t n)
{
	struct kb_facts facts;
	kb_str whole = join_lines(page->a, lines, n, false);
	for (size_t i = 0; i < n; i++) {
		if (kb_facts_read(page->a, lines[i].text, &facts)) {
			whole.n = i + 1 < n && i == 0 ? whole.n : 0;
		}
	}
	if (!whole.n || !kb_facts_read(page->a, whole, &facts) || facts.count < 2) {
		return false;
	}
	add_block(page, &lines[0], whole);
	return true;
}

/* The lines of one printed block, n > 1, that are not cut at a width. */
static void
add_group(struct kb_page *page, const struct kb_line *lines, size_t n)
{
	bool open = kb_text_open(lines[0].text) && kb_text_open(lines[n - 1].text);
	if (kb_wrap_block(lines, n)) {
		add_block(page, &lines[0], join_lines(page->a, lines, n, false));
		return;
	}
	if (n <= 3 && facts_cut(page, lines, n)) {
		return;
	}
	size_t rows = 0;
	for (size_t i = 0; i < n; i++) {
		rows += kb_row_like(lines[i].text);
	}
	size_t dash = 0;
	while (dash < n && !kb_dash_starts(lines[dash].text)) {
		dash++;
	}
	bool brief = n <= 40 && short_lines(page, lines, n);
	if (brief && n <= 3 && open && !rows) {
		/* one size of type on several lines: one part of a title (R4) */
		/* but for a deck, which begins with a dash */
		if (dash > 0) {
			add_block(page, &lines[0], join_lines(page->a, lines, dash, true));
		}
		if (dash < n) {
			add_block(page, &lines[dash],
			          join_lines(page->a, &lines[dash], n - dash, true));
		}
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct kb_block *block = add_block(page, &lines[i], lines[i].text);
		block->row = rows >= 2 && rows * 2 > n;
		block->verse = brief && !block->row;
	}
}

/* The lines of one printed block in a file whose lines are cut at a width. */
static void
add_wrapped(struct kb_page *page, const struct kb_line *lines, size_t n, size_t width)
{
	bool full = false;
	for (size_t i = 0; i + 1 < n; i++) {
		full = full || kb_line_full(&lines[i], width);
	}
	if (!full && page->spaced) {
		add_group(page, lines, n);
		return;
	}
	for (size_t i = 0; i < n;) {
		size_t end = kb_wrap_end(&lines[i], n - i, width);
		add_block(page, &lines[i], join_lines(page->a, &lines[i], end, false));
		i += end;
	}
}

static size_t
group_end(const struct raw_lines *lines, size_t i)
{
	size_t end = i + 1;
	while (end < lines->n && lines->v[end].gap == 0 && !lines->v[end].feed) {
		end++;
	}
	return end;
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
	clean(page, &lines);
	size_t width = kb_wrap_width(lines.v, lines.n);
	int usual = measure(page, &lines, width > 0);
	for (size_t i = 0; i < lines.n;) {
		size_t end = width || page->spaced ? group_end(&lines, i) : i + 1;
		if (end - i == 1) {
			add_block(page, &lines.v[i], lines.v[i].text);
		} else if (width) {
			add_wrapped(page, &lines.v[i], end - i, width);
		} else {
			add_group(page, &lines.v[i], end - i);
		}
		i = end;
	}
	size_t indents = 0;
	for (size_t i = 0; i < page->n; i++) {
		page->blocks[i].cut = page->blocks[i].gap >= usual + 2;
		indents += page->blocks[i].indent;
	}
	/* where headlines are indented like the rest, indents tell nothing */
	page->indents = page->indents && indents < page->n;
}
