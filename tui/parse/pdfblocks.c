/* Pieces in reading order → blocks: parts of headlines, whole paragraphs. */
#include <math.h>
#include <string.h>

#include "kanbao/text.h"
#include "pdf_int.h"

/* In the size of the line: what is an indent, what is short of the edge. */
#define INDENT_MIN 1.2
#define INDENT_MAX 3.2
#define SHORT_MIN 2.6
#define CENTRE_MIN 1.5
#define CENTRE_OFF 1.3
#define SUBHEAD_CHARS 16
#define VERSE_CHARS 24
#define VERSE_LINES 3
/* White above a headline that parts it from the one before. */
#define CUT_EMS 2.5

struct setting {
	struct kb_page *of;
	const struct kb_pdf_page *page;
	const struct kb_pieces *pieces;
	const struct kb_piece *before; /* in reading order, or NULL */
	size_t last;                   /* block that a column may go on with, or SIZE_MAX */
	bool reached;                  /* its last line goes to the column's edge */
	bool indents;                  /* paragraphs of this page are indented */
	size_t lines;                  /* so far, for the blocks' numbers */
	/* of the piece at work */
	const struct kb_piece *piece;
	double base; /* where its lines begin and end */
	double edge;
	size_t verse; /* short lines in a row */
	/* the text of block `grown`, not yet in it: a paragraph grows line by line */
	struct kb_buf text;
	size_t grown; /* or SIZE_MAX */
};

static const struct kb_pdf_line *
line_at(const struct setting *s, size_t i)
{
	return &s->page->lines[s->piece->at.v[i]];
}

/* Puts the grown text into its block. */
static void
settle(struct setting *s)
{
	if (s->grown != SIZE_MAX) {
		struct kb_block *block = &s->of->blocks[s->grown];
		block->text = kb_arena_dup(s->of->a, kb_buf_str(&s->text));
		block->printed = block->text;
		s->grown = SIZE_MAX;
	}
}

static struct kb_block *
add_block(struct setting *s, const struct kb_pdf_line *line)
{
	struct kb_page *of = s->of;
	settle(s);
	of->blocks = kb_arena_grow(of->a, of->blocks, of->n, &of->cap, sizeof(*of->blocks));
	struct kb_block *block = &of->blocks[of->n++];
	kb_str text = kb_field_dup(of->a, line->text);
	*block = (struct kb_block){ .text = text,
		                    .printed = text,
		                    .line = ++s->lines,
		                    .gap = 1,
		                    .parted = true,
		                    .size = line->size };
	return block;
}

static bool
ascii_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The text of the block that a line may go on with. */
static kb_str
last_text(const struct setting *s)
{
	return s->grown == s->last ? kb_buf_str(&s->text) : s->of->blocks[s->last].text;
}

/* A line cut at the column's width goes on with no blank, but between Latin words. */
static void
append(struct setting *s, const struct kb_pdf_line *line)
{
	kb_str text = kb_str_trim(line->text);
	if (s->grown != s->last) {
		settle(s);
		kb_buf_clear(&s->text);
		kb_buf_add(&s->text, s->of->blocks[s->last].text);
		s->grown = s->last;
	}
	kb_str old = kb_buf_str(&s->text);
	bool latin = old.n && text.n && ascii_word(old.p[old.n - 1]) && ascii_word(text.p[0]) &&
	             !(text.p[0] >= '0' && text.p[0] <= '9');
	if (latin) {
		kb_buf_byte(&s->text, ' ');
	}
	kb_buf_add(&s->text, text);
	s->lines++;
}

/* --- headlines ------------------------------------------------------------------ */

/* Lines from i on that are one part: one size of type. */
static size_t
part_end(const struct setting *s, size_t i)
{
	size_t end = i + 1;
	while (end < s->piece->at.n && fabs(line_at(s, end)->size - line_at(s, i)->size) < 0.5 &&
	       !kb_label_like(line_at(s, i)->text)) {
		end++;
	}
	return end;
}

static bool
label_above(const struct setting *s)
{
	const struct kb_piece *before = s->before;
	return before && before->brief && before->kind == KB_PIECE_TEXT &&
	       before->box.bottom <= s->piece->box.top + s->page->body &&
	       s->piece->box.top - before->box.bottom < CUT_EMS * s->page->body;
}

/* A kicker set far above its headline is still its own. */
static bool
title_above(const struct setting *s)
{
	const struct kb_piece *before = s->before;
	return before && before->kind == KB_PIECE_TITLE &&
	       kb_box_across(&before->box, &s->piece->box) > 0 &&
	       s->piece->box.top >= before->box.bottom - s->page->body &&
	       s->piece->box.top - before->box.bottom < s->piece->size;
}

static void
add_title(struct setting *s)
{
	bool cut = !label_above(s) && !title_above(s);
	for (size_t i = 0; i < s->piece->at.n;) {
		size_t end = part_end(s, i);
		struct kb_block *block = add_block(s, line_at(s, i));
		block->level = line_at(s, i)->size > s->piece->size - 0.5 ? 2 : 3;
		block->cut = cut && i == 0;
		for (size_t k = i + 1; k < end; k++) {
			block->text = kb_field_join(s->of->a, block->text,
			                            kb_field_dup(s->of->a, line_at(s, k)->text));
			block->printed = block->text;
			s->lines++;
		}
		i = end;
	}
	s->last = SIZE_MAX;
}

/* --- text ------------------------------------------------------------------------- */

/* Another piece of the same column, that shows where its lines begin. */
static bool
same_column(const struct kb_piece *piece, const struct kb_piece *other)
{
	return other->kind == KB_PIECE_TEXT && other->at.n > 1 &&
	       fabs(other->size - piece->size) < 1 &&
	       fabs(other->box.left - piece->box.left) < INDENT_MAX * piece->size &&
	       kb_box_across(&other->box, &piece->box) > 0;
}

/* Where the lines of the piece begin and end; a single line asks its neighbour. */
static void
measure(struct setting *s)
{
	double nearest = HUGE_VAL;
	s->base = s->piece->box.left;
	s->edge = s->piece->box.right;
	for (size_t i = 0; i < s->pieces->n && s->piece->at.n == 1; i++) {
		const struct kb_piece *other = &s->pieces->v[i];
		double far = fabs(other->box.top - s->piece->box.top);
		if (same_column(s->piece, other) && far < nearest) {
			nearest = far;
			s->base = fmin(other->box.left, s->piece->box.left);
			s->edge = fmax(other->box.right, s->piece->box.right);
		}
	}
}

static bool
indented(const struct setting *s, const struct kb_pdf_line *line)
{
	return line->box.left - s->base > INDENT_MIN * line->size ||
	       kb_str_starts(line->text, KB_STR("　　"));
}

static bool
reaches(const struct setting *s, const struct kb_pdf_line *line)
{
	return s->edge - line->box.right < SHORT_MIN * line->size;
}

/* A short line in the middle of its column, or in another face. */
static bool
subhead(const struct setting *s, const struct kb_pdf_line *line)
{
	double before = line->box.left - s->base;
	double after = s->edge - line->box.right;
	bool centred = before > CENTRE_MIN * line->size && after > CENTRE_MIN * line->size &&
	               fabs(before - after) < CENTRE_OFF * line->size;
	bool other = line->face != s->page->face && !reaches(s, line) && s->piece->at.n > 1;
	return s->piece->at.n > 1 && (centred || other) && !s->piece->caption &&
	       line->chars <= SUBHEAD_CHARS && kb_text_open(line->text) &&
	       line_at(s, 0)->size > s->page->body - 1;
}

/* Line i goes on with what is before it. */
static bool
continues(const struct setting *s, size_t i)
{
	const struct kb_pdf_line *line = line_at(s, i);
	if (s->last == SIZE_MAX || indented(s, line)) {
		return false;
	}
	const struct kb_block *block = &s->of->blocks[s->last];
	if (i == 0 && (s->piece->caption || fabs(block->size - line->size) > 1)) {
		return false;
	}
	/* a column that begins after a full stop: only indents tell */
	return i == 0 && (!s->indents || !s->reached) ? kb_text_open(last_text(s)) : s->reached;
}

/* Short lines without a stop, one below the other, are verse or a list (R14). */
static void
count_verse(struct setting *s, const struct kb_pdf_line *line)
{
	bool is = line->chars <= VERSE_CHARS && !reaches(s, line);
	s->verse = is ? s->verse + 1 : 0;
	size_t found = s->verse > VERSE_LINES ? 1 : s->verse == VERSE_LINES ? VERSE_LINES : 0;
	for (size_t k = 1; k <= found; k++) {
		s->of->blocks[s->of->n - k].verse = true;
	}
}

static void
add_text(struct setting *s)
{
	measure(s);
	s->verse = 0;
	for (size_t i = 0; i < s->piece->at.n; i++) {
		const struct kb_pdf_line *line = line_at(s, i);
		bool head = subhead(s, line);
		if (!head && continues(s, i)) {
			append(s, line);
			s->verse = 0;
		} else {
			struct kb_block *block = add_block(s, line);
			block->indent = indented(s, line);
			block->caption = s->piece->caption && s->piece->box.right > 0;
			block->level = head ? KB_LEVEL_SUBHEAD : 0;
			s->last = head ? SIZE_MAX : s->of->n - 1;
			count_verse(s, line);
			if (block->indent || head) {
				s->verse = 0;
			}
		}
		s->reached = reaches(s, line);
	}
	if (s->piece->caption) {
		s->last = SIZE_MAX;
	}
}

/* --- the page --------------------------------------------------------------------- */

/* Lines of the head, or foot, each for itself; the largest first, the paper's name. */
static void
add_margin(struct setting *s, const bool *in)
{
	struct kb_pieces pieces = { 0 };
	struct kb_idxs order = { 0 };
	bool *out = kb_arena_alloc(s->of->a, s->page->n, sizeof(*out));
	const struct kb_pdf_line *first = NULL;
	for (size_t i = 0; i < s->page->n; i++) {
		const struct kb_pdf_line *line = &s->page->lines[i];
		out[i] = !in[i];
		if (in[i] && line->size > 2 * s->page->body &&
		    (!first || line->size > first->size)) {
			first = line;
		}
	}
	if (first) {
		add_block(s, first);
		out[first - s->page->lines] = true;
	}
	kb_pdf_pieces(s->of, s->page, out, &pieces);
	kb_pdf_order(s->of->a, &pieces, s->page->body, &order);
	for (size_t i = 0; i < order.n; i++) {
		/* cppcheck-suppress autoVariables; until the end of this loop */
		s->piece = &pieces.v[order.v[i]];
		for (size_t k = 0; k < s->piece->at.n; k++) {
			add_block(s, line_at(s, k));
		}
	}
}

/* Some line stands in from the others of its piece. */
static bool
any_indent(const struct setting *s)
{
	for (size_t i = 0; i < s->pieces->n; i++) {
		const struct kb_piece *piece = &s->pieces->v[i];
		for (size_t k = 0; k < piece->at.n && piece->kind == KB_PIECE_TEXT; k++) {
			const struct kb_pdf_line *line = &s->page->lines[piece->at.v[k]];
			double in = line->box.left - piece->box.left;
			if (in > INDENT_MIN * line->size && in < INDENT_MAX * line->size) {
				return true;
			}
		}
	}
	return false;
}

static bool
page_indents(const struct kb_page *of)
{
	size_t n = 0;
	for (size_t i = 0; i < of->n; i++) {
		n += of->blocks[i].indent;
	}
	return n >= 2;
}

void
kb_pdf_blocks(struct kb_page *of, const struct kb_pdf_page *page)
{
	struct setting s = { .of = of, .page = page, .last = SIZE_MAX, .grown = SIZE_MAX };
	struct kb_pieces pieces = { 0 };
	struct kb_idxs order = { 0 };
	bool *head = kb_arena_alloc(of->a, page->n, sizeof(*head));
	bool *foot = kb_arena_alloc(of->a, page->n, sizeof(*foot));
	bool *taken = kb_arena_alloc(of->a, page->n, sizeof(*taken));
	kb_pdf_heads(of, page, head, foot);
	for (size_t i = 0; i < page->n; i++) {
		taken[i] = head[i] || foot[i];
	}
	add_margin(&s, head);
	kb_pdf_pieces(of, page, taken, &pieces);
	kb_pdf_order(of->a, &pieces, page->body, &order);
	s.pieces = &pieces;
	s.indents = any_indent(&s);
	for (size_t i = 0; i < order.n; i++) {
		s.piece = &pieces.v[order.v[i]];
		if (s.piece->kind == KB_PIECE_TITLE) {
			add_title(&s);
		} else {
			add_text(&s);
		}
		s.before = s.piece;
	}
	settle(&s);
	kb_buf_release(&s.text);
	of->indents = page_indents(of);
	of->spaced = true;
	of->placed = true;
	add_margin(&s, foot);
}
