/*
 * The screen as cells. Everything that is shown goes through
 * kb_grid_put(), the one function that puts a cell on the screen: it refuses
 * whatever a terminal could obey.
 */
#ifndef KANBAO_GRID_H
#define KANBAO_GRID_H

#include "kanbao/role.h"
#include "kanbao/text.h"

struct kb_cell {
	uint32_t cp[KB_CELL_CPS]; /* one cluster; cp[0] == ' ' where blank */
	uint8_t ncp;              /* 0: right half of a wide character */
	uint8_t cols;             /* 1 or 2; 0 for a right half */
	uint8_t role;             /* enum kb_role */
};

struct kb_grid {
	struct kb_cell *cells; /* rows × cols, row by row */
	int rows;
	int cols;
	enum kb_ambiguous ambiguous;
	int cursor_y; /* −1: hidden */
	int cursor_x;
};

/* Zeroed is valid and empty; init and resize blank all cells. */
void kb_grid_init(struct kb_grid *g, int rows, int cols, enum kb_ambiguous amb);
void kb_grid_release(struct kb_grid *g);
void kb_grid_resize(struct kb_grid *g, int rows, int cols);
void kb_grid_clear(struct kb_grid *g);
/*
 * Puts text at row y from cell x, clipped to [0, cols); returns the cell
 * behind it. Whole clusters only: one that would be cut at an edge becomes
 * blanks. Half a wide character left over is blanked.
 */
int kb_grid_put(struct kb_grid *g, int y, int x, kb_str text, enum kb_role role);
/* The same, at most max_cols cells. */
int kb_grid_put_n(struct kb_grid *g, int y, int x, kb_str text, int max_cols, enum kb_role role);
/* Fills cells [x, to) of row y with copies of a one-cell text. */
void kb_grid_fill(struct kb_grid *g, int y, int x, int to, kb_str text, enum kb_role role);
/* Sets the role of cells [x, to), widened to whole characters. */
void kb_grid_role(struct kb_grid *g, int y, int x, int to, enum kb_role role);
const struct kb_cell *kb_grid_at(const struct kb_grid *g, int y, int x);
/* Whether row y is the same in both, of equal width. */
bool kb_grid_same_row(const struct kb_grid *a, const struct kb_grid *b, int y);
/* Asserts the invariants: halves paired, nothing beyond the edge, nothing undrawable. */
void kb_grid_check(const struct kb_grid *g);
/* Appends the rows as text, without trailing blanks, a newline each. */
void kb_grid_dump(const struct kb_grid *g, struct kb_buf *out);

#endif
