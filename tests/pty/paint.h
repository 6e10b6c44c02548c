/*
 * curses.c alone: a child draws grids, libvterm shows them, and each cell is
 * compared.
 */
#ifndef KANBAO_TEST_PAINT_H
#define KANBAO_TEST_PAINT_H

#include "kanbao/term.h"
#include "pty.h"

/* Rows of text, separated by newlines; a row may begin with `N:`, its column. */
struct frame {
	const char *rows;
	int y;                          /* first row; negative: from below */
	int role_y, role_from, role_to; /* cells shown as selected, where from < to */
	bool over;                      /* drawn over the frame before */
};

/* What the child is told to show, and how. */
struct show {
	enum kb_ambiguous ambiguous;
	const struct frame *frames; /* NULL: random ones */
	size_t n;
	enum kb_theme theme;
	enum kb_colours wanted;  /* told to the program */
	enum kb_colours colours; /* what it must make of that, */
	int ncolours;            /* of so many that the terminal has */
	const char *term;
	const char *const *env;
	bool torn;       /* wide characters at the right corner are left out */
	bool crash_kill; /* K raises SIGSEGV, A calls abort() */
};

void paint_draw(struct kb_grid *g, const struct show *show, size_t i);
/* The child: n = next frame, q = leave, ! and A = crash, Z = stop, b = bell. */
int paint_child(void *show);
void paint_start(struct pty *p, struct show *show, int rows, int cols);
/* Shows all frames, comparing each, at a size that is changed on the way. */
void paint_run(struct show *show, int rows, int cols, const int (*sizes)[2], size_t nsizes);

#endif
