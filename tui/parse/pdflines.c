/*
 * Texts of one font → printed lines. pdftohtml begins a new text at each
 * change of font, and fonts of many characters are embedded in parts.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/text.h"
#include "pdf_int.h"

/* Larger than the body by so much is a title. */
#define TITLE_RATIO 1.15
/* Gaps inside a line, in its size: within it, as a blank, and in titles. */
#define GAP_NONE 0.2
#define GAP_APART 0.4
#define GAP_LINE 0.7
#define GAP_TITLE 1.15
/* No headline is longer. */
#define UPRIGHT_MAX 40

static int
sign(double x)
{
	return (x > 0) - (x < 0);
}

static int
by_place(const void *one, const void *two)
{
	const struct kb_pdf_line *a = one;
	const struct kb_pdf_line *b = two;
	int order = sign(a->box.bottom - b->box.bottom);
	return order ? order : sign(a->box.left - b->box.left);
}

static int
by_left(const void *one, const void *two)
{
	const struct kb_pdf_line *a = one;
	const struct kb_pdf_line *b = two;
	int order = sign(a->box.left - b->box.left);
	return order ? order : sign(a->box.bottom - b->box.bottom);
}

static int
by_column(const void *one, const void *two)
{
	const struct kb_pdf_line *a = one;
	const struct kb_pdf_line *b = two;
	double x = round((a->box.left + a->box.right) / 4);
	double y = round((b->box.left + b->box.right) / 4);
	int order = sign(x - y);
	return order ? order : sign(a->box.top - b->box.top);
}

/* The size that most characters of the page are set in. */
static void
usual(struct kb_pdf_page *page)
{
	size_t sizes[200] = { 0 };
	size_t faces[200] = { 0 };
	for (size_t i = 0; i < page->n; i++) {
		const struct kb_pdf_line *line = &page->lines[i];
		sizes[(size_t)fmin(round(line->size), 199)] += line->chars;
	}
	size_t best = 0;
	for (size_t i = 1; i < 200; i++) {
		best = sizes[i] > sizes[best] ? i : best;
	}
	page->body = (double)best;
	for (size_t i = 0; i < page->n; i++) {
		if (fabs(page->lines[i].size - page->body) < 1 && page->lines[i].face < 200) {
			faces[page->lines[i].face] += page->lines[i].chars;
		}
	}
	page->face = 0;
	for (int i = 1; i < 200; i++) {
		page->face = faces[i] > faces[page->face] ? i : page->face;
	}
}

/* A page turned by its own entry is given with the measures of the unturned one. */
static void
turn(struct kb_pdf_page *page)
{
	double right = 0;
	for (size_t i = 0; i < page->n; i++) {
		right = fmax(right, page->lines[i].box.right);
	}
	if (right > page->width * 1.05) {
		double width = page->width;
		page->width = fmax(right, page->height);
		page->height = width;
	}
}

bool
kb_pdf_large(const struct kb_pdf_page *page, const struct kb_pdf_line *line)
{
	return line->size > page->body * TITLE_RATIO;
}

static bool
same_size(const struct kb_pdf_line *one, const struct kb_pdf_line *two)
{
	return fabs(one->size - two->size) <= 0.12 * fmax(one->size, two->size);
}

/* The same letters in the same place, printed again to look bold. */
static bool
again(const struct kb_pdf_line *one, const struct kb_pdf_line *two)
{
	return same_size(one, two) && fabs(one->box.left - two->box.left) < 0.25 * one->size &&
	       fabs(one->box.bottom - two->box.bottom) < 0.25 * one->size &&
	       kb_str_eq(one->text, two->text);
}

/* `next` goes on with `line` in the same row. */
static bool
follows(const struct kb_pdf_page *page, const struct kb_pdf_line *line,
        const struct kb_pdf_line *next)
{
	double gap = next->box.left - line->box.right;
	/* a narrow gutter: what wasn't printed in one go is another column's */
	double wide = next->place != line->place + 1 ? GAP_APART
	              : kb_pdf_large(page, line)     ? GAP_TITLE
	                                             : GAP_LINE;
	double most = wide * line->size;
	return same_size(line, next) && gap < most && gap > -0.6 * line->size &&
	       fabs(next->box.bottom - line->box.bottom) < 0.3 * line->size;
}

static void
append(struct kb_arena *a, struct kb_pdf_line *line, const struct kb_pdf_line *next)
{
	bool blank = next->box.left - line->box.right > GAP_NONE * line->size;
	line->text = kb_arena_printf(a, "%.*s%s%.*s", KB_ARG(line->text), blank ? " " : "",
	                             KB_ARG(next->text));
	line->chars += next->chars;
	line->place = next->place;
	kb_box_add(&line->box, &next->box);
}

/* Merges the texts of one row, sorted from left to right; returns how many are left. */
static size_t
merge_row(struct kb_arena *a, const struct kb_pdf_page *page, struct kb_pdf_line *row, size_t n)
{
	size_t made = 0;
	struct kb_pdf_line last = row[0];
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && again(&last, &row[i])) {
			continue;
		}
		last = row[i];
		if (made && follows(page, &row[made - 1], &row[i])) {
			append(a, &row[made - 1], &row[i]);
		} else {
			row[made++] = row[i];
		}
	}
	return made;
}

static size_t
row_end(const struct kb_pdf_page *page, size_t i)
{
	size_t end = i + 1;
	while (end < page->n && end - i < 400 &&
	       page->lines[end].box.bottom - page->lines[i].box.bottom <
	               0.25 * fmin(page->lines[i].size, page->lines[end].size)) {
		end++;
	}
	return end;
}

/* 云 溪 大 桥: letters set apart are one word. */
static void
tighten(struct kb_arena *a, struct kb_pdf_line *line)
{
	size_t words = 0;
	kb_str part;
	line->text = kb_field_dup(a, line->text);
	for (kb_str rest = line->text; kb_str_split(&rest, ' ', &part); words++) {
		uint32_t cp;
		if (kb_first_cp(part, &cp) != part.n || !kb_cp_wide(cp)) {
			return;
		}
	}
	if (words < 3) {
		return;
	}
	struct kb_buf text = { 0 };
	for (kb_str rest = line->text; kb_str_split(&rest, ' ', &part);) {
		kb_buf_add(&text, part);
	}
	line->text = kb_arena_dup(a, kb_buf_str(&text));
	kb_buf_release(&text);
}

static bool
below(const struct kb_pdf_line *line, const struct kb_pdf_line *next)
{
	double gap = next->box.top - line->box.bottom;
	return next->chars == 1 && same_size(line, next) && gap < 0.7 * line->size &&
	       gap > -0.4 * line->size &&
	       fabs(line->box.left + line->box.right - next->box.left - next->box.right) <
	               0.4 * line->size;
}

/* A headline set from top to bottom: at least three large characters. */
static void
merge_upright(struct kb_arena *a, struct kb_pdf_page *page)
{
	size_t made = 0;
	qsort(page->lines, page->n, sizeof(*page->lines), by_column);
	for (size_t i = 0; i < page->n;) {
		struct kb_pdf_line line = page->lines[i];
		size_t end = i + 1;
		while (end < page->n && end - i < UPRIGHT_MAX && line.chars == 1 &&
		       kb_pdf_large(page, &line) &&
		       below(&page->lines[end - 1], &page->lines[end])) {
			end++;
		}
		for (size_t k = i + 1; k < end && end - i >= 3; k++) {
			line.upright = true;
			line.text = kb_arena_printf(a, "%.*s%.*s", KB_ARG(line.text),
			                            KB_ARG(page->lines[k].text));
			line.chars++;
			kb_box_add(&line.box, &page->lines[k].box);
		}
		page->lines[made++] = line;
		i = end - i >= 3 ? end : i + 1;
	}
	page->n = made;
}

void
kb_pdf_lines(struct kb_arena *a, struct kb_pdf_page *page)
{
	size_t made = 0;
	for (size_t i = 0; i < page->n; i++) {
		page->lines[i].place = i;
	}
	usual(page);
	turn(page);
	if (!page->n) {
		return;
	}
	qsort(page->lines, page->n, sizeof(*page->lines), by_place);
	for (size_t i = 0; i < page->n;) {
		size_t end = row_end(page, i);
		qsort(&page->lines[i], end - i, sizeof(*page->lines), by_left);
		size_t n = merge_row(a, page, &page->lines[i], end - i);
		memmove(&page->lines[made], &page->lines[i], n * sizeof(*page->lines));
		made += n;
		i = end;
	}
	page->n = made;
	merge_upright(a, page);
	for (size_t i = 0; i < page->n; i++) {
		tighten(a, &page->lines[i]);
	}
}
