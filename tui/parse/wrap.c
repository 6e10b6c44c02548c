/*
 * Lines cut at the width of a column (R1): which they are, and what they were
 * before. A paragraph ends at a line that is not full, before an indented
 * one, and before a heading.
 */
#include "kanbao/text.h"
#include "parse_int.h"

/* A column is narrower than this, and no narrower than that. */
#define WIDTH_MAX 80
#define WIDTH_MIN 10
/* A full line may lack so much: marks don't begin a line, words aren't cut. */
#define SLACK ((size_t)2)
#define INDENT 2
/* So few lines are looked at for tables too. */
#define FEW_LINES 60
#define LINES_MIN 6

bool
kb_line_full(const struct kb_line *line, size_t width)
{
	size_t chars = line->chars + (line->indent ? INDENT : 0);
	size_t cells = line->cells + (line->indent ? 2 * INDENT : 0);
	return chars + SLACK >= width || cells + 2 * SLACK >= 2 * width;
}

/* Lines of text: no masthead, no verse set line by line. */
size_t
kb_wrap_width(const struct kb_line *lines, size_t n)
{
	size_t count[WIDTH_MAX + 1] = { 0 };
	size_t stops[WIDTH_MAX + 1] = { 0 };
	size_t total = 0;
	for (size_t i = 0; i + 1 < n; i++) {
		if (lines[i + 1].gap == 0 && !(n <= FEW_LINES && kb_row_like(lines[i].text))) {
			size_t chars = lines[i].chars + (lines[i].indent ? INDENT : 0);
			chars = chars < WIDTH_MAX ? chars : WIDTH_MAX;
			total++;
			count[chars]++;
			stops[chars] += !kb_text_open(lines[i].text);
		}
	}
	for (size_t width = WIDTH_MAX - 1; width >= WIDTH_MIN && total >= LINES_MIN; width--) {
		size_t full = count[width] + count[width - 1] + count[width - 2];
		size_t ends = stops[width] + stops[width - 1] + stops[width - 2];
		if (full * 2 >= total && ends * 3 < full) {
			width -= count[width - 1] > count[width] * 2;
			return width - (count[width] == 0);
		}
	}
	return 0;
}

/* What begins with the line is no part of what is before. */
static bool
begins_block(const struct kb_line *line)
{
	return line->indent || line->text.p[0] == '#' || kb_lead_scan(line->text) > 0;
}

size_t
kb_wrap_end(const struct kb_line *lines, size_t n, size_t width)
{
	size_t end = 1;
	while (end < n && kb_line_full(&lines[end - 1], width) && !begins_block(&lines[end])) {
		end++;
	}
	return end;
}

/* All lines but the last are full, and stop in mid-sentence. */
bool
kb_wrap_block(const struct kb_line *lines, size_t n)
{
	size_t max = 0;
	size_t stops = 0;
	for (size_t i = 0; i < n; i++) {
		max = lines[i].chars > max ? lines[i].chars : max;
	}
	if (max < 8 || kb_text_open(lines[n - 1].text) || lines[n - 1].chars > max) {
		return false;
	}
	for (size_t i = 0; i + 1 < n; i++) {
		if (lines[i].chars + 3 < max || (i > 0 && begins_block(&lines[i]))) {
			return false;
		}
		stops += !kb_text_open(lines[i].text);
	}
	return stops * 3 < n;
}
