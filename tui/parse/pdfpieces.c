/* Lines → pieces: a headline group, a piece of a column. */
#include <stdlib.h>
#include <math.h>

#include "kanbao/text.h"
#include "pdf_int.h"

/* Gaps between lines of one piece, in the larger line's size. */
#define GAP_TEXT 1.2
#define GAP_TITLE 0.9
#define INDENT_MAX 3.2
/* A title of more characters is a text in larger type. */
#define TITLE_CHARS 90
#define CAPTION_CHARS 400
#define BRIEF_CHARS 14
/* Pieces looked at for a line: those that still may go on. */
#define OPEN_MAX 200

struct making {
	struct kb_page *of;
	const struct kb_pdf_page *page;
	struct kb_pieces *pieces;
	struct kb_idxs open; /* pieces that a line may still be added to */
};

static const struct kb_pdf_line *
last_line(const struct making *m, const struct kb_piece *piece)
{
	return &m->page->lines[piece->at.v[piece->at.n - 1]];
}

/* The line is the next one of this column. */
static bool
goes_on(const struct making *m, const struct kb_piece *piece, const struct kb_pdf_line *line)
{
	const struct kb_pdf_line *last = last_line(m, piece);
	double em = fmax(last->size, line->size);
	double gap = line->box.top - last->box.bottom;
	double across = kb_box_across(&piece->box, &line->box);
	if (gap < -0.5 * em || across <= 0 || line->upright || last->upright) {
		return false;
	}
	if (piece->kind == KB_PIECE_TITLE) {
		return kb_pdf_large(m->page, line) && gap < GAP_TITLE * em;
	}
	double narrow = fmin(piece->box.right - piece->box.left, line->box.right - line->box.left);
	return !kb_pdf_large(m->page, line) && gap < GAP_TEXT * em &&
	       fabs(last->size - line->size) <= 0.12 * em && across > 0.7 * narrow &&
	       line->box.left - piece->box.left > -INDENT_MAX * em;
}

static struct kb_piece *
find_piece(struct making *m, const struct kb_pdf_line *line)
{
	struct kb_piece *best = NULL;
	size_t kept = 0;
	for (size_t i = 0; i < m->open.n; i++) {
		struct kb_piece *piece = &m->pieces->v[m->open.v[i]];
		double em = fmax(piece->size, line->size);
		if (piece->box.bottom + 2 * em < line->box.top && m->open.n > OPEN_MAX) {
			continue; /* far above */
		}
		m->open.v[kept++] = m->open.v[i];
		if (goes_on(m, piece, line) &&
		    (!best || kb_box_across(&piece->box, &line->box) >
		                      kb_box_across(&best->box, &line->box))) {
			best = piece;
		}
	}
	m->open.n = kept;
	return best;
}

static struct kb_piece *
add_piece(struct making *m, enum kb_piece_kind kind)
{
	struct kb_pieces *pieces = m->pieces;
	pieces->v = kb_arena_grow(m->of->a, pieces->v, pieces->n, &pieces->cap, sizeof(*pieces->v));
	pieces->v[pieces->n] = (struct kb_piece){ .kind = kind };
	return &pieces->v[pieces->n++];
}

static void
add_line(struct making *m, struct kb_piece *piece, size_t i)
{
	const struct kb_pdf_line *line = &m->page->lines[i];
	if (piece->at.n == 0) {
		piece->box = line->box;
	}
	kb_box_add(&piece->box, &line->box);
	piece->size = fmax(piece->size, line->size);
	piece->upright = line->upright;
	piece->brief = piece->at.n == 0 && line->chars <= BRIEF_CHARS;
	kb_idxs_add(m->of->a, &piece->at, i);
}

static void
place_line(struct making *m, size_t i)
{
	const struct kb_pdf_line *line = &m->page->lines[i];
	struct kb_piece *piece = find_piece(m, line);
	if (!piece) {
		bool large = kb_pdf_large(m->page, line);
		piece = add_piece(m, large ? KB_PIECE_TITLE : KB_PIECE_TEXT);
		kb_idxs_add(m->of->a, &m->open, m->pieces->n - 1);
	}
	add_line(m, piece, i);
}

/* Lines [from, to) as one text. */
static kb_str
whole(const struct making *m, const struct kb_piece *piece, size_t from, size_t to)
{
	struct kb_buf text = { 0 };
	for (size_t i = from; i < to; i++) {
		kb_buf_add(&text, m->page->lines[piece->at.v[i]].text);
	}
	kb_str made = kb_field_dup(m->of->a, kb_buf_str(&text));
	kb_buf_release(&text);
	return made;
}

/* Where larger type becomes sentences: an introduction, no headline. */
static size_t
title_end(const struct making *m, const struct kb_piece *piece)
{
	size_t from = 0;
	size_t chars = 0;
	for (size_t i = 0; i < piece->at.n; i++) {
		const struct kb_pdf_line *line = &m->page->lines[piece->at.v[i]];
		const struct kb_pdf_line *first = &m->page->lines[piece->at.v[from]];
		if (fabs(line->size - first->size) > 0.5) {
			from = i;
			chars = 0;
		}
		chars += line->chars;
		if (chars > TITLE_CHARS || kb_str_find(line->text, KB_STR("。")) != SIZE_MAX) {
			return from;
		}
	}
	return piece->at.n;
}

static void
split_title(struct making *m, size_t at)
{
	struct kb_piece *piece = &m->pieces->v[at];
	size_t end = title_end(m, piece);
	if (piece->kind != KB_PIECE_TITLE || end == piece->at.n) {
		return;
	}
	const struct kb_piece old = *piece;
	*piece = (struct kb_piece){ .kind = end ? KB_PIECE_TITLE : KB_PIECE_TEXT };
	for (size_t i = 0; i < (end ? end : old.at.n); i++) {
		add_line(m, piece, old.at.v[i]);
	}
	if (end) {
		piece = add_piece(m, KB_PIECE_TEXT);
		for (size_t i = end; i < old.at.n; i++) {
			add_line(m, piece, old.at.v[i]);
		}
	}
}

/* Its end is a photographer's credit. */
static bool
is_caption(struct making *m, const struct kb_piece *piece)
{
	kb_str text = whole(m, piece, 0, piece->at.n);
	if (piece->kind != KB_PIECE_TEXT || kb_field_chars(text) > CAPTION_CHARS) {
		return false;
	}
	struct kb_issue scratch = { 0 };
	struct kb_page page = { .a = m->of->a, .issue = &scratch };
	struct kb_block block = { .text = text };
	kb_block_credits(&page, &block);
	return block.photo || block.kind == KB_BLOCK_PHOTO;
}

static int
by_top(const void *one, const void *two, void *lines)
{
	const struct kb_pdf_line *v = lines;
	const struct kb_box *a = &v[*(const size_t *)one].box;
	const struct kb_box *b = &v[*(const size_t *)two].box;
	if (a->bottom != b->bottom) {
		return a->bottom < b->bottom ? -1 : 1;
	}
	return (a->left > b->left) - (a->left < b->left);
}

void
kb_pdf_pieces(struct kb_page *of, const struct kb_pdf_page *page, const bool *taken,
              struct kb_pieces *pieces)
{
	struct making m = { .of = of, .page = page, .pieces = pieces };
	size_t *sorted = kb_arena_alloc(of->a, page->n, sizeof(*sorted));
	for (size_t i = 0; i < page->n; i++) {
		sorted[i] = i;
	}
	qsort_r(sorted, page->n, sizeof(*sorted), by_top, page->lines);
	for (size_t i = 0; i < page->n; i++) {
		if (!taken[sorted[i]]) {
			place_line(&m, sorted[i]);
		}
	}
	size_t n = pieces->n;
	for (size_t i = 0; i < n; i++) {
		split_title(&m, i);
	}
	for (size_t i = 0; i < pieces->n; i++) {
		pieces->v[i].caption = is_caption(&m, &pieces->v[i]);
	}
}
