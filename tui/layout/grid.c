/*
 * The screen as cells: clipping, wide characters, and the guard that lets
 * nothing through that a terminal could obey. Knows nothing of terminals.
 */
#include "kanbao/grid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/mem.h"

static const struct kb_cell blank_cell = {
	.cp = { ' ' }, .ncp = 1, .cols = 1, .role = KB_ROLE_BODY
};

static struct kb_cell *
cell_at(struct kb_grid *g, int y, int x)
{
	return &g->cells[(size_t)y * (size_t)g->cols + (size_t)x];
}

void
kb_grid_init(struct kb_grid *g, int rows, int cols, enum kb_ambiguous amb)
{
	*g = (struct kb_grid){ .ambiguous = amb };
	kb_grid_resize(g, rows, cols);
}

void
kb_grid_release(struct kb_grid *g)
{
	if (!g) {
		return;
	}
	free(g->cells);
	*g = (struct kb_grid){ .ambiguous = g->ambiguous };
}

void
kb_grid_resize(struct kb_grid *g, int rows, int cols)
{
	assert(rows >= 0 && cols >= 0);
	size_t n = (size_t)rows * (size_t)cols;
	free(g->cells);
	g->cells = kb_calloc(n ? n : 1, sizeof(*g->cells));
	g->rows = rows;
	g->cols = cols;
	kb_grid_clear(g);
}

void
kb_grid_clear(struct kb_grid *g)
{
	size_t n = (size_t)g->rows * (size_t)g->cols;
	for (size_t i = 0; i < n; i++) {
		g->cells[i] = blank_cell;
	}
	g->cursor_y = -1;
	g->cursor_x = 0;
}

const struct kb_cell *
kb_grid_at(const struct kb_grid *g, int y, int x)
{
	assert(y >= 0 && y < g->rows && x >= 0 && x < g->cols);
	return &g->cells[(size_t)y * (size_t)g->cols + (size_t)x];
}

static void
blank(struct kb_cell *c, enum kb_role role)
{
	*c = blank_cell;
	c->role = (uint8_t)role;
}

/* Blanks what would be left over of wide characters cut by writing [x, to). */
static void
heal(struct kb_grid *g, int y, int x, int to)
{
	if (x > 0 && cell_at(g, y, x)->cols == 0) {
		struct kb_cell *left = cell_at(g, y, x - 1);
		blank(left, left->role);
	}
	if (to < g->cols && cell_at(g, y, to)->cols == 0) {
		struct kb_cell *right = cell_at(g, y, to);
		blank(right, right->role);
	}
}

/* An ambiguous character where none is to be printed. */
static bool
unsafe(const struct kb_grid *g, uint32_t cp)
{
	return g->ambiguous == KB_AMBIGUOUS_SAFE && kb_cp_safe(cp).n;
}

/*
 * What may be shown of a cluster, and its cells: the last guard before the
 * screen. False where nothing of it may.
 */
static bool
drawn(const struct kb_grid *g, kb_str cluster, struct kb_cell *c)
{
	size_t off = 0;
	uint32_t first = kb_utf8_next(cluster, &off);
	*c = blank_cell;
	if (first == '\t' || first == '\n') {
		return true;
	}
	size_t n = kb_cluster_draw(cluster, c->cp);
	if (n == 0) {
		return false;
	}
	assert(n <= KB_CELL_CPS);
	for (size_t i = 0; i < n; i++) {
		int cols = kb_cp_cols(c->cp[i], g->ambiguous);
		if (cols < 0 || (i == 0 && cols == 0)) {
			return false;
		}
		if (!kb_cp_drawable(c->cp[i]) || unsafe(g, c->cp[i])) {
			c->cp[0] = 0x3013; /* 〓 */
			n = 1;
		}
	}
	for (size_t i = n; i < KB_CELL_CPS; i++) {
		c->cp[i] = 0;
	}
	c->ncp = (uint8_t)n;
	c->cols = (uint8_t)kb_cp_cols(c->cp[0], g->ambiguous);
	return true;
}

/* Puts a cell at [x, x + c->cols), or blanks as much of it as is inside [from, to). */
static void
place(struct kb_grid *g, int y, int x, int from, int to, const struct kb_cell *c)
{
	int end = x + c->cols;
	if (x >= from && end <= to) {
		heal(g, y, x, end);
		*cell_at(g, y, x) = *c;
		if (c->cols == 2) {
			*cell_at(g, y, x + 1) = (struct kb_cell){ .role = c->role };
		}
		return;
	}
	for (int i = x > from ? x : from; i < end && i < to; i++) {
		heal(g, y, i, i + 1);
		blank(cell_at(g, y, i), (enum kb_role)c->role);
	}
}

/* Puts text from x, clipped to the cells [0, to), to ≤ g->cols; every cluster as it is. */
static int
put_as_is(struct kb_grid *g, int y, int x, int to, kb_str text, enum kb_role role)
{
	bool inside = y >= 0 && y < g->rows;
	for (size_t off = 0; off < text.n && x < to;) {
		size_t n = kb_cluster_next(text, off);
		struct kb_cell c;
		if (drawn(g, kb_str_sub(text, off, off + n), &c)) {
			c.role = (uint8_t)role;
			if (inside) {
				place(g, y, x, 0, to, &c);
			}
			x = x + c.cols < to ? x + c.cols : to;
		}
		off += n;
	}
	return x;
}

/* The same, and what must not be printed by what stands for it. */
static int
put(struct kb_grid *g, int y, int x, int to, kb_str text, enum kb_role role)
{
	if (to > g->cols) {
		to = g->cols;
	}
	if (g->ambiguous != KB_AMBIGUOUS_SAFE) {
		return put_as_is(g, y, x, to, text, role);
	}
	for (size_t off = 0; off < text.n && x < to;) {
		size_t n;
		kb_str safe = kb_text_safe(text, off, &n);
		x = put_as_is(g, y, x, to, safe.n ? safe : kb_str_sub(text, off, off + n), role);
		off += n;
	}
	return x;
}

int
kb_grid_put(struct kb_grid *g, int y, int x, kb_str text, enum kb_role role)
{
	return put(g, y, x, g->cols, text, role);
}

int
kb_grid_put_n(struct kb_grid *g, int y, int x, kb_str text, int max_cols, enum kb_role role)
{
	int to = max_cols < g->cols - x ? x + max_cols : g->cols;
	return put(g, y, x, to, text, role);
}

void
kb_grid_fill(struct kb_grid *g, int y, int x, int to, kb_str text, enum kb_role role)
{
	struct kb_cell c;
	if (y < 0 || y >= g->rows) {
		return;
	}
	if (!drawn(g, text, &c) || c.cols != 1) {
		c = blank_cell;
	}
	c.role = (uint8_t)role;
	for (int i = x > 0 ? x : 0; i < to && i < g->cols; i++) {
		place(g, y, i, 0, g->cols, &c);
	}
}

void
kb_grid_role(struct kb_grid *g, int y, int x, int to, enum kb_role role)
{
	if (y < 0 || y >= g->rows) {
		return;
	}
	x = x > 0 ? x : 0;
	to = to < g->cols ? to : g->cols;
	if (x >= to) {
		return;
	}
	if (x > 0 && cell_at(g, y, x)->cols == 0) {
		x--;
	}
	if (to < g->cols && cell_at(g, y, to)->cols == 0) {
		to++;
	}
	for (int i = x; i < to; i++) {
		cell_at(g, y, i)->role = (uint8_t)role;
	}
}

/* One cell; a wide one must have its right half behind it. */
static void
check_cell(const struct kb_grid *g, int y, int x)
{
	const struct kb_cell *c = kb_grid_at(g, y, x);
	assert(c->role < KB_ROLE_COUNT && c->cols <= 2 && c->ncp <= KB_CELL_CPS);
	if (c->cols == 0) {
		assert(c->ncp == 0 && x > 0 && kb_grid_at(g, y, x - 1)->cols == 2);
		return;
	}
	assert(c->ncp >= 1);
	assert(kb_cp_cols(c->cp[0], g->ambiguous) == c->cols);
	for (int i = 0; i < c->ncp; i++) {
		assert(kb_cp_cols(c->cp[i], g->ambiguous) >= 0 && kb_cp_drawable(c->cp[i]));
		assert(!unsafe(g, c->cp[i]));
	}
	if (c->cols == 2) {
		assert(x + 1 < g->cols && kb_grid_at(g, y, x + 1)->cols == 0);
		assert(kb_grid_at(g, y, x + 1)->role == c->role);
	}
}

void
kb_grid_check(const struct kb_grid *g)
{
	for (int y = 0; y < g->rows; y++) {
		for (int x = 0; x < g->cols; x++) {
			check_cell(g, y, x);
		}
	}
}

static bool
same_cell(const struct kb_cell *a, const struct kb_cell *b)
{
	return a->ncp == b->ncp && a->cols == b->cols && a->role == b->role &&
	       memcmp(a->cp, b->cp, sizeof(a->cp)) == 0;
}

bool
kb_grid_same_row(const struct kb_grid *a, const struct kb_grid *b, int y)
{
	for (int x = 0; x < a->cols; x++) {
		if (!same_cell(kb_grid_at(a, y, x), kb_grid_at(b, y, x))) {
			return false;
		}
	}
	return true;
}

void
kb_grid_dump(const struct kb_grid *g, struct kb_buf *out)
{
	for (int y = 0; y < g->rows; y++) {
		size_t start = out->n;
		size_t end = start;
		for (int x = 0; x < g->cols; x++) {
			const struct kb_cell *c = kb_grid_at(g, y, x);
			for (int i = 0; i < c->ncp; i++) {
				kb_buf_cp(out, c->cp[i]);
			}
			if (c->ncp && c->cp[0] != ' ') {
				end = out->n;
			}
		}
		out->n = end;
		kb_buf_byte(out, '\n');
	}
}
