/*
 * Inside the reading of PDF pages: texts with places, as pdftohtml gives
 * them → lines → pieces (a headline group, a piece of a column) → pieces in
 * reading order → blocks for the passes of parse_int.h. Units are those of
 * pdftohtml; y counts from the top.
 */
#ifndef KANBAO_PDF_INT_H
#define KANBAO_PDF_INT_H

#include "parse_int.h"

#define KB_PDF_TEXTS ((size_t)200000) /* of a page; more is no page of a paper */
#define KB_PDF_LINES ((size_t)20000)
#define KB_PDF_PAGES ((size_t)400)

struct kb_box {
	double left, top, right, bottom;
};

/* A text of one font; after kb_pdf_lines() a printed line. */
struct kb_pdf_line {
	struct kb_box box;
	double size;
	int face;     /* fonts of one family have one number */
	bool upright; /* from top to bottom, character by character */
	size_t chars;
	size_t place; /* in the file; of the last text, where it has several */
	kb_str text;
};

struct kb_pdf_page {
	double width, height;
	struct kb_pdf_line *lines;
	size_t n;
	size_t cap;
	double body; /* the size that most characters have */
	int face;
};

struct kb_pdf {
	struct kb_pdf_page *pages;
	size_t n;
	size_t cap;
};

enum kb_piece_kind {
	KB_PIECE_TEXT,
	KB_PIECE_TITLE,
};

/* Lines that stand below one another. */
struct kb_piece {
	enum kb_piece_kind kind;
	struct kb_box box;
	double size;       /* of its largest type */
	struct kb_idxs at; /* its lines */
	bool caption;      /* ends in a photographer's credit */
	bool brief;        /* one short line: a label, a byline */
	bool upright;      /* a headline from top to bottom */
};

struct kb_pieces {
	struct kb_piece *v;
	size_t n;
	size_t cap;
};

/* --- pdfxml.c --- */

/* The XML that `pdftohtml -xml` writes → pages of texts. */
enum kb_err kb_pdf_read(struct kb_ctx *ctx, struct kb_arena *a, kb_str xml, struct kb_pdf *pdf,
                        struct kb_text_report *report);

/* --- pdflines.c --- */

/* Texts of one row and size → lines; also the page's usual size and face. */
void kb_pdf_lines(struct kb_arena *a, struct kb_pdf_page *page);
/* Larger than the page's usual size. */
bool kb_pdf_large(const struct kb_pdf_page *page, const struct kb_pdf_line *line);

/* --- pdfhead.c --- */

/*
 * Marks the lines of the page's masthead, or running head and foot: head[i]
 * and foot[i] for line i. `of` gives arena and options.
 */
void kb_pdf_heads(struct kb_page *of, const struct kb_pdf_page *page, bool *head, bool *foot);

/* --- pdfpieces.c --- */

/* Lines not marked in `taken` → pieces. */
void kb_pdf_pieces(struct kb_page *of, const struct kb_pdf_page *page, const bool *taken,
                   struct kb_pieces *pieces);

/* --- pdforder.c --- */

/* Places of the pieces in reading order. */
void kb_pdf_order(struct kb_arena *a, const struct kb_pieces *pieces, double em,
                  struct kb_idxs *order);

/* --- pdfblocks.c --- */

/* All lines of the page as blocks of `of`, with what the page's setting tells of them. */
void kb_pdf_blocks(struct kb_page *of, const struct kb_pdf_page *page);

/* --- boxes: inline, used all over --- */

static inline double
kb_box_overlap(double from, double to, double from2, double to2)
{
	double low = from > from2 ? from : from2;
	double high = to < to2 ? to : to2;
	return high - low;
}

static inline double
kb_box_across(const struct kb_box *one, const struct kb_box *two)
{
	return kb_box_overlap(one->left, one->right, two->left, two->right);
}

static inline void
kb_box_add(struct kb_box *box, const struct kb_box *more)
{
	box->left = more->left < box->left ? more->left : box->left;
	box->top = more->top < box->top ? more->top : box->top;
	box->right = more->right > box->right ? more->right : box->right;
	box->bottom = more->bottom > box->bottom ? more->bottom : box->bottom;
}

#endif
