/*
 * Masthead, running head and foot of a PDF page: lines of facts near its
 * edge, the paper's name beside them, and what is short and between (R10).
 */
#include <math.h>

#include "kanbao/text.h"
#include "pdf_int.h"

/* Parts of the page's height where they stand. */
#define HEAD_PART 0.25
#define FOOT_PART 0.93
#define SHORT_CHARS 20
#define NAME_CHARS 8
#define LARGE 1.6

struct heads {
	struct kb_page *of;
	const struct kb_pdf_page *page;
	struct kb_box box; /* of the facts */
	bool found;
};

static double
middle(const struct kb_pdf_line *line)
{
	return (line->box.top + line->box.bottom) / 2;
}

/* A line of text with a stop: below it there is no masthead. */
static bool
prose(const struct kb_pdf_line *line)
{
	return line->chars > SHORT_CHARS || kb_str_find(line->text, KB_STR("。")) != SIZE_MAX ||
	       kb_lead_scan(line->text) > 0;
}

static bool
facts(struct kb_page *of, const struct kb_pdf_line *line)
{
	struct kb_facts found;
	return kb_facts_read(of->a, kb_field_dup(of->a, line->text), &found);
}

/* A line of prose stands above it: it is part of a story. */
static bool
under_prose(const struct kb_pdf_page *page, const struct kb_pdf_line *line)
{
	for (size_t i = 0; i < page->n; i++) {
		const struct kb_pdf_line *other = &page->lines[i];
		if (other->box.top < line->box.top && !kb_pdf_large(page, other) &&
		    kb_box_across(&other->box, &line->box) > 0 && prose(other)) {
			return true;
		}
	}
	return false;
}

static void
find_facts(struct heads *h, bool *head)
{
	double y = h->page->height * HEAD_PART;
	for (size_t i = 0; i < h->page->n; i++) {
		const struct kb_pdf_line *line = &h->page->lines[i];
		/* large type is a headline, which may have a day in it */
		bool plain = line->size < 2 * h->page->body;
		if (line->box.bottom <= y && plain && facts(h->of, line) &&
		    !under_prose(h->page, line)) {
			head[i] = true;
			if (!h->found) {
				h->box = line->box;
			}
			h->found = true;
			kb_box_add(&h->box, &line->box);
		}
	}
}

static bool
name_like(const struct kb_pdf_line *line)
{
	static const char *const ends[] = { "报", "報", "刊", "周末", NULL };
	return line->chars <= NAME_CHARS &&
	       (kb_ends_any(line->text, ends) > 0 || kb_str_starts(line->text, KB_STR("今日")));
}

/* The paper's name: large, and level with the facts, or near them and named so. */
static void
find_name(struct heads *h, bool *head)
{
	const struct kb_pdf_line *best = NULL;
	for (size_t i = 0; i < h->page->n; i++) {
		const struct kb_pdf_line *line = &h->page->lines[i];
		bool near = line->box.top < h->box.bottom + line->size &&
		            line->box.bottom > h->box.top - 2 * line->size;
		bool level = middle(line) < h->box.bottom && line->chars <= NAME_CHARS;
		if (near && kb_pdf_large(h->page, line) && (level || name_like(line)) &&
		    (!best || line->size > best->size)) {
			best = line;
		}
	}
	if (best) {
		head[best - h->page->lines] = true;
		kb_box_add(&h->box, &best->box);
	}
}

/* Short lines level with the masthead, and not far from it, are its own. */
static void
find_beside(struct heads *h, bool *head)
{
	double reach = h->page->width * 0.08;
	for (size_t i = 0; i < h->page->n; i++) {
		const struct kb_pdf_line *line = &h->page->lines[i];
		bool level =
			middle(line) > h->box.top - h->page->body && middle(line) < h->box.bottom;
		bool near = line->box.right > h->box.left - reach &&
		            line->box.left < h->box.right + reach;
		/* large type beside the box is the headline of a story there */
		bool inside = line->box.left >= h->box.left && line->box.right <= h->box.right;
		if (level && near && !prose(line) &&
		    (inside || line->size < LARGE * h->page->body)) {
			head[i] = true;
		}
	}
}

void
kb_pdf_heads(struct kb_page *of, const struct kb_pdf_page *page, bool *head, bool *foot)
{
	struct heads h = { .of = of, .page = page };
	find_facts(&h, head);
	if (h.found) {
		find_name(&h, head);
		find_beside(&h, head);
	}
	for (size_t i = 0; i < page->n; i++) {
		const struct kb_pdf_line *line = &page->lines[i];
		foot[i] = !head[i] && line->box.top > page->height * FOOT_PART && facts(of, line);
	}
}
